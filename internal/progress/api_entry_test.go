package progress_test

import (
	"sync"
	"testing"

	"giaouoc/internal/app/apptest"
)

func TestEntries(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := begin(t, s, "A")
		full := y.clerk.Post("/progress-entries", y.report(y.quantity, 1, object{
			"planned": object{"value": 40}, "actual": object{"as_written": "hơn 45 hộ"}, "share": object{"as_written": "112,5 %"},
			"level": "good", "results": "Đã giúp", "difficulties": "Mưa lũ", "evidence": []any{object{"title": "Báo cáo", "address": "https://example.com/a"}},
			"as_of": "2026-06-15", "reported_by_as_written": "Lê Văn Cường",
		})).Must(201)
		same(t, []any{full.At("actual"), full.At("share.value"), full.At("completion"), full.At("standing.status"), full.At("standing.rule"), full.At("standing.expected")}, []any{
			object{"value": 45.0, "unit_of_measure": "hộ", "as_written": "hơn 45 hộ", "qualifier": "over"}, 112.5, 112.5, "on_track", "plan", 40.0,
		})
		same(t, []any{full.At("scope"), full.At("unit.name"), full.At("commitment.order"), full.At("period.kind"), full.At("verdict")}, []any{"unit", "Ban Tổ chức A", 1.0, "half", nil})

		bare := y.leader.Post("/progress-entries", object{"term_id": y.term, "indicator": "Thu ngân sách", "period": "2026"}).Must(201)
		for _, m := range []string{"commitment", "unit", "planned", "actual", "share", "completion", "change", "level", "completed_on", "results", "difficulties", "as_of", "reported_by", "verdict"} {
			if bare.At(m) != nil {
				t.Errorf("%s of a report that tells nothing is %v, want null", m, bare.At(m))
			}
		}
		same(t, []any{bare.At("scope"), bare.At("standing.status"), bare.At("period.kind"), bare.At("evidence")}, []any{"bloc", "not_reported", "calendar_year", []any{}})

		words := y.leader.Post("/progress-entries", object{"term_id": y.term, "indicator": "Thu ngân sách", "period": "2026-9M", "actual": object{"as_written": "hơn 251,2 ngàn tỷ"}}).Must(201)
		same(t, words.At("actual"), any(object{"value": 251.2, "unit_of_measure": "ngàn tỷ", "as_written": "hơn 251,2 ngàn tỷ", "qualifier": "over"}))

		for query, want := range map[string][]any{
			"": {bare.ID(), words.ID(), full.ID()}, "?sort=period": {full.ID(), words.ID(), bare.ID()}, "?period=2026-H1": {full.ID()}, "?unit_id=" + y.units[1]: {full.ID()},
			"?unit_id_exists=false&period_kind=nine_months": {words.ID()}, "?commitment_id=" + y.quantity: {full.ID()}, "?level=good": {full.ID()},
		} {
			same(t, y.clerk.Get("/progress-entries"+query).Must(200).Column("id"), want)
		}

		at := "/progress-entries/" + full.ID()
		changed := y.clerk.Patch(at, object{"actual": object{"value": 46}, "level": nil}).Must(200)
		same(t, []any{changed.At("actual.as_written"), changed.At("actual.qualifier"), changed.At("level"), changed.At("results")}, []any{nil, "exact", nil, "Đã giúp"})
		y.clerk.Delete(at).Must(204)
		y.clerk.Get(at).Refused(404, "not_found")
	})
}

// Whatever is refused leaves nothing behind.
func TestEntriesRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y, foreign := begin(t, s, "A"), begin(t, s, "B")
		post := func(body object) *apptest.Answer { return y.leader.Post("/progress-entries", body) }
		told := object{"actual": object{"value": 1}}
		wrong(t, post(object{"term_id": y.term, "period": "2026-H1"}), "/commitment_id reference_required")
		wrong(t, post(y.report(y.quantity, 1, object{"indicator": "Thu"})), "/indicator conflicts_with")
		wrong(t, post(y.report(foreign.quantity, 1, told)), "/commitment_id reference_not_found")
		wrong(t, post(object{"term_id": foreign.term, "indicator": "Thu", "period": "2026"}), "/term_id reference_not_found")
		wrong(t, post(object{"term_id": y.term, "commitment_id": y.quantity, "unit_id": foreign.units[1], "period": "2026-H1"}), "/unit_id unit_outside_term")
		wrong(t, post(y.report(y.ofClerk, 2, told)), "/unit_id other_unit")
		wrong(t, post(y.report(y.quantity, 1, object{"scope": "bloc"})), "/unit_id conflicts_with")
		wrong(t, post(object{"term_id": y.term, "commitment_id": y.quantity, "scope": "unit", "period": "2026"}), "/unit_id reference_required")
		for period, code := range map[string]string{"2025-Q4": "outside_term", "2027": "outside_term", "2026-Q5": "invalid_period", "quý II": "invalid_period", "2025-2026": "outside_term"} {
			wrong(t, post(y.report(y.quantity, 1, object{"period": period})), "/period "+code)
		}
		for text, code := range map[string]string{
			"tốt": "figure_none", "12/15": "figure_several", "thu 5 tỷ": "figure_words", "1.00.0": "figure_groups", "1.000": "figure_ambiguous", "1,2345678": "figure_precision", "99999999999999999999": "figure_range",
		} {
			wrong(t, post(y.report(y.quantity, 1, object{"actual": object{"as_written": text}})), "/actual/as_written "+code)
		}
		wrong(t, post(y.report(y.quantity, 1, object{"actual": object{"as_written": "97.5", "format": "vi"}})), "/actual/as_written figure_format")
		wrong(t, post(y.report(y.quantity, 1, object{"actual": object{}})), "/actual figure_required")
		wrong(t, post(y.report(y.quantity, 1, object{"actual": object{"value": 5, "as_written": "6 hộ"}})), "/actual/value conflicts_with")
		wrong(t, post(y.report(y.quantity, 1, object{"as_of": "2026-01-01", "completed_on": "2026-01-02"})), "/completed_on later_than_as_of")
		wrong(t, post(y.report(y.quantity, 1, object{"completed_on": "2026-12-31"})), "/completed_on after_today")
		wrong(t, y.leader.Post("/progress-entries/cells", object{"term_id": y.term, "period": "2026-H1", "data": []object{{"commitment_id": y.quantity, "unit_id": y.units[1], "completed_on": "2026-12-31"}}}), "/data/0/completed_on after_today")
		wrong(t, post(y.report(y.quantity, 1, object{"reported_by_id": y.term})), "/reported_by_id reference_not_found")
		both := post(y.report(y.quantity, 1, object{"actual": object{"as_written": "45.840"}})).Refused(422, "validation_failed")
		same(t, []any{both.At("errors.0.params.thousands"), both.At("errors.0.params.decimals")}, []any{"45840", "45.84"})
		same(t, y.leader.Get("/progress-entries").Must(200).Column("id"), []any(nil))

		first := post(y.report(y.quantity, 1, object{"actual": object{"as_written": "45.840", "format": "vi"}})).Must(201)
		same(t, first.At("actual.value"), any(45840.0))
		same(t, post(y.report(y.quantity, 1, told)).Refused(409, "duplicate").Str("existing_id"), first.ID())
		y.leader.Post("/progress-entries", object{"term_id": y.term, "commitment_id": y.quantity, "period": "2026-H1"}).Must(201) // the bloc's own
		y.leader.Post("/progress-entries", object{"term_id": y.term, "commitment_id": y.quantity, "period": "2026-H1"}).Refused(409, "duplicate")
	})
}

func TestWhoReportsAndWhoJudges(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := begin(t, s, "A")
		told := object{"actual": object{"value": 97}}
		y.clerk.Post("/progress-entries", y.report(y.percent, 2, told)).Refused(403, "forbidden")
		y.clerk.Post("/progress-entries", object{"term_id": y.term, "commitment_id": y.percent, "period": "2026-H1"}).Refused(403, "forbidden")
		y.admin.Post("/progress-entries", y.report(y.percent, 1, told)).Refused(403, "forbidden")
		paper := y.leader.Post("/progress-entries", y.report(y.percent, 2, told)).Must(201) // what came on paper
		mine := y.clerk.Post("/progress-entries", y.report(y.percent, 1, told)).Must(201)
		at := "/progress-entries/" + mine.ID()
		y.other.Get(at).Must(200)
		y.other.Patch(at, told).Refused(403, "forbidden")
		y.other.Delete("/progress-entries/" + paper.ID()).Must(204)

		judge := func(c *apptest.Client, body object) *apptest.Answer {
			return c.Do("PUT", at+"/verdict", body, "If-Match", y.admin.ETag(at))
		}
		judge(y.clerk, object{"verdict": "confirmed"}).Refused(403, "forbidden")
		wrong(t, judge(y.leader, object{"verdict": "incomplete"}), "/note required")
		wrong(t, judge(y.leader, object{"note": "Sai"}), "/verdict required")
		y.leader.Do("PUT", at+"/verdict", object{"verdict": "confirmed"}).Refused(428, "precondition_required")
		judged := judge(y.leader, object{"verdict": "not_recognised", "note": "Trùng số liệu quý I", "verified": object{"value": 90}}).Must(200)
		same(t, []any{judged.At("actual.value"), judged.At("verdict.verified.value"), judged.At("verdict.outdated"), judged.At("standing.status"), judged.At("standing.rule")}, []any{97.0, 90.0, false, "late", "rate"})
		y.clerk.Delete(at).Refused(409, "progress.judged")
		mended := y.clerk.Patch(at, object{"results": "Đã đối chiếu"}).Must(200)
		same(t, []any{mended.At("verdict.verdict"), mended.At("verdict.outdated")}, []any{"not_recognised", true})
		same(t, judge(y.leader, object{"verdict": "confirmed"}).Must(200).At("verdict.outdated"), any(false))
		same(t, judge(y.leader, object{}).Must(200).At("verdict"), nil)
		y.clerk.Delete(at).Must(204)
	})
}

func TestClosedPeriods(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := begin(t, s, "A")
		told := object{"actual": object{"value": 97}}
		entry := y.clerk.Post("/progress-entries", y.report(y.percent, 1, told)).Must(201)
		at := "/progress-entries/" + entry.ID()
		body := object{"term_id": y.term, "period": "2026-H1"}
		y.clerk.Post("/period-closings", body).Refused(403, "forbidden")
		wrong(t, y.leader.Post("/period-closings", object{"term_id": y.term, "period": "2026-H1", "closed_on": "2025-12-31"}), "/closed_on closed_too_early")
		wrong(t, y.leader.Post("/period-closings", object{"term_id": y.term, "period": "2026-H1", "closed_on": "2100-01-01"}), "/closed_on after_today")
		wrong(t, y.leader.Post("/period-closings", object{"term_id": y.term, "period": "2026-H1", "event_id": y.term}), "/event_id reference_not_found")
		review := made(t, y.leader, "/events", object{"title": "Hội nghị sơ kết", "terms": []any{object{"term_id": y.term, "purpose": "mid_year"}}})
		closing := y.leader.Post("/period-closings", object{"term_id": y.term, "period": "2026-H1", "event_id": review, "note": "Sơ kết sáu tháng"}).Must(201)
		same(t, []any{closing.At("event.name"), closing.At("status")}, []any{"Hội nghị sơ kết", "closed"})
		y.leader.Post("/period-closings", body).Refused(409, "duplicate")

		refused := y.clerk.Post("/progress-entries", y.report(y.quantity, 1, told)).Refused(409, "progress.period_closed")
		same(t, refused.Str("closing_id"), closing.ID())
		y.clerk.Post("/progress-entries", y.report(y.quantity, 1, object{"period": "2026-Q2"})).Refused(409, "progress.period_closed")
		y.clerk.Patch(at, told).Refused(409, "progress.period_closed")
		y.clerk.Delete(at).Refused(409, "progress.period_closed")
		y.leader.Do("PUT", at+"/verdict", object{"verdict": "confirmed"}, "If-Match", y.admin.ETag(at)).Refused(409, "progress.period_closed")
		y.leader.Post("/progress-entries/cells", object{"term_id": y.term, "period": "2026-H1", "data": []any{object{"commitment_id": y.quantity, "unit_id": y.units[1]}}}).Refused(409, "progress.period_closed")
		y.clerk.Post("/progress-entries", y.report(y.quantity, 1, object{"period": "2026-Q3"})).Must(201)
		y.clerk.Post("/progress-entries", y.report(y.quantity, 1, object{"period": "2026"})).Must(201)

		path := "/period-closings/" + closing.ID()
		y.leader.Move(path, "reopened", "").Refused(409, "invalid_transition")
		y.clerk.Move(path, "reopened", "Bổ sung").Refused(403, "forbidden")
		y.leader.Move(path, "reopened", "Ban Tổ chức bổ sung").Must(200)
		y.clerk.Patch(at, object{"actual": object{"value": 98}}).Must(200)
		y.leader.Move(path, "closed", "").Must(200)
		y.clerk.Patch(at, told).Refused(409, "progress.period_closed")
		same(t, y.clerk.Get(path+"/transitions").Must(200).Column("to"), []any{"reopened", "closed"})
		same(t, y.clerk.Get("/period-closings?status=closed").Must(200).Column("id"), []any{closing.ID()})

		for _, step := range []string{"reviewing"} {
			y.admin.Move("/terms/"+y.term, step, "").Must(200)
		}
		y.admin.Do("POST", "/terms/"+y.term+"/transitions", object{"to": "concluded", "without_ranking": true}, "If-Match", y.admin.ETag("/terms/"+y.term)).Must(200)
		y.admin.Move("/terms/"+y.term, "locked", "").Must(200)
		y.clerk.Post("/progress-entries", y.report(y.quantity, 1, object{"period": "2026-Q4"})).Refused(409, "term_locked")
		y.leader.Move(path, "reopened", "Khóa rồi").Refused(409, "term_locked")
	})
}

func TestCells(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := begin(t, s, "A")
		save := func(c *apptest.Client, key string, data ...any) *apptest.Answer {
			var headers []string
			if key != "" {
				headers = []string{"Idempotency-Key", key}
			}
			return c.Do("POST", "/progress-entries/cells", object{"term_id": y.term, "period": "2026-H1", "data": data}, headers...)
		}
		cell := func(commitment string, unit int, actual string, more ...any) object {
			o := object{"commitment_id": commitment, "unit_id": y.units[unit], "actual": object{"as_written": actual}}
			for i := 0; i+1 < len(more); i += 2 {
				o[more[i].(string)] = more[i+1]
			}
			return o
		}
		key := "01900000-0000-7000-8000-00000000ce11"
		paste := []any{cell(y.quantity, 0, "50"), cell(y.quantity, 1, "40,5"), cell(y.percent, 2, "97,5 %"), object{"commitment_id": y.percent, "level": "good"}}
		made := save(y.leader, key, paste...).Must(200)
		same(t, made.Column("actual.value"), []any{50.0, 40.5, 97.5, nil})
		same(t, save(y.leader, key, paste...).Must(200).Column("id"), made.Column("id")) // sent again, written once
		same(t, len(y.leader.Get("/progress-entries").Must(200).Column("id")), 4)
		acts := len(y.admin.Get("/audit-events?entity=progress_entry&limit=200").Must(200).Column("id"))
		same(t, acts, 4)

		// All or nothing, told line by line.
		wrong(t, save(y.leader, "", cell(y.quantity, 0, "60"), cell(y.quantity, 1, "41", "version", 7), cell(y.ofClerk, 2, "1"), cell(y.percent, 0, "1.000"), cell(y.percent, 0, "5"), cell(y.percent, 1, "5", "version", 1)),
			"/data/0/version cell_taken", "/data/1/version cell_changed", "/data/2/unit_id other_unit", "/data/3/actual/as_written figure_ambiguous", "/data/4/commitment_id duplicate_item", "/data/5/version cell_gone")
		same(t, y.leader.Get("/progress-entries?unit_id="+y.units[0]).Must(200).Column("actual.value"), []any{50.0})
		save(y.clerk, "", cell(y.quantity, 1, "42", "version", 1), cell(y.percent, 0, "5")).Refused(403, "forbidden")
		same(t, y.leader.Get("/progress-entries?unit_id="+y.units[1]).Must(200).Column("actual.value"), []any{40.5})

		next := save(y.leader, "", cell(y.quantity, 0, "60", "version", 1), cell(y.percent, 1, "96")).Must(200)
		same(t, []any{next.At("data.0.version"), next.At("data.1.version")}, []any{2.0, 1.0})
		same(t, next.At("data.0.created_at"), made.At("data.0.created_at"))
		cleared := save(y.leader, "", object{"commitment_id": y.quantity, "unit_id": y.units[0], "version": 2, "actual": nil}).Must(200)
		same(t, []any{cleared.At("data.0.actual"), cleared.At("data.0.standing.status")}, []any{nil, "not_reported"})
	})
}

// Two clients on neighbouring cells lose nothing; on the same cell one is told that
// it is stale.
func TestCellsOfTwoClients(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := begin(t, s, "A")
		id := made(t, y.leader, "/progress-entries", y.report(y.quantity, 1, object{"actual": object{"value": 1}}))
		near := made(t, y.leader, "/progress-entries", y.report(y.percent, 1, object{"actual": object{"value": 1}}))
		tag := map[string]string{id: y.admin.ETag("/progress-entries/" + id), near: y.admin.ETag("/progress-entries/" + near)}
		var wg sync.WaitGroup
		answers := make([]*apptest.Answer, 3)
		for i, call := range []struct {
			by *apptest.Client
			of string
		}{{y.clerk, id}, {y.leader, id}, {y.leader, near}} {
			wg.Add(1)
			go func() {
				defer wg.Done()
				answers[i] = call.by.Do("PATCH", "/progress-entries/"+call.of, object{"actual": object{"value": 10 + i}}, "If-Match", tag[call.of])
			}()
		}
		wg.Wait()
		same(t, answers[2].Status, 200)
		if a, b := answers[0].Status, answers[1].Status; a+b != 200+412 {
			t.Errorf("the same cell was answered %d and %d, want 200 and 412", a, b)
		}
		won := 10.0
		if answers[1].Status == 200 {
			won = 11
		}
		same(t, y.clerk.Get("/progress-entries/"+id).Must(200).At("actual.value"), any(won))
		same(t, y.clerk.Get("/progress-entries/"+near).Must(200).At("actual.value"), any(12.0))
	})
}
