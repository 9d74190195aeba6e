package encode

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// fontName is what Vietnamese offices write in (Decree 30/2020/ND-CP, Annex I).
const (
	fontName = "Times New Roman"
	fontSize = 12
	ink      = "1A1D21"
	line     = "7F8790"
)

// look are the styles of a workbook.
type look struct {
	title, about, head, total, place, signer int
	note                                     int
	kinds                                    map[Kind]int
	guarded                                  int // text that begins like a formula: stays text when edited
}

func (l look) of(c Column, v string) int {
	if c.Kind == Text && runs(v) {
		return l.guarded
	}
	return l.kinds[c.Kind]
}

func (b *book) styles() error {
	if err := b.SetDefaultFont(fontName); err != nil {
		return err
	}
	if size := b.Styles.Fonts.Font[0].Sz; size != nil && size.Val != nil {
		*size.Val = fontSize
	}
	number, percent, day, plain := "#,##0", "0.0%", "dd/mm/yyyy", "@"
	decimal := "#,##0.######"
	b.style.kinds = map[Kind]int{}
	var err error
	add := func(s excelize.Style) int {
		id, e := b.NewStyle(&s)
		if err == nil {
			err = e
		}
		return id
	}
	body := func(format *string, horizontal string) excelize.Style {
		return excelize.Style{Font: font(fontSize, false, false), Border: box(), Alignment: align(horizontal, "top", true), CustomNumFmt: format}
	}
	for _, k := range []struct {
		kind       Kind
		format     *string
		horizontal string
	}{
		{Text, nil, "left"},
		{Words, nil, "left"},
		{Integer, &number, "right"},
		{Decimal, &decimal, "right"},
		{Percent, &percent, "right"},
		{Ordinal, &number, "center"},
		{Date, &day, "center"},
		{Dates, &day, "center"},
	} {
		b.style.kinds[k.kind] = add(body(k.format, k.horizontal))
	}
	b.style.guarded = add(body(&plain, "left"))
	b.style.title = add(excelize.Style{Font: font(14, true, false), Alignment: align("center", "center", true)})
	b.style.about = add(excelize.Style{Font: font(fontSize, false, true), Alignment: align("center", "center", true)})
	b.style.note = add(excelize.Style{Font: font(fontSize, false, true), Alignment: align("left", "top", true)})
	b.style.place = add(excelize.Style{Font: font(fontSize, false, true), Alignment: align("center", "center", false)})
	b.style.signer = add(excelize.Style{Font: font(fontSize, true, false), Alignment: align("center", "center", false)})
	shade := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8ECF1"}}
	b.style.head = add(excelize.Style{Font: font(fontSize, true, false), Border: box(), Fill: shade, Alignment: align("center", "center", true)})
	b.style.total = add(excelize.Style{Font: font(fontSize, true, false), Border: box(), Alignment: align("right", "top", true), CustomNumFmt: &number})
	return err
}

func font(size float64, bold, italic bool) *excelize.Font {
	return &excelize.Font{Family: fontName, Size: size, Bold: bold, Italic: italic, Color: ink}
}

func align(horizontal, vertical string, wrap bool) *excelize.Alignment {
	return &excelize.Alignment{Horizontal: horizontal, Vertical: vertical, WrapText: wrap}
}

func box() []excelize.Border {
	var out []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		out = append(out, excelize.Border{Type: side, Color: line, Style: 1})
	}
	return out
}

// printedColumns counts the columns that are printed; those aside come last.
func (s *sheet) printedColumns() int {
	n := 0
	for _, c := range s.t.Columns {
		if !c.Aside {
			n++
		}
	}
	return n
}

// printedWidth is how wide they are together, in characters.
func (s *sheet) printedWidth() (wide float64) {
	for _, c := range s.t.Columns[:s.printedColumns()] {
		wide += c.Width
	}
	return wide
}

// Letter names a column, from 1; there are no tables without columns.
func Letter(n int) string {
	name, _ := excelize.ColumnNumberToName(n)
	return name
}

// setUp says how the sheet filters and prints. It must come before the first
// row: the library writes it at the head of the sheet.
func (s *sheet) setUp() error {
	ref := fmt.Sprintf("A%d:%s%d", headRow, Letter(len(s.t.Columns)), max(s.last, headRow+1))
	if err := s.AutoFilter(s.name, ref, nil); err != nil {
		return err
	}
	if err := s.paper(s.name, s.t.Landscape, 0); err != nil {
		return err
	}
	quoted := "'" + strings.ReplaceAll(s.name, "'", "''") + "'!"
	for _, n := range [][2]string{
		{"_xlnm.Print_Titles", fmt.Sprintf("$%d:$%d", headRow, headRow)},
		{"_xlnm.Print_Area", fmt.Sprintf("$A$1:$%s$%d", Letter(s.printedColumns()), s.printed())},
	} {
		if err := s.SetDefinedName(&excelize.DefinedName{Name: n[0], RefersTo: quoted + n[1], Scope: s.name}); err != nil {
			return err
		}
	}
	return nil
}

// printed is the last row of the print area.
func (s *sheet) printed() int {
	n := s.last
	if s.t.totalled() {
		n++
	}
	if s.t.noted() {
		n++
	}
	if s.t.Signed {
		n += 8
	}
	return n
}

// paper is A4 with the margins of Decree 30/2020/ND-CP, one page wide; tall is
// how many pages high at the most, 0 for any number.
func (b *book) paper(sheet string, landscape bool, tall int) error {
	fit, size, wide, orientation := true, 9, 1, "portrait"
	if landscape {
		orientation = "landscape"
	}
	if err := b.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := b.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &tall}); err != nil {
		return err
	}
	mm := func(n float64) *float64 { in := n / 25.4; return &in }
	if err := b.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{
		Left: mm(30), Right: mm(15), Top: mm(20), Bottom: mm(20), Header: mm(8), Footer: mm(8), Horizontally: &fit,
	}); err != nil {
		return err
	}
	head := ""
	if b.d.Draft {
		head = "&R&9 " + plainFooter(b.say.say("report.draft", nil), 40)
	}
	return b.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: head, OddFooter: "&L&9 " + plainFooter(b.d.About, 90) + "&C&9 &P/&N&R&9 " + plainFooter(b.say.say("report.footer", map[string]any{
		"at": Shown(b.d.At), "checksum": b.d.Checksum[:min(len(b.d.Checksum), 19)],
	}), 90)})
}

// plainFooter is text in a footer, where & begins a code and the whole may have
// 255 characters; what is left out there stands in full on every sheet.
func plainFooter(s string, limit int) string {
	if utf8.RuneCountInString(s) > limit {
		s = string([]rune(s)[:limit-1]) + "…"
	}
	return strings.ReplaceAll(s, "&", "&&")
}

// shape sets widths, the frozen head and what spans the table's width.
func (s *sheet) shape() error {
	for i, c := range s.t.Columns {
		if err := s.shell.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
	}
	if err := s.shell.SetPanes(&excelize.Panes{Freeze: true, YSplit: headRow, TopLeftCell: fmt.Sprintf("A%d", headRow+1), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	across := []string{"1", "2"}
	if s.t.noted() {
		across = append(across, s.noteRow())
	}
	for _, row := range across {
		if err := s.shell.MergeCell("A"+row, Letter(s.printedColumns())+row); err != nil {
			return err
		}
	}
	return nil
}

// head writes title, subject and column names.
func (s *sheet) head() {
	wide := s.printedWidth()
	_, title, _ := strings.Cut(s.name, " ")
	if s.t.Key == "info" {
		title = s.d.Title
	}
	about := s.d.About
	if s.d.Draft {
		about += " – " + s.say.say("report.draft", nil)
	}
	for i, text := range []string{title, about} {
		style, bold := s.style.title, 1.4
		if i == 1 {
			style, bold = s.style.about, 1.1
		}
		s.out.begin(height(text, wide, bold))
		s.out.text(0, style, text)
		s.out.end()
	}
	tall := 0.0
	for _, c := range s.t.Columns {
		tall = max(tall, height(s.say.header(c), c.Width-2, 1.15)) // the filter's button covers some
	}
	s.out.begin(tall)
	for i, c := range s.t.Columns {
		s.out.text(i, s.style.head, s.say.header(c))
	}
	s.out.end()
}
