package main

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"giaouoc/internal/account"
	"giaouoc/internal/actor"
	"giaouoc/internal/app"
	"giaouoc/internal/httpx"
	"giaouoc/internal/text"
)

func (c *cli) user() *cobra.Command {
	return c.booksFlag(c.group("user", c.userList(), c.userAdd(), c.userResetPassword(),
		c.userStatus("user disable", account.Disabled), c.userStatus("user enable", account.Active), c.userGrant(), c.userRevokeGrant()))
}

// userLine is a user on the command line.
type userLine struct {
	account.UserView
	Grants   []grantLine `json:"grants"`
	Password string      `json:"password,omitempty"` // one that was made; shown once
}

func (c *cli) userList() *cobra.Command {
	return c.leaf("user list", nil, func(cmd *cobra.Command, _ []string) error {
		a, ctx, err := c.open(cmd, false)
		if err != nil {
			return err
		}
		defer a.Close()
		users, err := a.Accounts.Everybody(ctx)
		if err != nil {
			return err
		}
		data, rows := []userLine{}, [][]string{}
		for _, u := range users {
			line := userLine{UserView: u.View(), Grants: []grantLine{}}
			first := []string{u.Username, u.DisplayName, c.say("user.status." + u.Status), "–"}
			for i, g := range u.Grants {
				line.Grants = append(line.Grants, grantLineOf(g))
				if i > 0 { // further rights stand below the first
					rows = append(rows, first)
					first = []string{"", "", "", ""}
				}
				first[3] = c.grantWords(g)
			}
			data, rows = append(data, line), append(rows, first)
		}
		return c.table(data, "user.headings", rows)
	})
}

func (c *cli) userAdd() *cobra.Command {
	name, language, admin := "", "", false
	var secret *passwordFlags
	cmd := c.leaf("user add", []string{"username"}, func(cmd *cobra.Command, args []string) error {
		in := account.CreateUserBody{Username: args[0]}
		if cmd.Flags().Changed("name") {
			clean, err := c.clean("--name", name, 200)
			if err != nil {
				return err
			}
			in.DisplayName = httpx.Some(clean)
		}
		if cmd.Flags().Changed("language") {
			if err := c.oneOf("--language", language, []string{"vi", "en"}); err != nil {
				return err
			}
			in.Language = httpx.Some(language)
		}
		password, made, err := c.password(cmd, secret)
		if err != nil {
			return err
		}
		in.Password, in.MustChangePassword = httpx.Secret(password), httpx.Some(secret.change)
		a, ctx, err := c.open(cmd, false)
		if err != nil {
			return err
		}
		defer a.Close()
		u, err := a.Accounts.CreateUser(ctx, in)
		if err != nil {
			return c.orConflict(err, "duplicate", "user.exists", "user", in.Username)
		}
		line := userLine{UserView: account.ListedUser{User: *u}.View(), Grants: []grantLine{}}
		if admin {
			g, err := a.Accounts.CreateGrant(ctx, account.CreateGrantBody{UserID: u.ID, Role: string(actor.Admin), Scope: string(actor.All)})
			if err != nil {
				return err
			}
			line.Grants = append(line.Grants, grantLineOf(account.ListedGrant{Grant: *g}))
		}
		if err := c.handOver(line, "user.added", password, made); err != nil {
			return err
		}
		if !admin {
			c.note("user.no_rights", "user", u.Username)
		}
		return nil
	})
	cmd.Flags().StringVar(&name, "name", "", c.say("flag.display_name"))
	cmd.Flags().StringVar(&language, "language", "", c.say("flag.language"))
	cmd.Flags().BoolVar(&admin, "admin", false, c.say("flag.admin"))
	secret = c.passwordFlags(cmd)
	return cmd
}

// handOver prints a user whose password is new; one that was made is data, and
// is printed this once.
func (c *cli) handOver(line userLine, key, password string, made bool) error {
	if c.json {
		if made {
			line.Password = password
		}
		return c.printJSON(line)
	}
	c.note(key, "user", line.Username)
	if !made {
		return nil
	}
	c.note("password.once")
	return c.print(nil, password)
}

func (c *cli) userResetPassword() *cobra.Command {
	var secret *passwordFlags
	cmd := c.leaf("user reset-password", []string{"username"}, func(cmd *cobra.Command, args []string) error {
		password, made, err := c.password(cmd, secret)
		if err != nil {
			return err
		}
		return c.withUser(cmd, args[0], func(ctx context.Context, a *app.App, u *account.User) error {
			u, err := a.Accounts.UpdateUser(ctx, u.ID, u.Version, account.UpdateUserBody{
				Password: httpx.Some(httpx.Secret(password)), MustChangePassword: httpx.Some(secret.change),
			})
			if err != nil {
				return err
			}
			if err := c.handOver(userLine{UserView: account.ListedUser{User: *u}.View(), Grants: []grantLine{}}, "user.reset", password, made); err != nil {
				return err
			}
			if u.Status == account.Disabled {
				c.note("user.still_disabled", "user", u.Username)
			}
			return nil
		})
	})
	secret = c.passwordFlags(cmd)
	return cmd
}

func (c *cli) userStatus(words, status string) *cobra.Command {
	return c.leaf(words, []string{"username"}, func(cmd *cobra.Command, args []string) error {
		return c.withUser(cmd, args[0], func(ctx context.Context, a *app.App, u *account.User) (err error) {
			if u.Status != status {
				if u, err = a.Accounts.UpdateUser(ctx, u.ID, u.Version, account.UpdateUserBody{Status: httpx.Some(status)}); err != nil {
					return err
				}
			}
			return c.print(account.ListedUser{User: *u}.View(), c.say("user.is_"+status, "user", u.Username))
		})
	})
}

// withUser opens the books and does something to the user with a name.
func (c *cli) withUser(cmd *cobra.Command, name string, do func(ctx context.Context, a *app.App, u *account.User) error) error {
	a, ctx, err := c.open(cmd, false)
	if err != nil {
		return err
	}
	defer a.Close()
	u, err := c.known(ctx, a, name)
	if err != nil {
		return err
	}
	return do(ctx, a, u)
}

// known is the user with a name, or the refusal that suggests one.
func (c *cli) known(ctx context.Context, a *app.App, name string) (*account.User, error) {
	u, err := a.Accounts.UserNamed(ctx, strings.ToLower(name))
	if err != nil || u != nil {
		return u, err
	}
	all, err := a.Accounts.Everybody(ctx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, u := range all {
		names = append(names, u.Username)
	}
	if near := text.Closest(name, names); near != "" {
		return nil, errors.New(c.say("user.unknown_suggest", "user", name, "near", near))
	}
	return nil, errors.New(c.say("user.unknown", "user", name))
}
