package agreement

import (
	"context"
	"errors"
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Signature reads one signature.
func (s *Service) Signature(ctx context.Context, id string) (*signatureRow, error) {
	g, err := bloc.ShowPart[signatureRow](s.db.Read(ctx), signatureRows, id)
	return g, s.db.Translate(ctx, err)
}

// Signatures lists signatures: who has signed and who has not.
func (s *Service) Signatures(ctx context.Context, r db.Request) (db.Page[signatureRow], error) {
	p, err := list[signatureRow](s.db.Read(ctx), signatureRows, "", r)
	return p, s.db.Translate(ctx, err)
}

// AgreementSignatures lists the signatures of an agreement and its annexes.
func (s *Service) AgreementSignatures(ctx context.Context, agreementID string, r db.Request) (db.Page[signatureRow], error) {
	if err := s.AgreementVisible(ctx, agreementID); err != nil {
		return db.Page[signatureRow]{}, err
	}
	p, err := list[signatureRow](s.db.Read(ctx), signatureRows, agreementID, r)
	return p, s.db.Translate(ctx, err)
}

// CreateSignature adds a unit's signature, or fills in the one that is awaited
// from it. The first one signed fixes the text of an original.
func (s *Service) CreateSignature(ctx context.Context, agreementID string, in CreateSignatureBody) (row *signatureRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		a, t, err := open(tx, agreementID)
		if err != nil {
			return err
		}
		if err := canSign(tx, t, in.UnitID.Value); err != nil {
			return err
		}
		g := &Signature{Meta: record.NewMeta(tx), AgreementID: a.ID, AnnexID: in.AnnexID.Value, TermID: a.TermID, BlocID: a.BlocID, Status: in.Status.Or(Pending)}
		x, err := annexOf(tx, a, g)
		if err != nil {
			return err
		}
		if in.Status.Set && in.Status.Value == nil {
			return fault.Validation(fault.At("/status", "required"))
		}
		if err := in.apply(tx, t, g); err != nil {
			return err
		}
		if err := a.takesAnswers(g.Status); err != nil {
			return err
		}
		before, err := s.place(tx, t, g, in.SignatureFields)
		if err != nil {
			return err
		}
		return s.signed(tx, signing{a, t, x, g, before}, nil, &row)
	})
	return row, err
}

// place writes a new signature, or the awaited one it fulfils, which it returns
// as it was. To await one more of a unit that has a row is for who leads the term:
// nobody takes it away, and the agreement waits for it.
func (s *Service) place(tx *gorm.DB, t *bloc.Term, g *Signature, in SignatureFields) (*Signature, error) {
	there, err := signaturesOf(tx, g.AgreementID, g.AnnexID)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(there, func(o Signature) bool { return g.UnitID != nil && equal(o.UnitID, g.UnitID) && o.awaits(*g) })
	if id := twin(*g, there); id != "" && (i < 0 || there[i].ID != id) {
		return nil, fault.Duplicate(id)
	}
	if i < 0 {
		if g.Status == Pending && g.UnitID != nil && slices.ContainsFunc(there, func(o Signature) bool { return equal(o.UnitID, g.UnitID) }) {
			if err := canWrite(tx, t); err != nil {
				return nil, err
			}
		}
		if g.Position, err = placeOf(tx, *g, there); err != nil {
			return nil, err
		}
		return nil, db.Insert(tx, g)
	}
	before, status := there[i], g.Status
	*g = there[i]
	g.Status = status
	if err := in.apply(tx, t, g); err != nil {
		return nil, err
	}
	return &before, db.Update(tx, g)
}

// UpdateSignature changes a signature that is not given yet, or one a source
// reports.
func (s *Service) UpdateSignature(ctx context.Context, id string, version int, in SignatureFields) (row *signatureRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		g, a, t, err := openSignature(tx, id, version)
		if err != nil {
			return err
		}
		if err := g.editable(*a); err != nil {
			return err
		}
		if err := g.reopens(tx, a, t); err != nil {
			return err
		}
		before := *g
		if err := in.apply(tx, t, g); err != nil {
			return err
		}
		if err := canSign(tx, t, g.UnitID); err != nil {
			return err
		}
		there, err := signaturesOf(tx, a.ID, g.AnnexID)
		if err != nil {
			return err
		}
		if g.Status != Annulled {
			if err := fault.Duplicate(twin(*g, there)); err != nil {
				return err
			}
		}
		if err := db.Update(tx, g); err != nil {
			return err
		}
		return s.signed(tx, signing{a, t, nil, g, &before}, nil, &row)
	})
	return row, err
}

// TransitionSignature records what became of a signature, or annuls it.
func (s *Service) TransitionSignature(ctx context.Context, id string, version int, in AnswerBody) (row *signatureRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		g, a, t, err := openSignature(tx, id, version)
		if err != nil {
			return err
		}
		if err := signatureLifecycle.Check(g.Status, in.To, in.Reason.Or(""), nil, false); err != nil {
			return err
		}
		if err := g.reopens(tx, a, t); err != nil {
			return err
		}
		before := *g
		g.Status = in.To
		if g.Status != Annulled {
			if err := a.takesAnswers(g.Status); err != nil {
				return err
			}
		}
		in.Reason.Apply(&g.Reason)
		if err := in.apply(tx, t, g); err != nil {
			return err
		}
		x, err := annexOf(tx, a, g)
		if err != nil {
			return err
		}
		if err := db.Update(tx, g); err != nil {
			return err
		}
		return s.signed(tx, signing{a, t, x, g, &before}, in.Reason.Value, &row)
	})
	return row, err
}

// SignatureVisible answers not_found for a signature the caller may not read.
func (s *Service) SignatureVisible(ctx context.Context, id string) error {
	_, err := find[Signature](s.db.Read(ctx), "signatures", id)
	return s.db.Translate(ctx, err)
}

// openSignature reads a signature that is about to change, under the lock of its
// term, for those who may write its unit's row.
func openSignature(tx *gorm.DB, id string, version int) (*Signature, *Agreement, *bloc.Term, error) {
	g, err := find[Signature](tx, "signatures", id)
	if err != nil {
		return nil, nil, nil, err
	}
	a, t, err := open(tx, g.AgreementID)
	if err != nil {
		return nil, nil, nil, err
	}
	if g, err = find[Signature](tx, "signatures", id); err != nil {
		return nil, nil, nil, err
	}
	if err := canSign(tx, t, g.UnitID); err != nil {
		return nil, nil, nil, err
	}
	return g, a, t, audit.Fresh(tx, "signature", g, version)
}

// reopens refuses to change or annul a signature that was given under a settled
// agreement to all but who leads the term.
func (g *Signature) reopens(tx *gorm.DB, a *Agreement, t *bloc.Term) error {
	if !a.settled() || g.Status != Signed && g.Status != Annulled {
		return nil
	}
	return canWrite(tx, t)
}

// annexOf reads the annex a signature is under, nil where it is under the
// agreement itself.
func annexOf(tx *gorm.DB, a *Agreement, g *Signature) (*Annex, error) {
	if g.AnnexID == nil {
		return nil, nil
	}
	x, err := find[Annex](tx, "annexes", *g.AnnexID)
	if err == nil && x.AgreementID != a.ID {
		err = fault.Missing()
	}
	if errors.Is(err, fault.Missing()) {
		return nil, fault.Referenced(err, "/annex_id")
	}
	return x, err
}

// signing is a signature that was written, with what it stands under and as it
// was before.
type signing struct {
	agreement *Agreement
	term      *bloc.Term
	annex     *Annex
	signature *Signature
	before    *Signature
}

// signatureAct is what the record of acts shows of a signature: with the first
// one signed, also the hash of the text it fixed.
type signatureAct struct {
	Signature   `gorm:"embedded"`
	ContentHash *string
}

// signed ends an act on a signature: the text is fixed by the first one, the
// step and the act are recorded.
func (s *Service) signed(tx *gorm.DB, w signing, reason *string, row **signatureRow) error {
	hash, err := fix(tx, w)
	if err != nil {
		return err
	}
	if err := w.stepped(tx, reason); err != nil {
		return err
	}
	if err := s.audit.Append(tx, w.act(hash, reason)); err != nil {
		return err
	}
	*row, err = bloc.ShowPart[signatureRow](tx, signatureRows, w.signature.ID)
	return err
}

// act is the record of what was done to the signature.
func (w signing) act(hash, reason *string) audit.Entry {
	g := w.signature
	e := bloc.PartAct("signature", g, g.BlocID, g.TermID, nil, signatureAct{*g, hash})
	e.Reason = reason
	if w.before != nil {
		e.Before = signatureAct{Signature: *w.before}
	}
	return e
}

// stepped records the step a signature took and lets the agreement, which counts
// its signatures by state, be seen anew.
func (w signing) stepped(tx *gorm.DB, reason *string) error {
	g := w.signature
	if w.before != nil {
		if w.before.Status == g.Status {
			return nil
		}
		if err := record.Stepped(tx, "signature", g.ID, w.before.Status, g.Status, reason); err != nil {
			return err
		}
	}
	return touch(tx, g.AgreementID)
}

// fix fixes the text an original's first signature stands under and returns its
// hash; nil where there is nothing to fix.
func fix(tx *gorm.DB, w signing) (*string, error) {
	a, x := w.agreement, w.annex
	switch {
	case !a.isOriginal() || w.signature.Status != Signed || w.before != nil && w.before.Status == Signed:
		return nil, nil
	case x == nil && a.FrozenAt == nil:
		content, err := contentOf(tx, a, w.term)
		if err != nil {
			return nil, err
		}
		a.freeze(content, tx.NowFunc())
		return a.ContentHash, db.Update(tx, a)
	case x != nil && x.FrozenAt == nil:
		previous, err := hashBefore(tx, a, x)
		if err != nil {
			return nil, err
		}
		if err := x.freeze(previous, tx.NowFunc()); err != nil {
			return nil, err
		}
		return x.ContentHash, db.Update(tx, x)
	}
	return nil, nil
}

// apply notes what a step tells of the signature; annulling tells nothing.
func (in AnswerBody) apply(tx *gorm.DB, t *bloc.Term, g *Signature) error {
	if g.Status == Annulled {
		return nil
	}
	return SignatureFields{
		Role: in.Role, PersonID: in.PersonID, PersonAsWritten: in.PersonAsWritten,
		PositionAsWritten: in.PositionAsWritten, SignedOn: in.SignedOn, Method: in.Method,
	}.apply(tx, t, g)
}

// apply writes what was given and notes what is wrong with the result.
func (in SignatureFields) apply(tx *gorm.DB, t *bloc.Term, g *Signature) error {
	var bad fault.Fields
	in.UnitID.Apply(&g.UnitID)
	in.UnitAsWritten.Apply(&g.UnitAsWritten)
	in.Role.Apply(&g.Role)
	in.PersonID.Apply(&g.PersonID)
	in.PersonAsWritten.Apply(&g.PersonAsWritten)
	in.PositionAsWritten.Apply(&g.PositionAsWritten)
	in.SignedOn.Apply(&g.SignedOn)
	in.Method.Apply(&g.Method)
	in.ProvenanceInput.Apply(&g.Provenance, &bad)
	return checkSignature(tx, &bad, t, *g)
}
