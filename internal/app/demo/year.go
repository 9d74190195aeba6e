package demo

import (
	"cmp"
	"context"

	"giaouoc/internal/app"
)

// reports enters what became of the fictional bloc's commitments, by the hands that
// do it in life: the secretary of the unit that leads the term, or deputises in it,
// and the clerk of a member.
func reports(ctx context.Context, a *app.App, b *books, password string) error {
	leader, err := login(ctx, a, "truongkhoi", password)
	if err != nil {
		return err
	}
	clerk, err := login(ctx, a, "vanthu", password)
	if err != nil {
		return err
	}
	leader.reports2025(b.year2025)
	leader.reports2026(b.year2026)
	clerk.reportsOfClerk(b.year2026, b.fictionMember)
	leader.judge(b.year2026, b.fictionMember)
	leader.models(b)
	leader.ratings(b)
	leader.scores(b)
	council, err := login(ctx, a, "hoidong", password)
	if err != nil {
		return err
	}
	council.ranked2024(b)
	leader.ranked2025(b)
	return cmp.Or(leader.err, council.err, clerk.err)
}

// models are one that was taken up in 2025 and goes on, and one that is proposed.
func (c *client) models(b *books) {
	then := c.ids("/terms/"+b.year2025+"/members", "unit")
	if c.err != nil {
		return
	}
	desk := c.make("/models", object{
		"term_id": b.year2025, "title": "Một cửa không giấy hẹn", "status": "replicated", "proposed_on": "2025-03", "description": "Trả kết quả thủ tục đơn giản ngay trong buổi làm việc.",
		"results": "Rút ngắn bình quân hai ngày làm việc.", "lessons": "Chọn ít thủ tục, có số đo trước và sau.", "remark": "Dữ liệu mẫu, hư cấu.",
		"units": []object{{"part": "pilot", "unit_id": then[0]}, {"part": "replicating", "unit_id": then[1]}, {"part": "replicating", "unit_id": then[2]}},
	})
	c.make("/models", object{"term_id": b.year2026, "title": "Một cửa không giấy hẹn, giai đoạn hai", "status": "piloting", "continues_id": desk, "proposed_on": "2026-03", "units": []object{{"part": "pilot", "unit_id": b.fictionUnits[3]}}})
	c.make("/models", object{"term_id": b.year2026, "title": "Cơ quan trồng một hàng cây", "proposed_on": "2026-03"})
}

// ratings are those of 2025: what units say of themselves, what the bloc proposes and
// what was recognised. One unit is held by a rule.
func (c *client) ratings(b *books) {
	units := c.ids("/terms/"+b.year2025+"/members", "unit")
	if c.err != nil {
		return
	}
	rate := func(unit int, standing, level string, more object) {
		body := object{"term_id": b.year2025, "unit_id": units[unit], "standing": standing, "level": level, "rated_on": "2025-12"}
		for k, v := range more {
			body[k] = v
		}
		c.post("/ratings", body)
	}
	reprimand := object{"circumstances": []object{{"kind": "head_reprimanded", "on": "2025-06"}}}
	rate(0, "self", "excellent", nil)
	rate(1, "self", "excellent", reprimand)
	rate(2, "self", "good", nil)
	rate(0, "proposed", "excellent", nil)
	rate(1, "proposed", "good", nil)
	rate(2, "proposed", "good", nil)
	rate(0, "recognised", "excellent", object{"rated_by_as_written": "Hội đồng Thi đua – Khen thưởng tỉnh Hư Cấu"})
}

// reports2025 is a whole year: half of it reviewed and closed, then the end.
func (c *client) reports2025(term string) {
	units, promises := c.ids("/terms/"+term+"/members", "unit"), c.ids("/commitments?term_id="+term, "")
	if c.err != nil {
		return
	}
	half := [][]any{{"98,5", "99,2", "97", "98,1", "", "98"}, {}, {"good", "good", "fair", "good", "met", "good"}, {"1", "", "1", "", "", "1"}, {"30", "22", "18", "hơn 40", "20", "khoảng 15"}}
	whole := [][]any{{"98,6", "99", "97,5", "98,4", "98", "98,2"}, {}, {"good", "good", "good", "good", "fair", "good"}, {"1", "1", "2", "1", "", "1"}, {"30", "25", "20", "45", "20", "20"}}
	c.cells(term, "2025-H1", units, promises, half)
	review := c.make("/events", object{
		"title": "Hội nghị sơ kết sáu tháng đầu năm 2025", "held_on": "2025-07-08", "place": "Hội trường tỉnh Hư Cấu", "terms": []object{{"term_id": term, "purpose": "mid_year"}},
	})
	c.post("/period-closings", object{"term_id": term, "period": "2025-H1", "closed_on": "2025-07-08", "event_id": review})
	c.cells(term, "2025", units, promises, whole)
	c.post("/progress-entries", object{
		"term_id": term, "commitment_id": promises[4], "period": "2025", "planned": object{"value": 120}, "actual": object{"value": 160}, "results": "Cả khối trồng 160 cây xanh.",
	})
	c.post("/progress-entries", object{"term_id": term, "indicator": "Thu ngân sách trên địa bàn", "period": "2025", "actual": object{"as_written": "hơn 251,2 ngàn tỷ"}, "remark": "Số liệu hư cấu."})
}

// reports2026 is a year that is going on.
func (c *client) reports2026(term string) {
	units, promises := c.ids("/terms/"+term+"/members", "unit"), c.ids("/commitments?term_id="+term, "")
	if c.err != nil {
		return
	}
	c.cells(term, "2026-Q1", units, promises, [][]any{{"98", "97,2"}, {}, {"good", "good"}, {}, {"20", "10"}})
	c.cells(term, "2026-H1", units, promises, [][]any{{"98,4", "96"}, {}, {"good"}, {"1"}, {"70", "35"}})
}

// reportsOfClerk is what one unit sends in by itself.
func (c *client) reportsOfClerk(term, unit string) {
	promises := c.ids("/commitments?term_id="+term, "")
	if c.err != nil {
		return
	}
	c.post("/progress-entries", object{
		"term_id": term, "commitment_id": promises[0], "unit_id": unit, "period": "2026-H1", "actual": object{"as_written": "98,7 %"}, "level": "good", "as_of": "2026-06-15",
		"results": "Rút ngắn thời gian giải quyết 12 thủ tục.", "difficulties": "Phần mềm dừng hai ngày trong tháng 4.", "reported_by_as_written": "Văn thư Sở Rừng",
	})
	c.post("/progress-entries", object{
		"term_id": term, "commitment_id": promises[4], "unit_id": unit, "period": "2026-H1", "planned": object{"value": 60}, "actual": object{"as_written": "gần 60 cây"}, "results": "Trồng dọc đường vào cơ quan.",
	})
}

// judge gives a verdict on what a unit sent in for the first half.
func (c *client) judge(term, unit string) {
	out, _ := c.do("GET", "/progress-entries?period=2026-H1&term_id="+term+"&unit_id="+unit+"&sort=period", "", nil)
	rows, _ := out["data"].([]any)
	for i, r := range rows {
		path, body := "/progress-entries/"+text(r.(object)["id"]), object{"verdict": "confirmed"}
		if i > 0 {
			body = object{"verdict": "incomplete", "note": "Đề nghị gửi ảnh và biên bản nghiệm thu."}
		}
		c.do("PUT", path+"/verdict", c.etag(path), body)
	}
}

// cells writes a period as a sheet: a row for each commitment, a column for each
// unit, in levels or figures; "" leaves a cell empty.
func (c *client) cells(term, period string, units, promises []string, rows [][]any) {
	var data []object
	for i, row := range rows {
		for j, told := range row {
			cell := object{"commitment_id": promises[i], "unit_id": units[j]}
			switch told {
			case "":
				continue
			case "good", "fair", "met":
				cell["level"] = told
			default:
				cell["actual"] = object{"as_written": told}
			}
			data = append(data, cell)
		}
	}
	c.post("/progress-entries/cells", object{"term_id": term, "period": period, "data": data})
}

// ids are those of a list's rows in order, or of what they point to.
func (c *client) ids(path, of string) (out []string) {
	answer, _ := c.do("GET", path, "", nil)
	rows, _ := answer["data"].([]any)
	for _, r := range rows {
		row := r.(object)
		if of != "" {
			row, _ = row[of].(object)
		}
		out = append(out, text(row["id"]))
	}
	return out
}
