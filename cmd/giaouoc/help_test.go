package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"giaouoc/internal/text"
)

// commands are all there are, by their words.
func commands(lang text.Lang) map[string]*cobra.Command {
	c := &cli{lang: lang, out: &bytes.Buffer{}, err: &bytes.Buffer{}}
	root := c.root()
	root.InitDefaultHelpCmd()
	out := map[string]*cobra.Command{}
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		out[cmd.CommandPath()] = cmd
		for _, child := range cmd.Commands() {
			walk(child)
		}
	}
	walk(root)
	return out
}

// english are words of the parser's own help and errors, and of ours.
var english = regexp.MustCompile(`(?i)\b(usage|flags?|commands?|available|aliases|global|additional|help for|use "|did you mean|unknown|required|accepts|arg|default|string|stringArray|int|duration|examples?|also|see|error)\b`)

// Every command says in both languages what it does and how it is used, with
// examples before anything else.
func TestEveryCommandHasHelp(t *testing.T) {
	vi, en := commands(text.Vi), commands(text.En)
	if len(vi) < 25 || len(vi) != len(en) {
		t.Fatalf("%d and %d commands", len(vi), len(en))
	}
	for path := range vi {
		for lang, all := range map[text.Lang]map[string]*cobra.Command{text.Vi: vi, text.En: en} {
			cmd := all[path]
			if cmd.Short == "" || strings.Contains(cmd.Short, "cli.") || cmd.Short == path || !strings.Contains(cmd.Example, "giaouoc") || strings.Contains(cmd.Example, "cli.") {
				t.Errorf("%s (%s): %q, example %q", path, lang, cmd.Short, cmd.Example)
			}
		}
		if vi[path].Short == en[path].Short {
			t.Errorf("%s: %q in both languages", path, vi[path].Short)
		}
		args := append(strings.Fields(path)[1:], "--help")
		for lang, heading := range map[string]string{"vi": "Ví dụ:", "en": "Examples:"} {
			r := start(t, []string{"LANG=" + lang}, "", args...).is(0)
			lines := strings.Split(r.out, "\n")
			if len(lines) < 5 || lines[2] != heading || !strings.HasPrefix(lines[3], "  ") || r.err != "" {
				t.Errorf("%s does not begin with examples:\n%s%s", r.args, r.out, r.err)
			}
			if i, j := strings.Index(r.out, text.Of(text.Lang(lang), "cli.help.commands", nil)), strings.Index(r.out, text.Of(text.Lang(lang), "cli.help.flags", nil)); j < 0 || i > j {
				t.Errorf("%s: commands come after flags, or there are none:\n%s", r.args, r.out)
			}
			again := start(t, []string{"LANG=" + lang}, "", append([]string{"help"}, strings.Fields(path)[1:]...)...).is(0)
			if again.out != r.out {
				t.Errorf("help %s differs from %s --help", path, path)
			}
			if lang == "vi" {
				for _, line := range lines {
					plain := regexp.MustCompile(`--?[a-z-]+|giaouoc [a-z -]+|GIAOUOC_\S+`).ReplaceAllString(line, "")
					if word := english.FindString(plain); word != "" {
						t.Errorf("%s: the word %q in %q", path, word, line)
					}
				}
			}
		}
	}
	for _, lang := range []string{"vi", "en"} {
		if n := strings.Count(start(t, []string{"LANG=" + lang}, "", "--help").is(0).out, "\n"); n > 25 {
			t.Errorf("the first help has %d lines (%s)", n, lang)
		}
	}
}

// A flag that takes a value says what value.
func TestFlagsSayTheirValue(t *testing.T) {
	for path, cmd := range commands(text.Vi) {
		for _, f := range flags(cmd) {
			if strings.Contains(f.Usage, "`") == (f.Value.Type() == "bool") || strings.Contains(f.Usage, "cli.") {
				t.Errorf("%s --%s: %q", path, f.Name, f.Usage)
			}
			if strings.Contains(f.Name, "password") && f.Value.Type() != "bool" && f.Name != "password-file" {
				t.Errorf("%s: --%s takes a secret", path, f.Name)
			}
		}
	}
}

// What is mistyped is object, with what was meant, in the operator's language
// and nothing of the parser's own words.
func TestMistypedCommands(t *testing.T) {
	b := books{t, []string{"GIAOUOC_DATA=" + t.TempDir()}}
	for _, tt := range []struct{ args, vi, en string }{
		{"exprot", "không có lệnh “exprot”", "there is no command “exprot”"},
		{"sevre", "Ý bạn là “giaouoc serve”?", "Did you mean “giaouoc serve”?"},
		{"sevre --demo", "Ý bạn là “giaouoc serve”?", "Did you mean “giaouoc serve”?"},
		{"users", "“giaouoc user”", "“giaouoc user”"},
		{"user ls", "“giaouoc user list”", "“giaouoc user list”"},
		{"user create --admin", "“giaouoc user add”", "“giaouoc user add”"},
		{"token delet", "không có lệnh “delet”", "there is no command “delet”"},
		{"token delete", "“giaouoc token revoke”", "“giaouoc token revoke”"},
		{"user add", "thiếu <tên đăng nhập>", "<username> is missing"},
		{"user add a b", "thừa “b”", "“b” is one word too many"},
		{"serve now", "thừa “now”", "“now” is one word too many"},
		{"user add --amdin x", "không có tùy chọn --amdin. Ý bạn là --admin?", "there is no flag --amdin. Did you mean --admin?"},
		{"user list --zzzzzz", "không có tùy chọn --zzzzzz", "there is no flag --zzzzzz"},
		{"serve -x", "không có tùy chọn -x", "there is no flag -x"},
		{"--bogus", "không có tùy chọn --bogus", "there is no flag --bogus"},
		{"user add x --name", "--name cần một giá trị", "--name needs a value"},
		{"token add x --days ten", "--days không nhận giá trị “ten”", "--days does not take the value “ten”"},
		{"user list --json=maybe", "--json không nhận giá trị “maybe”", "--json does not take the value “maybe”"},
		{"user list --=x", "viết sai", "malformed"},
		{"openapi --format xml", "yaml hoặc json", "yaml or json"},
		{"completion", "thiếu <bash|zsh|fish|powershell>", "<bash|zsh|fish|powershell> is missing"},
		{"completion bsh", "Ý bạn là “bash”?", "Did you mean “bash”?"},
		{"completion tcl9", "Chọn một trong: bash", "Choose one of: bash"},
		{"help usr", "Ý bạn là “giaouoc user”?", "Did you mean “giaouoc user”?"},
		{"help user lst", "Ý bạn là “giaouoc user list”?", "Did you mean “giaouoc user list”?"},
	} {
		args := strings.Fields(tt.args)
		for lang, want := range map[string]string{"vi": tt.vi, "en": tt.en} {
			r := b.run("", append([]string{"--lang", lang}, args...)...).is(2).says("", want)
			if r.out != "" || !strings.Contains(r.err, "--help") {
				t.Errorf("%s: %q %q", r.args, r.out, r.err)
			}
			if word := english.FindString(regexp.MustCompile(`--?[a-z-]+|giaouoc [a-z -]+`).ReplaceAllString(r.err, "")); lang == "vi" && word != "" {
				t.Errorf("%s: the word %q in %q", r.args, word, r.err)
			}
		}
	}
	b.run("", "--lang", "fr", "version").is(2).says("", "vi hoặc en")
}

func TestLanguage(t *testing.T) {
	for _, tt := range []struct {
		env, args string
		want      text.Lang
	}{
		{"", "", text.Vi},
		{"LANG=en_US.UTF-8", "", text.En},
		{"LANG=vi_VN.UTF-8", "", text.Vi},
		{"LANG=en_US.UTF-8 LC_ALL=vi_VN.UTF-8", "", text.Vi},
		{"LC_MESSAGES=en_GB LANG=vi_VN", "", text.En},
		{"LC_ALL= LANG=en_US", "", text.En},
		{"LANG=en_US", "--lang vi", text.Vi},
		{"", "user list --lang=en", text.En},
		{"", "--lang fr", text.Vi},
	} {
		if got := language(strings.Fields(tt.args), strings.Split(tt.env, " ")); got != tt.want {
			t.Errorf("%q %q: %s", tt.env, tt.args, got)
		}
	}
}

func TestExitCodesAreExplained(t *testing.T) {
	for lang, word := range map[string]string{"vi": "xung đột", "en": "conflict"} {
		r := start(t, nil, "", "help", "exit-codes", "--lang", lang).is(0)
		for code := range 5 {
			if !strings.Contains(r.out, fmt.Sprintf("\n  %d  ", code)) {
				t.Errorf("%d is not explained:\n%s", code, r.out)
			}
		}
		r.says(word, "")
	}
}

// The scripts are what the shells take; bash itself is asked where it is there.
func TestCompletion(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		r := start(t, nil, "", "completion", shell).is(0)
		if len(r.out) < 1000 || !strings.Contains(r.out, "giaouoc") || r.err != "" {
			t.Errorf("%s: %.200s %s", shell, r.out, r.err)
		}
	}
	found := start(t, nil, "", "__complete", "user", "re").is(0)
	if !strings.Contains(found.out, "reset-password\tĐặt lại") || !strings.Contains(found.out, "revoke-grant") {
		t.Errorf("%s", found.out)
	}
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal("bash is missing; the scripts of this project need it")
	}
	file := filepath.Join(t.TempDir(), "completion")
	if err := os.WriteFile(file, []byte(start(t, nil, "", "completion", "bash").out), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(bash, "-n", file).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

func TestColumns(t *testing.T) {
	for s, want := range map[string]int{"": 0, "abc": 3, "Đảng ủy": 7, "Đa\u0309ng u\u0309y": 7, "ễ": 1, "e\u0302\u0303": 1, "会": 2, "a\u200bb": 2} {
		if got := columns(s); got != want {
			t.Errorf("%q is %d wide, want %d", s, got, want)
		}
	}
	got := align([][]string{{"Đảng ủy", "x"}, {"ab", "y"}, {"", "z"}})
	if want := "Đảng ủy  x\nab       y\n         z\n"; got != want {
		t.Errorf("%q", got)
	}
}

func TestCommandsOfTheMachine(t *testing.T) {
	var v build
	start(t, nil, "", "version", "--json").is(0).json(&v)
	if v.Version == "" || !strings.HasPrefix(v.Go, "go") || v.Schema < 10 {
		t.Errorf("%+v", v)
	}
	start(t, nil, "", "version").is(0).says("giaouoc "+v.Version, "")
	start(t, nil, "", "openapi").is(0).says("openapi: 3.1.0", "")
	var doc struct{ OpenAPI string }
	start(t, nil, "", "openapi", "--format", "json").is(0).json(&doc)
	if doc.OpenAPI != "3.1.0" {
		t.Errorf("%+v", doc)
	}
	start(t, nil, "", "openapi", "--json").is(0).json(&doc)
	var settings []settingLine
	env := []string{"GIAOUOC_TOKEN_KEY=" + strings.Repeat("ab", 32), "GIAOUOC_ADDR=127.0.0.1:1"}
	start(t, env, "", "config", "print", "--json").is(0).json(&settings)
	if len(settings) < 10 || settings[0] != (settingLine{"GIAOUOC_ADDR", "127.0.0.1:1", "environment"}) {
		t.Errorf("%+v", settings)
	}
	if r := start(t, env, "", "config", "print").is(0).says("biến môi trường", ""); strings.Contains(r.out, "abab") {
		t.Error("a secret is printed")
	}
	wrong := books{t, []string{"GIAOUOC_ADR=x", "GIAOUOC_LOG_LEVEL=loud", "GIAOUOC_METRICS_ADDR=nowhere"}}
	wrong.fails(1, "GIAOUOC_ADR: không có biến này. Ý bạn là GIAOUOC_ADDR?", "GIAOUOC_ADR: no such variable. Did you mean GIAOUOC_ADDR?", "config", "print")
	wrong.fails(1, "“loud” không phải mức nhật ký", "“loud” is not a level", "serve")
	wrong.fails(1, "“nowhere” không phải địa chỉ", "“nowhere” is not an address", "user", "list")
}

// Every code that stands in the source has words in the catalogue.
func TestCodesHaveWords(t *testing.T) {
	var findings []string
	for _, key := range text.Keys("enum.audit_finding.") {
		findings = append(findings, strings.Split(key, ".")[3])
	}
	for file, codes := range map[string]*regexp.Regexp{
		"../../internal/config/*.go": regexp.MustCompile(`wrong\("(\w+)"`), "../../internal/audit/verify.go": regexp.MustCompile(`report\([^"]*(?:"checkpoint %d"[^"]*)?"(\w+)", `),
	} {
		names, err := filepath.Glob(file)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range codes.FindAllStringSubmatch(string(b), -1) {
				if found++; !text.Has("cli.variable."+m[1]) && !slices.Contains(findings, m[1]) {
					t.Errorf("%s: %s has no words", name, m[1])
				}
			}
		}
		if found < 8 {
			t.Errorf("%s: only %d codes", file, found)
		}
	}
}

func TestHealthcheck(t *testing.T) {
	status := http.StatusOK
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(status) }))
	b := books{t, []string{"GIAOUOC_ADDR=" + s.Listener.Addr().String()}}
	b.run("", "healthcheck").is(0).says("/readyz", "")
	var ok map[string]string
	b.run("", "healthcheck", "--json").is(0).json(&ok)
	if ok["status"] != "ok" {
		t.Errorf("%v", ok)
	}
	status = http.StatusServiceUnavailable
	b.fails(1, "chưa sẵn sàng", "not ready", "healthcheck")
	s.Close()
	b.fails(1, "giaouoc serve có đang chạy", "giaouoc serve is running", "healthcheck")
}

// A command that only looks makes no database, and says where it looked.
func TestNoDatabase(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "empty")
	b := books{t, []string{"GIAOUOC_DATA=" + dir}}
	for _, args := range []string{"user list", "user add x", "token list", "audit verify", "audit checkpoint", "migrate status", "user list --demo", "audit verify --demo"} {
		b.fails(1, "không có cơ sở dữ liệu", "there is no database", strings.Fields(args)...)
	}
	b.fails(1, "`giaouoc migrate up` (hoặc `giaouoc serve`) sẽ tạo", "`giaouoc migrate up` (or `giaouoc serve`) makes them", "user", "list")
	if _, err := os.Stat(dir); err == nil {
		t.Error("the data directory was made")
	}
	b.env = append(b.env, "GIAOUOC_DATABASE_URL=postgres://x@127.0.0.1:1/x")
	b.fails(1, "hãy bỏ GIAOUOC_DATABASE_URL", "unset GIAOUOC_DATABASE_URL", "user", "list", "--demo")
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	b.env = []string{"GIAOUOC_DATA=" + dir, "GIAOUOC_ADDR=" + busy.Addr().String()}
	b.fails(1, "không mở được", "cannot listen", "serve")
}

// The demo's books are worked on beside the real ones.
func TestDemoBooks(t *testing.T) {
	b := books{t, []string{"GIAOUOC_DATA=" + t.TempDir(), "LANG=en"}}
	b.run("", "migrate", "up", "--demo").is(0)
	b.run("", "migrate", "status", "--demo").is(0)
	b.run("", "user", "add", "vanthu", "--demo").is(0)
	b.run("", "token", "add", "vanthu", "--name", "x", "--demo").is(0)
	b.run("", "user", "list", "--demo").is(0).says("vanthu", "")
	b.run("", "user", "list").is(1).says("", "add --demo")
}
