package award

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
)

// The functions here are what other features ask about decisions and awards:
// which the context's actor may read, and whether one may be changed.

// DecisionsInReach is the condition that an id column names a decision the
// context's actor may read. It is asked row by row, by the key: PostgreSQL would
// read all decisions once for EXISTS or IN.
func DecisionsInReach(tx *gorm.DB, column string) (string, []any) {
	cond, args := decisionsOf(actor.From(tx.Statement.Context).Extent(actor.AwardRead))
	return "(SELECT d.id FROM decisions d WHERE d.id = " + column + " AND " + cond + ") IS NOT NULL", args
}

// AwardsInReach is DecisionsInReach for awards.
func AwardsInReach(tx *gorm.DB, column string) (string, []any) {
	cond, args := visible(tx)
	return "(SELECT a.id FROM awards a WHERE a.id = " + column + " AND " + cond + ") IS NOT NULL", args
}

// HoldDecision makes others wait to change a decision until the transaction
// ends, for those who may write it: not_found, then forbidden, then term_locked
// where an award of it stands in the report of a locked term.
func HoldDecision(tx *gorm.DB, id string) (*Decision, error) {
	d, err := lockDecision(tx, id)
	if err != nil {
		return nil, err
	}
	if err := d.mayWrite(tx); err != nil {
		return nil, err
	}
	return d, awardsBy(id).openTerms(tx)
}

// HoldAward is HoldDecision for an award.
func HoldAward(tx *gorm.DB, id string) (*Award, error) { return openAward(tx, id) }
