package bench_test

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"giaouoc/torture/rig"
)

const (
	rounds  = 5
	clients = 2
	// span is about how much processor time one turn takes: the kernel counts in
	// hundredths of a second.
	span = 600 * time.Millisecond
)

// cost is what a request costs: milliseconds of processor time of program and
// database, medians over the rounds, and the ratio of the two.
type cost struct {
	service, reference     float64
	ratio, lowest, highest float64
	wall, referenceWall    float64 // milliseconds a request took, median of the rounds' means
}

// measure asks service and reference in turns.
func (p *pair) measure(t *testing.T, w work) cost {
	t.Helper()
	var n atomic.Int64
	service, reference := p.turns(t, w, p.service.URL, &n), p.turns(t, w, p.reference, &n)
	var a, b, ratios, wallA, wallB []float64
	for range rounds {
		x, wx := p.turn(t, w, p.service.URL, service, &n)
		y, wy := p.turn(t, w, p.reference, reference, &n)
		a, b, ratios, wallA, wallB = append(a, x), append(b, y), append(ratios, x/y), append(wallA, wx), append(wallB, wy)
	}
	return cost{median(a), median(b), median(ratios), slices.Min(ratios), slices.Max(ratios), median(wallA), median(wallB)}
}

// turns is how many requests make a turn of the right length.
func (p *pair) turns(t *testing.T, w work, base string, n *atomic.Int64) int {
	t.Helper()
	if w.turn > 0 {
		p.turn(t, w, base, w.turn, n)
		return w.turn
	}
	p.turn(t, w, base, 8, n) // warm
	each, _ := p.turn(t, w, base, 40, n)
	return min(max(int(span.Seconds()*1000/max(each, 0.05)), 16), 6000)
}

// turn asks one program a number of requests: processor milliseconds and wall
// milliseconds a request.
func (p *pair) turn(t *testing.T, w work, base string, requests int, n *atomic.Int64) (cpu, wall float64) {
	t.Helper()
	var wg sync.WaitGroup
	var failed atomic.Pointer[error]
	var left atomic.Int64
	left.Store(int64(requests))
	before, began := p.cpu(base), time.Now()
	for range clients {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if _, err := p.send(base, w.ask(int(n.Add(1)))); err != nil {
					failed.Store(&err)
					return
				}
			}
		})
	}
	wg.Wait()
	took := time.Since(began)
	if err := failed.Load(); err != nil {
		t.Fatal(*err)
	}
	used := p.cpu(base) - before
	return used.Seconds() * 1000 / float64(requests), took.Seconds() * 1000 * clients / float64(requests)
}

// cpu is what a program and the database have used so far.
func (p *pair) cpu(base string) time.Duration {
	used := rig.CPU(p.refPid)
	if base == p.service.URL {
		used = p.service.CPU()
	}
	if p.books.Cluster != nil {
		used += p.books.Cluster.CPU()
	}
	return used
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return s[len(s)/2]
}
