package db

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
)

// The settings we rely on hold on every connection of both pools, not only on
// the one that was opened first.
func TestEveryConnectionIsSetUp(t *testing.T) {
	ctx := context.Background()
	d, err := Open(ctx, Options{Path: filepath.Join(t.TempDir(), "a b#c%d?.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for i, n := range []int{1, readers} {
		var held []*sql.Conn
		for range n {
			c, err := d.pools[i].Conn(ctx)
			if err != nil {
				t.Fatal(err)
			}
			held = append(held, c)
		}
		for _, c := range held {
			for pragma, want := range map[string]string{
				"foreign_keys": "1", "journal_mode": "wal", "synchronous": "2", "busy_timeout": "5000",
				"query_only": []string{"0", "1"}[i], "journal_size_limit": "67108864",
			} {
				var got string
				if err := c.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
					t.Errorf("pool %d: %s is %s, want %s (%v)", i, pragma, got, want, err)
				}
			}
			c.Close()
		}
	}
}

func TestSQLiteIsNewEnough(t *testing.T) {
	d, err := Open(context.Background(), Options{Path: filepath.Join(t.TempDir(), "a.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var version string
	if err := d.pools[0].QueryRow("SELECT sqlite_version()").Scan(&version); err != nil || !atLeast(version, "3.51.3") {
		t.Errorf("SQLite %s, %v", version, err)
	}
}

func TestAtLeast(t *testing.T) {
	for _, tt := range []struct {
		have, want string
		ok         bool
	}{
		{"3.51.3", "3.51.3", true},
		{"3.51.2", "3.51.3", false},
		{"3.54.1", "3.51.3", true},
		{"3.6.23", "3.51.3", false},
		{"4", "3.51.3", true},
		{"3.51", "3.51.3", false},
	} {
		if got := atLeast(tt.have, tt.want); got != tt.ok {
			t.Errorf("%s ≥ %s: %v", tt.have, tt.want, got)
		}
	}
}
