package web_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/app/demo"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/web"
)

const (
	node  = "../../web"
	first = "setup.test.mjs" // on books without a user
	empty = "empty.test.mjs" // on books with one user and nothing else
	roles = "roles.test.mjs" // what users come for, which must do on either engine
	year  = "year.test.mjs"  // and a whole year of theirs
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
	run := func(t *testing.T, s *apptest.Service, name string, more ...string) {
		t.Run(name, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), "node", "--test", "--test-reporter=spec", "test/"+name)
			cmd.Dir = node
			cmd.Env = append(os.Environ(), append(more, "BASE="+s.Address(), "PASSWORD="+apptest.Password, "BROWSER="+program)...)
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			t.Logf("%s", out)
		})
	}
	setUp := func(t *testing.T, s *apptest.Service, lang string) {
		code, err := s.Accounts.SetupCode(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		run(t, s, first, "SETUP_LANG="+lang, "SETUP_CODE="+code)
	}
	works := func(t *testing.T, s *apptest.Service) { // in the background, which these services otherwise do not
		ctx, stop := context.WithCancel(t.Context())
		finished := make(chan struct{})
		go func() { defer close(finished); s.Reports.Work(ctx) }()
		t.Cleanup(func() { stop(); <-finished })
	}
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		setUp(t, s, "vi")
		if _, err := demo.Fill(t.Context(), s.App, apptest.Password); err != nil {
			t.Fatal(err)
		}
		works(t, s)
		run(t, s, roles)
		run(t, s, year)
		if s.DB.Engine() != db.SQLite {
			return // what draws the pages does not know the engine: once will do
		}
		books := apptest.New(t, dbtest.SQLite(t))
		setUp(t, books, "en")
		run(t, books, empty)
		for _, file := range tests {
			if name := filepath.Base(file); !slices.Contains([]string{first, empty, roles, year}, name) {
				run(t, s, name)
			}
		}
	})
}
