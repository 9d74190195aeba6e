package award

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
)

// What other features ask: the conditions on rows of awards a and decisions d
// that the context's actor may read.

// Readable is the condition on awards a.
func Readable(tx *gorm.DB) (string, []any) { return visible(tx) }

// ReadableDecisions is the condition on decisions d.
func ReadableDecisions(tx *gorm.DB) (string, []any) {
	return decisionsOf(actor.From(tx.Statement.Context).Extent(actor.AwardRead))
}
