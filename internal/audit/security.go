package audit

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"giaouoc/internal/db"
)

// SecurityEvent is a refused attempt. Refusals are kept apart from the acts, so
// that strangers never queue on the chain. Count is above one for a row that
// stands for several: more than a caller's first in a minute, or those that came
// faster than they could be written.
type SecurityEvent struct {
	ID        string `gorm:"primaryKey"`
	At        string
	Kind      string // login, token, denied, overflow
	ActorID   string
	Username  string
	Address   string
	Method    string
	Path      string
	Status    int
	Code      string
	Count     int
	RequestID string
}

// Strangers must not be able to fill the disk: of one caller at one address, the
// first refusals of a minute have a row each, the others share one. So many
// callers are told apart in a minute; beyond, refusals are only counted.
const (
	rowsEach = 20
	callers  = 200
)

// SecurityKept is how long refused attempts are kept.
const SecurityKept = 365 * 24 * time.Hour

// SecurityLog writes refusals in the background, in batches. What does not fit
// its queue is counted, and the count is written.
type SecurityLog struct {
	db    *db.DB
	log   *slog.Logger
	queue chan *SecurityEvent // pointers: room for what is seldom there costs little
	lost  atomic.Int64

	mu     sync.Mutex
	minute map[string]*crowd // by caller
}

// crowd is what a caller was refused in the present minute.
type crowd struct {
	n    int
	rest SecurityEvent // the last of those that share a row, with their count
}

// NewSecurityLog makes a log with a bounded queue; Run writes it out.
func NewSecurityLog(store *db.DB, log *slog.Logger) *SecurityLog {
	return &SecurityLog{db: store, log: log, queue: make(chan *SecurityEvent, 4096), minute: map[string]*crowd{}}
}

// Note takes in a refusal; it never waits.
func (s *SecurityLog) Note(e SecurityEvent) {
	e.ID, e.At, e.Count = db.NewID(), s.db.Now().Format(time.RFC3339Nano), 1
	e.Method, e.Path, e.Username = storable(e.Method, 20), storable(e.Path, 500), storable(e.Username, 200)
	s.mu.Lock()
	defer s.mu.Unlock()
	who := e.Kind + "\x00" + e.ActorID + "\x00" + e.Address
	c := s.minute[who]
	switch {
	case c == nil && len(s.minute) >= callers:
		s.lost.Add(1)
		return
	case c == nil:
		c = &crowd{}
		s.minute[who] = c
	}
	if c.n++; c.n > rowsEach {
		e.Count += c.rest.Count
		c.rest = e
		return
	}
	s.put(&e)
}

func (s *SecurityLog) put(e *SecurityEvent) {
	select {
	case s.queue <- e:
	default:
		s.lost.Add(int64(e.Count))
	}
}

// settle ends the minute: what shared a row is queued.
func (s *SecurityLog) settle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.minute {
		if c.rest.Count > 0 {
			s.put(&c.rest)
		}
	}
	clear(s.minute)
}

// Purge forgets refusals that are older than they are kept. Ids are made in order
// of time and begin with it.
func (s *SecurityLog) Purge(ctx context.Context) error {
	ms := s.db.Now().Add(-SecurityKept).UnixMilli()
	return s.db.DeleteAlone(ctx, &SecurityEvent{}, "id < ?", fmt.Sprintf("%08x-%04x", ms>>16, ms&0xffff))
}

// storable makes what a stranger sent fit to be stored and shown: printable
// characters only, and no more of them than max.
func storable(s string, max int) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return utf8.RuneError
		}
		return r
	}, s)
	if runes := []rune(s); len(runes) > max {
		s = string(runes[:max]) + "…"
	}
	return s
}

// Run writes queued refusals until the context ends, and then what is left.
func (s *SecurityLog) Run(ctx context.Context) {
	tick, minute := time.NewTicker(200*time.Millisecond), time.NewTicker(time.Minute)
	defer tick.Stop()
	defer minute.Stop()
	for {
		select {
		case <-ctx.Done():
			s.Flush(context.WithoutCancel(ctx))
			return
		case <-minute.C:
			s.settle()
		case <-tick.C:
			s.write(ctx)
		}
	}
}

// Flush writes everything that was noted up to now.
func (s *SecurityLog) Flush(ctx context.Context) {
	s.settle()
	s.write(ctx)
}

// write writes what is queued.
func (s *SecurityLog) write(ctx context.Context) {
	for {
		batch := s.take(200)
		if len(batch) == 0 {
			return
		}
		if err := s.db.InsertAlone(ctx, &batch); err != nil {
			s.lost.Add(int64(len(batch)))
			s.log.Error("security log not written", "attempts", len(batch), "cause", err)
			return
		}
	}
}

func (s *SecurityLog) take(n int) []SecurityEvent {
	var batch []SecurityEvent
	if lost := s.lost.Swap(0); lost > 0 {
		batch = append(batch, SecurityEvent{ID: db.NewID(), At: s.db.Now().Format(time.RFC3339Nano), Kind: "overflow", Count: int(lost)})
	}
	for len(batch) < n {
		select {
		case e := <-s.queue:
			batch = append(batch, *e)
		default:
			return batch
		}
	}
	return batch
}

// SecurityGrammar is what the list of refusals can be asked.
func SecurityGrammar() db.List {
	return db.List{
		Fields: []db.Field{
			{Name: "kind", SQL: "e.kind", Type: db.Text},
			{Name: "actor_id", SQL: "e.actor_id", Type: db.Text},
			{Name: "username", SQL: "e.username", Type: db.Text},
			{Name: "address", SQL: "e.address", Type: db.Text},
			{Name: "code", SQL: "e.code", Type: db.Text},
			{Name: "at", SQL: "e.id", Sort: true, SortOnly: true},
		},
		Default: "-at", ID: "e.id",
	}
}
