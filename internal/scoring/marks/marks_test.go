package marks_test

import (
	"math/big"
	"math/rand/v2"
	"reflect"
	"testing"

	"giaouoc/internal/amount"
	"giaouoc/internal/scoring/marks"
)

type (
	entries = map[string]marks.Entry
	table   = marks.Table
)

var halfUp = marks.Rounding{Step: 1, Mode: marks.HalfUp}

func points(t testing.TB, s string) amount.Points {
	t.Helper()
	p, err := amount.ParsePoints(s)
	if err != nil {
		t.Fatal(s, err)
	}
	return p
}

func figure(s string) *amount.Amount {
	a, err := amount.Parse(s)
	if err != nil {
		panic(err)
	}
	return &a
}

func given(s string) marks.Entry {
	p, err := amount.ParsePoints(s)
	if err != nil {
		panic(err)
	}
	return marks.Entry{Points: &p}
}

func count(n int) marks.Entry { return marks.Entry{Count: &n} }

func ratio(part, whole string) marks.Entry {
	return marks.Entry{Actual: figure(part), Whole: figure(whole)}
}

func yes(e marks.Entry) marks.Entry { e.Met = ptr(true); return e }

func no(e marks.Entry) marks.Entry { e.Met = ptr(false); return e }

func ptr[T any](v T) *T { return &v }

// one computes a single unit.
func one(t testing.TB, tb table, e entries) marks.Sheet {
	t.Helper()
	if flaws := tb.Check(); len(flaws) > 0 {
		t.Fatalf("flaws: %v", flaws)
	}
	return tb.Compute(map[string]entries{"u": e})["u"]
}

func shown(p *amount.Points) string {
	if p == nil {
		return "?"
	}
	return p.String()
}

// canTho is the table for communes of plan 157/KH-UBND of Cần Thơ (2025): 100 and a
// bonus of 15. Where its bands of payment without cash overlap, at 90 and 95, they are
// half open.
func canTho() table {
	return table{Rounding: halfUp, Criteria: []marks.Criterion{
		{ID: "1", Kind: marks.Ratio, Max: 2000, Gated: true},
		{ID: "2", Kind: marks.Ratio, Max: 4000},
		{ID: "3", Kind: marks.Ratio, Max: 2000},
		{ID: "4", Kind: marks.Ratio, Max: 2000},
		{ID: "5", Kind: marks.Group, Max: 1500},
		{ID: "5.1", ParentID: "5", Kind: marks.Bonus, Max: 500, Options: []amount.Points{0, 500}},
		{ID: "5.2", ParentID: "5", Kind: marks.Bonus, Max: 500, Bands: []marks.Band{{*figure("88"), 200}, {*figure("90"), 300}, {*figure("95"), 400}, {*figure("100"), 500}}},
		{ID: "5.3", ParentID: "5", Kind: marks.Bonus, Max: 500, Options: []amount.Points{0, 500}},
	}}
}

// Worked by hand: 45 of 50 informed persons are 18 points; 1 234 of 1 500 new accounts
// 32.9066… of 40; 7 of 9 cards 15.5555… of 20; 88 % without cash 17.6 and 2 more.
func TestCanTho(t *testing.T) {
	tb := canTho()
	if got := tb.Full(); got != 10000 {
		t.Fatalf("full %s", got)
	}
	tests := []struct {
		name  string
		e     entries
		want  map[string]string
		total string
	}{
		{
			"by hand",
			entries{"1": yes(ratio("45", "50")), "2": ratio("1234", "1500"), "3": ratio("7", "9"), "4": ratio("88", "100"), "5.2": {Actual: figure("88")}},
			map[string]string{"1": "18", "2": "32.91", "3": "15.56", "4": "17.6", "5": "2", "5.1": "0", "5.2": "2"},
			"86.07",
		},
		{
			"all, and all bonuses",
			entries{"1": yes(ratio("50", "50")), "2": ratio("1500", "1500"), "3": ratio("9", "9"), "4": ratio("100", "100"), "5.1": given("5"), "5.2": {Actual: figure("100")}, "5.3": given("5")},
			map[string]string{"5": "15"},
			"115",
		},
		{"no evidence, nothing for the first", entries{"1": no(ratio("50", "50")), "2": ratio("0", "9"), "3": ratio("0", "9"), "4": ratio("0", "9")}, map[string]string{"1": "0"}, "0"},
		{"the condition is not known", entries{"1": ratio("50", "50"), "2": ratio("0", "9"), "3": ratio("0", "9"), "4": ratio("9", "9")}, map[string]string{"1": "?"}, "?"},
		{"more than all is all", entries{"1": yes(ratio("60", "50")), "2": ratio("0", "9"), "3": ratio("0", "9"), "4": ratio("0", "9")}, map[string]string{"1": "20"}, "20"},
		{"90 is in the higher band", entries{"5.2": {Actual: figure("90")}}, map[string]string{"5.2": "3"}, "?"},
		{"just under 95", entries{"5.2": {Actual: figure("94.999999")}}, map[string]string{"5.2": "3"}, "?"},
		{"under the bands", entries{"5.2": {Actual: figure("87.99")}}, map[string]string{"5.2": "0"}, "?"},
	}
	for _, tt := range tests {
		s := one(t, tb, tt.e)
		for id, want := range tt.want {
			if got := shown(s.Marks[id].Points); got != want {
				t.Errorf("%s: criterion %s gives %s, want %s", tt.name, id, got, want)
			}
		}
		if got := shown(s.Total.Points); got != tt.total {
			t.Errorf("%s: %s in all, want %s", tt.name, got, tt.total)
		}
	}
}

// Decision 2579/QĐ-UBND of Cần Thơ (2025): 10 for organising, 90 for implementing, at
// most 3 more and 3 less; four classes, of which the upper two forbid a criterion that
// ended at nothing.
func TestCanThoClasses(t *testing.T) {
	tb := table{Rounding: halfUp, Criteria: []marks.Criterion{
		{ID: "I", Kind: marks.Manual, Max: 1000},
		{ID: "II", Kind: marks.Manual, Max: 9000},
		{ID: "+", Kind: marks.Group, Max: 300},
		{ID: "+a", ParentID: "+", Kind: marks.Bonus, Max: 200},
		{ID: "+b", ParentID: "+", Kind: marks.Bonus, Max: 200},
		{ID: "-", Kind: marks.Group, Max: 300},
		{ID: "-a", ParentID: "-", Kind: marks.Penalty, Max: 1000, Each: 100},
	}}
	classes := []marks.Class{{"excellent", 9500, true}, {"good", 8500, true}, {"completed", 7500, false}, {"not_completed", -300, false}}
	tests := []struct {
		e            entries
		total, class string
	}{
		{entries{"I": given("9"), "II": given("86")}, "95", "excellent"},
		{entries{"I": given("9"), "II": given("85.99")}, "94.99", "good"},
		{entries{"I": given("10"), "II": given("90"), "+a": given("2"), "+b": given("2")}, "103", "excellent"},
		{entries{"I": given("10"), "II": given("90"), "-a": count(7)}, "97", "excellent"},
		{entries{"I": given("0"), "II": given("90"), "+a": given("2"), "+b": given("2")}, "93", "completed"}, // one at nothing
		{entries{"I": given("5"), "II": given("69.99")}, "74.99", "not_completed"},
		{entries{"I": given("0"), "II": given("0"), "-a": count(1)}, "-1", "not_completed"},
		{entries{"I": given("10")}, "?", ""},
	}
	for _, tt := range tests {
		s := one(t, tb, tt.e)
		if got, class := shown(s.Total.Points), tb.Classify(s, classes); got != tt.total || class != tt.class {
			t.Errorf("%v: %s, %q, want %s, %q", tt.e, got, class, tt.total, tt.class)
		}
	}
}

// 97 and a flag of the Government's city, 10 more, are 107 (table of districts of Hồ
// Chí Minh City, 2008); a table of a thousand points can be had whole.
func TestTotalsBeyondTheScale(t *testing.T) {
	tb := table{Rounding: halfUp, Criteria: []marks.Criterion{{ID: "all", Kind: marks.Manual, Max: 10000}, {ID: "flags", Kind: marks.Bonus, Max: 1500, Options: []amount.Points{1000, 1500}}}}
	if s := one(t, tb, entries{"all": given("97"), "flags": given("10")}); shown(s.Total.Points) != "107" || s.Total.Full != 10000 || shown(s.Share()) != "107" {
		t.Errorf("%+v, %s %%", s.Total, shown(s.Share()))
	}
	thousand := table{Rounding: halfUp, Criteria: []marks.Criterion{{ID: "a", Kind: marks.Manual, Max: 60000}, {ID: "b", Kind: marks.Manual, Max: 40000}}}
	if s := one(t, thousand, entries{"a": given("600"), "b": given("400")}); shown(s.Total.Points) != "1000" || shown(s.Share()) != "100" {
		t.Errorf("%+v", s.Total)
	}
}

// The points of Huyện đoàn Bù Đăng (2015) are chosen from a few.
func TestOptions(t *testing.T) {
	c := marks.Criterion{ID: "1", Kind: marks.Manual, Max: 800, Options: []amount.Points{800, 600, 400, 0}}
	for given, want := range map[string]string{"8": "", "0": "", "5": "no_option", "9": "over_max", "-1": "negative"} {
		p := points(t, given)
		got := ""
		if flaws := c.Check(marks.Entry{Points: &p}); len(flaws) > 0 {
			got = flaws[0].Code
		}
		if got != want {
			t.Errorf("%s points: %q, want %q", given, got, want)
		}
	}
}

// The formula of the police clusters, worked by hand for a criterion of 20 points:
// just meeting the target is half of them.
func TestRelativeToBest(t *testing.T) {
	tb := table{Rounding: halfUp, Criteria: []marks.Criterion{{ID: "x", Kind: marks.RelativeToBest, Max: 2000}}}
	aim := func(actual, target string) marks.Entry {
		e := marks.Entry{Target: figure(target)}
		if actual != "" {
			e.Actual = figure(actual)
		}
		return e
	}
	free := func(actual string) marks.Entry { return marks.Entry{Actual: figure(actual)} }
	units := map[string]entries{
		"short": {"x": aim("30", "40")}, "met": {"x": aim("40", "40")}, "some": {"x": aim("44", "40")}, "best": {"x": aim("130", "100")}, "also": {"x": aim("13", "10")},
		"nothing": {"x": aim("0", "40")}, "below": {"x": aim("-3", "40")}, "left": {"x": {Left: true}},
		"free": {"x": free("6")}, "freest": {"x": free("8")}, "idle": {"x": free("0")},
	}
	want := map[string][2]string{
		"short": {"7.5", marks.RuleShort}, "met": {"10", marks.RuleMet}, "some": {"13.33", marks.RuleExceeds}, "best": {"20", marks.RuleBest}, "also": {"20", marks.RuleBest},
		"nothing": {"0", marks.RuleShort}, "below": {"0", marks.RuleShort}, "left": {"0", marks.RuleLeft},
		"free": {"15", marks.RuleNoTarget}, "freest": {"20", marks.RuleNoTarget}, "idle": {"0", marks.RuleNothingDone},
	}
	sheets := tb.Compute(units)
	for unit, w := range want {
		m := sheets[unit].Marks["x"]
		if got := [2]string{shown(m.Points), m.Rule}; got != w || m.Provisional {
			t.Errorf("%s: %v (provisional %v), want %v", unit, got, m.Provisional, w)
		}
	}
	if full := sheets["left"].Total.Full; full != 0 {
		t.Errorf("what is not assigned leaves %s to be reached", full)
	}

	// As long as one has not reported, what depends on the best is not final.
	units["late"] = entries{"x": aim("", "40")}
	sheets = tb.Compute(units)
	for unit, provisional := range map[string]bool{"short": false, "met": false, "some": true, "best": true, "free": false} {
		if m := sheets[unit].Marks["x"]; m.Provisional != provisional || sheets[unit].Total.Provisional != provisional {
			t.Errorf("%s is provisional: %v", unit, m.Provisional)
		}
	}
	if m := sheets["late"].Marks["x"]; m.Points != nil || m.Missing != "actual" || sheets["late"].Total.Points != nil {
		t.Errorf("unknown became %+v", m)
	}
}

func TestRounding(t *testing.T) {
	third := []marks.Criterion{{ID: "x", Kind: marks.Ratio, Max: 1000}}
	tests := []struct {
		step  amount.Points
		mode  string
		part  string
		whole string
		want  string
	}{
		{1, marks.HalfUp, "2", "3", "6.67"},
		{1, marks.Down, "2", "3", "6.66"},
		{1, marks.Up, "1", "3", "3.34"},
		{25, marks.HalfUp, "1", "8", "1.25"},
		{25, marks.HalfUp, "1375", "10000", "1.5"},
		{25, marks.Down, "149", "1000", "1.25"},
		{100, marks.HalfUp, "65", "100", "7"},
		{100, marks.HalfUp, "649999", "1000000", "6"},
		{10, marks.Up, "1", "1000000", "0.1"},
		{10, marks.Up, "0", "3", "0"},
	}
	for _, tt := range tests {
		s := one(t, table{Criteria: third, Rounding: marks.Rounding{Step: tt.step, Mode: tt.mode}}, entries{"x": ratio(tt.part, tt.whole)})
		if got := shown(s.Total.Points); got != tt.want {
			t.Errorf("%s of %s, step %s %s: %s, want %s", tt.part, tt.whole, tt.step, tt.mode, got, tt.want)
		}
	}
}

func TestCheck(t *testing.T) {
	ok := marks.Criterion{ID: "a", Kind: marks.Manual, Max: 100}
	tests := []struct {
		name string
		c    []marks.Criterion
		want marks.Flaw
	}{
		{"twice", []marks.Criterion{ok, ok}, marks.Flaw{"a", "id", "duplicate"}},
		{"no parent", []marks.Criterion{{ID: "a", ParentID: "b", Kind: marks.Manual, Max: 1}}, marks.Flaw{"a", "parent_id", "missing"}},
		{"under no group", []marks.Criterion{ok, {ID: "b", ParentID: "a", Kind: marks.Manual, Max: 1}}, marks.Flaw{"b", "parent_id", "not_a_group"}},
		{"its own parent", []marks.Criterion{{ID: "a", ParentID: "a", Kind: marks.Group}}, marks.Flaw{"a", "parent_id", "cycle"}},
		{"a ring", []marks.Criterion{{ID: "a", ParentID: "b", Kind: marks.Group}, {ID: "b", ParentID: "a", Kind: marks.Group}}, marks.Flaw{"a", "parent_id", "cycle"}},
		{"no kind", []marks.Criterion{{ID: "a", Kind: "x", Max: 1}}, marks.Flaw{"a", "kind", "unknown"}},
		{"gives nothing", []marks.Criterion{{ID: "a", Kind: marks.Ratio}}, marks.Flaw{"a", "max", "not_positive"}},
		{"counts nothing", []marks.Criterion{{ID: "a", Kind: marks.PerOccurrence, Max: 1}}, marks.Flaw{"a", "each", "not_positive"}},
		{"counted by nobody", []marks.Criterion{{ID: "a", Kind: marks.Ratio, Max: 1, Each: 1}}, marks.Flaw{"a", "each", "not_of_this_kind"}},
		{"no bands", []marks.Criterion{{ID: "a", Kind: marks.Tiers, Max: 1}}, marks.Flaw{"a", "bands", "missing"}},
		{"bands overlap", []marks.Criterion{{ID: "a", Kind: marks.Tiers, Max: 9, Bands: []marks.Band{{1, 1}, {1, 2}}}}, marks.Flaw{"a", "bands", "overlap"}},
		{"a band above the most", []marks.Criterion{{ID: "a", Kind: marks.Tiers, Max: 1, Bands: []marks.Band{{1, 2}}}}, marks.Flaw{"a", "bands", "outside_max"}},
		{"bands of a ratio", []marks.Criterion{{ID: "a", Kind: marks.Ratio, Max: 1, Bands: []marks.Band{{1, 1}}}}, marks.Flaw{"a", "bands", "not_of_this_kind"}},
		{"an option above the most", []marks.Criterion{{ID: "a", Kind: marks.Manual, Max: 1, Options: []amount.Points{2}}}, marks.Flaw{"a", "options", "outside_max"}},
		{"options of a ratio", []marks.Criterion{{ID: "a", Kind: marks.Ratio, Max: 1, Options: []amount.Points{1}}}, marks.Flaw{"a", "options", "not_of_this_kind"}},
		{"a gate before a group", []marks.Criterion{{ID: "a", Kind: marks.Group, Gated: true}}, marks.Flaw{"a", "gated", "not_of_this_kind"}},
	}
	for _, tt := range tests {
		flaws := (table{tt.c, halfUp}).Check()
		if len(flaws) == 0 || flaws[0] != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, flaws, tt.want)
		}
	}
	for _, r := range []marks.Rounding{{3, marks.Up}, {1, "x"}, {}} {
		if len((table{nil, r}).Check()) == 0 {
			t.Errorf("%+v is taken", r)
		}
	}
}

func TestRank(t *testing.T) {
	r := func(n int64) *big.Rat { return big.NewRat(n, 1) }
	type c = marks.Candidate
	keys := func(of ...*big.Rat) (out []marks.Key) {
		for _, v := range of {
			out = append(out, marks.Key{Value: v})
		}
		return out
	}
	apart := append([]marks.Key{{Value: r(0), Apart: true}}, keys(r(1))...)
	tests := []struct {
		name string
		all  []c
		want []marks.Place
	}{
		{"by total", []c{{"a", r(90), nil}, {"b", r(95), nil}}, []marks.Place{{"b", 1, false, 0, 0}, {"a", 2, false, 0, 0}}},
		{"a tie leaves a rank out", []c{{"a", r(90), nil}, {"b", r(95), nil}, {"c", r(95), nil}}, []marks.Place{{"b", 1, true, 0, 0}, {"c", 1, true, 0, 0}, {"a", 3, false, 0, 0}}},
		{"the first key tells", []c{{"a", r(95), keys(r(1), r(9))}, {"b", r(95), keys(r(2), r(0))}}, []marks.Place{{"b", 1, false, 1, 0}, {"a", 2, false, 1, 0}}},
		{
			"the second for those the first leaves",
			[]c{{"a", r(95), keys(r(2), r(1))}, {"b", r(95), keys(r(2), r(3))}, {"c", r(95), keys(r(5), r(0))}},
			[]marks.Place{{"c", 1, false, 1, 0}, {"b", 2, false, 2, 0}, {"a", 3, false, 2, 0}},
		},
		{"a key nobody knows of one tells nothing, nor does a later one", []c{{"a", r(95), keys(nil, r(1))}, {"b", r(95), keys(r(2), r(3))}}, []marks.Place{{"a", 1, true, 0, 1}, {"b", 1, true, 0, 1}}},
		{"all keys are the same", []c{{"a", r(95), keys(r(2))}, {"b", r(95), keys(r(2))}}, []marks.Place{{"a", 1, true, 0, 0}, {"b", 1, true, 0, 0}}},
		{"an unknown total has no rank", []c{{"z", nil, nil}, {"a", r(1), nil}, {"b", nil, nil}}, []marks.Place{{"a", 1, false, 0, 0}, {"b", 0, false, 0, 0}, {"z", 0, false, 0, 0}}},
		{
			"a key that is not for one of them is passed over for all",
			[]c{{"a", r(95), keys(r(9), r(1))}, {"b", r(95), keys(r(1), r(2))}, {"c", r(95), apart}},
			[]marks.Place{{"b", 1, false, 2, 0}, {"a", 2, true, 2, 0}, {"c", 2, true, 2, 0}},
		},
		{
			"a key that was passed over is asked of those who are left",
			[]c{{"a", r(90), keys(r(10), r(1))}, {"b", r(90), keys(r(5), r(1))}, {"c", r(90), []marks.Key{{Apart: true}, {Value: r(2)}}}},
			[]marks.Place{{"c", 1, false, 2, 0}, {"a", 2, false, 1, 0}, {"b", 3, false, 1, 0}},
		},
		{"the last key is not for one of them", []c{{"a", r(95), keys(r(9))}, {"c", r(95), apart[:1]}}, []marks.Place{{"a", 1, true, 0, 0}, {"c", 1, true, 0, 0}}},
		{"nobody", nil, nil},
	}
	for _, tt := range tests {
		for range 5 {
			if got := marks.Rank(tt.all); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
			}
			rand.Shuffle(len(tt.all), func(i, j int) { tt.all[i], tt.all[j] = tt.all[j], tt.all[i] })
		}
	}
}
