package encode

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// CSV writes a zip of every table twice: machine/ for programs (UTF-8, comma,
// LF, field names of the API, ISO dates, codes), alike in every language; and
// van-phong/ or office/ for an office (byte order mark, semicolon, CRLF, names
// and words in its language, dates and decimals as people write them, text that
// a spreadsheet would run as a formula behind an apostrophe).
func CSV(w io.Writer, d *Document) error {
	z := zip.NewWriter(w)
	say := newSpeaker(d.Lang)
	for _, v := range []voice{machine{}, office{say}} {
		if err := facts(z, d, v); err != nil {
			return err
		}
		for _, t := range d.Tables {
			if err := v.table(z, d.At, t); err != nil {
				return err
			}
		}
	}
	return z.Close()
}

// voice is a way to write tables.
type voice interface {
	table(z *zip.Writer, at time.Time, t Table) error
	facts(d *Document) [][]string
	open(z *zip.Writer, at time.Time, key string) (lines, error)
}

// lines writes a table line by line; Error tells after Flush what went wrong.
type lines interface {
	Write(line []string) error
	Flush()
	Error() error
}

// facts tells in both folders what must be known of the set.
func facts(z *zip.Writer, d *Document, v voice) error {
	c, err := v.open(z, d.At, "info")
	if err != nil {
		return err
	}
	for _, line := range v.facts(d) {
		if err := c.Write(line); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func create(z *zip.Writer, at time.Time, name string) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at.UTC()})
}

type machine struct{}

func (machine) open(z *zip.Writer, at time.Time, key string) (lines, error) {
	w, err := create(z, at, "machine/"+key+".csv")
	return csv.NewWriter(w), err
}

func (machine) facts(d *Document) (out [][]string) {
	for _, f := range d.Facts {
		out = append(out, []string{f.Key, f.Value})
	}
	return out
}

func (m machine) table(z *zip.Writer, at time.Time, t Table) error {
	c, err := m.open(z, at, t.Key)
	if err != nil {
		return err
	}
	return t.machine(c)
}

// machine writes a table as programs read it.
func (t Table) machine(c lines) error {
	head := make([]string, len(t.Columns))
	for i, col := range t.Columns {
		head[i] = col.Key
	}
	if err := c.Write(head); err != nil {
		return err
	}
	for row, err := range t.all() {
		if err != nil {
			return err
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// Sum is the SHA-256 of a table as it stands in machine/, so that anybody who has
// that file can compute it.
func Sum(t Table) (string, error) {
	h := sha256.New()
	err := t.machine(csv.NewWriter(h))
	return "sha256:" + hex.EncodeToString(h.Sum(nil)), err
}

type office struct{ *speaker }

func (o office) open(z *zip.Writer, at time.Time, key string) (lines, error) {
	w, err := create(z, at, o.say("report.folder.office", nil)+"/"+Slug(o.sheet(key))+".csv")
	if err != nil {
		return nil, err
	}
	_, err = io.WriteString(w, "\ufeff")
	return officeLines{bufio.NewWriter(w)}, err
}

// officeLines writes semicolons and CRLF. Whatever any program may take for a
// separator is in quotes, not only our own: opened with another separator, the
// middle of a text would otherwise become a cell of its own, where no apostrophe
// guards it.
type officeLines struct{ *bufio.Writer }

func (l officeLines) Write(line []string) error {
	for i, cell := range line {
		if i > 0 {
			_ = l.WriteByte(';')
		}
		if strings.ContainsAny(cell, ",;\t\"\r\n") || strings.HasPrefix(cell, " ") {
			cell = strings.ReplaceAll(strings.ReplaceAll(cell, "\r\n", "\n"), "\n", "\r\n")
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		_, _ = l.WriteString(cell)
	}
	_, err := l.WriteString("\r\n") // the first failure stays
	return err
}

func (l officeLines) Flush() { _ = l.Writer.Flush() }

func (l officeLines) Error() error { return l.Writer.Flush() }

func (o office) facts(d *Document) (out [][]string) {
	for _, f := range d.Facts {
		out = append(out, []string{o.say("report.info."+f.Key, nil), guard(f.Kind, o.fact(f))})
	}
	for _, n := range o.notes(d.Tables) {
		out = append(out, []string{o.say("report.info.note", nil), n})
	}
	return out
}

func (o office) table(z *zip.Writer, at time.Time, t Table) error {
	c, err := o.open(z, at, t.Key)
	if err != nil {
		return err
	}
	line := make([]string, len(t.Columns))
	for i, col := range t.Columns {
		line[i] = o.header(col)
	}
	if err := c.Write(line); err != nil {
		return err
	}
	for row, err := range t.all() {
		if err != nil {
			return err
		}
		for i, col := range t.Columns {
			line[i] = guard(col.Kind, o.shown(col, row, row[i]))
		}
		if err := c.Write(line); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// guard goes by the kind of the column, not by the look of the value: -5 is a
// number in a column of numbers.
func guard(kind Kind, shown string) string {
	if kind == Text && runs(shown) {
		return "'" + shown
	}
	return shown
}

// runs reports text a spreadsheet may take for a formula: its first character
// after spaces is one that starts formulas, or the full-width form of one.
// Public source: OWASP, CSV Injection.
func runs(s string) bool {
	s = strings.TrimLeft(s, " \u00a0\u3000")
	first, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first)
}
