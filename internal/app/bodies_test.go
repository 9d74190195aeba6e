package app_test

import (
	"testing"

	"giaouoc/internal/app/apptest"
)

// Identifiers in bodies are checked like those in paths: a foreign one is
// refused exactly as a missing one, and nothing is written.
func TestForeignIdentifiersInBodies(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		m := newMatrix(t, s)
		missing := "01900000-0000-7000-8000-000000000000"
		own, foreign := m.own.ids, m.foreign.ids
		foreignEvent := m.standing(m.foreign, "/events/{id}").id
		foreignAnnex := m.standing(m.foreign, "/annexes/{id}").id
		for _, c := range []struct {
			role, method, path, foreignID string
			body                          func(id string) map[string]any
		}{
			{"council", "POST", "/terms", foreign["bloc"], func(id string) map[string]any { return map[string]any{"bloc_id": id, "period": "2027"} }},
			{"council", "POST", "/awards", foreign["bloc"], func(id string) map[string]any {
				return map[string]any{"bloc_id": id, "type_as_written": "bằng khen"}
			}},
			{"council", "POST", "/awards", foreign["decision"], func(id string) map[string]any {
				return map[string]any{"bloc_id": own["bloc"], "type_as_written": "bằng khen", "decision_id": id}
			}},
			{"council", "POST", "/decisions", foreign["bloc"], func(id string) map[string]any { return map[string]any{"bloc_id": id, "kind": "award"} }},
			{"council", "POST", "/decisions", foreign["decision"], func(id string) map[string]any {
				return map[string]any{"bloc_id": own["bloc"], "kind": "award", "annuls_id": id}
			}},
			{"council", "POST", "/successions", foreign["bloc"], func(id string) map[string]any {
				return map[string]any{"subject": "bloc", "kind": "dissolve", "from": []any{map[string]any{"bloc_id": own["bloc"]}, map[string]any{"bloc_id": id}}}
			}},
			{"council", "POST", "/successions", foreign["decision"], func(id string) map[string]any {
				return map[string]any{"subject": "bloc", "kind": "dissolve", "from": []any{map[string]any{"bloc_id": own["bloc"]}}, "decision_id": id}
			}},
			{"leader", "POST", "/events", foreign["term"], func(id string) map[string]any {
				return map[string]any{"terms": []any{map[string]any{"term_id": id, "purpose": "signing"}}}
			}},
			{"leader", "POST", "/agreements", foreign["term"], func(id string) map[string]any {
				return map[string]any{"term_id": id, "title": "Giao ước", "basis": "original"}
			}},
			{"leader", "POST", "/commitments", foreign["agreement"], func(id string) map[string]any {
				return map[string]any{"agreement_id": id, "text": "Nội dung", "scope": "common"}
			}},
			{"leader", "PATCH", "/agreements/" + own["agreement"], foreignEvent, func(id string) map[string]any { return map[string]any{"signing_event_id": id} }},
			{"leader", "POST", "/agreements/" + own["agreement"] + "/signatures", foreignAnnex, func(id string) map[string]any {
				return map[string]any{"unit_id": own["member_unit"], "status": "pending", "annex_id": id}
			}},
			{"council", "POST", "/terms/" + own["term"] + "/leadership", foreignEvent, func(id string) map[string]any {
				return map[string]any{"role": "deputy", "unit_id": own["member_unit"], "chosen_event_id": id}
			}},
			{"council", "PATCH", "/awards/" + own["award"], foreign["bloc"], func(id string) map[string]any { return map[string]any{"bloc_id": id} }},
			{"council", "PATCH", "/awards/" + own["award"], foreign["decision"], func(id string) map[string]any { return map[string]any{"decision_id": id} }},
		} {
			for _, id := range []string{c.foreignID, missing} {
				before := m.events(t)
				headers := []string{}
				if c.method == "PATCH" {
					headers = append(headers, "If-Match", m.admin.ETag(c.path))
				}
				a := m.clients[c.role].Do(c.method, c.path, c.body(id), headers...)
				if a.Status != 422 || len(a.Fields()) != 1 {
					t.Errorf("%s %s %v: status %d: %s", c.method, c.path, c.body(id), a.Status, a.Raw)
				}
				if m.events(t) != before {
					t.Errorf("%s %s: refused, yet an act was recorded", c.method, c.path)
				}
			}
		}
		// So are those in forms.
		for _, id := range []string{foreign["award"], missing} {
			before := m.events(t)
			a := m.clients["council"].Upload("/attachments", map[string]string{"owner_kind": "award", "owner_id": id}, "a.pdf", "", []byte("%PDF-1.7\n")).Refused(422, "validation_failed")
			if f := a.Fields(); len(f) != 1 || f[0] != "/owner_id reference_not_found" || m.events(t) != before {
				t.Errorf("%v", f)
			}
		}
		// A clerk records the signature of its own unit, of no other.
		clerk := m.clients["clerk"]
		path := "/agreements/" + own["agreement"] + "/signatures"
		clerk.Post(path, map[string]any{"unit_id": own["leading_unit"], "status": "pending"}).Refused(403, "forbidden")
		clerk.Post("/agreements/"+foreign["agreement"]+"/signatures", map[string]any{"unit_id": own["member_unit"], "status": "pending"}).Refused(404, "not_found")
	})
}
