package progress

import (
	"strings"
	"testing"

	"giaouoc/internal/amount"
	"giaouoc/internal/date"
	"giaouoc/internal/period"
	"giaouoc/internal/viet"
)

func TestJudge(t *testing.T) {
	of := func(label string) period.Period {
		p, err := period.Parse(label, "")
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	num := func(text string) *amount.Amount {
		a, err := amount.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return &a
	}
	day := func(d date.Partial) *date.Partial { return &d }
	told := func(value, unit string, q viet.Qualifier) Figure { return Figure{num(value), ptr(unit), nil, &q} }
	figure := func(value string) Figure { return Figure{Value: num(value)} }
	quantity := Goal{Measure: ptr("quantity"), Target: num("100"), UnitOfMeasure: ptr("hồ sơ")}
	percent := Goal{Measure: ptr("percent"), Target: num("95"), UnitOfMeasure: ptr("%")}
	falling := Goal{Measure: ptr("percent"), Target: num("2"), Baseline: num("10"), UnitOfMeasure: ptr("%")}
	words := Goal{Measure: ptr("qualitative")}
	dueInMay := Goal{Measure: ptr("milestone"), DueOn: day("2026-05")}

	for _, tt := range []struct {
		name         string
		goal         Goal
		entry        *Entry
		period       string
		status, rule string
	}{
		{"nothing at all", quantity, nil, "2026-H1", NotReported, ruleNothingReported},
		{"a plan alone is no report", quantity, &Entry{Planned: figure("50")}, "2026-H1", NotReported, ruleNothingReported},
		{"a day of completion", dueInMay, &Entry{CompletedOn: day("2026-06-20")}, "2026-H1", Done, ruleCompleted},
		{"target reached early", quantity, &Entry{Actual: figure("100")}, "2026-Q1", Done, ruleTarget},
		{"beyond the target", quantity, &Entry{Actual: figure("100.1")}, "2026-H1", Exceeded, ruleTarget},
		{"more than the target in words", quantity, &Entry{Actual: told("100", "hồ sơ", viet.Over)}, "2026-H1", Exceeded, ruleTarget},
		{"nearly the target is short of it", quantity, &Entry{Actual: told("100", "hồ sơ", viet.Nearly)}, "2026", Late, ruleLinear},
		{"a zero is a figure", quantity, &Entry{Actual: figure("0")}, "2026-H1", AtRisk, ruleLinear},
		{"an even share", quantity, &Entry{Actual: figure("50")}, "2026-H1", OnTrack, ruleLinear},
		{"just under an even share", quantity, &Entry{Actual: figure("49.999999")}, "2026-H1", Late, ruleLinear},
		{"at the edge of risk", quantity, &Entry{Actual: figure("35")}, "2026-H1", Late, ruleLinear},
		{"at risk", quantity, &Entry{Actual: figure("34.999999")}, "2026-H1", AtRisk, ruleLinear},
		{"a plan goes before an even share", quantity, &Entry{Planned: figure("20"), Actual: figure("20")}, "2026-H1", OnTrack, rulePlan},
		{"short of the plan", quantity, &Entry{Planned: figure("60"), Actual: figure("50")}, "2026-H1", Late, rulePlan},
		{"a plan in another measure is none", quantity, &Entry{Planned: told("20", "%", viet.Exact), Actual: told("50", "hồ sơ", viet.Exact)}, "2026-H1", OnTrack, ruleLinear},
		{"due, and short of the target", Goal{Measure: quantity.Measure, Target: quantity.Target, DueOn: day("2026-04-30")}, &Entry{Actual: figure("50")}, "2026-H1", AtRisk, ruleDuePassed},
		{"an even share of the way to the day it is due", Goal{Measure: quantity.Measure, Target: quantity.Target, DueOn: day("2026-09-30")}, &Entry{Actual: figure("50")}, "2026-H1", Late, ruleLinear},
		{"nobody said how it is measured", Goal{Target: quantity.Target}, &Entry{Actual: figure("50")}, "2026-H1", "", ruleNothingToJudge},
		{"completed, but after the period", quantity, &Entry{CompletedOn: day("2026-08-10")}, "2026-H1", "", ruleNothingToJudge},
		{"not recognised", quantity, &Entry{Actual: figure("100"), Verdict: Verdict{Verdict: ptr("not_recognised")}}, "2026-H1", "", ruleNotRecognised},
		{"another measure", quantity, &Entry{Actual: told("100", "triệu đồng", viet.Exact)}, "2026-H1", "", ruleOtherMeasure},
		{"the measure in capitals", quantity, &Entry{Actual: told("100", "Hồ sơ", viet.Exact)}, "2026-H1", Done, ruleTarget},
		{"a rate must hold at the end", percent, &Entry{Actual: figure("97")}, "2026-H1", OnTrack, ruleKept},
		{"a rate at the end", percent, &Entry{Actual: figure("97")}, "2026", Exceeded, ruleTarget},
		{"in the last quarter", percent, &Entry{Actual: figure("95")}, "2026-Q4", Done, ruleTarget},
		{"a rate short of the target", percent, &Entry{Actual: figure("92.5")}, "2026-H1", Late, ruleRate},
		{"a rate far off", percent, &Entry{Actual: figure("50")}, "2026-H1", AtRisk, ruleRate},
		{"less is better", falling, &Entry{Actual: figure("1.5")}, "2026", Exceeded, ruleTarget},
		{"less is better, and is not there", falling, &Entry{Actual: figure("2.5")}, "2026", Late, ruleRate},
		{"less is better, far off", falling, &Entry{Actual: figure("9")}, "2026-H1", AtRisk, ruleRate},
		{"the reviewer's figure counts", percent, &Entry{Actual: figure("97"), Verdict: Verdict{Verified: figure("90")}}, "2026", Late, ruleRate},
		{"the plan is the target where there is none", Goal{}, &Entry{Planned: figure("10"), Actual: figure("12")}, "2026", Exceeded, ruleTarget},
		{"the plan of a part is not", Goal{}, &Entry{Planned: figure("10"), Actual: figure("12")}, "2026-H1", OnTrack, rulePlan},
		{"the plan of the year missed", Goal{}, &Entry{Planned: figure("10"), Actual: figure("6")}, "2026", AtRisk, rulePlan},
		{"a figure and nothing to compare", Goal{}, &Entry{Actual: figure("12")}, "2026", "", ruleNothingToJudge},
		{"words alone", words, &Entry{Results: ptr("Đã họp")}, "2026-H1", "", ruleNothingToJudge},
		{"a level", words, &Entry{Level: ptr("good")}, "2026-H1", OnTrack, ruleLevel},
		{"a level at the end", words, &Entry{Level: ptr("met")}, "2026", Done, ruleLevel},
		{"not met", words, &Entry{Level: ptr("not_met")}, "2026", AtRisk, ruleLevel},
		{"due and not completed", dueInMay, &Entry{Level: ptr("good")}, "2026-H1", Late, ruleDuePassed},
		{"not due yet at the end of the period", dueInMay, &Entry{Level: ptr("good")}, "2026-Q1", OnTrack, ruleLevel},
	} {
		s := Judge(tt.goal, tt.entry, of(tt.period), of("2026"), "2026-12-01")
		if got := value(s.Status); got != tt.status || s.Rule != tt.rule {
			t.Errorf("%s: %q by %q, want %q by %q", tt.name, got, s.Rule, tt.status, tt.rule)
		}
	}
}

// An even share counts whole months from the beginning of the term, and begins at
// the baseline.
func TestEvenShare(t *testing.T) {
	tests := []struct{ term, period, baseline, target, want string }{
		{"2026", "2026-Q1", "", "100", "25"},
		{"2026", "2026-9M", "", "100", "75"},
		{"2026", "2026", "", "100", "100"},
		{"2026", "2026-H1", "60", "100", "80"},
		{"2026", "2026-H1", "10", "2", "6"},
		{"2025-2026", "2025-Q4", "", "120", "40"},                 // September to December
		{"2025-2026", "2026-Q3", "", "120", "120"},                // ends after the term
		{"2026", "2026-Q1", "", "0.000001", "0"},                  // rounded to millionths, down
		{"2026", "2026-H1", "", "9000000000000", "4500000000000"}, // no overflow
	}
	for _, tt := range tests {
		target, err := amount.Parse(tt.target)
		if err != nil {
			t.Fatal(err)
		}
		g := Goal{Target: &target}
		if tt.baseline != "" {
			from, _ := amount.Parse(tt.baseline)
			g.Baseline = &from
		}
		p, _ := period.Parse(tt.period, "")
		term, _ := period.Parse(tt.term, "")
		if got := g.evenShare(p, term).String(); got != tt.want {
			t.Errorf("%s of %s from %q to %s: %s, want %s", tt.period, tt.term, tt.baseline, tt.target, got, tt.want)
		}
	}
}

func TestCompletion(t *testing.T) {
	households, billions := "hộ", "tỷ"
	for _, tt := range []struct {
		actual, plan   string
		unit, planUnit *string
		want           string
	}{
		{"45", "40", nil, nil, "112.5"},
		{"1", "3", nil, nil, "33.33"},
		{"2", "3", &households, &households, "66.67"},
		{"1", "800", nil, &households, "0.13"}, // halves go up
		{"-5", "10", nil, nil, "-50"},
		{"0", "10", nil, nil, "0"},
		{"9000000000000", "9000000000000", nil, nil, "100"},
		{"5", "0", nil, nil, ""},
		{"5", "10", &households, &billions, ""},
		{"", "10", nil, nil, ""},
		{"5", "", nil, nil, ""},
	} {
		e := Entry{Actual: Figure{Unit: tt.unit}, Planned: Figure{Unit: tt.planUnit}}
		for text, to := range map[string]**amount.Amount{tt.actual: &e.Actual.Value, "plan " + tt.plan: &e.Planned.Value} {
			if a, err := amount.Parse(strings.TrimPrefix(text, "plan ")); err == nil {
				*to = &a
			}
		}
		got := ""
		if c := e.completion(); c != nil {
			got = c.String()
		}
		if got != tt.want {
			t.Errorf("%s of %s: %q, want %q", tt.actual, tt.plan, got, tt.want)
		}
	}
}

func TestFreshness(t *testing.T) {
	day := func(d date.Day) *date.Day { return &d }
	for _, tt := range []struct {
		latest *date.Day
		period string
		want   string
	}{
		{nil, "2026-H1", ""},
		{day("2026-06-30"), "2026-H1", "fresh"},
		{day("2026-12-31"), "2026-H1", "fresh"},
		{day("2026-03-31"), "2026-H1", "ageing"},
		{day("2026-06-30"), "2026", "ageing"},
		{day("2026-03-31"), "2026", "stale"},
	} {
		p, _ := period.Parse(tt.period, "")
		if got := value(Freshness(tt.latest, p)); got != tt.want {
			t.Errorf("latest %v seen from %s: %q, want %q", tt.latest, tt.period, got, tt.want)
		}
	}
}

func TestReportable(t *testing.T) {
	term, _ := period.Parse("2025-2026", "")
	for label, fits := range map[string]bool{"2025-2026": true, "2025-Q4": true, "2025-Q3": true, "2026-H1": true, "2026-Q4": false, "2025-H1": false, "2026": false, "2025-9M": true} {
		p, _ := period.Parse(label, "")
		if got := fitsTerm(p, term); got != fits {
			t.Errorf("%s in 2025-2026: %v", label, got)
		}
	}
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
