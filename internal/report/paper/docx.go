package paper

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// DOCX writes the document for Word: named styles, real numbering of headings, a
// borderless table for the head and for the end, header rows that repeat, wide
// appendices in sections of their own.
func DOCX(w io.Writer, d *Document) error {
	b := &word{d: d, page: turned(d.Layout, d.Landscape), meter: newMeter()}
	b.head()
	b.opening()
	b.blocks(d.body())
	b.ending()
	for _, a := range d.Appendices {
		b.section()
		b.page = turned(d.Layout, a.Landscape)
		b.para("VBTieuDe", norm.NFC.String(a.Title))
		b.blocks(a.Body)
	}
	b.trace()
	if b.meter.err() != nil {
		return b.meter.err()
	}
	return b.pack(w)
}

// word builds the parts of the file.
type word struct {
	d      *Document
	page   page // of the section that is being written
	begun  bool // a section is closed already: the page number stands on its first page
	meter  *meter
	body   bytes.Buffer
	charts []string
	qr     []byte
}

// twips are twentieths of a point, as Word counts; emu its measure of pictures.
func twips(mm float64) int { return int(mm*1440/25.4 + 0.5) }
func emu(mm float64) int   { return int(mm * 36000) }

func esc(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(norm.NFC.String(s)))
	return b.String()
}

func (b *word) put(format string, args ...any) { fmt.Fprintf(&b.body, format, args...) }

// run is text with its character properties.
func run(s Style, t string) string {
	var p strings.Builder
	if s.Bold {
		p.WriteString("<w:b/><w:bCs/>")
	}
	if s.Italic {
		p.WriteString("<w:i/><w:iCs/>")
	}
	if s.Size > 0 {
		fmt.Fprintf(&p, `<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, int(s.Size*2), int(s.Size*2))
	}
	if s.Underline {
		p.WriteString(`<w:u w:val="single"/>`)
	}
	return `<w:r><w:rPr>` + p.String() + `</w:rPr>` + lines(t) + `</w:r>`
}

// lines are the pieces of a run, with a break between them.
func lines(t string) string {
	parts := strings.Split(t, "\n")
	for i, p := range parts {
		parts[i] = `<w:t xml:space="preserve">` + esc(p) + `</w:t>`
	}
	return strings.Join(parts, "<w:br/>")
}

// para is a paragraph of a named style.
func (b *word) para(style, t string) {
	b.put(`<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr><w:r>%s</w:r></w:p>`, style, lines(t))
}

// set is a paragraph of a cell, with room before it in points.
func (b *word) set(s Style, align string, before float64, t string) {
	b.put(`<w:p><w:pPr><w:pStyle w:val="VBO"/><w:spacing w:before="%d"/><w:jc w:val="%s"/></w:pPr>%s</w:p>`, int(before*20), align, run(s, t))
}

// rule is a line of its own under a text: the border of an empty paragraph, as
// long as the layout wants it of the text above.
func (b *word) rule(s styled, width float64) {
	long := min(b.meter.measure(s.text, s.Style), width) * s.Line
	side := twips((width - long) / 2)
	b.put(`<w:p><w:pPr><w:pStyle w:val="VBO"/><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr><w:spacing w:line="40" w:lineRule="exact"/><w:ind w:left="%d" w:right="%d"/></w:pPr></w:p>`, side, side)
}

func (b *word) styled(all []styled, width float64) {
	for _, s := range all {
		b.set(s.Style, "center", 0, s.text)
		b.under(s, width)
	}
}

// under is what a style sets below its text.
func (b *word) under(s styled, width float64) {
	if s.Line > 0 {
		b.rule(s, width)
	}
	if s.Below != "" {
		b.set(Style{Size: s.Size}, "center", 0, s.Below)
	}
}

// bare is a table without borders; cells write themselves.
func (b *word) bare(widths []float64, rows ...[]func(width float64)) {
	b.put(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`, twips(sum(widths)))
	for _, w := range widths {
		b.put(`<w:gridCol w:w="%d"/>`, twips(w))
	}
	b.put(`</w:tblGrid>`)
	for _, cells := range rows {
		b.put(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, cell := range cells {
			b.put(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, twips(widths[i]))
			before := b.body.Len()
			if cell(widths[i]); b.body.Len() == before {
				b.put(`<w:p/>`) // a cell is never without a paragraph
			}
			b.put(`</w:tc>`)
		}
		b.put(`</w:tr>`)
	}
	b.put(`</w:tbl>`)
}

func (b *word) head() {
	b.bare(b.d.headWidths(b.page, b.meter),
		[]func(float64){
			func(w float64) { b.styled(b.d.left(), w) },
			func(w float64) { b.styled(b.d.head(b.d.Layout.Right), w) },
		})
}

// opening is the title with what stands around it.
func (b *word) opening() {
	l := b.d.Layout
	b.put(`<w:p><w:pPr><w:pStyle w:val="VBO"/></w:pPr></w:p>`)
	b.para("VBTieuDe", l.Title.cased(b.d.Title))
	if len(b.d.Subject) > 0 {
		b.para("VBTrichYeu", strings.Join(b.d.Subject, "\n"))
		b.under(styled{l.Subject, b.d.Subject[len(b.d.Subject)-1]}, b.page.inner())
	}
	for i, to := range b.d.To {
		b.set(l.To, "center", 6*float64(1-min(i, 1)), b.d.addressed(i, to))
	}
	b.put(`<w:p><w:pPr><w:pStyle w:val="VBO"/></w:pPr></w:p>`)
}

func (b *word) blocks(all []Block) {
	for _, one := range all {
		switch x := one.(type) {
		case Heading:
			b.para(fmt.Sprintf("VBMuc%d", x.Level), x.Text)
		case Item:
			b.para("VBGach", x.Text)
		case Para:
			b.paragraph(x)
		case Table:
			b.table(x)
		case Chart:
			b.chart(x)
		case Signatures:
			b.signatures(x)
		}
	}
}

func (b *word) paragraph(p Para) {
	align := ""
	if p.Align != Justified {
		align = fmt.Sprintf(`<w:ind w:firstLine="0"/><w:jc w:val="%s"/>`, alignments[p.Align])
	}
	b.put(`<w:p><w:pPr><w:pStyle w:val="VBNoiDung"/>%s</w:pPr>%s</w:p>`, align, run(Style{Bold: p.Bold, Italic: p.Italic}, p.Text))
}

var alignments = map[Align]string{Justified: "left", Left: "left", Center: "center", Right: "right"}

func (b *word) table(t Table) {
	if t.Title != "" {
		b.para("VBTenBang", t.Title)
	} else {
		b.put(`<w:p><w:pPr><w:pStyle w:val="VBO"/><w:spacing w:line="120" w:lineRule="exact"/></w:pPr></w:p>`)
	}
	widths := t.widths(b.page.inner(), b.meter)
	b.put(`<w:tbl><w:tblPr><w:tblStyle w:val="VBBang"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>`, twips(sum(widths)))
	for _, w := range widths {
		b.put(`<w:gridCol w:w="%d"/>`, twips(w))
	}
	b.put(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	size := t.size()
	for i, c := range t.Columns {
		b.cell(widths[i], 1, Style{Size: size, Bold: true}, Center, c.Title)
	}
	b.put(`</w:tr>`)
	for _, r := range t.Rows {
		b.put(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		if r.Group {
			b.cell(sum(widths), len(widths), Style{Size: size, Bold: true}, Left, r.Cells[0])
		} else {
			for i, c := range r.Cells {
				b.cell(widths[i], 1, Style{Size: size, Bold: r.Bold}, t.Columns[i].Align, c)
			}
		}
		b.put(`</w:tr>`)
	}
	b.put(`</w:tbl>`)
	b.note(t.Note)
}

func (b *word) cell(width float64, span int, s Style, a Align, t string) {
	b.put(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, twips(width))
	if span > 1 {
		b.put(`<w:gridSpan w:val="%d"/>`, span)
	}
	b.put(`<w:vAlign w:val="center"/></w:tcPr>`)
	b.set(s, alignments[a], 0, t)
	b.put(`</w:tc>`)
}

// note stands under a table, and keeps it from the next.
func (b *word) note(t string) {
	b.put(`<w:p><w:pPr><w:pStyle w:val="VBO"/></w:pPr>%s</w:p>`, run(Style{Italic: true, Size: noteSize}, t))
}

func (b *word) signatures(s Signatures) {
	if s.Title != "" {
		b.para("VBTenBang", s.Title)
	}
	abreast := s.abreast()
	widths := equal(b.page.inner(), abreast)
	var rows [][]func(float64)
	for i := 0; i < len(s.Of); i += abreast {
		of := s.Of[i:min(i+abreast, len(s.Of))]
		above := 0.0
		for _, one := range of {
			above = max(above, b.meter.takes(b.d.signedAbove(one), widths[0]))
		}
		row := make([]func(float64), abreast)
		for j := range row {
			row[j] = func(width float64) {
				if j < len(of) { // names stand in one line under headings of any length
					b.signed(of[j], betweenSigned, handRoom+above-b.meter.takes(b.d.signedAbove(of[j]), width))
				}
			}
		}
		rows = append(rows, row)
	}
	b.bare(widths, rows...)
	b.note("")
}

// signed is who signs, with some room before, in points, and some for the hand and
// the stamp, in millimetres.
func (b *word) signed(s Signatory, before, room float64) {
	for _, line := range b.d.signedAbove(s) {
		b.set(line.Style, "center", before, line.text)
		before = 0
	}
	b.put(`<w:p><w:pPr><w:pStyle w:val="VBO"/><w:spacing w:before="%d"/></w:pPr></w:p>`, twips(room)-280)
	for _, line := range b.d.signedBelow(s) {
		b.set(line.Style, "center", 0, line.text)
	}
}

func (b *word) ending() {
	l := b.d.Layout
	if len(b.d.Recipients) == 0 && b.d.Signatory == (Signatory{}) {
		return
	}
	b.put(`<w:p><w:pPr><w:pStyle w:val="VBO"/></w:pPr></w:p>`)
	b.bare(equal(b.page.inner(), 2), []func(float64){
		func(float64) {
			if all := b.d.recipients(); len(all) > 0 {
				b.set(l.Recipients, "left", 0, b.d.say("paper.recipients"))
				for _, r := range all {
					b.set(l.Recipient, "left", 0, r)
				}
			}
		},
		func(float64) { b.signed(b.d.Signatory, 0, handRoom) },
	})
}

// section closes the section that is being written.
func (b *word) section() {
	b.put(`<w:p><w:pPr>%s</w:pPr></w:p>`, b.sectPr())
}

func (b *word) sectPr() string {
	first := ""
	if !b.begun {
		first = "<w:titlePg/>"
	}
	b.begun = true
	orient := ""
	if b.page.width > b.page.height {
		orient = ` w:orient="landscape"`
	}
	m := b.page.Margins
	return fmt.Sprintf(`<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/>%s</w:sectPr>`,
		twips(b.page.width), twips(b.page.height), orient, twips(m.Top), twips(m.Right), twips(m.Bottom), twips(m.Left), twips(m.Top/2), twips(m.Bottom/2), first)
}

// trace is the box that tells where the file came from.
func (b *word) trace() {
	t := b.d.Trace
	if len(t.Lines) == 0 {
		return
	}
	b.note("")
	widths := []float64{b.page.inner(), 0}
	if t.Link != "" {
		widths = []float64{b.page.inner() - qrSide - 2, qrSide + 2}
	}
	text := func(float64) {
		b.set(Style{Size: traceSize, Bold: true}, "left", 0, t.Title)
		for _, l := range t.Lines {
			b.set(Style{Size: traceSize}, "left", 0, l)
		}
	}
	if t.Link == "" {
		b.bare(widths[:1], []func(float64){text})
		return
	}
	b.bare(widths, []func(float64){text, func(float64) {
		code, err := b.meter.qr(t.Link)
		if err != nil {
			b.meter.pdf.SetError(err)
			return
		}
		b.qr = code
		b.put(`<w:p><w:pPr><w:pStyle w:val="VBO"/><w:jc w:val="right"/></w:pPr><w:r>%s</w:r></w:p>`, picture(1, t.Link, emu(qrSide), emu(qrSide), `<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" name="qr.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdQR"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>`))
	}})
}

// picture is a drawing in a line of text; says is read to who cannot see it.
func picture(id int, says string, cx, cy int, graphic string) string {
	return fmt.Sprintf(`<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="%d" descr="%s"/><wp:cNvGraphicFramePr/>%s</wp:inline></w:drawing>`,
		cx, cy, id, id, esc(says), strings.NewReplacer("%[1]d", fmt.Sprint(cx), "%[2]d", fmt.Sprint(cy)).Replace(graphic))
}

// pack writes the parts, in one order under one date.
func (b *word) pack(w io.Writer) error {
	b.note("") // a document does not end with a table
	last := b.sectPr()
	z := zip.NewWriter(w)
	parts := []part{
		{"[Content_Types].xml", []byte(b.contentTypes())},
		{"_rels/.rels", []byte(rootRels)},
		{"docProps/app.xml", []byte(fmt.Sprintf(appProps, esc(b.d.Author)))},
		{"docProps/core.xml", []byte(fmt.Sprintf(coreProps, esc(b.d.Name), esc(b.d.Author), b.d.Lang, b.d.At.UTC().Format(time.RFC3339)))},
		{"word/_rels/document.xml.rels", []byte(b.rels())},
		{"word/document.xml", []byte(declaration + `<w:document ` + namespaces + `><w:body>` + b.body.String() + last + `</w:body></w:document>`)},
		{"word/header1.xml", []byte(fmt.Sprintf(pageHeader, int(b.d.Layout.PageNumber.Size*2)))},
		{"word/numbering.xml", []byte(b.numbering())},
		{"word/settings.xml", []byte(settings)},
		{"word/styles.xml", []byte(b.styles())},
	}
	for i, c := range b.charts {
		parts = append(parts, part{fmt.Sprintf("word/charts/chart%d.xml", i+1), []byte(c)})
	}
	if b.qr != nil {
		parts = append(parts, part{"word/media/qr.png", b.qr})
	}
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: b.d.At.UTC()})
		if err != nil {
			return err
		}
		if _, err := f.Write(p.content); err != nil {
			return err
		}
	}
	return z.Close()
}

type part struct {
	name    string
	content []byte
}
