package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/report"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper/papertest"
	"giaouoc/internal/text"
)

// profiled makes a unit that followed two, took part in two terms with a year
// between them, and won something of every kind of merit.
func profiled(t *testing.T, admin *apptest.Client, n int) (id string) {
	t.Helper()
	long := string([]rune(strings.Repeat("Ban Tuyên giáo và Dân vận Tỉnh ủy ", 6))[:199])
	before, other := unit(t, admin, fmt.Sprintf("Ban Tuyên giáo %d", n)), unit(t, admin, fmt.Sprintf("<script>Ban Dân vận</script> & %d", n))
	id = made(t, admin, "/units", object{"name": fmt.Sprintf("Ban Tuyên giáo và Dân vận %d", n), "kind": "party", "province": "Ninh Bình", "remark": "=1+1"})
	made(t, admin, "/units/"+id+"/versions", object{"name": strings.TrimSpace(long), "valid_from": "2024-01-01", "parent_as_written": "Tỉnh ủy"})
	made(t, admin, "/successions", object{
		"subject": "unit", "kind": "merge", "from": []object{{"unit_id": before}, {"as_written": "Ban chỉ ghi bằng chữ"}}, "to": []object{{"unit_id": id}},
		"merit_inherited": "yes", "happened_on": "2020-06-30", "decision_as_written": "15-QĐ/TU",
	})
	made(t, admin, "/successions", object{"subject": "unit", "kind": "transfer", "from": []object{{"unit_id": other}}, "to": []object{{"unit_id": id}}, "merit_inherited": "unknown", "earliest_on": "2020", "latest_on": "2021-03"})
	bloc := made(t, admin, "/blocs", object{"kind": "bloc", "name": fmt.Sprintf("Khối %d", n)})
	for _, year := range []string{"2020", "2022"} {
		term := made(t, admin, "/terms", object{"bloc_id": bloc, "period": year})
		made(t, admin, "/terms/"+term+"/members", object{"unit_id": id})
		agreement := made(t, admin, "/agreements", object{"term_id": term, "title": "Giao ước", "basis": "reported", "status": "in_force"})
		made(t, admin, "/agreements/"+agreement+"/signatures", object{"unit_id": id, "status": "signed", "signed_on": year + "-02"})
	}
	award(t, admin, id, "2021", object{"bloc_id": bloc, "type_as_written": "=cờ thi đua", "decision_as_written": "123/QĐ-UBND"})
	award(t, admin, id, "2018")
	award(t, admin, id, "")
	award(t, admin, id, "2011-2015", object{"period_kind": "range"})
	award(t, admin, before, "2018")
	award(t, admin, other, "2018")
	return id
}

// The profile as a document says what the profile says, in every form, language
// and layout.
func TestProfileReport(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		id := profiled(t, admin, 1)
		path := "/units/" + id + "/reports/profile?"
		j := admin.Get(path + "format=json").Must(200)
		var data object
		raw, _ := json.Marshal(j.At("data"))
		_ = json.Unmarshal(raw, &data)
		names, years := data["act_names"], data["awards_by_year"]
		delete(data, "act_names")
		delete(data, "awards_by_year")
		var want object
		_ = json.Unmarshal(admin.Get("/units/"+id+"/profile").Must(200).Raw, &want)
		if diff := cmp.Diff(want, data); diff != "" {
			t.Errorf("the profile and its document differ:\n%s", diff)
		}
		// Of then: before it was renamed.
		if got := fmt.Sprint(names); !strings.Contains(got, "to:[Ban Tuyên giáo và Dân vận 1]") || strings.Contains(got, "Tỉnh ủy") {
			t.Errorf("parties are called %s", got)
		}
		year := func(period any, own, inherited any) any {
			return object{"period": period, "own": own, "inherited": inherited}
		}
		if diff := cmp.Diff([]any{
			year("2018", 1.0, 1.0), year("2019", nil, nil), year("2020", nil, nil), year("2021", 1.0, 0.0), year("2011-2015", 1.0, 0.0), year(nil, 1.0, 0.0),
		}, years); diff != "" {
			t.Error(diff)
		}
		shows(t, j, object{"document_status": "current", "layout": "state", "locked": false, "code": nil})
		if got := j.Header.Get("Content-Disposition"); !strings.Contains(got, `filename="HoSoDonVi_Ban-Tuyen-giao`) {
			t.Errorf("the file is called %s", got)
		}
		t.Run("workbook", func(t *testing.T) {
			w := readWorkbook(t, admin.Get(path+"format=xlsx&lang=vi").Must(200).Raw)
			awards := w.table(t, "4. Khen thưởng")
			for i, a := range j.At("data.awards").([]any) {
				a := a.(object)
				merit := map[string]string{"own": "Thành tích của đơn vị", "inherited": "Thành tích được kế thừa", "unknown": "Chưa rõ có được kế thừa"}[a["merit"].(string)]
				if row := awards[i]; row["Thành tích"].text() != merit || row["Tên tập thể/cá nhân"].text() != a["name_then"] || row["Tên danh hiệu/hình thức"].Formula != "" {
					t.Errorf("award %d: %v", i, row)
				}
			}
			sums := w.table(t, "5. Cộng theo thành tích")
			for i, line := range []string{"own", "inherited", "counted", "not_inherited", "unknown", "annulled"} {
				if got := number(t, sums[i]["Cộng"]); got != j.At("data.sums."+line+".collectives") {
					t.Errorf("%s: %v", line, got)
				}
			}
			byYear := w.table(t, "6. Khen thưởng theo năm")
			if got := number(t, byYear[len(byYear)-2]["Được tính"]); got != j.At("data.sums.counted.collectives") || byYear[len(byYear)-2]["Được tính"].Formula == "" {
				t.Errorf("years add up to %v", got)
			}
			if byYear[5]["Năm thành tích"].text() != "(chưa rõ năm)" || number(t, byYear[1]["Được tính"]) != nil {
				t.Errorf("by year: %v", byYear)
			}
			terms := w.table(t, "3. Tham gia khối, cụm")
			if terms[0]["Tư cách"].text() != "Thành viên, Ký giao ước" || terms[0]["Ngày ký"].text() != "02/2022" {
				t.Errorf("terms: %v", terms)
			}
		})
		t.Run("csv", func(t *testing.T) {
			files := parts(t, admin.Get(path+"format=csv&lang=vi").Must(200).Raw)
			machine := readCSV(t, files["machine/profile_awards.csv"], ',')
			office := readCSV(t, bytes.TrimPrefix(files["van-phong/4-Khen-thuong.csv"], []byte("\ufeff")), ';')
			for i, a := range j.At("data.awards").([]any) {
				if a := a.(object); machine[i]["merit"] != a["merit"] {
					t.Errorf("machine file: %v", machine[i])
				}
			}
			if got := office[0]["Tên danh hiệu/hình thức"] + office[1]["Tên danh hiệu/hình thức"] + office[2]["Tên danh hiệu/hình thức"]; !strings.Contains(got, "'=cờ thi đua") {
				t.Errorf("office file: %s", got)
			}
		})
		t.Run("paper", func(t *testing.T) {
			vi := []string{
				"PHIẾU HỒ SƠ ĐƠN VỊ", j.Str("checksum"), "Loại đơn vị: Cơ quan Đảng", "Cơ quan cấp trên: Tỉnh ủy", "Không có số liệu năm 2021", "Có 02 kỳ thi đua được ghi nhận",
				"Ngày 30/06/2020: sáp nhập, hợp nhất Ban Tuyên giáo 1; Ban chỉ ghi bằng chữ thành Ban Tuyên giáo và Dân vận 1 theo 15-QĐ/TU. Kế thừa thành tích.",
				"Trong khoảng từ 2020 đến 03/2021: chuyển giao nhiệm vụ từ <script>Ban Dân vận</script> & 1 cho",
				"Có 01 đơn vị tiền thân chỉ được ghi bằng chữ", "Được tính cho đơn vị: 05, trong đó 04 là thành tích của đơn vị và 01 được kế thừa",
				"Chưa rõ có được kế thừa hay không: 01", "THỦ TRƯỞNG ĐƠN VỊ", "Chưa có ghi nhận khen thưởng: 2019, 2020", "2018 1 1 2", "Theo số liệu hiện có", "123/QĐ-UBND",
			}
			en := []string{"PROFILE OF A UNIT", "Nothing is on record for 2021", "Counted for the unit: 5, of them 4 its own and 1 inherited", "15-QĐ/TU"}
			for layout, head := range map[string]string{"": "Độc lập - Tự do - Hạnh phúc", "enterprise": "Độc lập - Tự do - Hạnh phúc", "party": "ĐẢNG CỘNG SẢN VIỆT NAM"} {
				q := "&layout=" + layout
				if layout == "" {
					q = ""
				}
				onPaper(t, admin, path+"lang=vi"+q, append(vi, head), "DỰ THẢO")
			}
			onPaper(t, admin, path+"lang=en", en, "DRAFT")
		})
	})
}

// onPaper looks for texts in both forms of an official document, and for one that
// must not stand there.
func onPaper(t *testing.T, c *apptest.Client, path string, want []string, not string) {
	t.Helper()
	for form, read := range map[string]func(*testing.T, []byte) string{
		"docx": func(t *testing.T, b []byte) string { return papertest.Word(t, b) },
		"pdf":  func(t *testing.T, b []byte) string { return papertest.PDF(t, b) },
	} {
		letters := strings.ToLower(papertest.Letters(read(t, c.Get(path+"&format="+form).Must(200).Raw)))
		for _, w := range want {
			if !strings.Contains(letters, strings.ToLower(papertest.Letters(w))) {
				t.Errorf("%s of %s: %q is missing", form, path, w)
			}
		}
		if strings.Contains(letters, strings.ToLower(papertest.Letters(not))) {
			t.Errorf("%s of %s holds %q", form, path, not)
		}
	}
}

// Everybody reads units, but only their own terms and awards of them; a unit
// that nothing is known of has an empty form.
func TestProfileReportShowsOnesOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		id, mine := profiled(t, admin, 1), unit(t, admin, "Đơn vị khác")
		clerk := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: mine})
		shows(t, clerk.Get("/units/"+id+"/reports/profile?format=json").Must(200), object{"data.terms": []any{}, "data.awards": []any{}})
		onPaper(t, clerk, "/units/"+mine+"/reports/profile?lang=vi", []string{"Chưa có số liệu", "Tên hiện nay: Đơn vị khác"}, "Loại đơn vị")
		s.As().Get("/units/"+id+"/reports/profile?format=pdf").Refused(403, "forbidden")
		s.Nobody().Get("/units/"+id+"/reports/profile?format=pdf").Refused(401, "unauthenticated")
		admin.Get("/units/0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b/reports/profile?format=pdf").Refused(404, "not_found")
		admin.Get("/units/"+id+"/reports/profile").Refused(400, "invalid_parameter")
		count := func(id string) int {
			return len(s.Statements(func() { admin.Get("/units/" + id + "/reports/profile?format=xlsx").Must(200) }))
		}
		if small, large := count(mine), count(id); small != large {
			t.Errorf("%d statements for an empty profile, %d for a full one", small, large)
		}
	})
}

// remade takes a report out twice from one snapshot and once from its stored
// JSON: the bytes are the same.
func remade(t *testing.T, s *apptest.Service, o db.Options, kind, id string, opened func() report.Report) {
	t.Helper()
	o.Clock = func() time.Time { return time.Date(2026, 4, 1, 2, 3, 4, 0, time.UTC) }
	store, err := db.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	svc := report.New(store, nil, report.Program{Version: "1.2.3"}, report.Workshop{})
	take := func() report.Report {
		r, err := svc.Report(s.System(), kind, id, report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	stored, err := json.Marshal(take())
	if err != nil {
		t.Fatal(err)
	}
	again := opened()
	if err := json.Unmarshal(stored, again); err != nil {
		t.Fatal(err)
	}
	for _, f := range encode.Formats() {
		for _, lang := range []text.Lang{text.Vi, text.En} {
			files := map[string]*bytes.Buffer{}
			for name, r := range map[string]report.Report{"first": take(), "second": take(), "stored": again} {
				files[name] = &bytes.Buffer{}
				if err := f.Write(files[name], report.Describe(r, lang)); err != nil {
					t.Fatal(err)
				}
			}
			for _, other := range []string{"second", "stored"} {
				if !bytes.Equal(files["first"].Bytes(), files[other].Bytes()) {
					t.Errorf("%s in %s: the %s file differs from the first", f.Name, lang, other)
				}
			}
		}
	}
}

func TestProfileReportIsReproducible(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		s := apptest.New(t, o)
		remade(t, s, o, "unit_profile", profiled(t, s.Admin(), 1), func() report.Report { return &report.ProfileReport{} })
	})
}
