package httpx

import (
	"context"

	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

// atOnce bounds how many requests that read are answered at a time; each waits
// db.Queueing for its turn at most. Together they keep what is answered at all
// from being answered too late. Writers have a queue of their own in db, and who
// is not signed in is throttled elsewhere.
const atOnce = 16

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
