package unit

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Authority reads one authority.
func (s *Service) Authority(ctx context.Context, id string) (*authorityRow, error) {
	a, err := showAuthority(s.db.Read(ctx), id)
	return a, s.db.Translate(ctx, err)
}

// Authorities lists authorities.
func (s *Service) Authorities(ctx context.Context, r db.Request) (db.Page[authorityRow], error) {
	p, err := db.Fetch[authorityRow](s.db.Read(ctx), db.Select{Columns: authorityColumns, From: authorityFrom}, r)
	return p, s.db.Translate(ctx, err)
}

// CreateAuthority adds an authority.
func (s *Service) CreateAuthority(ctx context.Context, in AuthorityBody) (out *authorityRow, err error) {
	err = s.write(ctx, func(tx *gorm.DB) error {
		a := &Authority{Meta: record.NewMeta(tx)}
		if err := in.apply(tx, a); err != nil {
			return err
		}
		if err := db.Insert(tx, a); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "authority", EntityID: a.ID, Version: a.Version, After: a}); err != nil {
			return err
		}
		out, err = showAuthority(tx, a.ID)
		return err
	})
	return out, err
}

// UpdateAuthority changes an authority.
func (s *Service) UpdateAuthority(ctx context.Context, id string, version int, in AuthorityBody) (out *authorityRow, err error) {
	err = s.write(ctx, func(tx *gorm.DB) error {
		a, err := findAuthority(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "authority", a, version); err != nil {
			return err
		}
		before := *a
		if err := in.apply(tx, a); err != nil {
			return err
		}
		if err := db.Update(tx, a); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "authority", EntityID: id, Version: a.Version, Before: &before, After: a}); err != nil {
			return err
		}
		out, err = showAuthority(tx, id)
		return err
	})
	return out, err
}

// DeleteAuthority removes an authority nothing refers to; otherwise in_use.
func (s *Service) DeleteAuthority(ctx context.Context, id string, version int) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		a, err := findAuthority(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "authority", a, version); err != nil {
			return err
		}
		if err := db.Delete(tx, a); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "authority", EntityID: id, Version: a.Version, Before: a})
	})
}

func (in AuthorityBody) apply(tx *gorm.DB, a *Authority) error {
	var bad fault.Fields
	in.Name.Put(&a.Name)
	if a.Name == "" {
		bad.Add("/name", "required")
	}
	in.System.Apply(&a.System)
	in.Level.Apply(&a.Level)
	in.Province.Apply(&a.Province)
	in.UnitID.Apply(&a.UnitID)
	in.ProvenanceInput.Apply(&a.Provenance, &bad)
	if err := record.Known(tx, &bad, "/unit_id", "units", a.UnitID); err != nil {
		return err
	}
	a.fold()
	return bad.Err()
}
