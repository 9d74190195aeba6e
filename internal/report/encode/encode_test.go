package encode

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/fault"
	"giaouoc/internal/text"
)

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"KCQD-NB": "KCQD-NB", "Khối các cơ quan Đảng": "Khoi-cac-co-quan-Dang", "K/1 Đ": "K-1-D", "": "", "…": "",
		"9.1 Khen thưởng theo năm": "9-1-Khen-thuong-theo-nam", "..\\..\"\r\nX": "X",
	} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestValuesInWords(t *testing.T) {
	vi, en := newSpeaker(text.Vi), newSpeaker(text.En)
	for _, c := range []struct {
		kind   Kind
		words  string
		in     string
		vi, en string
	}{
		{Text, "", "1.5", "1.5", "1.5"},
		{Integer, "", "-12", "-12", "-12"},
		{Decimal, "", "98.5", "98,5", "98.5"},
		{Percent, "", "0.985", "98,5%", "98.5%"},
		{Percent, "", "1", "100%", "100%"},
		{Percent, "", "0.005", "0,5%", "0.5%"},
		{Percent, "", "0", "0%", "0%"},
		{Date, "", "2021-03-15", "15/03/2021", "15/03/2021"},
		{Date, "", "2021-03", "03/2021", "03/2021"},
		{Date, "", "2021", "2021", "2021"},
		{Dates, "", "2021-02-26", "26/02/2021", "26/02/2021"},
		{Dates, "", "2021-02-26, 2021-03, 2020", "26/02/2021, 03/2021, 2020", "26/02/2021, 03/2021, 2020"},
		{Instant, "", "2021-12-31T17:00:00Z", "01/01/2022 00:00:00", "01/01/2022 00:00:00"},
		{Words, "enum.signature_status", "signed", "Đã ký", "Signed"},
		{Words, "enum.signature_status", "", "", ""},
	} {
		if got := vi.people(c.kind, c.words, c.in); got != c.vi {
			t.Errorf("%s in Vietnamese: %q, want %q", c.in, got, c.vi)
		}
		if got := en.people(c.kind, c.words, c.in); got != c.en {
			t.Errorf("%s in English: %q, want %q", c.in, got, c.en)
		}
	}
}

func TestRuns(t *testing.T) {
	for in, want := range map[string]bool{
		"=1": true, "+1": true, "-1": true, "@x": true, "\t=": true, "\r=": true, "\n=": true, " =1": true, "\u00a0=1": true,
		"＝1": true, "＋": true, "－": true, "＠": true, "- Hoàn thành": true, "": false, " ": false, "a=1": false, "'=1": false, "1-2": false,
	} {
		if got := runs(in); got != want {
			t.Errorf("runs(%q) = %v", in, got)
		}
	}
}

// No separator a program may choose cuts a text of the office's file.
func TestOfficeLines(t *testing.T) {
	line := []string{"a", "x,=1+1", "x\t=1+1", "x;=1+1", `nói "được"`, "hai\ndòng", " trước", "12,5", ""}
	var b bytes.Buffer
	l := officeLines{bufio.NewWriter(&b)}
	if err := l.Write(line); err != nil {
		t.Fatal(err)
	}
	if l.Flush(); l.Error() != nil {
		t.Fatal(l.Error())
	}
	want := "a;\"x,=1+1\";\"x\t=1+1\";\"x;=1+1\";\"nói \"\"được\"\"\";\"hai\r\ndòng\";\" trước\";\"12,5\";\r\n"
	if b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
	r := csv.NewReader(&b)
	r.Comma = ';'
	if got, err := r.Read(); err != nil || !slices.Equal(got, line) {
		t.Errorf("read back as %q (%v)", got, err)
	}
}

// Text is cut so that every piece fits, and nothing of it is lost.
func TestPieces(t *testing.T) {
	for name, in := range map[string]string{
		"short": "ngắn", "one word": strings.Repeat("x", 100_000), "words": strings.Repeat("nội dung ", 9000), "lines": strings.Repeat("dòng\n", 300),
		"emoji": strings.Repeat("😀", 40_000), "underscores": strings.Repeat("_x0041_", 6000), "empty": "", "spaces": strings.Repeat(" ", 40_000),
	} {
		for _, width := range []float64{4, 16, 60, 5000} {
			got := pieces(in, width)
			if strings.Join(got, "") != in {
				t.Errorf("%s, %v wide: put together it is another text", name, width)
			}
			for _, p := range got {
				if n := len(utf16.Encode([]rune(p))); n > 32767 || p == "" && in != "" {
					t.Errorf("%s, %v wide: a piece has %d units", name, width, n)
				}
			}
			if long := len(in) > 100_000; long && len(got) < 2 {
				t.Errorf("%s, %v wide: in one piece", name, width)
			}
		}
	}
}

// Text that looks like the escape of a character, or that no file may hold, is
// read by others as it was written, or as a sign for what cannot be.
func TestEscapes(t *testing.T) {
	all := map[string]string{
		"chữ": "", "_x0041_": "", "_xE000_": "", "_xD83D_": "", "=_xdfff_ x": "", "a _xD83D_\n_xdE00_ b": "", "_xD83D_xDE00_": "", "_x005F_x0041_": "", "_x004_": "",
		"<b>&amp;]]>\"'": "", "  hai  ": "", "\ttab\n": "", "a\x01b": "a\uFFFDb", "nửa \xff": "nửa \uFFFD", "\uFFFE": "\uFFFD", "😀": "",
	}
	var in []string
	for s := range all {
		in = append(in, s)
	}
	d := hostile(0)
	d.Tables[0].Rows = nil
	for _, s := range in {
		d.Tables[0].Rows = append(d.Tables[0].Rows, []string{"1", s, "", "", ""})
	}
	var b bytes.Buffer
	if err := XLSX(&b, d); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i, s := range in {
		want := cmp.Or(all[s], s)
		got, err := f.GetCellValue(f.GetSheetName(1), fmt.Sprintf("B%d", headRow+1+i))
		if err != nil || got != want {
			t.Errorf("%q is read as %q, want %q (%v)", s, got, want, err)
		}
	}
}

// Rows beyond what is held in memory come back as they were added, as often as
// they are asked for.
func TestRows(t *testing.T) {
	for _, n := range []int{0, 1, 30_000} {
		rows := NewRows()
		for i := range n {
			if err := rows.Add([]string{strconv.Itoa(i), "", strings.Repeat("Đơn vị ", i%20)}); err != nil {
				t.Fatal(err)
			}
		}
		if long := rows.to.file != nil; long != (n > 10_000) {
			t.Errorf("%d rows in a file: %v", n, long)
		}
		for range 2 {
			i := 0
			for row, err := range rows.all(3) {
				if want := []string{strconv.Itoa(i), "", strings.Repeat("Đơn vị ", i%20)}; err != nil || !slices.Equal(row, want) {
					t.Fatalf("row %d is %q (%v)", i, row, err)
				}
				i++
			}
			if i != n || rows.Len() != n {
				t.Errorf("%d of %d rows come back", i, n)
			}
		}
	}
}

func TestSerial(t *testing.T) {
	for day, want := range map[string]int{"1900-01-01": 1, "1900-02-28": 59, "1900-03-01": 61, "2021-02-26": 44253, "2199-12-31": 109574} {
		at, _ := time.Parse(time.DateOnly, day)
		if got := serial(at); got != want {
			t.Errorf("%s is day %d, want %d", day, got, want)
		}
	}
}

// hostile is a document whose every text is as bad as stored text can be.
func hostile(n int) *Document {
	bad := []string{strings.Repeat("dài ", 10_000), "]]>", "=cmd|' /C calc'!A0", "😀&<>\"'", "_x000D_", strings.Repeat("&", 300), "\tx", "123", "0012", "1e5", "TRUE"}
	d := &Document{Lang: text.Vi, Title: "=1+1", About: strings.Repeat("Khối & cụm ", 60), Draft: true, Chief: "report.sign.chief_bloc", At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Checksum: "sha256:" + strings.Repeat("a", 64)}
	d.Facts = []Fact{{Key: "bloc", Value: d.About}}
	t := Table{Key: "awards", Landscape: true, Signed: true, Columns: []Column{
		{Key: "row", Kind: Ordinal, Width: 6}, {Key: "type", Width: 30}, {Key: "target", Kind: Decimal, Width: 10}, {Key: "signed_on", Kind: Date, Width: 12}, {Key: "remark", Width: 20, Aside: true},
	}}
	for i := range n {
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), bad[i%len(bad)], []string{"1.5", "", "9223372036854.775807"}[i%3], []string{"2021-02-26", "2021-02", ""}[i%3], bad[(i+1)%len(bad)]})
	}
	d.Tables = []Table{t}
	return d
}

func TestHostileTextOpens(t *testing.T) {
	d := hostile(44)
	d.Tables[0].Signed = false
	var b bytes.Buffer
	if err := XLSX(&b, d); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		for x := xml.NewDecoder(r); ; {
			if _, err := x.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	w, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	rows, err := w.GetRows("8. Khen thưởng", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	at, got := -1, make([]string, len(d.Tables[0].Rows))
	for _, r := range rows[headRow:] {
		r = append(r, "", "", "", "", "")
		if r[0] != "" {
			at++
		}
		if at >= 0 && at < len(got) {
			got[at] += r[1]
		}
	}
	for i, r := range d.Tables[0].Rows {
		if got[i] != r[1] {
			t.Errorf("row %d: %.40q (%d), want %.40q (%d)", i, got[i], len(got[i]), r[1], len(r[1]))
		}
	}
	about, err := w.GetRows("0. Thông tin")
	if err != nil || !strings.Contains(fmt.Sprint(about), "dài quá mức") {
		t.Errorf("the first sheet does not say that texts go on below (%v)", err)
	}
}

// The library's temporary files are gone when the file is written, also where
// writing fails.
func TestNoTemporaryFilesAreLeft(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	d := hostile(3)
	row := []string{"1", strings.Repeat("dài ", 300), "1.5", "2021-02-26", ""}
	for range 20_000 {
		d.Tables[0].Rows = append(d.Tables[0].Rows, row)
	}
	for name, w := range map[string]io.Writer{"written": io.Discard, "failing": failing{}} {
		if err := XLSX(w, d); (err != nil) != (name == "failing") {
			t.Errorf("%s: %v", name, err)
		}
		left, err := os.ReadDir(dir)
		if err != nil || len(left) > 0 {
			t.Errorf("%s: %d files are left (%v)", name, len(left), err)
		}
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// BenchmarkAnnualXLSX compares a sheet of many rows with the library's stream
// writer used plainly.
func BenchmarkAnnualXLSX(b *testing.B) {
	const rows = 10_000
	d := &Document{Lang: text.Vi, Title: "Báo cáo", About: "Khối – 2021", At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Checksum: "sha256:" + strings.Repeat("a", 64)}
	t := Table{Key: "awards"}
	for i := range 11 {
		t.Columns = append(t.Columns, Column{Key: []string{"order", "type", "remark"}[min(i, 2)], Kind: []Kind{Integer, Text, Date}[i%3], Width: 16})
	}
	for i := range rows {
		var r []string
		for c := range t.Columns {
			r = append(r, []string{fmt.Sprint(i), "Bằng khen của Chủ tịch tỉnh", "2021-02-26"}[c%3])
		}
		t.Rows = append(t.Rows, r)
	}
	d.Tables = []Table{t}
	b.Run("report", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := XLSX(io.Discard, d); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("plain stream writer", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f := excelize.NewFile()
			w, err := f.NewStreamWriter("Sheet1")
			if err != nil {
				b.Fatal(err)
			}
			for i, r := range t.Rows {
				cells := make([]any, len(r))
				for c := range r {
					cells[c] = r[c]
				}
				if err := w.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
					b.Fatal(err)
				}
			}
			if err := errors.Join(w.Flush(), f.Write(io.Discard), f.Close()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// A list that is read row by row makes the files of one that is held, sums, texts
// that go on below and all.
func TestLongTablesAreTheSame(t *testing.T) {
	held := hostile(300)
	held.Tables[0].Columns[0].Total = func(first, last int) string { return fmt.Sprintf("SUM(A%d:A%d)", first, last) }
	long := *held
	long.Tables = slices.Clone(held.Tables)
	rows := NewRows()
	for _, r := range held.Tables[0].Rows {
		if err := rows.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	long.Tables[0].Rows, long.Tables[0].Long = nil, rows
	for name, write := range map[string]func(io.Writer, *Document) error{"xlsx": XLSX, "csv": CSV} {
		var a, b bytes.Buffer
		if err := write(&a, held); err != nil {
			t.Fatal(err)
		}
		if err := write(&b, &long); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) || a.Len() == 0 {
			t.Errorf("%s: the files differ", name)
		}
	}
}

// A list that no sheet holds is refused by name, before the first byte.
func TestMoreRowsThanASheet(t *testing.T) {
	rows := NewRows()
	for range 1 << 20 {
		if err := rows.Add([]string{""}); err != nil {
			t.Fatal(err)
		}
	}
	d := hostile(1)
	d.Tables = []Table{{Key: "awards", Columns: []Column{{Key: "type", Width: 9}}, Long: rows}}
	var b bytes.Buffer
	var refused *fault.Error
	if err := XLSX(&b, d); !errors.As(err, &refused) || refused.Fields[0].Parameter != "format" || b.Len() > 0 {
		t.Errorf("%v after %d bytes", err, b.Len())
	}
}

// peak is a writer that notes the most memory that was held while it was written
// to.
type peak struct{ held uint64 }

func (p *peak) Write(b []byte) (int, error) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	p.held = max(p.held, m.HeapAlloc)
	return len(b), nil
}

// What a long list takes does not grow with it.
func TestLongTablesTakeNoMemory(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	for name, write := range map[string]func(io.Writer, *Document) error{
		"xlsx": XLSX, "csv": CSV,
		"json": func(w io.Writer, d *Document) error { return WriteJSON(w, d.Facts[0], "rows", d.Tables[0]) },
	} {
		held := map[int]uint64{}
		for _, n := range []int{2_000, 80_000} {
			rows := NewRows()
			for i := range n {
				if err := rows.Add([]string{strconv.Itoa(i), fmt.Sprintf("Ủy ban nhân dân xã số %d, huyện Đông Hưng", i*7919), "98.5", "2021-02-26", "ghi chú " + strconv.Itoa(i)}); err != nil {
					t.Fatal(err)
				}
			}
			d := hostile(1)
			d.Tables[0].Rows, d.Tables[0].Long = nil, rows
			runtime.GC()
			p := &peak{}
			if err := write(p, d); err != nil {
				t.Fatal(err)
			}
			held[n] = p.held
		}
		// Held, they would be some 12 MiB; what the collector has not come to yet is less.
		if grown := int64(held[80_000]) - int64(held[2_000]); grown > 5<<20 {
			t.Errorf("%s: 80 000 rows take %d KiB more than 2 000", name, grown>>10)
		}
	}
}
