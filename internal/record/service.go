package record

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

// Service holds the use cases of persons.
type Service struct {
	db    *db.DB
	audit *audit.Log
}

// New makes the service.
func New(store *db.DB, log *audit.Log) *Service { return &Service{store, log} }

// Person reads one person.
func (s *Service) Person(ctx context.Context, id string) (*personRow, error) {
	p, err := showPerson(s.db.Read(ctx), id)
	return p, s.db.Translate(ctx, err)
}

// Persons lists persons.
func (s *Service) Persons(ctx context.Context, r db.Request) (db.Page[personRow], error) {
	p, err := db.Fetch[personRow](s.db.Read(ctx), db.Select{Columns: personColumns, From: personFrom}, r)
	return p, s.db.Translate(ctx, err)
}

// CreatePerson adds a person.
func (s *Service) CreatePerson(ctx context.Context, in PersonBody) (row *personRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := actor.From(ctx).Can(actor.PersonWrite, actor.Resource{}); err != nil {
			return err
		}
		p := &Person{Meta: NewMeta(tx)}
		if err := in.apply(tx, p, true); err != nil {
			return err
		}
		if err := db.Insert(tx, p); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "person", EntityID: p.ID, Version: p.Version, After: p}); err != nil {
			return err
		}
		row, err = showPerson(tx, p.ID)
		return err
	})
	return row, err
}

// UpdatePerson changes a person. Documents keep the words they were given.
func (s *Service) UpdatePerson(ctx context.Context, id string, version int, in PersonBody) (row *personRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		p, err := findPerson(tx, id)
		if err != nil {
			return err
		}
		if err := actor.From(ctx).Can(actor.PersonWrite, actor.Resource{}); err != nil {
			return err
		}
		if err := audit.Fresh(tx, "person", p, version); err != nil {
			return err
		}
		before := *p
		if err := in.apply(tx, p, false); err != nil {
			return err
		}
		if err := db.Update(tx, p); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "person", EntityID: p.ID, Version: p.Version, Before: &before, After: p}); err != nil {
			return err
		}
		row, err = showPerson(tx, id)
		return err
	})
	return row, err
}

// DeletePerson removes a person no document names; otherwise in_use.
func (s *Service) DeletePerson(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		p, err := findPerson(tx, id)
		if err != nil {
			return err
		}
		if err := actor.From(ctx).Can(actor.PersonWrite, actor.Resource{}); err != nil {
			return err
		}
		if err := audit.Fresh(tx, "person", p, version); err != nil {
			return err
		}
		if err := db.Delete(tx, p); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "person", EntityID: id, Version: p.Version, Before: p})
	})
}

func (in PersonBody) apply(tx *gorm.DB, p *Person, isNew bool) error {
	var bad fault.Fields
	if isNew && in.Name.Value == nil {
		bad.Add("/name", "required")
	}
	in.Name.Put(&p.Name)
	in.UnitID.Apply(&p.UnitID)
	in.UnitAsWritten.Apply(&p.UnitAsWritten)
	if in.Positions.Set {
		p.Positions.V = nil
		for _, q := range in.Positions.Or(nil) {
			p.Positions.V = append(p.Positions.V, Position{q.Title, q.From.Value, q.To.Value})
		}
	}
	in.ProvenanceInput.Apply(&p.Provenance, &bad)
	if err := Known(tx, &bad, "/unit_id", "units", p.UnitID); err != nil {
		return err
	}
	p.fold()
	return bad.Err()
}
