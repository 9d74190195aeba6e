package report

import (
	"cmp"
	"fmt"
	"strconv"

	"giaouoc/internal/award"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

func (s *AwardStatistics) document(lang text.Lang) *encode.Document {
	d := &encode.Document{
		Title: text.Of(lang, "report.award_statistics.title", nil), About: joined(" – ", words(s.Data.Bloc.Name), s.subject().Period), Chief: chief(s.Data.BlocKind),
		Facts:  s.facts(lang),
		Tables: []encode.Table{s.matrixTable(lang), s.periodTable(), s.apartTable(), listTable(s.awards)},
		Charts: []encode.Chart{{Key: "statistics_chart", Table: "award_periods", Series: []string{"collectives", "individuals", "others"}}},
	}
	d.Paper = func() *paper.Document { return statisticsPaper{s, newHand(s, "award_statistics", lang, d)}.paper() }
	return d
}

func (s *AwardStatistics) facts(lang text.Lang) []encode.Fact {
	d := s.Data
	filter := map[bool]string{true: "all_periods", false: "some_years"}[s.Filters == StatisticsFilters{}]
	return append([]encode.Fact{
		s.standing(),
		{Key: "bloc", Value: words(d.Bloc.Name)},
		{Key: "bloc_code", Value: words(d.BlocCode)},
		{Key: "document_layout", Value: words(d.DocumentLayout), Kind: encode.Words, Words: "enum.document_layout"},
		{Key: "years", Value: s.subject().Period},
		{Key: "awards_listed", Value: strconv.Itoa(d.List.Awards), Kind: encode.Integer},
		{Key: "list_checksum", Value: d.List.SHA256},
		s.asOf(),
		{Key: "filters", Value: filter, Kind: encode.Words, Words: "report.filter"},
	}, s.traced(lang)...)
}

// column is a period as a column of the matrix.
func (p StatisticsPeriod) column(lang text.Lang) encode.Column {
	c := typed(cmp.Or(words(p.Period), "unknown"), encode.Integer, 9)
	c.Title = cmp.Or(words(p.Period), text.Of(lang, "report.paper.no_period", nil))
	return c
}

// matrixTable has a row for each type and kind of recipients, and a column for
// each period.
func (s *AwardStatistics) matrixTable(lang text.Lang) encode.Table {
	const before = 3
	t := encode.Table{Key: "award_matrix", Landscape: true, Note: "report.note.blanks", Columns: []encode.Column{
		plain("type", 34), coded("level", "enum.award_level", 14), coded("recipients", "report.column", 12),
	}}
	for _, p := range s.Data.Periods {
		c := p.column(lang)
		if p.Sums != nil { // nothing known adds up to nothing known
			c = summed(c, encode.Letter(len(t.Columns)+1))
		}
		t.Columns = append(t.Columns, c)
	}
	total, last := typed("total", encode.Integer, 10), encode.Letter(len(t.Columns))
	total.Formula = func(row int) string {
		return fmt.Sprintf("SUM(%[2]s%[1]d:%[3]s%[1]d)", row, encode.Letter(before+1), last)
	}
	t.Columns = append(t.Columns, summed(total, encode.Letter(len(t.Columns)+1)))
	for _, r := range s.Data.Rows {
		row := []string{joined(" / ", words(r.Type.Name), words(r.Type.AsWritten)), words(r.Level), r.Recipients}
		for _, n := range r.Counts {
			row = append(row, number(n))
		}
		t.Rows = append(t.Rows, append(row, strconv.Itoa(r.Total)))
	}
	return t
}

// threeSums are sums by the kinds the statistics tell apart, and what they leave
// open.
func threeSums() []encode.Column {
	total := typed("total", encode.Integer, 10)
	total.Formula = func(row int) string { return fmt.Sprintf("SUM(B%[1]d:D%[1]d)", row) }
	named := typed("named", encode.Integer, 10)
	named.Label = "named_count"
	return []encode.Column{
		typed("collectives", encode.Integer, 11), typed("individuals", encode.Integer, 11), typed("others", encode.Integer, 11), total,
		typed("awards", encode.Integer, 10), typed("count_unknown", encode.Integer, 12), named, typed("unnamed", encode.Integer, 10),
	}
}

func threeCells(s award.Sums) (out []string) {
	for _, n := range []int{s.Collectives, s.Individuals, others(s), s.All(), s.Awards, s.CountUnknown, s.Named, s.Unnamed} {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

// periodTable sums each period; the chart shows it.
func (s *AwardStatistics) periodTable() encode.Table {
	period := plain("period", 14)
	period.Instead = noPeriod
	t := encode.Table{Key: "award_periods", Landscape: true, Columns: append([]encode.Column{period}, threeSums()...)}
	for i := 1; i < len(t.Columns); i++ {
		t.Columns[i] = summed(t.Columns[i], encode.Letter(i+1))
	}
	for _, p := range s.Data.Periods {
		row := append([]string{words(p.Period)}, make([]string, len(t.Columns)-1)...)
		if p.Sums != nil {
			copy(row[1:], threeCells(*p.Sums))
		} else {
			t.Note = "report.note.blanks"
		}
		t.Rows = append(t.Rows, row)
	}
	if (s.Filters != StatisticsFilters{}) {
		t.Note = "report.note.some_years"
	}
	return t
}

// apartTable sets what is known beside what is in no total.
func (s *AwardStatistics) apartTable() encode.Table {
	t := encode.Table{Key: "award_apart", Landscape: true, Columns: append([]encode.Column{coded("line", "report.line", 26)}, threeSums()...)}
	for _, l := range []struct {
		line string
		sums award.Sums
	}{{"known", s.Data.Totals}, {"unclear", s.Data.Unclear}, {"annulled", s.Data.Annulled}, {"draft", s.Data.Draft}} {
		t.Rows = append(t.Rows, append([]string{l.line}, threeCells(l.sums)...))
	}
	if s.Data.Totals.Awards == 0 {
		t.Note = "report.note.zeros"
	}
	return t
}

// listTable has one row for each award. Its total counts awards in force: the rows
// marked as counted.
func listTable(rows *encode.Rows) encode.Table {
	const recipient, counts, counted, unnamed = 6, 7, 14, 15
	count := typed("count", encode.Integer, 8)
	count.Counts = func(row []string) bool { return row[counted] != "" }
	count.Total = func(first, last int) string {
		return fmt.Sprintf(`SUMIFS(%[4]s%[1]d:%[4]s%[2]d,%[3]s%[1]d:%[3]s%[2]d,"x")`, first, last, encode.Letter(counted+1), encode.Letter(counts+1))
	}
	named := plain("recipient", 34)
	named.Instead = func(row []string) (string, map[string]any) {
		switch {
		case row[counts] == "":
			return "report.count_unknown", nil
		case row[unnamed] != "0":
			return "report.not_named", map[string]any{"count": row[counts]}
		}
		return "", nil
	}
	period := plain("period", 11)
	period.Instead = noPeriod
	return encode.Table{Key: "award_list", Landscape: true, Long: rows, Columns: []encode.Column{
		running(), period, coded("class", "enum.award_class", 12), plain("type", 30), coded("level", "enum.award_level", 14), coded("recipient_kind", "enum.recipient_kind", 11),
		recipient: named, counts: count, 8: plain("decision", 14), typed("decided_on", encode.Date, 12), plain("authority", 24), typed("presented_on", encode.Date, 12),
		coded("status", "enum.award_status", 12), plain("remark", 18),
		counted: aside(coded("counted", "report.counted", 9)), unnamed: aside(typed("unnamed", encode.Integer, 10)),
		16: aside(typed("reported_on", encode.Date, 12)), aside(coded("commendation_type", "enum.commendation_type", 16)),
	}}
}
