package progress

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/agreement"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Closing reads one closing.
func (s *Service) Closing(ctx context.Context, id string) (*closingRow, error) {
	c, err := bloc.ShowPart[closingRow](s.db.Read(ctx), closingRows, id)
	return c, s.db.Translate(ctx, err)
}

// Closings lists which periods are or were closed.
func (s *Service) Closings(ctx context.Context, q db.Request) (db.Page[closingRow], error) {
	p, err := bloc.ListParts[closingRow](s.db.Read(ctx), closingRows, q, "")
	return p, s.db.Translate(ctx, err)
}

// ClosingVisible answers not_found for a closing the caller may not read.
func (s *Service) ClosingVisible(ctx context.Context, id string) error {
	_, err := find[Closing](s.db.Read(ctx), "period_closings", id)
	return s.db.Translate(ctx, err)
}

// ClosePeriod closes a reporting period of a term, today unless a day is given;
// once for each period (duplicate): one that was reopened is closed again by a step.
func (s *Service) ClosePeriod(ctx context.Context, in ClosingBody) (row *closingRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		b, err := openBook(tx, in.TermID)
		if err != nil {
			return fault.Referenced(err, "/term_id")
		}
		if err := b.reviews(nil); err != nil {
			return err
		}
		c := &Closing{Meta: record.NewMeta(tx), TermID: b.term.ID, BlocID: b.term.BlocID, Status: Closed, ClosedOn: date.Today(tx.NowFunc), EventID: in.EventID.Value, Note: in.Note.Value}
		var bad fault.Fields
		c.Period = b.period(in.Period, in.PeriodKind.Or(""), &bad)
		c.dated(in.ClosedOn.Value, date.Today(tx.NowFunc), &bad)
		if err := agreement.KnowEvent(tx, &bad, "/event_id", c.EventID, c.TermID); err != nil {
			return err
		}
		if err := bad.Err(); err != nil {
			return err
		}
		there, err := otherClosing(tx, c.TermID, c.Period)
		if err != nil {
			return err
		}
		if err := fault.Duplicate(there); err != nil {
			return err
		}
		if err := db.Insert(tx, c); err != nil {
			return err
		}
		return s.closed(tx, c, nil, nil, &row)
	})
	return row, err
}

// TransitionClosing reopens a period, with a reason, or closes it again.
func (s *Service) TransitionClosing(ctx context.Context, id string, version int, in ClosingTransitionBody) (row *closingRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		if _, err := openTermOf(tx, actor.ProgressReview, "period_closings", id); err != nil {
			return err
		}
		c, err := find[Closing](tx, "period_closings", id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "period_closing", c, version); err != nil {
			return err
		}
		if err := closingLifecycle.Check(c.Status, in.To, in.Reason.Or(""), nil, false); err != nil {
			return err
		}
		before := *c
		c.Status = in.To
		if in.To == Closed {
			c.ClosedOn = date.Today(tx.NowFunc)
		}
		if err := db.Update(tx, c); err != nil {
			return err
		}
		if err := record.Stepped(tx, "period_closing", c.ID, before.Status, in.To, in.Reason.Value); err != nil {
			return err
		}
		return s.closed(tx, c, &before, in.Reason.Value, &row)
	})
	return row, err
}

// dated sets the day of a closing; it notes one before the period began or after
// today.
func (c *Closing) dated(on *date.Day, today date.Day, bad *fault.Fields) {
	if on == nil {
		return
	}
	c.ClosedOn = *on
	switch {
	case *on > today:
		bad.Add("/closed_on", "after_today")
	case c.Period.StartsOn != "" && *on < c.Period.StartsOn:
		bad.Add("/closed_on", "closed_too_early", "day", c.Period.StartsOn)
	}
}

// closed ends an act on a closing.
func (s *Service) closed(tx *gorm.DB, c, before *Closing, reason *string, row **closingRow) error {
	act := bloc.PartAct("period_closing", c, c.BlocID, c.TermID, nil, c)
	if before != nil {
		act.Before = before
	}
	act.Reason = reason
	if err := s.audit.Append(tx, act); err != nil {
		return err
	}
	var err error
	*row, err = bloc.ShowPart[closingRow](tx, closingRows, c.ID)
	return err
}
