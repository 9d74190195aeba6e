package crash_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// Asked to end, the program answers whatever it had begun and ends well.
func TestStop(t *testing.T) {
	beside(t)
	rig.Each(t, func(t *testing.T, b rig.Books) {
		row := rig.Measure(t, "D13", "stop under load, "+b.Engine())
		s := rig.Serve(t, b, "GIAOUOC_ACCESS_TOKEN_TTL=24h")
		admin := s.User("quantri", true)
		library, random := newLibrary(admin), rand.New(rand.NewPCG(seed, 1))
		times := rig.Times(2, 20)
		var longest time.Duration
		var codes, unanswered, other, cut, answered, lost int
		for n := range times {
			name := fmt.Sprintf("stop%04d", n)
			l := startLoad(admin, name, random.Uint64(), []string{library.agreement()})
			slow := startSlow(admin, name)
			time.Sleep(50*time.Millisecond + time.Duration(random.Int64N(int64(250*time.Millisecond))))
			<-slow.begun
			code, took := s.Stop()
			l.wg.Wait()
			slow.wg.Wait()
			longest = max(longest, took)
			if code != 0 {
				codes++
				t.Errorf("ended with %d", code)
			}
			acts := append(l.acts(), slow.acts...)
			logged := begun(t, s.Log())
			for _, a := range acts {
				switch {
				case a.cut && logged[a.id]:
					unanswered++
					t.Errorf("%s %s %s was begun and not answered: %v", a.id, a.method, a.path, a.err)
				case a.cut:
					cut++ // sent while the program closed the connection for idle: HTTP leaves that to the client
				case a.end == done:
					answered++
				case a.answer != nil && a.answer.Status != http.StatusPreconditionFailed:
					other++
					t.Errorf("%s %s: %d %s", a.method, a.path, a.answer.Status, a.answer.Raw)
				}
			}
			s.Start()
			there := recorded(t, b, name)
			for _, a := range acts {
				if a.end == done && there[a.id] != 1 {
					lost++
				}
				if a.cut && there[a.id] > 0 {
					unanswered++
				}
			}
		}
		row.Saw("stops", times)
		row.Must("requests answered", answered, "some", answered > 0)
		row.None("requests begun and not answered", unanswered)
		row.None("answers of a program that is half gone", other)
		row.None("acknowledged and lost", lost)
		row.Saw("sent into a connection the program no longer read", cut)
		row.None("ends but with 0", codes)
		row.MustTime("longest end", longest.Round(time.Millisecond), "10s", longest <= 10*time.Second)
	})
}

// begun are the requests in a log of the program, by id.
func begun(t *testing.T, log string) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for line := range strings.Lines(log) {
		var entry struct {
			ID string `json:"request_id"`
		}
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			continue // of a command
		}
		ids[entry.ID] = true
	}
	return ids
}

// slow are requests whose bodies take their time, and which the stop finds half
// received.
type slow struct {
	begun chan struct{}
	wg    sync.WaitGroup
	acts  []*act
}

func startSlow(c *apptest.Client, name string) *slow {
	s := &slow{begun: make(chan struct{})}
	var started sync.WaitGroup
	for n := range 2 {
		a := &act{id: fmt.Sprintf("%s-slow%d", name, n), method: http.MethodPost, path: "/persons"}
		s.acts = append(s.acts, a)
		started.Add(1)
		s.wg.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			body := &trickle{text: fmt.Sprintf(`{"name":"Người chậm %s"}`, a.id), begun: sync.OnceFunc(started.Done)}
			a.answer, a.err = c.Try(ctx, a.method, a.path, body, "X-Request-Id", a.id)
			switch {
			case a.err != nil:
				a.end, a.cut = unknown, true
				body.begun()
			case a.answer.Status/100 == 2:
				a.end = done
			default:
				a.end = refused
			}
		})
	}
	go func() { started.Wait(); close(s.begun) }()
	return s
}

// trickle is a body that comes in ten pieces within about a second.
type trickle struct {
	text  string
	begun func()
	n     int
}

func (b *trickle) Read(p []byte) (int, error) {
	if b.text == "" {
		return 0, io.EOF
	}
	if b.n++; b.n == 3 {
		b.begun()
	}
	time.Sleep(100 * time.Millisecond)
	n := copy(p, b.text[:min(len(b.text), 4)])
	b.text = b.text[n:]
	return n, nil
}
