package fuzz_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// slow is how long an answer may take, and an export.
const (
	slow       = 2 * time.Second
	slowExport = 8 * time.Second
)

// wholeBooks are operations that read all there is, one at a time and each in a bounded
// time: they may take so long, and refuse while another is at work.
var wholeBooks = map[string]time.Duration{"verifyAudit": 45 * time.Second}

// findings are what was wrong, by code, with the requests that show it.
type findings struct {
	mu    sync.Mutex
	count map[string]int
	shown map[string]int
	t     *testing.T
}

// examples is how many requests are printed of each code and operation.
const examples = 2

func (f *findings) add(code, op, what, show string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count[code]++
	if f.shown[code+op]++; f.shown[code+op] <= examples && f.shown[code] < 12 {
		f.shown[code]++
		f.t.Logf("%s %s: %s\n    %s", code, op, what, show)
	}
}

func (f *findings) of(code string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.count[code]
}

// leaks are words of the machinery that no answer may hold. No payload of ours
// has them.
var leaks = map[string][]string{
	"leak-sql": {
		"SQLSTATE", "sqlite", "SQLITE_", "UNIQUE constraint", "constraint failed", "pq: ", "jackc", "gorm", "syntax error at or near",
		"no such table", "no such column", "database is locked", "duplicate key value", "invalid byte sequence", "violates foreign",
	},
	"leak-internal": {
		".go:", "goroutine ", "runtime error", "nil pointer", "panic:", "/root/", "/home/", "/work/", "giaouoc/internal", "strconv.", "json: ",
		"unmarshal", "invalid character '", "reflect.", "humagin", "multipart: ", "mime: ", "open /", "stat /",
	},
}

// judge holds an answer against the contract and against what was to be refused.
func (w *worker) judge(d *draft, q *request, a *reply) {
	say := func(code, what string, args ...any) {
		w.book.add(code, d.op.id, d.how+": "+fmt.Sprintf(what, args...)+fmt.Sprintf(" → %d %.300s", a.status, a.body), w.replay(d, q))
	}
	limit, late := slow, "slow"
	if d.op.files() || a.media() == "text/csv" {
		limit, late = slowExport, "slow-export"
	}
	if most, whole := wholeBooks[d.op.id]; whole {
		limit = most
	}
	if a.took > limit {
		say(late, "took %v", a.took)
	}
	if a.status >= 500 {
		switch _, whole := wholeBooks[d.op.id]; {
		case a.status != http.StatusServiceUnavailable || a.head.Get("Retry-After") == "":
			say("F100-5xx", "server error")
		case !whole:
			say("503", "unavailable")
		}
	}
	for code, list := range leaks {
		for _, word := range list {
			if bytes.Contains(a.body, []byte(word)) {
				say(code, "%q is shown", word)
			}
		}
	}
	if d.must != "" && a.status < 400 {
		say(d.must, "accepted")
	}
	if d.valid && a.status == http.StatusBadRequest {
		say("F102-refused", "a request that keeps to the contract is malformed")
	}
	w.asDeclared(d, q, a, say)
}

// asDeclared holds status, media type and body against the contract.
func (w *worker) asDeclared(d *draft, q *request, a *reply, say func(code, what string, args ...any)) {
	declared, known := d.op.answers[a.status]
	switch {
	case a.status == http.StatusMethodNotAllowed && (d.foreign || d.stray):
		if a.head.Get("Allow") == "" {
			say("F101-method", "405 without Allow")
		}
	case d.foreign && a.status == http.StatusNotFound, d.stray && a.status == http.StatusNotFound:
	case d.foreign && d.stray && a.status >= 400 && a.status < 500: // "/agreements%2f<id>" with PATCH is another operation's, whole
	case d.plain && a.status == http.StatusBadRequest && a.media() == "text/plain": // the server under the program
		return
	case d.plain && a.status == http.StatusExpectationFailed, a.status == http.StatusRequestHeaderFieldsTooLarge && q.long():
		return
	case !known:
		say("F101-status", "not declared")
		return
	}
	if a.status == http.StatusUnauthorized && a.head.Get("WWW-Authenticate") == "" {
		say("F101-problem", "401 without WWW-Authenticate")
	}
	if a.status == http.StatusNoContent || a.status == http.StatusNotModified || d.method == http.MethodHead {
		if len(a.body) > 0 {
			say("F101-body", "%d bytes where there must be none", len(a.body))
		}
		return
	}
	if a.status == http.StatusNotFound && d.stray && !strings.HasPrefix(d.target, prefix) && a.media() == "text/html" {
		return // whoever takes a page is shown the dashboard's, beside the API
	}
	if a.status >= 400 {
		w.problem(d, a, say)
		return
	}
	media := a.media()
	s, ok := declared[media]
	if !ok {
		if _, ok = declared["*/*"]; !ok {
			say("F101-type", "%q is not declared", media)
		}
		return
	}
	if media == "application/json" && w.looksAt(a) {
		w.body(a, s, say)
	}
}

// looksAt samples the long answers of a long run: each up to 8 KiB is read, and
// every eighth above.
func (w *worker) looksAt(a *reply) bool {
	return w.total < 100_000 || len(a.body) <= 8<<10 || w.r.IntN(8) == 0
}

func (w *worker) body(a *reply, s *schema, say func(code, what string, args ...any)) any {
	var v any
	if err := json.Unmarshal(a.body, &v); err != nil {
		say("F101-body", "no JSON: %v", err)
		return nil
	}
	(&checker{w.contract.schemas, func(code, at string) { say(code, "%s", at) }}).check(v, s, "")
	return v
}

// problem holds a refusal against RFC 9457 and the contract.
func (w *worker) problem(d *draft, a *reply, say func(code, what string, args ...any)) {
	if a.media() != "application/problem+json" {
		say("F101-type", "a refusal as %q", a.media())
		return
	}
	m, _ := w.body(a, &schema{Ref: "#/components/schemas/Problem"}, say).(map[string]any)
	for _, k := range []string{"type", "title", "detail", "instance", "code", "request_id"} {
		if s, _ := m[k].(string); s == "" || strings.HasPrefix(s, "problem.") {
			say("F101-problem", "%s is %q", k, s)
		}
	}
	if m["status"] != float64(a.status) {
		say("F101-problem", "status is %v", m["status"])
	}
	// A replay is the first answer, with the id of the request it was given to.
	if m["request_id"] != a.head.Get("X-Request-Id") && a.head.Get("Idempotency-Replayed") == "" {
		say("F101-problem", "request_id is not the header's")
	}
	if d.wants != 0 && a.status != d.wants && a.status != 401 && a.status != 403 {
		say("F101-refusal", "refused otherwise than with %d", d.wants)
	}
}

// replay is how to send a request again.
func (w *worker) replay(d *draft, q *request) string {
	shown := *q
	shown.head = nil
	for _, h := range q.head {
		if h[0] == "Authorization" && d.as != nil && h[1] == "Bearer "+d.as.token {
			h[1] = "Bearer TOKEN-OF-" + d.as.name
		}
		shown.head = append(shown.head, h)
	}
	return fmt.Sprintf("seed %d, client %d, request %d: %s", w.seed, w.number, w.sent, shown.curl(w.url))
}
