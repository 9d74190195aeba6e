package report

import "giaouoc/internal/scoring"

// The names of the shapes of the JSON forms.
const (
	RankingSchema      = "giaouoc.report.ranking/1"
	DeliberationSchema = "giaouoc.report.deliberation/1"
)

// RankingPaper is a ranking as the table that its maker and the leader of the bloc sign
// (bảng xếp hạng thi đua).
type RankingPaper struct {
	Head
	Data RankingData `json:"data"`
}

// RankingData is what is reported. What is unknown is null.
type RankingData struct {
	Ranking scoring.RankingDetailView `json:"ranking"`
	TermOfPaper
	BlocKind string `json:"bloc_kind" enum:"bloc,cluster"`
}

// about: a ranking is a draft until it is published, and what was replaced stands no more.
func (d *RankingData) about() subject {
	s := d.TermOfPaper.about(d.Ranking.Term.ID, words(d.Ranking.Bloc.ID), shown(d.Ranking.Bloc))
	switch d.Ranking.Status {
	case scoring.Published:
		s.State = locked
	case scoring.Replaced:
		s.State = current
	default:
		s.Early = true
	}
	return s
}

func (p *RankingPaper) sealed() any {
	d := p.Data
	d.Ranking = d.Ranking.Alone()
	return d
}

func (p *RankingPaper) subject() subject { return p.Data.about() }

// Deliberation are the minutes of the conference that ranked the units (biên bản bình
// xét thi đua): the ranking, and the votes of the term that were counted.
type Deliberation struct {
	Head
	Data DeliberationData `json:"data"`
}

// DeliberationData is what is reported. What is unknown is null.
type DeliberationData struct {
	RankingData
	Votes []scoring.VoteDetailView `json:"votes" doc:"of the term, that are counted, in the order of time"`
}

func (m *Deliberation) sealed() any {
	d := m.Data
	d.Ranking = d.Ranking.Alone()
	return d
}

func (m *Deliberation) subject() subject { return m.Data.about() }
