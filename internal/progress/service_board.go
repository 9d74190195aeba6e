package progress

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/period"
)

// Board reads how a term stands in a reporting period: the one asked for, or else
// the half that is being worked at, or the term. The number of statements does not
// grow with units and commitments.
func (s *Service) Board(ctx context.Context, termID, label, kind string) (board *Board, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		t, err := bloc.FindTerm(tx, actor.ProgressRead, termID)
		if err != nil {
			return err
		}
		o, err := bloc.FindBloc(tx, actor.ProgressRead, t.BlocID)
		if err != nil {
			return err
		}
		board = &Board{TermID: t.ID, BlocID: t.BlocID, Bloc: o.Name, Term: t.Period, Status: t.Status, Today: date.Today(tx.NowFunc)}
		if board.Period, err = reportPeriod(t.Period, label, kind, board.Today); err != nil {
			return err
		}
		return board.read(tx)
	})
	return board, s.db.Translate(ctx, err)
}

func (b *Board) read(tx *gorm.DB) error {
	entries, err := entriesOf(tx, b.TermID, b.Period)
	if err != nil {
		return err
	}
	if err := b.readClosing(tx); err != nil {
		return err
	}
	reports, err := latestOf(tx, b.TermID, b.Period)
	if err != nil {
		return err
	}
	return b.fill(tx, entries, reports)
}

// readClosing finds what closes the period.
func (b *Board) readClosing(tx *gorm.DB) error {
	closings, err := closingsOf(tx, b.TermID)
	for i := range closings {
		if closings[i].covers(b.Period) {
			b.Closing = &closings[i]
			break
		}
	}
	return err
}

// fill puts on the board what was reported for the period, and how fresh it is where
// the latest reports are given.
func (b *Board) fill(tx *gorm.DB, entries []Entry, reports []latest) (err error) {
	if b.Units, err = bloc.Seats(tx, b.TermID); err != nil {
		return err
	}
	promises, err := promisesOf(tx, b.TermID)
	if err != nil {
		return err
	}
	b.lay(promises, entries, reports)
	return nil
}

// reportPeriod is the period of a term that a question names; not_found for one that
// the term does not have.
func reportPeriod(term period.Period, label, kind string, today date.Day) (period.Period, error) {
	if label == "" {
		return current(term, today), nil
	}
	if kind == "" && label == term.Label {
		kind = string(term.Kind)
	}
	p, err := period.Parse(label, period.Kind(kind))
	if err != nil || !fitsTerm(p, term) {
		return p, fault.Missing()
	}
	return p, nil
}
