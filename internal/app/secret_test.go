package app_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/golang-jwt/jwt/v5"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db/dbtest"
	"giaouoc/torture/rig"
)

// secretKinds are shapes of secrets. The first group of an expression, where it
// has one, is the secret itself.
var secretKinds = map[string]*regexp.Regexp{
	"private key":          regexp.MustCompile(`-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----`),
	"API token of ours":    regexp.MustCompile(`\bgu_[0-9A-Za-z]{49}\b`),
	"signed JWT":           regexp.MustCompile(`\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}`),
	"password in a URL":    regexp.MustCompile(`\b[a-z][a-z0-9+.-]+://[^\s:/@"'<>\x60]+:([^\s@/"'<>\x60]+)@`),
	"password hash":        regexp.MustCompile(`\$argon2id?\$v=\d+\$[^\s$]+\$[\w+/]{16,}\$[\w+/]{32,}`),
	"token of a host":      regexp.MustCompile(`\b(?:gh[pousr]_[0-9A-Za-z]{36,}|github_pat_\w{50,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{20,}|npm_\w{36}|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{35}|sk_live_\w{20,})`),
	"setting of a key":     regexp.MustCompile(`(?i)(?:key|secret|token|passwo?r?d|passwd)(?:_file)?["']?\s*[:=]{1,2}\s*["'\x60]?([\w+/=-]{20,})`),
	"random text (config)": nil, // by entropy, in files of settings only
}

// settingsFile are files in which a long random word is a secret and nothing else.
var settingsFile = regexp.MustCompile(`(^|/)(\.env[^/]*|[^/]*\.(env|toml|ini|conf|cfg|service|sh|http|ya?ml)|Makefile|Dockerfile)$`)

var longWord = regexp.MustCompile(`[\w+/-]{24,}`)

// harmless are findings that are no secrets, by file and text, each with its
// reason. One that no longer occurs fails.
var harmless = []struct{ file, text, why string }{
	{"api/openapi.yaml", "eyJhbGciOiJIUzI1NiIs", "the beginning of an example token, which ends there"},
	{"internal/account/api.go", "eyJhbGciOiJIUzI1NiIs", "the beginning of an example token, which ends there"},
	{"api/openapi.yaml", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "the SHA-256 of the word test, an example"},
	{"internal/account/session.go", "$argon2id$v=19$m=19456,t=2,p=1" + "$tzv/sEO3jUHhS7mEzL55+Q$Gt1xZmYZGOnXdCZb/LzJ1D+uhZoM4sOuu5Nx7DXvu7g", "the hash of a random password that was thrown away, nobody's"},
	{"internal/config/config_test.go", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "32 bytes counted up"},
	{"internal/config/config_test.go", "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=", "32 bytes counted down"},
}

type finding struct{ kind, file, text string }

// secretsIn looks for secrets in one file.
func secretsIn(file string, content []byte) []finding {
	var out []finding
	for kind, shape := range secretKinds {
		if shape == nil {
			continue
		}
		for _, m := range shape.FindAllSubmatch(content, -1) {
			text := string(m[len(m)-1])
			if len(m) == 1 || text == "" {
				text = string(m[0])
			}
			if kind == "password in a URL" && example(text) || kind == "setting of a key" && !random(text) {
				continue
			}
			out = append(out, finding{kind, file, text})
		}
	}
	if settingsFile.MatchString(file) {
		for _, w := range longWord.FindAll(content, -1) {
			if random(string(w)) {
				out = append(out, finding{"random text (config)", file, string(w)})
			}
		}
	}
	return out
}

// example holds for what stands for a password in documents and tests.
func example(password string) bool {
	return strings.ContainsAny(password, "$%{…*") || slices.Contains([]string{"password", "hush", "secret", "p", "pass"}, password)
}

// random holds for text as unlikely as a key: letters and digits mixed, with
// nearly as much entropy a character as its length allows.
func random(word string) bool {
	word = strings.Trim(word, "=-_/+")
	if len(word) < 20 || !strings.ContainsAny(word, "0123456789") || !strings.ContainsAny(strings.ToLower(word), "abcdefghijklmnopqrstuvwxyz") {
		return false
	}
	if regexp.MustCompile(`^[0-9a-fA-F]+$`).MatchString(word) {
		return len(word) >= 32 && entropy(word) > 3
	}
	if strings.Count(word, "-")+strings.Count(word, "_")+strings.Count(word, "/") > len(word)/10 {
		return false // words joined, a path, an identifier
	}
	return entropy(word) > 0.8*math.Log2(float64(min(len(word), 62))) && entropy(word) > 3.7 && mixed(word)
}

// mixed holds for text that changes between small, large and digit as often as
// chance makes it; names of things do not.
func mixed(word string) bool {
	class := func(b byte) int {
		switch {
		case b >= 'a' && b <= 'z':
			return 0
		case b >= 'A' && b <= 'Z':
			return 1
		}
		return 2
	}
	changes := 0
	for i := 1; i < len(word); i++ {
		if class(word[i]) != class(word[i-1]) {
			changes++
		}
	}
	return changes*4 > len(word)
}

func entropy(s string) float64 {
	count := map[rune]int{}
	for _, r := range s {
		count[r]++
	}
	sum, n := 0.0, float64(utf8.RuneCountInString(s))
	for _, c := range count {
		p := float64(c) / n
		sum -= p * math.Log2(p)
	}
	return sum
}

// trackedFiles are the files of the repository; without Git, all but what
// .gitignore leaves out.
func trackedFiles(t *testing.T) []string {
	t.Helper()
	git := exec.Command("git", "ls-files", "-z")
	git.Dir = root
	var out []string
	if b, err := git.Output(); err == nil && len(b) > 0 {
		for _, f := range strings.Split(strings.TrimRight(string(b), "\x00"), "\x00") {
			if _, err := os.Stat(filepath.Join(root, f)); err == nil {
				out = append(out, f)
			}
		}
	} else {
		skip := []string{".git", "bin", "coverage", "node_modules", "data", "secrets"}
		if err := fs.WalkDir(os.DirFS(root), ".", func(path string, e fs.DirEntry, err error) error {
			if err == nil && e.IsDir() && slices.Contains(skip, e.Name()) {
				return fs.SkipDir
			}
			if err == nil && e.Type().IsRegular() && path != ".env" && path != "api/.env" {
				out = append(out, path)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if len(out) < 200 {
		t.Fatalf("only %d files found", len(out))
	}
	return out
}

// No file of the repository holds a secret.
func TestNoSecretsInTheRepository(t *testing.T) {
	r := rig.Measure(t, "E4", "secrets in tracked files")
	var found []finding
	files, size := trackedFiles(t), 0
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(root, f))
		if err != nil {
			t.Fatal(err)
		}
		size += len(b)
		found = append(found, secretsIn(f, b)...)
	}
	used, bad := make([]bool, len(harmless)), 0
	for _, f := range found {
		i := slices.IndexFunc(harmless, func(h struct{ file, text, why string }) bool { return h.file == f.file && h.text == f.text })
		if i < 0 {
			bad++
			t.Errorf("%s: %s: %.60s", f.file, f.kind, f.text)
		} else {
			used[i] = true
		}
	}
	for i, h := range harmless {
		if !used[i] {
			t.Errorf("%s no longer holds %s", h.file, h.text)
		}
	}
	r.Saw("files", len(files))
	r.Saw("bytes", size)
	r.None("secrets", bad)
}

// Each shape is found in a file that has one, made here, and nothing in files
// that only look alike.
func TestSecretsAreFound(t *testing.T) {
	r := rig.Measure(t, "E4", "planted secrets")
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	access, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"sub": "somebody", "exp": time.Now().Unix()}).SignedString(bytesOf(32))
	if err != nil {
		t.Fatal(err)
	}
	admin := apptest.New(t, dbtest.SQLite(t)).Admin()
	planted := map[string][]string{
		"private key":          {string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), "-----BEGIN OPENSSH PRIVATE " + "KEY-----"},
		"API token of ours":    {"curl -H 'Authorization: Bearer " + admin.Post("/tokens", map[string]any{"name": "t", "scope": "read"}).Must(201).Str("token") + "'"},
		"signed JWT":           {"TOKEN=" + access, "Authorization: Bearer " + admin.Token},
		"password in a URL":    {"GIAOUOC_DATABASE_URL=postgres://giaouoc:" + hex.EncodeToString(bytesOf(6)) + "@db:5432/giaouoc", "https://u:" + hex.EncodeToString(bytesOf(4)) + "@example.org/x"},
		"password hash":        {"INSERT INTO users VALUES ('$argon2id$v=19$m=19456,t=2,p=1$" + raw(16) + "$" + raw(32) + "')"},
		"token of a host":      {"ghp_" + hex.EncodeToString(bytesOf(18)), "AKIA" + strings.ToUpper(hex.EncodeToString(bytesOf(8)))},
		"setting of a key":     {"GIAOUOC_TOKEN_KEY=" + hex.EncodeToString(bytesOf(32)), `"audit_key": "` + raw(32) + `="`, "const secret = `" + raw(24) + "`"},
		"random text (config)": {"openssl: " + hex.EncodeToString(bytesOf(32)), "x " + raw(32)},
	}
	missed := 0
	for kind := range secretKinds {
		if len(planted[kind]) == 0 {
			t.Errorf("%s is not planted", kind)
		}
		for _, sample := range planted[kind] {
			file := "deploy/planted.md"
			if kind == "random text (config)" {
				file = "deploy/planted.yml"
			}
			content := bytes.Join([][]byte{[]byte("some text\n\t"), []byte(sample), []byte("\nmore text\n")}, nil)
			if !slices.ContainsFunc(secretsIn(file, content), func(f finding) bool { return f.kind == kind }) {
				missed++
				t.Errorf("%s is not found in %q", kind, sample)
			}
		}
	}
	for _, clean := range []string{
		"postgres://user:password@host:5432/database", "postgres://giaouoc:$password@postgres:5432/giaouoc", "https://example.org:8080/a@b",
		"gu_…", "Bearer gu_<token>", "eyJhbGciOiJIUzI1NiIs…", "-----BEGIN PUBLIC KEY-----", "GIAOUOC_TOKEN_KEY=", "token: ${{ secrets.REGISTRY_TOKEN }}",
		"image: postgres:17-bookworm", "token_key: listTokensOfTheUserWithItsScope", "AUDIT_KEY_FILE=/run/secrets/giaouoc_audit_key_of_2026",
	} {
		for _, f := range secretsIn("deploy/planted.yml", []byte(clean)) {
			t.Errorf("%q is taken for %s", clean, f.kind)
		}
	}
	r.None("planted and not found", missed)
}

func bytesOf(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

// raw is n random bytes in base64, with a digit among them, no more than two slashes
// and letters as different as chance makes them nearly always: one sample in two
// hundred is otherwise too much like a word, a path or a pattern.
func raw(n int) string {
	for {
		s := base64.RawStdEncoding.EncodeToString(bytesOf(n))
		different := map[rune]bool{}
		for _, r := range s {
			different[r] = true
		}
		if strings.ContainsAny(s, "0123456789") && strings.Count(s, "/") <= 2 && len(different)*10 >= len(s)*6 {
			return s
		}
	}
}
