package db_test

import (
	"context"
	"testing"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/fault"
)

// While all who may write are at it, another one is refused before its caller
// gives up, and the database does not count as away for that.
func TestTheQueueOfWritersIsBounded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		ctx, d := context.Background(), open(t, o)
		writers := map[db.Engine]int{db.SQLite: 1, db.Postgres: 5}[d.Engine()]
		hold, held, ended := make(chan struct{}), make(chan struct{}), make(chan error)
		for range writers {
			go func() {
				ended <- d.InTx(ctx, func(tx *gorm.DB) error {
					held <- struct{}{}
					<-hold
					return tx.Exec("SELECT 1").Error
				})
			}()
			<-held
		}
		began := time.Now()
		is(t, d.InTx(ctx, func(*gorm.DB) error { return nil }), fault.Unavailable, "unavailable")
		if took := time.Since(began); took < time.Second || took > 3*time.Second || d.Away() {
			t.Errorf("refused after %v, away %v", took, d.Away())
		}
		close(hold)
		for range writers {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
		write(t, d, "CREATE TABLE kept (id TEXT)")
	})
}

// What waits for a database ends when it is found away; what begins later does not.
func TestWaitingEndsWithTheDatabase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		d := open(t, o)
		waiting, leave := d.While(context.Background())
		defer leave()
		if err := d.Ping(context.Background()); err != nil || waiting.Err() != nil {
			t.Fatal(err, waiting.Err())
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if d.Ping(context.Background()) == nil {
			t.Fatal("a closed database answers")
		}
		select {
		case <-waiting.Done():
		case <-time.After(5 * time.Second):
			t.Error("still waiting")
		}
		later, leave := d.While(context.Background())
		if later.Err() != nil {
			t.Error(later.Err())
		}
		leave()
		if later.Err() == nil {
			t.Error("left, and not ended")
		}
	})
}

// Who asks whether the database is there and does not wait for the answer is no
// sign of its absence.
func TestAnImpatientPingIsNoAbsence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		d := open(t, o)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := d.Ping(ctx); err != nil || d.Away() {
			t.Errorf("%v, away %v", err, d.Away())
		}
	})
}
