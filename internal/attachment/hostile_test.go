package attachment_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"giaouoc/internal/app/apptest"
)

var (
	pngFile  = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00")
	jpegFile = []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
)

// zipOf is an archive with empty entries.
func zipOf(names ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		content := ""
		if n, content, _ = strings.Cut(n, "="); content != "" {
			w, _ := z.CreateHeader(&zip.FileHeader{Name: n, Method: zip.Store})
			_, _ = w.Write([]byte(content))
			continue
		}
		_, _ = z.Create(n)
	}
	_ = z.Close()
	return b.Bytes()
}

// odfOf is an OpenDocument file: its first entry is written as the standard
// wants, without a data descriptor.
func odfOf(media string) []byte {
	b := []byte("PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	b = binary.LittleEndian.AppendUint32(b, uint32(len(media)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(media)))
	b = append(b, 8, 0, 0, 0)
	b = append(b, "mimetype"+media...)
	rest := zipOf("content.xml")
	return append(b, rest...)
}

// oleOf is a compound file whose directory has some names.
func oleOf(names ...string) []byte {
	h := make([]byte, 512)
	copy(h, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	binary.LittleEndian.PutUint16(h[30:], 9)
	binary.LittleEndian.PutUint32(h[48:], 1) // the directory begins in sector 1
	fat := make([]byte, 512)                 // sector 0, told in the header's list
	sectors := (len(names) + 4) / 4
	for i := range sectors {
		binary.LittleEndian.PutUint32(fat[4*(1+i):], uint32(2+i))
	}
	binary.LittleEndian.PutUint32(fat[4*sectors:], 0xFFFFFFFE)
	out := append(h, fat...)
	dir := make([]byte, 512*sectors)
	for i, n := range append([]string{"Root Entry"}, names...) {
		e := dir[128*i:]
		for j, u := range utf16.Encode([]rune(n)) {
			binary.LittleEndian.PutUint16(e[2*j:], u)
		}
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(n)+2))
	}
	return append(append(out, dir...), make([]byte, 512)...)
}

const contentTypes = "[Content_Types].xml"

// typesOf is an entry that lists one kind of part.
func typesOf(media string) string {
	return contentTypes + "=\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/x\" ContentType=\"" + media + "\"/></Types>"
}

// What is taken in, and as what.
func TestKindsTakenIn(t *testing.T) {
	const office = "application/vnd.openxmlformats-officedocument."
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		for _, c := range []struct {
			name, claim string
			content     []byte
			media       string
		}{
			{"a.pdf", "", pdfOf("x"), "application/pdf"},
			{"A.PDF", "application/pdf", pdfOf("x"), "application/pdf"},
			{"a.pdf", "application/octet-stream", pdfOf("x"), "application/pdf"},
			{"a.pdf", "application/wps-office.pdf", pdfOf("x"), "application/pdf"},
			{"a.docx", office + "wordprocessingml.document", zipOf(contentTypes, "word/document.xml", "word/embeddings/x.xlsx"), office + "wordprocessingml.document"},
			{"a.docx", "application/x-zip-compressed", zipOf("_rels/.rels", "word/document.xml", contentTypes), office + "wordprocessingml.document"},
			{"a.docx", "", zipOf(typesOf(office+"wordprocessingml.document.main+xml"), "word/document.xml"), office + "wordprocessingml.document"},
			{"a.xlsx", "", zipOf(contentTypes, "xl/workbook.xml"), office + "spreadsheetml.sheet"},
			{"a.pptx", "", zipOf(contentTypes, "ppt/presentation.xml"), office + "presentationml.presentation"},
			{"a.odt", "", odfOf("application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"},
			{"a.ods", "", odfOf("application/vnd.oasis.opendocument.spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"},
			{"a.doc", "application/msword", oleOf("1Table", "WordDocument"), "application/msword"},
			{"a.xls", "application/vnd.ms-excel", oleOf("a", "b", "c", "d", "e", "Workbook"), "application/vnd.ms-excel"},
			{"a.png", "image/png", pngFile, "image/png"},
			{"a.jpg", "image/jpeg", jpegFile, "image/jpeg"},
			{"a.jpeg", "image/pjpeg", jpegFile, "image/jpeg"},
			{"a.txt", "text/plain; charset=utf-8", []byte("Giao ước thi đua\n"), "text/plain"},
			{"a.txt", "", []byte("\xff\xfeG\x00i\x00\r\x00\n\x00"), "text/plain"},
			{"a.txt", "", []byte("C\xa9ng h\xf2a x\xb7 h\xe9i\n"), "text/plain"}, // TCVN3
			{"a.csv", "application/vnd.ms-excel", []byte("đơn vị,điểm\nVăn phòng,90\n"), "text/csv"},
			{"a.csv", "", []byte("một cột\n"), "text/csv"},
			{"đã ký (bản 2).pdf", "", pdfOf("x"), "application/pdf"},
			{"Hướng dẫn đổi mật khẩu.pdf", "", pdfOf("x"), "application/pdf"},
			{"HƯỚNG DẪN ĐỔI MẬT KHẨU.pdf", "", pdfOf("x"), "application/pdf"},
			{"BẢO VỆ BÍ MẬT NHÀ NƯỚC 2021.pdf", "", pdfOf("x"), "application/pdf"},
			{"MAT TRAN TO QUOC.pdf", "", pdfOf("x"), "application/pdf"},
			{"bí mật và tối mật là gì.pdf", "", pdfOf("x"), "application/pdf"},
			{"console.pdf", "", pdfOf("x"), "application/pdf"},
			{"com10.pdf", "", pdfOf("x"), "application/pdf"},
			{strings.Repeat("ư", 196) + ".pdf", "", pdfOf("x"), "application/pdf"},
		} {
			a := w.admin.Upload("/attachments", w.form("award"), c.name, c.claim, c.content)
			if a.Status != 201 || a.Str("media_type") != c.media || a.Str("name") != c.name {
				t.Errorf("%s as %q: %d %s", c.name, c.claim, a.Status, a.Raw)
			}
		}
	})
}

// What is refused, and why: nothing of it stays anywhere.
func TestHostileFiles(t *testing.T) {
	exe := append([]byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"), make([]byte, 256)...)
	word := zipOf(contentTypes, "word/document.xml")
	many := make([]string, 0, 70000)
	for range cap(many) {
		many = append(many, "word/a-rather-long-name-to-make-the-directory-larger-than-any.xml")
	}
	type refused struct {
		name, claim string
		content     []byte
		want        string
	}
	cases := []refused{
		// names
		{"../a.pdf", "", pdfOf("x"), "/file path_in_name"},
		{"../../../../etc/passwd", "", pdfOf("x"), "/file path_in_name"},
		{"/etc/passwd.pdf", "", pdfOf("x"), "/file path_in_name"},
		{`C:\Users\a.pdf`, "", pdfOf("x"), "/file path_in_name"},
		{`..\a.pdf`, "", pdfOf("x"), "/file path_in_name"},
		{"a/b.pdf", "", pdfOf("x"), "/file path_in_name"},
		{"..", "", pdfOf("x"), "/file path_in_name"},
		{"a..pdf", "", pdfOf("x"), "/file path_in_name"},
		{".", "", pdfOf("x"), "/file reserved_name"},
		{".pdf", "", pdfOf("x"), "/file reserved_name"},
		{".htaccess", "", pdfOf("x"), "/file reserved_name"},
		{"a.pdf.", "", pdfOf("x"), "/file reserved_name"},
		{"CON.pdf", "", pdfOf("x"), "/file reserved_name"},
		{"nul.pdf", "", pdfOf("x"), "/file reserved_name"},
		{"Aux.tar.pdf", "", pdfOf("x"), "/file reserved_name"},
		{"com1.pdf", "", pdfOf("x"), "/file reserved_name"},
		{"LPT9.pdf", "", pdfOf("x"), "/file reserved_name"},
		{"COM¹.pdf", "", pdfOf("x"), "/file reserved_name"},
		{"a\u202efdp.exe", "", pdfOf("x"), "/file forbidden_character"},
		{"a\u200b.pdf", "", pdfOf("x"), "/file forbidden_character"},
		{"a\ufeff.pdf", "", pdfOf("x"), "/file forbidden_character"},
		{"a\xff.pdf", "", pdfOf("x"), "/file forbidden_character"},
		{"a.pdf:b.exe", "", pdfOf("x"), "/file forbidden_character"},
		{"a?.pdf", "", pdfOf("x"), "/file forbidden_character"},
		{"<script>.pdf", "", pdfOf("x"), "/file forbidden_character"},
		{"", "", pdfOf("x"), "/file blank"},
		{"   ", "", pdfOf("x"), "/file blank"},
		{strings.Repeat("ư", 197) + ".pdf", "", pdfOf("x"), "/file max_length"},
		// kinds
		{"a.pdf", "", nil, "/file empty_file"},
		{"a.zip", "", zipOf("a.txt"), "/file media_not_allowed"},
		{"a.docx", "", zipOf("a.txt"), "/file media_not_allowed"},
		{"a.docx", "", zipOf("word/document.xml"), "/file media_not_allowed"},
		{"a.docx", "", zipOf(contentTypes, "word/document.xml", "xl/workbook.xml"), "/file media_not_allowed"},
		{"a.docx", "", word[:len(word)-10], "/file media_not_allowed"},
		{"a.docx", "", zipOf(append(many, contentTypes)...), "/file media_not_allowed"},
		{"a.docx", "", []byte("PK\x03\x04"), "/file media_not_allowed"},
		{"a.jar", "", zipOf("META-INF/MANIFEST.MF"), "/file media_not_allowed"},
		{"a.odp", "", odfOf("application/vnd.oasis.opendocument.presentation"), "/file media_not_allowed"},
		{"a.html", "", []byte("<!DOCTYPE html><html><script>alert(1)</script>"), "/file media_not_allowed"},
		{"a.txt", "text/plain", []byte("<html><body onload=alert(1)>"), "/file media_not_allowed"},
		{"a.svg", "", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "/file media_not_allowed"},
		{"a.png", "image/png", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`), "/file media_not_allowed"},
		{"a.xml", "", []byte(`<?xml version="1.0"?><a/>`), "/file media_not_allowed"},
		{"a.exe", "", exe, "/file media_not_allowed"},
		{"a.pdf", "application/pdf", exe, "/file media_not_allowed"},
		{"a.pdf", "", append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 64)...), "/file media_not_allowed"},
		{"a.sh", "", []byte("#!/bin/sh\nrm -rf /\n"), "/file media_not_allowed"},
		{"a.txt", "", []byte("#!/usr/bin/env python\nprint(1)\n"), "/file media_not_allowed"},
		{"a.php", "", []byte("<?php system($_GET['c']); ?>"), "/file media_not_allowed"},
		{"a.gif", "", []byte("GIF89a\x01\x00\x01\x00"), "/file media_not_allowed"},
		{"a.rtf", "", []byte(`{\rtf1\ansi x}`), "/file media_not_allowed"},
		{"a.txt", "", append([]byte(strings.Repeat("chữ ", 2000)), 0, 1, 2), "/file media_not_allowed"},
		{"a.bin", "", []byte{0, 1, 2, 3}, "/file media_not_allowed"},
		{"a.ppt", "", oleOf("PowerPoint Document"), "/file media_not_allowed"},
		{"a.doc", "", oleOf("EncryptedPackage", "EncryptionInfo"), "/file media_not_allowed"},
		{"a.doc", "", oleOf("WordDocument")[:1200], "/file media_not_allowed"},
		{"a.docm", "", zipOf(contentTypes, "word/document.xml", "word/vbaProject.bin"), "/file macros_not_allowed"},
		{"a.docx", "", zipOf(contentTypes, "word/document.xml", "word/vbaProject.bin"), "/file macros_not_allowed"},
		{"a.xlsx", "", zipOf(contentTypes, "xl/workbook.xml", `xl\VBAPROJECT.BIN`), "/file macros_not_allowed"},
		{"a.xlsx", "", zipOf(contentTypes, "xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "/file macros_not_allowed"},
		{"a.doc", "", oleOf("WordDocument", "Macros", "VBA"), "/file macros_not_allowed"},
		{"a.xls", "", oleOf("Workbook", "b", "c", "_VBA_PROJECT_CUR"), "/file macros_not_allowed"},
		{"a.doc", "", oleOf("WordDocument", "mACROS"), "/file macros_not_allowed"},
		{"a.xls", "", oleOf("WORKBOOK", "_vba_Project_cur"), "/file macros_not_allowed"},
		{"a.docx", "", zipOf(typesOf("application/vnd.ms-word.document.macroEnabled.main+xml"), "word/document.xml", "word/x.bin"), "/file macros_not_allowed"},
		{"a.docx", "", zipOf("[CONTENT_TYPES].XML"+typesOf("application/vnd.ms-office.VBAProject")[len(contentTypes):], "word/document.xml", "word/x.bin"), "/file macros_not_allowed"},
		{"a.xlsx", "", zipOf(typesOf("application/vnd.ms-excel.&#109;acrosheet+xml"), "xl/workbook.xml", "xl/worksheets/sheet1.xml"), "/file macros_not_allowed"},
		{"a.docx", "", zipOf(contentTypes+"="+strings.Repeat(" ", 256<<10)+"<Types/>", "word/document.xml"), "/file media_not_allowed"},
		{"a.docx", "", zipOf(contentTypes+"=<Types", "word/document.xml"), "/file media_not_allowed"},
		// lies
		{"a.txt", "text/plain", pdfOf("x"), "/file media_mismatch"},
		{"a.pdf", "application/pdf", pngFile, "/file media_mismatch"},
		{"a.png", "", jpegFile, "/file media_mismatch"},
		{"a.pdf.exe", "", pdfOf("x"), "/file media_mismatch"},
		{"a", "", pdfOf("x"), "/file media_mismatch"},
		{"a.pdf", "image/png", pdfOf("x"), "/file media_mismatch"},
		{"a.pdf", "text/html", pdfOf("x"), "/file media_mismatch"},
		{"a.xlsx", "", word, "/file media_mismatch"},
		{"a.bat", "", []byte("@echo off\r\ndel *\r\n"), "/file media_mismatch"},
		// markings
		{"MẬT.pdf", "", pdfOf("x"), "/file classified_marking"},
		{"Báo cáo (MẬT) 2021.pdf", "", pdfOf("x"), "/file classified_marking"},
		{"TÀI LIỆU MẬT.pdf", "", pdfOf("x"), "/file classified_marking"},
		{"12_TỐI_MẬT_BC.pdf", "", pdfOf("x"), "/file classified_marking"},
		{"TUYỆT MẬT - kế hoạch.pdf", "", pdfOf("x"), "/file classified_marking"},
		{"TUYET MAT.pdf", "", pdfOf("x"), "/file classified_marking"},
		{"TUYE\u0323\u0302T MA\u0302\u0323T.pdf", "", pdfOf("x"), "/file classified_marking"}, // decomposed
	}
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		before := w.acts(t)
		for _, c := range cases {
			a := w.admin.Upload("/attachments", w.form("award"), c.name, c.claim, c.content)
			if a.Status != 422 || !slices.Contains(a.Fields(), c.want) || len(a.Fields()) != 1 {
				t.Errorf("%q as %q: %d %v, want %s", c.name, c.claim, a.Status, a.Fields(), c.want)
			}
			if strings.HasSuffix(c.want, "marking") && a.Body["code"] != "classified_document" {
				t.Errorf("%q: %v", c.name, a.Body["code"])
			}
		}
		w.holds(t, 0)
		if w.acts(t) != before {
			t.Error("refused files left records")
		}
		if l := w.admin.Get("/attachments").Must(200); len(l.Data()) != 0 {
			t.Errorf("%s", l.Raw)
		}
	})
}

// A name given apart takes the place of the file's, in its stored form.
func TestNamesAreKeptClean(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := newWorld(s)
		decomposed := "Giao u\u031bo\u031b\u0301c.pdf"
		if a := w.admin.Upload("/attachments", w.form("award"), decomposed, "", pdfOf("x")).Must(201); a.Str("name") != "Giao ước.pdf" {
			t.Errorf("%+q", a.Str("name"))
		}
		named := w.form("award")
		for name, want := range map[string]string{
			decomposed: "", "  a\u00a0b.pdf ": "a b.pdf", "a\x00.pdf": "/name forbidden_character", "a\x07.pdf": "/name forbidden_character",
			"a\x7f.pdf": "/name forbidden_character", "../a.pdf": "/name path_in_name", "a.docx": "/file media_mismatch", "MẬT.pdf": "/name classified_marking",
		} {
			named["name"] = name
			a := w.admin.Upload("/attachments", named, "blob.pdf", "", pdfOf("x"))
			if want == "" {
				want = "Giao ước.pdf"
			}
			if got := a.Str("name"); got != want && !slices.Contains(a.Fields(), want) {
				t.Errorf("%+q: %s", name, a.Raw)
			}
		}
		named["name"] = "a.pdf"
		w.admin.Upload("/attachments", named, "TUYỆT MẬT.pdf", "", pdfOf("x")).Refused(422, "classified_document")
		// Control characters cannot even stand in the header of a part.
		for _, name := range []string{"a\x00.pdf", "a\x07.pdf", "a\x7f.pdf"} {
			w.admin.Upload("/attachments", w.form("award"), name, "", pdfOf("x")).Refused(400, "bad_request")
		}
		// Several files may have one name.
		w.attach("award").Must(201)
		w.attach("award").Must(201)
		if vi := s.Admin(); vi != nil {
			vi.Lang = "vi"
			a := vi.Upload("/attachments", w.form("award"), "a.gif", "", []byte("GIF89a\x01\x00\x01\x00")).Must(422)
			if !strings.Contains(string(a.Raw), "Không nhận loại tệp này. Nhận: .pdf") {
				t.Errorf("%s", a.Raw)
			}
		}
	})
}
