package progress

import (
	"cmp"
	"slices"

	"giaouoc/internal/bloc"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
)

// Midway is the reporting period the mid-year review of a term looks back on (sơ
// kết): of the halves that end within the term the one that ends nearest to its
// middle; the term itself where no half does.
func Midway(term period.Period) period.Period {
	best, nearest := term, 0
	for _, p := range ReportPeriods(term) {
		if p.Kind != period.Half || p.EndsOn >= term.EndsOn {
			continue
		}
		gone := period.Period{StartsOn: term.StartsOn, EndsOn: p.EndsOn}.Months()
		if off := 2*gone - term.Months(); best.Kind != period.Half || max(off, -off) < nearest {
			best, nearest = p, max(off, -off)
		}
	}
	return best
}

// ReviewView is what a term's units reported for a period, as a review looks at it.
// What is late is told as of the day the period was closed, of the end of a locked
// term, else as of today.
type ReviewView struct {
	Period      bloc.PeriodValue `json:"period"`
	Closing     *ClosingBrief    `json:"closing" doc:"what closed the period; null: it is open"`
	Commitments []ReviewedView   `json:"commitments" doc:"in order"`
	Units       []ReviewUnitView `json:"units" doc:"in protocol order"`
	Counts      BoardCounts      `json:"counts" doc:"of the units' cells"`
	Reports     []EntryView      `json:"reports" doc:"by commitment, then those on indicators; of the bloc, then of units in protocol order"`
}

// ReviewedView is one commitment in a review.
type ReviewedView struct {
	Commitment CommitmentBrief `json:"commitment" doc:"with the common target"`
	Whole      BoardCellView   `json:"whole" doc:"as reported for the whole bloc"`
	Counts     BoardCounts     `json:"counts" doc:"of the units that are to keep it"`
}

// ReviewUnitView is one unit in a review.
type ReviewUnitView struct {
	Unit   *record.Ref `json:"unit"`
	Counts BoardCounts `json:"counts" doc:"of the commitments it is to keep"`
}

// All is how many cells were counted.
func (c BoardCounts) All() int {
	return c.NotReported + c.OnTrack + c.Late + c.AtRisk + c.Done + c.Exceeded + c.Untold
}

func (b *Board) review(rows []entryRow) *ReviewView {
	v := &ReviewView{
		Period: bloc.NewPeriodValue(b.Period), Closing: closingBrief(b.Closing), Counts: countsView(b.counts()),
		Commitments: []ReviewedView{}, Units: []ReviewUnitView{}, Reports: []EntryView{},
	}
	for _, r := range b.Rows {
		v.Commitments = append(v.Commitments, ReviewedView{r.promise.brief(r.Whole.Goal), boardCellView(r.Whole), countsView(counted(r.Cells...))})
	}
	seats := map[string]int{}
	for i, u := range b.Units {
		seats[deref(u.UnitID)] = i
		v.Units = append(v.Units, ReviewUnitView{seatRef(&b.Units[i]), countsView(counted(b.of(i)...))})
	}
	place := func(e entryRow) int {
		if i, sits := seats[deref(e.UnitID)]; sits && e.UnitID != nil {
			return i
		}
		return len(b.Units)
	}
	slices.SortFunc(rows, func(x, y entryRow) int {
		return cmp.Or(
			later(x.Position, y.Position), cmp.Compare(deref(x.CommitmentID), deref(y.CommitmentID)), cmp.Compare(deref(x.Indicator), deref(y.Indicator)),
			cmp.Compare(x.Scope, y.Scope), cmp.Compare(place(x), place(y)), cmp.Compare(x.Entry.Period.EndsOn, y.Entry.Period.EndsOn), cmp.Compare(x.ID, y.ID),
		)
	})
	for _, e := range rows {
		v.Reports = append(v.Reports, entryView(e))
	}
	return v
}

// later compares places of which some are unknown; those come last.
func later(x, y *int) int {
	switch {
	case x == nil && y == nil:
		return 0
	case x == nil:
		return 1
	case y == nil:
		return -1
	}
	return cmp.Compare(*x, *y)
}
