package succession

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/date"
	"giaouoc/internal/fault"
)

// party makes parties of units from ids; "~x" is the words x, "#x" bloc x.
func party(side string, ids ...string) (out []Party) {
	for i, id := range ids {
		p := Party{Side: side, Place: i + 1}
		switch rest := id[1:]; id[0] {
		case '~':
			p.AsWritten = &rest
		case '#':
			p.BlocID = &rest
		case '!': // nobody
		default:
			p.UnitID = &id
		}
		out = append(out, p)
	}
	return out
}

func act(kind string, from, to []string) *whole {
	return &whole{Succession: Succession{Subject: OfUnits, Kind: kind}, From: party(From, from...), To: party(To, to...)}
}

func (w *whole) on(when string) *whole { w.HappenedOn = day(when); return w }

func (w *whole) within(earliest, latest string) *whole {
	w.EarliestOn, w.LatestOn = day(earliest), day(latest)
	return w
}

func (w *whole) about(subject string) *whole { w.Subject = subject; return w }

func day(s string) *date.Partial {
	if s == "" {
		return nil
	}
	p := date.Partial(s)
	return &p
}

func noted(t *testing.T, what string, bad fault.Fields, want ...string) {
	t.Helper()
	var got []string
	for _, f := range bad {
		got = append(got, f.Pointer+" "+f.Code)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

type ids = []string

func TestShapes(t *testing.T) {
	for what, c := range map[string]struct {
		w    *whole
		want []string
	}{
		"merge":                      {act(Merge, ids{"a", "b"}, ids{"c"}), nil},
		"merge into one":             {act(Merge, ids{"a"}, ids{"c"}), nil},
		"merge of nobody":            {act(Merge, nil, ids{"c"}), ids{"/from party_required"}},
		"merge into nobody":          {act(Merge, ids{"a"}, nil), ids{"/to one_party"}},
		"merge into two":             {act(Merge, ids{"a"}, ids{"c", "d"}), ids{"/to one_party"}},
		"split":                      {act(Split, ids{"a"}, ids{"c", "d"}), nil},
		"split of two":               {act(Split, ids{"a", "b"}, ids{"c"}), ids{"/from one_party"}},
		"split into nobody":          {act(Split, ids{"a"}, nil), ids{"/to party_required"}},
		"transfer":                   {act(Transfer, ids{"a", "b"}, ids{"c", "d"}), nil},
		"transfer of nothing":        {act(Transfer, nil, nil), ids{"/from party_required", "/to party_required"}},
		"re-established":             {act(ReEstablished, ids{"a"}, ids{"c"}), nil},
		"re-established as two":      {act(ReEstablished, ids{"a"}, ids{"c", "d"}), ids{"/to one_party"}},
		"re-established out of none": {act(ReEstablished, nil, ids{"c"}), ids{"/from party_required"}},
		"dissolve":                   {act(Dissolve, ids{"a", "b"}, nil), nil},
		"dissolve into one":          {act(Dissolve, ids{"a"}, ids{"b"}), ids{"/to no_party"}},
		"dissolve nobody":            {act(Dissolve, nil, nil), ids{"/from party_required"}},
		"no kind":                    {act("", ids{"a"}, nil), ids{"/kind required"}},
		"both sides":                 {act(Merge, ids{"a", "b"}, ids{"b"}), ids{"/to/0/unit_id both_sides"}},
		"twice":                      {act(Merge, ids{"a", "a"}, ids{"b"}), ids{"/from/1/unit_id duplicate_item"}},
		"words twice prove nothing":  {act(Merge, ids{"~Thanh tra tỉnh", "~Thanh tra tỉnh"}, ids{"b"}), nil},
		"nobody":                     {act(Merge, ids{"!"}, ids{"b"}), ids{"/from/0/unit_id reference_required"}},
		"a bloc among units":         {act(Merge, ids{"#k"}, ids{"b"}), ids{"/from/0/bloc_id other_subject"}},
		"a unit among blocs":         {act(Merge, ids{"#k"}, ids{"b"}).about(OfBlocs), ids{"/to/0/unit_id other_subject"}},
		"blocs in words only":        {act(Merge, ids{"~khối 1"}, ids{"~khối 2"}).about(OfBlocs), ids{"/from linked_bloc_required"}},
		"blocs":                      {act(Merge, ids{"~khối 1"}, ids{"#k"}).about(OfBlocs), nil},
		"between":                    {act(Dissolve, ids{"a"}, nil).within("2024", "2024-06"), nil},
		"between, open":              {act(Dissolve, ids{"a"}, nil).within("", "2024-06"), nil},
		"between, backwards":         {act(Dissolve, ids{"a"}, nil).within("2025", "2024-12-31"), ids{"/latest_on end_before_start"}},
		"on and between":             {act(Dissolve, ids{"a"}, nil).within("2025", "").on("2025"), ids{"/happened_on conflicts_with"}},
	} {
		var bad fault.Fields
		c.w.check(&bad)
		noted(t, what, bad, c.want...)
	}
}

func TestLives(t *testing.T) {
	lives := map[string]life{
		"a": {day("2001-03-01"), day("2021-02-28")}, "open": {}, "y": {day("2010"), day("2020")},
		"new": {day("2021-03-01"), nil}, "old": {nil, day("2015-12-31")},
	}
	for what, c := range map[string]struct {
		w    *whole
		want []string
	}{
		"inside":                         {act(Merge, ids{"a"}, ids{"new"}).on("2021-02-28"), nil},
		"the day after the end":          {act(Merge, ids{"a"}, ids{"new"}).on("2021-03-01"), nil},
		"two days after the end":         {act(Dissolve, ids{"a"}, nil).on("2021-03-02"), ids{"/from/0/unit_id after_end"}},
		"maybe after the end":            {act(Dissolve, ids{"a"}, nil).on("2021"), nil},
		"the year after":                 {act(Dissolve, ids{"a"}, nil).on("2022"), ids{"/from/0/unit_id after_end"}},
		"before the beginning":           {act(Dissolve, ids{"a"}, nil).on("2001-02"), ids{"/from/0/unit_id before_beginning"}},
		"maybe before the beginning":     {act(Dissolve, ids{"a"}, nil).on("2001"), nil},
		"not after, before":              {act(Dissolve, ids{"a"}, nil).within("", "2000"), ids{"/from/0/unit_id before_beginning"}},
		"not before, after":              {act(Dissolve, ids{"y"}, nil).within("2021-01-02", ""), ids{"/from/0/unit_id after_end"}},
		"the day after an imprecise end": {act(Dissolve, ids{"y"}, nil).within("2021-01-01", ""), nil},
		"nobody knows when":              {act(Dissolve, ids{"a"}, nil), nil},
		"nothing known of the party":     {act(Merge, ids{"open"}, ids{"~x"}).on("1950"), nil},
		"lived again after the end":      {act(ReEstablished, ids{"old"}, ids{"new"}).on("2021-03-01"), nil},
		"the successor begins next day":  {act(Merge, ids{"open"}, ids{"new"}).on("2021-02-28"), nil},
		"the successor begins later":     {act(Merge, ids{"open"}, ids{"new"}).on("2021-02-27"), ids{"/to/0/unit_id before_beginning"}},
		"the successor was gone":         {act(Merge, ids{"open"}, ids{"old"}).on("2016-01-01"), ids{"/to/0/unit_id after_end"}},
	} {
		var bad fault.Fields
		c.w.checkLives(&bad, lives)
		noted(t, what, bad, c.want...)
	}
}

func TestEnds(t *testing.T) {
	other := func(kind, side, when string) []touch {
		return []touch{{Succession{Kind: kind, HappenedOn: day(when)}, "a", side}}
	}
	for what, c := range map[string]struct {
		w      *whole
		others []touch
		want   []string
	}{
		"merged twice":                {act(Merge, ids{"a"}, ids{"b"}), other(Merge, From, ""), ids{"/from/0/unit_id ended_already"}},
		"merged and dissolved":        {act(Dissolve, ids{"b", "a"}, nil).on("2030"), other(Merge, From, "2020"), ids{"/from/1/unit_id ended_already"}},
		"somebody else's end":         {act(Dissolve, ids{"b"}, nil), other(Merge, From, ""), nil},
		"split after its end":         {act(Split, ids{"a"}, ids{"b"}).on("2021"), other(Dissolve, From, "2020"), ids{"/from/0/unit_id ended_before"}},
		"split the same year":         {act(Split, ids{"a"}, ids{"b"}).on("2020-06"), other(Dissolve, From, "2020"), nil},
		"absorbs after its end":       {act(Merge, ids{"b"}, ids{"a"}).on("2021"), other(Merge, From, "2020"), ids{"/to/0/unit_id ended_before"}},
		"re-established after it":     {act(ReEstablished, ids{"a"}, ids{"b"}).on("2021"), other(Dissolve, From, "2020"), nil},
		"re-established as the ended": {act(ReEstablished, ids{"b"}, ids{"a"}).on("2021"), other(Dissolve, From, "2020"), ids{"/to/0/unit_id ended_before"}},
		"split twice":                 {act(Split, ids{"a"}, ids{"b"}).on("2021"), other(Split, From, "2020"), nil},
		"ends before it splits":       {act(Dissolve, ids{"a"}, nil).on("2019"), other(Split, From, "2020"), ids{"/from/0/unit_id acts_after_end"}},
		"ends before it absorbs":      {act(Dissolve, ids{"a"}, nil).on("2019"), other(Merge, To, "2020"), ids{"/from/0/unit_id acts_after_end"}},
		"ends before it lives again":  {act(Dissolve, ids{"a"}, nil).on("2019"), other(ReEstablished, From, "2020"), nil},
		"ends some day":               {act(Dissolve, ids{"a"}, nil), other(Split, From, "2020"), nil},
	} {
		var bad fault.Fields
		c.w.checkEnds(&bad, c.others)
		noted(t, what, bad, c.want...)
	}
}

func TestCycles(t *testing.T) {
	deeds := []deed{{"1", ids{"b"}, ids{"c"}}, {"2", ids{"c"}, ids{"d", "e"}}, {"3", ids{"e"}, ids{"a"}}}
	for what, c := range map[string]struct {
		w    *whole
		want []string
	}{
		"no way back":    {act(Merge, ids{"x"}, ids{"b"}), nil},
		"straight back":  {act(Merge, ids{"c"}, ids{"b"}), ids{"1"}},
		"a long way":     {act(Split, ids{"a"}, ids{"x", "b"}), ids{"1", "2", "3"}},
		"words lead on":  {act(Split, ids{"~a"}, ids{"~b"}), nil},
		"a dead end":     {act(Merge, ids{"b"}, ids{"d"}), nil},
		"into the end":   {act(Merge, ids{"a"}, ids{"e"}), ids{"3"}},
		"nobody's after": {act(Dissolve, ids{"a"}, nil), nil},
	} {
		var bad fault.Fields
		c.w.checkCycle(&bad, deeds)
		var got []string
		for _, f := range bad {
			got = f.Params["acts"].([]string)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
}

// Layers of a hundred parties each cost their parties, not their pairs; every
// party of the last act is told its own shortest way.
func TestCyclesThroughWideActs(t *testing.T) {
	const layers, wide = 10, 100
	layer := func(n int) (out ids) {
		for i := range wide {
			out = append(out, fmt.Sprintf("%d-%d", n, i))
		}
		return out
	}
	var deeds []deed
	var want []string
	for n := range layers {
		deeds = append(deeds, deed{fmt.Sprint(n), layer(n), layer(n + 1)})
		want = append(want, fmt.Sprint(n))
	}
	var bad fault.Fields
	act(Transfer, layer(layers), layer(0)).checkCycle(&bad, deeds)
	if len(bad) != wide {
		t.Fatalf("%d parties noted", len(bad))
	}
	for _, f := range bad {
		if diff := cmp.Diff(want, f.Params["acts"]); diff != "" {
			t.Errorf("%s: %s", f.Pointer, diff)
		}
	}
	bad = nil
	act(Transfer, layer(layers+1), layer(0)).checkCycle(&bad, deeds)
	if len(bad) > 0 {
		t.Errorf("%v", bad)
	}
}
