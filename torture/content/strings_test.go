package content_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"giaouoc/internal/report/encode"
	"giaouoc/internal/text"
	"giaouoc/torture/rig"
)

// hostileStrings are 200 texts that break what is careless with characters: some
// are refused, the rest must come out of every export.
func hostileStrings() (out []string) {
	for r := range rune(0x20) { // control characters
		out = append(out, fmt.Sprintf("a%cb", r))
	}
	for _, r := range []rune{
		0x7F, 0x80, 0x85, 0x9F, 0xA0, 0xAD, 0x34F, 0x600, 0x61C, 0x6DD, 0x70F, 0x115F, 0x17B4, 0x180B, 0x180E, 0x2000, 0x2003, 0x2007, 0x200B, 0x200C,
		0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x202F, 0x205F, 0x2060, 0x2061, 0x2063, 0x2066, 0x2067, 0x2068,
		0x2069, 0x206A, 0x206F, 0x2800, 0x3000, 0x3164, 0xE000, 0xF8FF, 0xFDD0, 0xFDEF, 0xFE00, 0xFE0F, 0xFEFF, 0xFF01, 0xFFA0, 0xFFF9, 0xFFFB, 0xFFFC,
		0xFFFD, 0xFFFE, 0xFFFF, 0x1D173, 0x1F468, 0x1FFFE, 0x20000, 0xE0001, 0xE0041, 0xE0100, 0xF0000, 0x10FFFD, 0x10FFFF, 0x378, 0x0E01, 0x0627,
		0x05D0, 0x4E00, 0xAC00, 0x1100, 0x0301, 0x0323, 0x20DD, 0x1AB0, 0x1F600, 0x1F1FB, 0x2764, 0x1D400, 0x2126, 0x212A, 0x212B, 0xFB01, 0x0130, 0x0131,
		0x01C5, 0x1E9E, 0x00DF, 0x03C2, 0x2044, 0x2212, 0x066A, 0x0660, 0xFF10, 0x00B2, 0x2460,
	} {
		out = append(out, fmt.Sprintf("a%cb", r))
	}
	out = append(out,
		"&", "&amp;", "&#0;", "&#x1b;", "&lt;", "<", ">", "<![CDATA[x]]>", "]]>", "<!-- x -->", "<?xml version=\"1.0\"?>", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;",
		"'", "\"", "\"\"", "'\"", "`", "\\", "\\n", "\\\"", "\\u0000", "%00", "%s%n", "%0d%0a", "{{1+1}}", "{{.}}", "${7*7}", "#{7*7}", "$(id)", "`id`", "; DROP TABLE units; --", "' OR '1'='1",
		"_x000D_", "_x0041_", "_x005F_", "_x005F_x000D_", "_xD83D_", "_X0041_", ",", ";", ",\"", "\";\"", "\n\n", "a\r\nb", "a\rb", "a\nb", "a\tb", "\ta\t", "  a  b  ",
		"0012", "1e5", "1E+400", "NaN", "Infinity", "TRUE", "NULL", "nil", "undefined", "2021-02-29", "12:30", "#REF!", "#N/A", "=", "+", "-", "@", "'=1",
		strings.Repeat("a\u0301", 40), strings.Repeat("\u0301", 40), "e"+strings.Repeat("\u0323\u0302", 10), strings.Repeat("😀", 30), "👨\u200d👩\u200d👧", "🇻🇳", "\U0001F3F4\U000E0067\U000E007F",
		strings.Repeat("x", 90), "שלום עולם", "مرحبا", "ก็", "ﷺ", "\u1112\u1161\u11ab", "ỆẾỆ", "Z\u0351\u036b\u0343\u032a", "\xff", "a\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\xaf",
	)
	return out
}

// escapes look like the escapes of a workbook; they go into every member.
const escapes = "_x0041_ _x005F_ _xD83D_ _xDE00_xD83D_"

// unsent are the hostile strings no request was judged by.
func (w *sweeper) unsent() (out []string) {
	seen := map[string]bool{}
	bare := func(s string) string { return strings.TrimSuffix(mark.ReplaceAllString(s, ""), ".pdf") }
	for m, x := range w.wrote {
		if w.kinds[m] == hostileText {
			seen[bare(x.sent)] = true
		}
	}
	for s := range w.refused {
		seen[bare(s)] = true
	}
	for _, s := range hostileStrings() {
		if !seen[s+" "] {
			out = append(out, s)
		}
	}
	return out
}

// strings judges which of the hostile strings were taken: whatever is kept is
// visible, wherever it was written.
func (w *sweeper) strings(t *testing.T) {
	r := rig.Measure(t, "H5", "200 hostile strings, "+w.engine)
	taken, refused, hidden := map[string]bool{}, map[string]bool{}, 0
	for m, x := range w.wrote {
		if w.kinds[m] != hostileText {
			continue
		}
		taken[mark.ReplaceAllString(x.sent, "")] = true
		for _, c := range x.kept {
			if !unicode.IsGraphic(c) && c != '\n' && c != '\t' {
				hidden++
				t.Errorf("%s keeps %+q", x.field, x.kept)
			}
		}
	}
	for s := range w.refused {
		refused[mark.ReplaceAllString(s, "")] = true
	}
	unsent := w.unsent()
	for _, s := range unsent {
		t.Errorf("%+q was sent nowhere", s)
	}
	r.Saw("strings", len(hostileStrings()))
	r.Saw("strings taken somewhere", len(taken))
	r.Saw("strings refused somewhere", len(refused))
	r.None("strings sent nowhere", len(unsent))
	r.None("characters kept that nobody sees", hidden)
	// What no request could bring in may stand in books from elsewhere.
	broken := 0
	for _, lang := range []text.Lang{text.Vi, text.En} {
		for name, raw := range encoded(t, lang) {
			if _, err := (download{from: name, media: mediaOf[name], raw: raw}).cells(); err != nil {
				broken++
				t.Errorf("a report of raw strings cannot be opened: %v", err)
			}
		}
	}
	r.None("files of unfiltered strings that cannot be opened", broken)
}

var mediaOf = map[string]string{"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "application/zip"}

// encoded writes all strings, whether a request may bring them in or not, with
// the program's own writers of report files.
func encoded(t *testing.T, lang text.Lang) map[string][]byte {
	t.Helper()
	d := &encode.Document{Lang: lang, Title: "a\x0b&", About: "b\ufffe<", Author: "c\x1b", At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Checksum: "sha256:0", Chief: "report.sign.chief_bloc"}
	table := encode.Table{Key: "awards", Columns: []encode.Column{{Key: "row", Kind: encode.Ordinal, Width: 6}, {Key: "type", Width: 30}, {Key: "remark", Width: 20}}}
	for i, s := range hostileStrings() {
		d.Facts = append(d.Facts, encode.Fact{Key: "bloc", Value: s})
		table.Rows = append(table.Rows, []string{strconv.Itoa(i + 1), s, s})
	}
	d.Tables = []encode.Table{table}
	out := map[string][]byte{}
	for _, f := range encode.Formats() {
		if f.Name == "docx" || f.Name == "pdf" { // documents are written from a model of their own
			continue
		}
		var b bytes.Buffer
		if err := f.Write(&b, d); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		if mediaOf[f.Name] != "" {
			out[f.Name] = b.Bytes()
		} else if f.Name != "json" {
			t.Errorf("nobody opens reports in the form %s here", f.Name)
		}
	}
	return out
}

// officeOpens has an office program convert the exported files.
func officeOpens(t *testing.T, all []download) {
	r := rig.Measure(t, "H5", "LibreOffice")
	if _, err := exec.LookPath("soffice"); err != nil {
		r.NotRun("LibreOffice is not installed")
	}
	if !rig.Long() {
		r.NotRun("the office program is started in the long form only")
	}
	dir, files := t.TempDir(), map[string][]string{} // by what they become
	put := func(to, name string, raw []byte) {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		files[to] = append(files[to], name)
	}
	for lang, l := range map[string]text.Lang{"vi": text.Vi, "en": text.En} {
		put("ods", "raw-"+lang+".xlsx", encoded(t, l)["xlsx"])
	}
	for i, d := range all {
		switch {
		case strings.HasSuffix(d.media, ".document"):
			put("odt", fmt.Sprintf("document-%d.docx", i), d.raw)
		case strings.HasSuffix(d.media, ".sheet"):
			put("ods", fmt.Sprintf("report-%d.xlsx", i), d.raw)
		case d.media == "application/zip":
			if err := eachPart(d.raw, func(name string, b []byte) error {
				put("ods", fmt.Sprintf("table-%d-%s", i, strings.ReplaceAll(name, "/", "-")), b)
				return nil
			}); err != nil {
				t.Error(err)
			}
		}
	}
	opened, unopened := 0, 0
	for to, names := range files {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
		defer cancel()
		args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", to, "--outdir", filepath.Join(dir, to)}
		if out, err := exec.CommandContext(ctx, "soffice", append(args, names...)...).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
		for _, name := range names {
			opened++
			stem := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
			if info, err := os.Stat(filepath.Join(dir, to, stem+"."+to)); err != nil || info.Size() == 0 {
				unopened++
				t.Errorf("LibreOffice does not open %s (%v)", filepath.Base(name), err)
			}
		}
	}
	r.Saw("files", opened)
	r.None("files LibreOffice does not open", unopened)
}
