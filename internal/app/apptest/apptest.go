// Package apptest runs the whole service over HTTP in a test: real database,
// real tokens, no mocks.
package apptest

import (
	"context"
	"fmt"
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
const Password = "mật khẩu dài để thử" // #nosec G101 -- of accounts that live as long as a test

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

// Statements returns what was sent to the database while fn ran. Nothing is remembered
// of rights when it begins, as after any write.
func (s *Service) Statements(fn func()) []string {
	s.DB.Wrote()
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
	return s.Nobody().Login(name, password)
}

// Address is where the service answers: http://127.0.0.1:port.
func (s *Service) Address() string { return s.url }

// Nobody is a client without a token.
func (s *Service) Nobody() *Client { return Dial(s.t, s.url) }
