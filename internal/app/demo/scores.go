package demo

// scores are the table of 2025 with what units gave themselves and what the review
// found, to the end; and the table of 2026, copied from it, on which units begin.
func (c *client) scores(b *books) {
	units := c.ids("/terms/"+b.year2025+"/members", "unit")
	if c.err != nil {
		return
	}
	table := c.make("/score-tables", object{
		"term_id": b.year2025, "title": "Bảng điểm thi đua năm 2025", "scale": 100, "document_as_written": "Hướng dẫn số 02/HD-KTĐ của Khối", "remark": "Dữ liệu mẫu, hư cấu.",
		"criteria": []object{
			{"code": "I", "text": "Thực hiện nhiệm vụ chính trị, chuyên môn", "kind": "group", "max": 60},
			{"code": "I.1", "parent": "I", "text": "Hoàn thành kế hoạch công tác năm", "kind": "manual", "max": 30, "evidence_required": true},
			{"code": "I.2", "parent": "I", "text": "Hồ sơ thủ tục hành chính giải quyết đúng hạn", "kind": "tiers", "max": 20, "unit_of_measure": "%", "bands": []object{{"from": 90, "points": 10}, {"from": 95, "points": 15}, {"from": 98, "points": 20}}},
			{"code": "I.3", "parent": "I", "text": "Sáng kiến được công nhận", "kind": "per_occurrence", "max": 10, "each": 5, "unit_of_measure": "sáng kiến"},
			{"code": "II", "text": "Tổ chức phong trào thi đua", "kind": "group", "max": 40},
			{"code": "II.1", "parent": "II", "text": "Tham gia đầy đủ hoạt động của Khối", "kind": "manual", "max": 20, "options": []object{{"points": 20, "text": "đầy đủ, đúng thành phần"}, {"points": 10, "text": "thiếu một lần"}, {"points": 0}}},
			{"code": "II.2", "parent": "II", "text": "Hoàn thành kế hoạch trồng cây", "kind": "ratio", "max": 20, "unit_of_measure": "cây"},
			{"code": "III", "text": "Điểm thưởng: có điển hình được nhân rộng", "kind": "bonus", "max": 5, "options": []object{{"points": 0}, {"points": 5}}},
			{"code": "IV", "text": "Điểm trừ: báo cáo chậm, mỗi lần 1 điểm", "kind": "penalty", "max": 5, "each": 1},
		},
		"tie_breaks": []object{{"by": "criterion", "criterion": "I"}, {"by": "fewest_penalties"}, {"by": "ballot"}},
		"classes":    []object{{"name": "Hoàn thành xuất sắc nhiệm vụ", "from": 95, "no_zero": true, "level": "excellent"}, {"name": "Hoàn thành tốt nhiệm vụ", "from": 85, "level": "good"}, {"name": "Hoàn thành nhiệm vụ", "from": 70, "level": "completed"}, {"name": "Không hoàn thành nhiệm vụ", "from": 0, "level": "not_completed"}},
	})
	c.move("/score-tables/"+table, object{"to": "applied"})
	ids := map[string]string{}
	whole, _ := c.do("GET", "/score-tables/"+table, "", nil)
	rows, _ := whole["criteria"].([]any)
	for _, r := range rows {
		ids[text(r.(object)["code"])] = text(r.(object)["id"])
	}
	own := [][]any{{29, 98.6, 2, 20, 0}, {28.5, 99, 1, 20, 0}, {28, 97.5, 2, 20, 5}, {29, 98.4, 1, 10, 0}, {27, 98, 1, 20, 0}, {27.5, 98.2, 1, 20, 0}}
	trees := []int{30, 25, 20, 40, 20, 15}
	var data []object
	for i, unit := range units {
		if i >= len(own) {
			break
		}
		give := func(code string, given object) {
			given["unit_id"], given["criterion_id"] = unit, ids[code]
			data = append(data, given)
		}
		give("I.1", object{"points": own[i][0], "evidence": []object{{"address": "Báo cáo tổng kết năm 2025"}}})
		give("I.2", object{"actual": own[i][1]})
		give("I.3", object{"count": own[i][2]})
		give("II.1", object{"points": own[i][3]})
		give("II.2", object{"actual": trees[i], "whole": trees[i] + i})
		give("III", object{"points": own[i][4]})
		give("IV", object{"count": i % 2})
	}
	c.post("/scores/cells", object{"term_id": b.year2025, "stage": "self", "data": data})
	c.verified(b.year2025, ids["I.1"], units)
	copied := c.make("/score-tables/"+table+"/copies", object{"term_id": b.year2026})
	c.move("/score-tables/"+copied, object{"to": "applied"})
}

// verified takes the sheets of a term to their end; the review gives the second unit
// less than that gave itself, which it answers to.
func (c *client) verified(term, plan string, units []string) {
	sheets := map[string]string{}
	list, _ := c.do("GET", "/score-sheets?limit=200&term_id="+term, "", nil)
	rows, _ := list["data"].([]any)
	for _, r := range rows {
		row := r.(object)
		unit, _ := row["unit"].(object)
		sheets[text(unit["id"])] = text(row["id"])
	}
	for i, unit := range units {
		if sheets[unit] == "" {
			continue
		}
		at := "/score-sheets/" + sheets[unit]
		c.move(at, object{"to": "submitted"})
		if i == 1 {
			c.post("/scores/cells", object{"term_id": term, "stage": "verified", "data": []object{{"unit_id": unit, "criterion_id": plan, "version": 1, "points": 27, "reason": "Một nhiệm vụ hoàn thành chậm"}}})
		}
		c.move(at, object{"to": "verified", "take_rest": true})
		if i == 1 {
			c.move(at, object{"to": "explained", "explanation": "Nhiệm vụ chậm do chờ bố trí kinh phí, đã hoàn thành trong tháng 01."})
		}
		c.move(at, object{"to": "final"})
	}
}
