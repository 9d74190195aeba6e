package main

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"giaouoc/internal/account"
	"giaouoc/internal/actor"
	"giaouoc/internal/app"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
)

func (c *cli) token() *cobra.Command {
	return c.booksFlag(c.group("token", c.tokenList(), c.tokenAdd(), c.tokenRevoke()))
}

// tokenLine is a token on the command line.
type tokenLine struct {
	account.PersonalTokenView
	Username string `json:"username"`
	State    string `json:"state"` // live, expired, revoked
}

func tokenState(t account.APIToken, now time.Time) string {
	switch {
	case t.RevokedAt != nil:
		return "revoked"
	case !t.Live(now):
		return "expired"
	}
	return "live"
}

func (c *cli) tokenList() *cobra.Command {
	username := ""
	cmd := c.leaf("token list", nil, func(cmd *cobra.Command, _ []string) error {
		a, ctx, err := c.open(cmd, false)
		if err != nil {
			return err
		}
		defer a.Close()
		userID := ""
		if cmd.Flags().Changed("user") {
			u, err := c.known(ctx, a, username)
			if err != nil {
				return err
			}
			userID = u.ID
		}
		tokens, err := a.Accounts.EveryToken(ctx, userID)
		if err != nil {
			return err
		}
		data, rows := []tokenLine{}, [][]string{}
		for _, t := range tokens {
			state := tokenState(t.APIToken, a.DB.Now())
			data = append(data, tokenLine{t.View(), t.Username, state})
			rows = append(rows, []string{t.Prefix, t.Username, t.Name, string(t.Scope), c.say("token.state." + state), moment(&t.ExpiresAt), moment(t.LastUsedAt)})
		}
		return c.table(data, "token.headings", rows)
	})
	cmd.Flags().StringVar(&username, "user", "", c.say("flag.token_user"))
	return cmd
}

func (c *cli) tokenAdd() *cobra.Command {
	name, scope, days := "", "", 0
	cmd := c.leaf("token add", []string{"username"}, func(cmd *cobra.Command, args []string) error {
		if name == "" {
			return usage(c.say("missing_flag_plain", "flag", "--name"))
		}
		clean, err := c.clean("--name", name, 100)
		if err != nil {
			return err
		}
		if err := c.oneOf("--scope", scope, actor.TokenScopes()); err != nil {
			return err
		}
		if most := int(account.MaxLifetime / (24 * time.Hour)); days < 1 || days > most {
			return usage(c.say("token.days", "max", strconv.Itoa(most)))
		}
		return c.withUser(cmd, args[0], func(ctx context.Context, a *app.App, u *account.User) error {
			ends := a.DB.Now().Add(time.Duration(days) * 24 * time.Hour)
			t, err := a.Accounts.CreateToken(ctx, u.ID, account.CreateTokenBody{Name: clean, Scope: scope, ExpiresAt: httpx.Some(ends)})
			if err != nil {
				return err
			}
			if u.MustChangePassword {
				c.note("token.waits", "user", u.Username)
			}
			if c.json {
				return c.printJSON(t.View())
			}
			c.note("token.added", "user", u.Username, "scope", scope, "until", moment(&t.ExpiresAt))
			return c.print(nil, t.Secret)
		})
	})
	cmd.Flags().StringVar(&name, "name", "", c.say("flag.token_name"))
	cmd.Flags().StringVar(&scope, "scope", string(actor.TokenRead), c.say("flag.scope"))
	cmd.Flags().IntVar(&days, "days", int(account.TokenLifetime/(24*time.Hour)), c.say("flag.days"))
	return cmd
}

func (c *cli) tokenRevoke() *cobra.Command {
	return c.leaf("token revoke", []string{"token"}, func(cmd *cobra.Command, args []string) error {
		a, ctx, err := c.open(cmd, false)
		if err != nil {
			return err
		}
		defer a.Close()
		t, err := a.Accounts.TokenKnownBy(ctx, args[0])
		if f := fault.From(err); f != nil && f.Code == account.ErrNotNamed.Code {
			return errors.New(c.say("token.unknown", "token", args[0]))
		} else if err != nil {
			return err
		}
		if t, err = a.Accounts.RevokeToken(ctx, t.ID, t.Version); err != nil {
			return err
		}
		return c.print(account.ListedToken{APIToken: *t}.View(), c.say("token.revoked", "token", t.Prefix))
	})
}
