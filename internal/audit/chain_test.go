package audit_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

var key = []byte("0123456789abcdef0123456789abcdef")

type books struct {
	*db.DB
	t   testing.TB
	log *audit.Log
}

func newBooks(t testing.TB, o db.Options) *books {
	t.Helper()
	d, err := db.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return &books{d, t, audit.New(key)}
}

func (b *books) ctx() context.Context {
	ctx := actor.With(context.Background(), actor.Actor{ID: "u1", Name: "vanthu"})
	return actor.WithCall(ctx, actor.Call{Operation: "createUnit", RequestID: "r1"})
}

type row struct {
	ID   string
	Name string
}

// act records one act in a bloc's chain; "" is the general one.
func (b *books) act(bloc, name string) error {
	return b.InTx(b.ctx(), func(tx *gorm.DB) error {
		e := audit.Entry{Entity: "unit", EntityID: name, Version: 1, After: &row{name, name}, Reason: &name}
		if bloc != "" {
			e.BlocID = &bloc
		}
		return b.log.Append(tx, e)
	})
}

func (b *books) fill(n int) {
	b.t.Helper()
	for i := range n {
		if err := b.act([]string{"", "b1", "b2"}[i%3], fmt.Sprintf("đơn vị %d", i)); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *books) checkpoint() audit.Checkpoint {
	b.t.Helper()
	c, err := b.log.Checkpoint(b.Read(b.ctx()))
	if err != nil {
		b.t.Fatal(err)
	}
	return c
}

func (b *books) verify(cs ...audit.Checkpoint) []audit.Finding {
	b.t.Helper()
	v, err := b.log.Verify(b.Read(b.ctx()), cs, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return v.Findings
}

// unguarded lets the test do what an intruder with the database file could.
func (b *books) unguarded() {
	b.t.Helper()
	drops := []string{"DROP TRIGGER audit_events_no_update", "DROP TRIGGER audit_events_no_delete", "DROP TRIGGER audit_events_no_replace"}
	if b.Engine() == db.Postgres {
		drops = []string{"DROP TRIGGER audit_events_no_change ON audit_events", "DROP TRIGGER audit_events_no_truncate ON audit_events"}
	}
	for _, q := range drops {
		b.exec(q)
	}
}

func (b *books) exec(sql string, args ...any) {
	b.t.Helper()
	if err := b.InTx(b.ctx(), func(tx *gorm.DB) error { return tx.Exec(sql, args...).Error }); err != nil {
		b.t.Fatalf("%s: %v", sql, err)
	}
}

func (b *books) events(chain string) []audit.Event {
	b.t.Helper()
	var es []audit.Event
	if err := b.Read(b.ctx()).Where("chain = ?", chain).Order("seq").Find(&es).Error; err != nil {
		b.t.Fatal(err)
	}
	return es
}

func TestCleanChainsVerify(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		b := newBooks(t, o)
		if f := b.verify(b.checkpoint()); len(f) != 0 {
			t.Errorf("empty books: %v", f)
		}
		var marks []audit.Checkpoint
		for range 10 {
			b.fill(6)
			marks = append(marks, b.checkpoint())
			if f := b.verify(marks...); len(f) != 0 {
				t.Fatalf("false alarm: %v", f)
			}
		}
		v, err := b.log.Verify(b.Read(b.ctx()), nil, nil)
		if v.Events != 60 || v.Chains != 3 || v.First == "" || v.First > v.Last || err != nil || marks[9].Events != 60 || len(marks[9].Heads) != 3 {
			t.Errorf("%+v, %v, %+v", v, err, marks[9])
		}
	})
}

// A record is read in parts; where one ends nothing is lost, and nothing wrong is
// taken for right.
func TestLongChainsVerify(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		b := newBooks(t, o)
		for _, bloc := range []string{"b1", "b2"} {
			entries := make([]audit.Entry, 1500)
			for i := range entries {
				entries[i] = audit.Entry{Entity: "unit", EntityID: "x", Version: 1, BlocID: &bloc, After: &row{"x", fmt.Sprint(i)}}
			}
			if err := b.InTx(b.ctx(), func(tx *gorm.DB) error { return b.log.Append(tx, entries...) }); err != nil {
				t.Fatal(err)
			}
		}
		v, err := b.log.Verify(b.Read(b.ctx()), nil, nil)
		if err != nil || v.Events != 3000 || v.Chains != 2 || len(v.Findings) > 0 {
			t.Errorf("%+v %v", v, err)
		}
		b.unguarded()
		for _, seq := range []int64{1001, 1000, 999} {
			b.exec("UPDATE audit_events SET request_id = 'r2' WHERE chain = 'bloc:b1' AND seq = ?", seq)
			if f := b.verify(); len(f) != 1 || f[0].Seq != seq || f[0].Code != "changed" {
				t.Errorf("%d: %v", seq, f)
			}
		}
		b.exec("DELETE FROM audit_events WHERE chain = 'bloc:b2' AND seq = 500") // the last of the second part
		if f := b.verify(); len(f) != 2 || f[1].Chain != "bloc:b2" || f[1].Seq != 500 {
			t.Errorf("%v", f)
		}
	})
}

// columns of an event, and a value each may be changed to.
var columns = []string{
	"id", "at", "actor_id", "actor_name", "action", "entity", "entity_id", "version", "bloc_id", "term_id",
	"changes", "reason", "request_id", "previous", "mac", "chain", "seq",
}

// Whatever an intruder does to the table, verifying names the first event that
// is wrong.
func TestTamperingIsFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		b := newBooks(t, o)
		b.fill(90)
		mark := b.checkpoint()
		b.unguarded()
		random := rand.New(rand.NewPCG(7, 7))
		tries := 220
		for i := range tries {
			tamper := tamperings[i%len(tamperings)]
			chain := []string{audit.General, "bloc:b1", "bloc:b2"}[random.IntN(3)]
			var what string
			var at int64
			err := b.InTx(b.ctx(), func(tx *gorm.DB) error {
				what, at = tamper(t, tx, random, chain, i)
				v, err := b.log.Verify(tx, []audit.Checkpoint{mark}, nil)
				if err != nil {
					return err
				}
				named := false
				for _, f := range v.Findings {
					named = named || f.Chain == chain && f.Seq == at
				}
				if !named {
					t.Errorf("%s in %s: first bad event is %d, found %v", what, chain, at, v.Findings)
				}
				return errUndo
			})
			if err == nil || !strings.Contains(err.Error(), errUndo.Error()) {
				t.Fatalf("%s: %v", what, err)
			}
		}
		if f := b.verify(mark); len(f) != 0 {
			t.Errorf("false alarm after undoing: %v", f)
		}
	})
}

var errUndo = fmt.Errorf("undo")

type tampering func(t *testing.T, tx *gorm.DB, r *rand.Rand, chain string, i int) (what string, first int64)

func do(t *testing.T, tx *gorm.DB, sql string, args ...any) {
	t.Helper()
	if res := tx.Exec(sql, args...); res.Error != nil || res.RowsAffected == 0 {
		t.Fatalf("%s: %v (%d rows)", sql, res.Error, res.RowsAffected)
	}
}

var tamperings = []tampering{changed, changed, deleted, swapped, inserted, copied, cut, recomputed, changed, headChanged}

func changed(t *testing.T, tx *gorm.DB, r *rand.Rand, chain string, i int) (string, int64) {
	at, column := 1+r.Int64N(29), columns[r.IntN(len(columns))]
	switch column {
	case "version":
		do(t, tx, "UPDATE audit_events SET version = version + 1 WHERE chain = ? AND seq = ?", chain, at)
	case "seq":
		do(t, tx, "UPDATE audit_events SET seq = 1000 WHERE chain = ? AND seq = ?", chain, at)
	case "chain":
		do(t, tx, "UPDATE audit_events SET chain = 'bloc:b9' WHERE chain = ? AND seq = ?", chain, at)
	case "bloc_id", "term_id", "reason":
		do(t, tx, "UPDATE audit_events SET "+column+" = 'forged' WHERE chain = ? AND seq = ?", chain, at)
	default:
		var v string
		if err := tx.Raw("SELECT "+column+" FROM audit_events WHERE chain = ? AND seq = ?", chain, at).Scan(&v).Error; err != nil {
			t.Fatal(err)
		}
		b := []rune(v)
		if len(b) == 0 {
			b = []rune("x")
		} else {
			b[r.IntN(len(b))] ^= 1
		}
		do(t, tx, "UPDATE audit_events SET "+column+" = ? WHERE chain = ? AND seq = ?", string(b), chain, at)
	}
	return "changed " + column, at
}

func deleted(t *testing.T, tx *gorm.DB, r *rand.Rand, chain string, _ int) (string, int64) {
	at := 1 + r.Int64N(29)
	do(t, tx, "DELETE FROM audit_events WHERE chain = ? AND seq = ?", chain, at)
	return "deleted", at
}

func swapped(t *testing.T, tx *gorm.DB, r *rand.Rand, chain string, _ int) (string, int64) {
	at := 1 + r.Int64N(28)
	for _, move := range [][2]int64{{at, 2000}, {at + 1, at}, {2000, at + 1}} {
		do(t, tx, "UPDATE audit_events SET seq = ? WHERE chain = ? AND seq = ?", move[1], chain, move[0])
	}
	return "swapped", at
}

func one(t *testing.T, tx *gorm.DB, chain string, seq int64) audit.Event {
	t.Helper()
	var e audit.Event
	if err := tx.Where("chain = ? AND seq = ?", chain, seq).Take(&e).Error; err != nil {
		t.Fatal(err)
	}
	return e
}

func inserted(t *testing.T, tx *gorm.DB, _ *rand.Rand, chain string, i int) (string, int64) {
	e := one(t, tx, chain, 30)
	e.ID, e.Seq, e.Previous, e.MAC = fmt.Sprintf("ffff%d", i), 31, e.MAC, strings.Repeat("0", 64)
	if err := tx.Create(&e).Error; err != nil {
		t.Fatal(err)
	}
	return "inserted", 31
}

func copied(t *testing.T, tx *gorm.DB, r *rand.Rand, chain string, i int) (string, int64) {
	e := one(t, tx, chain, 1+r.Int64N(30))
	e.ID, e.Seq = fmt.Sprintf("ffff%d", i), 31
	if err := tx.Create(&e).Error; err != nil {
		t.Fatal(err)
	}
	return "copied", 31
}

// cut takes the last events away and sets the head to fit: only a checkpoint
// can tell.
func cut(t *testing.T, tx *gorm.DB, r *rand.Rand, chain string, _ int) (string, int64) {
	last := 1 + r.Int64N(28)
	do(t, tx, "DELETE FROM audit_events WHERE chain = ? AND seq > ?", chain, last)
	e := one(t, tx, chain, last)
	do(t, tx, "UPDATE audit_heads SET seq = ?, mac = ? WHERE chain = ?", e.Seq, e.MAC, chain)
	return "tail cut", last + 1
}

// recomputed rewrites an event and computes the chain anew from there with
// another key, head included.
func recomputed(t *testing.T, tx *gorm.DB, r *rand.Rand, chain string, _ int) (string, int64) {
	at := 1 + r.Int64N(29)
	forger := newForger(chain, at)
	for seq := at; seq <= 30; seq++ {
		e := one(t, tx, chain, seq)
		do(t, tx, "UPDATE audit_events SET actor_name = 'forged', previous = ?, mac = ? WHERE chain = ? AND seq = ?", forger.or(e.Previous), forger.next(), chain, seq)
	}
	do(t, tx, "UPDATE audit_heads SET mac = ? WHERE chain = ?", forger.last, chain)
	return "recomputed without the key", at
}

type forger struct {
	last string
	n    int
}

func newForger(string, int64) *forger { return &forger{} }

func (f *forger) or(first string) string {
	if f.last == "" {
		return first
	}
	return f.last
}

func (f *forger) next() string {
	f.n++
	f.last = fmt.Sprintf("%064d", f.n)
	return f.last
}

func headChanged(t *testing.T, tx *gorm.DB, _ *rand.Rand, chain string, _ int) (string, int64) {
	do(t, tx, "UPDATE audit_heads SET seq = seq + 1 WHERE chain = ?", chain)
	return "head changed", 31
}

// Another key, or a checkpoint that was changed, is not ours.
func TestKeysMatter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		b := newBooks(t, o)
		b.fill(9)
		mark := b.checkpoint()
		other := audit.New([]byte("another key of thirty-two bytes!"))
		if v, err := other.Verify(b.Read(b.ctx()), nil, nil); err != nil || len(v.Findings) != 3 {
			t.Errorf("%v %v", v.Findings, err)
		}
		mark.Heads[0].Seq--
		if f := b.verify(mark); len(f) != 1 || !strings.Contains(f[0].Chain, "checkpoint") {
			t.Errorf("%v", f)
		}
		theirs, err := other.Checkpoint(b.Read(b.ctx()))
		if err != nil {
			t.Fatal(err)
		}
		if f := b.verify(theirs); len(f) != 1 {
			t.Errorf("%v", f)
		}
	})
}

func TestEventsOnlyGrow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		b := newBooks(t, o)
		b.fill(3)
		attacks := []string{
			"UPDATE audit_events SET actor_name = 'x'", "UPDATE audit_events SET mac = mac", "DELETE FROM audit_events", "DELETE FROM audit_events WHERE seq = 1",
		}
		again := "INSERT INTO audit_events SELECT * FROM audit_events WHERE seq = 1 AND chain = 'general' ON CONFLICT (id) DO UPDATE SET actor_name = 'x'"
		if b.Engine() == db.SQLite {
			attacks = append(attacks, "INSERT OR REPLACE INTO audit_events SELECT * FROM audit_events WHERE seq = 1", "REPLACE INTO audit_events SELECT * FROM audit_events",
				"UPDATE OR REPLACE audit_events SET seq = 2 WHERE seq = 1", "UPDATE OR IGNORE audit_events SET reason = 'x'", strings.Replace(again, " ON CONFLICT", " ON CONFLICT", 1))
		} else {
			attacks = append(attacks, "TRUNCATE audit_events", "TRUNCATE audit_events CASCADE", again)
		}
		before := b.dump()
		for _, q := range attacks {
			if err := b.InTx(b.ctx(), func(tx *gorm.DB) error { return tx.Exec(q).Error }); err == nil {
				t.Errorf("%s: accepted", q)
			}
		}
		if after := b.dump(); after != before {
			t.Error("the record changed")
		}
		if f := b.verify(); len(f) != 0 {
			t.Error(f)
		}
	})
}

func TestWritersAtOnceLeaveNoGap(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		b := newBooks(t, o)
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				for i := range 12 {
					if err := b.act([]string{"", "b1"}[i%2], fmt.Sprintf("%d-%d", w, i)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		for _, chain := range []string{audit.General, "bloc:b1"} {
			es := b.events(chain)
			if len(es) != 48 || es[47].Seq != 48 {
				t.Errorf("%s: %d events", chain, len(es))
			}
		}
		if f := b.verify(b.checkpoint()); len(f) != 0 {
			t.Error(f)
		}
	})
}

func TestARefusedActLeavesNoRecord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		b := newBooks(t, o)
		b.fill(1)
		_ = b.InTx(b.ctx(), func(tx *gorm.DB) error {
			if err := b.log.Append(tx, audit.Entry{Entity: "unit", EntityID: "x", Version: 1}); err != nil {
				return err
			}
			return errUndo
		})
		b.fill(1)
		if es := b.events(audit.General); len(es) != 2 || es[1].Seq != 2 {
			t.Errorf("%v", es)
		}
	})
}

func TestEventSaysWhoWhatWhen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		o.Clock = func() time.Time { return time.Date(2026, 3, 2, 1, 2, 3, 4000, time.UTC) }
		b := newBooks(t, o)
		b.fill(1)
		e := b.events(audit.General)[0]
		if e.ActorID != "u1" || e.ActorName != "vanthu" || e.Action != "createUnit" || e.RequestID != "r1" || e.At != "2026-03-02T01:02:03.000004Z" || !e.Time().Equal(o.Clock()) {
			t.Errorf("%+v", e)
		}
		var cs []audit.Change
		if err := json.Unmarshal([]byte(e.Changes), &cs); err != nil || len(cs) != 2 || string(cs[1].To) != `"đơn vị 0"` || string(cs[1].From) != "null" {
			t.Errorf("%s %v", e.Changes, err)
		}
	})
}

// Strangers may send what they like: every refusal is counted on every engine, but
// a caller has no more than some rows in a minute, and so many callers.
func TestSecurityLog(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		b := newBooks(t, o)
		log := audit.NewSecurityLog(b.DB, slog.New(slog.DiscardHandler))
		hostile := []string{"/a\x00b", "/\xff\xfe", "/" + strings.Repeat("ế", 600), "/line\nbreak\x1b[31m", "/\u202eltr"}
		for _, p := range hostile {
			log.Note(audit.SecurityEvent{Kind: "denied", Path: p, Username: p, Method: p, Address: "10.0.0.1", Status: 404, Code: "not_found"})
		}
		const one, others = 5000, 1500
		for range one {
			log.Note(audit.SecurityEvent{Kind: "denied", Path: "/x", Address: "10.0.0.2", Status: 401, Code: "unauthenticated"})
		}
		log.Flush(b.ctx())
		for i := range others {
			log.Note(audit.SecurityEvent{Kind: "denied", Path: "/y", Address: fmt.Sprint("10.1.", i), Status: 401})
		}
		log.Flush(b.ctx())
		var es []audit.SecurityEvent
		if err := b.Read(b.ctx()).Order("id").Find(&es).Error; err != nil {
			t.Fatal(err)
		}
		total, lost, rows := 0, 0, 0
		for _, e := range es {
			if total += e.Count; e.Kind == "overflow" {
				lost += e.Count
			}
			if e.Address == "10.0.0.2" {
				rows++
			}
			if strings.ContainsAny(e.Path+e.Username, "\x00\n\x1b\u202e") || len([]rune(e.Path)) > 501 {
				t.Errorf("stored as it came: %q", e.Path)
			}
		}
		if total != len(hostile)+one+others || lost != others-200 || rows != 21 {
			t.Errorf("%d attempts, %d counted as overflow, %d rows of the one who tried %d times", total, lost, rows, one)
		}
	})
}

// What is refused today is still there in a year, and gone the day after.
func TestSecurityLogForgets(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		now := time.Now().Add(audit.SecurityKept - time.Hour)
		o.Clock = func() time.Time { return now }
		b := newBooks(t, o)
		log := audit.NewSecurityLog(b.DB, slog.New(slog.DiscardHandler))
		log.Note(audit.SecurityEvent{Kind: "denied", Path: "/x"})
		log.Flush(b.ctx())
		for _, left := range []int64{1, 0} {
			if err := log.Purge(b.ctx()); err != nil {
				t.Fatal(err)
			}
			var n int64
			if err := b.Read(b.ctx()).Model(&audit.SecurityEvent{}).Count(&n).Error; err != nil || n != left {
				t.Errorf("%d rows, want %d (%v)", n, left, err)
			}
			now = now.Add(2 * time.Hour)
		}
	})
}

func (b *books) dump() string {
	j, err := json.Marshal(b.events(audit.General))
	if err != nil {
		b.t.Fatal(err)
	}
	return string(j)
}
