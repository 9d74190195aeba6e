package account

import (
	"context"
	"crypto/rand"

	"giaouoc/internal/actor"
	"giaouoc/internal/fault"
)

// What the operator of the machine asks for by name, through the command line.

// ListedUser is a user with their grants.
type ListedUser struct {
	User
	Grants []ListedGrant
}

// ListedGrant is a grant with the name of what it is limited to.
type ListedGrant struct {
	Grant
	ScopeName *string // nil for scope all
}

// Everybody lists all users by name, with their grants: one statement.
func (s *Service) Everybody(ctx context.Context) ([]ListedUser, error) {
	if err := actor.From(ctx).Can(actor.UserManage, actor.Resource{}); err != nil {
		return nil, err
	}
	us, err := everybody(s.db.Read(ctx))
	return us, s.db.Translate(ctx, err)
}

// ListedToken is a token with its user's name.
type ListedToken struct {
	APIToken
	Username string
}

// EveryToken lists the tokens of a user, or of all for an empty id, newest first.
func (s *Service) EveryToken(ctx context.Context, userID string) ([]ListedToken, error) {
	if err := actor.From(ctx).Can(actor.UserManage, actor.Resource{}); err != nil {
		return nil, err
	}
	ts, err := everyToken(s.db.Read(ctx), userID)
	return ts, s.db.Translate(ctx, err)
}

// The faults of naming something.
var (
	ErrNotNamed  = fault.New(fault.NotFound, "not_found")
	ErrAmbiguous = fault.New(fault.Conflict, "ambiguous")
)

// TokenKnownBy finds the token with a prefix or an id. Faults: not_found,
// ambiguous when several have the prefix.
func (s *Service) TokenKnownBy(ctx context.Context, word string) (*APIToken, error) {
	ids, err := tokensKnownBy(s.db.Read(ctx), word)
	id, err := only(ids, err)
	if err != nil {
		return nil, s.db.Translate(ctx, err)
	}
	return s.Token(ctx, id)
}

// ScopeKnownBy finds the unit, bloc or authority with an id, a code or a name.
// Faults: not_found, ambiguous.
func (s *Service) ScopeKnownBy(ctx context.Context, scope actor.Scope, word string) (string, error) {
	ids, err := scopesKnownBy(s.db.Read(ctx), scope, word)
	id, err := only(ids, err)
	return id, s.db.Translate(ctx, err)
}

// GrantOf finds a user's grant. Fault: not_found.
func (s *Service) GrantOf(ctx context.Context, userID string, role actor.Role, scope actor.Scope, scopeID string) (*Grant, error) {
	g, err := grantOf(s.db.Read(ctx), Grant{UserID: userID, Role: role, Scope: scope, ScopeID: scopeID})
	return g, s.db.Translate(ctx, err)
}

func only(ids []string, err error) (string, error) {
	switch {
	case err != nil:
		return "", err
	case len(ids) == 0:
		return "", ErrNotNamed
	case len(ids) > 1:
		return "", ErrAmbiguous.With("ids", ids)
	}
	return ids[0], nil
}

// unmistakable are characters nobody takes for one another.
const unmistakable = "abcdefghjkmnpqrstuvwxyz23456789"

// NewPassword makes a password that can be read out: four groups of four,
// 79 random bits.
func NewPassword() string {
	var out []byte
	for b := make([]byte, 1); len(out) < 19; {
		_, _ = rand.Read(b)
		switch {
		case len(out)%5 == 4:
			out = append(out, '-')
		case int(b[0]) < 256/len(unmistakable)*len(unmistakable): // without bias
			out = append(out, unmistakable[int(b[0])%len(unmistakable)])
		}
	}
	return string(out)
}

// View is the user on the wire.
func (u ListedUser) View() UserView { return userView(u.User) }

// View is the token on the wire.
func (t ListedToken) View() PersonalTokenView { return personalTokenView(t.APIToken) }

// View is the new token on the wire, with the token itself.
func (t NewToken) View() NewTokenView { return newTokenView(t) }
