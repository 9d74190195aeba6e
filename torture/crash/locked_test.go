package crash_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// Another process holds SQLite's write lock: writes wait for a while and are
// then refused for the moment, reads go on, and afterwards all is as before.
func TestLocked(t *testing.T) {
	beside(t)
	row := rig.Measure(t, "D6", "another process writes for 8 s")
	b := rig.SQLite(t)
	s := rig.Serve(t, b, "GIAOUOC_ACCESS_TOKEN_TTL=24h")
	admin := s.User("quantri", true)
	w := &waiting{admin: admin, stop: make(chan struct{})}
	ask(t, b, func(pool *sql.DB) {
		conn, err := pool.Conn(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		execute(t, conn, "BEGIN IMMEDIATE")
		w.start()
		time.Sleep(8 * time.Second)
		close(w.stop)
		w.during = w.taken() // before the lock goes, nothing can have been done
		execute(t, conn, "ROLLBACK")
	})
	began := time.Now()
	admin.Post("/persons", map[string]any{"name": "Người sau"}).Must(201)
	again := time.Since(began)
	w.wg.Wait()
	w.judge(row)
	row.MustTime("first write afterwards", again.Round(time.Millisecond), "5s", again <= 5*time.Second)
	row.None("half-done writes", broken(t, b))
	there := recorded(t, b, "wait")
	sneaked, lost := 0, 0
	for _, a := range w.acts {
		n := there[a.id]
		switch {
		case a.end == done && n != 1:
			lost++
		case a.end != done && n > 0:
			sneaked++
		}
	}
	row.None("acknowledged and lost", lost)
	row.None("refused and yet done", sneaked)
}

func execute(t *testing.T, conn *sql.Conn, statement string) {
	t.Helper()
	if _, err := conn.ExecContext(context.Background(), statement); err != nil {
		t.Fatal(err)
	}
}

// waiting are clients that write and read while the books are locked.
type waiting struct {
	admin  *apptest.Client
	stop   chan struct{}
	wg     sync.WaitGroup
	mu     sync.Mutex
	acts   []*act // writes
	reads  []*act
	during int // writes done while the lock was held
}

func (w *waiting) start() {
	for c := range clients {
		w.wg.Go(func() {
			for n := 0; w.going(); n++ {
				a := &act{id: fmt.Sprintf("wait-%d-%d", c, n), method: http.MethodPost, path: "/persons", body: map[string]any{"name": fmt.Sprintf("Người %d %d", c, n)}}
				a.send(w.admin)
				w.note(&w.acts, a)
			}
		})
	}
	for c := range 4 {
		w.wg.Go(func() {
			for n := 0; w.going(); n++ {
				a := &act{id: fmt.Sprintf("read-%d-%d", c, n), method: http.MethodGet, path: []string{"/persons?limit=20", "/me", "/search?q=nguoi"}[n%3]}
				a.send(w.admin)
				w.note(&w.reads, a)
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
}

func (w *waiting) note(list *[]*act, a *act) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*list = append(*list, a)
}

func (w *waiting) going() bool {
	select {
	case <-w.stop:
		return false
	default:
		return true
	}
}

// taken counts the writes that were done so far.
func (w *waiting) taken() (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, a := range w.acts {
		if a.end == done {
			n++
		}
	}
	return n
}

func (w *waiting) judge(row *rig.Row) {
	var refusals, odd, unread int
	var wait, reading time.Duration
	for _, a := range w.acts {
		wait = max(wait, a.took)
		switch {
		case a.end == done:
		case a.end == unknown && a.answer != nil && a.answer.Header.Get("Retry-After") != "":
			refusals++
		default:
			odd++
		}
	}
	for _, a := range w.reads {
		reading = max(reading, a.took)
		if a.end != done {
			unread++
		}
	}
	row.None("writes done while another held the lock", w.during)
	row.Must("writes refused for the moment", refusals, "some", refusals > 0)
	row.None("answers but 2xx and 503 with Retry-After, or none", odd)
	row.MustTime("longest wait of a write", wait.Round(time.Millisecond), "5s", wait <= 5*time.Second)
	row.Must("reads meanwhile", len(w.reads), "some", len(w.reads) > 0)
	row.None("reads that failed", unread)
	row.Saw("slowest read", reading.Round(time.Millisecond))
}
