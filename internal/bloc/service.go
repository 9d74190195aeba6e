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

// Service holds the use cases of arrangements, blocs, terms and their parts.
type Service struct {
	db     *db.DB
	audit  *audit.Log
	ranked func(tx *gorm.DB, termID string) (Ranked, error)
}

// Ranked is how far the ranking of a term is: one is concluded; one is open that is
// drawn up, or concluded in place of a published one and not published itself; it is
// settled by the scores of the units, which stand.
type Ranked struct{ Concluded, Open, Settled bool }

// New makes the service. Rankings are kept where units are scored, which knows terms:
// ranked tells what there is.
func New(store *db.DB, log *audit.Log, ranked func(tx *gorm.DB, termID string) (Ranked, error)) *Service {
	return &Service{store, log, ranked}
}

// Bloc reads one bloc.
func (s *Service) Bloc(ctx context.Context, id string) (*blocRow, error) {
	tx := s.db.Read(ctx)
	b, err := db.One[blocRow](tx, blocs(tx), "b.id", id)
	return b, s.db.Translate(ctx, err)
}

// Blocs lists blocs.
func (s *Service) Blocs(ctx context.Context, r db.Request) (db.Page[blocRow], error) {
	tx := s.db.Read(ctx)
	p, err := db.Fetch[blocRow](tx, blocs(tx), r)
	return p, s.db.Translate(ctx, err)
}

// CreateBloc adds a bloc; a council adds blocs of its own organizer only.
func (s *Service) CreateBloc(ctx context.Context, in BlocBody) (out *blocRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		b := &Bloc{Meta: record.NewMeta(tx)}
		if err := in.apply(tx, b, true); err != nil {
			return err
		}
		if err := canOrganize(ctx, "", b.OrganizerID); err != nil {
			return err
		}
		if err := db.Insert(tx, b); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "bloc", EntityID: b.ID, Version: b.Version, BlocID: &b.ID, After: b}); err != nil {
			return err
		}
		out, err = db.One[blocRow](tx, blocs(tx), "b.id", b.ID)
		return err
	})
	return out, err
}

// canOrganize decides whether the caller may write a bloc of this organizer; ""
// for a bloc asks for the right over the organizer's blocs as such, and without
// an organizer for the right over all.
func canOrganize(ctx context.Context, blocID string, organizer *string) error {
	r := actor.Resource{Bloc: blocID}
	if organizer != nil {
		r.Organizer = *organizer
	}
	return actor.From(ctx).Can(actor.BlocWrite, r)
}

// same holds for two unknown values, or two alike.
func same(a, b *string) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

// changeable reads a bloc for a change by somebody who last read a version.
func changeable(tx *gorm.DB, id string, version int) (*Bloc, error) {
	b, err := FindBloc(tx, actor.BlocRead, id)
	if err != nil {
		return nil, err
	}
	if err := canOrganize(tx.Statement.Context, b.ID, b.OrganizerID); err != nil {
		return nil, err
	}
	return b, audit.Fresh(tx, "bloc", b, version)
}

// UpdateBloc changes a bloc. A rename is a change of its names: the old one
// becomes former. Who hands it to another organizer needs the right over that
// one's blocs too; who leaves it without any, the right over all.
func (s *Service) UpdateBloc(ctx context.Context, id string, version int, in BlocBody) (out *blocRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		b, err := changeable(tx, id, version)
		if err != nil {
			return err
		}
		before := *b
		if err := in.apply(tx, b, false); err != nil {
			return err
		}
		if !same(b.OrganizerID, before.OrganizerID) {
			// Having the bloc itself gives no right over who organizes it.
			if err := canOrganize(ctx, "", b.OrganizerID); err != nil {
				return err
			}
		}
		if err := db.Update(tx, b); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "bloc", EntityID: id, Version: b.Version, BlocID: &b.ID, Before: &before, After: b}); err != nil {
			return err
		}
		out, err = db.One[blocRow](tx, blocs(tx), "b.id", id)
		return err
	})
	return out, err
}

// DeleteBloc removes a bloc nothing refers to; otherwise in_use.
func (s *Service) DeleteBloc(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		b, err := changeable(tx, id, version)
		if err != nil {
			return err
		}
		if err := db.Delete(tx, b); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "bloc", EntityID: id, Version: b.Version, BlocID: &b.ID, Before: b})
	})
}

func (in BlocBody) apply(tx *gorm.DB, b *Bloc, isNew bool) error {
	var bad fault.Fields
	in.Code.Apply(&b.Code)
	httpx.Require(&bad, "/kind", in.Kind, &b.Kind)
	in.applyNames(b, isNew, &bad)
	in.OrganizerID.Apply(&b.OrganizerID)
	in.OrganizerAsWritten.Apply(&b.OrganizerAsWritten)
	if in.Provinces.Set {
		b.Provinces.V = in.Provinces.Or(nil)
	}
	in.Sector.Apply(&b.Sector)
	in.DocumentLayout.Apply(&b.DocumentLayout)
	in.ValidFrom.Apply(&b.ValidFrom)
	in.ValidTo.Apply(&b.ValidTo)
	checkTime(&bad, "/valid_to", b.ValidFrom, b.ValidTo)
	in.ProvenanceInput.Apply(&b.Provenance, &bad)
	if err := record.Known(tx, &bad, "/organizer_id", "authorities", b.OrganizerID); err != nil {
		return err
	}
	b.fold()
	return bad.Err()
}

func (in BlocBody) applyNames(b *Bloc, isNew bool, bad *fault.Fields) {
	switch {
	case in.Name.Set && !isNew:
		bad.Add("/name", "read_only_field")
		return
	case in.Name.Set && in.Names.Set:
		bad.Add("/name", "conflicts_with", "other", "names")
		return
	case in.Name.Set:
		b.Names.V = []Name{{Name: in.Name.Or(""), Kind: Current}}
	case in.Names.Set:
		b.Names.V = nil
		for _, n := range in.Names.Or(nil) {
			b.Names.V = append(b.Names.V, Name{n.Name, n.Kind, n.ValidFrom.Value, n.ValidTo.Value})
		}
	}
	checkNames(bad, b.Names.V)
}
