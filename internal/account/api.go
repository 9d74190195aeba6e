package account

import (
	"cmp"
	"context"
	"time"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// CreateUserBody is a new user.
type CreateUserBody struct {
	Username           string            `json:"username" minLength:"3" maxLength:"64" example:"vanthu"`
	DisplayName        httpx.Opt[string] `json:"display_name,omitzero" nullable:"false" maxLength:"200"`
	Password           httpx.Secret      `json:"password" minLength:"1" maxLength:"1000" format:"password"`
	Language           httpx.Opt[string] `json:"language,omitzero" enum:"vi,en"`
	MustChangePassword httpx.Opt[bool]   `json:"must_change_password,omitzero" nullable:"false"`
}

// UpdateUserBody changes a user.
type UpdateUserBody struct {
	DisplayName        httpx.Opt[string]       `json:"display_name,omitzero" nullable:"false" maxLength:"200"`
	Password           httpx.Opt[httpx.Secret] `json:"password,omitzero" nullable:"false" minLength:"1" maxLength:"1000"`
	Language           httpx.Opt[string]       `json:"language,omitzero" enum:"vi,en"`
	Status             httpx.Opt[string]       `json:"status,omitzero" nullable:"false" enum:"active,disabled"`
	MustChangePassword httpx.Opt[bool]         `json:"must_change_password,omitzero" nullable:"false"`
}

// UpdateMeBody changes what users may change of themselves.
type UpdateMeBody struct {
	DisplayName httpx.Opt[string] `json:"display_name,omitzero" nullable:"false" maxLength:"200"`
	Language    httpx.Opt[string] `json:"language,omitzero" enum:"vi,en"`
}

// ChangePasswordBody replaces one's own password.
type ChangePasswordBody struct {
	Password    httpx.Secret    `json:"password" minLength:"1" maxLength:"1000" format:"password" doc:"the present one"`
	NewPassword httpx.Secret    `json:"new_password" minLength:"1" maxLength:"1000" format:"password"`
	KeepTokens  httpx.Opt[bool] `json:"keep_tokens,omitzero" nullable:"false" doc:"leave API tokens and calendar feeds in force; without it they are revoked"`
}

// CreateGrantBody is a new grant.
type CreateGrantBody struct {
	UserID  string            `json:"user_id" format:"uuid"`
	Role    string            `json:"role" enum:"admin,council,leader,deputy,clerk,viewer,auditor"`
	Scope   string            `json:"scope" enum:"all,authority,bloc,unit"`
	ScopeID httpx.Opt[string] `json:"scope_id,omitzero" format:"uuid"`
}

// UserView is a user on the wire.
type UserView struct {
	record.MetaView
	Username           string  `json:"username"`
	DisplayName        string  `json:"display_name"`
	Language           *string `json:"language"`
	Status             string  `json:"status" enum:"active,disabled"`
	MustChangePassword bool    `json:"must_change_password"`
}

func userView(u User) UserView {
	return UserView{u.Meta.View(), u.Username, u.DisplayName, u.Language, u.Status, u.MustChangePassword}
}

// GrantView is a grant on the wire.
type GrantView struct {
	record.MetaView
	UserID  string  `json:"user_id" format:"uuid"`
	Role    string  `json:"role"`
	Scope   string  `json:"scope"`
	ScopeID *string `json:"scope_id" format:"uuid" doc:"null for scope all"`
}

func grantView(g Grant) GrantView {
	v := GrantView{g.Meta.View(), g.UserID, string(g.Role), string(g.Scope), nil}
	if g.ScopeID != "" {
		v.ScopeID = &g.ScopeID
	}
	return v
}

// MeView is who is asking, and what they may do where.
type MeView struct {
	UserView
	Grants []RightView `json:"grants"`
}

// RightView is one of the asker's own grants.
type RightView struct {
	Role    string  `json:"role"`
	Scope   string  `json:"scope"`
	ScopeID *string `json:"scope_id" format:"uuid"`
}

// TokenView is what a login answers.
type TokenView struct {
	AccessToken        string  `json:"access_token"`
	TokenType          string  `json:"token_type" enum:"Bearer"`
	ExpiresIn          int     `json:"expires_in" doc:"seconds"`
	RefreshToken       *string `json:"refresh_token" doc:"works once; gives the next one; null where a cookie holds it"`
	MustChangePassword bool    `json:"must_change_password"`
}

func tokenView(t Tokens) TokenView {
	return TokenView{t.Access, "Bearer", int(t.ExpiresIn / time.Second), &t.Refresh, t.User.MustChangePassword}
}

// inCookie is the view for a browser, whose refresh token no script may see.
func inCookie(call *httpx.Call, t Tokens, lasting bool) TokenView {
	call.KeepSession(t.Refresh, lasting, t.RefreshTTL)
	v := tokenView(t)
	v.RefreshToken = nil
	return v
}

// lastingCookie asks for a session that outlives the browser's window.
const lastingCookie = "lasting"

type loginInput struct {
	Body struct {
		Username string            `json:"username" minLength:"1" maxLength:"200"`
		Password httpx.Secret      `json:"password" minLength:"1" maxLength:"1000" format:"password"`
		Cookie   httpx.Opt[string] `json:"cookie,omitzero" nullable:"false" enum:"session,lasting" doc:"for browsers: keep the refresh token in a cookie that no script can read, until the browser is closed or as long as it lasts; without it the token is in the answer"`
	}
}

type refreshInput struct {
	Body struct {
		RefreshToken httpx.Opt[httpx.Secret] `json:"refresh_token,omitzero" nullable:"false" minLength:"1" maxLength:"200" doc:"without it the one in the cookie is traded, if the request comes from this site"`
	}
}

type setUpInput struct {
	Body struct {
		Code httpx.Secret `json:"code" minLength:"1" maxLength:"100" doc:"printed when the service first starts"`
		CreateUserBody
	}
}

type logoutInput struct {
	Body struct {
		Everywhere httpx.Opt[bool] `json:"everywhere,omitzero" nullable:"false" doc:"end every session, not only this one, and revoke API tokens"`
		KeepTokens httpx.Opt[bool] `json:"keep_tokens,omitzero" nullable:"false" doc:"with everywhere: leave API tokens and calendar feeds in force"`
	}
}

type empty struct{}

type done struct {
	Done bool `json:"done"`
}

const tokenExample = `{"access_token":"eyJhbGciOiJIUzI1NiIs…","token_type":"Bearer","expires_in":900,"refresh_token":"kC3v…","must_change_password":false}`

const userExample = `{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system","username":"vanthu","display_name":"Văn thư","language":"vi","status":"active","must_change_password":false}`

const grantExample = `{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system","user_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","role":"clerk","scope":"unit","scope_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d"}`

// Register registers the operations of accounts.
func Register(s *httpx.Server, svc *Service) {
	registerSession(s, svc)
	registerUsers(s, svc)
	registerTokens(s, svc)
	registerAudit(s, svc)
}

func registerSession(s *httpx.Server, svc *Service) {
	httpx.Act(s, httpx.Op{
		ID: "login", Path: "/auth/login", Tag: "auth", Faults: []string{"wrong_credentials", "rate_limited"},
		Request: `{"username":"vanthu","password":"…"}`, Response: tokenExample,
	},
		func(ctx context.Context, in *loginInput) (TokenView, error) {
			call := httpx.CallFrom(ctx)
			if in.Body.Cookie.Set && call.ElsewhereMade() { // it would sign the browser's user in as somebody else
				return TokenView{}, fault.Validation(fault.At("/cookie", "made_elsewhere"))
			}
			t, err := svc.Login(ctx, in.Body.Username, string(in.Body.Password), call.Address)
			if err != nil {
				call.Subject = svc.Tried(ctx, in.Body.Username)
				return TokenView{}, err
			}
			if in.Body.Cookie.Set {
				return inCookie(call, t, in.Body.Cookie.Or("") == lastingCookie), nil
			}
			return tokenView(t), nil
		})
	httpx.Act(s, httpx.Op{
		ID: "refreshTokens", Path: "/auth/refresh", Tag: "auth", Faults: []string{"unauthenticated"},
		Request: `{"refresh_token":"kC3v…"}`, Response: tokenExample,
	},
		func(ctx context.Context, in *refreshInput) (TokenView, error) {
			call := httpx.CallFrom(ctx)
			kept, lasts := call.SessionCookie()
			if in.Body.RefreshToken.Set {
				kept = ""
			}
			t, err := svc.Refresh(ctx, cmp.Or(kept, string(in.Body.RefreshToken.Or(""))))
			if err != nil {
				if kept != "" && fault.From(err).Kind == fault.Unauthenticated {
					call.ForgetSession()
				}
				return TokenView{}, err
			}
			if kept != "" {
				return inCookie(call, t, lasts), nil
			}
			return tokenView(t), nil
		})
	httpx.Post(s, httpx.Op{
		ID: "setUp", Path: "/auth/setup", At: "/users", Tag: "auth", Faults: []string{"wrong_setup_code", "already_set_up", "rate_limited"},
		Request: `{"code":"kC3v9QpLw2Zr8TxY","username":"quantri","password":"…"}`, Response: userExample,
	},
		func(ctx context.Context, in *setUpInput) (UserView, error) {
			return httpx.Shown(userView)(svc.SetUp(ctx, string(in.Body.Code), in.Body.CreateUserBody, httpx.CallFrom(ctx).Address))
		})
	httpx.Act(s, httpx.Op{ID: "logout", Path: "/auth/logout", Tag: "auth", Request: `{"everywhere":true}`, Response: `{"done":true}`},
		func(ctx context.Context, in *logoutInput) (done, error) {
			httpx.CallFrom(ctx).ForgetSession()
			return done{true}, svc.Logout(ctx, in.Body.Everywhere.Or(false), in.Body.KeepTokens.Or(false))
		})
	httpx.Get(s, httpx.Op{
		ID: "getMe", Path: "/me", Tag: "auth",
		Response: userExample[:len(userExample)-1] + `,"grants":[{"role":"clerk","scope":"unit","scope_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d"}]}`,
	},
		func(ctx context.Context, _ *empty) (MeView, error) {
			who := actor.From(ctx)
			u, err := svc.User(ctx, who.ID)
			if err != nil {
				return MeView{}, err
			}
			v := MeView{userView(*u), []RightView{}}
			for _, g := range who.Grants {
				r := RightView{string(g.Role), string(g.Scope), nil}
				if g.ScopeID != "" {
					r.ScopeID = &g.ScopeID
				}
				v.Grants = append(v.Grants, r)
			}
			return v, nil
		})
	httpx.Patch(s, httpx.Op{ID: "updateMe", Path: "/me", Tag: "auth", Request: `{"language":"en"}`, Response: userExample},
		func(ctx context.Context, in *struct {
			httpx.Match
			Body UpdateMeBody
		},
		) (UserView, error) {
			return httpx.Shown(userView)(svc.UpdateMe(ctx, in.Version(), in.Body))
		})
	httpx.Act(s, httpx.Op{
		ID: "changePassword", Path: "/me/password", Tag: "auth", Faults: []string{"wrong_credentials", "rate_limited"},
		Request: `{"password":"…","new_password":"…"}`, Response: `{"done":true}`,
	},
		func(ctx context.Context, in *httpx.Make[ChangePasswordBody]) (done, error) {
			return done{true}, svc.ChangePassword(ctx, in.Body, httpx.CallFrom(ctx).Address)
		})
}

func registerUsers(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listUsers", Path: "/users", Tag: "users"}, userList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[UserView], error) {
			p, err := svc.Users(ctx, in.Request())
			return db.MapPage(p, userView), err
		})
	httpx.Post(s, httpx.Op{ID: "createUser", Path: "/users", Tag: "users", Faults: []string{"token_scope"}, Request: `{"username":"vanthu","password":"…","display_name":"Văn thư"}`, Response: userExample},
		func(ctx context.Context, in *httpx.Make[CreateUserBody]) (UserView, error) {
			return httpx.Shown(userView)(svc.CreateUser(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getUser", Path: "/users/{id}", Tag: "users", Entity: "user", Response: userExample},
		func(ctx context.Context, in *httpx.One) (UserView, error) {
			return httpx.Shown(userView)(svc.User(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateUser", Path: "/users/{id}", Tag: "users", Faults: []string{"last_admin", "token_scope"}, Request: `{"status":"disabled"}`, Response: userExample},
		func(ctx context.Context, in *httpx.Change[UpdateUserBody]) (UserView, error) {
			return httpx.Shown(userView)(svc.UpdateUser(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Act(s, httpx.Op{ID: "endUserSessions", Path: "/users/{id}/logout", Tag: "users", Response: `{"done":true}`},
		func(ctx context.Context, in *httpx.One) (done, error) { return done{true}, svc.EndSessions(ctx, in.ID) })
	httpx.List(s, httpx.Op{ID: "listGrants", Path: "/grants", Tag: "users"}, grantList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[GrantView], error) {
			p, err := svc.Grants(ctx, in.Request())
			return db.MapPage(p, grantView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createGrant", Path: "/grants", Tag: "users", Faults: []string{"token_scope"},
		Request: `{"user_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","role":"clerk","scope":"unit","scope_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d"}`, Response: grantExample,
	},
		func(ctx context.Context, in *httpx.Make[CreateGrantBody]) (GrantView, error) {
			return httpx.Shown(grantView)(svc.CreateGrant(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getGrant", Path: "/grants/{id}", Tag: "users", Entity: "grant", Response: grantExample},
		func(ctx context.Context, in *httpx.One) (GrantView, error) {
			return httpx.Shown(grantView)(svc.Grant(ctx, in.ID))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteGrant", Path: "/grants/{id}", Tag: "users", Faults: []string{"last_admin", "token_scope"}},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteGrant(ctx, in.ID, in.Version())
		})
}
