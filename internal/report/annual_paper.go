package report

import (
	"cmp"
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

// annualPaper is the annual report as an official document (báo cáo tổng kết).
type annualPaper struct {
	*Annual
	hand
}

func (a annualPaper) paper() *paper.Document {
	t := a.Data.Term
	period := periodWords(a.lang, t.Period)
	d := &paper.Document{
		Issue:     paper.Issue{Parent: shown(t.Organizer), Issuer: t.BlocNameThen, Kind: a.say("kind", nil)},
		Title:     a.say("title", nil),
		Subject:   []string{a.say("subject", map[string]any{"period": period})},
		Body:      a.body(),
		Signatory: paper.Signatory{Behalf: a.layout.For(a.lang, t.BlocNameThen), Position: text.Of(a.lang, a.docs.Chief, nil)},
		Appendices: []paper.Appendix{
			a.appendix(1, "units", true, a.table("units", "row", "name_then", "leadership", "status", "person_as_written", "position_as_written", "signed_on", "remark")),
			a.appendix(2, "awards", true, a.table("awards", "row", "type", "level", "recipient", "count", "decision", "decided_on", "authority", "status")),
			a.appendix(3, "periods", false, a.chart(), a.table("awards_by_period", "period", "collectives", "individuals", "households", "blocs", "unclassified", "total")),
		},
	}
	if len(a.Data.Progress.Reports) > 0 {
		d.Appendices = append(d.Appendices, a.appendix(4, "progress_units", true, a.table("progress_units", append([]string{"row", "name_then"}, statusKeys()...)...)))
	}
	if len(a.Data.Ratings) > 0 {
		d.Appendices = append(d.Appendices, a.appendix(len(d.Appendices)+1, "ratings", false, a.table("ratings", "row", "name_then", "count", "rating_standing", "rating_level")))
	}
	return a.dress(d, "filters")
}

func (a annualPaper) body() (out []paper.Block) {
	add := func(blocks []paper.Block) { out = append(out, blocks...) }
	group := func(key string) { out = append(out, paper.Heading{Level: 1, Text: a.say(key, nil)}) }
	add(a.section(1, "situation", a.situation(), true))
	group("results")
	add(a.section(2, "leading", a.held(false), true))
	add(a.section(2, "signing", append(a.held(true), paper.Para{Text: a.signed()}), false))
	add(a.section(2, "commitments", nil, true, a.table("commitments", "row", "theme", "text", "target", "unit_of_measure", "due_on", "result", "units_kept", "units_asked")))
	add(a.section(2, "movements", a.examples(a.Comparison.Movements, a.Data.Models), true))
	add(a.section(1, "awards", a.won(), false))
	group("appraisal")
	add(a.section(2, "strengths", nil, true))
	add(a.section(2, "weaknesses", nil, true))
	add(a.section(1, "directions", nil, true))
	add(a.section(1, "proposals", nil, true))
	return out
}

// situation says who the bloc is.
func (a annualPaper) situation() []paper.Block {
	members := 0
	for _, u := range a.Data.Units {
		if u.Order != nil {
			members++
		}
	}
	return a.bloc(a.Data.Term, members, a.Data.Leadership)
}

// held are the conferences at which the agreement was signed, or all others.
func (a annualPaper) held(signing bool) []paper.Block {
	return a.events(a.Data.Events, func(_ ReportedEvent, purpose string) bool { return (purpose == "signing") == signing })
}

// signed counts the answers of the units.
func (a annualPaper) signed() string {
	if a.Data.Agreement == nil {
		return a.say("no_agreement", nil)
	}
	all, signed, answers := len(a.Data.Units), 0, 0
	for _, u := range a.Data.Units {
		answers += len(u.Signatures)
		for _, s := range u.Signatures {
			if s.Status == "signed" {
				signed++
				break
			}
		}
	}
	params := map[string]any{"signed": a.count(signed), "all": a.count(all), "title": a.Data.Agreement.Title}
	if answers == 0 {
		return a.say("no_signatures", params)
	}
	return a.say("signed", params)
}

// won says what was awarded for the term's merit, award by award, and how much
// in all.
func (a annualPaper) won() (out []paper.Block) {
	inForce := 0
	for _, x := range a.Data.Awards {
		if x.Status != award.InForce {
			continue
		}
		inForce++
		kind := ""
		if x.RecipientKind != nil {
			kind = strings.ToLower(encode.Said(a.lang, "enum.recipient_kind", *x.RecipientKind))
		}
		params := map[string]any{"kind": cmp.Or(kind, a.say("kind_unknown", nil)), "type": cmp.Or(words(x.Type.Name), words(x.Type.AsWritten)), "n": a.count(value(x.Count))}
		line := a.say("award", params)
		if x.Count == nil {
			line = a.say("award_uncounted", params)
		}
		by := ""
		if w := written(&x.Authority); w != "" {
			by = a.say("award_by", map[string]any{"authority": w})
		}
		out = append(out, paper.Item{Text: joined(" ", line, by) + "."})
	}
	if inForce == 0 {
		return []paper.Block{paper.Para{Text: a.say("no_awards", nil)}}
	}
	return out
}

// chart shows the awards of five periods; what is not on record has no column.
func (a annualPaper) chart() paper.Block {
	var bars []bar
	for _, p := range a.Comparison.Tally.ByPeriod {
		b := bar{label: p.Period}
		if s := p.Sums; s != nil {
			b.parts = []int{s.Collectives, s.Individuals, s.Households, s.Blocs, s.Unclassified}
		}
		bars = append(bars, b)
	}
	return a.stacked("award_chart", []string{"collectives", "individuals", "households", "blocs", "unclassified"}, bars)
}
