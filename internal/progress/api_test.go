package progress_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

type object = map[string]any

// year is one bloc with one term and a signed text: three members in protocol
// order, the first of which leads, and three commitments.
type year struct {
	admin, leader, clerk, other *apptest.Client
	bloc, term                  string
	units                       []string
	quantity, percent, ofClerk  string // commitments
}

func begin(t *testing.T, s *apptest.Service, name string) year {
	t.Helper()
	y := year{admin: s.Admin()}
	y.bloc = made(t, y.admin, "/blocs", object{"kind": "bloc", "name": "Khối " + name})
	for _, u := range []string{"Văn phòng", "Ban Tổ chức", "Báo"} {
		y.units = append(y.units, made(t, y.admin, "/units", object{"name": u + " " + name}))
	}
	y.term = made(t, y.admin, "/terms", object{"bloc_id": y.bloc, "period": "2026", "status": "in_force"})
	for _, u := range y.units {
		made(t, y.admin, "/terms/"+y.term+"/members", object{"unit_id": u})
	}
	made(t, y.admin, "/terms/"+y.term+"/leadership", object{"role": "leader", "unit_id": y.units[0]})
	agreement := made(t, y.admin, "/agreements", object{"term_id": y.term, "title": "Giao ước", "basis": "reported", "status": "in_force"})
	y.quantity = made(t, y.admin, "/commitments", object{
		"agreement_id": agreement, "text": "Giúp đỡ hộ nghèo", "measure": "quantity", "target": 100, "unit_of_measure": "hộ",
		"targets": []any{object{"unit_id": y.units[2], "target": 10}},
	})
	y.percent = made(t, y.admin, "/commitments", object{"agreement_id": agreement, "text": "Hồ sơ đúng hạn", "measure": "percent", "target": 95, "unit_of_measure": "%"})
	y.ofClerk = made(t, y.admin, "/commitments", object{"agreement_id": agreement, "text": "Tổ chức hội thi", "measure": "milestone", "unit_id": y.units[1], "due_on": "2026-05"})
	y.leader = s.As(apptest.Right{Role: actor.Leader, Scope: actor.OfUnit, ID: y.units[0]})
	y.clerk = s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: y.units[1]})
	y.other = s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: y.units[2]})
	return y
}

// report is a report of a unit on a commitment in the first half.
func (y year) report(commitment string, unit int, more object) object {
	body := object{"term_id": y.term, "commitment_id": commitment, "unit_id": y.units[unit], "period": "2026-H1"}
	for k, v := range more {
		body[k] = v
	}
	return body
}

func made(t *testing.T, c *apptest.Client, path string, body object) string {
	t.Helper()
	return c.Post(path, body).Must(201).ID()
}

// wrong is a refusal of a body for exactly these fields.
func wrong(t *testing.T, a *apptest.Answer, fields ...string) {
	t.Helper()
	a.Refused(422, "validation_failed")
	same(t, a.Fields(), fields)
}

func same(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
