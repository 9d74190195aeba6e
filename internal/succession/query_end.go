package succession

import (
	"gorm.io/gorm"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
)

// End is the act that ended the life of a unit, and a unit that follows it: one for each
// of those, one without any where they are known in words only or there is none.
type End struct {
	UnitID    string
	Kind      string // merge or dissolve
	On        *date.Partial
	Successor *string // its id
	Name      *string // of the successor, the present one
}

// EndsOf reads what ended some units, in one statement; who still is, is not in it.
func EndsOf(tx *gorm.DB, units []string) ([]End, error) {
	cond, arg := db.In(tx, "f.unit_id", units)
	return db.All[End](tx, `SELECT f.unit_id, s.kind, s.happened_on AS "on", t.unit_id AS successor, u.name
		FROM succession_parties f JOIN successions s ON s.id = f.succession_id AND s.kind IN ('merge', 'dissolve')
			LEFT JOIN succession_parties t ON t.succession_id = s.id AND t.side = 'to' AND t.unit_id IS NOT NULL
			LEFT JOIN units u ON u.id = t.unit_id
		WHERE f.side = 'from' AND `+cond+" ORDER BY "+when+", s.id, t.place", arg)
}
