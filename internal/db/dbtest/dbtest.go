// Package dbtest gives each test a database of its own, migrated, on both
// engines: a copy of a template file for SQLite, a clone of a template database
// for PostgreSQL.
package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"giaouoc/internal/db"
	"giaouoc/migrations"
)

// URLVariable names the PostgreSQL server tests may make databases on.
const URLVariable = "GIAOUOC_TEST_DATABASE_URL"

// Each runs a test on SQLite and on PostgreSQL. Without a PostgreSQL server the
// second half is skipped on a developer's machine and fails where CI is set.
func Each(t *testing.T, test func(t *testing.T, o db.Options)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite is a migrated database file in the test's own folder.
func SQLite(t testing.TB) db.Options {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	b, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return db.Options{Path: path}
}

var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "giaouoc-template")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "t.db")
	ctx := context.Background()
	d, err := db.Open(ctx, db.Options{Path: path})
	if err != nil {
		return nil, err
	}
	if _, err := d.Migrate(ctx); err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil { // the last connection folds the log into the file
		return nil, err
	}
	return os.ReadFile(path) // #nosec G304 -- a file this function made
})

// Postgres is a migrated database of the test's own, dropped afterwards.
func Postgres(t testing.TB) db.Options {
	t.Helper()
	server := os.Getenv(URLVariable)
	if server == "" {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not set, and with CI set PostgreSQL must be tested; run make test", URLVariable)
		}
		t.Skipf("%s is not set; make test starts a server", URLVariable)
	}
	template, err := postgresTemplate()
	if err != nil {
		t.Fatal(err)
	}
	name := "giaouoc_" + db.NewID()
	if err := onServer(server, `CREATE DATABASE "`+name+`" TEMPLATE "`+template+`"`); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = onServer(server, `DROP DATABASE IF EXISTS "`+name+`" WITH (FORCE)`) })
	return db.Options{URL: withDatabase(server, name)}
}

var postgresTemplate = sync.OnceValues(func() (string, error) {
	server := os.Getenv(URLVariable)
	name := "giaouoc_template_" + migrationsHash()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", err
	}
	defer c.Close(ctx)
	// One process makes the template, the others wait for it.
	if _, err := c.Exec(ctx, "SELECT pg_advisory_lock(7041)"); err != nil {
		return "", err
	}
	var there bool
	if err := c.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&there); err != nil || there {
		return name, err
	}
	draft := name + "_draft"
	for _, q := range []string{`DROP DATABASE IF EXISTS "` + draft + `"`, `CREATE DATABASE "` + draft + `"`} {
		if _, err := c.Exec(ctx, q); err != nil {
			return "", err
		}
	}
	d, err := db.Open(ctx, db.Options{URL: withDatabase(server, draft)})
	if err != nil {
		return "", err
	}
	_, err = d.Migrate(ctx)
	if e := d.Close(); err == nil {
		err = e
	}
	if err == nil {
		_, err = c.Exec(ctx, `ALTER DATABASE "`+draft+`" RENAME TO "`+name+`"`)
	}
	return name, err
})

func onServer(server, q string) error {
	ctx := context.Background()
	c, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	_, err = c.Exec(ctx, q)
	return err
}

func withDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	u.Path = "/" + name
	return u.String()
}

func migrationsHash() string {
	h := sha256.New()
	_ = fs.WalkDir(migrations.Files, ".", func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			b, _ := fs.ReadFile(migrations.Files, path)
			h.Write([]byte(path))
			h.Write(b)
		}
		return err
	})
	return hex.EncodeToString(h.Sum(nil)[:8])
}
