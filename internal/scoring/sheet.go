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

// asked reports whether a unit is to be given something by a criterion: bonuses,
// deductions and figures need not be, and a group is the sum of its parts.
func (c Criterion) asked(unitID string) bool {
	return c.Kind != marks.Group && c.Kind != marks.Bonus && c.Kind != marks.Penalty && !c.leaves(unitID)
}

// leaves holds for a criterion that is not assigned to a unit.
func (c Criterion) leaves(unitID string) bool {
	return len(c.Units) > 0 && !slices.Contains(c.Units, unitID)
}

// lacking lists the codes of what a sheet still lacks at a stage, in order: at the first
// stage what the unit scores itself, and the evidence that is asked for.
func (w wholeTable) lacking(stage, unitID string, scores map[string]Score) (codes []string) {
	for _, c := range w.Criteria {
		s, there := scores[c.ID]
		if stage == AtSelf && c.ScoredBy != ByUnit || w.leaves(c, unitID) {
			continue
		}
		given := there && s.at(stage).V != nil
		if !given && c.asked(unitID) || given && stage == AtSelf && c.EvidenceRequired && len(s.Evidence.V) == 0 {
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
