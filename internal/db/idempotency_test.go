package db_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/fault"
)

func retryOf(body string) *db.Retry {
	return &db.Retry{ActorID: "u1", Method: "POST", Path: "/api/v1/units", Key: "k1", Fingerprint: body}
}

// The record is written with the work: eight that carry one key do it once.
func TestOneKeyOneDeed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		d := open(t, o)
		table(t, d, "id TEXT PRIMARY KEY")
		var won, busy atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				ctx := db.WithRetry(context.Background(), retryOf("a"))
				db.Answers(ctx, 201)
				err := d.InTx(ctx, func(tx *gorm.DB) error {
					id := db.NewID()
					db.Touched(tx, "thing", id)
					return tx.Exec("INSERT INTO kept VALUES (?)", id).Error
				})
				switch f := fault.From(err); {
				case f == nil:
					won.Add(1)
				case f.Code == "request_in_progress" && f.RetryAfter > 0:
					busy.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		ctx := context.Background()
		if n := count(t, d.Read(ctx)); n != 1 || won.Load() != 1 || busy.Load() != 7 {
			t.Errorf("%d rows, %d won, %d told to wait", n, won.Load(), busy.Load())
		}
		rec, err := d.Remembered(ctx, retryOf("a"))
		if err != nil || rec == nil || rec.Status != 201 || rec.Entity != "thing" || rec.EntityID == "" || rec.Body != nil {
			t.Errorf("%+v %v", rec, err)
		}
	})
}

// After a day the key is free, whether or not the purge came by.
func TestKeysExpire(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
		o.Clock = func() time.Time { return now }
		d, ctx := open(t, o), context.Background()
		do := func() error {
			return d.InTx(db.WithRetry(ctx, retryOf("a")), func(*gorm.DB) error { return nil })
		}
		if err := do(); err != nil {
			t.Fatal(err)
		}
		now = now.Add(db.IdempotencyLifetime - time.Second)
		is(t, do(), fault.Conflict, "request_in_progress")
		if n, err := d.PurgeIdempotency(ctx); n != 0 || err != nil {
			t.Errorf("purged %d too early, %v", n, err)
		}
		now = now.Add(time.Second)
		if rec, err := d.Remembered(ctx, retryOf("a")); rec != nil || err != nil {
			t.Errorf("%+v %v", rec, err)
		}
		if err := do(); err != nil {
			t.Errorf("a key of yesterday: %v", err)
		}
		if rec, _ := d.Remembered(ctx, retryOf("a")); rec == nil || !rec.CreatedAt.Equal(now) {
			t.Errorf("%+v", rec)
		}
		now = now.Add(db.IdempotencyLifetime)
		if n, err := d.PurgeIdempotency(ctx); n != 1 || err != nil {
			t.Errorf("purged %d, %v", n, err)
		}
	})
}

func TestAttachKeepsTheAnswer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		d, ctx := open(t, o), context.Background()
		// A refusal left nothing in its own transaction; the answer makes the record.
		r := retryOf("a")
		refusal := fault.Validation()
		is(t, d.InTx(db.WithRetry(ctx, r), func(*gorm.DB) error { return refusal }), fault.Invalid, "validation_failed")
		if rec, _ := d.Remembered(ctx, r); rec != nil || r.Saved {
			t.Fatalf("%+v", rec)
		}
		if err := d.Attach(ctx, r, 422, map[string]string{"Content-Type": "application/problem+json"}, `{"code":"x"}`); err != nil {
			t.Fatal(err)
		}
		rec, err := d.Remembered(ctx, r)
		if err != nil || rec == nil || rec.Status != 422 || rec.Body == nil || *rec.Body != `{"code":"x"}` || rec.Headers.V["Content-Type"] != "application/problem+json" {
			t.Errorf("%+v %v", rec, err)
		}
	})
}
