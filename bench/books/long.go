package books

import (
	"fmt"
	"iter"
	"strconv"

	"giaouoc/internal/viet"
)

// The long bloc has its own places among the ids.
const (
	longPlace = 1 << 24
	perAct    = 100 // awards a decision gives
)

// LongBloc is the id of the bloc whose awards no memory should hold.
func LongBloc() string { return id(blocs, longPlace) }

// longTables are a bloc with so many awards over the ten years: each names one
// unit and has a decision, a remark and the day it was presented.
func longTables(n int, flag, certificate string) []table {
	each := func(n int, make func(int) []any) iter.Seq[[]any] {
		return func(yield func([]any) bool) {
			for i := range n {
				if !yield(make(i)) {
					return
				}
			}
		}
	}
	year := func(i int) int { return FirstYear + i/perAct%Years }
	return []table{
		{"blocs", meta + "kind, name, names, name_sort, search_text, organizer_id, provinces", each(1, func(int) []any {
			name := "Khối thi đua nhiều khen thưởng"
			return row(blocs, longPlace, "bloc", name, "[]", viet.SortKey(name), viet.Key(name), Organizer(), "[]")
		})},
		{"decisions", meta + "bloc_id, kind, number, issued_on, authority_id, search_text, status", each((n+perAct-1)/perAct, func(i int) []any {
			y := FirstYear + i%Years + 1
			return row(decisions, longPlace+i, LongBloc(), "award", fmt.Sprintf("%d/QĐ-UBND", i+1), fmt.Sprintf("%d-01-%02d", y, i%28+1), Organizer(), "", "in_force")
		})},
		{"awards", meta + "bloc_id, bloc_state, award_type_id, recipient_kind, count, named, period_kind, period_label, period_starts_on, period_ends_on, listing_year, decision_id, presented_on, status, search_text, remark", each(n, func(i int) []any {
			kind, y := certificate, strconv.Itoa(year(i))
			if i%5 == 0 {
				kind = flag
			}
			return row(awards, longPlace+i, LongBloc(), "one", kind, []string{"collective", "individual"}[i%2], 1, 1, "calendar_year", y, y+"-01-01", y+"-12-31", year(i),
				id(decisions, longPlace+i/perAct), fmt.Sprintf("%d-02-26", year(i)+1), "in_force", "", fmt.Sprintf("Trao tại hội nghị tổng kết, lượt %d", i))
		})},
		{"recipients", meta + "award_id, bloc_id, place, unit_id, search_text", each(n, func(i int) []any {
			return row(recipients, longPlace+i, id(awards, longPlace+i), LongBloc(), 1, Unit(0, i%UnitsPerBloc), "")
		})},
	}
}
