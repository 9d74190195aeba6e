package report

import (
	"cmp"

	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

// statisticsPaper is the statistics as an official document. It has the figures;
// the list of awards stands in the workbook and the CSV.
type statisticsPaper struct {
	*AwardStatistics
	hand
}

func (s statisticsPaper) paper() *paper.Document {
	d := s.Data
	return s.dress(&paper.Document{
		Issue:     paper.Issue{Issuer: words(d.Bloc.Name), Kind: s.say("kind", nil)},
		Title:     s.say("title", nil),
		Subject:   []string{joined(" ", s.say("subject", nil), s.subject().Period)},
		Body:      s.body(),
		Signatory: paper.Signatory{Behalf: s.layout.For(s.lang, words(d.Bloc.Name)), Position: text.Of(s.lang, s.docs.Chief, nil)},
		Appendices: []paper.Appendix{
			s.appendix(1, "matrix", true, s.matrix()...),
			s.appendix(2, "periods", false, s.chart(), s.totalled("award_periods", "period", "collectives", "individuals", "others", "total")),
		},
	}, "years", "filters", "list_checksum")
}

func (s statisticsPaper) body() []paper.Block {
	return append(s.section(1, "figures", s.known(), false, s.table("award_apart", "line", "collectives", "individuals", "others", "total")),
		s.section(1, "list", []paper.Block{paper.Para{Text: s.say("listed", map[string]any{"n": s.count(s.Data.List.Awards)})}}, false)...)
}

// known says how much is known, and how much more there may be.
func (s statisticsPaper) known() (out []paper.Block) {
	d := s.Data
	tell := func(key string, n int, more map[string]any) {
		if more == nil {
			more = map[string]any{}
		}
		more["n"] = s.count(n)
		out = append(out, paper.Para{Text: s.say(key, more)})
	}
	if d.Totals.Awards == 0 {
		return []paper.Block{s.empty()}
	}
	tell("known", d.Totals.All(), map[string]any{"collectives": s.count(d.Totals.Collectives), "individuals": s.count(d.Totals.Individuals), "others": s.count(others(d.Totals))})
	for _, x := range []struct {
		key string
		n   int
	}{{"unclear", d.Unclear.All()}, {"unclear_uncounted", d.Unclear.CountUnknown}, {"count_unknown", d.Totals.CountUnknown}, {"annulled", d.Annulled.Awards}, {"draft", d.Draft.Awards}} {
		if x.n > 0 {
			tell(x.key, x.n, nil)
		}
	}
	return out
}

// abreast is how many periods stand side by side on a page.
const abreast = 10

// matrix is the table of types and periods, in parts a page has room for; the
// last has the totals of the rows. Periods that nothing is on record for stand in
// the words below the chart.
func (s statisticsPaper) matrix() (out []paper.Block) {
	var periods []string
	for _, p := range s.Data.Periods {
		if p.Sums != nil {
			periods = append(periods, p.column(s.lang).Key)
		}
	}
	for from := 0; from < len(periods); from += abreast {
		to := min(from+abreast, len(periods))
		keys := append([]string{"type", "level", "recipients"}, periods[from:to]...)
		if to == len(periods) {
			keys = append(keys, "total")
		}
		out = append(out, s.totalled("award_matrix", keys...))
	}
	if out == nil {
		return []paper.Block{s.empty()}
	}
	return out
}

// totalled is a table with a row of totals.
func (s statisticsPaper) totalled(key string, columns ...string) paper.Block {
	for _, t := range s.docs.Tables {
		if t.Key == key && len(t.Rows) > 0 {
			return encode.Totalled(s.lang, t, columns...)
		}
	}
	return s.empty()
}

func (s statisticsPaper) chart() paper.Block {
	var bars []bar
	for _, p := range s.Data.Periods {
		b := bar{label: cmp.Or(words(p.Period), s.common("no_period", nil))}
		if x := p.Sums; x != nil {
			b.parts = []int{x.Collectives, x.Individuals, others(*x)}
		}
		bars = append(bars, b)
	}
	return s.stacked("statistics_chart", []string{"collectives", "individuals", "others"}, bars)
}
