package agreement

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Event reads one event with the terms it served and the people named at it.
func (s *Service) Event(ctx context.Context, id string) (e *shownEvent, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		e, err = showEvent(tx, id)
		return err
	})
	return e, err
}

// Events lists events, without their parts.
func (s *Service) Events(ctx context.Context, r db.Request) (db.Page[EventRow], error) {
	tx := s.db.Read(ctx)
	p, err := db.Fetch[EventRow](tx, eventRows(tx), r)
	return p, s.db.Translate(ctx, err)
}

// CreateEvent adds an event to the terms it served.
func (s *Service) CreateEvent(ctx context.Context, in EventBody) (row *shownEvent, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		e := &wholeEvent{Event: Event{Meta: record.NewMeta(tx)}}
		in.Terms.Set = true // serving none is an answer too, and needs a right
		if err := in.apply(tx, e); err != nil {
			return err
		}
		if err := db.Insert(tx, &e.Event); err != nil {
			return err
		}
		return s.wroteEvent(tx, e, nil, in, &row)
	})
	return row, err
}

// UpdateEvent changes an event; the terms it served and the people named at it
// are replaced as a whole when given.
func (s *Service) UpdateEvent(ctx context.Context, id string, version int, in EventBody) (row *shownEvent, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		e, err := openEvent(tx, id, version)
		if err != nil {
			return err
		}
		before := *e
		if err := in.apply(tx, e); err != nil {
			return err
		}
		if err := db.Update(tx, &e.Event); err != nil {
			return err
		}
		return s.wroteEvent(tx, e, &before, in, &row)
	})
	return row, err
}

// DeleteEvent removes an event nothing refers to; otherwise in_use.
func (s *Service) DeleteEvent(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		e, err := openEvent(tx, id, version)
		if err != nil {
			return err
		}
		before := *e
		e.Terms, e.People = nil, nil
		if err := replaceTerms(tx, e); err != nil {
			return err
		}
		if err := replacePeople(tx, e); err != nil {
			return err
		}
		if err := db.Delete(tx, &e.Event); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "event", EntityID: id, Version: e.Version, BlocID: before.BlocID, TermID: before.onlyTerm(), Before: before})
	})
}

// openEvent holds an event that is about to change at the version last read.
func openEvent(tx *gorm.DB, id string, version int) (*wholeEvent, error) {
	e, err := holdEvent(tx, id)
	if err != nil {
		return nil, err
	}
	return e, audit.Fresh(tx, "event", e, version)
}

// wroteEvent ends an act on an event: its parts, the record of it, and what is
// shown.
func (s *Service) wroteEvent(tx *gorm.DB, e, before *wholeEvent, in EventBody, row **shownEvent) error {
	if in.Terms.Set {
		if err := replaceTerms(tx, e); err != nil {
			return err
		}
	}
	if in.People.Set {
		if err := replacePeople(tx, e); err != nil {
			return err
		}
	}
	act := audit.Entry{Entity: "event", EntityID: e.ID, Version: e.Version, BlocID: e.BlocID, TermID: e.onlyTerm(), After: e}
	if before != nil {
		act.Before = before
	}
	if err := s.audit.Append(tx, act); err != nil {
		return err
	}
	var err error
	*row, err = showEvent(tx, e.ID)
	return err
}

// apply writes what was given, asks for the right to write in the terms that
// are given, and notes what is wrong with the result.
func (in EventBody) apply(tx *gorm.DB, e *wholeEvent) error {
	var bad fault.Fields
	if in.Terms.Set {
		e.Terms = nil
		for _, t := range in.Terms.Or(nil) {
			e.Terms = append(e.Terms, Served{e.ID, t.TermID, t.Purpose})
		}
		shared, err := openServed(tx, &bad, e.Terms)
		if err != nil {
			return err
		}
		e.BlocID = shared
		if err := keepSigned(tx, &bad, e); err != nil {
			return err
		}
	}
	if in.People.Set {
		e.People = nil
		for i, p := range in.People.Or(nil) {
			e.People = append(e.People, Attendee{
				db.NewID(), e.ID, i + 1, p.PersonID.Value, p.PersonAsWritten.Value, p.UnitID.Value, p.UnitAsWritten.Value, p.PositionAsWritten.Value, p.Role.Value,
			})
		}
	}
	in.fields(&e.Event, &bad)
	e.fold()
	e.check(&bad)
	if err := knowNamed(tx, &bad, e); err != nil {
		return err
	}
	return bad.Err()
}

func (in EventBody) fields(e *Event, bad *fault.Fields) {
	in.Title.Apply(&e.Title)
	in.HeldOn.Apply(&e.HeldOn)
	in.EndedOn.Apply(&e.EndedOn)
	in.PartOfDay.Apply(&e.PartOfDay)
	in.Place.Apply(&e.Place)
	in.OrganiserUnitID.Apply(&e.OrganiserUnitID)
	in.OrganiserAsWritten.Apply(&e.OrganiserAsWritten)
	in.OrganisedWith.Apply(&e.OrganisedWith)
	in.AttendanceAsWritten.Apply(&e.AttendanceAsWritten)
	if in.Papers.Set {
		e.Papers.V = in.Papers.Or(nil)
	}
	in.PapersCount.Apply(&e.PapersCount)
	if in.Proposals.Set {
		e.Proposals.V = in.Proposals.Or(nil)
	}
	in.Outcome.Apply(&e.Outcome)
	in.ProvenanceInput.Apply(&e.Provenance, bad)
}
