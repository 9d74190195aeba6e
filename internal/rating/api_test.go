package rating_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

type object = map[string]any

func want(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func rate(y apptest.Year, unit int, standing, level string, more object) object {
	body := object{"term_id": y.Term, "unit_id": y.Units[unit], "standing": standing, "level": level}
	for k, v := range more {
		body[k] = v
	}
	return body
}

func TestWhoRatesWhom(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A")
		council := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: y.Organizer})
		for name, tt := range map[string]struct {
			by     *apptest.Client
			body   object
			status int
		}{
			"the unit of itself":            {y.Clerk, rate(y, 1, "self", "good", nil), 201},
			"another unit":                  {y.Other, rate(y, 0, "self", "good", nil), 403},
			"a clerk proposes":              {y.Clerk, rate(y, 1, "proposed", "good", nil), 403},
			"who leads proposes":            {y.Leader, rate(y, 1, "proposed", "good", nil), 201},
			"who leads types a paper":       {y.Leader, rate(y, 2, "self", "good", nil), 201},
			"the council proposes":          {council, rate(y, 2, "proposed", "good", nil), 403},
			"the council recognises":        {council, rate(y, 1, "recognised", "good", nil), 201},
			"an administrator for a unit":   {y.Admin, rate(y, 0, "self", "good", nil), 403},
			"an administrator for the body": {y.Admin, rate(y, 0, "recognised", "good", nil), 201},
		} {
			if a := tt.by.Post("/ratings", tt.body); a.Status != tt.status {
				t.Errorf("%s: %d %s", name, a.Status, a.Raw)
			}
		}
		mine := y.Clerk.Get("/ratings?standing=self&unit_id=" + y.Units[1]).Must(200).Str("data.0.id")
		proposed := y.Clerk.Get("/ratings?standing=proposed").Must(200).Str("data.0.id")
		y.Clerk.Patch("/ratings/"+mine, object{"level": "excellent"}).Must(200)
		y.Clerk.Patch("/ratings/"+proposed, object{"level": "excellent"}).Refused(403, "forbidden")
		y.Clerk.Delete("/ratings/"+proposed).Refused(403, "forbidden")
		y.Leader.Delete("/ratings/" + proposed).Must(204)
		want(t, y.Clerk.Post("/ratings", rate(y, 1, "self", "good", nil)).Refused(409, "duplicate").At("existing_id"), any(mine))
	})
}

// What was said of a unit stays when it leaves the term, and can be mended.
func TestAUnitThatLeft(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A")
		r := y.Leader.Post("/ratings", rate(y, 2, "proposed", "good", nil)).Must(201).ID()
		member := y.Admin.Get("/terms/" + y.Term + "/members?unit_id=" + y.Units[2]).Must(200).Str("data.0.id")
		y.Admin.Delete("/members/" + member).Must(204)
		y.Leader.Patch("/ratings/"+r, object{"level": "completed"}).Must(200)
		want(t, y.Leader.Get("/terms/"+y.Term+"/rating-board").Must(200).At("units.2.proposed.level"), any("completed"))
		want(t, y.Leader.Post("/ratings", rate(y, 2, "self", "good", nil)).Must(422).Fields(), []string{"/unit_id unit_outside_term"})
	})
}

func TestRulesCapWhatIsProposed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A")
		norm := "Khoản 5 Điều 6 Quy định chấm điểm của khối"
		rule := y.Admin.Post("/rating-rules", object{"kind": "head_reprimanded", "cap": "good", "norm": norm, "authority_id": y.Organizer, "valid_from": "2026-01-01"}).Must(201)
		y.Admin.Post("/rating-rules", object{"kind": "head_reprimanded", "cap": "completed", "norm": "Quy định của nơi khác", "authority_id": s.Year("B").Organizer}).Must(201)
		happened := object{"circumstances": []object{{"kind": "head_reprimanded", "on": "2026-05"}}}

		self := y.Clerk.Post("/ratings", rate(y, 1, "self", "excellent", happened)).Must(201)
		want(t, []any{self.At("over_cap"), self.At("cap.level"), self.At("cap.because.0.norm"), self.At("cap.because.0.rule_id"), self.At("cap.because.0.is_verified")}, []any{true, "good", norm, rule.ID(), false})
		refused := y.Leader.Post("/ratings", rate(y, 1, "proposed", "excellent", nil)).Must(422)
		want(t, refused.Fields(), []string{"/level above_cap"})
		for _, words := range []string{"Tasks completed well", "Head reprimanded", norm} {
			if !strings.Contains(string(refused.Raw), words) {
				t.Errorf("the refusal does not tell of %q: %s", words, refused.Raw)
			}
		}
		proposed := y.Leader.Post("/ratings", rate(y, 1, "proposed", "good", nil)).Must(201)
		want(t, proposed.At("over_cap"), any(false))
		y.Leader.Patch("/ratings/"+proposed.ID(), object{"level": "excellent"}).Must(422)
		recognised := y.Admin.Post("/ratings", rate(y, 1, "recognised", "excellent", nil)).Must(201)
		want(t, recognised.At("over_cap"), any(true))

		at := "/terms/" + y.Term + "/rating-board"
		board := y.Clerk.Get(at).Must(200)
		want(t, []any{board.At("units.1.self.over_cap"), board.At("units.1.proposed.level"), board.At("units.1.proposed.over_cap"), board.At("units.1.recognised.over_cap"), board.At("units.1.circumstances.0.on"), board.At("units.0.self"), board.At("units.0.cap")},
			[]any{true, "good", false, true, "2026-05", nil, nil})
		want(t, board.At("counts.0"), any(object{"level": "excellent", "units": 1.0}))

		// The unit takes the circumstance back: nothing caps it any more.
		y.Clerk.Patch("/ratings/"+self.ID(), object{"circumstances": []object{}}).Must(200)
		y.Leader.Patch("/ratings/"+proposed.ID(), object{"level": "excellent"}).Must(200)
		// The rule ends before the year does: it does not hold either.
		y.Clerk.Patch("/ratings/"+self.ID(), happened).Must(200)
		want(t, y.Clerk.Get(at).Must(200).At("units.1.proposed.over_cap"), any(true))
		y.Admin.Patch("/rating-rules/"+rule.ID(), object{"valid_to": "2026-06-30"}).Must(200)
		want(t, y.Clerk.Get(at).Must(200).At("units.1.cap"), nil)
	})
}

func TestCountsAndRefusalsOfRatings(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A")
		outside := y.Admin.Post("/units", object{"name": "Ngoài khối"}).Must(201).ID()
		none := "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
		for _, tt := range []struct {
			body object
			want []string
		}{
			{object{"standing": "recognised"}, []string{"/level required", "/unit_id recipient_or_count"}},
			{object{"standing": "recognised", "level": "good", "unit_as_written": "Báo", "count": 2}, []string{"/count conflicts_with"}},
			{object{"standing": "recognised", "level": "good", "unit_id": outside}, []string{"/unit_id unit_outside_term"}},
			{object{"standing": "recognised", "level": "good", "unit_id": none}, []string{"/unit_id reference_not_found"}},
			{object{"standing": "recognised", "level": "good", "count": 2, "circumstances": []object{{"kind": "corruption"}}}, []string{"/circumstances conflicts_with"}},
			{object{"standing": "recognised", "level": "good", "unit_as_written": "Báo", "circumstances": []object{{"kind": "corruption"}, {"kind": "corruption"}}}, []string{"/circumstances/1/kind duplicate_item"}},
		} {
			tt.body["term_id"] = y.Term
			want(t, y.Admin.Post("/ratings", tt.body).Must(422).Fields(), tt.want)
		}
		want(t, y.Leader.Post("/ratings", rate(y, 1, "proposed", "good", object{"rated_by_as_written": "Tỉnh ủy"})).Must(422).Fields(), []string{"/rated_by_id conflicts_with"})
		y.Admin.Post("/ratings", object{"term_id": y.Term, "standing": "recognised", "level": "good", "count": 8, "remark": "Không nêu tên"}).Must(201)
		y.Admin.Post("/ratings", object{"term_id": y.Term, "standing": "recognised", "level": "good", "unit_as_written": "Trường Chính trị"}).Must(201)
		board := y.Clerk.Get("/terms/" + y.Term + "/rating-board").Must(200)
		want(t, []any{board.At("unrated"), board.At("counts.1.units"), board.Pluck("others", "count")}, []any{3.0, 9.0, []any{8.0, nil}})
		few := len(s.Statements(func() { y.Clerk.Get("/terms/" + y.Term + "/rating-board").Must(200) }))
		for _, unit := range []int{0, 1, 2} {
			y.Leader.Post("/ratings", rate(y, unit, "proposed", "good", nil)).Must(201)
		}
		if many := len(s.Statements(func() { y.Clerk.Get("/terms/" + y.Term + "/rating-board").Must(200) })); many != few {
			t.Errorf("%d statements without ratings of units, %d with", few, many)
		}
		want(t, y.Admin.Post("/rating-rules", object{"kind": "disunity", "cap": "good", "norm": "x", "valid_from": "2026-02-01", "valid_to": "2026-01-01"}).Must(422).Fields(), []string{"/valid_to end_before_start"})
		y.Leader.Post("/rating-rules", object{"kind": "disunity", "cap": "good", "norm": "x"}).Refused(403, "forbidden")
	})
}
