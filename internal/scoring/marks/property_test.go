package marks_test

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"giaouoc/internal/amount"
	"giaouoc/internal/scoring/marks"
)

// randomTable has every kind once or more, some of them in groups with a ceiling.
func randomTable(r *rand.Rand) table {
	t := table{Rounding: marks.Rounding{
		Step: []amount.Points{1, 10, 25, 50, 100}[r.IntN(5)], Mode: []string{marks.HalfUp, marks.Down, marks.Up}[r.IntN(3)],
	}}
	groups := []string{""}
	for i := range 3 + r.IntN(12) {
		c := marks.Criterion{ID: fmt.Sprint(i), ParentID: groups[r.IntN(len(groups))], Kind: marks.Kinds()[r.IntN(len(marks.Kinds()))], Max: amount.Points(1 + r.IntN(5000))}
		switch c.Kind {
		case marks.Group:
			groups = append(groups, c.ID)
			c.Max *= amount.Points(r.IntN(2) * 3)
		case marks.Figure:
			c.Max = 0
		case marks.PerOccurrence:
			c.Each = amount.Points(1 + r.IntN(300))
		case marks.Tiers:
			for b := range 1 + r.IntN(4) {
				c.Bands = append(c.Bands, marks.Band{From: amount.Amount(b*10_000_000 + r.IntN(9_000_000)), Points: c.Max * amount.Points(b+1) / 6})
			}
		}
		c.Gated = c.Kind != marks.Group && c.Kind != marks.Penalty && c.Kind != marks.Figure && r.IntN(5) == 0
		t.Criteria = append(t.Criteria, c)
	}
	return t
}

func randomEntry(r *rand.Rand, c marks.Criterion) (e marks.Entry) {
	figure := func() *amount.Amount {
		a := amount.Amount(r.Int64N(50_000_000) - 2_000_000)
		return &a
	}
	if r.IntN(10) > 0 {
		e.Actual, e.Count, e.Passed = figure(), ptr(r.IntN(40)), ptr(r.IntN(2) == 0)
		p := amount.Points(r.Int64N(int64(max(c.Max, 1)) + 1))
		e.Points = &p
	}
	if r.IntN(3) > 0 {
		e.Target = ptr(amount.Amount(1 + r.Int64N(30_000_000)))
	}
	e.Whole, e.Met, e.Left = ptr(amount.Amount(1+r.Int64N(50_000_000))), ptr(r.IntN(4) > 0), r.IntN(12) == 0
	return e
}

func randomUnits(r *rand.Rand, t table) map[string]entries {
	units := map[string]entries{}
	for u := range 1 + r.IntN(6) {
		units[fmt.Sprint("u", u)] = entries{}
		for _, c := range t.Criteria {
			units[fmt.Sprint("u", u)][c.ID] = randomEntry(r, c)
		}
	}
	return units
}

// properties hold for every table and all entries: a mark lies between nothing and the
// most its criterion gives, a group between its ceilings, what can be told is the sum of
// its parts, and no order changes anything.
func properties(t testing.TB, r *rand.Rand) {
	tb := randomTable(r)
	if flaws := tb.Check(); len(flaws) > 0 {
		t.Fatalf("%+v: %v", tb, flaws)
	}
	units := randomUnits(r, tb)
	sheets := tb.Compute(units)
	for unit, s := range sheets {
		for _, c := range tb.Criteria {
			m, seen := s.Marks[c.ID]
			if !seen {
				continue // within a group that is not the unit's
			}
			low, high := amount.Points(0), c.Max
			if c.Kind == marks.Penalty {
				low, high = -c.Max, 0
			}
			if c.Kind == marks.Group {
				low, high = -c.Max, c.Max
				if c.Max == 0 {
					continue
				}
			}
			if m.Points != nil && (*m.Points < low || *m.Points > high) {
				t.Fatalf("%s: %+v gives %s, of %s to %s", unit, c, *m.Points, low, high)
			}
			if (m.Points == nil) != (m.Missing != "") && c.Kind != marks.Group {
				t.Fatalf("%s: %+v is %+v", unit, c, m)
			}
		}
		if sum, told := sumOf(tb, s, ""); told && (s.Total.Points == nil || *s.Total.Points != sum) || !told && s.Total.Points != nil {
			t.Fatalf("%s: the total is %v, its parts make %v (%v)", unit, shown(s.Total.Points), sum, told)
		}
	}
	monotone(t, r, tb, units, sheets)
	shuffled := table{slices.Clone(tb.Criteria), tb.Rounding}
	rand.Shuffle(len(shuffled.Criteria), func(i, j int) {
		shuffled.Criteria[i], shuffled.Criteria[j] = shuffled.Criteria[j], shuffled.Criteria[i]
	})
	if again := shuffled.Compute(maps.Clone(units)); !reflect.DeepEqual(points2(again), points2(sheets)) {
		t.Fatalf("another order gives %v, not %v", points2(again), points2(sheets))
	}
}

// sumOf adds the parts of a group as they were told.
func sumOf(tb table, s marks.Sheet, group string) (sum amount.Points, told bool) {
	told = true
	for _, c := range tb.Criteria {
		if c.ParentID != group {
			continue
		}
		m := s.Marks[c.ID]
		if m.Points == nil {
			told = false
			continue
		}
		sum += *m.Points
	}
	return sum, told
}

// monotone: whoever does more of what is measured never has less for it.
func monotone(t testing.TB, r *rand.Rand, tb table, units map[string]entries, before map[string]marks.Sheet) {
	for _, c := range tb.Criteria {
		e := units["u0"][c.ID]
		if e.Actual == nil || c.Kind != marks.Ratio && c.Kind != marks.Tiers && c.Kind != marks.RelativeToBest {
			continue
		}
		more := *e.Actual + amount.Amount(1+r.Int64N(20_000_000))
		e.Actual = &more
		changed := maps.Clone(units)
		changed["u0"] = maps.Clone(units["u0"])
		changed["u0"][c.ID] = e
		was, is := before["u0"].Marks[c.ID], tb.Compute(changed)["u0"].Marks[c.ID]
		if was.Points != nil && (is.Points == nil || *is.Points < *was.Points) {
			t.Fatalf("%+v: %+v gives %s after %s", c, e, shown(is.Points), shown(was.Points))
		}
	}
}

func points2(sheets map[string]marks.Sheet) map[string]map[string]string {
	out := map[string]map[string]string{}
	for u, s := range sheets {
		out[u] = map[string]string{"": shown(s.Total.Points) + " of " + s.Total.Full.String()}
		for id, m := range s.Marks {
			out[u][id] = shown(m.Points) + m.Rule + m.Missing
		}
	}
	return out
}

func TestProperties(t *testing.T) {
	for seed := range uint64(3000) {
		properties(t, rand.New(rand.NewPCG(seed, 7)))
	}
}

func FuzzProperties(f *testing.F) {
	f.Add([]byte("giao uoc"))
	f.Fuzz(func(t *testing.T, b []byte) {
		seed := append(b, make([]byte, 16)...)
		properties(t, rand.New(rand.NewPCG(binary.LittleEndian.Uint64(seed), binary.LittleEndian.Uint64(seed[8:]))))
	})
}

// A table of sixty criteria and twenty-five units, which is as large as they come.
func BenchmarkCompute(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	tb := table{Rounding: halfUp}
	for i := range 60 {
		tb.Criteria = append(tb.Criteria, marks.Criterion{ID: fmt.Sprint(i), Kind: []marks.Kind{marks.Ratio, marks.RelativeToBest, marks.Manual}[i%3], Max: 500})
	}
	units := map[string]entries{}
	for u := range 25 {
		units[fmt.Sprint(u)] = entries{}
		for _, c := range tb.Criteria {
			units[fmt.Sprint(u)][c.ID] = randomEntry(r, c)
		}
	}
	for b.Loop() {
		tb.Compute(units)
	}
}
