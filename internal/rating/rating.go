// Package rating holds how well units completed their tasks (mức hoàn thành nhiệm vụ)
// in the four levels of the State, who says so, and the configured rules by which a
// discipline or an omission caps the level.
package rating

import (
	"slices"
	"strconv"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Rating is how well a unit, or a number of units that nobody names, completed its
// tasks in a term. It stands apart from awards, of many of which it is a condition
// (Decree 152/2025/ND-CP). A unit has at most one of each standing in a term.
type Rating struct {
	record.Meta       `gorm:"embedded"`
	TermID            string
	BlocID            string
	UnitID            *string
	UnitAsWritten     *string
	Count             *int // units of this level that are not named
	Standing          string
	Level             string
	RatedOn           *date.Partial
	RatedByID         *string // the authority that recognised it
	RatedByAsWritten  *string
	DocumentAsWritten *string
	Circumstances     db.JSON[[]Circumstance]
	record.Provenance `gorm:"embedded"`
}

// Circumstance is something about a unit in a term that may cap its level (tình tiết
// xét mức). It names no person.
type Circumstance struct {
	Kind string        `json:"kind"`
	On   *date.Partial `json:"on"`
	Note *string       `json:"note"`
}

// Rule says how a circumstance caps the level (quy tắc giới hạn mức): at most Cap.
// Such rules differ from one awarding body to another: they are configured with
// their source, and none is built in.
type Rule struct {
	record.Meta       `gorm:"embedded"`
	Kind              string // of circumstance
	Cap               string
	Norm              string  // the text it rests on, as people cite it
	AuthorityID       *string // for blocs it organises; nil: for all
	ValidFrom         *date.Day
	ValidTo           *date.Day
	IsVerified        bool // somebody compared it with the text
	record.Provenance `gorm:"embedded"`
}

// TableName is gorm's name for the table.
func (Rule) TableName() string { return "rating_rules" }

// Who says how well a unit did.
const (
	BySelf     = "self"       // the unit of itself
	Proposed   = "proposed"   // who leads the term
	Recognised = "recognised" // the authority
)

// The levels, the best first.
var levels = []string{"excellent", "good", "completed", "not_completed"}

// Better reports whether a level is better than another.
func better(a, b string) bool { return slices.Index(levels, a) < slices.Index(levels, b) }

// Cap is the best level that circumstances leave, and why.
type Cap struct {
	Level   string
	Because []Reason // those that leave no better one, in the order of circumstances
}

// Reason is a circumstance and the rule that applies to it.
type Reason struct {
	Circumstance Circumstance
	Rule         Rule
}

// ceiling applies the rules that hold on a day, for blocs of an authority, to the
// circumstances of a unit. It is nil where none of them caps anything. A rule of the
// authority's own stands before one for all.
func ceiling(circumstances []Circumstance, rules []Rule, organizer string, on date.Day) *Cap {
	var c *Cap
	for _, x := range circumstances {
		for _, r := range applicable(rules, x.Kind, organizer, on) {
			switch {
			case c == nil || better(c.Level, r.Cap):
				c = &Cap{r.Cap, []Reason{{x, r}}}
			case c.Level == r.Cap:
				c.Because = append(c.Because, Reason{x, r})
			}
		}
	}
	return c
}

// applicable are the rules on a kind of circumstance that hold for an authority on a
// day: its own where it has any, else those for all.
func applicable(rules []Rule, kind, organizer string, on date.Day) []Rule {
	var own, general []Rule
	for _, r := range rules {
		switch {
		case r.Kind != kind || r.ValidFrom != nil && on < *r.ValidFrom || r.ValidTo != nil && on > *r.ValidTo:
		case r.AuthorityID == nil:
			general = append(general, r)
		case *r.AuthorityID == organizer:
			own = append(own, r)
		}
	}
	if len(own) > 0 {
		return own
	}
	return general
}

// exceeded reports whether a level is better than the cap allows.
func (c *Cap) exceeded(level string) bool { return c != nil && better(level, c.Level) }

// hold refuses a proposal above the cap: who proposes is bound by the rules. What a
// unit claims of itself, and what an authority decided, are facts; they are kept and
// marked.
func (c *Cap) hold(r *Rating, bad *fault.Fields) {
	if r.Standing == Proposed && c.exceeded(r.Level) {
		why := c.Because[0]
		bad.Add("/level", "above_cap", "cap", level(c.Level), "kind", circumstance(why.Circumstance.Kind), "norm", why.Rule.Norm)
	}
}

// check notes what contradicts itself.
func (r *Rating) check(bad *fault.Fields) {
	unit := r.UnitID != nil || r.UnitAsWritten != nil
	switch {
	case unit && r.Count != nil:
		bad.Add("/count", "conflicts_with", "other", "unit_id, unit_as_written")
	case !unit && r.Count == nil:
		bad.Add("/unit_id", "recipient_or_count")
	case r.Count != nil && r.Standing == BySelf:
		bad.Add("/count", "conflicts_with", "other", "standing")
	}
	if r.Standing != Recognised && (r.RatedByID != nil || r.RatedByAsWritten != nil) {
		bad.Add("/rated_by_id", "conflicts_with", "other", "standing")
	}
	if r.Count != nil && len(r.Circumstances.V) > 0 {
		bad.Add("/circumstances", "conflicts_with", "other", "count")
	}
	for i, c := range r.Circumstances.V {
		if slices.ContainsFunc(r.Circumstances.V[:i], func(o Circumstance) bool { return o.Kind == c.Kind }) {
			bad.Add("/circumstances/"+strconv.Itoa(i)+"/kind", "duplicate_item")
		}
	}
	if r.Circumstances.V == nil {
		r.Circumstances.V = []Circumstance{}
	}
}

// check notes a rule that ends before it begins.
func (r *Rule) check(bad *fault.Fields) {
	if r.ValidFrom != nil && r.ValidTo != nil && *r.ValidTo < *r.ValidFrom {
		bad.Add("/valid_to", "end_before_start")
	}
}

// known gathers what is told of a unit by all its ratings in a term, each kind once.
func known(ratings []Rating) (all []Circumstance) {
	for _, r := range ratings {
		for _, c := range r.Circumstances.V {
			if !slices.ContainsFunc(all, func(o Circumstance) bool { return o.Kind == c.Kind }) {
				all = append(all, c)
			}
		}
	}
	return all
}
