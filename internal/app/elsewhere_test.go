package app_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// Who may write in one place and read in another may not write in the other:
// each operation a council works in its own scope is tried by a council that
// may read the foreign one as a viewer. Nothing there is hidden from it, so
// that only the check of the right to write stands in the way.
func TestReadingElsewhereIsNotWriting(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		m := newMatrix(t, s)
		const role = "council and viewer"
		m.clients[role] = s.As(
			apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: m.own.ids["organizer"]},
			apptest.Right{Role: actor.Viewer, Scope: actor.OfAuthority, ID: m.foreign.ids["organizer"]},
		)
		asked := 0
		for _, op := range slices.Sorted(maps.Keys(s.Server.Operations())) {
			method, path, _ := strings.Cut(s.Server.Operations()[op], " ")
			path = strings.TrimPrefix(path, "/api/v1")
			reach := actor.Matrix()[m.permission(op)][actor.Council]
			if method == "GET" || reach != actor.Covered {
				continue
			}
			asked++
			m.cell(t, cell{op, method, path, role, "foreign", "403", m.standing(m.foreign, path)}, m.body(op, m.foreign), m.foreign)
		}
		if asked == 0 {
			t.Error("nothing was asked")
		}
		row := rig.Measure(t, "A1", "writing where one reads, "+string(s.DB.Engine()))
		row.Saw("operations", asked)
		row.None("not refused", m.wrong)
		row.None("refused with effect", m.effects)
	})
}
