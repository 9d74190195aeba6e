package agreement

import (
	"gorm.io/gorm"

	"giaouoc/internal/fault"
)

// The functions here are what other features ask about events, agreements and
// annexes: which the context's actor may read, and whether one may be changed.

// InReach is the condition that an id column of agreements or annexes (table)
// names one the context's actor may read.
func InReach(tx *gorm.DB, table, column string) (string, []any) {
	cond, args := scope(tx, "o")
	return "(SELECT o.id FROM " + table + " o WHERE o.id = " + column + " AND " + cond + ") IS NOT NULL", args
}

// EventsInReach is InReach for events.
func EventsInReach(tx *gorm.DB, column string) (string, []any) {
	cond, args := eventScope(tx)
	return "(SELECT e.id FROM events e WHERE e.id = " + column + " AND " + cond + ") IS NOT NULL", args
}

// HoldEvent holds an event, with the terms it serves, for those who may write it:
// not_found, then term_locked or forbidden. Bloc and term are nil where it
// serves several.
func HoldEvent(tx *gorm.DB, id string) (blocID, termID *string, err error) {
	e, err := holdEvent(tx, id)
	if err != nil {
		return nil, nil, err
	}
	return e.BlocID, e.onlyTerm(), nil
}

// holdEvent reads an event under the locks of the terms it serves, for those who
// may write it in all of them.
func holdEvent(tx *gorm.DB, id string) (*wholeEvent, error) {
	e, err := findEvent(tx, id)
	if err != nil {
		return nil, err
	}
	var hidden fault.Fields
	if _, err := openServed(tx, &hidden, e.Terms); err != nil {
		return nil, err
	}
	if len(hidden) > 0 {
		return nil, fault.Denied()
	}
	return findEvent(tx, id)
}

// HoldAgreement holds an agreement, with its term, for those who may write it:
// not_found, then term_locked or forbidden.
func HoldAgreement(tx *gorm.DB, id string) (*Agreement, error) { return openToWrite(tx, id) }

// HoldAnnex is HoldAgreement for an annex.
func HoldAnnex(tx *gorm.DB, id string) (*Annex, error) {
	x, err := find[Annex](tx, "annexes", id)
	if err != nil {
		return nil, err
	}
	if _, err := openToWrite(tx, x.AgreementID); err != nil {
		return nil, err
	}
	return find[Annex](tx, "annexes", id)
}
