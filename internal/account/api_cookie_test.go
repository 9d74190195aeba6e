package account_test

import (
	"net/http"
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
)

// A browser's refresh token stays out of reach of its scripts.
func TestSessionInACookie(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		name, nobody := s.As().Get("/me").Str("username"), s.Nobody()
		login := func(cookie string) (*apptest.Answer, *http.Cookie) {
			t.Helper()
			a := nobody.Post("/auth/login", map[string]any{"username": name, "password": apptest.Password, "cookie": cookie}).Must(200)
			return a, kept(t, a)
		}
		a, c := login("session")
		if a.At("refresh_token") != nil {
			t.Errorf("the token is in the body, too: %v", a.At("refresh_token"))
		}
		if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/api/v1/auth" || c.MaxAge != 0 {
			t.Errorf("cookie %+v", c)
		}
		if strings.Contains(string(a.Raw), c.Value) {
			t.Error("the body holds the secret")
		}
		_, lasting := login("lasting")
		if lasting.MaxAge < 24*3600 {
			t.Errorf("a lasting session lasts %d s", lasting.MaxAge)
		}

		trade := func(c *http.Cookie, headers ...string) *apptest.Answer {
			return nobody.Post("/auth/refresh", map[string]any{}, append([]string{"Cookie", c.Name + "=" + c.Value}, headers...)...)
		}
		trade(c, "Origin", "https://elsewhere.example").Refused(401, "unauthenticated")
		trade(c, "Sec-Fetch-Site", "cross-site").Refused(401, "unauthenticated")
		a = trade(c).Must(200)
		next := kept(t, a)
		if next.Value == c.Value || a.At("refresh_token") != nil {
			t.Error("the token was not traded for another in a cookie")
		}
		if again := kept(t, trade(lasting).Must(200)); again.MaxAge < 24*3600 {
			t.Error("a lasting session stopped lasting when it was renewed")
		}
		nobody.Token = a.Str("access_token")
		out := nobody.Post("/auth/logout", map[string]any{}, "Cookie", next.Name+"="+next.Value).Must(200)
		if gone := kept(t, out); gone.MaxAge >= 0 || gone.Value != "" {
			t.Errorf("signing out left %+v", gone)
		}
		nobody.Token = ""
		refused := trade(next).Refused(401, "unauthenticated")
		if gone := kept(t, refused); gone.MaxAge >= 0 {
			t.Errorf("a cookie that is worth nothing stays: %+v", gone)
		}
		nobody.Post("/auth/refresh", map[string]any{}).Refused(401, "unauthenticated")
	})
}

// kept is the session cookie an answer sets.
func kept(t *testing.T, a *apptest.Answer) *http.Cookie {
	t.Helper()
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		if c.Name == "giaouoc_session" {
			return c
		}
	}
	t.Fatalf("no cookie in %v", a.Header)
	return nil
}
