package report

import (
	"fmt"
	"strconv"

	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

func (c *Commendations) document(lang text.Lang) *encode.Document {
	sources := sourceTable(c.Data.Sources)
	sources.Key = "commendation_sources"
	d := &encode.Document{
		Title: text.Of(lang, "report.commendations.title", nil), About: joined(" – ", words(c.Data.Decision.Number), written(c.Data.Decision.Authority)),
		Facts:  c.facts(lang),
		Tables: []encode.Table{commendationTable(c.Data.Groups), commendationTotals(c.Data.Groups), sources},
	}
	d.Paper = func() *paper.Document { return commendationList{c, newHand(c, "commendations", lang, d)}.paper() }
	return d
}

// facts are what must be known of the file, and what no table holds.
func (c *Commendations) facts(lang text.Lang) []encode.Fact {
	d := c.Data.Decision
	fact := func(key, value string) encode.Fact { return encode.Fact{Key: key, Value: value} }
	standing := c.standing()
	standing.Words = "report.commendations.document_status"
	annulled := ""
	if a := d.AnnulledBy; a != nil {
		annulled = joined(", ", words(a.Number), partial(a.IssuedOn))
	}
	out := []encode.Fact{
		standing, fact("decision", words(d.Number)),
		{Key: "decided_on", Value: partial(d.IssuedOn), Kind: encode.Date},
		fact("authority", written(d.Authority)),
		fact("signatory", joined(", ", written(d.Signatory), words(d.SignatoryPosition))), fact("summary", words(d.Summary)), fact("bloc", shown(d.Bloc)),
		{Key: "decision_status", Value: d.Status, Kind: encode.Words, Words: "enum.decision_status"},
		fact("annulled_by", annulled),
		{Key: "stated_recipient_count", Value: number(d.StatedRecipientCount), Kind: encode.Integer},
		{Key: "award_count", Value: strconv.Itoa(d.AwardCount), Kind: encode.Integer},
		{Key: "listed_award_count", Value: strconv.Itoa(c.listedAwards()), Kind: encode.Integer},
		fact("remark", words(d.Remark)), c.asOf(),
	}
	return append(out, c.traced(lang)...)
}

// listedAwards is how many awards the list is made of.
func (c *Commendations) listedAwards() int {
	seen := map[string]bool{}
	for _, g := range c.Data.Groups {
		for _, r := range g.Rows {
			seen[r.AwardID] = true
		}
	}
	return len(seen)
}

// name is what a group's title or form is called.
func (g CommendationGroup) name() string { return words(or(g.Type.Name, g.Type.AsWritten)) }

// commendationTable has one row for each recipient, numbered within its title or
// form, and one for those of an award that nobody has named.
func commendationTable(groups []CommendationGroup) encode.Table {
	const kinds, counts = 3, 6
	recipient := plain("recipient", 34)
	recipient.Instead = func(row []string) (string, map[string]any) {
		if row[counts] == "" {
			return "report.count_unknown", nil
		}
		n, _ := strconv.Atoi(row[counts])
		kind := row[kinds]
		if kind == "" {
			kind = "unclassified"
		}
		return "report.unnamed", map[string]any{"what": []text.Phrase{{Key: "report.kind_count." + kind, Params: map[string]any{"n": text.Count(n)}}}}
	}
	t := encode.Table{Key: "commendation_list", Landscape: true, Columns: []encode.Column{
		typed("row", encode.Ordinal, 6), coded("form", "report.form", 14), plain("type", 28), coded("recipient_kind", "enum.recipient_kind", 11), recipient, plain("unit", 30),
		summed(typed("count", encode.Integer, 9), "G"), plain("period", 11), plain("citation", 36), plain("remark", 20),
		aside(coded("level", "enum.award_level", 16)), aside(coded("commendation_type", "enum.commendation_type", 16)), aside(plain("authority", 24)), aside(coded("named", "report.named", 14)),
	}}
	for _, g := range groups {
		place := 0
		for _, r := range g.Rows {
			at, name, unit, named, remark := "", "", "", "count_unknown", words(r.Remark)
			switch {
			case r.Recipient != nil:
				place++
				at, named = strconv.Itoa(place), "named"
				name, unit = r.Recipient.parted()
				remark = joined("\n", remark, words(r.Recipient.Remark))
			case r.Count != nil:
				named = "unnamed"
			}
			period := ""
			if r.Period != nil {
				period = r.Period.Label
			}
			t.Rows = append(t.Rows, []string{
				at, g.Form, g.name(), words(r.RecipientKind), name, unit, number(r.Count), period, words(r.Citation), remark,
				words(g.Level), words(r.CommendationType), written(&r.Authority), named,
			})
		}
	}
	return t
}

// commendationTotals has one row for each title or form.
func commendationTotals(groups []CommendationGroup) encode.Table {
	total := typed("total", encode.Integer, 10)
	total.Formula = func(row int) string { return fmt.Sprintf("SUM(C%[1]d:G%[1]d)", row) }
	t := encode.Table{Key: "commendation_totals", Landscape: true, Columns: append(append([]encode.Column{coded("form", "report.form", 16), plain("type", 44)}, sumColumns()...),
		total, typed("unnamed", encode.Integer, 12), typed("count_unknown", encode.Integer, 14))}
	for i := 2; i < len(t.Columns); i++ {
		t.Columns[i] = summed(t.Columns[i], string(rune('A'+i)))
	}
	for _, g := range groups {
		s, row := g.Sums, []string{g.Form, g.name()}
		for _, n := range []int{s.Collectives, s.Individuals, s.Households, s.Blocs, s.Unclassified, s.all(), s.Unnamed, s.CountUnknown} {
			row = append(row, strconv.Itoa(n))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
