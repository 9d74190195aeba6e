package agreement

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// CopyAgreement drafts the agreement of another term with the text of one the
// caller may read: legal bases, preamble and commitments, each with its origin on
// record, and which movements it answers that are not over by then. Annexes,
// signatures, sources and baselines stay with the old one.
func (s *Service) CopyAgreement(ctx context.Context, id string, in AgreementCopyBody) (row *agreementRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		from, err := find[Agreement](tx, "agreements", id)
		if err != nil {
			return err
		}
		old, err := bloc.FindTerm(tx, actor.AgreementRead, from.TermID)
		if err != nil {
			return err
		}
		t, err := openTerm(tx, actor.AgreementWrite, in.TermID)
		if err != nil {
			return fault.Referenced(err, "/term_id")
		}
		if err := standing(tx, t.ID); err != nil {
			return err
		}
		draft := Draft
		a := &Agreement{
			Meta: record.NewMeta(tx), TermID: t.ID, BlocID: t.BlocID, BasisOfText: Original, Status: &draft, Provenance: record.NoProvenance(),
			Title: in.Title.Or(TitleFor(from.Title, old.Period.Label, t.Period.Label)), Preamble: from.Preamble, LegalBases: from.LegalBases,
		}
		a.fold()
		if err := db.Insert(tx, a); err != nil {
			return err
		}
		ids, err := s.carry(tx, from, a, old.Period.YearsTo(t.Period), in.DueDates.Or(Moved))
		if err != nil {
			return err
		}
		if err := s.carryMovements(tx, from, a, t.Period.StartsOn, ids); err != nil {
			return err
		}
		return s.wrote(tx, a, nil, nil, &row)
	})
	return row, err
}

// carriedAct is what the record of acts shows of a commitment that was carried on.
type carriedAct struct {
	Commitment `gorm:"embedded"`
	FromID     string
}

// carry copies the commitments of one agreement into another, and tells which
// became which.
func (s *Service) carry(tx *gorm.DB, from, to *Agreement, years int, days string) (ids map[string]string, err error) {
	before, err := commitmentsOf(tx, from.ID)
	if err != nil || len(before) == 0 {
		return nil, err
	}
	ids = make(map[string]string, len(before))
	cs, origins, entries := make([]Commitment, len(before)), make([]Origin, len(before)), make([]audit.Entry, len(before))
	for i, b := range before {
		if days == Moved && b.DueOn != nil && later(b.DueOn, years) == nil {
			return nil, fault.Validation(fault.At("/due_dates", "invalid_date"))
		}
		cs[i] = b.carried(to, i+1, years, days)
		cs[i].Meta = record.NewMeta(tx)
		origins[i] = Origin{cs[i].ID, b.ID, to.TermID, to.BlocID}
		entries[i] = bloc.PartAct("commitment", &cs[i], to.BlocID, to.TermID, nil, carriedAct{cs[i], b.ID})
		ids[b.ID] = cs[i].ID
	}
	if err := db.Insert(tx, &cs); err != nil {
		return nil, err
	}
	if err := db.Insert(tx, &origins); err != nil {
		return nil, err
	}
	return ids, s.audit.Append(tx, entries...)
}

// carryMovements notes on commitments that were carried on which movements they go
// on answering in a period that begins on a day.
func (s *Service) carryMovements(tx *gorm.DB, from, to *Agreement, begins date.Day, ids map[string]string) error {
	before, err := answersOf(tx, from.ID)
	if err != nil {
		return err
	}
	var links []MovementCommitment
	var entries []audit.Entry
	for _, b := range before {
		if b.over(begins) {
			continue
		}
		l := MovementCommitment{Meta: record.NewMeta(tx), MovementID: b.MovementID, CommitmentID: ids[b.CommitmentID], TermID: to.TermID, BlocID: to.BlocID}
		links, entries = append(links, l), append(entries, bloc.PartAct("movement_commitment", &l, l.BlocID, l.TermID, nil, l))
	}
	if len(links) == 0 {
		return nil
	}
	if err := db.Insert(tx, &links); err != nil {
		return err
	}
	return s.audit.Append(tx, entries...)
}

// Comparison is an agreement beside an earlier one.
type Comparison struct {
	Now    agreementRow
	Before *agreementRow // nil: there is none
	Rows   []Compared
}

// Compare puts an agreement beside another that the caller names, or else beside
// the one most of its commitments come from, or that of the bloc's term before.
func (s *Service) Compare(ctx context.Context, id, with string) (c Comparison, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		a, err := bloc.ShowPart[agreementRow](tx, agreementRows, id)
		if err != nil {
			return err
		}
		c.Now = *a
		origins, err := originsOf(tx, id)
		if err != nil {
			return err
		}
		if c.Before, err = beside(tx, a, with); err != nil {
			return err
		}
		now, err := parts[commitmentRow](tx, commitmentRows, id, "1 = 1", "c.position, c.id")
		if err != nil || c.Before == nil {
			c.Rows = compare(now, nil, origins, 0)
			return err
		}
		before, err := parts[commitmentRow](tx, commitmentRows, c.Before.ID, "1 = 1", "c.position, c.id")
		if err != nil {
			return err
		}
		t, err := bloc.FindTerm(tx, actor.AgreementRead, a.TermID)
		if err != nil {
			return err
		}
		old, err := bloc.FindTerm(tx, actor.AgreementRead, c.Before.TermID)
		if err != nil {
			return err
		}
		c.Rows = compare(now, before, origins, old.Period.YearsTo(t.Period))
		return nil
	})
	return c, s.db.Translate(ctx, err)
}

// beside is the agreement another one is put beside; nil for none.
func beside(tx *gorm.DB, a *agreementRow, with string) (*agreementRow, error) {
	if with != "" {
		return bloc.ShowPart[agreementRow](tx, agreementRows, with)
	}
	with, err := earlier(tx, a)
	if err != nil || with == "" {
		return nil, err
	}
	return bloc.ShowPart[agreementRow](tx, agreementRows, with)
}
