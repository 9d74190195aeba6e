package progress

import (
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/period"
)

// Board is how a term stands in a period (bảng tiến độ): its commitments beside the
// units that are to keep them.
type Board struct {
	TermID  string
	BlocID  string
	Bloc    string
	Term    period.Period
	Status  *string // of the term
	Period  period.Period
	Closing *Closing // what closes the period; nil: it is open
	Units   []bloc.Seat
	Rows    []BoardRow
	// Elsewhere counts reports of the period that no cell shows: of indicators, of
	// units that are known only in words or belong to the term no more.
	Elsewhere int
	Today     date.Day
}

// BoardRow is one commitment, for the bloc and for each unit in the order of the
// seats.
type BoardRow struct {
	promise promise
	Whole   BoardCell
	Cells   []BoardCell
}

// BoardCell is what one unit, or the bloc, reported.
type BoardCell struct {
	Applies   bool // false: the commitment is another unit's, or no unit is linked
	Goal      Goal
	Entry     *Entry
	Standing  Standing
	Freshness *string
}

// lay puts commitments, entries and the latest reports on the board.
func (b *Board) lay(promises []promise, entries []Entry, reports []latest) {
	type place struct{ commitment, unit string }
	entry, last := map[place]*Entry{}, map[place]*date.Day{}
	for i, e := range entries {
		if e.CommitmentID != nil && (e.Scope == OfBloc || e.UnitID != nil) {
			entry[place{*e.CommitmentID, deref(e.UnitID)}] = &entries[i]
		}
	}
	for i, l := range reports {
		last[place{l.CommitmentID, deref(l.UnitID)}] = &reports[i].EndsOn
	}
	b.Elsewhere = len(entries)
	cell := func(p promise, unit string) BoardCell {
		at, goal := place{p.ID, unit}, p.goal(unit)
		if entry[at] != nil {
			b.Elsewhere--
		}
		return BoardCell{true, goal, entry[at], Judge(goal, entry[at], b.Period, b.Term, b.Today), Freshness(last[at], b.Period)}
	}
	for _, p := range promises {
		row := BoardRow{promise: p, Whole: cell(p, ""), Cells: make([]BoardCell, len(b.Units))}
		for i, u := range b.Units {
			if u.UnitID != nil && p.isFor(*u.UnitID) {
				row.Cells[i] = cell(p, *u.UnitID)
			}
		}
		b.Rows = append(b.Rows, row)
	}
}

// Counts counts cells by how they stand; "" for those that cannot be told.
type Counts map[string]int

// counted counts those of some cells that apply.
func counted(cells ...BoardCell) Counts {
	n := Counts{}
	for _, c := range cells {
		if c.Applies {
			n[deref(c.Standing.Status)]++
		}
	}
	return n
}

// counts counts the cells of all units.
func (b *Board) counts() Counts {
	var cells []BoardCell
	for _, r := range b.Rows {
		cells = append(cells, r.Cells...)
	}
	return counted(cells...)
}

// of are the cells of the unit in one of the seats.
func (b *Board) of(seat int) (cells []BoardCell) {
	for _, r := range b.Rows {
		cells = append(cells, r.Cells[seat])
	}
	return cells
}
