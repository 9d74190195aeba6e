package report

import (
	"strings"

	"giaouoc/internal/period"
	"giaouoc/internal/progress"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

// midYearPaper is the mid-year report as an official document (báo cáo sơ kết).
type midYearPaper struct {
	*MidYear
	hand
}

func (m midYearPaper) paper() *paper.Document {
	t := m.Beside.Term
	half := append([]string{"row", "text", "target", "unit_of_measure", "result", "standing"}, statusKeys()...)
	return m.dress(&paper.Document{
		Issue:     paper.Issue{Parent: shown(t.Organizer), Issuer: t.BlocNameThen, Kind: m.say("kind", nil)},
		Title:     m.say("title", nil),
		Subject:   []string{m.say("subject", map[string]any{"period": m.period()})},
		Body:      m.body(),
		Signatory: paper.Signatory{Behalf: m.layout.For(m.lang, t.BlocNameThen), Position: text.Of(m.lang, m.docs.Chief, nil)},
		Appendices: []paper.Appendix{
			m.appendix(1, "progress", true, m.table("mid_year_commitments", half...)),
			m.appendix(2, "progress_units", true, m.table("mid_year_units", append([]string{"row", "name_then"}, statusKeys()...)...)),
			m.appendix(3, "reports", true, m.table("mid_year_reports", "row", "text", "reported_by_unit", "planned", "actual", "unit_of_measure", "verified", "level", "standing", "results", "difficulties", "verdict")),
		},
	}, "reporting_period", "closed_on")
}

func statusKeys() (keys []string) {
	for _, c := range statuses() {
		keys = append(keys, c.Key)
	}
	return keys
}

// period is what the report looks back on: of a school year its first term.
func (m midYearPaper) period() string {
	if t := m.Beside.Term.Period; t.Kind == period.SchoolYear {
		return text.Of(m.lang, "report.period.school_term", map[string]any{"label": t.Label})
	}
	return periodWords(m.lang, m.Data.Progress.Period)
}

func (m midYearPaper) body() (out []paper.Block) {
	add := func(blocks []paper.Block) { out = append(out, blocks...) }
	group := func(key string) { out = append(out, paper.Heading{Level: 1, Text: m.say(key, nil)}) }
	add(m.section(1, "situation", m.bloc(m.Beside.Term, m.Beside.Members, m.Beside.Leadership), true))
	group("results")
	add(m.section(2, "leading", m.led(), true))
	add(m.section(2, "progress", m.stands(), false))
	add(m.section(2, "movements", m.examples(m.Beside.Movements, m.Beside.Models), true))
	group("appraisal")
	add(m.section(2, "strengths", m.kept(), true))
	add(m.section(2, "weaknesses", m.behind(), true))
	add(m.section(1, "directions", m.ahead(), true))
	add(m.section(1, "proposals", nil, true))
	return out
}

// led tells of the conferences up to the review, and of the registrations.
func (m midYearPaper) led() []paper.Block {
	until := string(m.Data.Progress.Period.EndsOn)
	out := m.events(m.Beside.Events, func(e ReportedEvent, purpose string) bool {
		return purpose == "mid_year" || e.HeldOn != nil && e.HeldOn.Floor() <= until
	})
	if r := m.Beside.Registrations; r.Sent > 0 {
		out = append(out, paper.Para{Text: m.say("registered", map[string]any{"sent": m.count(r.Sent), "units": m.count(r.Units), "accepted": m.count(r.Accepted)})})
	}
	return out
}

// stands counts how the commitments stand, unit by unit, and names the units that
// have not reported on all of theirs.
func (m midYearPaper) stands() []paper.Block {
	p := m.Data.Progress
	all := p.Counts.All()
	if all == 0 {
		return []paper.Block{paper.Para{Text: m.say("nothing_to_report", nil)}}
	}
	out := []paper.Block{paper.Para{Text: m.say("counted", map[string]any{
		"commitments": m.count(len(p.Commitments)), "units": m.count(len(p.Units)), "all": m.count(all), "reported": m.count(all - p.Counts.NotReported),
	})}}
	for i, n := range []int{p.Counts.Exceeded, p.Counts.Done, p.Counts.OnTrack, p.Counts.Late, p.Counts.AtRisk, p.Counts.Untold, p.Counts.NotReported} {
		if n > 0 {
			out = append(out, paper.Item{Text: m.say("standing."+statuses()[i].Key, map[string]any{"n": m.count(n)})})
		}
	}
	var none, some []string
	for _, u := range p.Units {
		switch missing, expected := u.Counts.NotReported, u.Counts.All(); {
		case expected > 0 && missing == expected:
			none = append(none, m.unit(u.Unit))
		case missing > 0:
			some = append(some, m.say("missing", map[string]any{"unit": m.unit(u.Unit), "n": m.count(missing), "all": m.count(expected)}))
		}
	}
	if len(none) > 0 {
		out = append(out, paper.Para{Text: m.say("units_silent", map[string]any{"units": strings.Join(none, "; ")})})
	}
	if len(some) > 0 {
		out = append(out, paper.Para{Text: m.say("units_short", map[string]any{"units": strings.Join(some, "; ")})})
	}
	return out
}

// kept are the commitments all units keep up with.
func (m midYearPaper) kept() []paper.Block {
	return m.commitments("kept", func(n progress.BoardCounts) bool { return n.All() > 0 && onCourse(n) == n.All() })
}

// behind are the commitments with which some unit is late or at risk.
func (m midYearPaper) behind() []paper.Block {
	return m.commitments("behind", func(n progress.BoardCounts) bool { return n.Late+n.AtRisk > 0 })
}

func onCourse(n progress.BoardCounts) int { return n.Exceeded + n.Done + n.OnTrack }

// commitments are those whose units stand as wanted, an item each.
func (m midYearPaper) commitments(key string, wanted func(progress.BoardCounts) bool) (out []paper.Block) {
	for _, c := range m.Data.Progress.Commitments {
		n := c.Counts
		if wanted(n) {
			out = append(out, paper.Item{Text: m.say(key, map[string]any{
				"text": strings.TrimRight(c.Commitment.Text, ". ;"), "kept": m.count(onCourse(n)), "behind": m.count(n.Late + n.AtRisk), "all": m.count(n.All()),
			})})
		}
	}
	return out
}

// ahead are the days things are due after the period, but for the review itself.
func (m midYearPaper) ahead() (out []paper.Block) {
	for _, d := range m.Beside.Deadlines {
		if d.Kind == "mid_year" {
			continue
		}
		what := words(d.Title)
		if what == "" {
			what = encode.Said(m.lang, "enum.deadline_kind", d.Kind)
		}
		out = append(out, paper.Item{Text: m.say("due", map[string]any{"what": what, "day": encode.Day(string(d.DueOn))})})
	}
	return out
}
