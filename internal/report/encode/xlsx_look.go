package encode

import (
	"fmt"
	"math"
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
	kinds                                    map[Kind]int
	guarded                                  int // text that begins like a formula: stays text when edited
}

func (l look) of(k Kind, v string) int {
	if k == Text && runs(v) {
		return l.guarded
	}
	return l.kinds[k]
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
	for k, s := range map[Kind]excelize.Style{
		Text: body(nil, "left"), Words: body(nil, "left"), Integer: body(&number, "right"), Decimal: body(&decimal, "right"),
		Percent: body(&percent, "right"), Date: body(&day, "center"),
	} {
		b.style.kinds[k] = add(s)
	}
	b.style.guarded = add(body(&plain, "left"))
	b.style.title = add(excelize.Style{Font: font(14, true, false), Alignment: align("center", "center", true)})
	b.style.about = add(excelize.Style{Font: font(fontSize, false, true), Alignment: align("center", "center", true)})
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

// end is the name of the table's last column.
func (s *sheet) end() string {
	name, _ := excelize.ColumnNumberToName(len(s.t.Columns)) // there are no tables without columns
	return name
}

// setUp says how the sheet filters and prints. It must come before the first
// row: the library writes it at the head of the sheet.
func (s *sheet) setUp() error {
	ref := fmt.Sprintf("A%d:%s%d", headRow, s.end(), max(s.last, headRow+1))
	if err := s.AutoFilter(s.name, ref, nil); err != nil {
		return err
	}
	if err := s.paper(s.name, s.t.Landscape, 0); err != nil {
		return err
	}
	quoted := "'" + strings.ReplaceAll(s.name, "'", "''") + "'!"
	for name, ref := range map[string]string{
		"_xlnm.Print_Titles": fmt.Sprintf("$%d:$%d", headRow, headRow),
		"_xlnm.Print_Area":   fmt.Sprintf("$A$1:$%s$%d", s.end(), s.printed()),
	} {
		if err := s.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: quoted + ref, Scope: s.name}); err != nil {
			return err
		}
	}
	return nil
}

// printed is the last row of the print area.
func (s *sheet) printed() int {
	n := s.last
	for _, c := range s.t.Columns {
		if c.Total != nil && len(s.t.Rows) > 0 {
			n = s.last + 1
		}
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
		head = "&R" + plainFooter(b.say.say("report.draft", nil), 40)
	}
	return b.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: head, OddFooter: "&L" + plainFooter(b.d.About, 90) + "&C&P/&N&R" + plainFooter(b.say.say("report.footer", map[string]any{
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
		if err := s.out.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
	}
	if err := s.out.SetPanes(&excelize.Panes{Freeze: true, YSplit: headRow, TopLeftCell: fmt.Sprintf("A%d", headRow+1), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if len(s.t.Columns) == 1 {
		return nil
	}
	for _, row := range []string{"1", "2"} {
		if err := s.out.MergeCell("A"+row, s.end()+row); err != nil {
			return err
		}
	}
	return nil
}

// head writes title, subject and column names; rows that wrap get the height
// their text needs, since no program computes it for them.
func (s *sheet) head() error {
	var wide float64
	for _, c := range s.t.Columns {
		wide += c.Width
	}
	_, title, found := strings.Cut(s.name, ". ")
	if !found {
		title = s.name
	}
	about := s.d.About
	if s.d.Draft {
		about += " – " + s.say.say("report.draft", nil)
	}
	for i, text := range []string{title, about} {
		style, size := s.style.title, 1.25
		if i == 1 {
			style, size = s.style.about, 1.1
		}
		s.row = i + 1
		if err := s.put([]any{excelize.Cell{StyleID: style, Value: literal(text)}}, excelize.RowOpts{Height: height(text, wide/size)}); err != nil {
			return err
		}
	}
	cells, tall := make([]any, len(s.t.Columns)), 0.0
	for i, c := range s.t.Columns {
		text := s.say.header(c)
		cells[i], tall = excelize.Cell{StyleID: s.style.head, Value: text}, max(tall, height(text, c.Width-3)) // the filter's button covers some
	}
	s.row = headRow
	return s.put(cells, excelize.RowOpts{Height: tall})
}

// height is what text needs in a column so wide, in points. Words do not break,
// so a column narrower than the longest one needs a line more.
func height(text string, width float64) float64 {
	lines, at := 1.0, 0.0
	for _, word := range strings.Fields(text) {
		n := float64(utf8.RuneCountInString(word)) * 1.1
		if at > 0 && at+1+n > width {
			lines, at = lines+1, 0
		}
		at += n + 1
		if n > width {
			lines += math.Ceil(n/max(width, 1)) - 1
		}
	}
	return lines*17 + 4
}
