package agreement

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// Annex reads one annex.
func (s *Service) Annex(ctx context.Context, id string) (*annexRow, error) {
	x, err := bloc.ShowPart[annexRow](s.db.Read(ctx), annexRows, id)
	return x, s.db.Translate(ctx, err)
}

// AgreementAnnexes lists the annexes of an agreement.
func (s *Service) AgreementAnnexes(ctx context.Context, agreementID string, r db.Request) (db.Page[annexRow], error) {
	if err := s.AgreementVisible(ctx, agreementID); err != nil {
		return db.Page[annexRow]{}, err
	}
	p, err := list[annexRow](s.db.Read(ctx), annexRows, agreementID, r)
	return p, s.db.Translate(ctx, err)
}

// CreateAnnex adds the next annex to an agreement that is signed or in force.
func (s *Service) CreateAnnex(ctx context.Context, agreementID string, in AnnexBody) (row *annexRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		a, err := openToWrite(tx, agreementID)
		if err != nil {
			return err
		}
		if err := a.takesAnnex(); err != nil {
			return err
		}
		x := &Annex{Meta: record.NewMeta(tx), AgreementID: a.ID, TermID: a.TermID, BlocID: a.BlocID}
		if err := tx.Raw("SELECT COALESCE(max(number), 0) + 1 FROM annexes WHERE agreement_id = ?", a.ID).Scan(&x.Number).Error; err != nil {
			return err
		}
		if err := in.apply(x); err != nil {
			return err
		}
		if err := db.Insert(tx, x); err != nil {
			return err
		}
		if err := touch(tx, a.ID); err != nil {
			return err
		}
		if err := s.audit.Append(tx, bloc.PartAct("annex", x, x.BlocID, x.TermID, nil, x)); err != nil {
			return err
		}
		row, err = bloc.ShowPart[annexRow](tx, annexRows, x.ID)
		return err
	})
	return row, err
}

// UpdateAnnex changes an annex nobody signed yet.
func (s *Service) UpdateAnnex(ctx context.Context, id string, version int, in AnnexBody) (row *annexRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		x, err := openAnnex(tx, id, version)
		if err != nil {
			return err
		}
		before := *x
		if err := in.apply(x); err != nil {
			return err
		}
		if err := db.Update(tx, x); err != nil {
			return err
		}
		if err := s.audit.Append(tx, bloc.PartAct("annex", x, x.BlocID, x.TermID, &before, x)); err != nil {
			return err
		}
		row, err = bloc.ShowPart[annexRow](tx, annexRows, id)
		return err
	})
	return row, err
}

// DeleteAnnex removes an annex nobody is to sign.
func (s *Service) DeleteAnnex(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		x, err := openAnnex(tx, id, version)
		if err != nil {
			return err
		}
		if err := db.Delete(tx, x); err != nil {
			return err
		}
		if err := touch(tx, x.AgreementID); err != nil {
			return err
		}
		return s.audit.Append(tx, bloc.PartAct("annex", x, x.BlocID, x.TermID, x, nil))
	})
}

// openAnnex reads an annex that is about to change, under the lock of its term.
func openAnnex(tx *gorm.DB, id string, version int) (*Annex, error) {
	x, err := find[Annex](tx, "annexes", id)
	if err != nil {
		return nil, err
	}
	if _, err := openToWrite(tx, x.AgreementID); err != nil {
		return nil, err
	}
	if x, err = find[Annex](tx, "annexes", id); err != nil {
		return nil, err
	}
	if err := audit.Fresh(tx, "annex", x, version); err != nil {
		return nil, err
	}
	return x, x.editable()
}

func (in AnnexBody) apply(x *Annex) error {
	var bad fault.Fields
	httpx.Require(&bad, "/title", in.Title, &x.Title)
	httpx.Require(&bad, "/text", in.Text, &x.Text)
	in.ProvenanceInput.Apply(&x.Provenance, &bad)
	return bad.Err()
}
