package report

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

// blank stands where an office has to write something itself.
const blank = "…"

// annualPaper is the annual report as an official document (báo cáo tổng kết).
type annualPaper struct {
	*Annual
	lang text.Lang
	docs *encode.Document
}

func (a annualPaper) say(key string, params map[string]any) string {
	return text.Of(a.lang, "report.paper."+key, params)
}

// paper writes the report the way its bloc's documents look.
func (a annualPaper) paper() *paper.Document {
	t := a.Data.Term
	day := date.Today(func() time.Time { return a.DataAsOf })
	layout := paper.LayoutOn(cmp.Or(a.layout, words(t.DocumentLayout), "state"), day)
	period := text.Of(a.lang, "report.period."+string(t.Period.Kind), map[string]any{"label": t.Period.Label})
	return &paper.Document{
		Layout: layout, Lang: a.lang, Draft: a.docs.Draft, At: a.DataAsOf, Name: a.docs.Title + " – " + a.docs.About, Author: a.docs.Author,
		Issue:     paper.Issue{Parent: shown(t.Organizer), Issuer: t.BlocNameThen, Kind: a.say("annual.kind", nil)},
		Title:     a.say("annual.title", nil),
		Subject:   []string{a.say("annual.subject", map[string]any{"period": period})},
		Body:      a.body(),
		Signatory: paper.Signatory{Behalf: layout.For(a.lang, t.BlocNameThen), Position: text.Of(a.lang, a.docs.Chief, nil)},
		Appendices: []paper.Appendix{
			a.appendix(1, "units", true, a.table("units", "row", "name_then", "leadership", "status", "person_as_written", "position_as_written", "signed_on", "remark")),
			a.appendix(2, "awards", true, a.table("awards", "row", "type", "level", "recipient", "count", "decision", "decided_on", "authority", "status")),
			a.appendix(3, "periods", false, a.chart(), a.table("awards_by_period", "period", "collectives", "individuals", "households", "blocs", "unclassified", "total")),
		},
		Trace: paper.Trace{Title: a.say("trace", nil), Lines: encode.Traced(a.lang, a.docs.Facts, "document_status", "data_as_of", "filters", "exported_by", "program", "checksum")},
	}
}

func (a annualPaper) appendix(n int, key string, wide bool, body ...paper.Block) paper.Appendix {
	return paper.Appendix{Title: a.say("appendix", map[string]any{"n": paper.Roman(n), "title": a.say("appendix."+key, nil)}), Landscape: wide, Body: body}
}

// table is a table of the report with some of its columns; where nothing is on
// record it says so.
func (a annualPaper) table(key string, columns ...string) paper.Block {
	for _, t := range a.docs.Tables {
		if t.Key == key && len(t.Rows) > 0 {
			return encode.Extract(a.lang, t, columns...)
		}
	}
	return paper.Para{Text: text.Of(a.lang, "report.info.empty", nil), Italic: true, Align: paper.Left}
}

func (a annualPaper) body() []paper.Block {
	section := func(level int, key string) paper.Block {
		return paper.Heading{Level: level, Text: a.say("annual."+key, nil)}
	}
	open := paper.Para{Text: blank}
	out := []paper.Block{section(1, "situation")}
	for _, s := range a.situation() {
		out = append(out, paper.Para{Text: s})
	}
	out = append(out, open, section(1, "results"), section(2, "leading"))
	out = append(append(out, a.held(false)...), open)
	out = append(append(out, section(2, "signing")), a.held(true)...)
	out = append(out, paper.Para{Text: a.signed()}, section(2, "commitments"), a.table("commitments", "row", "theme", "text", "target", "unit_of_measure", "due_on"), open)
	out = append(out, section(1, "awards"))
	out = append(out, a.won()...)
	for _, key := range []string{"strengths", "weaknesses"} {
		if key == "strengths" {
			out = append(out, section(1, "appraisal"))
		}
		out = append(out, section(2, key), open)
	}
	return append(out, section(1, "directions"), open, section(1, "proposals"), open)
}

// situation says who the bloc is. What is listed are all its members only where
// the list is said to be whole.
func (a annualPaper) situation() (out []string) {
	t := a.Data.Term
	members := 0
	for _, u := range a.Data.Units {
		if u.Order != nil {
			members++
		}
	}
	params := map[string]any{"bloc": t.BlocNameThen, "n": a.count(members), "stated": a.count(value(t.StatedMemberCount))}
	switch {
	case t.StatedMemberCount != nil && *t.StatedMemberCount != members:
		out = append(out, a.say("annual.members_stated", params))
	case members > 0 && t.MembersState == bloc.Listed, t.StatedMemberCount != nil:
		out = append(out, a.say("annual.members", params))
	case members > 0:
		out = append(out, a.say("annual.members_partial", params))
	default:
		out = append(out, a.say("annual.members_unknown", params))
	}
	for _, role := range []string{"leader", "deputy"} {
		var names []string
		for _, l := range a.Data.Leadership {
			if l.Role == role {
				names = append(names, shown(l.Unit, l.NameThen))
			}
		}
		if len(names) > 0 {
			out = append(out, a.say("annual."+role, map[string]any{"units": strings.Join(names, "; ")}))
		}
	}
	if t.Theme != nil {
		out = append(out, a.say("annual.theme", map[string]any{"theme": *t.Theme}))
	}
	return out
}

// held are the conferences at which the agreement was signed, or all others.
func (a annualPaper) held(signing bool) (out []paper.Block) {
	for _, e := range a.Data.Events {
		for _, purpose := range e.Purposes {
			if (purpose == "signing") != signing {
				continue
			}
			what := cmp.Or(words(e.Title), encode.Said(a.lang, "enum.event_purpose", purpose))
			when := ""
			if e.HeldOn != nil {
				when = a.say("annual.on", map[string]any{"day": encode.Day(string(*e.HeldOn))})
			}
			out = append(out, paper.Item{Text: joined(", ", when, what, words(e.Place)) + "."})
		}
	}
	return out
}

// signed counts the answers of the units.
func (a annualPaper) signed() string {
	if a.Data.Agreement == nil {
		return a.say("annual.no_agreement", nil)
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
		return a.say("annual.no_signatures", params)
	}
	return a.say("annual.signed", params)
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
		params := map[string]any{"kind": cmp.Or(kind, a.say("annual.kind_unknown", nil)), "type": cmp.Or(words(x.Type.Name), words(x.Type.AsWritten)), "n": a.count(value(x.Count))}
		line := a.say("annual.award", params)
		if x.Count == nil {
			line = a.say("annual.award_uncounted", params)
		}
		by := ""
		if w := written(&x.Authority); w != "" {
			by = a.say("annual.award_by", map[string]any{"authority": w})
		}
		out = append(out, paper.Item{Text: joined(" ", line, by) + "."})
	}
	if inForce == 0 {
		return []paper.Block{paper.Para{Text: a.say("annual.no_awards", nil)}}
	}
	return out
}

// chart shows the awards of five periods; what is not on record has no column.
func (a annualPaper) chart() paper.Block {
	c := paper.Chart{Title: text.Of(a.lang, "report.chart.award_chart", nil)}
	names := []string{"collectives", "individuals", "households", "blocs", "unclassified"}
	series := make([][]float64, len(names))
	seen := make([]bool, len(names))
	var empty []string
	for _, p := range a.Comparison.Tally.ByPeriod {
		c.Labels = append(c.Labels, p.Period)
		values := []float64{math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()}
		if s := p.Sums; s != nil {
			for i, n := range []int{s.Collectives, s.Individuals, s.Households, s.Blocs, s.Unclassified} {
				values[i], seen[i] = float64(n), seen[i] || n > 0
			}
		} else {
			empty = append(empty, p.Period)
		}
		for i := range series {
			series[i] = append(series[i], values[i])
		}
	}
	for i, name := range names {
		if seen[i] {
			c.Series = append(c.Series, paper.Series{Name: text.Of(a.lang, "report.column."+name, nil), Values: series[i]})
		}
	}
	if len(c.Series) == 0 {
		return paper.Para{Text: text.Of(a.lang, "report.info.empty", nil), Italic: true, Align: paper.Left}
	}
	if len(empty) > 0 {
		c.Says = a.say("annual.unrecorded", map[string]any{"periods": strings.Join(empty, ", ")})
	}
	return c
}

// count is a number of things as offices write it: in Vietnamese 04.
func (a annualPaper) count(n int) string {
	if a.lang == text.Vi {
		return fmt.Sprintf("%02d", n)
	}
	return strconv.Itoa(n)
}
