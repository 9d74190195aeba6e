package evidence_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// told is what the program was told and gave out that nobody else may know.
type told struct {
	admin *apptest.Client
	known map[string]string // what it is → the secret
	slips map[string]string // secrets typed where none belong
}

// tell goes through everything that deals with secrets: setting up, signing in
// and failing to, tokens of all kinds, passwords set and changed, each also with
// a key of repetition, a wrong body, and an unknown member.
func tell(t *testing.T, s *rig.Server) *told {
	t.Helper()
	w := &told{known: map[string]string{}, slips: map[string]string{}}
	secret := func(what string) string {
		w.known[what] = "bi-mat-" + strings.ReplaceAll(what, " ", "-") + "-7Qx9"
		return w.known[what]
	}
	keep := func(what, v string) {
		if len(v) < 8 {
			t.Fatalf("no %s: %q", what, v)
		}
		w.known[what] = v
	}
	s.User("quantri", true)
	w.known["password of a rig's account"] = rig.Password
	c := s.Nobody().Login("quantri", rig.Password)
	w.admin = c
	keep("access token", c.Token)
	keep("refresh token", c.Refresh)
	anybody := s.Nobody()
	anybody.Post("/auth/login", object{"username": "quantri", "password": secret("wrong password")}).Must(401)
	anybody.Post("/auth/login", object{"username": "quantri", "passwort": secret("password in an unknown member")})
	anybody.Post("/auth/login", `{"username":"quantri","password":"`+secret("password in broken JSON")+`"`)
	anybody.Post("/auth/setup", object{"code": secret("wrong setup code"), "username": "ai-do", "password": secret("password of a refused setup")})
	key := func(n string) []string { return []string{"Idempotency-Key", n} }
	user := object{"username": "vanthu", "password": secret("password of a new account"), "must_change_password": false}
	id := c.Post("/users", user, key("k1")...).Must(201).ID()
	c.Post("/users", user, key("k1")...).Must(201)
	c.Post("/users", object{"username": "vanthu", "password": secret("password of a refused account")}, key("k2")...)
	c.Post("/users", object{"username": "x", "password": secret("password with a wrong name")}, key("k3")...).Must(422)
	c.Patch("/users/"+id, object{"password": secret("password set by the administrator")}).Must(200)
	v := s.Nobody().Login("vanthu", w.known["password set by the administrator"])
	v.Post("/me/password", object{"password": w.known["password set by the administrator"], "new_password": secret("password of one's own choice")}, key("k4")...).Must(200)
	v = s.Nobody().Login("vanthu", w.known["password of one's own choice"])
	fresh := s.Nobody().Post("/auth/refresh", object{"refresh_token": v.Refresh}, key("k5")...).Must(200)
	keep("refresh token used up", v.Refresh)
	keep("refresh token in use", fresh.Str("refresh_token"))
	s.Nobody().Post("/auth/refresh", object{"refresh_token": v.Refresh}) // a replay ends the family
	token := c.Post("/tokens", object{"name": "máy", "scope": "write"}, key("k6")...).Must(201)
	c.Post("/tokens", object{"name": "máy", "scope": "write"}, key("k6")...)
	keep("API token", token.Str("token"))
	feed := c.Post("/calendar-feeds", object{"name": "lịch", "scope": "personal"}, key("k7")...).Must(201)
	c.Post("/calendar-feeds", object{"name": "lịch", "scope": "personal"}, key("k7")...)
	keep("address of a calendar feed", strings.TrimSuffix(strings.TrimPrefix(feed.Str("path"), "/calendar/"), ".ics"))
	anybody.Get("!" + feed.Str("path")).Must(200)
	for _, method := range []string{"POST", "PROPFIND"} {
		anybody.Do(method, "!"+feed.Str("path")+"/", nil)
	}
	api := apptest.Dial(t, s.URL)
	api.Token = w.known["API token"]
	api.Get("/units").Must(200)
	api.Post("/users", object{"username": "khac", "password": secret("password a token may not set")})
	for what, header := range map[string]string{"forged token": "Bearer gu_" + secret("a forged API token"), "basic": "Basic " + secret("basic credentials"), "jwt": "Bearer a." + secret("a forged access token") + ".b"} {
		if a := anybody.Do("GET", "/units", nil, "Authorization", header); a.Status != 401 {
			t.Errorf("%s: %d", what, a.Status)
		}
	}
	anybody.Do("GET", "/units", nil, "Cookie", "session="+secret("a cookie"))
	slip := func(what string) string {
		w.slips[what] = "lo-tay-" + strings.ReplaceAll(what, " ", "-") + "-3Zk8"
		return w.slips[what]
	}
	c.Get("/units?access_token=" + slip("token in an address"))
	anybody.Post("/auth/login", object{"username": slip("password typed as the name"), "password": "x"})
	return w
}

// search looks for the secrets in everything the program and its database wrote:
// the log, every file of the data directory and of the cluster, byte by byte.
func (w *told) search(t *testing.T, s *rig.Server) {
	r := rig.Measure(t, "E3", "secrets, "+s.Books.Engine())
	for _, name := range []string{"audit.key", "token.key"} {
		raw, err := os.ReadFile(filepath.Join(s.Books.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		w.known[name] = strings.TrimSpace(string(raw))
	}
	r.None("hashes of secrets outside their own column", strayHashes(t, s))
	if s.Books.Cluster != nil { // so that everything is in its files
		s.Books.Cluster.Stop("fast")
		defer func() {
			if err := s.Books.Cluster.Start(); err != nil {
				t.Fatal(err)
			}
		}()
	}
	places := map[string][]byte{"the log": []byte(s.Log())}
	dirs := []string{s.Books.Dir}
	if s.Books.Cluster != nil {
		dirs = append(dirs, s.Books.Cluster.Dir)
	}
	for _, dir := range dirs {
		if err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || !e.Type().IsRegular() || slices.Contains([]string{"audit.key", "token.key"}, e.Name()) {
				return err
			}
			places[path], err = os.ReadFile(path)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	found, slipped, canary := 0, 0, false
	for place, raw := range places {
		canary = canary || bytes.Contains(raw, []byte("Đơn vị 14 😀"))
		for what, secret := range w.known {
			for _, form := range forms(secret) {
				if bytes.Contains(raw, []byte(form)) {
					found++
					t.Errorf("%s stands in %s", what, place)
				}
			}
		}
		for what, secret := range w.slips {
			if bytes.Contains(raw, []byte(secret)) {
				slipped++
				t.Logf("%s stands in %s", what, filepath.Base(place))
			}
		}
	}
	r.Saw("secrets", len(w.known))
	r.Saw("files searched", len(places))
	r.Must("what was written is found this way", canary, "true", canary)
	r.None("secrets in clear", found)
	r.Saw("secrets typed where none belong, in clear", slipped)
}

// forms are the ways a secret may be written.
func forms(secret string) []string {
	out := []string{secret, base64.StdEncoding.EncodeToString([]byte(secret)), hex.EncodeToString([]byte(secret))}
	if raw, err := hex.DecodeString(secret); err == nil {
		out = append(out, string(raw))
	}
	return out
}

// strayHashes looks for the hashes of passwords and tokens in the log and in every
// column of every table but their own.
func strayHashes(t *testing.T, s *rig.Server) (strays int) {
	t.Helper()
	d := sit(t, s.Books, nil)
	tx := d.Read(d.ctx())
	list := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%'"
	if s.Books.Cluster != nil {
		list = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
	}
	var tables []string
	if err := tx.Raw(list).Scan(&tables).Error; err != nil {
		t.Fatal(err)
	}
	var hashes []string
	text := map[string]string{"the log": s.Log()}
	for _, table := range tables {
		rows := []map[string]any{}
		if err := tx.Table(table).Find(&rows).Error; err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for column, v := range row {
				if strings.HasSuffix(column, "_hash") && slices.Contains([]string{"users", "refresh_tokens", "api_tokens"}, table) {
					hashes = append(hashes, fmt.Sprint(v))
				} else {
					text[table+"."+column] += fmt.Sprint(v) + "\n"
				}
			}
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if len(hashes) < 8 || len(text) < 50 {
		t.Fatalf("only %d hashes, %d columns", len(hashes), len(text))
	}
	for _, h := range hashes {
		for place, all := range text {
			if strings.Contains(all, h) {
				strays++
				t.Errorf("a hash stands in %s", place)
			}
		}
	}
	return strays
}
