package report

import "giaouoc/internal/scoring"

// VoteSchema names the shape of the JSON form.
const VoteSchema = "giaouoc.report.vote/1"

// VoteMinutes are the minutes of the counting of a vote (biên bản kiểm phiếu). No
// national form exists; they tell what Decree 30/2020/NĐ-CP asks of minutes.
type VoteMinutes struct {
	Head
	Data VoteData `json:"data"`

	published bool // so that everybody of the bloc reads it
}

// VoteData is what is reported. What is unknown is null.
type VoteData struct {
	Vote scoring.VoteDetailView `json:"vote"`
	TermOfPaper
}

func (m *VoteMinutes) sealed() any { return m.Data }

// subject: a vote is a draft until it is closed.
func (m *VoteMinutes) subject() subject {
	v := m.Data.Vote
	s := m.Data.about(v.Term.ID, words(v.Bloc.ID), v.Title)
	s.Early = !m.published
	if v.Status == scoring.Closed {
		s.State = locked
	}
	return s
}

// about is what a document of a term is about; a draft until something ends it.
func (t TermOfPaper) about(termID, blocID, name string) subject {
	return subject{BlocID: blocID, TermID: termID, Name: name, Code: words(t.BlocCode), Period: t.Period.Label, Layout: words(t.DocumentLayout), State: draft}
}
