package web_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/app/demo"
	"giaouoc/internal/db"
	"giaouoc/internal/web"
)

const (
	node  = "../../web"
	first = "setup.test.mjs" // on empty books
	every = "pages.test.mjs" // all pages, several times
)

// The dashboard is used in a real browser, on the books of the demo: the tests
// in web/test say how.
func TestInABrowser(t *testing.T) {
	if !web.Built() {
		t.Fatal("the dashboard is not built: make web")
	}
	browser := "chromium"
	if b := os.Getenv("GIAOUOC_TEST_BROWSER"); b != "" {
		browser = b
	}
	program, err := exec.LookPath(browser)
	if err != nil {
		t.Fatalf("%v: scripts/install-test-tools.sh installs Chromium, GIAOUOC_TEST_BROWSER names another program", err)
	}
	tests, err := filepath.Glob(node + "/test/*.test.mjs")
	if err != nil || len(tests) == 0 {
		t.Fatalf("no tests in web/test (%v)", err)
	}
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		code, err := s.Accounts.SetupCode(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		run := func(name string) {
			t.Run(name, func(t *testing.T) {
				cmd := exec.CommandContext(t.Context(), "node", "--test", "--test-reporter=spec", "test/"+name)
				cmd.Dir = node
				cmd.Env = append(os.Environ(), "BASE="+s.Address(), "PASSWORD="+apptest.Password, "BROWSER="+program, "SETUP_CODE="+code)
				out, err := cmd.CombinedOutput()
				if err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
				t.Logf("%s", out)
			})
		}
		run(first)
		if _, err := demo.Fill(t.Context(), s.App, apptest.Password); err != nil {
			t.Fatal(err)
		}
		for _, file := range tests {
			// What draws the pages does not know the engine: all of them once will do.
			if name := filepath.Base(file); name != first && (name != every || s.DB.Engine() == db.SQLite) {
				run(name)
			}
		}
	})
}
