package app_test

import (
	"slices"
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app"
	"giaouoc/internal/app/apptest"
)

// Every kind of record is called by its name in the record of acts, whether one
// reads the list or one act; what is gone has no name any more.
func TestActsNameTheirRecord(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		m := &matrix{s: s, spec: app.Described().Spec(), admin: s.Admin(), clients: map[string]*apptest.Client{}}
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

// Several records are made by as many statements as two are, each with an entry
// of its own in an unbroken chain; a repeated request makes none.
func TestManyAtOnceTakeNoMoreStatements(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		m := newMatrix(t, s)
		for path, c := range map[string]struct {
			parent, action string
			line           func() map[string]any
		}{
			"/members/bulk": {"term_id", "createMembers", func() map[string]any { return map[string]any{"unit_id": m.make(m.own, "units")} }},
			"/commitments/bulk": {"agreement_id", "createCommitments", func() map[string]any {
				return map[string]any{"text": "Nội dung " + m.unique(), "unit_id": m.own.ids["member_unit"], "scope": "unit"}
			}},
		} {
			parent := m.own.ids[c.parent[:len(c.parent)-len("_id")]]
			make := func(n int) (a *apptest.Answer, statements []string) {
				data := []any{}
				for range n {
					data = append(data, c.line())
				}
				body := map[string]any{c.parent: parent, "data": data}
				before := m.events(t)
				statements = s.Statements(func() { a = m.clients["leader"].Do("POST", path, body, "Idempotency-Key", m.unique()+path).Must(201) })
				if after := m.events(t); len(a.Data()) != n || after != before+int64(n) {
					t.Errorf("%s: %d answered and %d recorded of %d", path, len(a.Data()), after-before, n)
				}
				return a, statements
			}
			_, two := make(2)
			a, many := make(60)
			if len(two) != len(many) {
				t.Errorf("%s: %d statements for 2, %d for 60", path, len(two), len(many))
			}
			places := []any{}
			for i := range 60 {
				places = append(places, a.At("data.0.order").(float64)+float64(i))
			}
			if !slices.Equal(places, a.Column("order")) {
				t.Errorf("%s: order %v", path, a.Column("order"))
			}
			if got := m.admin.Get("/audit-events?limit=100&action=" + c.action).Must(200).Column("entity_name"); len(got) != 62 || slices.Contains(got, nil) {
				t.Errorf("%s: recorded %v", path, got)
			}
		}
		if v, err := s.Audit.Verify(s.DB.Read(t.Context()), nil, nil); err != nil || len(v.Findings) > 0 {
			t.Errorf("the chain: %v %v", v.Findings, err)
		}
	})
}
