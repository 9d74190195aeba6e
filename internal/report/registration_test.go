package report_test

import (
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

func TestRegistrationPaper(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A & <b>")
		movement := y.Leader.Post("/movements", object{"name": "Cả nước chung tay vì người nghèo", "goals": "Không để ai bị bỏ lại", "launched_on": "2021", "concludes_on": "2025-12"}).Must(201).ID()
		id := y.Clerk.Post("/registrations", object{
			"term_id": y.Term, "unit_id": y.Units[1], "registered_on": "2026-03-05", "head_as_written": "Nguyễn Thị Ễ", "head_position_as_written": "Trưởng ban", "union_as_written": "Trần Văn Đoàn",
			"commitments": []object{{"text": "=1+1 hộ nghèo được giúp", "measure": "quantity", "target": 98.5, "unit_of_measure": "hộ", "due_on": "2026-12-31", "movement_id": movement}, {"text": "Giữ vững đoàn kết", "measure": "qualitative"}},
			"titles": []object{
				{"subject": "collective", "type_as_written": "Cờ thi đua của Chính phủ", "unit_id": y.Units[1]},
				{"subject": "individual", "type_as_written": "Chiến sĩ thi đua cơ sở", "count": 1200},
				{"subject": "initiative", "name": "Tra cứu bằng mã vạch", "person_as_written": "Nhóm tác giả"},
			},
		}).Must(201).ID()
		at := "/registrations/" + id + "/reports/registration?"
		whole := []string{
			"BẢNG ĐĂNG KÝ GIAO ƯỚC THI ĐUA", "Ban Tổ chức A & <b>", "Kính gửi", "Cơ quan tổ chức A & <b>", "Cả nước chung tay vì người nghèo", "Không để ai bị bỏ lại", "12/2025",
			"=1+1 hộ nghèo được giúp", "98,5", "31/12/2026", "Giữ vững đoàn kết", "Cờ thi đua của Chính phủ", "1.200", "Tra cứu bằng mã vạch, Nhóm tác giả", "TRƯỞNG BAN", "Nguyễn Thị Ễ", "CHỦ TỊCH", "Trần Văn Đoàn",
		}
		says(t, "a draft", both(t, y.Clerk, at+"lang=vi"), append(whole, "DỰ THẢO"), nil)
		y.Clerk.Move("/registrations/"+id, "submitted", "").Must(200)
		y.Leader.Move("/registrations/"+id, "accepted", "").Must(200)
		for layout, head := range map[string]string{"state": "Độc lập - Tự do - Hạnh phúc", "party": "ĐẢNG CỘNG SẢN VIỆT NAM"} {
			says(t, layout, both(t, y.Clerk, at+"lang=vi&layout="+layout), append(whole, head), []string{"DỰ THẢO"})
		}
		says(t, "in English", both(t, y.Clerk, at+"lang=en"), []string{"REGISTRATION FOR THE EMULATION AGREEMENT", "98.5", "1,200", "HEAD OF THE UNIT"}, []string{"DRAFT"})

		j := y.Clerk.Get(at + "format=json").Must(200)
		if j.Str("document_status") != "locked" || j.Str("data.registration.id") != id || j.Str("data.movements.0.id") != movement || len(j.At("data.movements").([]any)) != 1 {
			t.Errorf("%s", j.Raw)
		}
		few := len(s.Statements(func() { y.Clerk.Get(at + "format=json").Must(200) }))
		y.Leader.Do("POST", "/registrations/"+id+"/transitions", object{"to": "returned", "reason": "Bổ sung", "fields": []object{{"list": "commitments"}}}, "If-Match", y.Leader.ETag("/registrations/"+id)).Must(200)
		var more []object
		for range 40 {
			more = append(more, object{"text": "Chỉ tiêu", "movement_id": movement})
		}
		y.Clerk.Patch("/registrations/"+id, object{"commitments": more}).Must(200)
		if many := len(s.Statements(func() { y.Clerk.Get(at + "format=json").Must(200) })); many != few {
			t.Errorf("%d statements for 2 commitments, %d for 40", few, many)
		}
		viewer := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfUnit, ID: s.Year("B").Units[0]})
		viewer.Get(at+"format=pdf").Refused(404, "not_found")
	})
}
