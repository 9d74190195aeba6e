package paper

import "slices"

// cellText is a cell as it is written.
type cellText struct {
	lines []string
	style Style
	align Align
	width float64
}

// grid is a table as it lies on the page.
type grid struct {
	Table
	widths []float64
	header []cellText
	line   float64 // the height of a line
}

func (p *sheet) grid(t Table) grid {
	g := grid{t, t.widths(p.inner(), p.meter), nil, lineHeight(t.size())}
	for i, c := range t.Columns {
		g.header = append(g.header, p.cell(c.Title, Style{Size: t.size(), Bold: true}, Center, g.widths[i]))
	}
	return g
}

func (p *sheet) cell(s string, style Style, a Align, width float64) cellText {
	return cellText{p.broken(s, style, width-2*cellSide, 0), style, a, width}
}

// cells are those of a row.
func (p *sheet) cells(g grid, r Row) (out []cellText) {
	if r.Group {
		return []cellText{p.cell(r.Cells[0], Style{Size: g.size(), Bold: true}, Left, sum(g.widths))}
	}
	for i, c := range r.Cells {
		out = append(out, p.cell(c, Style{Size: g.size(), Bold: r.Bold}, g.Columns[i].Align, g.widths[i]))
	}
	return out
}

// least is the height of the beginning of a table that stays together: its title, its
// header and the first row. A row that no page holds begins wherever there is room.
func (p *sheet) least(g grid) float64 {
	h := 2.0
	if g.Title != "" {
		h += lineHeight(tableTitle)*float64(len(p.broken(g.Title, Style{Size: tableTitle, Bold: true}, p.inner(), 0))) + 1
	}
	h += p.tall(g.header, g.line)
	if len(g.Rows) == 0 {
		return h
	}
	first := p.tall(p.cells(g, g.Rows[0]), g.line)
	if h+first > p.bottom()-p.Top {
		first = 2 * g.line
	}
	return h + first
}

func (p *sheet) table(t Table) {
	g := p.grid(t)
	header, h := g.header, g.line
	p.need(p.least(g))
	p.y += 2
	if t.Title != "" {
		p.text(t.Title, Style{Size: tableTitle, Bold: true}, p.Left, p.inner(), Center)
		p.y++
	}
	p.row(header, h)
	for _, r := range t.Rows {
		cells := p.cells(g, r)
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
