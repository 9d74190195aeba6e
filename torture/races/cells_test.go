package races_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// world is what new records hang on, and how they are made.
type world struct {
	t         *testing.T
	s         *rig.Server
	admin     *apptest.Client
	bloc      string
	authority string
	award     string
	term      string
	leading   string // a unit that the administrator is the leader's secretary of, too
	n         int
	moves     map[string]string // transition → the state a new record may go to
}

// request is one way to do something.
type request struct {
	as           *apptest.Client
	method, path string
	body         any
	headers      []string
	other        any                    // a body that says something else; nil where there is none
	renew        func() *apptest.Client // who may ask afterwards, where the request ends the session it came with
}

func newWorld(t *testing.T, s *rig.Server) *world {
	w := &world{t: t, s: s, admin: s.User("quantri", true), moves: map[string]string{}}
	w.authority = w.made("createAuthority")
	w.bloc = w.made("createBloc")
	w.term = w.made("createTerm")
	w.award = w.made("createAward")
	w.leading = w.made("createUnit")
	w.admin.Post("/grants", fields{"user_id": w.admin.UserID, "role": "leader", "scope": "unit", "scope_id": w.leading}).Must(201)
	return w
}

// unique makes names that nothing else uses.
func (w *world) unique(words string) string { w.n++; return fmt.Sprintf("%s %05d", words, w.n) }

type fields = map[string]any

// cell is how a record is made, or how something is done.
type cell func(w *world) request

// cells are known by the operation: one for each that makes a record, and for
// each that takes an idempotency key without changing a version.
func cells(op string) cell {
	for _, part := range []map[string]cell{registry(), texts(), year(), accounts()} {
		if c := part[op]; c != nil {
			return c
		}
	}
	return nil
}

// registry are the cells of units, blocs and what belongs to their terms.
func registry() map[string]cell {
	return map[string]cell{
		"createUnit": func(w *world) request { return post("/units", fields{"name": w.unique("Đơn vị")}) },
		"createUnitVersion": func(w *world) request {
			return post("/units/"+w.made("createUnit")+"/versions", fields{"name": w.unique("Tên mới"), "valid_from": "2026-01-01"})
		},
		"createAuthority": func(w *world) request { return post("/authorities", fields{"name": w.unique("Cơ quan")}) },
		"createPerson":    func(w *world) request { return post("/persons", fields{"name": w.unique("Người")}) },
		"createArrangement": func(w *world) request {
			return post("/arrangements", fields{"organizer_as_written": w.unique("Hội đồng"), "period": "2026"})
		},
		"createAwardType": func(w *world) request {
			return post("/award-types", fields{"code": strings.ReplaceAll(w.unique("RIENG"), " ", "_"), "class": "form", "vi": w.unique("Giấy khen"), "en": w.unique("Certificate"), "subjects": []string{"collective"}})
		},
		"createBloc": func(w *world) request {
			return post("/blocs", fields{"kind": "bloc", "name": w.unique("Khối"), "organizer_id": w.authority})
		},
		"createTerm": func(w *world) request {
			w.n++
			from, length := 1900+w.n%200, 2+w.n/200
			return post("/terms", fields{"bloc_id": w.bloc, "period": fmt.Sprintf("%d-%d", from, from+length), "period_kind": "range", "status": "planning"})
		},
		"createTermCopy": func(w *world) request {
			w.n++
			from, length := 1900+w.n%200, 2+w.n/200
			return post("/terms/"+w.made("createTerm")+"/copies", fields{"period": fmt.Sprintf("%d-%d", from, from+length), "period_kind": "range"})
		},
		"createMember": func(w *world) request {
			return post("/terms/"+w.term+"/members", fields{"unit_id": w.made("createUnit")})
		},
		"createMembers": func(w *world) request {
			return bulk("/members/bulk", fields{"term_id": w.term}, fields{"unit_id": w.made("createUnit")})
		},
		"createLeadership": func(w *world) request {
			return post("/terms/"+w.term+"/leadership", fields{"role": "deputy", "unit_id": w.made("createUnit")})
		},
		"createDeadline": func(w *world) request {
			return post("/terms/"+w.term+"/deadlines", fields{"kind": "other", "title": w.unique("Hạn"), "due_on": "2026-06-30"})
		},
		"createEvent": func(w *world) request {
			return post("/events", fields{"title": w.unique("Hội nghị"), "terms": []any{fields{"term_id": w.term, "purpose": "activity"}}})
		},
		"createMovement": func(w *world) request { return post("/movements", fields{"name": w.unique("Phong trào")}) },
		"createSuccession": func(w *world) request {
			return post("/successions", fields{"subject": "unit", "kind": "merge", "from": []any{fields{"unit_id": w.made("createUnit")}}, "to": []any{fields{"unit_id": w.made("createUnit")}}})
		},
	}
}

// texts are the cells of agreements, awards and what hangs on them.
func texts() map[string]cell {
	return map[string]cell{
		"createAgreement": func(w *world) request {
			return post("/agreements", fields{"term_id": w.made("createTerm"), "title": w.unique("Giao ước"), "basis": "original"})
		},
		"createAgreementCopy": func(w *world) request {
			return post("/agreements/"+w.made("createAgreement")+"/copies", fields{"term_id": w.made("createTerm"), "title": w.unique("Giao ước")})
		},
		"createCommitment": func(w *world) request {
			return post("/commitments", fields{"agreement_id": w.made("createAgreement"), "text": w.unique("Nội dung"), "scope": "common"})
		},
		"createCommitments": func(w *world) request {
			return bulk("/commitments/bulk", fields{"agreement_id": w.made("createAgreement")}, fields{"text": w.unique("Nội dung"), "scope": "common"})
		},
		"createMovementCommitment": func(w *world) request {
			return post("/movement-commitments", fields{"movement_id": w.made("createMovement"), "commitment_id": w.made("createCommitment")})
		},
		"createRegistration": func(w *world) request {
			unit := w.admin.Get("/members/" + w.made("createMember")).Must(200).Str("unit.id")
			return post("/registrations", fields{"term_id": w.term, "unit_id": unit, "commitments": []any{fields{"text": w.unique("Chỉ tiêu")}}})
		},
		"createSignature": func(w *world) request {
			return post("/agreements/"+w.inForce()+"/signatures", fields{"unit_as_written": w.unique("Đơn vị ký"), "status": "pending"})
		},
		"transitionSignatures": func(w *world) request {
			body := fields{"agreement_id": w.inForce(), "to": "absent", "data": []any{fields{"unit_as_written": w.unique("Đơn vị ký")}}}
			other := fields{"agreement_id": body["agreement_id"], "to": "late", "data": body["data"]}
			return request{method: "POST", path: "/signatures/bulk", body: body, other: other}
		},
		"createAnnex": func(w *world) request {
			return post("/agreements/"+w.inForce()+"/annexes", fields{"title": w.unique("Phụ lục"), "text": "Sửa đổi"})
		},
		"createReportWording": func(w *world) request {
			return post("/report-wordings", fields{"kind": "annual", "subject_id": w.made("createTerm"), "place": w.unique("Nơi")})
		},
		"createIssuedReport": func(w *world) request {
			body := fields{"kind": "annual", "subject_id": w.term}
			return request{method: "POST", path: "/issued-reports", body: body, other: fields{"kind": "annual", "subject_id": w.term, "language": "en"}}
		},
		"createReportJob": func(w *world) request {
			body := fields{"kind": "annual", "subject_id": w.term, "formats": []string{"json"}}
			return request{method: "POST", path: "/report-jobs", body: body, other: fields{"kind": "annual", "subject_id": w.term, "formats": []string{"csv"}}}
		},
		"createDecision": func(w *world) request {
			return post("/decisions", fields{"bloc_id": w.bloc, "kind": "award", "number": w.unique("QĐ"), "authority_id": w.authority})
		},
		"createAward": func(w *world) request {
			return post("/awards", fields{"bloc_id": w.bloc, "type_as_written": w.unique("bằng khen"), "recipient_kind": "collective", "count": 900, "period": "2026"})
		},
		"createRecipient": func(w *world) request {
			return post("/awards/"+w.award+"/recipients", fields{"unit_as_written": w.unique("Tập thể")})
		},
		"createAttachment": func(w *world) request {
			content := []byte(w.unique("Văn bản"))
			form := func(remark string) (string, string) {
				return w.admin.Form(map[string]string{"owner_kind": "award", "owner_id": w.award, "remark": remark}, "van-ban.txt", "", content)
			}
			body, kind := form("Một")
			r := request{method: "POST", path: "/attachments", body: body, headers: []string{"Content-Type", kind}}
			r.other, _ = form("Hai")
			// Both bodies are sent with the same header, so they share its boundary.
			_, boundary, _ := strings.Cut(kind, "boundary=")
			first, _, _ := strings.Cut(r.other.(string), "\r\n")
			r.other = strings.ReplaceAll(r.other.(string), strings.TrimPrefix(first, "--"), boundary)
			return r
		},
	}
}

// year are the cells of the working year.
func year() map[string]cell {
	return map[string]cell{
		"createProgressEntry": func(w *world) request {
			term, period := w.led()
			return post("/progress-entries", fields{"term_id": term, "indicator": w.unique("Chỉ tiêu"), "period": period, "period_kind": "range"})
		},
		"saveProgressEntries": func(w *world) request {
			term, period := w.led()
			agreement := w.admin.Post("/agreements", fields{"term_id": term, "title": w.unique("Giao ước"), "basis": "reported", "status": "in_force"}).Must(201).ID()
			commitment := w.admin.Post("/commitments", fields{"agreement_id": agreement, "text": w.unique("Nội dung")}).Must(201).ID()
			return bulk("/progress-entries/cells", fields{"term_id": term, "period": period, "period_kind": "range"}, fields{"commitment_id": commitment, "level": "good"})
		},
		"createModel": func(w *world) request {
			return post("/models", fields{"term_id": w.term, "title": w.unique("Mô hình")})
		},
		"createScoreTable": func(w *world) request {
			return post("/score-tables", fields{"term_id": w.made("createTerm"), "title": w.unique("Bảng điểm"), "criteria": []fields{{"code": "1", "text": "Tiêu chí", "kind": "manual", "max": 100}}})
		},
		"createScoreTableCopy": func(w *world) request {
			return post("/score-tables/"+w.made("createScoreTable")+"/copies", fields{"term_id": w.made("createTerm"), "title": w.unique("Bảng điểm")})
		},
		"createScoreSheet": func(w *world) request {
			term, _ := w.scored()
			body := fields{"term_id": term, "unit_id": w.leading}
			return request{method: "POST", path: "/score-sheets", body: body, other: fields{"term_id": term, "unit_id": w.leading, "status": "submitted"}}
		},
		"saveScores": func(w *world) request {
			term, criterion := w.scored()
			body := func(points int) fields {
				return fields{"term_id": term, "stage": "self", "data": []any{fields{"unit_id": w.leading, "criterion_id": criterion, "points": points}}}
			}
			return request{method: "POST", path: "/scores/cells", body: body(1), other: body(2)}
		},
		"createVote": func(w *world) request {
			term, _ := w.led()
			return post("/votes", fields{"term_id": term, "title": w.unique("Bỏ phiếu")})
		},
		"createVoter": func(w *world) request {
			return w.voter(w.made("createVote"), "absent")
		},
		"createRanking": func(w *world) request {
			term, _ := w.led()
			return post("/rankings", fields{"term_id": term, "origin": "stated", "rows": []fields{{"unit_as_written": w.unique("Đơn vị"), "rank": 1}}})
		},
		"createRating": func(w *world) request {
			return post("/ratings", fields{"term_id": w.term, "unit_as_written": w.unique("Đơn vị"), "standing": "recognised", "level": "good"})
		},
		"createRatingRule": func(w *world) request {
			return post("/rating-rules", fields{"kind": "disunity", "cap": "not_completed", "norm": w.unique("Quy định")})
		},
		"createPeriodClosing": func(w *world) request {
			term, period := w.led()
			body := fields{"term_id": term, "period": period, "period_kind": "range"}
			return request{method: "POST", path: "/period-closings", body: body, other: fields{"term_id": term, "period": period, "period_kind": "range", "note": "Khác"}}
		},
	}
}

// led is a term that the world's unit leads, and the label of its period.
func (w *world) led() (id, period string) {
	term := w.made("createTerm")
	w.admin.Post("/terms/"+term+"/leadership", fields{"role": "leader", "unit_id": w.leading}).Must(201)
	return term, w.admin.Get("/terms/" + term).Must(200).Str("period.label")
}

// voter is the world's unit as one of a vote's.
func (w *world) voter(vote, otherwise string) request {
	at := "/votes/" + vote + "/voters"
	return request{method: "POST", path: at, body: fields{"unit_id": w.leading, "part": "present"}, other: fields{"unit_id": w.leading, "part": otherwise}}
}

// scored is a term that the world's unit leads and whose score table is applied, and the
// one criterion of that.
func (w *world) scored() (term, criterion string) {
	term, _ = w.led()
	table := w.admin.Post("/score-tables", fields{"term_id": term, "title": w.unique("Bảng điểm"), "criteria": []fields{{"code": "1", "text": "Tiêu chí", "kind": "manual", "max": 100}}}).Must(201)
	w.admin.Move("/score-tables/"+table.ID(), "applied", "").Must(200)
	return term, table.Str("criteria.0.id")
}

// accounts are the cells of accounts, and what is done to one without making a record.
func accounts() map[string]cell {
	return map[string]cell{
		"createToken": func(w *world) request { return post("/tokens", fields{"name": w.unique("Mã"), "scope": "read"}) },
		"createCalendarFeed": func(w *world) request {
			return post("/calendar-feeds", fields{"name": w.unique("Lịch"), "scope": "personal"})
		},
		"createUser": func(w *world) request {
			return post("/users", fields{"username": strings.ReplaceAll(w.unique("nguoidung"), " ", ""), "password": rig.Password})
		},
		"createGrant": func(w *world) request {
			return post("/grants", fields{"user_id": w.admin.UserID, "role": "clerk", "scope": "unit", "scope_id": w.made("createUnit")})
		},
		"endUserSessions": func(w *world) request { return post("/users/"+w.made("createUser")+"/logout", nil) },
		"changePassword": func(w *world) request {
			r := cellOf(w, "createUser")
			w.admin.Do(r.method, r.path, r.body).Must(201)
			p := post("/me/password", fields{"password": rig.Password, "new_password": rig.Password + " mới"})
			name := r.body.(fields)["username"].(string)
			p.as = w.admin.Login(name, rig.Password)
			p.renew = func() *apptest.Client { return w.admin.Login(name, rig.Password+" mới") }
			return p
		},
	}
}

// bulk makes a list of one: a request and its repetition are of the same record.
func bulk(path string, body, row fields) request {
	other := fields{}
	for k, v := range row {
		other[k] = v
	}
	other["remark"] = "Khác"
	with := func(row fields) fields {
		whole := fields{"data": []any{row}}
		for k, v := range body {
			whole[k] = v
		}
		return whole
	}
	return request{method: "POST", path: path, body: with(row), other: with(other)}
}

func post(path string, body fields) request {
	r := request{method: "POST", path: path}
	if body != nil {
		other := fields{"remark": "Khác"}
		for k, v := range body {
			other[k] = v
		}
		r.body, r.other = body, other
	}
	return r
}

// cellOf is the request of a cell; without one the test fails.
func cellOf(w *world, op string) request {
	c := cells(op)
	if c == nil {
		w.t.Fatalf("operation %s is in the contract and has no cell: say in cells_test.go how its record is made", op)
	}
	r := c(w)
	if r.as == nil {
		r.as = w.admin
	}
	return r
}

// made makes a record and returns its id.
func (w *world) made(op string) string {
	r := cellOf(w, op)
	return r.as.Do(r.method, r.path, r.body, r.headers...).Must(201).ID()
}

// inForce is an agreement known from a report, in force.
func (w *world) inForce() string {
	return w.admin.Post("/agreements", fields{"term_id": w.made("createTerm"), "title": w.unique("Giao ước"), "basis": "reported", "status": "in_force"}).Must(201).ID()
}

// fresh is the path of a new record of the kind an operation changes.
func (w *world) fresh(o operation) string {
	if !strings.Contains(o.path, "{id}") {
		return o.path // one's own account
	}
	return strings.Replace(o.record(), "{id}", w.made("create"+o.noun()), 1)
}

// change is a request that changes a record at a version; each says another
// thing where there is another thing to say.
func (w *world) change(o operation, record, tag string) request {
	r := request{as: w.admin, method: o.method, path: record + strings.TrimPrefix(o.path, o.record())}
	if tag != "" {
		r.headers = []string{"If-Match", tag}
	}
	switch {
	case o.body["to"].Enum != nil:
		r.body = fields{"to": w.move(o), "reason": "Lý do"}
		r.other = fields{"to": w.move(o), "reason": "Khác"}
	case o.id == "judgeProgressEntry":
		r.body = fields{"verdict": "incomplete", "note": w.unique("Cần bổ sung")}
	case o.method == "PATCH":
		r.body = fields{changeable(w.t, o): w.unique("Sửa")}
	}
	return r
}

// changeable is a member of a body that holds free text.
func changeable(t *testing.T, o operation) string {
	for _, name := range []string{"remark", "display_name", "local_name", "name"} {
		if _, ok := o.body[name]; ok {
			return name
		}
	}
	t.Fatalf("%s: no member of its body is known to hold free text: name it in changeable", o.id)
	return ""
}

// move finds the state that a new record may go to, by trying.
func (w *world) move(o operation) string {
	if to := w.moves[o.id]; to != "" {
		return to
	}
	for _, to := range slices.Backward(o.body["to"].Enum) {
		record := w.fresh(o)
		a := w.admin.Do(o.method, record+strings.TrimPrefix(o.path, o.record()), fields{"to": to, "reason": "Lý do"}, "If-Match", w.admin.ETag(record))
		if a.Status == 200 {
			w.moves[o.id] = to.(string)
			return to.(string)
		}
	}
	w.t.Fatalf("%s: a new record may go to no state", o.id)
	return ""
}
