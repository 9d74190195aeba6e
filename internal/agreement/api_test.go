package agreement_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

type object = map[string]any

const nowhere = "01900000-0000-7000-8000-000000000000"

// books are one bloc with one term: three members in protocol order, the first
// of which leads.
type books struct {
	admin, leader, clerk *apptest.Client
	bloc, term           string
	units                []string
}

func open(t *testing.T, s *apptest.Service, name string) books {
	t.Helper()
	b := books{admin: s.Admin()}
	b.bloc = made(t, b.admin, "/blocs", object{"kind": "bloc", "name": "Khối " + name})
	for _, u := range []string{"Văn phòng", "Ban Tổ chức", "Báo"} {
		b.units = append(b.units, made(t, b.admin, "/units", object{"name": u + " " + name}))
	}
	b.term = b.newTerm(t, "2026")
	b.leader = s.As(apptest.Right{Role: actor.Leader, Scope: actor.OfUnit, ID: b.units[0]})
	b.clerk = s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: b.units[1]})
	return b
}

func (b books) newTerm(t *testing.T, period string) string {
	t.Helper()
	term := made(t, b.admin, "/terms", object{"bloc_id": b.bloc, "period": period, "status": "signing"})
	for _, u := range b.units {
		made(t, b.admin, "/terms/"+term+"/members", object{"unit_id": u})
	}
	made(t, b.admin, "/terms/"+term+"/leadership", object{"role": "leader", "unit_id": b.units[0]})
	return term
}

// original is an original agreement with two commitments, taken to a state.
func (b books) original(t *testing.T, steps ...string) string {
	t.Helper()
	id := made(t, b.admin, "/agreements", object{"term_id": b.term, "title": "Giao ước", "basis": "original"})
	for _, text := range []string{"Nội dung một", "Nội dung hai"} {
		made(t, b.admin, "/commitments", object{"agreement_id": id, "text": text})
	}
	for _, step := range steps {
		b.admin.Move("/agreements/"+id, step, "").Must(200)
	}
	return id
}

func (b books) reported(t *testing.T) string {
	t.Helper()
	return made(t, b.admin, "/agreements", object{"term_id": b.term, "title": "Giao ước", "basis": "reported", "status": "in_force"})
}

func (b books) lock(t *testing.T) {
	t.Helper()
	for _, step := range []string{"in_force", "reviewing"} {
		b.admin.Move("/terms/"+b.term, step, "").Must(200)
	}
	tag := b.admin.ETag("/terms/" + b.term)
	b.admin.Do("POST", "/terms/"+b.term+"/transitions", object{"to": "concluded", "without_ranking": true}, "If-Match", tag).Must(200)
	b.admin.Move("/terms/"+b.term, "locked", "").Must(200)
}

func made(t *testing.T, c *apptest.Client, path string, body object) string {
	t.Helper()
	return c.Post(path, body).Must(201).ID()
}

// wrong is a refusal of a body for exactly these fields.
func wrong(t *testing.T, a *apptest.Answer, fields ...string) {
	t.Helper()
	a.Refused(422, "validation_failed")
	if diff := cmp.Diff(fields, a.Fields()); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

// same compares values of an answer.
func same(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// guarded checks what every change of a record answers to a missing tag, an old
// one, and a record that is not there.
func guarded(t *testing.T, c *apptest.Client, path, collection string, patch object) {
	t.Helper()
	c.Do("PATCH", path, patch).Refused(428, "precondition_required")
	c.Do("PATCH", path, patch, "If-Match", `"99"`).Refused(412, "stale_version")
	c.Do("PATCH", collection+"/"+nowhere, patch, "If-Match", `"1"`).Refused(404, "not_found")
	c.Get(collection+"/"+nowhere).Refused(404, "not_found")
}

func TestAgreementLife(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		created := b.leader.Post("/agreements", object{
			"term_id": b.term, "title": "Giao ước thi đua năm 2026", "basis": "original", "preamble": "Căn cứ\nvà cam kết", "legal_bases": []string{"Luật Thi đua, khen thưởng năm 2022"},
			"basis_of_fields": object{"title": "expanded"}, "sources": []object{{"title": "Bản ký"}}, "remark": "ghi chú",
		}).Must(201)
		path := "/agreements/" + created.ID()
		same(t, created.Header.Get("Location"), "/api/v1"+path)
		a := b.clerk.Get(path).Must(200)
		for at, want := range map[string]any{
			"status": "draft", "basis": "original", "basis_of_fields.title": "expanded", "term.id": b.term, "term.period": "2026", "term.period_kind": "calendar_year",
			"bloc.name": "Khối A", "content_hash": nil, "frozen_at": nil, "signing_event": nil, "sources.0.title": "Bản ký", "commitment_count": 0.0, "annex_count": 0.0,
		} {
			same(t, a.At(at), want)
		}
		same(t, a.At("signatures"), any(object{"signed": 0.0, "pending": 0.0, "absent": 0.0, "late": 0.0, "annulled": 0.0}))
		b.leader.Patch(path, object{"title": "Giao ước năm 2026", "preamble": nil}).Must(200)
		for q, n := range map[string]int{
			"bloc_id=" + b.bloc: 1, "year=2026": 1, "period=2026&basis=original": 1, "status=draft,consulting": 1, "status_exists=false": 0, "q=giao+uoc": 1, "q=khac": 0,
			"content_hash_exists=true": 0, "term_id=" + nowhere: 0, "sort=period&status_ne=cancelled": 1,
		} {
			if got := len(b.clerk.Get("/agreements?" + q).Must(200).Data()); got != n {
				t.Errorf("%s: %d rows, want %d", q, got, n)
			}
		}
		b.admin.Get("/agreements?basis=none").Refused(400, "invalid_parameter")
		b.leader.Delete(path).Must(204)
		b.leader.Get(path).Refused(404, "not_found")
	})
}

func TestAgreementRefusals(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b, other := open(t, s, "A"), open(t, s, "B")
		for _, c := range []struct {
			body object
			want []string
		}{
			{object{}, []string{"/basis required", "/term_id required"}},
			{object{"term_id": b.term, "basis": "original"}, []string{"/title required"}},
			{object{"term_id": b.term, "basis": "copy", "title": "x"}, []string{"/basis not_allowed"}},
			{object{"term_id": nowhere, "basis": "original", "title": "x"}, []string{"/term_id reference_not_found"}},
			{object{"term_id": "x", "basis": "original", "title": "x"}, []string{"/term_id invalid_id"}},
			{object{"term_id": b.term, "basis": "original", "title": " "}, []string{"/title blank"}},
			{object{"term_id": b.term, "basis": "original", "title": nil}, []string{"/title required"}},
			{object{"term_id": b.term, "basis": "original", "title": "x", "status": "signed"}, []string{"/status not_allowed"}},
			{object{"term_id": b.term, "basis": "original", "title": "x", "signing_event_id": nowhere}, []string{"/signing_event_id reference_not_found"}},
			{object{"term_id": b.term, "basis": "original", "title": "x", "basis_of_fields": object{"title": "guess"}}, []string{"/basis_of_fields/title not_allowed"}},
			{object{"term_id": b.term, "basis": "original", "title": "x", "content_hash": "00"}, []string{"/content_hash unknown_field"}},
		} {
			wrong(t, b.admin.Post("/agreements", c.body), c.want...)
		}
		wrong(t, other.leader.Post("/agreements", object{"term_id": b.term, "title": "x", "basis": "original"}), "/term_id reference_not_found")
		b.clerk.Post("/agreements", object{"term_id": b.term, "title": "x", "basis": "original"}).Refused(403, "forbidden")
		elsewhere := made(t, other.admin, "/events", object{"terms": []object{{"term_id": other.term, "purpose": "signing"}}})
		id := b.original(t)
		path := "/agreements/" + id
		wrong(t, b.admin.Patch(path, object{"signing_event_id": elsewhere}), "/signing_event_id other_term")
		wrong(t, b.leader.Patch(path, object{"signing_event_id": elsewhere}), "/signing_event_id reference_not_found")
		wrong(t, b.admin.Patch(path, object{"basis": "reported"}), "/basis unknown_field")
		guarded(t, b.leader, path, "/agreements", object{"title": "y"})
		other.leader.Get(path).Refused(404, "not_found")
		other.leader.Get(path+"/transitions").Refused(404, "not_found")
		b.clerk.Patch(path, object{"title": "y"}).Refused(403, "forbidden")
		b.clerk.Move(path, "consulting", "").Refused(403, "forbidden")
		b.admin.Delete(path).Refused(409, "in_use")
		b.admin.Do("DELETE", path, nil).Refused(428, "precondition_required")
		b.admin.Do("POST", path+"/transitions", object{"to": "consulting"}).Refused(428, "precondition_required")
		b.admin.Do("POST", path+"/transitions", object{"to": "consulting"}, "If-Match", `"99"`).Refused(412, "stale_version")
	})
}

func TestOneAgreementPerTerm(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		first := b.original(t)
		body := object{"term_id": b.term, "title": "Bản khác", "basis": "reported"}
		same(t, b.leader.Post("/agreements", body).Refused(409, "duplicate").Str("existing_id"), first)
		b.leader.Move("/agreements/"+first, "cancelled", "").Must(200)
		second := b.leader.Post("/agreements", body).Must(201)
		same(t, second.At("status"), nil)
		made(t, b.leader, "/agreements", object{"term_id": b.term, "title": "Bản hủy", "basis": "reported", "status": "cancelled"})
	})
}

func TestAgreementTransitions(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		path := "/agreements/" + b.original(t)
		step := func(to, reason string, allowed, withReason []any) *apptest.Answer {
			t.Helper()
			a := b.leader.Move(path, to, reason).Refused(409, "invalid_transition")
			same(t, a.At("allowed"), any(allowed))
			same(t, a.At("allowed_with_reason"), any(withReason))
			return a
		}
		step("in_force", "", []any{"consulting", "cancelled"}, []any{})
		b.leader.Move(path, "consulting", "").Must(200)
		step("draft", "", []any{"signing", "cancelled"}, []any{"draft"})
		b.leader.Move(path, "draft", "xem lại").Must(200)
		b.leader.Move(path, "consulting", "").Must(200)
		same(t, b.leader.Move(path, "signing", "").Must(200).At("signatures.pending"), 3.0)
		step("consulting", "", []any{"cancelled"}, []any{"in_force", "consulting"})
		b.leader.Move(path, "consulting", "góp ý thêm").Must(200)
		same(t, b.leader.Move(path, "signing", "").Must(200).At("signatures.pending"), 3.0)

		b.leader.Post(path+"/signatures", object{"unit_id": b.units[0], "role": "head", "signed_on": "2026-03-01", "method": "in_person", "status": "signed"}).Must(201)
		after := b.leader.Get(path).Must(200)
		same(t, after.At("signatures"), any(object{"signed": 1.0, "pending": 2.0, "absent": 0.0, "late": 0.0, "annulled": 0.0}))
		a := step("in_force", "", []any{"cancelled"}, []any{"in_force"})
		same(t, a.At("missing"), any([]any{object{"unit_id": b.units[1], "name": "Ban Tổ chức A"}, object{"unit_id": b.units[2], "name": "Báo A"}}))
		step("consulting", "quay lại", []any{"cancelled"}, []any{"in_force"})
		b.leader.Move(path, "in_force", "hai đơn vị ký sau").Must(200)
		step("cancelled", "", []any{"concluded"}, []any{"cancelled"})
		b.leader.Move(path, "concluded", "").Must(200)
		step("in_force", "x", []any{}, []any{})
		history := b.clerk.Get(path + "/transitions").Must(200)
		same(t, history.Column("to"), []any{"consulting", "draft", "consulting", "signing", "consulting", "signing", "in_force", "concluded"})
		same(t, history.At("data.1.reason"), any("xem lại"))
		b.clerk.Get("/agreements/"+nowhere+"/transitions").Refused(404, "not_found")
	})
}

// History is recorded directly in the state it is known to be in.
func TestHistoryBeginsInAnyState(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		signing := b.leader.Post("/agreements", object{"term_id": b.term, "title": "Giao ước", "basis": "original", "status": "signing"}).Must(201)
		same(t, signing.At("signatures.pending"), 3.0)
		b.leader.Move("/agreements/"+signing.ID(), "cancelled", "").Must(200)
		unknown := b.leader.Post("/agreements", object{"term_id": b.term, "title": "Giao ước", "basis": "original", "status": nil}).Must(201)
		same(t, unknown.At("status"), nil)
		path := "/agreements/" + unknown.ID()
		b.leader.Post(path+"/signatures", object{"unit_id": b.units[0], "status": "signed"}).Refused(409, "agreement.not_signing")
		b.leader.Move(path, "concluded", "").Refused(409, "invalid_transition")
		b.leader.Move(path, "concluded", "theo biên bản tổng kết").Must(200)
		b.leader.Post(path+"/signatures", object{"unit_id": b.units[0], "status": "signed", "signed_on": "2026"}).Must(201)
		if b.leader.Get(path).Str("content_hash") == "" {
			t.Error("an original signed in the past is not fixed")
		}
	})
}

// A text known from a report may be of any state, and stays correctable: what it
// was before stands in the record of acts.
func TestReportedTextIsCorrectedLater(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		id := b.reported(t)
		path := "/agreements/" + id
		c := made(t, b.leader, "/commitments", object{"agreement_id": id, "text": "Theo tin đã đưa"})
		g := made(t, b.leader, path+"/signatures", object{"unit_id": b.units[0], "status": "signed", "signed_on": "2026-02"})
		a := b.leader.Get(path).Must(200)
		same(t, []any{a.At("frozen_at"), a.At("content_hash"), a.At("signatures.signed")}, []any{nil, nil, 1.0})
		b.leader.Patch(path, object{"title": "Giao ước thi đua"}).Must(200)
		b.leader.Patch("/commitments/"+c, object{"text": "Theo bản ký"}).Must(200)
		b.leader.Patch("/signatures/"+g, object{"signed_on": "2026-02-26"}).Must(200)
		acts := b.leader.Get("/audit-events?sort=-at&entity_id=" + c).Must(200)
		same(t, acts.At("data.0.changes"), any([]any{object{"field": "text", "from": "Theo tin đã đưa", "to": "Theo bản ký"}}))
		b.leader.Move("/signatures/"+g, "annulled", "ghi nhầm đơn vị").Must(200)
		b.leader.Patch("/signatures/"+g, object{"remark": "nhầm"}).Must(200)
	})
}

func TestLockedTermRefusesEverything(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		id := b.reported(t)
		path := "/agreements/" + id
		c := made(t, b.admin, "/commitments", object{"agreement_id": id, "text": "Nội dung"})
		g := made(t, b.admin, path+"/signatures", object{"unit_id": b.units[0]})
		x := made(t, b.admin, path+"/annexes", object{"title": "Phụ lục", "text": "Sửa"})
		e := made(t, b.admin, "/events", object{"terms": []object{{"term_id": b.term, "purpose": "signing"}}})
		b.lock(t)
		for _, a := range []*apptest.Answer{
			b.admin.Post("/agreements", object{"term_id": b.term, "title": "x", "basis": "original"}),
			b.admin.Patch(path, object{"title": "y"}), b.admin.Delete(path), b.admin.Move(path, "concluded", ""),
			b.admin.Post("/commitments", object{"agreement_id": id, "text": "x"}),
			b.admin.Patch("/commitments/"+c, object{"text": "y"}), b.admin.Delete("/commitments/" + c),
			b.admin.Post(path+"/signatures", object{"unit_id": b.units[1]}),
			b.admin.Patch("/signatures/"+g, object{"method": "other"}), b.admin.Move("/signatures/"+g, "signed", ""),
			b.admin.Post(path+"/annexes", object{"title": "x", "text": "y"}),
			b.admin.Patch("/annexes/"+x, object{"title": "y"}), b.admin.Delete("/annexes/" + x),
			b.admin.Post("/events", object{"terms": []object{{"term_id": b.term, "purpose": "other"}}}),
			b.admin.Patch("/events/"+e, object{"title": "y"}), b.admin.Patch("/events/"+e, object{"terms": []object{}}), b.admin.Delete("/events/" + e),
		} {
			a.Refused(409, "term_locked")
		}
	})
}
