package agreement

import (
	"slices"
	"strconv"

	"giaouoc/internal/amount"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Commitment is one promise of an agreement (nội dung, chỉ tiêu), mostly prose.
// Position is its order, 1 to n without gaps.
type Commitment struct {
	record.Meta       `gorm:"embedded"`
	AgreementID       string
	TermID            string
	BlocID            string
	Position          int
	Theme             *string
	Text              string
	SearchText        string
	Scope             string // common, unit
	UnitID            *string
	UnitAsWritten     *string
	Measure           *string // qualitative, quantity, percent, milestone
	Target            *amount.Amount
	UnitOfMeasure     *string
	Baseline          *amount.Amount
	DueOn             *date.Partial
	LegalBasis        db.JSON[[]string]
	Weight            *amount.Points
	Targets           db.JSON[[]Target]
	record.Provenance `gorm:"embedded"`
}

// Target is one unit's own target where they differ; nil is unknown.
type Target struct {
	UnitID string         `json:"unit_id" format:"uuid"`
	Target *amount.Amount `json:"target"`
}

// The scopes of a commitment.
const (
	Common = "common"
	OfUnit = "unit"
)

// checklist warns of what makes a promise hard to judge later; it never blocks.
func (c Commitment) checklist() []string {
	out := []string{}
	warn := func(missing bool, code string) {
		if missing {
			out = append(out, code)
		}
	}
	counted := c.Target != nil && deref(c.Measure) != "percent" || deref(c.Measure) == "quantity"
	warn(c.Measure == nil, "no_measure")
	warn(counted && c.UnitOfMeasure == nil, "no_unit_of_measure")
	warn(c.DueOn == nil, "no_due_date")
	warn(c.Scope == Common && len(c.Targets.V) == 0, "no_owner")
	return out
}

// check notes what contradicts itself.
func (c Commitment) check(bad *fault.Fields) {
	named := c.UnitID != nil || c.UnitAsWritten != nil
	switch {
	case c.Scope == OfUnit && !named:
		bad.Add("/unit_id", "reference_required")
	case c.Scope == Common && named:
		bad.Add("/unit_id", "conflicts_with", "other", "scope")
	}
	for i, t := range c.Targets.V {
		if slices.ContainsFunc(c.Targets.V[:i], func(o Target) bool { return o.UnitID == t.UnitID }) {
			bad.Add("/targets/"+strconv.Itoa(i), "duplicate_item")
		}
	}
}

// fold keeps the columns that follow from others in step.
func (c *Commitment) fold() {
	if c.LegalBasis.V == nil {
		c.LegalBasis.V = []string{}
	}
	if c.Targets.V == nil {
		c.Targets.V = []Target{}
	}
	c.SearchText = folded(deref(c.Theme), c.Text)
}

// between is what a row's going from one place to another does to the others:
// those from lo to hi go by one place.
func between(from, to int) (lo, hi, by int) {
	if to < from {
		return to, from - 1, 1
	}
	return from + 1, to, -1
}
