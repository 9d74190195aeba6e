package report

import (
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/scoring"
	"giaouoc/internal/scoring/marks"
	"giaouoc/internal/text"
)

func (p *ScoreTablePaper) document(lang text.Lang) *encode.Document {
	t := p.Data.ScoreTable
	sources := sourceTable(t.Sources)
	sources.Key = "score_table_sources"
	d := &encode.Document{
		Title: text.Of(lang, "report.score_table.title", nil), About: t.Title, Chief: chief(p.Data.BlocKind), Facts: p.facts(lang),
		Tables: []encode.Table{criterionTable(lang, t.Criteria), classTable(t.Classes), sources},
	}
	d.Paper = func() *paper.Document { return scoreTableText{p, newHand(p, "score_table", lang, d)}.paper() }
	return d
}

// facts are what must be known of the file, and what no table holds.
func (p *ScoreTablePaper) facts(lang text.Lang) []encode.Fact {
	t := p.Data.ScoreTable
	fact := func(key, value string) encode.Fact { return encode.Fact{Key: key, Value: value} }
	standing := p.standing()
	standing.Words = "report.score_table.document_status"
	out := append([]encode.Fact{standing}, p.Data.TermOfPaper.facts()...)
	out = append(out,
		encode.Fact{Key: "score_table_status", Value: t.Status, Kind: encode.Words, Words: "enum.score_table_status"}, encode.Fact{Key: "score_table_edition", Value: number(&t.Edition), Kind: encode.Ordinal},
		encode.Fact{Key: "score_mode", Value: t.Mode, Kind: encode.Words, Words: "enum.score_table_mode"}, encode.Fact{Key: "scale", Value: decimal(t.Scale), Kind: encode.Decimal},
		encode.Fact{Key: "adopted_on", Value: partial(t.AdoptedOn), Kind: encode.Date}, fact("score_document", words(t.DocumentAsWritten)), fact("tie_rule", tieRule(lang, t.TieBreaks)),
		fact("remark", words(t.Remark)), p.asOf(),
	)
	return append(out, p.traced(lang)...)
}

// criterionTable has one row for each criterion, in the order of the tree.
func criterionTable(lang text.Lang, all []scoring.CriterionView) encode.Table {
	t := encode.Table{Key: "score_criteria", Columns: []encode.Column{
		running(), plain("criterion_code", 10), plain("text", 60), coded("criterion_kind", "enum.criterion_kind", 22), typed("max_points", encode.Decimal, 12), plain("how_scored", 60), coded("scored_by", "enum.scored_by", 24), plain("assigned_to", 40),
	}}
	for _, c := range all {
		var units []string
		for _, u := range c.AssignedTo {
			units = append(units, shown(u))
		}
		by := c.ScoredBy
		if c.Kind == string(marks.Group) {
			by = "" // its parts say so
		}
		t.Rows = append(t.Rows, []string{next(t), c.Code, c.Text, c.Kind, decimal(c.Max), howScored(lang, c), by, joined(", ", units...)})
	}
	return t
}

// howScored says what decides the points of a criterion.
func howScored(lang text.Lang, c scoring.CriterionView) string {
	say := func(key string, params map[string]any) string {
		return text.Of(lang, "report.score_table."+key, params)
	}
	var parts []string
	if c.Each != nil {
		parts = append(parts, say("each", map[string]any{"points": encode.Figure(lang, c.Each.String())}))
	}
	for _, b := range c.Bands {
		parts = append(parts, say("band", map[string]any{"from": encode.Figure(lang, b.From.String()), "points": encode.Figure(lang, b.Points.String())}))
	}
	for _, o := range c.Options {
		parts = append(parts, joined(": ", encode.Figure(lang, o.Points.String()), words(o.Text)))
	}
	if c.Gate != nil {
		parts = append(parts, say("gate", map[string]any{"gate": *c.Gate}))
	}
	if c.EvidenceRequired {
		parts = append(parts, say("evidence", nil))
	}
	return joined("; ", append(parts, words(c.Guidance))...)
}

func classTable(all []scoring.ClassView) encode.Table {
	t := encode.Table{Key: "score_classes", Columns: []encode.Column{running(), plain("result_class", 46), typed("class_from", encode.Decimal, 14), coded("no_zero", "report.no_zero", 22), labelled(coded("level", "enum.rating_level", 34), "class_level")}}
	for _, c := range all {
		zero := "no"
		if c.NoZero {
			zero = "yes"
		}
		t.Rows = append(t.Rows, []string{next(t), c.Name, c.From.String(), zero, words(c.Level)})
	}
	return t
}
