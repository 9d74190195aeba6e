package db

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"
)

// deadline bounds a write: longer than any healthy one, and short enough for the
// answer to be there within 5 s. Queueing bounds what of it goes by behind other
// writers: where more come than can be served, the queue must not grow until
// nobody is served in time. attempts bounds the retries of a transaction that
// lost a race.
const (
	deadline = 4500 * time.Millisecond
	attempts = 4
)

// Queueing is how long whoever asks waits for a turn, to write, to read or to have
// a password hashed, before the request is refused.
const Queueing = 1500 * time.Millisecond

// InTx is the only way to write. fn runs in one transaction with everything
// that belongs to the act: the permission check, the rule, the rows; what AtEnd
// was given, which is the audit row; the idempotency record of the request, if
// it has one. A transaction that lost against another is run again, so fn must
// do nothing outside tx. Writers are served in the order they came. The error is
// a fault.
func (d *DB) InTx(ctx context.Context, fn func(tx *gorm.DB) error) error {
	if d.away.Load() {
		return Unavailable()
	}
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	// The pool hands a free connection to any of those that wait; the gate keeps
	// the queue in order, and some connections for those who only read.
	if err := d.queue(ctx); err != nil {
		return Unavailable().Because(err)
	}
	defer d.gate.Release(1)
	defer d.Wrote() // what seems to have failed may have been written
	retry, end := retryFrom(ctx), &ending{}
	ctx = context.WithValue(ctx, endKey{}, end)
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
			end.steps = nil
			if err := fn(tx); err != nil {
				return err
			}
			if err := retry.save(tx, d.Now()); err != nil {
				return err
			}
			return end.run(tx)
		})
		if !retryable(err) && (i > 0 || !overtaken(err)) {
			break
		}
	}
	if err == nil {
		retry.committed()
	}
	return d.translate(ctx, err)
}

// Wrote notes that something may have been written.
func (d *DB) Wrote() { d.writes.Add(1) }

// Writes is how many transactions of this process are over. What was read since the last
// of them is what this process knows to be true.
func (d *DB) Writes() uint64 { return d.writes.Load() }

// queue waits for a place among the writers.
func (d *DB) queue(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, Queueing)
	defer cancel()
	return d.gate.Acquire(ctx, 1)
}

// overtaken reports that the schema refused what a check had let pass, or that
// a row changed after it was read: most likely another transaction came between.
// Run once more, the work sees what that one wrote and can say what is wrong.
func overtaken(err error) bool {
	return errors.Is(err, errOvertaken) || errors.Is(err, gorm.ErrDuplicatedKey) || errors.Is(err, gorm.ErrForeignKeyViolated)
}

type endKey struct{}

// ending is what a transaction does last.
type ending struct{ steps []func(tx *gorm.DB) error }

func (e *ending) run(tx *gorm.DB) error {
	for _, step := range e.steps {
		if err := step(tx); err != nil {
			return err
		}
	}
	return nil
}

// AtEnd lets a step of a transaction wait until all other work is done, since
// it takes a lock that many want. Outside InTx the step is taken at once.
func AtEnd(tx *gorm.DB, step func(tx *gorm.DB) error) error {
	e, ok := tx.Statement.Context.Value(endKey{}).(*ending)
	if !ok {
		return step(tx)
	}
	e.steps = append(e.steps, step)
	return nil
}

// DeleteAlone removes rows of a model that belong to no act of a user and have had
// their time.
func (d *DB) DeleteAlone(ctx context.Context, model any, where string, args ...any) error {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	defer d.Wrote()
	return d.translate(ctx, d.write.WithContext(ctx).Where(where, args...).Delete(model).Error)
}

// InsertAlone writes rows that belong to no act of a user (the log of refused
// attempts), in a transaction of their own.
func (d *DB) InsertAlone(ctx context.Context, rows any) error {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	return d.translate(ctx, d.write.WithContext(ctx).Create(rows).Error)
}
