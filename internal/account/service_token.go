package account

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// CreateToken makes an API token of a user. The token itself is in the answer
// and nowhere else. Faults: too_many_tokens, user_disabled.
func (s *Service) CreateToken(ctx context.Context, userID string, in CreateTokenBody) (*NewToken, error) {
	var made *NewToken
	err := s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := actor.From(ctx).Can(actor.TokenManage, actor.Resource{User: userID}); err != nil {
			return err
		}
		u, err := lockUser(tx, userID) // two made at once must not pass the limit together
		if err != nil {
			return err
		}
		if u.Status != Active {
			return ErrUserDisabled
		}
		now := tx.NowFunc()
		var bad fault.Fields
		ends := expiry(&bad, in.ExpiresAt.Value, now)
		if err := bad.Err(); err != nil {
			return err
		}
		if n, err := countLiveTokens(tx, userID, now); err != nil || n >= MaxTokens {
			if err == nil {
				err = ErrTooManyTokens.Param("max", MaxTokens).With("max", MaxTokens).With("live", n)
			}
			return err
		}
		secret := newAPIToken()
		prefix, _ := readAPIToken(secret)
		made = &NewToken{APIToken{
			Meta: record.NewMeta(tx), UserID: userID, Name: in.Name, Scope: actor.TokenScope(in.Scope),
			Prefix: prefix, TokenHash: hashSecret(secret), ExpiresAt: ends,
		}, secret}
		if err := db.Insert(tx, &made.APIToken); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "token", EntityID: made.ID, Version: 1, After: &made.APIToken})
	})
	return made, err
}

// UpdateToken renames a token.
func (s *Service) UpdateToken(ctx context.Context, id string, version int, in UpdateTokenBody) (*APIToken, error) {
	return s.changeToken(ctx, id, version, func(_ *gorm.DB, t *APIToken) error {
		in.Name.Put(&t.Name)
		return nil
	})
}

// RevokeToken ends a token at once; the row stays. Fault: token_revoked.
func (s *Service) RevokeToken(ctx context.Context, id string, version int) (*APIToken, error) {
	return s.changeToken(ctx, id, version, func(tx *gorm.DB, t *APIToken) error {
		if t.RevokedAt != nil {
			return ErrTokenRevoked
		}
		now := tx.NowFunc()
		t.RevokedAt = &now
		return nil
	})
}

func (s *Service) changeToken(ctx context.Context, id string, version int, change func(*gorm.DB, *APIToken) error) (*APIToken, error) {
	var t *APIToken
	err := s.db.InTx(ctx, func(tx *gorm.DB) (err error) {
		who := actor.From(ctx)
		if t, err = tokenByID(tx, who.Extent(actor.TokenManage), id); err != nil {
			return err
		}
		if err := who.Can(actor.TokenManage, actor.Resource{User: t.UserID}); err != nil {
			return err
		}
		if err := audit.Fresh(tx, "token", t, version); err != nil {
			return err
		}
		before := *t
		if err := change(tx, t); err != nil {
			return err
		}
		if err := db.Update(tx, t); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "token", EntityID: t.ID, Version: t.Version, Before: &before, After: t})
	})
	return t, err
}

// Token reads one token the caller may see.
func (s *Service) Token(ctx context.Context, id string) (*APIToken, error) {
	t, err := tokenByID(s.db.Read(ctx), actor.From(ctx).Extent(actor.TokenManage), id)
	return t, s.db.Translate(ctx, err)
}

// Tokens lists the tokens the caller may see.
func (s *Service) Tokens(ctx context.Context, r db.Request) (db.Page[APIToken], error) {
	p, err := listTokens(s.db.Read(ctx), actor.From(ctx).Extent(actor.TokenManage), r)
	return p, s.db.Translate(ctx, err)
}

// authenticateToken turns an API token into its user with the rights of this
// moment, within the token's scope. Whatever is wrong is one and the same
// refusal; the security log is told whose token it was. One statement.
func (s *Service) authenticateToken(ctx context.Context, token string) (actor.Actor, error) {
	call := httpx.CallFrom(ctx)
	prefix, ok := readAPIToken(token)
	if !ok {
		call.Subject = "token:?"
		return actor.Actor{}, ErrToken
	}
	call.Subject = "token:" + prefix
	u, t, grants, err := tokenRights(s.db.Read(ctx), hashSecret(token))
	if err != nil {
		return actor.Actor{}, s.db.Translate(ctx, err)
	}
	if u.ID == "" {
		return actor.Actor{}, ErrToken
	}
	call.Subject = u.Username + " token:" + prefix
	now := s.db.Now()
	if !t.Live(now) || u.Status != Active || u.MustChangePassword {
		return actor.Actor{}, ErrToken
	}
	s.noteUse(t, use{now, call.Address})
	a := actor.Actor{ID: u.ID, Name: u.Username, Grants: grants, Token: actor.Token{ID: t.ID, Prefix: t.Prefix, Scope: t.Scope}}
	if u.Language != nil {
		a.Language = *u.Language
	}
	return a, nil
}
