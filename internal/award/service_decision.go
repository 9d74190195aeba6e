package award

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/text"
)

// shownDecision is a decision with what its page says beside it.
type shownDecision struct {
	decisionRow
	SameNumber []string
}

func showDecision(tx *gorm.DB, id string) (*shownDecision, error) {
	row, err := db.One[decisionRow](tx, visibleDecisions(tx), "d.id", id)
	if err != nil {
		return nil, err
	}
	same, err := sameNumber(tx, &row.Decision)
	return &shownDecision{*row, same}, err
}

// Decisions lists the decisions the caller may see.
func (s *Service) Decisions(ctx context.Context, r db.Request) (db.Page[decisionRow], error) {
	tx := s.db.Read(ctx)
	p, err := db.Fetch[decisionRow](tx, visibleDecisions(tx), r)
	return p, s.db.Translate(ctx, err)
}

// Decision reads one decision, and which others have the same number.
func (s *Service) Decision(ctx context.Context, id string) (out *shownDecision, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		out, err = showDecision(tx, id)
		return err
	})
	return out, err
}

func (s *Service) decisionVisible(ctx context.Context, id string) error {
	_, err := s.Decision(ctx, id)
	return err
}

// CreateDecision records a decision: a draft, or one of history in force at
// once, with all it does to another.
func (s *Service) CreateDecision(ctx context.Context, in CreateDecisionBody) (out *shownDecision, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		d := &Decision{Meta: record.NewMeta(tx), Status: in.Status.Or(Draft)}
		var bad fault.Fields
		target, err := in.DecisionBody.apply(tx, d, &bad)
		if err != nil {
			return err
		}
		if d.Status == InForce {
			bad = append(bad, d.lacking(target)...)
		}
		if err := bad.Err(); err != nil {
			return err
		}
		if err := d.mayDecide(tx, target); err != nil {
			return err
		}
		if err := db.Insert(tx, d); err != nil {
			return err
		}
		if err := s.decided(tx, d, target, nil, nil); err != nil {
			return err
		}
		out, err = showDecision(tx, d.ID)
		return err
	})
	return out, err
}

// decided ends an act that gave a decision its state: what follows from it, and
// the one record of the act. Where the decision is of no bloc, the record goes
// to the bloc of the one acted on, since that is where something changed.
func (s *Service) decided(tx *gorm.DB, d, target, before *Decision, reason *string) error {
	e := audit.Entry{Entity: "decision", EntityID: d.ID, Version: d.Version, BlocID: d.BlocID, After: d, Reason: reason}
	from := ""
	if before != nil {
		from, e.Before = before.Status, before
	}
	if _, err := stepped(tx, d, from, reason); err != nil {
		return err
	}
	if target != nil && d.Status == InForce {
		was := target.Status
		_, _, _, target.Status = d.act()
		if err := db.Update(tx, target); err != nil {
			return err
		}
		awards, err := stepped(tx, target, was, d.Number)
		if err != nil {
			return err
		}
		e.Also = []audit.Change{audit.Changed(d.effect()+".status", was, target.Status), audit.Changed(d.effect()+".awards", nil, awards)}
		if e.BlocID == nil {
			e.BlocID = target.BlocID
		}
	}
	return s.audit.Append(tx, e)
}

// stepped records the step to a decision's state, gives it to the decision's
// awards and tells how many they are.
func stepped(tx *gorm.DB, d *Decision, from string, reason *string) (int64, error) {
	if err := record.Stepped(tx, "decision", d.ID, from, d.Status, reason); err != nil {
		return 0, err
	}
	return setAwards(tx, d)
}

// UpdateDecision changes a draft; of a decision in force only the remark and
// the sources, since its content is changed by another decision.
func (s *Service) UpdateDecision(ctx context.Context, id string, version int, in DecisionBody) (out *shownDecision, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		d, err := s.openDecision(tx, id, version)
		if err != nil {
			return err
		}
		if d.Status != Draft && in.DecisionFields != (DecisionFields{}) {
			return errNotDraft
		}
		before := *d
		var bad fault.Fields
		target, err := in.apply(tx, d, &bad)
		if err != nil {
			return err
		}
		if err := bad.Err(); err != nil {
			return err
		}
		if err := d.mayDecide(tx, target); err != nil {
			return err
		}
		if err := db.Update(tx, d); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "decision", EntityID: id, Version: d.Version, BlocID: d.BlocID, Before: &before, After: d}); err != nil {
			return err
		}
		out, err = showDecision(tx, id)
		return err
	})
	return out, err
}

var errNotDraft = fault.New(fault.Conflict, "decision.not_draft")

// openDecision holds a decision for a change: not_found for who may not read
// it, forbidden for who may not write it, term_locked where an award of it stands
// in the report of a locked term, stale_version for an old copy. Another decision
// that annuls or restores it is an act of its own, years later perhaps, and no
// such change.
func (s *Service) openDecision(tx *gorm.DB, id string, version int) (*Decision, error) {
	d, err := HoldDecision(tx, id)
	if err != nil {
		return nil, err
	}
	return d, audit.Fresh(tx, "decision", d, version)
}

// DeleteDecision removes a draft nothing refers to; otherwise in_use.
func (s *Service) DeleteDecision(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		d, err := s.openDecision(tx, id, version)
		if err != nil {
			return err
		}
		if d.Status != Draft {
			return errNotDraft
		}
		if err := db.Delete(tx, d); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "decision", EntityID: id, Version: d.Version, BlocID: d.BlocID, Before: d})
	})
}

// TransitionDecision puts a draft in force, with all it does to another.
func (s *Service) TransitionDecision(ctx context.Context, id string, version int, in DecisionTransitionBody) (out *shownDecision, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		d, err := s.openDecision(tx, id, version)
		if err != nil {
			return err
		}
		target, err := d.lockTarget(tx)
		if err != nil {
			return err
		}
		if err := decisionSteps.Check(d.Status, in.To, in.Reason.Or(""), map[string][]record.Lack{InForce: told(d.lacking(target))}, false); err != nil {
			return err
		}
		if err := d.mayDecide(tx, target); err != nil {
			return err
		}
		if err := awardsBy(id).mayWrite(tx); err != nil {
			return err
		}
		before := *d
		d.Status = in.To
		if err := db.Update(tx, d); err != nil {
			return err
		}
		if err := s.decided(tx, d, target, &before, in.Reason.Value); err != nil {
			return err
		}
		out, err = showDecision(tx, id)
		return err
	})
	return out, err
}

// lackWords say what a decision lacks: a field, or what is in the way of one.
func lackWords(f fault.Field) text.Phrase {
	if f.Pointer == "/authority_id" {
		return text.Phrase{Key: "step.lacks.authority"}
	}
	return text.Phrase{Key: "step.lacks.target", Params: map[string]any{"what": text.Phrase{Key: "field." + f.Code, Params: f.Params}}}
}

// told is what a refused step says is missing.
func told(fields fault.Fields) []record.Lack {
	var missing []record.Lack
	for _, f := range fields {
		missing = append(missing, record.Lack{
			Wire:  map[string]string{"pointer": f.Pointer, "code": f.Code},
			Words: lackWords(f),
		})
	}
	return missing
}

// lockTarget reads the decision d acts on; nil for none.
func (d *Decision) lockTarget(tx *gorm.DB) (*Decision, error) {
	id, _, _, _ := d.act()
	if id == nil {
		return nil, nil
	}
	return lockDecision(tx, *id)
}

// apply writes what was given and notes what is wrong with it. It returns the
// decision d acts on, nil for none and where no content was given.
func (in DecisionBody) apply(tx *gorm.DB, d *Decision, bad *fault.Fields) (*Decision, error) {
	in.DecisionFields.apply(d)
	in.ProvenanceInput.Apply(&d.Provenance, bad)
	d.fold()
	d.check(bad)
	if in.DecisionFields == (DecisionFields{}) {
		return nil, nil
	}
	return d.links(tx, bad)
}

func (in DecisionFields) apply(d *Decision) {
	in.BlocID.Apply(&d.BlocID)
	in.Kind.Put(&d.Kind)
	in.Number.Apply(&d.Number)
	in.IssuedOn.Apply(&d.IssuedOn)
	in.AuthorityID.Apply(&d.AuthorityID)
	in.AuthorityAsWritten.Apply(&d.AuthorityAsWritten)
	in.SignatoryID.Apply(&d.SignatoryID)
	in.SignatoryAsWritten.Apply(&d.SignatoryAsWritten)
	in.SignatoryPosition.Apply(&d.SignatoryPosition)
	in.Summary.Apply(&d.Summary)
	in.StatedRecipientCount.Apply(&d.StatedRecipientCount)
	in.AnnulsID.Apply(&d.AnnulsID)
	in.RestoresID.Apply(&d.RestoresID)
}

// links notes links of d to what is not there, and returns its target.
func (d *Decision) links(tx *gorm.DB, bad *fault.Fields) (*Decision, error) {
	if err := knownBloc(tx, bad, "/bloc_id", d.BlocID); err != nil {
		return nil, err
	}
	if err := record.Known(tx, bad, "/authority_id", "authorities", d.AuthorityID); err != nil {
		return nil, err
	}
	if err := record.Known(tx, bad, "/signatory_id", "persons", d.SignatoryID); err != nil {
		return nil, err
	}
	target, err := d.lockTarget(tx)
	if isMissing(err) {
		_, pointer, _, _ := d.act()
		bad.Add(pointer, "reference_not_found")
		return nil, nil
	}
	if err == nil && target != nil && target.ID != d.ID && target.acts() {
		_, pointer, _, _ := d.act()
		bad.Add(pointer, "acts_itself")
		return nil, nil
	}
	return target, err
}
