package report

import (
	"strings"

	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/scoring"
	"giaouoc/internal/text"
)

// voteText are the minutes of a counting as the document that is signed.
type voteText struct {
	*VoteMinutes
	hand
}

func (v voteText) paper() *paper.Document {
	d, of := v.Data, v.Data.Vote
	return v.dress(&paper.Document{
		Issue:   paper.Issue{Parent: shown(d.Organizer), Issuer: d.BlocNameThen, Kind: v.common("minutes.kind", nil), Day: encode.Day(partial(of.HeldOn))},
		Title:   v.common("minutes.title", nil),
		Subject: []string{v.say("subject", map[string]any{"round": of.Round}), of.Title},
		Body:    v.body(),
	}, "vote_status")
}

func (v voteText) body() (out []paper.Block) {
	add := func(blocks ...paper.Block) { out = append(out, blocks...) }
	add(v.section(1, "opening", v.opening(), true)...)
	add(v.section(1, "committee", nil, true)...)
	add(paper.Heading{Level: 1, Text: v.say("figures", nil)}, v.table("vote_figures", "row", "vote_figure", "count"))
	add(paper.Heading{Level: 1, Text: v.say("results", nil)}, v.table("vote_items", "row", "nominee", "nominated_for", "vote_yes", "vote_no", "vote_abstain", "vote_outcome"))
	add(v.rule()...)
	add(v.apart()...)
	add(v.section(1, "closing", v.closing(), true)...)
	add(paper.Signatures{Of: []paper.Signatory{{Position: v.common("minutes.secretary", nil)}, {Position: v.say("head", nil)}}})
	return out
}

// opening says who voted on what, when and how.
func (v voteText) opening() []paper.Block {
	of := v.Data.Vote
	body := words(of.Body)
	if body == "" {
		body = v.Data.BlocNameThen
	}
	key, params := "held", map[string]any{"body": body, "title": of.Title}
	if of.HeldOn != nil {
		key, params["day"] = "held_on", encode.Day(partial(of.HeldOn))
	}
	out := []paper.Block{paper.Para{Text: v.say(key, params)}}
	if of.Method != nil {
		out = append(out, paper.Para{Text: v.say("method", map[string]any{"method": encode.Said(v.lang, "enum.vote_method", *of.Method)})})
	}
	return out
}

// rule says how many votes are needed, and whether enough were there.
func (v voteText) rule() (out []paper.Block) {
	of := v.Data.Vote
	if of.Threshold != nil {
		key := "at_least"
		if of.Over {
			key = "more_than"
		}
		params := map[string]any{"threshold": share(v.lang, *of.Threshold), "base": encode.Said(v.lang, "enum.vote_base", of.Base), "needed": blank, "of": blank}
		if of.Needed != nil {
			params["needed"], params["of"] = number(of.Needed), number(of.Of)
		}
		out = append(out, paper.Para{Text: v.say(key, params)})
	}
	if of.Quorum != nil && of.Quorate != nil {
		key := "quorate"
		if !*of.Quorate {
			key = "not_quorate"
		}
		out = append(out, paper.Para{Text: v.say(key, map[string]any{"quorum": share(v.lang, *of.Quorum)})})
	}
	return out
}

// share writes a share as it is read: 66,5%.
func share(lang text.Lang, written string) string {
	if percent, yes := strings.CutSuffix(written, "%"); yes {
		return encode.Figure(lang, percent) + "%"
	}
	return written
}

// apart lists who took no part, with the reason where one is known.
func (v voteText) apart() (out []paper.Block) {
	for _, w := range v.Data.Vote.Voters {
		if w.Part == scoring.Absent || w.Part == scoring.Recused {
			why := joined("; ", encode.Said(v.lang, "enum.voter_part", w.Part), words(w.Reason))
			out = append(out, paper.Item{Text: v.say("apart", map[string]any{"unit": shown(w.Unit), "why": why})})
		}
	}
	if len(out) > 0 {
		out = append([]paper.Block{paper.Heading{Level: 1, Text: v.say("recused", nil)}}, out...)
	}
	return out
}

func (v voteText) closing() []paper.Block {
	if of := v.Data.Vote.OutcomeAsWritten; of != nil {
		return []paper.Block{paper.Para{Text: *of}}
	}
	return nil
}
