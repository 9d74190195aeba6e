package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/scoring"
	"giaouoc/internal/succession"
)

// readStandings answers in a fixed number of statements, however many terms and units
// the bloc has.
func readStandings(tx *gorm.DB, id string) (*Standings, error) {
	if _, err := bloc.FindBloc(tx, actor.BlocRead, id); err != nil {
		return nil, err
	}
	cond, args := actor.From(tx.Statement.Context).Extent(actor.BlocRead).TermRows("t.bloc_id", "t.id")
	terms, err := db.All[StandingTerm](tx, `SELECT t.id, t.period_kind, t.period_label, t.period_starts_on, t.period_ends_on FROM terms t
		WHERE t.bloc_id = ? AND `+cond+" ORDER BY t.period_starts_on, t.id", append([]any{id}, args...)...)
	if err != nil {
		return nil, err
	}
	placed, err := scoring.PlacesIn(tx, id)
	if err != nil {
		return nil, err
	}
	flags, err := award.FlagsOf(tx, id)
	if err != nil {
		return nil, err
	}
	led, err := ledIn(tx, id)
	if err != nil {
		return nil, err
	}
	s := stand(terms, placed, flags, led)
	ends, err := succession.EndsOf(tx, s.ids())
	s.ended(ends)
	return &s, err
}
