package content_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"os/exec"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/app/apptest"
)

// The ways a text leaves the program.
const (
	listCSV  = "CSV of a list"      // for programs, as stored
	machine  = "machine CSV"        // of a report, for programs, as stored
	document = "document"           // for Word
	office   = "office CSV"         // of a report, opened with a double click
	sheet    = "cell of a workbook" // of a report
)

// cell is one cell of something exported.
type cell struct {
	from, kind, text string
	typed            string // of a workbook: the type of the cell
	formula          string
}

// download is one exported file.
type download struct {
	from  string
	media string
	raw   []byte
	head  map[string][]string
}

// downloads fetches everything the program exports, in both languages: the lists
// from the top and below every record that was written to, and all forms of all
// reports.
func (b *book) downloads() (out []download) {
	b.t.Helper()
	get := func(path string, headers ...string) {
		a := b.c.Get(path, headers...).Must(200)
		media, _, _ := strings.Cut(a.Header.Get("Content-Type"), ";")
		out = append(out, download{path, media, a.Raw, a.Header})
	}
	exports := b.k.exports()
	for _, op := range b.k.ops {
		for _, media := range exports[op] {
			if media == "text/csv" {
				for _, path := range b.instances(op.path) {
					get(path, "Accept", media)
				}
				continue
			}
			forms := 0
			for _, p := range op.Parameters {
				if p.In == "query" && p.Name == "format" {
					for _, form := range p.Schema.Enum {
						forms++
						if media == exports[op][0] { // each form once
							get(b.ofReport(op.path)+"?lang=vi&format="+form.(string), "Accept", "*/*")
							get(b.ofReport(op.path)+"?lang=en&format="+form.(string), "Accept", "*/*")
						}
					}
				}
			}
			if forms == 0 {
				b.t.Errorf("%s answers with %s and has no format: say here how to ask for it", op.OperationID, media)
			}
		}
	}
	return out
}

// ofReport is the address of a report of what everything was written to.
func (b *book) ofReport(path string) string {
	b.t.Helper()
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	of := map[string]string{"terms": "term", "agreements": "agreement", "decisions": "decision", "units": "unit", "blocs": "bloc", "registrations": "registration", "score-tables": "score_table", "votes": "vote", "rankings": "ranking", "issued-reports": "issued_report"}[first]
	switch {
	case b.ids[of] != "":
	case of == "decision":
		b.ids[of] = b.make("/decisions", object{"bloc_id": b.ids["bloc"], "kind": "award", "number": b.tag(), "issued_on": "2021-12-01", "authority_id": b.ids["organizer"], "status": "draft"})
	case of == "registration":
		term := b.newTerm()
		b.make("/terms/"+term+"/members", object{"unit_id": b.ids["unit"]})
		b.ids[of] = b.make("/registrations", object{"term_id": term, "unit_id": b.ids["unit"], "commitments": []object{{"text": "Chỉ tiêu"}}})
	case of == "score_table":
		b.ids[of] = b.make("/score-tables", object{"term_id": b.newTerm(), "title": "Bảng điểm", "criteria": []object{{"code": "1", "text": "Tiêu chí", "kind": "manual", "max": 1}}})
	case of == "vote":
		b.ids[of] = b.make("/votes", object{"term_id": b.newTerm(), "title": "Bỏ phiếu"})
	case of == "ranking":
		b.ids[of] = b.make("/rankings", object{"term_id": b.newTerm(), "origin": "stated", "rows": []object{{"unit_as_written": "Đơn vị", "rank": 1}}})
	case of == "issued_report":
		b.ids[of] = b.make("/issued-reports", object{"kind": "annual", "subject_id": b.ids["term"]})
	default:
		b.t.Fatalf("%s is a report of something that is not known here: say of what", path)
	}
	return strings.Replace(path, "{id}", b.ids[of], 1)
}

// instances are the addresses a path of a list stands for.
func (b *book) instances(path string) (out []string) {
	if !strings.Contains(path, "{id}") {
		return []string{path}
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	for _, p := range slices.Sorted(maps.Keys(b.below)) {
		if c, id, _ := strings.Cut(p, " "); c == first {
			out = append(out, strings.Replace(path, "{id}", id, 1))
		}
	}
	if len(out) == 0 && len(b.wrote) > 0 {
		b.t.Errorf("%s is of a record nothing was written to", path)
	}
	return out
}

// cells reads every cell of an exported file. A form nobody reads here fails the
// test.
func (d download) cells() (out []cell, err error) {
	switch {
	case d.media == "application/json":
		return nil, nil
	case d.media == "application/pdf": // its text is broken into lines: that it can be read is all that is asked here
		return nil, readPDF(d.raw)
	case strings.HasSuffix(d.media, ".document"):
		return readDocument(d.from, d.raw)
	case d.media == "text/csv":
		return readCSV(d.from, listCSV, ',', d.raw)
	case strings.HasSuffix(d.media, ".sheet"):
		return readWorkbook(d.from, d.raw)
	case d.media == "application/zip":
		err := eachPart(d.raw, func(name string, b []byte) error {
			kind, comma := machine, ','
			if !strings.HasPrefix(name, "machine/") {
				kind, comma = office, ';'
			}
			c, err := readCSV(d.from+" "+name, kind, comma, b)
			out = append(out, c...)
			return err
		})
		return out, err
	}
	return nil, errors.New(d.from + ": nobody reads " + d.media + " here: write how")
}

func readPDF(raw []byte) error {
	cmd := exec.Command("pdftotext", "-", "-")
	cmd.Stdin = bytes.NewReader(raw)
	out, err := cmd.CombinedOutput()
	if err == nil && len(out) == 0 {
		err = errors.New("no text")
	}
	return err
}

// readDocument reads the paragraphs of a DOCX file; every part must be XML.
func readDocument(from string, raw []byte) (out []cell, err error) {
	err = eachPart(raw, func(name string, b []byte) error {
		if strings.HasSuffix(name, ".png") {
			return nil
		}
		text, inText := "", false
		for d := xml.NewDecoder(bytes.NewReader(b)); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			switch x := token.(type) {
			case xml.StartElement:
				if inText = x.Name.Local == "t"; x.Name.Local == "br" {
					text += "\n"
				}
			case xml.EndElement:
				if inText = false; x.Name.Local == "p" {
					out, text = append(out, cell{from: from, kind: document, text: text}), ""
				}
			case xml.CharData:
				if inText {
					text += string(x)
				}
			}
		}
	})
	return out, err
}

func readCSV(from, kind string, comma rune, b []byte) (out []cell, err error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	r.Comma, r.FieldsPerRecord = comma, -1
	rows, err := r.ReadAll()
	for _, row := range rows {
		for _, text := range row {
			out = append(out, cell{from: from, kind: kind, text: text})
		}
	}
	return out, err
}

func eachPart(raw []byte, read func(name string, b []byte) error) error {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return err
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		b, err := io.ReadAll(r)
		if err == nil {
			err = read(f.Name, b)
		}
		if err != nil {
			return errors.Join(errors.New(f.Name), err)
		}
	}
	return nil
}

// xlsxCell is a cell as it stands in a sheet.
type xlsxCell struct {
	Type    string   `xml:"t,attr"`
	Formula string   `xml:"f"`
	Value   string   `xml:"v"`
	Inline  string   `xml:"is>t"`
	Parts   []string `xml:"is>r>t"`
}

// readWorkbook reads the cells as they are written, and opens the workbook with a
// library as well.
func readWorkbook(from string, raw []byte) (out []cell, err error) {
	err = eachPart(raw, func(name string, b []byte) error {
		sheetPart := strings.HasPrefix(name, "xl/worksheets/sheet")
		for x := xml.NewDecoder(bytes.NewReader(b)); ; {
			tok, err := x.Token()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if e, ok := tok.(xml.StartElement); ok && sheetPart && e.Name.Local == "c" {
				var c xlsxCell
				if err := x.DecodeElement(&c, &e); err != nil {
					return err
				}
				text := c.Value
				if c.Type == "inlineStr" {
					text = unescape(c.Inline)
					for _, p := range c.Parts {
						text += unescape(p)
					}
				}
				out = append(out, cell{from + " " + name, sheet, text, c.Type, c.Formula})
			}
		}
	})
	if err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		if _, err := f.GetRows(name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

var escaped = regexp.MustCompile(`_x005F_`)

// unescape undoes how workbooks write text that looks like one of their escapes.
func unescape(s string) string { return escaped.ReplaceAllString(s, "_") }

// holds reports whether a cell shows a text: as it is kept, among others or, where
// it was too long for a cell, its end.
func (c cell) holds(want string) bool {
	text := strings.ReplaceAll(c.text, "\r\n", "\n")
	var inside any
	switch c.kind {
	case listCSV, machine:
		if text == want {
			return true
		}
		if json.Unmarshal([]byte(text), &inside) == nil {
			return hasText(inside, want)
		}
		return c.kind == machine && strings.Contains(text, want)
	}
	if strings.Contains(text, want) || c.kind == document && strings.Contains(text, strings.ToUpper(want)) { // heads stand in capitals
		return true
	}
	for i := range want { // begun in the cell above
		if strings.HasPrefix(text, want[i:]) {
			return mark.MatchString(want[i:])
		}
	}
	return false
}

func hasText(v any, want string) bool {
	switch v := v.(type) {
	case string:
		return v == want
	case []any:
		return slices.ContainsFunc(v, func(v any) bool { return hasText(v, want) })
	case map[string]any:
		for _, e := range v {
			if hasText(e, want) {
				return true
			}
		}
	}
	return false
}

// told walks the texts of an answer and reports those that are not as they are to
// be kept.
func (b *book) told(a *apptest.Answer) (wrong int) {
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			if w := b.wrote[mark.FindString(v)]; w != nil && v != w.kept {
				wrong++
				b.t.Errorf("%s: %+q came back as %+q", w.field, w.sent, v)
			}
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(a.Body)
	return wrong
}
