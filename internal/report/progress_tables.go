package report

import (
	"strconv"

	"giaouoc/internal/progress"
	"giaouoc/internal/record"
	"giaouoc/internal/report/encode"
)

// The tables of what was reported in the course of a year, which more than one report
// has.

// statuses are the columns of how cells stand, in the order of countCells.
func statuses() []encode.Column {
	return []encode.Column{
		typed("exceeded", encode.Integer, 9), typed("done", encode.Integer, 9), typed("on_track", encode.Integer, 9), typed("late", encode.Integer, 9),
		typed("at_risk", encode.Integer, 9), typed("untold", encode.Integer, 9), typed("not_reported", encode.Integer, 9),
	}
}

func countCells(c progress.BoardCounts) (out []string) {
	for _, n := range []int{c.Exceeded, c.Done, c.OnTrack, c.Late, c.AtRisk, c.Untold, c.NotReported} {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

// unitProgressTable counts for each unit how its commitments stand.
func unitProgressTable(of progress.ReviewView, called func(*record.Ref) string) encode.Table {
	t := encode.Table{Key: "progress_units", Landscape: true, Columns: append([]encode.Column{running(), plain("name_then", 44)}, statuses()...)}
	for i := 2; i < len(t.Columns); i++ {
		t.Columns[i] = summed(t.Columns[i], string(rune('A'+i)))
	}
	for _, u := range of.Units {
		t.Rows = append(t.Rows, append([]string{next(t), called(u.Unit)}, countCells(u.Counts)...))
	}
	return t
}

// reportTable has a row for each report, of units, of the bloc, and on indicators.
func reportTable(all []progress.EntryView, called func(*record.Ref) string) encode.Table {
	about := plain("reported_by_unit", 26)
	about.Instead = func([]string) (string, map[string]any) { return "report.whole_bloc", nil }
	t := encode.Table{Key: "reports", Landscape: true, Columns: []encode.Column{
		running(), plain("text", 34), about, plain("of_period", 11), typed("planned", encode.Decimal, 10), typed("actual", encode.Decimal, 10), plain("unit_of_measure", 9),
		typed("completion", encode.Decimal, 10), coded("level", "enum.progress_level", 9), coded("standing", "enum.progress_status", 12),
		plain("results", 26), plain("difficulties", 22), coded("verdict", "enum.progress_verdict", 12), plain("evidence", 24),
		aside(plain("actual_as_written", 20)), aside(coded("qualifier", "enum.figure_qualifier", 12)), aside(typed("as_of", encode.Date, 12)), aside(typed("completed_on", encode.Date, 12)),
		aside(typed("verified", encode.Decimal, 11)), aside(plain("verdict_note", 24)), aside(plain("reported_by", 24)), aside(typed("share", encode.Decimal, 10)), aside(typed("period_change", encode.Decimal, 10)), aside(plain("remark", 20)),
	}}
	t.Columns[8].Label = "completion_level"
	for _, e := range all {
		verdict, verified, note := "", "", ""
		if v := e.Verdict; v != nil {
			verdict, verified, note = v.Verdict, figureValue(v.Verified), words(v.Note)
		}
		inWords, qualifier := "", ""
		if e.Actual != nil {
			inWords = words(e.Actual.AsWritten)
			qualifier = string(value(e.Actual.Qualifier))
		}
		t.Rows = append(t.Rows, []string{
			next(t), promised(e), called(e.Unit), e.Period.Label, figureValue(e.Planned), figureValue(e.Actual), measured(e), decimal(e.Completion), words(e.Level), words(e.Standing.Status),
			words(e.Results), words(e.Difficulties), verdict, evidenceText(e.Evidence), inWords, qualifier, partial(e.AsOf), partial(e.CompletedOn), verified, note, written(e.ReportedBy), figureValue(e.Share), figureValue(e.Change), words(e.Remark),
		})
	}
	return t
}

// promised is what a report is about.
func promised(e progress.EntryView) string {
	if e.Commitment != nil {
		return e.Commitment.Text
	}
	return words(e.Indicator)
}

func figureValue(f *progress.FigureView) string {
	if f == nil {
		return ""
	}
	return decimal(f.Value)
}

// measured is the unit of measure of what was reported.
func measured(e progress.EntryView) string {
	switch {
	case e.Actual != nil && e.Actual.UnitOfMeasure != nil:
		return *e.Actual.UnitOfMeasure
	case e.Planned != nil && e.Planned.UnitOfMeasure != nil:
		return *e.Planned.UnitOfMeasure
	case e.Commitment != nil:
		return words(e.Commitment.UnitOfMeasure)
	}
	return ""
}

// evidenceText are links, one a line.
func evidenceText(links []progress.Link) string {
	var lines []string
	for _, l := range links {
		lines = append(lines, joined(" ", words(l.Title), l.Address))
	}
	return joined("\n", lines...)
}

func modelTable(all []ReportedModel) encode.Table {
	t := encode.Table{Key: "models", Columns: []encode.Column{running(), plain("model", 46), coded("model_status", "enum.model_status", 16), plain("pilots", 40), plain("taken_up", 40)}}
	for _, x := range all {
		t.Rows = append(t.Rows, []string{next(t), x.Title, x.Status, joined("\n", x.Pilots...), joined("\n", x.TakenUp...)})
	}
	return t
}
