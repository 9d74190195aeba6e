package account_test

import (
	"slices"
	"testing"
	"time"

	"giaouoc/internal/account"
	"giaouoc/internal/app/apptest"
)

// What has had its time is removed, and nothing sooner: failures a day after the
// first, unless they still block, and sessions a day after their end.
func TestPurge(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		user := s.As(viewer)
		purged := func(table, column string) []string {
			t.Helper()
			if err := s.Accounts.Purge(t.Context()); err != nil {
				t.Fatal(err)
			}
			var out []string
			if err := s.DB.Read(t.Context()).Raw("SELECT " + column + " FROM " + table + " ORDER BY " + column).Scan(&out).Error; err != nil {
				t.Fatal(err)
			}
			return out
		}
		wrong := func(name string) {
			t.Helper()
			s.Nobody().Post("/auth/login", m{"username": name, "password": "sai mật khẩu"}).Refused(401, "wrong_credentials")
		}
		wrong("truoc")
		before := purged("login_attempts", "subject")
		s.Advance(23 * time.Hour)
		if got := purged("login_attempts", "subject"); !slices.Equal(got, before) || len(got) == 0 {
			t.Errorf("within a day: %q, want %q", got, before)
		}
		wrong("sau")
		s.Advance(2 * time.Hour)
		after := purged("login_attempts", "subject")
		for _, subject := range after {
			if slices.Contains(before, subject) && subject != "address:127.0.0.1" { // from where the second came, too
				t.Errorf("%q stays after a day", subject)
			}
		}
		if len(after) == 0 {
			t.Error("a failure of two hours ago is forgotten")
		}
		s.Advance(25 * time.Hour)
		if got := purged("login_attempts", "subject"); len(got) != 0 {
			t.Errorf("after a day: %q", got)
		}

		first := purged("refresh_tokens", "id")
		if len(first) == 0 {
			t.Fatal("no session is on record")
		}
		var last account.RefreshToken
		if err := s.DB.Read(t.Context()).Order("expires_at DESC").Take(&last).Error; err != nil {
			t.Fatal(err)
		}
		s.Advance(last.ExpiresAt.Sub(s.Clock()()) + 23*time.Hour)
		if got := purged("refresh_tokens", "id"); !slices.Equal(got, first) {
			t.Errorf("less than a day after its end: %q, want %q", got, first)
		}
		user.Login("user001", apptest.Password)
		s.Advance(2 * time.Hour)
		if got := purged("refresh_tokens", "id"); len(got) != 1 || slices.Contains(first, got[0]) {
			t.Errorf("a day after its end: %q, had %q", got, first)
		}
	})
}
