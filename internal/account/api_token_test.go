package account_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"giaouoc/internal/account"
	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
)

var viewer = apptest.Right{Role: actor.Viewer, Scope: actor.All}

// token makes an API token and a client that uses it.
func token(s *apptest.Service, c *apptest.Client, scope string) (*apptest.Answer, *apptest.Client) {
	made := c.Post("/tokens", m{"name": "Báo cáo", "scope": scope}).Must(201)
	by := s.Nobody()
	by.Token = made.Str("token")
	return made, by
}

func TestTokens(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		user := s.As(viewer)
		made, by := token(s, user, "read")
		if made.Header.Get("Cache-Control") != "no-store" || made.Header.Get("ETag") != `"1"` || made.Header.Get("Location") != "/api/v1/tokens/"+made.ID() {
			t.Errorf("%v", made.Header)
		}
		secret := made.Str("token")
		if made.Str("prefix") != secret[3:11] || made.At("last_used_at") != nil || made.At("revoked_at") != nil || made.Str("user_id") != user.UserID {
			t.Errorf("%s", made.Raw)
		}
		ends, err := time.Parse(time.RFC3339, made.Str("expires_at"))
		born, _ := time.Parse(time.RFC3339, made.Str("created_at"))
		if days := ends.Sub(born).Round(time.Hour).Hours() / 24; err != nil || days != 90 {
			t.Errorf("it lives %v days (%v)", days, err)
		}
		if me := by.Get("/me").Must(200); me.Str("id") != user.UserID {
			t.Errorf("%s", me.Raw)
		}
		by.Get("/units").Must(200)
		got := user.Get("/tokens/" + made.ID()).Must(200)
		list := user.Get("/tokens?scope=read&prefix=" + made.Str("prefix") + "&revoked_at_exists=false&expires_at_gt=2026-03-03T00:00:00Z").Must(200)
		if len(list.Data()) != 1 || strings.Contains(string(got.Raw)+string(list.Raw), secret[11:]) || strings.Contains(string(list.Raw), "hash") {
			t.Errorf("%s %s", got.Raw, list.Raw)
		}
		renamed := user.Patch("/tokens/"+made.ID(), m{"name": "Báo cáo quý"}).Must(200)
		if renamed.Str("name") != "Báo cáo quý" || renamed.Header.Get("ETag") != `"2"` {
			t.Errorf("%s", renamed.Raw)
		}
		user.Delete("/tokens/" + made.ID()).Must(204)
		by.Get("/units").Refused(401, "unauthenticated")
		if gone := user.Get("/tokens/" + made.ID()).Must(200); gone.At("revoked_at") == nil || gone.Header.Get("ETag") != `"3"` {
			t.Errorf("%s", gone.Raw)
		}
		user.Delete("/tokens/"+made.ID()).Refused(409, "token_revoked")
		var stored []string
		if err := s.DB.Read(t.Context()).Raw("SELECT token_hash FROM api_tokens").Scan(&stored).Error; err != nil || len(stored) != 1 || len(stored[0]) != 64 || strings.Contains(stored[0], secret[11:]) {
			t.Errorf("stored as %v (%v)", stored, err)
		}
		events := s.Admin().Get("/audit-events?entity=token&entity_id=" + made.ID() + "&sort=at").Must(200)
		if got := fmt.Sprint(events.Column("action")); got != "[createToken updateToken deleteToken]" || strings.Contains(string(events.Raw), stored[0]) {
			t.Errorf("%s", events.Raw)
		}
	})
}

func TestTokenBodies(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		user := s.As(viewer)
		for _, tt := range []struct {
			body  m
			field string
		}{
			{m{"scope": "read"}, "/name required"},
			{m{"name": " ", "scope": "read"}, "/name blank"},
			{m{"name": "x"}, "/scope required"},
			{m{"name": "x", "scope": "all"}, "/scope not_allowed"},
			{m{"name": "x", "scope": "read", "expires_at": nil}, "/expires_at required"},
			{m{"name": "x", "scope": "read", "expires_at": "2026-03-02"}, "/expires_at invalid_format"},
			{m{"name": "x", "scope": "read", "expires_at": "2026-03-01T00:00:00Z"}, "/expires_at out_of_range"},
			{m{"name": "x", "scope": "read", "expires_at": "2027-03-04T01:00:00Z"}, "/expires_at out_of_range"},
			{m{"name": "x", "scope": "read", "user_id": user.UserID}, "/user_id unknown_field"},
			{m{"name": "x", "scope": "read", "token": "gu_x"}, "/token unknown_field"},
			{m{"name": strings.Repeat("x", 101), "scope": "read"}, "/name max_length"},
		} {
			if diff := cmp.Diff([]string{tt.field}, user.Post("/tokens", tt.body).Refused(422, "validation_failed").Fields()); diff != "" {
				t.Errorf("%v: %s", tt.body, diff)
			}
		}
		user.Post("/tokens", m{"name": "x", "scope": "read", "expires_at": "2027-03-02T00:00:00+07:00"}).Must(201)
		if n := len(user.Get("/tokens").Must(200).Data()); n != 1 {
			t.Errorf("%d tokens", n)
		}
		at := "/tokens/" + user.Get("/tokens").Str("data.0.id")
		for _, body := range []m{{"scope": "admin"}, {"expires_at": "2026-12-31T00:00:00Z"}, {"revoked_at": nil}, {"user_id": user.UserID}, {"name": nil}} {
			user.Patch(at, body).Refused(422, "validation_failed")
		}
		user.Do("DELETE", at, nil).Refused(428, "precondition_required")
		user.Do("DELETE", at, nil, "If-Match", `"7"`).Refused(412, "stale_version")
	})
}

// Others' tokens are not there for anybody but administrators, who may see and
// revoke them all.
func TestTokensAreOnesOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		owner, other, admin, nobody := s.As(viewer), s.As(viewer), s.Admin(), s.As()
		made, by := token(s, owner, "write")
		at := "/tokens/" + made.ID()
		other.Get(at).Refused(404, "not_found")
		other.Do("PATCH", at, m{"name": "x"}, "If-Match", `"1"`).Refused(404, "not_found")
		other.Do("DELETE", at, nil, "If-Match", `"1"`).Refused(404, "not_found")
		if list := other.Get("/tokens?user_id=" + owner.UserID).Must(200); len(list.Data()) != 0 {
			t.Errorf("%s", list.Raw)
		}
		nobody.Get("/tokens").Refused(403, "forbidden")
		nobody.Post("/tokens", m{"name": "x", "scope": "read"}).Refused(403, "forbidden")
		by.Get("/units").Must(200)
		token(s, admin, "read")
		if n := len(admin.Get("/tokens").Must(200).Data()); n != 2 {
			t.Errorf("an administrator sees %d tokens", n)
		}
		if ids := admin.Get("/tokens?user_id=" + owner.UserID).Must(200).Column("id"); len(ids) != 1 || ids[0] != made.ID() {
			t.Errorf("%v", ids)
		}
		admin.Delete(at).Must(204)
		by.Get("/units").Refused(401, "unauthenticated")
	})
}

func TestTooManyTokens(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		user := s.As(viewer)
		answers := make([]*apptest.Answer, account.MaxTokens+4)
		var wg sync.WaitGroup
		for i := range answers {
			wg.Go(func() {
				answers[i] = user.Post("/tokens", m{"name": fmt.Sprint("Mã ", i), "scope": "read", "expires_at": "2026-04-01T00:00:00Z"})
			})
		}
		wg.Wait()
		made := 0
		for _, a := range answers {
			switch a.Status {
			case 201:
				made++
			case 503: // too many at once for the engine; nothing was made
			default:
				if a.Refused(409, "too_many_tokens"); a.At("max") != float64(account.MaxTokens) || !strings.Contains(a.Str("detail"), "20") {
					t.Errorf("%s", a.Raw)
				}
			}
		}
		for ; made < account.MaxTokens; made++ {
			user.Post("/tokens", m{"name": "x", "scope": "read", "expires_at": "2026-04-01T00:00:00Z"}).Must(201)
		}
		user.Post("/tokens", m{"name": "x", "scope": "read"}).Refused(409, "too_many_tokens")
		user.Delete("/tokens/" + user.Get("/tokens?limit=1").Str("data.0.id")).Must(204)
		user.Post("/tokens", m{"name": "x", "scope": "read"}).Must(201) // revoked ones do not count
		s.Advance(31 * 24 * time.Hour)
		user = s.Login(username(s.Login("user001", apptest.Password)), apptest.Password)
		user.Post("/tokens", m{"name": "x", "scope": "read"}).Must(201) // nor expired ones
	})
}

// The token itself is in one answer only: a repetition of the request makes no
// second token, and does not find the first one's secret kept anywhere.
func TestTokenIsShownOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		user := s.As(viewer)
		body := m{"name": "x", "scope": "read"}
		first := user.Post("/tokens", body, "Idempotency-Key", "once").Must(201)
		again := user.Post("/tokens", body, "Idempotency-Key", "once").Must(201)
		if again.ID() != first.ID() || again.At("token") != nil || first.Str("token") == "" || again.Header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("%s then %s", first.Raw, again.Raw)
		}
		if n := len(user.Get("/tokens").Must(200).Data()); n != 1 {
			t.Errorf("%d tokens", n)
		}
		user.Post("/tokens", m{"name": "y", "scope": "read"}, "Idempotency-Key", "once").Refused(422, "idempotency_key_reused")
		var kept []string
		if err := s.DB.Read(t.Context()).Raw("SELECT COALESCE(body, '') FROM idempotency_records").Scan(&kept).Error; err != nil || strings.Contains(fmt.Sprint(kept), first.Str("token")[3:]) {
			t.Errorf("%v %v", kept, err)
		}
	})
}

// A session's answers are not replayed to a token that may not have asked.
func TestIdempotencyKeysAreTheTokensOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		_, reads := token(s, admin, "read")
		_, writes := token(s, admin, "write")
		body := m{"name": "Văn phòng"}
		first := admin.Post("/units", body, "Idempotency-Key", "k").Must(201)
		reads.Post("/units", body, "Idempotency-Key", "k").Refused(403, "token_scope")
		second := writes.Post("/units", body, "Idempotency-Key", "k").Must(201)
		if again := writes.Post("/units", body, "Idempotency-Key", "k").Must(201); again.ID() != second.ID() || second.ID() == first.ID() {
			t.Errorf("%s %s %s", first.ID(), second.ID(), again.ID())
		}
	})
}

// Acts show which token did them.
func TestActsNameTheToken(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		made, by := token(s, admin, "write")
		unit := by.Post("/units", m{"name": "Văn phòng"}).Must(201).ID()
		event := admin.Get("/audit-events?entity_id=" + unit).Must(200)
		if got := event.Str("data.0.actor_name"); got != username(admin)+" token:"+made.Str("prefix") || event.Str("data.0.actor_id") != admin.UserID {
			t.Errorf("%s", event.Raw)
		}
		if v, err := s.Audit.Verify(s.DB.Read(t.Context()), nil, nil); err != nil || len(v.Findings) > 0 {
			t.Errorf("%v %v", v.Findings, err)
		}
	})
}

// A token gives nobody access that outlives it, whatever its scope: it sets no
// password, lets nobody in again, makes no grant and touches none of admin.
func TestTokensGiveNoLastingAccess(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin, user := s.Admin(), s.As()
		_, by := token(s, admin, "admin")
		grant := admin.Post("/grants", m{"user_id": user.UserID, "role": "admin", "scope": "all"}).Must(201)
		acts := len(admin.Get("/audit-events?limit=200").Must(200).Data())
		for what, a := range map[string]*apptest.Answer{
			"own password":     by.Patch("/users/"+admin.UserID, m{"password": "một mật khẩu khác"}),
			"another's":        by.Patch("/users/"+user.UserID, m{"password": "một mật khẩu khác", "status": "active"}),
			"bad password":     by.Patch("/users/"+user.UserID, m{"password": "x"}),
			"a new user":       by.Post("/users", m{"username": "moi", "password": "một mật khẩu khác"}),
			"a grant":          by.Post("/grants", m{"user_id": user.UserID, "role": "admin", "scope": "all"}),
			"a grant revoked":  by.Delete("/grants/" + grant.ID()),
			"a grant, unknown": by.Post("/grants", m{"user_id": grant.ID(), "role": "admin", "scope": "all"}),
			"a small grant":    by.Post("/grants", m{"user_id": user.UserID, "role": "viewer", "scope": "all"}),
			"let in again":     by.Patch("/users/"+user.UserID, m{"status": "active"}),
		} {
			if a.Refused(403, "token_scope"); a.Str("needed_scope") != "session" || a.Str("scope") != "admin" {
				t.Errorf("%s: %s", what, a.Raw)
			}
		}
		if n := len(admin.Get("/audit-events?limit=200").Must(200).Data()); n != acts {
			t.Errorf("%d acts, then %d", acts, n)
		}
		s.Login(username(user), apptest.Password)
		// What gives no access of its own stays open to it.
		by.Patch("/users/"+user.UserID, m{"display_name": "Văn thư"}).Must(200)
		other := admin.Post("/grants", m{"user_id": user.UserID, "role": "viewer", "scope": "all"}).Must(201)
		by.Delete("/grants/" + other.ID()).Must(204)
		admin.Delete("/grants/" + grant.ID()).Must(204)
	})
}

// badTokens are texts that must never be taken, by what is wrong with them.
func badTokens(t *testing.T, s *apptest.Service) map[string]string {
	user, admin := s.As(viewer), s.Admin()
	made, _ := token(s, user, "write")
	good := made.Str("token")
	revoked, _ := token(s, user, "write")
	user.Delete("/tokens/" + revoked.ID()).Must(204)
	disabled := s.As(viewer)
	off, _ := token(s, disabled, "write")
	admin.Patch("/users/"+disabled.UserID, m{"status": "disabled"}).Must(200)
	reset := s.As(viewer)
	waiting, _ := token(s, reset, "write")
	admin.Patch("/users/"+reset.UserID, m{"must_change_password": true}).Must(200)
	short := user.Post("/tokens", m{"name": "x", "scope": "write", "expires_at": "2026-03-02T02:00:00Z"}).Must(201)
	last := "A"
	if strings.HasSuffix(good, last) {
		last = "B"
	}
	out := map[string]string{
		"revoked": revoked.Str("token"), "of a disabled user": off.Str("token"), "of a user who must change the password": waiting.Str("token"), "expired": short.Str("token"),
		"wrong checksum": good[:len(good)-1] + last, "truncated": good[:len(good)-3], "the mark alone": "gu_", "lower case": strings.ToLower(good), "upper case": strings.ToUpper(good),
		"capital mark": "GU_" + good[3:], "space inside": good[:20] + " " + good[20:], "spaces around the mark": "gu_ " + good[3:], "two of them": good + " " + good, "space before": " " + good,
		"without the mark": good[3:], "one more": good + "A", "in quotes": `"` + good + `"`, "zeros": fmt.Sprintf("gu_%049d", 0), "comma": good + ",", "unknown, well formed": "gu_0000000000000000000000000000000000000000000" + "03P7tw",
	}
	s.Advance(90 * time.Minute) // beyond the short one's end
	return out
}

// Whatever is wrong with a token, the answer is the same, comes before anything
// else of the request is looked at, and is in the security log.
func TestBadTokensAreAllTheSame(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		bad := badTokens(t, s)
		strip := func(a *apptest.Answer) m {
			delete(a.Body, "request_id")
			return a.Body
		}
		c := s.Nobody()
		c.Token = "made-up"
		want := strip(c.Get("/units").Refused(401, "unauthenticated"))
		c.Token = bad["revoked"]
		c.Get("/units").Refused(401, "unauthenticated") // among the first of the minute, which have a row each
		for what, text := range bad {
			c.Token = text
			if diff := cmp.Diff(want, strip(c.Get("/units").Refused(401, "unauthenticated"))); diff != "" {
				t.Errorf("%s can be told apart: %s", what, diff)
			}
			c.Do("POST", "/units", "{broken").Refused(401, "unauthenticated")
			c.Post("/tokens", m{}).Refused(401, "unauthenticated")
			c.Get("/units?limit=0").Refused(401, "unauthenticated")
			login(c, "x", "y").Refused(401, "unauthenticated")
		}
		for op, at := range s.Server.Operations() {
			method, path, _ := strings.Cut(at, " ")
			path = strings.TrimPrefix(strings.ReplaceAll(path, "{id}", "x"), "/api/v1")
			for _, what := range []string{"revoked", "expired", "wrong checksum", "of a disabled user"} {
				if c.Token = bad[what]; c.Do(method, path, "{broken").Status != 401 {
					t.Errorf("%s with a token that is %s", op, what)
				}
			}
		}
		s.Security.Flush(t.Context())
		log := s.Admin().Get("/security-events?kind=token&limit=200").Must(200)
		n := 0.0
		for _, count := range log.Column("count") {
			n += count.(float64)
		}
		if n < float64(4*len(s.Server.Operations())) {
			t.Errorf("%v refusals of tokens are logged", n)
		}
		names := fmt.Sprint(log.Column("username"))
		if !strings.Contains(names, "user001 token:"+bad["revoked"][3:11]) || strings.Contains(string(log.Raw), bad["revoked"][11:]) {
			t.Errorf("%.300s", names)
		}
	})
}

// What ends sessions ends tokens, unless the user asks to keep them.
func TestTokensEndWithSessions(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		for _, tt := range []struct {
			what  string
			act   func(user *apptest.Client) *apptest.Answer
			lives bool
		}{
			{"logout", func(u *apptest.Client) *apptest.Answer { return u.Post("/auth/logout", m{}) }, true},
			{"logout everywhere", func(u *apptest.Client) *apptest.Answer { return u.Post("/auth/logout", m{"everywhere": true}) }, false},
			{"logout everywhere, keeping", func(u *apptest.Client) *apptest.Answer {
				return u.Post("/auth/logout", m{"everywhere": true, "keep_tokens": true})
			}, true},
			{"new password", func(u *apptest.Client) *apptest.Answer {
				return u.Post("/me/password", m{"password": apptest.Password, "new_password": "một mật khẩu khác"})
			}, false},
			{"new password, keeping", func(u *apptest.Client) *apptest.Answer {
				return u.Post("/me/password", m{"password": apptest.Password, "new_password": "một mật khẩu khác", "keep_tokens": true})
			}, true},
			{"password reset", func(u *apptest.Client) *apptest.Answer {
				return admin.Patch("/users/"+u.UserID, m{"password": "đặt lại mật khẩu"})
			}, false},
			{"disabling", func(u *apptest.Client) *apptest.Answer {
				return admin.Patch("/users/"+u.UserID, m{"status": "disabled"})
			}, false},
			{"ended by an administrator", func(u *apptest.Client) *apptest.Answer { return admin.Post("/users/"+u.UserID+"/logout", nil) }, false},
		} {
			user := s.As(viewer)
			made, by := token(s, user, "read")
			by.Get("/units").Must(200)
			tt.act(user).Must(200)
			if lives := by.Get("/units").Status == 200; lives != tt.lives {
				t.Errorf("%s: the token works afterwards: %v", tt.what, lives)
			}
			if row := admin.Get("/tokens/" + made.ID()).Must(200); (row.At("revoked_at") == nil) != tt.lives {
				t.Errorf("%s: %s", tt.what, row.Raw)
			}
		}
		// A right taken away is taken from the token at the next request.
		user := s.As(viewer)
		_, by := token(s, user, "read")
		admin.Delete("/grants/" + admin.Get("/grants?user_id="+user.UserID).Must(200).Str("data.0.id")).Must(204)
		by.Get("/units").Refused(403, "forbidden")
	})
}

// The last use is written in the background, about once a minute, and never
// costs a request a statement of its own.
func TestLastUse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		user := s.As(viewer)
		made, by := token(s, user, "read")
		lastUse := func() string {
			t.Helper()
			if err := s.Accounts.FlushUses(t.Context()); err != nil {
				t.Fatal(err)
			}
			a := user.Get("/tokens/" + made.ID()).Must(200)
			if a.Header.Get("ETag") != `"1"` || a.At("last_used_at") != nil && a.Str("last_used_address") != "127.0.0.1" {
				t.Errorf("%s", a.Raw)
			}
			return a.Str("last_used_at")
		}
		if at := lastUse(); at != "" {
			t.Errorf("used at %s before it was", at)
		}
		sql := s.Statements(func() { by.Get("/units").Must(200) })
		if writes := slices.DeleteFunc(sql, func(q string) bool { return strings.HasPrefix(q, "SELECT") }); len(sql) > 2 || len(writes) > 0 {
			t.Errorf("%d statements: %v", len(sql), sql)
		}
		first := lastUse()
		by.Get("/units").Must(200)
		s.Advance(30 * time.Second)
		by.Get("/units").Must(200)
		if at := lastUse(); first == "" || at != first {
			t.Errorf("%q, then %q within the minute", first, at)
		}
		s.Advance(31 * time.Second)
		by.Get("/units").Must(200)
		if at := lastUse(); at <= first {
			t.Errorf("%q, and %q after a minute", first, at)
		}
	})
}

// A use that cannot be written fails nothing, and is written later.
func TestLastUseNeverFailsARequest(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		user := s.As(viewer)
		made, by := token(s, user, "read")
		rename := func(from, to string) {
			if err := s.DB.InTx(s.System(), func(tx *gorm.DB) error {
				return tx.Exec("ALTER TABLE api_tokens RENAME COLUMN " + from + " TO " + to).Error
			}); err != nil {
				t.Fatal(err)
			}
		}
		by.Get("/units").Must(200)
		rename("last_used_address", "gone")
		if err := s.Accounts.FlushUses(t.Context()); err == nil {
			t.Error("the use was written nowhere")
		}
		by.Get("/units").Must(200)
		rename("gone", "last_used_address")
		if err := s.Accounts.FlushUses(t.Context()); err != nil {
			t.Error(err)
		}
		if a := user.Get("/tokens/" + made.ID()).Must(200); a.At("last_used_at") == nil {
			t.Errorf("%s", a.Raw)
		}
	})
}

// The operator of the machine makes tokens for others, but not for who may not
// sign in.
func TestOperatorMakesTokens(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		user, off := s.As(viewer), s.As(viewer)
		in := account.CreateTokenBody{Name: "sao lưu", Scope: "read"}
		made, err := s.Accounts.CreateToken(s.System(), user.UserID, in)
		if err != nil || strings.Contains(fmt.Sprint(made), made.Secret) {
			t.Fatal(made, err)
		}
		c := s.Nobody()
		c.Token = made.Secret
		c.Get("/units").Must(200)
		s.Admin().Patch("/users/"+off.UserID, m{"status": "disabled"}).Must(200)
		if _, err := s.Accounts.CreateToken(s.System(), off.UserID, in); fault.From(err).Code != account.ErrUserDisabled.Code {
			t.Error(err)
		}
		far := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
		in.ExpiresAt = httpx.Some(far)
		if _, err := s.Accounts.CreateToken(s.System(), user.UserID, in); fault.From(err).Code != "validation_failed" {
			t.Error(err)
		}
		if _, err := s.Accounts.CreateToken(s.System(), "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b", in); fault.From(err).Kind != fault.NotFound {
			t.Error(err)
		}
	})
}
