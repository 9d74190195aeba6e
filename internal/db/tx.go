package db

import (
	"context"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"
)

// deadline bounds a write: longer than any healthy one, shorter than a caller's
// patience. attempts bounds the retries of a transaction that lost a race.
const (
	deadline = 5 * time.Second
	attempts = 4
)

// InTx is the only way to write. fn runs in one transaction with everything
// that belongs to the act: the permission check, the rule, the rows, the audit
// row; the idempotency record of the request, if it has one, joins them before
// the commit. A transaction that lost against another is run again, so fn must
// do nothing outside tx. The error is a fault.
func (d *DB) InTx(ctx context.Context, fn func(tx *gorm.DB) error) error {
	if d.away.Load() {
		return unavailable()
	}
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	retry := retryFrom(ctx)
	var err error
	for i := range attempts {
		if i > 0 {
			select {
			case <-ctx.Done():
				return d.translate(ctx, err)
			case <-time.After(time.Duration(rand.Int64N(int64(20<<i))) * time.Millisecond):
			}
		}
		err = d.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			retry.begin()
			if err := fn(tx); err != nil {
				return err
			}
			return retry.save(tx, d.Now())
		})
		if !retryable(err) {
			break
		}
	}
	if err == nil {
		retry.committed()
	}
	return d.translate(ctx, err)
}

// InsertAlone writes rows that belong to no act of a user (the log of refused
// attempts), in a transaction of their own.
func (d *DB) InsertAlone(ctx context.Context, rows any) error {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	return d.translate(ctx, d.write.WithContext(ctx).Create(rows).Error)
}
