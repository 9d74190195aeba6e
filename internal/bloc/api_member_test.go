package bloc_test

import (
	"fmt"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

func TestOneUnitInTwoBlocsInOneYear(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		a, b := open(t, admin, "A"), open(t, admin, "B")
		shared := a.units[0]
		second := made(t, admin, "/terms/"+b.term+"/members", object{"unit_id": shared})
		found(t, admin, "/blocs?unit_id="+shared, "id", a.bloc, b.bloc)
		found(t, admin, "/terms?unit_id="+shared+"&year=2025&sort=period", "id", a.term, b.term)
		found(t, admin, "/members?unit_id="+shared, "id", a.members[0], second)
		again := admin.Post("/terms/"+b.term+"/members", object{"unit_id": shared}).Refused(409, "duplicate")
		if again.Str("existing_id") != second {
			t.Errorf("%s", again.Raw)
		}
		clerk := a.of(s, actor.Clerk, 0)
		found(t, clerk, "/blocs", "id", a.bloc, b.bloc)
		deputy := made(t, admin, "/units", object{"name": "Sở Ngoài"})
		made(t, admin, "/terms/"+a.term+"/leadership", object{"role": "deputy", "unit_id": deputy})
		found(t, admin, "/terms?unit_id="+deputy, "id", a.term)
		found(t, admin, "/members?unit_id="+deputy, "id")
	})
}

func TestMembersKeepProtocolOrder(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		list := "/terms/" + b.term + "/members"
		one, two, three := b.members[0], b.members[1], b.members[2]
		found(t, admin, list, "id", one, two, three)
		four := made(t, admin, list, object{"unit_as_written": "Sở chưa rõ", "order": 2})
		found(t, admin, list, "id", one, four, two, three)
		admin.Patch("/members/"+one, object{"order": 4}).Must(200)
		found(t, admin, list, "id", four, two, three, one)
		admin.Patch("/members/"+three, object{"order": 1, "remark": "lên đầu"}).Must(200)
		found(t, admin, list, "id", three, four, two, one)
		admin.Patch("/members/"+two, object{"remark": "ở yên"}).Must(200)
		admin.Delete("/members/" + four).Must(204)
		found(t, admin, list, "id", three, two, one)
		found(t, admin, list, "order", 1.0, 2.0, 3.0)
		found(t, admin, list+"?order=2", "id", two)
		stale := admin.Do("PATCH", "/members/"+one, object{"order": 1}, "If-Match", `"1"`)
		stale.Refused(412, "stale_version")
		for _, order := range []int{5, 100} {
			wrong(t, admin.Post(list, object{"unit_id": b.units[3], "order": order}), "/order out_of_range")
		}
		wrong(t, admin.Patch("/members/"+one, object{"order": 4}), "/order out_of_range")
		wrong(t, admin.Patch("/members/"+one, object{"order": 0}), "/order minimum")
	})
}

func TestMembersAddedAtOnceKeepTheirPlaces(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		list := "/terms/" + b.term + "/members"
		var wait sync.WaitGroup
		for i := range 8 {
			wait.Go(func() {
				if a := admin.Post(list, object{"unit_as_written": fmt.Sprintf("Đơn vị %d", i), "order": 1 + i%2}); a.Status != 201 {
					t.Errorf("%s", a.Raw)
				}
			})
		}
		wait.Wait()
		want := []any{}
		for i := range 11 {
			want = append(want, float64(i+1))
		}
		found(t, admin, list, "order", want...)
	})
}

func TestMemberInput(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		list := "/terms/" + b.term + "/members"
		wrong(t, admin.Post(list, object{}), "/unit_id reference_required")
		wrong(t, admin.Post(list, object{"unit_id": nowhere}), "/unit_id reference_not_found")
		wrong(t, admin.Post(list, object{"unit_id": "1", "position": 2}), "/unit_id invalid_id", "/position unknown_field")
		wrong(t, admin.Patch("/members/"+b.members[0], object{"unit_id": nil}), "/unit_id reference_required")
		admin.Patch("/members/"+b.members[0], object{"unit_id": b.units[1]}).Refused(409, "duplicate")
		linked := admin.Patch("/members/"+b.members[0], object{"unit_id": b.units[3], "unit_as_written": "Sở Mưa (mới)"}).Must(200)
		if linked.At("unit.name") != "Sở Mưa A" || linked.At("unit.as_written") != "Sở Mưa (mới)" {
			t.Errorf("%s", linked.Raw)
		}
		clerk := b.of(s, actor.Clerk, 1)
		clerk.Post(list, object{"unit_id": b.units[0]}).Refused(403, "forbidden")
		clerk.Patch("/members/"+b.members[0], object{"order": 2}).Refused(403, "forbidden")
		admin.Do("DELETE", "/members/"+b.members[0], nil).Refused(428, "precondition_required")
		admin.Get("/terms/"+nowhere+"/members").Refused(404, "not_found")
	})
}

func TestNameThen(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		bloc := made(t, admin, "/blocs", object{"kind": "bloc", "name": "Khối 1"})
		renamed := made(t, admin, "/units", object{"name": "Ban Cũ", "valid_from": "2010", "valid_to": "2020"})
		made(t, admin, "/units/"+renamed+"/versions", object{"name": "Ban Giữa", "valid_from": "2021"})
		made(t, admin, "/units/"+renamed+"/versions", object{"name": "Ban Mới", "valid_from": "2025-02-10"})
		for _, c := range []struct {
			year string
			want any
		}{{"2005", "Ban Cũ"}, {"2020", "Ban Cũ"}, {"2021", "Ban Giữa"}, {"2025", "Ban Giữa"}, {"2026", "Ban Mới"}} {
			term := made(t, admin, "/terms", object{"bloc_id": bloc, "period": c.year})
			made(t, admin, "/terms/"+term+"/members", object{"unit_id": renamed})
			made(t, admin, "/terms/"+term+"/members", object{"unit_as_written": "Ban Lạ"})
			found(t, admin, "/terms/"+term+"/members", "name_then", c.want, nil)
			found(t, admin, "/terms/"+term+"/members", "unit.name", "Ban Mới", nil)
		}
	})
}

func TestListStatesFollowRows(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		term := made(t, admin, "/terms", object{"bloc_id": b.bloc, "period": "2021", "stated_member_count": 7})
		path := "/terms/" + term
		if got := admin.Get(path).Str("members_state"); got != "unknown" {
			t.Fatalf("members_state %s", got)
		}
		first := made(t, admin, path+"/members", object{"unit_id": b.units[0]})
		if got := admin.Get(path).Str("members_state"); got != "partial" {
			t.Errorf("after the first member: %s", got)
		}
		joined := admin.Get("/audit-events?entity_id=" + first).Must(200)
		if !contains(joined.At("data.0.changes"), "members_state") {
			t.Errorf("the act does not show the state: %s", joined.Raw)
		}
		for i := range 5 {
			made(t, admin, path+"/members", object{"unit_as_written": "Đơn vị " + string(rune('A'+i))})
		}
		listed := admin.Patch(path, object{"members_state": "listed"}).Must(200)
		if listed.At("member_count") != 6.0 || listed.At("warnings.0.params.stated") != 7.0 || listed.At("warnings.0.params.rows") != 6.0 {
			t.Errorf("%s", listed.Raw)
		}
		tag := listed.Header.Get("ETag")
		made(t, admin, path+"/members", object{"unit_id": b.units[1]})
		whole := admin.Get(path, "If-None-Match", tag).Must(200)
		if diff := cmp.Diff([]any{}, whole.At("warnings")); diff != "" {
			t.Error(diff)
		}
		none := made(t, admin, "/terms", object{"bloc_id": b.bloc, "period": "2022", "members_state": "none", "deputies_state": "none"})
		wrong(t, admin.Post("/terms/"+none+"/members", object{"unit_id": b.units[0]}), "/members_state state_mismatch")
		wrong(t, admin.Post("/terms/"+none+"/leadership", object{"role": "deputy", "unit_id": b.units[0]}), "/deputies_state state_mismatch")
		made(t, admin, "/terms/"+none+"/leadership", object{"role": "leader", "unit_id": b.units[0]})
		admin.Patch("/terms/"+none, object{"members_state": "unknown"}).Must(200)
		only := made(t, admin, "/terms/"+none+"/members", object{"unit_id": b.units[0]})
		admin.Patch("/terms/"+none, object{"members_state": "listed"}).Must(200)
		wrong(t, admin.Delete("/members/"+only), "/members_state state_mismatch")
		admin.Patch("/terms/"+none, object{"members_state": "partial"}).Must(200)
		admin.Delete("/members/" + only).Must(204)
	})
}

func contains(changes any, field string) bool {
	list, _ := changes.([]any)
	for _, c := range list {
		if c.(map[string]any)["field"] == field {
			return true
		}
	}
	return false
}

func TestFourteenMembersOfWhomNoneIsNamed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		bloc := made(t, admin, "/blocs", object{"kind": "cluster", "name": "Cụm 4"})
		term := admin.Post("/terms", object{"bloc_id": bloc, "period": "2023", "stated_member_count": 14}).Must(201)
		if term.Str("members_state") != "unknown" || term.At("stated_member_count") != 14.0 || term.At("member_count") != 0.0 {
			t.Errorf("%s", term.Raw)
		}
		found(t, admin, "/terms/"+term.ID()+"/members", "id")
	})
}

func TestDeputies(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		path := "/terms/" + b.term
		if got := admin.Get(path).Str("deputies_state"); got != "unknown" {
			t.Errorf("a leader alone makes the deputies %s", got)
		}
		first := made(t, admin, path+"/leadership", object{"role": "deputy", "unit_id": b.units[1], "role_as_written": "Khối phó"})
		second := made(t, admin, path+"/leadership", object{"role": "deputy", "unit_id": b.units[3], "chosen": "assigned"})
		found(t, admin, path+"/leadership", "id", b.leadership, first, second)
		found(t, admin, path+"/leadership?role=deputy&chosen_exists=false", "id", first)
		admin.Patch(path, object{"deputies_state": "listed"}).Must(200)
		again := admin.Post(path+"/leadership", object{"role": "deputy", "unit_id": b.units[1]}).Refused(409, "duplicate")
		if again.Str("existing_id") != first {
			t.Errorf("%s", again.Raw)
		}
		admin.Delete("/leaderships/" + first).Must(204)
		wrong(t, admin.Patch("/leaderships/"+second, object{"role": "leader"}), "/deputies_state state_mismatch")
		wrong(t, admin.Delete("/leaderships/"+second), "/deputies_state state_mismatch")
		admin.Patch(path, object{"deputies_state": "partial"}).Must(200)
		admin.Patch("/leaderships/"+second, object{"role": "leader"}).Must(200)
		found(t, admin, path+"/leadership?role=leader", "id", b.leadership, second)
		admin.Patch(path, object{"deputies_state": "none"}).Must(200)
		wrong(t, admin.Patch("/leaderships/"+second, object{"role": "deputy"}), "/deputies_state state_mismatch")
	})
}

func TestAnotherPersonFromJuly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		person := made(t, admin, "/persons", object{"name": "Ông Hư Cấu"})
		path := "/leaderships/" + b.leadership
		if got := admin.Get(path).Must(200); !cmp.Equal(got.At("persons"), []any{}) || got.At("chosen") != nil {
			t.Errorf("%s", got.Raw)
		}
		a := admin.Patch(path, object{"persons": []object{
			{"person_id": person, "position_as_written": "Giám đốc", "from": "2025-01", "to": "2025-06"},
			{"name": "Bà Tưởng Tượng", "from": "2025-07-01", "seen_on": []string{"2025-07-15", "2025-08"}},
		}}).Must(200)
		want := []any{
			object{"person_id": person, "name": "Ông Hư Cấu", "position_as_written": "Giám đốc", "from": "2025-01", "to": "2025-06", "seen_on": []any{}},
			object{"person_id": nil, "name": "Bà Tưởng Tượng", "position_as_written": nil, "from": "2025-07-01", "to": nil, "seen_on": []any{"2025-07-15", "2025-08"}},
		}
		if diff := cmp.Diff(want, a.At("persons")); diff != "" {
			t.Error(diff)
		}
		admin.Patch(path, object{"chosen": "elected"}).Must(200)
		found(t, admin, "/terms/"+b.term+"/leadership", "persons.1.name", "Bà Tưởng Tượng")
	})
}

func TestBadLeadership(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		list := "/terms/" + b.term + "/leadership"
		for _, c := range []struct {
			body object
			want []string
		}{
			{object{}, []string{"/role required", "/unit_id reference_required"}},
			{object{"role": "boss", "unit_id": b.units[1]}, []string{"/role not_allowed"}},
			{object{"role": "leader", "unit_id": nowhere}, []string{"/unit_id reference_not_found"}},
			{object{"role": "leader", "unit_as_written": "x", "chosen": "drawn"}, []string{"/chosen not_allowed"}},
			{object{"role": "leader", "unit_as_written": "x", "chosen_event_id": nowhere}, []string{"/chosen_event_id reference_not_found"}},
			{object{"role": "leader", "persons": []object{{}}}, []string{"/persons/0/person_id reference_required"}},
			{object{"role": "leader", "persons": []object{{"person_id": nowhere}}}, []string{"/persons/0/person_id reference_not_found"}},
			{object{"role": "leader", "persons": []object{{"name": "a", "from": "2025-07", "to": "2025-06-30"}}}, []string{"/persons/0/to end_before_start"}},
			{object{"role": "leader", "persons": []object{{"name": "a", "seen_on": []string{"2025-02-30"}}}}, []string{"/persons/0/seen_on/0 invalid_date"}},
		} {
			wrong(t, admin.Post(list, c.body), c.want...)
		}
		a := admin.Post(list, object{"role": "leader", "persons": []object{{"name": "Ông Hư Cấu"}}}).Must(201)
		if a.At("unit") != nil || a.Header.Get("Location") != "/api/v1/leaderships/"+a.ID() {
			t.Errorf("%s", a.Raw)
		}
		council := b.council(s)
		council.Patch("/leaderships/"+a.ID(), object{"unit_as_written": "Sở Gió"}).Must(200)
		b.of(s, actor.Leader, 0).Patch("/leaderships/"+a.ID(), object{"chosen": "elected"}).Refused(403, "forbidden")
		admin.Do("PATCH", "/leaderships/"+a.ID(), object{"chosen": "elected"}, "If-Match", `"1"`).Refused(412, "stale_version")
		admin.Delete("/leaderships/" + a.ID()).Must(204)
	})
}

// A pasted list is entered whole, or not at all: each line that cannot be is named
// with what is wrong with it.
func TestManyMembersAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		leader := b.of(s, actor.Leader, 0)
		there := len(leader.Get("/terms/" + b.term + "/members").Must(200).Data())
		unit := func(name string) string { return made(t, admin, "/units", object{"name": name}) }
		first, second := unit("Ban mới 1"), unit("Ban mới 2")
		add := func(lines ...object) *apptest.Answer {
			return leader.Post("/members/bulk", object{"term_id": b.term, "data": append([]object{}, lines...)})
		}
		before := leader.Get("/terms/" + b.term + "/members").Must(200)
		wrong(t, add(object{"unit_id": first}, object{"unit_id": b.term}, object{}, object{"unit_id": b.units[0]}, object{"unit_id": first}),
			"/data/2/unit_id reference_required", "/data/4/unit_id duplicate_item", "/data/1/unit_id reference_not_found", "/data/3/unit_id already_there")
		wrong(t, add(object{"unit_as_written": "Báo", "order": 1}), "/data/0/order unknown_field")
		wrong(t, add(), "/data min_items")
		if after := leader.Get("/terms/" + b.term + "/members").Must(200); !cmp.Equal(before.Body, after.Body) {
			t.Errorf("a refused list left something behind: %s", after.Raw)
		}
		a := add(object{"unit_id": second}, object{"unit_as_written": "Báo"}, object{"unit_id": first}).Must(201)
		if diff := cmp.Diff([]any{float64(there + 1), float64(there + 2), float64(there + 3)}, a.Column("order")); diff != "" {
			t.Error(diff)
		}
		found(t, leader, "/terms/"+b.term+"/members?order_gt="+strconv.Itoa(there), "unit.name", "Ban mới 2", nil, "Ban mới 1")

		again := object{"term_id": b.term, "data": []object{{"unit_as_written": "Đài"}}}
		sent := leader.Do("POST", "/members/bulk", again, "Idempotency-Key", "paste-1").Must(201)
		if repeated := leader.Do("POST", "/members/bulk", again, "Idempotency-Key", "paste-1").Must(201); !cmp.Equal(sent.Body, repeated.Body) || repeated.Header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("repeated: %s", repeated.Raw)
		}
		b.of(s, actor.Clerk, 1).Post("/members/bulk", again).Refused(403, "forbidden")
		foreign := open(t, admin, "B")
		wrong(t, leader.Post("/members/bulk", object{"term_id": foreign.term, "data": []object{{"unit_as_written": "Báo"}}}), "/term_id reference_not_found")
		for _, to := range []string{"signing", "in_force", "reviewing"} {
			admin.Move("/terms/"+b.term, to, "").Must(200)
		}
		admin.Do("POST", "/terms/"+b.term+"/transitions", object{"to": "concluded", "without_ranking": true}, "If-Match", admin.ETag("/terms/"+b.term)).Must(200)
		admin.Move("/terms/"+b.term, "locked", "").Must(200)
		leader.Post("/members/bulk", again).Refused(409, "term_locked")
	})
}
