package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/report"
)

// counted makes a bloc with awards of several years, longer and unknown periods,
// of all kinds of recipients, annulled and in draft, named, counted and of unknown
// count, so many times over; and one that no bloc is known of.
func counted(t *testing.T, admin *apptest.Client, times int) (bloc string) {
	t.Helper()
	bloc = made(t, admin, "/blocs", object{"kind": "bloc", "code": "K5", "name": "Khối <5> & các cơ quan", "document_layout": "party"})
	for _, year := range []string{"2018", "2020", "2021"} {
		made(t, admin, "/terms", object{"bloc_id": bloc, "period": year})
	}
	flag := admin.Get("/award-types?family=CO_TINH&limit=1").Must(200).Str("data.0.id")
	who := unit(t, admin, "Văn phòng Tỉnh ủy")
	add := func(body object, more object) {
		for k, v := range more {
			body[k] = v
		}
		if _, there := body["bloc_id"]; !there {
			body["bloc_id"] = bloc
		}
		made(t, admin, "/awards", body)
	}
	draft := made(t, admin, "/decisions", object{"kind": "award", "authority_as_written": "UBND", "number": "9/QĐ"})
	for i := range times {
		add(object{"award_type_id": flag, "recipient_kind": "collective", "count": 1, "period": "2020"}, object{"recipients": []object{{"unit_id": who}}})
		add(object{"type_as_written": "=bằng khen", "recipient_kind": "collective", "count": 4, "period": "2018", "remark": payloads()[i%len(payloads())]}, nil)
		add(object{"type_as_written": "=bằng khen", "recipient_kind": "individual", "count": 3, "period": "2020"}, object{"recipients": []object{{"person_as_written": "@Nguyễn Văn A", "unit_id": who}, {"person_as_written": "Bà “B”"}}})
		add(object{"type_as_written": "=bằng khen", "recipient_kind": "household", "count": 2, "period": "2021"}, nil)
		add(object{"type_as_written": "giấy khen", "count": 5, "period": "2021"}, nil)
		add(object{"type_as_written": "giấy khen", "recipient_kind": "individual", "period": "2021"}, nil)
		add(object{"type_as_written": "huân chương", "recipient_kind": "collective", "count": 1, "period": "2011-2015", "period_kind": "range"}, nil)
		add(object{"type_as_written": "giấy khen", "recipient_kind": "collective", "count": 6}, nil)
		add(object{"type_as_written": "giấy khen", "recipient_kind": "collective", "count": 7, "period": "2021", "decision_id": draft}, nil)
		add(object{"type_as_written": "giấy khen", "recipient_kind": "collective", "count": 8, "period": "2021", "bloc_id": nil}, nil)
	}
	gone := made(t, admin, "/decisions", object{"kind": "award", "authority_as_written": "UBND", "number": "1/QĐ", "status": "in_force"})
	add(object{"type_as_written": "giấy khen", "recipient_kind": "collective", "count": 9, "period": "2021", "decision_id": gone}, nil)
	made(t, admin, "/decisions", object{"kind": "award", "authority_as_written": "UBND", "number": "2/QĐ", "status": "in_force", "annuls_id": gone})
	return bloc
}

// The statistics are the tally of the bloc, to the last digit, and the sums of
// its history, in every form.
func TestAwardStatistics(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		bloc := counted(t, admin, 2)
		path := "/blocs/" + bloc + "/reports/awards?"
		for query, tallied := range map[string]string{"": "", "&from_year=2020": "&year=2020,2021", "&from_year=2019&to_year=2020": "&year=2019,2020", "&to_year=2018": "&year=2018"} {
			j := admin.Get(path + "format=json" + query).Must(200)
			tally := admin.Get("/awards/tally?bloc_id=" + bloc + tallied).Must(200)
			for _, sums := range []string{"totals", "unclear", "annulled", "draft"} {
				if diff := cmp.Diff(tally.At(sums), j.At("data."+sums)); diff != "" {
					t.Errorf("%q: %s: %s", query, sums, diff)
				}
			}
			cells := map[string]float64{}
			for _, r := range tally.At("rows").([]any) {
				r := r.(object)
				period := r["year"]
				if period == nil {
					period = r["period"]
				}
				for kind, of := range map[string][]string{"collectives": {"collectives"}, "individuals": {"individuals"}, "others": {"households", "blocs", "unclassified"}} {
					for _, k := range of {
						cells[fmt.Sprintf("%v %v %v %v", period, r["type"], r["level"], kind)] += r[k].(float64)
					}
				}
			}
			all, from := 0.0, j.At("data.periods").([]any)
			for _, r := range j.At("data.rows").([]any) {
				r := r.(object)
				total := 0.0
				for i, n := range r["counts"].([]any) {
					key := fmt.Sprintf("%v %v %v %v", from[i].(object)["period"], r["type"], r["level"], r["recipients"])
					if got, _ := n.(float64); got != cells[key] {
						t.Errorf("%q: %s: %v, the tally says %v", query, key, n, cells[key])
					}
					got, _ := n.(float64)
					total += got
					delete(cells, key)
				}
				if total != r["total"] {
					t.Errorf("%q: a row adds up to %v and says %v", query, total, r["total"])
				}
				all += total
			}
			for key, n := range cells {
				if n != 0 {
					t.Errorf("%q: %s = %v stands in no row", query, key, n)
				}
			}
			if sum := j.At("data.totals").(object); all != sum["collectives"].(float64)+sum["individuals"].(float64)+sum["households"].(float64)+sum["blocs"].(float64)+sum["unclassified"].(float64) {
				t.Errorf("%q: the rows add up to %v of %v", query, all, sum)
			}
		}
		j := admin.Get(path + "format=json").Must(200)
		if diff := cmp.Diff([]any{"2018", "2019", "2020", "2021", "2011-2015", nil}, each(j, "data.periods", "period")); diff != "" {
			t.Error(diff)
		}
		if j.At("data.periods.1.sums") != nil {
			t.Error("a year that nothing is known of has sums")
		}
		sums := map[any]any{}
		for i, p := range each(j, "data.periods", "period") {
			sums[p] = j.At(fmt.Sprintf("data.periods.%d.sums", i))
		}
		history := admin.Get("/blocs/" + bloc + "/history").Must(200)
		for i, label := range each(history, "terms", "period.label") {
			if diff := cmp.Diff(history.At(fmt.Sprintf("terms.%d.awards", i)), sums[label]); diff != "" {
				t.Errorf("history of %v: %s", label, diff)
			}
		}
		shows(t, j, object{"data.rows.0.class": "title", "data.rows.0.counts": []any{nil, nil, 2.0, nil, nil, nil}, "document_status": "current", "layout": "party", "filters.from_year": nil})
		t.Run("forms", func(t *testing.T) { statisticsForms(t, admin, path, j) })
	})
}

func statisticsForms(t *testing.T, admin *apptest.Client, path string, j *apptest.Answer) {
	periods, list := j.At("data.periods").([]any), j.At("awards").([]any)
	book := readWorkbook(t, admin.Get(path+"format=xlsx&lang=vi").Must(200).Raw)
	rows := j.At("data.rows").([]any)
	matrix := book.table(t, "1. Hình thức, năm")
	for i, r := range rows {
		for k, n := range r.(object)["counts"].([]any) {
			head, _ := periods[k].(object)["period"].(string)
			if head == "" {
				head = "Chưa rõ năm"
			}
			if got := number(t, matrix[i][head]); got != n {
				t.Errorf("matrix, row %d, %s: %v, want %v", i, head, got, n)
			}
		}
		if c := matrix[i]["Cộng"]; number(t, c) != r.(object)["total"] || c.Formula != fmt.Sprintf("SUM(D%d:I%d)", i+4, i+4) {
			t.Errorf("matrix, row %d: %+v", i, c)
		}
	}
	byPeriod := book.table(t, "2. Khen thưởng theo năm")
	for i, p := range periods {
		want := any(nil)
		if s, _ := p.(object)["sums"].(object); s != nil {
			want = s["collectives"]
		}
		if got := number(t, byPeriod[i]["Tập thể"]); got != want {
			t.Errorf("period %d: %v, want %v", i, got, want)
		}
	}
	if _, drawn := book.sheets["3. Biểu đồ"]; !drawn || book.parts["xl/charts/chart1.xml"] == nil {
		t.Error("there is no chart")
	}
	awards := book.table(t, "5. Danh sách khen thưởng")
	zipped := parts(t, admin.Get(path+"format=csv&lang=vi").Must(200).Raw)
	machine, office := readCSV(t, zipped["machine/award_list.csv"], ','), readCSV(t, bytes.TrimPrefix(zipped["van-phong/5-Danh-sach-khen-thuong.csv"], []byte("\ufeff")), ';')
	sum := sha256.Sum256(zipped["machine/award_list.csv"])
	if got := j.Str("data.list.sha256"); got != "sha256:"+hex.EncodeToString(sum[:]) {
		t.Errorf("the list's checksum is %s", got)
	}
	if len(list) != 19 || len(machine) != 19 || len(office) != 19 || j.At("data.list.awards") != 19.0 {
		t.Fatalf("%d awards in JSON, %d and %d in CSV", len(list), len(machine), len(office))
	}
	total := 0.0
	for i, a := range list {
		a := a.(object)
		for key, v := range a {
			if machine[i][key] != show(v) {
				t.Errorf("award %d: %s is %q in CSV, %v in JSON", i, key, machine[i][key], v)
			}
		}
		if got := number(t, awards[i]["Số lượng"]); got != a["count"] {
			t.Errorf("award %d: count %v, want %v", i, got, a["count"])
		}
		if c := awards[i]["Tên danh hiệu/hình thức"]; c.Formula != "" || c.text() != a["type"] {
			t.Errorf("award %d: type %+v", i, c)
		}
		if v, _ := a["type"].(string); strings.HasPrefix(v, "=") && office[i]["Tên danh hiệu/hình thức"] != "'"+v {
			t.Errorf("award %d: office %q", i, office[i]["Tên danh hiệu/hình thức"])
		}
		if n, _ := a["count"].(float64); a["counted"] == "yes" {
			total += n
		}
	}
	if got := awards[len(list)]["Số lượng"]; number(t, got) != total || got.Formula != `SUMIFS(H4:H22,O4:O22,"x")` {
		t.Errorf("the list adds up to %+v, want %v", got, total)
	}
	vi := []string{
		j.Str("checksum"), j.Str("data.list.sha256"), "Đã ghi nhận 44 lượt khen thưởng: 24 tập thể, 06 cá nhân, 14 đối tượng khác", "Có thể thêm 16 lượt chưa rõ khối hoặc năm", "Có 02 bản ghi chưa rõ số lượng",
		"Có 01 bản ghi đã hủy", "Có 02 bản ghi thuộc quyết định chưa có hiệu lực", "Khối <5> & các cơ quan", "Chưa có ghi nhận khen thưởng: 2019", "Danh sách 19 bản ghi", "2020 2 6 0 8",
	}
	for layout, head := range map[string]string{"": "ĐẢNG CỘNG SẢN VIỆT NAM", "&layout=state": "Độc lập - Tự do - Hạnh phúc", "&layout=enterprise": "TM."} {
		onPaper(t, admin, path+"lang=vi"+layout, append(vi, head), "DỰ THẢO")
	}
	onPaper(t, admin, path+"lang=en", []string{"On record: 44 recipients of awards: 24 collectives, 6 individuals, 14 others", "Up to 16 more"}, "DRAFT")
	// Years that nothing is on record for take no room of the matrix.
	onPaper(t, admin, path+"lang=vi&from_year=2000&to_year=2021", []string{"Đã ghi nhận 30 lượt", "Đối tượng 2018 2020 2021 Cộng", "Cộng 8 8 14 30"}, "DỰ THẢO")
}

// Who may not read the bloc learns nothing of it; a span of years that no page
// holds is refused; and the number of statements stays the same.
func TestAwardStatisticsAsked(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		bloc, empty := counted(t, admin, 1), made(t, admin, "/blocs", object{"kind": "cluster", "name": "Cụm mới"})
		of := func(id string) string { return "/blocs/" + id + "/reports/awards?format=" }
		s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: empty}).Get(of(bloc)+"json").Refused(404, "not_found")
		s.As().Get(of(bloc)+"xlsx").Refused(403, "forbidden")
		s.Nobody().Get(of(bloc)+"xlsx").Refused(401, "unauthenticated")
		for query, wrong := range map[string][2]any{
			"&from_year=1950&to_year=2000": {"from_year", "too_many_years"}, "&from_year=2021&to_year=2020": {"to_year", "minimum"}, "&from_year=1800": {"from_year", "minimum"},
		} {
			a := admin.Get(of(bloc)+"json"+query).Refused(400, "invalid_parameter")
			if a.At("errors.0.parameter") != wrong[0] || a.At("errors.0.code") != wrong[1] {
				t.Errorf("%s: %v", query, a.At("errors"))
			}
		}
		admin.Get(of(bloc) + "json&from_year=1951&to_year=2000").Must(200)
		shows(t, admin.Get(of(empty)+"json").Must(200), object{"data.periods": []any{}, "data.rows": []any{}, "awards": []any{}})
		onPaper(t, admin, "/blocs/"+empty+"/reports/awards?lang=vi", []string{"Chưa có số liệu", "CỤM TRƯỞNG"}, "lượt khen thưởng:")
		admin.Get(of(empty) + "xlsx").Must(200)
		made(t, admin, "/awards", object{"bloc_id": bloc, "type_as_written": "x", "count": 1, "period": "1901"})
		if a := admin.Get(of(bloc)+"json").Refused(400, "invalid_parameter"); a.At("errors.0.code") != "too_many_years" {
			t.Errorf("%v", a.At("errors"))
		}
		count := func(id string) int {
			return len(s.Statements(func() { admin.Get(of(id) + "xlsx&from_year=2018&to_year=2021").Must(200) }))
		}
		if few, many := count(empty), count(bloc); few != many {
			t.Errorf("%d statements for an empty bloc, %d for a full one", few, many)
		}
	})
}

// Years that do not fit on a page side by side stand below one another, each part
// with its totals, the last with those of the rows.
func TestAwardStatisticsOfManyYears(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		bloc := made(t, admin, "/blocs", object{"kind": "bloc", "name": "Khối lâu năm"})
		for year := 2000; year < 2023; year++ {
			made(t, admin, "/awards", object{"bloc_id": bloc, "type_as_written": "giấy khen", "recipient_kind": "individual", "count": year - 1990, "period": fmt.Sprint(year)})
		}
		onPaper(t, admin, "/blocs/"+bloc+"/reports/awards?lang=vi", []string{
			"Đối tượng 2000 2001 2002 2003 2004 2005 2006 2007 2008 2009 giấy khen Cá nhân 10 11 12 13 14 15 16 17 18 19 Cộng 10 11 12 13 14 15 16 17 18 19",
			"Đối tượng 2020 2021 2022 Cộng giấy khen Cá nhân 30 31 32 483 Cộng 30 31 32 483",
		}, "DỰ THẢO")
	})
}

func TestAwardStatisticsAreReproducible(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		s := apptest.New(t, o)
		remade(t, s, o, "award_statistics", counted(t, s.Admin(), 2), func() report.Report { return &report.AwardStatistics{} })
	})
}
