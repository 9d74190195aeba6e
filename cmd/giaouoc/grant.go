package main

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"giaouoc/internal/account"
	"giaouoc/internal/actor"
	"giaouoc/internal/app"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/text"
	"giaouoc/internal/viet"
)

// grantLine is a grant on the command line.
type grantLine struct {
	ID        string  `json:"id"`
	Role      string  `json:"role"`
	Scope     string  `json:"scope"`
	ScopeID   *string `json:"scope_id"`
	ScopeName *string `json:"scope_name"`
}

func grantLineOf(g account.ListedGrant) grantLine {
	l := grantLine{g.ID, string(g.Role), string(g.Scope), nil, g.ScopeName}
	if g.ScopeID != "" {
		l.ScopeID = &g.ScopeID
	}
	return l
}

// grantWords is a right for people: "clerk: Văn phòng Tỉnh ủy".
func (c *cli) grantWords(g account.ListedGrant) string {
	if g.Scope == actor.All {
		return string(g.Role)
	}
	return string(g.Role) + ": " + or(g.ScopeName, g.ScopeID)
}

// right is a role within a scope, as flags give it.
type right struct{ role, unit, bloc, authority string }

func (c *cli) rightFlags(cmd *cobra.Command) *right {
	r := &right{}
	cmd.Flags().StringVar(&r.role, "role", "", c.say("flag.role"))
	cmd.Flags().StringVar(&r.unit, "unit", "", c.say("flag.unit"))
	cmd.Flags().StringVar(&r.bloc, "bloc", "", c.say("flag.bloc"))
	cmd.Flags().StringVar(&r.authority, "authority", "", c.say("flag.authority"))
	return r
}

// check reads the flags before any books are opened.
func (c *cli) check(r *right) (actor.Scope, string, error) {
	var roles []string
	for _, role := range actor.Roles() {
		roles = append(roles, string(role))
	}
	if r.role == "" {
		return "", "", usage(c.say("missing_flag", "flag", "--role", "names", strings.Join(roles, ", ")))
	}
	if err := c.oneOf("--role", r.role, roles); err != nil {
		return "", "", err
	}
	scope, word, given := actor.All, "", 0
	for s, w := range map[actor.Scope]string{actor.OfUnit: r.unit, actor.OfBloc: r.bloc, actor.OfAuthority: r.authority} {
		if w != "" {
			scope, word, given = s, w, given+1
		}
	}
	if given > 1 {
		return "", "", usage(c.say("grant.one_scope"))
	}
	allowed := actor.Role(r.role).Scopes()
	var names []string
	for _, s := range allowed {
		if s == scope {
			return scope, word, nil
		}
		names = append(names, map[actor.Scope]string{actor.All: c.say("grant.no_scope"), actor.OfUnit: "--unit", actor.OfBloc: "--bloc", actor.OfAuthority: "--authority"}[s])
	}
	return "", "", usage(c.say("grant.scope", "role", r.role, "names", strings.Join(names, " "+c.say("or")+" ")))
}

// scopeID finds what a grant is limited to by id, code or name.
func (c *cli) scopeID(ctx context.Context, a *app.App, scope actor.Scope, word string) (string, error) {
	if scope == actor.All {
		return "", nil
	}
	id, err := a.Accounts.ScopeKnownBy(ctx, scope, word)
	if f := fault.From(err); f != nil && f.Code == account.ErrNotNamed.Code {
		return "", errors.New(c.say("grant.unknown_scope", "flag", "--"+string(scope), "value", word))
	}
	return id, err
}

// withRight opens the books and does something with a right of the user with a
// name; id is what its scope is limited to.
func (c *cli) withRight(cmd *cobra.Command, name string, r *right, do func(ctx context.Context, a *app.App, u *account.User, scope actor.Scope, id, word string) error) error {
	scope, word, err := c.check(r)
	if err != nil {
		return err
	}
	return c.withUser(cmd, name, func(ctx context.Context, a *app.App, u *account.User) error {
		id, err := c.scopeID(ctx, a, scope, word)
		if err != nil {
			return err
		}
		return do(ctx, a, u, scope, id, word)
	})
}

func (c *cli) userGrant() *cobra.Command {
	var r *right
	cmd := c.leaf("user grant", []string{"username"}, func(cmd *cobra.Command, args []string) error {
		return c.withRight(cmd, args[0], r, func(ctx context.Context, a *app.App, u *account.User, scope actor.Scope, id, word string) error {
			in := account.CreateGrantBody{UserID: u.ID, Role: r.role, Scope: string(scope)}
			if id != "" {
				in.ScopeID = httpx.Some(id)
			}
			g, err := a.Accounts.CreateGrant(ctx, in)
			if err != nil {
				return c.orConflict(err, "duplicate", "grant.exists", "user", u.Username)
			}
			return c.print(grantLineOf(named(*g, word)), c.say("user.granted", "user", u.Username, "right", c.grantWords(named(*g, word))))
		})
	})
	r = c.rightFlags(cmd)
	return cmd
}

// named is a grant with the operator's own word for its scope.
func named(g account.Grant, word string) account.ListedGrant {
	if word == "" {
		return account.ListedGrant{Grant: g}
	}
	return account.ListedGrant{Grant: g, ScopeName: &word}
}

func (c *cli) userRevokeGrant() *cobra.Command {
	var r *right
	cmd := c.leaf("user revoke-grant", []string{"username"}, func(cmd *cobra.Command, args []string) error {
		return c.withRight(cmd, args[0], r, func(ctx context.Context, a *app.App, u *account.User, scope actor.Scope, id, word string) error {
			g, err := a.Accounts.GrantOf(ctx, u.ID, actor.Role(r.role), scope, id)
			if f := fault.From(err); f != nil && f.Kind == fault.NotFound {
				return errors.New(c.say("grant.none", "user", u.Username, "role", r.role))
			} else if err != nil {
				return err
			}
			if err := a.Accounts.DeleteGrant(ctx, g.ID, g.Version); err != nil {
				return err
			}
			return c.print(grantLineOf(named(*g, word)), c.say("user.grant_revoked", "user", u.Username, "right", c.grantWords(named(*g, word))))
		})
	})
	r = c.rightFlags(cmd)
	return cmd
}

// oneOf refuses a value that is none of a list, and suggests the one meant.
func (c *cli) oneOf(flag, value string, list []string) error {
	for _, v := range list {
		if v == value {
			return nil
		}
	}
	if near := text.Closest(value, list); near != "" {
		return usage(c.say("not_one_of_suggest", "flag", flag, "value", value, "near", near))
	}
	return usage(c.say("not_one_of", "flag", flag, "value", value, "names", strings.Join(list, ", ")))
}

// clean puts a text into its stored form, as the API does with what it is sent.
func (c *cli) clean(flag, value string, most int) (string, error) {
	s, wrong := viet.Clean(value, false)
	reason, params := "", map[string]any{}
	switch {
	case wrong != nil:
		reason, params = "forbidden_character", map[string]any{"character": strconv.QuoteRuneToASCII(wrong.Rune), "position": wrong.Index + 1}
	case s == "":
		reason = "blank"
	case len([]rune(s)) > most:
		reason, params = "max_length", map[string]any{"max": most}
	default:
		return s, nil
	}
	return "", usage(flag + ": " + text.Of(c.lang, "field."+reason, params))
}
