package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/app/apptest"
)

// office is one table of the office's CSV files in a language.
func (b *books) office(t *testing.T, query, file string) []map[string]string {
	t.Helper()
	files := parts(t, b.admin.Get(b.path("format=csv&"+query)).Must(200).Raw)
	content, ok := files[file]
	if !ok {
		t.Fatalf("there is no %s", file)
	}
	return readCSV(t, bytes.TrimPrefix(content, []byte("\ufeff")), ';')
}

// Days somebody was seen are written as people write them, each as far as it is
// known; machines get them as they are.
func TestAnnualReportWritesSeveralDays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 2, 0, 0)
		days := []string{"2021-02-26", "2021-03", "2020"}
		b.admin.Post("/terms/"+b.term+"/leadership", object{"role": "leader", "unit_id": b.units[0], "persons": []object{
			{"name": "Bà Một", "seen_on": days[:1]}, {"name": "Bà Hai", "seen_on": days}, {"name": "Bà Ba"},
		}}).Must(201)
		shown := []string{"26/02/2021", "26/02/2021, 03/2021, 2020", ""}
		j := b.admin.Get(b.path("format=json")).Must(200)
		if got := j.At("data.leadership.0.persons.1.seen_on"); !cmp.Equal(got, []any{"2021-02-26", "2021-03", "2020"}) {
			t.Errorf("json: %v", got)
		}
		raw := b.admin.Get(b.path("format=csv&lang=vi")).Must(200).Raw
		machine := readCSV(t, parts(t, raw)["machine/leadership.csv"], ',')
		for lang, at := range map[string][3]string{
			"vi": {"2.1 Trưởng khối, Phó khối", "Có mặt ngày", "van-phong/2-1-Truong-khoi-Pho-khoi.csv"}, "en": {"2.1 Leadership", "Seen on", "office/2-1-Leadership.csv"},
		} {
			office := b.office(t, "lang="+lang, at[2])
			sheet := readWorkbook(t, b.admin.Get(b.path("format=xlsx&lang="+lang)).Must(200).Raw).table(t, at[0])
			for i, want := range shown {
				if got := office[i][at[1]]; got != want {
					t.Errorf("%s office file: %q, want %q", lang, got, want)
				}
				if c := sheet[i][at[1]]; i == 0 && c.Value != "44253" || i == 1 && c.text() != want || i == 2 && c.text() != "" {
					t.Errorf("%s workbook: %+v, want %q", lang, c, want)
				}
			}
		}
		if machine[0]["seen_on"] != "2021-02-26" || machine[1]["seen_on"] != "2021-02-26, 2021-03, 2020" {
			t.Errorf("machine file: %v", machine)
		}
	})
}

// A year with nothing on record stays blank and says what that means, where and
// only where there is one.
func TestAnnualReportSaysWhatBlanksMean(t *testing.T) {
	notes := map[string]string{
		"vi": "Ô trống: chưa có ghi nhận khen thưởng nào, không có nghĩa là không được khen thưởng.",
		"en": "Blank cell: no award is on record, which does not mean that none was given.",
	}
	sheets := map[string][3]string{
		"vi": {"1. Tổng quan", "9. Thống kê khen thưởng", "9.1 Khen thưởng theo năm"}, "en": {"1. Overview", "9. Award statistics", "9.1 Awards by year"},
	}
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 2, 0, 0)
		says := func(lang, sheet, note string) bool {
			w := readWorkbook(t, b.admin.Get(b.path("format=xlsx&lang="+lang)).Must(200).Raw)
			if _, ok := w.sheets[sheet]; !ok {
				return false
			}
			rows := w.table(t, sheet)
			for _, c := range rows[len(rows)-1] {
				if strings.HasSuffix(c.text(), note) && c.Formula == "" {
					return true
				}
			}
			return false
		}
		expect := func(when string, figures, tally, byPeriod bool) {
			t.Helper()
			for lang, names := range sheets {
				zero := map[string]string{"vi": "Số 0: " + strings.TrimPrefix(notes["vi"], "Ô trống: "), "en": "Zero: " + strings.TrimPrefix(notes["en"], "Blank cell: ")}[lang]
				got := []bool{says(lang, names[0], notes[lang]), says(lang, names[1], zero), says(lang, names[2], notes[lang])}
				if want := []bool{figures, tally, byPeriod}; !cmp.Equal(got, want) {
					t.Errorf("%s, %s: notes %v, want %v", when, lang, got, want)
				}
				files := parts(t, b.admin.Get(b.path("format=csv&lang="+lang)).Must(200).Raw)
				info := files[map[string]string{"vi": "van-phong/0-Thong-tin.csv", "en": "office/0-About.csv"}[lang]]
				if bytes.Contains(info, []byte(notes[lang])) != (figures || byPeriod) || bytes.Contains(files["machine/info.csv"], []byte(notes[lang])) {
					t.Errorf("%s: the office file says\n%s", when, info)
				}
			}
		}
		given := func(year int) {
			b.admin.Post("/awards", object{"bloc_id": b.bloc, "type_as_written": "bằng khen", "recipient_kind": "collective", "count": 1, "period": fmt.Sprint(year)}).Must(201)
		}
		expect("nothing on record", true, true, false)
		if got := b.admin.Get("/terms/" + b.term + "/overview").Must(200).At("awards.collectives"); got != 0.0 {
			t.Errorf("the API counts %v", got)
		}
		given(2021)
		expect("this year on record", true, false, true)
		given(2020)
		expect("both years on record", false, false, true)
		for year := 2017; year < 2020; year++ {
			given(year)
		}
		expect("every year on record", false, false, false)
	})
}

// Rows are numbered as they stand; what has a number of its own keeps it beside.
func TestAnnualReportNumbersItsRows(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 4, 2, 0)
		row := object{"bloc_id": b.bloc, "type_as_written": "bằng khen", "recipient_kind": "collective", "period": "2021", "sources": []object{{"title": "Tin đã đăng"}}}
		for _, of := range [][]int{{1, 3}, {3}} {
			var names []object
			for _, u := range of {
				names = append(names, object{"unit_id": b.units[u]})
			}
			row["count"], row["recipients"] = len(names), names
			b.admin.Post("/awards", row).Must(201)
		}
		w := readWorkbook(t, b.admin.Get(b.path("format=xlsx&lang=vi")).Must(200).Raw)
		if got, want := w.names[len(w.names)-2:], []string{"10. Biểu đồ", "11. Nguồn"}; !cmp.Equal(got, want) {
			t.Errorf("the last sheets are %v, want %v", got, want)
		}
		for _, x := range []struct {
			sheet, file, column string
			want                [][2]string
		}{
			{"2. Đơn vị, chữ ký", "van-phong/2-Don-vi-chu-ky.csv", "Thứ tự lễ tân", [][2]string{{"1", "1"}, {"2", "2"}, {"3", "3"}, {"4", "4"}}},
			{"3. Nội dung giao ước", "van-phong/3-Noi-dung-giao-uoc.csv", "Thứ tự trong giao ước", [][2]string{{"1", "1"}, {"2", "2"}}},
			{"8. Khen thưởng", "van-phong/8-Khen-thuong.csv", "Bản ghi thứ", [][2]string{{"1", "1"}, {"2", "1"}, {"3", "2"}}},
			{"8.2 Khen thưởng theo đơn vị", "van-phong/8-2-Khen-thuong-theo-don-vi.csv", "Thứ tự lễ tân", [][2]string{{"1", "2"}, {"2", "4"}}},
		} {
			cells, lines := w.table(t, x.sheet), b.office(t, "lang=vi", x.file)
			if len(lines) != len(x.want) {
				t.Errorf("%s has %d rows, want %d", x.file, len(lines), len(x.want))
				continue
			}
			for i, want := range x.want {
				if got := [2]string{cells[i]["STT"].text(), cells[i][x.column].text()}; got != want {
					t.Errorf("%s, row %d: %v, want %v", x.sheet, i, got, want)
				}
				if got := [2]string{lines[i]["STT"], lines[i][x.column]}; got != want {
					t.Errorf("%s, row %d: %v, want %v", x.file, i, got, want)
				}
			}
		}
	})
}

// The first sheet tells of sections to come, of the default of the filter and of
// the program; machine files are named alike in every language.
func TestAnnualReportTellsOfItself(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 2, 1, 1)
		first := map[string]map[string]string{}
		for lang, words := range map[string][]string{
			"vi": {"Mục 5–7 (bảng điểm, xếp hạng, xếp hạng nhiều năm): chưa có trong phiên bản này.", "only_awarded=true", "mặc định", "bản phát triển"},
			"en": {"Sections 5–7 (score table, ranking, ranking over the years): not in this version yet.", "only_awarded=true", "default", "development build"},
		} {
			w := readWorkbook(t, b.admin.Get(b.path("format=xlsx&lang="+lang)).Must(200).Raw)
			files := parts(t, b.admin.Get(b.path("format=csv&lang="+lang)).Must(200).Raw)
			var sheet strings.Builder
			for _, r := range w.sheets[w.names[0]].Rows {
				for _, c := range r.Cells {
					sheet.WriteString(c.text() + "\n")
				}
			}
			info := string(files[map[string]string{"vi": "van-phong/0-Thong-tin.csv", "en": "office/0-About.csv"}[lang]])
			for _, want := range words {
				if !strings.Contains(sheet.String(), want) || !strings.Contains(info, want) {
					t.Errorf("%s: %q is not said in\n%s\n%s", lang, want, sheet.String(), info)
				}
			}
			first[lang] = map[string]string{}
			for name, content := range files {
				if name == "machine/info.csv" { // it tells its own instant
					content = nil
				}
				if strings.HasPrefix(name, "machine/") {
					first[lang][name] = string(content)
				}
			}
		}
		if diff := cmp.Diff(first["vi"], first["en"]); diff != "" || len(first["vi"]) != 18 {
			t.Errorf("machine files by language (%d):\n%s", len(first["vi"]), diff)
		}
	})
}
