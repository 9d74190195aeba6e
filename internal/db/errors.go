package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"gorm.io/gorm"

	"giaouoc/internal/fault"
)

// translate turns what a driver said into a fault. A fault passes unchanged; a
// caller that gave up is not our error; what we do not know is Internal.
func (d *DB) translate(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	var f *fault.Error
	if errors.As(err, &f) && f.Kind != fault.Internal {
		return err
	}
	switch {
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return fault.New(fault.Conflict, "duplicate").Because(err)
	case errors.Is(err, gorm.ErrForeignKeyViolated):
		return fault.New(fault.Conflict, "in_use").Because(err)
	case errors.Is(err, gorm.ErrRecordNotFound):
		return fault.Missing().Because(err)
	case sqliteBusy(err), outOfRoom(err), retryable(err):
		return Unavailable().Because(err)
	case errors.Is(err, driver.ErrBadConn), disconnected(err):
		if ctx.Err() == nil {
			d.away.Store(true)
		}
		return Unavailable().Because(err)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), errors.Is(err, sql.ErrTxDone):
		// ErrTxDone: the time ran out just before the commit, and all was rolled back.
		return Unavailable().Because(err)
	}
	return fault.From(err)
}

// Translate is translate for reads made outside InTx and View.
func (d *DB) Translate(ctx context.Context, err error) error { return d.translate(ctx, err) }
