package progress

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
)

// find reads one record the caller may read, as it is stored; otherwise not_found.
func find[T any](tx *gorm.DB, table, id string) (*T, error) {
	return bloc.FindPart[T](tx, actor.ProgressRead, table, id)
}

// openTermOf makes others wait to change the term that a record of a table belongs
// to, or its parts, until the transaction ends: not_found for who may not read it,
// term_locked, then forbidden. The record itself is read afterwards.
func openTermOf(tx *gorm.DB, p actor.Permission, table, id string) (*bloc.Term, error) {
	t, err := bloc.LockTermOf(tx, actor.ProgressRead, table, id)
	if err != nil {
		return nil, err
	}
	return t, bloc.CanTerm(tx, p, t)
}

// known are those of some units that exist.
func known(tx *gorm.DB, unitIDs []string) (there []string, err error) {
	cond, arg := db.In(tx, "id", unitIDs)
	return there, tx.Raw("SELECT id FROM units WHERE "+cond, arg).Scan(&there).Error
}
