package app_test

import (
	"slices"
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

// Every kind of record is called by its name in the record of acts, whether one
// reads the list or one act; what is gone has no name any more.
func TestActsNameTheirRecord(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		m := &matrix{s: s, admin: s.Admin(), clients: map[string]*apptest.Client{}}
		m.own = m.build(t)
		m.fill(m.own)
		entity := map[string]string{"member_unit": "unit", "organizer": "authority"}
		for _, kind := range collections {
			if kind == "act" {
				continue
			}
			if e, other := entity[kind]; other {
				kind = e
			}
			a := m.admin.Get("/audit-events?limit=1&entity=" + kind).Must(200)
			if name, _ := a.At("data.0.entity_name").(string); name == "" {
				t.Errorf("a %s has no name: %s", kind, a.Raw)
			}
			if one := m.admin.Get("/audit-events/" + a.Str("data.0.id")).Must(200); one.Str("entity_name") != a.Str("data.0.entity_name") || one.Str("mac") != "" {
				t.Errorf("%s alone: %s", kind, one.Raw)
			}
		}
		gone := m.admin.Post("/persons", map[string]any{"name": "Người bị xóa"}).Must(201).ID()
		m.admin.Delete("/persons/" + gone).Must(204)
		if names := m.admin.Get("/audit-events?entity_id=" + gone).Must(200).Column("entity_name"); !slices.Equal(names, []any{nil, nil}) {
			t.Errorf("of what is gone: %v", names)
		}
		m.admin.Get("/audit-events/"+nowhere).Refused(404, "not_found")
	})
}

// Who moved to another unit goes on reading what they did, not what became of it.
func TestOnesOwnActsNameWhatIsInReach(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		m := newMatrix(t, s)
		clerk := m.clients["clerk"]
		signed := clerk.Post("/agreements/"+m.own.ids["agreement"]+"/signatures", map[string]any{"unit_id": m.own.ids["member_unit"], "status": "pending"}).Must(201).ID()
		act := clerk.Get("/audit-events?entity_id=" + signed).Must(200)
		if act.Str("data.0.entity_name") != m.admin.Get("/units/"+m.own.ids["member_unit"]).Must(200).Str("name") {
			t.Errorf("in reach: %s", act.Raw)
		}
		grant := m.admin.Get("/grants?user_id=" + clerk.UserID).Must(200).Str("data.0.id")
		m.admin.Delete("/grants/" + grant).Must(204)
		m.admin.Post("/grants", map[string]any{"user_id": clerk.UserID, "role": string(actor.Clerk), "scope": string(actor.OfUnit), "scope_id": m.foreign.ids["member_unit"]}).Must(201)
		if after := clerk.Get("/audit-events/" + act.Str("data.0.id")).Must(200); after.At("entity_name") != nil || after.Str("action") != "createSignature" {
			t.Errorf("out of reach: %s", after.Raw)
		}
	})
}
