package crash_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// clients write at the same time, each over a connection it keeps.
const clients = 8

func TestMain(m *testing.M) {
	http.DefaultTransport.(*http.Transport).MaxIdleConnsPerHost = 2 * clients
	rig.Main(m)
}

// beside lets a test run beside the others of this package, unless times are
// judged.
func beside(t *testing.T) {
	if !rig.Long() {
		t.Parallel()
	}
}

// end is what a client knows of a request afterwards.
type end string

const (
	done    end = "done"    // it was told so
	refused end = "refused" // it was told that nothing was done
	unknown end = "unknown" // it sent the request and was told nothing, or to try again
	unsent  end = "unsent"  // nobody was there to send it to
)

// act is one request and what became of it. Its id is the request's id, which
// the record of acts keeps, and its idempotency key.
type act struct {
	id, method, path string
	body             map[string]any
	form             string // instead of a body
	headers          []string
	end              end
	answer           *apptest.Answer
	err              error
	cut              bool // sent, and nothing came back
	took             time.Duration
}

// patience is when a request counts as never answered. It is far beyond every
// bound of the program, so that a slow build of it is not taken for a deaf one.
const patience = 60 * time.Second

// send sends an act and notes its end.
func (a *act) send(c *apptest.Client) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var sent atomic.Bool // also when the transport sent it again by itself
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(i httptrace.WroteRequestInfo) {
		if i.Err == nil {
			sent.Store(true)
		}
	}})
	headers := append([]string{"X-Request-Id", a.id}, a.headers...)
	if a.method == http.MethodPost {
		headers = append(headers, "Idempotency-Key", a.id)
	}
	var body any
	switch {
	case a.form != "":
		body = a.form
	case a.body != nil:
		body = a.body
	}
	began := time.Now()
	a.answer, a.err = c.Try(ctx, a.method, a.path, body, headers...)
	a.took = time.Since(began)
	switch {
	case a.err != nil && !sent.Load() && errors.Is(a.err, syscall.ECONNREFUSED):
		a.end = unsent
	case a.err != nil:
		a.end, a.cut = unknown, true
	case a.answer.Status/100 == 2:
		a.end = done
	case a.answer.Status == http.StatusServiceUnavailable:
		a.end = unknown
	default:
		a.end = refused
	}
}

// held is a commitment as its only writer knows it.
type held struct {
	id, text string
	open     *act // a change of which no end is known
}

// writer is a client that makes commitments and changes its own ones.
type writer struct {
	client     *apptest.Client
	name       string
	rand       *rand.Rand
	agreements []string
	acts       []*act
	held       []*held
	n          int
}

// load are clients writing until each of them is told nothing.
type load struct {
	writers []*writer
	wg      sync.WaitGroup
}

// startLoad lets clients write into agreements. Names of a round are used once.
func startLoad(c *apptest.Client, round string, seed uint64, agreements []string) *load {
	l := &load{}
	for i := range clients {
		w := &writer{client: c, name: fmt.Sprintf("%s-%d", round, i), rand: rand.New(rand.NewPCG(seed, uint64(i))), agreements: agreements}
		l.writers = append(l.writers, w)
		l.wg.Go(func() {
			for w.write() {
			}
		})
	}
	return l
}

// write does the next thing; false: nothing came back.
func (w *writer) write() bool {
	w.n++
	id := fmt.Sprintf("%s-%d", w.name, w.n)
	if len(w.held) > 0 && w.rand.IntN(5) < 2 {
		return w.change(id)
	}
	body := map[string]any{"agreement_id": w.agreements[w.rand.IntN(len(w.agreements))], "text": "Nội dung " + id, "scope": "common"}
	if w.rand.IntN(4) == 0 {
		body["order"] = 1 // all others move
	}
	a := &act{id: id, method: http.MethodPost, path: "/commitments", body: body}
	a.send(w.client)
	w.acts = append(w.acts, a)
	if a.end == done {
		w.held = append(w.held, &held{id: a.answer.ID(), text: "Nội dung " + id})
	}
	return a.answer != nil
}

// change changes one of the writer's commitments, whose version others may have
// moved on.
func (w *writer) change(id string) bool {
	h := w.held[w.rand.IntN(len(w.held))]
	if h.open != nil {
		return true
	}
	path := "/commitments/" + h.id
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	now, err := w.client.Try(ctx, http.MethodGet, path, nil)
	if err != nil {
		return false
	}
	body := map[string]any{"text": "Sửa đổi " + id}
	if w.rand.IntN(4) == 0 {
		body["order"] = 1
	}
	a := &act{id: id, method: http.MethodPatch, path: path, body: body, headers: []string{"If-Match", now.Header.Get("ETag")}}
	a.send(w.client)
	w.acts = append(w.acts, a)
	switch a.end {
	case done:
		h.text = "Sửa đổi " + id
	case unknown:
		h.open = a
	}
	return a.answer != nil
}

// acts are what all writers did, in no order.
func (l *load) acts() (all []*act) {
	for _, w := range l.writers {
		all = append(all, w.acts...)
	}
	return all
}
