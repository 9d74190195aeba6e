package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

func made(t *testing.T, c *apptest.Client, path string, body object) string {
	t.Helper()
	return c.Post(path, body).Must(201).ID()
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

// each collects a dotted path from every item of a list in the answer.
func each(a *apptest.Answer, list, path string) []any {
	out := []any{}
	items, _ := a.At(list).([]any)
	for i := range items {
		out = append(out, a.At(fmt.Sprintf("%s.%d.%s", list, i, path)))
	}
	return out
}

func unit(t *testing.T, c *apptest.Client, name string) string {
	t.Helper()
	return made(t, c, "/units", object{"name": name})
}

func merge(t *testing.T, c *apptest.Client, merit, on string, into string, from ...string) string {
	t.Helper()
	var parties []object
	for _, id := range from {
		parties = append(parties, object{"unit_id": id})
	}
	body := object{"subject": "unit", "kind": "merge", "from": parties, "to": []object{{"unit_id": into}}, "merit_inherited": merit}
	if on != "" {
		body["happened_on"] = on
	}
	return made(t, c, "/successions", body)
}

// award gives a unit something for a period.
func award(t *testing.T, c *apptest.Client, unit, period string, more ...object) string {
	t.Helper()
	body := object{"type_as_written": "bằng khen", "recipient_kind": "collective", "count": 1, "authority_as_written": "Chủ tịch UBND tỉnh", "recipients": []object{{"unit_id": unit}}}
	if period != "" {
		body["period"] = period
	}
	for _, m := range more {
		for k, v := range m {
			body[k] = v
		}
	}
	return made(t, c, "/awards", body)
}

// A merged unit shows its predecessors' awards under the names of then, and
// counts them as the act says.
func TestProfileShowsWhatPredecessorsWon(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		for _, c := range []struct {
			merit, says        string
			counted, inherited int
		}{{"yes", "inherited", 3, 2}, {"no", "not_inherited", 1, 0}, {"unknown", "unknown", 1, 0}} {
			a, b, x := unit(t, admin, "Ban Tuyên giáo "+c.merit), unit(t, admin, "Ban Dân vận "+c.merit), unit(t, admin, "Ban Tuyên giáo và Dân vận "+c.merit)
			made(t, admin, "/units/"+a+"/versions", object{"name": "Ban Tuyên giáo (mới) " + c.merit, "valid_from": "2020-01-01"})
			act := merge(t, admin, c.merit, "2021-06-30", x, a, b)
			award(t, admin, x, "2022")
			award(t, admin, a, "2019")
			award(t, admin, b, "2020")
			p := admin.Get("/units/" + x + "/profile").Must(200)
			shows(t, p, object{
				"sums.own.collectives": 1, "sums." + c.says + ".collectives": 2, "sums.inherited.collectives": c.inherited, "sums.counted.collectives": c.counted,
				"predecessors.0.merit_inherited": c.merit, "predecessors.0.merit_until": "2021-06-30", "predecessors.0.acts": []any{act}, "predecessors.0.distance": 1,
				"counts.awards.own": 1, "counts.awards." + c.says: 2, "counts.predecessors." + c.merit: 2, "acts.0.id": act, "successors": []any{},
			})
			if diff := cmp.Diff([]any{"own", c.says, c.says}, each(p, "awards", "merit")); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]any{"Ban Tuyên giáo và Dân vận " + c.merit, "Ban Dân vận " + c.merit, "Ban Tuyên giáo " + c.merit}, each(p, "awards", "name_then")); diff != "" {
				t.Error(diff)
			}
			// A predecessor sees who followed, and counts only its own.
			shows(t, admin.Get("/units/"+a+"/profile").Must(200), object{
				"successors.0.party.id": x, "successors.0.party.name": "Ban Tuyên giáo và Dân vận " + c.merit, "sums.counted.collectives": 1, "predecessors": []any{},
			})
			// What is counted as own is what the tally of the unit says.
			tally := admin.Get("/awards/tally?unit_id=" + x).Must(200)
			if diff := cmp.Diff(tally.At("totals"), p.At("sums.own")); diff != "" {
				t.Error(diff)
			}
		}
	})
}

// Through two mergers merit passes as far as every act says so, and what was
// earned after an act stays with who earned it.
func TestProfileOverTwoMergers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		a, b, c, d, x := unit(t, admin, "A"), unit(t, admin, "B"), unit(t, admin, "C"), unit(t, admin, "D"), unit(t, admin, "X")
		first := merge(t, admin, "yes", "2015", c, a, b)
		second := merge(t, admin, "yes", "2020-06", x, c, d)
		decision := made(t, admin, "/decisions", object{"kind": "award", "number": "15/QĐ-UBND", "issued_on": "2013-01-20", "authority_as_written": "Chủ tịch UBND tỉnh", "status": "in_force"})
		early := award(t, admin, a, "2012", object{"decision_id": decision})
		late := award(t, admin, a, "2016") // after its end: not what x inherits
		of := award(t, admin, c, "2019")
		during := award(t, admin, d, "2020") // begins before the act
		after := award(t, admin, d, "2021")
		undated := award(t, admin, b, "")
		draft := made(t, admin, "/decisions", object{"kind": "award", "authority_as_written": "UBND"})
		award(t, admin, c, "2018", object{"decision_id": draft})
		p := admin.Get("/units/" + x + "/profile").Must(200)
		got := map[any]any{}
		for i, id := range each(p, "awards", "award_id") {
			got[id] = fmt.Sprint(p.At(fmt.Sprintf("awards.%d.merit", i)), " ", p.At(fmt.Sprintf("awards.%d.earned_after_act", i)))
		}
		for id, want := range map[string]string{
			early: "inherited false", late: "not_inherited true", of: "inherited false", during: "inherited false", after: "not_inherited true", undated: "inherited false",
		} {
			if got[id] != want {
				t.Errorf("%s: %v, want %s", id, got[id], want)
			}
		}
		shows(t, p, object{
			"sums.counted.collectives": 4, "sums.inherited.awards": 4, "sums.not_inherited.collectives": 2, "counts.awards.draft": 1, "counts.awards.earned_after_act": 2,
			"counts.predecessors.yes": 4, "acts.0.id": first, "acts.1.id": second,
		})
		reached := map[any]any{}
		for i, id := range each(p, "predecessors", "party.id") {
			reached[id] = fmt.Sprintln(p.At(fmt.Sprintf("predecessors.%d.distance", i)), p.At(fmt.Sprintf("predecessors.%d.acts", i)), p.At(fmt.Sprintf("predecessors.%d.merit_until", i)))
		}
		for id, want := range map[string]string{a: "2 [" + second + " " + first + "] 2015-12-31\n", c: "1 [" + second + "] 2020-06-30\n"} {
			if reached[id] != want {
				t.Errorf("%s: %v, want %s", id, reached[id], want)
			}
		}
		// Annulled awards are told beside the sums.
		made(t, admin, "/decisions", object{"kind": "award", "authority_as_written": "Chủ tịch UBND tỉnh", "annuls_id": decision, "status": "in_force"})
		shows(t, admin.Get("/units/"+x+"/profile").Must(200), object{"sums.counted.collectives": 3, "sums.annulled.collectives": 1, "counts.awards.annulled": 1})
		// One step that nobody decided leaves the whole way open.
		admin.Patch("/successions/"+first, object{"merit_inherited": "unknown"}).Must(200)
		shows(t, admin.Get("/units/"+x+"/profile").Must(200), object{"counts.predecessors.unknown": 2, "counts.predecessors.yes": 2, "sums.unknown.collectives": 1})
	})
}

// years opens terms of a bloc with members, an agreement each, and signatures.
func years(t *testing.T, c *apptest.Client, bloc string, periods []string, units ...string) {
	t.Helper()
	for _, y := range periods {
		term := made(t, c, "/terms", object{"bloc_id": bloc, "period": y, "status": "in_force"})
		for _, u := range units {
			made(t, c, "/terms/"+term+"/members", object{"unit_id": u})
		}
		made(t, c, "/terms/"+term+"/leadership", object{"role": "leader", "unit_id": units[0]})
		agreement := made(t, c, "/agreements", object{"term_id": term, "title": "Giao ước " + y, "basis": "reported", "status": "in_force"})
		made(t, c, "/agreements/"+agreement+"/signatures", object{"unit_id": units[0], "status": "signed", "role": "head", "signed_on": y + "-03-15"})
		made(t, c, "/commitments", object{"agreement_id": agreement, "text": "Chung", "scope": "common"})
		made(t, c, "/commitments", object{"agreement_id": agreement, "text": "Riêng", "scope": "unit", "unit_id": units[0]})
		made(t, c, "/awards", object{"bloc_id": bloc, "type_as_written": "bằng khen", "recipient_kind": "collective", "count": 2, "period": y, "recipients": []object{{"unit_id": units[0]}}})
	}
}

// The profile holds of each part what the caller may see in its own list.
func TestProfileIsScoped(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		u, other, x := unit(t, admin, "Văn phòng"), unit(t, admin, "Ban Tổ chức"), unit(t, admin, "Văn phòng mới")
		one := made(t, admin, "/blocs", object{"kind": "bloc", "name": "Khối 1"})
		two := made(t, admin, "/blocs", object{"kind": "bloc", "name": "Khối 2"})
		made(t, admin, "/units/"+u+"/versions", object{"name": "Văn phòng Tỉnh ủy", "valid_from": "2022-01-01"})
		years(t, admin, one, []string{"2021", "2024"}, u)
		years(t, admin, two, []string{"2022"}, other, u)
		merge(t, admin, "yes", "2025", x, u)
		p := admin.Get("/units/" + u + "/profile").Must(200)
		if diff := cmp.Diff([]any{"2024", "2022", "2021"}, each(p, "terms", "period.label")); diff != "" {
			t.Error(diff)
		}
		shows(t, p, object{
			"gaps": []any{2023.0}, "terms.0.belongs_as": []any{"leader", "member", "signatory"}, "terms.1.belongs_as": []any{"member"}, "terms.0.order": 1, "terms.1.order": 2,
			"terms.0.signatures.0.status": "signed", "terms.0.signatures.0.role": "head", "terms.1.signatures": []any{}, "terms.0.agreement_status": "in_force",
			"terms.0.own_commitments": 1, "terms.1.own_commitments": 0, "terms.0.name_then": "Văn phòng Tỉnh ủy", "terms.2.name_then": "Văn phòng", "terms.0.bloc.name": "Khối 1",
			"versions.0.name": "Văn phòng", "unit.name": "Văn phòng Tỉnh ủy", "sums.own.collectives": 2,
		})
		clerk := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: other})
		theirs := clerk.Get("/units/" + u + "/profile").Must(200)
		shows(t, theirs, object{"unit.id": u, "awards": []any{}, "gaps": []any{}, "counts.terms": 1, "terms.0.period.label": "2022", "sums.own.awards": 0, "successors.0.party.id": x})
		if strings.Contains(string(theirs.Raw), one) {
			t.Errorf("a clerk of another bloc is shown %s", theirs.Raw)
		}
		heir := clerk.Get("/units/" + x + "/profile").Must(200)
		shows(t, heir, object{"awards": []any{}, "predecessors.0.party.id": u, "counts.predecessors.yes": 1})
		admin.Get("/units/"+one+"/profile").Refused(404, "not_found")
		clerk.Get("/blocs/"+one+"/history").Refused(404, "not_found")
		s.As().Get("/units/"+u+"/profile").Refused(403, "forbidden")
	})
}

// A profile and a history take the same number of statements whatever they hold.
func TestProfileTakesAFixedNumberOfStatements(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		u, o := unit(t, admin, "U"), unit(t, admin, "O")
		bloc := made(t, admin, "/blocs", object{"kind": "bloc", "name": "Khối"})
		viewer := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: bloc})
		count := func(path string) int { return len(s.Statements(func() { viewer.Get(path).Must(200) })) }
		profile, history := "/units/"+u+"/profile", "/blocs/"+bloc+"/history"
		was := [2]int{count(profile), count(history)}
		years(t, admin, bloc, []string{"2018", "2019", "2020", "2021"}, u, o)
		last := u
		for i := range 6 {
			before := unit(t, admin, fmt.Sprintf("Trước %d", i))
			merge(t, admin, "yes", "", last, before)
			award(t, admin, before, "2010", object{"bloc_id": bloc})
			last = before
		}
		b := bloc
		for i := range 3 {
			before := made(t, admin, "/blocs", object{"kind": "bloc", "name": fmt.Sprintf("Khối trước %d", i)})
			made(t, admin, "/successions", object{"subject": "bloc", "kind": "re_established", "from": []object{{"bloc_id": before}}, "to": []object{{"bloc_id": b}}})
			b = before
		}
		if now := [2]int{count(profile), count(history)}; now != was {
			t.Errorf("%v statements, then %v", was, now)
		}
		if was[0] > 10 || was[1] > 8 {
			t.Errorf("%v statements", was)
		}
		shows(t, viewer.Get(profile).Must(200), object{"counts.predecessors.yes": 6, "sums.inherited.collectives": 6})
	})
}

// A bloc set up again by a new decision is another bloc: linked, and its books
// apart.
func TestHistoryOfAReEstablishedBloc(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		u := unit(t, admin, "Văn phòng")
		old := made(t, admin, "/blocs", object{"kind": "bloc", "names": []object{
			{"name": "Khối thi đua số 10", "kind": "current", "valid_from": "2015"}, {"name": "Khối 10", "kind": "former", "valid_to": "2014"},
		}, "valid_to": "2020-12-31"})
		again := made(t, admin, "/blocs", object{"kind": "bloc", "name": "Khối thi đua số 10", "valid_from": "2023-01-01"})
		years(t, admin, old, []string{"2018", "2020"}, u)
		years(t, admin, again, []string{"2023"}, u)
		decision := made(t, admin, "/decisions", object{"kind": "organisation", "number": "7/QĐ-UBND", "authority_as_written": "UBND tỉnh", "status": "in_force", "bloc_id": again})
		act := made(t, admin, "/successions", object{
			"subject": "bloc", "kind": "re_established", "from": []object{{"bloc_id": old}}, "to": []object{{"bloc_id": again}}, "happened_on": "2023-01", "decision_id": decision,
		})
		h := admin.Get("/blocs/" + old + "/history").Must(200)
		shows(t, h, object{
			"names.0.name": "Khối 10", "names.1.name": "Khối thi đua số 10", "terms.0.period.label": "2020", "terms.1.period.label": "2018", "gaps": []any{2019.0},
			"terms.0.awards.collectives": 2, "terms.0.awards.named": 1, "terms.0.leaders.0.name": "Văn phòng", "terms.0.deputies_state": "unknown", "terms.0.members.listed": 1,
			"terms.0.members.stated": nil, "terms.0.agreement_status": "in_force", "terms.2": nil, "successors.0.party.id": again, "successors.0.acts": []any{act}, "predecessors": []any{},
		})
		now := admin.Get("/blocs/" + again + "/history").Must(200)
		shows(t, now, object{
			"terms.0.period.label": "2023", "terms.1": nil, "predecessors.0.party.id": old, "predecessors.0.party.name": "Khối thi đua số 10",
			"predecessors.0.merit_inherited": "unknown", "acts.0.decision.name": "7/QĐ-UBND", "gaps": []any{},
		})
	})
}
