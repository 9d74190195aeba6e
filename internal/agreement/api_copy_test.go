package agreement_test

import (
	"strconv"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/date"
)

// A year goes on from the one before: its members and deadlines with the term, its
// text with the agreement, and what became of each commitment can be told.
func TestNextYearGoesOnFromThis(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		made(t, b.leader, "/terms/"+b.term+"/deadlines", object{"kind": "mid_year", "title": "Sơ kết", "due_on": "2026-07-15"})
		old := made(t, b.leader, "/agreements", object{"term_id": b.term, "title": "Giao ước thi đua năm 2026", "basis": "original", "preamble": "Chúng tôi", "legal_bases": []string{"Luật"}, "remark": "của năm nay"})
		var ids []string
		for _, c := range []object{
			{"text": "Giữ nguyên", "due_on": "2026-12-31", "targets": []object{{"unit_id": b.units[1], "target": 7}}, "sources": []object{{"title": "Báo"}}},
			{"text": "Sẽ đổi", "target": 90},
			{"text": "Sẽ bỏ", "unit_id": b.units[2]},
		} {
			c["agreement_id"] = old
			ids = append(ids, made(t, b.leader, "/commitments", c))
		}

		copied := b.admin.Post("/terms/"+b.term+"/copies", object{}).Must(201)
		term := copied.ID()
		same(t, []any{copied.At("period.label"), copied.At("status"), copied.At("members_state"), copied.At("member_count"), copied.At("deputies_state")}, []any{"2027", "planning", "partial", 3.0, "unknown"})
		same(t, copied.Header.Get("Location"), "/api/v1/terms/"+term)
		same(t, b.admin.Get("/terms/"+term+"/members").Must(200).Column("unit.id"), []any{b.units[0], b.units[1], b.units[2]})
		same(t, b.admin.Get("/terms/"+term+"/deadlines").Must(200).Column("due_on"), []any{"2027-07-15"})
		same(t, len(b.admin.Get("/terms/"+term+"/leadership").Must(200).Data()), 0)
		same(t, b.admin.Get("/audit-events?sort=at&term_id="+term).Must(200).Column("entity"), []any{"term", "member", "member", "member", "deadline"})
		b.admin.Post("/terms/"+b.term+"/copies", object{}).Refused(409, "duplicate")
		b.leader.Post("/terms/"+b.term+"/copies", object{"period": "2030"}).Refused(403, "forbidden")
		bare := b.admin.Post("/terms/"+b.term+"/copies", object{"period": "2029", "members": false, "deadlines": false}).Must(201)
		same(t, []any{bare.At("member_count"), bare.At("members_state")}, []any{0.0, "unknown"})
		same(t, len(b.admin.Get("/terms/"+bare.ID()+"/deadlines").Must(200).Data()), 0)

		b.leader.Post("/agreements/"+old+"/copies", object{"term_id": term}).Refused(403, "forbidden") // nobody leads it yet
		made(t, b.admin, "/terms/"+term+"/leadership", object{"role": "leader", "unit_id": b.units[0]})
		b.clerk.Post("/agreements/"+old+"/copies", object{"term_id": term}).Refused(403, "forbidden")
		next := b.leader.Post("/agreements/"+old+"/copies", object{"term_id": term}).Must(201)
		id := next.ID()
		same(t, []any{next.At("title"), next.At("status"), next.At("preamble"), next.At("legal_bases"), next.At("remark"), next.At("commitment_count")},
			[]any{"Giao ước thi đua năm 2027", "draft", "Chúng tôi", any([]any{"Luật"}), nil, 3.0})
		b.leader.Post("/agreements/"+old+"/copies", object{"term_id": term}).Refused(409, "duplicate")
		wrong(t, b.leader.Post("/agreements/"+old+"/copies", object{"term_id": nowhere}), "/term_id reference_not_found")
		rows := b.leader.Get("/commitments?agreement_id=" + id).Must(200)
		same(t, rows.Column("text"), []any{"Giữ nguyên", "Sẽ đổi", "Sẽ bỏ"})
		same(t, []any{rows.At("data.0.due_on"), rows.At("data.0.targets.0.target"), rows.At("data.0.sources")}, []any{"2027-12-31", 7.0, any([]any{})})

		at := func(n int) string { return "/commitments/" + rows.Column("id")[n].(string) }
		b.leader.Patch(at(1), object{"text": "Đã đổi", "target": 95}).Must(200)
		b.leader.Delete(at(2)).Must(204)
		made(t, b.leader, "/commitments", object{"agreement_id": id, "text": "Thêm mới"})
		c := b.clerk.Get("/agreements/" + id + "/comparison").Must(200)
		same(t, []any{c.At("before.id"), c.At("counts.kept"), c.At("counts.changed"), c.At("counts.added"), c.At("counts.dropped")}, []any{old, 1.0, 1.0, 1.0, 1.0})
		same(t, []any{c.At("rows.0.state"), c.At("rows.1.state"), c.At("rows.2.state"), c.At("rows.3.state")}, []any{"kept", "changed", "added", "dropped"})
		same(t, []any{c.At("rows.1.changes"), c.At("rows.1.before.target"), c.At("rows.1.commitment.target"), c.At("rows.3.before.text"), c.At("rows.3.commitment")},
			[]any{any([]any{"text", "target"}), 90.0, 95.0, "Sẽ bỏ", nil})

		// One that others carry on is not removed under them; one that carries on may be.
		b.leader.Delete("/commitments/"+ids[0]).Refused(409, "in_use")
		b.leader.Delete("/commitments/" + ids[2]).Must(204)

		blank := b.leader.Post("/agreements/"+id+"/copies", object{"term_id": b.next(t, bare.ID()), "title": "Tên riêng", "due_dates": "blank"}).Must(201)
		same(t, []any{blank.At("title"), b.leader.Get("/commitments?agreement_id=" + blank.ID()).Must(200).At("data.0.due_on")}, []any{"Tên riêng", nil})

		// Without an origin it is the bloc's agreement before; without one, nothing.
		first := b.leader.Get("/agreements/" + old + "/comparison").Must(200)
		same(t, []any{first.At("before"), first.At("counts.added")}, []any{nil, 2.0})
		b.leader.Get("/agreements/"+id+"/comparison?with="+nowhere).Refused(404, "not_found")
		same(t, b.leader.Get("/agreements/"+blank.ID()+"/comparison?with="+old).Must(200).At("before.id"), any(old))
		// A day that cannot move is not left out without a word.
		made(t, b.leader, "/commitments", object{"agreement_id": id, "text": "Hạn cuối", "due_on": strconv.Itoa(date.MaxYear)})
		last := b.next(t, b.admin.Post("/terms/"+term+"/copies", object{"period": "2031"}).Must(201).ID())
		wrong(t, b.leader.Post("/agreements/"+id+"/copies", object{"term_id": last}), "/due_dates invalid_date")
		same(t, len(b.leader.Get("/agreements?term_id="+last).Must(200).Data()), 0)
		b.leader.Post("/agreements/"+id+"/copies", object{"term_id": last, "due_dates": "blank"}).Must(201)
		other := open(t, s, "B")
		other.leader.Post("/agreements/"+old+"/copies", object{"term_id": other.newTerm(t, "2027")}).Refused(404, "not_found")
		other.leader.Get("/agreements/"+old+"/comparison").Refused(404, "not_found")
	})
}

// next gives a term a leader.
func (b books) next(t *testing.T, term string) string {
	t.Helper()
	made(t, b.admin, "/terms/"+term+"/leadership", object{"role": "leader", "unit_id": b.units[0]})
	return term
}
