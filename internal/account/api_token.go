package account

import (
	"context"
	"time"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// CreateTokenBody is a new API token.
type CreateTokenBody struct {
	Name      string               `json:"name" minLength:"1" maxLength:"100" doc:"what it is for"`
	Scope     string               `json:"scope" enum:"read,write,admin" doc:"read: GET only; write: all its user may do but users and grants; admin: these too, but it sets no password, lets nobody in again and makes no grant"`
	ExpiresAt httpx.Opt[time.Time] `json:"expires_at,omitzero" nullable:"false" doc:"at most 366 days from now; 90 days when left out"`
}

// UpdateTokenBody renames a token.
type UpdateTokenBody struct {
	Name httpx.Opt[string] `json:"name,omitzero" nullable:"false" maxLength:"100"`
}

// PersonalTokenView is an API token on the wire.
type PersonalTokenView struct {
	record.MetaView
	UserID          string     `json:"user_id" format:"uuid"`
	Name            string     `json:"name"`
	Scope           string     `json:"scope" enum:"read,write,admin"`
	Prefix          string     `json:"prefix" doc:"the first characters after gu_"`
	ExpiresAt       time.Time  `json:"expires_at"`
	LastUsedAt      *time.Time `json:"last_used_at" doc:"written about once a minute; null: never used"`
	LastUsedAddress *string    `json:"last_used_address"`
	RevokedAt       *time.Time `json:"revoked_at"`
}

func personalTokenView(t APIToken) PersonalTokenView {
	return PersonalTokenView{t.Meta.View(), t.UserID, t.Name, string(t.Scope), t.Prefix, t.ExpiresAt, t.LastUsedAt, t.LastUsedAddress, t.RevokedAt}
}

// NewTokenView is a token just made, with the token itself.
type NewTokenView struct {
	PersonalTokenView
	Token string `json:"token,omitempty" doc:"shown in this answer only; a repetition with the same Idempotency-Key leaves it out"`
}

func newTokenView(t NewToken) NewTokenView {
	return NewTokenView{personalTokenView(t.APIToken), t.Secret}
}

const personalTokenExample = `{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","user_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","name":"Báo cáo hằng tháng","scope":"read","prefix":"4fQx9LmT","expires_at":"2026-04-05T02:00:00Z","last_used_at":null,"last_used_address":null,"revoked_at":null}` // #nosec G101 -- an example of the contract

func registerTokens(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listTokens", Path: "/tokens", Tag: "tokens"}, tokenList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[PersonalTokenView], error) {
			p, err := svc.Tokens(ctx, in.Request())
			return db.MapPage(p, personalTokenView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createToken", Path: "/tokens", Tag: "tokens", Secret: true, Faults: []string{"token_scope", "too_many_tokens"},
		Request:  `{"name":"Báo cáo hằng tháng","scope":"read"}`,
		Response: personalTokenExample[:len(personalTokenExample)-1] + `,"token":"gu_4fQx9LmT…"}`,
	},
		func(ctx context.Context, in *httpx.Make[CreateTokenBody]) (NewTokenView, error) {
			return httpx.Shown(newTokenView)(svc.CreateToken(ctx, actor.From(ctx).ID, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getToken", Path: "/tokens/{id}", Tag: "tokens", Entity: "token", Faults: []string{"token_scope"}, Response: personalTokenExample},
		func(ctx context.Context, in *httpx.One) (PersonalTokenView, error) {
			return httpx.Shown(personalTokenView)(svc.Token(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateToken", Path: "/tokens/{id}", Tag: "tokens", Faults: []string{"token_scope"}, Request: `{"name":"Báo cáo quý"}`, Response: personalTokenExample},
		func(ctx context.Context, in *httpx.Change[UpdateTokenBody]) (PersonalTokenView, error) {
			return httpx.Shown(personalTokenView)(svc.UpdateToken(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteToken", Path: "/tokens/{id}", Tag: "tokens", Faults: []string{"token_scope", "token_revoked"}},
		func(ctx context.Context, in *httpx.Removal) error {
			_, err := svc.RevokeToken(ctx, in.ID, in.Version())
			return err
		})
}
