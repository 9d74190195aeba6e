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
func (s *Service) Deadline(ctx context.Context, id string) (*Deadline, error) {
	d, err := findDeadline(s.db.Read(ctx), id)
	return d, s.db.Translate(ctx, err)
}

func findDeadline(tx *gorm.DB, id string) (*Deadline, error) {
	return db.One[Deadline](tx, deadlines(tx), "d.id", id)
}

// TermDeadlines lists the deadlines of one term.
func (s *Service) TermDeadlines(ctx context.Context, termID string, r db.Request) (db.Page[Deadline], error) {
	tx := s.db.Read(ctx)
	p, err := partsOf[Deadline](tx, deadlines(tx), "d.term_id", termID, r)
	return p, s.db.Translate(ctx, err)
}

// CreateDeadline adds a deadline to a term.
func (s *Service) CreateDeadline(ctx context.Context, termID string, in DeadlineBody) (out *Deadline, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := openTerm(tx, actor.TermWrite, termID)
		if err != nil {
			return err
		}
		d := &Deadline{Meta: record.NewMeta(tx), TermID: termID, BlocID: t.BlocID}
		if err := in.apply(d); err != nil {
			return err
		}
		if err := db.Insert(tx, d); err != nil {
			return err
		}
		out = d
		return s.audit.Append(tx, t.act("deadline", d, nil, d))
	})
	return out, err
}

// UpdateDeadline changes a deadline.
func (s *Service) UpdateDeadline(ctx context.Context, id string, version int, in DeadlineBody) (out *Deadline, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, d, err := changeableDeadline(tx, id, version)
		if err != nil {
			return err
		}
		before := *d
		if err := in.apply(d); err != nil {
			return err
		}
		if err := db.Update(tx, d); err != nil {
			return err
		}
		out = d
		return s.audit.Append(tx, t.act("deadline", d, &before, d))
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
	d, err := findDeadline(tx, id)
	if err != nil {
		return nil, nil, err
	}
	return t, d, audit.Fresh(tx, "deadline", d, version)
}

func (in DeadlineBody) apply(d *Deadline) error {
	var bad fault.Fields
	httpx.Require(&bad, "/kind", in.Kind, &d.Kind)
	in.Title.Apply(&d.Title)
	httpx.Require(&bad, "/due_on", in.DueOn, &d.DueOn)
	in.ProvenanceInput.Apply(&d.Provenance, &bad)
	return bad.Err()
}
