package scoring

import (
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
)

// voteRow is a vote with the present names of what it points to.
type voteRow struct {
	Vote        `gorm:"embedded"`
	PeriodKind  string
	PeriodLabel string
	BlocName    string
	EventTitle  *string
	ItemCount   int
}

// votesOpen is the condition on rows of a term whose votes everybody of it reads: its
// ranking is published, or it was concluded without any.
func votesOpen(alias string) string {
	return "(" + published(alias) + " OR " + alias + ".term_id IN (SELECT c.id FROM terms c WHERE c.without_ranking AND c.status IN ('concluded', 'locked')))"
}

// VotesAreOpen reports whether everybody who reads a term reads the votes that were
// counted in it.
func VotesAreOpen(tx *gorm.DB, termID string) (yes bool, err error) {
	return yes, tx.Raw("SELECT EXISTS (SELECT 1 FROM (SELECT t.id AS term_id FROM terms t WHERE t.id = ?) o WHERE "+votesOpen("o")+")", termID).Scan(&yes).Error
}

// counted is the condition on votes v whose figures stand.
const counted = " AND v.status IN ('counted', 'closed')"

var voteRows = bloc.Part{
	Read: actor.VoteRead, Alias: "v",
	Columns: `v.*, t.period_kind, t.period_label, b.name AS bloc_name, e.title AS event_title,
		(SELECT count(*) FROM vote_items i WHERE i.vote_id = v.id) AS item_count`,
	From:      "votes v JOIN terms t ON t.id = v.term_id JOIN blocs b ON b.id = v.bloc_id LEFT JOIN events e ON e.id = v.event_id",
	Published: votesOpen("v") + counted,
}

var voteList = db.List{
	Fields: slices.Concat(bloc.TermFields("v"), []db.Field{
		{Name: "status", SQL: "v.status", Type: db.Enum, Enum: voteStatuses},
		{Name: "round", SQL: "v.round", Type: db.Int, Sort: true},
		{Name: "held_on", SQL: "v.held_on", Type: db.Date, Sort: true, Nullable: true},
	}),
	Search: "v.search_text", Default: "-period", ID: "v.id",
}

// voteItemRow is a nominee with its present name.
type voteItemRow struct {
	VoteItem `gorm:"embedded"`
	UnitName *string
}

// voterRow is a voter with the present name of the unit.
type voterRow struct {
	Voter    `gorm:"embedded"`
	UnitName string
}

var voterRows = bloc.Part{
	Read: actor.VoteRead, Alias: "w",
	Columns: "w.*, u.name AS unit_name", From: "voters w JOIN votes v ON v.id = w.vote_id JOIN units u ON u.id = w.unit_id",
	Published: votesOpen("w") + counted,
}

// shownVote is one vote with its nominees, who took part and the round after it.
type shownVote struct {
	voteRow
	Items      []voteItemRow
	Voters     []voterRow
	FollowedBy *string
}

// stored is the vote as it is stored.
func (s shownVote) stored() *wholeVote {
	w := &wholeVote{Vote: s.Vote, Items: make([]VoteItem, len(s.Items))}
	for i, it := range s.Items {
		w.Items[i] = it.VoteItem
	}
	return w
}

// showVote reads a vote the caller may read.
func showVote(tx *gorm.DB, id string) (*shownVote, error) {
	row, err := bloc.ShowPart[voteRow](tx, voteRows, id)
	if err != nil {
		return nil, err
	}
	s := &shownVote{voteRow: *row}
	if s.Items, err = db.All[voteItemRow](tx, "SELECT i.*, u.name AS unit_name FROM vote_items i LEFT JOIN units u ON u.id = i.unit_id WHERE i.vote_id = ? ORDER BY i.position", id); err != nil {
		return nil, err
	}
	if s.Voters, err = bloc.AllParts[voterRow](tx, voterRows, "u.name_sort, w.id", "w.vote_id = ?", id); err != nil {
		return nil, err
	}
	next, err := nextRound(tx, id)
	if next != "" {
		s.FollowedBy = &next
	}
	return s, err
}

// nextRound is the vote that is the round after another one; "" for none.
func nextRound(tx *gorm.DB, id string) (next string, err error) {
	return next, tx.Raw("SELECT id FROM votes WHERE follows_id = ?", id).Scan(&next).Error
}

// holdVote makes others wait to change a vote until the transaction ends: not_found
// for who may not read its term, term_locked, then forbidden.
func holdVote(tx *gorm.DB, table, id string) (*bloc.Term, error) {
	t, err := bloc.LockTermOf(tx, actor.BlocRead, table, id)
	if err != nil {
		return nil, err
	}
	return t, bloc.CanTerm(tx, actor.VoteWrite, t)
}

// writeItems writes the nominees of a vote anew.
func writeItems(tx *gorm.DB, v *wholeVote) error {
	if err := removeItems(tx, v.ID); err != nil || len(v.Items) == 0 {
		return err
	}
	return db.InsertAll(tx, &v.Items)
}

func removeItems(tx *gorm.DB, voteID string) error {
	return tx.Where("vote_id = ?", voteID).Delete(&VoteItem{}).Error
}

// voterOf is the id under which a unit takes part in a vote; "" for none.
func voterOf(tx *gorm.DB, voteID, unitID string) (id string, err error) {
	return id, tx.Raw("SELECT id FROM voters WHERE vote_id = ? AND unit_id = ?", voteID, unitID).Scan(&id).Error
}

// voteUsed reports whether a ranking rests on a vote, and is not being drawn up anew.
func voteUsed(tx *gorm.DB, id string) (there bool, err error) {
	return there, tx.Raw(`SELECT EXISTS (SELECT 1 FROM rankings r WHERE r.vote_id = ? AND r.status IN ('concluded', 'published')
		AND NOT EXISTS (SELECT 1 FROM rankings w WHERE w.term_id = r.term_id AND w.status = 'draft' AND w.origin = 'computed'))`, id).Scan(&there).Error
}
