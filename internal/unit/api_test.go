package unit_test

import (
	"maps"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

func TestRenameKeepsTheOldName(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		u := admin.Post("/units", map[string]any{"code": "BTG", "name": "Ban Tuyên giáo Tỉnh ủy", "valid_from": "1997"}).Must(201)
		path := "/units/" + u.ID()
		if got := u.Header.Get("Location"); got != "/api/v1"+path {
			t.Errorf("Location %q", got)
		}
		admin.Post(path+"/versions", map[string]any{"name": "Ban Tuyên giáo và Dân vận Tỉnh ủy", "valid_from": "2025-02-10"}).Must(201)
		if got := admin.Get(path).Must(200).Str("name"); got != "Ban Tuyên giáo và Dân vận Tỉnh ủy" {
			t.Errorf("present name %q", got)
		}
		versions := admin.Get(path + "/versions").Must(200)
		if diff := cmp.Diff([]any{"Ban Tuyên giáo Tỉnh ủy", "Ban Tuyên giáo và Dân vận Tỉnh ủy"}, versions.Column("name")); diff != "" {
			t.Error(diff)
		}
		if got := versions.At("data.0.valid_to"); got != "2025-02-09" {
			t.Errorf("the old name ended on %v", got)
		}
		for _, q := range []string{"ban tuyen giao tinh uy", "Dân vận", "BTG", "DAN VAN"} {
			if got := admin.Get("/units?q=" + url.QueryEscape(q)).Must(200).Column("id"); !cmp.Equal(got, []any{u.ID()}) {
				t.Errorf("q=%s finds %v", q, got)
			}
		}
	})
}

// The registry of units is everybody's; which of them are in a bloc is for those
// who may read the bloc's term.
func TestMembershipIsNotToldToStrangers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		made := func(path string, body map[string]any) string { return admin.Post(path, body).Must(201).ID() }
		here, there := made("/units", map[string]any{"name": "Sở Mây"}), made("/units", map[string]any{"name": "Sở Gió"})
		bloc := made("/blocs", map[string]any{"kind": "bloc", "name": "Khối A"})
		foreign := made("/blocs", map[string]any{"kind": "bloc", "name": "Khối B"})
		term := made("/terms", map[string]any{"bloc_id": bloc, "period": "2025"})
		last := made("/terms", map[string]any{"bloc_id": bloc, "period": "2024"})
		foreignTerm := made("/terms", map[string]any{"bloc_id": foreign, "period": "2025"})
		made("/terms/"+term+"/members", map[string]any{"unit_id": here})
		made("/terms/"+last+"/members", map[string]any{"unit_id": there})
		made("/terms/"+foreignTerm+"/members", map[string]any{"unit_id": there})
		clerk := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: here})
		viewer := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: foreign})
		for _, c := range []struct {
			client *apptest.Client
			filter string
			want   []any
		}{
			{admin, "bloc_id=" + bloc, []any{there, here}},
			{admin, "term_id=" + foreignTerm, []any{there}},
			{clerk, "bloc_id=" + bloc, []any{here}}, // last year was without it
			{clerk, "term_id=" + term, []any{here}},
			{clerk, "term_id=" + last, nil},
			{clerk, "bloc_id=" + foreign, nil},
			{clerk, "term_id=" + foreignTerm, nil},
			{clerk, "bloc_id=" + bloc + "," + foreign + "&include_total=true", []any{here}},
			{viewer, "bloc_id=" + foreign, []any{there}},
			{viewer, "bloc_id=" + bloc, nil},
		} {
			if got := c.client.Get("/units?" + c.filter).Must(200).Column("id"); !cmp.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", c.filter, got, c.want)
			}
		}
		if got := clerk.Get("/blocs?unit_id=" + there).Must(200).Data(); len(got) != 0 {
			t.Errorf("blocs of another unit's terms: %v", got)
		}
		if got := admin.Get("/blocs?unit_id=" + there).Must(200).Data(); len(got) != 2 {
			t.Errorf("blocs of a unit: %v", got)
		}
	})
}

// Units are found under the unit they stand under at present, not under a former one.
func TestUnitsUnderAUnit(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		made := func(name string, more map[string]any) string {
			body := map[string]any{"name": name}
			maps.Copy(body, more)
			return admin.Post("/units", body).Must(201).ID()
		}
		old, now := made("Sở cũ", nil), made("Sở mới", nil)
		stays := made("Phòng A", map[string]any{"parent_id": old})
		moves := made("Phòng B", map[string]any{"parent_id": old, "valid_from": "2020-01-01"})
		admin.Post("/units/"+moves+"/versions", map[string]any{"name": "Phòng B", "parent_id": now, "valid_from": "2025-03-01"}).Must(201)
		for parent, want := range map[string][]any{old: {stays}, now: {moves}, old + "," + now: {stays, moves}, stays: nil} {
			if diff := cmp.Diff(want, admin.Get("/units?parent_id="+parent).Must(200).Column("id")); diff != "" {
				t.Errorf("under %s: %s", parent, diff)
			}
		}
		admin.Get("/units?parent_id=x").Refused(400, "invalid_parameter")
	})
}
