package scoring

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/agreement"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring/ballot"
)

// Vote reads one vote with its nominees and who took part.
func (s *Service) Vote(ctx context.Context, id string) (row *shownVote, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		row, err = showVote(tx, id)
		return err
	})
	return row, err
}

// Votes lists votes, without their nominees.
func (s *Service) Votes(ctx context.Context, r db.Request) (db.Page[voteRow], error) {
	p, err := bloc.ListParts[voteRow](s.db.Read(ctx), voteRows, r, "")
	return p, s.db.Translate(ctx, err)
}

// VoteVisible answers not_found for a vote the caller may not read.
func (s *Service) VoteVisible(ctx context.Context, id string) error {
	_, err := bloc.StoredPart[Vote](s.db.Read(ctx), voteRows, id)
	return s.db.Translate(ctx, err)
}

// CreateVote adds a vote, in the state it is known to be in: a live one begins as a
// draft. One that follows another is its next round, and takes from that what is not
// given, but the figures. A vote has one next round (duplicate).
func (s *Service) CreateVote(ctx context.Context, in CreateVoteBody) (row *shownVote, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := bloc.LockTerm(tx, actor.BlocRead, in.TermID)
		if err != nil {
			return fault.Referenced(err, "/term_id")
		}
		if err := bloc.CanTerm(tx, actor.VoteWrite, t); err != nil {
			return err
		}
		v := &wholeVote{Vote: Vote{
			Meta: record.NewMeta(tx), TermID: t.ID, BlocID: t.BlocID, Status: in.Status.Or(VoteDraft), Round: 1, Base: string(ballot.OfEligible),
			ItemsState: bloc.Unknown, Provenance: record.NoProvenance(),
		}}
		if in.FollowsID.Value != nil {
			if err := v.follow(tx, *in.FollowsID.Value); err != nil {
				return err
			}
		}
		if err := in.apply(tx, v); err != nil {
			return err
		}
		if err := db.Insert(tx, &v.Vote); err != nil {
			return err
		}
		if err := writeItems(tx, v); err != nil {
			return err
		}
		return s.voteWritten(tx, v, nil, nil, &row)
	})
	return row, err
}

// follow makes a vote the round after one that is counted.
func (v *wholeVote) follow(tx *gorm.DB, id string) error {
	last, err := showVote(tx, id)
	if err != nil {
		return fault.Referenced(err, "/follows_id")
	}
	if last.TermID != v.TermID {
		return fault.Validation(fault.At("/follows_id", "other_term"))
	}
	if last.Status != Counted && last.Status != Closed {
		return ErrNotCounted
	}
	if last.FollowedBy != nil {
		return fault.Duplicate(*last.FollowedBy)
	}
	v.Round, v.FollowsID = last.Round+1, &last.ID
	v.Title, v.Body, v.Method, v.MethodAsWritten = last.Title, last.Body, last.Method, last.MethodAsWritten
	v.Threshold, v.ThresholdOver, v.Base, v.Quorum, v.Choices = last.Threshold, last.ThresholdOver, last.Base, last.Quorum, last.Choices
	v.EventID, v.Eligible = last.EventID, last.Eligible
	return nil
}

// UpdateVote changes a vote that is not counted yet; its nominees are replaced as a
// whole when given. What is voted on, and by which rule, stands once it is open.
func (s *Service) UpdateVote(ctx context.Context, id string, version int, in VoteFields) (row *shownVote, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		v, err := openVote(tx, id, version)
		if err != nil {
			return err
		}
		if v.Status == Counted || v.Status == Closed {
			return ErrVoteCounted
		}
		before := *v
		if err := in.apply(tx, v); err != nil {
			return err
		}
		if v.Status != VoteDraft && !v.sameRules(before) {
			return ErrVoteOpen
		}
		if err := db.Update(tx, &v.Vote); err != nil {
			return err
		}
		if in.Items.Set {
			if err := writeItems(tx, v); err != nil {
				return err
			}
		}
		return s.voteWritten(tx, v, &before, nil, &row)
	})
	return row, err
}

// openVote holds a vote that is about to change.
func openVote(tx *gorm.DB, id string, version int) (*wholeVote, error) {
	if _, err := holdVote(tx, "votes", id); err != nil {
		return nil, err
	}
	shown, err := showVote(tx, id)
	if err != nil {
		return nil, err
	}
	v := shown.stored()
	return v, audit.Fresh(tx, "vote", v, version)
}

// DeleteVote removes a draft that nobody is noted to vote in.
func (s *Service) DeleteVote(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		v, err := openVote(tx, id, version)
		if err != nil {
			return err
		}
		if v.Status != VoteDraft {
			return ErrVoteBegun
		}
		if err := removeItems(tx, id); err != nil {
			return err
		}
		if err := db.Delete(tx, &v.Vote); err != nil {
			return err
		}
		return s.audit.Append(tx, bloc.PartAct("vote", v, v.BlocID, v.TermID, v, nil))
	})
}

// TransitionVote takes a vote a step on its way. One that is counted lacking figures
// needs a reason; one is not counted anew that another round follows, or a ranking
// rests on.
func (s *Service) TransitionVote(ctx context.Context, id string, version int, in VoteTransitionBody) (row *shownVote, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		v, err := openVote(tx, id, version)
		if err != nil {
			return err
		}
		lacks := map[string][]record.Lack{}
		if v.Status == VoteOpen {
			lacks[Counted] = record.Lacking(v.lacking()...)
		}
		if err := voteLifecycle.Check(v.Status, in.To, in.Reason.Or(""), lacks, true); err != nil {
			return err
		}
		if v.Status == Counted && in.To == VoteOpen {
			if err := reopenable(tx, id); err != nil {
				return err
			}
		}
		before := *v
		v.Status = in.To
		if err := db.Update(tx, &v.Vote); err != nil {
			return err
		}
		if err := record.Stepped(tx, "vote", id, before.Status, v.Status, in.Reason.Value); err != nil {
			return err
		}
		return s.voteWritten(tx, v, &before, in.Reason.Value, &row)
	})
	return row, err
}

// reopenable refuses to change the figures of a vote that others rest on.
func reopenable(tx *gorm.DB, id string) error {
	next, err := nextRound(tx, id)
	if err != nil {
		return err
	}
	if next != "" {
		return ErrVoteFollowed
	}
	used, err := voteUsed(tx, id)
	if err == nil && used {
		err = ErrVoteUsed
	}
	return err
}

func (s *Service) voteWritten(tx *gorm.DB, v, before *wholeVote, reason *string, row **shownVote) error {
	act := bloc.PartAct("vote", v, v.BlocID, v.TermID, nil, v)
	if before != nil {
		act.Before = before
	}
	act.Reason = reason
	if err := s.audit.Append(tx, act); err != nil {
		return err
	}
	var err error
	*row, err = showVote(tx, v.ID)
	return err
}

// apply writes what was given and notes what is wrong with the result.
func (in VoteFields) apply(tx *gorm.DB, v *wholeVote) error {
	var bad fault.Fields
	httpx.Require(&bad, "/title", in.Title, &v.Title)
	in.Body.Apply(&v.Body)
	in.EventID.Apply(&v.EventID)
	in.HeldOn.Apply(&v.HeldOn)
	in.Method.Apply(&v.Method)
	in.MethodAsWritten.Apply(&v.MethodAsWritten)
	in.Threshold.Apply(&v.Threshold)
	in.Over.Put(&v.ThresholdOver)
	in.Base.Put(&v.Base)
	in.Quorum.Apply(&v.Quorum)
	in.Choices.Apply(&v.Choices)
	in.Eligible.Apply(&v.Eligible)
	in.Present.Apply(&v.Present)
	in.WrittenOpinions.Apply(&v.WrittenOpinions)
	in.Issued.Apply(&v.Issued)
	in.Returned.Apply(&v.Returned)
	in.Valid.Apply(&v.Valid)
	in.Blank.Apply(&v.Blank)
	in.Invalid.Apply(&v.Invalid)
	in.OutcomeAsWritten.Apply(&v.OutcomeAsWritten)
	in.ProvenanceInput.Apply(&v.Provenance, &bad)
	in.items(v)
	in.ItemsState.Put(&v.ItemsState)
	v.check(&bad)
	if err := agreement.KnowEvent(tx, &bad, "/event_id", v.EventID, v.TermID); err != nil {
		return err
	}
	ids := make([]*string, len(v.Items))
	for i, it := range v.Items {
		ids[i] = it.UnitID
	}
	if err := record.KnownAll(tx, &bad, "/items", "unit_id", "units", ids); err != nil {
		return err
	}
	v.fold()
	return bad.Err()
}

// items writes the nominees that were given in place of those there were. They are all
// of them unless something else is said.
func (in VoteFields) items(v *wholeVote) {
	if !in.Items.Set {
		return
	}
	v.Items = []VoteItem{}
	for i, it := range in.Items.Or(nil) {
		v.Items = append(v.Items, VoteItem{
			ID: db.NewID(), VoteID: v.ID, TermID: v.TermID, BlocID: v.BlocID, Position: i + 1, UnitID: it.UnitID.Value, AsWritten: it.UnitAsWritten.Value,
			Subject: it.Subject.Value, Yes: it.Yes.Value, No: it.No.Value, Abstain: it.Abstain.Value, Stated: it.Stated.Value,
		})
	}
	v.ItemsState = bloc.Listed
	if len(v.Items) == 0 {
		v.ItemsState = bloc.Unknown
	}
}
