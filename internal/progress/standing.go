package progress

import (
	"math/big"
	"strings"

	"giaouoc/internal/amount"
	"giaouoc/internal/date"
	"giaouoc/internal/period"
)

// How a commitment stands in a period, as people in the blocs say it.
const (
	NotReported = "not_reported" // chưa báo cáo
	OnTrack     = "on_track"     // đúng tiến độ
	Late        = "late"         // chậm tiến độ
	AtRisk      = "at_risk"      // có nguy cơ không đạt
	Done        = "done"         // hoàn thành
	Exceeded    = "exceeded"     // vượt chỉ tiêu
)

// riskBelow is the share of what was expected, in percent, under which a figure
// that is late is at risk. It is a convention of this program, told with each
// standing that rests on it; no text of the State or the Party sets one.
const riskBelow = 70

// Standing is how a commitment stands, derived and never stored. Status is nil
// where what was reported tells nothing that could be compared. Rule names how it
// was found, Expected what was expected of the figure at the end of the period.
type Standing struct {
	Status   *string
	Rule     string
	Expected *amount.Amount
	DueOn    *date.Partial
}

// The rules a standing may rest on.
const (
	ruleNothingReported = "nothing_reported" // there is no report
	ruleCompleted       = "completed"        // a day of completion is reported
	ruleTarget          = "target"           // the target is reached
	ruleKept            = "kept"             // a rate holds that must hold at the end
	rulePlan            = "plan"             // against what was planned for the period
	ruleLinear          = "linear"           // against an even share of the target
	ruleRate            = "rate"             // against the target itself
	ruleDuePassed       = "due_passed"       // the day it is due on has passed
	ruleLevel           = "level"            // by the level reported
	ruleOtherMeasure    = "other_measure"    // reported in another unit of measure
	ruleNothingToJudge  = "nothing_to_judge" // words alone
	ruleNotRecognised   = "not_recognised"   // the reviewer does not recognise the report
)

// Goal is what a commitment promised, for the unit or for the bloc. All may be
// unknown.
type Goal struct {
	Measure       *string // qualitative, quantity, percent, milestone
	Target        *amount.Amount
	Baseline      *amount.Amount
	UnitOfMeasure *string
	DueOn         *date.Partial
}

// falls holds when less is better: the target lies under where it began.
func (g Goal) falls() bool { return g.Target != nil && g.Baseline != nil && *g.Target < *g.Baseline }

func (g Goal) is(measure string) bool { return g.Measure != nil && *g.Measure == measure }

// Judge derives how a goal stands at the end of a reporting period of a term, seen
// from today; e is nil without a report.
//
//   - Nothing reported: not reported.
//   - A day of completion up to the end of the period: done.
//   - A figure that reaches the target is done, beyond it exceeded. A percentage is
//     a rate that must still hold at the end: before the term's last period it is on
//     track only.
//   - A figure short of the target is compared with what was planned for the period;
//     without a plan, a quantity with an even share of the way from the baseline (or
//     zero) to the target, a rate with the target itself. What reaches it is on track,
//     from 70 % of it late, under that at risk. Once the day it is due on has passed
//     the target itself is expected. Without a target, the plan of the term's last
//     period is the target; a target nobody said the measure of tells nothing.
//   - A report that is not recognised, in place of which nothing was, tells nothing.
//   - Without figures: late when the day it is due on has passed, otherwise by the
//     level: "not met" is at risk, others are on track, and done in the last period.
//   - Less is better where the target lies under the baseline.
func Judge(g Goal, e *Entry, p, term period.Period, today date.Day) Standing {
	if e == nil || !e.reports() {
		return found(NotReported, ruleNothingReported)
	}
	if e.CompletedOn != nil && e.CompletedOn.Floor() <= string(p.EndsOn) {
		return found(Done, ruleCompleted)
	}
	if e.Verdict.Verdict != nil && *e.Verdict.Verdict == "not_recognised" && e.Verified.Value == nil {
		return Standing{Rule: ruleNotRecognised}
	}
	last := p.EndsOn >= term.EndsOn
	f, overdue := e.judged(), g.DueOn != nil && g.DueOn.Ceil() < string(min(today, p.EndsOn))
	if f.Value != nil {
		if s := g.figure(f, e.Planned, p, term, last, overdue); s.Status != nil {
			return s
		}
	}
	if overdue {
		return Standing{Status: ptr(Late), Rule: ruleDuePassed, DueOn: g.DueOn}
	}
	switch {
	case e.Level != nil && *e.Level == "not_met":
		return found(AtRisk, ruleLevel)
	case e.Level != nil && last:
		return found(Done, ruleLevel)
	case e.Level != nil:
		return found(OnTrack, ruleLevel)
	case f.Value != nil && g.Target != nil && !f.sameMeasure(g.UnitOfMeasure):
		return Standing{Rule: ruleOtherMeasure}
	}
	return Standing{Rule: ruleNothingToJudge}
}

// figure judges a figure; no status where there is nothing of its kind to compare
// it with.
func (g Goal) figure(f, planned Figure, p, term period.Period, last, overdue bool) Standing {
	comparable := g.Target != nil && f.sameMeasure(g.UnitOfMeasure)
	plan := planned.Value != nil && f.sameMeasure(planned.Unit)
	switch {
	case comparable:
		if s := f.against(*g.Target, g.falls()); s >= 0 {
			return g.reached(s, last)
		}
		if overdue {
			s := behind(f, *g.Target, ruleDuePassed, g.falls())
			s.DueOn = g.DueOn
			return s
		}
		return g.short(f, planned, plan, p, term)
	case plan && last:
		if s := f.against(*planned.Value, false); s >= 0 {
			return Goal{}.reached(s, true)
		}
		return behind(f, *planned.Value, rulePlan, false)
	case plan:
		return behind(f, *planned.Value, rulePlan, false)
	}
	return Standing{}
}

// reached is the standing of a figure at the target (0) or beyond it (1).
func (g Goal) reached(beyond int, last bool) Standing {
	switch {
	case g.is("percent") && !last:
		return Standing{Status: ptr(OnTrack), Rule: ruleKept, Expected: g.Target}
	case beyond > 0:
		return Standing{Status: ptr(Exceeded), Rule: ruleTarget, Expected: g.Target}
	}
	return Standing{Status: ptr(Done), Rule: ruleTarget, Expected: g.Target}
}

// short is the standing of a figure that has not reached the target.
func (g Goal) short(f, planned Figure, plan bool, p, term period.Period) Standing {
	switch {
	case plan:
		return behind(f, *planned.Value, rulePlan, g.falls())
	case g.is("quantity"):
		return behind(f, g.evenShare(p, term), ruleLinear, g.falls())
	}
	if !g.is("percent") {
		return Standing{} // neither a quantity nor a rate: nothing tells what to expect by now
	}
	return behind(f, *g.Target, ruleRate, g.falls())
}

// evenShare is where an even way from the baseline, or zero, to the target leads by
// the end of a period, by whole months of the term, or of its part up to the day the
// target is due.
func (g Goal) evenShare(p, term period.Period) amount.Amount {
	if g.DueOn != nil {
		if due := date.Day(g.DueOn.Ceil()); due > term.StartsOn && due < term.EndsOn {
			term.EndsOn = due
		}
	}
	var from int64
	if g.Baseline != nil {
		from = int64(*g.Baseline)
	}
	all := int64(term.Months())
	gone := int64(period.Period{StartsOn: term.StartsOn, EndsOn: min(p.EndsOn, term.EndsOn)}.Months())
	if all == 0 {
		return *g.Target
	}
	way := new(big.Int).Sub(big.NewInt(int64(*g.Target)), big.NewInt(from))
	way.Mul(way, big.NewInt(gone)).Quo(way, big.NewInt(all))
	return amount.Amount(way.Add(way, big.NewInt(from)).Int64())
}

// behind compares a figure with what was expected of it.
func behind(f Figure, expected amount.Amount, rule string, falls bool) Standing {
	s := Standing{Status: ptr(OnTrack), Rule: rule, Expected: &expected}
	if f.against(expected, falls) >= 0 {
		return s
	}
	part, whole := big.NewInt(int64(*f.Value)), big.NewInt(int64(expected))
	if falls {
		part, whole = whole, part
	}
	s.Status = ptr(AtRisk)
	if part.Mul(part, big.NewInt(100)).Cmp(whole.Mul(whole, big.NewInt(riskBelow))) >= 0 {
		s.Status = ptr(Late)
	}
	return s
}

// Freshness says how old the latest report is, seen from a period: fresh, from
// it; ageing, ended up to half a year before; stale, longer ago; nil, never.
func Freshness(latest *date.Day, p period.Period) *string {
	if latest == nil {
		return nil
	}
	months := period.Period{StartsOn: latest.AddDays(1), EndsOn: p.EndsOn}.Months()
	switch {
	case *latest >= p.EndsOn:
		return ptr("fresh")
	case months <= 6:
		return ptr("ageing")
	}
	return ptr("stale")
}

func found(status, rule string) Standing { return Standing{Status: &status, Rule: rule} }

func ptr(s string) *string { return &s }

// sameMeasure holds when a figure can be compared with one in another unit of
// measure: they are the same, or one of them says none.
func (f Figure) sameMeasure(other *string) bool {
	return f.Unit == nil || other == nil || strings.EqualFold(*f.Unit, *other)
}
