package report

import (
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/scoring"
	"giaouoc/internal/text"
)

func (p *RankingPaper) document(lang text.Lang) *encode.Document {
	r := p.Data.Ranking
	d := &encode.Document{
		Title: text.Of(lang, "report.ranking.title", nil), About: p.Data.BlocNameThen + " – " + p.Data.Period.Label, Chief: chief(p.Data.BlocKind), Facts: p.Data.rankingFacts(&p.Head, lang),
		Tables: []encode.Table{placeTable(r), markTable(r), rankingSources(r)},
	}
	d.Paper = func() *paper.Document { return rankingText{&p.Data, newHand(p, "ranking", lang, d)}.paper() }
	return d
}

func (m *Deliberation) document(lang text.Lang) *encode.Document {
	r := m.Data.Ranking
	d := &encode.Document{
		Title: text.Of(lang, "report.deliberation.title", nil), About: m.Data.BlocNameThen + " – " + m.Data.Period.Label, Facts: m.Data.rankingFacts(&m.Head, lang),
		Tables: []encode.Table{placeTable(r), nomineeTable("deliberation_votes", m.Data.Votes), rankingSources(r)},
	}
	d.Paper = func() *paper.Document { return deliberationText{m, newHand(m, "deliberation", lang, d)}.paper() }
	return d
}

// rankingFacts are what must be known of the file, and what no table holds.
func (d *RankingData) rankingFacts(h *Head, lang text.Lang) []encode.Fact {
	r := d.Ranking
	fact := func(key, value string) encode.Fact { return encode.Fact{Key: key, Value: value} }
	standing := h.standing()
	standing.Words = "report.ranking.document_status"
	out := append([]encode.Fact{standing}, d.facts()...)
	out = append(out,
		encode.Fact{Key: "ranking_status", Value: r.Status, Kind: encode.Words, Words: "enum.ranking_status"}, encode.Fact{Key: "ranking_origin", Value: r.Origin, Kind: encode.Words, Words: "enum.ranking_origin"},
		encode.Fact{Key: "ranking_edition", Value: number(&r.Edition), Kind: encode.Ordinal}, encode.Fact{Key: "decided_on", Value: partial(r.DecidedOn), Kind: encode.Date},
		fact("score_table", shown(r.ScoreTable)), encode.Fact{Key: "scale", Value: decimal(r.Scale), Kind: encode.Decimal}, fact("tie_rule", tieRule(lang, r.TieKeys)),
		fact("ranking_correction", words(r.Correction)), fact("decision_reason", words(r.DecisionReason)), fact("remark", words(r.Remark)), h.asOf(),
	)
	return append(out, h.traced(lang)...)
}

// tieRule says in words what tells units of one total apart.
func tieRule(lang text.Lang, keys []scoring.TieBreakView) string {
	parts := make([]string, len(keys))
	for i, k := range keys {
		parts[i] = tieKey(lang, k)
	}
	return joined("; ", parts...)
}

func tieKey(lang text.Lang, k scoring.TieBreakView) string {
	if k.Criterion != nil {
		return text.Of(lang, "report.ranking.by_criterion", map[string]any{"code": *k.Criterion})
	}
	return encode.Said(lang, "enum.tie_break", k.By)
}

// placeTable has one row for each unit.
func placeTable(r scoring.RankingDetailView) encode.Table {
	t := encode.Table{Key: "ranking_places", Columns: []encode.Column{
		running(), typed("rank", encode.Integer, 8), plain("unit", 46), typed("total_points", encode.Decimal, 12), typed("behind", encode.Decimal, 12), typed("former_rank", encode.Integer, 10), typed("rank_change", encode.Integer, 10),
		plain("result_class", 28), coded("rank_broken_by", "enum.tie_break", 24), plain("note", 34),
	}}
	for _, p := range r.Rows {
		broken := ""
		if p.BrokenBy != nil {
			broken = p.BrokenBy.By
		}
		t.Rows = append(t.Rows, []string{next(t), number(p.Rank), shown(p.Unit), decimal(p.Total), decimal(p.Behind), number(p.FormerRank), number(p.Change), words(p.Class), broken, words(p.Note)})
	}
	return t
}

// markTable has one row for each unit and criterion: what the place rests on.
func markTable(r scoring.RankingDetailView) encode.Table {
	t := encode.Table{Key: "ranking_marks", Columns: []encode.Column{
		running(), plain("unit", 46), plain("criterion_code", 12), typed("points", encode.Decimal, 12), typed("figure", encode.Decimal, 14), coded("score_rule", "enum.score_rule", 40),
	}}
	for _, p := range r.Rows {
		for _, m := range p.Marks {
			t.Rows = append(t.Rows, []string{next(t), shown(p.Unit), m.Code, decimal(m.Points), decimal(m.Figure), m.Rule})
		}
	}
	return t
}

func rankingSources(r scoring.RankingDetailView) encode.Table {
	t := sourceTable(r.Sources)
	t.Key = "ranking_sources"
	return t
}
