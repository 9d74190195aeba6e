package scoring

import (
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/amount"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/record"
)

// rankingRow is a ranking with the present names of what it points to.
type rankingRow struct {
	Ranking     `gorm:"embedded"`
	PeriodKind  string
	PeriodLabel string
	BlocName    string
	EventTitle  *string
	VoteTitle   *string
	TableTitle  *string
}

var rankingRows = bloc.Part{
	Read: actor.RankingRead, Alias: "r",
	Columns: "r.*, t.period_kind, t.period_label, b.name AS bloc_name, e.title AS event_title, v.title AS vote_title, st.title AS table_title",
	From: `rankings r JOIN terms t ON t.id = r.term_id JOIN blocs b ON b.id = r.bloc_id LEFT JOIN events e ON e.id = r.event_id
		LEFT JOIN votes v ON v.id = r.vote_id LEFT JOIN score_tables st ON st.id = r.table_id`,
	Published: "r.status IN ('published', 'replaced')",
}

var rankingList = db.List{
	Fields: slices.Concat(bloc.TermFields("r"), []db.Field{
		{Name: "status", SQL: "r.status", Type: db.Enum, Enum: rankingStatuses},
		{Name: "origin", SQL: "r.origin", Type: db.Enum, Enum: []string{Computed, Stated}},
		{Name: "edition", SQL: "r.edition", Type: db.Int, Sort: true},
	}),
	Default: "-period", ID: "r.id",
}

// published is the condition on rows of a term whose ranking is published, and not
// under correction.
func published(alias string) string {
	return alias + `.term_id IN (SELECT p.term_id FROM rankings p WHERE p.status = 'published'
		AND NOT EXISTS (SELECT 1 FROM rankings w WHERE w.term_id = p.term_id AND w.status IN ('draft', 'concluded')))`
}

// stands is the condition on rankings r that count in their term: published, or
// concluded where none is.
const stands = `(r.status = 'published' OR r.status = 'concluded' AND NOT EXISTS (SELECT 1 FROM rankings o WHERE o.term_id = r.term_id AND o.status = 'published'))`

// Ranked tells of a term whether it has a ranking that is concluded, and whether one is
// still worked on that is not published.
func Ranked(tx *gorm.DB, termID string) (r bloc.Ranked, err error) {
	there, err := standingOf(tx, termID)
	if err != nil {
		return r, err
	}
	r.Open = there.Worked != ""
	r.Concluded = there.Published != "" || there.Worked != "" && !there.Draft
	r.Settled, err = settledBy(tx, termID, Computed)
	return r, err
}

// settled reports whether a ranking rests on the scores of a term, and is not being
// drawn up anew.
func settled(tx *gorm.DB, termID string) (bool, error) {
	return settledBy(tx, termID, Computed, Stated)
}

// settledBy is settled by rankings of some origins.
func settledBy(tx *gorm.DB, termID string, origins ...string) (yes bool, err error) {
	return yes, tx.Raw(`SELECT EXISTS (SELECT 1 FROM rankings WHERE term_id = ? AND status IN ('concluded', 'published') AND origin IN ?)
		AND NOT EXISTS (SELECT 1 FROM rankings WHERE term_id = ? AND status = 'draft' AND origin = 'computed')`, termID, origins, termID).Scan(&yes).Error
}

// unsettled refuses to change scores that a ranking rests on.
func unsettled(tx *gorm.DB, termID string) error {
	yes, err := settled(tx, termID)
	if err == nil && yes {
		err = ErrRanked
	}
	return err
}

// scoreResource gathers what rights on the scores of a term are decided by.
func scoreResource(tx *gorm.DB, t *bloc.Term) (actor.Resource, error) {
	of, err := bloc.TermResource(tx, t)
	if err != nil {
		return of, err
	}
	of.Published, err = IsPublished(tx, t.ID)
	return of, err
}

// IsPublished reports whether the ranking of a term is published, and not under
// correction.
func IsPublished(tx *gorm.DB, termID string) (yes bool, err error) {
	return yes, tx.Raw("SELECT EXISTS (SELECT 1 FROM rankings o WHERE o.term_id = ? AND "+published("o")+")", termID).Scan(&yes).Error
}

// shownRanking is one ranking with its rows: as they are kept, or of a computed draft
// as the scores give them now.
type shownRanking struct {
	rankingRow
	Rows   []RankingRow
	order  order
	table  *shownTable // what it is computed by; nil for a stated one
	vote   *shownVote
	Former map[string]int // ranks in the period before, by unit
}

// stored is the ranking as it is stored.
func (s shownRanking) stored() *wholeRanking {
	w := &wholeRanking{Ranking: s.Ranking}
	if s.Origin == Stated || s.Status != Draft {
		w.Rows = s.Rows
	}
	return w
}

// showRanking reads a ranking the caller may read.
func showRanking(tx *gorm.DB, id string) (*shownRanking, error) {
	row, err := bloc.ShowPart[rankingRow](tx, rankingRows, id)
	if err != nil {
		return nil, err
	}
	s := &shownRanking{rankingRow: *row}
	if s.Origin == Computed && s.Status == Draft {
		err = s.compute(tx)
	} else {
		err = s.kept(tx)
	}
	if err != nil {
		return nil, err
	}
	s.Former, err = former(tx, s.Ranking)
	return s, err
}

// kept reads the rows of a ranking.
func (s *shownRanking) kept(tx *gorm.DB) (err error) {
	if s.Rows, err = db.All[RankingRow](tx, "SELECT * FROM ranking_rows WHERE ranking_id = ? ORDER BY position", s.ID); err != nil || s.TableID == nil {
		return err
	}
	s.table, err = showTable(tx, *s.TableID)
	return err
}

// compute finds the rows of a draft from the scores as they stand.
func (s *shownRanking) compute(tx *gorm.DB) error {
	b, err := readBoard(tx, s.TermID, AtFinal)
	if err != nil || b.Table == nil {
		return err
	}
	s.table = b.Table
	ballots := map[string]*int{}
	if s.VoteID != nil {
		if s.vote, err = showVote(tx, *s.VoteID); err != nil {
			return err
		}
		ballots = s.vote.stored().ballots()
	}
	s.order = s.rank(b, ballots)
	s.Rows = s.order.Rows
	return nil
}

// former are the ranks in the period before a ranking's, by unit, as far as the caller
// may read them.
func former(tx *gorm.DB, r Ranking) (map[string]int, error) {
	cond, args := rankingRows.Scope(tx)
	rows, err := db.All[struct {
		UnitID string
		Place  int
	}](tx, `SELECT p.unit_id, p.place FROM ranking_rows p JOIN rankings r ON r.id = p.ranking_id
		WHERE p.unit_id IS NOT NULL AND p.place IS NOT NULL AND `+stands+" AND "+cond+`
			AND r.term_id = (SELECT f.id FROM terms f JOIN terms n ON n.id = ? WHERE f.bloc_id = n.bloc_id AND f.period_kind = n.period_kind
				AND f.period_ends_on < n.period_starts_on ORDER BY f.period_ends_on DESC LIMIT 1)`, append(args, r.TermID)...)
	out := make(map[string]int, len(rows))
	for _, row := range rows {
		out[row.UnitID] = row.Place
	}
	return out, err
}

// holdRanking makes others wait to change a ranking until the transaction ends:
// not_found for who may not read its term, term_locked, then forbidden.
func holdRanking(tx *gorm.DB, id string) (*shownRanking, *bloc.Term, error) {
	t, err := bloc.LockTermOf(tx, actor.BlocRead, "rankings", id)
	if err != nil {
		return nil, nil, err
	}
	if err := bloc.CanTerm(tx, actor.RankingWrite, t); err != nil {
		return nil, nil, err
	}
	s, err := showRanking(tx, id)
	return s, t, err
}

// standing is what rankings of a term there are: one that is worked on, one that is
// published; "" for none. Last is the highest number of an edition, 0 for none.
type standing struct {
	Worked, Published string
	Draft             bool // what is worked on is not concluded
	Last              int
}

func standingOf(tx *gorm.DB, termID string) (s standing, err error) {
	return s, tx.Raw(`SELECT COALESCE(max(CASE WHEN status IN ('draft', 'concluded') THEN id END), '') AS worked,
		COALESCE(max(CASE WHEN status = 'published' THEN id END), '') AS published,
		COALESCE(max(CASE WHEN status = 'draft' THEN 1 END), 0) = 1 AS draft, COALESCE(max(edition), 0) AS last
		FROM rankings WHERE term_id = ?`, termID).Scan(&s).Error
}

// writeRows writes the rows of a ranking anew.
func writeRows(tx *gorm.DB, w *wholeRanking) error {
	if err := removeRows(tx, w.ID); err != nil || len(w.Rows) == 0 {
		return err
	}
	return db.InsertAll(tx, &w.Rows)
}

func removeRows(tx *gorm.DB, rankingID string) error {
	return tx.Where("ranking_id = ?", rankingID).Delete(&RankingRow{}).Error
}

// unitNames are the present names of units, by their ids.
func unitNames(tx *gorm.DB, of []record.Named) (map[string]string, error) {
	ids := make([]string, len(of))
	for i, n := range of {
		ids[i] = n.ID
	}
	cond, arg := db.In(tx, "u.id", ids)
	rows, err := db.All[struct{ ID, Name string }](tx, "SELECT u.id, u.name FROM units u WHERE "+cond, arg)
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, err
}

// Placed is a unit's place in the ranking that counts in a term.
type Placed struct {
	TermID    string
	RankingID string
	UnitID    *string
	UnitName  string // as it then was
	Place     *int
	Among     int // how many have a place
	Total     *amount.Points
	Scale     *amount.Points // the full total of the ranking; nil where it is not known
	Tied      bool
	LeftOut   bool
	Open      bool // everybody who reads the term may read it
}

// PlacesIn reads the places of units in all terms of a bloc, in one statement.
func PlacesIn(tx *gorm.DB, blocID string) ([]Placed, error) {
	return places(tx, "r.bloc_id = ?", blocID)
}

// PlacesOf reads the places of a unit in all its terms, in one statement.
func PlacesOf(tx *gorm.DB, unitID string) ([]Placed, error) {
	return places(tx, "p.unit_id = ?", unitID)
}

// places reads places in the rankings the caller may read that are published, or
// concluded where none is.
func places(tx *gorm.DB, of, id string) ([]Placed, error) {
	cond, args := rankingRows.Scope(tx)
	return db.All[Placed](tx, `SELECT p.term_id, p.ranking_id, p.unit_id, p.unit_name, p.place, p.total, p.tied, p.left_out, COALESCE(p.full_total, r.scale) AS scale,
			(SELECT count(*) FROM ranking_rows o WHERE o.ranking_id = p.ranking_id AND o.place IS NOT NULL) AS among,
			(r.status = 'published' AND `+published("r")+`) AS "open"
		FROM ranking_rows p JOIN rankings r ON r.id = p.ranking_id
		WHERE `+of+" AND "+cond+" AND "+stands+" ORDER BY p.term_id, p.position", append([]any{id}, args...)...)
}
