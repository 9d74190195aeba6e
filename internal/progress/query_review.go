package progress

import (
	"gorm.io/gorm"

	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/period"
)

// Review reads what was reported of a term for a period, as far as the caller may
// read it, in a fixed number of statements.
func Review(tx *gorm.DB, t *bloc.Term, p period.Period) (*ReviewView, error) {
	return look(tx, t, p, " AND e.period_kind = ? AND e.period_label = ?", p.Kind, p.Label)
}

// YearReview is the review of the term itself, with the reports of all its periods.
func YearReview(tx *gorm.DB, t *bloc.Term) (*ReviewView, error) { return look(tx, t, t.Period, "") }

func look(tx *gorm.DB, t *bloc.Term, p period.Period, only string, args ...any) (*ReviewView, error) {
	b := &Board{TermID: t.ID, BlocID: t.BlocID, Term: t.Period, Period: p, Today: date.Today(tx.NowFunc)}
	if err := b.readClosing(tx); err != nil {
		return nil, err
	}
	switch {
	case b.Closing != nil:
		b.Today = b.Closing.ClosedOn
	case deref(t.Status) == bloc.Locked:
		b.Today = t.Period.EndsOn
	}
	rows, err := bloc.AllParts[entryRow](tx, entryRows, "e.id", "e.term_id = ?"+only, append([]any{t.ID}, args...)...)
	if err != nil {
		return nil, err
	}
	var entries []Entry
	for i := range rows {
		if rows[i].today = b.Today; rows[i].Entry.Period == p {
			entries = append(entries, rows[i].Entry)
		}
	}
	if err := b.fill(tx, entries, nil); err != nil { // how fresh a report is changes with others
		return nil, err
	}
	return b.review(rows), nil
}
