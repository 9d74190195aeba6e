package scoring_test

import (
	"fmt"
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

func criterion(code, kind string, max any, more ...any) object {
	c := object{"code": code, "text": "Tiêu chí " + code, "kind": kind}
	if max != nil {
		c["max"] = max
	}
	for i := 0; i < len(more); i += 2 {
		c[more[i].(string)] = more[i+1]
	}
	return c
}

func TestAScoreTableFromTheDraftToItsReplacement(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A")
		table := y.Leader.Post("/score-tables", object{"term_id": y.Term, "title": "Bảng điểm năm 2026", "scale": 100}).Must(201)
		at := "/score-tables/" + table.ID()
		want(t, []any{table.At("edition"), table.At("status"), table.At("criteria"), table.At("warnings")}, []any{1.0, "draft", []any{}, []any{"scale_differs"}})
		y.Leader.Move(at, "applied", "").Refused(409, "score_table.empty")

		// Parts may come before their group; they are put in the order of the tree.
		table = y.Leader.Patch(at, object{"criteria": []object{
			criterion("1.2", "ratio", 30, "parent", "1", "unit_of_measure", "hồ sơ"), criterion("1", "group", 80), criterion("2", "manual", 20, "assigned_to", []object{{"unit_id": y.Units[1]}}),
			criterion("1.1", "manual", 40, "parent", "1", "gate", "Có kế hoạch"), criterion("3", "bonus", 5),
		}, "tie_breaks": []object{{"by": "criterion", "criterion": "1"}, {"by": "fewest_penalties"}, {"by": "decision"}}}).Must(200)
		want(t, table.Pluck("criteria", "code"), []any{"1", "1.2", "1.1", "2", "3"})
		want(t, table.At("criteria.0.sums"), any(object{"full": 70.0, "bonus": 0.0, "penalty": 0.0}))
		want(t, table.At("sums"), any(object{"full": 90.0, "bonus": 5.0, "penalty": 0.0}))
		want(t, table.At("warnings"), any([]any{"scale_differs", "parts_differ"}))
		want(t, table.At("criteria.3.assigned_to.0.name"), any("Ban Tổ chức A"))

		// A criterion stays the same one while it keeps its code.
		kept := table.At("criteria.3.id")
		table = y.Leader.Patch(at, object{"criteria": []object{criterion("1", "group", 80), criterion("1.1", "manual", 80, "parent", "1"), criterion("2", "manual", 20)}}).Must(200)
		want(t, []any{table.At("criteria.2.id"), table.At("warnings"), table.At("criterion_count")}, []any{kept, []any{}, 3.0})

		y.Leader.Move(at, "applied", "").Must(200)
		y.Leader.Patch(at, object{"scale": 90}).Refused(409, "score_table.applied")
		y.Leader.Delete(at).Refused(409, "score_table.applied")

		next := y.Leader.Post(at+"/copies", object{"term_id": y.Term}).Must(201)
		want(t, []any{next.At("edition"), next.At("status"), next.At("copied_from_id"), next.Pluck("criteria", "code"), next.At("title")}, []any{2.0, "draft", table.ID(), []any{"1", "1.1", "2"}, "Bảng điểm năm 2026"})
		if next.At("criteria.2.id") == kept {
			t.Error("a copied criterion has the id of the one it was copied from")
		}
		refused := y.Leader.Move("/score-tables/"+next.ID(), "applied", "").Refused(409, "invalid_transition")
		want(t, []any{refused.At("missing"), refused.At("allowed_with_reason")}, []any{[]any{"another_applied"}, []any{"applied"}})
		y.Leader.Move("/score-tables/"+next.ID(), "applied", "Thông báo sửa đổi của Hội đồng").Must(200)
		want(t, y.Clerk.Get("/score-tables?term_id="+y.Term+"&sort=edition").Must(200).Column("status"), []any{"replaced", "applied"})
		want(t, y.Leader.Get(at+"/transitions").Must(200).Column("to"), []any{"applied", "replaced"})
		y.Leader.Move("/score-tables/"+next.ID(), "draft", "").Refused(409, "invalid_transition")
		y.Leader.Move("/score-tables/"+next.ID(), "draft", "Còn góp ý").Must(200)
		want(t, y.Leader.Get("/audit-events?entity=score_table&limit=1").Must(200).At("data.0.entity_name"), any("Bảng điểm năm 2026"))
	})
}

func TestAScoreTableIsCopiedFromLastYear(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A")
		before := y.Open("2025")
		old := y.Admin.Post("/score-tables", object{
			"term_id": before, "title": "Bảng điểm năm 2025", "scale": 100, "step": "0.25", "rounding": "down", "document_as_written": "Thông báo số 5",
			"criteria": []object{criterion("1", "tiers", 100, "bands", []object{{"from": 80, "points": 60}, {"from": 90.5, "points": 100}}, "unit_of_measure", "%")},
			"classes":  []object{{"name": "Xuất sắc", "from": 95, "no_zero": true, "level": "excellent"}, {"name": "Còn lại", "from": 0}},
		}).Must(201)
		table := y.Leader.Post("/score-tables/"+old.ID()+"/copies", object{"term_id": y.Term}).Must(201)
		want(t, []any{table.At("title"), table.At("edition"), table.At("document_as_written"), table.At("step"), table.At("rounding")}, []any{"Bảng điểm năm 2026", 1.0, nil, "0.25", "down"})
		want(t, []any{table.At("criteria.0.bands"), table.At("classes")}, []any{old.At("criteria.0.bands"), old.At("classes")})
		y.Admin.Delete("/score-tables/"+old.ID()).Refused(409, "in_use")
		foreign := s.Year("B")
		foreign.Leader.Post("/score-tables/"+old.ID()+"/copies", object{"term_id": foreign.Term}).Refused(404, "not_found")
		y.Leader.Post("/score-tables/"+old.ID()+"/copies", object{"term_id": foreign.Term}).Must(422)
	})
}

func TestTheShippedScoreTables(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A")
		there := y.Clerk.Get("/score-table-examples").Must(200)
		full := map[string][]any{
			"can_tho_communes_2025": {100.0, 15.0, 0.0, []any{"no_tie_break"}}, "can_tho_providers_2025": {0.0, 0.0, 0.0, []any{}},
			"can_tho_2579_2025": {100.0, 3.0, 3.0, []any{}}, "bu_dang_2015": {18.0, 0.0, 0.0, []any{"no_tie_break"}}, "police_clusters": {700.0, 50.0, 50.0, []any{}},
		}
		codes := there.Column("code")
		want(t, len(codes), len(full))
		for _, code := range codes {
			table := y.Leader.Post("/score-tables", object{"term_id": y.Term, "example": code}).Must(201)
			want(t, []any{table.At("sums.full"), table.At("sums.bonus"), table.At("sums.penalty"), table.At("warnings")}, full[code.(string)])
			want(t, table.At("example"), code)
			y.Leader.Move("/score-tables/"+table.ID(), "applied", "Thay bảng trước").Must(200)
		}
		own := y.Leader.Post("/score-tables", object{"term_id": y.Term, "example": "bu_dang_2015", "title": "Bảng điểm của khối", "scale": 18, "remark": nil}).Must(201)
		want(t, []any{own.At("title"), own.At("scale"), own.At("remark"), own.At("criterion_count")}, []any{"Bảng điểm của khối", 18.0, nil, 3.0})
	})
}

func TestRefusalsOfScoreTables(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A")
		none := "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
		bands := func(from ...float64) []object {
			out := make([]object, len(from))
			for i, f := range from {
				out[i] = object{"from": f, "points": i}
			}
			return out
		}
		for _, tt := range []struct {
			criteria []object
			want     []string
		}{
			{[]object{criterion("1", "manual", nil)}, []string{"/criteria/0/max not_positive"}},
			{[]object{criterion("1", "manual", 5), criterion("1", "manual", 5)}, []string{"/criteria/1/code duplicate_item"}},
			{[]object{criterion("1", "manual", 5, "parent", "2")}, []string{"/criteria/0/parent no_such_criterion"}},
			{[]object{criterion("1", "manual", 5), criterion("2", "manual", 5, "parent", "1")}, []string{"/criteria/1/parent not_a_group"}},
			{[]object{criterion("1", "group", nil, "parent", "2"), criterion("2", "group", nil, "parent", "1")}, []string{"/criteria/0/parent criterion_cycle", "/criteria/1/parent criterion_cycle"}},
			{[]object{criterion("1", "tiers", 5)}, []string{"/criteria/0/bands required"}},
			{[]object{criterion("1", "tiers", 5, "bands", bands(80, 80))}, []string{"/criteria/0/bands bands_overlap"}},
			{[]object{criterion("1", "tiers", 1, "bands", bands(80, 90, 95))}, []string{"/criteria/0/bands outside_max"}},
			{[]object{criterion("1", "manual", 5, "bands", bands(80))}, []string{"/criteria/0/bands not_of_kind"}},
			{[]object{criterion("1", "manual", 5, "options", []object{{"points": 6}})}, []string{"/criteria/0/options outside_max"}},
			{[]object{criterion("1", "manual", 5, "options", []object{{"points": 5}, {"points": 5}})}, []string{"/criteria/0/options/1/points duplicate_item"}},
			{[]object{criterion("1", "per_occurrence", 5)}, []string{"/criteria/0/each not_positive"}},
			{[]object{criterion("1", "figure", 5)}, []string{"/criteria/0/max not_of_kind"}},
			{[]object{criterion("1", "penalty", 5, "gate", "Điều kiện")}, []string{"/criteria/0/gate not_of_kind"}},
			{[]object{criterion("1", "manual", 5, "assigned_to", []object{{"unit_id": none}})}, []string{"/criteria/0/assigned_to/0/unit_id reference_not_found"}},
			{[]object{criterion("1", "manual", 5, "assigned_to", []object{{"unit_id": y.Units[0]}, {"unit_id": y.Units[0]}})}, []string{"/criteria/0/assigned_to/1/unit_id duplicate_item"}},
		} {
			want(t, y.Leader.Post("/score-tables", object{"term_id": y.Term, "title": "x", "criteria": tt.criteria}).Must(422).Fields(), tt.want)
		}
		one := []object{criterion("1", "manual", 5)}
		for _, tt := range []struct {
			body object
			want []string
		}{
			{object{"title": nil, "example": "bu_dang_2015"}, []string{"/title required"}},
			{object{"title": "x", "tie_breaks": []object{{"by": "criterion"}}}, []string{"/tie_breaks/0/criterion required"}},
			{object{"title": "x", "criteria": one, "tie_breaks": []object{{"by": "criterion", "criterion": "2"}}}, []string{"/tie_breaks/0/criterion no_such_criterion"}},
			{object{"title": "x", "criteria": one, "tie_breaks": []object{{"by": "ballot", "criterion": "1"}}}, []string{"/tie_breaks/0/criterion conflicts_with"}},
			{object{"title": "x", "tie_breaks": []object{{"by": "ballot"}, {"by": "ballot"}}}, []string{"/tie_breaks/1/by duplicate_item"}},
			{object{"title": "x", "classes": []object{{"name": "A", "from": 80}, {"name": "B", "from": 80}}}, []string{"/classes/1/from classes_order"}},
			{object{"title": "x", "mode": "rank_by_metric", "criteria": one}, []string{"/criteria/0/kind conflicts_with"}},
			{object{"title": "x", "event_id": none}, []string{"/event_id reference_not_found"}},
		} {
			tt.body["term_id"] = y.Term
			want(t, y.Leader.Post("/score-tables", tt.body).Must(422).Fields(), tt.want)
		}
		want(t, len(y.Leader.Get("/score-tables").Must(200).Data()), 0)
		table := "/score-tables/" + y.Leader.Post("/score-tables", object{"term_id": y.Term, "title": "x", "criteria": one}).Must(201).ID()
		y.Clerk.Patch(table, object{"title": "y"}).Refused(403, "forbidden")
		s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfUnit, ID: s.Year("B").Units[0]}).Get(table).Refused(404, "not_found")
		y.Lock()
		y.Leader.Patch(table, object{"title": "y"}).Refused(409, "term_locked")
		y.Leader.Move(table, "applied", "").Refused(409, "term_locked")
		y.Leader.Post("/score-tables", object{"term_id": y.Term, "title": "x"}).Refused(409, "term_locked")
	})
}

// A large table is read and written in as many statements as a small one.
func TestALargeScoreTableTakesAsManyStatements(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A")
		counts := map[int][2]int{}
		for _, n := range []int{2, 60} {
			var cs []object
			for i := range n {
				cs = append(cs, criterion(fmt.Sprint(i+1), "manual", 1, "assigned_to", []object{{"unit_id": y.Units[i%3]}}))
			}
			var at string
			write := s.Statements(func() {
				at = "/score-tables/" + y.Leader.Post("/score-tables", object{"term_id": y.Term, "title": "Bảng", "criteria": cs}).Must(201).ID()
			})
			read := s.Statements(func() { y.Leader.Get(at).Must(200) })
			counts[n] = [2]int{len(write), len(read)}
		}
		if counts[2] != counts[60] {
			t.Errorf("2 criteria take %v statements to write and read, 60 take %v", counts[2], counts[60])
		}
	})
}
