package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"

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
		return fmt.Errorf("%w: the database is at schema %d, this program knows up to %d; start a newer giaouoc", ErrNewer, have, want)
	case have < want:
		return fmt.Errorf("%w: it is at schema %d, this program needs %d; run `giaouoc migrate up`", ErrBehind, have, want)
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
