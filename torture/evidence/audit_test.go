package evidence_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm"

	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/torture/rig"
)

var errUndo = errors.New("undo")

// One life of books on each engine: they are lived in and told secrets, texts are
// signed and forged, the record is forged, and what is left is searched.
func TestEvidence(t *testing.T) {
	rig.Each(t, func(t *testing.T, books rig.Books) {
		s := rig.Serve(t, books)
		told := tell(t, s)
		lived(t, told.admin)
		t.Run("signed", func(t *testing.T) { signedTexts(t, s, told.admin) })
		mark, file := checkpoint(t, s)
		s.Stop()
		t.Run("secrets", func(t *testing.T) { told.search(t, s) })
		t.Run("forgeries", func(t *testing.T) { forgeries(t, books, mark) })
		t.Run("command", func(t *testing.T) { commanded(t, s, books, file) })
		t.Run("clean", func(t *testing.T) { noFalseAlarms(t, books) })
	})
}

// Whatever somebody with the database does to the record, verifying it with the
// last checkpoint notices and names the first entry that is wrong.
func forgeries(t *testing.T, books rig.Books, mark audit.Checkpoint) {
	r := rig.Measure(t, "E1", "forgeries, "+books.Engine())
	d := sit(t, books, auditKey(t, books))
	if found := d.verify(d.Read(d.ctx()), mark); len(found) > 0 {
		t.Fatalf("false alarm: %v", found)
	}
	tries, unnoticed, unnamed, by := rig.Times(60, 1000), 0, 0, map[string]int{}
	for i := range tries {
		f, found := d.tries(t, i, mark)
		by[f.what]++
		if len(found) == 0 {
			unnoticed++
			t.Errorf("%d: %s in %s #%d: not noticed", i, f.what, f.chain, f.seq)
		} else if !names(found, f) {
			unnamed++
			t.Errorf("%d: %s: first wrong is %s #%d, named %v", i, f.what, f.chain, f.seq, found)
		}
	}
	if found := d.verify(d.Read(d.ctx()), mark); len(found) > 0 {
		t.Errorf("false alarm after undoing: %v", found)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	r.Saw("forgeries", tries)
	r.Saw("kinds", len(by))
	r.None("forgeries not noticed", unnoticed)
	r.None("forgeries whose first wrong entry is not named", unnamed)
}

// tries forges the record in a transaction, looks, and takes it back.
func (d *desk) tries(t *testing.T, i int, mark audit.Checkpoint) (f forgery, found []audit.Finding) {
	t.Helper()
	err := d.InTx(d.ctx(), func(tx *gorm.DB) error {
		if err := unguard(tx, "audit_events"); err != nil {
			return err
		}
		var err error
		if f, err = kinds[i%len(kinds)](&intruder{tx, rand.New(rand.NewPCG(11, uint64(i))), i}); err != nil {
			return err
		}
		found = d.verify(tx, mark)
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		t.Fatalf("%d: %s: %v", i, f.what, err)
	}
	return f, found
}

func names(found []audit.Finding, f forgery) bool {
	for _, x := range found {
		if x.Chain == f.chain && x.Seq == f.seq {
			return true
		}
	}
	return false
}

// commanded forges copies of the books for good and has the command look.
func commanded(t *testing.T, s *rig.Server, books rig.Books, file string) {
	r := rig.Measure(t, "E1", "the command, "+books.Engine())
	verify := func(b rig.Books) (found []audit.Finding, err error) {
		s.Books = b
		out, err := s.Run("", "audit", "verify", "--json", "--checkpoint", file)
		var told struct{ Findings []audit.Finding }
		if json.Unmarshal([]byte(out), &told) != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return told.Findings, err
	}
	if found, err := verify(books); err != nil || len(found) > 0 {
		t.Errorf("the command finds fault with clean books: %v %v", found, err)
	}
	tries, missed := rig.Times(3, len(kinds)), 0
	for n := range tries {
		i := n * len(kinds) / tries
		b := copied(t, books, n)
		d := sit(t, b, nil)
		var f forgery
		if err := d.InTx(d.ctx(), func(tx *gorm.DB) (err error) {
			if err = unguard(tx, "audit_events"); err == nil {
				f, err = kinds[i](&intruder{tx, rand.New(rand.NewPCG(13, uint64(i))), i})
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if found, err := verify(b); err == nil || !names(found, f) {
			missed++
			t.Errorf("%s in %s #%d: the command says %v (%v)", f.what, f.chain, f.seq, found, err)
		}
	}
	r.Saw("forgeries shown to the command", tries)
	r.None("forgeries the command does not fail for and name", missed)
}

// Books that nobody forged verify, whatever was done to them: acts at once,
// acts taken back, odd texts, checkpoints in between.
func noFalseAlarms(t *testing.T, books rig.Books) {
	r := rig.Measure(t, "E1", "clean books, "+books.Engine())
	alarms, entries, n := 0, int64(0), rig.Times(5, 100)
	for i := range n {
		d := clean(t, books, i)
		found, count := d.live(t, rand.New(rand.NewPCG(17, uint64(i))))
		if entries += count; len(found) > 0 {
			alarms++
			t.Errorf("books %d: %v", i, found)
		}
	}
	r.Saw("books", n)
	r.Saw("entries", entries)
	r.None("false alarms", alarms)
}

// clean are migrated books without an entry: a file of their own, or the database
// emptied, since making one takes a second.
func clean(t *testing.T, books rig.Books, i int) *desk {
	t.Helper()
	key := fmt.Appendf(nil, "%032d", i)
	if books.Cluster == nil {
		o := dbtest.SQLite(t)
		d, err := db.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		return &desk{d, t, audit.New(key), books}
	}
	d := sit(t, books, key)
	if err := d.InTx(d.ctx(), func(tx *gorm.DB) error {
		if err := unguard(tx, "audit_events"); err != nil {
			return err
		}
		return tx.Exec("TRUNCATE audit_events, audit_heads").Error
	}); err != nil {
		t.Fatal(err)
	}
	return d
}

// odd are texts that are easily read back otherwise than they were written.
var odd = []string{"", " ", "đơn vị", "e\u0301", "\u2028", "\ufffd", "<a&b>\"'\\", "😀", strings.Repeat("dài ", 500), "null", "0012", "1e5", "\t\n", "\u00a0", "\u007f"}

// live does random acts, and verifies with every checkpoint taken on the way.
func (d *desk) live(t *testing.T, r *rand.Rand) ([]audit.Finding, int64) {
	var marks []audit.Checkpoint
	acts := 10 + r.IntN(30)
	for i := range acts {
		var wg sync.WaitGroup
		for w := range 1 + r.IntN(3) {
			chain, text, undo := r.IntN(4), odd[r.IntN(len(odd))], r.IntN(6) == 0
			wg.Go(func() {
				if err := d.act(chain, fmt.Sprintf("%s%d-%d", text, i, w), undo); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if r.IntN(6) == 0 {
			c, err := d.log.Checkpoint(d.Read(d.ctx()))
			if err != nil {
				t.Fatal(err)
			}
			marks = append(marks, c)
		}
	}
	v, err := d.log.Verify(d.Read(d.ctx()), marks, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return v.Findings, v.Events
}

// act records one act in one of the chains, or takes it back before it is kept.
func (d *desk) act(chain int, text string, undo bool) error {
	err := d.InTx(d.ctx(), func(tx *gorm.DB) error {
		e := audit.Entry{Entity: "unit", EntityID: "x", Version: 1, After: &struct{ Name string }{text}, Reason: &text}
		if chain > 0 {
			bloc := fmt.Sprintf("b%d", chain)
			e.BlocID = &bloc
		}
		if err := d.log.Append(tx, e); err != nil || !undo {
			return err
		}
		return errUndo
	})
	if errors.Is(err, errUndo) {
		return nil
	}
	return err
}
