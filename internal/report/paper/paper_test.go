package paper

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/date"
	"giaouoc/internal/report/paper/papertest"
	"giaouoc/internal/text"
)

// hostile is what a name may hold: stacked marks, marks of their own, what XML and
// PDF write their own things with.
const hostile = "ỦY BAN KIỂM TRA TỈNH ỦY – Ẫ Ậ Ẳ Ễ Ộ Ỡ Ự <b>&amp; \"quotes\" 'one' (a) \\n 100% ]]> "

// sample has every kind of block, of some length.
func sample(l *Layout, lang text.Lang) *Document {
	name := hostile + norm.NFD.String("Đảng ủy Khối Cơ quan và Doanh nghiệp tỉnh ") + strings.Repeat("rất dài ", 12)
	t := Table{Title: "Nội dung giao ước", Columns: []Column{{"STT", 1, Center}, {"Nội dung", 6, Left}, {"Chỉ tiêu", 2, Right}, {"Hạn", 2, Center}}, Note: "Số liệu của hệ thống."}
	for i := range 60 {
		if i%20 == 0 {
			t.Rows = append(t.Rows, Row{Cells: []string{"Nhóm " + fmt.Sprint(i)}, Group: true})
		}
		t.Rows = append(t.Rows, Row{Cells: []string{fmt.Sprint(i + 1), name, "98,5", "31/12/2026"}})
	}
	t.Rows = append(t.Rows, Row{Cells: []string{"61", strings.Repeat("cao hơn một trang ", 600), "", ""}, Bold: true})
	wide := Table{Columns: make([]Column, 12)}
	for i := range wide.Columns {
		wide.Columns[i] = Column{Title: fmt.Sprint("Cột ", i+1), Weight: 1}
	}
	wide.Rows = []Row{{Cells: strings.Split(strings.Repeat("giá trị,", 12), ",")[:12]}}
	grid := Signatures{Title: "Đại diện các đơn vị"}
	for i := range 10 {
		grid.Of = append(grid.Of, Signatory{Behalf: fmt.Sprint("Đơn vị ", i), Position: "Thủ trưởng", Name: fmt.Sprint("Nguyễn Thị Ễ ", i), Note: fmt.Sprint("(Đã ký: 26/02/2021, số ", i, ")")})
	}
	return &Document{
		Layout: l, Lang: lang, Draft: true, Name: "Báo cáo " + name, Author: "người & máy", At: time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC),
		Issue: Issue{Parent: "Tỉnh ủy Ninh Bình", Issuer: "Khối thi đua các cơ quan Đảng", Number: "05", Kind: "BC", Organ: "KTĐ", Place: "Ninh Bình", Day: "05/02/2021"},
		Title: "Báo cáo", Subject: []string{"Tổng kết năm 2021", name}, To: []string{"Thường trực Tỉnh ủy", "Hội đồng Thi đua – Khen thưởng tỉnh"},
		Body: []Block{
			Heading{1, "ĐẶC ĐIỂM"},
			Para{Text: name + name},
			Item{name},
			Heading{2, "Thuận lợi"},
			Heading{3, "Chung"},
			Heading{3, "Riêng"},
			Heading{2, "Khó khăn"},
			Heading{1, "KẾT QUẢ"},
			Heading{2, "Nội dung"},
			t,
			Para{Text: strings.Repeat("x", 300), Bold: true, Italic: true, Align: Center},
			Chart{Title: "Khen thưởng", Labels: []string{"2019", "2020", "2021"}, Series: []Series{{"Tập thể", []float64{3, math.NaN(), 12}}, {"Cá nhân", []float64{0, math.NaN(), 7}}}, Says: "Năm 2020 chưa có số liệu."},
			grid,
		},
		Signatory: Signatory{Behalf: l.For(lang, "Khối thi đua"), Position: "Trưởng khối", Name: "Trần Thị Ơn"}, Recipients: []string{"Thường trực Tỉnh ủy", name},
		Appendices: []Appendix{{"PHỤ LỤC I\n" + name, true, []Block{wide}}, {"PHỤ LỤC II", false, []Block{Para{Text: "hết"}}}},
		Trace:      Trace{"Thông tin kết xuất", []string{"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}, "https://thidua.example/verify/ABCD"},
	}
}

func written(t *testing.T, write func(io.Writer, *Document) error, d *Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Both forms hold every text of the document, whole and in order, whatever the
// layout; numbers of headings and pages are their own.
func TestBothFormsSayTheSame(t *testing.T) {
	for _, l := range Layouts() {
		for _, lang := range []text.Lang{text.Vi, text.En} {
			t.Run(l.Name+string(l.From)+string(lang), func(t *testing.T) {
				d := sample(l, lang)
				inWord, inPDF := papertest.Letters(papertest.Word(t, written(t, DOCX, d))), papertest.Letters(papertest.PDF(t, written(t, PDF, d)))
				for _, want := range texts(d) {
					if w := papertest.Letters(want); !strings.Contains(inWord, w) || !strings.Contains(inPDF, w) {
						t.Errorf("%.80q: in DOCX %v, in PDF %v", want, strings.Contains(inWord, w), strings.Contains(inPDF, w))
					}
				}
			})
		}
	}
}

// texts are those of a document that stand in both forms without a break.
func texts(d *Document) []string {
	out := []string{d.Layout.Title.cased(d.Title), strings.Join(d.Subject, ""), d.Trace.Title, d.Trace.Lines[0], d.Signatory.Name, "Ninh Bình", d.Recipients[1], d.Appendices[0].Title, d.Appendices[1].Title}
	for _, s := range append(d.left(), d.head(d.Layout.Right)...) {
		out = append(out, s.text)
	}
	for _, b := range d.Body {
		switch x := b.(type) {
		case Heading:
			out = append(out, x.Text)
		case Para:
			out = append(out, x.Text)
		case Item:
			out = append(out, x.Text)
		case Chart:
			out = append(out, x.Says)
		case Table:
			out = append(out, x.Title, x.Note, x.Rows[0].Cells[0])
		case Signatures:
			out = append(out, x.Title)
			for _, s := range x.Of {
				out = append(out, d.Layout.Behalf.cased(s.Behalf), s.Name, s.Note)
			}
		}
	}
	return out
}

// All parts are XML; every part is declared, every relation leads somewhere, and
// tables, headers and styles are what an office can work with.
func TestDOCXIsWhole(t *testing.T) {
	for _, l := range Layouts() {
		raw := written(t, DOCX, sample(l, text.Vi))
		all := papertest.Parts(t, raw)
		for name, content := range all {
			if strings.HasSuffix(name, ".png") {
				continue
			}
			for d := xml.NewDecoder(strings.NewReader(content)); ; {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			if !strings.HasSuffix(name, ".rels") && name != "[Content_Types].xml" && !strings.Contains(all["[Content_Types].xml"], `PartName="/`+name+`"`) {
				t.Errorf("%s is not declared", name)
			}
		}
		for _, m := range regexp.MustCompile(`Target="([^"]+)"`).FindAllStringSubmatch(all["word/_rels/document.xml.rels"], -1) {
			if _, there := all["word/"+m[1]]; !there {
				t.Errorf("a relation leads to %s, which is not there", m[1])
			}
		}
		document := all["word/document.xml"]
		for what, n := range map[string]int{
			"<w:tblHeader/>": 2, `w:orient="landscape"`: 1, "<w:titlePg/>": 1, "<c:chart ": 1, `r:embed="rIdQR"`: 1,
			`<w:pStyle w:val="VBMuc1"/>`: 2, `<w:pStyle w:val="VBMuc3"/>`: 2, `<w:pStyle w:val="VBTieuDe"/>`: 3,
		} {
			if got := strings.Count(document, what); got != n {
				t.Errorf("%s: %d times %s, want %d", l.Name, got, what, n)
			}
		}
		for _, m := range regexp.MustCompile(`w:pStyle w:val="(\w+)"`).FindAllStringSubmatch(document, -1) {
			if !strings.Contains(all["word/styles.xml"], `w:styleId="`+m[1]+`"`) {
				t.Errorf("there is no style %s", m[1])
			}
		}
		if strings.Contains(document, "<w:tc></w:tc>") || regexp.MustCompile(`</w:tcPr></w:tc>`).MatchString(document) {
			t.Error("a cell without a paragraph")
		}
	}
}

// Characters the PDF library has no room for stand there as their numbers.
func TestPlane(t *testing.T) {
	d := sample(LayoutOn("state", ""), text.Vi)
	d.Body = []Block{Heading{1, "Cờ 🏆"}, Para{Text: "𝒜 và 😀"}, Chart{Title: "🏆", Labels: []string{"😀"}, Series: []Series{{"𝒜", []float64{1}}}}}
	d.Subject, d.Name = []string{"🏆"}, "🏆"
	got := papertest.PDF(t, written(t, PDF, d))
	if !strings.Contains(got, "Cờ [U+1F3C6]") || !strings.Contains(got, "[U+1D49C] và [U+1F600]") {
		t.Errorf("%.300s", got)
	}
	if word := papertest.Word(t, written(t, DOCX, d)); !strings.Contains(word, "𝒜 và 😀") {
		t.Error("Word loses what is beyond the first plane")
	}
}

// The same document makes the same bytes.
func TestSameBytes(t *testing.T) {
	for name, write := range map[string]func(io.Writer, *Document) error{"docx": DOCX, "pdf": PDF} {
		l := LayoutOn("state", "")
		first := written(t, write, sample(l, text.Vi))
		for range 5 {
			if !bytes.Equal(first, written(t, write, sample(l, text.Vi))) {
				t.Fatalf("%s differs from one time to the next", name)
			}
		}
	}
}

// A PDF has its fonts in it, bookmarks, a language and a title; its pages are A4.
func TestPDFIsWhole(t *testing.T) {
	d := sample(LayoutOn("party", ""), text.Vi)
	raw := written(t, PDF, d)
	cmd := exec.Command("pdffonts", "-")
	cmd.Stdin = bytes.NewReader(raw)
	fonts, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(fonts)), "\n")[2:]
	for _, l := range lines {
		if !regexp.MustCompile(`yes (yes|no ) yes`).MatchString(l) {
			t.Errorf("not embedded, or without Unicode: %s", l)
		}
	}
	if len(lines) == 0 {
		t.Error("no fonts")
	}
	cmd = exec.Command("pdfinfo", "-l", "99", "-")
	cmd.Stdin = bytes.NewReader(raw)
	info, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	upright, lying := 0, 0
	for _, m := range regexp.MustCompile(`Page +\d+ size: +([\d.]+) x ([\d.]+)`).FindAllStringSubmatch(string(info), -1) {
		switch m[1] + " x " + m[2] {
		case "595.28 x 841.89":
			upright++
		case "841.89 x 595.28":
			lying++
		default:
			t.Errorf("a page of %s × %s points", m[1], m[2])
		}
	}
	if lying != 1 || upright < 5 || !strings.Contains(string(info), "Báo cáo ỦY BAN") {
		t.Errorf("%d upright pages, %d that lie: %s", upright, lying, info)
	}
	if !bytes.Contains(raw, []byte("/Lang")) || !bytes.Contains(raw, []byte("/Outlines")) {
		t.Error("no language or no bookmarks")
	}
}

// Wherever a heading falls, what it is over begins on the same page: a table with its
// title, header and first row.
func TestHeadingsStandWithWhatTheyAreOver(t *testing.T) {
	rows := []Row{{Cells: []string{"1", strings.Repeat("dòng đầu cao ", 20)}}, {Cells: []string{"2", "dòng sau"}}}
	for lines := range 45 {
		d := &Document{
			Layout: LayoutOn("party", ""), Lang: text.Vi, Name: "x", Title: "Biên bản", At: time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC),
			Body: []Block{
				Para{Text: strings.TrimSuffix(strings.Repeat("mở đầu\n", lines+1), "\n")},
				Heading{1, "TIÊU ĐỀ LỚN"},
				Heading{2, "Tiêu đề nhỏ"},
				Table{Title: "Tên bảng", Columns: []Column{{"STT", 1, Center}, {"Nội dung", 3, Left}}, Rows: rows},
			},
		}
		pages := papertest.Pages(t, written(t, PDF, d))
		for _, page := range pages {
			if strings.Contains(page, "TIÊU ĐỀ LỚN") != strings.Contains(page, "dòng đầu cao") || strings.Contains(page, "TIÊU ĐỀ LỚN") != strings.Contains(page, "Tên bảng") {
				t.Fatalf("after %d lines the heading is parted from its table:\n%s", lines+1, page)
			}
		}
	}
}

func TestPlaceAndDay(t *testing.T) {
	for _, c := range []struct{ place, day, want string }{
		{"Ninh Bình", "05/02/2021", "Ninh Bình, ngày 05 tháng 02 năm 2021"},
		{"Ninh Bình", "15/03/2021", "Ninh Bình, ngày 15 tháng 3 năm 2021"},
		{"Ninh Bình", "1/12/2021", "Ninh Bình, ngày 1 tháng 12 năm 2021"},
		{"", "02/2021", "____________, ngày _____ tháng 02 năm 2021"},
		{"", "", "____________, ngày _____ tháng _____ năm _______"},
	} {
		d := Document{Lang: text.Vi, Issue: Issue{Place: c.place, Day: c.day}}
		if got := strings.ReplaceAll(d.placeAndDay("paper.date"), "\u00a0", "_"); got != c.want {
			t.Errorf("%q %q: %q, want %q", c.place, c.day, got, c.want)
		}
	}
}

// A joint document has no number; a list that goes with another has neither
// number nor place and day, and may lie on its side.
func TestHeadOfAnAttachedList(t *testing.T) {
	for _, l := range Layouts() {
		d := sample(l, text.Vi)
		number, day := strings.Split(text.Of(text.Vi, l.Left[2].Words, nil), " ")[0], "tháng 02 năm 2021"
		has := func(d *Document, words string) bool {
			w := papertest.Letters(papertest.Word(t, written(t, DOCX, d)))
			p := papertest.Letters(papertest.PDF(t, written(t, PDF, d)))
			if strings.Contains(w, papertest.Letters(words)) != strings.Contains(p, papertest.Letters(words)) {
				t.Errorf("%s: %q stands in one form alone", l.Name, words)
			}
			return strings.Contains(w, papertest.Letters(words))
		}
		d.Body, d.Appendices = []Block{Para{Text: "hết"}}, nil
		if number += " 05"; !has(d, number) || !has(d, day) {
			t.Fatalf("%s: the sample lacks %q or %q", l.Name, number, day)
		}
		if d.Issue.Kind = ""; has(d, number) || !has(d, day) {
			t.Errorf("%s: a joint document bears a number, or no day", l.Name)
		}
		if d.Issue.Attached = true; has(d, day) {
			t.Errorf("%s: a list that goes with a document has a day", l.Name)
		}
		d.Landscape = true
		if x := papertest.Parts(t, written(t, DOCX, d))["word/document.xml"]; strings.Count(x, "<w:sectPr>") != 1 || !strings.Contains(x, `w:orient="landscape"`) {
			t.Errorf("%s: the body does not lie on its side", l.Name)
		}
		if raw := written(t, PDF, d); !bytes.Contains(raw, []byte("/MediaBox [0 0 841.89 595.28]")) {
			t.Errorf("%s: the page does not lie on its side", l.Name)
		}
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{1: "I", 4: "IV", 9: "IX", 14: "XIV", 40: "XL", 99: "XCIX"} {
		if got := Roman(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	for n, want := range map[int]string{1: "a", 26: "z", 27: "aa", 28: "bb"} {
		if got := letter(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	var c counter
	got := fmt.Sprint(c.next(1), c.next(2), c.next(3), c.next(3), c.next(2), c.next(3), c.next(1), c.next(2))
	if got != "1 1 1 2 2 1 2 1" {
		t.Error(got)
	}
}

// A layout holds from its day on; before the first of its name, the first.
func TestLayoutOn(t *testing.T) {
	for _, c := range []struct{ name, day, want string }{
		{"party", "2017-01-01", "2018-04-03"}, {"party", "2026-05-26", "2018-04-03"}, {"party", "2026-05-27", "2026-05-27"}, {"party", "", "2026-05-27"}, {"state", "2021-01-01", "2020-03-05"},
	} {
		if l := LayoutOn(c.name, date.Day(c.day)); l == nil || string(l.From) != c.want {
			t.Errorf("%s on %s: %+v", c.name, c.day, l)
		}
	}
	if LayoutOn("none", "") != nil {
		t.Error("a layout nobody has")
	}
	for _, l := range Layouts() {
		if m := l.Margins; m.Top < 20 || m.Top > 25 || m.Left < 30 || m.Left > 35 || m.Right < 15 || m.Right > 20 || l.Font != "Times New Roman" || len(l.Headings) != 3 || len(l.Unsure) == 0 || l.Rule == "" {
			t.Errorf("%s: %+v", l.Name, l)
		}
	}
}

// An axis begins at zero, ends above its highest column and has few lines.
func TestAxis(t *testing.T) {
	for _, c := range []struct{ highest, end, step float64 }{{0, 1, 1}, {1, 1, 1}, {5, 5, 1}, {6, 6, 2}, {21, 25, 5}, {98, 100, 20}, {1234, 1500, 500}} {
		end, step := Chart{Labels: []string{"x"}, Series: []Series{{"y", []float64{c.highest}}}}.top()
		if end != c.end || step != c.step {
			t.Errorf("%v: %v by %v, want %v by %v", c.highest, end, step, c.end, c.step)
		}
	}
}
