package registration_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

type object = map[string]any

// yearBooks are one bloc with one term: three members in protocol order, the first
// of which leads.
type yearBooks struct {
	admin, leader, clerk, other *apptest.Client
	bloc, term                  string
	units                       []string
}

func openYear(t *testing.T, s *apptest.Service, name string) yearBooks {
	t.Helper()
	b := yearBooks{admin: s.Admin()}
	b.bloc = b.admin.Post("/blocs", object{"kind": "bloc", "name": "Khối " + name}).Must(201).ID()
	b.term = b.admin.Post("/terms", object{"bloc_id": b.bloc, "period": "2026", "status": "signing"}).Must(201).ID()
	for _, u := range []string{"Văn phòng", "Ban Tổ chức", "Báo"} {
		id := b.admin.Post("/units", object{"name": u + " " + name}).Must(201).ID()
		b.units = append(b.units, id)
		b.admin.Post("/terms/"+b.term+"/members", object{"unit_id": id}).Must(201)
	}
	b.admin.Post("/terms/"+b.term+"/leadership", object{"role": "leader", "unit_id": b.units[0]}).Must(201)
	as := func(r actor.Role, unit string) *apptest.Client {
		return s.As(apptest.Right{Role: r, Scope: actor.OfUnit, ID: unit})
	}
	b.leader, b.clerk, b.other = as(actor.Leader, b.units[0]), as(actor.Clerk, b.units[1]), as(actor.Clerk, b.units[2])
	return b
}

// step takes a registration to a state.
func (b yearBooks) step(c *apptest.Client, path string, body object) *apptest.Answer {
	return c.Do("POST", path+"/transitions", body, "If-Match", c.ETag(path))
}

func want(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func fields(t *testing.T, a *apptest.Answer, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, a.Fields()); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

func TestRegistrationOfAUnit(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := openYear(t, s, "A")
		movement := b.leader.Post("/movements", object{"name": "Dân vận khéo"}).Must(201).ID()
		person := b.admin.Post("/persons", object{"name": "Lê Văn Cường"}).Must(201).ID()
		award := b.admin.Get("/award-types?limit=1").Must(200).Str("data.0.id")
		r := b.clerk.Post("/registrations", object{
			"term_id": b.term, "unit_id": b.units[1], "unit_as_written": "Ban TC", "head_id": person, "head_as_written": "Đ/c Cường", "head_position_as_written": "Trưởng ban",
			"union_as_written": "Trần Thị Hoa", "union_position_as_written": "Chủ tịch Công đoàn", "registered_on": "2026-02", "document_as_written": "Số 12/ĐK",
			"commitments": []object{
				{"text": "Giải quyết hồ sơ đúng hạn", "measure": "percent", "target": 98.5, "unit_of_measure": "%", "due_on": "2026-12", "movement_id": movement, "note": "cả năm"},
				{"text": "Không có đơn thư vượt cấp"},
			},
			"titles": []object{
				{"subject": "collective", "award_type_id": award, "unit_id": b.units[1]},
				{"subject": "individual", "type_as_written": "Chiến sĩ thi đua cơ sở", "count": 3},
				{"subject": "individual", "type_as_written": "Chiến sĩ thi đua toàn quốc", "person_id": person, "period": "2021-2026"},
				{"subject": "household", "type_as_written": "Gia đình văn hóa", "name": "Hộ ông An"},
				{"subject": "initiative", "name": "Số hóa hồ sơ", "person_as_written": "Nhóm tác giả"},
			},
		}).Must(201)
		path := "/registrations/" + r.ID()
		want(t, r.Header.Get("Location"), "/api/v1"+path)
		for at, w := range map[string]any{
			"status": "draft", "unit.as_written": "Ban TC", "unit.name": "Ban Tổ chức A", "head.name": "Lê Văn Cường", "head.as_written": "Đ/c Cường", "union.id": nil, "union.as_written": "Trần Thị Hoa",
			"registered_on": "2026-02", "first_sent_on": nil, "commitment_count": 2.0, "title_count": 5.0, "submission_count": 0.0, "term.period": "2026", "bloc.name": "Khối A",
			"commitments.0.order": 1.0, "commitments.0.target": 98.5, "commitments.0.movement.name": "Dân vận khéo", "commitments.1.measure": nil, "commitments.1.target": nil, "commitments.1.movement": nil,
			"titles.0.unit.name": "Ban Tổ chức A", "titles.0.award_type.id": award, "titles.1.count": 3.0, "titles.1.person": nil, "titles.2.period.label": "2021-2026", "titles.2.period.listing_year": nil,
			"titles.3.name": "Hộ ông An", "titles.4.award_type": nil, "titles.4.person.as_written": "Nhóm tác giả",
		} {
			want(t, r.At(at), w)
		}
		want(t, b.other.Get(path).Must(200).At("recorded_by"), r.At("recorded_by"))
		want(t, b.clerk.Post("/registrations", object{"term_id": b.term, "unit_id": b.units[1]}).Refused(409, "duplicate").Str("existing_id"), r.ID())
		for q, n := range map[string]int{
			"term_id=" + b.term: 1, "bloc_id=" + b.bloc + "&status=draft": 1, "status_ne=draft": 0, "unit_id=" + b.units[1]: 1, "unit_id=" + b.units[0]: 0,
			"year=2026&q=so+hoa": 1, "q=khong+he": 0, "registered_on_gte=2026-03": 0, "sort=-registered_on": 1,
		} {
			want(t, len(b.leader.Get("/registrations?"+q).Must(200).Data()), n)
		}

		// A list is replaced as a whole; what brings its id stays itself.
		first, second := r.Str("commitments.0.id"), r.Str("commitments.1.id")
		changed := b.clerk.Patch(path, object{"commitments": []object{{"text": "Thêm mới"}, {"id": second, "text": "Không có đơn thư"}}}).Must(200)
		want(t, []any{changed.At("commitments.1.id"), changed.At("commitments.1.text"), changed.At("commitment_count"), changed.At("title_count")}, []any{second, "Không có đơn thư", 2.0, 5.0})
		fields(t, b.clerk.Patch(path, object{"commitments": []object{{"id": first, "text": "x"}, {"id": second, "text": "y"}, {"id": second, "text": "z"}}}).Refused(422, "validation_failed"),
			"/commitments/0/id reference_not_found", "/commitments/2/id duplicate_item")
		want(t, b.clerk.Get(path).Must(200).Column("commitments") == nil, true)
		acts := b.leader.Get("/audit-events?entity=registration&entity_id=" + r.ID()).Must(200).Column("action")
		want(t, acts, []any{"updateRegistration", "createRegistration"})

		b.clerk.Delete(path).Must(204)
		b.clerk.Get(path).Refused(404, "not_found")
	})
}

func TestRegistrationRefusals(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b, far := openYear(t, s, "A"), openYear(t, s, "B")
		body := func(more object) object {
			o := object{"term_id": b.term, "unit_id": b.units[1]}
			for k, v := range more {
				o[k] = v
			}
			return o
		}
		const nowhere = "01900000-0000-7000-8000-000000000000"
		title := func(o object) object { return body(object{"titles": []object{o}}) }
		for _, c := range []struct {
			body object
			want string
		}{
			{object{}, "/term_id required,/unit_id required"},
			{body(object{"term_id": far.term}), "/term_id reference_not_found"},
			{body(object{"unit_id": nowhere}), "/unit_id reference_not_found"},
			{body(object{"status": "returned"}), "/status not_allowed"},
			{body(object{"head_id": nowhere}), "/head_id reference_not_found"},
			{body(object{"commitments": []object{{"text": "x", "movement_id": nowhere}}}), "/commitments/0/movement_id reference_not_found"},
			{body(object{"commitments": []object{{"measure": "percent"}}}), "/commitments/0/text required"},
			{body(object{"commitments": []object{{"id": nowhere, "text": "x"}}}), "/commitments/0/id reference_not_found"},
			{title(object{"subject": "collective", "count": 1}), "/titles/0/award_type_id reference_required"},
			{title(object{"subject": "collective", "type_as_written": "Tập thể lao động xuất sắc"}), "/titles/0/count recipient_or_count"},
			{title(object{"subject": "individual", "type_as_written": "x", "unit_id": b.units[1]}), "/titles/0/unit_id conflicts_with"},
			{title(object{"subject": "collective", "type_as_written": "x", "unit_id": b.units[1], "count": 2}), "/titles/0/count conflicts_with"},
			{title(object{"subject": "collective", "type_as_written": "x", "person_as_written": "A"}), "/titles/0/person_id conflicts_with"},
			{title(object{"subject": "individual", "type_as_written": "x", "name": "A"}), "/titles/0/name conflicts_with"},
			{title(object{"subject": "individual", "type_as_written": "x", "count": 1, "period": "20x"}), "/titles/0/period invalid_period"},
			{title(object{"subject": "individual", "award_type_id": nowhere, "count": 1}), "/titles/0/award_type_id reference_not_found"},
		} {
			fields(t, b.leader.Post("/registrations", c.body).Refused(422, "validation_failed"), strings.Split(c.want, ",")...)
		}
		fields(t, b.leader.Post("/registrations", body(object{"unit_id": far.units[1]})).Refused(422, "registration.outside_term"), "/unit_id outside_term")
		b.other.Post("/registrations", body(nil)).Refused(403, "forbidden")
		b.clerk.Post("/registrations", body(object{"status": "accepted"})).Refused(403, "forbidden")
		fields(t, far.clerk.Post("/registrations", body(nil)).Refused(422, "validation_failed"), "/term_id reference_not_found")

		r := b.leader.Post("/registrations", body(nil)).Must(201)
		path := "/registrations/" + r.ID()
		far.leader.Get(path).Refused(404, "not_found")
		far.leader.Get(path+"/changes").Refused(404, "not_found")
		far.leader.Get(path+"/transitions").Refused(404, "not_found")
		far.leader.Get("/terms/"+b.term+"/registration-board").Refused(404, "not_found")
		b.other.Patch(path, object{"remark": "x"}).Refused(403, "forbidden")
		b.clerk.Do("PATCH", path, object{"remark": "x"}).Refused(428, "precondition_required")
		b.clerk.Do("PATCH", path, object{"remark": "x"}, "If-Match", `"99"`).Refused(412, "stale_version")
		b.clerk.Do("POST", path+"/transitions", object{"to": "submitted"}, "If-Match", `"99"`).Refused(412, "stale_version")
		b.clerk.Move(path, "submitted", "").Refused(409, "registration.empty")
		want(t, b.clerk.Get(path).Must(200).At("status"), "draft")
		b.leader.Move(path, "accepted", "").Refused(409, "invalid_transition")

		for _, step := range []string{"in_force", "reviewing"} {
			b.admin.Move("/terms/"+b.term, step, "").Must(200)
		}
		b.step(b.admin, "/terms/"+b.term, object{"to": "concluded", "without_ranking": true}).Must(200)
		b.admin.Move("/terms/"+b.term, "locked", "").Must(200)
		b.clerk.Patch(path, object{"remark": "x"}).Refused(409, "term_locked")
		b.clerk.Move(path, "submitted", "").Refused(409, "term_locked")
		b.clerk.Delete(path).Refused(409, "term_locked")
		b.leader.Post("/registrations", body(object{"unit_id": b.units[2]})).Refused(409, "term_locked")
	})
}

func TestRegistrationIsReturnedAndMended(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := openYear(t, s, "A")
		r := b.clerk.Post("/registrations", object{
			"term_id": b.term, "unit_id": b.units[1],
			"commitments": []object{{"text": "Một", "measure": "quantity", "target": 5}, {"text": "Hai"}},
			"titles":      []object{{"subject": "individual", "type_as_written": "Chiến sĩ thi đua cơ sở", "count": 3}},
		}).Must(201)
		path, one, two, title := "/registrations/"+r.ID(), r.Str("commitments.0.id"), r.Str("commitments.1.id"), r.Str("titles.0.id")
		want(t, b.clerk.Get(path+"/changes").Must(200).At("from"), nil)
		b.other.Move(path, "submitted", "").Refused(403, "forbidden")
		sent := b.clerk.Move(path, "submitted", "").Must(200)
		want(t, []any{sent.At("status"), sent.At("submission_count"), sent.At("first_sent_on") != nil}, []any{"submitted", 1.0, true})
		b.clerk.Patch(path, object{"remark": "x"}).Refused(409, "registration.sent")
		b.clerk.Move(path, "accepted", "").Refused(403, "forbidden")

		// Not taken yet, the unit takes it back and sends it again.
		b.clerk.Move(path, "draft", "").Must(200)
		b.clerk.Delete(path).Refused(409, "registration.was_sent")
		b.clerk.Move(path, "submitted", "").Must(200)

		back := func(fields ...object) *apptest.Answer {
			return b.step(b.leader, path, object{"to": "returned", "reason": "Chỉ tiêu chưa rõ", "fields": fields})
		}
		b.step(b.leader, path, object{"to": "returned", "fields": []object{{"list": "titles"}}}).Refused(409, "invalid_transition")
		fields(t, b.step(b.leader, path, object{"to": "returned", "reason": "x"}).Refused(422, "validation_failed"), "/fields required")
		fields(t, back(object{"list": "titles", "id": one}, object{"member": "status"}, object{"list": "titles", "member": "count"}, object{"id": one}, object{}).Refused(422, "validation_failed"),
			"/fields/0/id reference_not_found", "/fields/1/member not_allowed", "/fields/2/id required", "/fields/3/list required", "/fields/4/member required")
		fields(t, b.step(b.leader, path, object{"to": "accepted", "fields": []object{{"list": "titles"}}}).Refused(422, "validation_failed"), "/fields conflicts_with")
		returned := back(object{"list": "commitments", "id": one, "member": "target", "remark": "Ghi cả năm"}, object{"list": "titles"}).Must(200)
		want(t, []any{returned.At("status"), returned.At("reopened.0.remark"), returned.At("reopened.1.member")}, []any{"returned", "Ghi cả năm", nil})

		commitments := func(target any, second string) []object {
			return []object{{"id": one, "text": "Một", "measure": "quantity", "target": target}, {"id": two, "text": second}}
		}
		fields(t, b.clerk.Patch(path, object{"remark": "x", "commitments": commitments(6, "Khác")}).Refused(409, "registration.not_reopened"), "/remark not_reopened", "/commitments/1/text not_reopened")
		fields(t, b.clerk.Patch(path, object{"commitments": commitments(6, "Hai")[:1]}).Refused(409, "registration.not_reopened"), "/commitments not_reopened")
		want(t, b.clerk.Get(path).Must(200).At("commitments.0.target"), 5.0)
		b.clerk.Patch(path, object{"commitments": commitments(6, "Hai"), "titles": []object{
			{"id": title, "subject": "individual", "type_as_written": "Chiến sĩ thi đua cơ sở", "count": 2}, {"subject": "initiative", "name": "Số hóa"},
		}}).Must(200)
		mended := b.clerk.Get(path + "/changes").Must(200)
		want(t, []any{mended.At("from.number"), mended.At("to")}, []any{2.0, nil})
		again := b.clerk.Move(path, "submitted", "").Must(200)
		want(t, len(again.At("reopened").([]any)), 2) // the reviewer looks where it was flagged

		seen := b.leader.Get(path + "/changes").Must(200)
		want(t, []any{seen.At("from.number"), seen.At("to.number")}, []any{2.0, 3.0})
		want(t, seen.At("changes"), mended.At("changes"))
		var short []any
		for _, c := range seen.At("changes").([]any) {
			m := c.(object)
			short = append(short, []any{m["list"], m["order"], m["change"], m["member"], m["before"]})
		}
		want(t, short, []any{
			[]any{"commitments", 1.0, "changed", "target", 5.0}, []any{"titles", 1.0, "changed", "count", 3.0}, []any{"titles", 2.0, "added", nil, nil},
		})

		// Taking back what was returned before opens nothing else.
		b.clerk.Move(path, "draft", "").Must(200)
		b.clerk.Patch(path, object{"remark": "x"}).Refused(409, "registration.not_reopened")
		b.clerk.Move(path, "submitted", "").Must(200)
		accepted := b.leader.Move(path, "accepted", "").Must(200)
		want(t, []any{accepted.At("status"), accepted.At("reopened"), accepted.At("submission_count")}, []any{"accepted", []any{}, 4.0})
		b.clerk.Move(path, "draft", "").Refused(409, "invalid_transition")
		b.step(b.leader, path, object{"to": "returned", "reason": "Có thay đổi", "fields": []object{{"member": "remark"}}}).Must(200)
		b.clerk.Patch(path, object{"remark": "x"}).Must(200)
		steps := b.clerk.Get(path + "/transitions").Must(200)
		want(t, steps.Column("to"), []any{"submitted", "draft", "submitted", "returned", "submitted", "draft", "submitted", "accepted", "returned"})
		want(t, steps.At("data.3.reason"), "Chỉ tiêu chưa rõ")
	})
}

// A paper of years ago is recorded in the state it is known to be in.
func TestRegistrationOfHistory(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := openYear(t, s, "A")
		r := b.leader.Post("/registrations", object{
			"term_id": b.term, "unit_id": b.units[2], "status": "accepted", "registered_on": "2026-01-15", "sources": []object{{"title": "Hồ sơ lưu"}},
			"titles": []object{{"subject": "collective", "type_as_written": "Tập thể lao động xuất sắc", "unit_as_written": "Phòng Biên tập"}},
		}).Must(201)
		want(t, []any{r.At("status"), r.At("first_sent_on"), r.At("submission_count")}, []any{"accepted", "2026-01-15", 1.0})
		b.other.Patch("/registrations/"+r.ID(), object{"remark": "x"}).Refused(409, "registration.sent")
		undated := b.leader.Post("/registrations", object{"term_id": b.term, "unit_id": b.units[0], "status": "submitted"}).Must(201)
		want(t, undated.At("first_sent_on"), nil)
		want(t, b.leader.Get("/audit-events?entity=registration&term_id="+b.term).Must(200).Column("action"), []any{"createRegistration", "createRegistration"})
	})
}

func TestRegistrationBoard(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := openYear(t, s, "A")
		at := "/terms/" + b.term + "/registration-board"
		empty := b.clerk.Get(at).Must(200)
		want(t, []any{empty.At("deadline"), empty.At("counts.not_begun"), empty.At("units.0.days_late"), empty.At("units.0.since")}, []any{nil, 3.0, nil, nil})
		due := s.Clock()().UTC().Add(7*time.Hour).AddDate(0, 0, -2).Format("2006-01-02")
		b.admin.Post("/terms/"+b.term+"/deadlines", object{"kind": "registration", "due_on": due}).Must(201)
		b.admin.Post("/terms/"+b.term+"/members", object{"unit_as_written": "Đơn vị chưa liên kết"}).Must(201)
		r := b.clerk.Post("/registrations", object{"term_id": b.term, "unit_id": b.units[1], "titles": []object{{"subject": "individual", "type_as_written": "x", "count": 1}}}).Must(201).ID()
		few := len(s.Statements(func() { b.leader.Get(at).Must(200) }))
		b.clerk.Move("/registrations/"+r, "submitted", "").Must(200)
		b.leader.Post("/registrations", object{"term_id": b.term, "unit_id": b.units[2], "status": "accepted", "registered_on": due}).Must(201)
		for i := range 20 {
			unit := b.admin.Post("/units", object{"name": "Thêm " + strconv.Itoa(i)}).Must(201).ID()
			b.admin.Post("/terms/"+b.term+"/members", object{"unit_id": unit}).Must(201)
			b.leader.Post("/registrations", object{"term_id": b.term, "unit_id": unit}).Must(201)
		}
		var board *apptest.Answer
		if many := len(s.Statements(func() { board = b.leader.Get(at).Must(200) })); many != few {
			t.Errorf("%d statements for 4 units, %d for 24", few, many)
		}
		want(t, board.At("deadline.due_on"), due)
		want(t, board.At("counts"), any(object{"not_begun": 2.0, "draft": 20.0, "submitted": 1.0, "returned": 0.0, "accepted": 1.0, "late": 23.0}))
		row := func(i int) []any {
			at := "units." + strconv.Itoa(i) + "."
			return []any{board.At(at + "state"), board.At(at + "days_late"), board.At(at + "title_count")}
		}
		want(t, row(0), []any{"not_begun", 2.0, 0.0})
		want(t, row(1), []any{"submitted", 2.0, 1.0})
		want(t, row(2), []any{"accepted", 0.0, 0.0})
		want(t, row(3), []any{"not_begun", 2.0, 0.0})
		want(t, []any{board.At("units.3.unit.id"), board.At("units.3.unit.as_written"), board.At("units.1.registration_id")}, []any{nil, "Đơn vị chưa liên kết", r})
	})
}
