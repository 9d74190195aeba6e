// Package apptest runs the whole service over HTTP in a test: real database,
// real tokens, no mocks.
package apptest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/account"
	"giaouoc/internal/actor"
	"giaouoc/internal/app"
	"giaouoc/internal/config"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/httpx"
)

// Password of every user a test makes.
const Password = "mật khẩu dài để thử"

// Service is a running service and its clock.
type Service struct {
	*app.App
	Dir   string // the data directory
	t     testing.TB
	url   string
	mu    sync.Mutex
	now   time.Time
	seen  []string
	users int
}

// Each runs a test against a service on SQLite and one on PostgreSQL.
func Each(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	EachWith(t, nil, test)
}

// EachWith is Each with settings of the environment.
func EachWith(t *testing.T, env []string, test func(t *testing.T, s *Service)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, o db.Options) { test(t, New(t, o, env...)) })
}

// New starts a service on a database of dbtest.
func New(t testing.TB, o db.Options, settings ...string) *Service {
	t.Helper()
	s := &Service{t: t, now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)}
	env := append([]string{"GIAOUOC_DATA=" + t.TempDir()}, settings...)
	if o.URL != "" {
		env = append(env, "GIAOUOC_DATABASE_URL="+o.URL)
	}
	cfg, err := config.Load(env, nil)
	if err != nil {
		t.Fatal(err)
	}
	data := "giaouoc.db"
	if o.Path != "" {
		i := strings.LastIndexByte(o.Path, '/')
		cfg.Data, data = o.Path[:i], o.Path[i+1:]
	}
	s.Dir = cfg.Data
	s.App, err = app.New(context.Background(), cfg, app.Options{Clock: s.Clock(), DataFile: data, Trace: s.trace})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Server.Handler())
	s.url = server.URL
	t.Cleanup(func() {
		server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Clock is the service's clock: it moves a millisecond at each look, and as
// Advance says.
func (s *Service) Clock() date.Clock {
	return func() time.Time {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.now = s.now.Add(time.Millisecond)
		return s.now
	}
}

// Advance moves the clock.
func (s *Service) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

func (s *Service) trace(sql string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, sql)
}

// Statements returns what was sent to the database while fn ran.
func (s *Service) Statements(fn func()) []string {
	s.mu.Lock()
	s.seen = nil
	s.mu.Unlock()
	fn()
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.seen...)
}

// System is a context of the machine's operator, for calling services directly.
func (s *Service) System() context.Context {
	return actor.With(context.Background(), actor.System("test"))
}

// Right is a grant to make.
type Right struct {
	Role  actor.Role
	Scope actor.Scope
	ID    string
}

// As makes a user with grants and returns a client that is logged in. Without
// grants it is a known user who may do nothing.
func (s *Service) As(rights ...Right) *Client {
	s.t.Helper()
	s.users++
	name := fmt.Sprintf("user%03d", s.users)
	u, err := s.Accounts.CreateUser(s.System(), account.CreateUserBody{Username: name, Password: Password})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, r := range rights {
		in := account.CreateGrantBody{UserID: u.ID, Role: string(r.Role), Scope: string(r.Scope)}
		if r.ID != "" {
			in.ScopeID = httpx.Some(r.ID)
		}
		if _, err := s.Accounts.CreateGrant(s.System(), in); err != nil {
			s.t.Fatal(err)
		}
	}
	return s.Login(name, Password)
}

// Admin is a client with every right.
func (s *Service) Admin() *Client { return s.As(Right{actor.Admin, actor.All, ""}) }

// Login logs in over HTTP.
func (s *Service) Login(name, password string) *Client {
	s.t.Helper()
	c := s.Nobody()
	a := c.Post("/auth/login", map[string]any{"username": name, "password": password}).Must(200)
	c.Token, c.Refresh = a.Str("access_token"), a.Str("refresh_token")
	c.UserID = c.Get("/me").Must(200).Str("id")
	return c
}

// Nobody is a client without a token.
func (s *Service) Nobody() *Client { return &Client{s: s, Lang: "en"} }

// Client sends requests as one user.
type Client struct {
	s       *Service
	Token   string
	Refresh string
	UserID  string
	Lang    string
}

// Answer is what came back.
type Answer struct {
	t      testing.TB
	Status int
	Header http.Header
	Raw    []byte
	Body   map[string]any
	what   string
}

// Do sends a request below /api/v1 (or anywhere, for a path with a dot or one
// outside the API given with "!" in front). body is marshalled unless it is a
// string or a reader. Headers come in name, value pairs.
func (c *Client) Do(method, path string, body any, headers ...string) *Answer {
	c.s.t.Helper()
	url := c.s.url + "/api/v1" + path
	if outside, ok := strings.CutPrefix(path, "!"); ok {
		url = c.s.url + outside
	}
	if strings.HasPrefix(path, "http") {
		url = path
	}
	var r io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		r = strings.NewReader(b)
	case io.Reader: // sent in chunks, its length untold
		r = b
	default:
		j, err := json.Marshal(b)
		if err != nil {
			c.s.t.Fatal(err)
		}
		r = bytes.NewReader(j)
	}
	req, err := http.NewRequest(method, url, r)
	if err != nil {
		c.s.t.Fatal(err)
	}
	if c.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.Token)
	}
	if c.Lang != "" {
		req.Header.Set("Accept-Language", c.Lang)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		c.s.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		c.s.t.Fatal(err)
	}
	a := &Answer{t: c.s.t, Status: res.StatusCode, Header: res.Header, Raw: raw, what: method + " " + path}
	_ = json.Unmarshal(raw, &a.Body)
	return a
}

// Get reads.
func (c *Client) Get(path string, headers ...string) *Answer {
	c.s.t.Helper()
	return c.Do("GET", path, nil, headers...)
}

// Post makes or acts.
func (c *Client) Post(path string, body any, headers ...string) *Answer {
	c.s.t.Helper()
	return c.Do("POST", path, body, headers...)
}

// Patch changes a record at the version just read.
func (c *Client) Patch(path string, body any) *Answer {
	c.s.t.Helper()
	return c.Do("PATCH", path, body, "If-Match", c.ETag(path))
}

// Delete removes a record at the version just read.
func (c *Client) Delete(path string) *Answer {
	c.s.t.Helper()
	return c.Do("DELETE", path, nil, "If-Match", c.ETag(path))
}

// Move takes a transition of a record at the version just read.
func (c *Client) Move(path, to, reason string) *Answer {
	c.s.t.Helper()
	body := map[string]any{"to": to}
	if reason != "" {
		body["reason"] = reason
	}
	return c.Do("POST", path+"/transitions", body, "If-Match", c.ETag(path))
}

// ETag reads a record's present tag; `"1"` where it cannot be read.
func (c *Client) ETag(path string) string {
	c.s.t.Helper()
	if tag := c.Get(path).Header.Get("ETag"); tag != "" {
		return tag
	}
	return `"1"`
}

// Must ends the test unless the status is the wanted one.
func (a *Answer) Must(status int) *Answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("%s: status %d, want %d: %s", a.what, a.Status, status, a.Raw)
	}
	return a
}

// Refused ends the test unless the answer is a problem with a status and code.
func (a *Answer) Refused(status int, code string) *Answer {
	a.t.Helper()
	a.Must(status)
	if ct := a.Header.Get("Content-Type"); ct != "application/problem+json" {
		a.t.Fatalf("%s: a refusal came as %q: %s", a.what, ct, a.Raw)
	}
	if a.Body["code"] != code {
		a.t.Fatalf("%s: code %v, want %s: %s", a.what, a.Body["code"], code, a.Raw)
	}
	return a
}

// Fields are "pointer code" (or "parameter code") of a problem's errors.
func (a *Answer) Fields() []string {
	var out []string
	for _, e := range a.list("errors") {
		m := e.(map[string]any)
		at, _ := m["pointer"].(string)
		if p, ok := m["parameter"].(string); ok {
			at = p
		}
		out = append(out, at+" "+m["code"].(string))
	}
	return out
}

// Str is a text at a dotted path of the body; "" for null.
func (a *Answer) Str(path string) string {
	s, _ := a.At(path).(string)
	return s
}

// ID is the body's id.
func (a *Answer) ID() string { return a.Str("id") }

// At is the value at a dotted path of the body.
func (a *Answer) At(path string) any {
	var v any = a.Body
	for _, p := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[p]
		case []any:
			var i int
			if _, err := fmt.Sscan(p, &i); err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

// Data are the rows of a list.
func (a *Answer) Data() []any { return a.list("data") }

// Column collects one dotted path from every row of a list.
func (a *Answer) Column(path string) []any {
	var out []any
	for i := range a.Data() {
		out = append(out, a.At(fmt.Sprintf("data.%d.%s", i, path)))
	}
	return out
}

func (a *Answer) list(name string) []any {
	l, _ := a.Body[name].([]any)
	return l
}
