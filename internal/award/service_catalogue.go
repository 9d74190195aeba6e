package award

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// loaded is what the record of acts says of a load: the codes it touched.
type loaded struct{ Added, Changed []string }

// Load brings the award types up to the catalogue of this release. What the
// office itself wrote (a local name, retirement, rows of its own) stays.
func (s *Service) Load(ctx context.Context) error {
	entries, err := readCatalogue()
	if err != nil {
		return err
	}
	ctx = actor.WithCall(actor.With(ctx, actor.System("giaouoc")), actor.Call{Operation: "loadAwardTypes"})
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		known, err := lockTypes(tx)
		if err != nil {
			return err
		}
		var l loaded
		var added []*Type
		for _, e := range entries {
			switch t := known[e.Code]; {
			case t == nil:
				t = &Type{Meta: record.NewMeta(tx), IsOfficial: true}
				t.take(e)
				added, l.Added = append(added, t), append(l.Added, e.Code)
			case t.IsOfficial && t.take(e):
				if err := db.Update(tx, t); err != nil {
					return err
				}
				l.Changed = append(l.Changed, e.Code)
			}
		}
		if len(added) > 0 { // another server may be starting too
			if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&added).Error; err != nil {
				return err
			}
		}
		if len(l.Added)+len(l.Changed) == 0 {
			return nil
		}
		return s.audit.Append(tx, audit.Entry{Entity: "award_type", EntityID: "catalogue", After: &l})
	})
}

// Types lists award types.
func (s *Service) Types(ctx context.Context, r db.Request) (db.Page[Type], error) {
	p, err := db.Fetch[Type](s.db.Read(ctx), db.Select{Columns: "t.*", From: "award_types t"}, r)
	return p, s.db.Translate(ctx, err)
}

// Type reads one award type.
func (s *Service) Type(ctx context.Context, id string) (*Type, error) {
	t, err := findType(s.db.Read(ctx), id)
	return t, s.db.Translate(ctx, err)
}

// CreateType adds an award type of the office's own. Nobody verified it.
func (s *Service) CreateType(ctx context.Context, in CreateAwardTypeBody) (t *Type, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := actor.From(ctx).Can(actor.RegistryWrite, actor.Resource{}); err != nil {
			return err
		}
		t = &Type{Meta: record.NewMeta(tx), Code: in.Code}
		t.Family = in.Code
		var bad fault.Fields
		in.AwardTypeBody.apply(t, &bad)
		if err := bad.Err(); err != nil {
			return err
		}
		other, err := typeWithCode(tx, t.Code)
		if err != nil {
			return err
		}
		if other != "" {
			return fault.New(fault.Conflict, "duplicate").With("existing_id", other)
		}
		if err := db.Insert(tx, t); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "award_type", EntityID: t.ID, Version: t.Version, After: t})
	})
	return t, err
}

// UpdateType gives an award type a local name or retires it. What the law says
// of an official one is not the office's to change.
func (s *Service) UpdateType(ctx context.Context, id string, version int, in AwardTypeBody) (t *Type, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		if t, err = findType(tx, id); err != nil {
			return err
		}
		if err := actor.From(ctx).Can(actor.RegistryWrite, actor.Resource{}); err != nil {
			return err
		}
		if err := audit.Fresh(tx, "award_type", t, version); err != nil {
			return err
		}
		before := *t
		var bad fault.Fields
		if t.IsOfficial {
			in.StandardFields.refuse(&bad)
		}
		in.apply(t, &bad)
		if err := bad.Err(); err != nil {
			return err
		}
		if err := db.Update(tx, t); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "award_type", EntityID: id, Version: t.Version, Before: &before, After: t})
	})
	return t, err
}

// refuse notes every field that was given.
func (in StandardFields) refuse(bad *fault.Fields) {
	given := map[string]json.RawMessage{}
	b, err := json.Marshal(in)
	if err == nil {
		err = json.Unmarshal(b, &given)
	}
	if err != nil {
		panic(err) // it was read from JSON
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		bad.Add("/"+name, "read_only_field")
	}
}

func (in AwardTypeBody) apply(t *Type, bad *fault.Fields) {
	in.LocalName.Apply(&t.LocalName)
	in.IsRetired.Put(&t.IsRetired)
	in.StandardFields.apply(t)
	if t.Class == "" {
		bad.Add("/class", "required")
	}
	if t.Vi == "" {
		bad.Add("/vi", "required")
	}
	if t.ValidFrom != nil && t.ValidTo != nil && *t.ValidTo < *t.ValidFrom {
		bad.Add("/valid_to", "end_before_start")
	}
	t.fold()
}

func (in StandardFields) apply(t *Type) {
	in.Family.Put(&t.Family)
	in.Class.Put(&t.Class)
	in.Vi.Put(&t.Vi)
	in.En.Apply(&t.En)
	in.ShortVi.Apply(&t.ShortVi)
	if in.Subjects.Set {
		t.Subjects.V = in.Subjects.Or(nil)
	}
	in.Level.Apply(&t.Level)
	in.AuthorityVi.Apply(&t.AuthorityVi)
	in.Article.Apply(&t.Article)
	in.ValidFrom.Apply(&t.ValidFrom)
	in.ValidTo.Apply(&t.ValidTo)
	in.PrerequisitesVi.Apply(&t.PrerequisitesVi)
	in.PrerequisitesEn.Apply(&t.PrerequisitesEn)
	in.VoteThresholdPct.Apply(&t.VoteThresholdPct)
	in.VoteBase.Apply(&t.VoteBase)
	in.QuotaVi.Apply(&t.QuotaVi)
	in.MoneyFactor.Apply(&t.MoneyFactor)
	in.CheckVi.Apply(&t.CheckVi)
	in.CheckEn.Apply(&t.CheckEn)
}
