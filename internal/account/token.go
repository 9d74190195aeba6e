package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	issuer   = "giaouoc"
	audience = "giaouoc-api"
	leeway   = 30 * time.Second
)

// claims say who and which session, never what they may do.
type claims struct {
	jwt.RegisteredClaims
	Session string `json:"sid"`
	Version int    `json:"ver"`
}

// Signer makes and checks access tokens: HS256 under a 256-bit key that nobody
// else holds. Several keys may be valid at once, the first signs.
type Signer struct {
	keys  map[string][]byte
	first string
	ttl   time.Duration
	now   func() time.Time
}

// NewSigner makes a signer whose tokens live for ttl.
func NewSigner(key []byte, ttl time.Duration, now func() time.Time) *Signer {
	sum := sha256.Sum256(append([]byte("kid\x00"), key...))
	id := hex.EncodeToString(sum[:4])
	return &Signer{keys: map[string][]byte{id: key}, first: id, ttl: ttl, now: now}
}

func (s *Signer) sign(userID, session string, version int) (string, error) {
	now := s.now()
	t := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Audience: jwt.ClaimStrings{audience}, Subject: userID,
			IssuedAt: jwt.NewNumericDate(now), NotBefore: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(s.ttl)),
		},
		Session: session, Version: version,
	})
	t.Header["kid"] = s.first
	t.Header["typ"] = "at+jwt"
	return t.SignedString(s.keys[s.first])
}

// check verifies everything about a token that needs no database.
func (s *Signer) check(token string) (claims, error) {
	var c claims
	_, err := jwt.ParseWithClaims(token, &c, func(t *jwt.Token) (any, error) {
		id, _ := t.Header["kid"].(string)
		key, ok := s.keys[id]
		if typ, _ := t.Header["typ"].(string); !ok || typ != "at+jwt" {
			return nil, jwt.ErrTokenUnverifiable
		}
		return key, nil
	}, jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(issuer), jwt.WithAudience(audience), jwt.WithExpirationRequired(),
		jwt.WithIssuedAt(), jwt.WithLeeway(leeway), jwt.WithTimeFunc(s.now), jwt.WithStrictDecoding())
	if err != nil {
		return claims{}, err
	}
	if c.Subject == "" || c.Session == "" {
		return claims{}, jwt.ErrTokenInvalidClaims
	}
	return c, nil
}

// newSecret is a 256-bit random token and the hash that is kept of it.
func newSecret() (secret, hash string) {
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	secret = base64.RawURLEncoding.EncodeToString(b)
	return secret, hashSecret(secret)
}

func hashSecret(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}
