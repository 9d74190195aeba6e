package report

import (
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

// scoreTableText is a score table as the document that goes out to the units.
type scoreTableText struct {
	*ScoreTablePaper
	hand
}

func (s scoreTableText) paper() *paper.Document {
	d, t := s.Data, s.Data.ScoreTable
	body := []paper.Block{s.table("score_criteria", "criterion_code", "text", "criterion_kind", "max_points", "how_scored", "scored_by")}
	if t.Scale != nil {
		body = append(body, paper.Para{Text: s.say("scale", map[string]any{"points": encode.Figure(s.lang, t.Scale.String())})})
	}
	if rule := tieRule(s.lang, t.TieBreaks); rule != "" {
		body = append(body, paper.Para{Text: s.common("ranked.rule", map[string]any{"what": rule})})
	}
	if len(t.Classes) > 0 {
		body = append(body, paper.Heading{Level: 1, Text: s.say("classes", nil)}, s.table("score_classes", "row", "result_class", "class_from", "no_zero", "level"))
	}
	return s.dress(&paper.Document{
		Issue:     paper.Issue{Parent: shown(d.Organizer), Issuer: d.BlocNameThen, Attached: true},
		Title:     s.say("title", nil),
		Subject:   []string{t.Title},
		Landscape: true,
		Body:      body,
		Signatory: paper.Signatory{Behalf: s.layout.For(s.lang, d.BlocNameThen), Position: text.Of(s.lang, s.docs.Chief, nil)},
	}, "score_table_status", "score_table_edition")
}
