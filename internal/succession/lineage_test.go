package succession

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/date"
)

func told(kin []Kin) (out []string) {
	for _, k := range kin {
		until := "open"
		if d := k.Until(); d != nil {
			until = string(*d)
		}
		out = append(out, fmt.Sprintf("%s %d %v %s %s", k.ID, k.Distance, k.Acts, k.Merit(), until))
	}
	return out
}

func TestTrace(t *testing.T) {
	for what, c := range map[string]struct {
		edges        []Edge
		before, then []string
	}{
		"nobody": {nil, nil, nil},
		"a merger of two": {
			[]Edge{{"1", "a", "x", Yes, "2021-06-30"}, {"1", "b", "x", Yes, "2021-06-30"}},
			ids{"a 1 [1] yes 2021-06-30", "b 1 [1] yes 2021-06-30"},
			nil,
		},
		"a chain passes on what every step passes on": {
			[]Edge{{"1", "a", "b", Yes, "2010-12-31"}, {"2", "b", "x", Yes, ""}},
			ids{"b 1 [2] yes open", "a 2 [2 1] yes 2010-12-31"},
			nil,
		},
		"the earliest act of a chain limits it": {
			[]Edge{{"1", "a", "b", Yes, "2020-12-31"}, {"2", "b", "x", Yes, "2015-12-31"}},
			ids{"b 1 [2] yes 2015-12-31", "a 2 [2 1] yes 2015-12-31"},
			nil,
		},
		"one no ends a chain": {
			[]Edge{{"1", "a", "b", No, ""}, {"2", "b", "x", Yes, ""}},
			ids{"b 1 [2] yes open", "a 2 [2 1] no open"},
			nil,
		},
		"one unknown leaves a chain open": {
			[]Edge{{"1", "a", "b", Unknown, ""}, {"2", "b", "x", Yes, ""}},
			ids{"b 1 [2] yes open", "a 2 [2 1] unknown open"},
			nil,
		},
		"another way says yes": {
			[]Edge{{"1", "a", "b", No, ""}, {"2", "b", "x", Yes, ""}, {"3", "a", "x", Yes, "2012-01-01"}},
			ids{"b 1 [2] yes open", "a 1 [2 3 1] yes 2012-01-01"},
			nil,
		},
		"after": {
			[]Edge{{"1", "x", "b", Yes, "2021-01-01"}, {"1", "x", "c", Yes, "2021-01-01"}, {"2", "c", "d", No, ""}, {"0", "q", "c", Yes, ""}},
			nil,
			ids{"b 1 [1] yes 2021-01-01", "c 1 [1] yes 2021-01-01", "d 2 [1 2] no 2021-01-01"},
		},
		"a ring, which the rules refuse, ends": {
			[]Edge{{"1", "a", "x", Yes, ""}, {"2", "x", "a", Yes, ""}},
			ids{"a 1 [1] yes open"},
			ids{"a 1 [2] yes open"},
		},
	} {
		l := Trace(c.edges, "x")
		if diff := cmp.Diff(c.before, told(l.Predecessors)); diff != "" {
			t.Errorf("%s: predecessors: %s", what, diff)
		}
		if diff := cmp.Diff(c.then, told(l.Successors)); diff != "" {
			t.Errorf("%s: successors: %s", what, diff)
		}
	}
}

// Merit earned after the act stays with who earned it; where ways differ, each
// has its own last day.
func TestInherits(t *testing.T) {
	at := func(d string) *date.Day {
		if d == "" {
			return nil
		}
		x := date.Day(d)
		return &x
	}
	two := []Edge{{"1", "a", "x", Yes, "2012-12-31"}, {"2", "a", "x", Unknown, "2020-12-31"}, {"3", "a", "x", No, ""}}
	for _, c := range []struct {
		edges  []Edge
		begins string
		want   string
		after  bool
	}{
		{two, "2012-01-01", Inherited, false},
		{two, "", Inherited, false},
		{two, "2013-01-01", Unknown, false},
		{two, "2021-01-01", NotInherited, false},
		{two[:2], "2021-01-01", NotInherited, true},
		{two[:1], "2013-01-01", NotInherited, true},
		{[]Edge{{"1", "a", "x", Yes, ""}}, "2199-01-01", Inherited, false},
		{[]Edge{{"1", "a", "x", No, "2012-12-31"}}, "2011-01-01", NotInherited, false},
	} {
		got, after := Trace(c.edges, "x").Predecessors[0].Inherits(at(c.begins))
		if got != c.want || after != c.after {
			t.Errorf("%v on %s: %s %v, want %s %v", c.edges, c.begins, got, after, c.want, c.after)
		}
	}
}
