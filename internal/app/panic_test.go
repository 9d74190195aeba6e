package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"go/ast"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/account"
	"giaouoc/internal/actor"
	"giaouoc/internal/app"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/config"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/torture/rig"
)

// planted are the functions that panic once, by the name of the work they do.
// Those of jobs are the loops themselves.
var planted = map[string]string{
	"database watch":      "db.(*DB).Watch",
	"security log":        "audit.(*SecurityLog).Run",
	"purge":               "app.(*App).purge",
	"token use":           "app.(*App).tokenUse",
	"attachment sweep":    "app.(*App).sweep",
	"packages of reports": "report.(*Service).Work",
	"request":             "account.(*Service).Authenticate",
}

// mines go off in the clock and in the trace of statements, which all work comes
// to: once for each work. seen counts how often each came.
type mines struct {
	mu   sync.Mutex
	seen map[string]int
}

func (m *mines) step() {
	frames := make([]uintptr, 64)
	frames = frames[:runtime.Callers(2, frames)]
	for iter := runtime.CallersFrames(frames); ; {
		f, more := iter.Next()
		for work, name := range planted {
			if strings.HasSuffix(f.Function, "/"+name) && m.hit(work) {
				panic("planted in " + work)
			}
		}
		if !more {
			return
		}
	}
}

func (m *mines) hit(work string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen[work]++
	return m.seen[work] == 1
}

// least is how often the work came that came least.
func (m *mines) least() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	least := m.seen["request"]
	for work := range planted {
		least = min(least, m.seen[work])
	}
	return least
}

// A panic in any work beside requests, or in a request, is logged and counted,
// the service goes on, and the work is done again later.
func TestPanicsAreSurvived(t *testing.T) {
	jobs := namesOfJobs(t)
	for work := range planted {
		if work != "request" && !slices.Contains(jobs, work) {
			t.Errorf("%s is no job any more", work)
		}
	}
	for _, job := range jobs {
		if planted[job] == "" {
			t.Errorf("no panic is planted in the job %q", job)
		}
	}
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		t.Parallel()
		m := &mines{seen: map[string]int{}}
		s := serveMined(t, o, m)
		admin := apptest.Dial(t, s.url)
		admin.Token = admin.Post("/auth/login", map[string]any{"username": "quantri", "password": apptest.Password}).Must(200).Str("access_token")
		admin.Get("/me").Refused(500, "internal")
		for began := time.Now(); m.least() < 2; time.Sleep(2 * time.Second) { // each round makes one of twenty tokens
			if time.Since(began) > 30*time.Second {
				t.Fatalf("not every work was done again after a panic: %v\n%s", m.seen, s.log.String())
			}
			apptest.Dial(t, s.url).Get("/me", "Authorization", "Bearer none").Must(401) // for the security log
			token := apptest.Dial(t, s.url)                                             // for the use of tokens
			token.Token = admin.Post("/tokens", map[string]any{"name": "t", "scope": "read"}).Must(201).Str("token")
			token.Get("/me").Must(200)
		}
		apptest.Dial(t, s.url).Do("GET", "!/readyz", nil).Must(200)
		metrics, wrong := fetch(t, "http://"+s.metrics+"/metrics"), 0
		for work := range planted {
			line := regexp.MustCompile(`(?m)^giaouoc_panics_total\{work="` + work + `"\} 1$`)
			if !line.MatchString(metrics) {
				wrong++
				t.Errorf("%s: not counted once", work)
			}
			if n := strings.Count(s.log.String(), `"value":"planted in `+work); n != 1 {
				wrong++
				t.Errorf("%s: logged %d times", work, n)
			}
		}
		engine := "sqlite"
		if o.URL != "" {
			engine = "postgres"
		}
		r := rig.Measure(t, "D16", "panics in jobs and requests, "+engine)
		r.Saw("planted, survived and done again", len(planted))
		r.None("not logged or not counted once", wrong)
		for line := range strings.Lines(s.log.String()) {
			if !json.Valid([]byte(line)) {
				t.Errorf("not JSON: %s", line)
			}
		}
	})
}

// namesOfJobs are the names app.Run gives the work beside requests.
func namesOfJobs(t *testing.T) []string {
	var out []string
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if sel, ok := c.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "job" && s.pkg == "app" {
				name, _ := strconv.Unquote(c.Args[2].(*ast.BasicLit).Value)
				out = append(out, name)
			}
			return true
		})
	}
	if len(out) < 5 {
		t.Fatalf("only %d jobs found: %v", len(out), out)
	}
	return out
}

type mined struct {
	url, metrics string
	log          *safeBuffer
}

// serveMined runs the whole service as the program does, with its jobs.
func serveMined(t *testing.T, o db.Options, m *mines) mined {
	t.Helper()
	ml, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := mined{metrics: ml.Addr().String(), log: &safeBuffer{}}
	_ = ml.Close()
	cfg, err := config.Load([]string{"GIAOUOC_DATA=" + t.TempDir(), "GIAOUOC_DATABASE_URL=" + o.URL, "GIAOUOC_METRICS_ADDR=" + s.metrics}, nil)
	if err != nil {
		t.Fatal(err)
	}
	file := ""
	if o.Path != "" {
		cfg.Data, file = filepath.Dir(o.Path), filepath.Base(o.Path)
	}
	clock := date.System()
	ctx, stop := context.WithCancel(context.Background())
	a, err := app.New(ctx, cfg, app.Options{
		DataFile: file, Log: slog.New(slog.NewJSONHandler(s.log, nil)),
		Clock: func() time.Time { m.step(); return clock() }, Trace: func(string) { m.step() },
	})
	if err != nil {
		t.Fatal(err)
	}
	system := actor.With(ctx, actor.System("test"))
	u, err := a.Accounts.CreateUser(system, account.CreateUserBody{Username: "quantri", Password: apptest.Password})
	if err == nil {
		_, err = a.Accounts.CreateGrant(system, account.CreateGrantBody{UserID: u.ID, Role: string(actor.Admin), Scope: string(actor.All)})
	}
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + l.Addr().String()
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
