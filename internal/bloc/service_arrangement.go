package bloc

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Arrangement reads one arrangement.
func (s *Service) Arrangement(ctx context.Context, id string) (*arrangementRow, error) {
	a, err := db.One[arrangementRow](s.db.Read(ctx), arrangements(), "g.id", id)
	return a, s.db.Translate(ctx, err)
}

// Arrangements lists arrangements.
func (s *Service) Arrangements(ctx context.Context, r db.Request) (db.Page[arrangementRow], error) {
	p, err := db.Fetch[arrangementRow](s.db.Read(ctx), arrangements(), r)
	return p, s.db.Translate(ctx, err)
}

// CreateArrangement adds an arrangement.
func (s *Service) CreateArrangement(ctx context.Context, in ArrangementBody) (out *arrangementRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := actor.From(ctx).Can(actor.RegistryWrite, actor.Resource{}); err != nil {
			return err
		}
		a := &Arrangement{Meta: record.NewMeta(tx)}
		if err := in.apply(tx, a); err != nil {
			return err
		}
		if err := db.Insert(tx, a); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "arrangement", EntityID: a.ID, Version: a.Version, After: a}); err != nil {
			return err
		}
		out, err = db.One[arrangementRow](tx, arrangements(), "g.id", a.ID)
		return err
	})
	return out, err
}

// UpdateArrangement changes an arrangement.
func (s *Service) UpdateArrangement(ctx context.Context, id string, version int, in ArrangementBody) (out *arrangementRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		a, err := changeableArrangement(tx, id, version)
		if err != nil {
			return err
		}
		before := *a
		if err := in.apply(tx, a); err != nil {
			return err
		}
		if err := db.Update(tx, a); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "arrangement", EntityID: id, Version: a.Version, Before: &before, After: a}); err != nil {
			return err
		}
		out, err = db.One[arrangementRow](tx, arrangements(), "g.id", id)
		return err
	})
	return out, err
}

// DeleteArrangement removes an arrangement no term points to; otherwise in_use.
func (s *Service) DeleteArrangement(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		a, err := changeableArrangement(tx, id, version)
		if err != nil {
			return err
		}
		if err := db.Delete(tx, a); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "arrangement", EntityID: id, Version: a.Version, Before: a})
	})
}

func changeableArrangement(tx *gorm.DB, id string, version int) (*Arrangement, error) {
	a, err := findArrangement(tx, id)
	if err != nil {
		return nil, err
	}
	if err := actor.From(tx.Statement.Context).Can(actor.RegistryWrite, actor.Resource{}); err != nil {
		return nil, err
	}
	return a, audit.Fresh(tx, "arrangement", a, version)
}

func (in ArrangementBody) apply(tx *gorm.DB, a *Arrangement) error {
	var bad fault.Fields
	in.OrganizerID.Apply(&a.OrganizerID)
	in.OrganizerAsWritten.Apply(&a.OrganizerAsWritten)
	if a.OrganizerID == nil && a.OrganizerAsWritten == nil {
		bad.Add("/organizer_id", "reference_required")
	}
	in.PeriodFields.apply(&a.Period, &a.ListingYear, &bad)
	in.DocumentAsWritten.Apply(&a.DocumentAsWritten)
	in.StatedBlocCount.Apply(&a.StatedBlocCount)
	in.StatedUnitCount.Apply(&a.StatedUnitCount)
	in.ProvenanceInput.Apply(&a.Provenance, &bad)
	if err := record.Known(tx, &bad, "/organizer_id", "authorities", a.OrganizerID); err != nil {
		return err
	}
	return bad.Err()
}
