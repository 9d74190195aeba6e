package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/progress"
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

// running is the first column of a list: its rows, from 1, whatever is left out
// of it. next is the number of the row about to be added.
func running() encode.Column { return typed("row", encode.Ordinal, 6) }

func next(t encode.Table) string { return strconv.Itoa(len(t.Rows) + 1) }

// place is a number records have of their own: order in machine files, by its
// own name for people.
func place(label string) encode.Column {
	return encode.Column{Key: "order", Label: label, Kind: encode.Ordinal, Width: 9}
}

// aside moves a column out of the printed page.
func aside(c encode.Column) encode.Column {
	c.Aside = true
	return c
}

// labelled calls a column by another name than its key's.
func labelled(c encode.Column, label string) encode.Column {
	c.Label = label
	return c
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
	if slices.ContainsFunc(figures, unrecorded) {
		t.Note = "report.note.figures"
	}
	for _, f := range figures {
		t.Rows = append(t.Rows, []string{f.Figure, number(f.LastYear), number(f.ThisYear), number(f.Change)})
	}
	return t
}

func unitTable(units []AnnualUnit) encode.Table {
	t := encode.Table{Key: "units", Landscape: true, Columns: []encode.Column{
		running(), place("protocol_order"), plain("code", 9), plain("name_then", 30), coded("leadership", "enum.leadership_role", 13),
		coded("status", "enum.signature_status", 9), coded("role", "enum.signature_role", 11), plain("person_as_written", 20), plain("position_as_written", 20),
		typed("signed_on", encode.Date, 12), coded("method", "enum.signature_method", 13), plain("remark", 20), aside(plain("unit_as_written", 30)),
	}}
	for _, u := range units {
		row := func(s AnnualSignature) []string {
			return []string{
				next(t), number(u.Order), words(u.Code), shown(u.Unit, u.NameThen), words(u.Leadership), s.Status, words(s.Role), written(s.Person),
				words(s.PositionAsWritten), partial(s.SignedOn), words(s.Method), joined("\n", words(u.Remark), words(s.Remark)), asWritten(u.Unit),
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

func leadershipTable(leading []ReportedLeading) encode.Table {
	t := encode.Table{Key: "leadership", Landscape: true, Columns: []encode.Column{
		coded("role", "enum.leadership_role", 14), plain("name_then", 30), plain("person", 22), plain("position_as_written", 24),
		typed("from", encode.Date, 12), typed("to", encode.Date, 12), typed("seen_on", encode.Dates, 13), coded("chosen", "enum.chosen", 10),
		plain("chosen_by_as_written", 14), plain("document_as_written", 14), plain("remark", 16), aside(plain("role_as_written", 20)), aside(plain("unit_as_written", 30)),
	}}
	for _, l := range leading {
		row := func(name, position, from, to, seen string) []string {
			return []string{
				l.Role, shown(l.Unit, l.NameThen), name, position, from, to, seen, words(l.Chosen),
				words(l.ChosenByAsWritten), words(l.DocumentAsWritten), words(l.Remark), words(l.RoleAsWritten), asWritten(l.Unit),
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

func eventTable(events []ReportedEvent) encode.Table {
	t := encode.Table{Key: "events", Landscape: true, Columns: []encode.Column{
		coded("purpose", "enum.event_purpose", 13), plain("title", 22), typed("held_on", encode.Date, 12), plain("place", 15), plain("organiser", 18),
		plain("people", 28), plain("papers", 24), plain("proposals", 24), plain("outcome", 18), plain("remark", 16),
		aside(typed("ended_on", encode.Date, 12)), aside(coded("part_of_day", "enum.part_of_day", 11)), aside(plain("organised_with", 24)),
		aside(plain("attendance_as_written", 30)), aside(typed("papers_count", encode.Integer, 10)),
	}}
	for _, e := range events {
		var people []string
		for _, p := range e.People {
			people = append(people, joined(", ", written(p.Person), words(p.PositionAsWritten), shown(p.Unit)))
		}
		for _, purpose := range e.Purposes {
			t.Rows = append(t.Rows, []string{
				purpose, words(e.Title), partial(e.HeldOn), words(e.Place), shown(e.Organiser), joined("\n", people...), joined("\n", e.Papers...),
				joined("\n", e.Proposals...), words(e.Outcome), words(e.Remark), partial(e.EndedOn), words(e.PartOfDay), words(e.OrganisedWith),
				words(e.AttendanceAsWritten), number(e.PapersCount),
			})
		}
	}
	return t
}

func deadlineTable(deadlines []ReportedDeadline) encode.Table {
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
		running(), plain("theme", 16), plain("text", 54), coded("measure", "enum.measure", 11), typed("target", encode.Decimal, 11),
		plain("unit_of_measure", 10), typed("due_on", encode.Date, 12), coded("scope", "enum.commitment_scope", 11), plain("unit", 16),
		typed("weight", encode.Decimal, 8), plain("legal_basis", 18), plain("remark", 16), aside(typed("baseline", encode.Decimal, 12)), aside(plain("targets", 40)), aside(place("order_in_agreement")),
	}}
	for _, c := range commitments {
		var targets []string
		for _, x := range c.Targets {
			targets = append(targets, words(or(x.UnitName, &x.UnitID))+": "+decimal(x.Target))
		}
		t.Rows = append(t.Rows, []string{
			next(t), words(c.Theme), c.Text, words(c.Measure), decimal(c.Target), words(c.UnitOfMeasure), partial(c.DueOn), c.Scope,
			shown(c.Unit, c.NameThen), decimal(c.Weight), joined("\n", c.LegalBasis...), words(c.Remark), decimal(c.Baseline), joined("\n", targets...), strconv.Itoa(c.Order),
		})
	}
	return t
}

// became adds to the table of commitments what the whole bloc reached, and how many of
// the units that are to keep one do; both stay blank in a term nobody reported on.
func became(t encode.Table, commitments []AnnualCommitment, of progress.ReviewView) encode.Table {
	t.Columns = append(t.Columns, typed("result", encode.Decimal, 11), typed("units_kept", encode.Integer, 10), typed("units_asked", encode.Integer, 10))
	reached := map[string][]string{}
	if len(of.Reports) > 0 {
		for _, c := range of.Commitments {
			reached[c.Commitment.ID] = []string{figureValue(or(c.Whole.Verified, c.Whole.Actual)), strconv.Itoa(onCourse(c.Counts)), strconv.Itoa(c.Counts.All())}
		}
	}
	for i, c := range commitments {
		cells, told := reached[c.ID]
		if !told {
			cells = []string{"", "", ""}
		}
		t.Rows[i] = append(t.Rows[i], cells...)
	}
	return t
}

func ratingTable(all []ReportedRating) encode.Table {
	unit := plain("name_then", 44)
	unit.Instead = func([]string) (string, map[string]any) { return "report.no_unit", nil }
	t := encode.Table{Key: "ratings", Columns: []encode.Column{running(), unit, typed("count", encode.Integer, 10), coded("rating_standing", "enum.rating_standing", 20), coded("rating_level", "enum.rating_level", 30)}}
	for _, r := range all {
		t.Rows = append(t.Rows, []string{next(t), shown(r.Unit), number(r.Count), r.Standing, r.Level})
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
