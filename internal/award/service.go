package award

import (
	"context"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
)

// Service holds the use cases of award types, decisions, awards and recipients.
type Service struct {
	db    *db.DB
	audit *audit.Log
}

// New makes the service.
func New(store *db.DB, log *audit.Log) *Service { return &Service{store, log} }

// shownAward is an award with everybody it names.
type shownAward struct {
	awardRow
	Recipients []recipientRow
}

func showAward(tx *gorm.DB, id string) (*shownAward, error) {
	row, err := db.One[awardRow](tx, visibleAwards(tx), "a.id", id)
	if err != nil {
		return nil, err
	}
	recipients, err := shownRecipients(tx, id)
	return &shownAward{*row, recipients}, err
}

// Awards lists the awards the caller may see.
func (s *Service) Awards(ctx context.Context, r db.Request) (db.Page[awardRow], error) {
	tx := s.db.Read(ctx)
	p, err := db.Fetch[awardRow](tx, visibleAwards(tx), r)
	return p, s.db.Translate(ctx, err)
}

// Award reads one award with everybody it names.
func (s *Service) Award(ctx context.Context, id string) (out *shownAward, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		out, err = showAward(tx, id)
		return err
	})
	return out, err
}

// recorded is what the record of acts says of a new award.
type recorded struct {
	Award      `gorm:"embedded"`
	Recipients []RecipientBody
}

// CreateAward records an award with those its source names. Naming more than
// the count is recorded as the source has it, with a warning.
func (s *Service) CreateAward(ctx context.Context, in CreateAwardBody) (out *shownAward, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		a := &Award{Meta: record.NewMeta(tx), Status: InForce}
		var bad fault.Fields
		if err := in.AwardBody.apply(tx, a, &bad); err != nil {
			return err
		}
		recipients, err := in.recipients(tx, a, &bad)
		if err != nil {
			return err
		}
		if err := bad.Err(); err != nil {
			return err
		}
		if err := a.open(tx); err != nil {
			return err
		}
		if err := db.Insert(tx, a); err != nil {
			return err
		}
		if len(recipients) > 0 {
			if err := db.Insert(tx, &recipients); err != nil {
				return err
			}
		}
		if err := touch(tx, a.DecisionID); err != nil {
			return err
		}
		after := &recorded{*a, in.Recipients.Or(nil)}
		if err := s.audit.Append(tx, audit.Entry{Entity: "award", EntityID: a.ID, Version: a.Version, BlocID: a.BlocID, After: after}); err != nil {
			return err
		}
		out, err = showAward(tx, a.ID)
		return err
	})
	return out, err
}

// recipients makes the rows of those named, and notes what is wrong with them.
func (in CreateAwardBody) recipients(tx *gorm.DB, a *Award, bad *fault.Fields) ([]Recipient, error) {
	at := func(i int) string { return "/recipients/" + strconv.Itoa(i) }
	var rows []Recipient
	for i, b := range in.Recipients.Or(nil) {
		r := Recipient{Meta: record.NewMeta(tx), AwardID: a.ID, BlocID: a.BlocID, Place: i + 1}
		b.apply(&r, bad)
		r.check(a.RecipientKind, at(i), bad)
		for _, o := range rows {
			if r.same(&o) {
				bad.Add(at(i), "duplicate_item")
				break
			}
		}
		rows = append(rows, r)
	}
	a.Named = len(rows)
	return rows, linksOf(tx, rows, at, bad)
}

// openAward holds an award for a change: not_found for who may not read it,
// forbidden for who may not write it, then term_locked.
func openAward(tx *gorm.DB, id string) (*Award, error) {
	a, err := lockAward(tx, id)
	if err != nil {
		return nil, err
	}
	return a, a.open(tx)
}

// UpdateAward corrects an award. Its recipients have their own addresses.
func (s *Service) UpdateAward(ctx context.Context, id string, version int, in AwardBody) (out *shownAward, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		a, err := openAward(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "award", a, version); err != nil {
			return err
		}
		before := *a
		var bad fault.Fields
		if err := in.apply(tx, a, &bad); err != nil {
			return err
		}
		if err := refit(tx, a, &bad); err != nil {
			return err
		}
		if err := bad.Err(); err != nil {
			return err
		}
		if err := a.open(tx); err != nil { // where it moves to
			return err
		}
		if err := a.staysDecided(before); err != nil {
			return err
		}
		if err := s.saveAward(tx, a, &before); err != nil {
			return err
		}
		out, err = showAward(tx, id)
		return err
	})
	return out, err
}

// refit notes recipients that do not fit the award's kind.
func refit(tx *gorm.DB, a *Award, bad *fault.Fields) error {
	if a.Named == 0 {
		return nil
	}
	named, err := recipientsOf(tx, a.ID)
	if err != nil {
		return err
	}
	var misfits fault.Fields
	for _, r := range named {
		r.check(a.RecipientKind, "", &misfits)
	}
	if len(misfits) > 0 {
		bad.Add("/recipient_kind", "conflicts_with", "other", "recipients")
	}
	return nil
}

// saveAward writes a changed award, what follows from it, and the record of
// the act.
func (s *Service) saveAward(tx *gorm.DB, a, before *Award) error {
	if err := db.Update(tx, a); err != nil {
		return err
	}
	if err := tx.Exec("UPDATE recipients SET bloc_id = ? WHERE award_id = ?", a.BlocID, a.ID).Error; err != nil {
		return err
	}
	if !linked(a.DecisionID, before.DecisionID) {
		if err := touch(tx, before.DecisionID); err != nil {
			return err
		}
	}
	if err := touch(tx, a.DecisionID); err != nil {
		return err
	}
	return s.audit.Append(tx, audit.Entry{Entity: "award", EntityID: a.ID, Version: a.Version, BlocID: a.BlocID, Before: before, After: a})
}

// DeleteAward removes an award recorded by mistake, and those it names. What a
// decision has given is not removed.
func (s *Service) DeleteAward(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		a, err := openAward(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "award", a, version); err != nil {
			return err
		}
		if a.DecisionID != nil && a.Status != Draft {
			return errNotDraft
		}
		if err := tx.Where("award_id = ?", id).Delete(&Recipient{}).Error; err != nil {
			return err
		}
		if err := db.Delete(tx, a); err != nil {
			return err
		}
		if err := touch(tx, a.DecisionID); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "award", EntityID: id, Version: a.Version, BlocID: a.BlocID, Before: a})
	})
}

// apply writes what was given and notes what is wrong with it.
func (in AwardBody) apply(tx *gorm.DB, a *Award, bad *fault.Fields) error {
	in.references(a)
	in.RecipientKind.Apply(&a.RecipientKind)
	in.Count.Apply(&a.Count)
	in.CountAsWritten.Apply(&a.CountAsWritten)
	in.CommendationType.Apply(&a.CommendationType)
	in.Citation.Apply(&a.Citation)
	in.ReportedOn.Apply(&a.ReportedOn)
	in.PresentedOn.Apply(&a.PresentedOn)
	in.ProvenanceInput.Apply(&a.Provenance, bad)
	if in.Period.Set || in.PeriodKind.Set {
		label := a.PeriodLabel
		in.Period.Apply(&label)
		a.setPeriod(parsePeriod(label, period.Kind(in.PeriodKind.Or("")), bad))
	}
	a.check(bad)
	a.fold()
	return a.links(tx, bad)
}

func (in AwardBody) references(a *Award) {
	in.BlocID.Apply(&a.BlocID)
	in.BlocAsWritten.Apply(&a.BlocAsWritten)
	in.BlocState.Apply(&a.BlocState)
	if in.BlocID.Value != nil && !in.BlocState.Set {
		one := OneBloc
		a.BlocState = &one
	}
	in.AwardTypeID.Apply(&a.AwardTypeID)
	in.TypeAsWritten.Apply(&a.TypeAsWritten)
	in.Level.Apply(&a.Level)
	in.LevelAsWritten.Apply(&a.LevelAsWritten)
	in.DecisionID.Apply(&a.DecisionID)
	in.DecisionAsWritten.Apply(&a.DecisionAsWritten)
	in.AuthorityID.Apply(&a.AuthorityID)
	in.AuthorityAsWritten.Apply(&a.AuthorityAsWritten)
}

// links notes links of a to what is not there, and takes its decision's state.
func (a *Award) links(tx *gorm.DB, bad *fault.Fields) error {
	if err := knownBloc(tx, bad, "/bloc_id", a.BlocID); err != nil {
		return err
	}
	if err := record.Known(tx, bad, "/award_type_id", "award_types", a.AwardTypeID); err != nil {
		return err
	}
	if err := record.Known(tx, bad, "/authority_id", "authorities", a.AuthorityID); err != nil {
		return err
	}
	a.Status = InForce
	if a.DecisionID == nil {
		return nil
	}
	d, err := lockDecision(tx, *a.DecisionID)
	if isMissing(err) {
		bad.Add("/decision_id", "reference_not_found")
		return nil
	}
	if err == nil {
		a.Status = d.Status
	}
	return err
}
