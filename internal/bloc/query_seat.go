package bloc

import (
	"gorm.io/gorm"

	"giaouoc/internal/db"
)

// Seat is a unit's place in a term: among its members in protocol order, after
// them who belongs to it without being one. UnitID is nil for a member that no
// unit is linked to.
type Seat struct {
	UnitID   *string
	UnitName string
}

// Seats are the units that belong to a term, each once.
func Seats(tx *gorm.DB, termID string) ([]Seat, error) {
	return db.All[Seat](tx, `SELECT unit_id, unit_name FROM (
			SELECT m.unit_id, COALESCE(u.name, m.unit_as_written) AS unit_name, 0 AS part, m.position AS place, m.id AS tie
				FROM members m LEFT JOIN units u ON u.id = m.unit_id WHERE m.term_id = ?
			UNION ALL
			SELECT u.id, u.name, 1, 0, u.name_sort || u.id FROM units u WHERE u.id IN (SELECT unit_id FROM belongings WHERE term_id = ?)
				AND u.id NOT IN (SELECT unit_id FROM members WHERE term_id = ? AND unit_id IS NOT NULL)
		) s ORDER BY part, place, tie`, termID, termID, termID)
}

// Belongs reports whether a unit is a member, leader, deputy or signatory of a term.
func Belongs(tx *gorm.DB, termID, unitID string) (there bool, err error) {
	return there, tx.Raw("SELECT EXISTS (SELECT 1 FROM belongings WHERE term_id = ? AND unit_id = ?)", termID, unitID).Scan(&there).Error
}
