package report

import (
	"strconv"

	"giaouoc/internal/registration"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

func (p *RegistrationPaper) document(lang text.Lang) *encode.Document {
	r := p.Data.Registration
	sources := sourceTable(r.Sources)
	sources.Key = "registration_sources"
	d := &encode.Document{
		Title: text.Of(lang, "report.registration.title", nil), About: shown(r.Unit) + " – " + p.Data.Period.Label,
		Facts:  p.facts(lang),
		Tables: []encode.Table{movementTable(p.Data.Movements), registeredTable(r.Commitments), titleTable(r.Titles), sources},
	}
	d.Paper = func() *paper.Document { return registrationText{p, newHand(p, "registration", lang, d)}.paper() }
	return d
}

// facts are what must be known of the file, and what no table holds.
func (p *RegistrationPaper) facts(lang text.Lang) []encode.Fact {
	d, r := p.Data, p.Data.Registration
	fact := func(key, value string) encode.Fact { return encode.Fact{Key: key, Value: value} }
	standing := p.standing()
	standing.Words = "report.registration.document_status"
	out := []encode.Fact{
		standing, fact("unit", shown(r.Unit)), fact("unit_code", words(d.UnitCode)), fact("bloc", d.BlocNameThen), fact("bloc_code", words(d.BlocCode)), fact("organizer", shown(d.Organizer)), fact("period", d.Period.Label),
		{Key: "document_layout", Value: words(d.DocumentLayout), Kind: encode.Words, Words: "enum.document_layout"},
		{Key: "registration_status", Value: r.Status, Kind: encode.Words, Words: "enum.registration_status"},
		{Key: "registered_on", Value: partial(r.RegisteredOn), Kind: encode.Date},
		fact("registration_document", words(r.DocumentAsWritten)),
		fact("head_of_unit", joined(", ", shown(r.Head), words(r.HeadPositionAsWritten))), fact("union_signatory", joined(", ", shown(r.Union), words(r.UnionPositionAsWritten))),
		fact("remark", words(r.Remark)), p.asOf(),
	}
	return append(out, p.traced(lang)...)
}

func movementTable(all []RegisteredMovement) encode.Table {
	t := encode.Table{Key: "registration_movements", Columns: []encode.Column{running(), plain("movement", 40), plain("goals", 40), typed("launched_on", encode.Date, 13), typed("concludes_on", encode.Date, 13)}}
	for _, m := range all {
		t.Rows = append(t.Rows, []string{next(t), m.Name, words(m.Goals), partial(m.LaunchedOn), partial(m.ConcludesOn)})
	}
	return t
}

func registeredTable(all []registration.RegistrationPromiseView) encode.Table {
	t := encode.Table{Key: "registration_commitments", Columns: []encode.Column{
		running(), plain("text", 54), coded("measure", "enum.measure", 11), plain("unit_of_measure", 12), labelled(typed("target", encode.Decimal, 12), "registration_plan"), typed("due_on", encode.Date, 13), plain("note", 24), aside(plain("movement", 40)),
	}}
	for _, c := range all {
		t.Rows = append(t.Rows, []string{next(t), c.Text, words(c.Measure), words(c.UnitOfMeasure), decimal(c.Target), partial(c.DueOn), words(c.Note), shown(c.Movement)})
	}
	return t
}

// titleTable has one row for each title: for whom, or for how many.
func titleTable(all []registration.RegistrationTitleView) encode.Table {
	t := encode.Table{Key: "registration_titles", Columns: []encode.Column{
		running(), coded("registration_subject", "enum.registration_subject", 12), plain("type", 34), plain("recipient", 40), typed("count", encode.Integer, 10), plain("merit_period", 12), plain("note", 24),
	}}
	for _, x := range all {
		count, period := "", ""
		if x.Count != nil {
			count = strconv.Itoa(*x.Count)
		}
		if x.Period != nil {
			period = x.Period.Label
		}
		t.Rows = append(t.Rows, []string{next(t), x.Subject, shown(x.AwardType), joined(", ", words(x.Name), shown(x.Unit), shown(x.Person)), count, period, words(x.Note)})
	}
	return t
}
