package scoring_test

import (
	"fmt"
	"strings"
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

// scored is a year whose table is applied, and its criteria by code.
type scored struct {
	apptest.Year
	t        *testing.T
	table    string
	criteria map[string]string
}

func score(t *testing.T, y apptest.Year, body object) scored {
	t.Helper()
	body["term_id"] = y.Term
	if body["title"] == nil && body["example"] == nil {
		body["title"] = "Bảng điểm"
	}
	table := y.Leader.Post("/score-tables", body).Must(201)
	s := scored{Year: y, t: t, table: table.ID(), criteria: map[string]string{}}
	for i, code := range table.Pluck("criteria", "code") {
		s.criteria[code.(string)] = table.Pluck("criteria", "id")[i].(string)
	}
	y.Leader.Move("/score-tables/"+s.table, "applied", "").Must(200)
	return s
}

// give writes cells of a stage, each a unit, the code of a criterion and what is given.
func (s scored) give(c *apptest.Client, stage string, cells ...[]any) *apptest.Answer {
	s.t.Helper()
	data := make([]object, len(cells))
	for i, cell := range cells {
		unit := s.Units[cell[0].(int)]
		data[i] = object{"unit_id": unit, "criterion_id": s.criteria[cell[1].(string)]}
		if data[i]["criterion_id"] == "" {
			data[i]["criterion_id"] = cell[1]
		}
		board := s.Leader.Get("/terms/" + s.Term + "/score-board?stage=" + stage).Must(200)
		for u, id := range board.Pluck("units", "unit.id") {
			if id != unit {
				continue
			}
			for n, code := range board.Pluck("table.criteria", "code") {
				if v := board.At(fmt.Sprintf("units.%d.cells.%d.version", u, n)); code == cell[1] && v != nil {
					data[i]["version"] = v
				}
			}
		}
		for k, v := range cell[2].(object) {
			data[i][k] = v
		}
	}
	return c.Post("/scores/cells", object{"term_id": s.Term, "stage": stage, "data": data})
}

func (s scored) sheet(unit int) *apptest.Answer {
	s.t.Helper()
	rows := s.Leader.Get("/score-sheets?term_id=" + s.Term + "&unit_id=" + s.Units[unit] + "&score_table_id=" + s.table).Must(200)
	return s.Leader.Get("/score-sheets/" + rows.Str("data.0.id")).Must(200)
}

func points(n any) object { return object{"points": n} }

func TestAScoreSheetFromTheUnitToTheEnd(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		s := score(t, srv.Year("A"), object{"scale": 100, "criteria": []object{
			criterion("1", "manual", 60, "evidence_required", true), criterion("2", "ratio", 40), criterion("3", "bonus", 5), criterion("4", "manual", 10, "scored_by", "leader", "assigned_to", []object{{"unit_id": srv.Year("B").Units[0]}}),
		}, "classes": []object{{"name": "Xuất sắc", "from": 90}, {"name": "Đạt", "from": 0}}})
		saved := s.give(s.Clerk, "self", []any{1, "1", points(55)}, []any{1, "2", object{"actual": 7, "whole": 9}}).Must(200)
		want(t, saved.Column("version"), []any{1.0, 1.0})
		sheet := s.sheet(1)
		at := "/score-sheets/" + sheet.ID()
		want(t, []any{sheet.At("totals.self.points"), sheet.At("rows.1.marks.self.points"), sheet.At("rows.1.marks.self.rule"), sheet.At("rows.1.marks.self.exact")}, []any{86.11, 31.11, "ratio", "28000/9"})
		want(t, []any{sheet.At("totals.self.full"), sheet.At("totals.self.class"), sheet.At("rows.3.assigned"), sheet.At("totals.verified.points")}, []any{100.0, "Đạt", false, nil})
		want(t, sheet.At("lacks"), any(object{"self": []any{"1"}, "verified": []any{"1", "2"}, "final": []any{"1", "2"}}))

		refused := s.Clerk.Move(at, "submitted", "").Refused(409, "invalid_transition") // the evidence is missing
		want(t, refused.At("missing"), any([]any{"1"}))
		if said := refused.Str("detail"); !strings.Contains(said, "In the way: points, reason or evidence of criterion 1") {
			t.Error(said)
		}
		s.give(s.Clerk, "self", []any{1, "1", object{"points": 55, "evidence": []object{{"address": "https://dv.example/bao-cao"}}}}).Must(200)
		s.Clerk.Move(at, "submitted", "").Must(200)
		want(t, s.give(s.Clerk, "self", []any{1, "1", points(60)}).Must(422).Fields(), []string{"/data/0/unit_id sheet_not_open"})
		s.give(s.Clerk, "verified", []any{1, "1", points(60)}).Refused(403, "forbidden")

		// Whatever differs from what was said before needs a reason; what is equal does not.
		want(t, s.give(s.Leader, "verified", []any{1, "1", points(50)}).Must(422).Fields(), []string{"/data/0/reason reason_required"})
		s.give(s.Leader, "cross", []any{1, "1", object{"points": 54, "reason": "Thiếu một báo cáo"}}).Must(200)
		want(t, s.give(s.Leader, "verified", []any{1, "1", points(55)}).Must(422).Fields(), []string{"/data/0/reason reason_required"})
		s.give(s.Leader, "verified", []any{1, "1", object{"points": 52, "reason": "Thiếu hai báo cáo"}}).Must(200)
		refused = s.Leader.Move(at, "verified", "").Refused(409, "invalid_transition")
		want(t, refused.At("missing"), any([]any{"2"}))
		done := s.Leader.Do("POST", at+"/transitions", object{"to": "verified", "take_rest": true}, "If-Match", s.Leader.ETag(at)).Must(200)
		want(t, []any{done.At("totals.verified.points"), done.At("totals.cross.points"), done.At("rows.1.verified.actual"), done.At("rows.0.self.points")}, []any{83.11, nil, 7.0, 55.0})

		// The unit answers; what the review changes after that needs a reason as well.
		want(t, s.Clerk.Do("POST", at+"/transitions", object{"to": "explained"}, "If-Match", s.Clerk.ETag(at)).Must(422).Fields(), []string{"/explanation required"})
		s.Clerk.Do("POST", at+"/transitions", object{"to": "explained", "explanation": "Báo cáo quý II đã gửi ngày 30/6."}, "If-Match", s.Clerk.ETag(at)).Must(200)
		s.give(s.Leader, "verified", []any{1, "1", object{"points": 54.5, "reason": "Chấp nhận giải trình"}}).Must(200)
		s.Clerk.Move(at, "final", "").Refused(403, "forbidden")
		s.Leader.Move(at, "final", "").Must(200)
		council := srv.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: s.Organizer})
		want(t, s.give(council, "final", []any{1, "1", points(53)}).Must(422).Fields(), []string{"/data/0/reason reason_required"})
		s.give(council, "final", []any{1, "1", object{"points": 53, "reason": "Theo kết luận kiểm tra"}}).Must(200)
		sheet = s.sheet(1)
		want(t, []any{sheet.At("totals.final.points"), sheet.At("totals.verified.points"), sheet.At("rows.0.final.reason"), sheet.At("rows.0.self.points"), sheet.At("rows.0.cross.points")}, []any{84.11, 85.61, "Theo kết luận kiểm tra", 55.0, 54.0})
		want(t, s.Leader.Get(at+"/transitions").Must(200).Column("to"), []any{"submitted", "verified", "explained", "final"})
		s.Leader.Move(at, "verified", "").Refused(409, "invalid_transition")
		s.Leader.Move(at, "verified", "Nhầm").Must(200)
		s.Leader.Delete(at).Refused(409, "score_sheet.scored")
	})
}

func TestAUnitSeesItsOwnScoresOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		s := score(t, srv.Year("A"), object{"criteria": []object{criterion("1", "relative_to_best", 100)}})
		s.give(s.Clerk, "self", []any{1, "1", object{"actual": 110, "target": 100}}).Must(200)
		s.give(s.Other, "self", []any{2, "1", object{"actual": 150, "target": 100}}).Must(200)
		want(t, s.Clerk.Get("/score-sheets").Must(200).Column("unit.id"), []any{s.Units[1]})
		s.Clerk.Get("/score-sheets/"+s.sheet(2).ID()).Refused(404, "not_found")
		board := s.Clerk.Get("/terms/" + s.Term + "/score-board").Must(200)
		want(t, []any{board.At("whole"), board.Pluck("units", "unit.id"), board.At("units.0.cells.0.mark.provisional")}, []any{false, []any{s.Units[1]}, true})
		s.give(s.Clerk, "self", []any{2, "1", object{"actual": 1, "target": 100}}).Refused(403, "forbidden")
		whole := s.Leader.Get("/terms/" + s.Term + "/score-board").Must(200)
		// 10 % over, of 50 % at best: 50 + 50 × ⅕.
		want(t, []any{whole.At("whole"), whole.At("units.1.cells.0.mark.points"), whole.At("units.2.cells.0.mark.points"), whole.At("units.1.cells.0.mark.provisional")}, []any{true, 60.0, 100.0, true}) // the first has not reported, and may have a target
		for _, role := range []actor.Role{actor.Viewer, actor.Auditor} {                                                                                                                                  // who only looks sees nothing before the ranking is published
			looks := srv.As(apptest.Right{Role: role, Scope: actor.OfBloc, ID: s.Bloc})
			want(t, len(looks.Get("/score-sheets").Must(200).Column("id")), 0)
			looks.Get("/score-sheets/"+s.sheet(1).ID()).Refused(404, "not_found")
			empty := looks.Get("/terms/" + s.Term + "/score-board").Must(200)
			want(t, []any{empty.At("whole"), len(empty.Pluck("units", "unit.id")), empty.At("table.id")}, []any{false, 0, s.table})
		}
	})
}

func TestRefusalsOfScores(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		y := srv.Year("A")
		want(t, y.Leader.Get("/terms/"+y.Term+"/score-board").Must(200).At("table"), nil)
		y.Leader.Post("/score-sheets", object{"term_id": y.Term, "unit_id": y.Units[1]}).Refused(409, "score_table.not_applied")
		s := score(t, y, object{"criteria": []object{
			criterion("1", "group", nil), criterion("1.1", "manual", 10, "parent", "1", "options", []object{{"points": 0}, {"points": 10}}), criterion("2", "ratio", 10), criterion("3", "manual", 5, "scored_by", "council"),
			criterion("4", "group", nil, "assigned_to", []object{{"unit_id": y.Units[0]}}), criterion("4.1", "pass_fail", 5, "parent", "4"),
		}})
		none, foreign := "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b", srv.Year("B")
		for _, tt := range []struct {
			cell []any
			want string
		}{
			{[]any{1, "1", points(5)}, "/data/0/criterion_id group_is_a_sum"},
			{[]any{1, "1.1", points(5)}, "/data/0/points no_option"},
			{[]any{1, "1.1", points(11)}, "/data/0/points over_max"},
			{[]any{1, "2", points(5)}, "/data/0/points not_of_kind"},
			{[]any{1, "2", object{"actual": 1, "whole": 0}}, "/data/0/whole not_positive"},
			{[]any{1, "2", object{"actual": -1, "whole": 1}}, "/data/0/actual negative"},
			{[]any{1, "3", points(5)}, "/data/0/criterion_id not_scored_by_unit"},
			{[]any{1, "4.1", object{"passed": true}}, "/data/0/criterion_id not_assigned"},
			{[]any{1, none, points(5)}, "/data/0/criterion_id reference_not_found"},
			{[]any{1, "2", object{"actual": 1, "version": 7}}, "/data/0/version cell_gone"},
			{[]any{1, "2", object{"actual": 1, "whole": 2, "count": 3}}, "/data/0/count not_of_kind"},
		} {
			want(t, s.give(s.Clerk, "self", tt.cell).Must(422).Fields(), []string{tt.want})
		}
		want(t, len(s.Leader.Get("/score-sheets").Must(200).Data()), 0) // nothing was left behind
		s.Leader.Post("/score-sheets", object{"term_id": s.Term, "unit_id": foreign.Units[0]}).Refused(422, "score_sheet.outside_term")
		s.Clerk.Post("/score-sheets", object{"term_id": s.Term, "unit_id": s.Units[1], "status": "submitted"}).Refused(403, "forbidden")
		paper := s.Leader.Post("/score-sheets", object{"term_id": s.Term, "unit_id": s.Units[1], "status": "submitted"}).Must(201)
		s.Leader.Post("/score-sheets", object{"term_id": s.Term, "unit_id": s.Units[1]}).Refused(409, "duplicate")
		s.give(s.Leader, "verified", []any{1, "3", points(5)}).Refused(403, "forbidden") // the council's own
		s.give(s.Leader, "cross", []any{1, "3", points(5)}).Refused(403, "forbidden")
		want(t, s.give(s.Leader, "final", []any{1, "2", object{"actual": 1, "whole": 2}}).Must(422).Fields(), []string{"/data/0/unit_id sheet_not_open"})
		s.give(s.Leader, "verified", []any{1, "2", object{"actual": 1, "whole": 2}}).Must(200)
		again := s.Leader.Post("/scores/cells", object{"term_id": s.Term, "stage": "verified", "data": []object{{"unit_id": s.Units[1], "criterion_id": s.criteria["2"], "actual": 2, "whole": 2}}}).Must(422)
		want(t, again.Fields(), []string{"/data/0/version cell_taken"})
		// An emptied cell tells nothing; it is no zero.
		want(t, s.give(s.Leader, "verified", []any{1, "2", object{}}).Must(422).Fields(), []string{"/data/0/reason reason_required"})
		s.give(s.Leader, "verified", []any{1, "2", object{"reason": "Ghi nhầm ô"}}).Must(200)
		want(t, s.sheet(1).At("rows.3.verified"), nil)
		s.Lock()
		s.give(s.Leader, "verified", []any{1, "2", object{"actual": 1, "whole": 2}}).Refused(409, "term_locked")
		s.Leader.Move("/score-sheets/"+paper.ID(), "returned", "Thiếu").Refused(409, "term_locked")
	})
}

// A table that ranks by figures adds nothing up: no total is not a total of nothing.
func TestFiguresAreNoPoints(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		s := score(t, srv.Year("A"), object{"example": "can_tho_providers_2025"})
		s.give(s.Clerk, "self", []any{1, "1", object{"actual": 1234}}).Must(200)
		sheet := s.sheet(1)
		want(t, []any{sheet.At("totals.self.points"), sheet.At("totals.self.share"), sheet.At("rows.0.self.actual"), sheet.At("rows.0.marks.self.points"), sheet.At("rows.0.marks.self.rule")}, []any{nil, nil, 1234.0, nil, "figure"})
		want(t, sheet.At("lacks.self"), any([]any{"2", "3"}))
		want(t, s.Leader.Get("/terms/"+s.Term+"/score-board").Must(200).At("units.1.gap"), any(object{"points": nil, "cells": 0.0}))
	})
}

// What was scored stays what it was: its table is not changed under it, a sheet that
// was reviewed is not taken back, and nothing the unit said gets lost on the way.
func TestWhatWasScoredStays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		s := score(t, srv.Year("A"), object{"criteria": []object{criterion("1", "manual", 60), criterion("2", "ratio", 40), criterion("3", "bonus", 5)}})
		link := object{"address": "https://dv.example/1"}
		s.give(s.Clerk, "self", []any{1, "1", object{"points": 50, "evidence": []object{link}}}, []any{1, "3", points(5)}).Must(200)
		sheet := s.sheet(1)
		at, table := "/score-sheets/"+sheet.ID(), "/score-tables/"+s.table
		// A ratio without its whole is no figure.
		s.give(s.Clerk, "self", []any{1, "2", object{"actual": 7}}).Must(200)
		want(t, s.sheet(1).At("lacks.self"), any([]any{"2"}))
		s.give(s.Clerk, "self", []any{1, "2", object{"actual": 7, "whole": 7}}).Must(200)

		s.Leader.Move(table, "draft", "Sửa tiêu chí").Refused(409, "score_table.scored")
		next := "/score-tables/" + s.Leader.Post(table+"/copies", object{"term_id": s.Term}).Must(201).ID()
		want(t, s.Leader.Move(next, "applied", "").Refused(409, "invalid_transition").At("missing"), any([]any{"another_applied", "scored_by_another"}))
		s.Leader.Move(next, "applied", "Thử").Must(200)
		s.Clerk.Move(at, "submitted", "").Refused(409, "score_table.not_applied")
		s.Leader.Move(table, "applied", "Dùng lại bảng đã chấm").Must(200)
		want(t, s.Leader.Get("/terms/"+s.Term+"/score-board").Must(200).At("units.1.totals.self.points"), any(95.0))

		s.Clerk.Move(at, "submitted", "").Must(200)
		s.give(s.Leader, "verified", []any{1, "1", object{"points": 50, "evidence": []object{{"address": "Biên bản kiểm tra"}}}}).Must(200)
		want(t, len(s.sheet(1).Pluck("rows.0.evidence", "address")), 2)
		s.Clerk.Move(at, "draft", "").Refused(409, "score_sheet.reviewed")
		// The bonus the unit gave itself is looked at before the review is done.
		want(t, s.Leader.Move(at, "verified", "").Refused(409, "invalid_transition").At("missing"), any([]any{"2", "3"}))
		s.Leader.Move(at, "returned", "Bổ sung").Must(200)
		s.give(s.Clerk, "self", []any{1, "1", points(60)}).Must(200)
		s.Clerk.Move(at, "submitted", "").Must(200)
		// What was verified as the unit said then differs from what it says now, without a reason.
		want(t, s.sheet(1).At("lacks.verified"), any([]any{"1", "2", "3"}))
		// Emptying what was verified opens no way around a reason.
		s.give(s.Leader, "verified", []any{1, "1", object{"reason": "Xem lại"}}).Must(200)
		s.Leader.Do("POST", at+"/transitions", object{"to": "verified", "take_rest": true}, "If-Match", s.Leader.ETag(at)).Must(200)
		want(t, s.give(s.Leader, "final", []any{1, "1", points(3)}).Must(422).Fields(), []string{"/data/0/reason reason_required"})
		want(t, s.Leader.Move(at, "final", "").Must(200).At("totals.final.points"), any(105.0))
	})
}

// Sixty criteria of twenty-five units are computed, opened and pasted in as many
// statements as three of two.
func TestALargeBoardTakesAsManyStatements(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		counts := map[int][3]int{}
		for _, n := range []int{2, 60} {
			y := srv.Year(fmt.Sprint("A", n))
			for len(y.Units) < 3+n*22/60 {
				unit := y.Admin.Post("/units", object{"name": fmt.Sprint("Đơn vị ", n, len(y.Units))}).Must(201).ID()
				y.Admin.Post("/terms/"+y.Term+"/members", object{"unit_id": unit}).Must(201)
				y.Units = append(y.Units, unit)
			}
			var cs, data []object
			for i := range n {
				cs = append(cs, criterion(fmt.Sprint(i+1), "manual", 10))
			}
			s := score(t, y, object{"criteria": cs})
			for _, unit := range y.Units {
				for _, id := range s.criteria {
					data = append(data, object{"unit_id": unit, "criterion_id": id, "points": 7.25})
				}
			}
			paste := srv.Statements(func() {
				y.Leader.Post("/scores/cells", object{"term_id": y.Term, "stage": "self", "data": data}).Must(200)
			})
			var board *apptest.Answer
			open := srv.Statements(func() { board = y.Leader.Get("/terms/" + y.Term + "/score-board").Must(200) })
			want(t, board.At("units.1.totals.self.points"), any(7.25*float64(n)))
			sheet := "/score-sheets/" + board.Str("units.1.sheet_id")
			one := srv.Statements(func() { y.Leader.Get(sheet).Must(200) })
			counts[n] = [3]int{len(paste), len(open), len(one)}
		}
		t.Logf("%s: pasted, board, sheet in %v statements", srv.DB.Engine(), counts)
		if a, z := counts[2], counts[60]; a[1] != z[1] || a[2] != z[2] || z[0] > a[0]+12 { // the rows themselves go in batches
			t.Errorf("a small table takes %v statements to paste, open and read one sheet, a large one %v", a, z)
		}
	})
}
