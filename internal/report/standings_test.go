package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

func TestStandingsThroughTheYears(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A")
		u := y.Units
		council := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: y.Organizer})
		viewer := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: y.Bloc})
		first := y.Term
		second, third := y.Open("2027"), y.Open("2028")
		rank := func(term, status string, of ...any) {
			var rows []object
			for i, unit := range of {
				rows = append(rows, object{"unit_id": unit, "rank": i + 1, "total": 100 - i})
			}
			council.Post("/rankings", object{"term_id": term, "origin": "stated", "status": status, "rows": rows}).Must(201)
		}
		rank(first, "published", u[0], u[1], u[2])
		rank(second, "published", u[2], u[0])
		rank(third, "concluded", u[1], u[0], u[2])
		flag := func(year string, count int, of ...string) {
			var named []object
			for _, unit := range of {
				named = append(named, object{"unit_id": unit})
			}
			kind := y.Admin.Get("/award-types?code=CO_TINH_22").Must(200).Str("data.0.id")
			y.Admin.Post("/awards", object{"bloc_id": y.Bloc, "award_type_id": kind, "recipient_kind": "collective", "count": count, "period": year, "recipients": named}).Must(201)
		}
		flag("2026", 1, u[0])
		flag("2027", 2, u[0], u[1]) // the second place by score, who was not ranked cannot be told
		flag("2028", 2, u[2])       // with the unnamed one there are two, and it ranks third
		want := func(name string, got, wanted any) {
			t.Helper()
			if diff := cmp.Diff(wanted, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		all := council.Get("/blocs/" + y.Bloc + "/standings").Must(200)
		want("terms", all.Pluck("terms", "period.label"), []any{"2026", "2027", "2028"})
		want("units", all.Pluck("units", "unit.id"), []any{u[1], u[0], u[2]}) // the best on the whole first
		want("means", all.Pluck("units", "mean_rank"), []any{1.5, 1.67, 2.33})
		want("ranks", all.Pluck("units.0.places", "rank"), []any{2.0, nil, 1.0})
		want("ranked", all.Pluck("units.0.places", "ranked"), []any{true, false, true})
		want("led", all.Pluck("units.1.places", "led"), []any{true, true, true})
		want("how flags went", []any{all.At("terms.0.flags.0.by"), all.Pluck("terms.1.flags", "by"), all.Pluck("terms.2.flags", "by"), all.At("terms.2.unnamed_flags")}, []any{"score", []any{"score", nil}, []any{"turn"}, 1.0})
		want("rotation", all.At("rotation"), any(object{"by_score": 2.0, "in_turn": 1.0, "unknown": 2.0}))

		// Who merged is told with who follows it.
		want("ended", all.At("units.2.ended"), nil)
		y.Admin.Post("/successions", object{"subject": "unit", "kind": "merge", "happened_on": "2028-07-01", "from": []object{{"unit_id": u[2]}}, "to": []object{{"unit_id": u[0]}}, "merit_inherited": "unknown"}).Must(201)
		want("ended", council.Get("/blocs/"+y.Bloc+"/standings").Must(200).Pluck("units", "ended"), []any{nil, nil, object{"kind": "merge", "on": "2028-07-01", "successors": []any{object{"id": u[0], "as_written": nil, "name": "Văn phòng A"}}}})

		// The profile of a unit tells its places, as far as one may read them.
		want("profile", council.Get("/units/"+u[1]+"/profile").Must(200).Pluck("terms", "ranking.rank"), []any{1.0, nil, 2.0})
		want("document", council.Get("/units/"+u[0]+"/reports/profile?format=json").Must(200).Pluck("data.terms", "ranking.rank"), []any{nil, 2.0, 1.0}) // only what everybody may read
		want("place", council.Get("/units/"+u[2]+"/profile").Must(200).At("terms.0.ranking.among"), 3.0)
		want("unpublished", viewer.Get("/units/"+u[1]+"/profile").Must(200).At("terms.0.ranking"), nil)

		// The checksum of a ranking is of that alone: it stays when the year before it changes.
		at := "/rankings/" + all.Str("terms.1.ranking_id") + "/reports/ranking?format=json"
		was := council.Get(at).Must(200)
		want("the rank before", was.At("data.ranking.rows.1.former_rank"), 1.0)
		council.Post("/rankings", object{"term_id": first, "origin": "stated", "status": "published", "correction": "Ghi nhầm", "rows": []object{{"unit_id": u[0], "rank": 3}, {"unit_id": u[1], "rank": 2}, {"unit_id": u[2], "rank": 1}}}).Must(201)
		now := council.Get(at).Must(200)
		want("the rank before, corrected", now.At("data.ranking.rows.1.former_rank"), 3.0)
		want("checksum", now.At("checksum"), was.At("checksum"))

		// Who only looks sees what is published.
		seen := viewer.Get("/blocs/" + y.Bloc + "/standings").Must(200)
		want("seen", seen.Pluck("units.0.places", "ranked"), []any{true, true, false})
		want("the third term", seen.At("terms.2.ranking_id"), nil)
		s.Year("B").Clerk.Get("/blocs/"+y.Bloc+"/standings").Refused(404, "not_found")

		few := len(s.Statements(func() { council.Get("/blocs/" + y.Bloc + "/standings").Must(200) }))
		rank(y.Open("2029"), "published", u[0], u[1], u[2])
		if many := len(s.Statements(func() { council.Get("/blocs/" + y.Bloc + "/standings").Must(200) })); many != few {
			t.Errorf("%d statements for three years, %d for four", few, many)
		}
	})
}
