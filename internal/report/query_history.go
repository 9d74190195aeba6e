package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/succession"
)

// readHistory answers in a fixed number of statements, however many terms the
// bloc has.
func readHistory(tx *gorm.DB, id string) (*History, error) {
	b, err := bloc.FindBloc(tx, actor.BlocRead, id)
	if err != nil {
		return nil, err
	}
	h := &History{Bloc: *b, Terms: []HistoryTerm{}}
	if h.Acts, h.Lineage, err = succession.LineageOf(tx, succession.OfBlocs, id); err != nil {
		return nil, err
	}
	who := actor.From(tx.Statement.Context)
	cond, args := who.Extent(actor.BlocRead).TermRows("t.bloc_id", "t.id")
	agreed, agreedArgs := who.Extent(actor.AgreementRead).TermRows("a.bloc_id", "a.term_id")
	if err := tx.Raw(`SELECT t.id, t.period_kind, t.period_label, t.period_starts_on, t.period_ends_on, t.theme, t.status, t.deputies_state, t.members_state,
			t.stated_member_count, (SELECT count(*) FROM members m WHERE m.term_id = t.id) AS member_count, a.id AS agreement_id, a.status AS agreement_status
		FROM terms t LEFT JOIN agreements a ON a.term_id = t.id AND `+standing+" AND "+agreed+`
		WHERE t.bloc_id = ? AND `+cond+" ORDER BY t.period_starts_on DESC, t.id DESC", append(append(agreedArgs, id), args...)...).Scan(&h.Terms).Error; err != nil {
		return nil, err
	}
	return h, readLed(tx, h)
}

// readLed gives the terms of a history their leading and deputy units and the
// sums of their awards.
func readLed(tx *gorm.DB, h *History) error {
	people, err := ledIn(tx, h.Bloc.ID)
	if err != nil {
		return err
	}
	sums, err := award.SumsByPeriod(tx, h.Bloc.ID)
	if err != nil {
		return err
	}
	for i := range h.Terms {
		t := &h.Terms[i]
		t.Awards = sums[award.PeriodOf{Kind: string(t.Period.Kind), Label: t.Period.Label}]
		for _, p := range people {
			if p.TermID == t.ID {
				t.People = append(t.People, p)
			}
		}
	}
	return nil
}

// ledIn are the leading and deputy units of a bloc's terms in reach.
func ledIn(tx *gorm.DB, blocID string) ([]LedRow, error) {
	cond, args := actor.From(tx.Statement.Context).Extent(actor.BlocRead).TermRows("l.bloc_id", "l.term_id")
	return db.All[LedRow](tx, `SELECT l.term_id, l.role, l.unit_id, l.unit_as_written, u.name AS unit_name FROM leaderships l LEFT JOIN units u ON u.id = l.unit_id
		WHERE l.bloc_id = ? AND `+cond+" ORDER BY l.id", append([]any{blocID}, args...)...)
}
