// Package marks computes the points of units on a table of criteria (bảng điểm): one
// place for all arithmetic of scoring, in whole hundredths, without input or output.
// What is not known makes a mark that cannot be told, never a zero.
package marks

import (
	"slices"

	"giaouoc/internal/amount"
)

// Kind is how the points of a criterion are found.
type Kind string

// The kinds of criteria.
const (
	Group          Kind = "group"            // the sum of its parts
	Manual         Kind = "manual"           // points that somebody gives
	Ratio          Kind = "ratio"            // what was reached over all there is, times the most it gives
	RelativeToBest Kind = "relative_to_best" // against the unit that exceeds its target most
	Tiers          Kind = "tiers"            // by the band a figure falls in
	PassFail       Kind = "pass_fail"        // all or nothing
	PerOccurrence  Kind = "per_occurrence"   // so much each time, up to the most
	Bonus          Kind = "bonus"            // added, and not part of what is reached for
	Penalty        Kind = "penalty"          // taken off
	Figure         Kind = "figure"           // gives no points: units are ranked, or told apart, by it
)

// Kinds are all kinds in the order people meet them.
func Kinds() []Kind {
	return []Kind{Group, Manual, Ratio, RelativeToBest, Tiers, PassFail, PerOccurrence, Bonus, Penalty, Figure}
}

// Criterion is one line of a table (tiêu chí). Max is the most it gives, of a penalty
// the most it takes off; the sum of a group is held within it, where it is not zero.
type Criterion struct {
	ID       string
	ParentID string // "" at the top
	Kind     Kind
	Max      amount.Points
	Each     amount.Points   // of one occurrence; of a bonus or penalty that is counted
	Bands    []Band          // of tiers, or of a bonus or penalty by figure; from the lowest
	Options  []amount.Points // of points that are given: no others are; none: any up to Max
	Gated    bool            // a condition must be met, or it gives nothing
}

// Band is a half-open band of figures: from its beginning up to that of the next one.
// What lies under the first gives nothing.
type Band struct {
	From   amount.Amount
	Points amount.Points
}

// Rounding is how a computed mark is rounded, once, before it is summed: to whole
// steps of hundredths (1, 10, 25, 50, 100).
type Rounding struct {
	Step amount.Points
	Mode string
}

// Modes of rounding.
const (
	HalfUp = "half_up" // a half goes away from zero
	Down   = "down"    // towards zero
	Up     = "up"      // away from zero
)

// Table is a table of criteria. Order among criteria is that of the list.
type Table struct {
	Criteria []Criterion
	Rounding Rounding
}

// Flaw is what makes a table, or an entry, impossible: of which criterion, in which
// field, and why.
type Flaw struct {
	Criterion string
	Field     string
	Code      string
}

// Check lists what makes a table impossible: parents that are missing or no groups,
// cycles, an id used twice, bands out of order or that overlap, and figures that a kind
// needs or cannot have.
func (t Table) Check() (flaws []Flaw) {
	byID := map[string]Criterion{}
	for _, c := range t.Criteria {
		if _, twice := byID[c.ID]; twice || c.ID == "" {
			flaws = append(flaws, Flaw{c.ID, "id", "duplicate"})
		}
		byID[c.ID] = c
	}
	for _, c := range t.Criteria {
		flaws = append(flaws, c.check()...)
		if c.ParentID == "" {
			continue
		}
		switch p, there := byID[c.ParentID]; {
		case !there:
			flaws = append(flaws, Flaw{c.ID, "parent_id", "missing"})
		case p.Kind != Group:
			flaws = append(flaws, Flaw{c.ID, "parent_id", "not_a_group"})
		case t.cyclic(c, byID):
			flaws = append(flaws, Flaw{c.ID, "parent_id", "cycle"})
		}
	}
	if !slices.Contains([]amount.Points{1, 10, 25, 50, 100}, t.Rounding.Step) {
		flaws = append(flaws, Flaw{Field: "step", Code: "not_a_step"})
	}
	if !slices.Contains([]string{HalfUp, Down, Up}, t.Rounding.Mode) {
		flaws = append(flaws, Flaw{Field: "mode", Code: "unknown"})
	}
	return flaws
}

// cyclic holds for a criterion that is its own ancestor.
func (t Table) cyclic(c Criterion, byID map[string]Criterion) bool {
	at := c
	for range t.Criteria {
		parent, there := byID[at.ParentID]
		if !there {
			return false
		}
		if parent.ID == c.ID {
			return true
		}
		at = parent
	}
	return true
}

func (c Criterion) check() (flaws []Flaw) {
	flaw := func(field, code string) { flaws = append(flaws, Flaw{c.ID, field, code}) }
	switch {
	case !slices.Contains(Kinds(), c.Kind):
		flaw("kind", "unknown")
	case c.Kind == Figure && c.Max != 0:
		flaw("max", "not_of_this_kind")
	case c.Max < 0, c.Kind != Group && c.Kind != Figure && c.Max == 0:
		flaw("max", "not_positive")
	}
	extra := c.Kind == Bonus || c.Kind == Penalty
	switch {
	case c.Each < 0, c.Kind == PerOccurrence && c.Each == 0:
		flaw("each", "not_positive")
	case c.Each > 0 && c.Kind != PerOccurrence && !extra:
		flaw("each", "not_of_this_kind")
	}
	switch {
	case c.Kind == Tiers && len(c.Bands) == 0:
		flaw("bands", "missing")
	case c.Kind != Tiers && len(c.Bands) > 0 && (!extra || c.Each > 0):
		flaw("bands", "not_of_this_kind")
	}
	for i, b := range c.Bands {
		if b.Points < 0 || b.Points > c.Max {
			flaw("bands", "outside_max")
		}
		if i > 0 && b.From <= c.Bands[i-1].From {
			flaw("bands", "overlap")
		}
	}
	if len(c.Options) > 0 && c.Kind != Manual && (!extra || c.Each > 0 || len(c.Bands) > 0) {
		flaw("options", "not_of_this_kind")
	}
	for _, o := range c.Options {
		if o < 0 || o > c.Max {
			flaw("options", "outside_max")
		}
	}
	if c.Gated && (c.Kind == Group || c.Kind == Penalty || c.Kind == Figure) {
		flaw("gated", "not_of_this_kind")
	}
	return flaws
}

// Full is the most that the table gives without bonuses: what a scale is compared with.
func (t Table) Full() amount.Points { return t.full("", nil) }

// full is that of the parts of a group, for a unit that some criteria are not assigned
// to.
func (t Table) full(group string, without map[string]bool) (sum amount.Points) {
	for _, c := range t.Criteria {
		if c.ParentID == group && !without[c.ID] {
			sum += t.fullOf(c, without)
		}
	}
	return sum
}

func (t Table) fullOf(c Criterion, without map[string]bool) amount.Points {
	switch c.Kind {
	case Bonus, Penalty:
		return 0
	case Group:
		sum := t.full(c.ID, without)
		if c.Max > 0 {
			return min(sum, c.Max)
		}
		return sum
	}
	return c.Max
}
