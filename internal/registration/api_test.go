package registration_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/app/apptest"
)

type object = map[string]any

// step takes a registration to a state.
func step(c *apptest.Client, path string, body object) *apptest.Answer {
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
		b := s.Year("A")
		movement := b.Leader.Post("/movements", object{"name": "Dân vận khéo"}).Must(201).ID()
		person := b.Admin.Post("/persons", object{"name": "Lê Văn Cường"}).Must(201).ID()
		award := b.Admin.Get("/award-types?limit=1").Must(200).Str("data.0.id")
		r := b.Clerk.Post("/registrations", object{
			"term_id": b.Term, "unit_id": b.Units[1], "unit_as_written": "Ban TC", "head_id": person, "head_as_written": "Đ/c Cường", "head_position_as_written": "Trưởng ban",
			"union_as_written": "Trần Thị Hoa", "union_position_as_written": "Chủ tịch Công đoàn", "registered_on": "2026-02", "document_as_written": "Số 12/ĐK",
			"commitments": []object{
				{"text": "Giải quyết hồ sơ đúng hạn", "measure": "percent", "target": 98.5, "unit_of_measure": "%", "due_on": "2026-12", "movement_id": movement, "note": "cả năm"},
				{"text": "Không có đơn thư vượt cấp"},
			},
			"titles": []object{
				{"subject": "collective", "award_type_id": award, "unit_id": b.Units[1]},
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
		want(t, b.Other.Get(path).Must(200).At("recorded_by"), r.At("recorded_by"))
		want(t, b.Clerk.Post("/registrations", object{"term_id": b.Term, "unit_id": b.Units[1]}).Refused(409, "duplicate").Str("existing_id"), r.ID())
		for q, n := range map[string]int{
			"term_id=" + b.Term: 1, "bloc_id=" + b.Bloc + "&status=draft": 1, "status_ne=draft": 0, "unit_id=" + b.Units[1]: 1, "unit_id=" + b.Units[0]: 0,
			"year=2026&q=so+hoa": 1, "q=khong+he": 0, "registered_on_gte=2026-03": 0, "sort=-registered_on": 1,
		} {
			want(t, len(b.Leader.Get("/registrations?"+q).Must(200).Data()), n)
		}

		// A list is replaced as a whole; what brings its id stays itself.
		first, second := r.Str("commitments.0.id"), r.Str("commitments.1.id")
		changed := b.Clerk.Patch(path, object{"commitments": []object{{"text": "Thêm mới"}, {"id": second, "text": "Không có đơn thư"}}}).Must(200)
		want(t, []any{changed.At("commitments.1.id"), changed.At("commitments.1.text"), changed.At("commitment_count"), changed.At("title_count")}, []any{second, "Không có đơn thư", 2.0, 5.0})
		fields(t, b.Clerk.Patch(path, object{"commitments": []object{{"id": first, "text": "x"}, {"id": second, "text": "y"}, {"id": second, "text": "z"}}}).Refused(422, "validation_failed"),
			"/commitments/0/id reference_not_found", "/commitments/2/id duplicate_item")
		want(t, b.Clerk.Get(path).Must(200).Column("commitments") == nil, true)
		acts := b.Leader.Get("/audit-events?entity=registration&entity_id=" + r.ID()).Must(200).Column("action")
		want(t, acts, []any{"updateRegistration", "createRegistration"})

		b.Clerk.Delete(path).Must(204)
		b.Clerk.Get(path).Refused(404, "not_found")
	})
}

func TestRegistrationRefusals(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b, far := s.Year("A"), s.Year("B")
		body := func(more object) object {
			o := object{"term_id": b.Term, "unit_id": b.Units[1]}
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
			{body(object{"term_id": far.Term}), "/term_id reference_not_found"},
			{body(object{"unit_id": nowhere}), "/unit_id reference_not_found"},
			{body(object{"status": "returned"}), "/status not_allowed"},
			{body(object{"head_id": nowhere}), "/head_id reference_not_found"},
			{body(object{"commitments": []object{{"text": "x", "movement_id": nowhere}}}), "/commitments/0/movement_id reference_not_found"},
			{body(object{"commitments": []object{{"measure": "percent"}}}), "/commitments/0/text required"},
			{body(object{"commitments": []object{{"id": nowhere, "text": "x"}}}), "/commitments/0/id reference_not_found"},
			{title(object{"subject": "collective", "count": 1}), "/titles/0/award_type_id reference_required"},
			{title(object{"subject": "collective", "type_as_written": "Tập thể lao động xuất sắc"}), "/titles/0/count recipient_or_count"},
			{title(object{"subject": "individual", "type_as_written": "x", "unit_id": b.Units[1]}), "/titles/0/unit_id conflicts_with"},
			{title(object{"subject": "collective", "type_as_written": "x", "unit_id": b.Units[1], "count": 2}), "/titles/0/count conflicts_with"},
			{title(object{"subject": "collective", "type_as_written": "x", "person_as_written": "A"}), "/titles/0/person_id conflicts_with"},
			{title(object{"subject": "individual", "type_as_written": "x", "name": "A"}), "/titles/0/name conflicts_with"},
			{title(object{"subject": "individual", "type_as_written": "x", "count": 1, "period": "20x"}), "/titles/0/period invalid_period"},
			{title(object{"subject": "individual", "award_type_id": nowhere, "count": 1}), "/titles/0/award_type_id reference_not_found"},
		} {
			fields(t, b.Leader.Post("/registrations", c.body).Refused(422, "validation_failed"), strings.Split(c.want, ",")...)
		}
		fields(t, b.Leader.Post("/registrations", body(object{"unit_id": far.Units[1]})).Refused(422, "registration.outside_term"), "/unit_id unit_outside_term")
		b.Other.Post("/registrations", body(nil)).Refused(403, "forbidden")
		b.Clerk.Post("/registrations", body(object{"status": "accepted"})).Refused(403, "forbidden")
		fields(t, far.Clerk.Post("/registrations", body(nil)).Refused(422, "validation_failed"), "/term_id reference_not_found")

		r := b.Leader.Post("/registrations", body(nil)).Must(201)
		path := "/registrations/" + r.ID()
		far.Leader.Get(path).Refused(404, "not_found")
		far.Leader.Get(path+"/changes").Refused(404, "not_found")
		far.Leader.Get(path+"/transitions").Refused(404, "not_found")
		far.Leader.Get("/terms/"+b.Term+"/registration-board").Refused(404, "not_found")
		b.Other.Patch(path, object{"remark": "x"}).Refused(403, "forbidden")
		b.Clerk.Do("PATCH", path, object{"remark": "x"}).Refused(428, "precondition_required")
		b.Clerk.Do("PATCH", path, object{"remark": "x"}, "If-Match", `"99"`).Refused(412, "stale_version")
		b.Clerk.Do("POST", path+"/transitions", object{"to": "submitted"}, "If-Match", `"99"`).Refused(412, "stale_version")
		b.Clerk.Move(path, "submitted", "").Refused(409, "registration.empty")
		want(t, b.Clerk.Get(path).Must(200).At("status"), "draft")
		b.Leader.Move(path, "accepted", "").Refused(409, "invalid_transition")

		for _, step := range []string{"in_force", "reviewing"} {
			b.Admin.Move("/terms/"+b.Term, step, "").Must(200)
		}
		step(b.Admin, "/terms/"+b.Term, object{"to": "concluded", "without_ranking": true}).Must(200)
		b.Admin.Move("/terms/"+b.Term, "locked", "").Must(200)
		b.Clerk.Patch(path, object{"remark": "x"}).Refused(409, "term_locked")
		b.Clerk.Move(path, "submitted", "").Refused(409, "term_locked")
		b.Clerk.Delete(path).Refused(409, "term_locked")
		b.Leader.Post("/registrations", body(object{"unit_id": b.Units[2]})).Refused(409, "term_locked")
	})
}

func TestRegistrationIsReturnedAndMended(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := s.Year("A")
		r := b.Clerk.Post("/registrations", object{
			"term_id": b.Term, "unit_id": b.Units[1],
			"commitments": []object{{"text": "Một", "measure": "quantity", "target": 5}, {"text": "Hai"}},
			"titles":      []object{{"subject": "individual", "type_as_written": "Chiến sĩ thi đua cơ sở", "count": 3}},
		}).Must(201)
		path, one, two, title := "/registrations/"+r.ID(), r.Str("commitments.0.id"), r.Str("commitments.1.id"), r.Str("titles.0.id")
		want(t, b.Clerk.Get(path+"/changes").Must(200).At("from"), nil)
		b.Other.Move(path, "submitted", "").Refused(403, "forbidden")
		sent := b.Clerk.Move(path, "submitted", "").Must(200)
		want(t, []any{sent.At("status"), sent.At("submission_count"), sent.At("first_sent_on") != nil}, []any{"submitted", 1.0, true})
		b.Clerk.Patch(path, object{"remark": "x"}).Refused(409, "registration.sent")
		b.Clerk.Move(path, "accepted", "").Refused(403, "forbidden")

		// Not taken yet, the unit takes it back and sends it again.
		b.Clerk.Move(path, "draft", "").Must(200)
		b.Clerk.Delete(path).Refused(409, "registration.was_sent")
		b.Clerk.Move(path, "submitted", "").Must(200)

		back := func(fields ...object) *apptest.Answer {
			return step(b.Leader, path, object{"to": "returned", "reason": "Chỉ tiêu chưa rõ", "fields": fields})
		}
		step(b.Leader, path, object{"to": "returned", "fields": []object{{"list": "titles"}}}).Refused(409, "invalid_transition")
		fields(t, step(b.Leader, path, object{"to": "returned", "reason": "x"}).Refused(422, "validation_failed"), "/fields required")
		fields(t, back(object{"member": "status"}).Refused(422, "validation_failed"), "/fields/0/member not_allowed")
		fields(t, back(object{"list": "titles", "id": one}, object{"member": "text"}, object{"list": "titles", "member": "count"}, object{"id": one}, object{}).Refused(422, "validation_failed"),
			"/fields/0/id reference_not_found", "/fields/1/member not_allowed", "/fields/2/id required", "/fields/3/list required", "/fields/4/member required")
		fields(t, step(b.Leader, path, object{"to": "accepted", "fields": []object{{"list": "titles"}}}).Refused(422, "validation_failed"), "/fields conflicts_with")
		returned := back(object{"list": "commitments", "id": one, "member": "target", "remark": "Ghi cả năm"}, object{"list": "titles"}).Must(200)
		want(t, []any{returned.At("status"), returned.At("reopened.0.remark"), returned.At("reopened.1.member")}, []any{"returned", "Ghi cả năm", nil})

		commitments := func(target any, second string) []object {
			return []object{{"id": one, "text": "Một", "measure": "quantity", "target": target}, {"id": two, "text": second}}
		}
		fields(t, b.Clerk.Patch(path, object{"remark": "x", "commitments": commitments(6, "Khác")}).Refused(409, "registration.not_reopened"), "/remark not_reopened", "/commitments/1/text not_reopened")
		fields(t, b.Clerk.Patch(path, object{"commitments": commitments(6, "Hai")[:1]}).Refused(409, "registration.not_reopened"), "/commitments not_reopened")
		want(t, b.Clerk.Get(path).Must(200).At("commitments.0.target"), 5.0)
		b.Clerk.Patch(path, object{"commitments": commitments(6, "Hai"), "titles": []object{
			{"id": title, "subject": "individual", "type_as_written": "Chiến sĩ thi đua cơ sở", "count": 2}, {"subject": "initiative", "name": "Số hóa"},
		}}).Must(200)
		mended := b.Clerk.Get(path + "/changes").Must(200)
		want(t, []any{mended.At("from.number"), mended.At("to")}, []any{2.0, nil})
		again := b.Clerk.Move(path, "submitted", "").Must(200)
		want(t, len(again.At("reopened").([]any)), 2) // the reviewer looks where it was flagged

		seen := b.Leader.Get(path + "/changes").Must(200)
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
		b.Clerk.Move(path, "draft", "").Must(200)
		b.Clerk.Patch(path, object{"remark": "x"}).Refused(409, "registration.not_reopened")
		b.Clerk.Move(path, "submitted", "").Must(200)
		accepted := b.Leader.Move(path, "accepted", "").Must(200)
		want(t, []any{accepted.At("status"), accepted.At("reopened"), accepted.At("submission_count")}, []any{"accepted", []any{}, 4.0})
		b.Clerk.Move(path, "draft", "").Refused(409, "invalid_transition")
		step(b.Leader, path, object{"to": "returned", "reason": "Có thay đổi", "fields": []object{{"member": "remark"}}}).Must(200)
		b.Clerk.Patch(path, object{"remark": "x"}).Must(200)
		steps := b.Clerk.Get(path + "/transitions").Must(200)
		want(t, steps.Column("to"), []any{"submitted", "draft", "submitted", "returned", "submitted", "draft", "submitted", "accepted", "returned"})
		want(t, steps.At("data.3.reason"), "Chỉ tiêu chưa rõ")
	})
}

// A paper of years ago is recorded in the state it is known to be in.
func TestRegistrationOfHistory(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := s.Year("A")
		r := b.Leader.Post("/registrations", object{
			"term_id": b.Term, "unit_id": b.Units[2], "status": "accepted", "registered_on": "2026-01-15", "sources": []object{{"title": "Hồ sơ lưu"}},
			"titles": []object{{"subject": "collective", "type_as_written": "Tập thể lao động xuất sắc", "unit_as_written": "Phòng Biên tập"}},
		}).Must(201)
		want(t, []any{r.At("status"), r.At("first_sent_on"), r.At("submission_count")}, []any{"accepted", "2026-01-15", 1.0})
		b.Other.Patch("/registrations/"+r.ID(), object{"remark": "x"}).Refused(409, "registration.sent")
		undated := b.Leader.Post("/registrations", object{"term_id": b.Term, "unit_id": b.Units[0], "status": "submitted"}).Must(201)
		want(t, undated.At("first_sent_on"), nil)
		want(t, b.Leader.Get("/audit-events?entity=registration&term_id="+b.Term).Must(200).Column("action"), []any{"createRegistration", "createRegistration"})
	})
}

func TestRegistrationBoard(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := s.Year("A")
		at := "/terms/" + b.Term + "/registration-board"
		empty := b.Clerk.Get(at).Must(200)
		want(t, []any{empty.At("deadline"), empty.At("counts.not_begun"), empty.At("units.0.days_late"), empty.At("units.0.since")}, []any{nil, 3.0, nil, nil})
		due := s.Clock()().UTC().Add(7*time.Hour).AddDate(0, 0, -2).Format("2006-01-02")
		b.Admin.Post("/terms/"+b.Term+"/deadlines", object{"kind": "registration", "due_on": due}).Must(201)
		b.Admin.Post("/terms/"+b.Term+"/members", object{"unit_as_written": "Đơn vị chưa liên kết"}).Must(201)
		r := b.Clerk.Post("/registrations", object{"term_id": b.Term, "unit_id": b.Units[1], "titles": []object{{"subject": "individual", "type_as_written": "x", "count": 1}}}).Must(201).ID()
		few := len(s.Statements(func() { b.Leader.Get(at).Must(200) }))
		b.Clerk.Move("/registrations/"+r, "submitted", "").Must(200)
		b.Leader.Post("/registrations", object{"term_id": b.Term, "unit_id": b.Units[2], "status": "accepted", "registered_on": due}).Must(201)
		for i := range 20 {
			unit := b.Admin.Post("/units", object{"name": "Thêm " + strconv.Itoa(i)}).Must(201).ID()
			b.Admin.Post("/terms/"+b.Term+"/members", object{"unit_id": unit}).Must(201)
			b.Leader.Post("/registrations", object{"term_id": b.Term, "unit_id": unit}).Must(201)
		}
		var board *apptest.Answer
		if many := len(s.Statements(func() { board = b.Leader.Get(at).Must(200) })); many != few {
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
