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

// Seat is a unit's place in a term: among its members in protocol order, after
// them who belongs to it without being one. UnitID is nil for a member that no
// unit is linked to.
type Seat struct {
	UnitID   *string
	UnitName string
}

// seats are the units that belong to a term, each once.
func seats(tx *gorm.DB, termID string) ([]Seat, error) {
	return db.All[Seat](tx, `SELECT unit_id, unit_name FROM (
			SELECT m.unit_id, COALESCE(u.name, m.unit_as_written) AS unit_name, 0 AS part, m.position AS place, m.id AS last
			FROM members m LEFT JOIN units u ON u.id = m.unit_id WHERE m.term_id = ?
			UNION ALL
			SELECT u.id, u.name, 1, 0, u.name_sort || u.id FROM units u WHERE u.id IN (SELECT unit_id FROM belongings WHERE term_id = ?)
			AND u.id NOT IN (SELECT unit_id FROM members WHERE term_id = ? AND unit_id IS NOT NULL)) s
		ORDER BY part, place, last`, termID, termID, termID)
}

// belongs reports whether a unit is a member, leader, deputy or signatory of a
// term.
func belongs(tx *gorm.DB, termID, unitID string) (there bool, err error) {
	return there, tx.Raw("SELECT EXISTS (SELECT 1 FROM belongings WHERE term_id = ? AND unit_id = ?)", termID, unitID).Scan(&there).Error
}
