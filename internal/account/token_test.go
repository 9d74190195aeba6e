package account

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

var tokenKey = []byte("0123456789abcdef0123456789abcdef")

func testSigner(now time.Time) *Signer {
	return NewSigner(tokenKey, 15*time.Minute, func() time.Time { return now })
}

// Forged are tokens that must never be taken, by what is wrong with them.
func forged(t *testing.T, now time.Time, kid, subject, session string) map[string]string {
	t.Helper()
	header := func(change map[string]any) map[string]any {
		h := map[string]any{"alg": "HS256", "typ": "at+jwt", "kid": kid}
		maps.Copy(h, change)
		return h
	}
	body := func(change map[string]any) map[string]any {
		c := map[string]any{
			"iss": issuer, "aud": audience, "sub": subject, "sid": session, "ver": 0,
			"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(15 * time.Minute).Unix(),
		}
		for k, v := range change {
			if c[k] = v; v == nil {
				delete(c, k)
			}
		}
		return c
	}
	sign := func(key any, method jwt.SigningMethod, h, c map[string]any) string {
		tok := &jwt.Token{Method: method, Header: h, Claims: jwt.MapClaims(c)}
		s, err := tok.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	hs := func(h, c map[string]any) string { return sign(tokenKey, jwt.SigningMethodHS256, header(h), body(c)) }
	good := hs(nil, nil)
	parts := strings.Split(good, ".")
	b64 := func(v any) string { b, _ := json.Marshal(v); return base64.RawURLEncoding.EncodeToString(b) }
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	in := func(d time.Duration) int64 { return now.Add(d).Unix() }
	out := map[string]string{
		"empty": "", "one word": "token", "two parts": parts[0] + "." + parts[1], "four parts": good + ".x", "dots": strings.Repeat(".", 100),
		"no signature": parts[0] + "." + parts[1] + ".", "cut signature": good[:len(good)-2], "spaces": good + " " + good,
		"alg none":         b64(header(map[string]any{"alg": "none"})) + "." + parts[1] + ".",
		"alg None":         b64(header(map[string]any{"alg": "None"})) + "." + parts[1] + ".",
		"alg none, signed": b64(header(map[string]any{"alg": "none"})) + "." + parts[1] + "." + parts[2],
		"alg missing":      b64(map[string]any{"typ": "at+jwt", "kid": kid}) + "." + parts[1] + "." + parts[2],
		"alg HS512":        sign(tokenKey, jwt.SigningMethodHS512, header(map[string]any{"alg": "HS512"}), body(nil)),
		"alg HS384":        sign(tokenKey, jwt.SigningMethodHS384, header(map[string]any{"alg": "HS384"}), body(nil)),
		"alg RS256":        sign(rsaKey, jwt.SigningMethodRS256, header(map[string]any{"alg": "RS256"}), body(nil)),
		"alg PS256":        sign(rsaKey, jwt.SigningMethodPS256, header(map[string]any{"alg": "PS256"}), body(nil)),
		"alg ES256":        sign(ecKey, jwt.SigningMethodES256, header(map[string]any{"alg": "ES256"}), body(nil)),
		"other key":        sign([]byte("another key of thirty-two bytes!"), jwt.SigningMethodHS256, header(nil), body(nil)),
		"empty key":        sign([]byte{}, jwt.SigningMethodHS256, header(nil), body(nil)),
		"weak key":         sign([]byte("secret"), jwt.SigningMethodHS256, header(nil), body(nil)),
		"kid as key":       sign([]byte(kid), jwt.SigningMethodHS256, header(nil), body(nil)),
		"kid unknown":      hs(map[string]any{"kid": "ffffffff"}, nil), "kid empty": hs(map[string]any{"kid": ""}, nil), "kid a path": hs(map[string]any{"kid": "../../dev/null"}, nil),
		"kid a number": hs(map[string]any{"kid": 1}, nil), "typ JWT": hs(map[string]any{"typ": "JWT"}, nil), "typ empty": hs(map[string]any{"typ": ""}, nil),
		"own jwk":   sign([]byte("k"), jwt.SigningMethodHS256, header(map[string]any{"jwk": map[string]any{"kty": "oct", "k": "aw"}}), body(nil)),
		"own jku":   sign([]byte("k"), jwt.SigningMethodHS256, header(map[string]any{"jku": "http://127.0.0.1:1/keys"}), body(nil)),
		"iss other": hs(nil, map[string]any{"iss": "other"}), "iss missing": hs(nil, map[string]any{"iss": nil}),
		"aud other": hs(nil, map[string]any{"aud": "other"}), "aud missing": hs(nil, map[string]any{"aud": nil}), "aud empty": hs(nil, map[string]any{"aud": []string{}}),
		"sub missing": hs(nil, map[string]any{"sub": nil}), "sub empty": hs(nil, map[string]any{"sub": ""}), "sub a number": hs(nil, map[string]any{"sub": 1}),
		"sid missing": hs(nil, map[string]any{"sid": nil}), "ver text": hs(nil, map[string]any{"ver": "0"}),
		"expired": hs(nil, map[string]any{"exp": in(-leeway - time.Second)}), "exp missing": hs(nil, map[string]any{"exp": nil}), "exp zero": hs(nil, map[string]any{"exp": 0}), "exp text": hs(nil, map[string]any{"exp": "2099"}),
		"nbf later": hs(nil, map[string]any{"nbf": in(leeway + time.Minute)}), "iat later": hs(nil, map[string]any{"iat": in(leeway + time.Minute)}),
		"claims changed": parts[0] + "." + b64(body(map[string]any{"sub": "someone-else"})) + "." + parts[2],
		"header changed": b64(header(map[string]any{"x": 1})) + "." + parts[1] + "." + parts[2],
		"claims no JSON": parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte("{")) + "." + parts[2],
		"padded":         parts[0] + "=." + parts[1] + "." + parts[2], "not base64": "!." + parts[1] + "." + parts[2],
	}
	for i := 0; i < len(parts[2])-1; i += 7 {
		b := []byte(good)
		at := len(parts[0]) + len(parts[1]) + 2 + i
		if b[at] = 'A'; good[at] == 'A' {
			b[at] = 'B'
		}
		out["signature byte "+string(rune('a'+i/7))] = string(b)
	}
	return out
}

func TestForgedTokensAreRefused(t *testing.T) {
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	s := testSigner(now)
	list := forged(t, now, s.first, "u1", "s1")
	if len(list) < 50 {
		t.Errorf("only %d variants", len(list))
	}
	for what, token := range list {
		if c, err := s.check(token); err == nil {
			t.Errorf("%s: taken as %+v", what, c)
		}
	}
}

func TestTokensKeepTheirTime(t *testing.T) {
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	token, err := testSigner(now).sign("u1", "s1", 3)
	if err != nil {
		t.Fatal(err)
	}
	for after, ok := range map[time.Duration]bool{
		0: true, 14 * time.Minute: true, 15*time.Minute + leeway - time.Second: true, 15*time.Minute + leeway + time.Second: false,
		-leeway + time.Second: true, -leeway - 2*time.Second: false, 24 * time.Hour: false,
	} {
		c, err := testSigner(now.Add(after)).check(token)
		if (err == nil) != ok || ok && (c.Subject != "u1" || c.Session != "s1" || c.Version != 3) {
			t.Errorf("after %s: %+v %v", after, c, err)
		}
	}
}

func TestSecretsAreLongAndHashed(t *testing.T) {
	a, hash := newSecret()
	b, _ := newSecret()
	if raw, err := base64.RawURLEncoding.DecodeString(a); err != nil || len(raw) != 32 || a == b || hash != hashSecret(a) || strings.Contains(hash, a) {
		t.Errorf("%q %q %v", a, hash, err)
	}
}
