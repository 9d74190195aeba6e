package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/scoring"
)

// The reads here answer what the caller may read, each in a fixed number of statements.

func (m *VoteMinutes) read(tx *gorm.DB, id string) error {
	v, err := scoring.ShowVote(tx, id)
	if err != nil {
		return err
	}
	m.Data.Vote = *v
	if _, err = m.Data.TermOfPaper.read(tx, v.Term.ID); err != nil {
		return err
	}
	m.published, err = scoring.VotesAreOpen(tx, v.Term.ID)
	return err
}

func (d *RankingData) read(tx *gorm.DB, id string) error {
	r, err := scoring.ShowRanking(tx, id)
	if err != nil {
		return err
	}
	d.Ranking = *r
	d.BlocKind, err = d.TermOfPaper.read(tx, r.Term.ID)
	return err
}

func (p *RankingPaper) read(tx *gorm.DB, id string) error { return p.Data.read(tx, id) }

func (m *Deliberation) read(tx *gorm.DB, id string) error {
	if err := m.Data.RankingData.read(tx, id); err != nil {
		return err
	}
	votes, err := scoring.VotesOf(tx, m.Data.Ranking.Term.ID)
	m.Data.Votes = list(votes)
	return err
}

func (p *ScoreTablePaper) read(tx *gorm.DB, id string) error {
	s, err := scoring.ShowTable(tx, id)
	if err != nil {
		return err
	}
	p.Data.ScoreTable = *s
	p.Data.BlocKind, err = p.Data.TermOfPaper.read(tx, s.Term.ID)
	return err
}
