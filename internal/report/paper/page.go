package paper

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"codeberg.org/go-fonts/liberation/liberationserifbold"
	"codeberg.org/go-fonts/liberation/liberationserifbolditalic"
	"codeberg.org/go-fonts/liberation/liberationserifitalic"
	"codeberg.org/go-fonts/liberation/liberationserifregular"
	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/text/unicode/norm"

	"rsc.io/qr"

	"giaouoc/internal/text"
)

// What both writers agree on. Lengths are millimetres, sizes points.
const (
	signedAbreast = 3  // who sign together stand in rows of so many
	handRoom      = 22 // for a signature and a stamp
	betweenSigned = 10 // points between those rows
	qrSide        = 24
	traceSize     = 9
	noteSize      = 11
	tableTitle    = 13
	cellSide      = 1.5
	cellTop       = 0.6
	point         = 25.4 / 72
	single        = 1.15 // the height of a line of Times by its size
)

// page is a sheet of A4 as it lies.
type page struct {
	width, height float64
	Margins
}

func upright(l *Layout) page { return page{210, 297, l.Margins} }

// turned lies on its side when it is wide: the edge that is bound is then above.
func turned(l *Layout, wide bool) page {
	if !wide {
		return upright(l)
	}
	m := l.Margins
	return page{297, 210, Margins{Top: m.Left, Bottom: m.Right, Left: m.Bottom, Right: m.Top}}
}

// inner is the width between the margins.
func (p page) inner() float64 { return p.width - p.Left - p.Right }

// bottom is where the text must end.
func (p page) bottom() float64 { return p.height - p.Margins.Bottom }

// headWidths are those of the two sides of the head: fixed words, such as the name
// of the nation, stand in one line.
func (d *Document) headWidths(p page, m *meter) []float64 {
	right := p.inner() / 2
	for _, l := range d.Layout.Right {
		if l.Slot == "" {
			right = max(right, m.measure(l.cased(d.say(l.Words)), l.Style)+2)
		}
	}
	return []float64{p.inner() - right, right}
}

func equal(width float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = width / float64(n)
	}
	return out
}

func sum(all []float64) (s float64) {
	for _, x := range all {
		s += x
	}
	return s
}

// longWord is from where on a word may be broken: a date never is.
const longWord = 30.0

// widths are those of the columns of a table: by their weights, but none so narrow
// that a word would be broken while there is room elsewhere.
func (t Table) widths(inner float64, m *meter) []float64 {
	out, least := make([]float64, len(t.Columns)), make([]float64, len(t.Columns))
	for i := range t.Columns {
		for word := range t.words(i) {
			if w := m.measure(word, Style{Size: t.size(), Bold: true}); w <= longWord {
				least[i] = max(least[i], w+2*cellSide+.5)
			}
		}
	}
	if sum(least) >= inner {
		least = make([]float64, len(t.Columns))
	}
	left, weights := inner, 0.0
	for _, c := range t.Columns {
		weights += c.Weight
	}
	for again := true; again; {
		again = false
		for i, c := range t.Columns {
			if out[i] == 0 && left*c.Weight/weights < least[i] {
				out[i], again = least[i], true
				left, weights = left-least[i], weights-c.Weight
			}
		}
	}
	for i, c := range t.Columns {
		if out[i] == 0 {
			out[i] = left * c.Weight / weights
		}
	}
	return out
}

// manyWords is how many different words of a column are measured: the widest of
// more will hardly be wider.
const manyWords = 5000

// words are the different words of a column, each once.
func (t Table) words(column int) iter.Seq[string] {
	return func(yield func(string) bool) {
		seen := map[string]bool{}
		take := func(text string) bool {
			for word := range strings.FieldsSeq(text) {
				if seen[word] {
					continue
				}
				seen[word] = true
				if len(seen) > manyWords || !yield(word) {
					return false
				}
			}
			return true
		}
		if !take(t.Columns[column].Title) {
			return
		}
		for _, r := range t.Rows {
			if !r.Group && !take(r.Cells[column]) {
				return
			}
		}
	}
}

// size is that of a table's text: the more columns, the smaller.
func (t Table) size() float64 {
	switch n := len(t.Columns); {
	case n <= 5:
		return 13
	case n <= 8:
		return 12
	case n <= 11:
		return 11
	}
	return 10
}

func (d *Document) say(key string) string { return text.Of(d.Lang, key, nil) }

// left is the left side of the head, with word of a draft below it.
func (d *Document) left() []styled {
	all := d.head(d.Layout.Left)
	if d.Draft {
		all = append(all, styled{Style{Size: 13, Bold: true}, d.say("report.draft")})
	}
	return all
}

// signedAbove are the lines over the room for the hand of who signs.
func (d *Document) signedAbove(s Signatory) (out []styled) {
	for _, line := range []styled{{d.Layout.Behalf, s.Behalf}, {d.Layout.Position, s.Position}} {
		if line.text != "" {
			out = append(out, styled{line.Style, line.cased(line.text)})
		}
	}
	return out
}

// signedBelow are the lines under it.
func (d *Document) signedBelow(s Signatory) []styled {
	out := []styled{{d.Layout.Signer, s.Name}}
	if s.Note != "" {
		out = append(out, styled{Style{Size: noteSize, Italic: true}, s.Note})
	}
	return out
}

// body is the text with the mark that closes it behind its last sentence; where
// that is still to be written the mark is, too.
func (d *Document) body() []Block {
	out := slices.Clone(d.Body)
	if len(out) == 0 {
		return out
	}
	switch last := out[len(out)-1].(type) {
	case Para:
		last.Text = d.Layout.closed(last.Text)
		out[len(out)-1] = last
	case Item:
		last.Text = d.Layout.closed(last.Text)
		out[len(out)-1] = last
	}
	return out
}

func (l *Layout) closed(sentence string) string {
	if said, ended := strings.CutSuffix(sentence, "."); ended {
		return said + l.End
	}
	return sentence
}

// addressed is a line of "Kính gửi"; several stand below it with a hyphen.
func (d *Document) addressed(i int, to string) string {
	switch {
	case len(d.To) == 1:
		return d.say("paper.to") + " " + to
	case i == 0:
		return d.say("paper.to") + "\n- " + to
	}
	return "- " + to
}

// recipients are the lines under "Nơi nhận", the archive last.
func (d *Document) recipients() (out []string) {
	for _, r := range d.Recipients {
		out = append(out, "- "+strings.TrimRight(r, " .,;")+d.Layout.RecipientEnd)
	}
	if len(out) > 0 {
		out = append(out, "- "+d.say(d.Layout.Archive))
	}
	return out
}

// locale is a language as documents name it.
func locale(l text.Lang) string {
	if l == text.Vi {
		return "vi-VN"
	}
	return "en-GB"
}

// meter measures text in the font that PDF embeds; Times New Roman has the same
// widths.
type meter struct{ pdf *fpdf.Fpdf }

const face = "serif"

func newMeter() *meter {
	f := fpdf.New("P", "mm", "A4", "")
	for style, data := range map[string][]byte{"": liberationserifregular.TTF, "B": liberationserifbold.TTF, "I": liberationserifitalic.TTF, "BI": liberationserifbolditalic.TTF} {
		f.AddUTF8FontFromBytes(face, style, data)
	}
	return &meter{f}
}

func (m *meter) err() error { return m.pdf.Error() }

// font makes a style the one that is measured and written.
func (m *meter) font(s Style) {
	style := ""
	for _, k := range []struct {
		on   bool
		name string
	}{{s.Bold, "B"}, {s.Italic, "I"}, {s.Underline, "U"}} {
		if k.on {
			style += k.name
		}
	}
	m.pdf.SetFont(face, style, s.Size)
}

// measure is the width of a text in one line.
func (m *meter) measure(t string, s Style) float64 {
	m.font(s)
	return m.pdf.GetStringWidth(plane(t))
}

// broken are the lines a text takes in a width, the first of them shorter by an
// indent. Words that are too long for a line are broken anywhere.
func (m *meter) broken(t string, s Style, width, indent float64) (out []string) {
	m.font(s)
	room := width - indent
	for _, part := range strings.Split(plane(t), "\n") {
		line := ""
		for word := range strings.SplitSeq(part, " ") { // a hard space keeps words together
			if word == "" {
				continue
			}
			longer := word
			if line != "" {
				longer = line + " " + word
			}
			if m.pdf.GetStringWidth(longer) <= room {
				line = longer
				continue
			}
			if line != "" {
				out, room = append(out, line), width
			}
			for line = word; m.pdf.GetStringWidth(line) > room; room = width {
				n := m.fits(line, room)
				out, line = append(out, line[:n]), line[n:]
			}
		}
		out, room = append(out, line), width
	}
	return out
}

// fits is how many bytes of a word have room, one letter at least.
func (m *meter) fits(word string, room float64) int {
	last := 0
	for i := range word {
		if i > 0 && m.pdf.GetStringWidth(word[:i]) > room && last > 0 {
			return last
		}
		if i > 0 {
			last = i
		}
	}
	return max(last, 1)
}

func lineHeight(size float64) float64 { return size * single * point }

// takes is the height that lines of text need in a width.
func (m *meter) takes(lines []styled, width float64) (h float64) {
	for _, line := range lines {
		h += lineHeight(line.Size) * float64(len(m.broken(line.text, line.Style, width, 0)))
	}
	return h
}

// plane is a text as the library can set it: composed, and with the numbers of
// characters that lie beyond the first 65 536 in their place, since it holds the
// widths of no others.
func plane(t string) string {
	t = norm.NFC.String(t)
	if !strings.ContainsFunc(t, func(r rune) bool { return r > 0xffff }) {
		return t
	}
	var b strings.Builder
	for _, r := range t {
		if r > 0xffff {
			fmt.Fprintf(&b, "[U+%X]", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// qr is a picture that leads to an address.
func (m *meter) qr(link string) ([]byte, error) {
	code, err := qr.Encode(link, qr.M)
	if err != nil {
		return nil, err
	}
	code.Scale = 6
	return code.PNG(), nil
}
