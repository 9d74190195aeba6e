package progress

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
)

// find reads one record the caller may read, as it is stored; otherwise not_found.
func find[T any](tx *gorm.DB, table, id string) (*T, error) {
	return bloc.FindPart[T](tx, actor.ProgressRead, table, id)
}

// openTerm makes others wait to change a term or its parts until the transaction
// ends: not_found for who may not read it, term_locked, then forbidden.
func openTerm(tx *gorm.DB, p actor.Permission, id string) (*bloc.Term, error) {
	t, err := bloc.LockTerm(tx, actor.ProgressRead, id)
	if err != nil {
		return nil, err
	}
	return t, bloc.CanTerm(tx, p, t)
}

// openTermOf is openTerm for the term that a record of a table belongs to. The
// record itself is read afterwards, under the lock.
func openTermOf(tx *gorm.DB, p actor.Permission, table, id string) (*bloc.Term, error) {
	t, err := bloc.LockTermOf(tx, actor.ProgressRead, table, id)
	if err != nil {
		return nil, err
	}
	return t, bloc.CanTerm(tx, p, t)
}
