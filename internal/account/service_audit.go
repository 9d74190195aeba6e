package account

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/fault"
)

// ErrTooLong refuses a check of the record that did not end in its time.
var ErrTooLong = fault.New(fault.Unavailable, "record_too_long")

// checking bounds a check that a request waits for: the server cuts an answer off
// that takes a minute.
const checking = 45 * time.Second

// AuditEvent reads one act.
func (s *Service) AuditEvent(ctx context.Context, id string) (*audit.NamedEvent, error) {
	e, err := audit.Find(ctx, s.db.Read(ctx), id)
	return e, s.db.Translate(ctx, err)
}

// Checkpoint states where every audit chain stands now.
func (s *Service) Checkpoint(ctx context.Context) (audit.Checkpoint, error) {
	if err := actor.From(ctx).Can(actor.CheckpointRead, actor.Resource{}); err != nil {
		return audit.Checkpoint{}, err
	}
	c, err := s.audit.Checkpoint(s.db.Read(ctx))
	return c, s.db.Translate(ctx, err)
}

// VerifyAudit checks all chains as they stand at one moment, and states where that
// is. Who asks while another check runs waits for a turn. Fault: record_too_long.
func (s *Service) VerifyAudit(ctx context.Context, checkpoints []audit.Checkpoint, progress func(n int64)) (v audit.Verified, c audit.Checkpoint, err error) {
	if err = actor.From(ctx).Can(actor.CheckpointRead, actor.Resource{}); err != nil {
		return v, c, err
	}
	if err = turn(ctx, s.checks); err != nil {
		return v, c, err
	}
	defer s.checks.Release(1)
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		if v, err = s.audit.Verify(tx, checkpoints, progress); err != nil {
			return err
		}
		c, err = s.audit.Checkpoint(tx)
		return err
	})
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = ErrTooLong.Because(err)
	}
	return v, c, err
}
