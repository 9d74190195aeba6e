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

// Movement reads one movement.
func (s *Service) Movement(ctx context.Context, id string) (*movementRow, error) {
	m, err := showMovement(s.db.Read(ctx), id)
	return m, s.db.Translate(ctx, err)
}

// Movements lists movements.
func (s *Service) Movements(ctx context.Context, r db.Request) (db.Page[movementRow], error) {
	p, err := db.Fetch[movementRow](s.db.Read(ctx), movements(), r)
	return p, s.db.Translate(ctx, err)
}

// CreateMovement adds a movement.
func (s *Service) CreateMovement(ctx context.Context, in MovementBody) (row *movementRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := actor.From(ctx).Can(actor.MovementWrite, actor.Resource{}); err != nil {
			return err
		}
		m := &Movement{Meta: record.NewMeta(tx)}
		if err := in.apply(tx, m); err != nil {
			return err
		}
		if err := db.Insert(tx, m); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "movement", EntityID: m.ID, Version: m.Version, After: m}); err != nil {
			return err
		}
		row, err = showMovement(tx, m.ID)
		return err
	})
	return row, err
}

// UpdateMovement changes a movement.
func (s *Service) UpdateMovement(ctx context.Context, id string, version int, in MovementBody) (row *movementRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		m, err := changeableMovement(tx, id, version)
		if err != nil {
			return err
		}
		before := *m
		if err := in.apply(tx, m); err != nil {
			return err
		}
		if err := db.Update(tx, m); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "movement", EntityID: id, Version: m.Version, Before: &before, After: m}); err != nil {
			return err
		}
		row, err = showMovement(tx, id)
		return err
	})
	return row, err
}

// DeleteMovement removes a movement no commitment answers; otherwise in_use.
func (s *Service) DeleteMovement(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		m, err := changeableMovement(tx, id, version)
		if err != nil {
			return err
		}
		if err := db.Delete(tx, m); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "movement", EntityID: id, Version: m.Version, Before: m})
	})
}

func changeableMovement(tx *gorm.DB, id string, version int) (*Movement, error) {
	m, err := findMovement(tx, id)
	if err != nil {
		return nil, err
	}
	if err := actor.From(tx.Statement.Context).Can(actor.MovementWrite, actor.Resource{}); err != nil {
		return nil, err
	}
	return m, audit.Fresh(tx, "movement", m, version)
}

// apply writes what was given and notes what is wrong with the result.
func (in MovementBody) apply(tx *gorm.DB, m *Movement) error {
	var bad fault.Fields
	httpx.Require(&bad, "/name", in.Name, &m.Name)
	in.LaunchedByID.Apply(&m.LaunchedByID)
	in.LaunchedByAsWritten.Apply(&m.LaunchedByAsWritten)
	in.Scope.Apply(&m.Scope)
	in.Form.Apply(&m.Form)
	in.LaunchedOn.Apply(&m.LaunchedOn)
	in.ConcludesOn.Apply(&m.ConcludesOn)
	in.Goals.Apply(&m.Goals)
	in.DocumentAsWritten.Apply(&m.DocumentAsWritten)
	in.ProvenanceInput.Apply(&m.Provenance, &bad)
	m.fold()
	m.check(&bad)
	if err := record.Known(tx, &bad, "/launched_by_id", "authorities", m.LaunchedByID); err != nil {
		return err
	}
	return bad.Err()
}

// MovementCommitment reads that one commitment answers one movement.
func (s *Service) MovementCommitment(ctx context.Context, id string) (*movementCommitmentRow, error) {
	l, err := bloc.ShowPart[movementCommitmentRow](s.db.Read(ctx), movementCommitmentRows, id)
	return l, s.db.Translate(ctx, err)
}

// MovementCommitments lists which commitments answer which movements.
func (s *Service) MovementCommitments(ctx context.Context, r db.Request) (db.Page[movementCommitmentRow], error) {
	p, err := list[movementCommitmentRow](s.db.Read(ctx), movementCommitmentRows, "", r)
	return p, s.db.Translate(ctx, err)
}

// CreateMovementCommitment notes that a commitment, signed or not, answers a
// movement; once for each two (duplicate).
func (s *Service) CreateMovementCommitment(ctx context.Context, in MovementCommitmentBody) (row *movementCommitmentRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		c, err := answerable(tx, in.CommitmentID)
		if err != nil {
			return fault.Referenced(err, "/commitment_id")
		}
		var bad fault.Fields
		if err := record.Known(tx, &bad, "/movement_id", "movements", &in.MovementID); err != nil {
			return err
		}
		if err := bad.Err(); err != nil {
			return err
		}
		there, err := answering(tx, in.MovementID, c.ID)
		if err != nil {
			return err
		}
		if err := fault.Duplicate(there); err != nil {
			return err
		}
		l := &MovementCommitment{Meta: record.NewMeta(tx), MovementID: in.MovementID, CommitmentID: c.ID, TermID: c.TermID, BlocID: c.BlocID}
		if err := db.Insert(tx, l); err != nil {
			return err
		}
		if err := s.audit.Append(tx, bloc.PartAct("movement_commitment", l, l.BlocID, l.TermID, nil, l)); err != nil {
			return err
		}
		row, err = bloc.ShowPart[movementCommitmentRow](tx, movementCommitmentRows, l.ID)
		return err
	})
	return row, err
}

// DeleteMovementCommitment takes back that a commitment answers a movement.
func (s *Service) DeleteMovementCommitment(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		l, err := find[MovementCommitment](tx, "movement_commitments", id)
		if err != nil {
			return err
		}
		if _, err := answerable(tx, l.CommitmentID); err != nil {
			return err
		}
		if l, err = find[MovementCommitment](tx, "movement_commitments", id); err != nil {
			return err
		}
		if err := audit.Fresh(tx, "movement_commitment", l, version); err != nil {
			return err
		}
		if err := db.Delete(tx, l); err != nil {
			return err
		}
		return s.audit.Append(tx, bloc.PartAct("movement_commitment", l, l.BlocID, l.TermID, l, nil))
	})
}

// answerable holds a commitment, with its term, for those who may write the
// agreement.
func answerable(tx *gorm.DB, id string) (*Commitment, error) {
	c, err := find[Commitment](tx, "commitments", id)
	if err != nil {
		return nil, err
	}
	if _, err := openToWrite(tx, c.AgreementID); err != nil {
		return nil, err
	}
	return find[Commitment](tx, "commitments", id)
}
