package succession

import (
	"slices"

	"giaouoc/internal/date"
)

// Edge is one step from a record to one that followed it.
type Edge struct {
	Act      string
	From, To string
	Merit    string   // yes, no, unknown
	Until    date.Day // the last day the act can have been on; "" for unknown
}

// Kin is a predecessor or successor. Acts are those on every way between the
// two, nearest first; Distance is the fewest steps.
type Kin struct {
	ID       string
	Distance int
	Acts     []string
	ways     ways
}

// Lineage is all that came before and after one record, nearest first.
type Lineage struct{ Predecessors, Successors []Kin }

// The merit of an award for a record, as a profile counts it.
const (
	Own          = "own"
	Inherited    = "inherited"
	NotInherited = "not_inherited"
)

// ways are the last days merit may have been earned on to pass along the best
// ways: those every step of which says yes, those no step of which says no, and
// any. "" means that there is no such way, openEnd that no day limits it.
type ways struct{ yes, maybe, any date.Day }

const openEnd = date.Day("9999-99-99")

// Merit is whether merit passes: yes when every step of some way says so, no
// when every way has a step that says no, otherwise unknown.
func (k Kin) Merit() string {
	switch {
	case k.ways.yes != "":
		return Yes
	case k.ways.maybe != "":
		return Unknown
	}
	return No
}

// Until is the last day merit may have been earned on to pass on as Merit says;
// nil when no day is known to limit it.
func (k Kin) Until() *date.Day {
	until := k.ways.any
	switch k.Merit() {
	case Yes:
		until = k.ways.yes
	case Unknown:
		until = k.ways.maybe
	}
	if until == openEnd {
		return nil
	}
	return &until
}

// Inherits is what merit earned in a period that begins on a day is to the one
// whose predecessor this is. What began certainly after the act is no longer
// the predecessor's to pass on; a period nobody knows is not known to.
func (k Kin) Inherits(begins *date.Day) (merit string, after bool) {
	day := date.Day("")
	if begins != nil {
		day = *begins
	}
	switch {
	case k.ways.yes != "" && day <= k.ways.yes:
		return Inherited, false
	case k.ways.maybe != "" && day <= k.ways.maybe:
		return Unknown, false
	}
	return NotInherited, day > k.ways.any
}

// Trace follows the edges from one record both ways.
func Trace(edges []Edge, of string) Lineage {
	turned := make([]Edge, len(edges))
	for i, e := range edges {
		turned[i] = e
		turned[i].From, turned[i].To = e.To, e.From
	}
	return Lineage{walk(turned, of), walk(edges, of)}
}

// walk gathers everybody the edges lead to from one record.
func walk(edges []Edge, of string) []Kin {
	out := map[string][]Edge{}
	for _, e := range edges {
		out[e.From] = append(out[e.From], e)
	}
	kin, seen, acts := []Kin{}, map[string]bool{of: true}, []string{}
	into := map[string][]Edge{}
	for queue := []Kin{{ID: of}}; len(queue) > 0; queue = queue[1:] {
		for _, e := range out[queue[0].ID] {
			into[e.To] = append(into[e.To], e)
			if !slices.Contains(acts, e.Act) {
				acts = append(acts, e.Act)
			}
			if !seen[e.To] {
				seen[e.To] = true
				k := Kin{ID: e.To, Distance: queue[0].Distance + 1}
				kin, queue = append(kin, k), append(queue, k)
			}
		}
	}
	w := &walker{of: of, into: into, known: map[string]reached{}}
	for i := range kin {
		r := w.reach(kin[i].ID)
		kin[i].ways = r.ways
		kin[i].Acts = slices.DeleteFunc(slices.Clone(acts), func(a string) bool { return !r.acts[a] })
	}
	return kin
}

// reached is what is known of all ways to one record.
type reached struct {
	acts map[string]bool
	ways ways
}

// walker remembers each answer, so that ways that cross cost nothing twice.
type walker struct {
	of    string
	into  map[string][]Edge
	known map[string]reached
}

func (w *walker) reach(id string) reached {
	if id == w.of {
		return reached{ways: ways{openEnd, openEnd, openEnd}}
	}
	if r, ok := w.known[id]; ok {
		return r
	}
	r := reached{acts: map[string]bool{}}
	w.known[id] = r // a ring, which the rules refuse, would end here
	for _, e := range w.into[id] {
		before := w.reach(e.From)
		r.acts[e.Act] = true
		for a := range before.acts {
			r.acts[a] = true
		}
		until := e.Until
		if until == "" {
			until = openEnd
		}
		r.ways.any = max(r.ways.any, min(until, before.ways.any))
		if e.Merit != No {
			r.ways.maybe = max(r.ways.maybe, min(until, before.ways.maybe))
		}
		if e.Merit == Yes {
			r.ways.yes = max(r.ways.yes, min(until, before.ways.yes))
		}
	}
	w.known[id] = r
	return r
}
