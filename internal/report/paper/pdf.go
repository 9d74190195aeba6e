package paper

import (
	"bytes"
	"io"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/text/unicode/norm"
)

// PDF writes the document as it is printed: fonts embedded, text that can be
// searched and copied, bookmarks at headings and appendices.
func PDF(w io.Writer, d *Document) error {
	p := &sheet{d: d, meter: newMeter(), page: turned(d.Layout, d.Landscape)}
	p.pdf.SetTitle(norm.NFC.String(d.Name), true)
	p.pdf.SetAuthor(norm.NFC.String(d.Author), true)
	p.pdf.SetProducer("Giaouoc", true)
	p.pdf.SetLang(locale(d.Lang))
	p.pdf.SetCreationDate(d.At.UTC())
	p.pdf.SetModificationDate(d.At.UTC())
	p.pdf.SetCatalogSort(true)
	p.pdf.SetAutoPageBreak(false, 0)
	p.pdf.SetCellMargin(0)
	p.pdf.SetLineWidth(.2)
	p.turn()
	p.head()
	p.opening()
	p.blocks(d.body())
	p.ending()
	for _, a := range d.Appendices {
		p.page = turned(d.Layout, a.Landscape)
		p.turn()
		p.bookmark(a.Title, 0)
		p.text(a.Title, d.Layout.Title, p.Left, p.inner(), Center)
		p.y += 3
		p.blocks(a.Body)
	}
	p.trace()
	if err := p.err(); err != nil {
		return err
	}
	return p.pdf.Output(w)
}

// sheet is the page that is being written, and where on it.
type sheet struct {
	*meter
	page
	d       *Document
	y       float64
	numbers counter
}

// turn begins a page; all but the first bear a number.
func (p *sheet) turn() {
	orientation := "P"
	if p.page.width > p.page.height {
		orientation = "L"
	}
	p.pdf.AddPageFormat(orientation, fpdf.SizeType{Wd: 210, Ht: 297})
	p.y = p.Top
	if n := p.pdf.PageNo(); n > 1 {
		s := p.d.Layout.PageNumber
		p.line(itoa(n), s, p.Left, p.Top/2-lineHeight(s.Size)/2, p.inner(), lineHeight(s.Size), Center)
	}
}

// need turns the page unless so much is left of it.
func (p *sheet) need(h float64) {
	if p.y+h > p.bottom() && p.y > p.Top {
		p.turn()
	}
}

// line writes one line into a box.
func (p *sheet) line(t string, s Style, x, y, width, height float64, a Align) {
	p.font(s)
	p.pdf.SetXY(x, y)
	p.pdf.CellFormat(width, height, plane(t), "", 0, map[Align]string{Justified: "J", Left: "L", Center: "C", Right: "R"}[a], false, 0, "")
}

// text writes lines of one style in a column, single spaced.
func (p *sheet) text(t string, s Style, x, width float64, a Align) {
	h := lineHeight(s.Size)
	for _, l := range p.broken(t, s, width, 0) {
		p.need(h)
		p.line(l, s, x, p.y, width, h, a)
		p.y += h
	}
}

// under is what a style sets below its text.
func (p *sheet) under(s styled, x, width float64) {
	if s.Line > 0 {
		lines := p.broken(s.text, s.Style, width, 0)
		long := p.measure(lines[len(lines)-1], s.Style) * s.Line
		p.y += .8
		p.pdf.Line(x+(width-long)/2, p.y, x+(width+long)/2, p.y)
		p.y += 1.2
	}
	if s.Below != "" {
		p.text(s.Below, Style{Size: s.Size}, x, width, Center)
	}
}

func (p *sheet) head() {
	top, x, lowest := p.y, p.Left, p.y
	widths := p.d.headWidths(p.page, p.meter)
	for i, side := range [][]styled{p.d.left(), p.d.head(p.d.Layout.Right)} {
		p.y = top
		width := widths[i]
		for _, s := range side {
			p.text(s.text, s.Style, x, width, Center)
			p.under(s, x, width)
		}
		x, lowest = x+width, max(lowest, p.y)
	}
	p.y = lowest + lineHeight(p.d.Layout.Body.Size)
}

func (p *sheet) opening() {
	l, d := p.d.Layout, p.d
	p.bookmark(d.Title, 0)
	p.text(l.Title.cased(d.Title), l.Title, p.Left, p.inner(), Center)
	if len(d.Subject) > 0 {
		p.text(strings.Join(d.Subject, "\n"), l.Subject, p.Left, p.inner(), Center)
		p.under(styled{l.Subject, d.Subject[len(d.Subject)-1]}, p.Left, p.inner())
	}
	for i, to := range d.To {
		p.y += 2 * float64(1-min(i, 1))
		p.text(d.addressed(i, to), l.To, p.Left, p.inner(), Center)
	}
	p.y += lineHeight(l.Body.Size)
}

func (p *sheet) blocks(all []Block) {
	l := p.d.Layout
	for i, one := range all {
		switch x := one.(type) {
		case Heading:
			n := l.Headings[x.Level-1]
			t := n.number(p.numbers.next(x.Level)) + " " + x.Text
			p.need(p.kept(x, t, all[i+1:])) // not left alone at the foot
			p.bookmark(t, x.Level)
			p.paragraph(t, n.Style, Justified)
		case Item:
			p.paragraph("- "+x.Text, Style{Size: l.Body.Size}, Justified)
		case Para:
			p.paragraph(x.Text, Style{Size: l.Body.Size, Bold: x.Bold, Italic: x.Italic}, x.Align)
		case Table:
			p.table(x)
		case Chart:
			p.chart(x)
		case Signatures:
			p.signatures(x)
		}
	}
}

// kept is the height of a heading with the beginning of what it is over.
func (p *sheet) kept(x Heading, words string, after []Block) float64 {
	own := func(x Heading, words string) float64 {
		s := p.d.Layout.Headings[x.Level-1].Style
		return p.d.Layout.Body.Between*point + p.pitch(s.Size)*float64(len(p.broken(words, s, p.inner(), p.d.Layout.Body.Indent)))
	}
	h := own(x, words)
	for _, b := range after {
		switch next := b.(type) {
		case Heading:
			h += own(next, next.Text)
			continue
		case Table:
			return h + p.least(p.grid(next))
		}
		break
	}
	return max(h+3*lineHeight(p.d.Layout.Body.Size), 4*lineHeight(p.d.Layout.Body.Size))
}

// pitch is from line to line of running text.
func (p *sheet) pitch(size float64) float64 {
	if b := p.d.Layout.Body; b.Exact {
		return b.Spacing * point
	}
	return lineHeight(size) * p.d.Layout.Body.Spacing
}

// paragraph writes running text.
func (p *sheet) paragraph(t string, s Style, a Align) {
	b := p.d.Layout.Body
	indent := b.Indent
	if a != Justified {
		indent = 0
	}
	h := p.pitch(s.Size)
	lines := p.broken(t, s, p.inner(), indent)
	p.y += b.Between * point
	for i, l := range lines {
		p.need(h)
		x, width := p.Left, p.inner()
		if i == 0 {
			x, width = x+indent, width-indent
		}
		set := a
		if a == Justified && (i == len(lines)-1 || !strings.Contains(l, " ")) {
			set = Left
		}
		p.line(l, s, x, p.y, width, h, set)
		p.y += h
	}
}

func (p *sheet) bookmark(t string, level int) { p.pdf.Bookmark(plane(t), level, p.y) }

func (p *sheet) signatures(s Signatures) {
	abreast := s.abreast()
	widths := equal(p.inner(), abreast)
	for i := 0; i < len(s.Of); i += abreast {
		row := s.Of[i:min(i+abreast, len(s.Of))]
		above, below := 0.0, 0.0
		for j, one := range row {
			above = max(above, p.takes(p.d.signedAbove(one), widths[j]-2)+handRoom)
			below = max(below, p.takes(p.d.signedBelow(one), widths[j]-2))
		}
		high := above + below
		if i == 0 && s.Title != "" {
			p.y += 2
			p.need(high + lineHeight(tableTitle) + betweenSigned*point)
			p.text(s.Title, Style{Size: tableTitle, Bold: true}, p.Left, p.inner(), Center)
		}
		p.y += betweenSigned * point
		p.need(high)
		top := p.y
		for j, one := range row {
			x := p.Left + widths[0]*float64(j)
			p.y = top
			p.centred(p.d.signedAbove(one), x, widths[j])
			p.y = top + above // names stand in one line under headings of any length
			p.centred(p.d.signedBelow(one), x, widths[j])
		}
		p.y = top + high
	}
}

func (p *sheet) centred(lines []styled, x, width float64) {
	for _, line := range lines {
		p.text(line.text, line.Style, x+1, width-2, Center)
	}
}

func (p *sheet) ending() {
	l, d := p.d.Layout, p.d
	all := d.recipients()
	if len(all) == 0 && d.Signatory == (Signatory{}) {
		return
	}
	half := p.inner() / 2
	p.y += lineHeight(l.Body.Size)
	above, below := d.signedAbove(d.Signatory), d.signedBelow(d.Signatory)
	p.need(max(p.takes(above, half-2)+handRoom+p.takes(below, half-2), float64(len(all)+1)*lineHeight(l.Recipient.Size)*1.3))
	top := p.y
	if len(all) > 0 {
		p.text(d.say("paper.recipients"), l.Recipients, p.Left, half, Left)
		for _, r := range all {
			p.text(r, l.Recipient, p.Left, half-4, Left)
		}
	}
	low := p.y
	p.y = top
	p.centred(above, p.Left+half, half)
	p.y += handRoom
	p.centred(below, p.Left+half, half)
	p.y = max(p.y, low)
}

func (p *sheet) trace() {
	t := p.d.Trace
	if len(t.Lines) == 0 {
		return
	}
	width := p.inner()
	if t.Link != "" {
		width -= qrSide + 2
	}
	s := Style{Size: traceSize}
	h := lineHeight(traceSize)
	n := 1
	for _, l := range t.Lines {
		n += len(p.broken(l, s, width, 0))
	}
	p.y += 4
	p.need(max(float64(n)*h, qrSide))
	if t.Link != "" {
		if png, err := p.qr(t.Link); err != nil {
			p.pdf.SetError(err)
		} else {
			o := fpdf.ImageOptions{ImageType: "PNG"}
			p.pdf.RegisterImageOptionsReader("qr", o, bytes.NewReader(png))
			p.pdf.ImageOptions("qr", p.Left+p.inner()-qrSide, p.y, qrSide, qrSide, false, o, 0, t.Link)
		}
	}
	p.text(t.Title, Style{Size: traceSize, Bold: true}, p.Left, width, Left)
	for _, l := range t.Lines {
		p.text(l, s, p.Left, width, Left)
	}
}
