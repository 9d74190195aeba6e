package httpx

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"

	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

// atOnce bounds how many requests that read are answered at a time; each waits
// db.Queueing for its turn at most. Together they keep what is answered at all
// from being answered too late. Writers have a queue of their own in db, and who
// is not signed in is throttled elsewhere.
const atOnce = 16

// filesAtOnce bounds how many files are made at a time, filesEach those of one
// caller: a file takes more to make than a page, and who reads it slowly must not
// keep the places of those who read pages.
const (
	filesAtOnce = 8
	filesEach   = 4
)

// workshop is where files are made.
type workshop struct {
	places *semaphore.Weighted
	mu     sync.Mutex
	of     map[string]int // files in the making, by caller
}

// take waits for a place to make a file; done gives it back.
func (w *workshop) take(ctx context.Context, who string) (done func(), f *fault.Error) {
	if !w.count(who, 1) {
		return nil, db.Unavailable()
	}
	ctx, cancel := context.WithTimeout(ctx, db.Queueing)
	defer cancel()
	if w.places.Acquire(ctx, 1) != nil {
		w.count(who, -1)
		return nil, db.Unavailable()
	}
	return func() { w.places.Release(1); w.count(who, -1) }, nil
}

// Workplace waits for a place to make a file for somebody, outside the operations;
// done gives it back.
func (s *Server) Workplace(ctx context.Context, who string) (done func(), full *fault.Error) {
	return s.workshop.take(ctx, who)
}

// count notes a file more or less of a caller, unless there are enough.
func (w *workshop) count(who string, n int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if n > 0 && w.of[who] >= filesEach {
		return false
	}
	if w.of[who] += n; w.of[who] == 0 {
		delete(w.of, who)
	}
	return true
}

// enter waits for a place among the requests that read, which are served in the
// order they came. A request has been read by then, so that no slow client holds
// a place.
func (s *Server) enter(ctx context.Context) *fault.Error {
	ctx, cancel := context.WithTimeout(ctx, db.Queueing)
	defer cancel()
	if s.places.Acquire(ctx, 1) == nil {
		return nil
	}
	return db.Unavailable()
}
