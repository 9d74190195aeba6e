package agreement

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// Service holds the use cases of events, agreements, commitments, signatures
// and annexes.
type Service struct {
	db    *db.DB
	audit *audit.Log
}

// New makes the service.
func New(store *db.DB, log *audit.Log) *Service { return &Service{store, log} }

// Agreement reads one agreement.
func (s *Service) Agreement(ctx context.Context, id string) (*agreementRow, error) {
	a, err := bloc.ShowPart[agreementRow](s.db.Read(ctx), agreementRows, id)
	return a, s.db.Translate(ctx, err)
}

// Agreements lists agreements.
func (s *Service) Agreements(ctx context.Context, r db.Request) (db.Page[agreementRow], error) {
	p, err := list[agreementRow](s.db.Read(ctx), agreementRows, "", r)
	return p, s.db.Translate(ctx, err)
}

// CreateAgreement adds the agreement of a term. An original begins as a draft
// unless its state is told; a term has one that is not cancelled.
func (s *Service) CreateAgreement(ctx context.Context, in CreateAgreementBody) (row *agreementRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := openTerm(tx, actor.AgreementWrite, in.TermID)
		if err != nil {
			return fault.Referenced(err, "/term_id")
		}
		a := &Agreement{Meta: record.NewMeta(tx), TermID: t.ID, BlocID: t.BlocID, BasisOfText: in.Basis}
		if draft := Draft; a.isOriginal() {
			a.Status = &draft
		}
		in.Status.Apply(&a.Status)
		if err := in.apply(tx, a); err != nil {
			return err
		}
		if a.state() != Cancelled {
			if err := standing(tx, t.ID); err != nil {
				return err
			}
		}
		if err := db.Insert(tx, a); err != nil {
			return err
		}
		return s.wrote(tx, a, nil, nil, &row)
	})
	return row, err
}

// UpdateAgreement changes an agreement; of a signed one only what stands beside
// the text.
func (s *Service) UpdateAgreement(ctx context.Context, id string, version int, in AgreementFields) (row *agreementRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		a, err := openToWrite(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "agreement", a, version); err != nil {
			return err
		}
		before := *a
		if err := in.apply(tx, a); err != nil {
			return err
		}
		if err := a.changedFrom(before); err != nil {
			return err
		}
		if err := db.Update(tx, a); err != nil {
			return err
		}
		return s.wrote(tx, a, &before, nil, &row)
	})
	return row, err
}

// DeleteAgreement removes an agreement that has no parts; a signed one stays.
func (s *Service) DeleteAgreement(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		a, err := openToWrite(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "agreement", a, version); err != nil {
			return err
		}
		if err := a.editable(); err != nil {
			return err
		}
		if err := db.Delete(tx, a); err != nil {
			return err
		}
		return s.audit.Append(tx, bloc.PartAct("agreement", a, a.BlocID, a.TermID, a, nil))
	})
}

// TransitionAgreement takes an agreement to another state. When an original
// goes to signing, every member of the term that has no signature yet gets a
// pending one, in protocol order, in the same act.
func (s *Service) TransitionAgreement(ctx context.Context, id string, version int, in AgreementTransitionBody) (row *agreementRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		a, err := openToWrite(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "agreement", a, version); err != nil {
			return err
		}
		pending, err := awaited(tx, a.ID)
		if err != nil {
			return err
		}
		signed, err := anySigned(tx, a.ID)
		if err != nil {
			return err
		}
		if err := a.checkStep(in.To, in.Reason.Or(""), pending, signed); err != nil {
			return err
		}
		before := *a
		a.Status = &in.To
		if err := db.Update(tx, a); err != nil {
			return err
		}
		if err := record.Stepped(tx, "agreement", a.ID, before.state(), in.To, in.Reason.Value); err != nil {
			return err
		}
		return s.wrote(tx, a, &before, in.Reason.Value, &row)
	})
	return row, err
}

// AgreementVisible answers not_found for an agreement the caller may not read.
func (s *Service) AgreementVisible(ctx context.Context, id string) error {
	_, err := find[Agreement](s.db.Read(ctx), "agreements", id)
	return s.db.Translate(ctx, err)
}

// agreementAct is what the record of acts shows of an agreement.
type agreementAct struct {
	Agreement  `gorm:"embedded"`
	Signatures []string // made in the same act
}

// wrote ends an act on an agreement: the signatures that signing opens with, the
// record of it, and what is shown.
func (s *Service) wrote(tx *gorm.DB, a, before *Agreement, reason *string, row **agreementRow) error {
	act := agreementAct{Agreement: *a}
	if a.isOriginal() && a.state() == Signing && (before == nil || before.state() != Signing) {
		made, err := openSigning(tx, *a)
		if err != nil {
			return err
		}
		act.Signatures = made
	}
	e := bloc.PartAct("agreement", a, a.BlocID, a.TermID, nil, act)
	if before != nil {
		e.Before = agreementAct{Agreement: *before}
	}
	e.Reason = reason
	if err := s.audit.Append(tx, e); err != nil {
		return err
	}
	var err error
	*row, err = bloc.ShowPart[agreementRow](tx, agreementRows, a.ID)
	return err
}

// openSigning makes a pending signature for every member without one and
// returns their ids.
func openSigning(tx *gorm.DB, a Agreement) ([]string, error) {
	members, err := membersOf(tx, a.TermID)
	if err != nil {
		return nil, err
	}
	there, err := signaturesOf(tx, a.ID, nil)
	if err != nil {
		return nil, err
	}
	var ids []string
	made := absentees(a, members, there)
	for i := range made {
		made[i].Meta = record.NewMeta(tx)
		made[i].Provenance = record.NoProvenance()
		ids = append(ids, made[i].ID)
	}
	if len(made) == 0 {
		return nil, nil
	}
	return ids, tx.Create(made).Error
}

func (in AgreementFields) apply(tx *gorm.DB, a *Agreement) error {
	var bad fault.Fields
	httpx.Require(&bad, "/title", in.Title, &a.Title)
	in.Preamble.Apply(&a.Preamble)
	if in.LegalBases.Set {
		a.LegalBases.V = in.LegalBases.Or(nil)
	}
	in.SigningEventID.Apply(&a.SigningEventID)
	in.provenance(&a.Provenance, &bad)
	a.fold()
	if in.SigningEventID.Set {
		if err := KnowEvent(tx, &bad, "/signing_event_id", a.SigningEventID, a.TermID); err != nil {
			return err
		}
	}
	return bad.Err()
}
