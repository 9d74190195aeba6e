package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"strconv"

	"giaouoc/internal/award"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/viet"
)

// StatisticsSchema names the shape of the JSON form.
const StatisticsSchema = "giaouoc.report.award_statistics/1"

// AwardStatistics are the awards of a bloc over the years (thống kê khen thưởng
// nhiều năm). The list of them may be too long to hold: it lies beside the
// figures, which know its checksum.
type AwardStatistics struct {
	StatisticsFigures
	awards *encode.Rows
	brief  bool // the list is not asked for
}

// StatisticsFigures are what is held of the report.
type StatisticsFigures struct {
	Head
	Filters StatisticsFilters `json:"filters"`
	Data    StatisticsData    `json:"data"`
}

// StatisticsFilters are the years that were asked for.
type StatisticsFilters struct {
	FromYear *int `json:"from_year" doc:"null: the first on record"`
	ToYear   *int `json:"to_year" doc:"null: the last on record"`
}

// StatisticsData is what awards/tally answers for the bloc, a column a period.
type StatisticsData struct {
	Bloc           record.Ref         `json:"bloc"`
	BlocCode       *string            `json:"bloc_code"`
	BlocKind       string             `json:"bloc_kind" enum:"bloc,cluster"`
	DocumentLayout *string            `json:"document_layout" enum:"party,state,enterprise"`
	Periods        []StatisticsPeriod `json:"periods" doc:"listing years in a row, then longer periods by label, then the unknown one; the last two only where no years are asked for"`
	Rows           []StatisticsRow    `json:"rows" doc:"titles, then forms, then what is no type of the catalogue; in each the highest level first, then by name"`
	Totals         award.Sums         `json:"totals" doc:"of the rows; 0: nothing on record, which does not mean that none was given"`
	Unclear        award.Sums         `json:"unclear" doc:"up to so many more may belong: they lack bloc or period"`
	Annulled       award.Sums         `json:"annulled" doc:"left out of the totals"`
	Draft          award.Sums         `json:"draft" doc:"of decisions not in force yet; left out of the totals"`
	List           StatisticsList     `json:"list"`
}

// StatisticsPeriod is a column.
type StatisticsPeriod struct {
	Period *string     `json:"period" doc:"listing year, or the label of a longer period; null: unknown"`
	Sums   *award.Sums `json:"sums" doc:"null: nothing is on record, which does not mean that nothing was given"`
}

// StatisticsRow is one type of award to one kind of recipients.
type StatisticsRow struct {
	Type       award.AwardTypeRef `json:"type"`
	Class      *string            `json:"class" enum:"title,form" doc:"null: no type is linked"`
	Level      *string            `json:"level" enum:"state,ministry_province,grassroots"`
	Recipients string             `json:"recipients" enum:"collectives,individuals,others" doc:"others: households, blocs, and what is of unknown kind"`
	Counts     []*int             `json:"counts" doc:"one for each of periods; null: nothing on record"`
	Total      int                `json:"total"`
}

// StatisticsList stands for the list of awards under the checksum.
type StatisticsList struct {
	Awards int    `json:"awards" doc:"how many there are"`
	SHA256 string `json:"sha256" doc:"of machine/award_list.csv in the form csv"`
}

// years are the listing years of the columns.
func (f StatisticsFilters) years(tally award.Tally) ([]string, error) {
	var on []int
	for _, g := range tally.Rows {
		if g.Year != nil {
			on = append(on, *g.Year)
		}
	}
	first, last := 0, -1
	if len(on) > 0 {
		first, last = slices.Min(on), slices.Max(on)
	}
	if f.FromYear != nil {
		first, last = *f.FromYear, max(last, *f.FromYear)
	}
	if f.ToYear != nil {
		if last = *f.ToYear; first == 0 || first > last && f.FromYear == nil {
			first = last
		}
	}
	switch {
	case f.FromYear != nil && first > last:
		return nil, fault.Query(fault.In("to_year", "minimum", "min", first))
	case last-first >= manyYears:
		return nil, fault.Query(fault.In("from_year", "too_many_years", "max", manyYears, "min", last-manyYears+1))
	}
	out := []string{}
	for y := first; y <= last; y++ {
		out = append(out, strconv.Itoa(y))
	}
	return out, nil
}

// periodOf is the column a line of the tally stands in; "" for the unknown one.
func periodOf(g award.Group) string {
	if g.Year != nil {
		return strconv.Itoa(*g.Year)
	}
	return words(g.Period)
}

// tabulate makes columns and rows of a tally.
func (d *StatisticsData) tabulate(tally award.Tally, years []string) {
	var longer []string
	unknown := false
	for _, g := range tally.Rows {
		if g.Year == nil && g.Period != nil {
			longer = append(longer, *g.Period)
		}
		unknown = unknown || g.Year == nil && g.Period == nil
	}
	slices.Sort(longer)
	labels := append(slices.Clone(years), slices.Compact(longer)...)
	if unknown {
		labels = append(labels, "")
	}
	sums := make([]*award.Sums, len(labels))
	d.Rows = []StatisticsRow{}
	for _, g := range tally.Rows {
		at := slices.Index(labels, periodOf(g))
		all := value(sums[at]).Plus(g.Sums)
		sums[at] = &all
		for _, part := range []struct {
			recipients string
			n          int
		}{{"collectives", g.Sums.Collectives}, {"individuals", g.Sums.Individuals}, {"others", others(g.Sums)}} {
			if part.n > 0 {
				d.row(g, part.recipients, len(labels)).add(at, part.n)
			}
		}
	}
	d.Periods = []StatisticsPeriod{}
	for i, l := range labels {
		p := StatisticsPeriod{Sums: sums[i]}
		if l != "" {
			p.Period = &l
		}
		d.Periods = append(d.Periods, p)
	}
	slices.SortStableFunc(d.Rows, compareRows)
}

// others are the recipients that are neither collectives nor persons.
func others(s award.Sums) int { return s.Households + s.Blocs + s.Unclassified }

// row is the row of a type, level and kind of recipients, made where it is not
// there yet.
func (d *StatisticsData) row(g award.Group, recipients string, periods int) *StatisticsRow {
	i := slices.IndexFunc(d.Rows, func(r StatisticsRow) bool {
		return r.Recipients == recipients && words(r.Level) == words(g.Level) && words(r.Type.ID) == words(g.TypeID) && words(r.Type.AsWritten) == words(g.TypeAsWritten)
	})
	if i < 0 {
		i = len(d.Rows)
		d.Rows = append(d.Rows, StatisticsRow{g.Type(), g.TypeClass, g.Level, recipients, make([]*int, periods), 0})
	}
	return &d.Rows[i]
}

func (r *StatisticsRow) add(at, n int) {
	sum := value(r.Counts[at]) + n
	r.Counts[at], r.Total = &sum, r.Total+n
}

// compareRows is the order of the catalogue.
func compareRows(a, b StatisticsRow) int {
	place := func(of []string, s *string) int {
		if i := slices.Index(of, words(s)); i >= 0 {
			return i
		}
		return len(of)
	}
	classes, levels := []string{"title", "form"}, []string{"state", "ministry_province", "grassroots"}
	name := func(r StatisticsRow) string { return viet.SortKey(cmp.Or(words(r.Type.Name), words(r.Type.AsWritten))) }
	return cmp.Or(
		cmp.Compare(place(classes, a.Class), place(classes, b.Class)), cmp.Compare(place(levels, a.Level), place(levels, b.Level)),
		cmp.Compare(name(a), name(b)), cmp.Compare(words(a.Type.ID), words(b.Type.ID)), cmp.Compare(words(a.Type.AsWritten), words(b.Type.AsWritten)),
		cmp.Compare(a.Recipients, b.Recipients),
	)
}

func (s *AwardStatistics) subject() subject {
	d := s.Data
	period := ""
	if n := len(d.Periods); n > 0 && d.Periods[0].Period != nil {
		first, last := *d.Periods[0].Period, *d.Periods[0].Period
		for _, p := range d.Periods {
			if p.Period != nil && len(*p.Period) == len("2021") {
				last = *p.Period
			}
		}
		if period = first; last != first {
			period += "-" + last
		}
	}
	return subject{BlocID: words(d.Bloc.ID), Name: words(d.Bloc.Name), Code: words(d.BlocCode), Period: period, Layout: words(d.DocumentLayout), State: current}
}

func (s *AwardStatistics) sealed() any { return s.Data }

// WriteJSON writes the report with its list, an award at a time.
func (s *AwardStatistics) WriteJSON(w io.Writer) error {
	return encode.WriteJSON(w, &s.StatisticsFigures, "awards", listTable(s.awards))
}

// MarshalJSON is the whole report, list and all, in memory: for who stores it.
func (s *AwardStatistics) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	err := s.WriteJSON(&b)
	return b.Bytes(), err
}

// UnmarshalJSON opens a report that was stored.
func (s *AwardStatistics) UnmarshalJSON(b []byte) error {
	var list struct {
		Awards json.RawMessage `json:"awards"`
	}
	if err := json.Unmarshal(b, &s.StatisticsFigures); err != nil {
		return err
	}
	err := json.Unmarshal(b, &list)
	if err == nil {
		s.awards, err = encode.ReadRows(list.Awards, listTable(nil))
	}
	return err
}

// fillLine writes an award as a row of the list.
func fillLine(row []string, n int, l *award.Line) {
	counted, unnamed := "", ""
	if l.Status == award.InForce {
		counted = "yes"
	}
	if l.Count != nil {
		unnamed = strconv.Itoa(max(*l.Count-l.Named, 0))
	}
	copy(row, []string{
		strconv.Itoa(n), words(l.PeriodLabel), words(l.TypeClass), joined(" / ", words(l.TypeName), words(l.TypeAsWritten)), words(l.Level), words(l.RecipientKind),
		namesIn(l.Names), number(l.Count), words(or(l.DecisionAsWritten, l.DecisionNumber)), partial(l.DecidedOn), words(or(l.AuthorityInWords, l.AuthorityName)),
		partial(l.PresentedOn), l.Status, words(l.Remark), counted, unnamed, partial(l.ReportedOn), words(l.CommendationType),
	})
}

// namesIn are those an award names, as the annual report writes them.
func namesIn(all []award.LineName) string {
	var out []string
	for _, n := range all {
		out = append(out, joined(", ", joined(", ", words(n.Person), words(n.Household), words(n.HonouredBloc), words(n.SubUnit)), words(n.Unit)))
	}
	return joined("; ", out...)
}
