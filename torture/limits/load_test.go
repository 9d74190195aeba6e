package limits_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// load sends a mix of reading and writing over many connections that are kept.
type load struct {
	url, token, unit string
	reading          bool // long lists and nothing else
	http             *http.Client
}

func newLoad(url, token, unit string, reading bool, connections int) *load {
	return &load{url + "/api/v1", token, unit, reading, &http.Client{
		Timeout:   20 * time.Second,
		Transport: &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections},
	}}
}

// tally is what came back.
type tally struct {
	mu       sync.Mutex
	statuses map[int]int // 0: no answer
	bare     int         // 503 and 429 without Retry-After
	took     []time.Duration
	refusing []time.Duration
}

// request is one request of the mix: of ten, seven lists, one record, two writes.
func (l *load) request(ctx context.Context) (*http.Request, error) {
	method, path, body := http.MethodGet, "/units?limit=20&sort=-name", ""
	switch n := rand.IntN(10); {
	case l.reading:
		path = "/units?limit=200&include_total=true"
	case n < 2:
		method, path, body = http.MethodPost, "/persons", fmt.Sprintf(`{"name":"Người %d"}`, rand.Int())
	case n < 3:
		path = "/units/" + l.unit
	}
	req, err := http.NewRequestWithContext(ctx, method, l.url+path, strings.NewReader(body))
	if err == nil {
		req.Header.Set("Authorization", "Bearer "+l.token)
		req.Header.Set("Content-Type", "application/json")
	}
	return req, err
}

func (l *load) one(t *tally) {
	req, err := l.request(context.Background())
	began := time.Now()
	status, bare := 0, false
	if err == nil {
		var res *http.Response
		if res, err = l.http.Do(req); err == nil {
			if _, err = io.Copy(io.Discard, res.Body); err == nil {
				status = res.StatusCode
			}
			_ = res.Body.Close()
			bare = (status == 503 || status == 429) && res.Header.Get("Retry-After") == ""
		}
	}
	took := time.Since(began)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.statuses[status]++
	if bare {
		t.bare++
	}
	if status/100 == 2 {
		t.took = append(t.took, took)
	} else {
		t.refusing = append(t.refusing, took)
	}
}

// run sends rate requests a second for a time, as far as connections are free; a
// rate of 0 keeps every connection busy.
func (l *load) run(connections int, rate float64, length time.Duration) *tally {
	t := &tally{statuses: map[int]int{}}
	began := time.Now()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range connections {
		wg.Go(func() {
			for {
				due := began
				if rate > 0 {
					due = began.Add(time.Duration(float64(next.Add(1)) / rate * float64(time.Second)))
				}
				if due.After(began.Add(length)) || time.Since(began) > length {
					return
				}
				time.Sleep(time.Until(due))
				l.one(t)
			}
		})
	}
	wg.Wait()
	return t
}

// accepted is how many were answered with success.
func (t *tally) accepted() int { return len(t.took) }

// other counts the statuses beside 2xx, 429 and 503.
func (t *tally) other() (n int) {
	for status, count := range t.statuses {
		if status/100 != 2 && status != 429 && status != 503 {
			n += count
		}
	}
	return n
}

func percentile(took []time.Duration, p float64) time.Duration {
	if len(took) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(took))
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))].Round(time.Millisecond)
}
