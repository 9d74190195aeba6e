package report

import (
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/scoring"
	"giaouoc/internal/text"
)

func (m *VoteMinutes) document(lang text.Lang) *encode.Document {
	v := m.Data.Vote
	sources := sourceTable(v.Sources)
	sources.Key = "vote_sources"
	d := &encode.Document{
		Title: text.Of(lang, "report.vote.title", nil), About: v.Title + " – " + m.Data.Period.Label, Facts: m.facts(lang),
		Tables: []encode.Table{figureTable(v), nomineeTable("vote_items", []scoring.VoteDetailView{v}), voterTable(v.Voters), sources},
	}
	d.Paper = func() *paper.Document { return voteText{m, newHand(m, "vote", lang, d)}.paper() }
	return d
}

// facts are what must be known of the file, and what no table holds.
func (m *VoteMinutes) facts(lang text.Lang) []encode.Fact {
	v := m.Data.Vote
	fact := func(key, value string) encode.Fact { return encode.Fact{Key: key, Value: value} }
	standing := m.standing()
	standing.Words = "report.vote.document_status"
	out := append([]encode.Fact{standing}, m.Data.facts()...)
	out = append(out,
		fact("vote_body", words(v.Body)), encode.Fact{Key: "vote_status", Value: v.Status, Kind: encode.Words, Words: "enum.vote_status"},
		encode.Fact{Key: "held_on", Value: partial(v.HeldOn), Kind: encode.Date}, encode.Fact{Key: "vote_method", Value: words(v.Method), Kind: encode.Words, Words: "enum.vote_method"},
		fact("vote_threshold", share(lang, words(v.Threshold))), encode.Fact{Key: "vote_base", Value: v.Base, Kind: encode.Words, Words: "enum.vote_base"},
		fact("vote_quorum", share(lang, words(v.Quorum))), encode.Fact{Key: "vote_needed", Value: number(v.Needed), Kind: encode.Integer}, encode.Fact{Key: "vote_of", Value: number(v.Of), Kind: encode.Integer},
		fact("outcome", words(v.OutcomeAsWritten)), fact("remark", words(v.Remark)), m.asOf(),
	)
	return append(out, m.traced(lang)...)
}

// facts are those of the term that its documents begin with.
func (t TermOfPaper) facts() []encode.Fact {
	fact := func(key, value string) encode.Fact { return encode.Fact{Key: key, Value: value} }
	return []encode.Fact{
		fact("bloc", t.BlocNameThen), fact("bloc_code", words(t.BlocCode)), fact("organizer", shown(t.Organizer)), fact("period", t.Period.Label),
		{Key: "document_layout", Value: words(t.DocumentLayout), Kind: encode.Words, Words: "enum.document_layout"},
	}
}

// figureTable has one row for each figure that was counted.
func figureTable(v scoring.VoteDetailView) encode.Table {
	t := encode.Table{Key: "vote_figures", Columns: []encode.Column{running(), coded("vote_figure", "report.vote.figure", 60), typed("count", encode.Integer, 14)}}
	for _, f := range []struct {
		key string
		n   *int
	}{
		{"eligible", v.Eligible}, {"present", v.Present}, {"written_opinions", v.WrittenOpinions}, {"issued", v.Issued}, {"returned", v.Returned}, {"valid", v.Valid}, {"blank", v.Blank}, {"invalid", v.Invalid},
	} {
		t.Rows = append(t.Rows, []string{next(t), f.key, number(f.n)})
	}
	return t
}

// nomineeTable has one row for each nominee of some votes.
func nomineeTable(key string, votes []scoring.VoteDetailView) encode.Table {
	t := encode.Table{Key: key, Columns: []encode.Column{
		running(), plain("vote_title", 44), typed("vote_round", encode.Integer, 8), plain("nominee", 40), plain("nominated_for", 30), typed("vote_yes", encode.Integer, 10), typed("vote_no", encode.Integer, 10), typed("vote_abstain", encode.Integer, 10),
		typed("vote_needed", encode.Integer, 10), coded("vote_outcome", "enum.vote_outcome", 16), coded("vote_stated", "enum.vote_stated", 16),
	}}
	for _, v := range votes {
		for _, it := range v.Items {
			t.Rows = append(t.Rows, []string{next(t), v.Title, number(&v.Round), shown(it.Unit), words(it.Subject), number(it.Yes), number(it.No), number(it.Abstain), number(v.Needed), words(it.Outcome), words(it.Stated)})
		}
	}
	return t
}

func voterTable(all []scoring.VoterView) encode.Table {
	t := encode.Table{Key: "vote_voters", Columns: []encode.Column{running(), plain("unit", 46), plain("representative", 28), coded("voter_part", "enum.voter_part", 22), plain("reason", 40)}}
	for _, w := range all {
		t.Rows = append(t.Rows, []string{next(t), shown(w.Unit), words(w.PersonAsWritten), w.Part, words(w.Reason)})
	}
	return t
}
