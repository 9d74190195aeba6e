package app_test

import (
	"fmt"
	"strings"
	"testing"
)

// target is what one cell asks about.
type target struct{ path, id, etag string }

// collections maps the first part of a path to the entity found there.
var collections = map[string]string{
	"units": "member_unit", "unit-versions": "unit_version", "authorities": "organizer", "persons": "person", "arrangements": "arrangement",
	"award-types": "award_type", "blocs": "bloc", "terms": "term", "members": "member", "leaderships": "leadership", "deadlines": "deadline",
	"events": "event", "movements": "movement", "movement-commitments": "movement_commitment", "registrations": "registration", "agreements": "agreement", "commitments": "commitment", "signatures": "signature", "annexes": "annex",
	"decisions": "decision", "awards": "award", "recipients": "recipient", "users": "user", "grants": "grant", "tokens": "token", "calendar-feeds": "calendar_feed",
	"attachments": "attachment", "successions": "succession", "audit-events": "act", "report-wordings": "report_wording", "issued-reports": "issued_report", "report-jobs": "report_job",
	"progress-entries": "progress_entry", "period-closings": "period_closing", "models": "model", "ratings": "rating", "rating-rules": "rating_rule", "score-tables": "score_table", "score-sheets": "score_sheet",
	"votes": "vote", "voters": "voter", "rankings": "ranking",
}

func collection(path string) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return first
}

// standing is the world's own record of the kind the path names, made once.
func (m *matrix) standing(w *world, path string) target {
	if path == "/search" {
		return target{path: path + "?limit=50&q=khoi"}
	}
	if !strings.Contains(path, "{id}") {
		return target{path: path}
	}
	c := collection(path)
	entity := collections[c]
	if w.ids[entity] == "" {
		w.ids[entity] = m.make(w, c)
	}
	return m.at(path, c, w.ids[entity])
}

// fresh is a record a cell may change or remove without spoiling the others.
func (m *matrix) fresh(t *testing.T, w *world, op, path string) target {
	t.Helper()
	if !strings.Contains(path, "{id}") {
		return target{path: path}
	}
	c := collection(path)
	switch op {
	case "deleteTerm":
		c = "bare-terms"
	case "createAnnex", "createSignature":
		c = "reported-agreements"
	}
	return m.at(path, collection(path), m.make(w, c))
}

func (m *matrix) at(path, collection, id string) target {
	return target{strings.Replace(path, "{id}", id, 1), id, m.admin.ETag("/" + collection + "/" + id)}
}

// make makes a record of a collection in a world, as the administrator.
func (m *matrix) make(w *world, collection string) string {
	post := func(path string, body map[string]any) string { return m.admin.Post(path, body).Must(201).ID() }
	switch collection {
	case "terms":
		term := m.make(w, "bare-terms")
		for _, u := range []string{"leading_unit", "deputy_unit", "member_unit"} {
			post("/terms/"+term+"/members", map[string]any{"unit_id": w.ids[u]})
		}
		post("/terms/"+term+"/leadership", map[string]any{"role": "leader", "unit_id": w.ids["leading_unit"]})
		post("/terms/"+term+"/leadership", map[string]any{"role": "deputy", "unit_id": w.ids["deputy_unit"]})
		return term
	case "bare-terms":
		return post("/terms", m.body("createTerm", w))
	case "unit-versions":
		return post("/units/"+m.make(w, "units")+"/versions", m.body("createUnitVersion", w))
	case "members", "deadlines":
		return post("/terms/"+w.ids["term"]+"/"+collection, m.body(makers[collection], w))
	case "leaderships":
		return post("/terms/"+w.ids["term"]+"/leadership", m.body("createLeadership", w))
	case "agreements":
		term := m.make(w, "terms")
		return post("/agreements", map[string]any{"term_id": term, "title": "Giao ước " + m.unique(), "basis": "original"})
	case "reported-agreements":
		return post("/agreements", map[string]any{"term_id": m.make(w, "terms"), "title": "Giao ước " + m.unique(), "basis": "reported", "status": "in_force"})
	case "signatures", "annexes":
		return post("/agreements/"+m.make(w, "reported-agreements")+"/"+collection, m.body(makers[collection], w))
	case "attachments":
		return m.send(m.admin, "createAttachment", "POST", "/attachments", m.body("createAttachment", w), nil).Must(201).ID()
	case "audit-events":
		return m.admin.Get("/audit-events?limit=1&actor_id=" + m.admin.UserID + "&term_id=" + w.ids["term"]).Must(200).Str("data.0.id")
	case "voters":
		return w.leader.Post("/votes/"+m.make(w, "votes")+"/voters", m.body("createVoter", w)).Must(201).ID()
	case "progress-entries", "period-closings", "ratings", "score-sheets", "votes", "rankings": // administrators do not write them
		return w.leader.Post("/"+collection, m.body(makers[collection], w)).Must(201).ID()
	case "recipients":
		return post("/awards/"+w.ids["award"]+"/recipients", m.body("createRecipient", w))
	}
	return post("/"+collection, m.body(makers[collection], w))
}

var makers = map[string]string{
	"units": "createUnit", "authorities": "createAuthority", "persons": "createPerson", "arrangements": "createArrangement", "award-types": "createAwardType",
	"blocs": "createBloc", "members": "createMember", "deadlines": "createDeadline", "events": "createEvent", "movements": "createMovement", "movement-commitments": "createMovementCommitment", "registrations": "createRegistration", "commitments": "createCommitment",
	"signatures": "createSignature", "annexes": "createAnnex", "decisions": "createDecision", "awards": "createAward", "users": "createUser", "grants": "createGrant", "tokens": "createToken", "calendar-feeds": "createCalendarFeed",
	"successions": "createSuccession", "report-wordings": "createReportWording", "issued-reports": "createIssuedReport", "report-jobs": "createReportJob",
	"progress-entries": "createProgressEntry", "period-closings": "createPeriodClosing", "models": "createModel", "ratings": "createRating", "rating-rules": "createRatingRule", "score-tables": "createScoreTable", "score-sheets": "createScoreSheet",
	"votes": "createVote", "rankings": "createRanking",
}

// body is a valid body for an operation, naming records of a world.
func (m *matrix) body(op string, w *world) map[string]any {
	tag, ids := m.unique(), w.ids
	switch op {
	case "createUnit":
		return map[string]any{"name": "Đơn vị " + tag}
	case "createUnitVersion":
		return map[string]any{"name": "Tên mới " + tag, "valid_from": "2026-01-01"}
	case "createAuthority":
		return map[string]any{"name": "Cơ quan " + tag}
	case "createPerson":
		return map[string]any{"name": "Người " + tag}
	case "createArrangement":
		return map[string]any{"organizer_id": ids["organizer"], "period": "2026"}
	case "createAwardType":
		return map[string]any{"code": "LOCAL_" + tag, "class": "form", "vi": "Giấy khen riêng " + tag, "en": "Local certificate " + tag, "subjects": []string{"collective"}}
	case "createBloc":
		return map[string]any{"kind": "bloc", "names": []any{map[string]any{"name": "Khối " + tag, "kind": "current"}}, "organizer_id": ids["organizer"]}
	case "createTerm":
		m.year++
		return map[string]any{"bloc_id": ids["bloc"], "period": years(m.year), "period_kind": "range", "status": "planning"}
	case "createTermCopy":
		m.year++
		return map[string]any{"period": years(m.year), "period_kind": "range", "members": false} // each would be an act of its own
	case "createAgreementCopy":
		return map[string]any{"term_id": m.make(w, "terms")}
	case "createMember":
		return map[string]any{"unit_id": m.make(w, "units")}
	case "createMembers":
		return map[string]any{"term_id": ids["term"], "data": []any{map[string]any{"unit_id": m.make(w, "units")}}}
	case "createLeadership":
		return map[string]any{"role": "deputy", "unit_id": m.make(w, "units")}
	case "createDeadline":
		return map[string]any{"kind": "other", "title": "Hạn " + tag, "due_on": "2026-06-30"}
	case "createEvent":
		return map[string]any{"title": "Hội nghị " + tag, "terms": []any{map[string]any{"term_id": ids["term"], "purpose": "activity"}}}
	case "createMovement":
		return map[string]any{"name": "Phong trào " + tag}
	case "createMovementCommitment":
		return map[string]any{"movement_id": m.make(w, "movements"), "commitment_id": m.standing(w, "/commitments/{id}").id}
	case "createRegistration":
		return map[string]any{"term_id": m.make(w, "terms"), "unit_id": ids["member_unit"], "commitments": []any{map[string]any{"text": "Chỉ tiêu " + tag}}}
	case "createAgreement":
		return map[string]any{"term_id": m.make(w, "terms"), "title": "Giao ước " + tag, "basis": "original"}
	case "createCommitment":
		return map[string]any{"agreement_id": ids["agreement"], "text": "Nội dung " + tag, "scope": "common"}
	case "createCommitments":
		return map[string]any{"agreement_id": ids["agreement"], "data": []any{map[string]any{"text": "Nội dung " + tag}}}
	case "createSignature":
		return map[string]any{"unit_id": ids["member_unit"], "status": "pending"}
	case "transitionSignatures":
		row := m.admin.Get("/signatures/" + m.make(w, "signatures")).Must(200)
		return map[string]any{"agreement_id": row.Str("agreement_id"), "to": "absent", "data": []any{map[string]any{"signature_id": row.ID(), "version": row.At("version")}}}
	case "createAnnex":
		return map[string]any{"title": "Phụ lục " + tag, "text": "Sửa đổi"}
	case "createDecision":
		return map[string]any{"bloc_id": ids["bloc"], "kind": "award", "number": tag, "authority_id": ids["organizer"]}
	case "createAward":
		return map[string]any{"bloc_id": ids["bloc"], "type_as_written": "bằng khen", "recipient_kind": "collective", "count": 1, "period": "2026"}
	case "createModel":
		return map[string]any{"term_id": ids["term"], "title": "Mô hình " + tag, "units": []any{map[string]any{"part": "pilot", "unit_id": ids["member_unit"]}}}
	case "createScoreTable":
		return map[string]any{"term_id": m.make(w, "terms"), "title": "Bảng điểm " + tag, "criteria": []any{map[string]any{"code": "1", "text": "Tiêu chí", "kind": "manual", "max": 100}}}
	case "createScoreTableCopy":
		return map[string]any{"term_id": ids["term"]}
	case "createScoreSheet":
		term, _ := m.scored(w, "unit")
		return map[string]any{"term_id": term, "unit_id": ids["member_unit"]}
	case "transitionScoreSheet":
		return map[string]any{"to": "submitted", "reason": "Nộp bản giấy"}
	case "saveScores":
		if ids["criterion"] == "" {
			ids["scored_term"], ids["criterion"] = m.scored(w, "unit")
		}
		return m.scores(w, ids["scored_term"], ids["criterion"])
	case "createVote":
		return map[string]any{"term_id": ids["term"], "title": "Bỏ phiếu " + tag}
	case "createVoter":
		return map[string]any{"unit_id": ids["member_unit"], "part": "present"}
	case "createRanking":
		return map[string]any{"term_id": m.make(w, "terms"), "origin": "stated", "rows": []any{map[string]any{"unit_id": ids["member_unit"], "rank": 1}}}
	case "createRating":
		return map[string]any{"term_id": m.make(w, "terms"), "unit_id": ids["member_unit"], "standing": "self", "level": "good"}
	case "createRatingRule":
		return map[string]any{"kind": "disunity", "cap": "not_completed", "norm": "Quy định " + tag}
	case "createProgressEntry":
		return map[string]any{"term_id": ids["term"], "unit_id": ids["member_unit"], "indicator": "Chỉ tiêu " + tag, "period": m.label(ids["term"]), "period_kind": m.kind(ids["term"])}
	case "saveProgressEntries":
		cell := map[string]any{"commitment_id": m.standing(w, "/commitments/{id}").id, "unit_id": ids["member_unit"], "results": "Kết quả " + tag}
		there := m.admin.Get(fmt.Sprintf("/progress-entries?term_id=%s&commitment_id=%s&unit_id=%s", ids["term"], cell["commitment_id"], cell["unit_id"])).Must(200)
		for _, v := range there.Column("version") {
			cell["version"] = v
		}
		return map[string]any{"term_id": ids["term"], "period": m.label(ids["term"]), "period_kind": m.kind(ids["term"]), "data": []any{cell}}
	case "judgeProgressEntry":
		return map[string]any{"verdict": "confirmed"}
	case "createPeriodClosing":
		term := m.make(w, "terms")
		return map[string]any{"term_id": term, "period": years(m.year), "period_kind": "range"}
	case "createAttachment":
		return map[string]any{"owner_kind": "award", "owner_id": ids["award"]}
	case "createRecipient":
		return map[string]any{"unit_as_written": "Tập thể " + tag}
	case "createToken":
		return map[string]any{"name": "Mã " + tag, "scope": "read"}
	case "createCalendarFeed":
		return map[string]any{"name": "Lịch " + tag, "scope": "personal"}
	case "updateToken":
		return map[string]any{"name": "Tên " + tag}
	case "createSuccession":
		return map[string]any{"subject": "unit", "kind": "merge", "from": []any{map[string]any{"unit_id": m.make(w, "units")}}, "to": []any{map[string]any{"unit_id": m.make(w, "units")}}}
	case "createReportWording":
		return map[string]any{"kind": "annual", "subject_id": m.make(w, "terms"), "number": tag}
	case "createIssuedReport":
		return map[string]any{"kind": "annual", "subject_id": ids["term"]}
	case "createReportJob":
		return map[string]any{"kind": "annual", "subject_id": ids["term"], "formats": []string{"json"}}
	case "transitionIssuedReport":
		return map[string]any{"to": "withdrawn", "reason": "Phát hành nhầm"}
	case "createUser":
		return map[string]any{"username": "cell" + tag, "password": "mật khẩu dài để thử"}
	case "createGrant":
		return map[string]any{"user_id": m.make(w, "users"), "role": "clerk", "scope": "unit", "scope_id": ids["member_unit"]}
	case "transitionTerm", "transitionDecision", "transitionAgreement", "transitionSignature", "transitionRegistration", "transitionModel", "transitionScoreTable", "transitionVote", "transitionRanking":
		return map[string]any{"to": map[string]string{"transitionRegistration": "submitted", "transitionModel": "piloting", "transitionScoreTable": "applied", "transitionVote": "open", "transitionRanking": "concluded", "transitionTerm": "signing", "transitionDecision": "in_force", "transitionAgreement": "consulting", "transitionSignature": "signed"}[op]}
	case "transitionPeriodClosing":
		return map[string]any{"to": "reopened", "reason": "Bổ sung số liệu"}
	case "updateUser":
		return map[string]any{"display_name": "Tên " + tag}
	case "updateAwardType":
		return map[string]any{"local_name": "Tên riêng " + tag}
	}
	if strings.HasPrefix(op, "update") {
		return map[string]any{"remark": "Ghi chú " + tag}
	}
	return nil
}

// scored is a term whose score table is applied, and the one criterion of that.
func (m *matrix) scored(w *world, by string) (term, criterion string) {
	body := m.body("createScoreTable", w)
	body["criteria"].([]any)[0].(map[string]any)["scored_by"] = by
	table := m.admin.Post("/score-tables", body).Must(201)
	m.admin.Move("/score-tables/"+table.ID(), "applied", "").Must(200)
	return body["term_id"].(string), table.Str("criteria.0.id")
}

// scores is a cell that the member unit scores itself, as it stands.
func (m *matrix) scores(w *world, term, criterion string) map[string]any {
	cell := map[string]any{"unit_id": w.ids["member_unit"], "criterion_id": criterion, "points": 5}
	board := w.leader.Get("/terms/" + term + "/score-board").Must(200)
	for i, id := range board.Pluck("units", "unit.id") {
		if v := board.At(fmt.Sprintf("units.%d.cells.0.version", i)); id == w.ids["member_unit"] && v != nil {
			cell["version"] = v
		}
	}
	return map[string]any{"term_id": term, "stage": "self", "data": []any{cell}}
}

// label and kind are of a term's period.
func (m *matrix) label(term string) string {
	return m.admin.Get("/terms/" + term).Must(200).Str("period.label")
}

func (m *matrix) kind(term string) string {
	return m.admin.Get("/terms/" + term).Must(200).Str("period.kind")
}

// years is the n-th range of years nobody else uses.
func years(n int) string {
	from, length := 1900+n%200, 2+n/200
	return fmt.Sprintf("%d-%d", from, from+length)
}
