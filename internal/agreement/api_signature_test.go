package agreement_test

import (
	"maps"
	"sync"
	"testing"

	"gorm.io/gorm"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
)

func TestWhoHasNotSigned(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		first := b.original(t, "consulting", "signing")
		b.leader.Move("/agreements/"+first, "cancelled", "").Must(200)
		id := b.original(t, "consulting", "signing")
		path := "/agreements/" + id
		rows := b.clerk.Get(path + "/signatures").Must(200)
		same(t, rows.Column("unit.name"), []any{"Văn phòng A", "Ban Tổ chức A", "Báo A"})
		same(t, rows.Column("order"), []any{1.0, 2.0, 3.0})
		b.leader.Move("/signatures/"+rows.Str("data.0.id"), "signed", "").Must(200)
		b.leader.Move("/signatures/"+rows.Str("data.1.id"), "absent", "đi công tác").Must(200)
		open := b.clerk.Get("/signatures?term_id=" + b.term + "&status=pending,absent&agreement_status_ne=cancelled").Must(200)
		same(t, open.Column("unit.name"), []any{"Ban Tổ chức A", "Báo A"})
		same(t, open.Column("reason"), []any{"đi công tác", nil})
		for q, n := range map[string]int{
			"agreement_id=" + id: 3, "term_id=" + b.term: 6, "unit_id=" + b.units[2] + "&status=pending": 2, "status_ne=pending": 2, "role_exists=false": 6, "annex_id_exists=true": 0,
			"signed_on_exists=true": 0, "bloc_id=" + b.bloc + "&year=2026": 6, "agreement_status=cancelled": 3, "sort=-signed_on": 6,
		} {
			if got := len(b.clerk.Get("/signatures?" + q).Must(200).Data()); got != n {
				t.Errorf("%s: %d rows, want %d", q, got, n)
			}
		}
		open2 := b.leader.Get(path).Must(200)
		same(t, []any{open2.At("signatures.signed"), open2.At("signatures.absent"), open2.At("signatures.pending")}, []any{1.0, 1.0, 1.0})
	})
}

func TestSignatureSteps(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		path := "/agreements/" + b.original(t, "consulting")
		b.leader.Post(path+"/signatures", object{"unit_id": b.units[0], "status": "signed"}).Refused(409, "agreement.not_signing")
		early := made(t, b.leader, path+"/signatures", object{"unit_id": b.units[0], "role": "union"})
		b.leader.Move("/signatures/"+early, "late", "").Refused(409, "agreement.not_signing")
		b.leader.Move(path, "signing", "").Must(200)
		same(t, b.leader.Get(path).At("signatures.pending"), 3.0) // the unit that was listed before is not listed again
		g := "/signatures/" + early
		check := func(to, reason string, allowed, withReason []any) {
			t.Helper()
			a := b.leader.Move(g, to, reason).Refused(409, "invalid_transition")
			same(t, []any{a.At("allowed"), a.At("allowed_with_reason")}, []any{allowed, withReason})
		}
		check("annulled", "x", []any{"signed", "absent", "late"}, []any{})
		b.leader.Move(g, "late", "").Must(200)
		check("absent", "x", []any{"signed"}, []any{})
		patched := b.leader.Patch(g, object{"signed_on": "2026-03", "method": "electronic_record", "person_as_written": "Nguyễn Văn A", "position_as_written": "Chủ tịch Công đoàn"}).Must(200)
		same(t, patched.At("person.as_written"), any("Nguyễn Văn A"))
		b.leader.Move(g, "signed", "").Must(200)
		check("pending", "x", []any{}, []any{"annulled"})
		check("annulled", "", []any{}, []any{"annulled"})
		b.leader.Patch(g, object{"signed_on": "2026-04"}).Refused(409, "signature.signed")
		b.leader.Post(path+"/signatures", object{"unit_id": b.units[0], "role": "union", "status": "signed"}).Refused(409, "duplicate")
		same(t, b.leader.Move(g, "annulled", "ký nhầm bản").Must(200).At("reason"), any("ký nhầm bản"))
		b.leader.Patch(g, object{"signed_on": "2026-04"}).Refused(409, "signature.signed")
		again := b.leader.Post(path+"/signatures", object{"unit_id": b.units[0], "role": "union", "status": "signed"}).Must(201)
		if again.ID() == early {
			t.Error("an annulled signature came back")
		}
		same(t, b.clerk.Get(g+"/transitions").Must(200).Column("to"), []any{"late", "signed", "annulled"})
		b.leader.Move(path, "in_force", "chờ đơn vị ký sau").Must(200)
		b.leader.Post(path+"/signatures", object{"unit_id": b.units[2], "status": "late"}).Must(201)
		b.leader.Move(path, "cancelled", "làm lại").Must(200)
		b.leader.Post(path+"/signatures", object{"unit_id": b.units[1], "status": "signed"}).Refused(409, "agreement.not_signing")
	})
}

// The row made when signing began is the unit's to fill in, whatever its role;
// a second answer in the same role is a duplicate.
func TestAnswerFillsInThePendingRow(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		path := "/agreements/" + b.original(t, "consulting", "signing")
		pending := b.leader.Get(path + "/signatures").Must(200).Str("data.1.id")
		same(t, b.leader.Post(path+"/signatures", object{"unit_id": b.units[1]}).Refused(409, "duplicate").Str("existing_id"), pending)
		b.leader.Patch("/signatures/"+pending, object{"person_as_written": "Trần Thị B"}).Must(200)
		a := b.clerk.Post(path+"/signatures", object{"unit_id": b.units[1], "role": "head", "status": "signed", "signed_on": "2026-03-01"}).Must(201)
		for at, want := range map[string]any{"id": pending, "role": "head", "status": "signed", "person.as_written": "Trần Thị B", "order": 2.0} {
			same(t, a.At(at), want)
		}
		same(t, b.leader.Post(path+"/signatures", object{"unit_id": b.units[1], "role": "head", "status": "signed"}).Refused(409, "duplicate").Str("existing_id"), pending)
		b.clerk.Post(path+"/signatures", object{"unit_id": b.units[1], "role": "union", "status": "signed"}).Must(201)
		outside := made(t, b.admin, "/units", object{"name": "Đơn vị mời"})
		same(t, b.leader.Post(path+"/signatures", object{"unit_id": outside, "status": "signed"}).Must(201).At("order"), 4.0)
	})
}

func TestClerkSignsOnlyForItsUnit(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b, other := open(t, s, "A"), open(t, s, "B")
		path := "/agreements/" + b.original(t, "consulting", "signing")
		rows := b.clerk.Get(path + "/signatures").Must(200)
		theirs, own := "/signatures/"+rows.Str("data.0.id"), "/signatures/"+rows.Str("data.1.id")
		b.clerk.Post(path+"/signatures", object{"unit_id": b.units[0], "status": "signed"}).Refused(403, "forbidden")
		b.clerk.Post(path+"/signatures", object{"unit_as_written": "Văn phòng", "status": "signed"}).Refused(403, "forbidden")
		b.clerk.Patch(theirs, object{"method": "other"}).Refused(403, "forbidden")
		b.clerk.Move(theirs, "signed", "").Refused(403, "forbidden")
		b.clerk.Patch(own, object{"unit_id": b.units[2]}).Refused(403, "forbidden")
		other.clerk.Post(path+"/signatures", object{"unit_id": other.units[1], "status": "signed"}).Refused(404, "not_found")
		other.clerk.Move(own, "signed", "").Refused(404, "not_found")
		other.clerk.Get(path+"/signatures").Refused(404, "not_found")
		other.clerk.Get(own+"/transitions").Refused(404, "not_found")
		b.clerk.Patch(own, object{"method": "in_person"}).Must(200)
		b.clerk.Move(own, "signed", "").Must(200)
	})
}

func TestSignatureRefusals(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		path := "/agreements/" + b.reported(t)
		for _, c := range []struct {
			body object
			want []string
		}{
			{object{}, []string{"/unit_id reference_required"}},
			{object{"unit_id": nowhere}, []string{"/unit_id reference_not_found"}},
			{object{"unit_as_written": "x", "person_id": nowhere}, []string{"/person_id reference_not_found"}},
			{object{"unit_as_written": "x", "annex_id": nowhere}, []string{"/annex_id reference_not_found"}},
			{object{"unit_as_written": "x", "status": "annulled"}, []string{"/status not_allowed"}},
			{object{"unit_as_written": "x", "status": nil}, []string{"/status required"}},
			{object{"unit_as_written": "x", "role": "boss", "method": "click"}, []string{"/method not_allowed", "/role not_allowed"}},
			{object{"unit_as_written": "x", "signed_on": "hôm qua"}, []string{"/signed_on pattern"}},
		} {
			wrong(t, b.admin.Post(path+"/signatures", c.body), c.want...)
		}
		b.admin.Post("/agreements/"+nowhere+"/signatures", object{"unit_as_written": "x"}).Refused(404, "not_found")
		g := made(t, b.leader, path+"/signatures", object{"unit_as_written": "Văn phòng", "status": "signed"})
		made(t, b.leader, path+"/signatures", object{"unit_id": b.units[0]})
		guarded(t, b.leader, "/signatures/"+g, "/signatures", object{"method": "other"})
		wrong(t, b.leader.Patch("/signatures/"+g, object{"unit_as_written": nil}), "/unit_id reference_required")
		b.leader.Patch("/signatures/"+g, object{"unit_id": b.units[0]}).Refused(409, "duplicate")
		b.leader.Do("POST", "/signatures/"+g+"/transitions", object{"to": "annulled"}).Refused(428, "precondition_required")
		b.leader.Do("POST", "/signatures/"+g+"/transitions", object{"to": "annulled"}, "If-Match", `"99"`).Refused(412, "stale_version")
		linked := b.leader.Patch("/signatures/"+g, object{"unit_id": b.units[2]}).Must(200)
		same(t, linked.At("unit"), any(object{"id": b.units[2], "as_written": "Văn phòng", "name": "Báo A"}))
	})
}

func TestEightSignAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		path := "/agreements/" + b.original(t, "consulting", "signing")
		var wg sync.WaitGroup
		got := make([]*apptest.Answer, 8)
		for i := range got {
			wg.Go(func() {
				got[i] = b.leader.Post(path+"/signatures", object{"unit_id": b.units[0], "role": "head", "status": "signed"})
			})
		}
		wg.Wait()
		by := map[int]int{}
		for _, a := range got {
			by[a.Status]++
			if a.Status == 409 {
				a.Refused(409, "duplicate")
			}
		}
		same(t, by, map[int]int{201: 1, 409: 7})
		same(t, b.leader.Get(path).At("signatures.signed"), 1.0)
	})
}

func TestFirstSignatureFixesTheText(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		id := b.original(t, "consulting", "signing")
		path := "/agreements/" + id
		c := b.leader.Get("/commitments?agreement_id=" + id).Must(200).Str("data.0.id")
		b.leader.Patch("/commitments/"+c, object{"text": "Sửa trước khi ký"}).Must(200)
		g := b.clerk.Post(path+"/signatures", object{"unit_id": b.units[1], "status": "signed"}).Must(201)
		a := b.leader.Get(path).Must(200)
		hash := a.Str("content_hash")
		if len(hash) != 64 || a.At("frozen_at") == nil {
			t.Fatalf("not fixed: %s", a.Raw)
		}
		acts := b.admin.Get("/audit-events?entity_id=" + g.ID()).Must(200)
		sealed := false
		for _, ch := range acts.At("data.0.changes").([]any) {
			sealed = sealed || ch.(object)["field"] == "content_hash" && ch.(object)["to"] == hash
		}
		if !sealed {
			t.Errorf("the act does not name the hash: %s", acts.Raw)
		}
		for _, r := range []*apptest.Answer{
			b.leader.Patch(path, object{"title": "Khác"}), b.leader.Patch(path, object{"preamble": "Khác"}), b.leader.Patch(path, object{"legal_bases": []string{"Khác"}}),
			b.leader.Delete(path), b.leader.Post("/commitments", object{"agreement_id": id, "text": "Thêm"}),
			b.leader.Patch("/commitments/"+c, object{"text": "Khác"}), b.leader.Patch("/commitments/"+c, object{"remark": "Khác"}), b.leader.Delete("/commitments/" + c),
		} {
			r.Refused(409, "agreement.frozen")
		}
		b.leader.Patch(path, object{"title": "Giao ước", "remark": "ghi bên lề", "sources": []object{{"title": "Bản ký"}}}).Must(200)
		b.leader.Move(path, "in_force", "chờ các đơn vị ký sau").Must(200)
		b.leader.Move("/signatures/"+g.ID(), "annulled", "ký nhầm").Must(200)
		same(t, b.leader.Get(path).Str("content_hash"), hash)

		spare := made(t, b.admin, "/agreements", object{"term_id": b.newTerm(t, "2027"), "title": "Khác", "basis": "original"})
		loose := made(t, b.admin, "/commitments", object{"agreement_id": spare, "text": "Khác"})
		statements := []string{
			"UPDATE agreements SET title = 'x' WHERE id = '" + id + "'", "UPDATE agreements SET content_hash = NULL WHERE id = '" + id + "'",
			"UPDATE agreements SET frozen_at = NULL WHERE id = '" + id + "'", "UPDATE agreements SET basis_of_text = 'reported' WHERE id = '" + id + "'",
			"UPDATE commitments SET text = 'x' WHERE id = '" + c + "'", "DELETE FROM commitments WHERE id = '" + c + "'", "DELETE FROM agreements WHERE id = '" + id + "'",
			"INSERT INTO commitments SELECT '" + nowhere + "', agreement_id, term_id, bloc_id, 9, theme, text, search_text, scope, unit_id, unit_as_written, measure, target, unit_of_measure, baseline, due_on, legal_basis, weight, targets, sources, basis, remark, version, created_at, updated_at, created_by FROM commitments WHERE id = '" + c + "'",
			"UPDATE commitments SET agreement_id = '" + id + "' WHERE id = '" + loose + "'",
		}
		if s.DB.Engine() == db.SQLite {
			statements = append(statements, "UPDATE OR REPLACE commitments SET id = '"+c+"' WHERE id = '"+loose+"'", "UPDATE OR REPLACE agreements SET id = '"+id+"' WHERE id = '"+spare+"'")
		}
		for _, sql := range statements {
			if err := s.DB.InTx(s.System(), func(tx *gorm.DB) error { return tx.Exec(sql).Error }); err == nil {
				t.Errorf("the database allowed: %s", sql)
			}
		}
		same(t, s.Nobody().Get("!/verify/"+hash).Must(200).At("intact"), true)
	})
}

// The signed text names the period and the members: they stay while it stands.
func TestSignedTextKeepsPeriodAndMembers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		written := made(t, b.admin, "/terms/"+b.term+"/members", object{"unit_as_written": "Trường Chính trị"})
		path := "/agreements/" + b.original(t, "consulting", "signing")
		members := "/terms/" + b.term + "/members"
		second := "/members/" + b.leader.Get(members).Str("data.1.id")
		last := "/members/" + b.leader.Get(members).Str("data.2.id")
		b.leader.Patch("/terms/"+b.term, object{"period": "2031"}).Must(200)
		b.leader.Patch("/terms/"+b.term, object{"period": "2026"}).Must(200)
		made(t, b.leader, path+"/signatures", object{"unit_id": b.units[0], "status": "signed"})

		other := made(t, b.admin, "/units", object{"name": "Sở Mưa"})
		signed := func(a *apptest.Answer) { t.Helper(); a.Refused(409, "term.agreement_signed") }
		signed(b.leader.Patch("/terms/"+b.term, object{"period": "2031"}))
		signed(b.admin.Patch("/terms/"+b.term, object{"period": "2026-2027", "period_kind": "school_year"}))
		signed(b.leader.Delete(second))
		signed(b.admin.Patch(second, object{"unit_id": other}))
		signed(b.leader.Patch(second, object{"unit_id": nil, "unit_as_written": "Ban Tổ chức A"}))
		signed(b.leader.Patch("/members/"+written, object{"unit_as_written": "Trường"}))

		b.leader.Patch("/terms/"+b.term, object{"period": "2026", "theme": "Kỷ cương"}).Must(200)
		b.leader.Patch(last, object{"order": 1, "remark": "xếp trước", "unit_id": b.units[2]}).Must(200)
		b.leader.Patch("/members/"+written, object{"unit_id": other}).Must(200) // the words of the text stay
		signed(b.leader.Patch("/members/"+written, object{"unit_id": nil}))
		made(t, b.leader, members, object{"unit_as_written": "Sở Nắng"})

		b.leader.Move(path, "cancelled", "").Must(200)
		b.leader.Delete(second).Must(204)
		b.leader.Patch("/terms/"+b.term, object{"period": "2031"}).Must(200)
	})
}

// What a person signed is found by the person, as far as the asker reads it.
func TestWhatAPersonSigned(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b, other := open(t, s, "A"), open(t, s, "B")
		person := made(t, b.admin, "/persons", object{"name": "Lê Văn Cường"})
		sign := func(b books, who object) string {
			g := b.admin.Post("/agreements", object{"term_id": b.term, "title": "Giao ước", "basis": "reported"}).Must(201).ID()
			body := object{"unit_id": b.units[0], "status": "signed"}
			maps.Copy(body, who)
			return made(t, b.admin, "/agreements/"+g+"/signatures", body)
		}
		here, there := sign(b, object{"person_id": person}), sign(other, object{"person_id": person})
		same(t, len(b.admin.Get("/signatures?person_id="+person).Must(200).Data()), 2)
		same(t, b.clerk.Get("/signatures?person_id="+person).Must(200).Column("id"), []any{here})
		same(t, other.clerk.Get("/signatures?person_id="+person).Must(200).Column("id"), []any{there})
		same(t, len(b.clerk.Get("/signatures?person_id_exists=false").Must(200).Data()), 0)
	})
}

// Once the agreement bears signatures, a unit takes none of them back: who leads
// the term does.
func TestUnitTakesNoSignatureBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		signed := object{"unit_id": b.units[1], "role": "head", "status": "signed", "signed_on": "2026-03-01"}
		frozen := b.clerk.Post("/agreements/"+b.original(t, "consulting", "signing")+"/signatures", signed).Must(201).ID()
		term := b.newTerm(t, "2025")
		path := "/agreements/" + made(t, b.leader, "/agreements", object{"term_id": term, "title": "Giao ước", "basis": "reported", "status": "signing"})
		reported := made(t, b.clerk, path+"/signatures", signed)
		b.clerk.Patch("/signatures/"+reported, object{"person_as_written": "Nguyễn Văn A"}).Must(200)
		b.clerk.Move("/signatures/"+reported, "annulled", "ký nhầm").Must(200)
		reported = made(t, b.clerk, path+"/signatures", signed)
		b.leader.Move(path, "in_force", "").Must(200)
		for _, id := range []string{frozen, reported} {
			b.clerk.Move("/signatures/"+id, "annulled", "ký nhầm").Refused(403, "forbidden")
			same(t, b.admin.Get("/signatures/"+id).Must(200).At("status"), any("signed"))
		}
		b.clerk.Patch("/signatures/"+reported, object{"person_as_written": "Trần Thị B"}).Refused(403, "forbidden")
		b.leader.Patch("/signatures/"+reported, object{"person_as_written": "Trần Thị B"}).Must(200)
		b.leader.Move("/signatures/"+reported, "annulled", "ký nhầm").Must(200)
		b.admin.Move("/signatures/"+frozen, "annulled", "ký nhầm").Must(200)
		b.clerk.Patch("/signatures/"+reported, object{"remark": "x"}).Refused(403, "forbidden")
	})
}

// A signature is given from a year before the period begins until today; a day
// known in part may lie there.
func TestDayOfSigning(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) { // it is 2 March 2026
		b := open(t, s, "A")
		path := "/agreements/" + b.reported(t)
		for _, c := range []struct {
			on any
			ok bool
		}{
			{nil, true},
			{"2025-01-01", true},
			{"2025", true},
			{"2025-01", true},
			{"2026-03-02", true},
			{"2026-03", true},
			{"2026", true},
			{"2020-01-01", false},
			{"2024-12-31", false},
			{"2024-12", false},
			{"2024", false},
			{"2026-03-03", false},
			{"2026-04", false},
			{"2027", false},
		} {
			body := object{"unit_as_written": "Đơn vị", "status": "signed", "signed_on": c.on}
			waiting := "/signatures/" + made(t, b.leader, path+"/signatures", object{"unit_as_written": "Đơn vị", "signed_on": c.on})
			given, later := b.leader.Post(path+"/signatures", body), b.leader.Move(waiting, "signed", "")
			if c.ok {
				b.leader.Patch("/signatures/"+given.Must(201).ID(), object{"signed_on": "2020-01-01"}).Refused(422, "validation_failed")
				later.Must(200)
				continue
			}
			wrong(t, given, "/signed_on signing_day")
			wrong(t, later, "/signed_on signing_day")
			same(t, given.At("errors.0.params"), any(object{"min": "2025-01-01", "max": "2026-03-02"}))
		}
	})
}

// A unit with a row awaits no further one of itself: nobody could take it away.
func TestUnitAwaitsItselfOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		original := "/agreements/" + b.original(t, "consulting", "signing")
		reported := "/agreements/" + made(t, b.leader, "/agreements", object{"term_id": b.newTerm(t, "2025"), "title": "Giao ước", "basis": "reported", "status": "signing"})
		made(t, b.clerk, reported+"/signatures", object{"unit_id": b.units[1], "role": "head"})
		for _, path := range []string{original, reported} {
			for _, role := range []string{"union", "other"} {
				b.clerk.Post(path+"/signatures", object{"unit_id": b.units[1], "role": role}).Refused(403, "forbidden")
			}
		}
		b.clerk.Post(reported+"/signatures", object{"unit_id": b.units[1]}).Refused(403, "forbidden")
		b.clerk.Post(original+"/signatures", object{"unit_id": b.units[1], "role": "head", "status": "signed"}).Must(201)
		b.clerk.Post(original+"/signatures", object{"unit_id": b.units[1], "role": "union"}).Refused(403, "forbidden")
		made(t, b.leader, original+"/signatures", object{"unit_id": b.units[1], "role": "union"})
	})
}
