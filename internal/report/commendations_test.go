package report_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/report"
)

// decided is a decision with awards of several titles and forms.
type decided struct {
	admin                *apptest.Client
	bloc, decision, open string
	units                []string
}

func (b *decided) path(query string) string {
	return "/decisions/" + b.decision + "/reports/commendations?" + query
}

func (b *decided) make(path string, body object) string {
	return b.admin.Post(path, body).Must(201).ID()
}

// commended makes a draft decision that names all but two collectives.
func commended(t *testing.T, s *apptest.Service, people int) *decided {
	t.Helper()
	b := &decided{admin: s.Admin()}
	b.bloc = b.make("/blocs", object{"kind": "bloc", "names": []object{{"name": "Khối thi đua số 9", "kind": "current"}}})
	term := b.make("/terms", object{"bloc_id": b.bloc, "period": "2020"})
	for _, name := range []string{"Văn phòng Ủy", "Đảng ủy Khối", "Ban Tổ chức", "Ưu tiên <ngoài>", "Ái hữu"} {
		b.units = append(b.units, b.make("/units", object{"name": name}))
	}
	for _, u := range b.units[:3] { // not the alphabet
		b.make("/terms/"+term+"/members", object{"unit_id": u})
	}
	types := map[string]string{}
	for _, code := range []string{"BK_TINH_17", "CO_TINH_03"} {
		types[code] = b.admin.Get("/award-types?code=" + code).Must(200).Column("id")[0].(string)
	}
	b.decision = b.make("/decisions", object{"bloc_id": b.bloc, "kind": "award", "number": "102/QĐ-UBND", "issued_on": "2021-01-28", "authority_as_written": "Chủ tịch UBND tỉnh & \"Hội đồng\"", "stated_recipient_count": 99})
	add := func(in object) string {
		in["decision_id"], in["bloc_id"], in["period"] = b.decision, b.bloc, "2020"
		return b.make("/awards", in)
	}
	add(object{"type_as_written": "giấy khen", "recipient_kind": "household", "count": 1, "recipients": []object{{"household": "=Hộ ông Lê Văn Tư"}}})
	b.open = add(object{"award_type_id": types["BK_TINH_17"], "recipient_kind": "collective", "count": 6, "citation": "Hoàn thành <xuất sắc>", "recipients": []object{
		{"unit_id": b.units[3]}, {"unit_id": b.units[2]}, {"unit_id": b.units[4], "sub_unit": "Phòng Á"}, {"unit_id": b.units[0]},
	}})
	names := []object{{"person_as_written": "Nguyễn Văn Ơn", "unit_id": b.units[1]}, {"person_as_written": "@Trần Thị Ân"}, {"person_as_written": "Vũ Đức An", "sub_unit": "Phòng 1"}, {"person_as_written": "Lê Đức An"}}
	for i := range people {
		names = append(names, object{"person_as_written": fmt.Sprintf("Phạm Văn Ý %02d", i)})
	}
	add(object{"award_type_id": types["BK_TINH_17"], "recipient_kind": "individual", "count": len(names), "recipients": names})
	add(object{"type_as_written": "=Giải thưởng", "recipient_kind": "individual", "count": 1, "recipients": []object{{"person_as_written": strings.Repeat("Ẫ", 200)}}})
	add(object{"award_type_id": types["CO_TINH_03"], "recipient_kind": "collective", "count": 1, "recipients": []object{{"unit_id": b.units[1]}}})
	return b
}

// listed are the recipients in the order of the machine's file.
func (b *decided) listed(t *testing.T, query string) (rows []map[string]string, names []string) {
	t.Helper()
	rows = readCSV(t, parts(t, b.admin.Get(b.path("format=csv&lang=vi"+query)).Must(200).Raw)["machine/commendation_list.csv"], ',')
	for _, r := range rows {
		names = append(names, r["recipient"])
	}
	return rows, names
}

func TestCommendationList(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := commended(t, s, 0)
		long := strings.Repeat("Ẫ", 200)
		rows, names := b.listed(t, "")
		if want := []string{"Đảng ủy Khối", "Văn phòng Ủy", "Ban Tổ chức", "Phòng Á", "Ưu tiên <ngoài>", "", "Lê Đức An", "Vũ Đức An", "@Trần Thị Ân", "Nguyễn Văn Ơn", "=Hộ ông Lê Văn Tư", long}; !cmp.Equal(names, want) {
			t.Errorf("the order is %q, want %q", names, want)
		}
		if r := rows[5]; r["count"] != "2" || r["named"] != "unnamed" || r["row"] != "" || rows[6]["row"] != "5" || rows[3]["unit"] != "Ái hữu" || rows[7]["unit"] != "Phòng 1" {
			t.Errorf("rows %v", rows)
		}
		whole := []string{
			"DANH SÁCH", "Tập thể, cá nhân, hộ gia đình được khen thưởng", "Kèm theo Quyết định số 102/QĐ-UBND ngày 28 tháng 01 năm 2021 của Chủ tịch UBND tỉnh & \"Hội đồng\"",
			"CỜ THI ĐUA CẤP BỘ, NGÀNH, TỈNH, ĐOÀN THỂ TRUNG ƯƠNG (01 tập thể)", "BẰNG KHEN CẤP BỘ, NGÀNH, TỈNH (06 tập thể, 04 cá nhân)", "GIẤY KHEN (01 hộ gia đình)", "=GIẢI THƯỞNG (01 cá nhân)",
			"Danh sách này có 07 tập thể, 05 cá nhân, 01 hộ gia đình.", "Quyết định nêu 99 đối tượng; danh sách này có 13", "Hoàn thành <xuất sắc>", long,
		}
		for _, n := range names {
			if n != "" {
				whole = append(whole, n)
			}
		}
		says(t, "draft", both(t, b.admin, b.path("lang=vi")), append(whole, "DỰ THẢO", "02 tập thể:"), []string{"bị hủy", "Trích:", "Ninh Bình, ngày"})

		b.admin.Move("/decisions/"+b.decision, "in_force", "").Must(200)
		for _, format := range []string{"json", "xlsx", "csv", "docx", "pdf"} {
			vi := b.admin.Get(b.path("format="+format), "Accept-Language", "vi").Refused(409, "decision.unnamed")
			if !strings.Contains(vi.Str("detail"), "Còn 02 tập thể chưa ghi tên") || vi.At("unnamed") != 2.0 {
				t.Errorf("it is refused with %q", vi.Str("detail"))
			}
		}
		if j := b.admin.Get(b.path("format=json&draft=true")).Must(200); j.Str("document_status") != "draft" || j.At("filters.draft") != true {
			t.Errorf("asked for as a draft: %v", j.At("document_status"))
		}
		says(t, "asked for as a draft", both(t, b.admin, b.path("lang=vi&draft=true")), append(whole, "DỰ THẢO", "02 tập thể:"), nil)

		for _, name := range []string{"Zét", "Ân tình"} {
			b.admin.Post("/awards/"+b.open+"/recipients", object{"unit_as_written": name}).Must(201)
		}
		if _, names := b.listed(t, ""); !cmp.Equal(names[1:7], []string{"Văn phòng Ủy", "Ban Tổ chức", "Ân tình", "Phòng Á", "Ưu tiên <ngoài>", "Zét"}) {
			t.Errorf("the order is %q", names)
		}
		j := b.admin.Get(b.path("format=json")).Must(200)
		if j.Str("document_status") != "locked" || j.At("data.totals.unnamed") != 0.0 {
			t.Errorf("all are named, yet %v", j.At("document_status"))
		}
		for layout, head := range map[string]string{"": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "state": "I. CỜ THI ĐUA", "enterprise": "Độc lập - Tự do - Hạnh phúc", "party": "ĐẢNG CỘNG SẢN VIỆT NAM"} {
			q := "lang=vi"
			if layout != "" {
				q += "&layout=" + layout
			}
			says(t, "final, layout "+layout, both(t, b.admin, b.path(q)), append(whole, head, "Zét"), []string{"DỰ THẢO", "02 tập thể:"})
		}
		says(t, "in English", both(t, b.admin, b.path("lang=en")), []string{"LIST", "Attached to Decision No 102/QĐ-UBND", "This list has 7 collective(s), 5 individual(s), 1 household(s)"}, []string{"DRAFT"})
		b.sameAwards(t, j)
	})
}

// sameAwards compares what the list comes to with what the API counts, in every
// form.
func (b *decided) sameAwards(t *testing.T, j *apptest.Answer) {
	t.Helper()
	counts := b.admin.Get("/decisions/" + b.decision).Must(200).At("counts").(object)
	for _, kind := range []string{"collectives", "individuals", "households", "blocs", "unclassified", "unnamed", "count_unknown"} {
		if got := j.At("data.totals." + kind); got != counts[kind] {
			t.Errorf("%s = %v, the decision says %v", kind, got, counts[kind])
		}
	}
	w := readWorkbook(t, b.admin.Get(b.path("format=xlsx&lang=vi")).Must(200).Raw)
	rows, sum := w.table(t, "1. Danh sách khen thưởng"), 0.0
	for _, r := range rows {
		if c := r["Tên tập thể/cá nhân"]; c.Formula != "" {
			t.Errorf("%s runs %s", c.Ref, c.Formula)
		}
		if c := r["Số lượng"]; c.Formula != "" {
			if got := number(t, c); got != sum || got != 13.0 {
				t.Errorf("the total is %v, the rows make %v", got, sum)
			}
		} else if n, ok := number(t, c).(float64); ok {
			sum += n
		}
	}
	totals := w.table(t, "2. Tổng hợp")
	for column, field := range map[string]string{"Tập thể": "collectives", "Cá nhân": "individuals", "Hộ gia đình": "households", "Chưa nêu tên": "unnamed"} {
		if got := number(t, totals[4][column]); got != j.At("data.totals."+field) || !strings.HasPrefix(totals[4][column].Formula, "SUM") {
			t.Errorf("%s comes to %v by %s", column, got, totals[4][column].Formula)
		}
	}
}

// An annulled decision says so; one of which little is known leaves room; an award
// of unknown count is not passed over.
func TestCommendationListOfLittle(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := &decided{admin: s.Admin()}
		b.decision = b.make("/decisions", object{"kind": "award"})
		says(t, "nothing", both(t, b.admin, b.path("lang=vi")), []string{"DỰ THẢO", "Đối tượng được khen thưởng", "Kèm theo Quyết định số … ngày … tháng … năm … của …", "Chưa có số liệu"}, []string{"Danh sách này có"})
		b.admin.Patch("/decisions/"+b.decision, object{"issued_on": "2021-03", "authority_as_written": "UBND"}).Must(200)
		b.make("/awards", object{"decision_id": b.decision, "type_as_written": "chiến sĩ thi đua"})
		says(t, "unknown count", both(t, b.admin, b.path("lang=vi")), []string{"tháng 3 năm 2021", "CHIẾN SĨ THI ĐUA (01 khen thưởng chưa rõ số lượng)", "00 tập thể, 00 cá nhân, 01 khen thưởng chưa rõ số lượng"}, nil)
		b.admin.Move("/decisions/"+b.decision, "in_force", "").Must(200)
		if a := b.admin.Get(b.path("format=json"), "Accept-Language", "vi").Refused(409, "decision.unnamed"); a.At("count_unknown") != 1.0 || !strings.Contains(a.Str("detail"), "01 khen thưởng chưa rõ số lượng") {
			t.Errorf("%v", a.Str("detail"))
		}
		b.make("/decisions", object{"kind": "award", "number": "7/QĐ", "issued_on": "2021-11-05", "authority_as_written": "UBND", "annuls_id": b.decision, "status": "in_force"})
		b.admin.Get(b.path("format=pdf")).Refused(409, "decision.unnamed")
		says(t, "annulled", both(t, b.admin, b.path("lang=vi&draft=true")), []string{"đã bị hủy bỏ theo Quyết định số 7/QĐ ngày 05 tháng 11 năm 2021"}, nil)
	})
}

// Each gets what he may read of the decision's awards, and is told that it is not
// all; what it costs does not grow.
func TestCommendationListScope(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		small, large := commended(t, s, 0), commended(t, s, 60)
		count := func(b *decided) int {
			return len(s.Statements(func() { b.admin.Get(b.path("format=pdf")).Must(200) }))
		}
		if n, m := count(small), count(large); n != m || n > 12 {
			t.Errorf("%d statements for a short list, %d for a long one", n, m)
		}
		s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: small.bloc}).Get(small.path("format=json")).Must(200)
		clerk := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: small.units[4]}) // no member, but named in one award
		j := clerk.Get(small.path("format=json")).Must(200)
		if groups := j.At("data.groups").([]any); len(groups) != 1 || groups[0].(object)["form"] != "merit" || j.At("data.decision.award_count") != 5.0 {
			t.Errorf("a clerk reads %v", groups)
		}
		says(t, "an extract", both(t, clerk, small.path("lang=vi")), []string{"(Trích: 01/05 bản ghi khen thưởng của quyết định)", "Phòng Á"}, []string{"CỜ THI ĐUA CẤP", "Nguyễn Văn Ơn"})
		for _, format := range []string{"json", "xlsx", "csv", "docx", "pdf"} {
			s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: large.bloc}).Get(small.path("format="+format)).Refused(404, "not_found")
			s.As().Get(small.path("format="+format)).Refused(403, "forbidden")
			s.Nobody().Get(small.path("format="+format)).Refused(401, "unauthenticated")
		}
		_, names := large.listed(t, "")
		if !slices.IsSorted(names[6:66]) {
			t.Errorf("sixty people stand as %q", names)
		}
	})
}

func TestCommendationListIsReproducible(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		s := apptest.New(t, o)
		b := commended(t, s, 3)
		reproducible(t, s, o, "commendations", b.decision, func() report.Report { return &report.Commendations{} })
	})
}
