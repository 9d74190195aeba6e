package award

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
)

// The functions here are what other features ask about decisions and awards:
// which the context's actor may read, and whether one may be changed.

// DecisionsInReach is the condition on decisions d that the context's actor may
// read them.
func DecisionsInReach(tx *gorm.DB) (string, []any) {
	return decisionsOf(actor.From(tx.Statement.Context).Extent(actor.AwardRead))
}

// AwardsInReach is DecisionsInReach for awards a.
func AwardsInReach(tx *gorm.DB) (string, []any) { return visible(tx) }

// HoldDecision makes others wait to change a decision until the transaction
// ends, for those who may write it: not_found, then forbidden, then term_locked
// where an award of it lies in a locked term.
func HoldDecision(tx *gorm.DB, id string) (*Decision, error) {
	d, err := lockDecision(tx, id)
	if err != nil {
		return nil, err
	}
	if err := mayWrite(tx, d.BlocID, d.AuthorityID); err != nil {
		return nil, err
	}
	return d, bloc.OpenSlotsOf(tx, "SELECT bloc_id, period_kind, period_label FROM awards WHERE decision_id = ?", id)
}

// HoldAward is HoldDecision for an award.
func HoldAward(tx *gorm.DB, id string) (*Award, error) { return openAward(tx, id) }
