package succession_test

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
	"giaouoc/internal/unit"
)

type object = map[string]any

const nowhere = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"

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

// units makes units by name; "name@from/to" gives their time.
func units(t *testing.T, c *apptest.Client, names ...string) (ids []string) {
	t.Helper()
	for _, n := range names {
		name, time, _ := strings.Cut(n, "@")
		body := object{"name": name}
		for i, d := range strings.Split(time, "/") {
			if d != "" {
				body[[]string{"valid_from", "valid_to"}[i]] = d
			}
		}
		ids = append(ids, made(t, c, "/units", body))
	}
	return ids
}

func linked(ids ...string) (out []object) {
	for _, id := range ids {
		out = append(out, object{"unit_id": id})
	}
	return out
}

func blocs(ids ...string) (out []object) {
	for _, id := range ids {
		out = append(out, object{"bloc_id": id})
	}
	return out
}

// act is a body about units, or blocs where its parties are.
func act(kind string, from, to []object, more ...object) object {
	out := object{"subject": "unit", "kind": kind, "from": from, "to": to}
	for _, p := range append(append([]object{}, from...), to...) {
		if p["bloc_id"] != nil {
			out["subject"] = "bloc"
		}
	}
	if to == nil {
		delete(out, "to")
	}
	for _, m := range more {
		for k, v := range m {
			out[k] = v
		}
	}
	return out
}

func TestAnActIsKeptAndFound(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		u := units(t, admin, "Ban Tuyên giáo Tỉnh ủy", "Ban Dân vận Tỉnh ủy", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "Sở Mây")
		decision := made(t, admin, "/decisions", object{"kind": "organisation", "number": "12-QĐ/TU", "authority_as_written": "Ban Thường vụ Tỉnh ủy", "status": "in_force"})
		merged := admin.Post("/successions", act("merge", append(linked(u[:2]...), object{"as_written": "Phòng Lý luận chính trị"}), linked(u[2]),
			object{"happened_on": "2025-02", "decision_id": decision, "decision_as_written": "Quyết định hợp nhất", "remark": "theo báo"})).Must(201)
		path := "/successions/" + merged.ID()
		if got := merged.Header.Get("Location"); got != "/api/v1"+path {
			t.Errorf("Location %q", got)
		}
		shown := object{
			"from.0.name": "Ban Tuyên giáo Tỉnh ủy", "from.1.id": u[1], "from.2.as_written": "Phòng Lý luận chính trị", "from.2.id": nil, "to.0.id": u[2],
			"happened_on": "2025-02", "earliest_on": nil, "merit_inherited": "unknown", "decision.name": "12-QĐ/TU", "decision.as_written": "Quyết định hợp nhất",
		}
		for at, want := range shown {
			if got := merged.At(at); got != want {
				t.Errorf("%s: %v, want %v", at, got, want)
			}
		}
		moved := made(t, admin, "/successions", act("transfer", linked(u[3]), linked(u[2]), object{"earliest_on": "2023", "latest_on": "2024-06", "merit_inherited": "no"}))
		unknown := made(t, admin, "/successions", act("split", linked(u[3]), []object{{"as_written": "Sở Gió"}}))
		for question, want := range map[string][]any{
			"":                                 {merged.ID(), moved, unknown},
			"sort=happened_on":                 {unknown, moved, merged.ID()},
			"unit_id=" + u[2]:                  {merged.ID(), moved},
			"unit_id=" + u[1]:                  {merged.ID()},
			"kind=transfer,split":              {moved, unknown},
			"subject=bloc":                     nil,
			"merit_inherited=no":               {moved},
			"happened_on_gte=2025-02-20":       {merged.ID()},
			"happened_on_gte=2025-03":          nil,
			"happened_on_exists=false":         {moved, unknown},
			"latest_on_lt=2025":                {moved},
			"decision_id=" + decision:          {merged.ID()},
			"q=" + url.QueryEscape("hop nhat"): {merged.ID()},
			"q=" + url.QueryEscape("gió"):      {unknown},
			"limit=1&sort=-happened_on":        {merged.ID()},
		} {
			if diff := cmp.Diff(want, admin.Get("/successions?"+question).Must(200).Column("id")); diff != "" {
				t.Errorf("%s: %s", question, diff)
			}
		}

		// A correction replaces a side as a whole and leaves the rest alone.
		patched := admin.Patch(path, object{"from": linked(u[1], u[0]), "merit_inherited": "yes"}).Must(200)
		if patched.At("from.0.id") != u[1] || patched.At("from.2") != nil || patched.At("to.0.id") != u[2] || patched.At("version") != 2.0 || patched.At("remark") != "theo báo" {
			t.Errorf("%s", patched.Raw)
		}
		admin.Do("PATCH", path, object{"kind": "transfer"}, "If-Match", `"1"`).Refused(412, "stale_version")

		// What an act names stays.
		for _, kept := range []string{"/units/" + u[0], "/units/" + u[2], "/decisions/" + decision} {
			if a := admin.Delete(kept); a.Status != 409 {
				t.Errorf("%s is gone: %d", kept, a.Status)
			}
		}
		admin.Delete(path).Must(204)
		admin.Get(path).Refused(404, "not_found")
		admin.Delete("/units/" + u[0]).Must(204)
	})
}

func TestBadActsAreRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		u := units(t, admin, "A", "B", "C", "D", "Cũ@2001/2015-12-31", "Mới@2021-03-01/")
		bloc := made(t, admin, "/blocs", object{"kind": "bloc", "name": "Khối K"})
		ended := made(t, admin, "/successions", act("merge", linked(u[0]), linked(u[1]), object{"happened_on": "2020"}))
		next := made(t, admin, "/successions", act("split", linked(u[1]), linked(u[2]), object{"happened_on": "2022"}))
		for _, c := range []struct {
			what string
			body object
			want []string
		}{
			{"nothing given", object{"subject": "unit"}, []string{"/kind required"}},
			{"no subject", object{"kind": "merge"}, []string{"/subject required"}},
			{"null", object{"subject": "unit", "kind": nil, "merit_inherited": nil, "from": nil}, []string{"/kind required", "/from required", "/merit_inherited required"}},
			{"no parties", act("merge", []object{}, nil), []string{"/from party_required", "/to one_party"}},
			{"an unknown unit", act("merge", linked(nowhere), linked(u[2])), []string{"/from/0/unit_id reference_not_found"}},
			{"an unknown bloc", act("dissolve", blocs(nowhere, bloc), nil), []string{"/from/0/bloc_id reference_not_found"}},
			{"an unknown decision", act("merge", linked(u[2]), linked(u[3]), object{"decision_id": nowhere}), []string{"/decision_id reference_not_found"}},
			{"no id", act("merge", []object{{"unit_id": "1"}}, linked(u[2])), []string{"/from/0/unit_id invalid_id"}},
			{"an unreal day", act("merge", linked(u[2]), linked(u[3]), object{"happened_on": "2021-02-30"}), []string{"/happened_on invalid_date"}},
			{"itself", act("merge", linked(u[2], u[3]), linked(u[3])), []string{"/to/0/unit_id both_sides"}},
			{"blocs among units", object{"subject": "unit", "kind": "dissolve", "from": blocs(bloc)}, []string{"/from/0/bloc_id other_subject"}},
			{"a straight ring", act("transfer", linked(u[1]), linked(u[0]), object{"happened_on": "2020"}), []string{"/to/0/unit_id cycle"}},
			{"a ring of three", act("re_established", linked(u[2]), linked(u[0])), []string{"/to/0/unit_id cycle"}},
			{"a second end", act("dissolve", linked(u[0]), nil), []string{"/from/0/unit_id ended_already"}},
			{"after its end", act("split", linked(u[0]), linked(u[3]), object{"happened_on": "2021"}), []string{"/from/0/unit_id ended_before"}},
			{"an end before a later act", act("dissolve", linked(u[1]), nil, object{"happened_on": "2021"}), []string{"/from/0/unit_id acts_after_end"}},
			{"outside lives", act("merge", linked(u[4]), linked(u[5]), object{"happened_on": "2018"}), []string{"/from/0/unit_id after_end", "/to/0/unit_id before_beginning"}},
		} {
			a := admin.Post("/successions", c.body)
			a.Refused(422, "validation_failed")
			if diff := cmp.Diff(c.want, a.Fields()); diff != "" {
				t.Errorf("%s: %s: %s", c.what, diff, a.Raw)
			}
		}
		// The refusal names the acts in the way and says what to do.
		ring := admin.Post("/successions", act("re_established", linked(u[2]), linked(u[0])))
		if diff := cmp.Diff([]any{ended, next}, ring.At("errors.0.params.acts")); diff != "" {
			t.Error(diff)
		}
		if !strings.Contains(ring.Str("errors.0.message"), "new record") {
			t.Errorf("%s", ring.Raw)
		}
		if got := admin.Post("/successions", act("dissolve", linked(u[0]), nil)).At("errors.0.params.act"); got != ended {
			t.Errorf("the other end is %v", got)
		}
		// A correction meets the same rules, but not against itself.
		wrong(t, admin.Patch("/successions/"+next, object{"to": linked(u[0])}), "/to/0/unit_id cycle", "/to/0/unit_id ended_before")
		wrong(t, admin.Patch("/successions/"+next, object{"happened_on": nil, "earliest_on": "2023", "latest_on": "2022"}), "/latest_on end_before_start")
		admin.Patch("/successions/"+ended, object{"kind": "dissolve", "to": []object{}}).Must(200)
		wrong(t, admin.Patch("/successions/"+ended, object{"subject": "bloc"}), "/subject unknown_field")
		if got := len(admin.Get("/successions").Must(200).Data()); got != 2 {
			t.Errorf("%d acts on record", got)
		}
	})
}

// What was dissolved comes back as a new record.
func TestReEstablished(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		u := units(t, admin, "Cũ@2001/2015-12-31", "Mới@2021-03-01/")
		made(t, admin, "/successions", act("dissolve", linked(u[0]), nil, object{"happened_on": "2015-12-31"}))
		made(t, admin, "/successions", act("re_established", linked(u[0]), linked(u[1]), object{"happened_on": "2021-03-01"}))
	})
}

// Acts on blocs are for who reads one of them; to write, every bloc must be
// one's own.
func TestActsOnBlocsHaveTheRightsOfBlocs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		var organizer, bloc [2]string
		for i := range 2 {
			organizer[i] = made(t, admin, "/authorities", object{"name": fmt.Sprintf("Hội đồng %d", i)})
			bloc[i] = made(t, admin, "/blocs", object{"kind": "bloc", "name": fmt.Sprintf("Khối %d", i), "organizer_id": organizer[i]})
		}
		other := made(t, admin, "/blocs", object{"kind": "bloc", "name": "Khối khác"})
		council := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: organizer[0]}, apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: bloc[1]})
		stranger := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfBloc, ID: other})
		viewer := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: bloc[1]})

		both := act("merge", blocs(bloc[0]), blocs(bloc[1]))
		wrong(t, stranger.Post("/successions", both), "/from/0/bloc_id reference_not_found", "/to/0/bloc_id reference_not_found")
		council.Post("/successions", both).Refused(403, "forbidden")
		viewer.Post("/successions", both).Refused(403, "forbidden")
		wrong(t, council.Post("/successions", object{"subject": "bloc", "kind": "dissolve", "from": []object{{"as_written": "Khối 1"}}}), "/from linked_bloc_required")
		own := made(t, council, "/successions", act("re_established", []object{{"as_written": "Khối cũ"}}, blocs(bloc[0])))
		shared := made(t, admin, "/successions", both)

		for name, c := range map[string]struct {
			who  *apptest.Client
			sees []any
		}{"admin": {admin, []any{shared, own}}, "council": {council, []any{shared, own}}, "viewer": {viewer, []any{shared}}, "stranger": {stranger, nil}} {
			if diff := cmp.Diff(c.sees, c.who.Get("/successions").Must(200).Column("id")); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		stranger.Get("/successions/"+shared).Refused(404, "not_found")
		stranger.Do("DELETE", "/successions/"+shared, nil, "If-Match", `"1"`).Refused(404, "not_found")
		council.Patch("/successions/"+shared, object{"merit_inherited": "yes"}).Refused(403, "forbidden")
		wrong(t, council.Patch("/successions/"+own, object{"from": blocs(other)}), "/from/0/bloc_id reference_not_found")
		council.Patch("/successions/"+own, object{"from": blocs(bloc[1])}).Refused(403, "forbidden")
		council.Patch("/successions/"+own, object{"merit_inherited": "no"}).Must(200)
		admin.Delete("/blocs/"+bloc[1]).Refused(409, "in_use")
		events := council.Get("/audit-events?entity=succession").Must(200)
		if diff := cmp.Diff([]any{bloc[0], bloc[0], bloc[0]}, events.Column("bloc_id")); diff != "" {
			t.Error(diff)
		}
		// A decision out of reach is no reference.
		hidden := made(t, admin, "/decisions", object{"kind": "organisation", "bloc_id": other})
		wrong(t, council.Patch("/successions/"+own, object{"decision_id": hidden}), "/decision_id reference_not_found")
		council.Delete("/successions/" + own).Must(204)
	})
}

// Who may not see an act is told nothing of it: a ring closed through it is
// refused without its name, and the line ends where it stands.
func TestHiddenActsAreNotTold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		var b []string
		var rights []apptest.Right
		for i := range 6 {
			b = append(b, made(t, admin, "/blocs", object{"kind": "bloc", "name": fmt.Sprintf("Khối %d", i)}))
		}
		for _, id := range []string{b[0], b[1], b[4], b[5]} { // not the two in the middle
			rights = append(rights, apptest.Right{Role: actor.Council, Scope: actor.OfBloc, ID: id})
		}
		council := s.As(rights...)
		step := func(i int) string { return made(t, admin, "/successions", act("transfer", blocs(b[i]), blocs(b[i+1]))) }
		first, second, hidden, fourth := step(0), step(1), step(2), step(3)
		council.Get("/successions/"+hidden).Refused(404, "not_found")
		fifth := made(t, council, "/successions", act("transfer", blocs(b[4]), blocs(b[5])))

		ring := act("transfer", blocs(b[5]), blocs(b[0]))
		for _, c := range []struct {
			who  *apptest.Client
			acts []any
		}{{admin, []any{first, second, hidden, fourth, fifth}}, {council, []any{first, second, fourth, fifth}}} {
			a := c.who.Post("/successions", ring)
			wrong(t, a, "/to/0/bloc_id cycle")
			if diff := cmp.Diff(c.acts, a.At("errors.0.params.acts")); diff != "" || strings.Contains(a.Str("errors.0.message"), "{") {
				t.Errorf("%s: %s", diff, a.Raw)
			}
		}
		for _, c := range []struct {
			who                *apptest.Client
			id                 string
			before, then, acts []any
		}{
			{admin, b[0], nil, []any{b[1], b[2], b[3], b[4], b[5]}, []any{first, second, hidden, fourth, fifth}},
			{council, b[0], nil, []any{b[1], b[2]}, []any{first, second}},
			{council, b[5], []any{b[4], b[3]}, nil, []any{fourth, fifth}},
			{council, b[1], []any{b[0]}, []any{b[2]}, []any{first, second}},
		} {
			h := c.who.Get("/blocs/" + c.id + "/history").Must(200)
			for at, want := range map[string][]any{"predecessors": c.before, "successors": c.then, "acts": c.acts} {
				var got []any
				list, _ := h.At(at).([]any)
				for i := range list {
					id := at + "." + fmt.Sprint(i) + ".id"
					if at != "acts" {
						id = at + "." + fmt.Sprint(i) + ".party.id"
					}
					got = append(got, h.At(id))
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s of %s: %s", at, c.id, diff)
				}
			}
		}
	})
}

// Acts as wide as the contract allows are checked without weighing their pairs.
func TestWideActs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		const layers, wide = 6, 100
		ids := make([][]string, layers)
		for n := range layers {
			err := s.DB.InTx(s.System(), func(tx *gorm.DB) error {
				for range wide {
					u := &unit.Unit{Meta: record.NewMeta(tx), Name: "Đơn vị"}
					if err := db.Insert(tx, u); err != nil {
						return err
					}
					ids[n] = append(ids[n], u.ID)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for n := layers - 2; n >= 0; n-- {
			made(t, admin, "/successions", act("transfer", linked(ids[n]...), linked(ids[n+1]...)))
		}
		a := admin.Post("/successions", act("transfer", linked(ids[layers-1]...), linked(ids[0]...)))
		a.Refused(422, "validation_failed")
		if acts, _ := a.At("errors.0.params.acts").([]any); len(acts) != layers-1 {
			t.Errorf("%.300s", a.Raw)
		}
	})
}

// Acts recorded at once cannot close a ring together, even where they share no
// party, nor end a unit twice: all but one are recorded, or only one is.
func TestRacingActs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		const racers = 8
		race := func(body func(i int) object) (recorded, refused int) {
			var status [racers]int
			var wg sync.WaitGroup
			for i := range racers {
				wg.Go(func() { status[i] = admin.Post("/successions", body(i)).Status })
			}
			wg.Wait()
			for _, s := range status {
				switch s {
				case 201:
					recorded++
				case 422:
					refused++
				}
			}
			return recorded, refused
		}
		for round := range 3 {
			var u []string
			for i := range 2 * racers {
				u = append(u, units(t, admin, fmt.Sprintf("Đơn vị %d", i))...)
			}
			for i := range racers {
				made(t, admin, "/successions", act("transfer", linked(u[2*i+1]), linked(u[(2*i+2)%len(u)])))
			}
			if yes, no := race(func(i int) object { return act("transfer", linked(u[2*i]), linked(u[2*i+1])) }); yes != racers-1 || no != 1 {
				t.Errorf("round %d: a ring: %d recorded, %d refused", round, yes, no)
			}
			ends := units(t, admin, "Kết thúc")
			if yes, no := race(func(int) object { return act("dissolve", linked(ends...), nil) }); yes != 1 || no != racers-1 {
				t.Errorf("round %d: ends: %d recorded, %d refused", round, yes, no)
			}
		}
	})
}

// A correction may say why; the record of acts keeps it, and who may correct
// the registry reads it.
func TestCorrectionsLeaveATrail(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		bloc := made(t, admin, "/blocs", object{"kind": "bloc", "name": "Khối K"})
		council := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfBloc, ID: bloc})
		u := units(t, council, "A", "B", "C")
		merged := made(t, council, "/successions", act("merge", linked(u[0]), linked(u[1]), object{"happened_on": "2021"}))
		version := made(t, council, "/units/"+u[1]+"/versions", object{"name": "B mới", "valid_from": "2022"})
		person := made(t, admin, "/persons", object{"name": "Ai đó", "unit_id": u[1]})
		why := "?reason=" + url.QueryEscape("  Nhập nhầm ngày\u00a0theo QĐ 12  ")
		tag := council.ETag("/successions/" + merged)
		council.Do("PATCH", "/successions/"+merged+why, object{"happened_on": "2020"}, "If-Match", tag).Must(200)
		council.Do("DELETE", "/unit-versions/"+version+"?reason=x", nil, "If-Match", council.ETag("/unit-versions/"+version)).Must(204)
		council.Do("DELETE", "/successions/"+merged+"?reason="+strings.Repeat("%E1%BB%AD", 2000), nil, "If-Match", council.ETag("/successions/"+merged)).Must(204)
		for _, bad := range []string{"?reason=", "?reason=%20", "?reason=a%00b", "?reason=a%0Ab", "?reason=" + strings.Repeat("x", 2001), "?reason=a&reason=b"} {
			a := council.Do("PATCH", "/units/"+u[0]+bad, object{"code": "X"}, "If-Match", `"1"`)
			a.Refused(400, "invalid_parameter")
			if got := a.At("errors.0.parameter"); got != "reason" {
				t.Errorf("%s: %s", bad, a.Raw)
			}
		}
		council.Do("POST", "/units?reason=x", object{"name": "D"}).Refused(400, "unknown_parameter")
		council.Get("/units/"+u[0]+"?reason=x").Refused(400, "unknown_parameter")

		trail := council.Get("/audit-events?sort=at&unit_id=" + u[1]).Must(200)
		if diff := cmp.Diff([]any{"createUnit", "createSuccession", "createUnitVersion", "updateSuccession", "deleteUnitVersion", "deleteSuccession"}, trail.Column("action")); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]any{nil, nil, nil, "Nhập nhầm ngày theo QĐ 12", "x", strings.Repeat("ử", 2000)}, trail.Column("reason")); diff != "" {
			t.Error(diff)
		}
		if got := council.Get("/audit-events?unit_id=" + u[2]).Must(200).Column("action"); len(got) != 1 {
			t.Errorf("%v", got)
		}
		if got := council.Get("/audit-events?entity_id=" + person).Must(200).Column("action"); len(got) != 1 {
			t.Errorf("%v", got)
		}
		// Not what is outside blocs and outside the registry.
		made(t, admin, "/decisions", object{"kind": "other", "number": "1"})
		for _, hidden := range []string{"decision", "user", "grant"} {
			if got := council.Get("/audit-events?entity=" + hidden).Must(200).Data(); len(got) > 0 {
				t.Errorf("a council reads of %s: %v", hidden, got)
			}
		}
		member := made(t, admin, "/units", object{"name": "Thành viên"})
		clerk := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: member})
		if got := clerk.Get("/audit-events?entity=unit").Must(200).Data(); len(got) > 0 {
			t.Errorf("a clerk reads %v", got)
		}
		if v, err := s.Audit.Verify(s.DB.Read(t.Context()), nil, nil); err != nil || len(v.Findings) > 0 {
			t.Errorf("%v %v", v.Findings, err)
		}
	})
}
