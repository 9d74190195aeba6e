package scoring

import (
	"cmp"
	"math/big"
	"slices"

	"giaouoc/internal/amount"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring/marks"
	"giaouoc/internal/viet"
)

// Ranking is the order of the units of a term (xếp hạng), in the edition that its
// number says. While it is a draft a computed one has no rows of its own: it is found
// from the scores as they stand. From its conclusion on its rows stay what they are; a
// correction is another edition, with the reason.
type Ranking struct {
	record.Meta       `gorm:"embedded"`
	TermID            string
	BlocID            string
	Edition           int
	Status            string
	Origin            string
	TableID           *string // what it was computed by, once it is concluded
	VoteID            *string // the ballot that tells units of one total apart
	EventID           *string
	DecidedOn         *date.Partial
	Correction        *string
	DecisionReason    *string // of the order that somebody decided
	Facts             db.JSON[[]Fact]
	Scale             *amount.Points
	record.Provenance `gorm:"embedded"`
}

// Fact is what a ranking needs to know of a unit beside its scores.
type Fact struct {
	UnitID  string  `json:"unit_id"`
	Women70 *bool   `json:"women_70"` // at least 70 % of its people are women
	Decided *int    `json:"decided"`  // its place among those of one total, as decided; the first is 1
	LeftOut bool    `json:"left_out"` // it is not ranked
	Note    *string `json:"note"`
}

// RankingRow is a unit's place in a ranking that is stated or concluded, with the name
// it then had and all that the place rests on. Place is nil for a unit whose rank is not
// known, or that is left out.
type RankingRow struct {
	ID        string              `gorm:"primaryKey" json:"-"`
	RankingID string              `json:"-"`
	TermID    string              `json:"-"`
	BlocID    string              `json:"-"`
	Position  int                 `json:"position"`
	UnitID    *string             `json:"unit_id"`
	AsWritten *string             `json:"as_written"` // in the words of a source
	UnitName  string              `json:"unit_name"`
	Place     *int                `json:"place"`
	Total     *amount.Points      `json:"total"`
	FullTotal *amount.Points      `json:"full_total"` // the most it could reach, without bonuses
	Tied      bool                `json:"tied"`
	BrokenBy  db.JSON[*TieBreak]  `json:"broken_by"` // what tells it from others of its total
	Class     *string             `json:"class"`
	LeftOut   bool                `json:"left_out"`
	Note      *string             `json:"note"`
	Marks     db.JSON[[]RankMark] `json:"marks"`
}

// RankMark is what one criterion gave a unit, as a ranking keeps it.
type RankMark struct {
	Code   string         `json:"code"`
	Points *amount.Points `json:"points"`
	Figure *amount.Amount `json:"figure"`
	Rule   string         `json:"rule"`
}

// Origins of a ranking.
const (
	Computed = "computed" // from the scores
	Stated   = "stated"   // as a source tells it
)

// States of a ranking; those of a draft and of one that was replaced are the score
// table's.
const (
	Concluded = "concluded"
	Published = "published"
)

var rankingStatuses = []string{Draft, Concluded, Published, Replaced}

// The refusals of rankings.
var (
	ErrConcluded = fault.New(fault.Conflict, "ranking.concluded")
	ErrNotFinal  = fault.New(fault.Conflict, "ranking.not_final")
	ErrReliedOn  = fault.New(fault.Conflict, "ranking.relied_on")
	ErrWithout   = fault.New(fault.Conflict, "ranking.term_without")
	ErrMoved     = fault.New(fault.Conflict, "ranking.scores_changed")
	ErrNobody    = fault.New(fault.Conflict, "ranking.empty")
	ErrRanked    = fault.New(fault.Conflict, "score_sheet.ranked")
)

// rankingLifecycle is the way of a ranking. What is published is corrected by another
// edition, which replaces it when that is published.
var rankingLifecycle = record.Lifecycle{States: "ranking_status", Steps: map[string][]record.Step{
	Draft:     {{To: Concluded}},
	Concluded: {{To: Published}, {To: Draft, Reason: true}},
}}

// wholeRanking is a ranking with its rows.
type wholeRanking struct {
	Ranking `gorm:"embedded"`
	Rows    []RankingRow
}

// fact is what is known of a unit.
func (r Ranking) fact(unitID string) Fact {
	for _, f := range r.Facts.V {
		if f.UnitID == unitID {
			return f
		}
	}
	return Fact{UnitID: unitID}
}

// check notes what makes a ranking impossible.
func (w wholeRanking) check(bad *fault.Fields, stands bool) {
	switch {
	case stands && deref(w.Correction) == "":
		bad.Add("/correction", "required")
	case !stands && w.Correction != nil:
		bad.Add("/correction", "nothing_to_correct")
	}
	seen, decided := map[string]bool{}, false
	for i, f := range w.Facts.V {
		if seen[f.UnitID] {
			bad.Add(pointer("facts", i, "unit_id"), "duplicate_item")
		}
		if f.LeftOut && deref(f.Note) == "" {
			bad.Add(pointer("facts", i, "note"), "reason_required")
		}
		seen[f.UnitID], decided = true, decided || f.Decided != nil
	}
	if decided && deref(w.DecisionReason) == "" {
		bad.Add("/decision_reason", "reason_required")
	}
	if w.Origin == Computed {
		return
	}
	if len(w.Facts.V) > 0 {
		bad.Add("/facts", "conflicts_with", "other", "origin")
	}
	if w.VoteID != nil {
		bad.Add("/vote_id", "conflicts_with", "other", "origin")
	}
	w.checkRows(bad)
}

func (w wholeRanking) checkRows(bad *fault.Fields) {
	seen := map[string]bool{}
	for i, r := range w.Rows {
		if r.UnitID == nil && r.UnitName == "" {
			bad.Add(pointer("rows", i, "unit_id"), "required")
		}
		key := deref(r.UnitID)
		if key == "" {
			key = viet.Key(r.UnitName)
		}
		if seen[key] {
			bad.Add(pointer("rows", i, "unit_id"), "duplicate_item")
		}
		seen[key] = true
		if r.LeftOut && r.Place != nil {
			bad.Add(pointer("rows", i, "rank"), "conflicts_with", "other", "left_out")
		}
	}
}

// tie marks the rows of one rank, and puts those with a rank first, in its order.
func (w *wholeRanking) tie() {
	slices.SortStableFunc(w.Rows, func(a, b RankingRow) int {
		switch {
		case a.Place == nil && b.Place == nil:
			return 0
		case a.Place == nil:
			return 1
		case b.Place == nil:
			return -1
		}
		return *a.Place - *b.Place
	})
	of := map[int]int{}
	for _, r := range w.Rows {
		if r.Place != nil {
			of[*r.Place]++
		}
	}
	for i := range w.Rows {
		r := &w.Rows[i]
		r.Position, r.Tied = i+1, r.Place != nil && of[*r.Place] > 1
	}
}

// same reports whether two rankings say and rest on the same: the same units, each with
// as much by each criterion, its place, and by what that is its own.
func same(one, other []RankingRow) bool {
	rows := map[string]RankingRow{}
	who := func(r RankingRow) string { return cmp.Or(deref(r.UnitID), r.UnitName) }
	by := func(r RankingRow) string {
		if b := r.BrokenBy.V; b != nil {
			return b.By + " " + deref(b.Criterion)
		}
		return ""
	}
	for _, r := range one {
		rows[who(r)] = r
	}
	return len(one) == len(other) && !slices.ContainsFunc(other, func(r RankingRow) bool {
		was, there := rows[who(r)]
		return !there || !equal(was.Place, r.Place) || by(was) != by(r) || !slices.EqualFunc(was.Marks.V, r.Marks.V, func(a, b RankMark) bool {
			return a.Code == b.Code && a.Rule == b.Rule && equal(a.Points, b.Points) && equal(a.Figure, b.Figure)
		})
	})
}

// Wait is a tie that something not known yet would break: the key that comes next, and
// the units it would tell apart.
type Wait struct {
	Place int
	By    TieBreak
	Units []string
}

// order is a ranking as the scores give it: rows as they would be concluded, ties that
// wait for something, and the units that are not scored to the end.
type order struct {
	Rows     []RankingRow
	Waits    []Wait
	NotFinal []bloc.Seat
}

// rank puts the units of a board in order, by what they have in the end. ballots are the
// votes for a unit; facts are the ranking's.
func (r Ranking) rank(b *Board, ballots map[string]*int) (o order) {
	w, keys := b.whole, r.keys(b.whole.TieBreaks.V)
	seats, rows := map[string]bloc.Seat{}, map[string]RankingRow{}
	var candidates []marks.Candidate
	var out []RankingRow
	for _, seat := range b.Units {
		unit := deref(seat.UnitID)
		fact := r.fact(unit)
		row := r.row(b, seat, fact)
		switch {
		case fact.LeftOut:
			row.Total, row.Class = nil, nil
			out = append(out, row)
			continue
		case seat.UnitID == nil || b.Sheets[unit].Status != Final:
			o.NotFinal = append(o.NotFinal, seat)
			row.Total, row.Class = nil, nil
			out = append(out, row)
			continue
		}
		seats[unit], rows[unit] = seat, row
		candidates = append(candidates, w.candidate(b, keys, fact, ballots[unit]))
	}
	for _, p := range marks.Rank(candidates) {
		row := rows[p.Unit]
		if p.Rank > 0 {
			row.Place, row.Tied = &p.Rank, p.Tied
		} else {
			o.NotFinal = append(o.NotFinal, seats[p.Unit])
		}
		if p.Broken > 0 {
			by := keys[p.Broken-1]
			row.BrokenBy.V = &by
		}
		o.Rows = append(o.Rows, row)
		if p.Waits > 0 {
			o.wait(p, keys[p.Waits-1])
		}
	}
	o.Rows = append(o.Rows, out...)
	for i := range o.Rows {
		o.Rows[i].Position = i + 1
	}
	return o
}

// keys are those of the table, and after them what the ranking itself names: a ballot,
// and an order that somebody decided.
func (r Ranking) keys(table []TieBreak) []TieBreak {
	out := slices.Clone(table)
	add := func(by string, named bool) {
		if named && !slices.ContainsFunc(out, func(b TieBreak) bool { return b.By == by }) {
			out = append(out, TieBreak{By: by})
		}
	}
	add(ByBallot, r.VoteID != nil)
	add(ByDecision, slices.ContainsFunc(r.Facts.V, func(f Fact) bool { return f.Decided != nil }))
	return out
}

// wait notes that a unit shares its rank until something is known.
func (o *order) wait(p marks.Place, by TieBreak) {
	if n := len(o.Waits); n == 0 || o.Waits[n-1].Place != p.Rank {
		o.Waits = append(o.Waits, Wait{Place: p.Rank, By: by})
	}
	last := &o.Waits[len(o.Waits)-1]
	last.Units = append(last.Units, p.Unit)
}

// row is a unit with what it has in the end, without a place.
func (r Ranking) row(b *Board, seat bloc.Seat, f Fact) RankingRow {
	unit := deref(seat.UnitID)
	row := RankingRow{
		ID: db.NewID(), RankingID: r.ID, TermID: r.TermID, BlocID: r.BlocID, UnitID: seat.UnitID, UnitName: seat.UnitName,
		BrokenBy: db.NewJSON[*TieBreak](nil), LeftOut: f.LeftOut, Note: f.Note, Marks: db.NewJSON([]RankMark{}),
	}
	if b.whole.Mode == ByPoints {
		t := b.total(AtFinal, unit)
		row.Total, row.FullTotal, row.Class = t.Points, &t.Full, t.Class
	}
	for _, c := range b.whole.Criteria {
		m := b.markView(AtFinal, unit, c)
		kept := RankMark{Code: c.Code, Points: m.Points, Rule: m.Rule}
		score := b.Scores[unit][c.ID]
		if g := score.counts(AtFinal); g != nil {
			kept.Figure = g.Actual
		}
		row.Marks.V = append(row.Marks.V, kept)
	}
	return row
}

// candidate is a unit as the arithmetic ranks it. In a table of figures the first one
// is what units are ranked by.
func (w wholeTable) candidate(b *Board, keys []TieBreak, f Fact, ballot *int) marks.Candidate {
	c := marks.Candidate{Unit: f.UnitID}
	if w.Mode == ByMetric {
		for _, k := range w.Criteria {
			if k.Kind == marks.Figure {
				c.Total = w.figure(b, f.UnitID, k)
				break
			}
		}
	} else if p := b.total(AtFinal, f.UnitID).Points; p != nil {
		c.Total = big.NewRat(int64(*p), 1)
	}
	for _, by := range keys {
		c.Keys = append(c.Keys, w.key(b, by, f, ballot))
	}
	return c
}

// key is what tells a unit from others of its total.
func (w wholeTable) key(b *Board, by TieBreak, f Fact, ballot *int) marks.Key {
	whole := func(n *int) *big.Rat {
		if n == nil {
			return nil
		}
		return big.NewRat(int64(*n), 1)
	}
	switch by.By {
	case ByCriterion:
		for _, c := range w.Criteria {
			if c.Code == deref(by.Criterion) {
				return marks.Key{Value: w.figure(b, f.UnitID, c), Apart: w.leaves(c, f.UnitID)}
			}
		}
		return marks.Key{}
	case ByPenalties:
		return marks.Key{Value: w.penalties(b, f.UnitID)}
	case ByWomen:
		if f.Women70 == nil {
			return marks.Key{}
		}
		if *f.Women70 {
			return marks.Key{Value: big.NewRat(1, 1)}
		}
		return marks.Key{Value: new(big.Rat)}
	case ByBallot:
		return marks.Key{Value: whole(ballot)}
	}
	place := whole(f.Decided)
	if place != nil {
		place.Neg(place) // the first is the best
	}
	return marks.Key{Value: place}
}

// figure is the points of a criterion, or the figure of one that gives none.
func (w wholeTable) figure(b *Board, unit string, c Criterion) *big.Rat {
	if c.Kind == marks.Figure {
		score := b.Scores[unit][c.ID]
		if g := score.counts(AtFinal); g != nil && g.Actual != nil {
			return big.NewRat(int64(*g.Actual), 1)
		}
		return nil
	}
	if p := b.marks[AtFinal][unit].Marks[c.Code].Points; p != nil {
		return big.NewRat(int64(*p), 1)
	}
	return nil
}

// penalties is the sum of what was taken off a unit, at most nothing.
func (w wholeTable) penalties(b *Board, unit string) *big.Rat {
	sum := new(big.Rat)
	for _, c := range w.Criteria {
		if c.Kind != marks.Penalty || w.leaves(c, unit) {
			continue
		}
		p := b.marks[AtFinal][unit].Marks[c.Code].Points
		if p == nil {
			return nil
		}
		sum.Add(sum, big.NewRat(int64(*p), 1))
	}
	return sum
}
