package report

import (
	"fmt"
	"strconv"
	"strings"

	"giaouoc/internal/record"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

func (r *ProfileReport) document(lang text.Lang) *encode.Document {
	d := &encode.Document{
		Title: text.Of(lang, "report.unit_profile.title", nil), About: r.Data.Unit.Name, Chief: "report.sign.chief_unit",
		Facts:  r.facts(lang),
		Tables: []encode.Table{r.versionTable(), r.actTable(), r.termTable(), r.awardTable(), r.sumTable(), r.yearTable()},
		Charts: []encode.Chart{{Key: "profile_chart", Table: "profile_years", Series: []string{"own", "inherited"}}},
	}
	d.Paper = func() *paper.Document { return profilePaper{r, newHand(r, "unit_profile", lang, d)}.paper() }
	return d
}

func (r *ProfileReport) facts(lang text.Lang) []encode.Fact {
	v := r.Data
	fact := func(key, value string) encode.Fact { return encode.Fact{Key: key, Value: value} }
	return append([]encode.Fact{
		r.standing(),
		fact("unit", v.Unit.Name), fact("unit_code", words(v.Unit.Code)),
		{Key: "unit_kind", Value: words(v.Unit.Kind), Kind: encode.Words, Words: "enum.unit_kind"},
		fact("parent", shown(r.parent())), fact("province", words(v.Unit.Province)), fact("aliases", strings.Join(v.Unit.Aliases, "\n")),
		fact("gaps", r.gaps()),
		{Key: "predecessors_in_words", Value: strconv.Itoa(v.Counts.InWords), Kind: encode.Integer},
		fact("sources", joinedSources(v.Unit.Sources)), fact("remark", words(v.Unit.Remark)),
		r.asOf(),
	}, r.traced(lang)...)
}

// parent is the body above, as the latest version says.
func (r *ProfileReport) parent() *record.Ref {
	if n := len(r.Data.Versions); n > 0 {
		return r.Data.Versions[n-1].Parent
	}
	return nil
}

// gaps are the years between its terms that none is on record for.
func (r *ProfileReport) gaps() string {
	var years []string
	for _, y := range r.Data.Gaps {
		years = append(years, strconv.Itoa(y))
	}
	return strings.Join(years, ", ")
}

// joinedSources are sources in one text each, a line each.
func joinedSources(sources []record.Source) string {
	var lines []string
	for _, s := range sources {
		lines = append(lines, joined(", ", words(s.Title), words(s.Publisher), words(s.Author), words(s.Address)))
	}
	return joined("\n", lines...)
}

func (r *ProfileReport) versionTable() encode.Table {
	t := encode.Table{Key: "versions", Landscape: true, Columns: []encode.Column{
		running(), plain("name", 44), plain("short_name", 18), plain("parent", 32), plain("province", 18), plain("legal_form", 20),
		typed("valid_from", encode.Date, 12), typed("valid_to", encode.Date, 12),
	}}
	for _, v := range r.Data.Versions {
		t.Rows = append(t.Rows, []string{next(t), v.Name, words(v.ShortName), shown(v.Parent), words(v.Province), words(v.LegalForm), partial(v.ValidFrom), partial(v.ValidTo)})
	}
	return t
}

func (r *ProfileReport) actTable() encode.Table {
	t := encode.Table{Key: "acts", Landscape: true, Columns: []encode.Column{
		running(), coded("act", "enum.succession_kind", 22), plain("from_parties", 40), plain("to_parties", 40), typed("happened_on", encode.Date, 12),
		typed("earliest_on", encode.Date, 12), typed("latest_on", encode.Date, 12), plain("decision", 18), coded("merit_inherited", "enum.merit_inherited", 22), plain("remark", 20),
	}}
	for i, a := range r.Data.Acts {
		n := r.Data.ActNames[i]
		t.Rows = append(t.Rows, []string{
			next(t), a.Kind, joined("\n", n.From...), joined("\n", n.To...), partial(a.HappenedOn), partial(a.EarliestOn), partial(a.LatestOn),
			written(a.Decision), a.MeritInherited, words(a.Remark),
		})
	}
	return t
}

func (r *ProfileReport) termTable() encode.Table {
	period := plain("period", 12)
	period.Label = "term_period"
	t := encode.Table{Key: "terms", Landscape: true, Columns: []encode.Column{
		running(), period, plain("bloc", 34), coded("belongs_as", "report.belongs_as", 24), plain("name_then", 34), coded("signed", "enum.signature_status", 14),
		typed("signed_on", encode.Dates, 13), typed("rank", encode.Integer, 8), coded("status", "enum.term_status", 16), aside(place("protocol_order")),
		aside(coded("agreement_status", "enum.agreement_status", 16)), aside(typed("own_commitments", encode.Integer, 10)),
		aside(typed("ranked_among", encode.Integer, 10)), aside(typed("total_points", encode.Decimal, 10)),
	}}
	for _, b := range r.Data.Terms {
		var states, days []string
		for _, s := range b.Signatures {
			states = append(states, s.Status)
			if s.SignedOn != nil {
				days = append(days, string(*s.SignedOn))
			}
		}
		own := ""
		if b.AgreementID != nil {
			own = strconv.Itoa(b.Commitments)
		}
		rank, among, total := "", "", ""
		if r := b.Ranking; r != nil {
			rank, among, total = number(r.Rank), strconv.Itoa(r.Among), decimal(r.Total)
		}
		t.Rows = append(t.Rows, []string{
			next(t), b.Period.Label, shown(&b.Bloc), strings.Join(b.BelongsAs, ", "), b.NameThen, strings.Join(states, ", "), strings.Join(days, ", "),
			rank, words(b.Status), number(b.Order), words(b.AgreementStatus), own, among, total,
		})
	}
	return t
}

func (r *ProfileReport) awardTable() encode.Table {
	period := plain("period", 12)
	period.Instead = noPeriod
	t := encode.Table{Key: "profile_awards", Landscape: true, Columns: []encode.Column{
		running(), period, plain("type", 28), coded("level", "enum.award_level", 13), coded("recipient_kind", "enum.recipient_kind", 11), plain("recipient", 32),
		plain("decision", 14), typed("decided_on", encode.Date, 12), plain("authority", 22), coded("status", "enum.award_status", 12), coded("merit", "enum.award_merit", 16),
		aside(coded("earned_after_act", "report.yes", 14)), aside(plain("bloc", 30)),
	}}
	for _, a := range r.Data.Awards {
		label := ""
		if a.Period != nil {
			label = a.Period.Label
		}
		t.Rows = append(t.Rows, []string{
			next(t), label, joined(" / ", words(a.Type.Name), words(a.Type.AsWritten)), words(a.Level), words(a.RecipientKind),
			joined(", ", written(a.Person), words(a.SubUnit), a.NameThen), written(a.Decision), partial(a.DecidedOn), written(&a.Authority), a.Status, a.Merit,
			strconv.FormatBool(a.EarnedAfterward), shown(a.Bloc),
		})
	}
	return t
}

// noPeriod says that a period is unknown.
func noPeriod([]string) (string, map[string]any) { return "report.no_period", nil }

// sumTable are the sums by whose merit they are; counted is own and inherited, and
// the others stand beside it.
func (r *ProfileReport) sumTable() encode.Table {
	total := typed("total", encode.Integer, 10)
	total.Formula = func(row int) string { return fmt.Sprintf("SUM(B%[1]d:F%[1]d)", row) }
	cols := append([]encode.Column{coded("line", "report.merit", 30)}, sumColumns()...)
	t := encode.Table{Key: "profile_sums", Landscape: true, Columns: append(cols, total, typed("awards", encode.Integer, 10))}
	if len(r.Data.Awards) == 0 {
		return t
	}
	s := r.Data.Sums
	for _, l := range []struct {
		line string
		sums []string
	}{
		{"own", sumCells(s.Own)},
		{"inherited", sumCells(s.Inherited)},
		{"counted", sumCells(s.Counted)},
		{"not_inherited", sumCells(s.NotInherited)},
		{"unknown", sumCells(s.Unknown)},
		{"annulled", sumCells(s.Annulled)},
	} {
		t.Rows = append(t.Rows, append([]string{l.line}, l.sums[:7]...))
	}
	return t
}

func (r *ProfileReport) yearTable() encode.Table {
	period, counted := plain("period", 16), typed("counted_awards", encode.Integer, 12)
	period.Instead = noPeriod
	counted.Formula = func(row int) string { return fmt.Sprintf("SUM(B%[1]d:C%[1]d)", row) }
	t := encode.Table{Key: "profile_years", Columns: []encode.Column{
		period, summed(typed("own", encode.Integer, 16), "B"), summed(typed("inherited", encode.Integer, 16), "C"), summed(counted, "D"),
	}}
	for _, y := range r.Data.ByYear {
		all := ""
		if y.Own != nil {
			all = strconv.Itoa(*y.Own + *y.Inherited)
		} else {
			t.Note = "report.note.blanks"
		}
		t.Rows = append(t.Rows, []string{words(y.Period), number(y.Own), number(y.Inherited), all})
	}
	return t
}
