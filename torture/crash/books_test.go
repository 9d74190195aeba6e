package crash_test

import (
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// ask opens the books for a while, beside the program that serves them.
func ask(t *testing.T, b rig.Books, fn func(pool *sql.DB)) {
	t.Helper()
	driver, source := "sqlite", "file:"+b.DataFile()+"?_pragma=busy_timeout(10000)"
	if b.URL != "" {
		driver, source = "pgx", b.URL
	}
	pool, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	fn(pool)
}

// number is the answer to a question for one number.
func number(t *testing.T, pool *sql.DB, question string) (n int) {
	t.Helper()
	if err := pool.QueryRow(question).Scan(&n); err != nil {
		t.Fatal(err, question)
	}
	return n
}

// intact counts what SQLite finds wrong in the files a dead program left. It
// looks at copies: what opens the books first repairs them, and that is the
// program's own part.
func intact(t *testing.T, b rig.Books) (faults int) {
	t.Helper()
	dir, err := os.MkdirTemp("", "giaouoc-copy")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	for _, name := range []string{b.DataFile(), b.DataFile() + "-wal"} {
		copyFile(t, name, filepath.Join(dir, filepath.Base(name)))
	}
	ask(t, rig.Books{Dir: dir}, func(pool *sql.DB) {
		var said string
		if err := pool.QueryRow("PRAGMA integrity_check").Scan(&said); err != nil || said != "ok" {
			t.Errorf("integrity_check: %s %v", said, err)
			faults++
		}
		rows, err := pool.Query("PRAGMA foreign_key_check")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			faults++
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	})
	return faults
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if os.IsNotExist(err) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

// halves are the ways a commitment could be written in part: each question
// counts the records for which it was, over sums, since the audit trail has no
// index by a record's id alone and all of it is asked after each kill.
var halves = map[string]string{
	"commitments without exactly one record of their making": `SELECT count(*) FROM commitments c LEFT JOIN (SELECT entity_id, count(*) AS n FROM audit_events
		WHERE action = 'createCommitment' GROUP BY entity_id) e ON e.entity_id = c.id WHERE COALESCE(e.n, 0) <> 1`,
	"records of a making without the commitment": `SELECT count(*) FROM audit_events e
		WHERE e.action = 'createCommitment' AND NOT EXISTS (SELECT 1 FROM commitments c WHERE c.id = e.entity_id)`,
	"acts without exactly one idempotency record": `SELECT count(*) FROM audit_events e LEFT JOIN (SELECT key, entity_id, count(*) AS n FROM idempotency_records
		GROUP BY key, entity_id) i ON i.key = e.request_id AND i.entity_id = e.entity_id WHERE e.action = 'createCommitment' AND COALESCE(i.n, 0) <> 1`,
	"idempotency records without the act": `SELECT count(*) FROM idempotency_records i LEFT JOIN (SELECT DISTINCT entity_id, request_id FROM audit_events) e
		ON e.entity_id = i.entity_id AND e.request_id = i.key WHERE i.path = '/api/v1/commitments' AND e.entity_id IS NULL`,
	"agreements whose places are not 1 to n": `SELECT count(*) FROM (SELECT agreement_id FROM commitments GROUP BY agreement_id
		HAVING count(*) <> max(position) OR count(*) <> count(DISTINCT position)) x`,
	"agreements whose version is not that of their parts": `SELECT count(*) FROM agreements a
		WHERE a.version <> 1 + (SELECT count(*) FROM commitments c WHERE c.agreement_id = a.id)`,
	"commitments older than the last act on them": `SELECT count(*) FROM commitments c JOIN (SELECT entity_id, max(version) AS version FROM audit_events
		GROUP BY entity_id) e ON e.entity_id = c.id WHERE c.version < e.version`,
	"chains whose head is not their last act": `SELECT count(*) FROM audit_heads h WHERE NOT EXISTS (
		SELECT 1 FROM audit_events e WHERE e.chain = h.chain AND e.seq = h.seq AND e.mac = h.mac)
		OR h.seq <> (SELECT count(*) FROM audit_events e WHERE e.chain = h.chain)`,
	"requests that made two commitments": `SELECT count(*) FROM (SELECT request_id FROM audit_events
		WHERE action = 'createCommitment' GROUP BY request_id HAVING count(*) > 1) x`,
}

// broken counts what is in the books in part.
func broken(t *testing.T, b rig.Books) (n int) {
	t.Helper()
	ask(t, b, func(pool *sql.DB) {
		for what, question := range halves {
			if found := number(t, pool, question); found > 0 {
				t.Errorf("%d %s", found, what)
				n += found
			}
		}
	})
	return n
}

// recorded are the acts on record whose request's id begins in a way: how many
// there are of each request.
func recorded(t *testing.T, b rig.Books, begins string) map[string]int {
	t.Helper()
	n := map[string]int{}
	ask(t, b, func(pool *sql.DB) {
		rows, err := pool.Query("SELECT request_id FROM audit_events WHERE request_id LIKE '" + begins + "-%'")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				t.Fatal(err)
			}
			n[id]++
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	})
	return n
}

// verified runs audit verify and reports whether the chain holds.
func verified(t *testing.T, s *rig.Server) bool {
	t.Helper()
	out, err := s.Run("", "audit", "verify")
	if err != nil {
		t.Log(out, err)
	}
	return err == nil
}

// library makes agreements that can be written into, all of one bloc.
type library struct {
	admin *apptest.Client
	bloc  string
	n     int
}

func newLibrary(admin *apptest.Client) *library {
	bloc := admin.Post("/blocs", map[string]any{"kind": "bloc", "name": "Khối thi đua", "organizer_as_written": "Hội đồng"}).Must(201).ID()
	return &library{admin: admin, bloc: bloc}
}

// agreement is a draft of a term of its own.
func (l *library) agreement() string {
	from, length := 1900+l.n%200, 2+l.n/200
	l.n++
	term := l.admin.Post("/terms", map[string]any{"bloc_id": l.bloc, "period": fmt.Sprintf("%d-%d", from, from+length), "period_kind": "range", "status": "planning"}).Must(201).ID()
	return l.admin.Post("/agreements", map[string]any{"term_id": term, "title": "Giao ước " + fmt.Sprint(l.n), "basis": "original"}).Must(201).ID()
}

// engines is Each with the row of each engine where they differ.
func engines(t *testing.T, sqlite, postgres string, test func(t *testing.T, b rig.Books, id string)) {
	t.Helper()
	rig.Each(t, func(t *testing.T, b rig.Books) {
		id := sqlite
		if b.URL != "" {
			id = postgres
		}
		test(t, b, id)
	})
}

// shorter shortens what is shown of many findings.
func shorter(list []string) string {
	if len(list) > 5 {
		list = append(list[:5:5], fmt.Sprintf("and %d more", len(list)-5))
	}
	return strings.Join(list, "\n")
}
