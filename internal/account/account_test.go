package account

import (
	"strings"
	"testing"
	"time"

	"giaouoc/internal/actor"
	"giaouoc/internal/fault"
)

func TestCheckPassword(t *testing.T) {
	for password, want := range map[string]string{
		"": "password_length", "short": "password_length", "123456789": "password_length", strings.Repeat("x1", 65): "password_length",
		"1234567890": "password_common", "Password123": "password_common", "aaaaaaaaaaaa": "password_common", "ThiDuaKhenThuong": "password_common", "nguyenvanthu": "password_common",
		"mật khẩu dài để thử": "", "correct horse": "", strings.Repeat("ế1", 64): "",
	} {
		var bad fault.Fields
		checkPassword(&bad, "/password", password, "NguyenVanThu")
		got := ""
		if len(bad) > 0 {
			got = bad[0].Code
		}
		if got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
}

func TestUsernames(t *testing.T) {
	for name, ok := range map[string]bool{
		"vanthu": true, "van.thu-1_x": true, "a12": true, "ab": false, "VanThu": false, ".van": false, "văn thư": false, "аdmin": false, "van thu": false,
		strings.Repeat("a", 64): true, strings.Repeat("a", 65): false, "a\u200bbc": false, "": false,
	} {
		if usernameForm.MatchString(name) != ok {
			t.Errorf("%q: %v", name, !ok)
		}
	}
}

func TestCheckScope(t *testing.T) {
	id := "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d"
	for _, role := range actor.Roles() {
		for _, scope := range []actor.Scope{actor.All, actor.OfAuthority, actor.OfBloc, actor.OfUnit} {
			var fits, wrong fault.Fields
			given := &id
			if scope == actor.All {
				given = nil
			}
			checkScope(&fits, role, scope, given)
			allowed := false
			for _, s := range role.Scopes() {
				allowed = allowed || s == scope
			}
			if (len(fits) == 0) != allowed {
				t.Errorf("%s in %s: %v", role, scope, fits)
			}
			if scope == actor.All {
				checkScope(&wrong, role, scope, &id)
			} else {
				checkScope(&wrong, role, scope, nil)
			}
			if len(wrong) != 1 {
				t.Errorf("%s in %s with the wrong id: %v", role, scope, wrong)
			}
		}
	}
}

func TestFailuresBlockForAWhile(t *testing.T) {
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	a := LoginAttempt{FirstAt: now}
	for range 9 {
		a.count(now, 10)
	}
	if a.blocked(now) != 0 {
		t.Error("blocked too early")
	}
	a.count(now, 10)
	if d := a.blocked(now); d != blockedFor {
		t.Errorf("blocked for %s", d)
	}
	if a.blocked(now.Add(blockedFor)) != 0 {
		t.Error("the block does not end by itself")
	}
	b := LoginAttempt{FirstAt: now}
	for i := range 30 {
		b.count(now.Add(time.Duration(i)*2*time.Minute), 10)
	}
	if b.BlockedUntil != nil {
		t.Error("slow mistakes add up to a block")
	}
}
