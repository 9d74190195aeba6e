package progress_test

import (
	"testing"

	"giaouoc/internal/app/apptest"
)

func TestBoard(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y, foreign := begin(t, s, "A"), begin(t, s, "B")
		signer := made(t, y.admin, "/units", object{"name": "Đơn vị ký thêm"})
		agreement := y.admin.Get("/commitments/" + y.quantity).Must(200).Str("agreement_id")
		made(t, y.admin, "/agreements/"+agreement+"/signatures", object{"unit_id": signer, "status": "signed"})
		made(t, y.admin, "/terms/"+y.term+"/members", object{"unit_as_written": "Đơn vị chưa rõ"})
		made(t, y.clerk, "/progress-entries", y.report(y.quantity, 1, object{"period": "2026-Q1", "actual": object{"value": 30}}))
		made(t, y.clerk, "/progress-entries", y.report(y.percent, 1, object{"actual": object{"value": 97}, "results": "Tốt"}))
		made(t, y.other, "/progress-entries", y.report(y.quantity, 2, object{"actual": object{"value": 10}}))
		made(t, y.leader, "/progress-entries", object{"term_id": y.term, "commitment_id": y.percent, "period": "2026-H1", "actual": object{"value": 60}})
		made(t, y.leader, "/progress-entries", object{"term_id": y.term, "indicator": "Thu", "period": "2026-H1", "actual": object{"value": 60}})
		board := y.clerk.Get("/terms/" + y.term + "/progress-board?period=2026-H1").Must(200)

		same(t, board.Pluck("units", "name"), []any{"Văn phòng A", "Ban Tổ chức A", "Báo A", "Đơn vị chưa rõ", "Đơn vị ký thêm"})
		same(t, board.At("units.3.id"), nil)
		same(t, board.Pluck("rows.0.cells", "standing.status"), []any{"not_reported", "not_reported", "done", nil, "not_reported"})
		same(t, board.Pluck("rows.0.cells", "freshness"), []any{nil, "ageing", "fresh", nil, nil})
		same(t, board.Pluck("rows.0.cells", "target"), []any{100.0, 100.0, 10.0, nil, 100.0})
		same(t, board.Pluck("rows.1.cells", "standing.status"), []any{"not_reported", "on_track", "not_reported", nil, "not_reported"})
		same(t, board.Pluck("rows.2.cells", "applies"), []any{false, true, false, false, false})
		same(t, []any{board.At("rows.1.whole.standing.status"), board.At("rows.1.whole.actual.value"), board.At("rows.1.cells.1.has_words"), board.At("rows.1.cells.1.version")}, []any{"at_risk", 60.0, true, 1.0})
		same(t, board.At("counts"), any(object{"not_reported": 7.0, "on_track": 1.0, "late": 0.0, "at_risk": 0.0, "done": 1.0, "exceeded": 0.0, "untold": 0.0}))
		same(t, board.Pluck("periods", "label"), []any{"2026-Q1", "2026-Q2", "2026-H1", "2026-Q3", "2026-9M", "2026-Q4", "2026-H2", "2026"})
		same(t, []any{board.At("closing"), board.At("elsewhere")}, []any{nil, 1.0}) // the indicator

		closing := made(t, y.leader, "/period-closings", object{"term_id": y.term, "period": "2026-H1"})
		same(t, y.clerk.Get("/terms/"+y.term+"/progress-board?period=2026-Q1").Must(200).At("closing.id"), any(closing))
		y.clerk.Get("/terms/"+y.term+"/progress-board?period=2027-Q1").Refused(404, "not_found")
		y.clerk.Get("/terms/"+y.term+"/progress-board?period=x").Refused(400, "invalid_parameter")
		y.clerk.Get("/terms/"+foreign.term+"/progress-board").Refused(404, "not_found")
	})
}

// The board takes a number of statements that does not grow with what is on it.
func TestBoardStatements(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		y := begin(t, s, "A")
		ask := func() int {
			return len(s.Statements(func() { y.leader.Get("/terms/" + y.term + "/progress-board?period=2026-H1").Must(200) }))
		}
		few := ask()
		var data []any
		agreement := y.admin.Get("/commitments/" + y.quantity).Must(200).Str("agreement_id")
		for range 20 {
			c := made(t, y.admin, "/commitments", object{"agreement_id": agreement, "text": "Nội dung"})
			for _, u := range y.units {
				data = append(data, object{"commitment_id": c, "unit_id": u, "level": "good"})
			}
		}
		save := func(data []any) int {
			return len(s.Statements(func() {
				y.leader.Post("/progress-entries/cells", object{"term_id": y.term, "period": "2026-H1", "data": data}).Must(200)
			}))
		}
		one, many := save(data[:1]), save(data[1:])
		if many > one+1 { // whose version is looked up is asked for once, too
			t.Errorf("%d statements write %d cells, %d write one", many, len(data)-1, one)
		}
		if more := ask(); more != few {
			t.Errorf("%d statements for a board of 60 cells more, %d before", more, few)
		}
	})
}
