package encode

import (
	"bufio"
	"io"
	"strconv"
	"unicode/utf8"
)

// rowWriter writes the rows of a sheet as they stand in a workbook's file. The
// library's own writer makes a dozen values for each cell and keeps all of them
// aside; this one makes none.
type rowWriter struct {
	*bufio.Writer
	letters []string
	row     int    // begun last
	number0 []byte // of it
}

func newRowWriter(w io.Writer, columns int) *rowWriter {
	r := &rowWriter{Writer: bufio.NewWriterSize(w, 64<<10)}
	for i := range columns {
		r.letters = append(r.letters, Letter(i+1))
	}
	return r
}

func (r *rowWriter) str(s string) { _, _ = r.WriteString(s) } // the first failure stays

// begin begins the next row; 0 leaves its height to the program that shows it.
func (r *rowWriter) begin(height float64) {
	r.row++
	r.number0 = strconv.AppendInt(r.number0[:0], int64(r.row), 10)
	r.str(`<row r="`)
	_, _ = r.Write(r.number0)
	if height > 0 {
		r.str(`" ht="`)
		_, _ = r.Write(strconv.AppendFloat(r.AvailableBuffer(), height, 'f', -1, 64))
		r.str(`" customHeight="1`)
	}
	r.str(`">`)
}

func (r *rowWriter) end() { r.str("</row>") }

func (r *rowWriter) cell(column, style int) {
	r.str(`<c r="`)
	r.str(r.letters[column])
	_, _ = r.Write(r.number0)
	r.str(`" s="`)
	_, _ = r.Write(strconv.AppendInt(r.AvailableBuffer(), int64(style), 10))
}

// blank is a cell that holds nothing.
func (r *rowWriter) blank(column, style int) {
	r.cell(column, style)
	r.str(`"/>`)
}

// number is a number, the result of a formula where there is one.
func (r *rowWriter) number(column, style int, formula, value string) {
	r.cell(column, style)
	r.str(`">`)
	if formula != "" {
		r.str("<f>")
		r.escaped(formula)
		r.str("</f>")
	}
	r.str("<v>")
	r.str(value)
	r.str("</v></c>")
}

// text is text, whatever it begins with.
func (r *rowWriter) text(column, style int, s string) {
	r.cell(column, style)
	r.str(`" t="inlineStr"><is><t`)
	if s != "" && (s[0] <= ' ' || s[len(s)-1] <= ' ') { // else nobody trims it
		r.str(` xml:space="preserve"`)
	}
	r.str(">")
	r.escaped(s)
	r.str("</t></is></c>")
}

// escaped writes text so that it reads as it is: what looks like the escape of a
// character in a workbook (_x0041_) has its first sign escaped.
func (r *rowWriter) escaped(s string) {
	from := 0
	put := func(at, n int, as string) {
		r.str(s[from:at])
		r.str(as)
		from = at + n
	}
	for i := 0; i < len(s); {
		c := s[i]
		n := 1
		switch {
		case c == '&':
			put(i, 1, "&amp;")
		case c == '<':
			put(i, 1, "&lt;")
		case c == '>':
			put(i, 1, "&gt;")
		case c == '\r':
			put(i, 1, "&#xD;")
		case c == '_' && looksEscaped(s[i:]):
			put(i, 1, "_x005F_")
		case c < ' ' && c != '\t' && c != '\n':
			put(i, 1, "\uFFFD")
		case c >= utf8.RuneSelf:
			var x rune
			if x, n = utf8.DecodeRuneInString(s[i:]); x == utf8.RuneError && n == 1 || x == 0xFFFE || x == 0xFFFF {
				put(i, n, "\uFFFD")
			}
		}
		i += n
	}
	r.str(s[from:])
}

// looksEscaped holds for text that begins like the escape of a character.
func looksEscaped(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}
