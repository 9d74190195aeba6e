package faults_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }

// fault is one way for the database to be away.
type fault struct {
	name       string
	gate, full int
	away       func(t *testing.T, c *rig.Cluster)
	stays      time.Duration // away for at least so long; 0: it is back at once
	back       func(t *testing.T, c *rig.Cluster)
}

var faults = []fault{
	{"immediate stop", 3, 100, func(_ *testing.T, c *rig.Cluster) { c.Stop("immediate") }, time.Second, start},
	{"kill -9", 2, 50, kill, time.Second, start},
	{"pause of 6 s", 1, 20, func(t *testing.T, c *rig.Cluster) { signal(t, c, syscall.SIGSTOP) }, 6 * time.Second, func(t *testing.T, c *rig.Cluster) { signal(t, c, syscall.SIGCONT) }},
	{"connections cut", 3, 50, cut, 0, func(*testing.T, *rig.Cluster) {}},
}

// The database goes away under load and comes back: meanwhile the program says
// so at once, and then goes on by itself, with nothing lost and nothing doubled.
func TestDatabaseAway(t *testing.T) {
	b := rig.Postgres(t)
	s := rig.Serve(t, b, "GIAOUOC_ACCESS_TOKEN_TTL=24h")
	admin := s.User("quantri", true)
	for i := range 50 {
		admin.Post("/units", map[string]any{"name": fmt.Sprintf("Đơn vị %d", i)}).Must(201)
	}
	pid := s.Pid()
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) { f.run(t, s, admin) })
	}
	row := rig.Measure(t, "D4", "afterwards")
	row.Must("the program was never restarted", s.Running() && s.Pid() == pid, "true", s.Running() && s.Pid() == pid)
	row.None("panics in the log", strings.Count(s.Log(), `"panic`))
	out, err := s.Run("", "audit", "verify")
	row.Must("audit chain", fmt.Sprint(err), "<nil>", err == nil)
	if err != nil {
		t.Log(out)
	}
}

func (f fault) run(t *testing.T, s *rig.Server, admin *apptest.Client) {
	row := rig.Measure(t, "D4", f.name)
	c := s.Books.Cluster
	tr, h := startTraffic(t, s, admin, f.name), watch(s)
	defer h.end()
	var unnoticed, never int
	var worst time.Duration
	times := rig.Times(f.gate, f.full)
	for range times {
		if !tr.grows(10) {
			t.Fatal("nothing is written although the database is there")
		}
		f.away(t, c)
		gone := time.Now()
		if f.stays > 0 {
			if !h.becomes(false) {
				unnoticed++
			}
			time.Sleep(time.Until(gone.Add(f.stays)))
		}
		f.back(t, c)
		took, ok := tr.wroteAfter(time.Now())
		if worst = max(worst, took); !ok {
			never++
		}
		if !h.becomes(true) {
			never++
		}
	}
	tr.end()
	row.Saw("times", times)
	row.Saw("answers by status", tr.statuses)
	row.None("answers but 2xx and 503 with Retry-After, or none", len(tr.odd))
	for _, odd := range tr.odd[:min(5, len(tr.odd))] {
		t.Log(odd)
	}
	row.None("requests not answered within 15 s", tr.hung)
	row.MustTime("slowest answer", tr.slowest.Round(time.Millisecond), "5s", tr.slowest <= 5*time.Second)
	row.None("times it did not say that it lives", int(h.deaf.Load()))
	row.None("absences /readyz did not tell", unnoticed)
	row.None("times it did not recover", never)
	row.MustTime("first write after the database was back", worst.Round(time.Millisecond), "5s", worst <= 5*time.Second)
	if f.stays > 0 {
		row.Must("refusals while away", tr.statuses[503], "some", tr.statuses[503] > 0)
	}
	lost, doubled := compare(t, admin, tr)
	row.Must("writes acknowledged", len(tr.acknowledged), "10 between any two faults", len(tr.acknowledged) >= 10*times)
	row.None("acknowledged and lost", lost)
	row.None("written twice", doubled)
}

// compare reads all records of the traffic and says how many of the acknowledged
// ones are missing or another, and how many names stand there more than once.
func compare(t *testing.T, admin *apptest.Client, tr *traffic) (lost, doubled int) {
	t.Helper()
	seen := map[string][]string{}
	for path := "/persons?limit=200"; path != ""; {
		a := answered(t, admin, path)
		for i := range a.Data() {
			at := fmt.Sprintf("data.%d.", i)
			seen[a.Str(at+"name")] = append(seen[a.Str(at+"name")], a.Str(at+"id"))
		}
		path = a.Str("page.next")
	}
	for name, ids := range seen {
		if strings.HasPrefix(name, tr.tag+" ") && len(ids) > 1 {
			doubled++
		}
	}
	for name, id := range tr.acknowledged {
		if !slices.Contains(seen[name], id) {
			lost++
		}
	}
	return lost, doubled
}

// answered reads until it gets an answer: a connection that was cut while nobody
// used it may yet refuse once.
func answered(t *testing.T, admin *apptest.Client, path string) *apptest.Answer {
	t.Helper()
	for range 20 {
		if a := admin.Get(path); a.Status != 503 {
			return a.Must(200)
		}
		time.Sleep(250 * time.Millisecond)
	}
	return admin.Get(path).Must(200)
}

// start starts the database; what its last life left behind may take a moment to
// go.
func start(t *testing.T, c *rig.Cluster) {
	t.Helper()
	var err error
	for range 50 {
		if err = c.Start(); err == nil {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
	t.Fatal(err)
}

// kill kills the first process of the database. The others notice and end, all
// but the one that is in the middle of something.
func kill(t *testing.T, c *rig.Cluster) {
	t.Helper()
	family := append(children(t, c.Pid()), c.Pid())
	if err := syscall.Kill(c.Pid(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		alive := 0
		for _, pid := range family {
			if syscall.Kill(pid, 0) == nil {
				alive++
			}
		}
		if alive == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Log("processes of the database outlive the first by more than 10 s")
}

// signal signals all processes of the database, the first one first.
func signal(t *testing.T, c *rig.Cluster, sig syscall.Signal) {
	t.Helper()
	first := c.Pid()
	if err := syscall.Kill(first, sig); err != nil {
		t.Fatal(err)
	}
	for _, pid := range children(t, first) {
		_ = syscall.Kill(pid, sig) // may have ended
	}
}

func cut(t *testing.T, c *rig.Cluster) {
	t.Helper()
	if err := c.Exec("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'books'"); err != nil {
		t.Fatal(err)
	}
}

// children are the processes another one started.
func children(t *testing.T, parent int) (pids []int) {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range stats {
		b, err := os.ReadFile(path)
		if err != nil {
			continue // has ended
		}
		// pid (name) state parent …; the name may hold anything.
		_, rest, _ := strings.Cut(string(b[strings.LastIndexByte(string(b), ')')+1:]), " ")
		fields := strings.Fields(rest)
		if len(fields) < 2 || fields[1] != strconv.Itoa(parent) {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	return pids
}
