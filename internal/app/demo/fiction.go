package demo

import "fmt"

// fiction enters "Khối thi đua Hư Cấu": a bloc of a province that does not
// exist, with three years of books, so that every list has something to show.
func (c *client) fiction(b *books) {
	f := &fictional{client: c}
	b.council = c.make("/authorities", object{"name": "Hội đồng Thi đua - Khen thưởng tỉnh Hư Cấu", "system": "state", "level": "ministry_province", "province": "Hư Cấu"})
	f.chairman = c.make("/authorities", object{"name": "Chủ tịch UBND tỉnh Hư Cấu", "system": "state", "level": "ministry_province", "province": "Hư Cấu"})
	f.bloc = c.make("/blocs", object{
		"code": "K0", "kind": "bloc", "organizer_id": b.council, "provinces": []string{"Hư Cấu"}, "sector": "dữ liệu mẫu", "document_layout": "state",
		"names": []object{{"name": "Khối thi đua Hư Cấu", "kind": "current", "valid_from": "2024"}}, "remark": "Dữ liệu mẫu: tỉnh, đơn vị, con người và số liệu đều hư cấu.",
	})
	f.arrangement = c.make("/arrangements", object{"organizer_id": b.council, "period": "2024-2026", "period_kind": "range", "stated_bloc_count": 9, "stated_unit_count": 54})
	f.movement = c.make("/movements", object{
		"name": "Toàn tỉnh Hư Cấu thi đua trồng cây xanh", "launched_by_id": f.chairman, "scope": "ministry_province", "form": "thematic",
		"launched_on": "2024-02", "concludes_on": "2028", "goals": "Mỗi cơ quan trồng ít nhất 20 cây xanh một năm.", "document_as_written": "Kế hoạch số 21/KH-UBND",
	})
	for i, name := range []string{"Sở Mây", "Sở Gió", "Sở Biển", "Sở Rừng", "Sở Nắng", "Sở Mưa"} {
		id := c.make("/units", object{"code": fmt.Sprintf("HC-%02d", i+1), "name": name + " tỉnh Hư Cấu", "short_name": name, "kind": "state", "is_enterprise": false, "province": "Hư Cấu"})
		f.units = append(f.units, id)
	}
	b.fictionBloc, b.fictionLeader, b.fictionMember = f.bloc, f.units[2], f.units[3]
	f.post("/rating-rules", object{"kind": "head_reprimanded", "cap": "good", "norm": "Quy định chấm điểm của khối (hư cấu), khoản 5 Điều 6", "authority_id": b.council, "valid_from": "2025-01-01"})
	b.year2024 = f.year2024()
	b.year2025 = f.year2025()
	f.mergers()
	b.year2026, b.fictionUnits = f.year2026(), f.units
	f.formerBloc()
}

type fictional struct {
	*client
	bloc, arrangement, movement, chairman string
	units                                 []string
}

// open makes a term with its members in order, its leading unit and a deputy.
func (f *fictional) open(year, theme string, leader, deputy int) string {
	term := f.make("/terms", object{"bloc_id": f.bloc, "period": year, "theme": theme, "arrangement_id": f.arrangement, "stated_member_count": len(f.units), "status": "planning"})
	for _, u := range f.units {
		f.post("/terms/"+term+"/members", object{"unit_id": u})
	}
	f.post("/terms/"+term+"/leadership", object{"role": "leader", "unit_id": f.units[leader], "chosen": "elected"})
	f.post("/terms/"+term+"/leadership", object{"role": "deputy", "unit_id": f.units[deputy], "chosen": "elected"})
	f.patch("/terms/"+term, object{"members_state": "listed", "deputies_state": "listed"})
	f.post("/terms/"+term+"/deadlines", object{"kind": "signing", "due_on": year + "-03-31"})
	f.post("/terms/"+term+"/deadlines", object{"kind": "registration", "due_on": year + "-03-15"})
	f.post("/terms/"+term+"/deadlines", object{"kind": "mid_year", "due_on": year + "-07-15"})
	f.post("/terms/"+term+"/deadlines", object{"kind": "year_end", "due_on": year + "-12-10"})
	return term
}

// agree draws up the year's agreement and takes it to signing.
func (f *fictional) agree(term, year string) string {
	event := f.make("/events", object{
		"title": "Hội nghị ký kết giao ước thi đua năm " + year, "held_on": year + "-02-27", "part_of_day": "morning", "place": "Hội trường tỉnh Hư Cấu",
		"terms": []object{{"term_id": term, "purpose": "signing"}}, "organiser_unit_id": f.units[0],
	})
	agreement := f.make("/agreements", object{
		"term_id": term, "title": "Giao ước thi đua năm " + year, "basis": "original", "signing_event_id": event,
		"preamble": "Các đơn vị trong Khối thống nhất ký kết giao ước thi đua với các nội dung sau.", "legal_bases": []string{"Luật Thi đua, khen thưởng năm 2022"},
	})
	for _, row := range []object{
		{"theme": "Nhiệm vụ chuyên môn", "text": "Giải quyết hồ sơ thủ tục hành chính đúng hạn", "measure": "percent", "target": 98, "unit_of_measure": "%", "due_on": year + "-12-31"},
		{"theme": "Nhiệm vụ chuyên môn", "text": "Hoàn thành chương trình công tác năm được giao", "measure": "milestone", "due_on": year + "-12-15"},
		{"theme": "Phong trào thi đua", "text": "Đẩy mạnh học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", "measure": "qualitative"},
		{"theme": "Phong trào thi đua", "text": "Mỗi đơn vị có ít nhất một mô hình điểm", "measure": "quantity", "target": 1, "unit_of_measure": "mô hình", "due_on": year + "-09-30"},
		{"theme": "An sinh xã hội", "text": "Trồng cây xanh trong khuôn viên cơ quan", "measure": "quantity", "target": 120, "unit_of_measure": "cây", "due_on": year + "-05-19"},
	} {
		row["agreement_id"], row["scope"] = agreement, "common"
		if row["unit_of_measure"] == "cây" { // of each unit its share
			var share []object
			for _, u := range f.units {
				share = append(share, object{"unit_id": u, "target": 120 / len(f.units)})
			}
			row["targets"] = share
		}
		id := f.make("/commitments", row)
		if row["theme"] == "An sinh xã hội" {
			f.post("/movement-commitments", object{"movement_id": f.movement, "commitment_id": id})
		}
	}
	f.move("/agreements/"+agreement, object{"to": "consulting"}, object{"to": "signing"})
	return agreement
}

// sign records the outcome of the first n signatures in protocol order.
func (f *fictional) sign(agreement, year string, n int) {
	out, _ := f.do("GET", "/agreements/"+agreement+"/signatures", "", nil)
	rows, _ := out["data"].([]any)
	for i, r := range rows {
		if i == n {
			return
		}
		path := "/signatures/" + text(r.(object)["id"])
		f.patch(path, object{"signed_on": year + "-02-27", "method": "in_person", "role": "head"})
		f.move(path, object{"to": "signed"})
	}
}

func (f *fictional) year2024() string {
	term := f.open("2024", "Kỷ cương, sáng tạo, hiệu quả", 0, 1)
	f.move("/terms/"+term, object{"to": "signing"})
	agreement := f.agree(term, "2024")
	f.sign(agreement, "2024", len(f.units))
	f.move("/agreements/"+agreement, object{"to": "in_force"}, object{"to": "concluded"})
	decision := f.make("/decisions", object{"bloc_id": f.bloc, "kind": "award", "number": "15/QĐ-UBND", "issued_on": "2025-01-20", "authority_id": f.chairman, "status": "in_force", "summary": "Tặng Cờ thi đua và Bằng khen năm 2024"})
	f.award(decision, "2024", "CO_TINH_22", 1, object{"unit_id": f.units[0]})
	f.award(decision, "2024", "BK_TINH_22", 3, object{"unit_id": f.units[1]}, object{"unit_id": f.units[2]}, object{"unit_id": f.units[4]})
	f.move("/terms/"+term, object{"to": "in_force"}, object{"to": "reviewing"})
	return term
}

func (f *fictional) year2025() string {
	term := f.open("2025", "Tinh gọn, thông suốt, vì nhân dân", 1, 2)
	f.move("/terms/"+term, object{"to": "signing"})
	agreement := f.agree(term, "2025")
	f.sign(agreement, "2025", len(f.units))
	f.move("/agreements/"+agreement, object{"to": "in_force"})
	f.move("/terms/"+term, object{"to": "in_force"}, object{"to": "reviewing"})
	// Known by count only: nobody has said yet which units.
	f.post("/awards", object{"bloc_id": f.bloc, "award_type_id": f.awardType("BK_TINH_22"), "recipient_kind": "collective", "count": 3, "period": "2025", "authority_id": f.chairman, "reported_on": "2026-02-27"})
	return term
}

func (f *fictional) year2026() string {
	term := f.open("2026", "Chuyển đổi số toàn diện", 1, 2)
	f.move("/terms/"+term, object{"to": "signing"})
	f.sign(f.agree(term, "2026"), "2026", 3)
	return term
}

// mergers ends the first two and the last two units with the year 2025: one
// successor inherits their merit, of the other nobody has said.
func (f *fictional) mergers() {
	decision := f.make("/decisions", object{"bloc_id": f.bloc, "kind": "organisation", "number": "99/QĐ-UBND", "issued_on": "2025-12-20", "authority_id": f.chairman, "status": "in_force", "summary": "Sắp xếp các sở của tỉnh Hư Cấu"})
	air := f.merge("Sở Khí tượng", "HC-07", "yes", decision, f.units[0], f.units[1])
	weather := f.merge("Sở Thời tiết", "HC-08", "unknown", decision, f.units[4], f.units[5])
	f.units = []string{air, f.units[2], f.units[3], weather}
}

func (f *fictional) merge(name, code, merit, decision string, from ...string) string {
	into := f.make("/units", object{"code": code, "name": name + " tỉnh Hư Cấu", "short_name": name, "kind": "state", "is_enterprise": false, "province": "Hư Cấu", "valid_from": "2026-01-01"})
	var parties []object
	for _, u := range from {
		out, _ := f.do("GET", "/units/"+u+"/versions", "", nil)
		if rows, _ := out["data"].([]any); len(rows) == 1 {
			f.patch("/unit-versions/"+text(rows[0].(object)["id"]), object{"valid_to": "2025-12-31"})
		}
		parties = append(parties, object{"unit_id": u})
	}
	f.post("/successions", object{
		"subject": "unit", "kind": "merge", "from": parties, "to": []object{{"unit_id": into}}, "happened_on": "2025-12-31", "decision_id": decision, "merit_inherited": merit,
	})
	return into
}

// formerBloc is an earlier bloc of the same name, dissolved and years later set
// up again: another bloc, linked, with books of its own.
func (f *fictional) formerBloc() {
	former := f.make("/blocs", object{
		"code": "K0", "kind": "bloc", "name": "Khối thi đua Hư Cấu", "provinces": []string{"Hư Cấu"}, "sector": "dữ liệu mẫu", "valid_from": "2015", "valid_to": "2019",
		"organizer_as_written": "UBND tỉnh Hư Cấu", "remark": "Dữ liệu mẫu, hư cấu.",
	})
	term := f.make("/terms", object{"bloc_id": former, "period": "2019", "stated_member_count": 3})
	for _, name := range []string{"Sở Mây tỉnh Hư Cấu", "Sở Sương tỉnh Hư Cấu", "Sở Tuyết tỉnh Hư Cấu"} {
		f.post("/terms/"+term+"/members", object{"unit_as_written": name})
	}
	f.post("/awards", object{"bloc_id": former, "type_as_written": "cờ thi đua", "recipient_kind": "collective", "count": 1, "period": "2019", "authority_as_written": "UBND tỉnh Hư Cấu"})
	f.post("/successions", object{"subject": "bloc", "kind": "dissolve", "from": []object{{"bloc_id": former}}, "happened_on": "2019"})
	f.post("/successions", object{
		"subject": "bloc", "kind": "re_established", "from": []object{{"bloc_id": former}}, "to": []object{{"bloc_id": f.bloc}}, "happened_on": "2024",
		"decision_as_written": "Quyết định thành lập Khối thi đua Hư Cấu",
	})
}

func (f *fictional) award(decision, period, code string, count int, recipients ...object) {
	f.post("/awards", object{
		"bloc_id": f.bloc, "award_type_id": f.awardType(code), "recipient_kind": "collective", "count": count, "period": period,
		"decision_id": decision, "authority_id": f.chairman, "commendation_type": "merit", "recipients": recipients,
	})
}

func (f *fictional) awardType(code string) string {
	out, _ := f.do("GET", "/award-types?code="+code, "", nil)
	rows, _ := out["data"].([]any)
	if len(rows) != 1 {
		f.err = fmt.Errorf("award type %s: %d rows", code, len(rows))
		return ""
	}
	return text(rows[0].(object)["id"])
}
