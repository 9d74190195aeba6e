package app_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/audit"
	"giaouoc/torture/rig"
)

// nowhere is an id no record has.
const nowhere = "01900000-0000-7000-8000-000000000000"

// cell is one question of the matrix: an operation as a role, for a record of a
// scope, and what the answer has to be.
type cell struct {
	op, method, path, role, scope, want string
	target                              target
}

func (c cell) String() string { return c.op + " as " + c.role + " on " + c.scope }

// tallied are the figures of a run.
type tallied struct {
	cells, acts, refusals                       int
	wrong, effects, unrecorded, apart, unlogged int
	expected                                    map[string]audit.SecurityEvent // refusals not yet looked up, by request id
}

// complain fails the test and counts what for.
func complain(t *testing.T, figure *int, format string, args ...any) {
	t.Helper()
	*figure++
	t.Errorf(format, args...)
}

// write writes the figures down.
func (m *matrix) write(t *testing.T, operations int) {
	t.Helper()
	engine := string(m.s.DB.Engine())
	a1 := rig.Measure(t, "A1", "permission matrix, "+engine)
	a1.Saw("operations", operations)
	a1.Saw("roles", len(roleNames))
	a1.Saw("cells", m.cells)
	a1.Saw("exempt", "setUp where it succeeds (needs empty books: package account); /healthz, /readyz, /docs, /openapi.* (no operations, public)")
	a1.None("wrong", m.wrong)
	a1.None("refused with effect", m.effects)
	a3 := rig.Measure(t, "A3", "foreign and missing, "+engine)
	a3.None("told apart", m.apart)
	e2 := rig.Measure(t, "E2", "audit and refusals, "+engine)
	e2.Saw("writes", m.acts)
	e2.None("writes without exactly one complete entry", m.unrecorded)
	e2.Saw("refused", m.refusals)
	e2.None("refused without exactly one entry", m.unlogged)
}

var writing = regexp.MustCompile(`(?i)^\s*(INSERT|UPDATE|DELETE|TRUNCATE)\b`)

// idle holds for statements without an effect, and for the count of failed log-ins.
func idle(sql string) bool {
	return !writing.MatchString(sql) || strings.Contains(sql, "login_attempts")
}

// cell sends one request and judges the answer, its effect and what was
// recorded of it.
func (m *matrix) cell(t *testing.T, c cell, body map[string]any, w *world) *apptest.Answer {
	t.Helper()
	m.cells++
	headers := []string{}
	if c.target.etag != "" {
		headers = append(headers, "If-Match", c.target.etag)
	}
	before, from := m.events(t), m.s.Clock()()
	var a *apptest.Answer
	wrote := slices.DeleteFunc(m.s.Statements(func() {
		a = m.send(m.clients[c.role], c.op, c.method, c.target.path, orNil(body), headers)
	}), idle)
	after := m.events(t)
	m.refused(c, a)
	if c.want == "hidden" {
		// The list is answered, and shows nothing of the foreign scope.
		if a.Status != 200 || strings.Contains(string(a.Raw), w.ids["bloc"]) || strings.Contains(string(a.Raw), w.ids["term"]) {
			complain(t, &m.wrong, "%s: status %d, or a foreign record is shown", c, a.Status)
		}
		return a
	}
	got := classify(a.Status)
	if got != c.want {
		complain(t, &m.wrong, "%s: status %d, want %s: %.300s", c, a.Status, c.want, a.Raw)
	}
	switch {
	case got != "allowed" || c.method == "GET":
		if after != before || len(wrote) > 0 {
			complain(t, &m.effects, "%s: status %d, yet %d acts were recorded, and sent was %q", c, a.Status, after-before, wrote)
		}
	case len(wrote) == 0:
		t.Fatalf("%s: done, yet no statement that writes was seen", c)
	case c.op == "refreshTokens": // the session goes on; its beginning and end are acts
	case after != before+1:
		complain(t, &m.unrecorded, "%s: %d acts recorded for one write", c, after-before)
	default:
		m.recorded(t, c, a, from)
	}
	if got == "404" && strings.Contains(c.path, "{id}") {
		m.likeMissing(t, c, a, body, headers)
	}
	return a
}

// orNil keeps a body that is not there from becoming the text null.
func orNil(body map[string]any) any {
	if body == nil {
		return nil
	}
	return body
}

// recorded looks at the entry of a write: who, when, what, before and after.
func (m *matrix) recorded(t *testing.T, c cell, a *apptest.Answer, from time.Time) {
	t.Helper()
	m.acts++
	var e audit.Event
	if err := m.s.DB.Read(m.s.System()).Order("id DESC").Take(&e).Error; err != nil {
		t.Fatal(err)
	}
	client := m.clients[c.role]
	if e.ActorName == "" || client.UserID != "" && e.ActorID != client.UserID {
		complain(t, &m.unrecorded, "%s: recorded as by %q %q", c, e.ActorID, e.ActorName)
	}
	if at := e.Time(); at.Before(from.Truncate(time.Microsecond)) || at.After(m.s.Clock()()) {
		complain(t, &m.unrecorded, "%s: recorded at %s", c, e.At)
	}
	if e.Action != c.op || e.EntityID == "" || e.RequestID != a.Header.Get("X-Request-Id") || a.ID() != "" && c.method != "DELETE" && e.EntityID != a.ID() {
		complain(t, &m.unrecorded, "%s: recorded as %s of %s %s by request %s", c, e.Action, e.Entity, e.EntityID, e.RequestID)
	}
	var changes []audit.Change
	if err := json.Unmarshal([]byte(e.Changes), &changes); err != nil || len(changes) == 0 && e.Entity != "session" {
		complain(t, &m.unrecorded, "%s: changes %s (%v)", c, e.Changes, err)
	}
	for _, ch := range changes {
		made, gone := a.Status == 201 || (c.op == "saveProgressEntries" || c.op == "saveScores") && e.Version == 1, c.method == "DELETE" && c.op != "deleteToken" // a token's row stays
		same := string(ch.From) == string(ch.To) && string(ch.To) != `"…"`                                                                                        // a secret is recorded without its content
		if same && !made && !gone || made && string(ch.From) != "null" || gone && string(ch.To) != "null" {
			complain(t, &m.unrecorded, "%s: %s went from %s to %s", c, ch.Field, ch.From, ch.To)
		}
	}
}

// refused notes a refusal the security log has to hold.
func (m *matrix) refused(c cell, a *apptest.Answer) {
	if a.Status != 401 && a.Status != 403 && (a.Status != 404 || c.method == "GET") {
		return
	}
	if m.expected == nil {
		m.expected = map[string]audit.SecurityEvent{}
	}
	path, _, _ := strings.Cut("/api/v1"+c.target.path, "?")
	m.expected[a.Header.Get("X-Request-Id")] = audit.SecurityEvent{
		ActorID: m.clients[c.role].UserID, Method: c.method, Path: path, Status: a.Status, Code: a.Str("code"), Count: 1,
	}
}

// logged looks the refusals noted so far up in the security log.
func (m *matrix) logged(t *testing.T) {
	t.Helper()
	m.s.Security.Flush(m.s.System())
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(m.expected)), 100) {
		var rows []audit.SecurityEvent
		if err := m.s.DB.Read(m.s.System()).Where("request_id IN ?", ids).Find(&rows).Error; err != nil {
			t.Fatal(err)
		}
		found := map[string][]audit.SecurityEvent{}
		for _, r := range rows {
			id := r.RequestID
			if r.ID == "" || r.At == "" || r.Address == "" || r.Kind == "" {
				complain(t, &m.unlogged, "a refusal is logged as %+v", r)
			}
			r.ID, r.At, r.Address, r.Kind, r.Username, r.RequestID = "", "", "", "", "", ""
			found[id] = append(found[id], r)
		}
		for _, id := range ids {
			m.refusals++
			if diff := cmp.Diff([]audit.SecurityEvent{m.expected[id]}, found[id]); diff != "" {
				complain(t, &m.unlogged, "a refusal is not logged once as it was (-want +got):\n%s", diff)
			}
		}
	}
	m.expected = nil
}

// likeMissing asks for an id nobody has, and expects the very answer a foreign
// record got.
func (m *matrix) likeMissing(t *testing.T, c cell, foreign *apptest.Answer, body map[string]any, headers []string) {
	t.Helper()
	m.cells++
	c.target.path = strings.Replace(c.path, "{id}", nowhere, 1)
	missing := m.send(m.clients[c.role], c.op, c.method, c.target.path, orNil(body), headers)
	m.refused(c, missing)
	if diff := cmp.Diff(without(missing), without(foreign)); diff != "" {
		complain(t, &m.apart, "%s: a missing record (-) and a foreign one (+) are told apart:\n%s", c, diff)
	}
}

// without is all of an answer that may not tell a foreign record from a missing
// one: everything but the request's own id and path.
func without(a *apptest.Answer) map[string]any {
	out := map[string]any{"status": a.Status}
	for k := range a.Header {
		if k != "X-Request-Id" && k != "Date" {
			out["header "+k] = a.Header.Get(k)
		}
	}
	for k, v := range a.Body {
		if k != "request_id" && k != "instance" {
			out[k] = v
		}
	}
	return out
}

func (m *matrix) events(t *testing.T) (n int64) {
	t.Helper()
	if err := m.s.DB.Read(m.s.System()).Model(&audit.Event{}).Count(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

// sessions runs the cells of an operation on sessions or one's own account. They
// go to second users of each role, whose sessions the other cells do not need.
func (m *matrix) sessions(t *testing.T, op, method, path string) {
	for _, role := range roleNames {
		spare := m.spares[role]
		if spare == nil {
			spare = m.as(role)
			m.spares[role] = spare
		}
		keep := m.clients[role]
		m.clients[role] = spare
		m.session(t, cell{op, method, path, role, "own", "allowed", target{path: path}})
		m.clients[role] = keep
		if op == "changePassword" || op == "logout" {
			delete(m.spares, role)
		}
	}
	m.logged(t)
}

func (m *matrix) session(t *testing.T, c cell) {
	spare := m.clients[c.role]
	name := ""
	if c.role == "anonymous" {
		other := m.s.As()
		name = other.Get("/me").Must(200).Str("username")
	} else {
		name = spare.Get("/me").Must(200).Str("username")
	}
	body := map[string]any{}
	switch c.op {
	case "login":
		m.cell(t, c, map[string]any{"username": name, "password": apptest.Password}, m.own)
		c.scope, c.want = "foreign", "401" // an account whose password one does not know
		body = map[string]any{"username": name, "password": "not the password " + m.unique()}
	case "refreshTokens":
		body = map[string]any{"refresh_token": m.s.Login(name, apptest.Password).Refresh}
	case "setUp":
		c.want, body = "409", map[string]any{"code": "guess", "username": "first" + m.unique(), "password": apptest.Password}
	case "changePassword":
		body = map[string]any{"password": apptest.Password, "new_password": "một mật khẩu khác " + m.unique()}
	case "updateMe":
		body = map[string]any{"display_name": "Tên " + m.unique()}
		c.target.etag = spare.ETag("/me")
	}
	if c.role == "anonymous" && m.permission(c.op) != "public" {
		c.want = "401"
	}
	m.cell(t, c, body, m.own)
}

func classify(status int) string {
	if status < 300 {
		return "allowed"
	}
	return strconv.Itoa(status)
}
