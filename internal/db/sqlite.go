package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sync/semaphore"
	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/migrator"
	"gorm.io/gorm/schema"
	sqlite "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// minSQLite is the first release without the write-ahead-log corruption bug.
const minSQLite = "3.51.3"

// readers bounds the pool of read-only connections. keptStatements bounds the
// compiled statements a pool keeps; one takes some ten kilobytes a connection.
const (
	readers        = 4
	keptStatements = 300
)

// openSQLite opens one writing connection (SQLite has one writer anyway; a
// queue in Go is fairer than its busy loop) and a pool of read-only ones. A
// commit is flushed to disk before it is acknowledged.
func (d *DB) openSQLite(ctx context.Context, o Options) error {
	if err := os.MkdirAll(filepath.Dir(o.Path), 0o700); err != nil {
		return fmt.Errorf("cannot create the data directory: %w", err)
	}
	d.path = o.Path
	// Nobody else on the machine reads the books; SQLite gives its other files the
	// mode of this one.
	f, err := os.OpenFile(o.Path, os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		return fmt.Errorf("cannot create the database: %w", err)
	}
	open := func(extra string) (*sql.DB, error) {
		q := "_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)" +
			"&_pragma=journal_size_limit(67108864)&_time_format=sqlite&_timezone=UTC" + extra
		pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: o.Path}).EscapedPath()+"?"+q)
		if err == nil {
			d.pools = append(d.pools, pool)
		}
		return pool, err
	}
	w, err := open("&_txlock=immediate")
	if err != nil {
		return err
	}
	w.SetMaxOpenConns(1)
	if err := checkSQLite(ctx, w); err != nil {
		return err
	}
	r, err := open("&_pragma=query_only(1)")
	if err != nil {
		return err
	}
	r.SetMaxOpenConns(readers)
	r.SetMaxIdleConns(readers)
	probe, err := open("&_pragma=query_only(1)")
	if err != nil {
		return err
	}
	probe.SetMaxOpenConns(1)
	d.gate = semaphore.NewWeighted(1)
	// This driver compiles a statement each time it is run, unless it is kept.
	kept := d.gormConfig(o)
	kept.PrepareStmt, kept.PrepareStmtMaxSize = true, keptStatements
	if d.write, err = gorm.Open(dialector{w}, kept); err != nil {
		return err
	}
	if d.probe, err = gorm.Open(dialector{probe}, d.gormConfig(o)); err != nil {
		return err
	}
	kept = d.gormConfig(o)
	kept.PrepareStmt, kept.PrepareStmtMaxSize = true, keptStatements
	d.read, err = gorm.Open(dialector{r}, kept)
	return err
}

// fileLock lets one program at a time migrate: SQLite's own lock on an empty
// database beside the books, which ends with the program that holds it.
type fileLock struct {
	path string
	pool *sql.DB
	tx   *sql.Tx
}

func (l *fileLock) SessionLock(ctx context.Context, _ *sql.Conn) (err error) {
	if l.pool, err = sql.Open("sqlite", "file:"+(&url.URL{Path: l.path}).EscapedPath()+"?_pragma=busy_timeout(60000)&_txlock=exclusive"); err != nil {
		return err
	}
	l.tx, err = l.pool.BeginTx(ctx, nil)
	return err
}

func (l *fileLock) SessionUnlock(context.Context, *sql.Conn) error {
	return errors.Join(l.tx.Rollback(), l.pool.Close())
}

func checkSQLite(ctx context.Context, pool *sql.DB) error {
	var version, journal string
	var keys, sync int
	for q, into := range map[string]any{
		"SELECT sqlite_version()": &version, "PRAGMA journal_mode": &journal,
		"PRAGMA foreign_keys": &keys, "PRAGMA synchronous": &sync,
	} {
		if err := pool.QueryRowContext(ctx, q).Scan(into); err != nil {
			return fmt.Errorf("cannot open the SQLite database: %w", err)
		}
	}
	return errors.Join(
		must(atLeast(version, minSQLite), "SQLite %s has a known corruption bug; %s or later is needed", version, minSQLite),
		must(journal == "wal", "SQLite refused the write-ahead log (journal_mode %s); is the data directory on a network file system?", journal),
		must(keys == 1, "SQLite does not enforce foreign keys"),
		must(sync == 2, "SQLite does not flush commits (synchronous=%d)", sync),
	)
}

func atLeast(have, want string) bool {
	h, w := strings.Split(have, "."), strings.Split(want, ".")
	for i := range w {
		a, b := 0, 0
		if i < len(h) {
			a, _ = strconv.Atoi(h[i])
		}
		b, _ = strconv.Atoi(w[i])
		if a != b {
			return a > b
		}
	}
	return true
}

// dialector is gorm's view of SQLite over the pure-Go driver. The kept
// dialectors pin an old SQLite or lose error translation (docs/adr/0002).
type dialector struct{ pool *sql.DB }

var (
	_ gorm.Dialector                     = dialector{}
	_ gorm.ErrorTranslator               = dialector{}
	_ gorm.SavePointerDialectorInterface = dialector{}
)

func (dialector) Name() string { return string(SQLite) }

func (s dialector) Initialize(db *gorm.DB) error {
	db.ConnPool = s.pool
	callbacks.RegisterDefaultCallbacks(db, &callbacks.Config{
		CreateClauses: []string{"INSERT", "VALUES", "ON CONFLICT", "RETURNING"},
		UpdateClauses: []string{"UPDATE", "SET", "FROM", "WHERE", "RETURNING"},
		DeleteClauses: []string{"DELETE", "FROM", "WHERE", "RETURNING"},
	})
	return nil
}

func (dialector) DefaultValueOf(*schema.Field) clause.Expression {
	return clause.Expr{SQL: "DEFAULT"}
}

func (s dialector) Migrator(db *gorm.DB) gorm.Migrator {
	return migrator.Migrator{Config: migrator.Config{DB: db, Dialector: s}}
}

func (dialector) BindVarTo(w clause.Writer, _ *gorm.Statement, _ any) { _ = w.WriteByte('?') }

func (dialector) QuoteTo(w clause.Writer, name string) {
	for i, part := range strings.Split(strings.NewReplacer("`", "", `"`, "").Replace(name), ".") {
		if i > 0 {
			_ = w.WriteByte('.')
		}
		_, _ = w.WriteString(`"` + part + `"`)
	}
}

func (dialector) Explain(q string, vars ...any) string {
	return logger.ExplainSQL(q, nil, `'`, vars...)
}

// DataTypeOf is only asked by gorm's migrator, which is never used.
func (dialector) DataTypeOf(*schema.Field) string { return "" }

func (dialector) SavePoint(tx *gorm.DB, name string) error {
	return tx.Exec("SAVEPOINT " + name).Error
}

func (dialector) RollbackTo(tx *gorm.DB, name string) error {
	return tx.Exec("ROLLBACK TO SAVEPOINT " + name).Error
}

// Translate names the broken constraint in gorm's terms. SQLite reports a
// RESTRICT and a trigger's own refusal under one code; the text tells them apart.
func (dialector) Translate(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY:
		return errors.Join(gorm.ErrDuplicatedKey, err)
	case lib.SQLITE_CONSTRAINT_FOREIGNKEY:
		return errors.Join(gorm.ErrForeignKeyViolated, err)
	case lib.SQLITE_CONSTRAINT_TRIGGER:
		if strings.Contains(e.Error(), "FOREIGN KEY") {
			return errors.Join(gorm.ErrForeignKeyViolated, err)
		}
	case lib.SQLITE_CONSTRAINT_CHECK:
		return errors.Join(gorm.ErrCheckConstraintViolated, err)
	}
	return err
}

// sqliteBusy reports a lock that did not come free in time, a caller that gave
// up, or a full disk:
// nothing was written and trying again later may work.
func sqliteBusy(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED, lib.SQLITE_INTERRUPT, lib.SQLITE_FULL, lib.SQLITE_IOERR, lib.SQLITE_CANTOPEN:
		return true
	}
	return false
}
