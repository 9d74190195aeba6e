package paper

import (
	"fmt"
	"strings"
)

// The parts of a DOCX file beside its text.

const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespaces  = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"`
	officeTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

	rootRels = declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + officeTypes + `officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
		`<Relationship Id="rId3" Type="` + officeTypes + `extended-properties" Target="docProps/app.xml"/></Relationships>`

	coreProps = declaration + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>%[1]s</dc:title><dc:creator>%[2]s</dc:creator><dc:language>%[3]s</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">%[4]s</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">%[4]s</dcterms:modified></cp:coreProperties>`

	appProps = declaration + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Giaouoc</Application><Manager>%s</Manager></Properties>`

	settings = declaration + `<w:settings ` + namespaces + `><w:defaultTabStop w:val="567"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

	pageHeader = declaration + `<w:hdr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="VBO"/><w:jc w:val="center"/></w:pPr>` +
		`<w:r><w:rPr><w:sz w:val="%[1]d"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:sz w:val="%[1]d"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` +
		`<w:r><w:rPr><w:sz w:val="%[1]d"/></w:rPr><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:sz w:val="%[1]d"/></w:rPr><w:t>2</w:t></w:r><w:r><w:rPr><w:sz w:val="%[1]d"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>`
)

func (b *word) contentTypes() string {
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	var s strings.Builder
	s.WriteString(declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>`)
	for _, o := range [][2]string{
		{"/word/document.xml", word + "document.main+xml"},
		{"/word/styles.xml", word + "styles+xml"},
		{"/word/numbering.xml", word + "numbering+xml"},
		{"/word/settings.xml", word + "settings+xml"},
		{"/word/header1.xml", word + "header+xml"},
		{"/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"},
		{"/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"},
	} {
		fmt.Fprintf(&s, `<Override PartName="%s" ContentType="%s"/>`, o[0], o[1])
	}
	for i := range b.charts {
		fmt.Fprintf(&s, `<Override PartName="/word/charts/chart%d.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>`, i+1)
	}
	return s.String() + `</Types>`
}

func (b *word) rels() string {
	var s strings.Builder
	s.WriteString(declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	rel := func(id, kind, target string) {
		fmt.Fprintf(&s, `<Relationship Id="%s" Type="%s%s" Target="%s"/>`, id, officeTypes, kind, target)
	}
	rel("rIdStyles", "styles", "styles.xml")
	rel("rIdNumbering", "numbering", "numbering.xml")
	rel("rIdSettings", "settings", "settings.xml")
	rel("rIdHeader", "header", "header1.xml")
	for i := range b.charts {
		rel(fmt.Sprintf("rIdChart%d", i+1), "chart", fmt.Sprintf("charts/chart%d.xml", i+1))
	}
	if b.qr != nil {
		rel("rIdQR", "image", "media/qr.png")
	}
	return s.String() + `</Relationships>`
}

// styles are named so that an office finds and changes them: all begin with VB.
func (b *word) styles() string {
	l := b.d.Layout
	var s strings.Builder
	fmt.Fprintf(&s, declaration+`<w:styles `+namespaces+`><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="%[1]s" w:hAnsi="%[1]s" w:eastAsia="%[1]s" w:cs="%[1]s"/><w:color w:val="000000"/><w:sz w:val="%[2]d"/><w:szCs w:val="%[2]d"/><w:lang w:val="%[3]s"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`,
		esc(l.Font), int(l.Body.Size*2), locale(b.d.Lang))
	s.WriteString(`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`)
	style := func(id, name, pPr string, r Style) {
		fmt.Fprintf(&s, `<w:style w:type="paragraph" w:customStyle="1" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>%s</w:pPr>%s</w:style>`, id, name, pPr, runProperties(r))
	}
	spacing := `w:line="` + fmt.Sprint(int(l.Body.Spacing*240)) + `" w:lineRule="auto"`
	if l.Body.Exact {
		spacing = `w:line="` + fmt.Sprint(int(l.Body.Spacing*20)) + `" w:lineRule="exact"`
	}
	between := int(l.Body.Between * 20)
	body := fmt.Sprintf(`<w:spacing w:before="%d" %s/><w:ind w:firstLine="%d"/><w:jc w:val="both"/>`, between, spacing, twips(l.Body.Indent))
	style("VBNoiDung", "VB Nội dung", body, Style{Size: l.Body.Size})
	style("VBGach", "VB Gạch đầu dòng", `<w:numPr><w:numId w:val="2"/></w:numPr>`+body, Style{Size: l.Body.Size})
	style("VBO", "VB Ô", "", Style{})
	style("VBTieuDe", "VB Tiêu đề", `<w:keepNext/><w:jc w:val="center"/>`, l.Title)
	style("VBTrichYeu", "VB Trích yếu", `<w:keepNext/><w:jc w:val="center"/>`, l.Subject)
	style("VBTenBang", "VB Tên bảng", `<w:keepNext/><w:spacing w:before="120" w:after="60"/><w:jc w:val="center"/>`, Style{Size: tableTitle, Bold: true})
	for i, h := range l.Headings {
		style(fmt.Sprintf("VBMuc%d", i+1), fmt.Sprintf("VB Mục %d", i+1), fmt.Sprintf(`<w:keepNext/><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr><w:spacing w:before="%d" %s/><w:ind w:firstLine="%d"/><w:jc w:val="both"/><w:outlineLvl w:val="%d"/>`, i, between, spacing, twips(l.Body.Indent), i), h.Style)
	}
	s.WriteString(`<w:style w:type="table" w:customStyle="1" w:styleId="VBBang"><w:name w:val="VB Bảng"/><w:tblPr><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&s, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
	}
	fmt.Fprintf(&s, `</w:tblBorders><w:tblCellMar><w:top w:w="%[2]d" w:type="dxa"/><w:left w:w="%[1]d" w:type="dxa"/><w:bottom w:w="%[2]d" w:type="dxa"/><w:right w:w="%[1]d" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`, twips(cellSide), twips(cellTop))
	return s.String() + `</w:styles>`
}

func runProperties(r Style) string {
	s := run(r, "")
	return s[len("<w:r>"):strings.Index(s, "</w:rPr>")] + "</w:rPr>"
}

// numbering has the headings' numbers as one list and the hyphens of items.
func (b *word) numbering() string {
	var s strings.Builder
	s.WriteString(declaration + `<w:numbering ` + namespaces + `><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>`)
	formats := map[string]string{"roman": "upperRoman", "arabic": "decimal", "letter": "lowerLetter"}
	for i, h := range b.d.Layout.Headings {
		fmt.Fprintf(&s, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:pStyle w:val="VBMuc%d"/><w:suff w:val="space"/><w:lvlText w:val="%%%d%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="%d"/></w:pPr></w:lvl>`, i, formats[h.Format], i+1, i+1, h.After, twips(b.d.Layout.Body.Indent))
	}
	fmt.Fprintf(&s, `</w:abstractNum><w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:suff w:val="space"/><w:lvlText w:val="-"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="%d"/></w:pPr></w:lvl></w:abstractNum>`, twips(b.d.Layout.Body.Indent))
	return s.String() + `<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>`
}
