package app_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// build makes the binary once a test process.
func build(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "giaouoc")
	out, err := exec.Command("go", "build", "-o", bin, "giaouoc/cmd/giaouoc").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return bin
}

// start runs the binary and returns its output up to a line that holds mark.
func start(t *testing.T, bin, mark string, env []string, args ...string) (*exec.Cmd, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, bin, args...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "LANG=en_US.UTF-8"}, env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	said := ""
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said += lines.Text() + "\n"
		if strings.Contains(lines.Text(), mark) {
			return cmd, said
		}
	}
	t.Fatalf("it ended early: %s%s", said, errs.String())
	return nil, ""
}

func between(t *testing.T, s, before, after string) string {
	t.Helper()
	_, rest, ok := strings.Cut(s, before)
	found, _, ok2 := strings.Cut(rest, after)
	if !ok || !ok2 {
		t.Fatalf("%q not found in %q", before, s)
	}
	return found
}

// The demo starts with no configuration, says where to go, and the command it
// prints works; the books outlive a restart, and SIGTERM ends it cleanly.
func TestDemoFromTheBinary(t *testing.T) {
	bin, data := build(t), t.TempDir()
	env := []string{"GIAOUOC_DATA=" + data, "GIAOUOC_ADDR=127.0.0.1:0"}
	for range 2 {
		cmd, said := start(t, bin, "Stop: Ctrl+C.", env, "serve", "--demo")
		for _, name := range []string{"quantri", "hoidong", "truongkhoi", "vanthu", "nguoixem"} {
			if !strings.Contains(said, name) {
				t.Errorf("account %s is not named:\n%s", name, said)
			}
		}
		script := between(t, said, "Try it (the awards of 2020):\n", "  Stop: Ctrl+C.")
		out, err := exec.Command("bash", "-c", script).Output()
		if err != nil {
			t.Fatalf("the printed command fails: %v\n%s", err, script)
		}
		var tally struct {
			Totals struct{ Collectives, Named int }
		}
		if err := json.Unmarshal(out, &tally); err != nil || tally.Totals.Collectives != 5 || tally.Totals.Named != 0 {
			t.Errorf("the printed command answers %s (%v)", out, err)
		}
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("stopped with %v", err)
		}
	}
}

// A first real start prints a set-up code that makes the administrator, once.
func TestFirstStartFromTheBinary(t *testing.T) {
	bin, data := build(t), t.TempDir()
	env := []string{"GIAOUOC_DATA=" + data, "GIAOUOC_ADDR=127.0.0.1:0"}
	_, said := start(t, bin, `"code":`, env, "serve")
	url, code := between(t, said, "Open ", " "), between(t, said, "set-up code: ", "\n")
	for i, want := range []int{http.StatusCreated, http.StatusConflict} {
		body := `{"code":"` + code + `","username":"quantri","password":"mật khẩu dài để thử"}`
		res, err := http.Post(url+"/api/v1/auth/setup", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("set-up %d: status %d, want %d", i+1, res.StatusCode, want)
		}
	}
	check := exec.Command(bin, "audit", "verify")
	check.Env = append(check.Environ(), "GIAOUOC_DATA="+data, "LANG=en")
	if out, err := check.CombinedOutput(); err != nil || !strings.Contains(string(out), "intact") {
		t.Errorf("audit verify: %v: %s", err, out)
	}
}

// What cannot work says what to do.
func TestStartRefusals(t *testing.T) {
	bin := build(t)
	for name, c := range map[string]struct {
		env, args []string
		want      string
	}{
		"demo on PostgreSQL":       {[]string{"GIAOUOC_DATABASE_URL=postgres://x@127.0.0.1/x"}, []string{"serve", "--demo"}, "unset GIAOUOC_DATABASE_URL"},
		"demo beyond this machine": {[]string{"GIAOUOC_ADDR=0.0.0.0:0"}, []string{"serve", "--demo"}, "loopback"},
		"misspelt command":         {nil, []string{"serv"}, "serve"},
		"misspelt variable":        {[]string{"GIAOUOC_ADR=127.0.0.1:0"}, []string{"serve"}, "GIAOUOC_ADDR"},
		"unknown flag":             {nil, []string{"serve", "--dmo"}, "--help"},
	} {
		cmd := exec.Command(bin, c.args...)
		cmd.Env = append([]string{"LANG=en", "GIAOUOC_DATA=" + t.TempDir()}, c.env...)
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), c.want) {
			t.Errorf("%s: %v, without %q: %s", name, err, c.want, out)
		}
	}
}
