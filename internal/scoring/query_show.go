package scoring

import (
	"gorm.io/gorm"

	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
)

// The functions here are what reports ask of scoring. They load through the caller's
// own extent: what may not be read is not found.

// ShowRanking reads a ranking as it is answered.
func ShowRanking(tx *gorm.DB, id string) (*RankingDetailView, error) {
	s, err := showRanking(tx, id)
	if err != nil {
		return nil, err
	}
	v := rankingDetailView(*s)
	return &v, nil
}

// ShowVote reads a vote as it is answered.
func ShowVote(tx *gorm.DB, id string) (*VoteDetailView, error) {
	s, err := showVote(tx, id)
	if err != nil {
		return nil, err
	}
	v := voteDetailView(*s)
	return &v, nil
}

// ShowTable reads a score table as it is answered.
func ShowTable(tx *gorm.DB, id string) (*ScoreTableDetailView, error) {
	s, err := showTable(tx, id)
	if err != nil {
		return nil, err
	}
	v := tableDetailView(*s)
	return &v, nil
}

// VotesOf reads the votes of a term that the caller may read and that are counted, in
// the order of time, in a fixed number of statements.
func VotesOf(tx *gorm.DB, termID string) ([]VoteDetailView, error) {
	rows, err := bloc.AllParts[voteRow](tx, voteRows, "COALESCE(v.held_on, ''), v.created_at, v.id", "v.term_id = ? AND v.status IN ('counted', 'closed')", termID)
	if err != nil {
		return nil, err
	}
	items, err := db.All[voteItemRow](tx, "SELECT i.*, u.name AS unit_name FROM vote_items i LEFT JOIN units u ON u.id = i.unit_id WHERE i.term_id = ? ORDER BY i.vote_id, i.position", termID)
	if err != nil {
		return nil, err
	}
	voters, err := bloc.AllParts[voterRow](tx, voterRows, "u.name_sort, w.id", "w.term_id = ?", termID)
	if err != nil {
		return nil, err
	}
	out := make([]VoteDetailView, len(rows))
	for n, row := range rows {
		s := shownVote{voteRow: row}
		for _, it := range items {
			if it.VoteID == row.ID {
				s.Items = append(s.Items, it)
			}
		}
		for _, w := range voters {
			if w.VoteID == row.ID {
				s.Voters = append(s.Voters, w)
			}
		}
		for _, next := range rows {
			if deref(next.FollowsID) == row.ID {
				s.FollowedBy = &next.ID
			}
		}
		out[n] = voteDetailView(s)
	}
	return out, nil
}

// Settled is what was drawn up in a term and stands: the score table that is applied,
// and, once everybody of the bloc may read them, the votes that are counted, in the order
// of time, and the ranking.
type Settled struct {
	Tables, Votes, Rankings []string
}

// SettledIn reads what stands in a term, in a fixed number of statements.
func SettledIn(tx *gorm.DB, termID string) (s Settled, err error) {
	for _, x := range []struct {
		of          bloc.Part
		order, only string
		into        *[]string
	}{
		{tableRows, "s.id", "s.status = 'applied'", &s.Tables},
		{voteRows, "COALESCE(v.held_on, ''), v.created_at, v.id", voteRows.Published, &s.Votes},
		{rankingRows, "r.id", "r.status = 'published' AND " + published("r"), &s.Rankings},
	} {
		x.of.Columns = x.of.Alias + ".id"
		rows, err := bloc.AllParts[struct{ ID string }](tx, x.of, x.order, x.of.Alias+".term_id = ? AND "+x.only, termID)
		if err != nil {
			return s, err
		}
		for _, r := range rows {
			*x.into = append(*x.into, r.ID)
		}
	}
	return s, nil
}
