package scoring_test

import (
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

// step takes a record a step and answers what came of it.
func step(c *apptest.Client, at, to string, more object) *apptest.Answer {
	body := object{"to": to}
	for k, v := range more {
		body[k] = v
	}
	return c.Do("POST", at+"/transitions", body, "If-Match", c.ETag(at))
}

func TestAVoteFromTheDraftToTheEnd(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		y := srv.Year("A")
		made := y.Leader.Post("/votes", object{
			"term_id": y.Term, "title": "Đề nghị tặng Cờ thi đua", "body": "Hội nghị Khối", "method": "secret", "threshold": "90%", "quorum": "2/3", "eligible": 13,
			"items": []object{{"unit_id": y.Units[0], "subject": "Cờ thi đua"}, {"unit_as_written": "Trường Chính trị tỉnh", "subject": "Cờ thi đua"}},
		}).Must(201)
		at := "/votes/" + made.ID()
		want(t, []any{made.At("status"), made.At("needed"), made.At("of"), made.At("items_state"), made.At("quorate"), made.At("items.0.outcome"), made.At("items.1.unit.as_written")},
			[]any{"draft", 12.0, 13.0, "listed", nil, nil, "Trường Chính trị tỉnh"})
		want(t, made.At("lacks"), any([]any{"present", "yes"}))
		y.Leader.Move(at, "open", "").Must(200)

		// Impossible figures are refused by cell, and change nothing.
		for _, tt := range []struct {
			body object
			want []string
		}{
			{object{"present": 14}, []string{"/present votes_over"}},
			{object{"present": 12, "returned": 12, "valid": 10, "blank": 1, "invalid": 0}, []string{"/returned votes_sum_differs"}},
			{object{"present": 12, "issued": 12, "returned": 13}, []string{"/returned votes_over"}},
			{object{"present": 12, "written_opinions": 2}, []string{"/written_opinions votes_over"}},
			{object{"present": 12, "written_opinions": 0, "valid": 12, "items": []object{{"unit_id": y.Units[0], "subject": "Cờ thi đua", "yes": 12, "no": 1}, {"unit_as_written": "Trường Chính trị tỉnh", "subject": "Cờ thi đua"}}}, []string{"/items/0/yes votes_sum_over"}},
			{object{"items": []object{{"unit_id": y.Units[0]}, {"unit_id": y.Units[0]}, {}}}, []string{"/items/1/unit_id duplicate_item", "/items/2/unit_id required"}},
			{object{"threshold": "0%", "quorum": "3/2"}, []string{"/threshold invalid_share", "/quorum invalid_share"}},
			{object{"items_state": "none"}, []string{"/items_state state_mismatch"}},
			{object{"threshold": "chín mươi", "quorum": "90"}, []string{"/threshold invalid_share", "/quorum invalid_share"}},
		} {
			want(t, y.Leader.Patch(at, tt.body).Must(422).Fields(), tt.want)
		}
		said := y.Leader.Do("PATCH", at, object{"present": 14}, "If-Match", y.Leader.ETag(at), "Accept-Language", "vi").Must(422)
		want(t, said.Str("errors.0.message"), "Không thể lớn hơn tổng số thành viên: nhiều nhất 13.")
		y.Leader.Patch(at, object{"title": "Khác"}).Refused(409, "vote.rules_stand")

		figures := object{"present": 12, "written_opinions": 1, "issued": 12, "returned": 12, "valid": 12, "blank": 0, "invalid": 0, "held_on": "2026-12-20", "items": []object{
			{"unit_id": y.Units[0], "subject": "Cờ thi đua", "yes": 12, "no": 1}, {"unit_as_written": "Trường Chính trị tỉnh", "subject": "Cờ thi đua", "yes": 11},
		}}
		live := y.Leader.Patch(at, figures).Must(200)
		want(t, []any{live.At("items.0.outcome"), live.At("items.1.outcome"), live.At("quorate"), live.At("lacks")}, []any{"approved", "rejected", true, []any{}})

		// Who took part is known by unit; how is nowhere.
		voter := y.Leader.Post(at+"/voters", object{"unit_id": y.Units[0], "part": "present"}).Must(201)
		again := y.Leader.Post(at+"/voters", object{"unit_id": y.Units[0], "part": "absent"}).Refused(409, "duplicate")
		want(t, again.Str("existing_id"), voter.ID())
		want(t, y.Leader.Post(at+"/voters", object{"unit_id": y.Units[1], "part": "recused"}).Must(422).Fields(), []string{"/reason reason_required"})
		y.Leader.Post(at+"/voters", object{"unit_id": y.Units[1], "part": "recused", "reason": "Là đơn vị được đề nghị"}).Must(201)
		want(t, y.Leader.Post(at+"/voters", object{"unit_id": srv.Year("B").Units[0], "part": "present"}).Must(422).Fields(), []string{"/unit_id unit_outside_term"})
		seen := y.Leader.Get(at).Must(200)
		y.Leader.Delete("/voters/" + voter.ID()).Must(204)
		again = y.Leader.Get(at, "If-None-Match", seen.Header.Get("ETag")).Must(200) // nobody is told that nothing changed
		want(t, []any{len(seen.Pluck("voters", "id")), len(again.Pluck("voters", "id"))}, []any{2, 1})

		y.Leader.Move(at, "counted", "").Must(200)
		y.Leader.Patch(at, object{"present": 13}).Refused(409, "vote.counted")
		y.Leader.Move(at, "open", "").Refused(409, "invalid_transition")
		y.Leader.Delete(at).Refused(409, "vote.begun")

		// The next round is one, of this vote, by the same rule.
		next := y.Leader.Post("/votes", object{"term_id": y.Term, "follows_id": made.ID(), "items": []object{{"unit_as_written": "Trường Chính trị tỉnh", "subject": "Cờ thi đua"}}}).Must(201)
		want(t, []any{next.At("round"), next.At("title"), next.At("threshold"), next.At("eligible"), next.At("present"), next.At("follows_id")}, []any{2.0, "Đề nghị tặng Cờ thi đua", "90%", 13.0, nil, made.ID()})
		twice := y.Leader.Post("/votes", object{"term_id": y.Term, "follows_id": made.ID()}).Refused(409, "duplicate")
		want(t, twice.Str("existing_id"), next.ID())
		y.Leader.Post("/votes", object{"term_id": y.Term, "follows_id": next.ID()}).Refused(409, "vote.not_counted")
		y.Leader.Move(at, "open", "Đếm nhầm").Refused(409, "vote.followed")
		want(t, y.Leader.Get(at).Must(200).Str("followed_by_id"), next.ID())
		y.Leader.Delete("/votes/" + next.ID()).Must(204)
		y.Leader.Move(at, "open", "Đếm nhầm").Must(200)
		want(t, y.Leader.Get(at+"/transitions").Must(200).Column("to"), []any{"open", "counted", "open"})
	})
}

func TestAVoteOfHistoryAndWhoSeesVotes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		y := srv.Year("A")
		council := srv.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: y.Organizer})
		viewer := srv.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: y.Bloc})
		// Nobody knows the figures, and a source tells the outcome.
		old := council.Post("/votes", object{
			"term_id": y.Term, "title": "Suy tôn đơn vị dẫn đầu", "status": "closed", "method_as_written": "phiếu kín", "threshold": "50%", "over": true, "eligible": 10,
			"items": []object{{"unit_id": y.Units[0], "stated": "approved"}, {"unit_id": y.Units[1], "yes": 3, "stated": "approved"}},
		}).Must(201)
		want(t, []any{old.At("items.0.outcome"), old.At("items.0.stated"), old.At("items.0.missing"), old.At("items.1.outcome"), old.At("warnings"), old.At("needed")},
			[]any{nil, "approved", []any{"yes"}, "rejected", []any{"outcome_differs"}, 6.0})
		for _, who := range []*apptest.Client{y.Clerk, viewer} {
			want(t, len(who.Get("/votes").Must(200).Column("id")), 0)
			who.Get("/votes/"+old.ID()).Refused(404, "not_found")
			who.Post("/votes", object{"term_id": y.Term, "title": "Tự bỏ phiếu"}).Refused(403, "forbidden")
		}
		foreign := srv.Year("B")
		foreign.Leader.Get("/votes/"+old.ID()).Refused(404, "not_found")
		want(t, foreign.Leader.Post("/votes", object{"term_id": foreign.Term, "follows_id": old.ID(), "title": "x"}).Must(422).Fields(), []string{"/follows_id reference_not_found"})
		want(t, y.Leader.Get("/votes?held_on_exists=false&status=closed").Must(200).Column("id"), []any{old.ID()})
		y.Leader.Post("/rankings", object{"term_id": y.Term, "origin": "stated", "status": "published", "rows": []object{{"unit_id": y.Units[0], "rank": 1}}}).Must(201)
		want(t, viewer.Get("/votes").Must(200).Column("id"), []any{old.ID()})
		viewer.Get("/votes/" + old.ID()).Must(200)
	})
}

// In a year that is concluded without a ranking everybody of the bloc reads what was
// counted from then on: no publication will open it.
func TestVotesOfAYearWithoutARankingOpenWithItsEnd(t *testing.T) {
	apptest.Each(t, func(t *testing.T, srv *apptest.Service) {
		y := srv.Year("A")
		vote := "/votes/" + y.Leader.Post("/votes", object{"term_id": y.Term, "title": "Tặng Cờ", "status": "closed", "items": []object{{"unit_id": y.Units[0], "yes": 2}}}).Must(201).ID()
		open := "/votes/" + y.Leader.Post("/votes", object{"term_id": y.Term, "title": "Chưa kiểm", "items": []object{{"unit_id": y.Units[0]}}}).Must(201).ID()
		viewer := srv.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: y.Bloc})
		for _, to := range []string{"in_force", "reviewing"} {
			y.Leader.Move("/terms/"+y.Term, to, "").Must(200)
		}
		viewer.Get(vote).Refused(404, "not_found")
		step(y.Leader, "/terms/"+y.Term, "concluded", object{"without_ranking": true}).Must(200)
		viewer.Get(vote).Must(200)
		viewer.Get(open).Refused(404, "not_found")
		viewer.Get(vote + "/reports/minutes?format=json").Must(200)
	})
}
