package scoring

import (
	"strconv"

	"giaouoc/internal/amount"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/scoring/marks"
)

// Criterion is one line of a score table (tiêu chí). Max is the most it gives, in
// hundredths, of a penalty the most it takes off; 0 of a group is no limit to its parts.
type Criterion struct {
	ID               string            `json:"id"`
	TableID          string            `json:"-"`
	TermID           string            `json:"-"`
	BlocID           string            `json:"-"`
	Position         int               `json:"order"`
	Code             string            `json:"code"`
	ParentCode       *string           `json:"parent"`
	Text             string            `json:"text"`
	Kind             marks.Kind        `json:"kind"`
	Max              amount.Points     `json:"max"`
	Each             *amount.Points    `json:"each"`    // of one occurrence
	Bands            db.JSON[[]Band]   `json:"bands"`   // half open, from the lowest
	Options          db.JSON[[]Option] `json:"options"` // of points that are given
	Gate             *string           `json:"gate"`    // the condition without which it gives nothing
	EvidenceRequired bool              `json:"evidence_required"`
	ScoredBy         string            `json:"scored_by"`
	UnitOfMeasure    *string           `json:"unit_of_measure"`
	Guidance         *string           `json:"guidance"`
	Units            []string          `json:"assigned_to" gorm:"-"` // ids; none: every unit's
}

// TableName is gorm's name for the table.
func (Criterion) TableName() string { return "criteria" }

// CriterionUnit says that a criterion is a unit's, and not that of all.
type CriterionUnit struct {
	CriterionID string
	UnitID      string
	TableID     string
}

// TableName is gorm's name for the table.
func (CriterionUnit) TableName() string { return "criterion_units" }

// Band is a half-open band of figures: from its beginning up to that of the next one.
type Band struct {
	From   amount.Amount `json:"from"`
	Points amount.Points `json:"points"`
}

// Option is one of the points that may be given, and what for.
type Option struct {
	Points amount.Points `json:"points"`
	Text   *string       `json:"text"`
}

// Who gives the points of a criterion first: the unit itself, who leads the term, or
// the council.
const (
	ByUnit    = "unit"
	ByLeader  = "leader"
	ByCouncil = "council"
)

// marks is the criterion as the arithmetic sees it.
func (c Criterion) marks() marks.Criterion {
	m := marks.Criterion{ID: c.Code, ParentID: deref(c.ParentCode), Kind: c.Kind, Max: c.Max, Gated: c.Gate != nil}
	if c.Each != nil {
		m.Each = *c.Each
	}
	for _, b := range c.Bands.V {
		m.Bands = append(m.Bands, marks.Band{From: b.From, Points: b.Points})
	}
	for _, o := range c.Options.V {
		m.Options = append(m.Options, o.Points)
	}
	return m
}

// check notes what the arithmetic does not know of: the mode of the table, options and
// units that are named twice.
func (c Criterion) check(bad *fault.Fields, i int, mode string) {
	if mode == ByMetric && c.Kind != marks.Group && c.Kind != marks.Figure {
		bad.Add(pointer("criteria", i, "kind"), "conflicts_with", "other", "mode")
	}
	given := map[amount.Points]bool{}
	for n, o := range c.Options.V {
		if given[o.Points] {
			bad.Add(pointer("criteria", i, "options/"+strconv.Itoa(n)+"/points"), "duplicate_item")
		}
		given[o.Points] = true
	}
	named := map[string]bool{}
	for n, id := range c.Units {
		if named[id] {
			bad.Add(pointer("criteria", i, "assigned_to/"+strconv.Itoa(n)+"/unit_id"), "duplicate_item")
		}
		named[id] = true
	}
}

// nobodys holds for a criterion that is assigned, but to no unit of the term.
func (c Criterion) nobodys(members map[string]bool) bool {
	for _, id := range c.Units {
		if members[id] {
			return false
		}
	}
	return len(c.Units) > 0
}

// inOrder puts the criteria of a table that check finds nothing wrong with in the order
// of the tree, each group before its parts, and numbers them.
func inOrder(cs []Criterion) []Criterion {
	parts := map[string][]Criterion{}
	for _, c := range cs {
		parts[deref(c.ParentCode)] = append(parts[deref(c.ParentCode)], c)
	}
	out := make([]Criterion, 0, len(cs))
	var place func(group string)
	place = func(group string) {
		for _, c := range parts[group] {
			c.Position = len(out) + 1
			out = append(out, c)
			place(c.Code)
		}
	}
	place("")
	return out
}

// pointer is where a member of an item of a list stands in a body.
func pointer(list string, i int, member string) string {
	return "/" + list + "/" + strconv.Itoa(i) + "/" + member
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
