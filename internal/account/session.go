package account

import (
	"context"
	"errors"
	"math"
	"net/netip"
	"strings"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/sync/semaphore"
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

// hashing is argon2id with 19 MiB, two passes, one lane (OWASP).
var hashing = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// nobodys is the hash of a random password that was thrown away: what a password
// is compared with where there is no user. Its cost is that of hashing.
const nobodys = "$argon2id$v=19$m=19456,t=2,p=1$tzv/sEO3jUHhS7mEzL55+Q$Gt1xZmYZGOnXdCZb/LzJ1D+uhZoM4sOuu5Nx7DXvu7g"

// Tokens are what a login or a refresh gives.
type Tokens struct {
	Access     string
	ExpiresIn  time.Duration
	Refresh    string
	RefreshTTL time.Duration
	User       *User
}

// hash makes a stored password; it waits its turn, since each costs 19 MiB.
func (s *Service) hash(ctx context.Context, password string) (string, error) {
	if err := turn(ctx, s.hashers); err != nil {
		return "", err
	}
	defer s.hashers.Release(1)
	return argon2id.CreateHash(password, hashing)
}

// turn waits for one of the few who may do what is costly at a time: a flood of
// log-ins is refused, not made to wait without end.
func turn(ctx context.Context, places *semaphore.Weighted) error {
	wait, cancel := context.WithTimeout(ctx, db.Queueing)
	defer cancel()
	if places.Acquire(wait, 1) == nil {
		return nil
	}
	return db.Unavailable()
}

// matches compares a password with a stored one. For a user that does not exist
// it does the same work against a hash nobody has the password of.
func (s *Service) matches(ctx context.Context, u *User, password string) (bool, error) {
	if err := turn(ctx, s.hashers); err != nil {
		return false, err
	}
	defer s.hashers.Release(1)
	stored := nobodys
	if u != nil {
		stored = u.PasswordHash
	}
	ok, err := argon2id.ComparePasswordAndHash(password, stored)
	return ok && u != nil, err
}

// HasPassword compares without opening a session or counting a failure: for the
// operator of the machine, not for a caller.
func (s *Service) HasPassword(ctx context.Context, u *User, password string) (bool, error) {
	return s.matches(ctx, u, password)
}

// Login checks a name and password and opens a session. It answers the same,
// and as slowly, whether the name, the password or the account's state is
// wrong: wrong_credentials. Too many failures: rate_limited.
func (s *Service) Login(ctx context.Context, username, password, address string) (Tokens, error) {
	username = strings.ToLower(strings.TrimSpace(username))
	if err := s.throttled(ctx, username, address); err != nil {
		return Tokens{}, err
	}
	u, err := userByName(s.db.Read(ctx), username)
	if err != nil && !errors.Is(err, fault.Missing()) {
		return Tokens{}, s.db.Translate(ctx, err)
	}
	if err != nil {
		u = nil
	}
	ok, err := s.matches(ctx, u, password)
	if err != nil {
		return Tokens{}, s.db.Translate(ctx, err)
	}
	if !ok || u.Status != Active {
		return Tokens{}, s.failed(ctx, username, address)
	}
	// Of many guesses sent at once, none counts that ends after the block began.
	if err := s.throttled(ctx, username, address); err != nil {
		return Tokens{}, err
	}
	return s.open(actor.With(ctx, actor.Actor{ID: u.ID, Name: u.Username}), u)
}

// open begins a session of a user whose password was right a moment ago.
func (s *Service) open(ctx context.Context, checked *User) (t Tokens, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		u, err := lockUser(tx, checked.ID)
		if err != nil {
			return err
		}
		if u.Status != Active || u.TokenVersion != checked.TokenVersion {
			return ErrCredentials
		}
		if err := forgetAttempt(tx, accountSubject(u.Username)); err != nil {
			return err
		}
		family := db.NewID()
		if t, err = s.issue(tx, u, family); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "session", EntityID: family, Version: 1})
	})
	return t, err
}

func (s *Service) issue(tx *gorm.DB, u *User, family string) (Tokens, error) {
	now := tx.NowFunc()
	secret, hash := newSecret()
	access, err := s.signer.sign(u.ID, family, u.TokenVersion)
	if err != nil {
		return Tokens{}, err
	}
	row := RefreshToken{ID: db.NewID(), UserID: u.ID, Family: family, TokenHash: hash, CreatedAt: now, ExpiresAt: now.Add(s.refreshTTL)}
	return Tokens{access, s.signer.ttl, secret, s.refreshTTL, u}, db.Insert(tx, &row)
}

// accountSubject is what failures of a name are counted under. A name may be a
// password that was typed into the wrong field: it is kept as a hash.
func accountSubject(username string) string { return "account:" + hashSecret(username) }

// addressSubject is what failures from an address are counted under: of IPv6, the
// network of 64 bits that one customer has whole.
func addressSubject(address string) string {
	if a, err := netip.ParseAddr(address); err == nil && a.Is6() && !a.Is4In6() {
		if net, err := a.WithZone("").Prefix(64); err == nil {
			address = net.String()
		}
	}
	return "address:" + address
}

// Tried is what the log of refused attempts may say of a name somebody tried to
// log in with: "?" where there is no such account.
func (s *Service) Tried(ctx context.Context, username string) string {
	u, err := userByName(s.db.Read(ctx), strings.ToLower(strings.TrimSpace(username)))
	if err != nil {
		return "?"
	}
	return u.Username
}

// throttled refuses a try while the account or the address is blocked.
func (s *Service) throttled(ctx context.Context, username, address string) error {
	for _, subject := range []string{accountSubject(username), addressSubject(address)} {
		a, err := attempt(s.db.Read(ctx), subject)
		if err != nil {
			return s.db.Translate(ctx, err)
		}
		if d := a.blocked(s.db.Now()); d > 0 {
			f := fault.New(fault.Throttled, "rate_limited")
			f.RetryAfter = int(math.Ceil(d.Seconds()))
			return f
		}
	}
	return nil
}

// failed counts a failure in a transaction of its own, so that nothing undoes it.
func (s *Service) failed(ctx context.Context, username, address string) error {
	err := s.db.InTx(ctx, func(tx *gorm.DB) error {
		if err := countFailure(tx, accountSubject(username), maxFailures); err != nil {
			return err
		}
		return countFailure(tx, addressSubject(address), maxByAddress)
	})
	if err != nil {
		return err
	}
	return ErrCredentials
}

// Refresh trades a refresh token for new tokens. A token that was used before
// ends the whole session: somebody else may hold it.
func (s *Service) Refresh(ctx context.Context, secret string) (Tokens, error) {
	var t Tokens
	refused := false
	err := s.db.InTx(ctx, func(tx *gorm.DB) error {
		refused = false
		now, hash := tx.NowFunc(), hashSecret(secret)
		row, err := refreshByHash(tx, hash)
		if err != nil || row == nil {
			refused = true
			return err
		}
		u, err := lockUser(tx, row.UserID)
		if err != nil {
			return err
		}
		fresh, err := useRefresh(tx, hash, now)
		if err != nil {
			return err
		}
		if !fresh || u.Status != Active {
			refused = true
			return revokeFamily(tx, row.Family, now) // must be committed
		}
		t, err = s.issue(tx, u, row.Family)
		return err
	})
	if err == nil && refused {
		err = ErrToken
	}
	return t, err
}

// Purge forgets failed log-ins that block nobody any more, and tokens of sessions
// that ended by themselves.
func (s *Service) Purge(ctx context.Context) error {
	now := s.db.Now()
	return errors.Join(
		s.db.DeleteAlone(ctx, &LoginAttempt{}, "first_at < ? AND (blocked_until IS NULL OR blocked_until < ?)", now.Add(-24*time.Hour), now),
		s.db.DeleteAlone(ctx, &RefreshToken{}, "expires_at < ?", now.Add(-24*time.Hour)),
	)
}

// Logout ends the present session, or all of the user's; then API tokens too,
// unless they are to be kept.
func (s *Service) Logout(ctx context.Context, everywhere, keepTokens bool) error {
	who := actor.From(ctx)
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		u, err := lockUser(tx, who.ID)
		if err != nil {
			return err
		}
		if everywhere {
			return s.endSessions(tx, u, *u, keepTokens)
		}
		if err := revokeFamily(tx, who.Session, tx.NowFunc()); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "session", EntityID: who.Session, Version: 1})
	})
}

// shutOut ends whatever lets programs in with a user's rights: API tokens, and
// the addresses of calendars.
func (s *Service) shutOut(tx *gorm.DB, userID string) error {
	return errors.Join(revokeTokens(tx, userID, tx.NowFunc()), s.dropFeeds(tx, userID))
}

// endSessions ends every session of a user at once, and the API tokens and
// calendar feeds unless they are to be kept. before is the user as it was when the act began.
func (s *Service) endSessions(tx *gorm.DB, u *User, before User, keepTokens bool) error {
	u.TokenVersion++
	if !keepTokens {
		if err := s.shutOut(tx, u.ID); err != nil {
			return err
		}
	}
	if err := revokeUser(tx, u.ID, tx.NowFunc()); err != nil {
		return err
	}
	if err := db.Update(tx, u); err != nil {
		return err
	}
	return s.audit.Append(tx, audit.Entry{Entity: "user", EntityID: u.ID, Version: u.Version, Before: &before, After: u})
}

// Authenticate turns an access token, or an API token, into an actor with the rights of this
// moment: a session that ended, a disabled account or a raised token version
// refuses it at once. One statement, or none within a second of the last one where this
// process wrote nothing since.
func (s *Service) Authenticate(ctx context.Context, token string) (actor.Actor, error) {
	if strings.HasPrefix(token, tokenMark) {
		return s.authenticateToken(ctx, token)
	}
	c, err := s.signer.check(token)
	if err != nil {
		return actor.Actor{}, ErrToken.Because(err)
	}
	now, err := s.standing(ctx, c.Subject, c.Session)
	if err != nil {
		return actor.Actor{}, err
	}
	u := now.user
	if u.ID == "" || !now.live || u.Status != Active || u.TokenVersion != c.Version {
		return actor.Actor{}, ErrToken
	}
	a := actor.Actor{ID: u.ID, Name: u.Username, Session: c.Session, Grants: now.grants, MustChangePassword: u.MustChangePassword}
	if u.Language != nil {
		a.Language = *u.Language
	}
	return a, nil
}

// standing is what a session may do now.
func (s *Service) standing(ctx context.Context, userID, session string) (standing, error) {
	key, writes := userID+" "+session, s.db.Writes()
	now, there := s.recent.of(key, writes)
	if there {
		return now, nil
	}
	now.read = time.Now()
	var err error
	if now.user, now.live, now.grants, err = rights(s.db.Read(ctx), userID, session); err != nil {
		return now, s.db.Translate(ctx, err)
	}
	s.recent.keep(key, writes, now)
	return now, nil
}

// ActorOf is a user with the rights they have now, for work that goes on without
// them; ErrToken for one who may do nothing any more.
func (s *Service) ActorOf(ctx context.Context, userID string) (actor.Actor, error) {
	u, _, grants, err := rights(s.db.Read(ctx), userID, "")
	if err != nil {
		return actor.Actor{}, s.db.Translate(ctx, err)
	}
	if u.ID == "" || u.Status != Active || u.MustChangePassword {
		return actor.Actor{}, ErrToken
	}
	a := actor.Actor{ID: u.ID, Name: u.Username, Grants: grants}
	if u.Language != nil {
		a.Language = *u.Language
	}
	return a, nil
}
