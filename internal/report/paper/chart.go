package paper

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// shades are those of the series, one hue from dark to light; text on the first
// two is white.
var shades = []string{"1F4E79", "2E75B6", "9DC3E6", "BDD7EE", "DEEBF7"}

const (
	chartHigh = 80.0
	chartText = 11.0
)

// top is the end of a chart's axis and the step of its lines: whole, and never
// below the highest column.
func (c Chart) top() (end, step float64) {
	highest := 0.0
	for i := range c.Labels {
		if all, known := c.total(i); known {
			highest = max(highest, all)
		}
	}
	step = 1
	if highest > 5 {
		p := math.Pow(10, math.Floor(math.Log10(highest/5)))
		for _, f := range []float64{1, 2, 5, 10} {
			if step = max(f*p, 1); highest/step <= 5 {
				break
			}
		}
	}
	return max(step, math.Ceil(highest/step)*step), step
}

// total is the height of a column; unknown where none of its parts is known.
func (c Chart) total(i int) (all float64, known bool) {
	for _, x := range c.Series {
		if v := x.Values[i]; !math.IsNaN(v) {
			all, known = all+v, true
		}
	}
	return all, known
}

func rgb(hex string) (int, int, int) {
	n, _ := strconv.ParseInt(hex, 16, 32)
	return int(n >> 16), int(n >> 8 & 255), int(n & 255)
}

// chart draws columns from a zero axis, their values on them.
func (p *sheet) chart(c Chart) {
	s := Style{Size: chartText}
	h := lineHeight(chartText)
	p.need(chartHigh + 5*h)
	p.text(c.Title, Style{Size: tableTitle, Bold: true}, p.Left, p.inner(), Center)
	p.y += h
	end, step := c.top()
	left, width, base := p.Left+12, p.inner()-12, p.y+chartHigh
	at := func(v float64) float64 { return base - v/end*chartHigh }
	p.pdf.SetDrawColor(160, 160, 160)
	for v := 0.0; v <= end; v += step {
		p.pdf.Line(left, at(v), left+width, at(v))
		p.line(fmt.Sprint(v), s, p.Left, at(v)-h/2, 10, h, Right)
	}
	p.pdf.SetDrawColor(0, 0, 0)
	slot, low := width/float64(max(len(c.Labels), 1)), base
	for i, label := range c.Labels {
		x := left + slot*float64(i)
		p.column(c, i, x, slot, at)
		p.y = base + 1
		p.text(label, s, x, slot, Center)
		low = max(low, p.y)
	}
	p.y = low + 2
	if len(c.Series) > 1 {
		x := left
		for n, series := range c.Series {
			p.pdf.SetFillColor(rgb(shades[n%len(shades)]))
			p.pdf.Rect(x, p.y+h/2-1.5, 3, 3, "F")
			w := p.measure(series.Name, s)
			p.line(series.Name, s, x+4, p.y, w, h, Left)
			x += w + 10
		}
		p.y += h + 1
	}
	p.pdf.SetFillColor(255, 255, 255)
	if c.Says != "" {
		p.text(c.Says, Style{Size: noteSize, Italic: true}, p.Left, p.inner(), Center)
	}
	p.y += 3
}

// column draws the column of a label into its slot, with the values of its parts
// where there is room, and their sum above.
func (p *sheet) column(c Chart, i int, x, slot float64, at func(float64) float64) {
	h, sofar, bar := lineHeight(chartText), 0.0, min(slot*.6, 24)
	for n, series := range c.Series {
		v := series.Values[i]
		if v == 0 || math.IsNaN(v) {
			continue
		}
		from, to := at(sofar), at(sofar+v)
		p.pdf.SetFillColor(rgb(shades[n%len(shades)]))
		p.pdf.Rect(x+(slot-bar)/2, to, bar, from-to, "F")
		if from-to >= h {
			if n%len(shades) < 2 {
				p.pdf.SetTextColor(255, 255, 255)
			}
			p.line(fmt.Sprint(v), Style{Size: chartText}, x, (from+to)/2-h/2, slot, h, Center)
			p.pdf.SetTextColor(0, 0, 0)
		}
		sofar += v
	}
	if _, known := c.total(i); known && (len(c.Series) > 1 || at(0)-at(sofar) < h) {
		p.line(fmt.Sprint(sofar), Style{Size: chartText, Bold: true}, x, at(sofar)-h, slot, h, Center)
	}
}

// chart writes a chart that Word draws and lets be changed.
func (b *word) chart(c Chart) {
	n := len(b.charts) + 1
	b.charts = append(b.charts, c.xml(b.d.Layout.Font))
	cx, cy := emu(b.page.inner()), emu(chartHigh+15)
	b.put(`<w:p><w:pPr><w:pStyle w:val="VBO"/><w:keepNext/><w:jc w:val="center"/></w:pPr><w:r>%s</w:r></w:p>`,
		picture(100+n, c.Title+". "+c.Says, cx, cy, fmt.Sprintf(`<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rIdChart%d"/></a:graphicData></a:graphic>`, n)))
	b.put(`<w:p><w:pPr><w:pStyle w:val="VBO"/><w:jc w:val="center"/></w:pPr>%s</w:p>`, run(Style{Italic: true, Size: noteSize}, c.Says))
}

func (c Chart) xml(font string) string {
	var s strings.Builder
	put := func(format string, args ...any) { fmt.Fprintf(&s, format, args...) }
	letters := func(bold int) string {
		return fmt.Sprintf(`<a:defRPr sz="%d" b="%d"><a:solidFill><a:srgbClr val="000000"/></a:solidFill><a:latin typeface="%s"/></a:defRPr>`, int(chartText*100), bold, esc(font))
	}
	plain := `<c:txPr><a:bodyPr/><a:p><a:pPr>` + letters(0) + `</a:pPr><a:endParaRPr lang="vi-VN"/></a:p></c:txPr>`
	put(declaration + `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:roundedCorners val="0"/><c:chart>`)
	put(`<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>%s</a:pPr><a:r><a:rPr lang="vi-VN" sz="%d" b="1"/><a:t>%s</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>`, letters(1), int(tableTitle*100), esc(c.Title))
	put(`<c:barChart><c:barDir val="col"/><c:grouping val="stacked"/><c:varyColors val="0"/>`)
	for i, x := range c.Series {
		put(`<c:ser><c:idx val="%d"/><c:order val="%d"/><c:tx><c:strRef><c:f>Series!$%c$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>%s</c:v></c:pt></c:strCache></c:strRef></c:tx><c:spPr><a:solidFill><a:srgbClr val="%s"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>`, i, i, 'B'+i, esc(x.Name), shades[i%len(shades)])
		white := "000000"
		if i%len(shades) < 2 {
			white = "FFFFFF"
		}
		put(`<c:dLbls><c:numFmt formatCode="0;;" sourceLinked="0"/><c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="%d"><a:solidFill><a:srgbClr val="%s"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang="vi-VN"/></a:p></c:txPr><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>`, int(chartText*100), white)
		put(`<c:cat><c:strRef><c:f>Series!$A$2:$A$%d</c:f><c:strCache><c:ptCount val="%d"/>`, len(c.Labels)+1, len(c.Labels))
		for j, l := range c.Labels {
			put(`<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, j, esc(l))
		}
		put(`</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>Series!$%c$2:$%c$%d</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="%d"/>`, 'B'+i, 'B'+i, len(c.Labels)+1, len(c.Labels))
		for j, v := range x.Values {
			if math.IsNaN(v) {
				continue
			}
			put(`<c:pt idx="%d"><c:v>%v</c:v></c:pt>`, j, v)
		}
		put(`</c:numCache></c:numRef></c:val></c:ser>`)
	}
	end, step := c.top()
	put(`<c:gapWidth val="66"/><c:overlap val="100"/><c:axId val="1"/><c:axId val="2"/></c:barChart>`)
	put(`<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>%s<c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>`, plain)
	put(`<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="%v"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="A0A0A0"/></a:solidFill></a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>%s<c:crossAx val="1"/><c:crosses val="autoZero"/><c:majorUnit val="%v"/></c:valAx></c:plotArea>`, end, plain, step)
	if len(c.Series) > 1 {
		put(`<c:legend><c:legendPos val="b"/><c:overlay val="0"/>%s</c:legend>`, plain)
	}
	put(`<c:plotVisOnly val="1"/></c:chart></c:chartSpace>`)
	return s.String()
}
