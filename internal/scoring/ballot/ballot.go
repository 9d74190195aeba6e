// Package ballot holds the rules of a vote: which figures can stand together, how many
// must agree, and what follows. It knows no names and no choice of any voter.
package ballot

import "slices"

// Base is what a share is taken of.
type Base string

// The bases. Opinions that absent members gave in writing count beside those of who was
// present and beside the valid ballots (Decree 98/2023/NĐ-CP, Article 30(7)).
const (
	OfEligible Base = "eligible" // all members, there or not
	OfPresent  Base = "present"  // those present, and written opinions
	OfValid    Base = "valid"    // valid ballots, and written opinions
)

// Count is what was counted. Nil is unknown, which is not nothing.
type Count struct {
	Eligible, Present, Written, Issued, Returned, Valid, Blank, Invalid *int

	Choices *int // how many nominees a ballot may name; nil: each is voted on by itself
	Items   []Item
}

// Item is what one nominee was given.
type Item struct{ Yes, No, Abstain *int }

// Rule is what a nominee needs.
type Rule struct {
	Threshold *Share // nil: nothing follows from the figures
	Over      bool   // more than the threshold, not as much
	Base      Base
	Quorum    *Share // of all members, who must be present
}

// Flaw is a figure that cannot stand beside another.
type Flaw struct {
	Item  int    // from 0; -1: of the whole
	Field string // the figure that is too large, or does not add up
	Code  string // over, sum_differs, sum_over
	Other string // what it is held against
	Most  int    // what it could be at most, or should be
}

// Check lists the figures that cannot be: a part that is larger than what it is of,
// ballots that do not add up, more votes on a nominee than there are to give.
func (c Count) Check() (flaws []Flaw) {
	add := func(f Flaw) { flaws = append(flaws, f) }
	chain := []figure{{"eligible", c.Eligible}, {"present", c.Present}, {"issued", c.Issued}, {"returned", c.Returned}}
	for i, f := range chain {
		if above := last(chain[:i]); f.n != nil && above.n != nil && *f.n > *above.n {
			add(Flaw{-1, f.name, "over", above.name, *above.n})
		}
	}
	if there := c.there(); c.Eligible != nil && c.Written != nil && *c.Written+there > *c.Eligible {
		add(Flaw{-1, "written_opinions", "over", "eligible", max(*c.Eligible-there, 0)})
	}
	flaws = append(flaws, c.ballots(last(chain))...)
	most, of := c.most()
	for i, it := range c.Items {
		if given := or(it.Yes) + or(it.No) + or(it.Abstain); most != nil && given > *most {
			add(Flaw{i, "yes", "sum_over", of, *most})
		}
	}
	if total := c.chosen(); c.Choices != nil && most != nil && total > *c.Choices**most {
		add(Flaw{-1, "choices", "sum_over", of, *c.Choices * *most})
	}
	return flaws
}

// ballots holds valid, blank and invalid ones against those that came back.
func (c Count) ballots(above figure) []Flaw {
	sum := or(c.Valid) + or(c.Blank) + or(c.Invalid)
	whole := c.Valid != nil && c.Blank != nil && c.Invalid != nil
	switch {
	case c.Returned != nil && whole && sum != *c.Returned:
		return []Flaw{{-1, "returned", "sum_differs", "valid", sum}}
	case above.n != nil && sum > *above.n:
		field := "valid"
		if c.Valid == nil {
			field = "invalid"
		}
		return []Flaw{{-1, field, "sum_over", above.name, *above.n}}
	}
	return nil
}

// there is how many were present at least.
func (c Count) there() int {
	return max(or(c.Present), or(c.Issued), or(c.Returned), or(c.Valid)+or(c.Blank)+or(c.Invalid))
}

// most is how many votes a nominee can be given, and the figure that says so; nil where
// nothing tells. Where nobody tells how many wrote their opinions, all may have done so
// who were not present. Whoever gave a blank or invalid ballot gave no vote.
func (c Count) most() (most *int, of string) {
	top := last([]figure{{"eligible", c.Eligible}, {"present", c.Present}, {"issued", c.Issued}, {"returned", c.Returned}, {"valid", c.Valid}})
	if top.n == nil {
		return nil, ""
	}
	sum, spoilt := *top.n, or(c.Blank)+or(c.Invalid)
	switch {
	case top.name == "eligible":
	case c.Written == nil && c.Eligible == nil:
		return nil, ""
	case c.Written == nil:
		sum += max(*c.Eligible-c.there(), 0)
	default:
		sum += *c.Written
	}
	if top.name != "valid" { // which has none of them
		sum -= spoilt
	}
	if c.Eligible != nil {
		sum = min(sum, *c.Eligible-spoilt)
	}
	sum = max(sum, 0)
	return &sum, top.name
}

// chosen is how many votes for nominees were given in all.
func (c Count) chosen() (n int) {
	for _, it := range c.Items {
		n += or(it.Yes)
	}
	return n
}

// What a vote led to, for one nominee.
const (
	Approved = "approved"
	Rejected = "rejected"
	NoQuorum = "no_quorum"
)

// Result is what follows from the figures for one nominee: an outcome, or what is
// missing to tell. Needed is how many votes it takes, Of how many.
type Result struct {
	Outcome    string // "": it cannot be told
	Needed, Of *int
	Missing    []string
}

// Needed is how many votes it takes; nil, and what is missing, where that cannot be told.
func (r Rule) Needed(c Count) (needed, of *int, missing []string) {
	if r.Threshold == nil {
		return nil, nil, []string{"threshold"}
	}
	base := map[Base]figure{OfEligible: {"eligible", c.Eligible}, OfPresent: {"present", c.Present}, OfValid: {"valid", c.Valid}}[r.Base]
	if base.n == nil {
		missing = append(missing, base.name)
	}
	if r.Base != OfEligible && c.Written == nil {
		missing = append(missing, "written_opinions")
	}
	if len(missing) > 0 {
		return nil, nil, missing
	}
	n := *base.n
	if r.Base != OfEligible {
		n += *c.Written
	}
	least := max(r.Threshold.Of(n, r.Over), 1) // nobody is approved by no vote
	return &least, &n, nil
}

// Quorate reports whether enough members were present; missing is what is not known.
func (r Rule) Quorate(c Count) (enough bool, missing []string) {
	if r.Quorum == nil {
		return true, nil
	}
	for _, f := range []figure{{"eligible", c.Eligible}, {"present", c.Present}} {
		if f.n == nil {
			missing = append(missing, f.name)
		}
	}
	if len(missing) > 0 {
		return false, missing
	}
	return *c.Present >= r.Quorum.Of(*c.Eligible, false), nil
}

// Result finds what follows for one nominee.
func (r Rule) Result(c Count, it Item) (res Result) {
	enough, missing := r.Quorate(c)
	res.Needed, res.Of, res.Missing = r.Needed(c)
	if !enough && len(missing) == 0 {
		res.Outcome, res.Missing = NoQuorum, nil
		return res
	}
	for _, m := range missing {
		if !slices.Contains(res.Missing, m) {
			res.Missing = append(res.Missing, m)
		}
	}
	if it.Yes == nil {
		res.Missing = append(res.Missing, "yes")
	}
	switch {
	case len(res.Missing) > 0:
	case *it.Yes >= *res.Needed:
		res.Outcome = Approved
	default:
		res.Outcome = Rejected
	}
	return res
}

type figure struct {
	name string
	n    *int
}

// last is the last figure of some that is known.
func last(of []figure) (f figure) {
	for _, g := range of {
		if g.n != nil {
			f = g
		}
	}
	return f
}

func or(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}
