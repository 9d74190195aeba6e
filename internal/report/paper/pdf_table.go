package paper

import "slices"

// cellText is a cell as it is written.
type cellText struct {
	lines []string
	style Style
	align Align
	width float64
}

func (p *sheet) table(t Table) {
	size := t.size()
	p.y += 2
	if t.Title != "" {
		p.need(4 * lineHeight(tableTitle))
		p.text(t.Title, Style{Size: tableTitle, Bold: true}, p.Left, p.inner(), Center)
		p.y++
	}
	widths := t.widths(p.inner(), p.meter)
	cell := func(s string, style Style, a Align, width float64) cellText {
		return cellText{p.broken(s, style, width-2*cellSide, 0), style, a, width}
	}
	var header []cellText
	for i, c := range t.Columns {
		header = append(header, cell(c.Title, Style{Size: size, Bold: true}, Center, widths[i]))
	}
	h := lineHeight(size)
	p.need(p.tall(header, h) + 2*h)
	p.row(header, h)
	for _, r := range t.Rows {
		var cells []cellText
		if r.Group {
			cells = []cellText{cell(r.Cells[0], Style{Size: size, Bold: true}, Left, sum(widths))}
		} else {
			for i, c := range r.Cells {
				cells = append(cells, cell(c, Style{Size: size, Bold: r.Bold}, t.Columns[i].Align, widths[i]))
			}
		}
		for len(cells) > 0 {
			if p.y+p.tall(cells, h) <= p.bottom() {
				p.row(cells, h)
				break
			}
			if p.tall(cells, h)+p.tall(header, h) <= p.bottom()-p.Top {
				p.turn()
				p.row(header, h)
				continue
			}
			// Higher than a page: what has room stands here, the rest on the next.
			n := int((p.bottom() - p.y - 2*cellTop) / h)
			if n < 1 {
				p.turn()
				p.row(header, h)
				continue
			}
			p.row(firstLines(cells, n), h)
			cells = restLines(cells, n)
			p.turn()
			p.row(header, h)
		}
	}
	if t.Note != "" {
		p.y++
		p.text(t.Note, Style{Size: noteSize, Italic: true}, p.Left, p.inner(), Left)
	}
	p.y += 2
}

func firstLines(cells []cellText, n int) []cellText {
	out := slices.Clone(cells)
	for i := range out {
		out[i].lines = out[i].lines[:min(n, len(out[i].lines))]
	}
	return out
}

func restLines(cells []cellText, n int) []cellText {
	out, any := slices.Clone(cells), false
	for i := range out {
		out[i].lines = out[i].lines[min(n, len(out[i].lines)):]
		any = any || len(out[i].lines) > 0
	}
	if !any {
		return nil
	}
	return out
}

// tall is the height of a row.
func (p *sheet) tall(cells []cellText, h float64) float64 {
	n := 1
	for _, c := range cells {
		n = max(n, len(c.lines))
	}
	return float64(n)*h + 2*cellTop
}

func (p *sheet) row(cells []cellText, h float64) {
	x, high := p.Left, p.tall(cells, h)
	for _, c := range cells {
		p.pdf.Rect(x, p.y, c.width, high, "D")
		y := p.y + (high-float64(len(c.lines))*h)/2
		for _, l := range c.lines {
			a := c.align
			if a == Justified {
				a = Left
			}
			p.line(l, c.style, x+cellSide, y, c.width-2*cellSide, h, a)
			y += h
		}
		x += c.width
	}
	p.y += high
}
