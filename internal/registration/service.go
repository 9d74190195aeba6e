package registration

import (
	"context"
	"errors"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
)

// Service holds the use cases of registrations.
type Service struct {
	db    *db.DB
	audit *audit.Log
}

// New makes the service.
func New(store *db.DB, log *audit.Log) *Service { return &Service{store, log} }

// Registration reads one registration with its parts.
func (s *Service) Registration(ctx context.Context, id string) (r *shownRegistration, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		r, err = showRegistration(tx, id)
		return err
	})
	return r, err
}

// Registrations lists registrations, without their parts.
func (s *Service) Registrations(ctx context.Context, r db.Request) (db.Page[registrationRow], error) {
	p, err := bloc.ListParts[registrationRow](s.db.Read(ctx), registrationRows, r, "")
	return p, s.db.Translate(ctx, err)
}

// RegistrationBoard tells of every unit of a term how its registration stands.
func (s *Service) RegistrationBoard(ctx context.Context, termID string) (b *Board, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		b, err = readBoard(tx, termID, date.Today(s.db.Now))
		return err
	})
	return b, err
}

// CreateRegistration begins the registration of a unit in a term; a unit has one
// (duplicate). Who takes registrations may record one in the state it is known to be
// in.
func (s *Service) CreateRegistration(ctx context.Context, in CreateRegistrationBody) (row *shownRegistration, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := registrable(tx, in)
		if err != nil {
			return err
		}
		there, err := registered(tx, t.ID, in.UnitID)
		if err != nil {
			return err
		}
		if err := fault.Duplicate(there); err != nil {
			return err
		}
		w := &wholeRegistration{Registration: Registration{
			Meta: record.NewMeta(tx), TermID: t.ID, BlocID: t.BlocID, UnitID: in.UnitID,
			Status: in.Status.Or(Draft), StatusSince: tx.NowFunc(), RecordedBy: actor.From(ctx).Signature(),
		}}
		if err := in.apply(tx, w); err != nil {
			return err
		}
		if w.Status != Draft && w.RegisteredOn != nil {
			w.FirstSentOn = w.RegisteredOn.Day()
		}
		if err := db.Insert(tx, &w.Registration); err != nil {
			return err
		}
		if err := writeParts(tx, w); err != nil {
			return err
		}
		if err := s.audit.Append(tx, bloc.PartAct("registration", w, w.BlocID, w.TermID, nil, w)); err != nil {
			return err
		}
		if row, err = showRegistration(tx, w.ID); err != nil || w.Status == Draft {
			return err
		}
		return keepSubmission(tx, row)
	})
	return row, err
}

// registrable holds the term of a new registration for those who may make it; it
// refuses a unit that does not belong to the term.
func registrable(tx *gorm.DB, in CreateRegistrationBody) (*bloc.Term, error) {
	t, err := bloc.LockTerm(tx, actor.ProgressRead, in.TermID)
	if err != nil {
		return nil, fault.Referenced(err, "/term_id")
	}
	var bad fault.Fields
	if err := record.Known(tx, &bad, "/unit_id", "units", &in.UnitID); err != nil {
		return nil, err
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	if err := canRegister(tx, t, in.UnitID); err != nil {
		return nil, err
	}
	there, err := bloc.Belongs(tx, t.ID, in.UnitID)
	if err != nil {
		return nil, err
	}
	if !there {
		f := *ErrOutsideTerm
		f.Fields = fault.Fields{fault.At("/unit_id", "unit_outside_term", "term", t.Period.Label)}
		return nil, &f
	}
	if in.Status.Or(Draft) != Draft {
		return t, bloc.CanTerm(tx, actor.AgreementWrite, t)
	}
	return t, nil
}

// UpdateRegistration changes a registration that is not sent; lists of parts are
// replaced as a whole when given. After a return only what it reopened changes.
func (s *Service) UpdateRegistration(ctx context.Context, id string, version int, in RegistrationFields) (row *shownRegistration, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		w, err := openRegistration(tx, id, version)
		if err != nil {
			return err
		}
		before := *w
		if err := in.apply(tx, w); err != nil {
			return err
		}
		if err := closed(w.Reopened.V, contentOf(registrationDetailView(before.shown())), contentOf(registrationDetailView(w.shown()))); err != nil {
			return err
		}
		if err := db.Update(tx, &w.Registration); err != nil {
			return err
		}
		if in.Commitments.Set || in.Titles.Set {
			if err := writeParts(tx, w); err != nil {
				return err
			}
		}
		if err := s.audit.Append(tx, bloc.PartAct("registration", w, w.BlocID, w.TermID, &before, w)); err != nil {
			return err
		}
		row, err = showRegistration(tx, id)
		return err
	})
	return row, err
}

// DeleteRegistration removes a registration that was never sent.
func (s *Service) DeleteRegistration(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		w, err := openRegistration(tx, id, version)
		if err != nil {
			return err
		}
		sent, err := submissions(tx, id, 1)
		if err != nil {
			return err
		}
		if len(sent) > 0 {
			return ErrWasSent
		}
		before := *w
		w.Commitments, w.Titles = nil, nil
		if err := writeParts(tx, w); err != nil {
			return err
		}
		if err := db.Delete(tx, &w.Registration); err != nil {
			return err
		}
		return s.audit.Append(tx, bloc.PartAct("registration", w, w.BlocID, w.TermID, &before, nil))
	})
}

// openRegistration holds a registration that is about to change, for those who may
// write it, while it is not sent.
func openRegistration(tx *gorm.DB, id string, version int) (*wholeRegistration, error) {
	w, t, err := holdRegistration(tx, id)
	if err != nil {
		return nil, err
	}
	if err := canRegister(tx, t, w.UnitID); err != nil {
		return nil, err
	}
	if err := audit.Fresh(tx, "registration", w, version); err != nil {
		return nil, err
	}
	return w, w.editable()
}

// apply writes what was given and notes what is wrong with the result.
func (in RegistrationFields) apply(tx *gorm.DB, w *wholeRegistration) error {
	var bad fault.Fields
	in.UnitAsWritten.Apply(&w.UnitAsWritten)
	in.HeadID.Apply(&w.HeadID)
	in.HeadAsWritten.Apply(&w.HeadAsWritten)
	in.HeadPositionAsWritten.Apply(&w.HeadPositionAsWritten)
	in.UnionID.Apply(&w.UnionID)
	in.UnionAsWritten.Apply(&w.UnionAsWritten)
	in.UnionPositionAsWritten.Apply(&w.UnionPositionAsWritten)
	in.RegisteredOn.Apply(&w.RegisteredOn)
	in.DocumentAsWritten.Apply(&w.DocumentAsWritten)
	in.ProvenanceInput.Apply(&w.Provenance, &bad)
	if in.Commitments.Set {
		in.commitments(w, &bad)
	}
	if in.Titles.Set {
		in.titles(w, &bad)
	}
	w.fold()
	w.check(&bad)
	if err := knowParts(tx, &bad, w); err != nil {
		return err
	}
	return bad.Err()
}

func (in RegistrationFields) commitments(w *wholeRegistration, bad *fault.Fields) {
	given, there := in.Commitments.Or(nil), make([]string, len(w.Commitments))
	for i, c := range w.Commitments {
		there[i] = c.ID
	}
	ids := make([]string, len(given))
	for i, c := range given {
		ids[i] = c.ID.Or("")
	}
	ids = keep(bad, commitmentsList, there, ids, db.NewID)
	w.Commitments = make([]Commitment, len(given))
	for i, c := range given {
		w.Commitments[i] = Commitment{
			ID: ids[i], RegistrationID: w.ID, TermID: w.TermID, BlocID: w.BlocID, Position: i + 1,
			Text: c.Text, Measure: c.Measure.Value, Target: c.Target.Value, UnitOfMeasure: c.UnitOfMeasure.Value,
			DueOn: c.DueOn.Value, MovementID: c.MovementID.Value, Note: c.Note.Value,
		}
	}
}

func (in RegistrationFields) titles(w *wholeRegistration, bad *fault.Fields) {
	given, there := in.Titles.Or(nil), make([]string, len(w.Titles))
	for i, t := range w.Titles {
		there[i] = t.ID
	}
	ids := make([]string, len(given))
	for i, t := range given {
		ids[i] = t.ID.Or("")
	}
	ids = keep(bad, titlesList, there, ids, db.NewID)
	w.Titles = make([]Title, len(given))
	for i, t := range given {
		row := Title{
			ID: ids[i], RegistrationID: w.ID, TermID: w.TermID, BlocID: w.BlocID, Position: i + 1, Subject: t.Subject,
			AwardTypeID: t.AwardTypeID.Value, TypeAsWritten: t.TypeAsWritten.Value, UnitID: t.UnitID.Value, UnitAsWritten: t.UnitAsWritten.Value,
			PersonID: t.PersonID.Value, PersonAsWritten: t.PersonAsWritten.Value, Name: t.Name.Value, Count: t.Count.Value, Note: t.Note.Value,
		}
		var wrong fault.Fields
		row.setPeriod(t.Period.Value, t.PeriodKind.Or(""), &wrong)
		bad.Under("/titles/"+strconv.Itoa(i), wrong)
		w.Titles[i] = row
	}
}

// setPeriod reads a label as the period the title is for; nil is that of the term.
func (t *Title) setPeriod(label *string, kind string, bad *fault.Fields) {
	if label == nil {
		if kind != "" {
			bad.Add("/period", "required")
		}
		return
	}
	p, err := period.Parse(*label, period.Kind(kind))
	switch {
	case errors.Is(err, period.ErrKindMismatch):
		bad.Add("/period_kind", "conflicts_with", "other", "period")
	case err != nil:
		bad.Add("/period", "invalid_period")
	default:
		t.PeriodKind, t.PeriodLabel, t.PeriodStartsOn, t.PeriodEndsOn = &p.Kind, &p.Label, &p.StartsOn, &p.EndsOn
	}
}
