package scoring

import (
	"slices"
	"time"

	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring/marks"
)

// Sheet is the score sheet of a unit on a score table (phiếu chấm điểm). A table has one
// of each unit. Explanation is what the unit answers to the review (giải trình).
type Sheet struct {
	record.Meta `gorm:"embedded"`
	TermID      string
	BlocID      string
	TableID     string
	UnitID      string
	Status      string
	StatusSince time.Time
	Explanation *string
}

// TableName is gorm's name for the table.
func (Sheet) TableName() string { return "score_sheets" }

// States of a score sheet.
const (
	SheetDraft = "draft"
	Submitted  = "submitted"
	Returned   = "returned"
	Verified   = "verified"
	Explained  = "explained"
	Final      = "final"
)

var sheetStatuses = []string{SheetDraft, Submitted, Returned, Verified, Explained, Final}

// The refusals of score sheets.
var (
	ErrNotApplied  = fault.New(fault.Conflict, "score_table.not_applied")
	ErrOutsideTerm = fault.New(fault.Invalid, "score_sheet.outside_term")
	ErrReviewed    = fault.New(fault.Conflict, "score_sheet.reviewed")
	ErrScored      = fault.New(fault.Conflict, "score_sheet.scored")
)

// sheetLifecycle is the way of a score sheet: the unit scores itself and sends it, takes
// back what nobody has dealt with, answers to the review; who leads the term returns,
// verifies, verifies again after an answer, and ends it. A way back needs a reason.
var sheetLifecycle = record.Lifecycle{States: "score_sheet_status", Steps: map[string][]record.Step{
	SheetDraft: {{To: Submitted}},
	Submitted:  {{To: Verified}, {To: Returned, Reason: true}, {To: SheetDraft}},
	Returned:   {{To: Submitted}},
	Verified:   {{To: Explained}, {To: Final}, {To: Submitted, Reason: true}},
	Explained:  {{To: Final}, {To: Submitted, Reason: true}},
	Final:      {{To: Verified, Reason: true}},
}}

// byUnit reports whether a step is the unit's own, not that of who leads the term.
func byUnit(from, to string) bool {
	return to == SheetDraft || to == Explained || to == Submitted && (from == SheetDraft || from == Returned)
}

// The stages at which points are given, in their order.
const (
	AtSelf     = "self"     // tự chấm
	AtCross    = "cross"    // chấm chéo
	AtVerified = "verified" // thẩm định
	AtFinal    = "final"    // thống nhất
)

var stages = []string{AtSelf, AtCross, AtVerified, AtFinal}

// open are the states of a sheet in which something may be given at a stage.
var open = map[string][]string{
	AtSelf: {SheetDraft, Returned}, AtCross: {Submitted}, AtVerified: {Submitted, Explained}, AtFinal: {Verified, Explained, Final},
}

// takes reports whether a sheet takes what is given at a stage.
func (s Sheet) takes(stage string) bool { return slices.Contains(open[stage], s.Status) }

// asked reports whether units are to be given something by a criterion: bonuses and
// deductions need not be, a figure is only where units are ranked by it, and a group is
// the sum of its parts.
func (w wholeTable) asked(c Criterion) bool {
	switch c.Kind {
	case marks.Group, marks.Bonus, marks.Penalty:
		return false
	case marks.Figure:
		return w.Mode == ByMetric
	}
	return true
}

// leaves holds for a criterion that is not assigned to a unit.
func (c Criterion) leaves(unitID string) bool {
	return len(c.Units) > 0 && !slices.Contains(c.Units, unitID)
}

// lacking lists the codes of what a sheet still lacks at a stage, in order: what cannot
// be told from what was given; at the first stage the evidence that is asked for; later
// what the stage before gave and this one did not look at, and the reason for what
// differs from that.
func (w wholeTable) lacking(stage, unitID string, scores map[string]Score) (codes []string) {
	found := w.compute(stage, []string{unitID}, map[string]map[string]Score{unitID: scores})[unitID].Marks
	for _, c := range w.Criteria {
		s := scores[c.ID]
		if stage == AtSelf && c.ScoredBy != ByUnit || w.leaves(c, unitID) {
			continue
		}
		given, before := s.counts(stage), s.before(stage)
		switch {
		case w.asked(c) && (given == nil || found[c.Code].Missing != ""),
			stage == AtSelf && given != nil && c.EvidenceRequired && len(s.Evidence.V) == 0,
			stage != AtSelf && given == nil && before != nil,
			stage != AtSelf && s.at(stage).V != nil && before != nil && !given.same(*before) && deref(given.Reason) == "":
			codes = append(codes, c.Code)
		}
	}
	return codes
}

// leaves holds for a criterion that is not a unit's, or within a group that is not.
func (w wholeTable) leaves(c Criterion, unitID string) bool {
	if c.leaves(unitID) {
		return true
	}
	for _, p := range w.Criteria {
		if c.ParentCode != nil && p.Code == *c.ParentCode {
			return w.leaves(p, unitID)
		}
	}
	return false
}
