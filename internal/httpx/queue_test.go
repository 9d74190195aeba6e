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
