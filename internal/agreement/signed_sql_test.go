package agreement_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db/dbtest"
)

// signedBooks are an original with two commitments, signed by the first unit and
// annulled by the second, with a signed annex and one nobody signed; and in
// another term an original that is a draft.
type signedBooks struct {
	books
	agreement, commitment, signed, annulled, annex, unsigned string
	otherTerm, draft, loose, pending                         string
}

func signedBy(t *testing.T, s *apptest.Service) (w signedBooks) {
	t.Helper()
	w.books = open(t, s, "A")
	w.agreement = w.original(t, "consulting", "signing")
	path := "/agreements/" + w.agreement
	w.signed = made(t, w.leader, path+"/signatures", object{"unit_id": w.units[0], "status": "signed", "signed_on": "2026-03-01", "person_as_written": "Lê Văn Cường"})
	w.annulled = made(t, w.leader, path+"/signatures", object{"unit_id": w.units[1], "status": "signed"})
	w.leader.Move("/signatures/"+w.annulled, "annulled", "ký nhầm").Must(200)
	w.commitment = w.leader.Get("/commitments?agreement_id=" + w.agreement).Str("data.0.id")
	w.annex = made(t, w.leader, path+"/annexes", object{"title": "Phụ lục 1", "text": "Một"})
	made(t, w.leader, path+"/signatures", object{"annex_id": w.annex, "unit_id": w.units[0], "status": "signed"})
	w.unsigned = made(t, w.leader, path+"/annexes", object{"title": "Phụ lục 2", "text": "Hai"})
	w.otherTerm = w.newTerm(t, "2027")
	w.draft = made(t, w.admin, "/agreements", object{"term_id": w.otherTerm, "title": "Khác", "basis": "original"})
	w.loose = made(t, w.admin, "/commitments", object{"agreement_id": w.draft, "text": "Khác"})
	w.pending = made(t, w.admin, "/agreements/"+w.draft+"/signatures", object{"unit_id": w.units[0]})
	return w
}

// REPLACE takes away a row that has any unique key of the new one, the rowid
// included, whether foreign keys are watched or not.
func TestNothingReplacesSignedRows(t *testing.T) {
	s := apptest.New(t, dbtest.SQLite(t))
	w := signedBy(t, s)
	for _, keys := range []string{"on", "off"} {
		t.Run("foreign keys "+keys, func(t *testing.T) {
			c := connect(t, s, keys)
			clone := func(table, id string, with ...string) string { return cloneSQL(t, c, table, id, with...) }
			for _, q := range []string{
				"UPDATE OR REPLACE commitments SET rowid = (SELECT rowid FROM commitments WHERE id = '" + w.commitment + "') WHERE id = '" + w.loose + "'",
				"UPDATE OR REPLACE agreements SET rowid = (SELECT rowid FROM agreements WHERE id = '" + w.agreement + "') WHERE id = '" + w.draft + "'",
				"UPDATE OR REPLACE annexes SET rowid = (SELECT rowid FROM annexes WHERE id = '" + w.annex + "') WHERE id = '" + w.unsigned + "'",
				"UPDATE OR REPLACE signatures SET rowid = (SELECT rowid FROM signatures WHERE id = '" + w.signed + "') WHERE id = '" + w.pending + "'",
				"UPDATE OR REPLACE signatures SET id = '" + w.signed + "' WHERE id = '" + w.pending + "'",
				"UPDATE commitments SET rowid = 9999 WHERE id = '" + w.commitment + "'",
				clone("commitments", w.commitment, "rowid", "rowid", "id", "'n'", "agreement_id", "'"+w.draft+"'"),
				clone("agreements", w.agreement, "rowid", "rowid", "id", "'n'", "status", "'cancelled'"),
				clone("annexes", w.annex, "rowid", "rowid", "id", "'n'", "number", "99"),
				clone("signatures", w.signed, "rowid", "rowid", "id", "'n'", "agreement_id", "'"+w.draft+"'"),
				clone("signatures", w.signed, "person_as_written", "'x'"),
				clone("audit_events", first(t, c, "SELECT id FROM audit_events ORDER BY rowid LIMIT 1"), "rowid", "rowid", "id", "'n'", "seq", "999999"),
				clone("agreements", w.agreement, "id", "'n'", "title", "'x'", "frozen_at", "NULL", "canonical", "NULL", "content_hash", "NULL"),
				"UPDATE OR REPLACE agreements SET term_id = '" + w.term + "' WHERE id = '" + w.draft + "'",
				"UPDATE OR REPLACE annexes SET number = 1 WHERE id = '" + w.unsigned + "'",
			} {
				keeps(t, c, q)
			}
		})
	}
	for _, q := range []string{ // what is not signed still changes, and rows are still added
		"UPDATE commitments SET text = 'x' WHERE id = '" + w.loose + "'", "UPDATE annexes SET number = 3 WHERE id = '" + w.unsigned + "'",
		"UPDATE agreements SET term_id = '" + w.otherTerm + "' WHERE id = '" + w.draft + "'", "UPDATE signatures SET status = 'absent' WHERE id = '" + w.pending + "'",
	} {
		if err := s.DB.InTx(s.System(), func(tx *gorm.DB) error { return tx.Exec(q).Error }); err != nil {
			t.Errorf("%s: %v", q, err)
		}
	}
}

// connect is a connection of somebody who has the file of the books.
func connect(t *testing.T, s *apptest.Service, foreignKeys string) *sql.Conn {
	t.Helper()
	var path string
	if err := s.DB.Read(t.Context()).Raw("SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&path).Error; err != nil {
		t.Fatal(err)
	}
	pool, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	c, err := pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(); pool.Close() })
	if _, err := c.ExecContext(t.Context(), "PRAGMA foreign_keys = "+foreignKeys); err != nil {
		t.Fatal(err)
	}
	return c
}

// keeps runs a statement that must be refused and leave every signed row.
func keeps(t *testing.T, c *sql.Conn, q string) {
	t.Helper()
	ctx := context.Background()
	dump := func() []string {
		return []string{
			first(t, c, "SELECT group_concat(rowid || id || title || term_id || COALESCE(content_hash, ''), ' ') FROM agreements"),
			first(t, c, "SELECT group_concat(rowid || id || text || agreement_id, ' ') FROM commitments"),
			first(t, c, "SELECT group_concat(rowid || id || text || number, ' ') FROM annexes"),
			first(t, c, "SELECT group_concat(rowid || id || status || agreement_id || COALESCE(person_as_written, ''), ' ') FROM signatures"),
			first(t, c, "SELECT group_concat(rowid || id || seq || mac, ' ') FROM audit_events"),
		}
	}
	before := dump()
	if _, err := c.ExecContext(ctx, "BEGIN"); err != nil {
		t.Fatal(err)
	}
	_, err := c.ExecContext(ctx, q)
	if err == nil {
		t.Errorf("accepted: %s", q)
	}
	if diff := cmp.Diff(before, dump()); diff != "" {
		t.Errorf("%s: %s", q, diff)
	}
	if _, err := c.ExecContext(ctx, "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
}

func first(t *testing.T, c *sql.Conn, q string, args ...any) (v string) {
	t.Helper()
	if err := c.QueryRowContext(context.Background(), q, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	return v
}

// cloneSQL puts a copy of a row, with some columns changed, in the place of what
// has its keys.
func cloneSQL(t *testing.T, c *sql.Conn, table, id string, with ...string) string {
	t.Helper()
	other := map[string]string{}
	for i := 0; i < len(with); i += 2 {
		other[with[i]] = with[i+1]
	}
	names := strings.Split(first(t, c, "SELECT group_concat(name) FROM pragma_table_info('"+table+"')"), ",")
	if other["rowid"] != "" {
		names = append(names, "rowid")
	}
	var values []string
	for _, n := range names {
		if v, ok := other[n]; ok {
			values = append(values, v)
		} else {
			values = append(values, n)
		}
	}
	return fmt.Sprintf("INSERT OR REPLACE INTO %s (%s) SELECT %s FROM %s WHERE id = '%s'", table, strings.Join(names, ", "), strings.Join(values, ", "), table, id)
}

// A signature under an original stands, whoever asks the database: it may be
// annulled, and what is beside it corrected.
func TestSignaturesStand(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := signedBy(t, s)
		run := func(q string) error {
			return s.DB.InTx(s.System(), func(tx *gorm.DB) error { return tx.Exec(q).Error })
		}
		var refused []string
		for column, value := range map[string]string{
			"unit_id": "'" + w.units[2] + "'", "unit_as_written": "'x'", "person_as_written": "'x'", "position_as_written": "'x'", "role": "'other'", "position": "9",
			"signed_on": "'1999-01-01'", "method": "'other'", "agreement_id": "'" + w.draft + "'", "annex_id": "'" + w.unsigned + "'", "term_id": "'" + w.otherTerm + "'",
			"status": "'pending'", "reason": "'x'", "id": "'x'", "created_by": "'x'",
		} {
			for _, id := range []string{w.signed, w.annulled} {
				refused = append(refused, "UPDATE signatures SET "+column+" = "+value+" WHERE id = '"+id+"'")
			}
		}
		for _, id := range []string{w.signed, w.annulled} {
			refused = append(refused, "DELETE FROM signatures WHERE id = '"+id+"'", "DELETE FROM signatures WHERE annex_id = '"+w.annex+"'")
		}
		refused = append(refused, "UPDATE signatures SET status = 'annulled', unit_id = NULL WHERE id = '"+w.signed+"'",
			"UPDATE signatures SET status = 'annulled' WHERE id = '"+w.signed+"'", "UPDATE signatures SET status = 'annulled', reason = NULL WHERE id = '"+w.signed+"'",
			"UPDATE signatures SET status = 'signed' WHERE id = '"+w.annulled+"'",
			"UPDATE annexes SET term_id = '"+w.otherTerm+"' WHERE id = '"+w.annex+"'", "UPDATE annexes SET bloc_id = 'x' WHERE id = '"+w.annex+"'")
		for _, q := range refused {
			if err := run(q); err == nil {
				t.Errorf("accepted: %s", q)
			}
		}
		for _, q := range []string{
			"UPDATE signatures SET remark = 'x', sources = '[]', version = version + 1 WHERE id = '" + w.annulled + "'",
			"UPDATE signatures SET status = 'annulled', reason = 'nhầm', version = version + 1 WHERE id = '" + w.signed + "'",
			"UPDATE signatures SET person_as_written = 'x' WHERE id = '" + w.pending + "'", "DELETE FROM signatures WHERE id = '" + w.pending + "'",
			"UPDATE annexes SET text = 'x' WHERE id = '" + w.unsigned + "'",
		} {
			if err := run(q); err != nil {
				t.Errorf("%s: %v", q, err)
			}
		}
		path := "/agreements/" + made(t, w.admin, "/agreements", object{"term_id": w.newTerm(t, "2028"), "title": "Theo tin", "basis": "reported", "status": "in_force"})
		g := made(t, w.leader, path+"/signatures", object{"unit_id": w.units[0], "status": "signed"})
		if err := run("UPDATE signatures SET unit_id = '" + w.units[1] + "', signed_on = '2026' WHERE id = '" + g + "'"); err != nil {
			t.Errorf("a reported one is corrected: %v", err)
		}
	})
}

// The service answers before the database has to.
func TestSignedSignatureIsAnsweredAsAProblem(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := signedBy(t, s)
		for _, id := range []string{w.signed, w.annulled} {
			for _, change := range []object{{"unit_id": w.units[2]}, {"signed_on": "2026"}, {"person_as_written": "x"}, {"role": "other"}, {"remark": "x"}} {
				w.admin.Patch("/signatures/"+id, change).Refused(409, "signature.signed")
			}
		}
		w.admin.Move("/signatures/"+w.signed, "pending", "x").Refused(409, "invalid_transition")
		w.admin.Move("/signatures/"+w.annulled, "signed", "x").Refused(409, "invalid_transition")
		w.admin.Move("/signatures/"+w.signed, "annulled", "ký nhầm").Must(200)
	})
}
