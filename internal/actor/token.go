package actor

import "giaouoc/internal/fault"

// TokenScope is how much of its user's rights an API token carries.
type TokenScope string

// The scopes, narrowest first. NeedsSession is none of them: what it stands
// for is done after a login with the password, by no token.
const (
	TokenRead    TokenScope = "read"
	TokenWrite   TokenScope = "write"
	TokenAdmin   TokenScope = "admin" // users and grants as well, as far as InSession lets it
	NeedsSession TokenScope = "session"
)

// TokenScopes lists the scopes, narrowest first.
func TokenScopes() []string {
	return []string{string(TokenRead), string(TokenWrite), string(TokenAdmin)}
}

// Token is the API token a request came with; the zero Token is none: a
// session, or the operator of the machine.
type Token struct {
	ID     string
	Prefix string // the characters its lists show
	Scope  TokenScope
}

// NeededScope is the least scope of a token that may call an operation. It
// follows from the operation's permission and from whether it writes: what
// opens or ends sessions, changes one's own account or deals with tokens needs
// a session, since a token that leaked must not be able to outlive its end.
func NeededScope(p Permission, writes bool) TokenScope {
	switch {
	case p == TokenManage, writes && (p == Public || p == SignedIn):
		return NeedsSession
	case p == UserManage:
		return TokenAdmin
	case writes:
		return TokenWrite
	}
	return TokenRead
}

// Admits refuses an operation the actor's token is too narrow for (token_scope,
// which names what is needed). It says nothing of the user's own rights.
func (a Actor) Admits(p Permission, writes bool) error {
	return a.admits(NeededScope(p, writes))
}

// InSession refuses any token (token_scope), for acts within an operation that
// would let who holds one keep access beyond its end, whatever its scope.
func (a Actor) InSession() error { return a.admits(NeedsSession) }

func (a Actor) admits(needed TokenScope) error {
	if a.Token.ID == "" || a.Token.Scope.covers(needed) {
		return nil
	}
	return fault.New(fault.Forbidden, "token_scope").
		Param("scope", string(a.Token.Scope)).Param("needed", string(needed)).
		With("scope", a.Token.Scope).With("needed_scope", needed)
}

func (s TokenScope) covers(needed TokenScope) bool {
	width := map[TokenScope]int{TokenRead: 1, TokenWrite: 2, TokenAdmin: 3}
	return needed != NeedsSession && width[s] >= width[needed]
}

// Signature is the name an act is recorded under: the user's, and the token's
// where one acted.
func (a Actor) Signature() string {
	if a.Token.ID == "" {
		return a.Name
	}
	return a.Name + " token:" + a.Token.Prefix
}

// Principal tells callers apart whose requests must not answer for one another:
// a user's session, and each of the user's tokens.
func (a Actor) Principal() string {
	if a.Token.ID == "" {
		return a.ID
	}
	return a.ID + " token:" + a.Token.ID
}
