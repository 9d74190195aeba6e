package access_test

import (
	"fmt"
	"testing"
	"time"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// books are a bloc with a term, led by one unit, and users of it.
type books struct {
	t                            *testing.T
	s                            *rig.Server
	admin                        *apptest.Client
	authority, other, bloc, term string
	unit, member                 string
	users                        int
}

func open(t *testing.T, s *rig.Server) *books {
	t.Helper()
	b := &books{t: t, s: s, admin: s.User("quantri", true)}
	post := func(path string, body object) string { return b.admin.Post(path, body).Must(201).ID() }
	b.authority, b.other = post("/authorities", object{"name": "Hội đồng một"}), post("/authorities", object{"name": "Hội đồng hai"})
	b.unit, b.member = post("/units", object{"name": "Văn phòng"}), post("/units", object{"name": "Báo"})
	b.bloc = post("/blocs", object{"kind": "bloc", "name": "Khối", "organizer_id": b.authority})
	b.term = post("/terms", object{"bloc_id": b.bloc, "period": "2026", "status": "planning"})
	return b
}

// user makes an account with one grant and signs in.
func (b *books) user(role, scope, id string) *apptest.Client {
	b.t.Helper()
	b.users++
	name := fmt.Sprintf("nguoi%02d", b.users)
	made := b.admin.Post("/users", object{"username": name, "password": rig.Password}).Must(201).ID()
	b.admin.Post("/grants", object{"user_id": made, "role": role, "scope": scope, "scope_id": id}).Must(201)
	return b.s.Nobody().Login(name, rig.Password)
}

func (b *books) again(c *apptest.Client) *apptest.Client {
	return b.s.Nobody().Login(c.Get("/me").Must(200).Str("username"), rig.Password)
}

// ending is a way in which a token loses something: what it could do, what takes
// that away, and the answer afterwards.
type ending struct {
	what   string
	user   *apptest.Client
	ask    func(c *apptest.Client) *apptest.Answer
	take   func()
	status int
}

func me(c *apptest.Client) *apptest.Answer { return c.Get("/me") }

// sessions are the ways in which a session ends as a whole.
func (b *books) sessions() []ending {
	viewer := func() *apptest.Client { return b.user("viewer", "bloc", b.bloc) }
	out, everywhere, changed, disabled, reset, ended := viewer(), viewer(), viewer(), viewer(), viewer(), viewer()
	second := b.again(everywhere)
	return []ending{
		{"logout", out, me, func() { out.Post("/auth/logout", object{}).Must(200) }, 401},
		{"logout everywhere", everywhere, me, func() { second.Post("/auth/logout", object{"everywhere": true}).Must(200) }, 401},
		{"password changed", changed, me, func() {
			b.again(changed).Post("/me/password", object{"password": rig.Password, "new_password": "một mật khẩu khác"}).Must(200)
		}, 401},
		{"account disabled", disabled, me, func() { b.admin.Patch("/users/"+disabled.UserID, object{"status": "disabled"}).Must(200) }, 401},
		{"password set", reset, me, func() {
			b.admin.Patch("/users/"+reset.UserID, object{"password": "đặt lại mật khẩu"}).Must(200)
		}, 401},
		{"sessions ended", ended, me, func() { b.admin.Post("/users/"+ended.UserID+"/logout", nil).Must(200) }, 401},
	}
}

// rights are the ways in which a session keeps on with less.
func (b *books) rights() []ending {
	viewer, leader, clerk, council := b.user("viewer", "bloc", b.bloc), b.user("leader", "unit", b.unit), b.user("clerk", "unit", b.member), b.user("council", "authority", b.authority)
	led := b.admin.Post("/terms/"+b.term+"/leadership", object{"role": "leader", "unit_id": b.unit}).Must(201).ID()
	member := b.admin.Post("/terms/"+b.term+"/members", object{"unit_id": b.member}).Must(201).ID()
	read := func(c *apptest.Client) *apptest.Answer { return c.Get("/blocs/" + b.bloc) }
	write := func(c *apptest.Client) *apptest.Answer {
		return c.Do("PATCH", "/terms/"+b.term, object{"remark": "ghi chú"}, "If-Match", b.admin.ETag("/terms/"+b.term))
	}
	token, admins := b.s.Nobody(), b.s.Nobody()
	made := b.admin.Post("/tokens", object{"name": "đọc", "scope": "read"}).Must(201)
	token.Token = made.Str("token")
	feed := b.admin.Post("/calendar-feeds", object{"name": "lịch", "scope": "personal"}).Must(201)
	holder := b.user("viewer", "bloc", b.bloc)
	admins.Token = holder.Post("/tokens", object{"name": "đọc", "scope": "read"}).Must(201).Str("token")
	return []ending{
		{"leadership ended", leader, write, func() { b.admin.Delete("/leaderships/" + led).Must(204) }, 404},
		{"unit no longer a member", clerk, read, func() { b.admin.Delete("/members/" + member).Must(204) }, 404},
		{"grant revoked", viewer, read, func() {
			b.admin.Delete("/grants/" + b.admin.Get("/grants?user_id="+viewer.UserID).Must(200).Str("data.0.id")).Must(204)
		}, 403},
		{"bloc given to another organizer", council, read, func() { b.admin.Patch("/blocs/"+b.bloc, object{"organizer_id": b.other}).Must(200) }, 404},
		{"calendar feed revoked", b.s.Nobody(), func(c *apptest.Client) *apptest.Answer { return c.Get("!" + feed.Str("path")) }, func() { b.admin.Delete("/calendar-feeds/" + feed.ID()).Must(204) }, 404},
		{"API token revoked", token, me, func() { b.admin.Delete("/tokens/" + made.ID()).Must(204) }, 401},
		{"API token of a disabled account", admins, me, func() { b.admin.Patch("/users/"+holder.UserID, object{"status": "disabled"}).Must(200) }, 401},
	}
}

// What ends a token, or takes a right from it, works at its very next request.
func TestWhatEndsATokenEndsItAtOnce(t *testing.T) {
	rig.Each(t, func(t *testing.T, books rig.Books) {
		b := open(t, rig.Serve(t, books))
		endings, late, longest := append(b.sessions(), b.rights()...), 0, time.Duration(0)
		for _, e := range endings {
			if a := e.ask(e.user); a.Status != 200 {
				t.Fatalf("%s: %d before it: %s", e.what, a.Status, a.Raw)
			}
			e.take()
			took := time.Now()
			a := e.ask(e.user)
			longest = max(longest, time.Since(took))
			if a.Status != e.status {
				late++
				t.Errorf("%s: the old token is answered %d %s", e.what, a.Status, a.Raw)
			}
			if e.status == 401 && e.user.Refresh != "" {
				if a := b.s.Nobody().Post("/auth/refresh", object{"refresh_token": e.user.Refresh}); a.Status != 401 {
					late++
					t.Errorf("%s: the old refresh token is answered %d", e.what, a.Status)
				}
			}
		}
		row := rig.Measure(t, "A5", "what ends a token, "+books.Engine())
		row.Saw("ways", len(endings))
		row.None("old tokens taken afterwards", late)
		row.MustTime("longest answer", longest, "<= 1 s", longest <= time.Second)
		row.None("refresh tokens wrongly taken", b.refreshes())
	})
}

// refreshes walks a family of refresh tokens, sends a used one again, and counts
// what is taken of it afterwards.
func (b *books) refreshes() (wrong int) {
	user, nobody := b.user("viewer", "bloc", b.bloc), b.s.Nobody()
	refresh := func(token string) *apptest.Answer {
		return nobody.Post("/auth/refresh", object{"refresh_token": token})
	}
	tokens := []string{user.Refresh}
	for range 3 {
		a := refresh(tokens[len(tokens)-1]).Must(200)
		tokens = append(tokens, a.Str("refresh_token"))
		user.Token = a.Str("access_token")
	}
	user.Get("/me").Must(200)
	for _, used := range tokens { // the first is a replay, which ends the family with its newest
		if refresh(used).Status != 401 {
			wrong++
		}
	}
	if user.Get("/me").Status != 401 {
		wrong++
	}
	return wrong
}
