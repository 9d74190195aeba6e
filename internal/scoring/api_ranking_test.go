package scoring_test

import (
	"fmt"
	"strings"
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

// final scores units on a criterion, by hand, to the end.
func (s scored) final(code string, of ...any) {
	s.t.Helper()
	for u, n := range of {
		s.give(s.Leader, "self", []any{u, code, points(n)}).Must(200)
		at := "/score-sheets/" + s.sheet(u).ID()
		s.Leader.Move(at, "submitted", "").Must(200)
		step(s.Leader, at, "verified", object{"take_rest": true}).Must(200)
		s.Leader.Move(at, "final", "").Must(200)
	}
}

// places are the ranks of a ranking by unit, in the order of its rows.
func places(a *apptest.Answer) (out []any) {
	for i, unit := range a.Pluck("rows", "unit.id") {
		out = append(out, []any{unit, a.Pluck("rows", "rank")[i]})
	}
	return out
}

func TestARankingIsComputedConcludedAndPublished(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		s := score(t, srv.Year("A"), object{"scale": 100, "criteria": []object{criterion("1", "manual", 100)}, "classes": []object{{"name": "Đạt", "from": 50}}, "tie_breaks": []object{{"by": "women_70"}, {"by": "ballot"}, {"by": "decision"}}})
		viewer := srv.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: s.Bloc})
		u := s.Units
		made := s.Leader.Post("/rankings", object{"term_id": s.Term}).Must(201)
		at := "/rankings/" + made.ID()
		want(t, []any{made.At("status"), made.Pluck("not_final", "id"), made.Pluck("rows", "rank"), made.At("warnings")}, []any{"draft", []any{u[0], u[1], u[2]}, []any{nil, nil, nil}, []any{"no_former"}})
		again := s.Leader.Post("/rankings", object{"term_id": s.Term}).Refused(409, "duplicate")
		want(t, again.Str("existing_id"), made.ID())
		s.Leader.Move(at, "concluded", "vội").Refused(409, "ranking.not_final")

		s.final("1", 90, 90, 95.5)
		ranked := s.Leader.Get(at).Must(200)
		want(t, places(ranked), []any{[]any{u[2], 1.0}, []any{u[0], 2.0}, []any{u[1], 2.0}})
		want(t, []any{ranked.At("rows.0.total"), ranked.At("rows.1.behind"), ranked.At("rows.1.tied"), ranked.At("rows.0.class"), ranked.At("waits.0.by.by"), ranked.Pluck("waits.0.units", "id")}, []any{95.5, 5.5, true, "Đạt", "women_70", []any{u[0], u[1]}})
		refused := s.Leader.Move(at, "concluded", "").Refused(409, "invalid_transition")
		want(t, []any{refused.At("missing"), refused.At("allowed_with_reason")}, []any{[]any{"ties"}, []any{"concluded"}})

		// Both have many women, the ballot gives as many votes, and so somebody decides.
		ballot := s.Leader.Post("/votes", object{"term_id": s.Term, "title": "Phân hạng", "choices": 1, "eligible": 3, "items": []object{{"unit_id": u[0]}, {"unit_id": u[1]}}}).Must(201)
		vote := "/votes/" + ballot.ID()
		facts := []object{{"unit_id": u[0], "women_70": true}, {"unit_id": u[1], "women_70": true}}
		ranked = s.Leader.Patch(at, object{"vote_id": ballot.ID(), "facts": facts}).Must(200)
		want(t, []any{ranked.At("waits.0.by.by"), ranked.At("warnings.0")}, []any{"ballot", "vote_not_counted"})
		s.Leader.Move(vote, "open", "").Must(200)
		s.Leader.Patch(vote, object{"present": 3, "issued": 3, "returned": 3, "valid": 2, "blank": 1, "invalid": 0, "written_opinions": 0, "items": []object{{"unit_id": u[0], "yes": 1}, {"unit_id": u[1], "yes": 1}}}).Must(200)
		s.Leader.Move(vote, "counted", "").Must(200)
		want(t, s.Leader.Get(at).Must(200).At("waits.0.by.by"), any("decision"))
		facts[0]["decided"], facts[1]["decided"] = 2, 1
		want(t, s.Leader.Patch(at, object{"facts": facts}).Must(422).Fields(), []string{"/decision_reason reason_required"})
		ranked = s.Leader.Patch(at, object{"facts": facts, "decision_reason": "Trưởng khối quyết định sau hai lần bỏ phiếu"}).Must(200)
		want(t, places(ranked), []any{[]any{u[2], 1.0}, []any{u[1], 2.0}, []any{u[0], 3.0}})
		want(t, []any{ranked.At("rows.1.broken_by.by"), ranked.At("rows.0.broken_by"), ranked.At("waits")}, []any{"decision", nil, []any{}})

		// Nobody outside sees anything; concluded, nothing scored changes.
		for _, who := range []*apptest.Client{s.Clerk, viewer} {
			who.Get(at).Refused(404, "not_found")
			want(t, len(who.Get("/rankings").Must(200).Column("id")), 0)
		}
		want(t, len(viewer.Get("/terms/"+s.Term+"/score-board").Must(200).Pluck("units", "unit.id")), 0)
		s.Leader.Move(at, "concluded", "").Must(200)
		s.Leader.Patch(at, object{"facts": []object{}}).Refused(409, "ranking.concluded")
		s.Leader.Delete(at).Refused(409, "ranking.concluded")
		s.Leader.Move(vote, "open", "Đếm lại").Refused(409, "vote.used")
		sheet := "/score-sheets/" + s.sheet(0).ID()
		s.Leader.Move(sheet, "verified", "Nhầm").Refused(409, "score_sheet.ranked")
		s.give(s.Leader, "final", []any{0, "1", object{"points": 99, "reason": "Sửa"}}).Refused(409, "score_sheet.ranked")
		viewer.Get(at).Refused(404, "not_found")
		want(t, []any{s.Leader.Get("/terms/" + s.Term + "/score-board").Must(200).At("ranked"), s.sheet(0).At("ranked")}, []any{true, true})

		// Published, the bloc reads it and the scores; names stay as they were.
		s.Leader.Move(at, "published", "").Must(200)
		s.Admin.Post("/units/"+u[2]+"/versions", object{"name": "Tên mới", "valid_from": "2026-01-01"}).Must(201)
		for _, who := range []*apptest.Client{s.Clerk, viewer} {
			shown := who.Get(at).Must(200)
			want(t, []any{shown.At("rows.0.unit.name"), shown.At("rows.0.marks.0.points"), shown.At("score_table.id")}, []any{"Báo A", 95.5, s.table})
			want(t, len(who.Get("/terms/"+s.Term+"/score-board").Must(200).Pluck("units", "unit.id")), 3)
			who.Get(sheet).Must(200)
			who.Get(vote).Must(200)
		}
		srv.Year("B").Clerk.Get(at).Refused(404, "not_found")
	})
}

func TestAPublishedRankingIsCorrectedByAnotherEdition(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		s := score(t, srv.Year("A"), object{"criteria": []object{criterion("1", "manual", 100)}})
		viewer := srv.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: s.Bloc})
		s.final("1", 90, 80, 70)
		want(t, s.Leader.Post("/rankings", object{"term_id": s.Term, "correction": "Sai"}).Must(422).Fields(), []string{"/correction nothing_to_correct"})
		first := "/rankings/" + s.Leader.Post("/rankings", object{"term_id": s.Term, "facts": []object{{"unit_id": s.Units[2], "left_out": true, "note": "Có vụ việc đang xem xét"}}}).Must(201).ID()
		s.Leader.Move(first, "concluded", "").Must(200)
		s.Leader.Move(first, "draft", "Thiếu một đơn vị").Must(200)
		s.Leader.Move(first, "concluded", "").Must(200)
		s.Leader.Move(first, "published", "").Must(200)
		want(t, places(viewer.Get(first).Must(200)), []any{[]any{s.Units[0], 1.0}, []any{s.Units[1], 2.0}, []any{s.Units[2], nil}})
		s.Leader.Move(first, "draft", "Sai").Refused(409, "invalid_transition")

		want(t, s.Leader.Post("/rankings", object{"term_id": s.Term}).Must(422).Fields(), []string{"/correction required"})
		second := s.Leader.Post("/rankings", object{"term_id": s.Term, "correction": "Đơn vị khiếu nại điểm tiêu chí 1"}).Must(201)
		want(t, []any{second.At("edition"), second.At("facts.0.left_out")}, []any{2.0, true})
		// While it is worked on scores are closed again, and the old one stands.
		want(t, len(viewer.Get("/terms/"+s.Term+"/score-board").Must(200).Pluck("units", "unit.id")), 0)
		viewer.Get(first).Must(200)
		want(t, s.Leader.Get("/terms/"+s.Term+"/score-board").Must(200).At("ranked"), any(false))
		s.give(s.Leader, "final", []any{1, "1", object{"points": 95, "reason": "Chấp nhận khiếu nại"}}).Must(200)
		want(t, places(s.Leader.Get(first).Must(200))[0], any([]any{s.Units[0], 1.0}))
		at := "/rankings/" + second.ID()
		s.Leader.Move(at, "concluded", "").Must(200)
		s.Leader.Move(at, "published", "").Must(200)
		want(t, places(viewer.Get(at).Must(200))[0], any([]any{s.Units[1], 1.0}))
		want(t, []any{viewer.Get(first).Must(200).At("status"), viewer.Get(first + "/transitions").Must(200).Column("reason")[4]}, []any{"replaced", "Đơn vị khiếu nại điểm tiêu chí 1"})
		want(t, viewer.Get("/rankings?sort=edition").Must(200).Column("status"), []any{"replaced", "published"})

		// The year after compares with it, and the term rests on it.
		for _, to := range []string{"in_force", "reviewing"} {
			s.Leader.Move("/terms/"+s.Term, to, "").Must(200)
		}
		want(t, step(s.Leader, "/terms/"+s.Term, "concluded", object{"without_ranking": true}).Must(422).Fields(), []string{"/without_ranking ranking_concluded"})
		s.Leader.Move("/terms/"+s.Term, "concluded", "").Must(200)
		council := srv.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: s.Organizer})
		council.Move("/terms/"+s.Term, "locked", "").Must(200)
		s.Leader.Post("/rankings", object{"term_id": s.Term, "correction": "Lại"}).Refused(409, "term_locked")
		term := s.Open("2027")
		next := council.Post("/rankings", object{"term_id": term, "origin": "stated", "status": "published", "scale": 100, "rows": []object{
			{"unit_id": s.Units[0], "rank": 2, "total": 97}, {"unit_id": s.Units[1], "rank": 2, "total": 97}, {"unit_id": s.Units[2], "rank": 1, "total": 97.5}, {"unit_as_written": "Đơn vị mới"},
		}}).Must(201)
		want(t, []any{next.Pluck("rows", "rank"), next.Pluck("rows", "tied"), next.Pluck("rows", "former_rank"), next.Pluck("rows", "change"), next.Pluck("rows", "behind")},
			[]any{[]any{1.0, 2.0, 2.0, nil}, []any{false, true, true, false}, []any{nil, 2.0, 1.0, nil}, []any{nil, 0.0, -1.0, nil}, []any{nil, 0.5, 0.0, nil}})
	})
}

func TestWhatARankingRefuses(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		y := srv.Year("A")
		y.Leader.Post("/rankings", object{"term_id": y.Term}).Refused(409, "score_table.not_applied")
		for _, tt := range []struct {
			body object
			want []string
		}{
			{object{"origin": "stated", "rows": []object{{"rank": 1}, {"unit_id": y.Units[0]}, {"unit_id": y.Units[0]}, {"unit_as_written": "x", "rank": 2, "left_out": true}}}, []string{"/rows/0/unit_id required", "/rows/2/unit_id duplicate_item", "/rows/3/rank conflicts_with"}},
			{object{"origin": "stated", "facts": []object{{"unit_id": y.Units[0]}}}, []string{"/facts conflicts_with"}},
			{object{"status": "published"}, []string{"/status conflicts_with"}},
			{object{"origin": "stated", "rows": []object{{"unit_as_written": "x", "rank": 0}}}, []string{"/rows/0/rank minimum"}},
		} {
			tt.body["term_id"] = y.Term
			want(t, y.Leader.Post("/rankings", tt.body).Must(422).Fields(), tt.want)
		}
		y.Leader.Post("/rankings", object{"term_id": y.Term, "origin": "stated", "status": "concluded"}).Refused(409, "ranking.empty")
		y.Clerk.Post("/rankings", object{"term_id": y.Term, "origin": "stated"}).Refused(403, "forbidden")

		s := score(t, y, object{"criteria": []object{criterion("1", "manual", 100)}})
		for _, tt := range []struct {
			body object
			want []string
		}{
			{object{"rows": []object{{"unit_id": y.Units[0]}}, "scale": 100}, []string{"/rows conflicts_with", "/scale conflicts_with"}},
			{object{"facts": []object{{"unit_id": y.Units[0]}, {"unit_id": y.Units[0], "left_out": true}}}, []string{"/facts/1/unit_id duplicate_item", "/facts/1/note reason_required"}},
			{object{"facts": []object{{"unit_id": srv.Year("B").Units[0]}}}, []string{"/facts/0/unit_id unit_outside_term"}},
		} {
			tt.body["term_id"] = y.Term
			want(t, y.Leader.Post("/rankings", tt.body).Must(422).Fields(), tt.want)
		}
		s.final("1", 90, 80, 70)
		at := "/rankings/" + y.Leader.Post("/rankings", object{"term_id": y.Term}).Must(201).ID()
		y.Leader.Move(at, "concluded", "").Must(200)
		for _, to := range []string{"in_force", "reviewing", "concluded"} {
			y.Leader.Move("/terms/"+y.Term, to, "").Must(200)
		}
		y.Leader.Move(at, "draft", "Sai").Refused(409, "ranking.relied_on")

		bare := srv.Year("C")
		for _, to := range []string{"in_force", "reviewing"} {
			bare.Leader.Move("/terms/"+bare.Term, to, "").Must(200)
		}
		step(bare.Leader, "/terms/"+bare.Term, "concluded", object{"without_ranking": true}).Must(200)
		bare.Leader.Post("/rankings", object{"term_id": bare.Term, "origin": "stated", "rows": []object{{"unit_as_written": "x"}}}).Refused(409, "ranking.term_without")
	})
}

// What a ranking itself names breaks ties too, and a figure does so by itself.
func TestWhatBreaksTies(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		s := score(t, srv.Year("A"), object{"criteria": []object{criterion("1", "manual", 100), {"code": "2", "text": "Số sáng kiến", "kind": "figure"}}, "tie_breaks": []object{{"by": "criterion", "criterion": "2"}}})
		s.give(s.Leader, "self", []any{0, "2", object{"actual": 10}}, []any{1, "2", object{"actual": 500}}, []any{2, "2", object{"actual": 10}}).Must(200)
		s.final("1", 90, 90, 90)
		got := s.Leader.Post("/rankings", object{"term_id": s.Term}).Must(201)
		want(t, []any{places(got)[0], got.Pluck("rows", "rank"), got.At("rows.0.broken_by.criterion"), got.At("waits")}, []any{[]any{s.Units[1], 1.0}, []any{1.0, 2.0, 2.0}, "2", []any{}})
		at := "/rankings/" + got.ID()
		decided := s.Leader.Patch(at, object{"decision_reason": "Theo kết luận của Trưởng khối", "facts": []object{{"unit_id": s.Units[0], "decided": 2}, {"unit_id": s.Units[2], "decided": 1}}}).Must(200)
		want(t, []any{places(decided)[1], decided.At("rows.1.broken_by.by"), decided.At("tie_keys.1.by")}, []any{[]any{s.Units[2], 2.0}, "decision", "decision"})

		// A ballot without a quorum, or that names a unit twice, breaks none.
		for _, tt := range []struct {
			vote object
			why  string
		}{
			{object{"quorum": "2/3", "eligible": 12, "present": 5, "items": []object{{"unit_id": s.Units[0], "yes": 5}, {"unit_id": s.Units[2], "yes": 0}}}, "vote_no_quorum"},
			{object{"eligible": 12, "items": []object{{"unit_id": s.Units[0], "subject": "Cờ", "yes": 5}, {"unit_id": s.Units[0], "subject": "Bằng khen", "yes": 1}}}, "vote_ambiguous"},
		} {
			tt.vote["term_id"], tt.vote["title"], tt.vote["status"] = s.Term, "Phân hạng", "counted"
			vote := s.Leader.Post("/votes", tt.vote).Must(201).ID()
			shown := s.Leader.Patch(at, object{"vote_id": vote, "facts": []object{}, "decision_reason": nil}).Must(200)
			want(t, []any{shown.At("warnings.0"), shown.At("waits.0.by.by")}, []any{tt.why, "ballot"})
		}
	})
}

func TestACorrectionIsNotGivenUpAfterScoresChanged(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		s := score(t, srv.Year("A"), object{"criteria": []object{criterion("1", "manual", 100)}})
		s.final("1", 90, 80, 70)
		vote := s.Leader.Post("/votes", object{"term_id": s.Term, "title": "Phân hạng", "status": "counted", "eligible": 3, "items": []object{{"unit_id": s.Units[0], "yes": 2}, {"unit_id": s.Units[1], "yes": 1}}}).Must(201).ID()
		first := "/rankings/" + s.Leader.Post("/rankings", object{"term_id": s.Term, "vote_id": vote}).Must(201).ID()
		s.Leader.Move(first, "concluded", "").Must(200)
		s.Leader.Move(first, "published", "").Must(200)
		s.Leader.Move("/votes/"+vote, "open", "Đếm nhầm").Refused(409, "vote.used")
		draw := func() string {
			return "/rankings/" + s.Leader.Post("/rankings", object{"term_id": s.Term, "correction": "Khiếu nại"}).Must(201).ID()
		}
		member := "/members/" + s.Admin.Get("/terms/"+s.Term+"/members").Must(200).Str("data.2.id")
		s.Leader.Delete(member).Refused(409, "member.ranked") // the scores rest on all of them
		s.Leader.Patch(member, object{"unit_id": s.Admin.Post("/units", object{"name": "Sở khác"}).Must(201).ID()}).Refused(409, "member.ranked")
		s.Leader.Patch(member, object{"remark": "Chuyển sang khối khác"}).Must(200)
		s.Leader.Delete(draw()).Must(204) // nothing was changed
		second := draw()
		s.Leader.Move("/votes/"+vote, "open", "Đếm nhầm").Must(200)
		change := func(n any) {
			s.give(s.Leader, "final", []any{1, "1", object{"points": n, "reason": "Chấp nhận khiếu nại"}}).Must(200)
		}
		change(85)
		s.Leader.Delete(second).Refused(409, "ranking.scores_changed")
		for _, to := range []string{"in_force", "reviewing", "concluded"} {
			s.Leader.Move("/terms/"+s.Term, to, "").Must(200)
		}
		council := srv.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: s.Organizer})
		refused := council.Move("/terms/"+s.Term, "locked", "").Refused(409, "invalid_transition")
		want(t, refused.At("missing"), any([]any{object{"code": "ranking_open"}}))
		if said := refused.Str("detail"); !strings.Contains(said, "In the way: the ranking is not published") {
			t.Error(said)
		}
		change(80)
		s.Leader.Delete(second).Refused(409, "ranking.scores_changed") // the vote is being counted again
		s.Leader.Move("/votes/"+vote, "counted", "").Must(200)
		s.Leader.Delete(second).Must(204)
		council.Move("/terms/"+s.Term, "locked", "").Must(200)
	})
}

// What a published ranking rests on changes only with it: the vote that broke a tie and
// the units, however they sit in the term.
func TestWhatARankingRestsOnStays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		s := score(t, srv.Year("A"), object{"criteria": []object{criterion("1", "manual", 100)}})
		s.final("1", 90, 90, 70)
		vote := s.Leader.Post("/votes", object{"term_id": s.Term, "title": "Phân hạng", "status": "counted", "eligible": 3, "items": []object{{"unit_id": s.Units[0], "yes": 2}, {"unit_id": s.Units[1], "yes": 1}}}).Must(201).ID()
		first := "/rankings/" + s.Leader.Post("/rankings", object{"term_id": s.Term, "vote_id": vote}).Must(201).ID()
		s.Leader.Move(first, "concluded", "").Must(200)
		s.Leader.Move(first, "published", "").Must(200)

		stated := "/rankings/" + s.Leader.Post("/rankings", object{"term_id": s.Term, "origin": "stated", "correction": "x", "rows": []object{{"unit_id": s.Units[0], "rank": 1}}}).Must(201).ID()
		s.Leader.Move("/votes/"+vote, "open", "Đếm nhầm").Refused(409, "vote.used")
		s.Leader.Delete(stated).Must(204)

		draft := "/rankings/" + s.Leader.Post("/rankings", object{"term_id": s.Term, "correction": "Khiếu nại"}).Must(201).ID()
		s.Leader.Move("/votes/"+vote, "open", "Đếm nhầm").Must(200)
		recount := func(yes ...int) {
			s.Leader.Patch("/votes/"+vote, object{"items": []object{{"unit_id": s.Units[0], "yes": yes[0]}, {"unit_id": s.Units[1], "yes": yes[1]}}}).Must(200)
		}
		recount(0, 3)
		s.Leader.Move("/votes/"+vote, "counted", "").Must(200)
		s.Leader.Delete(draft).Refused(409, "ranking.scores_changed")
		s.Leader.Move("/votes/"+vote, "open", "Kiểm lại").Must(200)
		recount(2, 1)
		s.Leader.Move("/votes/"+vote, "counted", "").Must(200)

		members := s.Admin.Get("/terms/" + s.Term + "/members").Must(200)
		s.Leader.Delete("/members/" + members.Str("data.2.id")).Must(204)
		s.Leader.Delete(draft).Refused(409, "ranking.scores_changed")
		s.Leader.Post("/terms/"+s.Term+"/members", object{"unit_id": s.Units[2]}).Must(201)
		s.Leader.Delete(draft).Must(204)

		// A unit that sits as a deputy only stays as well; one that is a member too may go.
		council := srv.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: s.Organizer})
		leads := council.Post("/terms/"+s.Term+"/leadership", object{"role": "deputy", "unit_id": s.Units[1]}).Must(201).ID()
		s.Leader.Delete("/members/" + s.Admin.Get("/terms/"+s.Term+"/members").Must(200).Str("data.1.id")).Must(204)
		council.Delete("/leaderships/"+leads).Refused(409, "member.ranked")
		council.Patch("/leaderships/"+leads, object{"unit_id": s.Units[0]}).Refused(409, "member.ranked")
	})
}

// A source's words are kept beside the link, a correction begins with its rows, and what
// is open to everybody is what counts.
func TestAStatedRankingKeepsItsWords(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		s := score(t, srv.Year("A"), object{"criteria": []object{criterion("1", "manual", 100)}})
		s.give(s.Clerk, "self", []any{1, "1", points(50)}).Must(200)
		rows := []object{{"unit_id": s.Units[0], "unit_as_written": "VP", "rank": 1}, {"unit_as_written": "Sở Cũ", "rank": 2, "total": 97.5}}
		first := s.Leader.Post("/rankings", object{"term_id": s.Term, "origin": "stated", "status": "published", "scale": 100, "rows": rows}).Must(201)
		want(t, []any{first.At("rows.0.unit"), first.At("rows.1.unit")}, []any{object{"id": s.Units[0], "as_written": "VP", "name": "Văn phòng A"}, object{"id": nil, "as_written": "Sở Cũ", "name": nil}})
		viewer := srv.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: s.Bloc})
		want(t, len(viewer.Get("/score-sheets").Must(200).Column("id")), 0) // it is not final
		s.give(s.Clerk, "self", []any{1, "1", points(60)}).Refused(409, "score_sheet.ranked")
		s.Admin.Post("/units/"+s.Units[0]+"/versions", object{"name": "Văn phòng mới", "valid_from": "2024-01-01"}).Must(201)
		second := s.Leader.Post("/rankings", object{"term_id": s.Term, "origin": "stated", "correction": "Ghi nhầm"}).Must(201)
		s.Leader.Patch("/rankings/"+second.ID(), object{"remark": "Theo biên bản"}).Must(200)
		acts := s.Admin.Get("/audit-events?entity_id=" + second.ID()).Must(200)
		if n := strings.Count(fmt.Sprint(acts.Body), "Văn phòng mới"); n != 0 {
			t.Errorf("the record of acts tells the new name %d times:\n%v", n, acts.Body)
		}
		want(t, []any{second.At("scale"), second.Pluck("rows", "rank"), second.At("rows.1.unit.as_written"), second.At("rows.1.total")}, []any{100.0, []any{1.0, 2.0}, "Sở Cũ", 97.5})
		s.give(s.Clerk, "self", []any{1, "1", points(60)}).Refused(409, "score_sheet.ranked") // a stated one rests on no scores
		twice := append(rows, object{"unit_as_written": "sở cũ"})
		want(t, s.Leader.Patch("/rankings/"+second.ID(), object{"rows": twice}).Must(422).Fields(), []string{"/rows/2/unit_id duplicate_item"})
	})
}

// Units are ranked by figures in the order of the table; what is not known breaks no tie.
func TestUnitsAreRankedByFigures(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		s := score(t, srv.Year("A"), object{"example": "can_tho_providers_2025"})
		for u, f := range [][3]any{{1200, 30, 7}, {1200, 30, 9}, {5, 1, 1}} {
			var cells [][]any
			for i, n := range f {
				cells = append(cells, []any{u, []string{"1", "2", "3"}[i], object{"actual": n}})
			}
			s.give(s.Leader, "self", cells...).Must(200)
			at := "/score-sheets/" + s.sheet(u).ID()
			s.Leader.Move(at, "submitted", "").Must(200)
			step(s.Leader, at, "verified", object{"take_rest": true}).Must(200)
			s.Leader.Move(at, "final", "").Must(200)
		}
		got := s.Leader.Post("/rankings", object{"term_id": s.Term}).Must(201)
		want(t, places(got), []any{[]any{s.Units[1], 1.0}, []any{s.Units[0], 2.0}, []any{s.Units[2], 3.0}})
		want(t, []any{got.At("rows.0.broken_by"), got.At("rows.0.total"), got.At("mode"), got.At("rows.0.marks.2.figure")}, []any{object{"by": "criterion", "criterion": "3"}, nil, "rank_by_metric", 9.0})
	})
}

// A criterion that is not assigned to one of those tied tells nothing of them: the next
// key is asked.
func TestATieIsNotBrokenByWhatIsNotForAll(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		y := srv.Year("A")
		s := score(t, y, object{
			"criteria":   []object{criterion("1", "manual", 90), criterion("2", "manual", 10, "assigned_to", []object{{"unit_id": y.Units[0]}})},
			"tie_breaks": []object{{"by": "criterion", "criterion": "2"}, {"by": "decision"}},
		})
		for u, cells := range [][][]any{{{0, "1", points(80)}, {0, "2", points(10)}}, {{1, "1", points(90)}}, {{2, "1", points(50)}}} {
			s.give(s.Leader, "self", cells...).Must(200)
			at := "/score-sheets/" + s.sheet(u).ID()
			s.Leader.Move(at, "submitted", "").Must(200)
			step(s.Leader, at, "verified", object{"take_rest": true}).Must(200)
			s.Leader.Move(at, "final", "").Must(200)
		}
		got := s.Leader.Post("/rankings", object{"term_id": s.Term}).Must(201)
		want(t, []any{got.Pluck("rows", "rank"), got.Pluck("rows", "total"), got.At("waits.0.by.by")}, []any{[]any{1.0, 1.0, 3.0}, []any{90.0, 90.0, 50.0}, "decision"})
	})
}
