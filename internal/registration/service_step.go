package registration

import (
	"context"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// TransitionRegistration sends a registration, takes it back, returns it with a
// reason and what that reopens, or accepts it. Each submission keeps what was sent.
func (s *Service) TransitionRegistration(ctx context.Context, id string, version int, in RegistrationTransitionBody) (row *shownRegistration, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		w, err := steppable(tx, id, version, in.To)
		if err != nil {
			return err
		}
		if err := registrationLifecycle.Check(w.Status, in.To, in.Reason.Or(""), nil, false); err != nil {
			return err
		}
		earlier, err := submissions(tx, w.ID, 1)
		if err != nil {
			return err
		}
		before := *w
		if err := s.step(w, in, len(earlier) > 0); err != nil {
			return err
		}
		w.StatusSince = tx.NowFunc()
		if err := db.Update(tx, &w.Registration); err != nil {
			return err
		}
		if err := record.Stepped(tx, "registration", w.ID, before.Status, w.Status, in.Reason.Value); err != nil {
			return err
		}
		act := bloc.PartAct("registration", w, w.BlocID, w.TermID, &before, w)
		act.Reason = in.Reason.Value
		if err := s.audit.Append(tx, act); err != nil {
			return err
		}
		if row, err = showRegistration(tx, id); err != nil || w.Status != Submitted {
			return err
		}
		return keepSubmission(tx, row)
	})
	return row, err
}

// steppable holds a registration for those who may take a step to a state: the unit
// sends and takes back, who takes registrations returns and accepts.
func steppable(tx *gorm.DB, id string, version int, to string) (*wholeRegistration, error) {
	w, t, err := holdRegistration(tx, id)
	if err != nil {
		return nil, err
	}
	if reviewed(to) {
		err = bloc.CanTerm(tx, actor.AgreementWrite, t)
	} else {
		err = canRegister(tx, t, w.UnitID)
	}
	if err != nil {
		return nil, err
	}
	return w, audit.Fresh(tx, "registration", w, version)
}

// step changes the state; sent tells that it was sent before. What a return reopened
// stays noted until it is accepted, so that taking it back opens nothing else.
func (s *Service) step(w *wholeRegistration, in RegistrationTransitionBody, sent bool) error {
	if in.Fields.Set && in.To != Returned {
		return fault.Validation(fault.At("/fields", "conflicts_with", "other", "to"))
	}
	w.Status = in.To
	switch in.To {
	case Submitted:
		// One that was sent on paper on a day nobody noted keeps no day.
		if w.FirstSentOn == nil && !sent {
			today := date.Today(s.db.Now)
			w.FirstSentOn = &today
		}
		return w.empty()
	case Returned:
		return w.reopen(in.Fields.Or(nil))
	case Accepted:
		w.Reopened.V = []Reopened{}
	}
	return nil
}

// reopen notes what a return opens; a return that opens nothing could not be mended.
func (w *wholeRegistration) reopen(fields []ReopenedInput) error {
	var bad fault.Fields
	if len(fields) == 0 {
		bad.Add("/fields", "required")
	}
	w.Reopened.V = make([]Reopened, len(fields))
	now := contentOf(registrationDetailView(w.shown()))
	for i, f := range fields {
		w.Reopened.V[i] = Reopened{f.List.Value, f.ID.Value, f.Member.Value, f.Remark.Value}
		w.Reopened.V[i].check(&bad, "/fields/"+strconv.Itoa(i), now)
	}
	return bad.Err()
}

// keepSubmission keeps what a registration that was just sent says.
func keepSubmission(tx *gorm.DB, r *shownRegistration) error {
	who := actor.From(tx.Statement.Context)
	r.SubmissionCount++
	return tx.Create(&Submission{
		ID: db.NewID(), RegistrationID: r.ID, TermID: r.TermID, BlocID: r.BlocID, Number: r.SubmissionCount,
		At: tx.NowFunc(), ActorID: who.ID, ActorName: who.Signature(), Content: db.NewJSON(contentOf(registrationDetailView(*r))),
	}).Error
}

// RegistrationVisible answers not_found for a registration the caller may not read.
func (s *Service) RegistrationVisible(ctx context.Context, id string) error {
	_, err := bloc.FindPart[Registration](s.db.Read(ctx), actor.ProgressRead, "registrations", id)
	return s.db.Translate(ctx, err)
}

// Comparison is what changed of a registration since a submission: up to the next
// one, or up to now. From is nil where nothing was sent before.
type Comparison struct {
	From, To *Submission
	Changes  []RegistrationChange
}

// RegistrationChanges tells what changed since the registration was sent: to the
// unit that mends it, up to now; once it is sent again, between the two.
func (s *Service) RegistrationChanges(ctx context.Context, id string) (c *Comparison, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		r, err := showRegistration(tx, id)
		if err != nil {
			return err
		}
		sent, err := submissions(tx, id, 2)
		if err != nil {
			return err
		}
		c = &Comparison{Changes: []RegistrationChange{}}
		now := contentOf(registrationDetailView(*r))
		if len(sent) > 0 && r.editable() != nil {
			c.To, now, sent = &sent[0], sent[0].Content.V, sent[1:]
		}
		if len(sent) > 0 {
			c.From = &sent[0]
			c.Changes = changes(sent[0].Content.V, now)
		}
		return nil
	})
	return c, err
}
