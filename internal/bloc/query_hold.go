package bloc

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
)

// HoldBloc reads a bloc the context's actor may write: not_found for who may not
// read it, then forbidden.
func HoldBloc(tx *gorm.DB, id string) (*Bloc, error) {
	b, err := FindBloc(tx, actor.BlocRead, id)
	if err != nil {
		return nil, err
	}
	r, err := BlocResource(tx, id)
	if err != nil {
		return nil, err
	}
	return b, actor.From(tx.Statement.Context).Can(actor.BlocWrite, r)
}

// HoldTerm makes others wait to change a term until the transaction ends, for
// those who may write in it: not_found, forbidden, then term_locked.
func HoldTerm(tx *gorm.DB, id string) (*Term, error) { return openTerm(tx, actor.TermWrite, id) }
