package report

import (
	"strings"

	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

// rankingText is a ranking as the table that is signed.
type rankingText struct {
	*RankingData
	hand
}

func (r rankingText) paper() *paper.Document {
	of := r.Ranking
	return r.dress(&paper.Document{
		Issue:   paper.Issue{Parent: shown(r.Organizer), Issuer: r.BlocNameThen, Attached: true},
		Title:   r.say("title", nil),
		Subject: []string{capital(periodWords(r.lang, r.Period))},
		Body: append(r.places(r.hand), paper.Signatures{Of: []paper.Signatory{
			{Position: r.say("maker", nil)}, {Behalf: r.layout.For(r.lang, r.BlocNameThen), Position: text.Of(r.lang, r.docs.Chief, nil)},
		}}),
	}, "ranking_status", "ranking_edition", scoredBy(of.ScoreTable != nil))
}

// scoredBy is the fact that names the score table, of a ranking that has one.
func scoredBy(one bool) string {
	if one {
		return "score_table"
	}
	return "ranking_origin"
}

// places are the table of a ranking, the rule for equal totals, and why it was
// corrected or decided.
func (d *RankingData) places(h hand) []paper.Block {
	columns := []string{"rank", "unit", "total_points", "behind", "former_rank", "result_class", "note"}
	out := []paper.Block{h.table("ranking_places", columns...)}
	told := func(key, what string) {
		if what != "" {
			out = append(out, paper.Para{Text: h.common("ranked."+key, map[string]any{"what": strings.TrimRight(what, ".")})})
		}
	}
	told("rule", tieRule(h.lang, d.Ranking.TieKeys))
	told("decided", words(d.Ranking.DecisionReason))
	told("corrected", words(d.Ranking.Correction))
	return out
}

// deliberationText are the minutes of the conference as the document that is signed.
type deliberationText struct {
	*Deliberation
	hand
}

func (m deliberationText) paper() *paper.Document {
	d := m.Data
	return m.dress(&paper.Document{
		Issue:   paper.Issue{Parent: shown(d.Organizer), Issuer: d.BlocNameThen, Kind: m.common("minutes.kind", nil), Day: encode.Day(partial(d.Ranking.DecidedOn))},
		Title:   m.common("minutes.title", nil),
		Subject: []string{m.say("subject", map[string]any{"period": periodWords(m.lang, d.Period)})},
		Body:    m.body(),
	}, "ranking_status", "ranking_edition")
}

func (m deliberationText) body() (out []paper.Block) {
	add := func(blocks ...paper.Block) { out = append(out, blocks...) }
	add(m.section(1, "opening", m.opening(), true)...)
	add(m.section(1, "attendance", nil, true)...)
	add(m.section(1, "discussion", nil, true)...)
	add(paper.Heading{Level: 1, Text: m.say("ranking", nil)})
	add(m.Data.places(m.hand)...)
	add(paper.Heading{Level: 1, Text: m.say("votes", nil)}, m.table("deliberation_votes", "row", "vote_title", "vote_round", "nominee", "nominated_for", "vote_yes", "vote_no", "vote_needed", "vote_outcome"))
	add(m.section(1, "closing", nil, true)...)
	add(paper.Signatures{Of: []paper.Signatory{{Position: m.common("minutes.secretary", nil)}, {Position: m.common("minutes.chair", nil)}}})
	return out
}

// opening says when and where the conference was.
func (m deliberationText) opening() []paper.Block {
	r := m.Data.Ranking
	key, params := "held", map[string]any{"bloc": m.Data.BlocNameThen, "event": shown(r.Event)}
	if params["event"] == "" {
		params["event"] = m.say("conference", nil)
	}
	if r.DecidedOn != nil {
		key, params["day"] = "held_on", encode.Day(partial(r.DecidedOn))
	}
	return []paper.Block{paper.Para{Text: m.say(key, params)}}
}
