package agreement_test

import (
	"testing"

	"giaouoc/internal/app/apptest"
)

func TestMovements(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		prime := made(t, admin, "/authorities", object{"name": "Thủ tướng Chính phủ", "level": "national"})
		full := admin.Post("/movements", object{
			"name": "Cả nước thi đua xây dựng nông thôn mới", "launched_by_id": prime, "launched_by_as_written": "Thủ tướng", "scope": "national", "form": "thematic",
			"launched_on": "2021", "concludes_on": "2025-12", "goals": "Về đích nông thôn mới",
		}).Must(201)
		same(t, []any{full.At("launched_by.name"), full.At("launched_by.as_written"), full.At("launched_on"), full.At("concludes_on")},
			[]any{"Thủ tướng Chính phủ", "Thủ tướng", "2021", "2025-12"})
		named := admin.Post("/movements", object{"name": "Ánh sáng văn hóa"}).Must(201)
		for _, m := range []string{"launched_by", "scope", "form", "launched_on", "concludes_on", "goals", "document_as_written"} {
			if named.At(m) != nil {
				t.Errorf("%s of a movement only named is %v, want null", m, named.At(m))
			}
		}

		all, one := []any{named.ID(), full.ID()}, []any{full.ID()}
		for query, want := range map[string][]any{
			"": all, "?sort=-name": {full.ID(), named.ID()}, "?q=nong+thon": one, "?q=ve+dich": one, "?scope=national": one, "?form_exists=false": {named.ID()},
			"?launched_by_id=" + prime: one, "?concludes_on_gte=2025": one, "?launched_on_gte=2022": nil,
		} {
			same(t, admin.Get("/movements"+query).Must(200).Column("id"), want)
		}

		wrong(t, admin.Post("/movements", object{"name": nil}), "/name required")
		wrong(t, admin.Post("/movements", object{"launched_on": "2021"}), "/name required")
		wrong(t, admin.Post("/movements", object{"name": "Sai", "launched_on": "2021-06", "concludes_on": "2021-05-31"}), "/concludes_on end_before_start")
		wrong(t, admin.Post("/movements", object{"name": "Sai", "launched_by_id": named.ID()}), "/launched_by_id reference_not_found")
		at := "/movements/" + full.ID()
		wrong(t, admin.Patch(at, object{"concludes_on": "2020"}), "/concludes_on end_before_start")
		guarded(t, admin, at, "/movements", object{"goals": "Khác"})
		admin.Patch(at, object{"launched_on": "2021-06", "concludes_on": "2021"}).Must(200) // it may have ended after June

		changed := admin.Patch(at, object{"concludes_on": nil, "launched_by_id": nil}).Must(200)
		same(t, []any{changed.At("concludes_on"), changed.At("launched_by.id"), changed.At("launched_by.as_written")}, []any{nil, nil, "Thủ tướng"})
		admin.Delete("/movements/" + named.ID()).Must(204)
		admin.Get("/movements/"+named.ID()).Refused(404, "not_found")
	})
}

func TestCommitmentsAnswerMovements(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		movement := made(t, b.leader, "/movements", object{"name": "Dân vận khéo"})
		later := made(t, b.leader, "/movements", object{"name": "Xây dựng nông thôn mới"})
		b.clerk.Post("/movements", object{"name": "Khác"}).Refused(403, "forbidden")
		agreement := b.original(t)
		cs := b.leader.Get("/commitments?agreement_id=" + agreement).Must(200).Column("id")
		link := func(movement string, commitment any) *apptest.Answer {
			return b.leader.Post("/movement-commitments", object{"movement_id": movement, "commitment_id": commitment})
		}
		first := link(movement, cs[0]).Must(201)
		same(t, []any{first.At("movement.name"), first.At("text"), first.At("agreement_id"), first.At("order"), first.At("period"), first.At("bloc.name")},
			[]any{"Dân vận khéo", "Nội dung một", agreement, 1.0, "2026", "Khối A"})
		link(movement, cs[0]).Refused(409, "duplicate")
		wrong(t, link(movement, movement), "/commitment_id reference_not_found")
		wrong(t, link(agreement, cs[1]), "/movement_id reference_not_found")
		b.clerk.Post("/movement-commitments", object{"movement_id": movement, "commitment_id": cs[1]}).Refused(403, "forbidden")
		b.leader.Delete("/commitments/"+cs[0].(string)).Refused(409, "in_use")

		// Signed, a text never changes; what it answers can still be noted beside it.
		for _, step := range []string{"consulting", "signing"} {
			b.leader.Move("/agreements/"+agreement, step, "").Must(200)
		}
		signature := b.leader.Get("/agreements/" + agreement + "/signatures").Must(200).Str("data.0.id")
		b.leader.Move("/signatures/"+signature, "signed", "").Must(200)
		before := b.leader.Get("/agreements/" + agreement).Must(200)
		second := link(later, cs[1]).Must(201)
		after := b.leader.Get("/agreements/" + agreement).Must(200)
		same(t, []any{after.Header.Get("ETag"), after.At("content_hash")}, []any{before.Header.Get("ETag"), before.At("content_hash")})
		if before.At("content_hash") == nil {
			t.Error("the text is not signed")
		}
		same(t, b.clerk.Get("/movement-commitments?agreement_id="+agreement).Must(200).Column("id"), []any{first.ID(), second.ID()})
		same(t, b.clerk.Get("/movement-commitments?movement_id="+later).Must(200).Column("commitment_id"), []any{cs[1]})
		same(t, b.clerk.Get("/movement-commitments?term_id="+b.term+"&sort=-order").Must(200).Column("order"), []any{2.0, 1.0})

		// Other blocs read the movement, and not who answers it.
		other := open(t, s, "B")
		same(t, other.leader.Get("/movements").Must(200).Column("id"), []any{movement, later})
		same(t, len(other.leader.Get("/movement-commitments").Must(200).Data()), 0)
		other.leader.Get("/movement-commitments/"+first.ID()).Refused(404, "not_found")
		wrong(t, other.leader.Post("/movement-commitments", object{"movement_id": later, "commitment_id": cs[0]}), "/commitment_id reference_not_found")

		b.leader.Delete("/movements/"+movement).Refused(409, "in_use")
		b.leader.Delete("/movement-commitments/" + first.ID()).Must(204)
		b.leader.Delete("/movements/" + movement).Must(204)

		// Next year's text goes on answering what is not over by then.
		ended := made(t, b.leader, "/movements", object{"name": "Đã tổng kết", "concludes_on": "2026-12"})
		lasting := made(t, b.leader, "/movements", object{"name": "Còn tiếp", "concludes_on": "2027"})
		link(ended, cs[1]).Must(201)
		link(lasting, cs[0]).Must(201)
		next := b.leader.Post("/agreements/"+agreement+"/copies", object{"term_id": b.newTerm(t, "2027")}).Must(201).ID()
		carried := b.leader.Get("/movement-commitments?agreement_id=" + next).Must(200)
		same(t, carried.Column("movement.id"), []any{lasting, later}) // of later nobody knows the end
		same(t, carried.Column("text"), []any{"Nội dung một", "Nội dung hai"})
		same(t, b.leader.Get("/audit-events?entity=movement_commitment&term_id="+carried.Str("data.0.term_id")).Must(200).Column("action"), []any{"createAgreementCopy", "createAgreementCopy"})
		same(t, b.clerk.Get("/commitments?movement_id="+lasting+"&sort=-period").Must(200).Column("agreement_id"), []any{next, agreement})

		b.admin.Move("/agreements/"+agreement, "in_force", "đủ chữ ký").Must(200)
		b.lock(t)
		link(later, cs[0]).Refused(409, "term_locked")
		b.leader.Delete("/movement-commitments/"+second.ID()).Refused(409, "term_locked")
	})
}
