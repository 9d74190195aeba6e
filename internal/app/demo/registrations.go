package demo

import (
	"context"

	"giaouoc/internal/app"
)

// registrations enters what the units of the fictional bloc registered this year, as
// the leading unit typed it from the papers it received: one is accepted, one waits,
// one was returned, and one has not sent anything.
func registrations(ctx context.Context, a *app.App, b *books, password string) error {
	c, err := login(ctx, a, "truongkhoi", password)
	if err != nil {
		return err
	}
	commitments := []object{
		{"text": "Giải quyết hồ sơ thủ tục hành chính đúng hạn", "measure": "percent", "target": 99, "unit_of_measure": "%", "due_on": "2026-12-31"},
		{"text": "Số hóa hồ sơ lưu trữ", "measure": "quantity", "target": 1200, "unit_of_measure": "hồ sơ", "due_on": "2026-09-30", "note": "ưu tiên hồ sơ trước năm 2010"},
		{"text": "Giữ vững đoàn kết nội bộ, không có đơn thư vượt cấp", "measure": "qualitative"},
	}
	register := func(unit int, status, head string, more ...object) string {
		titles := append([]object{
			{"subject": "collective", "type_as_written": "Tập thể lao động xuất sắc", "unit_id": b.fictionUnits[unit]},
			{"subject": "individual", "type_as_written": "Chiến sĩ thi đua cơ sở", "count": 5},
			{"subject": "initiative", "type_as_written": "Sáng kiến cấp cơ sở", "name": "Tra cứu hồ sơ bằng mã vạch", "person_as_written": "Nhóm tác giả Văn phòng sở"},
		}, more...)
		return "/registrations/" + c.make("/registrations", object{
			"term_id": b.year2026, "unit_id": b.fictionUnits[unit], "status": status, "head_as_written": head, "head_position_as_written": "Giám đốc", "union_as_written": "Đỗ Thị Sương", "union_position_as_written": "Chủ tịch Công đoàn",
			"registered_on": "2026-03-05", "commitments": commitments, "titles": titles, "remark": "Dữ liệu mẫu, hư cấu.",
		})
	}
	register(0, "accepted", "Phạm Văn Sấm", object{"subject": "collective", "type_as_written": "Cờ thi đua của UBND tỉnh", "unit_id": b.fictionUnits[0]})
	register(1, "submitted", "Trần Hải Triều")
	c.move(register(3, "draft", "Lê Thị Nắng", object{"subject": "household", "type_as_written": "Gia đình văn hóa tiêu biểu", "name": "Hộ ông Hư Văn Cấu"}), object{"to": "submitted"}, object{
		"to": "returned", "reason": "Danh hiệu cá nhân vượt số lượng được giao.", "fields": []object{{"list": "titles", "remark": "Xem lại số lượng Chiến sĩ thi đua cơ sở"}, {"member": "registered_on", "remark": "Ghi ngày theo văn bản"}},
	})
	return c.err
}
