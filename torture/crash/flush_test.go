package crash_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"giaouoc/torture/rig"
)

// A write is answered after it was flushed to disk, as the kernel's calls show: a
// kill cannot, since what was written and not flushed outlives it.
func TestFlushedBeforeAnswered(t *testing.T) {
	beside(t)
	rig.Each(t, func(t *testing.T, b rig.Books) {
		row := rig.Measure(t, "D3", "flushed before answered, "+b.Engine())
		s := rig.Serve(t, b, "GIAOUOC_ACCESS_TOKEN_TTL=24h")
		admin := s.User("quantri", true)
		traced := []int{s.Pid()}
		if b.URL != "" {
			traced = children(t, b.Cluster.Pid())
		}
		stop := trace(t, row, traced)
		type moment struct{ sent, answered time.Time }
		var writes []moment
		for n := range 40 {
			began := time.Now()
			admin.Post("/persons", map[string]any{"name": fmt.Sprintf("Người %d", n)}).Must(201)
			writes = append(writes, moment{began, time.Now()})
			time.Sleep(2 * time.Millisecond)
		}
		flushes := stop()
		within, without := 0, 0
		for _, w := range writes {
			n := 0
			for _, at := range flushes {
				if at.After(w.sent) && at.Before(w.answered) {
					n++
				}
			}
			if within += n; n == 0 {
				without++
			}
		}
		per := float64(within) / float64(len(writes))
		row.Saw("writes, one by one", len(writes))
		row.Must("flushes per acknowledged write", fmt.Sprintf("%.2f", per), ">= 1.00", per >= 1)
		row.None("writes answered without a flush since they were sent", without)
	})
}

// flushed is a line of strace on a flush that succeeded, or on its end.
var flushed = regexp.MustCompile(`^(?:\d+ +)?(\d+\.\d+) (?:fsync|fdatasync)\(\d+\) += 0$|^(?:\d+ +)?(\d+\.\d+) <\.\.\. (?:fsync|fdatasync) resumed>.*= 0$`)

// trace watches processes' flushes until the function it returns is called.
func trace(t *testing.T, row *rig.Row, pids []int) (stop func() []time.Time) {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		row.NotRun("strace is not installed")
	}
	out := filepath.Join(t.TempDir(), "trace")
	args := []string{"-f", "-ttt", "-e", "trace=fsync,fdatasync", "-o", out}
	for _, pid := range pids {
		args = append(args, "-p", strconv.Itoa(pid))
	}
	cmd := exec.Command("strace", args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	complaints, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	lines, attached := bufio.NewScanner(complaints), 0
	var said []string
	for attached < len(pids) && lines.Scan() {
		said = append(said, lines.Text())
		if strings.Contains(lines.Text(), "attached") {
			attached++
		}
	}
	if attached < len(pids) {
		_ = cmd.Wait()
		row.NotRun("strace cannot attach: " + strings.Join(said, "; "))
	}
	go func() {
		for lines.Scan() { // threads that come and go
		}
	}()
	return func() (at []time.Time) {
		_ = cmd.Process.Signal(syscall.SIGINT)
		_ = cmd.Wait()
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			m := flushed.FindStringSubmatch(strings.TrimSpace(line))
			if m == nil {
				continue
			}
			whole, part, _ := strings.Cut(m[1]+m[2], ".")
			sec, err := strconv.ParseInt(whole, 10, 64)
			micro, err2 := strconv.ParseInt(part, 10, 64)
			if err != nil || err2 != nil {
				t.Fatal(line)
			}
			at = append(at, time.Unix(sec, micro*1000))
		}
		return at
	}
}

// children are the processes another one started.
func children(t *testing.T, parent int) (pids []int) {
	t.Helper()
	out, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", parent, parent))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range strings.Fields(string(out)) {
		pid, err := strconv.Atoi(f)
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	return pids
}

// With a PostgreSQL that would lose what it acknowledged the program does not
// start, and it says which setting is wrong.
func TestWeakPostgres(t *testing.T) {
	beside(t)
	b := rig.Postgres(t)
	row := rig.Measure(t, "D3", "PostgreSQL that does not keep its word")
	s := rig.Serve(t, b)
	started, unsaid := 0, 0
	settings := []string{"fsync", "synchronous_commit", "full_page_writes"}
	for _, setting := range settings {
		s.Kill()
		alter(t, b.Cluster, "ALTER SYSTEM SET "+setting+" = off")
		said := len(s.Log())
		if s.TryStart() == nil {
			started++
			t.Errorf("started with %s=off", setting)
		} else if !strings.Contains(s.Log()[said:], setting+"=off") {
			unsaid++
			t.Errorf("with %s=off it said only:\n%s", setting, s.Log()[said:])
		}
		alter(t, b.Cluster, "ALTER SYSTEM RESET "+setting)
		if s.Running() {
			s.Kill()
		}
		s.Start()
	}
	row.Saw("settings that were off", settings)
	row.None("started all the same", started)
	row.None("refused without naming the setting", unsaid)
}

func alter(t *testing.T, c *rig.Cluster, sql string) {
	t.Helper()
	err := c.Exec("postgres", sql)
	if err == nil {
		c.Stop("fast")
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
}
