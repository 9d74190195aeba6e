package award_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/app/apptest"
)

type object = map[string]any

const nobodys = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"

func made(t *testing.T, c *apptest.Client, path string, body object) string {
	t.Helper()
	return c.Post(path, body).Must(201).ID()
}

// wrong compares the fields a refusal names.
func wrong(t *testing.T, a *apptest.Answer, want ...string) {
	t.Helper()
	a.Refused(422, "validation_failed")
	if diff := cmp.Diff(want, a.Fields()); diff != "" {
		t.Errorf("%s: %s", a.Raw, diff)
	}
}

// shows compares values at dotted paths of an answer.
func shows(t *testing.T, a *apptest.Answer, want object) {
	t.Helper()
	for path, w := range want {
		if n, ok := w.(int); ok {
			w = float64(n)
		}
		if diff := cmp.Diff(w, a.At(path)); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}

// books are one organizer's bloc with a term led by the first of three units.
type books struct {
	organizer, bloc string
	units           []string
}

func open(t *testing.T, c *apptest.Client, tag string) (b books) {
	t.Helper()
	b.organizer = made(t, c, "/authorities", object{"name": "Chủ tịch UBND tỉnh " + tag, "system": "state"})
	b.bloc = made(t, c, "/blocs", object{"kind": "bloc", "name": "Khối các cơ quan Đảng " + tag, "organizer_id": b.organizer, "provinces": []string{"Ninh Bình " + tag}})
	term := made(t, c, "/terms", object{"bloc_id": b.bloc, "period": "2021", "status": "in_force"})
	for i := range 3 {
		b.units = append(b.units, made(t, c, "/units", object{"name": fmt.Sprintf("Ban %d %s", i, tag)}))
		made(t, c, "/terms/"+term+"/members", object{"unit_id": b.units[i]})
	}
	made(t, c, "/terms/"+term+"/leadership", object{"role": "leader", "unit_id": b.units[0]})
	return b
}

func (b books) flag() object {
	return object{"bloc_id": b.bloc, "type_as_written": "cờ thi đua xuất sắc", "recipient_kind": "collective", "count": 1, "period": "2020", "reported_on": "2021-02-26"}
}

func (b books) certificates() object {
	return object{
		"bloc_id": b.bloc, "type_as_written": "bằng khen", "recipient_kind": "collective", "count": 4, "count_as_written": "04 tập thể", "period": "2020",
		"authority_as_written": "Chủ tịch UBND tỉnh", "reported_on": "2021-02-26", "citation": "có thành tích xuất sắc trong phong trào thi đua năm 2020",
	}
}

func with(o object, more object) object {
	out := object{}
	for _, m := range []object{o, more} {
		for k, v := range m {
			out[k] = v
		}
	}
	return out
}

// The example of the public API: what nobody told is null, never left out.
func TestAwardShowsWhatIsUnknown(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		flag := admin.Post("/awards", b.flag()).Must(201)
		shows(t, flag, object{
			"type":      object{"id": nil, "as_written": "cờ thi đua xuất sắc", "name": nil, "code": nil, "needs_check": nil},
			"authority": object{"id": nil, "as_written": nil, "name": nil}, "decision": nil, "decision_id": nil, "presented_on": nil,
			"bloc.id": b.bloc, "bloc.name": "Khối các cơ quan Đảng A", "bloc_state": "one", "recipients": []any{}, "warnings": []any{}, "level": nil,
			"count": 1, "named": 0, "unnamed": 1, "status": "in_force", "period.label": "2020", "period.kind": "calendar_year", "period.listing_year": 2020,
			"sources": []any{}, "basis": object{}, "remark": nil,
		})
		if got, want := flag.Header.Get("Location"), "/api/v1/awards/"+flag.ID(); got != want {
			t.Errorf("Location %q, want %q", got, want)
		}
		made(t, admin, "/awards", b.certificates())
		list := admin.Get("/awards?year=2020&sort=reported_on&bloc_id=" + b.bloc).Must(200)
		if diff := cmp.Diff([]any{"cờ thi đua xuất sắc", "bằng khen"}, list.Column("type.as_written")); diff != "" {
			t.Error(diff)
		}
		if _, there := list.Data()[0].(object)["recipients"]; there {
			t.Error("list rows carry recipients")
		}
		for q, want := range map[string]int{"bang khen 2020": 1, "ỦY BAN": 0, "ubnd tỉnh": 1, "huan chuong": 0} {
			if got := len(admin.Get("/awards?q=" + url.QueryEscape(q)).Must(200).Data()); got != want {
				t.Errorf("q=%s finds %d", q, got)
			}
		}
	})
}

func TestAwardFilters(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		ty := admin.Get("/award-types?code=BK_TINH_17").Must(200).At("data.0.id")
		certificates := admin.Post("/awards", with(b.certificates(), object{"award_type_id": ty, "recipients": []object{{"unit_id": b.units[1]}}})).Must(201)
		shows(t, certificates, object{"level": "ministry_province", "type.needs_check": true, "type.code": "BK_TINH_17", "named": 1, "unnamed": 3})
		other := made(t, admin, "/awards", object{"type_as_written": "giấy khen", "level": "grassroots", "period": "2011-2015", "commendation_type": "thematic"})
		for query, want := range map[string]string{
			"level=ministry_province": certificates.ID(), "level=grassroots": other, "award_type_id=" + ty.(string): certificates.ID(), "award_type_id_exists=false": other,
			"bloc_id_exists=false": other, "bloc_state_exists=false": other, "recipient_kind_exists=false": other, "count_gte=4": certificates.ID(), "count_exists=false": other,
			"period=2011-2015": other, "year_exists=false": other, "overlaps_year=2013": other, "overlaps_year=2020": certificates.ID(), "period_kind=range": other,
			"commendation_type=thematic": other, "family=BK_TINH": certificates.ID(), "unit_id=" + b.units[1]: certificates.ID(), "reported_on=2021-02": certificates.ID(),
			"reported_on_exists=false": other, "q=bk+tinh+17": certificates.ID(), "named=1": certificates.ID(), "sort=-period&limit=1": certificates.ID(),
		} {
			if diff := cmp.Diff([]any{any(want)}, admin.Get("/awards?"+query).Must(200).Column("id")); diff != "" {
				t.Errorf("%s: %s", query, diff)
			}
		}
		admin.Get("/awards?recipients=1").Refused(400, "unknown_parameter")
		admin.Get("/awards?level=province").Refused(400, "invalid_parameter")
	})
}

func TestAwardRefusals(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		bad := func(more object, want ...string) {
			t.Helper()
			wrong(t, admin.Post("/awards", with(b.flag(), more)), want...)
		}
		bad(object{"type_as_written": nil}, "/award_type_id reference_required")
		bad(object{"award_type_id": nobodys}, "/award_type_id reference_not_found")
		bad(object{"bloc_id": nobodys}, "/bloc_id reference_not_found")
		bad(object{"authority_id": nobodys}, "/authority_id reference_not_found")
		bad(object{"decision_id": nobodys}, "/decision_id reference_not_found")
		bad(object{"bloc_state": "outside"}, "/bloc_state conflicts_with")
		bad(object{"count": 0}, "/count minimum")
		bad(object{"count": 3000000000}, "/count maximum")
		bad(object{"period": "năm 2020"}, "/period invalid_period")
		bad(object{"period_kind": "range"}, "/period_kind conflicts_with")
		bad(object{"period": nil, "period_kind": "range"}, "/period required")
		bad(object{"reported_on": "2021-02-30"}, "/reported_on invalid_date")
		bad(object{"level": "province"}, "/level not_allowed")
		bad(object{"status": "annulled"}, "/status unknown_field")
		bad(object{"named": 1}, "/named unknown_field")
		bad(object{"id": nobodys}, "/id read_only_field")
		bad(object{"citation": " "}, "/citation blank")
		bad(object{"recipients": []object{{"person_as_written": "A"}}}, "/recipients/0/unit_id reference_required", "/recipients/0/person_id conflicts_with")
		bad(object{"recipients": []object{{"unit_id": nobodys}}}, "/recipients/0/unit_id reference_not_found")
		bad(object{"recipients": []object{{"unit_id": b.units[0]}, {"unit_id": b.units[0]}}}, "/recipients/1 duplicate_item")
		if got := admin.Get("/awards?include_total=true").Must(200).At("page.total"); got != 0.0 {
			t.Errorf("refused, yet %v awards", got)
		}
	})
}

func TestAwardChanges(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		path := "/awards/" + made(t, admin, "/awards", b.certificates())
		shows(t, admin.Patch(path, object{"presented_on": "2021-03", "count": nil, "period": "2020-2021"}).Must(200), object{
			"version": 2, "presented_on": "2021-03", "count": nil, "unnamed": nil, "period.kind": "school_year", "period.listing_year": 2021, "count_as_written": "04 tập thể",
		})
		shows(t, admin.Patch(path, object{"period_kind": "range"}).Must(200), object{"period.kind": "range", "period.listing_year": nil})
		shows(t, admin.Patch(path, object{"period": nil}).Must(200), object{"period": nil})
		wrong(t, admin.Patch(path, object{"type_as_written": nil}), "/award_type_id reference_required")
		shows(t, admin.Patch(path, object{"bloc_id": nil, "bloc_state": "outside"}).Must(200), object{"bloc": nil, "bloc_state": "outside"})
		shows(t, admin.Patch(path, object{"bloc_id": b.bloc}).Must(200), object{"bloc_state": "one"})
		admin.Do("PATCH", path, object{"count": 1}).Refused(428, "precondition_required")
		stale := admin.Do("PATCH", path, object{"count": 1}, "If-Match", `"1"`).Refused(412, "stale_version")
		shows(t, stale, object{"current_etag": `"6"`})
		admin.Get("/awards/"+nobodys).Refused(404, "not_found")
		admin.Do("DELETE", path, nil).Refused(428, "precondition_required")
		made(t, admin, path+"/recipients", object{"unit_id": b.units[0]})
		wrong(t, admin.Patch(path, object{"recipient_kind": "individual"}), "/recipient_kind conflicts_with")
		admin.Delete(path).Must(204)
		admin.Get(path).Refused(404, "not_found")
	})
}

// A source that names more than it counts is recorded as it is, with a warning.
func TestSourceNamesMoreThanItCounts(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		a := admin.Post("/awards", with(b.flag(), object{"recipients": []object{{"unit_id": b.units[0]}, {"unit_as_written": "Ban khác"}}})).Must(201)
		shows(t, a, object{
			"named": 2, "count": 1, "unnamed": 0, "warnings": []any{object{"code": "named_exceeds_count", "ids": []any{}, "params": object{"named": 2.0, "count": 1.0}}},
			"recipients.0.unit.name": "Ban 0 A", "recipients.1.unit": object{"id": nil, "as_written": "Ban khác", "name": nil}, "recipients.1.place": 2,
		})
		wrong(t, admin.Post("/awards/"+a.ID()+"/recipients", object{"unit_id": b.units[1]}), "/unit_id count_exceeded")
	})
}

// An authority the source leaves open stays open, with the doubt in a remark;
// two authorities told in one breath are not parted.
func TestAuthorityAsTheSourceHasIt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		doubt := "Câu văn không nói rõ cờ có phải của Chủ tịch UBND tỉnh hay không."
		a := admin.Post("/awards", with(b.flag(), object{"remark": doubt})).Must(201)
		shows(t, a, object{"authority.as_written": nil, "authority.id": nil, "remark": doubt})
		both := "Ban Thường vụ Tỉnh ủy, UBND tỉnh"
		shows(t, admin.Post("/awards", with(b.certificates(), object{"authority_as_written": both, "count": 7})).Must(201), object{"authority.as_written": both, "count": 7})
		party := made(t, admin, "/authorities", object{"name": "Ban Thường vụ Tỉnh ủy", "system": "party"})
		flag := admin.Post("/awards", with(b.flag(), object{"authority_id": party, "award_type_id": admin.Get("/award-types?code=PARTY_CO").At("data.0.id")})).Must(201)
		shows(t, flag, object{"authority.name": "Ban Thường vụ Tỉnh ủy", "type.code": "PARTY_CO", "warnings": []any{}, "level": nil})
		shows(t, admin.Get("/awards/tally?bloc_id="+b.bloc).Must(200), object{"rows.0.has_authority": true, "totals.collectives": 9})
		rows := admin.Get("/awards/tally?bloc_id=" + b.bloc).At("rows").([]any)
		if len(rows) != 3 {
			t.Errorf("the flag nobody is known to have given has no line of its own: %v", rows)
		}
		shows(t, admin.Get("/awards/tally?authority_id="+party).Must(200), object{"totals.collectives": 1, "unclear.collectives": 8})
	})
}

func TestTypeOutOfForceWarns(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		ty := admin.Get("/award-types?code=BK_TINH_22").Must(200).At("data.0.id")
		a := admin.Post("/awards", with(b.certificates(), object{"award_type_id": ty})).Must(201)
		shows(t, a, object{"warnings.0.code": "type_not_in_force", "warnings.0.ids": []any{ty}})
		shows(t, admin.Patch("/awards/"+a.ID(), object{"period": "2024"}).Must(200), object{"warnings": []any{}})
	})
}

// However many rows there are, a list takes the same statements.
func TestStatementsDoNotGrow(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		paths := []string{"/awards", "/decisions", "/award-types?limit=200", "/awards/tally", "/awards/tally?year=2020"}
		fill := func(n int) {
			for i := range n {
				d := made(t, admin, "/decisions", object{"kind": "award", "bloc_id": b.bloc, "authority_id": b.organizer, "status": "in_force"})
				made(t, admin, "/awards", with(b.flag(), object{"decision_id": d, "type_as_written": fmt.Sprint("cờ ", i), "recipients": []object{{"unit_id": b.units[0]}}}))
			}
		}
		count := func() []int {
			var ns []int
			for _, p := range paths {
				ns = append(ns, len(s.Statements(func() { admin.Get(p).Must(200) })))
			}
			return ns
		}
		fill(1)
		few := count()
		fill(9)
		if diff := cmp.Diff(few, count()); diff != "" {
			t.Errorf("statements for 1 and 10 awards: %s", diff)
		}
		// One for who is asking, then one a page or tally.
		if diff := cmp.Diff([]int{2, 2, 2, 2, 2}, few); diff != "" {
			t.Error(diff)
		}
	})
}
