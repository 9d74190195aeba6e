package limits_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"giaouoc/torture/rig"
)

// heard is what came back on one connection.
type heard struct {
	answers []*http.Response
	bodies  []string
	closed  bool // the server ended the connection
}

// statuses are those of the answers, in order.
func (h heard) statuses() (out []int) {
	for _, a := range h.answers {
		out = append(out, a.StatusCode)
	}
	return out
}

func (h heard) any(class int) bool {
	for _, s := range h.statuses() {
		if s/100 == class {
			return true
		}
	}
	return false
}

// say sends bytes as they are and reads answers until the server ends the
// connection or is silent. end tells the server that nothing more will come.
func say(t *testing.T, s *rig.Server, bytes string, end bool) heard {
	t.Helper()
	c, err := net.DialTimeout("tcp", strings.TrimPrefix(s.URL, "http://"), 5*time.Second)
	if err != nil {
		t.Error(err)
		return heard{}
	}
	defer c.Close()
	// The server may answer and end the connection before it has read all.
	go func() {
		_, _ = io.WriteString(c, bytes)
		if end {
			_ = c.(*net.TCPConn).CloseWrite()
		}
	}()
	var h heard
	r := bufio.NewReader(c)
	method, _, _ := strings.Cut(bytes, " ")
	for {
		_ = c.SetReadDeadline(time.Now().Add(3 * time.Second))
		if _, err := r.Peek(1); err != nil {
			var slow net.Error
			h.closed = !(errors.As(err, &slow) && slow.Timeout())
			return h
		}
		a, err := http.ReadResponse(r, &http.Request{Method: method})
		if err != nil {
			t.Logf("%.60q: not an answer: %v", bytes, err)
			return h
		}
		body, _ := io.ReadAll(a.Body)
		h.answers, h.bodies = append(h.answers, a), append(h.bodies, string(body))
	}
}

// What HTTP forbids is refused, what it allows is understood as it means it, and
// nothing that comes over the wire ends the server or is an error of its own.
func TestBrokenHTTP(t *testing.T) {
	beside(t)
	s := rig.Serve(t, rig.SQLite(t))
	row := rig.Measure(t, "R9", "broken HTTP")
	admin := s.User("quantri", true)
	list := probes(admin.Token)
	heardAll := make([]heard, len(list))
	done := make(chan struct{})
	for i, p := range list {
		go func() {
			heardAll[i] = say(t, s, p.sent, p.end)
			done <- struct{}{}
		}()
	}
	for range list {
		<-done
	}
	var accepted, misunderstood, ours int
	for i, p := range list {
		h := heardAll[i]
		for _, status := range h.statuses() {
			if status >= 500 && status != http.StatusNotImplemented && status != http.StatusHTTPVersionNotSupported {
				ours++
				t.Errorf("%s: %d", p.name, status)
			}
		}
		switch {
		case p.want == nil && (h.any(2) || h.any(1) || h.any(3)):
			accepted++
			t.Errorf("%s was accepted: %v %q", p.name, h.statuses(), h.bodies)
		case p.want == nil && p.framing && !h.closed:
			accepted++
			t.Errorf("%s: the connection goes on: %v", p.name, h.statuses())
		case p.want != nil && !p.want(h):
			misunderstood++
			t.Errorf("%s was misunderstood: %v %.300q", p.name, h.statuses(), h.bodies)
		}
	}
	row.Saw("probes", len(list))
	row.None("accepted that must not be", accepted)
	row.None("misunderstood", misunderstood)
	row.None("5xx", ours)
	lives := s.Running() && s.Status("/healthz") == 200 && s.Status("/readyz") == 200
	row.Must("the server lives", lives, "true", lives)
	row.None("panics in the log", strings.Count(s.Log(), `"panic`))
}
