package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gorm.io/gorm"

	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
)

// result is what one run of the command gave.
type result struct {
	t        *testing.T
	args     string
	code     int
	out, err string
}

// books are a database a test's commands work on.
type books struct {
	t   *testing.T
	env []string
}

// eachBooks runs a test on a fresh, migrated database of either engine.
func eachBooks(t *testing.T, test func(t *testing.T, b books)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		env := []string{"GIAOUOC_DATA=" + t.TempDir(), "LANG=en_US.UTF-8"}
		if o.URL != "" {
			env = append(env, "GIAOUOC_DATABASE_URL="+o.URL)
		}
		b := books{t, env}
		b.run("", "migrate", "up").is(0)
		test(t, b)
	})
}

func start(t *testing.T, env []string, stdin string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(args, env, strings.NewReader(stdin), &out, &errs)
	return result{t, strings.Join(args, " "), code, out.String(), errs.String()}
}

func (b books) run(stdin string, args ...string) result {
	b.t.Helper()
	return start(b.t, b.env, stdin, args...)
}

func (r result) is(code int) result {
	r.t.Helper()
	if r.code != code {
		r.t.Fatalf("%s: exit code %d, want %d\n%s%s", r.args, r.code, code, r.out, r.err)
	}
	return r
}

func (r result) says(out, errs string) result {
	r.t.Helper()
	if !strings.Contains(r.out, out) || !strings.Contains(r.err, errs) {
		r.t.Errorf("%s says\n%s\nand beside\n%s\nwant %q and %q", r.args, r.out, r.err, out, errs)
	}
	return r
}

func (r result) json(into any) {
	r.t.Helper()
	d := json.NewDecoder(strings.NewReader(r.out))
	if err := d.Decode(into); err != nil || d.More() {
		r.t.Fatalf("%s: %v\n%s", r.args, err, r.out)
	}
}

// fails runs a command in both languages and checks code and words.
func (b books) fails(code int, vi, en string, args ...string) {
	b.t.Helper()
	b.run("", append(args, "--lang", "en")...).is(code).says("", en)
	b.run("", append(args, "--lang=vi")...).is(code).says("", vi)
}

type object = map[string]any

func TestUsersOnTheCommandLine(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.run("", "user", "list").is(0).says("", "nothing to list")
		made := b.run("", "user", "add", "quantri", "--admin", "--name", "Quản trị").is(0).says("", "printed this once")
		if !regexp.MustCompile(`^([a-z2-9]{4}-){3}[a-z2-9]{4}\n$`).MatchString(made.out) {
			t.Errorf("stdout is %q", made.out)
		}
		b.fails(4, "reset-password quantri", "reset-password quantri", "user", "add", "quantri")
		b.fails(2, "thường không dấu", "lower-case letters", "user", "add", "Văn Thư")
		b.run("ngắn\n", "user", "add", "vanthu", "--password-stdin").is(2).says("", "between 10 and 128")
		b.run("", "user", "add", "vanthu", "--password-stdin").is(2).says("", "empty")
		b.run("x\n", "user", "add", "vanthu", "--password-stdin", "--password-file", "x").is(2)
		b.fails(1, "--password-file: không đọc được no such file: không có ở đó", "--password-file: no such file cannot be read: it is not there", "user", "add", "vanthu", "--password-file", "no such file")
		b.run("", "user", "add", "vanthu", "--name", " ").is(2).says("", "--name: Must not be empty")
		b.run("", "user", "add", "vanthu", "--language", "fr").is(2).says("", "vi, en")
		added := b.run("một mật khẩu đủ dài\r\n", "user", "add", "vanthu", "--password-stdin", "--language", "vi").is(0).says("", "user grant vanthu")
		if added.out != "" || strings.Contains(added.err, "mật khẩu đủ") {
			t.Errorf("%q %q", added.out, added.err)
		}
		var users []object
		b.run("", "user", "list", "--json").is(0).json(&users)
		if len(users) != 2 || users[0]["username"] != "quantri" || users[0]["must_change_password"] != true || users[1]["must_change_password"] != false || users[1]["language"] != "vi" {
			t.Errorf("%v", users)
		}
		if g := users[0]["grants"].([]any); len(g) != 1 || g[0].(object)["role"] != "admin" || g[0].(object)["scope_id"] != nil {
			t.Errorf("%v", g)
		}
		b.fails(4, "quản trị viên cuối cùng", "last active administrator", "user", "disable", "quantri")
		b.run("", "user", "disable", "VanThu").is(0).says("vanthu is disabled", "")
		b.run("", "user", "disable", "vanthu").is(0) // it is so already
		b.run("", "user", "list", "--lang", "vi").is(0).says("bị khóa", "")
		file := filepath.Join(t.TempDir(), "password")
		if err := os.WriteFile(file, []byte("mật khẩu từ tệp\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		b.run("", "user", "reset-password", "vanthu", "--password-file", file).is(0).says("", "still disabled")
		b.run("", "user", "enable", "vanthu").is(0).says("vanthu is active", "")
		b.fails(1, "Ý bạn là “vanthu”", "Did you mean “vanthu”", "user", "enable", "vanthuu")
		b.fails(1, "giaouoc user list", "giaouoc user list", "user", "reset-password", "nobody")
		var reset object
		b.run("", "user", "reset-password", "vanthu", "--json", "--must-change=false").is(0).json(&reset)
		if p, _ := reset["password"].(string); len(p) != 19 || reset["must_change_password"] != false {
			t.Errorf("%v", reset)
		}
		b.run("", "audit", "verify").is(0)
	})
}

func TestGrantsOnTheCommandLine(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.run("", "user", "add", "vanthu").is(0)
		b.fails(2, "thiếu --role", "--role is missing", "user", "grant", "vanthu")
		b.fails(2, "Ý bạn là “clerk”", "Did you mean “clerk”", "user", "grant", "vanthu", "--role", "clark")
		b.fails(2, "clerk cần phạm vi: --unit", "clerk goes with: --unit", "user", "grant", "vanthu", "--role", "clerk")
		b.fails(2, "council cần phạm vi: --authority hoặc --bloc", "council goes with: --authority or --bloc", "user", "grant", "vanthu", "--role", "council")
		b.fails(2, "chỉ dùng một trong", "only one of", "user", "grant", "vanthu", "--role", "viewer", "--unit", "a", "--bloc", "b")
		b.fails(1, "không tìm thấy “VPTU”", "“VPTU” was not found", "user", "grant", "vanthu", "--role", "clerk", "--unit", "VPTU")
		b.run("", "user", "grant", "vanthu", "--role", "viewer").is(0).says("now has the right viewer", "")
		b.fails(4, "đã có quyền đó", "has that right already", "user", "grant", "vanthu", "--role", "viewer")
		var g object
		b.run("", "user", "grant", "vanthu", "--role", "admin", "--json").is(0).json(&g)
		if g["role"] != "admin" || g["scope"] != "all" || g["id"] == "" {
			t.Errorf("%v", g)
		}
		b.fails(4, "quản trị viên cuối cùng", "last active administrator", "user", "revoke-grant", "vanthu", "--role", "admin")
		b.run("", "user", "revoke-grant", "vanthu", "--role", "viewer").is(0).says("no longer has the right viewer", "")
		b.fails(1, "không có vai trò viewer", "does not have the role viewer", "user", "revoke-grant", "vanthu", "--role", "viewer")
	})
}

func TestTokensOnTheCommandLine(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.run("mật khẩu dài để thử\n", "user", "add", "vanthu", "--password-stdin").is(0)
		b.fails(2, "thiếu --name", "--name is missing", "token", "add", "vanthu")
		b.fails(2, "--days từ 1 đến 366", "--days takes 1 to 366", "token", "add", "vanthu", "--name", "x", "--days", "367")
		b.fails(2, "Chọn một trong: read, write, admin", "Choose one of: read, write, admin", "token", "add", "vanthu", "--name", "x", "--scope", "everything")
		made := b.run("", "token", "add", "vanthu", "--name", "Báo cáo").is(0).says("", "Printed this once")
		if !regexp.MustCompile(`^gu_[0-9A-Za-z]{49}\n$`).MatchString(made.out) {
			t.Errorf("stdout is %q", made.out)
		}
		var second object
		b.run("", "token", "add", "vanthu", "--name", "y", "--scope", "write", "--days", "1", "--json").is(0).json(&second)
		if second["scope"] != "write" || !strings.HasPrefix(second["token"].(string), "gu_"+second["prefix"].(string)) {
			t.Errorf("%v", second)
		}
		prefix := made.out[3:11]
		list := b.run("", "token", "list", "--user", "vanthu").is(0).says(prefix, "")
		if strings.Contains(list.out, made.out[12:40]) {
			t.Error("the list shows the token")
		}
		b.run("", "token", "revoke", prefix).is(0).says("revoked", "")
		b.fails(4, "đã được thu hồi", "revoked already", "token", "revoke", prefix)
		b.fails(1, "giaouoc token list", "giaouoc token list", "token", "revoke", "zzzzzzzz")
		b.run("", "token", "revoke", second["id"].(string)).is(0)
		var tokens []object
		b.run("", "token", "list", "--json").is(0).json(&tokens)
		if len(tokens) != 2 || tokens[0]["state"] != "revoked" || tokens[0]["username"] != "vanthu" {
			t.Errorf("%v", tokens)
		}
		b.run("", "user", "disable", "vanthu").is(0)
		b.fails(4, "bị khóa", "disabled", "token", "add", "vanthu", "--name", "x")
		b.fails(1, "không có người dùng", "there is no user", "token", "list", "--user", "nobody")
	})
}

// What the operator does is recorded: the system, under the operating system's
// user, by the command's name.
func TestCommandsAreRecorded(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.run("", "user", "add", "vanthu").is(0)
		b.run("", "token", "add", "vanthu", "--name", "x").is(0)
		c := &cli{environ: b.env, err: &bytes.Buffer{}}
		cmd := c.root()
		cmd.SetContext(t.Context())
		a, ctx, err := c.open(cmd, false)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		var got []string
		if err := a.DB.Read(ctx).Raw("SELECT action || ' ' || actor_id || ' ' || actor_name FROM audit_events WHERE action LIKE 'cli %' ORDER BY id").Scan(&got).Error; err != nil {
			t.Fatal(err)
		}
		want := []string{"cli user add system " + operator(), "cli token add system " + operator()}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%q, want %q", got, want)
		}
	})
}

func TestAuditOnTheCommandLine(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		b.run("", "user", "add", "vanthu").is(0)
		b.run("", "audit", "verify").is(0).says("intact", "")
		cp := b.run("", "audit", "checkpoint").is(0)
		file := filepath.Join(t.TempDir(), "checkpoint.json")
		if err := os.WriteFile(file, []byte(cp.out), 0o600); err != nil {
			t.Fatal(err)
		}
		b.run("", "audit", "verify", "--checkpoint", file, "--lang", "vi").is(0).says("nguyên vẹn", "")
		var sound struct {
			Events   int   `json:"events"`
			Findings []any `json:"findings"`
		}
		b.run("", "audit", "verify", "--json").is(0).json(&sound)
		if sound.Events == 0 || sound.Findings == nil {
			t.Errorf("%+v", sound)
		}
		for i, e := range b.env { // the chain under another key is not intact
			if strings.HasPrefix(e, "GIAOUOC_DATA=") {
				if err := os.WriteFile(filepath.Join(strings.TrimPrefix(b.env[i], "GIAOUOC_DATA="), "audit.key"), []byte(strings.Repeat("ab", 32)), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		b.run("", "audit", "verify").is(3).says("NOT INTACT", "")
		b.run("", "audit", "verify", "--lang", "vi").is(3).says("KHÔNG NGUYÊN VẸN", "")
		broken := filepath.Join(t.TempDir(), "broken.json")
		if err := os.WriteFile(broken, []byte("not json"), 0o600); err != nil {
			t.Fatal(err)
		}
		b.fails(1, "không phải mốc kiểm tra", "no checkpoint", "audit", "verify", "--checkpoint", broken)
		b.fails(1, "--checkpoint: không đọc được /nonexist: không có ở đó", "--checkpoint: /nonexist cannot be read: it is not there", "audit", "verify", "--checkpoint", "/nonexist")
	})
}

func TestMigrateOnTheCommandLine(t *testing.T) {
	eachBooks(t, func(t *testing.T, b books) {
		var s schemaLine
		b.run("", "migrate", "status", "--json").is(0).json(&s)
		if s.State != "current" || s.Have != s.Want || len(s.Waiting) != 0 || len(s.Applied) == 0 || s.Applied[0].Name != "accounts" || s.Applied[0].AppliedAt == nil {
			t.Errorf("%+v", s)
		}
		latest, err := db.LatestSchema()
		if err != nil || latest != s.Want {
			t.Errorf("schema %d is the latest of %d (%v)", latest, s.Want, err)
		}
		b.run("", "migrate", "status").is(0).says("Nothing waits", "")
		b.forge(t, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)")
		b.run("", "migrate", "status").is(3).says("newer than this program", "")
		b.run("", "migrate", "status", "--json").is(3).json(&s)
		if s.State != "newer" || s.Have != 99999 {
			t.Errorf("%+v", s)
		}
		b.fails(1, "mới hơn chương trình này", "newer than this program", "migrate", "up")
		b.fails(1, "bản giaouoc mới hơn", "Use a newer giaouoc", "user", "list")
		b.forge(t, "DELETE FROM goose_db_version WHERE version_id >= (SELECT max(version_id) FROM goose_db_version WHERE version_id < 99999)")
		b.fails(1, "giaouoc migrate up", "giaouoc migrate up", "user", "list")
		b.run("", "migrate", "status").is(0).says("giaouoc migrate up\n  0", "")
	})
}

// forge writes to the database behind the program's back.
func (b books) forge(t *testing.T, sql string) {
	t.Helper()
	c := &cli{environ: b.env, err: &bytes.Buffer{}}
	cfg, _, err := c.choose(false)
	if err != nil {
		t.Fatal(err)
	}
	store, err := db.Open(t.Context(), db.Options{URL: cfg.DatabaseURL, Path: filepath.Join(cfg.Data, "giaouoc.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := store.InTx(t.Context(), func(tx *gorm.DB) error { return tx.Exec(sql).Error }); err != nil {
		t.Fatal(err)
	}
}
