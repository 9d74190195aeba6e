package agreement

import (
	"encoding/json"
	"testing"
	"time"

	"giaouoc/internal/record"
)

// BenchmarkCommitmentPage is what a page of fifty commitments costs from the rows
// to JSON.
func BenchmarkCommitmentPage(b *testing.B) {
	unit, name, theme := "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d", "Văn phòng Tỉnh ủy", "Chuyển đổi số"
	row := commitmentRow{PeriodKind: "calendar_year", PeriodLabel: "2026", UnitName: &name}
	row.Meta = record.Meta{ID: unit, Version: 1, CreatedAt: time.Now(), UpdatedAt: time.Now(), CreatedBy: unit}
	row.Theme, row.Text, row.Scope, row.UnitID = &theme, "Giải quyết thủ tục hành chính đúng hạn", OfUnit, &unit
	rows := make([]commitmentRow, 50)
	for i := range rows {
		rows[i] = row
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := json.Marshal(each(rows, commitmentView)); err != nil {
			b.Fatal(err)
		}
	}
}
