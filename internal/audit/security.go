package audit

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"giaouoc/internal/db"
)

// SecurityEvent is a refused attempt. Refusals are kept apart from the acts, so
// that strangers never queue on the chain. Count is above one only for the row
// that stands for attempts that came faster than they could be written.
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

// SecurityLog writes refusals in the background, in batches. What does not fit
// its queue is counted, and the count is written.
type SecurityLog struct {
	db    *db.DB
	log   *slog.Logger
	queue chan *SecurityEvent // pointers: room for what is seldom there costs little
	lost  atomic.Int64
}

// NewSecurityLog makes a log with a bounded queue; Run writes it out.
func NewSecurityLog(store *db.DB, log *slog.Logger) *SecurityLog {
	return &SecurityLog{db: store, log: log, queue: make(chan *SecurityEvent, 4096)}
}

// Note queues a refusal; it never waits.
func (s *SecurityLog) Note(e SecurityEvent) {
	e.ID, e.At, e.Count = db.NewID(), s.db.Now().Format(time.RFC3339Nano), 1
	e.Method, e.Path, e.Username = storable(e.Method, 20), storable(e.Path, 500), storable(e.Username, 200)
	select {
	case s.queue <- &e:
	default:
		s.lost.Add(1)
	}
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
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			s.Flush(context.WithoutCancel(ctx))
			return
		case <-tick.C:
			s.Flush(ctx)
		}
	}
}

// Flush writes what is queued now.
func (s *SecurityLog) Flush(ctx context.Context) {
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
