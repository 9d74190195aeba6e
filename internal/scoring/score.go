package scoring

import (
	"time"

	"giaouoc/internal/amount"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/progress"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring/marks"
)

// Score is what a unit is given by one criterion at each stage; nothing given is nil.
// Its version is that of the cell, apart from the sheet's.
type Score struct {
	record.Meta   `gorm:"embedded"`
	TermID        string
	BlocID        string
	SheetID       string
	CriterionID   string
	SelfGiven     db.JSON[*Given]
	CrossGiven    db.JSON[*Given]
	VerifiedGiven db.JSON[*Given]
	FinalGiven    db.JSON[*Given]
	Evidence      db.JSON[[]progress.Link]
}

// Given is what somebody gave at one stage: points, or the figures they are computed
// from. Each kind of criterion reads what it needs; nil is unknown.
type Given struct {
	Points *amount.Points `json:"points"`
	Actual *amount.Amount `json:"actual"`
	Whole  *amount.Amount `json:"whole"`
	Target *amount.Amount `json:"target"`
	Count  *int           `json:"count"`
	Passed *bool          `json:"passed"`
	Met    *bool          `json:"met"`
	Reason *string        `json:"reason"`
	ByID   string         `json:"by_id"`
	ByName string         `json:"by_name"`
	At     time.Time      `json:"at"`
}

// at is what is given at a stage.
func (s *Score) at(stage string) *db.JSON[*Given] {
	switch stage {
	case AtSelf:
		return &s.SelfGiven
	case AtCross:
		return &s.CrossGiven
	case AtVerified:
		return &s.VerifiedGiven
	}
	return &s.FinalGiven
}

// counts is what counts at a stage: in the end what was decided, else what was verified.
func (s *Score) counts(stage string) *Given {
	if g := s.at(stage).V; g != nil || stage != AtFinal {
		return g
	}
	return s.VerifiedGiven.V
}

// before is what was given at the stage that one is held against; nil for none.
func (s *Score) before(stage string) *Given {
	switch {
	case stage == AtFinal && s.VerifiedGiven.V != nil:
		return s.VerifiedGiven.V
	case (stage == AtFinal || stage == AtVerified) && s.CrossGiven.V != nil:
		return s.CrossGiven.V
	case stage != AtSelf:
		return s.SelfGiven.V
	}
	return nil
}

// says reports whether anything is given at all.
func (g Given) says() bool {
	return g.Points != nil || g.Actual != nil || g.Whole != nil || g.Target != nil || g.Count != nil || g.Passed != nil || g.Met != nil
}

// same reports whether two say the same, whoever said it.
func (g Given) same(o Given) bool {
	return equal(g.Points, o.Points) && equal(g.Actual, o.Actual) && equal(g.Whole, o.Whole) && equal(g.Target, o.Target) &&
		equal(g.Count, o.Count) && equal(g.Passed, o.Passed) && equal(g.Met, o.Met)
}

func equal[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

// entry is what is given as the arithmetic sees it.
func (g *Given) entry() marks.Entry {
	if g == nil {
		return marks.Entry{}
	}
	return marks.Entry{Points: g.Points, Actual: g.Actual, Whole: g.Whole, Target: g.Target, Count: g.Count, Passed: g.Passed, Met: g.Met}
}

// check notes what a criterion cannot be given.
func (c Criterion) checkGiven(g Given, bad *fault.Fields) {
	for _, f := range c.marks().Check(g.entry()) {
		bad.Add("/"+f.Field, givenCodes[f.Code], "max", c.Max)
	}
}

// givenCodes say in terms of the contract what the arithmetic found.
var givenCodes = map[string]string{
	"not_of_this_kind": "not_of_kind", "negative": "negative", "over_max": "over_max", "no_option": "no_option", "not_positive": "not_positive",
}

// compute finds the points of units at a stage. scores are by unit and criterion.
func (w wholeTable) compute(stage string, units []string, scores map[string]map[string]Score) map[string]marks.Sheet {
	entries := make(map[string]map[string]marks.Entry, len(units))
	for _, unit := range units {
		of := make(map[string]marks.Entry, len(w.Criteria))
		for _, c := range w.Criteria {
			s := scores[unit][c.ID]
			e := s.counts(stage).entry()
			e.Left = c.leaves(unit)
			of[c.Code] = e
		}
		entries[unit] = of
	}
	return w.marks().Compute(entries)
}
