package rig

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"giaouoc/internal/app/apptest"
)

// Password of every account a rig makes.
const Password = "mật khẩu dài để thử"

// Books are where a server keeps its records: a directory of its own, and a
// PostgreSQL database unless the engine is SQLite.
type Books struct {
	Dir     string
	Cluster *Cluster // nil: SQLite
	URL     string   // of the database; empty: SQLite
}

// Engine names the engine of the books.
func (b Books) Engine() string {
	if b.URL == "" {
		return "sqlite"
	}
	return "postgres"
}

// DataFile is the SQLite database of the books.
func (b Books) DataFile() string { return filepath.Join(b.Dir, "giaouoc.db") }

// Each runs a test on books of both engines. PostgreSQL is a cluster of the
// test's own, which it may stop, kill and start.
func Each(t *testing.T, test func(t *testing.T, b Books)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite are empty books in a directory of the test's own.
func SQLite(t testing.TB) Books { return Books{Dir: t.TempDir()} }

// Postgres are empty books in a cluster of the test's own.
func Postgres(t testing.TB) Books {
	t.Helper()
	c := StartCluster(t)
	return Books{Dir: t.TempDir(), Cluster: c, URL: c.Database(t, "books")}
}

// Server is the program serving books.
type Server struct {
	Books Books
	URL   string // http://127.0.0.1:port
	Ready time.Duration

	t        testing.TB
	settings []string
	cmd      *exec.Cmd
	done     chan struct{}
	log      *lines
}

// Serve starts the program and waits until it answers. settings are variables of
// its environment, NAME=value. It is stopped when the test ends.
func Serve(t testing.TB, b Books, settings ...string) *Server {
	t.Helper()
	s := &Server{Books: b, t: t, settings: settings, log: &lines{}, URL: "http://" + freeAddress(t)}
	s.Start()
	t.Cleanup(func() { s.Kill() })
	return s
}

// Start starts the program again at the address it had. Ready is how long it
// took to be ready.
func (s *Server) Start() {
	s.t.Helper()
	if err := s.TryStart(); err != nil {
		s.t.Fatalf("%v\n%s", err, s.Log())
	}
}

// TryStart is Start for a program that may not come up.
func (s *Server) TryStart() error {
	s.cmd = s.command("serve")
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return err
	}
	done, cmd := make(chan struct{}), s.cmd
	s.done = done
	go func() { _ = cmd.Wait(); close(done) }()
	for {
		select {
		case <-done:
			return errors.New("the program ended while starting: " + cmd.ProcessState.String())
		case <-time.After(2 * time.Millisecond):
		}
		if s.Status("/readyz") == http.StatusOK {
			s.Ready = time.Since(began)
			return nil
		}
		if time.Since(began) > 30*time.Second {
			s.Kill()
			return errors.New("the program was not ready within 30 s")
		}
	}
}

// command is the program with the environment of the books and nothing else of
// this process's settings.
func (s *Server) command(args ...string) *exec.Cmd {
	cmd := exec.Command(binary, args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "GIAOUOC_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, "GIAOUOC_DATA="+s.Books.Dir, "GIAOUOC_ADDR="+strings.TrimPrefix(s.URL, "http://"), "GIAOUOC_AUTO_MIGRATE=true", "LANG=en_US.UTF-8")
	if s.Books.URL != "" {
		cmd.Env = append(cmd.Env, "GIAOUOC_DATABASE_URL="+s.Books.URL)
	}
	cmd.Env = append(cmd.Env, s.settings...)
	// The program must not outlive the test, however the test ends.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return cmd
}

// Status asks a path outside the API; 0 when nothing answers.
func (s *Server) Status(path string) int {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+path, nil)
	if err != nil {
		return 0
	}
	req.Close = true
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return 0
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	return res.StatusCode
}

// Run runs another command of the program on the same books: what it printed,
// and its error with what it complained of.
func (s *Server) Run(stdin string, args ...string) (string, error) {
	cmd := s.command(args...)
	var out, complaint bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &complaint
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("giaouoc %s: %w: %s", strings.Join(args, " "), err, complaint.String())
	}
	return out.String(), nil
}

// User makes an account and returns a client that signed in as it.
func (s *Server) User(name string, admin bool) *apptest.Client {
	s.t.Helper()
	args := []string{"user", "add", name, "--password-stdin"}
	if admin {
		args = append(args, "--admin")
	}
	if _, err := s.Run(Password+"\n", args...); err != nil {
		s.t.Fatal(err)
	}
	return s.Nobody().Login(name, Password)
}

// Nobody is a client without a token.
func (s *Server) Nobody() *apptest.Client { return apptest.Dial(s.t, s.URL) }

// Pid is the process of the server.
func (s *Server) Pid() int { return s.cmd.Process.Pid }

// Signal sends a signal to the server.
func (s *Server) Signal(sig os.Signal) { _ = s.cmd.Process.Signal(sig) }

// Kill ends the server without warning and waits until it is gone.
func (s *Server) Kill() {
	s.Signal(syscall.SIGKILL)
	<-s.done
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
}

// Stop asks the server to end and waits: its exit code, and how long it took.
func (s *Server) Stop() (code int, took time.Duration) {
	began := time.Now()
	s.Signal(syscall.SIGTERM)
	<-s.done
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	return s.cmd.ProcessState.ExitCode(), time.Since(began)
}

// Running reports whether the process lives.
func (s *Server) Running() bool {
	select {
	case <-s.done:
		return false
	default:
		return true
	}
}

// Memory is the resident set of the process in bytes; 0 when it is gone.
func (s *Server) Memory() int64 { return s.status("VmRSS:") }

// Peak is the most Memory has been since the start.
func (s *Server) Peak() int64 { return s.status("VmHWM:") }

// status is a line of what the kernel tells of the process, in bytes.
func (s *Server) status(name string) int64 {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(s.Pid()) + "/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if v, ok := strings.CutPrefix(line, name); ok {
			n, _ := strconv.ParseInt(strings.Fields(v)[0], 10, 64)
			return n * 1024
		}
	}
	return 0
}

// Log is what the server printed so far, over all its starts.
func (s *Server) Log() string { return s.log.String() }

// lines collects the output of a process.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
