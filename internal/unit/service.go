package unit

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/viet"
)

// Service holds the use cases of units and authorities.
type Service struct {
	db    *db.DB
	audit *audit.Log
}

// New makes the service.
func New(store *db.DB, log *audit.Log) *Service { return &Service{store, log} }

// write runs fn in a transaction after asking for the right to write the
// registry. Reading it needs only a grant, which the policy table asks for.
func (s *Service) write(ctx context.Context, fn func(tx *gorm.DB) error) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := actor.From(ctx).Can(actor.RegistryWrite, actor.Resource{}); err != nil {
			return err
		}
		return fn(tx)
	})
}

// shown is a unit with what its page says beside it.
type shown struct {
	Unit
	SameName []string
}

// Unit reads one unit, and which others have the same name.
func (s *Service) Unit(ctx context.Context, id string) (out *shown, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		u, err := Find(tx, id)
		if err != nil {
			return err
		}
		out, err = show(tx, u)
		return err
	})
	return out, err
}

func show(tx *gorm.DB, u *Unit) (*shown, error) {
	same, err := namesakes(tx, u.Name, u.ID)
	return &shown{*u, same}, err
}

// Units lists units.
func (s *Service) Units(ctx context.Context, r db.Request) (db.Page[Unit], error) {
	p, err := db.Fetch[Unit](s.db.Read(ctx), db.Select{Columns: "u.*", From: "units u"}, r)
	return p, s.db.Translate(ctx, err)
}

// CreateUnit adds a unit with its first version.
func (s *Service) CreateUnit(ctx context.Context, in CreateUnitBody) (out *shown, err error) {
	err = s.write(ctx, func(tx *gorm.DB) error {
		u := &Unit{Meta: record.NewMeta(tx)}
		v := &Version{Meta: record.NewMeta(tx), UnitID: u.ID}
		var bad fault.Fields
		in.UnitFields.apply(u, &bad)
		in.VersionFields.apply(v)
		v.Provenance = u.Provenance
		if err := v.check(tx, &bad, nil); err != nil {
			return err
		}
		if err := uniqueCode(tx, u); err != nil {
			return err
		}
		u.show([]Version{*v})
		if err := db.Insert(tx, u); err != nil {
			return err
		}
		if err := db.Insert(tx, v); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "unit", EntityID: u.ID, Version: u.Version, After: u}); err != nil {
			return err
		}
		out, err = show(tx, u)
		return err
	})
	return out, err
}

func uniqueCode(tx *gorm.DB, u *Unit) error {
	if u.Code == nil {
		return nil
	}
	var other string
	if err := tx.Raw("SELECT id FROM units WHERE code = ? AND id <> ?", *u.Code, u.ID).Scan(&other).Error; err != nil {
		return err
	}
	if other != "" {
		return fault.New(fault.Conflict, "duplicate").With("existing_id", other)
	}
	return nil
}

// UpdateUnit changes what belongs to the identity. Names, parents and provinces
// belong to versions.
func (s *Service) UpdateUnit(ctx context.Context, id string, version int, in UnitFields) (out *shown, err error) {
	err = s.write(ctx, func(tx *gorm.DB) error {
		u, err := Find(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "unit", u, version); err != nil {
			return err
		}
		before := *u
		var bad fault.Fields
		in.apply(u, &bad)
		if err := bad.Err(); err != nil {
			return err
		}
		if err := uniqueCode(tx, u); err != nil {
			return err
		}
		if err := s.save(tx, u, &before); err != nil {
			return err
		}
		out, err = show(tx, u)
		return err
	})
	return out, err
}

// save writes a unit in step with its versions, and the record of the act.
func (s *Service) save(tx *gorm.DB, u, before *Unit) error {
	versions, err := Versions(tx, u.ID)
	if err != nil {
		return err
	}
	u.show(versions)
	if err := db.Update(tx, u); err != nil {
		return err
	}
	return s.audit.Append(tx, audit.Entry{Entity: "unit", EntityID: u.ID, Version: u.Version, Before: before, After: u})
}

// DeleteUnit removes a unit nothing refers to; otherwise in_use.
func (s *Service) DeleteUnit(ctx context.Context, id string, version int) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		u, err := Find(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "unit", u, version); err != nil {
			return err
		}
		if err := tx.Where("unit_id = ?", id).Delete(&Version{}).Error; err != nil {
			return err
		}
		if err := db.Delete(tx, u); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "unit", EntityID: id, Version: u.Version, Before: u})
	})
}

// Versions lists a unit's versions.
func (s *Service) Versions(ctx context.Context, unitID string, r db.Request) (db.Page[versionRow], error) {
	if _, err := Find(s.db.Read(ctx), unitID); err != nil {
		return db.Page[versionRow]{}, s.db.Translate(ctx, err)
	}
	p, err := db.Fetch[versionRow](s.db.Read(ctx), db.Select{
		Columns: versionColumns, From: versionFrom, Where: []string{"v.unit_id = ?"}, Args: []any{unitID},
	}, r)
	return p, s.db.Translate(ctx, err)
}

// Version reads one version.
func (s *Service) Version(ctx context.Context, id string) (*versionRow, error) {
	v, err := showVersion(s.db.Read(ctx), id)
	return v, s.db.Translate(ctx, err)
}

// CreateVersion records a new name, parent or province; what is left out stays
// as it was, but for the short name of another name. The version that was open
// until then ends the day before, where the new one's first day is known.
func (s *Service) CreateVersion(ctx context.Context, unitID string, in VersionBody) (out *versionRow, err error) {
	err = s.write(ctx, func(tx *gorm.DB) error {
		if err := lock(tx, unitID); err != nil {
			return err
		}
		others, err := Versions(tx, unitID)
		if err != nil {
			return err
		}
		v := &Version{Meta: record.NewMeta(tx), UnitID: unitID}
		v.continues(latest(others))
		var bad fault.Fields
		if in.Name.Set && !in.ShortName.Set {
			v.ShortName = nil
		}
		in.VersionFields.apply(v)
		in.ProvenanceInput.Apply(&v.Provenance, &bad)
		if last := &others[len(others)-1]; last.closeBefore(v.ValidFrom) {
			if err := db.Update(tx, last); err != nil {
				return err
			}
		}
		if err := v.check(tx, &bad, others); err != nil {
			return err
		}
		if err := db.Insert(tx, v); err != nil {
			return err
		}
		if err := s.reshow(tx, unitID); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "unit_version", EntityID: v.ID, Version: v.Version, After: v}); err != nil {
			return err
		}
		out, err = showVersion(tx, v.ID)
		return err
	})
	return out, err
}

// UpdateVersion corrects one version.
func (s *Service) UpdateVersion(ctx context.Context, id string, version int, in VersionBody) (out *versionRow, err error) {
	err = s.write(ctx, func(tx *gorm.DB) error {
		v, err := lockVersion(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "unit_version", v, version); err != nil {
			return err
		}
		before := *v
		others, err := Versions(tx, v.UnitID)
		if err != nil {
			return err
		}
		var bad fault.Fields
		in.VersionFields.apply(v)
		in.ProvenanceInput.Apply(&v.Provenance, &bad)
		if err := v.check(tx, &bad, others); err != nil {
			return err
		}
		if err := db.Update(tx, v); err != nil {
			return err
		}
		if err := s.reshow(tx, v.UnitID); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "unit_version", EntityID: v.ID, Version: v.Version, Before: &before, After: v}); err != nil {
			return err
		}
		out, err = showVersion(tx, id)
		return err
	})
	return out, err
}

// DeleteVersion removes a version recorded by mistake; a unit keeps one.
func (s *Service) DeleteVersion(ctx context.Context, id string, version int) error {
	return s.write(ctx, func(tx *gorm.DB) error {
		v, err := lockVersion(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "unit_version", v, version); err != nil {
			return err
		}
		others, err := Versions(tx, v.UnitID)
		if err != nil {
			return err
		}
		if len(others) == 1 {
			return fault.New(fault.Conflict, "in_use")
		}
		if err := db.Delete(tx, v); err != nil {
			return err
		}
		if err := s.reshow(tx, v.UnitID); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "unit_version", EntityID: id, Version: v.Version, Before: v})
	})
}

// reshow keeps the unit in step with a version that changed under it.
func (s *Service) reshow(tx *gorm.DB, unitID string) error {
	u, err := Find(tx, unitID)
	if err != nil {
		return err
	}
	versions, err := Versions(tx, unitID)
	if err != nil {
		return err
	}
	u.show(versions)
	return db.Update(tx, u)
}

func (v *Version) check(tx *gorm.DB, bad *fault.Fields, others []Version) error {
	if v.Name == "" {
		bad.Add("/name", "required")
	}
	v.NameKey = viet.Key(v.Name)
	checkTimes(bad, *v, others)
	if v.ParentID != nil && *v.ParentID == v.UnitID {
		bad.Add("/parent_id", "invalid_value")
	}
	if err := record.Known(tx, bad, "/parent_id", "units", v.ParentID); err != nil {
		return err
	}
	return bad.Err()
}

func (in UnitFields) apply(u *Unit, bad *fault.Fields) {
	in.Code.Apply(&u.Code)
	in.Kind.Apply(&u.Kind)
	in.IsEnterprise.Apply(&u.IsEnterprise)
	if in.Aliases.Set {
		u.Aliases.V = slices.Compact(in.Aliases.Or(nil))
	}
	in.ProvenanceInput.Apply(&u.Provenance, bad)
}

func (in VersionFields) apply(v *Version) {
	in.Name.Put(&v.Name)
	in.ShortName.Apply(&v.ShortName)
	in.ParentID.Apply(&v.ParentID)
	in.ParentAsWritten.Apply(&v.ParentAsWritten)
	in.Province.Apply(&v.Province)
	in.LegalForm.Apply(&v.LegalForm)
	in.ValidFrom.Apply(&v.ValidFrom)
	in.ValidTo.Apply(&v.ValidTo)
}
