package award

import (
	"gorm.io/gorm"

	"giaouoc/internal/bloc"
)

// StandsIn is the condition on awards a and terms y that the award stands in the
// annual report of the term: for merit listed in the term's year, or in its own
// period where that is longer than one; or because it came out in the term, for
// whatever merit. The report asks it, the lock, and the right of who leads.
const StandsIn = `(a.bloc_id = y.bloc_id AND COALESCE(a.bloc_state, '') <> 'outside' AND (
	CASE WHEN y.listing_year IS NULL THEN a.period_kind = y.period_kind AND a.period_label = y.period_label ELSE a.listing_year = y.listing_year END
	OR substr(a.reported_on || '-00-00', 1, 10) <= y.period_ends_on AND substr(a.reported_on || '-99-99', 1, 10) >= y.period_starts_on
	OR substr(a.presented_on || '-00-00', 1, 10) <= y.period_ends_on AND substr(a.presented_on || '-99-99', 1, 10) >= y.period_starts_on))`

// some are awards a as a part of a query: what is asked of them is asked in one
// statement, however many they are.
type some struct {
	sql  string
	args []any
}

// awardsBy are the awards a decision gave.
func awardsBy(decisionID string) some {
	return some{"(SELECT * FROM awards WHERE decision_id = ?) a", []any{decisionID}}
}

// itself is the award as it would be stored now.
func (a *Award) itself() some {
	return some{`(SELECT CAST(? AS TEXT) AS bloc_id, CAST(? AS TEXT) AS bloc_state, CAST(? AS INTEGER) AS listing_year,
		CAST(? AS TEXT) AS period_kind, CAST(? AS TEXT) AS period_label, CAST(? AS TEXT) AS reported_on, CAST(? AS TEXT) AS presented_on,
		CAST(? AS TEXT) AS decision_id, CAST(? AS TEXT) AS authority_id, CAST(? AS TEXT) AS authority_as_written) a`, []any{
		a.BlocID, a.BlocState, a.ListingYear, a.PeriodKind, a.PeriodLabel, a.ReportedOn, a.PresentedOn, a.DecisionID, a.AuthorityID, a.AuthorityAsWritten,
	}}
}

// openTerms refuses a change of awards while one of them stands in the report of
// a locked term, whoever asks.
func (x some) openTerms(tx *gorm.DB) error {
	return bloc.OpenTerms(tx, "SELECT y.id FROM "+x.sql+" JOIN terms y ON "+StandsIn, x.args...)
}

// open refuses to write an award, as it is now, to those who may not, and one in
// the report of a locked term.
func (a *Award) open(tx *gorm.DB) error {
	if err := a.itself().mayWrite(tx); err != nil {
		return err
	}
	return a.itself().openTerms(tx)
}
