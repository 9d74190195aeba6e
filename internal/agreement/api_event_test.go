package agreement_test

import (
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
)

func TestOneEventClosesATermAndOpensTheNext(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		last := b.newTerm(t, "2025")
		created := b.leader.Post("/events", object{
			"title": "Hội nghị tổng kết năm 2025 và ký kết giao ước năm 2026", "held_on": "2026-02-26", "part_of_day": "afternoon", "place": nil,
			"organiser_unit_id": b.units[0], "organiser_as_written": "Văn phòng", "organised_with": "các đơn vị trong Khối", "attendance_as_written": "đại diện lãnh đạo",
			"terms":  []object{{"term_id": b.term, "purpose": "signing"}, {"term_id": last, "purpose": "year_end"}},
			"people": []object{{"person_as_written": "Lê Văn Cường", "unit_id": b.units[0], "position_as_written": "Chánh Văn phòng", "role": "chair"}, {"person_as_written": "Khách"}},
			"papers": []string{"Giải pháp trọng tâm"}, "proposals": []string{"Xây dựng mô hình điểm"}, "outcome": "Ba đơn vị đã ký",
		}).Must(201)
		path := "/events/" + created.ID()
		same(t, created.Header.Get("Location"), "/api/v1"+path)
		e := b.clerk.Get(path).Must(200)
		for at, want := range map[string]any{
			"bloc.id": b.bloc, "terms.0.term_id": last, "terms.0.period": "2025", "terms.0.purpose": "year_end", "terms.1.term_id": b.term, "terms.1.bloc.name": "Khối A",
			"people.0.person.as_written": "Lê Văn Cường", "people.0.unit.name": "Văn phòng A", "people.1.role": nil, "people.1.unit": nil, "papers_count": nil, "place": nil,
			"organiser.as_written": "Văn phòng", "organiser.name": "Văn phòng A", "papers.0": "Giải pháp trọng tâm",
		} {
			same(t, e.At(at), want)
		}
		made(t, b.leader, "/agreements", object{"term_id": b.term, "title": "Giao ước", "basis": "original", "signing_event_id": created.ID()})
		same(t, b.clerk.Get("/agreements?signing_event_id="+created.ID()).Must(200).At("data.0.signing_event.name"), any("Hội nghị tổng kết năm 2025 và ký kết giao ước năm 2026"))
		b.leader.Delete(path).Refused(409, "in_use")
		for q, n := range map[string]int{
			"bloc_id=" + b.bloc: 1, "term_id=" + last: 1, "term_id=" + nowhere: 0, "purpose=signing,congress": 1, "purpose=congress": 0, "held_on_gte=2026-02-26": 1, "held_on_lt=2026": 0,
			"place_exists=false": 1, "q=tong+ket": 1, "q=mo+hinh+diem": 1, "part_of_day=morning": 0, "sort=held_on": 1, "organiser_unit_id=" + b.units[0]: 1,
		} {
			rows := b.clerk.Get("/events?" + q).Must(200).Data()
			if len(rows) != n {
				t.Errorf("%s: %d rows, want %d", q, len(rows), n)
			}
			for _, r := range rows {
				if _, there := r.(object)["people"]; there {
					t.Error("the list shows parts it does not read")
				}
			}
		}
		changed := b.leader.Patch(path, object{"people": []object{}, "papers_count": 4}).Must(200)
		same(t, []any{changed.At("people"), changed.At("papers_count"), len(changed.At("terms").([]any))}, []any{[]any{}, 4.0, 2})
		act := b.admin.Get("/audit-events?sort=-at&entity_id=" + created.ID()).Must(200)
		fields := []any{}
		for _, c := range act.At("data.0.changes").([]any) {
			fields = append(fields, c.(object)["field"])
		}
		same(t, fields, []any{"papers_count", "people"})
	})
}

func TestEventsAreSharedByTheTermsTheyServe(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b, other := open(t, s, "A"), open(t, s, "B")
		both := []object{{"term_id": b.term, "purpose": "activity"}, {"term_id": other.term, "purpose": "activity"}}
		wrong(t, b.leader.Post("/events", object{"terms": both}), "/terms/1/term_id reference_not_found")
		path := "/events/" + made(t, b.admin, "/events", object{"title": "Hội thao chung", "terms": both})
		same(t, b.admin.Get(path).At("bloc"), nil)
		for _, c := range []*apptest.Client{b.clerk, other.clerk} {
			c.Get(path).Must(200)
			same(t, len(c.Get("/events").Must(200).Data()), 1)
		}
		b.leader.Patch(path, object{"title": "x"}).Refused(403, "forbidden")
		b.leader.Delete(path).Refused(403, "forbidden")
		b.clerk.Post("/events", object{"terms": []object{{"term_id": b.term, "purpose": "other"}}}).Refused(403, "forbidden")
		b.admin.Patch(path, object{"terms": []object{{"term_id": b.term, "purpose": "activity"}}}).Must(200)
		other.clerk.Get(path).Refused(404, "not_found")
		same(t, b.leader.Patch(path, object{"title": "Hội thao"}).Must(200).At("bloc.id"), any(b.bloc))
		wrong(t, b.leader.Patch(path, object{"terms": both}), "/terms/1/term_id reference_not_found")
		b.leader.Patch(path, object{"terms": []object{}}).Refused(403, "forbidden")

		none := "/events/" + made(t, b.admin, "/events", object{"title": "Ngoài khối"})
		b.leader.Get(none).Refused(404, "not_found")
		b.leader.Post("/events", object{"title": "Ngoài khối"}).Refused(403, "forbidden")
		b.admin.Get(none).Must(200)

		mine := "/events/" + made(t, b.leader, "/events", object{"terms": []object{{"term_id": b.term, "purpose": "other"}}})
		b.admin.Patch(mine, object{"terms": []object{}}).Must(200)
		b.leader.Get(mine).Must(200) // who made it still sees it
		b.clerk.Get(mine).Refused(404, "not_found")
		b.leader.Delete(mine).Refused(403, "forbidden")
		b.admin.Delete(mine).Must(204)
	})
}

func TestEventRefusals(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		for _, c := range []struct {
			body object
			want []string
		}{
			{object{"terms": []object{{"term_id": nowhere, "purpose": "signing"}}}, []string{"/terms/0/term_id reference_not_found"}},
			{object{"terms": []object{{"term_id": b.term}}}, []string{"/terms/0/purpose required"}},
			{object{"terms": []object{{"term_id": b.term, "purpose": "party"}}}, []string{"/terms/0/purpose not_allowed"}},
			{object{"terms": []object{{"term_id": b.term, "purpose": "other"}, {"term_id": b.term, "purpose": "other"}}}, []string{"/terms/1 duplicate_item"}},
			{object{"people": []object{{"role": "chair"}}}, []string{"/people/0/person_id reference_required"}},
			{object{"people": []object{{"person_id": nowhere}, {"person_as_written": "x", "unit_id": nowhere}}}, []string{"/people/0/person_id reference_not_found", "/people/1/unit_id reference_not_found"}},
			{object{"people": []object{{"person_as_written": "x", "role": "boss"}}}, []string{"/people/0/role not_allowed"}},
			{object{"organiser_unit_id": nowhere}, []string{"/organiser_unit_id reference_not_found"}},
			{object{"held_on": "2026-02-26", "ended_on": "2026-02-25"}, []string{"/ended_on end_before_start"}},
			{object{"papers_count": -1, "part_of_day": "noon"}, []string{"/papers_count minimum", "/part_of_day not_allowed"}},
			{object{"bloc_id": b.bloc}, []string{"/bloc_id unknown_field"}},
		} {
			wrong(t, b.admin.Post("/events", c.body), c.want...)
		}
		path := "/events/" + made(t, b.leader, "/events", object{"terms": []object{{"term_id": b.term, "purpose": "mid_year"}, {"term_id": b.term, "purpose": "activity"}}})
		guarded(t, b.leader, path, "/events", object{"title": "x"})
		b.clerk.Patch(path, object{"title": "x"}).Refused(403, "forbidden")
		b.leader.Delete(path).Must(204)
		b.leader.Get(path).Refused(404, "not_found")
		b.admin.Get("/events?purpose=party").Refused(400, "invalid_parameter")
	})
}

// Of an event two blocs shared, each sees its own terms only, and cannot ask
// after the other's.
func TestSharedEventShowsNoForeignTerm(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b, other := open(t, s, "A"), open(t, s, "B")
		id := made(t, b.admin, "/events", object{"title": "Hội nghị chung", "terms": []object{
			{"term_id": b.term, "purpose": "signing"}, {"term_id": other.term, "purpose": "congress"},
		}})
		for _, side := range []struct{ own, foreign books }{{b, other}, {other, b}} {
			for _, c := range []*apptest.Client{side.own.leader, side.own.clerk} {
				e := c.Get("/events/" + id).Must(200)
				if len(e.At("terms").([]any)) != 1 || e.Str("terms.0.term_id") != side.own.term || strings.Contains(string(e.Raw), side.foreign.bloc) {
					t.Errorf("%s", e.Raw)
				}
				if n := len(c.Get("/events?term_id=" + side.own.term).Must(200).Data()); n != 1 {
					t.Errorf("own term: %d events", n)
				}
				if n := len(c.Get("/events?term_id=" + side.foreign.term).Must(200).Data()); n != 0 {
					t.Errorf("foreign term: %d events", n)
				}
			}
			side.own.leader.Patch("/events/"+id, object{"terms": []object{{"term_id": side.own.term, "purpose": "other"}}}).Refused(403, "forbidden")
		}
		if n := len(b.clerk.Get("/events?purpose=congress").Must(200).Data()); n != 0 {
			t.Errorf("the purpose in a foreign term finds %d", n)
		}
		same(t, len(b.admin.Get("/events/"+id).Must(200).At("terms").([]any)), 2)
	})
}

// The lock of a term holds the event its agreement was signed at, since the
// event serves the term and goes on doing so.
func TestSigningEventServesTheTerm(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := open(t, s, "A")
		path := "/agreements/" + b.reported(t)
		none := made(t, b.admin, "/events", object{"title": "Chưa rõ năm"})
		wrong(t, b.admin.Patch(path, object{"signing_event_id": none}), "/signing_event_id other_term")
		next := b.newTerm(t, "2027")
		event := made(t, b.leader, "/events", object{"terms": []object{{"term_id": b.term, "purpose": "signing"}, {"term_id": next, "purpose": "other"}}})
		b.leader.Patch(path, object{"signing_event_id": event}).Must(200)
		wrong(t, b.admin.Patch("/events/"+event, object{"terms": []object{}}), "/terms signed_there")
		wrong(t, b.leader.Patch("/events/"+event, object{"terms": []object{{"term_id": next, "purpose": "other"}}}), "/terms signed_there")
		b.leader.Patch("/events/"+event, object{"terms": []object{{"term_id": b.term, "purpose": "other"}}, "title": "Hội nghị"}).Must(200)
		b.lock(t)
		b.admin.Patch("/events/"+event, object{"held_on": "2020-01-01"}).Refused(409, "term_locked")
	})
}

// A list of events tells what each was for, in the terms its reader may see, and
// finds them by it.
func TestEventsTellTheirPurpose(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b, other := open(t, s, "A"), open(t, s, "B")
		shared := made(t, b.admin, "/events", object{"title": "Hội thao", "terms": []object{{"term_id": b.term, "purpose": "activity"}, {"term_id": other.term, "purpose": "year_end"}}})
		own := made(t, b.admin, "/events", object{"title": "Sơ kết", "held_on": "2026-07-01", "terms": []object{{"term_id": b.term, "purpose": "mid_year"}}})
		all := b.admin.Get("/events?sort=held_on").Must(200)
		same(t, all.Column("id"), []any{shared, own})
		same(t, len(all.At("data.0.terms").([]any)), 2)
		list := b.clerk.Get("/events?sort=held_on").Must(200)
		same(t, len(list.At("data.0.terms").([]any)), 1)
		same(t, list.At("data.0.terms.0"), b.clerk.Get("/events/"+shared).Must(200).At("terms.0"))
		same(t, list.At("data.0.terms.0.purpose"), any("activity"))
		same(t, list.At("data.1.terms.0.period"), any("2026"))
		same(t, b.clerk.Get("/events?purpose=mid_year,signing").Must(200).Column("id"), []any{own})
		same(t, len(b.clerk.Get("/events?purpose=year_end").Must(200).Data()), 0) // of a term out of reach
		same(t, other.clerk.Get("/events?purpose=year_end").Must(200).Column("id"), []any{shared})
	})
}
