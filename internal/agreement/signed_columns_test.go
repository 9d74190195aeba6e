package agreement_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"gorm.io/gorm"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// free are the columns of a signed row that may still change: what the record is
// about stays, what is said about the record may be corrected. A new column is
// neither until it is written here or guarded by the triggers.
var free = map[string][]string{
	"agreements":  {"status", "signing_event_id", "search_text", "sources", "basis", "remark", "version", "created_at", "updated_at", "created_by"},
	"commitments": {},
	"annexes":     {"sources", "basis", "remark", "version", "created_at", "updated_at", "created_by"},
	"signatures":  {"sources", "basis", "remark", "version", "updated_at", "search_text"},
}

var errUndo = errors.New("undo")

// Every column of every table of a signed text is tried: SQL changes none that
// is not free, removes no row and empties no table, on either engine.
func TestEveryColumnOfSignedText(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		w := signedBy(t, s)
		rows := map[string]string{"agreements": w.agreement, "commitments": w.commitment, "annexes": w.annex, "signatures": w.signed}
		taken, tried := 0, 0
		// runs says whether a statement is taken; its effect is undone.
		runs := func(q string, args ...any) bool {
			err := s.DB.InTx(s.System(), func(tx *gorm.DB) error {
				if err := tx.Exec(q, args...).Error; err != nil {
					return err
				}
				return errUndo
			})
			return errors.Is(err, errUndo)
		}
		for table, id := range rows {
			columns, err := s.DB.Read(s.System()).Migrator().ColumnTypes(table)
			if err != nil || len(columns) < 10 {
				t.Fatalf("%s: %d columns (%v)", table, len(columns), err)
			}
			for _, c := range columns {
				name := c.Name()
				for _, value := range []string{"NULL", "'x'", "'1999-01-01'", "7", "'" + w.otherTerm + "'", "'" + w.draft + "'", "'" + w.units[2] + "'", "'[]'", "'other'"} {
					tried++
					q := fmt.Sprintf("UPDATE %s SET %s = %s WHERE id = '%s'", table, name, value, id)
					same := fmt.Sprintf("SELECT count(*) FROM %s WHERE id = '%s' AND CAST(%s AS TEXT) IS NOT DISTINCT FROM CAST(%s AS TEXT)", table, id, name, value)
					var n int64
					if err := s.DB.Read(s.System()).Raw(same).Scan(&n).Error; err != nil {
						t.Fatal(err)
					}
					if n == 0 && !slices.Contains(free[table], name) && runs(q) {
						taken++
						t.Errorf("accepted: %s", q)
					}
				}
			}
			statements := []string{"DELETE FROM " + table + " WHERE id = '" + id + "'", "DELETE FROM " + table}
			if s.DB.Engine() == "postgres" {
				statements = append(statements, "TRUNCATE "+table+" CASCADE")
			}
			for _, q := range statements {
				tried++
				if runs(q) {
					taken++
					t.Errorf("accepted: %s", q)
				}
			}
		}
		if !runs("UPDATE agreements SET remark = 'x' WHERE id = ?", w.agreement) {
			t.Error("not even a remark may be corrected: the statements are refused for another reason")
		}
		row := rig.Measure(t, "A6", "signed rows and direct SQL, "+string(s.DB.Engine()))
		row.Saw("statements", tried)
		row.None("accepted", taken)
	})
}
