package award_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

// A decision outside any bloc names nobody: six collectives, six individuals.
func TestDecisionOutsideBlocs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		d := admin.Post("/decisions", object{
			"kind": "award", "number": "102/QĐ-UBND", "issued_on": "2021-01-28", "authority_as_written": "Chủ tịch UBND tỉnh", "status": "in_force", "stated_recipient_count": 12,
		}).Must(201)
		shows(t, d, object{"bloc": nil, "status": "in_force", "award_count": 0, "warnings": []any{}, "authority.as_written": "Chủ tịch UBND tỉnh"})
		for _, kind := range []string{"collective", "individual"} {
			a := admin.Post("/awards", object{
				"bloc_state": "outside", "decision_id": d.ID(), "type_as_written": "bằng khen", "recipient_kind": kind, "count": 6, "period": "2020",
			}).Must(201)
			shows(t, a, object{"bloc": nil, "bloc_state": "outside", "authority.as_written": "Chủ tịch UBND tỉnh", "decision.name": "102/QĐ-UBND", "status": "in_force"})
		}
		path := "/decisions/" + d.ID()
		want := object{
			"collectives": 6.0, "individuals": 6.0, "households": 0.0, "blocs": 0.0, "unclassified": 0.0,
			"awards": 2.0, "count_unknown": 0.0, "named": 0.0, "unnamed": 12.0,
		}
		shows(t, admin.Get(path).Must(200), object{"counts": want, "award_count": 2, "version": 3})
		shows(t, admin.Get("/decisions?bloc_id_exists=false").Must(200), object{"data.0.counts": want})
		shows(t, admin.Get("/awards/tally?decision_id="+d.ID()).Must(200), object{"totals": want, "rows.0.year": 2020})
		admin.Patch(path, object{"number": "103/QĐ-UBND"}).Refused(409, "decision.not_draft")
		shows(t, admin.Patch(path, object{"remark": "Chưa rõ tên", "sources": []object{{"title": "Báo Ninh Bình"}}}).Must(200), object{"remark": "Chưa rõ tên", "sources.0.title": "Báo Ninh Bình"})
		admin.Delete(path).Refused(409, "decision.not_draft")
		admin.Delete("/awards/"+admin.Get("/awards").Str("data.0.id")).Refused(409, "decision.not_draft")
	})
}

// A draft gives nothing yet; once in force, its awards count.
func TestDraftGivesNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		d := admin.Post("/decisions", object{"kind": "award", "bloc_id": b.bloc}).Must(201)
		path := "/decisions/" + d.ID()
		shows(t, d, object{"status": "draft", "authority": nil, "number": nil})
		a := admin.Post("/awards", with(b.flag(), object{"decision_id": d.ID()})).Must(201)
		shows(t, a, object{"status": "draft", "warnings.0.code": "decision_draft"})
		shows(t, admin.Get("/awards/tally?bloc_id="+b.bloc).Must(200), object{"totals.collectives": 0, "draft.collectives": 1, "rows": []any{}})
		admin.Delete(path).Refused(409, "in_use")

		refused := admin.Move(path, "in_force", "").Refused(409, "invalid_transition")
		shows(t, refused, object{"allowed": []any{}, "missing": []any{object{"pointer": "/authority_id", "code": "reference_required"}}})
		admin.Patch(path, object{"authority_id": b.organizer, "number": "1/QĐ", "issued_on": "2021-02"}).Must(200)
		admin.Move(path, "annulled", "").Refused(409, "invalid_transition")
		shows(t, admin.Move(path, "in_force", "").Must(200), object{"status": "in_force", "authority.id": b.organizer})
		shows(t, admin.Get("/awards/"+a.ID()).Must(200), object{"status": "in_force", "warnings": []any{}, "authority.id": b.organizer})
		shows(t, admin.Get("/awards/tally?bloc_id="+b.bloc).Must(200), object{"totals.collectives": 1, "draft.collectives": 0})
		refused = admin.Move(path, "annulled", "sai").Refused(409, "invalid_transition")
		shows(t, refused, object{"allowed": []any{}, "from": "in_force"})
		if diff := cmp.Diff([]any{"draft", "in_force"}, admin.Get(path+"/transitions").Must(200).Column("to")); diff != "" {
			t.Error(diff)
		}
	})
}

// What is annulled or taken back is so by another decision, and the tally
// follows at once.
func TestAnnulAndRestoreByDecision(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		decide := func(more object) *apptest.Answer {
			return admin.Post("/decisions", with(object{"kind": "award", "bloc_id": b.bloc, "authority_id": b.organizer, "status": "in_force", "number": "1/QĐ"}, more))
		}
		first := decide(nil).Must(201).ID()
		award := made(t, admin, "/awards", with(b.certificates(), object{"decision_id": first}))
		tally := func(given, annulled int) {
			t.Helper()
			shows(t, admin.Get("/awards/tally?bloc_id="+b.bloc).Must(200), object{"totals.collectives": given, "annulled.collectives": annulled})
		}
		tally(4, 0)
		wrong(t, decide(object{"restores_id": first}), "/restores_id other_state")
		wrong(t, decide(object{"annuls_id": nobodys}), "/annuls_id reference_not_found")
		wrong(t, decide(object{"annuls_id": first, "restores_id": first}), "/restores_id conflicts_with")

		draft := decide(object{"annuls_id": first, "status": "draft", "number": "2/QĐ"}).Must(201)
		tally(4, 0)
		wrong(t, admin.Patch("/decisions/"+draft.ID(), object{"annuls_id": draft.ID()}), "/annuls_id invalid_value")
		shows(t, admin.Move("/decisions/"+draft.ID(), "in_force", "").Must(200), object{"annuls.id": first, "annuls.name": "1/QĐ"})
		shows(t, admin.Get("/decisions/"+first).Must(200), object{"status": "annulled", "counts.collectives": 4})
		shows(t, admin.Get("/awards/"+award).Must(200), object{"status": "annulled"})
		tally(0, 4)
		shows(t, admin.Get("/awards/tally?status=annulled,in_force&bloc_id="+b.bloc).Must(200), object{"totals.collectives": 4, "annulled.collectives": 4})
		wrong(t, decide(object{"annuls_id": first}), "/annuls_id other_state")

		decide(object{"restores_id": first, "number": "3/QĐ"}).Must(201)
		shows(t, admin.Get("/awards/"+award).Must(200), object{"status": "in_force"})
		tally(4, 0)
		steps := admin.Get("/decisions/" + first + "/transitions").Must(200)
		if diff := cmp.Diff([]any{"in_force", "annulled", "in_force"}, steps.Column("to")); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]any{nil, "2/QĐ", "3/QĐ"}, steps.Column("reason")); diff != "" {
			t.Error(diff)
		}
	})
}

func TestDecisionNumbersMayRepeat(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		body := object{"kind": "award", "number": "15/QĐ-UBND", "issued_on": "2021-01-28", "authority_as_written": "Chủ tịch UBND tỉnh"}
		first := made(t, admin, "/decisions", body)
		second := admin.Post("/decisions", with(body, object{"issued_on": "2021"})).Must(201)
		shows(t, second, object{"warnings": []any{object{"code": "duplicate_number", "ids": []any{first}, "params": object{}}}})
		for _, other := range []object{{"issued_on": "2022"}, {"kind": "guidance"}, {"authority_as_written": "Bộ trưởng"}, {"number": nil}} {
			shows(t, admin.Post("/decisions", with(body, other)).Must(201), object{"warnings": []any{}})
		}
		clerk := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.All})
		clerk.Get("/decisions?number=15%2FQ%C4%90-UBND&year=2021&kind=award").Must(200)
		for query, want := range map[string]int{
			"year=2021": 5, "year=2022": 1, "issued_on_gte=2021-02-01": 2, "issued_on=2021-01": 5, "number_exists=false": 1, "status=draft": 6, "q=15+qd": 5, "kind=guidance": 1,
		} {
			if got := len(admin.Get("/decisions?" + query).Must(200).Data()); got != want {
				t.Errorf("%s: %d rows, want %d", query, got, want)
			}
		}
	})
}

func TestDecisionRefusals(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		wrong(t, admin.Post("/decisions", object{}), "/kind required")
		wrong(t, admin.Post("/decisions", object{"kind": "award", "status": "in_force"}), "/authority_id reference_required")
		wrong(t, admin.Post("/decisions", object{"kind": "award", "status": "annulled"}), "/status not_allowed")
		wrong(t, admin.Post("/decisions", object{"kind": "award", "issued_on": "2021-13"}), "/issued_on invalid_date")
		wrong(t, admin.Post("/decisions", object{"kind": "award", "stated_recipient_count": -1}), "/stated_recipient_count minimum")
		wrong(t, admin.Post("/decisions", object{"kind": "award", "bloc_id": nobodys, "authority_id": nobodys, "signatory_id": nobodys}),
			"/bloc_id reference_not_found", "/authority_id reference_not_found", "/signatory_id reference_not_found")
		path := "/decisions/" + made(t, admin, "/decisions", object{"kind": "award"})
		admin.Do("PATCH", path, object{"number": "1"}).Refused(428, "precondition_required")
		admin.Do("PATCH", path, object{"number": "1"}, "If-Match", `"7"`).Refused(412, "stale_version")
		admin.Do("POST", path+"/transitions", object{"to": "in_force"}).Refused(428, "precondition_required")
		wrong(t, admin.Patch(path, object{"status": "in_force"}), "/status unknown_field")
		admin.Get("/decisions/"+nobodys).Refused(404, "not_found")
		admin.Get("/decisions/"+nobodys+"/transitions").Refused(404, "not_found")
		admin.Delete(path).Must(204)
		admin.Get(path).Refused(404, "not_found")
	})
}

// What a decision gave, or an annulment took, does not change by moving the
// award to another decision, or to none.
func TestLinkIsNoWayAroundADecision(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		decide := func(more object) string {
			t.Helper()
			return made(t, admin, "/decisions", with(object{"kind": "award", "authority_id": b.organizer, "status": "in_force"}, more))
		}
		given, other, gone, alsoGone, draft := decide(nil), decide(nil), decide(nil), decide(nil), decide(object{"status": "draft"})
		decide(object{"annuls_id": gone})
		decide(object{"annuls_id": alsoGone})
		award := func(decision any) string {
			return "/awards/" + made(t, admin, "/awards", with(b.flag(), object{"decision_id": decision}))
		}
		for _, c := range []struct {
			from, to any
			refused  bool
		}{
			{gone, nil, true},
			{gone, given, true},
			{gone, draft, true},
			{gone, alsoGone, false},
			{given, nil, true},
			{given, draft, true},
			{given, gone, true},
			{given, other, false},
			{draft, nil, false},
			{draft, given, false},
			{nil, gone, false},
			{nil, given, false},
		} {
			a := award(c.from)
			before := admin.Get(a).Must(200)
			got := admin.Patch(a, object{"decision_id": c.to})
			if c.refused {
				got.Refused(409, "decision.not_draft")
				shows(t, admin.Get(a).Must(200), object{"status": before.At("status"), "decision_id": c.from, "version": before.At("version")})
				continue
			}
			shows(t, got.Must(200), object{"decision_id": c.to})
		}
		a := award(gone)
		shows(t, admin.Patch(a, object{"count": 2, "decision_id": gone}).Must(200), object{"status": "annulled"})
		admin.Delete(a).Refused(409, "decision.not_draft")
	})
}

// One act leaves one record, where it has its effect, and the record names the
// effect.
func TestAnnulmentIsRecordedWhereItActs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		first := made(t, admin, "/decisions", object{"kind": "award", "bloc_id": b.bloc, "authority_id": b.organizer, "status": "in_force"})
		for range 2 {
			made(t, admin, "/awards", with(b.flag(), object{"decision_id": first}))
		}
		auditor := s.As(apptest.Right{Role: actor.Auditor, Scope: actor.OfBloc, ID: b.bloc})
		act := object{"kind": "award", "authority_id": b.organizer, "annuls_id": first}
		effect := func(id, action, field, from, to string) {
			t.Helper()
			acts := auditor.Get("/audit-events?sort=-at&entity_id=" + id).Must(200)
			shows(t, acts, object{"data.0.action": action, "data.0.bloc_id": b.bloc})
			got := map[any]any{}
			for _, c := range acts.At("data.0.changes").([]any) {
				got[c.(object)["field"]] = []any{c.(object)["from"], c.(object)["to"]}
			}
			if diff := cmp.Diff([]any{from, to}, got[field+".status"]); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]any{nil, 2.0}, got[field+".awards"]); diff != "" {
				t.Error(diff)
			}
		}
		draft := made(t, admin, "/decisions", act)
		if got := auditor.Get("/audit-events?entity_id=" + draft).Must(200).Data(); len(got) != 0 {
			t.Errorf("a draft without a bloc acts on none yet: %v", got)
		}
		admin.Move("/decisions/"+draft, "in_force", "").Must(200)
		effect(draft, "transitionDecision", "annuls", "in_force", "annulled")
		restoring := made(t, admin, "/decisions", object{"kind": "award", "authority_id": b.organizer, "restores_id": first, "status": "in_force"})
		effect(restoring, "createDecision", "restores", "annulled", "in_force")
		if v, err := s.Audit.Verify(s.DB.Read(t.Context()), nil, nil); err != nil || len(v.Findings) > 0 {
			t.Errorf("%v %v", v.Findings, err)
		}
	})
}

// What annuls or restores is no target itself: what it did would stay done.
func TestAnnulmentIsNotAnnulled(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		decide := func(more object) *apptest.Answer {
			return admin.Post("/decisions", with(object{"kind": "award", "authority_id": b.organizer, "status": "in_force"}, more))
		}
		first := decide(nil).Must(201).ID()
		annulling := decide(object{"annuls_id": first}).Must(201).ID()
		for _, status := range []string{"draft", "in_force"} {
			wrong(t, decide(object{"annuls_id": annulling, "status": status}), "/annuls_id acts_itself")
			wrong(t, decide(object{"restores_id": annulling, "status": status}), "/restores_id acts_itself")
		}
		draft := decide(object{"status": "draft"}).Must(201).ID()
		wrong(t, admin.Patch("/decisions/"+draft, object{"annuls_id": annulling}), "/annuls_id acts_itself")

		// A draft becomes one that acts after another was drawn up against it.
		later := decide(object{"status": "draft", "annuls_id": draft}).Must(201).ID()
		admin.Patch("/decisions/"+draft, object{"restores_id": first}).Must(200)
		admin.Move("/decisions/"+draft, "in_force", "").Must(200)
		shows(t, admin.Move("/decisions/"+later, "in_force", "").Refused(409, "invalid_transition"), object{"missing": []any{object{"pointer": "/annuls_id", "code": "acts_itself"}}})
		shows(t, admin.Get("/decisions/"+first).Must(200), object{"status": "in_force"})
	})
}

// What becomes of a decision becomes of its awards: that takes the right in the
// bloc of each of them.
func TestAnnullingNeedsTheRightOnEveryAward(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		a, b := open(t, admin, "A"), open(t, admin, "B")
		council := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: a.organizer})
		both := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: a.organizer}, apptest.Right{Role: actor.Council, Scope: actor.OfBloc, ID: b.bloc})
		decide := func(status string) string {
			return made(t, council, "/decisions", object{"kind": "award", "authority_id": a.organizer, "status": status})
		}
		annulment := func(of string) object {
			return object{"kind": "award", "authority_id": a.organizer, "annuls_id": of, "status": "in_force"}
		}
		own, mixed, elsewhere, draft := decide("in_force"), decide("in_force"), decide("in_force"), decide("draft")
		for _, d := range []string{own, mixed, draft} {
			made(t, admin, "/awards", with(a.flag(), object{"decision_id": d}))
		}
		made(t, admin, "/awards", object{"type_as_written": "bằng khen", "decision_id": own}) // outside blocs, by the authority of the decision
		foreign := made(t, admin, "/awards", with(b.flag(), object{"decision_id": mixed}))
		made(t, admin, "/awards", with(b.flag(), object{"decision_id": draft}))
		made(t, admin, "/awards", object{"type_as_written": "bằng khen", "decision_id": elsewhere, "authority_id": b.organizer})

		council.Post("/decisions", annulment(mixed)).Refused(403, "forbidden")
		council.Post("/decisions", annulment(elsewhere)).Refused(403, "forbidden")
		council.Move("/decisions/"+draft, "in_force", "").Refused(403, "forbidden")
		shows(t, admin.Get("/awards/"+foreign).Must(200), object{"status": "in_force"})
		n := len(s.Statements(func() { council.Post("/decisions", annulment(mixed)).Refused(403, "forbidden") }))
		c := open(t, admin, "C")
		made(t, admin, "/awards", with(c.flag(), object{"decision_id": mixed}))
		if more := len(s.Statements(func() { council.Post("/decisions", annulment(mixed)).Refused(403, "forbidden") })); more != n {
			t.Errorf("%d statements for two blocs, %d for three", n, more)
		}
		admin.Delete("/awards/"+foreign).Refused(409, "decision.not_draft")
		made(t, council, "/decisions", annulment(own))
		both.Move("/decisions/"+draft, "in_force", "").Must(200)
	})
}

func TestDecisionsOfASignatory(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		person := made(t, admin, "/persons", object{"name": "Lê Văn Cường"})
		signed := made(t, admin, "/decisions", object{"kind": "award", "number": "1/QĐ", "signatory_id": person})
		made(t, admin, "/decisions", object{"kind": "award", "number": "2/QĐ", "signatory_as_written": "Lê Văn Cường"})
		if diff := cmp.Diff([]any{signed}, admin.Get("/decisions?signatory_id="+person).Must(200).Column("id")); diff != "" {
			t.Error(diff)
		}
	})
}
