package app_test

import (
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

// ownRecord is a cell's target among API tokens, calendar feeds and packages of files: one of the
// role's own, or for a foreign one the administrator's, made anew only where the
// cell may change it.
func (m *matrix) ownRecord(t *testing.T, role, want, op, path string, refused target, w *world) target {
	mine := w == m.own && role != "anonymous" && role != "nobody"
	switch {
	case !strings.Contains(path, "{id}"), !mine && want != "allowed":
		return refused
	case !mine:
		made := m.fresh(t, w, op, path)
		if op == "getReportJobFile" {
			m.work(t)
		}
		return made
	}
	c := collection(path)
	made := m.clients[role].Post("/"+c, m.body(makers[c], w)).Must(201)
	if op == "getReportJobFile" {
		m.work(t)
	}
	return target{strings.Replace(path, "{id}", made.ID(), 1), made.ID(), made.Header.Get("ETag")}
}

// work makes all packages that wait.
func (m *matrix) work(t *testing.T) {
	t.Helper()
	for more := true; more; {
		var err error
		if more, err = m.s.Reports.WorkOne(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// With an API token the same operations are open as its scope says, and nothing
// of a request is looked at before that is decided.
func TestTokenScopesOverAllOperations(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		unit := s.Admin().Post("/units", map[string]any{"name": "Văn phòng"}).Must(201).ID()
		// One who may call everything: reports on progress are not for administrators.
		admin := s.As(apptest.Right{Role: actor.Admin, Scope: actor.All}, apptest.Right{Role: actor.Leader, Scope: actor.OfUnit, ID: unit})
		for _, scope := range []string{"read", "write", "admin"} {
			c := s.Nobody()
			c.Token = admin.Post("/tokens", map[string]any{"name": scope, "scope": scope}).Must(201).Str("token")
			for op, at := range s.Server.Operations() {
				method, path, _ := strings.Cut(at, " ")
				path = strings.TrimPrefix(strings.ReplaceAll(path, "{id}", "01900000-0000-7000-8000-000000000000"), "/api/v1")
				a := c.Do(method, path, "{broken")
				if want := scopes(op, method); !slices.Contains(want, scope) {
					if a.Status != 403 || a.Str("code") != "token_scope" || a.Str("scope") != scope || a.Str("needed_scope") == "" {
						t.Errorf("%s with a token of scope %s: %d %s", op, scope, a.Status, a.Raw)
					}
				} else if a.Status == 401 || a.Status == 403 || a.Status >= 500 {
					t.Errorf("%s with a token of scope %s: %d %s", op, scope, a.Status, a.Raw)
				}
			}
		}
	})
}

// scopes are the scopes that open an operation, told from its name.
func scopes(op, method string) []string {
	session := []string{
		"login", "refreshTokens", "setUp", "logout", "changePassword", "updateMe",
		"listTokens", "createToken", "getToken", "updateToken", "deleteToken",
		"listCalendarFeeds", "createCalendarFeed", "getCalendarFeed", "deleteCalendarFeed",
	}
	users := []string{
		"listUsers", "createUser", "getUser", "updateUser", "endUserSessions", "listGrants", "createGrant", "getGrant", "deleteGrant", "listSecurityEvents",
	}
	switch {
	case slices.Contains(session, op):
		return nil
	case slices.Contains(users, op):
		return []string{"admin"}
	case method == "GET":
		return []string{"read", "write", "admin"}
	}
	return []string{"write", "admin"}
}

// A token never reaches further than its user: the cells of a viewer's read and
// admin tokens are those of the viewer, or narrower.
func TestTokensReachNoFurtherThanTheirUser(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		m := newMatrix(t, s)
		for _, role := range []string{"viewer", "clerk", "council"} {
			c := s.Nobody()
			c.Token = m.clients[role].Post("/tokens", map[string]any{"name": "mọi quyền", "scope": "admin"}).Must(201).Str("token")
			c.Get("/blocs/" + m.own.ids["bloc"]).Must(200)
			c.Get("/blocs/"+m.foreign.ids["bloc"]).Refused(404, "not_found")
			c.Get("/users").Refused(403, "forbidden")
			if actor.Matrix()[actor.BlocWrite][actor.Role(role)] == actor.Never {
				c.Post("/blocs", m.body("createBloc", m.own)).Refused(403, "forbidden")
			}
		}
	})
}
