package encode

import (
	"math"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
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
	if short(s, width) {
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
	wide := math.Max(width/bold, 1)
	for _, r := range text {
		m.add(r, wide)
	}
	return float64(max(m.lines, 1))*lineHigh + 4
}

// physical is one row of a sheet; the first part of a row of the table, or what
// is left over of it.
type physical struct {
	cells []string // as people read them
	row   []string // of the table; nil for what is left over
}

// lay writes a row of a table as it stands on the sheet; what does not fit comes
// back by column.
func (s *speaker) lay(t Table, row []string, into *physical) (rest [][]string) {
	into.row = row
	for i, c := range t.Columns {
		into.cells[i] = ""
		if c.Kind != Text && c.Kind != Words && c.Kind != Dates {
			if _, is := numeric(c, row[i]); is {
				continue
			}
		}
		into.cells[i] = s.shown(c, row, row[i])
		if !c.goesOn() {
			continue
		}
		if cut := pieces(into.cells[i], c.Width); len(cut) > 1 {
			if rest == nil {
				rest = make([][]string, len(t.Columns))
			}
			into.cells[i], rest[i] = cut[0], cut[1:]
		}
	}
	return rest
}

// goesOn holds for a column whose texts may be too long for a cell.
func (c Column) goesOn() bool { return c.Kind == Text || c.Kind == Dates }

// survey counts the rows a table takes on its sheet, and its texts that go on in
// rows below.
func (s *speaker) survey(t Table) (rows, continued int, err error) {
	for row, err := range t.all() {
		if err != nil {
			return 0, 0, err
		}
		most := 1
		for i, c := range t.Columns {
			if !c.goesOn() || short(row[i], c.Width) {
				continue
			}
			if n := len(pieces(s.shown(c, row, row[i]), c.Width)); n > 1 {
				most, continued = max(most, n), continued+1
			}
		}
		rows += most
	}
	return rows, continued, nil
}

// short holds for a text that a cell holds and shows for sure.
func short(s string, width float64) bool {
	return len(s) < cellLimit && float64(len(s)) < width*tallest/2 && strings.Count(s, "\n") < tallest/2
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
		if x := p.cells[i]; float64(len(x)) > c.Width && float64(utf8.RuneCountInString(x)) > c.Width || strings.Contains(x, "\n") { // else one line will do
			h = max(h, height(p.cells[i], c.Width, 0.94))
		}
	}
	return min(h, 409)
}

// digits counts the significant digits of a plain decimal.
func digits(v string) int {
	return len(strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(v), "0"))
}
