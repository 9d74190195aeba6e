package report_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// parts unpacks an archive.
func parts(t *testing.T, b []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if _, twice := out[f.Name]; twice {
			t.Errorf("%s stands twice in the archive", f.Name)
		}
		out[f.Name] = content
	}
	return out
}

// cell is one cell as the file holds it.
type cell struct {
	Ref     string `xml:"r,attr"`
	Type    string `xml:"t,attr"`
	Style   int    `xml:"s,attr"`
	Formula string `xml:"f"`
	Value   string `xml:"v"`
	Inline  string `xml:"is>t"`
}

// text is what the cell shows of a text.
func (c cell) text() string {
	s := c.Value
	if c.Type == "inlineStr" {
		s = c.Inline
	}
	return escaped.ReplaceAllStringFunc(s, func(e string) string {
		n, _ := strconv.ParseInt(e[2:6], 16, 32)
		return string(rune(n))
	})
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// sheetXML is what is looked at of a sheet.
type sheetXML struct {
	Pane struct {
		State string `xml:"state,attr"`
	} `xml:"sheetViews>sheetView>pane"`
	Setup struct {
		Paper       string `xml:"paperSize,attr"`
		Orientation string `xml:"orientation,attr"`
		Wide        string `xml:"fitToWidth,attr"`
		Tall        string `xml:"fitToHeight,attr"`
	} `xml:"pageSetup"`
	Fit struct {
		On string `xml:"fitToPage,attr"`
	} `xml:"sheetPr>pageSetUpPr"`
	Filter struct {
		Ref string `xml:"ref,attr"`
	} `xml:"autoFilter"`
	Footer string `xml:"headerFooter>oddFooter"`
	Header string `xml:"headerFooter>oddHeader"`
	Rows   []struct {
		N     int     `xml:"r,attr"`
		High  float64 `xml:"ht,attr"`
		Cells []cell  `xml:"c"`
	} `xml:"sheetData>row"`
}

// workbook is a spreadsheet read without the library that wrote it.
type workbook struct {
	names  []string
	sheets map[string]sheetXML
	parts  map[string][]byte
}

func readWorkbook(t *testing.T, b []byte) *workbook {
	t.Helper()
	w := &workbook{sheets: map[string]sheetXML{}, parts: parts(t, b)}
	for name, content := range w.parts {
		d := xml.NewDecoder(bytes.NewReader(content))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s is not well-formed: %v", name, err)
			}
		}
	}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			Rel  string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		Rel []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	unmarshal(t, w.parts["xl/workbook.xml"], &book)
	unmarshal(t, w.parts["xl/_rels/workbook.xml.rels"], &rels)
	for _, s := range book.Sheets {
		for _, r := range rels.Rel {
			if r.ID == s.Rel {
				var x sheetXML
				unmarshal(t, w.parts[path.Join("xl", strings.TrimPrefix(r.Target, "/xl/"))], &x)
				w.names, w.sheets[s.Name] = append(w.names, s.Name), x
			}
		}
	}
	return w
}

func unmarshal(t *testing.T, b []byte, into any) {
	t.Helper()
	if err := xml.Unmarshal(b, into); err != nil {
		t.Fatal(err)
	}
}

// table reads the rows of a sheet below its head, by the words of the columns.
func (w *workbook) table(t *testing.T, sheet string) []map[string]cell {
	t.Helper()
	x, ok := w.sheets[sheet]
	if !ok {
		t.Fatalf("there is no sheet %q among %v", sheet, w.names)
	}
	heads := map[string]string{}
	var out []map[string]cell
	for _, r := range x.Rows {
		row := map[string]cell{}
		for _, c := range r.Cells {
			column := strings.TrimRight(c.Ref, "0123456789")
			if r.N == 3 {
				heads[column] = c.text()
			} else if r.N > 3 {
				row[heads[column]] = c
			}
		}
		if r.N > 3 {
			out = append(out, row)
		}
	}
	return out
}

// number is a numeric cell's value; nil for an empty one. Text is a failure.
func number(t *testing.T, c cell) any {
	t.Helper()
	if c.Type == "inlineStr" || c.Type == "str" || c.Type == "s" {
		if c.text() != "" {
			t.Errorf("%s holds the text %q, want a number", c.Ref, c.text())
		}
		return nil
	}
	if c.Value == "" {
		return nil
	}
	n, err := strconv.ParseFloat(c.Value, 64)
	if err != nil {
		t.Errorf("%s holds %q", c.Ref, c.Value)
	}
	return n
}

// readCSV reads one file of the set by the names in its head.
func readCSV(t *testing.T, b []byte, comma rune) []map[string]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(b))
	r.Comma = comma
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, l := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = l[i]
		}
		out = append(out, row)
	}
	return out
}

func show(v any) string {
	if v == nil {
		return ""
	}
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}
