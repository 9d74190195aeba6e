package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

// workingYear is a bloc of ten units and the three who drive its year: the council's
// staff, the secretary of the leading unit, and a clerk of each unit.
type workingYear struct {
	t               *testing.T
	council, leader *apptest.Client
	clerks          []*apptest.Client
	units           []string
	bloc, term      string
	agreement       string
	promises        []string
}

type fields = map[string]any

func (y *workingYear) make(c *apptest.Client, path string, body fields) string {
	y.t.Helper()
	return c.Post(path, body).Must(201).ID()
}

func (y *workingYear) is(what string, got, want any) {
	y.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		y.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// Three roles drive a term of ten units from planning through the signing to the
// mid-year review and the ratings, by the API alone.
func TestAYearOfTenUnits(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := planned(t, s)
		y.sign()
		y.register()
		y.pilot()
		y.report()
		y.review()
		y.rate()
		y.look()
	})
}

// planned: the council opens the year and says who leads.
func planned(t *testing.T, s *apptest.Service) *workingYear {
	y := &workingYear{t: t}
	organizer := y.make(s.Admin(), "/authorities", fields{"name": "Hội đồng Thi đua – Khen thưởng tỉnh Hư Cấu"})
	y.council = s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: organizer})
	y.bloc = y.make(y.council, "/blocs", fields{"kind": "bloc", "name": "Khối mười đơn vị", "organizer_id": organizer})
	y.term = y.make(y.council, "/terms", fields{"bloc_id": y.bloc, "period": "2026", "status": "planning"})
	var members []fields
	for i := range 10 {
		unit := y.make(y.council, "/units", fields{"name": fmt.Sprintf("Sở thứ %d", i+1)})
		y.units, members = append(y.units, unit), append(members, fields{"unit_id": unit})
		y.clerks = append(y.clerks, s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: unit}))
	}
	y.council.Post("/members/bulk", fields{"term_id": y.term, "data": members}).Must(201)
	y.council.Post("/terms/"+y.term+"/leadership", fields{"role": "leader", "unit_id": y.units[0]}).Must(201)
	y.leader = s.As(apptest.Right{Role: actor.Leader, Scope: actor.OfUnit, ID: y.units[0]})
	y.leader.Move("/terms/"+y.term, "signing", "").Must(200)
	return y
}

// sign: the leader writes the agreement, each unit signs for itself.
func (y *workingYear) sign() {
	event := y.make(y.leader, "/events", fields{"title": "Hội nghị ký kết", "held_on": "2026-01-20", "terms": []fields{{"term_id": y.term, "purpose": "signing"}}})
	y.agreement = y.make(y.leader, "/agreements", fields{"term_id": y.term, "title": "Giao ước thi đua năm 2026", "basis": "original", "signing_event_id": event})
	for _, c := range []fields{{"text": "Giải quyết hồ sơ đúng hạn", "measure": "percent", "target": 98}, {"text": "Trồng cây xanh", "measure": "quantity", "target": 50, "unit_of_measure": "cây"}, {"text": "Giữ vững đoàn kết", "measure": "qualitative"}} {
		c["agreement_id"] = y.agreement
		y.promises = append(y.promises, y.make(y.leader, "/commitments", c))
	}
	for _, d := range []fields{{"kind": "registration", "due_on": "2026-02-15"}, {"kind": "mid_year", "due_on": "2026-07-15"}} {
		y.leader.Post("/terms/"+y.term+"/deadlines", d).Must(201)
	}
	y.leader.Post("/terms/"+y.term+"/deadlines", fields{"kind": "mid_year", "due_on": "2026-01-10"}).Refused(422, "validation_failed")
	y.leader.Move("/agreements/"+y.agreement, "consulting", "").Must(200)
	y.leader.Move("/agreements/"+y.agreement, "signing", "").Must(200)
	for i, clerk := range y.clerks {
		rows := clerk.Get("/agreements/" + y.agreement + "/signatures?unit_id=" + y.units[i]).Must(200)
		clerk.Move("/signatures/"+rows.Str("data.0.id"), "signed", "").Must(200)
	}
	y.leader.Move("/agreements/"+y.agreement, "in_force", "").Must(200)
	y.leader.Move("/terms/"+y.term, "in_force", "").Must(200)
	y.leader.Patch("/commitments/"+y.promises[0], fields{"text": "Đổi sau khi ký"}).Refused(409, "agreement.frozen")
}

// register: nine units send what they register, one is sent back and mends it, one
// sends nothing.
func (y *workingYear) register() {
	for i := range 9 {
		at := "/registrations/" + y.make(y.clerks[i], "/registrations", fields{
			"term_id": y.term, "unit_id": y.units[i], "commitments": []fields{{"text": "Số hóa hồ sơ", "measure": "quantity", "target": 100 * (i + 1)}},
			"titles": []fields{{"subject": "individual", "type_as_written": "Chiến sĩ thi đua cơ sở", "count": 3}},
		})
		y.clerks[i].Move(at, "submitted", "").Must(200)
		if i != 4 {
			y.leader.Move(at, "accepted", "").Must(200)
			continue
		}
		y.leader.Do("POST", at+"/transitions", fields{"to": "returned", "reason": "Vượt số lượng", "fields": []fields{{"list": "titles"}}}, "If-Match", y.leader.ETag(at)).Must(200)
		y.clerks[i].Patch(at, fields{"registered_on": "2026-02-01"}).Refused(409, "registration.not_reopened")
		title := y.clerks[i].Get(at).Must(200).Str("titles.0.id")
		y.clerks[i].Patch(at, fields{"titles": []fields{{"id": title, "subject": "individual", "type_as_written": "Chiến sĩ thi đua cơ sở", "count": 2}}}).Must(200)
		y.clerks[i].Move(at, "submitted", "").Must(200)
		y.is("changes", y.leader.Get(at+"/changes").Must(200).Pluck("changes", "member"), []any{"count"})
		y.leader.Move(at, "accepted", "").Must(200)
	}
	board := y.leader.Get("/terms/" + y.term + "/registration-board").Must(200)
	y.is("registered", []any{board.At("counts.accepted"), board.At("counts.not_begun"), board.At("units.9.state")}, []any{9.0, 1.0, "not_begun"})
}

// pilot: a model that two units try.
func (y *workingYear) pilot() {
	at := "/models/" + y.make(y.leader, "/models", fields{"term_id": y.term, "title": "Một cửa không giấy hẹn", "units": []fields{{"part": "pilot", "unit_id": y.units[1]}, {"part": "pilot", "unit_id": y.units[2]}}})
	y.leader.Move(at, "piloting", "").Must(200)
	y.clerks[1].Move(at, "reviewed", "").Refused(403, "forbidden")
}

// report: five clerks fill in the half by themselves, the leader types the paper of
// four; one unit reports nothing.
func (y *workingYear) report() {
	write := func(c *apptest.Client, unit int, figures ...string) *apptest.Answer {
		var cells []fields
		for i, f := range figures {
			cells = append(cells, fields{"commitment_id": y.promises[i], "unit_id": y.units[unit], "actual": fields{"as_written": f}})
		}
		cells = append(cells, fields{"commitment_id": y.promises[2], "unit_id": y.units[unit], "level": "good"})
		return c.Post("/progress-entries/cells", fields{"term_id": y.term, "period": "2026-H1", "data": cells})
	}
	for i := range 5 {
		write(y.clerks[i], i, "98,5 %", fmt.Sprint(20+i)).Must(200)
	}
	write(y.clerks[5], 6, "97 %", "10").Refused(403, "forbidden") // another unit's
	refused := write(y.leader, 5, "97 %", "1.000").Must(422)
	y.is("ambiguous", refused.Fields(), []string{"/data/1/actual/as_written figure_ambiguous"})
	for i := 5; i < 9; i++ {
		write(y.leader, i, "97 %", "40").Must(200)
	}
	entries := y.leader.Get("/progress-entries?limit=200&term_id=" + y.term).Must(200)
	y.is("entries", len(entries.Data()), 27) // of the refused sheet nothing is there
}

// review: the leader judges a report, the conference closes the half.
func (y *workingYear) review() {
	of := "/progress-entries/" + y.leader.Get("/progress-entries?term_id="+y.term+"&unit_id="+y.units[1]+"&commitment_id="+y.promises[0]).Must(200).Str("data.0.id")
	y.leader.Do("PUT", of+"/verdict", fields{"verdict": "confirmed"}, "If-Match", y.leader.ETag(of)).Must(200)
	event := y.make(y.leader, "/events", fields{"title": "Hội nghị sơ kết", "held_on": "2026-07-10", "terms": []fields{{"term_id": y.term, "purpose": "mid_year"}}})
	y.make(y.leader, "/period-closings", fields{"term_id": y.term, "period": "2026-H1", "event_id": event})
	y.clerks[9].Post("/progress-entries", fields{"term_id": y.term, "commitment_id": y.promises[0], "unit_id": y.units[9], "period": "2026-Q2", "actual": fields{"value": 99}}).Refused(409, "progress.period_closed")
	y.clerks[1].Patch(of, fields{"results": "Sửa muộn"}).Refused(409, "progress.period_closed")
}

// rate: each unit rates itself, the rules hold what is proposed, the council records
// what was recognised.
func (y *workingYear) rate() {
	y.make(y.council, "/rating-rules", fields{"kind": "no_self_assessment", "cap": "not_completed", "norm": "Quy định của khối, khoản 4 Điều 6"})
	for i := range 9 {
		y.clerks[i].Post("/ratings", fields{"term_id": y.term, "unit_id": y.units[i], "standing": "self", "level": "excellent"}).Must(201)
		y.leader.Post("/ratings", fields{"term_id": y.term, "unit_id": y.units[i], "standing": "proposed", "level": "good"}).Must(201)
	}
	silent := fields{"term_id": y.term, "unit_id": y.units[9], "standing": "proposed", "level": "completed", "circumstances": []fields{{"kind": "no_self_assessment"}}}
	y.is("capped", y.leader.Post("/ratings", silent).Must(422).Fields(), []string{"/level above_cap"})
	silent["level"] = "not_completed"
	y.leader.Post("/ratings", silent).Must(201)
	y.council.Post("/ratings", fields{"term_id": y.term, "unit_id": y.units[0], "standing": "recognised", "level": "good"}).Must(201)
}

// look: what each role sees of it at the end.
func (y *workingYear) look() {
	board := y.clerks[9].Get("/terms/" + y.term + "/progress-board?period=2026-H1").Must(200)
	y.is("closed", board.At("closing.period"), any("2026-H1"))
	empty := 0
	for i := range 3 {
		if board.At(fmt.Sprintf("rows.%d.cells.9.standing.status", i)) == "not_reported" && board.At(fmt.Sprintf("rows.%d.cells.9.actual", i)) == nil {
			empty++
		}
	}
	y.is("gaps of the unit that reported nothing", empty, 3)
	ratings := y.clerks[0].Get("/terms/" + y.term + "/rating-board").Must(200)
	y.is("rated", []any{ratings.At("counts.1.units"), ratings.At("units.9.cap.level"), ratings.At("units.9.self")}, []any{1.0, "not_completed", nil})
	y.is("due", y.council.Get("/deadlines?bloc_id="+y.bloc).Must(200).Column("kind"), []any{"registration", "mid_year"})
	feed := y.clerks[0].Post("/calendar-feeds", fields{"name": "Lịch khối", "scope": "bloc", "bloc_id": y.bloc}).Must(201).Str("path")
	y.is("feed", strings.HasPrefix(feed, "/calendar/"), true)
	// Every act has its entry, and one term tells them all.
	acts := y.leader.Get("/audit-events?limit=200&term_id=" + y.term).Must(200)
	if n := len(acts.Data()); n < 100 {
		y.t.Errorf("%d acts on record", n)
	}
}
