package agreement_test

import (
	"fmt"
	"testing"

	"giaouoc/internal/app/apptest"
)

// answering is a request that answers for several rows of a board.
func answering(agreement, to string, lines ...object) object {
	return object{"agreement_id": agreement, "to": to, "data": append([]object{}, lines...)}
}

// One answer of several units is recorded for all of them or for none: a row that
// somebody changed since it was read is named, and nothing is written.
func TestManyAnswersAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		g := b.original(t, "consulting")
		path := "/agreements/" + g
		b.leader.Post("/signatures/bulk", answering(g, "absent", object{"unit_id": b.units[0]})).Refused(409, "agreement.not_signing")
		b.leader.Move(path, "signing", "").Must(200)
		rows := b.leader.Get(path + "/signatures").Must(200)
		line := func(i int) object {
			at := fmt.Sprintf("data.%d.", i)
			return object{"signature_id": rows.Str(at + "id"), "version": rows.At(at + "version")}
		}
		send := func(to string, lines ...object) *apptest.Answer {
			return b.leader.Post("/signatures/bulk", answering(g, to, lines...))
		}
		unchanged := func() {
			t.Helper()
			same(t, b.leader.Get(path + "/signatures").Must(200).Body["data"], rows.Body["data"])
		}
		// What was read before somebody else noted something is refused by name.
		b.leader.Patch("/signatures/"+rows.Str("data.1.id"), object{"person_as_written": "Trần Thị B"}).Must(200)
		stale := line(1)
		rows = b.leader.Get(path + "/signatures").Must(200)
		before := b.leader.Get(path).Must(200).Body
		refused := send("signed", line(0), stale)
		wrong(t, refused, "/data/1/version stale_version")
		if got := refused.Str("errors.0.message"); got != "Somebody changed “Ban Tổ chức A” meanwhile; its state is now Pending. Read it again, then record." {
			t.Errorf("told %q", got)
		}
		unchanged()
		same(t, b.leader.Get(path).Must(200).Body, any(before))
		wrong(t, send("signed", object{"signature_id": nowhere, "version": 1}, object{"signature_id": rows.Str("data.0.id")}, line(2), line(2), object{}, object{"unit_id": b.units[1]}, object{"unit_id": nowhere},
			object{"unit_id": b.units[0], "version": 1, "signature_id": rows.Str("data.0.id")}),
			"/data/0/signature_id reference_not_found", "/data/1/version required", "/data/3/signature_id duplicate_item", "/data/4/unit_id reference_required",
			"/data/5/unit_id already_there", "/data/7/unit_id conflicts_with", "/data/7/signature_id duplicate_item", "/data/6/unit_id reference_not_found")
		early := answering(g, "signed", line(0))
		early["signed_on"] = "1990-01-01"
		wrong(t, b.leader.Post("/signatures/bulk", early), "/signed_on signing_day")
		unchanged()

		body := answering(g, "signed", line(2), line(0))
		body["signed_on"], body["method"] = "2026-03-01", "in_person"
		done := b.leader.Do("POST", "/signatures/bulk", body, "Idempotency-Key", "ky-1").Must(200)
		same(t, done.Column("unit.name"), []any{"Báo A", "Văn phòng A"})
		same(t, done.Column("status"), []any{"signed", "signed"})
		same(t, done.Column("signed_on"), []any{"2026-03-01", "2026-03-01"})
		same(t, done.At("data.0"), any(b.leader.Get("/signatures/"+done.Str("data.0.id")).Must(200).Body))
		same(t, b.leader.Get("/signatures/"+done.Str("data.0.id")+"/transitions").Must(200).Column("to"), []any{"signed"})
		a := b.leader.Get(path).Must(200)
		same(t, []any{a.At("signatures.signed"), a.At("signatures.pending")}, []any{2.0, 1.0})
		if a.At("content_hash") == nil || a.At("version") == before["version"] {
			t.Errorf("the text is not fixed, or the agreement's version stayed: %s", a.Raw)
		}
		acts := b.admin.Get("/audit-events?action=transitionSignatures").Must(200)
		same(t, len(acts.Data()), 2)
		again := b.leader.Do("POST", "/signatures/bulk", body, "Idempotency-Key", "ky-1").Must(200)
		same(t, again.Body, done.Body)

		// What was signed stays; absent and late may still sign.
		rows = b.leader.Get(path + "/signatures").Must(200)
		wrong(t, send("absent", line(1), line(0)), "/data/1/signature_id other_state")
		send("late", line(1)).Must(200)
		rows = b.leader.Get(path + "/signatures").Must(200)
		wrong(t, send("absent", line(1)), "/data/0/signature_id other_state")
		same(t, send("signed", line(1)).Must(200).At("data.0.signed_on"), nil)
		b.lock(t)
		send("signed", object{"unit_as_written": "Khách"}).Refused(409, "term_locked")
	})
}

// A unit answers for itself only, and for nobody under an agreement out of its reach.
func TestManyAnswersAreEachUnitsOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b, other := open(t, s, "A"), open(t, s, "B")
		g := b.original(t, "consulting", "signing")
		rows := b.leader.Get("/agreements/" + g + "/signatures").Must(200)
		own, theirs := object{"signature_id": rows.Str("data.1.id"), "version": 1}, object{"signature_id": rows.Str("data.0.id"), "version": 1}
		b.clerk.Post("/signatures/bulk", answering(g, "signed", own, theirs)).Refused(403, "forbidden")
		b.clerk.Post("/signatures/bulk", answering(g, "signed", object{"unit_as_written": "Khách"})).Refused(403, "forbidden")
		wrong(t, other.leader.Post("/signatures/bulk", answering(g, "signed", own)), "/agreement_id reference_not_found")
		foreign := other.original(t, "consulting", "signing")
		wrong(t, other.leader.Post("/signatures/bulk", answering(foreign, "signed", own)), "/data/0/signature_id reference_not_found")
		b.clerk.Post("/signatures/bulk", answering(g, "signed", own)).Must(200)
	})
}

// Rows that are there and units that have none yet are answered alike, under the
// agreement or an annex, by as many statements for many as for two.
func TestManyAnswersTakeNoMoreStatements(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		g := b.reported(t)
		n := 0
		answer := func(some int) (statements []string) {
			lines := []object{}
			for range some {
				n++
				row := b.leader.Post("/agreements/"+g+"/signatures", object{"unit_as_written": fmt.Sprint("Đơn vị ", n)}).Must(201)
				lines = append(lines, object{"signature_id": row.ID(), "version": 1}, object{"unit_as_written": fmt.Sprint("Khách mời ", n)})
			}
			return s.Statements(func() {
				a := b.leader.Post("/signatures/bulk", answering(g, "signed", lines...)).Must(200)
				same(t, len(a.Data()), len(lines))
			})
		}
		if two, many := answer(1), answer(40); len(two) != len(many) {
			t.Errorf("%d statements for 2, %d for 80", len(two), len(many))
		}
		a := b.leader.Post("/signatures/bulk", answering(g, "absent", object{"unit_id": b.units[2]}, object{"unit_id": b.units[0]})).Must(200)
		same(t, a.Column("order"), []any{3.0, 1.0})
		wrong(t, b.leader.Post("/signatures/bulk", answering(g, "absent", object{"unit_id": b.units[2]}, object{"unit_as_written": "Khách mời 1"})), "/data/0/unit_id already_there", "/data/1/unit_id already_there")
		x := made(t, b.leader, "/agreements/"+g+"/annexes", object{"title": "Phụ lục 1", "text": "Sửa đổi"})
		body := answering(g, "signed", object{"unit_id": b.units[2]})
		body["annex_id"] = x
		same(t, b.leader.Post("/signatures/bulk", body).Must(200).At("data.0.annex_id"), any(x))
		if v, err := s.Audit.Verify(s.DB.Read(t.Context()), nil, nil); err != nil || len(v.Findings) > 0 {
			t.Errorf("the chain: %v %v", v.Findings, err)
		}
	})
}
