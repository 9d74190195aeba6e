package marks

import (
	"math/big"

	"giaouoc/internal/amount"
)

// peers is what decides the marks of a criterion that compares units: of those with a
// target the greatest excess, of those without one the most that was done, and whether
// any of either has not reported.
type peers struct {
	excess        *big.Rat // nil: nobody exceeds its target
	most          amount.Amount
	waitsTarget   bool
	waitsNoTarget bool
}

// compare looks at all units a criterion is assigned to. The order in which they come
// does not matter. A unit whose condition is not met is no measure for others; one of
// which it is not known is waited for.
func (c Criterion) compare(entries []Entry) (p peers) {
	for _, e := range entries {
		switch {
		case c.Gated && e.Met == nil:
			p.waitsTarget, p.waitsNoTarget = p.waitsTarget || e.Target != nil, p.waitsNoTarget || e.Target == nil
		case c.Gated && !*e.Met:
		case e.Target == nil && e.Actual == nil: // whether it has a target is not known yet
			p.waitsNoTarget, p.waitsTarget = true, true
		case e.Target == nil:
			p.most = max(p.most, *e.Actual)
		case e.Actual == nil:
			p.waitsTarget = true
		case *e.Target > 0 && *e.Actual > *e.Target:
			if x := excess(e); p.excess == nil || x.Cmp(p.excess) > 0 {
				p.excess = x
			}
		}
	}
	return p
}

// excess is by how much of its target a unit exceeds it.
func excess(e Entry) *big.Rat {
	x := new(big.Rat).Sub(amountRat(*e.Actual), amountRat(*e.Target))
	return x.Quo(x, amountRat(*e.Target))
}

// relative follows the rule of the police clusters: under the target half the points
// in proportion, at it half, beyond it the other half in proportion to the unit that
// exceeds its own most. Units without a target are compared among themselves only.
func (c Criterion) relative(e Entry, of peers, r Rounding) Mark {
	if e.Actual == nil {
		return lacks("actual")
	}
	if e.Target == nil {
		return c.withoutTarget(*e.Actual, of, r)
	}
	if *e.Target <= 0 {
		return lacks("target")
	}
	half := new(big.Rat).Quo(pointsRat(c.Max), big.NewRat(2, 1))
	switch {
	case *e.Actual < *e.Target:
		x := new(big.Rat).Mul(half, amountRat(*e.Actual))
		return c.rounded(x.Quo(x, amountRat(*e.Target)), RuleShort, r)
	case *e.Actual == *e.Target:
		return c.rounded(half, RuleMet, r)
	}
	own := excess(e)
	rule := RuleExceeds
	if own.Cmp(of.excess) == 0 {
		rule = RuleBest
	}
	x := new(big.Rat).Mul(half, own)
	m := c.rounded(x.Add(x.Quo(x, of.excess), half), rule, r)
	m.Best, m.Provisional = of.excess, of.waitsTarget
	return m
}

func (c Criterion) withoutTarget(actual amount.Amount, of peers, r Rounding) Mark {
	m := told(0, RuleNothingDone)
	if actual > 0 {
		m = c.rounded(times(c.Max, amountRat(actual), amountRat(of.most)), RuleNoTarget, r)
		m.Best, m.Provisional = amountRat(of.most), of.waitsNoTarget
	}
	return m
}
