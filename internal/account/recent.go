package account

import (
	"sync"
	"time"

	"giaouoc/internal/actor"
)

// What was read of a session's rights counts for so long, unless this process wrote
// anything meanwhile; so many sessions are remembered.
const (
	recently     = time.Second
	manySessions = 10_000
)

// standing is a session as it was read: whose it is, whether it goes on, and what its
// user may do.
type standing struct {
	user   User
	live   bool
	grants []actor.Grant
	read   time.Time // by the machine's steady clock, which nobody sets back
}

// recent remembers the standing of sessions since the last write of this process.
type recent struct {
	mu       sync.Mutex
	writes   uint64 // how many there had been
	sessions map[string]standing
}

// of is the standing of a session that is still good when so many writes were made.
func (r *recent) of(session string, writes uint64) (standing, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if writes != r.writes || len(r.sessions) >= manySessions {
		r.writes, r.sessions = writes, map[string]standing{}
	}
	s, there := r.sessions[session]
	return s, there && time.Since(s.read) < recently
}

// keep remembers what was read after so many writes; nothing where more were made since.
func (r *recent) keep(session string, writes uint64, s standing) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if writes == r.writes {
		r.sessions[session] = s
	}
}
