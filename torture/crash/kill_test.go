package crash_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// seed makes the moments of the kills and the writers' choices repeatable.
const seed = 1

// The program is killed at any moment of eight clients' writing. What it
// acknowledged is there, whole and once, and nothing else of any write is.
func TestKill(t *testing.T) {
	beside(t)
	engines(t, "D1", "D2", func(t *testing.T, b rig.Books, id string) {
		s := rig.Serve(t, b, "GIAOUOC_ACCESS_TOKEN_TTL=24h")
		k := &killing{t: t, s: s, ends: map[end]int{}, admin: s.User("quantri", true), rand: rand.New(rand.NewPCG(seed, 0))}
		k.library = newLibrary(k.admin)
		times := rig.Times(10, 200)
		for round := range times {
			k.round(fmt.Sprintf("kill%04d", round))
		}
		row := rig.Measure(t, id, "kill under writes, "+b.Engine())
		row.Saw("kills", times)
		row.Saw("writes by end", k.ends)
		row.Must("writes cut off", k.cut, fmt.Sprintf(">= %d", max(1, times/2)), k.cut >= max(1, times/2))
		row.Must("writes acknowledged", k.ends[done], "some", k.ends[done] > 0)
		row.None("acknowledged and lost", k.lost)
		row.None("done in part", k.half)
		row.None("done twice", k.doubled)
		row.None("refused and yet done", k.sneaked)
		if b.URL == "" {
			row.None("integrity failures of the file", k.torn)
		}
		row.None("answers nobody should get", k.odd)
		row.MustTime("longest restart until ready", k.ready.Round(time.Millisecond), "2s", k.ready <= 2*time.Second)
		holds := verified(t, s)
		row.Must("audit chain verifies", holds, "true", holds)
		again := rig.Measure(t, "D8", "repeated after a kill, "+b.Engine())
		again.Must("repetitions of what was cut off", k.retried, "some", k.retried > 0)
		again.None("cut off, repeated, and not there once", k.unsettled)
		again.Must("repetitions of what was answered", k.repeated, "some", k.repeated > 0)
		again.None("other than the first answer", k.other)
	})
}

// killing counts over all rounds.
type killing struct {
	t       *testing.T
	s       *rig.Server
	admin   *apptest.Client
	library *library
	rand    *rand.Rand
	latest  []string // agreements written into

	ends                                         map[end]int
	cut, lost, half, doubled, sneaked, torn, odd int
	retried, unsettled, repeated, other          int
	ready                                        time.Duration
}

// round lets clients write, kills the program, starts it again and looks.
func (k *killing) round(name string) {
	k.t.Helper()
	k.latest = append(k.latest, k.library.agreement(), k.library.agreement())
	k.latest = k.latest[max(0, len(k.latest)-4):]
	l := startLoad(k.admin, name, k.rand.Uint64(), k.latest)
	time.Sleep(20*time.Millisecond + time.Duration(k.rand.Int64N(int64(380*time.Millisecond))))
	killed := time.Now()
	k.s.Kill()
	l.wg.Wait()
	if k.s.Books.URL == "" {
		k.torn += intact(k.t, k.s.Books)
	}
	k.s.Start()
	k.ready = max(k.ready, k.s.Ready)
	k.settle(killed)
	for _, a := range l.acts() {
		k.count(a)
	}
	k.judge(name, l)
}

// settle waits until PostgreSQL has noticed that its client of before is dead:
// what that one had sent may be done until then.
func (k *killing) settle(killed time.Time) {
	k.t.Helper()
	if k.s.Books.URL == "" {
		return
	}
	ask(k.t, k.s.Books, func(pool *sql.DB) {
		for range 1000 {
			if number(k.t, pool, fmt.Sprintf("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'giaouoc' AND backend_start < to_timestamp(%f)", float64(killed.UnixMicro())/1e6)) == 0 {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		k.t.Fatal("connections of the killed program stay")
	})
}

func (k *killing) count(a *act) {
	k.ends[a.end]++
	if a.cut {
		k.cut++
	}
	if a.end == refused && a.answer.Status != http.StatusPreconditionFailed {
		k.odd++
		k.t.Errorf("%s %s: %d %s", a.method, a.path, a.answer.Status, a.answer.Raw)
	}
}

// judge compares a round's acts with the books, and repeats what was cut off.
func (k *killing) judge(round string, l *load) {
	k.t.Helper()
	before := recorded(k.t, k.s.Books, round)
	for _, a := range l.acts() {
		n := before[a.id]
		switch {
		case n > 1:
			k.doubled++
		case a.end == done && n == 0:
			k.lost++
		case (a.end == refused || a.end == unsent) && n > 0:
			k.sneaked++
		}
	}
	k.half += broken(k.t, k.s.Books)
	for _, w := range l.writers {
		k.texts(w, before)
		k.repeat(w)
	}
	after := recorded(k.t, k.s.Books, round)
	for _, a := range l.acts() {
		if a.method == http.MethodPost && a.end == unknown && after[a.id] != 1 {
			k.unsettled++
		}
		if after[a.id] > 1 {
			k.doubled++
		}
	}
	k.half += broken(k.t, k.s.Books)
}

// texts compares a writer's commitments with the last it wrote into each.
func (k *killing) texts(w *writer, recorded map[string]int) {
	k.t.Helper()
	for _, h := range w.held {
		want := h.text
		if h.open != nil && recorded[h.open.id] > 0 {
			want = h.open.body["text"].(string)
		}
		if a := k.admin.Get("/commitments/" + h.id); a.Status != http.StatusOK {
			k.lost++
		} else if got := a.Str("text"); got != want {
			k.lost++
			k.t.Errorf("%s is %q, the last write was %q", h.id, got, want)
		}
	}
}

// repeat sends again what a writer got no answer to, twice, and the last thing it
// got one to.
func (k *killing) repeat(w *writer) {
	k.t.Helper()
	var answered *act
	for _, a := range w.acts {
		switch {
		case a.method != http.MethodPost:
		case a.end == done:
			answered = a
		case a.end == unknown:
			k.retried++
			first := k.admin.Post(a.path, a.body, "Idempotency-Key", a.id, "X-Request-Id", a.id).Must(201)
			again := k.admin.Post(a.path, a.body, "Idempotency-Key", a.id).Must(201)
			if first.Str("text") != a.body["text"] || string(first.Raw) != string(again.Raw) || again.Header.Get("Idempotency-Replayed") != "true" {
				k.unsettled++
				k.t.Errorf("%s\n%s", first.Raw, again.Raw)
			}
		}
	}
	if answered == nil {
		return
	}
	k.repeated++
	again := k.admin.Post(answered.path, answered.body, "Idempotency-Key", answered.id)
	if again.Status != answered.answer.Status || string(again.Raw) != string(answered.answer.Raw) || again.Header.Get("ETag") != answered.answer.Header.Get("ETag") {
		k.other++
		k.t.Errorf("first %s\nthen %s", answered.answer.Raw, again.Raw)
	}
}
