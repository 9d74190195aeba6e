package marks

import (
	"math/big"
	"slices"
	"strings"
)

// Candidate is a unit that is ranked: by its total, or by the figure it is ranked by,
// and where that is the same by the keys of the cascade in their order. Nil is unknown.
type Candidate struct {
	Unit  string
	Total *big.Rat
	Keys  []Key
}

// Key is what tells a unit from others of its total, the higher the better; a nil value
// is not known. Apart is a key that is not for the unit, as a criterion that is not
// assigned to it: it has nothing to compare there, and never will.
type Key struct {
	Value *big.Rat
	Apart bool
}

// Place is a unit's rank. Units that nothing tells apart share one, and the next ranks
// are left out (1, 2, 2, 4).
type Place struct {
	Unit string
	Rank int // 0: its total is not known
	Tied bool
	// Broken is the key, from 1, that tells it from the unit before or after it with
	// the same total; 0 where none was needed.
	Broken int
	// Waits is the key, from 1, that would come next in telling it from those it is
	// tied with, and is not known of all of them; 0 where none is left.
	Waits int
}

// Rank ranks units, the highest first. A key decides only where it is known of all
// units it is to tell apart: what is not known is neither high nor low, and no later
// key is asked before it. A key that is not for one of them is passed over for all of
// them, and asked again of those whom another key leaves together. Units of one rank
// come in the order of their names, so that the result does not depend on the order of
// the candidates.
func Rank(all []Candidate) []Place {
	known := slices.DeleteFunc(slices.Clone(all), func(c Candidate) bool { return c.Total == nil })
	var out []Place
	for _, same := range split(known, func(c Candidate) *big.Rat { return c.Total }) {
		for _, p := range untie(same, 0) {
			p.Rank += len(out) + 1 - p.place
			out = append(out, p.Place)
		}
	}
	var unknown []Place
	for _, c := range all {
		if c.Total == nil {
			unknown = append(unknown, Place{Unit: c.Unit})
		}
	}
	slices.SortFunc(unknown, func(a, b Place) int { return strings.Compare(a.Unit, b.Unit) })
	return append(out, unknown...)
}

// placed is a place among those of one total: place is its position, and Rank that of
// the first it shares a rank with, both from 0.
type placed struct {
	Place
	place int
}

// untie tells units of one total apart by the keys from one on.
func untie(same []Candidate, key int) []placed {
	if len(same) == 1 {
		return []placed{{Place: Place{Unit: same[0].Unit}}}
	}
	if key < len(same[0].Keys) && slices.ContainsFunc(same, func(c Candidate) bool { return c.Keys[key].Apart }) {
		return untie(same, key+1)
	}
	if key < len(same[0].Keys) && !slices.ContainsFunc(same, func(c Candidate) bool { return c.Keys[key].Value == nil }) {
		var out []placed
		groups := split(same, func(c Candidate) *big.Rat { return c.Keys[key].Value })
		for _, g := range groups {
			// Those who are left may share a key again that was passed over for others.
			at, next := len(out), key+1
			if len(groups) > 1 {
				next = 0
			}
			for _, p := range untie(g, next) {
				p.place, p.Rank = p.place+at, p.Rank+at
				if len(groups) > 1 && p.Broken == 0 {
					p.Broken = key + 1
				}
				out = append(out, p)
			}
		}
		return out
	}
	waits := 0
	if key < len(same[0].Keys) {
		waits = key + 1
	}
	names := make([]string, len(same))
	for i, c := range same {
		names[i] = c.Unit
	}
	slices.Sort(names)
	var out []placed
	for i, name := range names {
		out = append(out, placed{Place{Unit: name, Tied: true, Waits: waits}, i})
	}
	return out
}

// split parts candidates by a known figure, the highest first.
func split(all []Candidate, by func(Candidate) *big.Rat) (groups [][]Candidate) {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b Candidate) int { return by(b).Cmp(by(a)) })
	for i, c := range sorted {
		if i > 0 && by(c).Cmp(by(sorted[i-1])) == 0 {
			groups[len(groups)-1] = append(groups[len(groups)-1], c)
			continue
		}
		groups = append(groups, []Candidate{c})
	}
	return groups
}
