package fuzz_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"

	"giaouoc/torture/rig"
)

// recipes say what an operation needs beyond its schema and example to be
// accepted.
var recipes map[string]func(w *worker, d *draft)

func init() {
	recipes = map[string]func(w *worker, d *draft){
		"createTerm": func(w *worker, d *draft) {
			from, b := 1901+w.r.IntN(280), d.body.(map[string]any)
			b["period"] = fmt.Sprint(from)
			if w.r.IntN(4) > 0 {
				b["period"], b["period_kind"] = fmt.Sprintf("%d-%d", from, from+2+w.r.IntN(7)), "range"
			}
		},
		"createTermCopy": func(w *worker, d *draft) {
			from := 1901 + w.r.IntN(280)
			d.body.(map[string]any)["period"], d.body.(map[string]any)["period_kind"] = fmt.Sprintf("%d-%d", from, from+2+w.r.IntN(7)), "range"
		},
		"createAgreementCopy": func(w *worker, d *draft) {
			b := d.body.(map[string]any)
			b["term_id"] = w.fresh("terms")
			d.valid = d.valid && b["term_id"] != ""
		},
		"createBloc": func(w *worker, d *draft) {
			if id := w.pool.pick(w.r, "authorities"); id != "" && w.r.IntN(4) > 0 {
				d.body.(map[string]any)["organizer_id"] = id
			}
		},
		"createAgreement": func(w *worker, d *draft) {
			b := d.body.(map[string]any)
			b["term_id"] = w.fresh("terms")
			d.valid = b["term_id"] != ""
			if w.r.IntN(3) > 0 {
				b["basis"], b["status"] = "reported", "in_force"
				d.after = func(a *reply) { w.putInForce(a) }
			}
		},
		"createAnnex": (*worker).onAgreementInForce,
		"createSignature": func(w *worker, d *draft) {
			w.onAgreementInForce(d)
			b := d.body.(map[string]any)
			b["unit_id"] = w.fresh("units")
			delete(b, "signed_on")
			delete(b, "method")
			delete(b, "person_as_written")
			b["status"] = "pending"
			d.valid = d.valid && b["unit_id"] != ""
		},
		"transitionSignatures": func(w *worker, d *draft) {
			b, id := d.body.(map[string]any), d.id
			w.onAgreementInForce(d)
			b["agreement_id"], d.id = d.id, id
			delete(b, "annex_id")
			delete(b, "signed_on")
			line := map[string]any{"unit_id": w.fresh("units")}
			b["data"] = []any{line}
			d.valid = d.valid && line["unit_id"] != ""
		},
		"updateTerm": func(_ *worker, d *draft) {
			b := d.body.(map[string]any)
			delete(b, "members_state") // hangs on how many members there are
			b["theme"] = "Chủ đề"
		},
		"updateUnitVersion": func(_ *worker, d *draft) {
			d.body.(map[string]any)["valid_to"] = "2099" // after any beginning
		},
		"createMember": withFreshUnit,
		"createMembers": func(w *worker, d *draft) {
			line := map[string]any{"unit_id": w.fresh("units")}
			d.body.(map[string]any)["data"] = []any{line, map[string]any{"unit_as_written": "Đơn vị như nguồn viết"}}
			d.valid = d.valid && line["unit_id"] != ""
		},
		"createRegistration": func(w *worker, d *draft) {
			b, unit, term := d.body.(map[string]any), w.fresh("units"), w.pool.pick(w.r, "terms")
			if d.valid = unit != "" && term != "" && !w.cheap; d.valid {
				op := w.contract.op("createMember")
				w.send(&draft{op: op, method: op.method, id: term, as: w.admin, how: "valid", media: "application/json", body: map[string]any{"unit_id": unit}})
			}
			b["term_id"], b["unit_id"] = term, unit
			delete(b, "status")
			b["commitments"] = []any{map[string]any{"text": "Chỉ tiêu"}}
			b["titles"] = []any{map[string]any{"subject": "individual", "type_as_written": "Chiến sĩ thi đua cơ sở", "count": 3}}
		},
		"updateRegistration": func(_ *worker, d *draft) {
			b := d.body.(map[string]any)
			delete(b, "titles") // hang on their subjects
			b["commitments"] = []any{map[string]any{"text": "Chỉ tiêu"}}
			d.valid = false // it may be sent
		},
		"transitionRegistration": func(_ *worker, d *draft) {
			delete(d.body.(map[string]any), "fields")
		},
		"createLeadership": withFreshUnit,
		"createSuccession": func(w *worker, d *draft) {
			b := d.body.(map[string]any)
			party := func() any { return map[string]any{"unit_id": w.fresh("units")} }
			b["from"], b["to"] = []any{party()}, []any{party()}
		},
		"createGrant": func(w *worker, d *draft) {
			b, unit := d.body.(map[string]any), w.pool.pick(w.r, "units")
			b["role"], b["scope"], b["scope_id"] = any1(w.r, []string{"clerk", "viewer", "deputy"}), "unit", unit
			d.valid = w.pool.size("users") > 0 && unit != ""
		},
		"createDecision": func(w *worker, d *draft) {
			if w.r.IntN(6) > 0 {
				d.body.(map[string]any)["status"] = "draft"
			}
		},
		"createModel": func(w *worker, d *draft) {
			b, unit := d.body.(map[string]any), w.pool.pick(w.r, "units")
			delete(b, "event_id")     // of another term
			delete(b, "continues_id") // of no earlier one
			b["units"] = []any{map[string]any{"part": "pilot", "unit_id": unit}}
			d.valid = unit != "" && w.pool.size("terms") > 0
		},
		"updateModel": func(_ *worker, d *draft) {
			b := d.body.(map[string]any)
			delete(b, "event_id")
			delete(b, "continues_id")
			delete(b, "units") // may name one twice
			b["lessons"] = "Chọn việc nhỏ, đo được"
		},
		"createScoreTable": func(w *worker, d *draft) {
			b := tabled(d)
			delete(b, "example") // has a mode of its own
			d.valid = w.pool.size("terms") > 0
		},
		"createScoreSheet": func(w *worker, d *draft) {
			term, _ := w.scored(d)
			d.body = map[string]any{"term_id": term, "unit_id": w.leading}
		},
		"saveScores": func(w *worker, d *draft) {
			term, criterion := w.scored(d)
			d.body = map[string]any{"term_id": term, "stage": "self", "data": []any{map[string]any{"unit_id": w.leading, "criterion_id": criterion, "points": 5}}}
		},
		"transitionScoreSheet": func(_ *worker, d *draft) {
			d.body = map[string]any{"to": "submitted", "reason": "Nộp bản giấy"}
			d.valid = false // it may be sent
		},
		"deleteScoreSheet": func(_ *worker, d *draft) { d.valid = false }, // one that was sent stays
		"updateScoreTable": func(_ *worker, d *draft) { tabled(d) },
		"createVote": func(w *worker, d *draft) {
			b := voted(d)
			delete(b, "follows_id") // is not counted
			b["term_id"], b["status"] = w.led(d)["term_id"], "draft"
		},
		"updateVote": func(_ *worker, d *draft) { voted(d) },
		"createVoter": func(w *worker, d *draft) {
			d.body = map[string]any{"unit_id": w.leading, "part": "present"}
			d.valid = false // it may be there, or be of another term
		},
		"deleteVote": func(_ *worker, d *draft) { d.valid = false }, // one that was opened stays
		"createRanking": func(w *worker, d *draft) {
			d.body = map[string]any{"term_id": w.led(d)["term_id"], "origin": "stated", "rows": []any{map[string]any{"unit_as_written": "Đơn vị", "rank": 1}}}
		},
		"updateRanking": func(_ *worker, d *draft) {
			d.body = map[string]any{"rows": []any{map[string]any{"unit_as_written": "Đơn vị khác", "rank": 1}}}
			d.valid = false // it may be concluded
		},
		"deleteRanking": func(_ *worker, d *draft) { d.valid = false },
		"createRating": func(_ *worker, d *draft) {
			b := d.body.(map[string]any)
			b["standing"], b["unit_as_written"] = "recognised", "Đơn vị như nguồn viết"
			delete(b, "unit_id")
			delete(b, "count")
			b["circumstances"] = []any{map[string]any{"kind": "head_warned"}}
		},
		"updateRating": func(_ *worker, d *draft) {
			d.body.(map[string]any)["circumstances"] = []any{map[string]any{"kind": "head_warned"}}
		},
		"createProgressEntry": func(w *worker, d *draft) {
			b := w.led(d)
			b["indicator"] = "Chỉ tiêu"
			d.body = b
		},
		"saveProgressEntries": func(w *worker, d *draft) {
			b := w.led(d)
			agreement := w.send(&draft{op: w.contract.op("createAgreement"), method: "POST", as: w.admin, how: "valid", media: "application/json", body: map[string]any{"term_id": b["term_id"], "title": "Giao ước", "basis": "reported", "status": "in_force"}})
			made := w.send(&draft{op: w.contract.op("createCommitment"), method: "POST", as: w.admin, how: "valid", media: "application/json", body: map[string]any{"agreement_id": idOf(agreement), "text": "Nội dung"}})
			b["data"] = []any{map[string]any{"commitment_id": idOf(made), "level": "good"}}
			d.body, d.valid = b, d.valid && idOf(made) != ""
		},
		"createPeriodClosing": func(w *worker, d *draft) { d.body = w.led(d) },
		"transitionPeriodClosing": func(_ *worker, d *draft) {
			d.body.(map[string]any)["reason"] = "Bổ sung số liệu"
			d.valid = false // it may have been reopened
		},
		"deleteProgressEntry": func(_ *worker, d *draft) { d.valid = false }, // a report that was judged stays
		"judgeProgressEntry": func(_ *worker, d *draft) {
			d.body = map[string]any{"verdict": "incomplete", "note": "Cần bổ sung"}
			d.valid = false // its period may be closed
		},
		"updateProgressEntry": func(_ *worker, d *draft) {
			d.body = map[string]any{"results": "Kết quả"}
			d.valid = false // its period may be closed
		},
		"createReportJob": func(w *worker, d *draft) {
			aboutTerm(w, d)
			d.body.(map[string]any)["formats"] = []any{any1(w.r, []any{"json", "csv", "xlsx"})}
			d.valid = false // five may wait at a time, and what waits is the other server's too
		},
		"createIssuedReport": aboutTerm,
		"createReportWording": func(w *worker, d *draft) {
			aboutTerm(w, d)
			b := d.body.(map[string]any)
			b["subject_id"] = w.fresh("terms")
			delete(b, "replaces")
			d.valid = b["subject_id"] != ""
			d.body.(map[string]any)["number"] = fmt.Sprint(w.r.IntN(1000))
		},
		"transitionIssuedReport": func(_ *worker, d *draft) {
			d.body.(map[string]any)["reason"] = "Phát hành nhầm"
		},
		"getReportJobFile":   func(_ *worker, d *draft) { d.valid = false }, // it may not be made yet
		"getAuditEvent":      getAuditEvent,
		"createToken":        createToken,
		"createCalendarFeed": createFeed,
		"createAttachment":   createAttachment,
		"setUp":              func(w *worker, d *draft) { d.valid, d.wants, d.own = false, 0, true; d.as = nil },
		"login":              login,
		"refreshTokens":      refreshTokens,
		"logout":             logout,
		"changePassword":     changePassword,
	}
}

// led is the beginning of a body about a new term that the run's own unit leads, and
// so its administrator, who is the leader's secretary, too.
func (w *worker) led(d *draft) map[string]any {
	term := w.fresh("terms")
	d.valid = d.valid && term != "" && !w.cheap
	w.send(&draft{op: w.contract.op("createLeadership"), method: "POST", id: term, as: w.admin, how: "valid", media: "application/json", body: map[string]any{"role": "leader", "unit_id": w.leading}})
	a := w.send(&draft{op: w.contract.op("getTerm"), method: "GET", id: term, as: w.admin, how: "valid"})
	var v struct {
		Period struct{ Label, Kind string }
	}
	if a == nil || json.Unmarshal(a.body, &v) != nil || v.Period.Label == "" {
		d.valid = false
		v.Period.Label, v.Period.Kind = "2026", "calendar_year"
	}
	return map[string]any{"term_id": term, "period": v.Period.Label, "period_kind": v.Period.Kind}
}

// idOf is the id of what was made; "" for nothing.
func idOf(a *reply) string {
	var v struct{ ID string }
	if a != nil {
		_ = json.Unmarshal(a.body, &v)
	}
	return v.ID
}

// aboutTerm makes a body about the annual report of a term.
func aboutTerm(w *worker, d *draft) {
	b := d.body.(map[string]any)
	b["kind"], b["subject_id"] = "annual", w.pool.pick(w.r, "terms")
	delete(b, "from_year")
	delete(b, "to_year")
	d.valid = b["subject_id"] != ""
}

func (w *worker) putInForce(a *reply) {
	if a.status == http.StatusCreated {
		w.pool.learn(strings.Replace(a.head.Get("Location"), "/agreements/", "/agreements in force/", 1))
	}
}

func (w *worker) onAgreementInForce(d *draft) {
	d.id = w.pool.pick(w.r, "agreements in force")
	if d.id == "" || w.r.IntN(6) == 0 && !w.cheap {
		for range 4 {
			w.fresh("agreements")
			if id := w.pool.pick(w.r, "agreements in force"); id != "" {
				d.id = id
				break
			}
		}
	}
	d.valid = d.id != ""
}

func withFreshUnit(w *worker, d *draft) {
	b := d.body.(map[string]any)
	b["unit_id"] = w.fresh("units")
	delete(b, "order") // at most one after the last
	if _, ok := b["role"]; ok {
		b["role"] = "deputy"
	}
	d.valid = d.valid && b["unit_id"] != ""
}

// mostTokens is how many API tokens, and calendar feeds, are left standing.
const mostTokens = 8

// getAuditEvent reads an act from the list: no answer to a request tells its id. A
// twin, whose lists are not laid beside the first server's, has another one.
func getAuditEvent(w *worker, d *draft) {
	if d.valid = w.twin == nil; !d.valid {
		return
	}
	list := w.contract.op("listAuditEvents")
	a := w.send(&draft{op: list, method: list.method, as: w.admin, how: "valid"})
	var page struct{ Data []struct{ ID string } }
	if a != nil && json.Unmarshal(a.body, &page) == nil && len(page.Data) > 0 {
		d.id, d.as = page.Data[w.r.IntN(len(page.Data))].ID, w.admin
	}
	d.valid = d.id != ""
}

func createToken(w *worker, d *draft) {
	thin(w, "tokens", "deleteToken")
	d.body.(map[string]any)["scope"] = any1(w.r, []string{"read", "write", "admin"})
}

func createFeed(w *worker, d *draft) {
	thin(w, "calendar-feeds", "deleteCalendarFeed")
	b := d.body.(map[string]any)
	if b["scope"] = "personal"; b["bloc_id"] != nil {
		b["scope"] = "bloc"
	}
}

// thin ends the oldest of what a user may have few of.
func thin(w *worker, collection, op string) {
	for !w.cheap && w.pool.size(collection) > mostTokens {
		op, id := w.contract.op(op), w.pool.oldest(collection)
		del := &draft{op: op, method: op.method, id: id, as: w.admin, how: "valid"}
		w.match(del)
		if a := w.send(del); a == nil || a.status != http.StatusNoContent {
			w.pool.lose(collection, id)
		}
	}
}

// form is a body of multipart/form-data.
type form struct {
	fields         [][2]string
	filename       string
	content        []byte
	noFile, broken bool
}

func (f *form) encode() (body []byte, media string) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	_ = m.SetBoundary("ranh-gioi-7f3a")
	for _, x := range f.fields {
		_ = m.WriteField(x[0], x[1])
	}
	if !f.noFile {
		h := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="` + strings.ReplaceAll(f.filename, `"`, `\"`) + `"`}}
		if p, err := m.CreatePart(h); err == nil {
			_, _ = p.Write(f.content)
		}
	}
	if !f.broken {
		_ = m.Close()
	}
	return b.Bytes(), m.FormDataContentType()
}

func createAttachment(w *worker, d *draft) {
	kinds := map[string]string{"unit": "units", "bloc": "blocs", "term": "terms", "event": "events", "decision": "decisions", "award": "awards"}
	kind := any1(w.r, sorted(kinds))
	id := w.pool.pick(w.r, kinds[kind])
	d.form = &form{
		fields: [][2]string{{"owner_kind", kind}, {"owner_id", id}}, filename: "van-ban-" + w.unique("") + ".pdf",
		content: []byte("%PDF-1.7\n" + w.unique("")),
	}
	d.valid, d.body = id != "", nil
	if w.r.IntN(3) == 0 {
		d.form.filename, d.form.content = "ghi-chu-"+w.unique("")+".txt", []byte("Nội dung ghi chú "+w.unique(""))
	}
}

// spare is an account whose sessions may be opened and ended at will.
type spare struct{ name, password, access, refresh string }

// borrow lends a spare account until the answer is there.
func (w *worker) borrow(d *draft, then func(s *spare, a *reply)) *spare {
	s := <-w.spares
	d.after = func(a *reply) {
		switch {
		case a.status < 300:
			then(s, a)
		case a.status == http.StatusUnauthorized: // the session is over
			s.access, s.refresh = "", ""
		}
	}
	d.returns = func() { w.spares <- s }
	return s
}

// fromSomewhere sends a request from an address of its own: too many tries from
// one are refused.
func (w *worker) fromSomewhere(d *draft) {
	d.set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.%d", w.r.IntN(250), w.r.IntN(250), 1+w.r.IntN(250)))
}

func (s *spare) signedIn(a *reply) {
	var v struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
	}
	_ = json.Unmarshal(a.body, &v)
	s.access, s.refresh = v.Access, v.Refresh
}

func login(w *worker, d *draft) {
	d.as, d.own = nil, true
	if w.cheap {
		d.body = map[string]any{"username": w.unique("ai"), "password": "sai mật khẩu rồi"}
		return
	}
	s := w.borrow(d, (*spare).signedIn)
	d.body = map[string]any{"username": s.name, "password": s.password}
	w.fromSomewhere(d)
}

// session opens a session of a spare account, unless one is open.
func (w *worker) session(s *spare) {
	if s.access != "" {
		return
	}
	op := w.contract.op("login")
	d := &draft{op: op, method: op.method, how: "valid", media: "application/json", body: map[string]any{"username": s.name, "password": s.password}}
	w.fromSomewhere(d)
	if a := w.send(d); a != nil && a.status == http.StatusOK {
		s.signedIn(a)
	}
}

func refreshTokens(w *worker, d *draft) {
	d.as, d.own = nil, true
	if w.cheap {
		return
	}
	s := w.borrow(d, (*spare).signedIn)
	w.session(s)
	d.body = map[string]any{"refresh_token": s.refresh}
	d.valid = s.refresh != ""
}

func logout(w *worker, d *draft) {
	d.own = true
	if w.cheap {
		d.as = &caller{"nobody's session", "x.y.z"}
		return
	}
	s := w.borrow(d, func(s *spare, _ *reply) { s.access, s.refresh = "", "" })
	w.session(s)
	d.as = &caller{s.name, s.access}
	d.valid = s.access != ""
}

func changePassword(w *worker, d *draft) {
	d.own = true
	if w.cheap {
		d.as, d.body = &caller{"nobody's session", "x.y.z"}, map[string]any{"password": "sai mật khẩu", "new_password": "một mật khẩu khác"}
		return
	}
	next := rig.Password + any1(w.r, []string{"", " một", " hai"})
	s := w.borrow(d, func(s *spare, _ *reply) { s.password, s.access, s.refresh = next, "", "" })
	w.session(s)
	d.as = &caller{s.name, s.access}
	d.body = map[string]any{"password": s.password, "new_password": next}
	d.valid = s.access != "" && next != s.password
	w.fromSomewhere(d)
}

// scored is a new term that the run's own unit leads and whose score table is applied,
// and the one criterion of that.
func (w *worker) scored(d *draft) (term, criterion string) {
	term, _ = w.led(d)["term_id"].(string)
	a := w.send(&draft{op: w.contract.op("createScoreTable"), method: "POST", as: w.admin, how: "valid", media: "application/json", body: map[string]any{"term_id": term, "title": "Bảng điểm", "criteria": []any{map[string]any{"code": "1", "text": "Tiêu chí", "kind": "manual", "max": 100}}}})
	var v struct{ Criteria []struct{ ID string } }
	if a == nil || json.Unmarshal(a.body, &v) != nil || len(v.Criteria) == 0 {
		d.valid = false
		return term, ""
	}
	apply := &draft{op: w.contract.op("transitionScoreTable"), method: "POST", id: idOf(a), as: w.admin, how: "valid", media: "application/json", body: map[string]any{"to": "applied"}}
	apply.set("If-Match", `"1"`)
	w.send(apply)
	return term, v.Criteria[0].ID
}

// voted makes a body a vote that can be.
func voted(d *draft) map[string]any {
	b := d.body.(map[string]any)
	for _, name := range []string{"event_id", "choices", "eligible", "present", "written_opinions", "issued", "returned", "valid", "blank", "invalid"} {
		delete(b, name)
	}
	b["threshold"], b["over"], b["quorum"] = "90%", false, "2/3"
	b["items"], b["items_state"] = []any{map[string]any{"unit_as_written": "Đơn vị", "yes": 1}}, "listed"
	return b
}

// tabled makes a body a score table that can be.
func tabled(d *draft) map[string]any {
	b := d.body.(map[string]any)
	delete(b, "event_id") // of another term
	b["mode"] = "points"
	b["criteria"] = []any{map[string]any{"code": "1", "text": "Tiêu chí", "kind": "manual", "max": 100}}
	b["tie_breaks"] = []any{map[string]any{"by": "criterion", "criterion": "1"}}
	b["classes"] = []any{map[string]any{"name": "Đạt", "from": 50}}
	return b
}
