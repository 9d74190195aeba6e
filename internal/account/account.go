// Package account keeps who may use the books (người dùng, phân quyền): users
// and grants, logging in with throttling, short access tokens and rotating
// refresh tokens, and the log of refused attempts.
package account

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// User is somebody who may log in.
type User struct {
	record.Meta        `gorm:"embedded"`
	Username           string
	DisplayName        string
	PasswordHash       string
	Language           *string
	Status             string
	MustChangePassword bool
	// TokenVersion is in every access token; raising it ends them all.
	TokenVersion int
}

// The states of a user.
const (
	Active   = "active"
	Disabled = "disabled"
)

// Grant gives a user a role within a scope.
type Grant struct {
	record.Meta `gorm:"embedded"`
	UserID      string
	Role        actor.Role
	Scope       actor.Scope
	ScopeID     string
}

// RefreshToken is one link of a login's chain of refresh tokens. Only the hash
// is kept; a token used twice ends its whole family.
type RefreshToken struct {
	ID        string `gorm:"primaryKey"`
	UserID    string
	Family    string
	TokenHash string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
	RevokedAt *time.Time
}

// LoginAttempt counts failures against an account or from an address.
type LoginAttempt struct {
	Subject      string `gorm:"primaryKey"`
	Failures     int
	FirstAt      time.Time
	BlockedUntil *time.Time
}

// The faults of logging in.
var (
	ErrCredentials = fault.New(fault.Unauthenticated, "wrong_credentials")
	ErrToken       = fault.New(fault.Unauthenticated, "unauthenticated")
	ErrSetupCode   = fault.New(fault.Forbidden, "wrong_setup_code")
	ErrSetUp       = fault.New(fault.Conflict, "already_set_up")
	ErrLastAdmin   = fault.New(fault.Conflict, "last_admin")
)

var usernameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{2,63}$`)

// Passwords of OWASP ASVS 6.2: length counts, composition rules do not.
const (
	minPassword = 10
	maxPassword = 128
)

// easy are passwords everybody tries first, among those long enough.
var easy = []string{"1234567890", "0123456789", "12345678910", "123456789a", "password123", "matkhau123", "matkhau1234", "qwertyuiop", "abcd123456", "abc1234567", "iloveyou12", "thiduakhenthuong", "administrator", "quantrivien"}

// checkPassword notes at pointer what is wrong with a new password.
func checkPassword(bad *fault.Fields, pointer, password, username string) {
	switch n := len([]rune(password)); {
	case n < minPassword || n > maxPassword:
		bad.Add(pointer, "password_length", "min", minPassword, "max", maxPassword)
	case slices.Contains(easy, strings.ToLower(password)) || strings.EqualFold(password, username) || strings.Count(password, password[:1]) == len(password):
		bad.Add(pointer, "password_common")
	}
}

// checkScope notes what is wrong with the scope of a grant.
func checkScope(bad *fault.Fields, role actor.Role, scope actor.Scope, id *string) {
	allowed := role.Scopes()
	switch {
	case !slices.Contains(allowed, scope):
		names := make([]string, len(allowed))
		for i, s := range allowed {
			names[i] = string(s)
		}
		bad.Add("/scope", "scope_not_allowed", "allowed", names)
	case scope == actor.All && id != nil:
		bad.Add("/scope_id", "conflicts_with", "other", "scope=all")
	case scope != actor.All && id == nil:
		bad.Add("/scope_id", "required")
	}
}

// Throttling: so many failures within the window block further tries for a
// while; the block ends by itself, so nobody is locked out for good.
const (
	maxFailures  = 10
	failWindow   = 15 * time.Minute
	blockedFor   = 5 * time.Minute
	maxByAddress = 50
)

// count adds a failure to what is known of a subject.
func (a *LoginAttempt) count(now time.Time, limit int) {
	if now.Sub(a.FirstAt) > failWindow {
		a.Failures, a.FirstAt, a.BlockedUntil = 0, now, nil
	}
	a.Failures++
	if a.Failures >= limit {
		until := now.Add(blockedFor)
		a.BlockedUntil = &until
		a.Failures, a.FirstAt = 0, now
	}
}

// blocked is how long tries are still refused; 0 when they are not.
func (a LoginAttempt) blocked(now time.Time) time.Duration {
	if a.BlockedUntil == nil || !now.Before(*a.BlockedUntil) {
		return 0
	}
	return a.BlockedUntil.Sub(now)
}

var _ db.Versioned = (*User)(nil)
