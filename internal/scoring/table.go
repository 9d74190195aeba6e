// Package scoring holds how a bloc scores its units: score tables and their criteria,
// the points that are given, and the ranks they lead to. The arithmetic is in marks.
package scoring

import (
	"strings"

	"giaouoc/internal/amount"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring/marks"
	"giaouoc/internal/viet"
)

// Table is a score table of a term (bảng điểm), in the edition that its number says:
// at most one of a term is applied. It may be adopted after the signing. Scale is the
// total it declares, in hundredths; nil is unknown, and need not be the sum of what its
// criteria give.
type Table struct {
	record.Meta       `gorm:"embedded"`
	TermID            string
	BlocID            string
	Edition           int
	Title             string
	Status            string
	Mode              string
	Scale             *amount.Points
	RoundingStep      amount.Points // hundredths
	RoundingMode      string
	TieBreaks         db.JSON[[]TieBreak]
	Classes           db.JSON[[]Class]
	AdoptedOn         *date.Partial
	EventID           *string // the conference that adopted it
	DocumentAsWritten *string
	CopiedFromID      *string
	Example           *string // code of the shipped example it began as
	SearchText        string
	record.Provenance `gorm:"embedded"`
}

// TableName is gorm's name for the table.
func (Table) TableName() string { return "score_tables" }

// States of a score table. Only a draft changes: an applied one is what units are
// scored by, and a replaced one is what they were scored by before.
const (
	Draft    = "draft"
	Applied  = "applied"
	Replaced = "replaced"
)

// Modes of a score table.
const (
	ByPoints = "points"
	ByMetric = "rank_by_metric" // units are ranked by figures, without points
)

// TieBreak is one key of the cascade that tells units of one total apart.
type TieBreak struct {
	By        string  `json:"by"`
	Criterion *string `json:"criterion"` // its code, for by criterion
}

// Keys of a cascade: more points or a higher figure of a criterion, fewer points taken
// off, at least 70 % women (Decree 152/2025/NĐ-CP, Article 4(6)), a ballot, and the
// decision of who leads, with its reason.
const (
	ByCriterion = "criterion"
	ByPenalties = "fewest_penalties"
	ByWomen     = "women_70"
	ByBallot    = "ballot"
	ByDecision  = "decision"
)

// Class is a class of results (xếp loại): the total from which on it is given, and
// whether no criterion may have ended at nothing. Level is the rating it leads to.
type Class struct {
	Name   string        `json:"name"`
	From   amount.Points `json:"from"`
	NoZero bool          `json:"no_zero"`
	Level  *string       `json:"level"`
}

// The refusals of score tables.
var (
	ErrApplied   = fault.New(fault.Conflict, "score_table.applied")
	ErrEmpty     = fault.New(fault.Conflict, "score_table.empty")
	ErrHasSheets = fault.New(fault.Conflict, "score_table.scored")
)

// tableLifecycle is the way of a score table. Applying one while another is applied
// replaces that one, with a reason; so does taking one back, and applying again one that
// was replaced.
var tableLifecycle = record.Lifecycle{States: "score_table_status", Steps: map[string][]record.Step{
	Draft:    {{To: Applied}},
	Applied:  {{To: Draft, Reason: true}},
	Replaced: {{To: Applied, Reason: true}},
}}

// wholeTable is a score table with its criteria in their order.
type wholeTable struct {
	Table    `gorm:"embedded"`
	Criteria []Criterion
}

// editable refuses a change of a table that is or was applied.
func (t Table) editable() error {
	if t.Status != Draft {
		return ErrApplied
	}
	return nil
}

// empty refuses to apply a table that nothing can be scored by.
func (w wholeTable) empty() error {
	for _, c := range w.Criteria {
		if c.Kind != marks.Group {
			return nil
		}
	}
	return ErrEmpty
}

// marks is the table as the arithmetic sees it; criteria go by their codes.
func (w wholeTable) marks() marks.Table {
	m := marks.Table{Rounding: marks.Rounding{Step: w.RoundingStep, Mode: w.RoundingMode}, Criteria: make([]marks.Criterion, len(w.Criteria))}
	for i, c := range w.Criteria {
		m.Criteria[i] = c.marks()
	}
	return m
}

// check notes what makes a table impossible.
func (w wholeTable) check(bad *fault.Fields) {
	at, twice := map[string]int{}, false
	for i, c := range w.Criteria {
		if _, there := at[c.Code]; there {
			bad.Add(pointer("criteria", i, "code"), "duplicate_item")
			twice = true
		}
		at[c.Code] = i
		c.check(bad, i, w.Mode)
	}
	if twice {
		return // which of them the others mean cannot be told
	}
	for _, f := range w.marks().Check() {
		if f.Criterion == "" {
			continue // rounding is an enumeration of the contract's
		}
		code := codes[f.Code]
		if f.Field == "parent_id" && f.Code == "missing" {
			code = "no_such_criterion"
		}
		bad.Add(pointer("criteria", at[f.Criterion], members[f.Field]), code)
	}
	w.checkTieBreaks(bad, at)
	w.checkClasses(bad)
}

// members and codes say in terms of the contract what the arithmetic found.
var (
	members = map[string]string{"kind": "kind", "max": "max", "each": "each", "bands": "bands", "options": "options", "gated": "gate", "parent_id": "parent"}
	codes   = map[string]string{
		"missing": "required", "not_a_group": "not_a_group", "cycle": "criterion_cycle", "not_positive": "not_positive",
		"not_of_this_kind": "not_of_kind", "outside_max": "outside_max", "overlap": "bands_overlap", "unknown": "invalid_value",
	}
)

func (w wholeTable) checkTieBreaks(bad *fault.Fields, at map[string]int) {
	seen := map[string]bool{}
	for i, b := range w.TieBreaks.V {
		p, key := pointer("tie_breaks", i, "by"), b.By
		if b.By == ByCriterion {
			p = pointer("tie_breaks", i, "criterion")
			switch n, there := at[deref(b.Criterion)]; {
			case b.Criterion == nil:
				bad.Add(p, "required")
				continue
			case !there:
				bad.Add(p, "no_such_criterion")
			case w.Criteria[n].Kind == marks.Group && w.Mode == ByMetric:
				bad.Add(p, "not_of_kind")
			}
			key += " " + *b.Criterion
		} else if b.Criterion != nil {
			bad.Add(pointer("tie_breaks", i, "criterion"), "conflicts_with", "other", "by")
		}
		if seen[key] {
			bad.Add(p, "duplicate_item")
		}
		seen[key] = true
	}
}

func (w wholeTable) checkClasses(bad *fault.Fields) {
	if w.Mode == ByMetric && len(w.Classes.V) > 0 {
		bad.Add("/classes", "conflicts_with", "other", "mode")
	}
	for i, c := range w.Classes.V {
		if i > 0 && c.From >= w.Classes.V[i-1].From {
			bad.Add(pointer("classes", i, "from"), "classes_order")
		}
	}
}

// The warnings of a score table. None of them stands in the way.
const (
	ScaleDiffers   = "scale_differs"   // the declared scale is neither the sum of maxima nor that with bonuses
	PartsDiffer    = "parts_differ"    // a group declares another maximum than its parts give
	NobodysOwn     = "nobodys"         // all units a criterion is assigned to left the term
	NoTieBreak     = "no_tie_break"    // units of one total share a rank
	NothingDecides = "nothing_decides" // a ranking by figures has none
)

// Sums are what a table gives at most, in hundredths: Full without bonuses, Bonus what
// these may add, Penalty what may be taken off.
type Sums struct{ Full, Bonus, Penalty amount.Points }

// sums adds up what the parts of a group give at most; "" is the whole table.
func (w wholeTable) sums(group string) (s Sums) {
	for _, c := range w.Criteria {
		if deref(c.ParentCode) == group {
			part := w.gives(c)
			s.Full, s.Bonus, s.Penalty = s.Full+part.Full, s.Bonus+part.Bonus, s.Penalty+part.Penalty
		}
	}
	return s
}

// gives is what a criterion gives at most; a group's own maximum holds its parts.
func (w wholeTable) gives(c Criterion) Sums {
	switch c.Kind {
	case marks.Group:
		s := w.sums(c.Code)
		if c.Max > 0 {
			s.Full, s.Penalty = min(s.Full, c.Max), min(s.Penalty, c.Max)
			s.Bonus = min(s.Bonus, c.Max-s.Full)
		}
		return s
	case marks.Bonus:
		return Sums{Bonus: c.Max}
	case marks.Penalty:
		return Sums{Penalty: c.Max}
	}
	return Sums{Full: c.Max}
}

// partsDiffer holds for a group that declares another maximum than its parts give. One
// of bonuses or penalties alone may well hold them lower.
func (w wholeTable) partsDiffer(c Criterion) bool {
	if c.Kind != marks.Group || c.Max == 0 {
		return false
	}
	s := w.sums(c.Code)
	return s.Full > 0 && c.Max != s.Full && c.Max != s.Full+s.Bonus
}

// warnings tells what somebody should look at; members are the units that belong to
// the term.
func (w wholeTable) warnings(members map[string]bool) (out []string) {
	s := w.sums("")
	if w.Mode == ByPoints && w.Scale != nil && *w.Scale != s.Full && *w.Scale != s.Full+s.Bonus {
		out = append(out, ScaleDiffers)
	}
	if len(w.TieBreaks.V) == 0 && len(w.Criteria) > 0 {
		out = append(out, NoTieBreak)
	}
	if w.Mode == ByMetric && !w.ranks() && len(w.Criteria) > 0 {
		out = append(out, NothingDecides)
	}
	for _, c := range w.Criteria {
		if w.partsDiffer(c) {
			out = append(out, PartsDiffer)
			break
		}
	}
	for _, c := range w.Criteria {
		if c.nobodys(members) {
			return append(out, NobodysOwn)
		}
	}
	return out
}

// ranks reports whether some criterion is a figure to rank by.
func (w wholeTable) ranks() bool {
	for _, c := range w.Criteria {
		if c.Kind == marks.Figure {
			return true
		}
	}
	return false
}

// fold keeps the columns that follow from others in step.
func (w *wholeTable) fold() {
	words := []string{w.Title}
	for _, c := range w.Criteria {
		words = append(words, c.Text)
	}
	w.SearchText = viet.Key(strings.Join(words, " | "))
}
