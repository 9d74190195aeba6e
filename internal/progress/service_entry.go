package progress

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/agreement"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
)

// Entry reads one entry.
func (s *Service) Entry(ctx context.Context, id string) (*entryRow, error) {
	e, err := s.shown(s.db.Read(ctx), id)
	return e, s.db.Translate(ctx, err)
}

// Entries lists entries.
func (s *Service) Entries(ctx context.Context, q db.Request) (db.Page[entryRow], error) {
	tx := s.db.Read(ctx)
	p, err := bloc.ListParts[entryRow](tx, entryRows, q, "")
	for i := range p.Rows {
		p.Rows[i].today = date.Today(tx.NowFunc)
	}
	return p, s.db.Translate(ctx, err)
}

// CreateEntry reports on a commitment or an indicator in a period; once for each
// commitment, unit and period (duplicate).
func (s *Service) CreateEntry(ctx context.Context, in CreateEntryBody) (row *entryRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		b, err := openBook(tx, in.TermID)
		if err != nil {
			return fault.Referenced(err, "/term_id")
		}
		e, err := in.begin(tx, b)
		if err != nil {
			return err
		}
		if err := b.takes(e); err != nil {
			return err
		}
		there, err := e.twin(tx)
		if err != nil {
			return err
		}
		if err := fault.Duplicate(there); err != nil {
			return err
		}
		if err := db.Insert(tx, e); err != nil {
			return err
		}
		return s.wrote(tx, e, nil, &row)
	})
	return row, err
}

// UpdateEntry changes a report; a verdict on it stays, and is outdated.
func (s *Service) UpdateEntry(ctx context.Context, id string, version int, in EntryFields) (*entryRow, error) {
	return s.changeEntry(ctx, id, version, (*book).writes, in.apply)
}

// JudgeEntry records the reviewer's verdict on a report as it stands, in place of
// an earlier one; null takes it back.
func (s *Service) JudgeEntry(ctx context.Context, id string, version int, in VerdictBody) (*entryRow, error) {
	return s.changeEntry(ctx, id, version, (*book).reviews, in.apply)
}

func (s *Service) changeEntry(ctx context.Context, id string, version int, may func(*book, *Entry) error, apply func(*gorm.DB, *Entry) error) (row *entryRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		e, before, err := openEntry(tx, id, version, may)
		if err != nil {
			return err
		}
		if err := apply(tx, e); err != nil {
			return err
		}
		if err := db.Update(tx, e); err != nil {
			return err
		}
		return s.wrote(tx, e, before, &row)
	})
	return row, err
}

// DeleteEntry takes a report back. One that a reviewer judged stays
// (progress.judged).
func (s *Service) DeleteEntry(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		e, _, err := openEntry(tx, id, version, (*book).writes)
		if err != nil {
			return err
		}
		if e.Verdict.Verdict != nil {
			return fault.New(fault.Conflict, "progress.judged")
		}
		if err := db.Delete(tx, e); err != nil {
			return err
		}
		return s.audit.Append(tx, bloc.PartAct("progress_entry", e, e.BlocID, e.TermID, e, nil))
	})
}

// wrote ends an act on an entry: the record of it and what is shown.
func (s *Service) wrote(tx *gorm.DB, e, before *Entry, row **entryRow) error {
	act := bloc.PartAct("progress_entry", e, e.BlocID, e.TermID, nil, e)
	if before != nil {
		act.Before = before
	}
	if err := s.audit.Append(tx, act); err != nil {
		return err
	}
	var err error
	*row, err = s.shown(tx, e.ID)
	return err
}

func (s *Service) shown(tx *gorm.DB, id string) (*entryRow, error) {
	e, err := bloc.ShowPart[entryRow](tx, entryRows, id)
	if err == nil {
		e.today = date.Today(tx.NowFunc)
	}
	return e, err
}

// book is a term whose entries are about to change, held until the transaction
// ends: what decides about each of them.
type book struct {
	tx       *gorm.DB
	term     *bloc.Term
	rights   actor.Resource
	closings []Closing
	// What new entries are placed among; see roll.
	promises []promise
	units    []bloc.Seat
	absent   map[string]bool // units named that are not there at all
}

// openBook holds a term that the context's actor may read; term_locked for a
// locked one.
func openBook(tx *gorm.DB, termID string) (*book, error) {
	t, err := bloc.LockTerm(tx, actor.ProgressRead, termID)
	if err != nil {
		return nil, err
	}
	b := &book{tx: tx, term: t}
	if b.rights, err = bloc.TermResource(tx, t); err != nil {
		return nil, err
	}
	b.closings, err = closingsOf(tx, t.ID)
	return b, err
}

// roll reads the commitments and units of the term, and which of the units named
// that are none of its own exist at all.
func (b *book) roll(unitIDs ...*string) (err error) {
	if b.promises, err = promisesOf(b.tx, b.term.ID); err != nil {
		return err
	}
	if b.units, err = bloc.Seats(b.tx, b.term.ID); err != nil {
		return err
	}
	strangers := []string{}
	for _, id := range unitIDs {
		if id != nil && !b.seats(*id) {
			strangers = append(strangers, *id)
		}
	}
	if len(strangers) == 0 {
		return nil
	}
	there, err := known(b.tx, strangers)
	b.absent = map[string]bool{}
	for _, id := range strangers {
		b.absent[id] = !slices.Contains(there, id)
	}
	return err
}

// openEntry holds an entry that is about to change at the version last read, and
// as it was.
func openEntry(tx *gorm.DB, id string, version int, may func(*book, *Entry) error) (e, before *Entry, err error) {
	if e, err = find[Entry](tx, "progress_entries", id); err != nil {
		return nil, nil, err
	}
	b, err := openBook(tx, e.TermID)
	if err != nil {
		return nil, nil, err
	}
	if e, err = find[Entry](tx, "progress_entries", id); err != nil {
		return nil, nil, err
	}
	if err := may(b, e); err != nil {
		return nil, nil, err
	}
	if err := audit.Fresh(tx, "progress_entry", e, version); err != nil {
		return nil, nil, err
	}
	was := *e
	return e, &was, open(e.Period, b.closings)
}

// writes asks for the right to report: a unit's clerk for the unit, who leads the
// term for all of them and for the bloc.
func (b *book) writes(e *Entry) error {
	if e.Scope == OfBloc {
		return b.reviews(e)
	}
	r := b.rights
	r.Owner = deref(e.UnitID)
	return actor.From(b.tx.Statement.Context).Can(actor.ProgressWrite, r)
}

// reviews asks for the right to judge reports.
func (b *book) reviews(*Entry) error {
	return actor.From(b.tx.Statement.Context).Can(actor.ProgressReview, b.rights)
}

// takes decides whether a new entry may be made at all.
func (b *book) takes(e *Entry) error {
	if err := b.writes(e); err != nil {
		return err
	}
	return open(e.Period, b.closings)
}

// begin is a new entry as the caller gives it, or what is wrong with it.
func (in CreateEntryBody) begin(tx *gorm.DB, b *book) (*Entry, error) {
	e := &Entry{
		Meta: record.NewMeta(tx), TermID: b.term.ID, BlocID: b.term.BlocID, CommitmentID: in.CommitmentID.Value, Indicator: in.Indicator.Value,
		UnitID: in.UnitID.Value, UnitAsWritten: in.UnitAsWritten.Value, Scope: OfBloc,
	}
	if e.UnitID != nil || e.UnitAsWritten != nil {
		e.Scope = OfUnit
	}
	in.Scope.Put(&e.Scope)
	var bad fault.Fields
	e.Period = b.period(in.Period, in.PeriodKind.Or(""), &bad)
	if err := b.roll(e.UnitID); err != nil {
		return nil, err
	}
	b.places(e, &bad)
	in.fill(e, date.Today(tx.NowFunc), &bad)
	e.check(&bad)
	if err := record.Known(tx, &bad, "/reported_by_id", "persons", e.ReportedByID); err != nil {
		return nil, err
	}
	return e, bad.Err()
}

// period reads the label of a reporting period of the term.
func (b *book) period(label, kind string, bad *fault.Fields) period.Period {
	if kind == "" && label == b.term.Period.Label {
		kind = string(b.term.Period.Kind)
	}
	p, err := period.Parse(label, period.Kind(kind))
	switch {
	case err != nil:
		bad.Add("/period", "reporting_period")
	case !fitsTerm(p, b.term.Period):
		bad.Add("/period", "outside_term", "term", b.term.Period.Label)
	}
	return p
}

// seats holds for a unit that belongs to the term.
func (b *book) seats(unitID string) bool {
	return slices.ContainsFunc(b.units, func(s bloc.Seat) bool { return deref(s.UnitID) == unitID })
}

// places notes a commitment of another term, one that is for another unit, and a
// unit that does not belong to the term.
func (b *book) places(e *Entry, bad *fault.Fields) {
	switch {
	case e.UnitID == nil || b.seats(*e.UnitID):
	case b.absent[*e.UnitID]:
		bad.Add("/unit_id", "reference_not_found")
	default:
		bad.Add("/unit_id", "unit_outside_term", "term", b.term.Period.Label)
	}
	if e.CommitmentID == nil {
		return
	}
	i := slices.IndexFunc(b.promises, func(p promise) bool { return p.ID == *e.CommitmentID })
	switch {
	case i < 0:
		bad.Add("/commitment_id", "reference_not_found")
	case e.UnitID != nil && !b.promises[i].isFor(*e.UnitID):
		bad.Add("/unit_id", "other_unit")
	}
}

// isFor holds for a unit that the commitment is for: all of them, or the one it
// names.
func (p promise) isFor(unitID string) bool {
	return p.Scope != agreement.OfUnit || p.UnitID == nil || *p.UnitID == unitID
}

// goal is what the commitment promises for a unit; "" for the bloc.
func (p promise) goal(unitID string) Goal {
	g := Goal{p.Measure, p.Target, p.Baseline, p.UnitOfMeasure, p.DueOn}
	for _, t := range p.Targets.V {
		if t.UnitID == unitID {
			g.Target = t.Target
		}
	}
	return g
}

// apply writes what was given and notes what is wrong with the result.
func (in EntryFields) apply(tx *gorm.DB, e *Entry) error {
	var bad fault.Fields
	in.fill(e, date.Today(tx.NowFunc), &bad)
	e.check(&bad)
	if err := record.Known(tx, &bad, "/reported_by_id", "persons", e.ReportedByID); err != nil {
		return err
	}
	return bad.Err()
}

// fill writes what was given; nothing was completed on a day that is still to come.
func (in EntryFields) fill(e *Entry, today date.Day, bad *fault.Fields) {
	in.AsOf.Apply(&e.AsOf)
	put(bad, "/planned", in.Planned, &e.Planned)
	put(bad, "/actual", in.Actual, &e.Actual)
	put(bad, "/share", in.Share, &e.Share)
	put(bad, "/change", in.Change, &e.Change)
	in.Level.Apply(&e.Level)
	in.CompletedOn.Apply(&e.CompletedOn)
	if c := in.CompletedOn.Value; c != nil && c.Floor() > string(today) {
		bad.Add("/completed_on", "after_today")
	}
	in.Results.Apply(&e.Results)
	in.Difficulties.Apply(&e.Difficulties)
	if in.Evidence.Set {
		e.Evidence.V = nil
		for _, l := range in.Evidence.Or(nil) {
			e.Evidence.V = append(e.Evidence.V, Link{l.Title.Value, l.Address})
		}
	}
	if e.Evidence.V == nil {
		e.Evidence.V = []Link{}
	}
	in.ReportedByID.Apply(&e.ReportedByID)
	in.ReportedByAsWritten.Apply(&e.ReportedByAsWritten)
	in.ProvenanceInput.Apply(&e.Provenance, bad)
}

// apply records a verdict on the report as the act leaves it.
func (in VerdictBody) apply(tx *gorm.DB, e *Entry) error {
	var bad fault.Fields
	v := Verdict{Verdict: in.Verdict.Value, VerdictNote: in.Note.Value}
	put(&bad, "/verified", in.Verified, &v.Verified)
	switch {
	case v.Verdict == nil && (v.VerdictNote != nil || v.Verified.told()):
		bad.Add("/verdict", "required")
	case v.Verdict != nil && *v.Verdict != "confirmed" && v.VerdictNote == nil:
		bad.Add("/note", "required")
	}
	if v.Verdict != nil {
		who, now, version := actor.From(tx.Statement.Context).ID, tx.NowFunc(), e.Version+1
		v.VerdictBy, v.VerdictAt, v.VerdictVersion = &who, &now, &version
	}
	e.Verdict = v
	return bad.Err()
}
