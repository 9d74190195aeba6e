package report

import (
	"strconv"

	"giaouoc/internal/progress"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

func (m *MidYear) document(lang text.Lang) *encode.Document {
	t := m.Beside.Term
	d := &encode.Document{
		Title: text.Of(lang, "report.mid_year.title", nil), About: t.BlocNameThen + " – " + t.Period.Label, Chief: chief(t.BlocKind),
		Facts: m.facts(lang),
		Tables: []encode.Table{
			m.commitmentTable(), as("mid_year_units", unitProgressTable(m.Data.Progress, m.unit)), as("mid_year_reports", reportTable(m.Data.Progress.Reports, m.unit)), as("mid_year_leadership", leadershipTable(m.Beside.Leadership)), as("mid_year_events", eventTable(m.Beside.Events)),
			as("mid_year_movements", movementTable(m.Beside.Movements)), as("mid_year_models", modelTable(m.Beside.Models)), as("mid_year_deadlines", deadlineTable(m.Beside.Deadlines)), as("mid_year_sources", sourceTable(m.Beside.Sources)),
		},
	}
	d.Paper = func() *paper.Document { return midYearPaper{m, newHand(m, "mid_year", lang, d)}.paper() }
	return d
}

// as gives a table that other reports have, too, its place in this one.
func as(key string, t encode.Table) encode.Table {
	t.Key = key
	return t
}

// facts are what must be known of the file, and what no table holds.
func (m *MidYear) facts(lang text.Lang) []encode.Fact {
	t, p, r := m.Beside.Term, m.Data.Progress, m.Beside.Registrations
	fact := func(key, value string) encode.Fact { return encode.Fact{Key: key, Value: value} }
	whole := func(key string, n int) encode.Fact {
		return encode.Fact{Key: key, Value: strconv.Itoa(n), Kind: encode.Integer}
	}
	standing := m.standing()
	standing.Words = "report.mid_year.document_status"
	closed := ""
	if p.Closing != nil {
		closed = p.Closing.ClosedOn
	}
	out := []encode.Fact{
		standing, fact("bloc", t.BlocNameThen), fact("bloc_code", words(t.BlocCode)), fact("organizer", shown(t.Organizer)), fact("period", t.Period.Label),
		{Key: "status", Value: words(t.Status), Kind: encode.Words, Words: "enum.term_status"},
		{Key: "document_layout", Value: words(t.DocumentLayout), Kind: encode.Words, Words: "enum.document_layout"},
		fact("theme", words(t.Theme)), fact("reporting_period", p.Period.Label),
		{Key: "closed_on", Value: closed, Kind: encode.Date},
		whole("registrations_sent", r.Sent), whole("registrations_accepted", r.Accepted), m.asOf(),
	}
	return append(out, m.traced(lang)...)
}

// commitmentTable has a row for each commitment: what the whole bloc reached and how
// many of the units that are to keep it stand how.
func (m *MidYear) commitmentTable() encode.Table {
	t := encode.Table{Key: "mid_year_commitments", Landscape: true, Columns: append([]encode.Column{
		running(), plain("theme", 14), plain("text", 46), typed("target", encode.Decimal, 10), plain("unit_of_measure", 10), typed("due_on", encode.Date, 11),
		typed("result", encode.Decimal, 11), coded("standing", "enum.progress_status", 13),
	}, statuses()...)}
	for _, c := range m.Data.Progress.Commitments {
		p := c.Commitment
		t.Rows = append(t.Rows, append([]string{
			next(t), words(p.Theme), p.Text, decimal(p.Target), words(p.UnitOfMeasure), partial(p.DueOn), figureValue(or(c.Whole.Verified, c.Whole.Actual)), reported(c.Whole),
		}, countCells(c.Counts)...))
	}
	return t
}

// reported is how the bloc as a whole stands; "" where nobody reports on it as one.
func reported(c progress.BoardCellView) string {
	if c.EntryID == nil {
		return ""
	}
	return words(c.Standing.Status)
}
