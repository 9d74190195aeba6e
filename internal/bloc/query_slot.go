package bloc

import (
	"strings"

	"gorm.io/gorm"

	"giaouoc/internal/db"
)

// Slot is a bloc's place for a term: one period. What is recorded of a bloc and
// a period, as awards are, lies in the term that has this place, if any does.
type Slot struct{ BlocID, PeriodKind, PeriodLabel string }

// OpenSlots refuses a change of what lies in a locked term, whoever asks. It
// holds the terms, so that none is locked before the transaction ends, in one
// statement however many slots there are.
func OpenSlots(tx *gorm.DB, slots ...Slot) error {
	if len(slots) == 0 {
		return nil
	}
	var places []string
	var args []any
	for _, s := range slots {
		places = append(places, "bloc_id = ? AND period_kind = ? AND period_label = ?")
		args = append(args, s.BlocID, s.PeriodKind, s.PeriodLabel)
	}
	return openTerms(tx, strings.Join(places, " OR "), args...)
}

// OpenSlotsOf is OpenSlots for the slots of a query of three columns: bloc,
// kind and label of the period.
func OpenSlotsOf(tx *gorm.DB, query string, args ...any) error {
	return openTerms(tx, "(bloc_id, period_kind, period_label) IN ("+query+")", args...)
}

// openTerms holds the terms of a condition, in one order for everybody.
func openTerms(tx *gorm.DB, cond string, args ...any) error {
	var terms []Term
	if err := tx.Raw("SELECT id, status FROM terms WHERE "+cond+" ORDER BY id"+db.ForUpdate(tx), args...).Scan(&terms).Error; err != nil {
		return err
	}
	for _, t := range terms {
		if err := t.Open(); err != nil {
			return err
		}
	}
	return nil
}
