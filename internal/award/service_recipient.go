package award

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Recipients lists those an award names.
func (s *Service) Recipients(ctx context.Context, awardID string, r db.Request) (db.Page[recipientRow], error) {
	tx := s.db.Read(ctx)
	sel := visibleRecipients(tx)
	sel.And("r.award_id = ?", awardID)
	p, err := db.Fetch[recipientRow](tx, sel, r)
	if err == nil && len(p.Rows) == 0 { // may the caller see the award at all?
		_, err = db.One[awardRow](tx, visibleAwards(tx), "a.id", awardID)
	}
	return p, s.db.Translate(ctx, err)
}

// Recipient reads one recipient.
func (s *Service) Recipient(ctx context.Context, id string) (*recipientRow, error) {
	tx := s.db.Read(ctx)
	r, err := db.One[recipientRow](tx, visibleRecipients(tx), "r.id", id)
	return r, s.db.Translate(ctx, err)
}

// CreateRecipient names one more recipient of an award (nêu tên sau). The
// award's id and count stay; one more than the count is count_exceeded.
func (s *Service) CreateRecipient(ctx context.Context, awardID string, in RecipientBody) (out *recipientRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		a, err := openAward(tx, awardID)
		if err != nil {
			return err
		}
		r := &Recipient{Meta: record.NewMeta(tx), AwardID: awardID, BlocID: a.BlocID, Place: a.Named + 1}
		if err := in.settle(tx, a, r); err != nil {
			return err
		}
		if a.full() {
			return fault.Validation(fault.At("/"+identity[r.kind()], "count_exceeded", "named", a.Named+1, "count", *a.Count))
		}
		if err := db.Insert(tx, r); err != nil {
			return err
		}
		if err := recount(tx, a, 1); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "recipient", EntityID: r.ID, Version: r.Version, BlocID: a.BlocID, After: r}); err != nil {
			return err
		}
		out, err = db.One[recipientRow](tx, visibleRecipients(tx), "r.id", r.ID)
		return err
	})
	return out, err
}

// UpdateRecipient corrects who is meant.
func (s *Service) UpdateRecipient(ctx context.Context, id string, version int, in RecipientBody) (out *recipientRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		r, a, err := openRecipient(tx, id, version)
		if err != nil {
			return err
		}
		before := *r
		if err := in.settle(tx, a, r); err != nil {
			return err
		}
		if err := db.Update(tx, r); err != nil {
			return err
		}
		if err := recount(tx, a, 0); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "recipient", EntityID: id, Version: r.Version, BlocID: a.BlocID, Before: &before, After: r}); err != nil {
			return err
		}
		out, err = db.One[recipientRow](tx, visibleRecipients(tx), "r.id", id)
		return err
	})
	return out, err
}

// DeleteRecipient takes a name off an award; its count stays.
func (s *Service) DeleteRecipient(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		r, a, err := openRecipient(tx, id, version)
		if err != nil {
			return err
		}
		if err := db.Delete(tx, r); err != nil {
			return err
		}
		if err := recount(tx, a, -1); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "recipient", EntityID: id, Version: r.Version, BlocID: a.BlocID, Before: r})
	})
}

// openRecipient holds a recipient and its award for a change; stale_version for
// an old copy.
func openRecipient(tx *gorm.DB, id string, version int) (*Recipient, *Award, error) {
	row, err := db.One[recipientRow](tx, visibleRecipients(tx), "r.id", id)
	if err != nil {
		return nil, nil, err
	}
	a, err := openAward(tx, row.AwardID)
	if err != nil {
		return nil, nil, err
	}
	var r Recipient // once more, under the award's lock
	if err := found(tx.Where("id = ?", id).Take(&r).Error); err != nil {
		return nil, nil, err
	}
	return &r, a, audit.Fresh(tx, "recipient", &r, version)
}

// recount keeps an award's number of named recipients, and what is shown of it
// and its decision, in step with its recipients.
func recount(tx *gorm.DB, a *Award, by int) error {
	a.Named += by
	if err := db.Update(tx, a); err != nil {
		return err
	}
	return touch(tx, a.DecisionID)
}

// settle writes what was given to a recipient of a; what is wrong with it, or
// with naming it twice, is the fault.
func (in RecipientBody) settle(tx *gorm.DB, a *Award, r *Recipient) error {
	var bad fault.Fields
	in.apply(r, &bad)
	r.check(a.RecipientKind, "", &bad)
	if err := linksOf(tx, []Recipient{*r}, func(int) string { return "" }, &bad); err != nil {
		return err
	}
	if err := bad.Err(); err != nil {
		return err
	}
	others, err := recipientsOf(tx, a.ID)
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.ID != r.ID && o.same(r) {
			return fault.New(fault.Conflict, "duplicate").With("existing_id", o.ID)
		}
	}
	return nil
}

func (in RecipientBody) apply(r *Recipient, bad *fault.Fields) {
	in.UnitID.Apply(&r.UnitID)
	in.UnitAsWritten.Apply(&r.UnitAsWritten)
	in.SubUnit.Apply(&r.SubUnit)
	in.PersonID.Apply(&r.PersonID)
	in.PersonAsWritten.Apply(&r.PersonAsWritten)
	in.HonouredBlocID.Apply(&r.HonouredBlocID)
	in.HonouredBlocAsWritten.Apply(&r.HonouredBlocAsWritten)
	in.Household.Apply(&r.Household)
	in.ProvenanceInput.Apply(&r.Provenance, bad)
	r.fold()
}
