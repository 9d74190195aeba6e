package content_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"strings"

	"giaouoc/torture/rig"
)

// entry is a part of an archive.
type entry struct{ name, content string }

const (
	wordTypes  = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	sheetTypes = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`
	workbook   = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets><sheet name="a" sheetId="1" r:id="rId1" xmlns:r="r"/></sheets></workbook>`
)

func zipOf(parts ...entry) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, _ := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		_, _ = io.WriteString(w, p.content)
	}
	_ = z.Close()
	return b.Bytes()
}

// bookOf is a workbook with one sheet of some content and other parts.
func bookOf(sheet string, more ...entry) []byte {
	return zipOf(append([]entry{{"[Content_Types].xml", sheetTypes}, {"xl/workbook.xml", workbook}, {"xl/worksheets/sheet1.xml", sheet}}, more...)...)
}

func rows(cells string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + cells + `</sheetData></worksheet>`
}

// bomb is a workbook one part of which unpacks to 200 MB of spaces; to 32 in the
// short form, since making it takes time.
func bomb(part string) []byte {
	size := int64(rig.Times(32, 200)) << 20
	var packed bytes.Buffer
	f, _ := flate.NewWriter(&packed, flate.BestCompression)
	sum, block := crc32.NewIEEE(), bytes.Repeat([]byte(" "), 1<<20)
	for n := int64(0); n < size; n += 1 << 20 {
		_, _ = f.Write(block)
		_, _ = sum.Write(block)
	}
	_ = f.Close()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range []entry{{"[Content_Types].xml", sheetTypes}, {"xl/workbook.xml", workbook}} {
		if p.name != part {
			w, _ := z.Create(p.name)
			_, _ = io.WriteString(w, p.content)
		}
	}
	w, _ := z.CreateRaw(&zip.FileHeader{Name: part, Method: zip.Deflate, CRC32: sum.Sum32(), CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(size)})
	_, _ = w.Write(packed.Bytes())
	_ = z.Close()
	return b.Bytes()
}

// patched changes a field of every header in an archive's directory.
func patched(b []byte, at int, v any) []byte {
	out := bytes.Clone(b)
	for i := 0; ; {
		j := bytes.Index(out[i:], []byte("PK\x01\x02"))
		if j < 0 {
			return out
		}
		i += j + 4
		switch v := v.(type) {
		case uint16:
			binary.LittleEndian.PutUint16(out[i-4+at:], v)
		case uint32:
			binary.LittleEndian.PutUint32(out[i-4+at:], v)
		}
	}
}

// ended changes a field of the record an archive ends with.
func ended(b []byte, at int, v uint32) []byte {
	out := bytes.Clone(b)
	binary.LittleEndian.PutUint32(out[len(out)-22+at:], v)
	return out
}

// hostileSheets are 48 workbooks and 24 CSV files no reader should trust.
func hostileSheets() map[string][]byte {
	good := bookOf(rows(`<row r="1"><c r="A1"><v>1</v></c></row>`))
	out := map[string][]byte{
		"good.xlsx": good, "cut in half.xlsx": good[:len(good)/2], "cut at the end.xlsx": good[:len(good)-1], "only a header.xlsx": good[:30], "nothing but an end.xlsx": good[len(good)-22:],
		"prefixed.xlsx": append([]byte("GIF89a;"), good...), "prefixed by a script.xlsx": append([]byte("#!/bin/sh\nid\n"), good...), "suffixed.xlsx": append(bytes.Clone(good), strings.Repeat("x", 70000)...),
		"PDF and archive.xlsx": append([]byte("%PDF-1.7\n"), good...), "twice.xlsx": append(bytes.Clone(good), good...),
		"sizes of 4 GB.xlsx": patched(good, 24, uint32(0xFFFFFFFE)), "size of 2^64.xlsx": patched(good, 24, uint32(0xFFFFFFFF)), "packed size lies.xlsx": patched(good, 20, uint32(1)),
		"offsets beyond the end.xlsx": patched(good, 42, uint32(0x7FFFFFFF)), "offsets all one.xlsx": patched(good, 42, uint32(0)), "checksum lies.xlsx": patched(good, 16, uint32(1)),
		"encrypted.xlsx": patched(good, 8, uint16(1)), "method 99.xlsx": patched(good, 10, uint16(99)), "name as long as can be.xlsx": patched(good, 28, uint16(0xFFFF)), "extra as long as can be.xlsx": patched(good, 30, uint16(0xFFFF)),
		"directory elsewhere.xlsx": ended(good, 16, 0xFFFFFFF0), "directory of 4 GB.xlsx": ended(good, 12, 0xFFFFFFF0), "65535 entries told.xlsx": ended(good, 8, 0xFFFFFFFF), "second disk.xlsx": ended(good, 4, 0x00020001),
		"types unpack to a flood.xlsx": bomb("[Content_Types].xml"), "sheet unpacks to a flood.xlsx": bomb("xl/worksheets/sheet1.xml"), "strings unpack to a flood.xlsx": bomb("xl/sharedStrings.xml"), "workbook unpacks to a flood.xlsx": bomb("xl/workbook.xml"),
		"row 2^31.xlsx": bookOf(rows(`<row r="2147483648"><c r="A2147483648"><v>1</v></c></row>`)), "row 2^64.xlsx": bookOf(rows(`<row r="18446744073709551616"/>`)), "row -1.xlsx": bookOf(rows(`<row r="-1"><c r="A-1"/></row>`)),
		"column ZZZZZZ.xlsx": bookOf(rows(`<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>`)), "cells out of order.xlsx": bookOf(rows(`<row r="9"><c r="C9"/><c r="A1"/></row><row r="1"/>`)), "string -1.xlsx": bookOf(rows(`<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`)),
		"string 2^40.xlsx": bookOf(rows(`<row r="1"><c r="A1" t="s"><v>1099511627776</v></c></row>`)), "a million merged.xlsx": bookOf(`<worksheet><mergeCells>` + strings.Repeat(`<mergeCell ref="A1:XFD1048576"/>`, 20000) + `</mergeCells></worksheet>`),
		"nested 100 000 deep.xlsx": bookOf(strings.Repeat("<a>", 100000)), "not closed.xlsx": bookOf(`<worksheet><sheetData><row`), "an entity of entities.xlsx": bookOf(`<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet>&c;</worksheet>`),
		"a file by entity.xlsx": zipOf(entry{"[Content_Types].xml", `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><Types>&e;</Types>`}, entry{"xl/workbook.xml", workbook}),
		"types not XML.xlsx":    zipOf(entry{"[Content_Types].xml", "\x00\x01\xff"}, entry{"xl/workbook.xml", workbook}), "types twice.xlsx": zipOf(entry{"[Content_Types].xml", sheetTypes}, entry{"[Content_Types].xml", wordTypes}, entry{"xl/workbook.xml", workbook}),
		"../ in names.xlsx": bookOf(rows(""), entry{"../../../../tmp/giaouoc-torture", "x"}, entry{"/etc/cron.d/giaouoc", "x"}, entry{`..\..\x`, "x"}), "NUL in names.xlsx": bookOf(rows(""), entry{"xl/a\x00.xml", "x"}),
		"macros.xlsx": bookOf(rows(""), entry{"xl/vbaProject.bin", "x"}), "an archive in itself.xlsx": bookOf(rows(""), entry{"xl/embeddings/a.xlsx", string(good)}), "100 000 entries.xlsx": manyEntries(100000), "formulas by the million.xlsx": bookOf(rows(strings.Repeat(`<row><c><f>WEBSERVICE("http://127.0.0.1/")</f></c></row>`, 20000))),
	}
	for i, c := range []string{
		"", "\x00", "\xff\xfe", "\xfe\xff\x00a", "\xef\xbb\xbf", "a\x00b,c\n", "a,b\n" + strings.Repeat("x", 1<<20), strings.Repeat(",", 1<<20), strings.Repeat("\n", 1<<20), strings.Repeat(`"`, 100001), `"not closed`, `a"b,c"d`,
		"=cmd|' /C calc'!A0,1\n", "@SUM(1+1)\n", "a;b;c\n1;2;3\n", "a\tb\n", "sep=|\na|b\n", "\x1b[31mđỏ\n", "a,b\r\n1,2\r3,4\n", "\xc3\x28,\xa0\xa1\n", "<script>alert(1)</script>,x\n", "<?php echo 1 ?>\n", strings.Repeat("á,", 300000), "MZ\x90\x00,x\n",
	} {
		out[fmt.Sprintf("%02d.csv", i)] = []byte(c)
	}
	return out
}

func manyEntries(n int) []byte {
	parts := make([]entry, n)
	for i := range parts {
		parts[i] = entry{fmt.Sprintf("xl/%d.xml", i), ""}
	}
	return bookOf(rows(""), parts...)
}

// calling are files that want something fetched from an address when they are
// opened.
func calling(url string) map[string][]byte {
	rel := func(kind string) string {
		return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + url + `/` + kind + `" TargetMode="External"/></Relationships>`
	}
	word := func(more ...entry) []byte {
		return zipOf(append([]entry{{"[Content_Types].xml", wordTypes}, {"word/document.xml", `<w:document xmlns:w="w"/>`}}, more...)...)
	}
	odf := `<!DOCTYPE a [<!ENTITY e SYSTEM "` + url + `/entity">]><office:document-content xmlns:office="o" xmlns:xlink="x"><draw:image xlink:href="` + url + `/image"/>&e;</office:document-content>`
	return map[string][]byte{
		"template.docx":    word(entry{"word/_rels/settings.xml.rels", rel("attachedTemplate")}),
		"image.docx":       word(entry{"word/_rels/document.xml.rels", rel("image")}),
		"frame.docx":       word(entry{"word/_rels/webSettings.xml.rels", rel("frame")}),
		"object.docx":      word(entry{"word/_rels/document.xml.rels", rel("oleObject")}),
		"package.docx":     word(entry{"_rels/.rels", rel("officeDocument")}),
		"entity.docx":      zipOf(entry{"[Content_Types].xml", `<!DOCTYPE a SYSTEM "` + url + `/dtd"><Types/>`}, entry{"word/document.xml", "x"}),
		"link.xlsx":        bookOf(rows(""), entry{"xl/externalLinks/_rels/externalLink1.xml.rels", rel("externalLinkPath")}),
		"connection.xlsx":  bookOf(rows(""), entry{"xl/connections.xml", `<connections><connection id="1" type="4"><webPr url="` + url + `/web"/></connection></connections>`}),
		"web service.xlsx": bookOf(rows(`<row r="1"><c r="A1"><f>WEBSERVICE("` + url + `/f")</f></c></row>`)),
		"picture.xlsx":     bookOf(rows(""), entry{"xl/drawings/_rels/drawing1.xml.rels", rel("image")}),
		"schema.xlsx":      bookOf(`<worksheet xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a ` + url + `/xsd"/>`),
		"picture.odt":      zipOf(entry{"mimetype", "application/vnd.oasis.opendocument.text"}, entry{"content.xml", odf}),
		"address.pdf":      []byte("%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/URI/URI(" + url + "/pdf)>>/AA<</O<</S/SubmitForm/F(" + url + "/form)>>>>>>endobj\n"),
		"picture.svg":      []byte(`<svg xmlns="http://www.w3.org/2000/svg"><image href="` + url + `/svg"/></svg>`),
		"page.html":        []byte(`<html><img src="` + url + `/html"></html>`),
		"shortcut.txt":     []byte("[InternetShortcut]\r\nURL=" + url + "/url\r\nIconFile=" + url + "/icon\r\n"),
		"formulas.csv":     []byte("=WEBSERVICE(\"" + url + "/csv\"),=HYPERLINK(\"" + url + "/link\")\n"),
		"share.csv":        []byte(`=IMAGE("` + url + `/image"),\\127.0.0.1\share` + "\n"),
	}
}
