package app_test

import (
	"testing"

	"giaouoc/internal/app/apptest"
)

// A clerk records the signature of its own unit, of no other.
func TestClerksSignForTheirUnit(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		m := newMatrix(t, s)
		own, clerk := m.own.ids, m.clients["clerk"]
		clerk.Post("/agreements/"+own["agreement"]+"/signatures", map[string]any{"unit_id": own["leading_unit"], "status": "pending"}).Refused(403, "forbidden")
		clerk.Post("/agreements/"+m.foreign.ids["agreement"]+"/signatures", map[string]any{"unit_id": own["member_unit"], "status": "pending"}).Refused(404, "not_found")
	})
}
