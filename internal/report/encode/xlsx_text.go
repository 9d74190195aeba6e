package encode

import (
	"math"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// cellLimit is how much one cell takes, in UTF-16 units, as Excel counts; its
// 32 767 and a little room. tallest is how many
// lines its highest row (409 points) shows; what is beyond would be cut in
// print.
const (
	cellLimit = 32000
	tallest   = 23
	lineHigh  = 17.0 // points
)

// pieces cuts text into what single cells can hold and show in a column so
// wide, after a space where there is one; put together again they are the text.
func pieces(s string, width float64) []string {
	if len(s) < cellLimit && float64(len(s)) < width*tallest/2 && strings.Count(s, "\n") < tallest/2 {
		return []string{s}
	}
	var out []string
	m, start, space := measured{}, 0, 0
	for i, r := range s {
		if m.add(r, width); m.units > cellLimit || m.lines > tallest {
			if space <= start {
				space = i
			}
			out = append(out, s[start:space])
			start, m = space, measured{}
			for _, r := range s[start : i+utf8.RuneLen(r)] {
				m.add(r, width)
			}
		}
		if r == ' ' || r == '\n' {
			space = i + 1
		}
	}
	return append(out, s[start:])
}

// measured follows text through a column: the lines it takes, and its units.
type measured struct {
	lines, units int
	at, word     float64
}

func (m *measured) add(r rune, width float64) {
	m.units += utf16.RuneLen(r)
	m.lines = max(m.lines, 1)
	switch {
	case r == '\n':
		m.lines, m.at, m.word = m.lines+1, 0, 0
	case r == ' ':
		m.at, m.word = m.at+1, 0
	default:
		m.at, m.word = m.at+1, m.word+1
		if m.at > width {
			m.lines++
			if m.at = m.word; m.at > width {
				m.at, m.word = 1, 1
			}
		}
	}
}

// height is what text needs in a column so wide, in points: programs do not
// compute it for rows they did not write. Letters are wider than a digit by
// the factor bold.
func height(text string, width, bold float64) float64 {
	var m measured
	for _, r := range text {
		m.add(r, math.Max(width/bold, 1))
	}
	return float64(max(m.lines, 1))*lineHigh + 4
}

// physical is one row of a sheet; the first part of a row of the table, or what
// is left over of it.
type physical struct {
	cells []string // as people read them
	row   []string // of the table; nil for what is left over
}

// lay writes a table's rows as they stand on the sheet, and counts texts that
// go on in rows below.
func (s *speaker) lay(t Table) (out []physical, continued int) {
	out = make([]physical, 0, len(t.Rows))
	for _, r := range t.Rows {
		p := physical{make([]string, len(t.Columns)), r}
		var rest [][]string // what does not fit, by column
		for i, c := range t.Columns {
			p.cells[i] = s.shown(c, r, r[i])
			if c.Kind != Text && c.Kind != Dates {
				continue
			}
			if cut := pieces(p.cells[i], c.Width); len(cut) > 1 {
				if rest == nil {
					rest = make([][]string, len(t.Columns))
				}
				p.cells[i], rest[i], continued = cut[0], cut[1:], continued+1
			}
		}
		out = append(out, p)
		out = append(out, leftOver(rest)...)
	}
	return out, continued
}

// leftOver are the rows below a row that take what did not fit in it.
func leftOver(rest [][]string) (out []physical) {
	n := 0
	for _, cut := range rest {
		n = max(n, len(cut))
	}
	for at := range n {
		p := physical{cells: make([]string, len(rest))}
		for i, cut := range rest {
			if at < len(cut) {
				p.cells[i] = cut[at]
			}
		}
		out = append(out, p)
	}
	return out
}

// high is the height of a row.
func (p physical) high(columns []Column) float64 {
	h := height("", 1, 1)
	for i, c := range columns {
		if float64(len(p.cells[i])) > c.Width || strings.Contains(p.cells[i], "\n") { // else one line will do
			h = max(h, height(p.cells[i], c.Width, 0.94))
		}
	}
	return min(h, 409)
}

// digits counts the significant digits of a plain decimal.
func digits(v string) int {
	return len(strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(v), "0"))
}

// half looks like a workbook's escape of half a character. The library, which
// writes the others so that they are read as text, leaves these out.
var half = regexp.MustCompile(`_x[dD][89a-fA-F][0-9a-fA-F]{2}_`)

// literal is text as the value of a cell that reads as it was written. What looks
// like the escape of half a character is parted behind its first sign.
func literal(s string) any {
	var runs []excelize.RichTextRun
	for at := half.FindStringIndex(s); at != nil; at = half.FindStringIndex(s) {
		runs, s = append(runs, excelize.RichTextRun{Text: s[:at[0]+1]}), s[at[0]+1:]
	}
	if runs == nil {
		return s
	}
	return append(runs, excelize.RichTextRun{Text: s})
}
