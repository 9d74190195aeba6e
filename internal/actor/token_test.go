package actor_test

import (
	"errors"
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/fault"
)

func TestNeededScope(t *testing.T) {
	for _, tt := range []struct {
		permission actor.Permission
		read       actor.TokenScope
		write      actor.TokenScope
	}{
		{actor.Public, actor.TokenRead, actor.NeedsSession},
		{actor.SignedIn, actor.TokenRead, actor.NeedsSession},
		{actor.TokenManage, actor.NeedsSession, actor.NeedsSession},
		{actor.UserManage, actor.TokenAdmin, actor.TokenAdmin},
		{actor.BlocRead, actor.TokenRead, actor.TokenWrite},
		{actor.AwardWrite, actor.TokenRead, actor.TokenWrite},
	} {
		if got := actor.NeededScope(tt.permission, false); got != tt.read {
			t.Errorf("reading %s needs %s, want %s", tt.permission, got, tt.read)
		}
		if got := actor.NeededScope(tt.permission, true); got != tt.write {
			t.Errorf("writing %s needs %s, want %s", tt.permission, got, tt.write)
		}
	}
}

func TestAdmits(t *testing.T) {
	needs := map[actor.TokenScope]struct {
		permission actor.Permission
		writes     bool
	}{
		actor.TokenRead: {actor.BlocRead, false}, actor.TokenWrite: {actor.TermWrite, true},
		actor.TokenAdmin: {actor.UserManage, true}, actor.NeedsSession: {actor.TokenManage, false},
	}
	for scope, allowed := range map[actor.TokenScope][]actor.TokenScope{
		"read": {"read"}, "write": {"read", "write"}, "admin": {"read", "write", "admin"}, "": {}, "root": {},
	} {
		a := actor.Actor{ID: "u", Name: "vanthu", Token: actor.Token{ID: "t", Prefix: "Ab12Cd34", Scope: scope}}
		want := map[actor.TokenScope]bool{}
		for _, s := range allowed {
			want[s] = true
		}
		for needed, op := range needs {
			err := a.Admits(op.permission, op.writes)
			if (err == nil) != want[needed] {
				t.Errorf("a token of scope %q for what needs %s: %v", scope, needed, err)
			}
			if err != nil && (!errors.Is(err, fault.New(fault.Forbidden, "token_scope")) || fault.From(err).Extra["needed_scope"] != needed) {
				t.Errorf("%v does not say that %s is needed", err, needed)
			}
		}
		if a.Signature() != "vanthu token:Ab12Cd34" || a.Principal() != "u token:t" {
			t.Errorf("%q %q", a.Signature(), a.Principal())
		}
	}
	session := actor.Actor{ID: "u", Name: "vanthu"}
	for needed, op := range needs {
		if err := session.Admits(op.permission, op.writes); err != nil {
			t.Errorf("a session for what needs %s: %v", needed, err)
		}
	}
	if session.Signature() != "vanthu" || session.Principal() != "u" {
		t.Errorf("%q %q", session.Signature(), session.Principal())
	}
}
