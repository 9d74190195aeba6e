// Package demo fills the books that --demo serves: the public facts of one real
// signing conference, exactly as its source tells them, and one bloc that is
// plainly fictional, over several years.
package demo

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"giaouoc/internal/account"
	"giaouoc/internal/actor"
	"giaouoc/internal/app"
	"giaouoc/internal/httpx"
)

// File is the demo's own database in the data directory, beside the real one.
const File = "demo.db"

// User is an account of the demo.
type User struct {
	Name, Display string
	rights        func(*books) []object
}

// Users are the accounts, one for each kind of user.
func Users() []User {
	return []User{
		{"quantri", "Quản trị hệ thống", nil},
		{"hoidong", "Thường trực Hội đồng TĐKT", func(b *books) []object {
			return []object{{"role": "council", "scope": "authority", "scope_id": b.council}, {"role": "council", "scope": "bloc", "scope_id": b.seedBloc}}
		}},
		{"truongkhoi", "Thư ký đơn vị Trưởng khối", func(b *books) []object {
			return []object{{"role": "leader", "scope": "unit", "scope_id": b.seedLeader}, {"role": "leader", "scope": "unit", "scope_id": b.fictionLeader}, {"role": "deputy", "scope": "unit", "scope_id": b.fictionLeader}}
		}},
		{"vanthu", "Văn thư đơn vị", func(b *books) []object {
			return []object{{"role": "clerk", "scope": "unit", "scope_id": b.fictionMember}}
		}},
		{"nguoixem", "Người xem", func(*books) []object { return []object{{"role": "viewer", "scope": "all"}} }},
	}
}

// books are the ids the accounts' rights need.
type books struct {
	council                                   string
	seedBloc, seedLeader                      string
	fictionBloc, fictionLeader, fictionMember string
	year2024, year2025, year2026              string   // terms of the fictional bloc
	fictionUnits                              []string // its members in order
}

// Fill enters the sample data unless it is there, gives all accounts one
// password and returns it: the one wanted, or the one chosen at the first start.
func Fill(ctx context.Context, a *app.App, wanted string) (string, error) {
	password, err := password(a, wanted)
	if err != nil {
		return "", err
	}
	ctx = actor.WithCall(actor.With(ctx, actor.System("demo")), actor.Call{Operation: "serve --demo"})
	if err := accounts(ctx, a, password); err != nil {
		return "", err
	}
	c, err := login(ctx, a, "quantri", password)
	if err != nil {
		return "", err
	}
	if c.count("/blocs") == 0 {
		var b books
		c.seed(&b)
		c.fiction(&b)
		c.grants(&b)
		if c.err == nil {
			c.err = errors.Join(registrations(ctx, a, &b, password), reports(ctx, a, &b, password))
		}
	}
	return password, c.err
}

// password is the wanted one, or one kept beside the demo's data file.
func password(a *app.App, wanted string) (string, error) {
	if wanted != "" {
		return wanted, nil
	}
	path := filepath.Join(a.Config.Data, "demo.password")
	b, err := os.ReadFile(path) // #nosec G304 -- in the operator's data directory
	if err == nil {
		return strings.TrimSpace(string(b)), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	var random [10]byte
	_, _ = rand.Read(random[:])
	chosen := strings.ToLower(base32.StdEncoding.EncodeToString(random[:]))
	return chosen, os.WriteFile(path, []byte(chosen+"\n"), 0o600)
}

// accounts makes the users, or gives those there are the password.
func accounts(ctx context.Context, a *app.App, password string) error {
	for _, u := range Users() {
		existing, err := a.Accounts.UserNamed(ctx, u.Name)
		if err != nil {
			return err
		}
		if existing == nil {
			if err := create(ctx, a, u, password); err != nil {
				return err
			}
			continue
		}
		if ok, err := a.Accounts.HasPassword(ctx, existing, password); err != nil || ok {
			if err != nil {
				return err
			}
			continue
		}
		if _, err := a.Accounts.UpdateUser(ctx, existing.ID, existing.Version, account.UpdateUserBody{Password: httpx.Some(httpx.Secret(password))}); err != nil {
			return err
		}
	}
	return nil
}

func create(ctx context.Context, a *app.App, u User, password string) error {
	made, err := a.Accounts.CreateUser(ctx, account.CreateUserBody{Username: u.Name, DisplayName: httpx.Some(u.Display), Password: httpx.Secret(password)})
	if err == nil && u.rights == nil {
		_, err = a.Accounts.CreateGrant(ctx, account.CreateGrantBody{UserID: made.ID, Role: string(actor.Admin), Scope: string(actor.All)})
	}
	return err
}

// grants gives the accounts their rights.
func (c *client) grants(b *books) {
	for _, u := range Users() {
		if u.rights == nil {
			continue
		}
		out, _ := c.do("GET", "/users?username="+u.Name, "", nil)
		rows, _ := out["data"].([]any)
		if len(rows) != 1 {
			return
		}
		id := rows[0].(object)["id"]
		for _, g := range u.rights(b) {
			g["user_id"] = id
			c.post("/grants", g)
		}
	}
}
