package limits_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// memoryLimit is how much a probe of limits may let the server grow.
const memoryLimit = 256 << 20

// growth samples the server's memory until the function it returns is called,
// which says by how much it grew at most.
func growth(s *rig.Server) func() int64 {
	before, stop, done := s.Memory(), make(chan struct{}), make(chan struct{})
	var most int64
	go func() {
		defer close(done)
		for {
			most = max(most, s.Memory())
			select {
			case <-stop:
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	return func() int64 {
		close(stop)
		<-done
		return most - before
	}
}

func dial(t *testing.T, s *rig.Server) net.Conn {
	t.Helper()
	c, err := net.DialTimeout("tcp", strings.TrimPrefix(s.URL, "http://"), 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// cut waits for the server to end a connection, no longer than for a time, and
// says how long it took.
func cut(c net.Conn, within time.Duration) time.Duration {
	began := time.Now()
	_ = c.SetReadDeadline(began.Add(within))
	_, _ = io.Copy(io.Discard, c)
	return time.Since(began)
}

// Clients that never come to an end: headers half sent and drips of a body. The
// others are answered all the while, and the slow ones are cut.
func TestSlowClients(t *testing.T) {
	beside(t)
	s := rig.Serve(t, rig.SQLite(t))
	row := rig.Measure(t, "R9", "slow clients")
	admin := s.User("quantri", true)
	grown := growth(s)
	const patience = 45 * time.Second
	heads, bodies := make([]time.Duration, 200), make([]time.Duration, len(drips("")))
	var wg sync.WaitGroup
	for i := range heads {
		c := dial(t, s)
		if _, err := io.WriteString(c, "GET /api/v1/units HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n"); err != nil {
			t.Fatal(err)
		}
		wg.Go(func() { heads[i] = cut(c, patience) })
	}
	for i, request := range drips(admin.Token) {
		c := dial(t, s)
		if _, err := io.WriteString(c, request); err != nil {
			t.Fatal(err)
		}
		go func() { // one byte a second, for as long as the server listens
			for {
				if _, err := io.WriteString(c, " "); err != nil {
					return
				}
				time.Sleep(time.Second)
			}
		}()
		wg.Go(func() { bodies[i] = cut(c, patience) })
	}
	var refused int
	var slowest time.Duration
	for range 50 {
		began := time.Now()
		if admin.Get("/units").Status != 200 || s.Status("/healthz") != 200 {
			refused++
		}
		slowest = max(slowest, time.Since(began))
		time.Sleep(50 * time.Millisecond)
	}
	wg.Wait()
	row.None("others not answered meanwhile", refused)
	row.MustTime("slowest answer to others", slowest.Round(time.Millisecond), "1s", slowest < time.Second)
	for _, k := range []struct {
		name string
		took []time.Duration
		bar  time.Duration
	}{{"half-sent headers", heads, 10 * time.Second}, {"slow bodies", bodies, 30 * time.Second}} {
		last := slices.Max(k.took).Round(time.Millisecond)
		row.Must(k.name+" not cut", last >= patience, "false", last < patience)
		row.MustTime(k.name+", the last one cut after", last, k.bar.String(), last <= k.bar)
	}
	mib := grown() >> 20
	rig.Measure(t, "R10", "slow clients").Must("memory grown by MiB", mib, "256", mib <= memoryLimit>>20)
}

// drips are requests whose body will come byte by byte.
func drips(token string) []string {
	signed := "Host: localhost\r\nAuthorization: Bearer " + token + "\r\n"
	return []string{
		"POST /api/v1/persons HTTP/1.1\r\n" + signed + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
		"POST /api/v1/persons HTTP/1.1\r\n" + signed + "Content-Type: application/json\r\nIdempotency-Key: k\r\nContent-Length: 1000\r\n\r\n{",
		"POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
		"POST /api/v1/persons HTTP/1.1\r\n" + signed + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n{",
		"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
		"POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
	}
}

// A body over the limit is refused before it is read: the client is told, however
// the length is given, after it sent a fraction of what it announced.
func TestBodiesTooLarge(t *testing.T) {
	beside(t)
	s := rig.Serve(t, rig.SQLite(t), "GIAOUOC_ATTACHMENT_MAX_BYTES=2MiB")
	row := rig.Measure(t, "R9", "bodies over the limit")
	admin := s.User("quantri", true)
	grown := growth(s)
	var untold, awaited, chunks, over int
	for _, b := range endless(admin) {
		if status, _ := b.send(t, s, "Content-Length: 1073741824", nothing); status != http.StatusRequestEntityTooLarge {
			awaited++
			t.Errorf("%s, length told, nothing sent: %d", b.name, status)
		}
		if status, _ := b.send(t, s, "Content-Length: 1073741824", plain); status != http.StatusRequestEntityTooLarge {
			untold++
			t.Errorf("%s, length told: %d", b.name, status)
		}
		status, sent := b.send(t, s, "Transfer-Encoding: chunked", inChunks)
		if status != http.StatusRequestEntityTooLarge {
			chunks++
			t.Errorf("%s, chunks: %d", b.name, status)
		}
		if sent > b.limit+slack {
			over++
			t.Errorf("%s, chunks: %d bytes were taken", b.name, sent)
		}
	}
	row.None("length told, 413 only once the body comes", awaited)
	row.None("length told, not 413", untold)
	row.None("in chunks, not 413", chunks)
	row.None("in chunks, read on", over)
	lives := s.Running() && admin.Get("/units").Status == 200
	row.Must("the server lives", lives, "true", lives)
	mib := grown() >> 20
	rig.Measure(t, "R10", "bodies over the limit").Must("memory grown by MiB", mib, "256", mib <= memoryLimit>>20)
}

// slack is what buffers between client and server hold, and what net/http reads
// to spare a client a broken connection.
const slack = 8 << 20

// endlessBody is the beginning of a request with a body without end.
type endlessBody struct {
	name, head, start string
	limit             int64
}

func endless(admin *apptest.Client) []endlessBody {
	signed := " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + admin.Token + "\r\n"
	asJSON, form := "Content-Type: application/json\r\n", "Content-Type: multipart/form-data; boundary=b\r\n"
	part := "--b\r\nContent-Disposition: form-data; name=\""
	return []endlessBody{
		{"JSON", "POST /api/v1/persons" + signed + asJSON, `{"name":"`, 1 << 20},
		{"JSON with a key", "POST /api/v1/persons" + signed + asJSON + "Idempotency-Key: k\r\n", `{"name":"`, 1 << 20},
		{"log-in", "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n" + asJSON, `{"username":"`, 1 << 20},
		{"upload, the file", "POST /api/v1/attachments" + signed + form, part + "file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\n", 2 << 20},
		{"upload, a text", "POST /api/v1/attachments" + signed + form, part + "name\"\r\n\r\n", 2 << 20},
	}
}

// The ways to send a piece of a body.
func plain(piece string) string    { return piece }
func inChunks(piece string) string { return fmt.Sprintf("%x\r\n%s\r\n", len(piece), piece) }
func nothing(string) string        { return "" }

// send sends a body until an answer comes: its status, and how much was sent.
func (b endlessBody) send(t *testing.T, s *rig.Server, length string, way func(string) string) (status int, sent int64) {
	t.Helper()
	c := dial(t, s)
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.WriteString(c, b.head+length+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	var answered atomic.Bool
	var n atomic.Int64
	go func() {
		for piece := b.start; !answered.Load() && way(piece) != ""; piece = strings.Repeat("a", 64<<10) {
			if _, err := io.WriteString(c, way(piece)); err != nil {
				return
			}
			n.Add(int64(len(piece)))
		}
	}()
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	answered.Store(true)
	if err != nil {
		t.Logf("%s: %v", b.name, err)
		return 0, n.Load()
	}
	_ = res.Body.Close()
	return res.StatusCode, n.Load()
}
