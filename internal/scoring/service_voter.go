package scoring

import (
	"cmp"
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Voter reads one unit's part in a vote.
func (s *Service) Voter(ctx context.Context, id string) (*voterRow, error) {
	w, err := bloc.ShowPart[voterRow](s.db.Read(ctx), voterRows, id)
	return w, s.db.Translate(ctx, err)
}

// CreateVoter notes what part a unit of the term took in a vote, once (duplicate). Who
// took none because of what was voted on is noted with the reason.
func (s *Service) CreateVoter(ctx context.Context, voteID string, in VoterBody) (row *voterRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := holdVote(tx, "votes", voteID)
		if err != nil {
			return err
		}
		v, err := bloc.StoredPart[Vote](tx, voteRows, voteID)
		if err != nil {
			return err
		}
		if v.Status == Closed {
			return ErrVoteCounted
		}
		if err := in.check(tx, t); err != nil {
			return err
		}
		there, err := voterOf(tx, voteID, in.UnitID)
		if err := cmp.Or(err, fault.Duplicate(there)); err != nil {
			return err
		}
		w := &Voter{
			Meta: record.NewMeta(tx), VoteID: v.ID, TermID: v.TermID, BlocID: v.BlocID, UnitID: in.UnitID,
			PersonAsWritten: in.PersonAsWritten.Value, Part: in.Part, Reason: in.Reason.Value,
		}
		if err := db.Insert(tx, w); err != nil {
			return err
		}
		if err := s.audit.Append(tx, bloc.PartAct("voter", w, w.BlocID, w.TermID, nil, w)); err != nil {
			return err
		}
		row, err = bloc.ShowPart[voterRow](tx, voterRows, w.ID)
		return err
	})
	return row, err
}

// check refuses a unit that does not belong to the term, and a recusal without reason.
func (in VoterBody) check(tx *gorm.DB, t *bloc.Term) error {
	var bad fault.Fields
	if err := record.Known(tx, &bad, "/unit_id", "units", &in.UnitID); err != nil {
		return err
	}
	if in.Part == Recused && in.Reason.Or("") == "" {
		bad.Add("/reason", "reason_required")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	there, err := bloc.Belongs(tx, t.ID, in.UnitID)
	if err == nil && !there {
		err = fault.Validation(fault.At("/unit_id", "unit_outside_term", "term", t.Period.Label))
	}
	return err
}

// DeleteVoter takes a unit off those of a vote, until that is closed.
func (s *Service) DeleteVoter(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		if _, err := holdVote(tx, "voters", id); err != nil {
			return err
		}
		w, err := bloc.StoredPart[Voter](tx, voterRows, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "voter", w, version); err != nil {
			return err
		}
		v, err := bloc.StoredPart[Vote](tx, voteRows, w.VoteID)
		if err != nil {
			return err
		}
		if v.Status == Closed {
			return ErrVoteCounted
		}
		if err := db.Delete(tx, w); err != nil {
			return err
		}
		return s.audit.Append(tx, bloc.PartAct("voter", w, w.BlocID, w.TermID, w, nil))
	})
}
