package scoring_test

import (
	"cmp"
	"fmt"
	"testing"

	"giaouoc/internal/app/apptest"
)

// Each shipped example is begun, applied and scored, and gives to the hundredth what was
// worked by hand for three units.
func TestShippedExamplesGiveWhatWasWorkedByHand(t *testing.T) {
	counted := func(n int) object { return object{"count": n} }
	informed := func(n int, planned bool) object { return object{"count": n, "met": planned} }
	ratio := func(actual, whole any) object { return object{"actual": actual, "whole": whole} }
	actual := func(n any) object { return object{"actual": n} }
	against := func(n, target any) object { return object{"actual": n, "target": target} }
	passed := func(yes bool) object { return object{"passed": yes} }
	tests := []struct {
		example string
		cells   [][]any
		gives   []map[string]any // by unit and code of a criterion: points, or why there are none; "" is the total
		classes []any
	}{
		{
			// 45 × 0,4; 1 234 ÷ 1 500 × 40; 7 ÷ 9 × 20; 88 ÷ 100 × 20, and 2 from 88 % on.
			"can_tho_communes_2025",
			[][]any{
				{0, "1", informed(45, true)},
				{0, "2", ratio(1234, 1500)},
				{0, "3", ratio(7, 9)},
				{0, "4", ratio(88, 100)},
				{0, "5.2", actual(88)},
				{1, "1", informed(50, true)},
				{1, "2", ratio(9, 9)},
				{1, "3", ratio(9, 9)},
				{1, "4", ratio(9, 9)},
				{1, "5.1", points(5)},
				{1, "5.2", actual(100)},
				{1, "5.3", points(5)},
				{2, "1", informed(50, false)},
				{2, "2", ratio(0, 9)},
				{2, "3", ratio(0, 9)},
				{2, "4", ratio(95, 100)},
				{2, "5.2", actual(95)},
			},
			[]map[string]any{
				{"1": 18.0, "2": 32.91, "3": 15.56, "4": 17.6, "5": 2.0, "": 86.07},
				{"1": 20.0, "5": 15.0, "": 115.0},
				{"1": 0.0, "4": 19.0, "5.2": 4.0, "": 23.0},
			},
			[]any{nil, nil, nil},
		},
		{
			"can_tho_providers_2025",
			[][]any{{0, "1", actual(1200)}, {0, "2", actual(30)}, {0, "3", actual(7)}, {1, "1", actual(1200)}, {2, "1", actual(5)}},
			[]map[string]any{{"1": "figure", "": nil}, {"": nil}, {"": nil}},
			[]any{nil, nil, nil},
		},
		{
			// 93 would be the second class, but for a criterion that ended at nothing.
			"can_tho_2579_2025",
			[][]any{
				{0, "I", points(10)},
				{0, "II", points(86.5)},
				{0, "III", points(2)},
				{0, "IV", points(0.5)},
				{1, "I", points(0)},
				{1, "II", points(90)},
				{1, "III", points(3)},
				{2, "I", points(10)},
				{2, "II", points(84.99)},
			},
			[]map[string]any{{"IV": -0.5, "": 98.0}, {"": 93.0}, {"": 94.99}},
			[]any{"Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành nhiệm vụ", "Hoàn thành tốt nhiệm vụ"},
		},
		{
			"bu_dang_2015",
			[][]any{{0, "1", points(5)}, {0, "2", points(6)}, {0, "3", points(3)}, {1, "1", points(5)}, {1, "2", points(8)}, {1, "3", points(5)}, {2, "1", points(0)}, {2, "2", points(4)}, {2, "3", points(1)}},
			[]map[string]any{{"": 14.0}, {"": 18.0}, {"": 5.0}},
			[]any{nil, nil, nil},
		},
		{
			// 50 % over its target is the best; 20 % earns half and two fifths of the other
			// half; exactly at it, half; half of it, a quarter. Those without a target are
			// measured by each other.
			"police_clusters",
			[][]any{
				{0, "A.1", against(150, 100)},
				{0, "A.2", actual(40)},
				{0, "A.3", passed(true)},
				{0, "A.4", counted(3)},
				{0, "B", points(20)},
				{0, "C", counted(1)},
				{1, "A.1", against(120, 100)},
				{1, "A.2", actual(30)},
				{1, "A.3", passed(true)},
				{1, "A.4", counted(12)},
				{2, "A.1", against(200, 200)},
				{2, "A.2", against(25, 50)},
				{2, "A.3", passed(false)},
				{2, "A.4", counted(0)},
				{2, "C", counted(11)},
			},
			[]map[string]any{
				{"A.1": 300.0, "A.2": 200.0, "A.4": 30.0, "C": -5.0, "": 645.0},
				{"A.1": 210.0, "A.2": 150.0, "A.4": 100.0, "": 560.0},
				{"A.1": 150.0, "A.2": 50.0, "A.3": 0.0, "C": -50.0, "": 150.0},
			},
			[]any{nil, nil, nil},
		},
	}
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		shipped := srv.Admin().Get("/score-table-examples").Must(200).Column("code")
		if len(shipped) != len(tests) {
			t.Errorf("%d examples ship, %d are worked by hand", len(shipped), len(tests))
		}
		for _, tt := range tests {
			t.Run(tt.example, func(t *testing.T) {
				s := score(t, srv.Year(tt.example), object{"example": tt.example})
				s.give(s.Leader, "self", tt.cells...).Must(200)
				board := s.Leader.Get("/terms/" + s.Term + "/score-board?stage=self").Must(200)
				kept := 0
				for u, gives := range tt.gives {
					got := map[string]any{}
					for i, code := range board.Pluck("table.criteria", "code") {
						cell := fmt.Sprintf("units.%d.cells.%d.", u, i)
						if board.At(cell+"given") != nil {
							kept++
						}
						if _, asked := gives[code.(string)]; asked {
							got[code.(string)] = cmp.Or(board.At(cell+"mark.points"), board.At(cell+"mark.rule"))
						}
					}
					got[""] = board.At(fmt.Sprintf("units.%d.totals.self.points", u))
					want(t, got, gives)
				}
				want(t, board.Pluck("units", "totals.self.class"), tt.classes)
				want(t, kept, len(tt.cells))
			})
		}
		s := score(t, srv.Year("mức cho sẵn"), object{"example": "bu_dang_2015"})
		want(t, s.give(s.Leader, "self", []any{0, "2", points(7)}).Must(422).Fields(), []string{"/data/0/points no_option"})
	})
}
