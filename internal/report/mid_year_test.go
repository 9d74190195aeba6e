package report_test

import (
	"reflect"
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// The mid-year report says who reported what of the first half, and how it stands: a
// draft until the half is closed, then the same for good.
func TestMidYearReport(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A & <b>")
		make := func(c *apptest.Client, path string, body object) string { return c.Post(path, body).Must(201).ID() }
		agreement := make(y.Leader, "/agreements", object{"term_id": y.Term, "title": "Giao ước A", "basis": "original"})
		commit := func(body object) string {
			body["agreement_id"] = agreement
			return make(y.Leader, "/commitments", body)
		}
		help := commit(object{"text": "=1+1 hộ nghèo được giúp.", "measure": "quantity", "target": 100, "unit_of_measure": "hộ"})
		rate := commit(object{"text": "Hồ sơ đúng hạn", "measure": "percent", "target": 95})
		commit(object{"text": "Chỉ của Báo", "scope": "unit", "unit_id": y.Units[2]})
		movement := make(y.Leader, "/movements", object{"name": "Cả nước chung tay vì người nghèo", "launched_on": "2021"})
		make(y.Leader, "/movement-commitments", object{"movement_id": movement, "commitment_id": help})
		make(y.Leader, "/models", object{"term_id": y.Term, "title": "Công sở không giấy", "units": []object{{"unit_id": y.Units[1], "part": "pilot"}}})
		make(y.Leader, "/terms/"+y.Term+"/deadlines", object{"kind": "mid_year", "due_on": "2026-07-10"})
		make(y.Leader, "/terms/"+y.Term+"/deadlines", object{"kind": "self_score", "due_on": "2026-11-15"})
		report := func(c *apptest.Client, commitment, unit string, body object) string {
			body["term_id"], body["period"] = y.Term, "2026-H1"
			if commitment != "" {
				body["commitment_id"] = commitment
			}
			if unit != "" {
				body["unit_id"] = unit
			}
			return make(c, "/progress-entries", body)
		}
		report(y.Clerk, help, y.Units[1], object{"actual": object{"value": 48, "unit_of_measure": "hộ"}, "difficulties": "Thiếu kinh phí"})
		entry := report(y.Other, help, y.Units[2], object{"planned": object{"value": 40}, "actual": object{"value": 20}})
		report(y.Leader, help, y.Units[0], object{"actual": object{"value": 120}})
		report(y.Clerk, rate, y.Units[1], object{"actual": object{"as_written": "hơn 97,5 %"}, "results": "Tốt"})
		report(y.Leader, help, "", object{"actual": object{"value": 188, "unit_of_measure": "hộ"}})
		report(y.Leader, "", "", object{"indicator": "Thu ngân sách", "actual": object{"as_written": "hơn 251,2 ngàn tỷ đồng"}})

		at := "/terms/" + y.Term + "/reports/mid-year?"
		j := y.Clerk.Get(at + "format=json").Must(200)
		counts := func(exceeded, onTrack, late, risk, none float64) any {
			return object{"exceeded": exceeded, "on_track": onTrack, "late": late, "at_risk": risk, "not_reported": none, "done": 0.0, "untold": 0.0}
		}
		for path, want := range map[string]any{
			"document_status": "draft", "data.progress.period.label": "2026-H1", "data.progress.closing": nil, "data.progress.counts": counts(1, 1, 1, 1, 3),
			"data.progress.commitments.0.counts": counts(1, 0, 1, 1, 0), "data.progress.commitments.0.whole.actual.value": 188.0, "data.progress.commitments.2.counts": counts(0, 0, 0, 0, 1),
			"data.progress.units.2.counts": counts(0, 0, 0, 1, 2), "data.progress.reports.0.scope": "bloc", "data.progress.reports.1.unit.name": "Văn phòng A & <b>", "data.progress.reports.5.indicator": "Thu ngân sách",
			"beside.movements.0.id": movement, "beside.models.0.pilots": []any{"Ban Tổ chức A & <b>"}, "beside.deadlines.1.kind": "self_score", "beside.registrations.units": 3.0,
		} {
			same(t, path, j.At(path), want)
		}
		whole := []string{
			"Sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm 2026", "Khối A & <b>", "03 nội dung giao ước được giao cho 03 đơn vị, tính theo từng đơn vị là 07 lượt nội dung, trong đó 04 lượt đã có báo cáo", "Vượt chỉ tiêu: 01", "Chưa báo cáo: 03",
			"Báo A & <b> (còn thiếu 02/03 báo cáo)", "Cả nước chung tay vì người nghèo", "Mô hình “Công sở không giấy” (mới đề xuất); đơn vị làm điểm: Ban Tổ chức A & <b>", "=1+1 hộ nghèo được giúp: 02/03 đơn vị chậm tiến độ", "Tự chấm điểm: thời hạn đến hết ngày 15/11/2026",
			"Thiếu kinh phí", "188", "97,5", "Thu ngân sách", "Toàn khối",
		}
		says(t, "a draft", both(t, y.Clerk, at+"lang=vi"), append(whole, "DỰ THẢO"), []string{"Sơ kết 6 tháng: thời hạn"})
		few := len(s.Statements(func() { y.Clerk.Get(at + "format=json").Must(200) }))

		// The reviewer's figure counts; the close holds it fast.
		e := "/progress-entries/" + entry
		y.Leader.Do("PUT", e+"/verdict", object{"verdict": "incomplete", "note": "Thiếu 10 hộ", "verified": object{"value": 10}}, "If-Match", y.Leader.ETag(e)).Must(200)
		make(y.Leader, "/period-closings", object{"term_id": y.Term, "period": "2026-H1"})
		y.Other.Patch(e, object{"results": "Sửa"}).Refused(409, "progress.period_closed")
		closed := y.Clerk.Get(at + "format=json").Must(200)
		same(t, "closed", []any{closed.At("document_status"), closed.At("data.progress.closing.period"), closed.At("data.progress.reports.3.verdict.verified.value")}, []any{"locked", "2026-H1", 10.0})
		for layout, head := range map[string]string{"state": "Độc lập - Tự do - Hạnh phúc", "party": "ĐẢNG CỘNG SẢN VIỆT NAM"} {
			says(t, layout, both(t, y.Clerk, at+"lang=vi&layout="+layout), append(whole, head, "Cần bổ sung"), []string{"DỰ THẢO"})
		}
		says(t, "in English", both(t, y.Clerk, at+"lang=en"), []string{"for the first half of 2026", "2 of 3 units are late or at risk", "The whole bloc"}, []string{"DRAFT"})

		// What goes on beside the closed half changes nothing that was issued.
		issued := y.Leader.Post("/issued-reports", object{"kind": "mid_year", "subject_id": y.Term}).Must(201)
		make(y.Leader, "/models", object{"term_id": y.Term, "title": "Mô hình sau sơ kết"})
		y.Leader.Post("/events", object{"title": "Hội nghị tổng kết", "terms": []object{{"term_id": y.Term, "purpose": "year_end"}}, "sources": []object{{"title": "Báo Ninh Bình"}}}).Must(201)
		y.Admin.Patch("/terms/"+y.Term, object{"remark": "Đính chính"}).Must(200)
		y.Admin.Move("/terms/"+y.Term, "in_force", "").Must(200)
		report2 := object{"term_id": y.Term, "commitment_id": rate, "unit_id": y.Units[1], "period": "2026", "actual": object{"value": 99}}
		make(y.Clerk, "/progress-entries", report2)
		same(t, "still the same", y.Clerk.Get(at+"format=json").Must(200).At("checksum"), issued.At("checksum"))

		// The annual report tells the whole year: reports of all its periods, and ratings.
		make(y.Clerk, "/ratings", object{"term_id": y.Term, "unit_id": y.Units[1], "standing": "self", "level": "excellent"})
		yearly := "/terms/" + y.Term + "/reports/annual?"
		a := y.Clerk.Get(yearly + "format=json").Must(200)
		same(t, "the year", []any{len(a.At("data.progress.reports").([]any)), a.At("data.progress.period.label"), a.At("data.progress.counts.not_reported"), a.At("data.progress.commitments.1.counts.exceeded"), a.At("data.models.0.title"), a.At("comparison.movements.0.id"), a.At("data.ratings.0.level")},
			[]any{7, "2026", 6.0, 1.0, "Công sở không giấy", movement, "excellent"})
		says(t, "the year", both(t, y.Clerk, yearly+"lang=vi"), []string{"Cả nước chung tay vì người nghèo", "Mô hình “Công sở không giấy”", "PHỤ LỤC IV", "Tiến độ theo đơn vị", "PHỤ LỤC V", "Hoàn thành xuất sắc nhiệm vụ"}, nil)
		w := readWorkbook(t, y.Clerk.Get(yearly+"format=xlsx&lang=vi").Must(200).Raw)
		rows := w.table(t, "4. Tiến độ")
		same(t, "sheet 4", []any{len(rows), rows[1]["Thực hiện"].Value, rows[1]["Kỳ"].text(), rows[0]["Đơn vị"].text()}, []any{7, "120", "2026-H1", "Toàn khối"})

		for range 20 {
			commit(object{"text": "Nội dung"})
		}
		if many := len(s.Statements(func() { y.Clerk.Get(at + "format=json").Must(200) })); many != few {
			t.Errorf("%d statements for 7 cells, %d for 67", few, many)
		}
		viewer := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfUnit, ID: s.Year("B").Units[0]})
		viewer.Get(at+"format=pdf").Refused(404, "not_found")
	})
}
