package httpx

import (
	"context"
	"testing"
	"time"

	"golang.org/x/sync/semaphore"

	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

// So many are answered at a time; the next waits, and not for long.
func TestReadersWaitTheirTurn(t *testing.T) {
	s, ctx := &Server{places: semaphore.NewWeighted(atOnce)}, context.Background()
	for range atOnce {
		if err := s.enter(ctx); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	err := s.enter(ctx)
	if took := time.Since(began); err == nil || err.Kind != fault.Unavailable || err.RetryAfter == 0 || took < db.Queueing || took > 2*db.Queueing {
		t.Errorf("%v after %v", err, took)
	}
	time.AfterFunc(50*time.Millisecond, func() { s.places.Release(1) })
	if err := s.enter(ctx); err != nil {
		t.Errorf("a place was left, and not given on: %v", err)
	}
}

// One caller has so many files made at a time, and all callers together so many;
// a place that is given back is there for the next.
func TestFilesWaitTheirTurn(t *testing.T) {
	w, ctx := &workshop{places: semaphore.NewWeighted(filesAtOnce), of: map[string]int{}}, context.Background()
	take := func(who string) func() {
		t.Helper()
		done, err := w.take(ctx, who)
		if err != nil {
			t.Fatalf("%s: %v", who, err)
		}
		return done
	}
	var first []func()
	for range filesEach {
		first = append(first, take("a"))
	}
	began := time.Now()
	if _, err := w.take(ctx, "a"); err == nil || err.Kind != fault.Unavailable || err.RetryAfter == 0 || time.Since(began) > db.Queueing/2 {
		t.Errorf("one file too many for a caller: %v after %v", err, time.Since(began))
	}
	for range filesAtOnce - filesEach {
		take("b")
	}
	began = time.Now()
	if _, err := w.take(ctx, "c"); err == nil || err.Kind != fault.Unavailable || time.Since(began) < db.Queueing {
		t.Errorf("one file too many for all: %v after %v", err, time.Since(began))
	}
	if w.of["c"] != 0 {
		t.Error("who was refused is counted")
	}
	first[0]()
	take("a")()
	take("c")
}
