package fuzz_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"giaouoc/torture/rig"
)

// caller is somebody the program knows, or does not.
type caller struct{ name, token string }

// fuzz is one run against one server: what all its clients share.
type fuzz struct {
	t        *testing.T
	seed     uint64
	url      string
	contract *contract
	pool     *pool
	book     *findings
	canary   string // an address nobody may ask
	total    int    // requests of the run
	admin    *caller
	leading  string // a unit whose leader's secretary the administrator is, too
	callers  []*caller
	spares   chan *spare

	mu      sync.Mutex
	makers  map[string]*operation // collection → what makes records of it
	steps   map[string][]string   // operation and state → steps that were taken
	counts  map[string]*count     // by operation
	sent    int
	told    int  // of the sent ones, in the log
	mass    int  // requests with members of the server's own
	quiet   bool // what is made is not for the pool
	secrets map[string]bool
}

// count is what became of the requests of an operation.
type count struct {
	sent, ok, valid, accepted int
	why                       string // the last refusal of a valid one
}

// worker is one client.
type worker struct {
	*fuzz
	number, made, sent int
	r                  *rand.Rand
	wire               *wire
	twin               *twin // the same requests go to a second server
	cheap              bool  // records are taken, not made
	depth              int
}

func newFuzz(t *testing.T, s *rig.Server, seed uint64) *fuzz {
	t.Helper()
	return &fuzz{
		t: t, seed: seed, url: s.URL, contract: readContract(t, s), pool: newPool(), spares: make(chan *spare, 8),
		book:   &findings{count: map[string]int{}, shown: map[string]int{}, t: t},
		makers: map[string]*operation{}, steps: map[string][]string{}, counts: map[string]*count{}, secrets: map[string]bool{rig.Password: true},
	}
}

func (f *fuzz) worker(number int) *worker {
	return &worker{fuzz: f, number: number, r: rand.New(rand.NewPCG(f.seed, uint64(number))), wire: &wire{host: strings.TrimPrefix(f.url, "http://")}}
}

// send sends a draft, judges the answer, and learns from it. Without an answer
// it is nil.
func (w *worker) send(d *draft) *reply {
	q := w.encode(d)
	w.sent++
	a, kind, err := w.wire.do(q)
	w.mu.Lock()
	w.fuzz.sent++
	c := w.counts[d.op.id]
	if c == nil {
		c = &count{}
		w.counts[d.op.id] = c
	}
	c.sent++
	if a != nil && a.status < 300 && !d.foreign {
		c.ok++
	}
	w.mu.Unlock()
	if err != nil {
		if kind == "dropped-connection" && (q.noHTTP() || q.long()) { // refused before all of it was taken off the wire
			return nil
		}
		w.book.add(kind, d.op.id, d.how+": "+err.Error(), w.replay(d, q))
		return nil
	}
	w.judge(d, q, a)
	if w.twin != nil {
		w.twin.compare(w, d, q, a)
	}
	w.learn(d, a)
	return a
}

// learn takes from an answer what later requests can use.
func (w *worker) learn(d *draft, a *reply) {
	if d.foreign || a.status >= 300 || d.method == http.MethodGet || d.method == http.MethodHead {
		return
	}
	if d.method == http.MethodDelete {
		w.pool.lose(d.op.kind(), d.id)
		return
	}
	if d.op.method == http.MethodPost && bytes.Contains(a.body, []byte(`token":"`)) {
		w.hide(a.body)
	}
	location := a.head.Get("Location")
	if a.status != http.StatusCreated || !strings.HasPrefix(location, prefix) {
		return
	}
	w.mu.Lock()
	kind, _, _ := strings.Cut(strings.TrimPrefix(location, prefix+"/"), "/")
	if w.makers[kind] == nil {
		w.makers[kind] = d.op
	}
	quiet := w.quiet
	w.mu.Unlock()
	if !quiet {
		w.pool.learn(location)
	}
}

// hide notes the secrets of an answer, which the log must not hold.
func (w *worker) hide(body []byte) {
	var v map[string]any
	_ = json.Unmarshal(body, &v)
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, k := range []string{"access_token", "refresh_token", "token", "path"} {
		if s, _ := v[k].(string); s != "" {
			w.secrets[s] = true
		}
	}
}

func (w *worker) encode(d *draft) *request {
	q := &request{method: d.method, target: d.target}
	if q.target == "" {
		q.target = strings.Replace(d.op.path, "{id}", url.PathEscape(d.id), 1)
		for i, p := range d.query {
			q.target += []string{"&", "?"}[min(1, max(0, 1-i))] + url.QueryEscape(p[0]) + "=" + url.QueryEscape(p[1])
		}
	}
	if d.as != nil && d.as.token != "" {
		q.head = append(q.head, [2]string{"Authorization", "Bearer " + d.as.token})
	}
	switch {
	case d.raw != nil:
		q.body = d.raw
	case d.form != nil:
		q.body, d.media = d.form.encode()
	case d.body != nil || d.media != "":
		q.body = marshalled(d.body)
	}
	if d.media != "" {
		q.head = append(q.head, [2]string{"Content-Type", d.media})
	}
	q.head = append(q.head, d.head...)
	return q
}

func marshalled(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// valid sends a request that keeps to the contract, as the administrator.
func (w *worker) valid(op *operation) *reply {
	d := w.ready(op)
	if d.returns != nil {
		defer d.returns()
	}
	a := w.send(d)
	if d.valid {
		w.mu.Lock()
		c := w.counts[op.id]
		c.valid++
		switch {
		case a != nil && a.status < 300:
			c.accepted++
		case a != nil:
			c.why = fmt.Sprintf("%.300s → %d %.400s", marshalled(d.body), a.status, a.body)
		}
		w.mu.Unlock()
	}
	if d.after != nil && a != nil {
		d.after(a)
	}
	if a != nil && a.status < 300 {
		w.follow(d, a)
	}
	return a
}

// ready is a draft with what the operation needs besides: a record to remove, the
// version of the one to change, what its recipe says.
func (w *worker) ready(op *operation) *draft {
	d := w.draft(op)
	if op.method == http.MethodDelete {
		d.id = w.fresh(op.kind())
		d.valid = d.id != ""
	}
	if recipe := recipes[op.id]; recipe != nil {
		recipe(w, d)
	}
	if op.named() && d.id == "" {
		d.id, d.valid = missing, false
	}
	if op.match {
		w.match(d)
	}
	return d
}

// match sets If-Match to the version the record has, and for a step the state to
// go to.
func (w *worker) match(d *draft) {
	one := strings.TrimSuffix(d.op.path, "/transitions")
	i := slices.IndexFunc(w.contract.ops, func(o *operation) bool { return o.method == http.MethodGet && o.path == one })
	if w.cheap || i < 0 || d.id == "" && d.op.named() {
		d.set("If-Match", `"1"`)
		return
	}
	a := w.send(&draft{op: w.contract.ops[i], method: http.MethodGet, id: d.id, as: d.as, how: "valid"})
	if a == nil || a.status != http.StatusOK {
		d.valid = false
		d.set("If-Match", `"1"`)
		return
	}
	d.set("If-Match", a.head.Get("ETag"))
	if strings.HasSuffix(d.op.path, "/transitions") {
		w.step(d, a)
	}
}

// step chooses the state to go to: one that was accepted from here before, or
// any, to find out.
func (w *worker) step(d *draft, now *reply) {
	var v struct {
		Status string `json:"status"`
	}
	_ = json.Unmarshal(now.body, &v)
	at := d.op.id + " " + v.Status
	w.mu.Lock()
	known := w.steps[at]
	w.mu.Unlock()
	to := any1(w.r, known)
	if to == "" || w.r.IntN(4) == 0 {
		all := w.contract.schemaOf(d.op.body).Properties["to"].Enum
		to, _ = any1(w.r, all).(string)
		d.valid = slices.Contains(known, to)
	}
	d.body.(map[string]any)["to"] = to
	d.body.(map[string]any)["reason"] = "Theo văn bản"
	d.after = func(a *reply) {
		w.mu.Lock()
		defer w.mu.Unlock()
		if a.status < 300 && !slices.Contains(w.steps[at], to) {
			w.steps[at] = append(w.steps[at], to)
		}
	}
}

// fresh is a record of a kind that nothing hangs on: one made now.
func (w *worker) fresh(kind string) string {
	w.mu.Lock()
	op := w.makers[kind]
	w.mu.Unlock()
	if w.cheap || op == nil || w.depth > 3 {
		return w.pool.pick(w.r, kind)
	}
	w.depth++
	defer func() { w.depth-- }()
	for range 3 {
		if a := w.valid(op); a != nil && a.status == http.StatusCreated {
			_, id, _ := strings.Cut(strings.TrimPrefix(a.head.Get("Location"), prefix+"/"), "/")
			return id
		}
	}
	return ""
}

// follow asks for what was made, which must be there, and for what was removed,
// which must not.
func (w *worker) follow(d *draft, a *reply) {
	at, want, code := a.head.Get("Location"), http.StatusOK, "lost-record"
	if d.method == http.MethodDelete {
		at, want, code = strings.Replace(d.op.path, "{id}", d.id, 1), http.StatusNotFound, "use-after-free"
	} else if a.status != http.StatusCreated || w.r.IntN(4) > 0 {
		return
	}
	kind, id, _ := strings.Cut(strings.TrimPrefix(at, prefix+"/"), "/")
	i := slices.IndexFunc(w.contract.ops, func(o *operation) bool {
		return o.method == http.MethodGet && o.path == prefix+"/"+kind+"/{id}"
	})
	if i < 0 {
		return
	}
	if d.op.id == "deleteToken" { // a revoked token stays to be seen
		return
	}
	then := &draft{op: w.contract.ops[i], method: http.MethodGet, id: id, as: d.as, how: "after " + d.op.id}
	if b := w.send(then); b != nil && b.status != want && !(want == http.StatusOK && b.status == http.StatusNotFound && w.pool.isGone(kind, id)) {
		w.book.add(code, d.op.id, "the record is answered with "+http.StatusText(b.status), w.replay(then, w.encode(then)))
	}
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
