package report

import (
	"fmt"
	"strconv"
	"strings"

	"giaouoc/internal/record"
	"giaouoc/internal/report/encode"
)

// The tables of the annual report, each declared once for every format.

func plain(key string, width float64) encode.Column { return encode.Column{Key: key, Width: width} }

func coded(key, prefix string, width float64) encode.Column {
	return encode.Column{Key: key, Kind: encode.Words, Words: prefix, Width: width}
}

func typed(key string, kind encode.Kind, width float64) encode.Column {
	return encode.Column{Key: key, Kind: kind, Width: width}
}

// summed totals a column of whole numbers that stands at a letter.
func summed(c encode.Column, letter string) encode.Column {
	c.Total = func(first, last int) string { return fmt.Sprintf("SUM(%[1]s%[2]d:%[1]s%[3]d)", letter, first, last) }
	return c
}

func overviewTable(figures []AnnualFigure) encode.Table {
	change := typed("change", encode.Integer, 14)
	change.Formula = func(row int) string { return fmt.Sprintf("C%[1]d-B%[1]d", row) }
	t := encode.Table{Key: "overview", Columns: []encode.Column{
		coded("figure", "report.figure", 56), typed("last_year", encode.Integer, 14), typed("this_year", encode.Integer, 14), change,
	}}
	for _, f := range figures {
		t.Rows = append(t.Rows, []string{f.Figure, number(f.LastYear), number(f.ThisYear), number(f.Change)})
	}
	return t
}

func unitTable(units []AnnualUnit) encode.Table {
	t := encode.Table{Key: "units", Landscape: true, Columns: []encode.Column{
		typed("order", encode.Integer, 6), plain("code", 11), plain("name_then", 34), plain("unit_as_written", 24), coded("leadership", "enum.leadership_role", 14),
		coded("status", "enum.signature_status", 11), coded("role", "enum.signature_role", 13), plain("person_as_written", 22), plain("position_as_written", 22),
		typed("signed_on", encode.Date, 13), coded("method", "enum.signature_method", 15), plain("remark", 26),
	}}
	for _, u := range units {
		row := func(s AnnualSignature) []string {
			return []string{
				number(u.Order), words(u.Code), shown(u.Unit, u.NameThen), asWritten(u.Unit), words(u.Leadership), s.Status, words(s.Role), written(s.Person),
				words(s.PositionAsWritten), partial(s.SignedOn), words(s.Method), joined("\n", words(u.Remark), words(s.Remark)),
			}
		}
		for _, s := range u.Signatures {
			t.Rows = append(t.Rows, row(s))
		}
		if len(u.Signatures) == 0 {
			t.Rows = append(t.Rows, row(AnnualSignature{}))
		}
	}
	return t
}

func leadershipTable(leading []AnnualLeading) encode.Table {
	t := encode.Table{Key: "leadership", Landscape: true, Columns: []encode.Column{
		coded("role", "enum.leadership_role", 18), plain("role_as_written", 16), plain("name_then", 36), plain("unit_as_written", 24), plain("person", 24),
		plain("position_as_written", 26), typed("from", encode.Date, 13), typed("to", encode.Date, 13), plain("seen_on", 16), coded("chosen", "enum.chosen", 12),
		plain("chosen_by_as_written", 20), plain("document_as_written", 20), plain("remark", 24),
	}}
	for _, l := range leading {
		row := func(name, position, from, to, seen string) []string {
			return []string{
				l.Role, words(l.RoleAsWritten), shown(l.Unit, l.NameThen), asWritten(l.Unit), name, position, from, to, seen, words(l.Chosen),
				words(l.ChosenByAsWritten), words(l.DocumentAsWritten), words(l.Remark),
			}
		}
		for _, p := range l.Persons {
			var seen []string
			for _, d := range p.SeenOn {
				seen = append(seen, string(d))
			}
			t.Rows = append(t.Rows, row(words(p.Name), words(p.PositionAsWritten), partial(p.From), partial(p.To), joined(", ", seen...)))
		}
		if len(l.Persons) == 0 {
			t.Rows = append(t.Rows, row("", "", "", "", ""))
		}
	}
	return t
}

func eventTable(events []AnnualEvent) encode.Table {
	t := encode.Table{Key: "events", Landscape: true, Columns: []encode.Column{
		coded("purpose", "enum.event_purpose", 16), plain("title", 30), typed("held_on", encode.Date, 13), typed("ended_on", encode.Date, 13),
		coded("part_of_day", "enum.part_of_day", 11), plain("place", 20), plain("organiser", 24), plain("organised_with", 20), plain("attendance_as_written", 20),
		plain("people", 34), plain("papers", 28), typed("papers_count", encode.Integer, 9), plain("proposals", 28), plain("outcome", 26), plain("remark", 22),
	}}
	for _, e := range events {
		var people []string
		for _, p := range e.People {
			people = append(people, joined(", ", written(p.Person), words(p.PositionAsWritten), shown(p.Unit)))
		}
		for _, purpose := range e.Purposes {
			t.Rows = append(t.Rows, []string{
				purpose, words(e.Title), partial(e.HeldOn), partial(e.EndedOn), words(e.PartOfDay), words(e.Place), shown(e.Organiser), words(e.OrganisedWith),
				words(e.AttendanceAsWritten), joined("\n", people...), joined("\n", e.Papers...), number(e.PapersCount), joined("\n", e.Proposals...), words(e.Outcome), words(e.Remark),
			})
		}
	}
	return t
}

func deadlineTable(deadlines []AnnualDeadline) encode.Table {
	t := encode.Table{Key: "deadlines", Columns: []encode.Column{
		coded("kind", "enum.deadline_kind", 30), plain("title", 40), typed("due_on", encode.Date, 14), plain("remark", 30),
	}}
	for _, d := range deadlines {
		t.Rows = append(t.Rows, []string{d.Kind, words(d.Title), string(d.DueOn), words(d.Remark)})
	}
	return t
}

func commitmentTable(commitments []AnnualCommitment) encode.Table {
	t := encode.Table{Key: "commitments", Landscape: true, Columns: []encode.Column{
		typed("order", encode.Integer, 6), plain("theme", 20), plain("text", 56), coded("scope", "enum.commitment_scope", 13), plain("unit", 22),
		coded("measure", "enum.measure", 12), typed("target", encode.Decimal, 12), plain("unit_of_measure", 12), typed("baseline", encode.Decimal, 12), plain("targets", 24),
		typed("due_on", encode.Date, 13), plain("legal_basis", 26), typed("weight", encode.Decimal, 10), plain("remark", 22),
	}}
	for _, c := range commitments {
		var targets []string
		for _, x := range c.Targets {
			targets = append(targets, words(or(x.UnitName, &x.UnitID))+": "+decimal(x.Target))
		}
		t.Rows = append(t.Rows, []string{
			strconv.Itoa(c.Order), words(c.Theme), c.Text, c.Scope, shown(c.Unit, c.NameThen), words(c.Measure), decimal(c.Target), words(c.UnitOfMeasure),
			decimal(c.Baseline), joined("\n", targets...), partial(c.DueOn), joined("\n", c.LegalBasis...), decimal(c.Weight), words(c.Remark),
		})
	}
	return t
}

func sourceTable(sources []record.Source) encode.Table {
	t := encode.Table{Key: "sources", Landscape: true, Columns: []encode.Column{
		plain("title", 50), plain("publisher", 28), plain("author", 24), plain("address", 44), typed("published", encode.Date, 14),
	}}
	for _, s := range sources {
		t.Rows = append(t.Rows, []string{words(s.Title), words(s.Publisher), words(s.Author), words(s.Address), partial(s.Published)})
	}
	return t
}

func asWritten(r *record.Ref) string {
	if r == nil {
		return ""
	}
	return words(r.AsWritten)
}

func decimal[N interface{ String() string }](n *N) string {
	if n == nil {
		return ""
	}
	return (*n).String()
}

// joined puts what is known together.
func joined(sep string, parts ...string) string {
	var known []string
	for _, p := range parts {
		if p != "" {
			known = append(known, p)
		}
	}
	return strings.Join(known, sep)
}
