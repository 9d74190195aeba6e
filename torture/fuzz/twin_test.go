package fuzz_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"giaouoc/torture/rig"
)

// twin is a second server that gets the same requests. Its ids and tokens are
// others: known says which stands for which, learned by laying the answers to
// one request side by side.
type twin struct {
	wire  *wire
	known map[string]string
	n     int
	out   int // words that stood for another one before
}

// opaque are the words of an answer that only its server understands.
var opaque = regexp.MustCompile(`[A-Za-z0-9_.-]{12,}`)

// The same requests, good and bad, sent one by one to both engines, have the
// same statuses.
func TestBothEnginesAnswerAlike(t *testing.T) {
	const settings = "GIAOUOC_TRUSTED_PROXY=127.0.0.1"
	a, b := rig.Serve(t, rig.SQLite(t), settings), rig.Serve(t, rig.Postgres(t), settings)
	f := newFuzz(t, a, 5)
	f.canary, f.total = listen(t).address, rig.Times(1500, 10_000)
	w := f.worker(0)
	w.twin = &twin{wire: &wire{host: strings.TrimPrefix(b.URL, "http://")}, known: map[string]string{code(a): code(b)}}
	w.fill(code(a))
	for a.Running() && b.Running() && w.twin.n < f.total {
		w.next()
	}
	r := rig.Measure(t, "R5", "one seed on both engines")
	r.Must("requests", w.twin.n, fmt.Sprint("at least ", f.total), w.twin.n >= f.total)
	r.None("statuses that differ", f.book.of("differs"))
	r.Saw("words paired otherwise than before", w.twin.out)
	r.None("no answer", f.book.of("dead")+f.book.of("hang")+f.book.of("dropped-connection"))
}

// compare sends the other server what the first was sent, and compares.
func (t *twin) compare(w *worker, d *draft, q *request, a *reply) {
	other := &request{method: q.method, target: t.translate(q.target), body: []byte(t.translate(string(q.body)))}
	for _, h := range q.head {
		other.head = append(other.head, [2]string{h[0], t.translate(h[1])})
	}
	t.n++
	b, kind, err := t.wire.do(other)
	if err != nil {
		w.book.add(kind, d.op.id, d.how+" (PostgreSQL): "+err.Error(), w.replay(d, q))
		return
	}
	if a.status != b.status {
		w.book.add("differs", d.op.id, fmt.Sprintf("%s: SQLite %d %.300s PostgreSQL %d %.300s", d.how, a.status, a.body, b.status, b.body), w.replay(d, q))
		return
	}
	if a.status >= 300 || q.method == http.MethodGet || q.method == http.MethodHead { // lists written in the background come in any order
		return
	}
	var x, y any
	if json.Unmarshal(a.body, &x) == nil && json.Unmarshal(b.body, &y) == nil {
		t.pair(x, y)
	}
	t.pair(a.head.Get("Location"), b.head.Get("Location"))
}

func (t *twin) translate(s string) string {
	return opaque.ReplaceAllStringFunc(s, func(word string) string {
		if other := t.known[word]; other != "" {
			return other
		}
		return word
	})
}

// pair lays two answers side by side.
func (t *twin) pair(a, b any) {
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			for k := range a {
				t.pair(a[k], b[k])
			}
		}
	case []any:
		if b, ok := b.([]any); ok && len(a) == len(b) {
			for i := range a {
				t.pair(a[i], b[i])
			}
		}
	case string:
		b, ok := b.(string)
		if !ok || a == b {
			return
		}
		if i := strings.LastIndexByte(a, '/'); strings.HasPrefix(a, prefix) {
			a, b = a[i+1:], b[strings.LastIndexByte(b, '/')+1:]
		}
		if opaque.FindString(a) != a || !strings.ContainsAny(a, "0123456789") {
			return
		}
		switch t.known[a] {
		case "":
			t.known[a] = b
		case b:
		default:
			t.out++
		}
	}
}
