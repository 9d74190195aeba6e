package marks

import (
	"math/big"
	"slices"

	"giaouoc/internal/amount"
)

// Entry is what is on record of a unit for one criterion. Each kind reads what it
// needs; nil is unknown.
type Entry struct {
	Points *amount.Points // manual; of a bonus or penalty that is given
	Actual *amount.Amount // ratio, relative_to_best, figure, and wherever there are bands
	Whole  *amount.Amount // ratio: all there is
	Target *amount.Amount // relative_to_best; nil: the unit has none
	Count  *int           // per_occurrence; of a counted bonus or penalty
	Passed *bool          // pass_fail
	Met    *bool          // the condition of a gated criterion
	Left   bool           // not assigned to the unit: it leaves what is reached for
}

// The rules a mark may rest on.
const (
	RuleSum         = "sum"          // the sum of the parts
	RuleGiven       = "given"        // given by somebody
	RuleNoneGiven   = "none_given"   // no bonus or penalty is on record
	RuleRatio       = "ratio"        // Max × actual ÷ whole
	RuleBand        = "band"         // the band the figure falls in
	RuleUnderBands  = "under_bands"  // under the first band
	RulePassed      = "passed"       // all
	RuleFailed      = "failed"       // nothing
	RuleCounted     = "counted"      // so much each time
	RuleGateClosed  = "gate_closed"  // the condition is not met: nothing
	RuleShort       = "short"        // under the target: ½·Max × actual ÷ target
	RuleMet         = "met"          // at the target: ½·Max
	RuleBest        = "best"         // exceeds its target most: Max
	RuleExceeds     = "exceeds"      // ½·Max + ½·Max × its excess ÷ the best one
	RuleNoTarget    = "no_target"    // without a target: Max × actual ÷ the most of those without
	RuleNothingDone = "nothing_done" // without a target and nothing done
	RuleLeft        = "not_assigned" // the criterion is not the unit's
	RuleFigure      = "figure"       // no points: a figure to rank by
)

// Mark is what a criterion gives a unit, and how that was found.
type Mark struct {
	Points      *amount.Points // nil: it cannot be told yet
	Known       amount.Points  // of a group: the sum of the parts that can be told
	Full        amount.Points  // the most the unit could reach here, without bonuses
	Rule        string
	Missing     string   // the member of the entry that is lacking
	Exact       *big.Rat // before rounding; nil where nothing was computed
	Best        *big.Rat // of relative_to_best: the greatest excess, or the most without a target
	Cut         bool     // a ceiling or a floor was met
	Provisional bool     // it may change as others report
}

// told is a mark that was found.
func told(p amount.Points, rule string) Mark { return Mark{Points: &p, Rule: rule} }

func lacks(member string) Mark { return Mark{Missing: member} }

// Check lists what is impossible in an entry: points outside what the criterion gives,
// or that are no option of it; shares and counts below zero; a whole of nothing.
func (c Criterion) Check(e Entry) (flaws []Flaw) {
	flaw := func(field, code string) { flaws = append(flaws, Flaw{c.ID, field, code}) }
	given := c.Kind == Manual || (c.Kind == Bonus || c.Kind == Penalty) && c.Each == 0 && len(c.Bands) == 0
	if e.Points != nil {
		switch {
		case !given:
			flaw("points", "not_of_this_kind")
		case *e.Points < 0:
			flaw("points", "negative")
		case *e.Points > c.Max:
			flaw("points", "over_max")
		case len(c.Options) > 0 && !slices.Contains(c.Options, *e.Points):
			flaw("points", "no_option")
		}
	}
	for _, m := range []struct {
		name  string
		given bool
	}{{"actual", e.Actual != nil}, {"whole", e.Whole != nil}, {"target", e.Target != nil}, {"count", e.Count != nil}, {"passed", e.Passed != nil}, {"met", e.Met != nil}} {
		if m.given && !c.reads(m.name) {
			flaw(m.name, "not_of_this_kind")
		}
	}
	if e.Count != nil && *e.Count < 0 {
		flaw("count", "negative")
	}
	if e.Whole != nil && *e.Whole <= 0 {
		flaw("whole", "not_positive")
	}
	if e.Target != nil && *e.Target <= 0 {
		flaw("target", "not_positive")
	}
	if c.Kind == Ratio && e.Actual != nil && *e.Actual < 0 {
		flaw("actual", "negative")
	}
	return flaws
}

// reads reports whether a member of an entry, other than points, decides what the
// criterion gives.
func (c Criterion) reads(member string) bool {
	extra := c.Kind == Bonus || c.Kind == Penalty
	switch member {
	case "actual":
		return c.Kind == Ratio || c.Kind == RelativeToBest || c.Kind == Tiers || c.Kind == Figure || extra && len(c.Bands) > 0
	case "whole":
		return c.Kind == Ratio
	case "target":
		return c.Kind == RelativeToBest
	case "count":
		return c.Kind == PerOccurrence || extra && c.Each > 0
	case "passed":
		return c.Kind == PassFail
	}
	return c.Gated
}

// mark is what a criterion that is no group gives a unit by itself; peers is what the
// others have, where it depends on them.
func (c Criterion) mark(e Entry, of peers, r Rounding) Mark {
	if e.Left {
		return Mark{Points: new(amount.Points), Rule: RuleLeft}
	}
	if c.Gated {
		if e.Met == nil {
			return lacks("met")
		}
		if !*e.Met {
			return told(0, RuleGateClosed)
		}
	}
	switch c.Kind {
	case Figure:
		return told(0, RuleFigure)
	case Manual:
		if e.Points == nil {
			return lacks("points")
		}
		return told(*e.Points, RuleGiven)
	case Bonus, Penalty:
		return c.extra(e)
	case PassFail:
		switch {
		case e.Passed == nil:
			return lacks("passed")
		case *e.Passed:
			return told(c.Max, RulePassed)
		}
		return told(0, RuleFailed)
	case PerOccurrence:
		if e.Count == nil {
			return lacks("count")
		}
		return c.times(*e.Count)
	case Tiers:
		if e.Actual == nil {
			return lacks("actual")
		}
		return c.band(*e.Actual)
	case Ratio:
		switch {
		case e.Actual == nil:
			return lacks("actual")
		case e.Whole == nil || *e.Whole <= 0:
			return lacks("whole")
		}
		return c.rounded(times(c.Max, amountRat(*e.Actual), amountRat(*e.Whole)), RuleRatio, r)
	}
	return c.relative(e, of, r)
}

// extra is a bonus, or a penalty below zero; without an entry there is none.
func (c Criterion) extra(e Entry) Mark {
	m := told(0, RuleNoneGiven)
	switch {
	case len(c.Bands) > 0 && e.Actual != nil:
		m = c.band(*e.Actual)
	case c.Each > 0 && e.Count != nil:
		m = c.times(*e.Count)
	case c.Each == 0 && len(c.Bands) == 0 && e.Points != nil:
		m = told(min(*e.Points, c.Max), RuleGiven)
		m.Cut = *e.Points > c.Max
	}
	if c.Kind == Penalty {
		*m.Points = -*m.Points
	}
	return m
}

// times gives so much for each occurrence, up to the most.
func (c Criterion) times(n int) Mark {
	most := int64(c.Max / c.Each)
	if int64(n) > most {
		m := told(c.Max, RuleCounted)
		m.Cut = true
		return m
	}
	return told(c.Each*amount.Points(n), RuleCounted)
}

func (c Criterion) band(figure amount.Amount) Mark {
	m := told(0, RuleUnderBands)
	for _, b := range c.Bands {
		if b.From <= figure {
			m = told(b.Points, RuleBand)
		}
	}
	return m
}

// rounded holds an exact mark within what the criterion gives, and rounds it.
func (c Criterion) rounded(exact *big.Rat, rule string, r Rounding) Mark {
	m := Mark{Rule: rule, Exact: exact}
	most := pointsRat(c.Max)
	switch {
	case exact.Sign() < 0:
		m.Cut = true
		exact = new(big.Rat)
	case exact.Cmp(most) > 0:
		m.Cut = true
		exact = most
	}
	p := min(r.round(exact), c.Max)
	m.Points = &p
	return m
}

// round rounds hundredths to the step.
func (r Rounding) round(exact *big.Rat) amount.Points {
	steps := new(big.Rat).Quo(exact, big.NewRat(int64(r.Step), 1))
	n, rest := new(big.Int).QuoRem(steps.Num(), steps.Denom(), new(big.Int))
	rest.Abs(rest)
	away := false
	switch r.Mode {
	case Up:
		away = rest.Sign() > 0
	case HalfUp:
		away = rest.Lsh(rest, 1).Cmp(steps.Denom()) >= 0
	}
	if away {
		n.Add(n, big.NewInt(int64(steps.Sign())))
	}
	return amount.Points(n.Int64()) * r.Step
}

// times is points × a ÷ b in hundredths.
func times(p amount.Points, a, b *big.Rat) *big.Rat {
	x := new(big.Rat).Mul(pointsRat(p), a)
	return x.Quo(x, b)
}

func pointsRat(p amount.Points) *big.Rat { return big.NewRat(int64(p), 1) }

func amountRat(a amount.Amount) *big.Rat { return big.NewRat(int64(a), 1) }
