package bloc_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

func TestTermsOfABloc(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		bloc := made(t, admin, "/blocs", object{"kind": "bloc", "name": "Khối 1"})
		person := made(t, admin, "/persons", object{"name": "Bà Hư Cấu"})
		year := admin.Post("/terms", object{
			"bloc_id": bloc, "period": "2021", "theme": "Kỷ cương", "theme_of_as_written": "Tỉnh ủy", "stated_member_count": 14, "council_member_id": person,
		}).Must(201)
		for path, want := range map[string]any{
			"period.kind": "calendar_year", "period.label": "2021", "period.starts_on": "2021-01-01", "period.ends_on": "2021-12-31", "period.listing_year": 2021.0,
			"bloc.name": "Khối 1", "theme_of.as_written": "Tỉnh ủy", "theme_of.id": nil, "council_member.name": "Bà Hư Cấu", "status": nil,
			"members_state": "unknown", "deputies_state": "unknown", "member_count": 0.0, "stated_member_count": 14.0, "arrangement_id": nil,
			"warnings.0.code": "stated_count_differs", "warnings.0.params.stated": 14.0, "warnings.0.params.rows": 0.0,
		} {
			if got := year.At(path); got != want {
				t.Errorf("%s is %v, want %v", path, got, want)
			}
		}
		school := made(t, admin, "/terms", object{"bloc_id": bloc, "period": "2021-2022", "status": "locked"})
		years := made(t, admin, "/terms", object{"bloc_id": bloc, "period": "2020-2025", "status": "planning"})
		found(t, admin, "/terms?bloc_id="+bloc, "id", school, year.ID(), years)
		found(t, admin, "/terms?sort=period", "id", years, year.ID(), school)
		found(t, admin, "/terms?year=2022", "id", school)
		found(t, admin, "/terms?year_exists=false", "id", years)
		found(t, admin, "/terms?overlaps_year=2021", "id", school, year.ID(), years)
		found(t, admin, "/terms?overlaps_year=2025,2022", "id", school, years)
		found(t, admin, "/terms?period=2021", "id", year.ID())
		found(t, admin, "/terms?period_kind=school_year,range", "id", school, years)
		found(t, admin, "/terms?status_exists=false", "id", year.ID())
		found(t, admin, "/terms?status=planning,signing", "id", years)
		found(t, admin, "/terms?members_state=unknown&deputies_state=none", "id")
		again := admin.Post("/terms", object{"bloc_id": bloc, "period": "2021"}).Refused(409, "duplicate")
		if again.Str("existing_id") != year.ID() {
			t.Errorf("%s", again.Raw)
		}
		admin.Patch("/terms/"+years, object{"period": "2021"}).Refused(409, "duplicate")
		admin.Patch("/terms/"+years, object{"theme": "Đổi mới", "period": "2020-2026"}).Must(200)
		admin.Delete("/terms/" + years).Must(204)
		admin.Delete("/terms/"+school).Refused(409, "term_locked")
	})
}

func TestBadTerms(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		own, foreign := open(t, admin, "A"), open(t, admin, "B")
		for _, c := range []struct {
			body object
			want []string
		}{
			{object{}, []string{"/bloc_id required"}},
			{object{"bloc_id": own.bloc}, []string{"/period required"}},
			{object{"bloc_id": own.bloc, "period": "hai nghìn"}, []string{"/period invalid_period"}},
			{object{"bloc_id": own.bloc, "period": "2021", "period_kind": "range"}, []string{"/period_kind conflicts_with"}},
			{object{"bloc_id": own.bloc, "period": "2021-H1"}, []string{"/period not_allowed"}},
			{object{"bloc_id": own.bloc, "period": "2021", "members_state": "listed", "deputies_state": "listed"}, []string{"/deputies_state state_mismatch", "/members_state state_mismatch"}},
			{object{"bloc_id": own.bloc, "period": "2021", "members_state": nil}, []string{"/members_state required"}},
			{object{"bloc_id": own.bloc, "period": "2021", "status": "done"}, []string{"/status not_allowed"}},
			{
				object{"bloc_id": own.bloc, "period": "2021", "theme_of_id": nowhere, "arrangement_id": nowhere, "council_member_id": nowhere},
				[]string{"/theme_of_id reference_not_found", "/arrangement_id reference_not_found", "/council_member_id reference_not_found"},
			},
			{object{"bloc_id": nowhere, "period": "2021"}, []string{"/bloc_id reference_not_found"}},
		} {
			wrong(t, admin.Post("/terms", c.body), c.want...)
		}
		wrong(t, admin.Patch("/terms/"+own.term, object{"status": "signing"}), "/status read_only_field")
		wrong(t, admin.Patch("/terms/"+own.term, object{"bloc_id": foreign.bloc}), "/bloc_id read_only_field")
		for _, state := range []string{"none", "unknown"} {
			wrong(t, admin.Patch("/terms/"+own.term, object{"members_state": state}), "/members_state state_mismatch")
		}
		admin.Delete("/terms/"+own.term).Refused(409, "in_use")
		admin.Do("PATCH", "/terms/"+own.term, object{"theme": "x"}).Refused(428, "precondition_required")
		stale := admin.Do("PATCH", "/terms/"+own.term, object{"theme": "x"}, "If-Match", `"99"`).Refused(412, "stale_version")
		if stale.Str("current_etag") != admin.ETag("/terms/"+own.term) {
			t.Errorf("%s", stale.Raw)
		}
		council := own.council(s)
		wrong(t, council.Post("/terms", object{"bloc_id": foreign.bloc, "period": "2021"}), "/bloc_id reference_not_found")
		for _, path := range []string{"/terms/" + foreign.term, "/members/" + foreign.members[0], "/leaderships/" + foreign.leadership} {
			council.Get(path).Refused(404, "not_found")
			council.Patch(path, object{"remark": "x"}).Refused(404, "not_found")
			council.Delete(path).Refused(404, "not_found")
		}
		for _, part := range []string{"members", "leadership", "deadlines", "transitions"} {
			council.Get("/terms/"+foreign.term+"/"+part).Refused(404, "not_found")
		}
		council.Post("/terms/"+foreign.term+"/members", object{"unit_id": own.units[3]}).Refused(404, "not_found")
		council.Post("/terms/"+foreign.term+"/deadlines", object{"kind": "other", "due_on": "2025-01-01"}).Refused(404, "not_found")
		council.Move("/terms/"+foreign.term, "signing", "").Refused(404, "not_found")
		found(t, council, "/terms", "id", own.term)
		found(t, council, "/members", "id", own.members[0], own.members[1], own.members[2])
	})
}

func TestLifecycleOverTheWire(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		path := "/terms/" + b.term
		leader := b.of(s, actor.Leader, 0)
		jump := leader.Move(path, "concluded", "vội").Refused(409, "invalid_transition")
		if !cmp.Equal(jump.At("allowed"), []any{"signing"}) || jump.Str("from") != "planning" {
			t.Errorf("%s", jump.Raw)
		}
		for lang, detail := range map[string]string{
			"vi": "Từ trạng thái “Chuẩn bị” chuyển được ngay sang: Ký kết giao ước; kèm lý do thì chuyển được sang: –.",
			"en": "From the state “Planning” one can go to: Signing; with a reason also to: –.",
		} {
			said := leader.Do("POST", path+"/transitions", object{"to": "concluded"}, "If-Match", leader.ETag(path), "Accept-Language", lang).Refused(409, "invalid_transition")
			if !strings.HasPrefix(said.Str("detail"), detail) {
				t.Errorf("%s: %s", lang, said.Str("detail"))
			}
		}
		leader.Move(path, "signing", "").Must(200)
		back := leader.Move(path, "planning", "").Refused(409, "invalid_transition")
		if !cmp.Equal(back.At("allowed_with_reason"), []any{"planning"}) {
			t.Errorf("%s", back.Raw)
		}
		leader.Move(path, "planning", "ký lại").Must(200)
		for _, to := range []string{"signing", "in_force", "reviewing"} {
			leader.Move(path, to, "").Must(200)
		}
		missing := leader.Move(path, "concluded", "không chấm").Refused(409, "invalid_transition")
		if missing.At("missing.0.code") != "ranking" {
			t.Errorf("%s", missing.Raw)
		}
		concluded := leader.Do("POST", path+"/transitions", object{"to": "concluded", "without_ranking": true}, "If-Match", leader.ETag(path)).Must(200)
		if concluded.Str("status") != "concluded" || concluded.At("without_ranking") != true {
			t.Errorf("%s", concluded.Raw)
		}
		history := leader.Get(path + "/transitions").Must(200)
		if diff := cmp.Diff([]any{"signing", "planning", "signing", "in_force", "reviewing", "concluded"}, history.Column("to")); diff != "" {
			t.Error(diff)
		}
		if history.At("data.1.reason") != "ký lại" || history.At("data.1.from") != "signing" {
			t.Errorf("%s", history.Raw)
		}
		found(t, admin, "/audit-events?entity_id="+b.term+"&action=transitionTerm&sort=at", "reason", nil, "ký lại", nil, nil, nil, nil)
		admin.Do("POST", path+"/transitions", object{"to": "locked"}).Refused(428, "precondition_required")
		admin.Do("POST", path+"/transitions", object{"to": "locked"}, "If-Match", `"1"`).Refused(412, "stale_version")
		past := "/terms/" + made(t, admin, "/terms", object{"bloc_id": b.bloc, "period": "2019"})
		admin.Move(past, "concluded", "").Refused(409, "invalid_transition")
		admin.Move(past, "concluded", "theo báo cáo tổng kết").Must(200)
		found(t, admin, past+"/transitions", "from", nil)
	})
}

func TestLockedTerm(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		path := "/terms/" + b.term
		council, leader := b.council(s), b.of(s, actor.Leader, 0)
		deadline := made(t, leader, path+"/deadlines", object{"kind": "signing", "due_on": "2025-03-31"})
		for _, to := range []string{"signing", "in_force", "reviewing"} {
			leader.Move(path, to, "").Must(200)
		}
		leader.Do("POST", path+"/transitions", object{"to": "concluded", "without_ranking": true}, "If-Match", leader.ETag(path)).Must(200)
		leader.Move(path, "locked", "").Refused(403, "forbidden")
		council.Move(path, "locked", "").Must(200)
		for _, a := range []*apptest.Answer{
			leader.Patch(path, object{"theme": "x"}),
			leader.Post(path+"/members", object{"unit_id": b.units[3]}),
			leader.Patch("/members/"+b.members[0], object{"order": 2}),
			leader.Delete("/members/" + b.members[0]),
			leader.Post(path+"/deadlines", object{"kind": "other", "due_on": "2025-01-01"}),
			leader.Patch("/deadlines/"+deadline, object{"title": "x"}),
			leader.Delete("/deadlines/" + deadline),
			council.Post(path+"/leadership", object{"role": "deputy", "unit_id": b.units[1]}),
			council.Patch("/leaderships/"+b.leadership, object{"chosen": "elected"}),
			council.Delete("/leaderships/" + b.leadership),
		} {
			a.Refused(409, "term_locked")
		}
		leader.Move(path, "concluded", "sửa số liệu").Refused(403, "forbidden")
		council.Move(path, "concluded", "").Refused(409, "invalid_transition")
		council.Move(path, "concluded", "sửa số liệu").Must(200)
		leader.Patch(path, object{"theme": "x"}).Must(200)
	})
}

func TestLeadershipCarriesTheRights(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		council, first, second := b.council(s), b.of(s, actor.Leader, 0), b.of(s, actor.Leader, 1)
		first.Patch("/terms/"+b.term, object{"theme": "Năm của chúng ta"}).Must(200)
		next := made(t, council, "/terms", object{"bloc_id": b.bloc, "period": "2026", "status": "planning"})
		for _, u := range b.units[:3] {
			made(t, council, "/terms/"+next+"/members", object{"unit_id": u})
		}
		made(t, council, "/terms/"+next+"/leadership", object{"role": "leader", "unit_id": b.units[1], "chosen": "elected"})
		first.Get("/terms/" + next).Must(200)
		first.Patch("/terms/"+next, object{"theme": "x"}).Refused(403, "forbidden")
		first.Post("/terms/"+next+"/deadlines", object{"kind": "other", "due_on": "2026-01-01"}).Refused(403, "forbidden")
		second.Patch("/terms/"+next, object{"theme": "Đổi mới"}).Must(200)
		second.Patch("/terms/"+b.term, object{"theme": "x"}).Refused(403, "forbidden")
		second.Post("/terms/"+next+"/leadership", object{"role": "deputy", "unit_id": b.units[2]}).Refused(403, "forbidden")
		second.Post("/terms", object{"bloc_id": b.bloc, "period": "2027"}).Refused(403, "forbidden")
		deputy := b.of(s, actor.Deputy, 2)
		deputy.Patch("/terms/"+next, object{"theme": "x"}).Refused(403, "forbidden")
		made(t, council, "/terms/"+next+"/leadership", object{"role": "deputy", "unit_id": b.units[2]})
		deputy.Patch("/terms/"+next, object{"theme": "Cùng đổi mới"}).Must(200)
		stranger := b.of(s, actor.Leader, 3)
		stranger.Get("/terms/"+next).Refused(404, "not_found")
		found(t, stranger, "/terms", "id")
		found(t, stranger, "/blocs", "id")
	})
}

func TestDeadlines(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		list := "/terms/" + b.term + "/deadlines"
		late := admin.Post(list, object{"kind": "year_end", "due_on": "2025-12-10"}).Must(201)
		if got := late.Header.Get("Location"); got != "/api/v1/deadlines/"+late.ID() {
			t.Errorf("Location %q", got)
		}
		early := made(t, admin, list, object{"kind": "signing", "due_on": "2025-03-31", "title": "Ký giao ước"})
		found(t, admin, list, "id", early, late.ID())
		found(t, admin, list+"?sort=-due_on", "id", late.ID(), early)
		found(t, admin, list+"?due_on_lt=2025-06&kind=signing,other", "id", early)
		for _, c := range []struct {
			body object
			want []string
		}{
			{object{}, []string{"/kind required", "/due_on required"}},
			{object{"kind": "party", "due_on": "2025-01-01"}, []string{"/kind not_allowed"}},
			{object{"kind": "other", "due_on": "2025-02-30"}, []string{"/due_on invalid_date"}},
			{object{"kind": "other", "due_on": nil}, []string{"/due_on required"}},
		} {
			wrong(t, admin.Post(list, c.body), c.want...)
		}
		moved := admin.Patch("/deadlines/"+early, object{"due_on": "2025-04-15", "title": nil}).Must(200)
		if moved.Str("due_on") != "2025-04-15" || moved.At("title") != nil || moved.Str("term_id") != b.term {
			t.Errorf("%s", moved.Raw)
		}
		admin.Do("DELETE", "/deadlines/"+early, nil).Refused(428, "precondition_required")
		b.of(s, actor.Clerk, 1).Patch("/deadlines/"+early, object{"title": "x"}).Refused(403, "forbidden")
		admin.Delete("/deadlines/" + early).Must(204)
		admin.Get("/deadlines/"+early).Refused(404, "not_found")
	})
}

// page walks a list one row at a time and returns the ids in order.
func walk(t *testing.T, c *apptest.Client, path string) (ids []any) {
	t.Helper()
	for next := path; next != ""; {
		a := c.Get(next).Must(200)
		ids = append(ids, a.Column("id")...)
		next = a.Str("page.next")
		if len(ids) > 1000 {
			t.Fatal("the list does not end")
		}
	}
	return ids
}

func TestPagesHoldEveryRowOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		for _, year := range []string{"2022", "2023", "2024"} {
			term := made(t, admin, "/terms", object{"bloc_id": b.bloc, "period": year})
			for _, u := range b.units {
				made(t, admin, "/terms/"+term+"/members", object{"unit_id": u})
			}
			made(t, admin, "/terms/"+term+"/leadership", object{"role": "deputy", "unit_id": b.units[1]})
			made(t, admin, "/terms/"+term+"/leadership", object{"role": "leader", "unit_id": b.units[0]})
		}
		for i := range 3 {
			made(t, admin, "/blocs", object{"kind": "cluster", "name": fmt.Sprintf("Cụm %d", i)})
			made(t, admin, "/arrangements", object{"organizer_id": b.organizer, "period": "2024"})
			made(t, admin, "/terms/"+b.term+"/deadlines", object{"kind": "other", "due_on": "2025-05-05"})
		}
		for _, path := range []string{
			"/blocs", "/blocs?sort=-code", "/arrangements", "/terms", "/terms?sort=period&unit_id=" + b.units[0], "/members", "/members?sort=order",
			"/members?sort=-order,period&year=2022,2023", "/terms/" + b.term + "/members", "/terms/" + b.term + "/deadlines", "/terms/" + b.term + "/leadership",
		} {
			whole := admin.Get(path).Must(200).Column("id")
			joint := "?"
			if strings.Contains(path, "?") {
				joint = "&"
			}
			if diff := cmp.Diff(whole, walk(t, admin, path+joint+"limit=1")); diff != "" || len(whole) == 0 {
				t.Errorf("%s: %s", path, diff)
			}
		}
		if got := admin.Get("/members?include_total=true&limit=2").Must(200).At("page.total"); got != 15.0 {
			t.Errorf("total %v", got)
		}
	})
}

func TestListOfMembersIsOneStatement(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		council := b.council(s)
		few := made(t, admin, "/terms", object{"bloc_id": b.bloc, "period": "2030"})
		made(t, admin, "/terms/"+few+"/members", object{"unit_id": b.units[0]})
		many := made(t, admin, "/terms", object{"bloc_id": b.bloc, "period": "2031"})
		for i := range 50 {
			made(t, admin, "/terms/"+many+"/members", object{"unit_id": made(t, admin, "/units", object{"name": fmt.Sprintf("Đơn vị %d", i)})})
		}
		for _, c := range []*apptest.Client{admin, council} {
			for _, path := range []string{"/terms/%s/members", "/members?term_id=%s"} {
				read := func(term string, rows int) []string {
					return s.Statements(func() {
						if got := c.Get(fmt.Sprintf(path, term)).Must(200).Data(); len(got) != rows {
							t.Errorf("%d rows, want %d", len(got), rows)
						}
					})
				}
				one, fifty := read(few, 1), read(many, 50)
				data := slices.DeleteFunc(slices.Clone(fifty), func(q string) bool { return !strings.Contains(q, "members m") })
				if len(one) != len(fifty) || len(data) != 1 || len(fifty) > 2 {
					t.Errorf("%s: %d statements for one row, for fifty: %q", path, len(one), fifty)
				}
			}
		}
	})
}
