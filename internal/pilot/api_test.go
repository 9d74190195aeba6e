package pilot_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

type object = map[string]any

func want(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAModelFromTheProposalToItsReplication(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A")
		event := y.Leader.Post("/events", object{"held_on": "2026-03-20", "title": "Hội nghị ký kết", "terms": []object{{"term_id": y.Term, "purpose": "signing"}}}).Must(201).ID()
		m := y.Leader.Post("/models", object{"term_id": y.Term, "title": "Chi bộ bốn tốt", "event_id": event, "proposed_on": "2026-03-20"}).Must(201)
		at := "/models/" + m.ID()
		want(t, []any{m.At("status"), m.At("event.name"), m.At("term.period"), m.At("units")}, []any{"proposed", "Hội nghị ký kết", "2026", []any{}})

		refused := y.Leader.Move(at, "piloting", "").Refused(409, "invalid_transition")
		want(t, []any{refused.At("missing"), refused.At("allowed_with_reason")}, []any{[]any{"pilot_units"}, []any{"piloting", "stopped"}})
		y.Leader.Patch(at, object{"units": []object{{"part": "pilot", "unit_id": y.Units[1]}, {"part": "pilot", "unit_as_written": "Chi bộ Văn phòng"}}}).Must(200)
		y.Leader.Move(at, "piloting", "").Must(200)
		y.Leader.Move(at, "reviewed", "").Refused(409, "invalid_transition")
		y.Leader.Patch(at, object{"lessons": "Chọn việc nhỏ, đo được"}).Must(200)
		y.Leader.Move(at, "reviewed", "").Must(200)
		y.Leader.Move(at, "replicated", "").Refused(409, "invalid_transition")
		y.Leader.Move(at, "replicated", "Nguồn không nêu đơn vị").Must(200)
		want(t, y.Leader.Get(at+"/transitions").Must(200).Column("to"), []any{"piloting", "reviewed", "replicated"})
		want(t, y.Clerk.Get("/models?unit_id="+y.Units[1]).Must(200).Pluck("data", "units.0.unit.id"), []any{y.Units[1]})
		want(t, y.Clerk.Get("/models?q=bon+tot").Must(200).Column("id"), []any{m.ID()})
		want(t, y.Clerk.Get("/models?q=viec+nho").Must(200).Column("id"), []any{m.ID()})
		want(t, y.Leader.Get("/audit-events?entity=model&limit=1").Must(200).At("data.0.entity_name"), any("Chi bộ bốn tốt"))

		y.Clerk.Patch(at, object{"title": "x"}).Refused(403, "forbidden")
		s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfUnit, ID: s.Year("B").Units[0]}).Get(at).Refused(404, "not_found")
	})
}

func TestWhatAModelGoesOnFrom(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A")
		before, later := y.Open("2025"), y.Open("2027")
		first := y.Admin.Post("/models", object{"term_id": before, "title": "Năm trước"}).Must(201).ID()
		m := y.Admin.Post("/models", object{"term_id": y.Term, "title": "Năm nay", "continues_id": first}).Must(201)
		want(t, m.At("continues_id"), first)
		next := y.Admin.Post("/models", object{"term_id": later, "title": "Năm sau", "continues_id": m.ID()}).Must(201).ID()
		z := s.Year("B")
		foreign := z.Admin.Post("/models", object{"term_id": z.Open("2025"), "title": "Khối khác"}).Must(201).ID()
		for _, wrong := range []string{m.ID(), next, foreign} {
			want(t, y.Admin.Patch("/models/"+m.ID(), object{"continues_id": wrong}).Must(422).Fields(), []string{"/continues_id not_earlier"})
		}
		want(t, y.Leader.Patch("/models/"+m.ID(), object{"continues_id": foreign}).Must(422).Fields(), []string{"/continues_id reference_not_found"})
		y.Admin.Delete("/models/"+first).Refused(409, "in_use")
		y.Admin.Delete("/models/" + next).Must(204)
	})
}

func TestRefusalsOfModels(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A")
		none := "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
		for _, tt := range []struct {
			body object
			want []string
		}{
			{object{}, []string{"/title required"}},
			{object{"title": "x", "event_id": none}, []string{"/event_id reference_not_found"}},
			{object{"title": "x", "units": []object{{"part": "pilot"}}}, []string{"/units/0/unit_id reference_required"}},
			{object{"title": "x", "units": []object{{"part": "pilot", "unit_id": none}}}, []string{"/units/0/unit_id reference_not_found"}},
			{object{"title": "x", "units": []object{{"part": "pilot", "unit_id": y.Units[0]}, {"part": "replicating", "unit_id": y.Units[0]}, {"part": "pilot", "unit_id": y.Units[0]}}}, []string{"/units/2/unit_id duplicate_item"}},
		} {
			tt.body["term_id"] = y.Term
			want(t, y.Leader.Post("/models", tt.body).Must(422).Fields(), tt.want)
		}
		want(t, len(y.Leader.Get("/models").Must(200).Data()), 0)
		m := y.Leader.Post("/models", object{"term_id": y.Term, "title": "Mô hình"}).Must(201).ID()
		y.Leader.Move("/models/"+m, "stopped", "").Refused(409, "invalid_transition")
		y.Leader.Move("/models/"+m, "stopped", "Không đơn vị nào nhận làm điểm").Must(200)
		y.Lock()
		y.Leader.Patch("/models/"+m, object{"lessons": "x"}).Refused(409, "term_locked")
		y.Leader.Move("/models/"+m, "proposed", "Làm lại").Refused(409, "term_locked")
		y.Leader.Delete("/models/"+m).Refused(409, "term_locked")
		y.Leader.Post("/models", object{"term_id": y.Term, "title": "Muộn"}).Refused(409, "term_locked")
	})
}
