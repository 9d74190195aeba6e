package account

import (
	"crypto/rand"
	"fmt"
	"hash/crc32"
	"math/big"
	"strings"
	"time"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// APIToken lets a program act as a user (mã truy cập API) without the password.
// Only the hash of the token is kept; Prefix is what people tell it by.
type APIToken struct {
	record.Meta     `gorm:"embedded"`
	UserID          string
	Name            string
	Scope           actor.TokenScope
	Prefix          string
	TokenHash       string
	ExpiresAt       time.Time
	LastUsedAt      *time.Time
	LastUsedAddress *string
	RevokedAt       *time.Time
}

// NewToken is a token just made. Secret is the token itself, shown this once.
type NewToken struct {
	APIToken
	Secret string
}

// Limits of tokens.
const (
	MaxTokens      = 20 // live ones a user
	TokenLifetime  = 90 * 24 * time.Hour
	MaxLifetime    = 366 * 24 * time.Hour
	useNotedEvery  = time.Minute
	tokenMark      = "gu_"
	tokenDigits    = 43 // of base 62: 256 bits
	checksumDigits = 6  // of base 62: CRC-32
	prefixDigits   = 8
)

// The faults of API tokens.
var (
	ErrTooManyTokens = fault.New(fault.Conflict, "too_many_tokens")
	ErrTokenRevoked  = fault.New(fault.Conflict, "token_revoked")
	ErrUserDisabled  = fault.New(fault.Conflict, "user_disabled")
)

// Live reports whether the token still works, as far as it alone can tell.
func (t APIToken) Live(now time.Time) bool { return t.RevokedAt == nil && now.Before(t.ExpiresAt) }

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// newAPIToken is a mark that scanners for leaked secrets can look for, 256
// random bits, and a checksum that tells a typing error from a token.
func newAPIToken() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	body := tokenMark + digits(new(big.Int).SetBytes(b), tokenDigits)
	return body + checksum(body)
}

// readAPIToken reports whether the text is whole, and the prefix it is known by.
func readAPIToken(token string) (prefix string, ok bool) {
	body := len(tokenMark) + tokenDigits
	if !strings.HasPrefix(token, tokenMark) || len(token) != body+checksumDigits || checksum(token[:body]) != token[body:] {
		return "", false
	}
	return token[len(tokenMark) : len(tokenMark)+prefixDigits], true
}

func checksum(s string) string {
	return digits(big.NewInt(int64(crc32.ChecksumIEEE([]byte(s)))), checksumDigits)
}

func digits(n *big.Int, width int) string {
	out, base, rest := make([]byte, width), big.NewInt(int64(len(base62))), new(big.Int)
	for i := width - 1; i >= 0; i-- {
		n.QuoRem(n, base, rest)
		out[i] = base62[rest.Int64()]
	}
	return string(out)
}

// expiry is when a new token ends: as wanted, within limits, or the usual time.
func expiry(bad *fault.Fields, wanted *time.Time, now time.Time) time.Time {
	if wanted == nil {
		return now.Add(TokenLifetime)
	}
	at := wanted.UTC().Truncate(time.Microsecond)
	if !at.After(now) || at.After(now.Add(MaxLifetime)) {
		bad.Add("/expires_at", "out_of_range", "min", now.Format(time.RFC3339), "max", now.Add(MaxLifetime).Format(time.RFC3339))
	}
	return at
}

// String keeps the secret out of anything that prints the whole struct.
func (t NewToken) String() string { return fmt.Sprintf("%s%s…", tokenMark, t.Prefix) }

var _ db.Versioned = (*APIToken)(nil)
