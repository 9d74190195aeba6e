package faults_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// hang is when a request counts as one that is never answered.
const hang = 15 * time.Second

// traffic are clients that read and write without a break, and what they got.
type traffic struct {
	client *apptest.Client
	tag    string
	stop   chan struct{}
	wg     sync.WaitGroup

	lastWrite atomic.Int64 // when the newest write that was acknowledged was sent, in ns

	mu           sync.Mutex
	statuses     map[int]int // 0: no answer
	odd          []string    // what is neither 2xx nor 503 with Retry-After
	hung         int
	slowest      time.Duration
	acknowledged map[string]string // name of a record → its id
}

const (
	writers = 4
	readers = 4
)

// startTraffic lets writers and readers begin; tag keeps their records apart
// from those of others.
func startTraffic(t *testing.T, s *rig.Server, client *apptest.Client, tag string) *traffic {
	t.Helper()
	tr := &traffic{client: client, tag: tag, stop: make(chan struct{}), statuses: map[int]int{}, acknowledged: map[string]string{}}
	for w := range writers {
		tr.wg.Go(func() {
			for n := 0; tr.going(); n++ {
				tr.write(fmt.Sprintf("%s %d %d", tag, w, n))
			}
		})
	}
	paths := []string{"/persons?limit=20&sort=-name", "/units?include_total=true", "/search?q=nguoi", "/me"}
	for r := range readers {
		tr.wg.Go(func() {
			for n := r; tr.going(); n++ {
				tr.send(http.MethodGet, paths[n%len(paths)], nil)
			}
		})
	}
	t.Cleanup(tr.end)
	return tr
}

// going reports that there is more to do, after a breath.
func (tr *traffic) going() bool {
	select {
	case <-tr.stop:
		return false
	case <-time.After(20 * time.Millisecond):
		return true
	}
}

// end stops the clients and waits for them.
func (tr *traffic) end() {
	select {
	case <-tr.stop:
	default:
		close(tr.stop)
	}
	tr.wg.Wait()
}

// write makes one record, asking again with the same key until it is made.
func (tr *traffic) write(name string) {
	for tr.going() {
		sent := time.Now()
		a := tr.send(http.MethodPost, "/persons", map[string]any{"name": name}, "Idempotency-Key", name)
		if a != nil && a.Status == http.StatusCreated {
			tr.mu.Lock()
			tr.acknowledged[name] = a.ID()
			tr.mu.Unlock()
			tr.lastWrite.Store(max(tr.lastWrite.Load(), sent.UnixNano()))
			return
		}
	}
}

// send sends one request and judges what comes back; nil when nothing does.
func (tr *traffic) send(method, path string, body any, headers ...string) *apptest.Answer {
	ctx, cancel := context.WithTimeout(context.Background(), hang)
	defer cancel()
	began := time.Now()
	a, err := tr.client.Try(ctx, method, path, body, headers...)
	took := time.Since(began)
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.slowest = max(tr.slowest, took)
	switch {
	case ctx.Err() != nil:
		tr.hung++
		return nil
	case err != nil:
		tr.statuses[0]++
		tr.odd = append(tr.odd, method+" "+path+": "+err.Error())
		return nil
	}
	tr.statuses[a.Status]++
	if a.Status/100 != 2 && (a.Status != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "") {
		tr.odd = append(tr.odd, fmt.Sprintf("%s %s: %d %s", method, path, a.Status, a.Raw))
	}
	return a
}

// wroteAfter waits until a write that was sent after a moment is acknowledged,
// and says how long after.
func (tr *traffic) wroteAfter(at time.Time) (time.Duration, bool) {
	for time.Since(at) < 2*hang {
		if tr.lastWrite.Load() > at.UnixNano() {
			return time.Since(at), true
		}
		time.Sleep(5 * time.Millisecond)
	}
	return time.Since(at), false
}

// grows waits until so many more writes are acknowledged.
func (tr *traffic) grows(n int) bool {
	count := func() int {
		tr.mu.Lock()
		defer tr.mu.Unlock()
		return len(tr.acknowledged)
	}
	before := count()
	for range 2000 {
		if count() >= before+n {
			return true
		}
		time.Sleep(5 * time.Millisecond)
	}
	return false
}

// health watches what the program says of itself.
type health struct {
	s    *rig.Server
	stop chan struct{}
	done chan struct{}

	deaf  atomic.Int64 // times it did not say that it lives
	ready atomic.Bool
}

func watch(s *rig.Server) *health {
	h := &health{s: s, stop: make(chan struct{}), done: make(chan struct{})}
	h.ready.Store(true)
	go func() {
		defer close(h.done)
		for {
			select {
			case <-h.stop:
				return
			case <-time.After(50 * time.Millisecond):
			}
			if s.Status("/healthz")/100 != 2 {
				h.deaf.Add(1)
			}
			h.ready.Store(s.Status("/readyz") == http.StatusOK)
		}
	}()
	return h
}

func (h *health) end() {
	close(h.stop)
	<-h.done
}

// becomes waits for the program to say that it is ready, or that it is not.
func (h *health) becomes(ready bool) bool {
	for range 1000 {
		if h.ready.Load() == ready {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}
