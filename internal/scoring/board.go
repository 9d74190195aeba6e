package scoring

import (
	"giaouoc/internal/amount"
	"giaouoc/internal/bloc"
	"giaouoc/internal/scoring/marks"
)

// Board is how the units of a term stand on the table it is scored by, at one stage:
// those whose scores the caller may read.
type Board struct {
	Table  *shownTable // nil: none is applied
	Stage  string
	Whole  bool // all units of the term are on it
	Ranked bool // a concluded ranking rests on it, so that it stands
	Units  []bloc.Seat
	Sheets map[string]Sheet
	Scores map[string]map[string]Score
	whole  *wholeTable
	marks  map[string]map[string]marks.Sheet // by stage and unit
}

// compute finds what units have at every stage.
func (b *Board) compute(units []string) {
	b.whole = b.Table.stored()
	b.marks = make(map[string]map[string]marks.Sheet, len(stages))
	for _, stage := range stages {
		b.marks[stage] = b.whole.compute(stage, units, b.Scores)
	}
}

// Total is what a unit has in all at a stage: nil where it cannot be told yet, and where
// units are ranked by figures, which nobody adds up. Known is the sum of what can.
type Total struct {
	Points      *amount.Points
	Known       amount.Points
	Full        amount.Points
	Share       *amount.Points // of what the unit could reach, in hundredths of a percent
	Provisional bool
	Class       *string
}

func (b *Board) total(stage, unit string) Total {
	if b.whole.Mode == ByMetric {
		return Total{}
	}
	s := b.marks[stage][unit]
	return Total{s.Total.Points, s.Total.Known, s.Total.Full, s.Share(), s.Total.Provisional || !b.Whole && b.whole.depends(), b.whole.class(s)}
}

// class is the class of results a sheet reaches; nil for none.
func (w wholeTable) class(s marks.Sheet) *string {
	if len(w.Classes.V) == 0 {
		return nil
	}
	classes := make([]marks.Class, len(w.Classes.V))
	for i, c := range w.Classes.V {
		classes[i] = marks.Class{Code: c.Name, From: c.From, NoZero: c.NoZero}
	}
	if name := w.marks().Classify(s, classes); name != "" {
		return &name
	}
	return nil
}

// depends reports whether what one unit has rests on others.
func (w wholeTable) depends() bool {
	for _, c := range w.Criteria {
		if c.Kind == marks.RelativeToBest {
			return true
		}
	}
	return false
}

// Gap is by how much the review differs from what a unit said of itself, in hundredths:
// below zero the review gives less. Cells counts the criteria that differ.
type Gap struct {
	Points *amount.Points
	Cells  int
}

func (b *Board) gap(unit string) (g Gap) {
	self, verified := b.marks[AtSelf][unit], b.marks[AtVerified][unit]
	for _, c := range b.whole.Criteria {
		a, z := self.Marks[c.Code].Points, verified.Marks[c.Code].Points
		if c.Kind != marks.Group && a != nil && z != nil && *a != *z {
			g.Cells++
		}
	}
	if a, z := b.total(AtSelf, unit).Points, b.total(AtVerified, unit).Points; a != nil && z != nil {
		d := *z - *a
		g.Points = &d
	}
	return g
}

// stageOf reads the stage a question names; unless it names one, the last that a sheet
// has come to or anything is given at.
func stageOf(asked string, sheets map[string]Sheet, scores map[string]map[string]Score) string {
	if asked != "" {
		return asked
	}
	last := 0
	for _, s := range sheets {
		if s.Status == Final {
			return AtFinal
		}
	}
	for _, of := range scores {
		for _, s := range of {
			for i := len(stages) - 1; i > last; i-- {
				if s.at(stages[i]).V != nil {
					last = i
					break
				}
			}
		}
	}
	return stages[last]
}
