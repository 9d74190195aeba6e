package bloc

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// Deadline reads one deadline.
func (s *Service) Deadline(ctx context.Context, id string) (*DeadlineRow, error) {
	d, err := ShowPart[DeadlineRow](s.db.Read(ctx), deadlineRows, id)
	return d, s.db.Translate(ctx, err)
}

// Deadlines lists deadlines of every term the caller may read.
func (s *Service) Deadlines(ctx context.Context, r db.Request) (db.Page[DeadlineRow], error) {
	p, err := ListParts[DeadlineRow](s.db.Read(ctx), deadlineRows, r, "")
	return p, s.db.Translate(ctx, err)
}

// TermDeadlines lists the deadlines of one term.
func (s *Service) TermDeadlines(ctx context.Context, termID string, r db.Request) (db.Page[DeadlineRow], error) {
	tx := s.db.Read(ctx)
	p, err := partsOf[DeadlineRow](tx, deadlineRows.rows(tx), "d.term_id", termID, r)
	return p, s.db.Translate(ctx, err)
}

// CreateDeadline adds a deadline to a term.
func (s *Service) CreateDeadline(ctx context.Context, termID string, in DeadlineBody) (out *DeadlineRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := openTerm(tx, actor.TermWrite, termID)
		if err != nil {
			return err
		}
		d := &Deadline{Meta: record.NewMeta(tx), TermID: termID, BlocID: t.BlocID}
		if err := in.apply(tx, d); err != nil {
			return err
		}
		if err := db.Insert(tx, d); err != nil {
			return err
		}
		if err := s.audit.Append(tx, t.act("deadline", d, nil, d)); err != nil {
			return err
		}
		out, err = ShowPart[DeadlineRow](tx, deadlineRows, d.ID)
		return err
	})
	return out, err
}

// UpdateDeadline changes a deadline.
func (s *Service) UpdateDeadline(ctx context.Context, id string, version int, in DeadlineBody) (out *DeadlineRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, d, err := changeableDeadline(tx, id, version)
		if err != nil {
			return err
		}
		before := *d
		if err := in.apply(tx, d); err != nil {
			return err
		}
		if err := db.Update(tx, d); err != nil {
			return err
		}
		if err := s.audit.Append(tx, t.act("deadline", d, &before, d)); err != nil {
			return err
		}
		out, err = ShowPart[DeadlineRow](tx, deadlineRows, id)
		return err
	})
	return out, err
}

// DeleteDeadline removes a deadline.
func (s *Service) DeleteDeadline(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, d, err := changeableDeadline(tx, id, version)
		if err != nil {
			return err
		}
		if err := db.Delete(tx, d); err != nil {
			return err
		}
		return s.audit.Append(tx, t.act("deadline", d, d, nil))
	})
}

func changeableDeadline(tx *gorm.DB, id string, version int) (*Term, *Deadline, error) {
	t, err := openTermOf(tx, actor.TermWrite, "deadlines", id)
	if err != nil {
		return nil, nil, err
	}
	d, err := FindPart[Deadline](tx, actor.BlocRead, "deadlines", id)
	if err != nil {
		return nil, nil, err
	}
	return t, d, audit.Fresh(tx, "deadline", d, version)
}

// apply writes what was given and notes what is wrong with the result.
//
// A day is held against the signing when it is given, not when the signing is
// moved: that the conference took place is a fact, which no plan may stand in the
// way of, and the deadlines it leaves behind are mended one by one.
func (in DeadlineBody) apply(tx *gorm.DB, d *Deadline) error {
	before := *d
	var bad fault.Fields
	httpx.Require(&bad, "/kind", in.Kind, &d.Kind)
	in.Title.Apply(&d.Title)
	httpx.Require(&bad, "/due_on", in.DueOn, &d.DueOn)
	in.ProvenanceInput.Apply(&d.Provenance, &bad)
	if d.Kind != before.Kind || d.DueOn != before.DueOn {
		signing, err := signingDay(tx, d.TermID)
		if err != nil {
			return err
		}
		d.checkDay(&bad, signing)
	}
	return bad.Err()
}
