package report

import (
	"cmp"
	"strings"

	"giaouoc/internal/award"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

// commendationList is a list of those commended as it goes with its document.
type commendationList struct {
	*Commendations
	hand
}

func (c commendationList) paper() *paper.Document {
	return c.dress(&paper.Document{
		Landscape: true,
		Issue:     paper.Issue{Issuer: written(c.Data.Decision.Authority), Attached: true},
		Title:     c.say("title", nil),
		Subject:   []string{c.say("subject", map[string]any{"whom": c.whom()})},
		Body:      append(c.opening(), c.list()...),
	}, "decision_status")
}

// whom are the kinds of recipients there are.
func (c commendationList) whom() string {
	var kinds []string
	for _, kind := range []string{award.Collective, award.Individual, award.Household, award.WholeBloc} {
		if *c.Data.Totals.of(&kind) > 0 {
			kinds = append(kinds, strings.ToLower(encode.Said(c.lang, "enum.recipient_kind", kind)))
		}
	}
	return capital(cmp.Or(strings.Join(kinds, ", "), c.say("anybody", nil)))
}

// opening says which document the list goes with, and what the reader must not
// overlook.
func (c commendationList) opening() (out []paper.Block) {
	note := func(key string, params map[string]any) {
		out = append(out, paper.Para{Text: c.say(key, params), Italic: true, Align: paper.Center})
	}
	d := c.Data.Decision
	note("attached", named(d.Number, partial(d.IssuedOn), written(d.Authority)))
	if a := d.AnnulledBy; a != nil {
		note("annulled_by", named(a.Number, partial(a.IssuedOn), ""))
	} else if d.Status == award.Annulled {
		note("annulled", nil)
	}
	if n := c.listedAwards(); n < d.AwardCount {
		note("extract", map[string]any{"n": c.count(n), "all": c.count(d.AwardCount)})
	}
	return out
}

// named are the parts by which a document names another one; blanks stand for
// what is not known.
func named(number *string, day, authority string) map[string]any {
	or := func(s string) string { return cmp.Or(s, blank) }
	d, m, y := paper.DayParts(encode.Day(day))
	return map[string]any{"number": or(words(number)), "day": or(d), "month": or(m), "year": or(y), "authority": or(authority)}
}

// list is the table with a row above each title or form, and what it comes to.
func (c commendationList) list() []paper.Block {
	rows := c.docs.Tables[0]
	if len(rows.Rows) == 0 {
		return []paper.Block{c.empty()}
	}
	t := encode.Extract(c.lang, rows, "row", "recipient", "unit", "period", "citation", "remark")
	var all []paper.Row
	from := 0
	for i, g := range c.Data.Groups {
		head := paper.Roman(i+1) + c.layout.Headings[0].After + " " + strings.ToUpper(g.name()) + " (" + c.told(g.Sums) + ")"
		all = append(append(all, paper.Row{Cells: []string{head}, Group: true}), t.Rows[from:from+len(g.Rows)]...)
		from += len(g.Rows)
	}
	t.Rows = all
	out := []paper.Block{t, paper.Para{Text: c.say("closing", map[string]any{"what": c.told(c.Data.Totals, award.Collective, award.Individual)})}}
	if n := c.Data.Totals.all(); c.Data.Decision.StatedRecipientCount != nil && *c.Data.Decision.StatedRecipientCount != n {
		out = append(out, paper.Para{Text: c.say("stated", map[string]any{"stated": c.count(*c.Data.Decision.StatedRecipientCount), "n": c.count(n)}), Italic: true})
	}
	return out
}

// told says how many there are, and what is not known of it.
func (c commendationList) told(s CommendationSums, always ...string) string {
	var all []string
	for _, p := range s.told(always...) {
		all = append(all, p.In(c.lang))
	}
	if s.CountUnknown > 0 {
		all = append(all, text.Of(c.lang, "report.kind_count.count_unknown", map[string]any{"n": text.Count(s.CountUnknown)}))
	}
	return strings.Join(all, ", ")
}
