package report

import (
	"cmp"
	"strings"

	"giaouoc/internal/date"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/succession"
)

// profilePaper is the profile of a unit as an official document.
type profilePaper struct {
	*ProfileReport
	hand
}

func (p profilePaper) paper() *paper.Document {
	u := p.Data.Unit
	return p.dress(&paper.Document{
		Issue:     paper.Issue{Parent: shown(p.parent()), Issuer: u.Name},
		Title:     p.say("title", nil),
		Subject:   []string{u.Name},
		Body:      p.body(),
		Signatory: paper.Signatory{Position: p.say("position", nil)},
		Appendices: []paper.Appendix{
			p.appendix(1, "awards", true, p.table("profile_awards", "row", "period", "type", "level", "recipient", "decision", "decided_on", "authority", "status", "merit")),
			p.appendix(2, "periods", false, p.chart(), p.table("profile_years")),
		},
	})
}

func (p profilePaper) body() (out []paper.Block) {
	add := func(blocks []paper.Block) { out = append(out, blocks...) }
	add(p.section(1, "names", p.named(), false, p.table("versions", "name", "parent", "province", "legal_form", "valid_from", "valid_to")))
	add(p.section(1, "reorganisations", p.followed(), false))
	add(p.section(1, "terms", p.belonged(), false, p.table("terms", "period", "bloc", "belongs_as", "name_then", "signed", "signed_on", "rank")))
	add(p.section(1, "awards", p.won(), false, p.table("profile_sums", "line", "collectives", "individuals", "households", "blocs", "unclassified", "total")))
	return out
}

// named says what the unit is called and is.
func (p profilePaper) named() (out []paper.Block) {
	u := p.Data.Unit
	tell := func(key, value string) {
		if value != "" {
			out = append(out, paper.Para{Text: p.say(key, map[string]any{"value": value})})
		}
	}
	tell("name", u.Name)
	tell("short_name", words(u.ShortName))
	if u.Kind != nil {
		tell("unit_kind", encode.Said(p.lang, "enum.unit_kind", *u.Kind))
	}
	tell("parent", shown(p.parent()))
	tell("province", words(u.Province))
	return out
}

// followed says act by act how units came before and after this one.
func (p profilePaper) followed() (out []paper.Block) {
	for i, a := range p.Data.Acts {
		n := p.Data.ActNames[i]
		what := p.say("act."+a.Kind, map[string]any{"from": strings.Join(n.From, "; "), "to": strings.Join(n.To, "; ")})
		by := ""
		if d := written(a.Decision); d != "" {
			by = " " + p.say("by", map[string]any{"decision": d})
		}
		out = append(out, paper.Item{Text: p.when(a) + ": " + what + by + ". " + encode.Said(p.lang, "enum.merit_inherited", a.MeritInherited) + "."})
	}
	if out == nil {
		return []paper.Block{p.empty()}
	}
	if n := p.Data.Counts.InWords; n > 0 {
		out = append(out, paper.Para{Text: p.say("in_words", map[string]any{"n": p.count(n)})})
	}
	return out
}

// when is the time of an act, as far as anybody has said.
func (p profilePaper) when(a succession.SuccessionView) string {
	day := func(d *date.Partial) string { return encode.Day(string(*d)) }
	switch from, to := a.EarliestOn, a.LatestOn; {
	case a.HappenedOn != nil:
		return p.say("on."+[]string{"year", "month", "day"}[strings.Count(string(*a.HappenedOn), "-")], map[string]any{"day": day(a.HappenedOn)})
	case from != nil && to != nil:
		return p.say("on.between", map[string]any{"from": day(from), "to": day(to)})
	case from != nil:
		return p.say("on.after", map[string]any{"from": day(from)})
	case to != nil:
		return p.say("on.before", map[string]any{"to": day(to)})
	}
	return p.say("on.unknown", nil)
}

// belonged says in how many terms the unit stood, and in which years between them
// nothing is known.
func (p profilePaper) belonged() (out []paper.Block) {
	if n := len(p.Data.Terms); n > 0 {
		out = append(out, paper.Para{Text: p.say("belonged", map[string]any{"n": p.count(n)})})
	}
	if years := p.gaps(); years != "" {
		out = append(out, paper.Para{Text: p.say("gaps", map[string]any{"years": years})})
	}
	return out
}

// won says how much counts for the unit; what is not known to stands apart.
func (p profilePaper) won() []paper.Block {
	s := p.Data.Sums
	if len(p.Data.Awards) == 0 {
		return nil
	}
	out := []paper.Block{paper.Para{Text: p.say("counted", map[string]any{"own": p.count(s.Own.All()), "inherited": p.count(s.Inherited.All()), "all": p.count(s.Counted.All())})}}
	for _, x := range []struct {
		key string
		n   int
	}{{"unknown", s.Unknown.All()}, {"not_inherited", s.NotInherited.All()}, {"annulled", s.Annulled.All()}} {
		if x.n > 0 {
			out = append(out, paper.Para{Text: p.say("apart."+x.key, map[string]any{"n": p.count(x.n)})})
		}
	}
	return out
}

func (p profilePaper) chart() paper.Block {
	var bars []bar
	for _, y := range p.Data.ByYear {
		b := bar{label: cmp.Or(words(y.Period), p.common("no_period", nil))}
		if y.Own != nil {
			b.parts = []int{*y.Own, *y.Inherited}
		}
		bars = append(bars, b)
	}
	return p.stacked("profile_chart", []string{"own", "inherited"}, bars)
}
