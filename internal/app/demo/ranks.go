package demo

import "fmt"

// ranked2024 enters the ranking of 2024 as the minutes of that year have it, and ends
// the year.
func (c *client) ranked2024(b *books) {
	units := c.ids("/terms/"+b.year2024+"/members", "unit")
	if c.err != nil {
		return
	}
	var rows []object
	for i, of := range []struct {
		unit  int
		total any
	}{{0, 98.5}, {2, 96}, {1, 96}, {4, 94.25}, {3, nil}, {5, nil}} {
		row := object{"unit_id": units[of.unit], "total": of.total, "rank": i + 1}
		switch {
		case of.total == nil:
			row["rank"] = nil
		case i == 2:
			row["rank"] = 2 // shared
		}
		rows = append(rows, row)
	}
	c.make("/rankings", object{
		"term_id": b.year2024, "origin": "stated", "status": "published", "decided_on": "2024-12-27", "scale": 100, "rows": rows, "remark": "Dữ liệu mẫu, hư cấu. Biên bản chỉ ghi bốn đơn vị đứng đầu.",
	})
	c.move("/terms/"+b.year2024, object{"to": "concluded"}, object{"to": "locked"})
}

// ranked2025 are the vote on whom to propose in 2025, and the ranking of that year from
// its scores, published.
func (c *client) ranked2025(b *books) {
	units := c.ids("/terms/"+b.year2025+"/members", "unit")
	if c.err != nil {
		return
	}
	ranking := c.make("/rankings", object{"term_id": b.year2025, "decided_on": "2025-12-26", "remark": "Dữ liệu mẫu, hư cấu."})
	at := "/rankings/" + ranking
	whole, _ := c.do("GET", at, "", nil)
	rows, _ := whole["rows"].([]any)
	if c.err == nil && len(rows) < 2 {
		c.err = fmt.Errorf("the ranking of 2025 has %d units, not the two that are voted on", len(rows))
	}
	if c.err != nil {
		return
	}
	first, _ := rows[0].(object)["unit"].(object)
	second, _ := rows[1].(object)["unit"].(object)
	vote := c.make("/votes", object{
		"term_id": b.year2025, "title": "Đề nghị tặng Cờ thi đua của Ủy ban nhân dân tỉnh", "body": "Hội nghị tổng kết Khối", "method": "secret", "threshold": "80%", "quorum": "2/3",
		"held_on": "2025-12-26", "eligible": len(units), "remark": "Dữ liệu mẫu, hư cấu.",
		"items": []object{{"unit_id": first["id"], "subject": "Cờ thi đua"}, {"unit_id": second["id"], "subject": "Cờ thi đua"}},
	})
	n := len(units)
	c.move("/votes/"+vote, object{"to": "open"})
	c.patch("/votes/"+vote, object{
		"present": n, "written_opinions": 0, "issued": n, "returned": n, "valid": n, "blank": 0, "invalid": 0,
		"items": []object{{"unit_id": first["id"], "subject": "Cờ thi đua", "yes": n, "no": 0}, {"unit_id": second["id"], "subject": "Cờ thi đua", "yes": 3, "no": n - 3}},
	})
	for _, unit := range units {
		c.post("/votes/"+vote+"/voters", object{"unit_id": unit, "part": "present"})
	}
	c.move("/votes/"+vote, object{"to": "counted"}, object{"to": "closed"})
	c.move(at, object{"to": "concluded"}, object{"to": "published"})
}
