package encode

import (
	"regexp"
	"strings"
	"unicode/utf16"
)

// cellLimit is how much one cell takes, in UTF-16 units, as Excel counts; a
// little less than its 32 767, for the escapes of literal.
const cellLimit = 32000

// escapeLike is text that a spreadsheet would read as one escaped character.
var escapeLike = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// literal is text as a cell must hold it to be shown as it is (ECMA-376 part 1,
// 22.9.2.19 ST_Xstring).
func literal(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escapeLike.ReplaceAllString(s, "_x005F_$1")
}

// pieces cuts text into what single cells can hold; nothing is lost.
func pieces(s string) []string {
	if len(s) <= cellLimit/8 { // even if every byte were escaped
		return []string{s}
	}
	var out []string
	start, n := 0, 0
	for i, r := range s {
		size := utf16.RuneLen(r)
		if r == '_' {
			size = 7
		}
		if n+size > cellLimit {
			out, start, n = append(out, s[start:i]), i, 0
		}
		n += size
	}
	return append(out, s[start:])
}

// lines is how many rows a row takes.
func lines(row []string) int {
	n := 1
	for _, v := range row {
		n = max(n, len(pieces(v)))
	}
	return n
}

func piece(v string, part int) string {
	if p := pieces(v); part < len(p) {
		return p[part]
	}
	return ""
}

// continued counts the texts that go on in rows of their own.
func (b *book) continued() int {
	n := 0
	for _, t := range b.d.Tables {
		for _, r := range t.Rows {
			for _, v := range r {
				if len(pieces(v)) > 1 {
					n++
				}
			}
		}
	}
	return n
}

// digits counts the significant digits of a plain decimal.
func digits(v string) int {
	return len(strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(v), "0"))
}
