// Package db opens the books and is the only place that knows which engine
// holds them: SQLite in the data directory, or PostgreSQL. It migrates the
// schema, runs every write through one transaction helper, answers lists page
// by page, and turns driver errors into faults.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"giaouoc/internal/date"
	"giaouoc/internal/fault"
)

// Engine names a database engine.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Options say what to open. An empty URL means the SQLite file at Path.
type Options struct {
	URL   string
	Path  string
	Clock date.Clock
	// Trace, when set, sees every statement; tests count with it.
	Trace func(sql string)
}

// DB is an open database. Write goes through InTx, reading through Read or View.
type DB struct {
	engine Engine
	path   string // of the SQLite file
	write  *gorm.DB
	read   *gorm.DB
	probe  *gorm.DB            // a connection of the watch's own
	gate   *semaphore.Weighted // writers, in the order they came
	pools  []*sql.DB
	clock  date.Clock
	away   atomic.Bool
	writes atomic.Uint64

	pings   singleflight.Group
	mu      sync.Mutex
	contact context.Context // ends when the database is found away
	lose    context.CancelFunc
}

// Open opens the database and checks that it answers and is set up as we rely
// on (foreign keys, write-ahead log, flushing commits). It does not migrate.
func Open(ctx context.Context, o Options) (*DB, error) {
	if o.Clock == nil {
		o.Clock = date.System()
	}
	d := &DB{clock: o.Clock}
	d.contact, d.lose = context.WithCancel(context.Background())
	var err error
	if o.URL == "" {
		d.engine = SQLite
		err = d.openSQLite(ctx, o)
	} else {
		d.engine = Postgres
		err = d.openPostgres(ctx, o)
	}
	if err != nil {
		_ = d.Close()
		return nil, err
	}
	return d, nil
}

func (d *DB) gormConfig(o Options) *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		NowFunc:                func() time.Time { return o.Clock() },
		Logger:                 tracer{o.Trace},
		DisableAutomaticPing:   true,
	}
}

// Close closes all connections.
func (d *DB) Close() error {
	var errs []error
	for _, p := range d.pools {
		errs = append(errs, p.Close())
	}
	return errors.Join(errs...)
}

// Engine tells which engine is in use, for start-up messages and tests.
func (d *DB) Engine() Engine { return d.engine }

// Now is the clock all records are stamped with: UTC, microseconds.
func (d *DB) Now() time.Time { return d.clock() }

// Read returns a handle for single-statement reads.
func (d *DB) Read(ctx context.Context) *gorm.DB { return d.read.WithContext(ctx) }

// View runs fn in one read-only transaction, so that several statements see the
// same books.
func (d *DB) View(ctx context.Context, fn func(tx *gorm.DB) error) error {
	if d.away.Load() {
		return Unavailable()
	}
	err := d.read.WithContext(ctx).Transaction(fn, &sql.TxOptions{ReadOnly: true, Isolation: d.snapshot()})
	return d.translate(ctx, err)
}

func (d *DB) snapshot() sql.IsolationLevel {
	if d.engine == Postgres {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

// Ping asks the database for an answer and remembers whether one came: while
// it is away, work is refused at once instead of queueing behind time-outs. It
// has a connection of its own, so that a long queue is not taken for an absence;
// nor are many who ask at once, who share one answer, or one who does not wait
// for it.
func (d *DB) Ping(ctx context.Context) error {
	_, err, _ := d.pings.Do("", func() (any, error) { return nil, d.ping(context.WithoutCancel(ctx)) })
	return err
}

func (d *DB) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	var one int
	err := d.probe.WithContext(ctx).Raw("SELECT 1").Scan(&one).Error
	if err != nil {
		d.away.Store(true)
		d.mu.Lock()
		d.lose()
		d.contact, d.lose = context.WithCancel(context.Background())
		d.mu.Unlock()
		return err
	}
	d.away.Store(false)
	return nil
}

// While is ctx that also ends when the database is found away: a server that
// stands still does not even refuse, and what waits for it waits in vain.
func (d *DB) While(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	d.mu.Lock()
	stop := context.AfterFunc(d.contact, cancel)
	d.mu.Unlock()
	return ctx, func() { stop(); cancel() }
}

// Away reports whether the last contact with the database failed.
func (d *DB) Away() bool { return d.away.Load() }

// Watch keeps asking until the context ends: every second while all is well,
// four times as often while the database is away.
func (d *DB) Watch(ctx context.Context) {
	for {
		wait := time.Second
		if d.Ping(ctx) != nil {
			wait = 250 * time.Millisecond
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// ForUpdate is the clause that locks the rows a statement reads; empty where
// the engine has one writer anyway.
func ForUpdate(tx *gorm.DB) string {
	if tx.Name() == string(Postgres) {
		return " FOR UPDATE"
	}
	return ""
}

// Serialize makes transactions that name the same thing run one after the other
// from here to their end; the engine with one writer does so anyway. It is for
// rules over records that no row of theirs stands for.
func Serialize(tx *gorm.DB, name string) error {
	if tx.Name() != string(Postgres) {
		return nil
	}
	return tx.Exec("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "giaouoc "+name).Error
}

// Gather is an expression for the rows of a subquery as a JSON array of objects
// in an order, so that a page of records with parts stays one statement. Members
// come in name, column pairs; all of it is SQL of ours.
func Gather(tx *gorm.DB, from, order string, members ...string) string {
	var pairs []string
	for i := 0; i+1 < len(members); i += 2 {
		pairs = append(pairs, "'"+members[i]+"', "+members[i+1])
	}
	object := strings.Join(pairs, ", ")
	if tx.Name() == string(Postgres) {
		return "(SELECT COALESCE(json_agg(json_build_object(" + object + ") ORDER BY " + order + ")::text, '[]') FROM " + from + ")"
	}
	return "(SELECT json_group_array(json_object(" + object + ") ORDER BY " + order + ") FROM " + from + ")"
}

// In is the condition that a column holds one of some ids, and its one argument:
// the same statement for however many, so that its plan is kept.
func In(tx *gorm.DB, column string, ids []string) (string, any) {
	if tx.Name() == string(Postgres) {
		return column + " = ANY(CAST(? AS text[]))", "{" + strings.Join(ids, ",") + "}"
	}
	return column + " IN (SELECT value FROM json_each(?))", `["` + strings.Join(ids, `","`) + `"]`
}

// Like returns the pattern that finds folded text anywhere in a column; use it
// with LIKE ? ESCAPE '\'.
func Like(folded string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(folded) + "%"
}

// Unavailable is the refusal of what may be asked again in a moment.
func Unavailable() *fault.Error {
	f := fault.New(fault.Unavailable, "unavailable")
	f.RetryAfter = 2
	return f
}

// tracer passes statements to the test that counts them; gorm's own logging is
// not used, errors come back to the caller.
type tracer struct{ see func(sql string) }

func (t tracer) LogMode(logger.LogLevel) logger.Interface { return t }
func (tracer) Info(context.Context, string, ...any)       {}
func (tracer) Warn(context.Context, string, ...any)       {}
func (tracer) Error(context.Context, string, ...any)      {}
func (t tracer) Trace(_ context.Context, _ time.Time, fc func() (string, int64), _ error) {
	if t.see != nil {
		s, _ := fc()
		t.see(s)
	}
}

func must(ok bool, format string, a ...any) error {
	if ok {
		return nil
	}
	return fmt.Errorf(format, a...)
}
