package rating

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

// Rule reads one rule.
func (s *Service) Rule(ctx context.Context, id string) (*ruleRow, error) {
	r, err := db.One[ruleRow](s.db.Read(ctx), ruleRows(), "r.id", id)
	return r, s.db.Translate(ctx, err)
}

// Rules lists the rules.
func (s *Service) Rules(ctx context.Context, q db.Request) (db.Page[ruleRow], error) {
	p, err := db.Fetch[ruleRow](s.db.Read(ctx), ruleRows(), q)
	return p, s.db.Translate(ctx, err)
}

// CreateRule adds a rule.
func (s *Service) CreateRule(ctx context.Context, in RuleBody) (row *ruleRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := actor.From(ctx).Can(actor.RegistryWrite, actor.Resource{}); err != nil {
			return err
		}
		r := &Rule{Meta: record.NewMeta(tx)}
		if err := in.apply(tx, r); err != nil {
			return err
		}
		if err := db.Insert(tx, r); err != nil {
			return err
		}
		return s.ruled(tx, r, nil, &row)
	})
	return row, err
}

// UpdateRule changes a rule. Ratings given before stay as they are: the board marks
// those that are now above their cap.
func (s *Service) UpdateRule(ctx context.Context, id string, version int, in RuleBody) (row *ruleRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		r, err := changeableRule(tx, id, version)
		if err != nil {
			return err
		}
		before := *r
		if err := in.apply(tx, r); err != nil {
			return err
		}
		if err := db.Update(tx, r); err != nil {
			return err
		}
		return s.ruled(tx, r, &before, &row)
	})
	return row, err
}

// DeleteRule removes a rule that was entered by mistake; one that is no longer in
// force is given its last day.
func (s *Service) DeleteRule(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		r, err := changeableRule(tx, id, version)
		if err != nil {
			return err
		}
		if err := db.Delete(tx, r); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "rating_rule", EntityID: id, Version: r.Version, Before: r})
	})
}

func changeableRule(tx *gorm.DB, id string, version int) (*Rule, error) {
	r, err := db.One[Rule](tx, db.Select{Columns: "r.*", From: "rating_rules r"}, "r.id", id)
	if err != nil {
		return nil, err
	}
	if err := actor.From(tx.Statement.Context).Can(actor.RegistryWrite, actor.Resource{}); err != nil {
		return nil, err
	}
	return r, audit.Fresh(tx, "rating_rule", r, version)
}

func (s *Service) ruled(tx *gorm.DB, r, before *Rule, row **ruleRow) error {
	act := audit.Entry{Entity: "rating_rule", EntityID: r.ID, Version: r.Version, After: r}
	if before != nil {
		act.Before = before
	}
	if err := s.audit.Append(tx, act); err != nil {
		return err
	}
	var err error
	*row, err = db.One[ruleRow](tx, ruleRows(), "r.id", r.ID)
	return err
}

// apply writes what was given and notes what is wrong with the result.
func (in RuleBody) apply(tx *gorm.DB, r *Rule) error {
	var bad fault.Fields
	httpx.Require(&bad, "/kind", in.Kind, &r.Kind)
	httpx.Require(&bad, "/cap", in.Cap, &r.Cap)
	httpx.Require(&bad, "/norm", in.Norm, &r.Norm)
	in.AuthorityID.Apply(&r.AuthorityID)
	in.ValidFrom.Apply(&r.ValidFrom)
	in.ValidTo.Apply(&r.ValidTo)
	if in.IsVerified.Set {
		r.IsVerified = in.IsVerified.Or(false)
	}
	in.ProvenanceInput.Apply(&r.Provenance, &bad)
	r.check(&bad)
	if err := record.Known(tx, &bad, "/authority_id", "authorities", r.AuthorityID); err != nil {
		return err
	}
	return bad.Err()
}
