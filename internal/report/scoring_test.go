package report_test

import (
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

// What is signed when a year is scored, voted on and ranked: each document says what is
// on record, and none is issued before everybody may read what it tells.
func TestScoringPapers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := s.Year("A & <b>")
		table := y.Leader.Post("/score-tables", object{
			"term_id": y.Term, "title": "Bảng điểm 2026", "scale": 100, "tie_breaks": []object{{"by": "criterion", "criterion": "1"}, {"by": "ballot"}}, "classes": []object{{"name": "Xuất sắc", "from": 90, "no_zero": true, "level": "excellent"}},
			"criteria": []object{{"code": "1", "text": "=1+1 nhiệm vụ", "kind": "tiers", "max": 20, "bands": []object{{"from": 95.5, "points": 10}, {"from": 98, "points": 20}}, "gate": "có kế hoạch", "evidence_required": true}},
		}).Must(201).ID()
		vote := y.Leader.Post("/votes", object{
			"term_id": y.Term, "title": "Tặng Cờ thi đua", "body": "Hội nghị Khối", "method": "secret", "status": "counted", "held_on": "2026-12-20", "threshold": "66.5%", "quorum": "2/3", "eligible": 13, "present": 13, "written_opinions": 0,
			"issued": 13, "returned": 13, "valid": 12, "blank": 1, "invalid": 0, "items": []object{{"unit_id": y.Units[0], "subject": "Cờ thi đua", "yes": 9, "no": 3}, {"unit_as_written": "Trường Ễ", "yes": 3}},
		}).Must(201).ID()
		y.Leader.Post("/votes/"+vote+"/voters", object{"unit_id": y.Units[0], "part": "present", "reason": "Có mặt"}).Must(201)
		y.Leader.Post("/votes/"+vote+"/voters", object{"unit_id": y.Units[1], "part": "absent"}).Must(201)
		y.Leader.Post("/votes/"+vote+"/voters", object{"unit_id": y.Units[2], "part": "recused", "reason": "Được đề nghị"}).Must(201)
		y.Leader.Move("/votes/"+vote, "closed", "").Must(200)
		ranking := y.Leader.Post("/rankings", object{"term_id": y.Term, "origin": "stated", "decided_on": "2026-12-21", "scale": 100, "rows": []object{
			{"unit_id": y.Units[0], "rank": 1, "total": 98.25, "class": "Xuất sắc"}, {"unit_id": y.Units[1], "rank": 2, "total": 1200}, {"unit_as_written": "Sở Cũ", "left_out": true, "note": "Đã giải thể"},
		}}).Must(201).ID()
		at := map[string]string{
			"score_table": "/score-tables/" + table + "/reports/score-table?", "vote": "/votes/" + vote + "/reports/minutes?",
			"ranking": "/rankings/" + ranking + "/reports/ranking?", "deliberation": "/rankings/" + ranking + "/reports/minutes?",
		}
		votes := []string{"Tặng Cờ thi đua", "Văn phòng A & <b>", "Trường Ễ"}
		for kind, whole := range map[string][]string{
			"score_table":  {"BẢNG ĐIỂM THI ĐUA", "=1+1 nhiệm vụ", "từ 95,5: 10 điểm", "điều kiện: có kế hoạch", "cần minh chứng", "kết quả tiêu chí 1", "Xuất sắc", "DỰ THẢO"},
			"vote":         append([]string{"BIÊN BẢN", "Kiểm phiếu (vòng 1)", "Ngày 20/12/2026, Hội nghị Khối", "Số phiếu trắng", "9 phiếu đồng ý trên 13", "ít nhất 66,5%", "Thành viên không tham gia", ": Vắng mặt", ": Không tham gia bỏ phiếu; Được đề nghị", "THƯ KÝ", "TỔ TRƯỞNG TỔ KIỂM PHIẾU"}, votes...),
			"ranking":      {"BẢNG XẾP HẠNG THI ĐUA", "98,25", "Sở Cũ", "Đã giải thể", "NGƯỜI LẬP BẢNG", "DỰ THẢO"},
			"deliberation": append([]string{"BIÊN BẢN", "Ngày 21/12/2026", "98,25", "CHỦ TRÌ", "DỰ THẢO"}, votes...),
		} {
			for _, layout := range []string{"state", "party"} {
				says(t, kind, both(t, y.Leader, at[kind]+"lang=vi&layout="+layout), whole, nil)
			}
			both(t, y.Leader, at[kind]+"lang=en")
			for _, form := range []string{"xlsx", "csv", "json"} {
				y.Leader.Get(at[kind] + "format=" + form).Must(200)
			}
		}
		// Nothing is kept that more would read than may read it now.
		viewer := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: y.Bloc})
		of := map[string]string{"vote": vote, "ranking": ranking, "deliberation": ranking}
		for kind, id := range of {
			viewer.Get(at[kind]+"format=pdf").Refused(404, "not_found")
			y.Leader.Post("/issued-reports", object{"kind": kind, "subject_id": id}).Refused(409, "report.not_published")
			y.Leader.Post("/report-wordings", object{"kind": kind, "subject_id": id, "place": "Nơi"}).Refused(409, "report.not_published")
		}
		y.Leader.Move("/score-tables/"+table, "applied", "").Must(200)
		y.Leader.Move("/rankings/"+ranking, "concluded", "").Must(200)
		bound := func(c *apptest.Client) (kinds []string) {
			job := "/report-jobs/" + c.Post("/report-jobs", object{"kind": "handbook", "subject_id": y.Term, "formats": []string{"json"}}).Must(201).ID()
			work(t, s)
			names, _ := unpack(t, c.Get(job+"/file").Must(200).Raw)
			for _, name := range names {
				for _, part := range []string{"BangDiem", "BienBanKiemPhieu", "BangXepHang", "BienBanBinhXet", "BaoCaoTongKet"} {
					if strings.Contains(name, part) {
						kinds = append(kinds, part)
					}
				}
			}
			return kinds
		}
		same := func(got, want []string) {
			t.Helper()
			if !slices.Equal(got, want) {
				t.Errorf("bound are %v, want %v", got, want)
			}
		}
		all := []string{"BangDiem", "BienBanKiemPhieu", "BangXepHang", "BienBanBinhXet", "BaoCaoTongKet"}
		for _, c := range []*apptest.Client{y.Leader, viewer} { // a package is kept longer than rights may last
			same(bound(c), []string{"BangDiem", "BaoCaoTongKet"})
		}
		y.Leader.Move("/rankings/"+ranking, "published", "").Must(200)
		same(bound(viewer), all)
		same(bound(y.Leader), all)
		for kind, id := range of {
			says(t, kind, both(t, viewer, at[kind]+"lang=vi"), nil, []string{"DỰ THẢO"})
			y.Leader.Post("/report-wordings", object{"kind": kind, "subject_id": id, "place": "Nơi"}).Must(201)
			code := y.Leader.Post("/issued-reports", object{"kind": kind, "subject_id": id}).Must(201)
			viewer.Get("/issued-reports/" + code.ID() + "/file?format=pdf").Must(200)
		}
		few := len(s.Statements(func() { y.Leader.Get(at["deliberation"] + "format=json").Must(200) }))
		for range 5 {
			y.Leader.Post("/votes", object{"term_id": y.Term, "title": "Vòng khác", "status": "closed", "items": []object{{"unit_id": y.Units[1]}}}).Must(201)
		}
		if many := len(s.Statements(func() { y.Leader.Get(at["deliberation"] + "format=json").Must(200) })); many != few {
			t.Errorf("%d statements for one vote, %d for six", few, many)
		}
	})
}
