package rig

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Cluster is a PostgreSQL server of a test's own, which flushes what it commits.
type Cluster struct {
	Dir  string
	port string
	bin  string
	as   *syscall.Credential // PostgreSQL refuses to run as root
}

// StartCluster makes and starts a cluster; it is stopped and removed when the
// test ends. Without PostgreSQL the test is skipped, and fails where CI is set.
func StartCluster(t testing.TB) *Cluster {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		if path, err := exec.LookPath("initdb"); err == nil {
			found = append(found, path)
		}
	}
	if len(found) == 0 {
		if os.Getenv("CI") != "" {
			t.Fatal("no PostgreSQL server is installed; make test installs one")
		}
		t.Skip("no PostgreSQL server is installed; make test installs one")
	}
	dir, err := os.MkdirTemp("/tmp", "giaouoc-pg") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := strings.Cut(freeAddress(t), ":")
	c := &Cluster{Dir: dir, port: port, bin: filepath.Dir(found[len(found)-1])}
	t.Cleanup(func() {
		c.Stop("immediate")
		_ = os.RemoveAll(dir)
	})
	if os.Geteuid() == 0 {
		c.become(t)
	}
	if out, err := c.command("initdb", "-D", c.data(), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v: %s", err, out)
	}
	conf := "listen_addresses = '127.0.0.1'\nunix_socket_directories = '" + dir + "'\nport = " + port + "\nmax_connections = 100\n"
	f, err := os.OpenFile(filepath.Join(c.data(), "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteString(conf)
		_ = f.Close()
	}
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// become makes the cluster run as the user postgres.
func (c *Cluster) become(t testing.TB) {
	t.Helper()
	u, err := user.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	c.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	if err := os.Chown(c.Dir, uid, gid); err != nil {
		t.Fatal(err)
	}
}

func (c *Cluster) data() string { return filepath.Join(c.Dir, "data") }

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.Dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.as}
	return cmd
}

// Start starts the server and waits until it takes connections.
func (c *Cluster) Start() error {
	cmd := c.command("pg_ctl", "-D", c.data(), "-l", filepath.Join(c.Dir, "log"), "-w", "-t", "60", "start")
	if err := cmd.Run(); err != nil {
		log, _ := os.ReadFile(filepath.Join(c.Dir, "log"))
		return fmt.Errorf("pg_ctl start: %w: %s", err, log)
	}
	return nil
}

// Stop stops the server: "fast", or "immediate" as in a crash.
func (c *Cluster) Stop(mode string) {
	_ = c.command("pg_ctl", "-D", c.data(), "-m", mode, "-w", "-t", "60", "stop").Run()
}

// Pid is the process that all others of the server come from; 0 when it is down.
func (c *Cluster) Pid() int {
	b, err := os.ReadFile(filepath.Join(c.data(), "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(b), "\n")
	pid, _ := strconv.Atoi(first)
	return pid
}

// Database makes an empty database and returns its address.
func (c *Cluster) Database(t testing.TB, name string) string {
	t.Helper()
	if err := c.Exec("postgres", `CREATE DATABASE "`+name+`"`); err != nil {
		t.Fatal(err)
	}
	return c.url(name)
}

func (c *Cluster) url(name string) string {
	return "postgres://postgres@127.0.0.1:" + c.port + "/" + name + "?sslmode=disable"
}

// Exec runs a statement in a database, as its owner.
func (c *Cluster) Exec(database, sql string, args ...any) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.url(database))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql, args...)
	return err
}
