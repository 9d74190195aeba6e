package account_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

type m = map[string]any

func login(c *apptest.Client, name, password string, headers ...string) *apptest.Answer {
	return c.Post("/auth/login", m{"username": name, "password": password}, headers...)
}

// username of a client.
func username(c *apptest.Client) string { return c.Get("/me").Must(200).Str("username") }

func TestLogin(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		user, nobody := s.As(), s.Nobody()
		name := username(user)
		ok := login(nobody, strings.ToUpper(name)+" ", apptest.Password).Must(200)
		if ok.Str("token_type") != "Bearer" || ok.At("expires_in") != 900.0 || ok.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s %v", ok.Raw, ok.Header)
		}
		wrong := login(nobody, name, "wrong password").Refused(401, "wrong_credentials")
		unknown := login(nobody, "nobody", "wrong password").Refused(401, "wrong_credentials")
		strip := func(a *apptest.Answer) m {
			b := a.Body
			delete(b, "request_id")
			return b
		}
		if diff := cmp.Diff(strip(wrong), strip(unknown)); diff != "" {
			t.Errorf("a wrong password and an unknown name can be told apart: %s", diff)
		}
		admin := s.Admin()
		admin.Patch("/users/"+user.UserID, m{"status": "disabled"}).Must(200)
		disabled := login(nobody, name, apptest.Password).Refused(401, "wrong_credentials")
		if diff := cmp.Diff(strip(disabled), strip(unknown)); diff != "" {
			t.Error(diff)
		}
		login(nobody, "", "").Refused(422, "validation_failed")
		if a := login(nobody, name, "sécret-"+apptest.Password); strings.Contains(string(a.Raw), "sécret") {
			t.Error("the password is echoed")
		}
	})
}

func TestLoginIsThrottled(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		name, other := username(s.As()), username(s.As())
		nobody := s.Nobody()
		for i := range 10 {
			login(nobody, name, fmt.Sprintf("wrong password %d", i), "X-Forwarded-For", fmt.Sprintf("10.0.0.%d", i)).Refused(401, "wrong_credentials")
		}
		a := login(nobody, name, apptest.Password, "X-Forwarded-For", "10.9.9.9", "X-Real-IP", "10.9.9.9", "Forwarded", "for=10.9.9.9").Refused(429, "rate_limited")
		if after := a.Header.Get("Retry-After"); after == "" || after == "0" || len(after) > 3 {
			t.Errorf("Retry-After %q", after)
		}
		login(nobody, other, apptest.Password).Must(200) // others are not locked out
		s.Advance(5*time.Minute + time.Second)
		login(nobody, name, apptest.Password).Must(200)
		login(nobody, name, "wrong password").Refused(401, "wrong_credentials") // a success clears the count
	})
}

func TestAddressIsThrottled(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		name, nobody := username(s.As()), s.Nobody()
		for i := range 50 {
			login(nobody, fmt.Sprintf("guess%d", i), "wrong password", "X-Forwarded-For", fmt.Sprintf("10.0.0.%d", i)).Refused(401, "wrong_credentials")
		}
		login(nobody, name, apptest.Password, "X-Forwarded-For", "10.9.9.9").Refused(429, "rate_limited")
		s.Advance(5*time.Minute + time.Second)
		login(nobody, name, apptest.Password).Must(200)
	})
}

// Guesses sent at once all count, and none counts that ends after the block. Where
// the machine is busy some are sent away unanswered, and come again.
func TestGuessesAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		name := username(s.As())
		var wg sync.WaitGroup
		for i := range 24 {
			wg.Go(func() {
				for range 20 {
					a := login(s.Nobody(), name, fmt.Sprintf("wrong password %d", i))
					if a.Status == 401 || a.Status == 429 {
						return
					}
					if a.Status != 503 || a.Header.Get("Retry-After") == "" {
						t.Errorf("status %d: %s", a.Status, a.Raw)
					}
				}
				t.Error("sent away twenty times")
			})
		}
		wg.Wait()
		login(s.Nobody(), name, apptest.Password).Refused(429, "rate_limited")
	})
}

// A bad token is refused before anything else is looked at, even where none is
// needed.
func TestBadTokensComeFirst(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		bad := s.Nobody()
		for _, token := range []string{"x", "a.b.c", strings.Repeat(".", 50)} {
			bad.Token = token
			bad.Do("POST", "/units", "{broken").Refused(401, "unauthenticated")
			bad.Get("/units?limit=0").Refused(401, "unauthenticated")
			bad.Do("PATCH", "/units/no-id", "{}").Refused(401, "unauthenticated")
			login(bad, "x", "y").Refused(401, "unauthenticated")
		}
		nobody := s.Nobody()
		for _, scheme := range []string{"Basic dTpw", "bearer x", "Bearer", "Token x"} {
			a := nobody.Do("GET", "/units", nil, "Authorization", scheme).Refused(401, "unauthenticated")
			if !strings.HasPrefix(a.Header.Get("WWW-Authenticate"), "Bearer") {
				t.Error("no WWW-Authenticate")
			}
		}
		for op, at := range s.Server.Operations() {
			method, path, _ := strings.Cut(at, " ")
			if op == "login" || op == "refreshTokens" || op == "setUp" {
				continue
			}
			path = strings.TrimPrefix(strings.ReplaceAll(path, "{id}", "x"), "/api/v1")
			if a := nobody.Do(method, path, "{broken"); a.Status != 401 {
				t.Errorf("%s without a token: %d", op, a.Status)
			}
		}
	})
}

func refresh(c *apptest.Client, token string) *apptest.Answer {
	return c.Post("/auth/refresh", m{"refresh_token": token})
}

func TestRefreshRotates(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		user, nobody := s.As(), s.Nobody()
		next := refresh(nobody, user.Refresh).Must(200)
		if next.Str("refresh_token") == user.Refresh || next.Header.Get("Cache-Control") != "no-store" {
			t.Error("the refresh token did not rotate")
		}
		user.Token = next.Str("access_token")
		user.Get("/me").Must(200)
		refresh(nobody, user.Refresh).Refused(401, "unauthenticated") // used twice: the family ends
		refresh(nobody, next.Str("refresh_token")).Refused(401, "unauthenticated")
		user.Get("/me").Refused(401, "unauthenticated")
		refresh(nobody, "made up").Refused(401, "unauthenticated")
		again := s.Login(username(s.Login("user001", apptest.Password)), apptest.Password)
		s.Advance(400 * 24 * time.Hour)
		refresh(nobody, again.Refresh).Refused(401, "unauthenticated")
	})
}

func TestRefreshUsedAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		user := s.As()
		answers := make([]*apptest.Answer, 8)
		var wg sync.WaitGroup
		for i := range answers {
			wg.Go(func() { answers[i] = refresh(s.Nobody(), user.Refresh) })
		}
		wg.Wait()
		won := 0
		for _, a := range answers {
			switch a.Status {
			case 200:
				won++
			case 401:
			default:
				t.Errorf("status %d: %s", a.Status, a.Raw)
			}
		}
		if won != 1 {
			t.Errorf("%d of 8 got tokens", won)
		}
	})
}

// What ends a session ends it at the next request.
func TestSessionsEndAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		ended := func(c *apptest.Client) {
			t.Helper()
			c.Get("/me").Refused(401, "unauthenticated")
			refresh(s.Nobody(), c.Refresh).Refused(401, "unauthenticated")
		}
		two := func() (a, b *apptest.Client) {
			a = s.As()
			return a, s.Login(username(a), apptest.Password)
		}
		a, b := two()
		a.Post("/auth/logout", m{}).Must(200)
		ended(a)
		b.Get("/me").Must(200)

		a, b = two()
		a.Post("/auth/logout", m{"everywhere": true}).Must(200)
		ended(a)
		ended(b)

		a, b = two()
		a.Post("/me/password", m{"password": apptest.Password, "new_password": "một mật khẩu khác"}).Must(200)
		ended(a)
		ended(b)
		login(s.Nobody(), "user004", apptest.Password).Refused(401, "wrong_credentials")
		login(s.Nobody(), "user004", "một mật khẩu khác").Must(200)

		a, b = two()
		admin.Patch("/users/"+a.UserID, m{"status": "disabled"}).Must(200)
		ended(a)
		ended(b)

		a, b = two()
		admin.Patch("/users/"+a.UserID, m{"password": "đặt lại mật khẩu"}).Must(200)
		ended(a)
		ended(b)

		a, b = two()
		admin.Post("/users/"+a.UserID+"/logout", nil).Must(200)
		ended(a)
		ended(b)

		viewer := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.All})
		viewer.Get("/units").Must(200)
		grants := admin.Get("/grants?user_id=" + viewer.UserID).Must(200)
		admin.Delete("/grants/" + grants.Str("data.0.id")).Must(204)
		viewer.Get("/units").Refused(403, "forbidden")
		viewer.Get("/me").Must(200)
		s.Advance(15*time.Minute + 31*time.Second)
		viewer.Get("/me").Refused(401, "unauthenticated")
	})
}

// Rights are read once for requests that follow one another, and what another process
// wrote, which this one does not see, counts after a second.
func TestRightsAreReadOnceASecond(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		s := apptest.New(t, o)
		viewer := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.All})
		reads := slices.DeleteFunc(s.Statements(func() {
			for range 3 {
				viewer.Get("/me").Must(200)
			}
		}), func(sql string) bool { return !strings.Contains(sql, "LEFT JOIN grants") })
		if len(reads) == 0 || len(reads) == 3 {
			t.Errorf("rights were read %d times for three requests", len(reads))
		}
		other, err := db.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		if err := other.InTx(t.Context(), func(tx *gorm.DB) error {
			return tx.Exec("UPDATE users SET status = 'disabled' WHERE id = ?", viewer.UserID).Error
		}); err != nil {
			t.Fatal(err)
		}
		for end := time.Now().Add(5 * time.Second); ; time.Sleep(50 * time.Millisecond) {
			if viewer.Do("GET", "/me", nil).Status == 401 {
				break
			}
			if time.Now().After(end) {
				t.Fatal("a user whom another process disabled goes on for five seconds")
			}
		}
	})
}

func TestSetUp(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		code, err := s.Accounts.SetupCode(t.Context())
		if err != nil || code == "" {
			t.Fatal(code, err)
		}
		nobody := s.Nobody()
		body := m{"code": "wrong", "username": "quantri", "password": apptest.Password}
		nobody.Post("/auth/setup", body).Refused(403, "wrong_setup_code")
		body["code"] = code
		body["password"] = "short"
		nobody.Post("/auth/setup", body).Refused(422, "validation_failed")
		body["password"] = apptest.Password
		var wg sync.WaitGroup
		made := make([]*apptest.Answer, 4)
		for i := range made {
			wg.Go(func() {
				made[i] = s.Nobody().Post("/auth/setup", m{"code": code, "username": fmt.Sprintf("quantri%d", i), "password": apptest.Password})
			})
		}
		wg.Wait()
		var first *apptest.Answer
		for _, a := range made {
			if a.Status != http.StatusCreated {
				a.Refused(409, "already_set_up")
				continue
			}
			if first != nil {
				t.Error("two administrators from one code")
			}
			first = a
		}
		if first == nil || first.Header.Get("Location") != "/api/v1/users/"+first.ID() || first.Header.Get("ETag") != `"1"` {
			t.Fatalf("%+v", first)
		}
		nobody.Post("/auth/setup", body).Refused(409, "already_set_up")
		if again, err := s.Accounts.SetupCode(t.Context()); again != "" || err != nil {
			t.Errorf("a second code: %q %v", again, err)
		}
		admin := s.Login(first.Str("username"), apptest.Password)
		admin.Get("/users").Must(200)
		admin.Get("/users/" + first.ID()).Must(200)
	})
}

func TestSetUpIsThrottled(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		code, err := s.Accounts.SetupCode(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		body := m{"code": "guess", "username": "quantri", "password": apptest.Password}
		for range 10 {
			s.Nobody().Post("/auth/setup", body).Refused(403, "wrong_setup_code")
		}
		body["code"] = code
		s.Nobody().Post("/auth/setup", body).Refused(429, "rate_limited")
		s.Advance(6 * time.Minute)
		s.Nobody().Post("/auth/setup", body).Must(201)
	})
}

func TestOneAdministratorRemains(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		a, b := s.Admin(), s.Admin()
		var wg sync.WaitGroup
		answers := make([]*apptest.Answer, 2)
		for i, act := range []struct{ by, of *apptest.Client }{{a, b}, {b, a}} {
			wg.Go(func() {
				answers[i] = act.by.Do("PATCH", "/users/"+act.of.UserID, m{"status": "disabled"}, "If-Match", `"1"`)
			})
		}
		wg.Wait()
		left := a
		for i, x := range answers {
			if x.Status == 200 {
				left = []*apptest.Client{a, b}[i]
			}
		}
		if (answers[0].Status == 200) == (answers[1].Status == 200) {
			t.Fatalf("%d and %d: %s %s", answers[0].Status, answers[1].Status, answers[0].Raw, answers[1].Raw)
		}
		left.Patch("/users/"+left.UserID, m{"status": "disabled"}).Refused(409, "last_admin")
		grant := left.Get("/grants?user_id=" + left.UserID).Must(200).Str("data.0.id")
		left.Delete("/grants/"+grant).Refused(409, "last_admin")
		left.Get("/users").Must(200)
	})
}

func TestChangePassword(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		user := s.As()
		change := func(c *apptest.Client, now, next string) *apptest.Answer {
			return c.Post("/me/password", m{"password": now, "new_password": next})
		}
		change(user, apptest.Password, "short").Refused(422, "validation_failed")
		if diff := cmp.Diff([]string{"/new_password password_common"}, change(user, apptest.Password, "1234567890").Refused(422, "validation_failed").Fields()); diff != "" {
			t.Error(diff)
		}
		for range 10 {
			a := change(user, "wrong password", "một mật khẩu khác").Refused(401, "wrong_credentials")
			if strings.Contains(string(a.Raw), "wrong password") {
				t.Error("the password is echoed")
			}
		}
		change(user, apptest.Password, "một mật khẩu khác").Refused(429, "rate_limited")
		s.Advance(5*time.Minute + time.Second)
		change(user, apptest.Password, "một mật khẩu khác").Must(200)
		event := s.Admin().Get("/audit-events?entity_id=" + user.UserID + "&actor_id=" + user.UserID).Must(200)
		if got := fmt.Sprint(event.Column("changes.0.field")); got != "[password_hash]" || strings.Contains(string(event.Raw), "argon2") {
			t.Errorf("audit: %s", event.Raw)
		}
	})
}

// A password an administrator set opens nothing but the way to change it.
func TestPasswordMustBeChangedFirst(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		u := admin.Post("/users", m{"username": "vanthu", "password": apptest.Password, "must_change_password": true}).Must(201)
		admin.Post("/grants", m{"user_id": u.ID(), "role": "viewer", "scope": "all"}).Must(201)
		user := s.Login("vanthu", apptest.Password)
		if me := user.Get("/me").Must(200); me.At("must_change_password") != true {
			t.Errorf("%s", me.Raw)
		}
		told := user.Get("/units").Refused(403, "password_change_required").Str("detail")
		for _, word := range []string{"POST /api/v1/me/password", " password ", " new_password"} {
			if !strings.Contains(told, word) {
				t.Errorf("how to change it is not said: %s", told)
			}
		}
		user.Post("/me/password", m{"password": apptest.Password, "new_password": "một mật khẩu khác"}).Must(200)
		s.Login("vanthu", "một mật khẩu khác").Get("/units").Must(200)
	})
}

func TestUsersAndGrants(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		u := admin.Post("/users", m{"username": "vanthu", "password": apptest.Password}).Must(201)
		if u.Str("display_name") != "vanthu" || u.At("language") != nil || u.Str("status") != "active" || strings.Contains(string(u.Raw), "hash") {
			t.Errorf("%s", u.Raw)
		}
		if dup := admin.Post("/users", m{"username": "vanthu", "password": apptest.Password}).Refused(409, "duplicate"); dup.Str("existing_id") != u.ID() {
			t.Errorf("%s", dup.Raw)
		}
		unitID := admin.Post("/units", m{"name": "Văn phòng Tỉnh ủy"}).Must(201).ID()
		for _, tt := range []struct {
			path  string
			body  m
			field string
		}{
			{"/users", m{"username": "Văn Thư", "password": apptest.Password}, "/username invalid_username"},
			{"/users", m{"username": "ab", "password": apptest.Password}, "/username min_length"},
			{"/users", m{"username": "someone", "password": "short"}, "/password password_length"},
			{"/users", m{"username": "someone"}, "/password required"},
			{"/users", m{"username": "someone", "password": apptest.Password, "language": "fr"}, "/language not_allowed"},
			{"/users", m{"username": "someone", "password": apptest.Password, "must_change_password": nil}, "/must_change_password required"},
			{"/users", m{"username": "someone", "password": apptest.Password, "password_hash": "x"}, "/password_hash unknown_field"},
			{"/users", m{"username": "someone", "password": apptest.Password, "status": "active"}, "/status unknown_field"},
			{"/grants", m{"user_id": u.ID(), "role": "admin", "scope": "unit", "scope_id": unitID}, "/scope scope_not_allowed"},
			{"/grants", m{"user_id": u.ID(), "role": "clerk", "scope": "all"}, "/scope scope_not_allowed"},
			{"/grants", m{"user_id": u.ID(), "role": "clerk", "scope": "unit"}, "/scope_id required"},
			{"/grants", m{"user_id": u.ID(), "role": "clerk", "scope": "unit", "scope_id": u.ID()}, "/scope_id reference_not_found"},
			{"/grants", m{"user_id": unitID, "role": "clerk", "scope": "unit", "scope_id": unitID}, "/user_id reference_not_found"},
			{"/grants", m{"user_id": u.ID(), "role": "viewer", "scope": "all", "scope_id": unitID}, "/scope_id conflicts_with"},
			{"/grants", m{"user_id": "x", "role": "viewer", "scope": "all"}, "/user_id invalid_id"},
			{"/grants", m{"user_id": u.ID(), "role": "king", "scope": "all"}, "/role not_allowed"},
		} {
			if diff := cmp.Diff([]string{tt.field}, admin.Post(tt.path, tt.body).Refused(422, "validation_failed").Fields()); diff != "" {
				t.Errorf("%v: %s", tt.body, diff)
			}
		}
		grant := m{"user_id": u.ID(), "role": "clerk", "scope": "unit", "scope_id": unitID}
		g := admin.Post("/grants", grant).Must(201)
		admin.Get("/grants/" + g.ID()).Must(200)
		if dup := admin.Post("/grants", grant).Refused(409, "duplicate"); dup.Str("existing_id") != g.ID() {
			t.Errorf("%s", dup.Raw)
		}
		if got := admin.Get("/users?role=clerk").Must(200).Column("username"); len(got) != 1 || got[0] != "vanthu" {
			t.Errorf("role=clerk finds %v", got)
		}
		if got := admin.Get("/users?role=clerk,admin&sort=-username&status=active").Must(200).Column("username"); len(got) != 2 {
			t.Errorf("role=clerk,admin finds %v", got)
		}
		patched := admin.Patch("/users/"+u.ID(), m{"display_name": "Văn thư", "language": "en"}).Must(200)
		if patched.Str("display_name") != "Văn thư" || patched.Header.Get("ETag") != `"2"` {
			t.Errorf("%s", patched.Raw)
		}
		admin.Patch("/users/"+u.ID(), m{"status": nil}).Refused(422, "validation_failed")
		admin.Patch("/users/"+u.ID(), m{"language": nil}).Must(200)
		clerk := s.Login("vanthu", apptest.Password)
		for _, path := range []string{"/users", "/users/" + u.ID(), "/grants", "/grants/" + g.ID(), "/security-events"} {
			clerk.Get(path).Refused(403, "forbidden")
		}
		clerk.Post("/users", m{"username": "someone", "password": apptest.Password}).Refused(403, "forbidden")
		clerk.Post("/grants", m{"user_id": u.ID(), "role": "admin", "scope": "all"}).Refused(403, "forbidden")
		me := clerk.Patch("/me", m{"display_name": "Tôi"}).Must(200)
		if me.Str("display_name") != "Tôi" {
			t.Errorf("%s", me.Raw)
		}
		clerk.Patch("/me", m{"status": "active"}).Refused(422, "validation_failed")
		admin.Get("/users/"+g.ID()).Refused(404, "not_found")
		admin.Get("/grants/"+u.ID()).Refused(404, "not_found")
	})
}

// The log of refused attempts names who tried what, and is not for everybody.
func TestRefusedAttemptsAreLogged(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin, user := s.Admin(), s.As()
		login(s.Nobody(), "mật khẩu gõ nhầm ô", "guess").Refused(401, "wrong_credentials")
		login(s.Nobody(), " USER002", "guess").Refused(401, "wrong_credentials")
		user.Post("/units", m{"name": "x"}).Refused(403, "forbidden")
		user.Get("/users").Refused(403, "forbidden")
		admin.Do("DELETE", "/units/0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b", nil, "If-Match", `"1"`).Refused(404, "not_found")
		s.Nobody().Post("/nowhere%00%ff", nil).Refused(404, "not_found")
		s.Nobody().Get("/units").Refused(401, "unauthenticated")
		admin.Get("/units/0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b").Refused(404, "not_found") // reading what is not there is no attempt
		s.Security.Flush(t.Context())
		list := admin.Get("/security-events?sort=at").Must(200)
		var got []string
		for i := range list.Data() {
			at := fmt.Sprintf("data.%d.", i)
			got = append(got, fmt.Sprint(list.Str(at+"kind"), " ", list.Str(at+"username"), " ", list.Str(at+"method"), " ", list.At(at+"status")))
		}
		want := []string{"login ? POST 401", "login user002 POST 401", "denied user002 POST 403", "denied user002 GET 403", "denied user001 DELETE 404", "denied  POST 404", "denied  GET 401"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if len(admin.Get("/security-events?username=user002").Must(200).Data()) != 3 {
			t.Error("not found by name")
		}
		// A name that is nobody's may be a password.
		var subjects []string
		if err := s.DB.Read(t.Context()).Raw("SELECT subject FROM login_attempts").Scan(&subjects).Error; err != nil || len(subjects) != 3 {
			t.Fatal(subjects, err)
		}
		for _, subject := range subjects {
			if strings.Contains(subject, "mật") || strings.Contains(subject, "user002") {
				t.Errorf("kept in clear: %s", subject)
			}
		}
	})
}

func TestActsOfATime(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		first := admin.Post("/persons", m{"name": "a"}).Must(201).ID()
		s.Advance(time.Minute)
		second := admin.Post("/persons", m{"name": "b"}).Must(201).ID()
		at := func(id string) string { return admin.Get("/audit-events?entity_id=" + id).Must(200).Str("data.0.at") }
		local := func(at string) string { // the same moment in another zone
			moment, err := time.Parse(time.RFC3339Nano, at)
			if err != nil {
				t.Fatal(err)
			}
			return url.QueryEscape(moment.In(time.FixedZone("", 7*3600)).Format(time.RFC3339Nano))
		}
		for query, want := range map[string][]any{
			"at_gte=" + at(second):                         {second},
			"at_gt=" + at(first):                           {second},
			"at_gte=" + local(at(first)) + "&sort=at":      {first, second},
			"at_lt=" + at(second):                          {first},
			"at_lte=" + at(first):                          {first},
			"at_gte=" + at(first) + "&at_lt=" + at(second): {first},
			"at_gt=" + at(second):                          nil,
			"at_gte=2030-01-01T00:00:00Z":                  nil,
		} {
			if diff := cmp.Diff(want, admin.Get("/audit-events?entity=person&"+query).Must(200).Column("entity_id")); diff != "" {
				t.Errorf("%s: %s", query, diff)
			}
		}
		admin.Get("/audit-events?at_gte=2026-03-02").Refused(400, "invalid_parameter")
		admin.Get("/audit-events?at="+at(first)).Refused(400, "unknown_parameter")
	})
}
