package rating

import (
	"giaouoc/internal/bloc"
	"giaouoc/internal/text"
)

// Board is how the units of a term are rated (bảng xếp loại), each by itself, by who
// leads the term and by the authority, and what caps them.
type Board struct {
	TermID string
	Rows   []BoardRow
	Others []Rating // of units without a link, and counts
}

// BoardRow is one unit. A standing that is missing says nothing yet.
type BoardRow struct {
	bloc.Seat
	Ratings       map[string]Rating // by standing
	Circumstances []Circumstance
	Cap           *Cap
}

// seated puts ratings beside the units of a term, and after them those of units that
// no longer belong to it, under the name the rating knows.
func seated(seats []bloc.Seat, rs []ratingRow, limit func([]Circumstance) *Cap) (rows []BoardRow, others []Rating) {
	of := map[string][]Rating{}
	names := map[string]string{}
	var order []string
	for _, r := range rs {
		if r.UnitID == nil {
			others = append(others, r.Rating)
			continue
		}
		if of[*r.UnitID] == nil {
			order = append(order, *r.UnitID)
		}
		of[*r.UnitID] = append(of[*r.UnitID], r.Rating)
		if r.UnitName != nil {
			names[*r.UnitID] = *r.UnitName
		}
	}
	row := func(s bloc.Seat) {
		b := BoardRow{Seat: s, Ratings: map[string]Rating{}}
		if s.UnitID != nil {
			b.Circumstances = known(of[*s.UnitID])
			b.Cap = limit(b.Circumstances)
			for _, r := range of[*s.UnitID] {
				b.Ratings[r.Standing] = r
			}
			delete(of, *s.UnitID)
		}
		rows = append(rows, b)
	}
	for _, s := range seats {
		row(s)
	}
	for _, id := range order {
		if of[id] != nil {
			row(bloc.Seat{UnitID: &id, UnitName: names[id]})
		}
	}
	return rows, others
}

// level and circumstance are values as their words in the caller's language.
func level(v string) text.Value        { return text.Value{Enum: "rating_level", Of: v} }
func circumstance(v string) text.Value { return text.Value{Enum: "circumstance", Of: v} }
