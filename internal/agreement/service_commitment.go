package agreement

import (
	"context"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// Commitment reads one commitment.
func (s *Service) Commitment(ctx context.Context, id string) (*commitmentRow, error) {
	c, err := bloc.ShowPart[commitmentRow](s.db.Read(ctx), commitmentRows, id)
	return c, s.db.Translate(ctx, err)
}

// Commitments lists commitments.
func (s *Service) Commitments(ctx context.Context, r db.Request) (db.Page[commitmentRow], error) {
	p, err := list[commitmentRow](s.db.Read(ctx), commitmentRows, "", r)
	return p, s.db.Translate(ctx, err)
}

// CreateCommitment adds a commitment at the end, or at a place the ones after it
// make free.
func (s *Service) CreateCommitment(ctx context.Context, in CreateCommitmentBody) (row *commitmentRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		a, t, err := openToAdd(tx, in.AgreementID)
		if err != nil {
			return err
		}
		n, err := places(tx, a.ID)
		if err != nil {
			return err
		}
		c := in.begin(tx, a, n+1)
		unitName, err := in.apply(tx, c, n+1)
		if err != nil {
			return err
		}
		if err := shift(tx, a.ID, c.Position, n, 1); err != nil {
			return err
		}
		if err := db.Insert(tx, c); err != nil {
			return err
		}
		if err := touch(tx, a.ID); err != nil {
			return err
		}
		row = &commitmentRow{Commitment: *c, PeriodKind: string(t.Period.Kind), PeriodLabel: t.Period.Label, UnitName: unitName}
		return s.audit.Append(tx, bloc.PartAct("commitment", c, c.BlocID, c.TermID, nil, c))
	})
	return row, err
}

// CreateCommitments adds several commitments at the end of a text, all of them or
// none, in a number of statements that does not grow with theirs.
func (s *Service) CreateCommitments(ctx context.Context, in CreateCommitmentsBody) (rows []commitmentRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		a, t, err := openToAdd(tx, in.AgreementID)
		if err != nil {
			return err
		}
		n, err := places(tx, a.ID)
		if err != nil {
			return err
		}
		cs, wrong := make([]Commitment, len(in.Data)), make([]fault.Fields, len(in.Data))
		for i, line := range in.Data {
			c := line.begin(tx, a, n+i+1)
			line.fill(c, &wrong[i])
			cs[i] = *c
		}
		names, err := unitNames(tx, cs...)
		if err != nil {
			return err
		}
		var bad fault.Fields
		for i, c := range cs {
			c.knowUnits(names, &wrong[i])
			bad.Under("/data/"+strconv.Itoa(i), wrong[i])
		}
		if err := bad.Err(); err != nil {
			return err
		}
		if err := db.Insert(tx, &cs); err != nil {
			return err
		}
		if err := touch(tx, a.ID); err != nil {
			return err
		}
		rows = make([]commitmentRow, len(cs))
		entries := make([]audit.Entry, len(cs))
		for i := range cs {
			c := &cs[i]
			rows[i] = commitmentRow{Commitment: *c, PeriodKind: string(t.Period.Kind), PeriodLabel: t.Period.Label, UnitName: c.unitName(names)}
			entries[i] = bloc.PartAct("commitment", c, c.BlocID, c.TermID, nil, c)
		}
		return s.audit.Append(tx, entries...)
	})
	return rows, err
}

// openToAdd opens an agreement that the caller may add to; one out of reach is a
// wrong reference.
func openToAdd(tx *gorm.DB, id string) (*Agreement, *bloc.Term, error) {
	a, t, err := open(tx, id)
	if err == nil {
		err = bloc.CanTerm(tx, actor.AgreementWrite, t)
	}
	if err != nil {
		return nil, nil, fault.Referenced(err, "/agreement_id")
	}
	return a, t, a.editable()
}

// begin is a new commitment of an agreement before its words are in.
func (in CommitmentText) begin(tx *gorm.DB, a *Agreement, place int) *Commitment {
	c := &Commitment{Meta: record.NewMeta(tx), AgreementID: a.ID, TermID: a.TermID, BlocID: a.BlocID, Position: place, Scope: Common}
	if in.UnitID.Value != nil || in.UnitAsWritten.Value != nil {
		c.Scope = OfUnit
	}
	return c
}

// UpdateCommitment changes a commitment of a text that is not signed.
func (s *Service) UpdateCommitment(ctx context.Context, id string, version int, in CommitmentFields) (row *commitmentRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		c, err := openCommitment(tx, id, version)
		if err != nil {
			return err
		}
		n, err := places(tx, c.AgreementID)
		if err != nil {
			return err
		}
		before := *c
		if _, err := in.apply(tx, c, n); err != nil {
			return err
		}
		lo, hi, by := between(before.Position, c.Position)
		if err := shift(tx, c.AgreementID, lo, hi, by); err != nil {
			return err
		}
		if err := db.Update(tx, c); err != nil {
			return err
		}
		if err := s.audit.Append(tx, bloc.PartAct("commitment", c, c.BlocID, c.TermID, &before, c)); err != nil {
			return err
		}
		row, err = bloc.ShowPart[commitmentRow](tx, commitmentRows, id)
		return err
	})
	return row, err
}

// DeleteCommitment removes a commitment of a text that is not signed; those
// after it close up.
func (s *Service) DeleteCommitment(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		c, err := openCommitment(tx, id, version)
		if err != nil {
			return err
		}
		n, err := places(tx, c.AgreementID)
		if err != nil {
			return err
		}
		if err := forget(tx, c.ID); err != nil {
			return err
		}
		if err := db.Delete(tx, c); err != nil {
			return err
		}
		if err := shift(tx, c.AgreementID, c.Position+1, n, -1); err != nil {
			return err
		}
		if err := touch(tx, c.AgreementID); err != nil {
			return err
		}
		return s.audit.Append(tx, bloc.PartAct("commitment", c, c.BlocID, c.TermID, c, nil))
	})
}

// openCommitment reads a commitment that is about to change, under the lock of
// its term.
func openCommitment(tx *gorm.DB, id string, version int) (*Commitment, error) {
	c, err := find[Commitment](tx, "commitments", id)
	if err != nil {
		return nil, err
	}
	a, err := openToWrite(tx, c.AgreementID)
	if err != nil {
		return nil, err
	}
	if c, err = find[Commitment](tx, "commitments", id); err != nil {
		return nil, err
	}
	if err := audit.Fresh(tx, "commitment", c, version); err != nil {
		return nil, err
	}
	return c, a.editable()
}

// apply writes what was given; n is the last place the commitment may take. It
// returns the name of the unit that is to keep it.
func (in CommitmentFields) apply(tx *gorm.DB, c *Commitment, n int) (unitName *string, err error) {
	var bad fault.Fields
	httpx.Require(&bad, "/order", in.Order, &c.Position)
	if len(bad) == 0 && (c.Position < 1 || c.Position > n) {
		bad.Add("/order", "out_of_range", "min", 1, "max", n)
	}
	in.fill(c, &bad)
	names, err := unitNames(tx, *c)
	if err != nil {
		return nil, err
	}
	c.knowUnits(names, &bad)
	return c.unitName(names), bad.Err()
}

// fill writes what a commitment says.
func (in CommitmentText) fill(c *Commitment, bad *fault.Fields) {
	in.Theme.Apply(&c.Theme)
	httpx.Require(bad, "/text", in.Text, &c.Text)
	httpx.Require(bad, "/scope", in.Scope, &c.Scope)
	in.UnitID.Apply(&c.UnitID)
	in.UnitAsWritten.Apply(&c.UnitAsWritten)
	in.Measure.Apply(&c.Measure)
	in.Target.Apply(&c.Target)
	in.UnitOfMeasure.Apply(&c.UnitOfMeasure)
	in.Baseline.Apply(&c.Baseline)
	in.DueOn.Apply(&c.DueOn)
	in.Weight.Apply(&c.Weight)
	if in.LegalBasis.Set {
		c.LegalBasis.V = in.LegalBasis.Or(nil)
	}
	if in.Targets.Set {
		c.Targets.V = nil
		for _, t := range in.Targets.Or(nil) {
			c.Targets.V = append(c.Targets.V, Target{t.UnitID, t.Target.Value})
		}
	}
	in.ProvenanceInput.Apply(&c.Provenance, bad)
	c.fold()
	c.check(bad)
}
