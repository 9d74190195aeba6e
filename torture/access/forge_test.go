package access_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

type object = map[string]any

// forger makes tokens that look like those of a session that lives. It knows the
// server's key, so that nothing but the planted flaw is wrong with a token.
type forger struct {
	t            *testing.T
	key          []byte
	good         string // the session's own token
	refresh      string
	head, claims object
}

func newForger(t *testing.T, b rig.Books, c *apptest.Client) *forger {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(b.Dir, "token.key"))
	if err != nil {
		t.Fatal(err)
	}
	f := &forger{t: t, good: c.Token, refresh: c.Refresh}
	if f.key, err = hex.DecodeString(strings.TrimSpace(string(raw))); err != nil {
		t.Fatal(err)
	}
	for i, part := range []*object{&f.head, &f.claims} {
		b, err := base64.RawURLEncoding.DecodeString(strings.Split(f.good, ".")[i])
		if err == nil {
			d := json.NewDecoder(bytes.NewReader(b))
			d.UseNumber()
			err = d.Decode(part)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// with is a copy with members changed; nil takes one away.
func with(o, change object) object {
	o = maps.Clone(o)
	for k, v := range change {
		if o[k] = v; v == nil {
			delete(o, k)
		}
	}
	return o
}

func b64(v any) string {
	b, _ := json.Marshal(v)
	return base64.RawURLEncoding.EncodeToString(b)
}

// sign makes a token of a header and claims.
func (f *forger) sign(method jwt.SigningMethod, key any, head, claims object) string {
	f.t.Helper()
	s, err := (&jwt.Token{Method: method, Header: with(f.head, head), Claims: jwt.MapClaims(with(f.claims, claims))}).SignedString(key)
	if err != nil {
		f.t.Fatal(err)
	}
	return s
}

// hs is a token signed as the server does, with a changed header or claims.
func (f *forger) hs(head, claims object) string {
	return f.sign(jwt.SigningMethodHS256, f.key, head, claims)
}

// weak are secrets that guessing programs try first.
var weak = []string{
	"", " ", "secret", "secretkey", "secret_key", "your-256-bit-secret", "your-secret-key", "mysecret", "my-secret", "supersecret", "changeme", "change-me",
	"password", "Password1", "123456", "12345678", "1234567890", "qwerty", "admin", "administrator", "root", "test", "testing", "key", "private", "jwt", "jwt-secret",
	"jwtsecret", "token", "token-secret", "default", "example", "giaouoc", "giaouoc-api", "GIAOUOC_TOKEN_KEY", "none", "null", "undefined",
}

// tokens are the bad ones, by what is wrong with them.
func (f *forger) tokens() map[string]string {
	out := map[string]string{}
	for _, secret := range weak {
		out["secret "+strconv.Quote(secret)] = f.sign(jwt.SigningMethodHS256, []byte(secret), nil, nil)
	}
	parts := strings.Split(f.good, ".")
	for _, alg := range []string{"none", "None", "NONE", "nOnE", "none ", " none", "no\u006ee\u0000", "", "null"} {
		out["alg "+strconv.Quote(alg)] = b64(with(f.head, object{"alg": alg})) + "." + parts[1] + "."
		out["alg "+strconv.Quote(alg)+", signed"] = b64(with(f.head, object{"alg": alg})) + "." + parts[1] + "." + parts[2]
	}
	for what, alg := range map[string]any{"missing": nil, "a list": []string{"HS256"}, "a number": 0, "true": true} {
		out["alg "+what] = b64(with(f.head, object{"alg": alg})) + "." + parts[1] + "." + parts[2]
	}
	f.algorithms(out)
	f.heads(out)
	f.bodies(out)
	f.shapes(out, parts)
	return out
}

func (f *forger) algorithms(out map[string]string) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		f.t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		f.t.Fatal(err)
	}
	for name, m := range map[string]jwt.SigningMethod{"HS384": jwt.SigningMethodHS384, "HS512": jwt.SigningMethodHS512} {
		out["alg "+name] = f.sign(m, f.key, object{"alg": name}, nil)
		out["alg "+name+" as HS256"] = f.sign(m, f.key, nil, nil)
	}
	for name, m := range map[string]jwt.SigningMethod{"RS256": jwt.SigningMethodRS256, "PS256": jwt.SigningMethodPS256} {
		out["alg "+name] = f.sign(m, rsaKey, object{"alg": name}, nil)
	}
	out["alg ES256"] = f.sign(jwt.SigningMethodES256, ecKey, object{"alg": "ES256"}, nil)
	out["alg RS256 under the shared key"] = b64(with(f.head, object{"alg": "RS256"})) + f.good[strings.IndexByte(f.good, '.'):]
	out["key reversed"] = f.sign(jwt.SigningMethodHS256, func() []byte { k := slices.Clone(f.key); slices.Reverse(k); return k }(), nil, nil)
	out["key in hexadecimal"] = f.sign(jwt.SigningMethodHS256, []byte(hex.EncodeToString(f.key)), nil, nil)
	out["key cut"] = f.sign(jwt.SigningMethodHS256, f.key[:16], nil, nil)
	out["kid as key"] = f.sign(jwt.SigningMethodHS256, []byte(f.head["kid"].(string)), nil, nil)
}

// heads change the header; whatever names or brings a key is signed with that key.
func (f *forger) heads(out map[string]string) {
	own := []byte("k")
	jwk := object{"kty": "oct", "k": base64.RawURLEncoding.EncodeToString(own), "alg": "HS256"}
	for name, head := range map[string]object{
		"jwk": {"jwk": jwk}, "jwk, no kid": {"jwk": jwk, "kid": nil}, "jku": {"jku": "http://127.0.0.1:1/keys"}, "jku of a file": {"jku": "file:///etc/passwd"},
		"x5u": {"x5u": "http://127.0.0.1:1/cert"}, "x5c": {"x5c": []string{"MIIB"}}, "jwks": {"keys": []any{jwk}},
	} {
		out[name] = f.sign(jwt.SigningMethodHS256, own, head, nil)
	}
	for _, kid := range []any{
		"", "ffffffff", "../../../../dev/null", "/dev/null", "../token.key", "' UNION SELECT 'k' -- ", "' OR '1'='1", "|whoami", "k\x00", strings.Repeat("a", 4000),
		1, nil, true,
		[]string{"k"},
		object{"k": "k"},
	} {
		name, _ := json.Marshal(kid)
		out["kid "+string(name[:min(len(name), 40)])] = f.sign(jwt.SigningMethodHS256, own, object{"kid": kid}, nil)
		out["kid "+string(name[:min(len(name), 40)])+" under the right key"] = f.hs(object{"kid": kid}, nil)
	}
	for _, typ := range []any{"JWT", "", "AT+JWT ", "refresh", nil, 1} {
		name, _ := json.Marshal(typ)
		out["typ "+string(name)] = f.hs(object{"typ": typ}, nil)
	}
}

// bodies change the claims, under the right key.
func (f *forger) bodies(out map[string]string) {
	in := func(d time.Duration) int64 { return time.Now().Add(d).Unix() }
	for name, claims := range map[string]object{
		"iss missing": {"iss": nil}, "iss other": {"iss": "other"}, "iss a list": {"iss": []string{"giaouoc"}}, "iss in capitals": {"iss": "GIAOUOC"},
		"aud missing": {"aud": nil}, "aud other": {"aud": "other"}, "aud empty": {"aud": []string{}}, "aud a prefix": {"aud": "giaouoc"}, "aud a number": {"aud": 1},
		"sub missing": {"sub": nil}, "sub empty": {"sub": ""}, "sub a number": {"sub": 1}, "sub nobody": {"sub": "01900000-0000-7000-8000-000000000000"},
		"sub of the machine": {"sub": "system"}, "sub SQL": {"sub": "' OR 1=1 --"},
		"sid missing": {"sid": nil}, "sid empty": {"sid": ""}, "sid nobody's": {"sid": "01900000-0000-7000-8000-000000000000"}, "sid a list": {"sid": []string{"x"}},
		"ver later": {"ver": 99}, "ver before": {"ver": -1}, "ver text": {"ver": "0"},
		"exp missing": {"exp": nil}, "exp past": {"exp": in(-time.Hour)}, "exp just past": {"exp": in(-32 * time.Second)}, "exp zero": {"exp": 0}, "exp text": {"exp": "2099"},
		"exp negative": {"exp": -1}, "exp a list": {"exp": []int64{in(time.Hour)}},
		"nbf later": {"nbf": in(time.Hour)}, "nbf text": {"nbf": "now"}, "iat later": {"iat": in(time.Hour)}, "iat text": {"iat": "now"},
	} {
		out[name] = f.hs(nil, claims)
	}
	out["claims changed after signing"] = strings.Split(f.good, ".")[0] + "." + b64(with(f.claims, object{"sub": "01900000-0000-7000-8000-000000000000"})) + "." + strings.Split(f.good, ".")[2]
}

// shapes are no tokens, or tokens of another kind.
func (f *forger) shapes(out map[string]string, parts []string) {
	for name, token := range map[string]string{
		"empty": "", "a word": "token", "two parts": parts[0] + "." + parts[1], "no signature": parts[0] + "." + parts[1] + ".", "four parts": f.good + ".x",
		"five parts": strings.Repeat("e30.", 4) + "e30", "cut by one": f.good[:len(f.good)-1], "cut in half": f.good[:len(f.good)/2], "twice": f.good + " " + f.good,
		"a comma": f.good + "," + f.good, "dots": strings.Repeat(".", 10000), "huge": strings.Repeat("A", 20000), "huge claims": parts[0] + "." + strings.Repeat("A", 16000) + "." + parts[2],
		"padded": parts[0] + "=." + parts[1] + "." + parts[2], "quoted": `"` + f.good + `"`, "refresh token": f.refresh, "refresh token, marked": "gu_" + f.refresh,
		"API token, empty": "gu_", "API token, made up": "gu_" + strings.Repeat("0", 43) + "000000", "API token, short": "gu_abc", "API token in capitals": "GU_" + strings.Repeat("A", 49),
		"signature of zeros": parts[0] + "." + parts[1] + "." + strings.Repeat("A", 43), "empty object": "e30.e30.e30", "nulls": "bnVsbA.bnVsbA.bnVsbA",
		"high bytes": "\xff\xfe." + parts[1] + "." + parts[2], "signature first": parts[2] + "." + parts[0] + "." + parts[1],
	} {
		out[name] = token
	}
}

// ways are requests that bring even a good token where it must not be taken.
func (f *forger) ways() map[string]func(*http.Request) {
	set := func(values ...string) func(*http.Request) {
		return func(r *http.Request) { r.Header["Authorization"] = values }
	}
	return map[string]func(*http.Request){
		"no header": func(*http.Request) {}, "Basic": set("Basic " + f.good), "Token": set("Token " + f.good), "no scheme": set(f.good), "scheme alone": set("Bearer"),
		"Bearer twice": set("Bearer Bearer " + f.good), "tab": set("Bearer\t" + f.good), "two spaces": set("Bearer  " + f.good),
		"two headers, bad one first": set("Bearer x", "Bearer "+f.good), "two headers, good one first": set("Bearer "+f.good, "Bearer x"), "two good headers": set("Bearer "+f.good, "Bearer "+f.good),
		"query":  func(r *http.Request) { r.URL.RawQuery += "&access_token=" + f.good + "&token=" + f.good },
		"cookie": func(r *http.Request) { r.Header.Set("Cookie", "access_token="+f.good+"; token="+f.good) },
		"own header": func(r *http.Request) {
			r.Header.Set("X-Access-Token", f.good)
			r.Header.Set("Proxy-Authorization", "Bearer "+f.good)
		},
	}
}
