package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"testing/fstest"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"giaouoc/migrations"
)

// macros are the only places where the engines' types differ. Text compares
// byte by byte on both, so that lists have one order everywhere.
var macros = map[Engine]*strings.Replacer{
	SQLite:   strings.NewReplacer("${TEXT}", "TEXT", "${TIME}", "TIMESTAMP"),
	Postgres: strings.NewReplacer("${TEXT}", `TEXT COLLATE "C"`, "${TIME}", "TIMESTAMPTZ"),
}

// ErrNewer is returned when the database was written by a later release.
var ErrNewer = errors.New("the database is newer than this program")

// ErrBehind is returned by CheckSchema when migrations are waiting.
var ErrBehind = errors.New("the database schema is older than this program")

func migrationFiles(engine Engine) (fs.FS, error) {
	entries, err := fs.ReadDir(migrations.Files, ".")
	if err != nil {
		return nil, err
	}
	other := map[Engine]string{SQLite: ".postgres.sql", Postgres: ".sqlite.sql"}[engine]
	out := fstest.MapFS{}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), other) {
			continue
		}
		b, err := fs.ReadFile(migrations.Files, e.Name())
		if err != nil {
			return nil, err
		}
		out[e.Name()] = &fstest.MapFile{Data: []byte(macros[engine].Replace(string(b)))}
	}
	return out, nil
}

func (d *DB) provider() (*goose.Provider, error) {
	files, err := migrationFiles(d.engine)
	if err != nil {
		return nil, err
	}
	if d.engine == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, d.pools[0], files, goose.WithSessionLocker(&fileLock{path: d.path + ".lock"}))
	}
	l, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, d.pools[0], files, goose.WithSessionLocker(l))
}

// SchemaMismatch says how database and program differ; it wraps ErrNewer or
// ErrBehind.
type SchemaMismatch struct {
	Have, Want int64
	kind       error
	mend       string
}

// Error is for the log.
func (m *SchemaMismatch) Error() string {
	return fmt.Sprintf("%v: it is at schema %d, this program is made for %d; %s", m.kind, m.Have, m.Want, m.mend)
}

// Unwrap returns ErrNewer or ErrBehind.
func (m *SchemaMismatch) Unwrap() error { return m.kind }

// Migration is one step of the schema's history.
type Migration struct {
	Version int64
	Name    string
	Applied *time.Time // nil: it waits
}

// Migrations lists the steps this program knows, oldest first.
func (d *DB) Migrations(ctx context.Context) ([]Migration, error) {
	p, err := d.provider()
	if err != nil {
		return nil, err
	}
	states, err := p.Status(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Migration, len(states))
	for i, s := range states {
		_, name, _ := strings.Cut(strings.TrimSuffix(s.Source.Path, ".sql"), "_")
		out[i] = Migration{Version: s.Source.Version, Name: strings.TrimSuffix(name, "."+string(d.engine))}
		if s.State == goose.StateApplied {
			at := s.AppliedAt.UTC()
			out[i].Applied = &at
		}
	}
	return out, nil
}

// LatestSchema is the version this program is made for; it asks no database.
func LatestSchema() (latest int64, err error) {
	entries, err := fs.ReadDir(migrations.Files, ".")
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		number, _, _ := strings.Cut(e.Name(), "_")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return 0, err
		}
		latest = max(latest, n)
	}
	return latest, nil
}

// SchemaVersion returns the version the database is at and the one this
// program was built for.
func (d *DB) SchemaVersion(ctx context.Context) (have, want int64, err error) {
	p, err := d.provider()
	if err != nil {
		return 0, 0, err
	}
	sources := p.ListSources()
	want = sources[len(sources)-1].Version
	have, err = p.GetDBVersion(ctx)
	return have, want, err
}

// CheckSchema returns ErrNewer or ErrBehind, wrapped with both versions, when
// database and program do not fit together.
func (d *DB) CheckSchema(ctx context.Context) error {
	have, want, err := d.SchemaVersion(ctx)
	switch {
	case err != nil:
		return err
	case have > want:
		return &SchemaMismatch{have, want, ErrNewer, "start a newer giaouoc"}
	case have < want:
		return &SchemaMismatch{have, want, ErrBehind, "run `giaouoc migrate up`"}
	}
	return nil
}

// Migrate applies what is waiting and returns how many migrations ran. Several
// programs may call it at once; each migration runs once.
func (d *DB) Migrate(ctx context.Context) (int, error) {
	if err := d.CheckSchema(ctx); errors.Is(err, ErrNewer) {
		return 0, err
	}
	p, err := d.provider()
	if err != nil {
		return 0, err
	}
	done, err := p.Up(ctx)
	return len(done), err
}

// MigrateDown takes everything back, newest first. It destroys the books; only
// tests call it.
func (d *DB) MigrateDown(ctx context.Context) error {
	p, err := d.provider()
	if err != nil {
		return err
	}
	_, err = p.DownTo(ctx, 0)
	return err
}
