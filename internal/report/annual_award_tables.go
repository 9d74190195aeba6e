package report

import (
	"fmt"
	"slices"
	"strconv"

	"giaouoc/internal/award"
	"giaouoc/internal/report/encode"
)

// awardTable has one row for each named recipient, and one for those nobody has
// named yet. Its total counts awards in force: the rows marked as counted.
func awardTable(key string, awards []AnnualAward) encode.Table {
	const counts, counted, named = 8, 15, 16
	count := typed("count", encode.Integer, 8)
	count.Counts = func(row []string) bool { return row[counted] != "" }
	count.Total = func(first, last int) string {
		return fmt.Sprintf(`SUMIFS(%[4]c%[1]d:%[4]c%[2]d,%[3]c%[1]d:%[3]c%[2]d,"x")`, first, last, 'A'+counted, 'A'+counts)
	}
	recipient := plain("recipient", 28)
	recipient.Instead = func(row []string) (string, map[string]any) {
		switch row[named] {
		case "unnamed":
			return "report.not_named", map[string]any{"count": row[counts]}
		case "count_unknown":
			return "report.count_unknown", nil
		}
		return "", nil
	}
	t := encode.Table{Key: key, Landscape: true, Signed: true, Columns: []encode.Column{
		running(), typed("record", encode.Ordinal, 8), plain("period", 9), coded("class", "enum.award_class", 14), plain("type", 26), coded("level", "enum.award_level", 11),
		coded("recipient_kind", "enum.recipient_kind", 11), recipient, count, plain("decision", 13), typed("decided_on", encode.Date, 12),
		plain("authority", 19), typed("presented_on", encode.Date, 12), coded("status", "enum.award_status", 12), plain("remark", 16),
		aside(coded("counted", "report.counted", 9)), aside(coded("named", "report.named", 14)), aside(typed("reported_on", encode.Date, 12)),
		aside(coded("commendation_type", "enum.commendation_type", 16)), aside(plain("count_as_written", 16)), aside(plain("level_as_written", 16)), aside(plain("citation", 50)),
	}}
	for i, a := range awards {
		sum, period := "", ""
		if a.Status == award.InForce {
			sum = "yes"
		}
		if a.Period != nil {
			period = a.Period.Label
		}
		a.lines(func(recipient, name, n, remark string) {
			t.Rows = append(t.Rows, []string{
				next(t), strconv.Itoa(i + 1), period, words(a.Class), joined(" / ", words(a.Type.Name), words(a.Type.AsWritten)), words(a.Level), words(a.RecipientKind), recipient, n,
				written(a.Decision), partial(a.DecidedOn), written(&a.Authority), partial(a.PresentedOn), a.Status, joined("\n", words(a.Remark), remark),
				sum, name, partial(a.ReportedOn), words(a.CommendationType), words(a.CountAsWritten), words(a.LevelAsWritten), words(a.Citation),
			})
		})
	}
	return t
}

// lines gives each recipient a line of one; what a source names beyond its own
// count is not counted. Those without a name share a line; so does an award
// whose count is unknown.
func (a AnnualAward) lines(row func(recipient, named, count, remark string)) {
	for i, g := range a.Recipients {
		n := "1"
		if a.Count != nil && i >= *a.Count {
			n = ""
		}
		row(g.inWords(), "named", n, words(g.Remark))
	}
	switch {
	case a.Unnamed == nil:
		row("", "count_unknown", "", "")
	case *a.Unnamed > 0:
		row("", "unnamed", strconv.Itoa(*a.Unnamed), "")
	}
}

func (g AnnualRecipient) inWords() string {
	who := joined(", ", written(g.Person), words(g.Household), shown(g.HonouredBloc), words(g.SubUnit))
	return joined(", ", who, shown(g.Unit, g.NameThen))
}

func unitAwardTable(lines []AnnualUnitAwards) encode.Table {
	unit := plain("name_then", 44)
	unit.Instead = func([]string) (string, map[string]any) { return "report.no_unit", nil }
	total := typed("total", encode.Integer, 10)
	total.Formula = func(row int) string { return fmt.Sprintf("SUM(E%[1]d:G%[1]d)", row) }
	t := encode.Table{Key: "unit_awards", Landscape: true, Columns: []encode.Column{
		running(), place("protocol_order"), plain("code", 12), unit,
		summed(typed("collectives", encode.Integer, 11), "E"), summed(typed("individuals", encode.Integer, 11), "F"), summed(typed("others", encode.Integer, 11), "G"),
		summed(total, "H"), plain("types", 50),
	}}
	for _, l := range lines {
		sum := ""
		if l.Collectives != nil || l.Individuals != nil || l.Others != nil {
			sum = strconv.Itoa(value(l.Collectives) + value(l.Individuals) + value(l.Others))
		}
		t.Rows = append(t.Rows, []string{next(t), number(l.Order), words(l.Code), shown(l.Unit, l.NameThen), number(l.Collectives), number(l.Individuals), number(l.Others), sum, joined("\n", l.Types...)})
	}
	return t
}

// sumColumns are the kinds of recipients in the order of their columns.
func sumColumns() []encode.Column {
	return []encode.Column{
		typed("collectives", encode.Integer, 11), typed("individuals", encode.Integer, 11), typed("households", encode.Integer, 11),
		typed("blocs", encode.Integer, 11), typed("unclassified", encode.Integer, 13),
	}
}

func sumCells(s award.Sums) []string {
	var out []string
	for _, n := range []int{s.Collectives, s.Individuals, s.Households, s.Blocs, s.Unclassified, s.All(), s.Awards, s.CountUnknown, s.Named, s.Unnamed} {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

// beside is how many lines stand beside the totals of the tally and are counted
// in none of them.
const beside = 3

// tallyTable is the tally line by line, then what is beside.
func tallyTable(tally AnnualTally) encode.Table {
	cols := []encode.Column{coded("line", "report.line", 14), plain("period", 9), plain("type", 34), coded("level", "enum.award_level", 14), coded("has_authority", "report.yes", 10)}
	from := len(cols)
	cols = append(cols, sumColumns()...)
	total := typed("total", encode.Integer, 10)
	total.Formula = func(row int) string { return fmt.Sprintf("SUM(F%[1]d:J%[1]d)", row) }
	cols = append(cols, total, typed("awards", encode.Integer, 10), typed("count_unknown", encode.Integer, 12), typed("named", encode.Integer, 10), typed("unnamed", encode.Integer, 10))
	cols[len(cols)-2].Label = "named_count"
	for i := from; i < len(cols); i++ {
		letter := string(rune('A' + i)) // #nosec G115 -- a dozen columns
		cols[i].Counts = func(row []string) bool { return row[0] == "known" }
		cols[i].Total = func(first, last int) string {
			if last -= beside; last < first {
				return "0"
			}
			return fmt.Sprintf("SUM(%[1]s%[2]d:%[1]s%[3]d)", letter, first, last)
		}
	}
	t := encode.Table{Key: "tally", Landscape: true, Columns: cols}
	if len(tally.Rows) == 0 {
		t.Note = "report.note.zeros"
	}
	for _, r := range tally.Rows {
		t.Rows = append(t.Rows, append([]string{"known", r.Period, shown(r.Type), words(r.Level), strconv.FormatBool(r.HasAuthority)}, sumCells(r.Sums)...))
	}
	for _, b := range [beside]struct {
		line string
		sums award.Sums
	}{{"unclear", tally.Unclear}, {"annulled", tally.Annulled}, {"draft", tally.Draft}} {
		t.Rows = append(t.Rows, append([]string{b.line, "", "", "", ""}, sumCells(b.sums)...))
	}
	return t
}

// periodTable sums each period; the chart shows it.
func periodTable(tally AnnualTally) encode.Table {
	share := typed("named_share", encode.Percent, 12)
	share.Formula = func(row int) string { return fmt.Sprintf("J%[1]d/(J%[1]d+K%[1]d)", row) }
	total := typed("total", encode.Integer, 10)
	total.Formula = func(row int) string { return fmt.Sprintf("SUM(B%[1]d:F%[1]d)", row) }
	cols := append([]encode.Column{plain("period", 14)}, sumColumns()...)
	cols = append(cols, total, typed("awards", encode.Integer, 10), typed("count_unknown", encode.Integer, 12), typed("named", encode.Integer, 10), typed("unnamed", encode.Integer, 10))
	cols[len(cols)-2].Label = "named_count"
	for i := 1; i < len(cols); i++ {
		cols[i] = summed(cols[i], string(rune('A'+i)))
	}
	t := encode.Table{Key: "awards_by_period", Landscape: true, Columns: append(cols, share)}
	if !slices.ContainsFunc(tally.ByPeriod, func(p AnnualPeriodSums) bool { return p.Sums != nil }) {
		return t
	}
	if slices.ContainsFunc(tally.ByPeriod, func(p AnnualPeriodSums) bool { return p.Sums == nil }) {
		t.Note = "report.note.blanks"
	}
	for _, p := range tally.ByPeriod {
		row := append([]string{p.Period}, make([]string, len(cols))...)
		if s := p.Sums; s != nil {
			copy(row[1:], sumCells(*s))
			if all := s.Named + s.Unnamed; all > 0 {
				row[len(row)-1] = strconv.FormatFloat(float64(s.Named)/float64(all), 'f', -1, 64)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
