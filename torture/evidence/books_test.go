package evidence_test

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/torture/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }

type object = map[string]any

// desk is the database of books opened by somebody who has it, and the log that
// verifies it.
type desk struct {
	*db.DB
	t     testing.TB
	log   *audit.Log
	books rig.Books
}

// sit opens the database of books that no program serves.
func sit(t testing.TB, b rig.Books, key []byte) *desk {
	t.Helper()
	d, err := db.Open(context.Background(), db.Options{URL: b.URL, Path: b.DataFile()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return &desk{d, t, audit.New(key), b}
}

// auditKey reads the key from the directory of books.
func auditKey(t testing.TB, b rig.Books) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(b.Dir, "audit.key"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (d *desk) ctx() context.Context {
	ctx := actor.With(context.Background(), actor.Actor{ID: "u1", Name: "vanthu"})
	return actor.WithCall(ctx, actor.Call{Operation: "createUnit", RequestID: "r1"})
}

// verify returns what is wrong with the log as a transaction sees it.
func (d *desk) verify(tx *gorm.DB, marks ...audit.Checkpoint) []audit.Finding {
	d.t.Helper()
	v, err := d.log.Verify(tx, marks, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	return v.Findings
}

// unguard takes away every trigger of some tables.
func unguard(tx *gorm.DB, tables ...string) error {
	for _, table := range tables {
		if tx.Name() == "postgres" {
			if err := tx.Exec("ALTER TABLE " + table + " DISABLE TRIGGER USER").Error; err != nil {
				return err
			}
			continue
		}
		var names []string
		if err := tx.Raw("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", table).Scan(&names).Error; err != nil {
			return err
		}
		for _, n := range names {
			if err := tx.Exec("DROP TRIGGER " + n).Error; err != nil {
				return err
			}
		}
	}
	return nil
}

// columns are the columns of a table as they are in the database.
func columns(tx *gorm.DB, table string) ([]string, error) {
	rows, err := tx.Raw("SELECT * FROM " + table + " LIMIT 0").Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return rows.Columns()
}

// checkpoint asks the program for a checkpoint and keeps it in a file.
func checkpoint(t testing.TB, s *rig.Server) (audit.Checkpoint, string) {
	t.Helper()
	out, err := s.Run("", "audit", "checkpoint")
	if err != nil {
		t.Fatal(err)
	}
	var c audit.Checkpoint
	if err := json.Unmarshal([]byte(out), &c); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "checkpoint.json")
	if err := os.WriteFile(file, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	return c, file
}

// lived are books with acts in several chains.
func lived(t testing.TB, c *apptest.Client) {
	t.Helper()
	for b := range 3 {
		bloc := c.Post("/blocs", object{"kind": "bloc", "names": []object{{"name": fmt.Sprintf("Khối %d", b), "kind": "current"}}}).Must(201).ID()
		for y := range 3 {
			term := c.Post("/terms", object{"bloc_id": bloc, "period": fmt.Sprint(2021 + y), "status": "planning", "remark": "dòng một\ndòng hai\u00a0\"<>&"}).Must(201).ID()
			for i := range 2 {
				c.Post("/terms/"+term+"/members", object{"unit_as_written": fmt.Sprintf("Đơn vị %d", i)}).Must(201)
			}
			c.Move("/terms/"+term, "signing", "").Must(200)
		}
	}
	for i := range 15 {
		c.Post("/units", object{"name": fmt.Sprintf("Đơn vị %d 😀", i)}).Must(201)
	}
}

// copied are books like others, in a place of their own.
func copied(t testing.TB, b rig.Books, n int) rig.Books {
	t.Helper()
	to := rig.Books{Dir: t.TempDir(), Cluster: b.Cluster}
	for _, name := range []string{"audit.key", "token.key", "giaouoc.db", "giaouoc.db-wal"} {
		raw, err := os.ReadFile(filepath.Join(b.Dir, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(to.Dir, name), raw, 0o600)
		}
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	if b.Cluster != nil {
		name := fmt.Sprintf("copy%d", n)
		if err := b.Cluster.Exec("postgres", `CREATE DATABASE "`+name+`" TEMPLATE books`); err != nil {
			t.Fatal(err)
		}
		to.URL = strings.Replace(b.URL, "/books?", "/"+name+"?", 1)
	}
	return to
}
