package db_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/fault"
)

// kept are the rows of a small table of the test's own.
func table(t *testing.T, d *db.DB, columns string) {
	t.Helper()
	if d.Engine() == db.Postgres {
		columns = strings.ReplaceAll(columns, "TEXT", `TEXT COLLATE "C"`)
	}
	write(t, d, "CREATE TABLE kept ("+columns+")")
}

func write(t *testing.T, d *db.DB, sql string, args ...any) {
	t.Helper()
	if err := d.InTx(context.Background(), func(tx *gorm.DB) error { return tx.Exec(sql, args...).Error }); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, tx *gorm.DB) (n int) {
	t.Helper()
	if err := tx.Raw("SELECT count(*) FROM kept").Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func is(t *testing.T, err error, kind fault.Kind, code string) {
	t.Helper()
	if f := fault.From(err); f == nil || f.Kind != kind || f.Code != code {
		t.Errorf("%v, want %s %s", err, kind, code)
	}
}

func TestNothingIsWrittenWhenTheWorkFails(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		ctx, d := context.Background(), open(t, o)
		table(t, d, "id TEXT PRIMARY KEY")
		refusal := fault.New(fault.Conflict, "in_use")
		err := d.InTx(ctx, func(tx *gorm.DB) error {
			if err := tx.Exec("INSERT INTO kept VALUES ('a')").Error; err != nil {
				return err
			}
			return refusal
		})
		if !errors.Is(err, refusal) {
			t.Errorf("the refusal became %v", err)
		}
		func() {
			defer func() { _ = recover() }()
			_ = d.InTx(ctx, func(tx *gorm.DB) error {
				tx.Exec("INSERT INTO kept VALUES ('b')")
				panic("planted")
			})
		}()
		if n := count(t, d.Read(ctx)); n != 0 {
			t.Errorf("%d rows left", n)
		}
		write(t, d, "INSERT INTO kept VALUES ('c')") // the connection is usable
	})
}

func TestLostRacesAreRunAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		d := open(t, o)
		for _, code := range []string{"40001", "40P01"} {
			runs := 0
			err := d.InTx(context.Background(), func(*gorm.DB) error {
				if runs++; runs < 3 {
					return &pgconn.PgError{Code: code}
				}
				return nil
			})
			if err != nil || runs != 3 {
				t.Errorf("%s: %d runs, %v", code, runs, err)
			}
		}
		runs := 0
		err := d.InTx(context.Background(), func(*gorm.DB) error {
			runs++
			return &pgconn.PgError{Code: "40001"}
		})
		is(t, err, fault.Unavailable, "unavailable")
		if runs != 4 || fault.From(err).RetryAfter == 0 {
			t.Errorf("%d runs, %v", runs, err)
		}
		if d.Away() {
			t.Error("a lost race is no absence")
		}
	})
}

// Two transactions that take two rows in opposite order: PostgreSQL ends one,
// which runs again; SQLite lets one in at a time. Both end well.
func TestDeadlockEndsWell(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		d := open(t, o)
		table(t, d, "id TEXT PRIMARY KEY, n INTEGER NOT NULL")
		write(t, d, "INSERT INTO kept VALUES ('a', 0), ('b', 0)")
		var wg sync.WaitGroup
		for _, order := range [][]string{{"a", "b"}, {"b", "a"}} {
			wg.Go(func() {
				if err := d.InTx(context.Background(), func(tx *gorm.DB) error {
					for _, id := range order {
						if err := tx.Exec("UPDATE kept SET n = n + 1 WHERE id = ?", id).Error; err != nil {
							return err
						}
						time.Sleep(50 * time.Millisecond)
					}
					return nil
				}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var sum int
		if err := d.Read(context.Background()).Raw("SELECT sum(n) FROM kept").Scan(&sum).Error; err != nil || sum != 4 {
			t.Errorf("sum %d, %v", sum, err)
		}
	})
}

func TestWritesHaveADeadline(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		d := open(t, o)
		table(t, d, "id TEXT PRIMARY KEY")
		err := d.InTx(context.Background(), func(tx *gorm.DB) error {
			if at, ok := tx.Statement.Context.Deadline(); !ok || time.Until(at) > 4500*time.Millisecond { // the answer is to be there within 5 s
				t.Errorf("deadline %v %v", at, ok)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		err = d.InTx(ctx, func(tx *gorm.DB) error {
			<-tx.Statement.Context.Done()
			return tx.Exec("INSERT INTO kept VALUES ('late')").Error
		})
		is(t, err, fault.Unavailable, "unavailable")
		gone, leave := context.WithCancel(context.Background())
		err = d.InTx(gone, func(tx *gorm.DB) error {
			leave()
			return tx.Exec("INSERT INTO kept VALUES ('gone')").Error
		})
		is(t, err, fault.Unavailable, "unavailable")
		if d.Away() {
			t.Error("an impatient caller made the database count as away")
		}
		if n := count(t, d.Read(context.Background())); n != 0 {
			t.Errorf("%d rows left", n)
		}
	})
}

func TestDriverErrorsBecomeFaults(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		ctx, d := context.Background(), open(t, o)
		table(t, d, "id TEXT PRIMARY KEY, other TEXT REFERENCES kept (id), n INTEGER NOT NULL CHECK (n > 0)")
		write(t, d, "INSERT INTO kept VALUES ('a', NULL, 1), ('b', 'a', 1)")
		for _, tt := range []struct {
			sql  string
			kind fault.Kind
			code string
		}{
			{"INSERT INTO kept VALUES ('a', NULL, 1)", fault.Conflict, "duplicate"},
			{"INSERT INTO kept VALUES ('c', 'nobody', 1)", fault.Conflict, "in_use"},
			{"DELETE FROM kept WHERE id = 'a'", fault.Conflict, "in_use"},
			{"INSERT INTO kept VALUES ('c', NULL, 0)", fault.Internal, "internal"},
			{"INSERT INTO kept VALUES ('c', NULL, NULL)", fault.Internal, "internal"},
			{"INSERT INTO nowhere VALUES (1)", fault.Internal, "internal"},
			{"this is no SQL", fault.Internal, "internal"},
		} {
			is(t, d.InTx(ctx, func(tx *gorm.DB) error { return tx.Exec(tt.sql).Error }), tt.kind, tt.code)
		}
		var row struct{ ID string }
		is(t, d.Translate(ctx, d.Read(ctx).Table("kept").Where("id = 'z'").Take(&row).Error), fault.NotFound, "not_found")
		if n := count(t, d.Read(ctx)); n != 2 || d.Away() {
			t.Errorf("%d rows, away %v", n, d.Away())
		}
	})
}

func TestViewReadsOnlyAndOneState(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		ctx, d := context.Background(), open(t, o)
		table(t, d, "id TEXT PRIMARY KEY")
		write(t, d, "INSERT INTO kept VALUES ('a')")
		if err := d.View(ctx, func(tx *gorm.DB) error { return tx.Exec("INSERT INTO kept VALUES ('b')").Error }); err == nil {
			t.Error("a view wrote")
		}
		err := d.View(ctx, func(tx *gorm.DB) error {
			before := count(t, tx)
			write(t, d, "INSERT INTO kept VALUES ('c')")
			if after := count(t, tx); after != before {
				t.Errorf("the view saw %d rows, then %d", before, after)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if n := count(t, d.Read(ctx)); n != 2 {
			t.Errorf("%d rows", n)
		}
	})
}

type versionedRow struct {
	ID      string `gorm:"primaryKey"`
	Version int
	Note    *string
}

func (versionedRow) TableName() string     { return "kept" }
func (r *versionedRow) RowID() string      { return r.ID }
func (r *versionedRow) RowVersion() int    { return r.Version }
func (r *versionedRow) Bump(time.Time) int { r.Version++; return r.Version - 1 }

// Of eight that change one version, one does; the others are told.
func TestUpdateLosesNoChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		ctx, d := context.Background(), open(t, o)
		table(t, d, "id TEXT PRIMARY KEY, version INTEGER NOT NULL, note TEXT")
		write(t, d, "INSERT INTO kept VALUES ('a', 1, 'x')")
		var won, stale atomic.Int32
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				err := d.InTx(ctx, func(tx *gorm.DB) error { return db.Update(tx, &versionedRow{ID: "a", Version: 1}) })
				switch f := fault.From(err); {
				case f == nil:
					won.Add(1)
				case f.Kind == fault.Stale:
					stale.Add(1)
					if f.Extra["current_etag"] != `"2"` {
						t.Errorf("the loser is told %v", f.Extra)
					}
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 || stale.Load() != 7 {
			t.Errorf("%d won, %d stale", won.Load(), stale.Load())
		}
		var r versionedRow
		if err := d.Read(ctx).Take(&r).Error; err != nil || r.Version != 2 || r.Note != nil {
			t.Errorf("%+v %v: a column set to NULL was skipped", r, err)
		}
		err := d.InTx(ctx, func(tx *gorm.DB) error { return db.Delete(tx, &versionedRow{ID: "a", Version: 1}) })
		is(t, err, fault.Stale, "stale_version")
		if got := fault.From(err).Extra["current_etag"]; got != `"2"` {
			t.Errorf("present tag %v", got)
		}
		err = d.InTx(ctx, func(tx *gorm.DB) error { return db.Update(tx, &versionedRow{ID: "gone", Version: 1}) })
		is(t, err, fault.Stale, "stale_version")
		if extra := fault.From(err).Extra; len(extra) != 0 {
			t.Errorf("of what is gone: %v", extra)
		}
	})
}

func TestAwayRefusesAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		ctx := context.Background()
		d, err := db.Open(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if d.Ping(ctx) == nil || !d.Away() {
			t.Fatal("a closed database answers")
		}
		is(t, d.InTx(ctx, func(*gorm.DB) error { return nil }), fault.Unavailable, "unavailable")
		is(t, d.View(ctx, func(*gorm.DB) error { return nil }), fault.Unavailable, "unavailable")
	})
}

func TestLikeEscapes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		d := open(t, o)
		table(t, d, "id TEXT PRIMARY KEY")
		write(t, d, `INSERT INTO kept VALUES ('50% or more'), ('a_b'), ('axb'), ('back\slash'), ('other')`)
		for needle, want := range map[string]string{"50%": "50% or more", "a_b": "a_b", `k\s`: `back\slash`} {
			var got []string
			if err := d.Read(context.Background()).Raw(`SELECT id FROM kept WHERE id LIKE ? ESCAPE '\'`, db.Like(needle)).Scan(&got).Error; err != nil || len(got) != 1 || got[0] != want {
				t.Errorf("%s finds %v (%v)", needle, got, err)
			}
		}
	})
}

// A long queue is not an absence: while every connection is taken the database
// still counts as there, and writers are served in the order they came.
func TestALongQueueIsNoAbsence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		ctx, d := context.Background(), open(t, o)
		hold, held := make(chan struct{}), make(chan struct{}, 16)
		var wg sync.WaitGroup
		for range 16 { // more than there are connections
			wg.Go(func() {
				_ = d.View(ctx, func(tx *gorm.DB) error {
					if err := tx.Exec("SELECT 1").Error; err != nil {
						return err
					}
					held <- struct{}{}
					<-hold
					return nil
				})
			})
		}
		for range 4 {
			<-held
		}
		if err := d.Ping(ctx); err != nil || d.Away() {
			t.Errorf("away: %v, %v", d.Away(), err)
		}
		close(hold)
		wg.Wait()
	})
}

// Work that loses to another transaction runs once more and sees what that one
// wrote; a refusal that stays is passed on.
func TestTheOvertakenLookAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		ctx, d := context.Background(), open(t, o)
		table(t, d, "id TEXT PRIMARY KEY")
		write(t, d, "INSERT INTO kept VALUES ('a')")
		runs := 0
		known := fault.New(fault.Conflict, "duplicate").With("existing_id", "a")
		err := d.InTx(ctx, func(tx *gorm.DB) error {
			if runs++; runs > 1 {
				return known
			}
			return tx.Exec("INSERT INTO kept VALUES ('a')").Error
		})
		if runs != 2 || fault.From(err).Extra["existing_id"] != "a" {
			t.Errorf("%d runs, %v", runs, err)
		}
		runs = 0
		err = d.InTx(ctx, func(tx *gorm.DB) error {
			runs++
			return tx.Exec("INSERT INTO kept VALUES ('a')").Error
		})
		is(t, err, fault.Conflict, "duplicate")
		if runs != 2 {
			t.Errorf("%d runs", runs)
		}
	})
}

// What is kept for the end is done after all other work, once, and only when
// that work went well.
func TestTheEndComesLast(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		ctx, d := context.Background(), open(t, o)
		table(t, d, "id TEXT PRIMARY KEY")
		var order []string
		err := d.InTx(ctx, func(tx *gorm.DB) error {
			order = append(order, "work")
			if err := db.AtEnd(tx, func(tx *gorm.DB) error {
				order = append(order, "end")
				return tx.Exec("INSERT INTO kept VALUES ('end')").Error
			}); err != nil {
				return err
			}
			order = append(order, "more work")
			return nil
		})
		if err != nil || strings.Join(order, ", ") != "work, more work, end" || count(t, d.Read(ctx)) != 1 {
			t.Errorf("%v, %v", order, err)
		}
		order = nil
		_ = d.InTx(ctx, func(tx *gorm.DB) error {
			_ = db.AtEnd(tx, func(*gorm.DB) error { order = append(order, "end"); return nil })
			return fault.New(fault.Conflict, "in_use")
		})
		if len(order) != 0 {
			t.Error("the end came though the work failed")
		}
	})
}
