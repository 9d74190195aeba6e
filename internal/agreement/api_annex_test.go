package agreement_test

import (
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
)

// signed is an original agreement with one signature.
func (b books) signed(t *testing.T) string {
	t.Helper()
	id := b.original(t, "consulting", "signing")
	made(t, b.leader, "/agreements/"+id+"/signatures", object{"unit_id": b.units[0], "status": "signed"})
	return id
}

func TestAnnexesChainTheirHashes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		path := "/agreements/" + b.signed(t)
		one := b.leader.Post(path+"/annexes", object{"title": "Phụ lục 1", "text": "Điều chỉnh\nchỉ tiêu"}).Must(201)
		same(t, []any{one.At("number"), one.At("content_hash"), one.At("previous_hash"), one.At("frozen_at")}, []any{1.0, nil, nil, nil})
		same(t, one.Header.Get("Location"), "/api/v1/annexes/"+one.ID())
		two := b.leader.Post(path+"/annexes", object{"title": "Phụ lục 2", "text": "Bổ sung"}).Must(201)
		sign := func(annex string) *apptest.Answer {
			return b.clerk.Post(path+"/signatures", object{"unit_id": b.units[1], "annex_id": annex, "role": "head", "status": "signed"})
		}
		sign(two.ID()).Refused(409, "annex.previous_unsigned")
		b.leader.Patch("/annexes/"+one.ID(), object{"text": "Điều chỉnh chỉ tiêu"}).Must(200)
		sign(one.ID()).Must(201)
		sign(one.ID()).Refused(409, "duplicate")
		sign(two.ID()).Must(201)
		a, x1, x2 := b.clerk.Get(path).Must(200), b.clerk.Get("/annexes/"+one.ID()).Must(200), b.clerk.Get("/annexes/"+two.ID()).Must(200)
		same(t, x1.Str("previous_hash"), a.Str("content_hash"))
		same(t, x2.Str("previous_hash"), x1.Str("content_hash"))
		same(t, []any{a.At("annex_count"), a.At("signatures.signed"), a.At("signatures.pending")}, []any{2.0, 1.0, 2.0})
		for _, r := range []*apptest.Answer{b.leader.Patch("/annexes/"+one.ID(), object{"remark": "x"}), b.leader.Delete("/annexes/" + two.ID())} {
			r.Refused(409, "agreement.frozen")
		}
		list := b.clerk.Get(path + "/annexes").Must(200)
		same(t, list.Column("number"), []any{1.0, 2.0})
		same(t, len(b.clerk.Get("/signatures?annex_id="+one.ID()).Must(200).Data()), 1)

		v := s.Nobody().Get("!/verify/" + x2.Str("content_hash")).Must(200)
		same(t, v.Body, object{
			"hash": x2.Str("content_hash"), "found": true, "kind": "annex", "title": "Phụ lục 2", "bloc": "Khối A", "period": "2026", "frozen_at": x2.At("frozen_at"), "intact": true,
			"signatures": object{"signed": 1.0, "pending": 0.0, "absent": 0.0, "late": 0.0, "annulled": 0.0},
		})
	})
}

func TestAnnexRefusals(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b, other := open(t, s, "A"), open(t, s, "B")
		draft := "/agreements/" + b.original(t)
		body := object{"title": "Phụ lục", "text": "Sửa"}
		b.leader.Post(draft+"/annexes", body).Refused(409, "agreement.not_in_force")
		b.leader.Move(draft, "cancelled", "").Must(200)
		path := "/agreements/" + b.reported(t)
		wrong(t, b.leader.Post(path+"/annexes", object{}), "/title required", "/text required")
		wrong(t, b.leader.Post(path+"/annexes", object{"title": "x", "text": "y", "number": 3}), "/number unknown_field")
		b.clerk.Post(path+"/annexes", body).Refused(403, "forbidden")
		other.leader.Post(path+"/annexes", body).Refused(404, "not_found")
		other.leader.Get(path+"/annexes").Refused(404, "not_found")
		x := made(t, b.leader, path+"/annexes", body)
		guarded(t, b.leader, "/annexes/"+x, "/annexes", object{"title": "y"})
		wrong(t, b.leader.Patch("/annexes/"+x, object{"text": nil}), "/text required")
		b.clerk.Patch("/annexes/"+x, object{"title": "y"}).Refused(403, "forbidden")
		other.leader.Get("/annexes/"+x).Refused(404, "not_found")
		g := b.leader.Post(path+"/signatures", object{"unit_id": b.units[0], "annex_id": x, "status": "signed"}).Must(201)
		same(t, b.leader.Get("/annexes/"+x).At("content_hash"), nil) // a reported text is never fixed
		same(t, g.Str("annex_id"), x)
		b.leader.Delete("/annexes/"+x).Refused(409, "in_use")
		spare := made(t, b.leader, path+"/annexes", body)
		b.leader.Delete("/annexes/" + spare).Must(204)
		same(t, b.leader.Post(path+"/annexes", body).Must(201).At("number"), 2.0)
		wrong(t, other.admin.Post("/agreements/"+other.reported(t)+"/signatures", object{"unit_id": other.units[0], "annex_id": x}), "/annex_id reference_not_found")
	})
}

// Whatever goes on in the registry afterwards, a signed text stays verifiable
// by its hash, by anybody.
func TestVerify(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		path := "/agreements/" + b.signed(t)
		a := b.leader.Get(path).Must(200)
		hash := a.Str("content_hash")
		b.admin.Post("/units/"+b.units[2]+"/versions", object{"name": "Báo và Phát thanh A", "valid_from": "2024-01-01"}).Must(201)
		b.admin.Patch("/blocs/"+b.bloc, object{"names": []object{{"name": "Khối A", "kind": "former", "valid_to": "2020"}, {"name": "Khối mới", "kind": "current", "valid_from": "2021"}}}).Must(200)
		made(t, b.admin, "/terms/"+b.term+"/members", object{"unit_as_written": "Đơn vị đến sau", "order": 1})
		b.admin.Patch("/terms/"+b.term, object{"period": "2025"}).Refused(409, "term.agreement_signed")
		v := s.Nobody().Get("!/verify/" + hash).Must(200)
		same(t, v.Body, object{
			"hash": hash, "found": true, "kind": "agreement", "title": "Giao ước", "bloc": "Khối A", "period": "2026", "frozen_at": a.At("frozen_at"), "intact": true,
			"signatures": object{"signed": 1.0, "pending": 2.0, "absent": 0.0, "late": 0.0, "annulled": 0.0},
		})
		s.Nobody().Get("!/verify/"+strings.Repeat("0", 64)).Refused(404, "not_found")
		s.Nobody().Get("!/verify/x").Refused(404, "not_found")
	})
}
