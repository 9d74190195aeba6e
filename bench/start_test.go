package bench_test

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// start measures how long the service takes from its start to the first answer
// that it is ready, with nothing to migrate, and what it then holds in memory
// (W9).
func (p *pair) start(t *testing.T) {
	t.Helper()
	var took []time.Duration
	var held []int64
	for range 5 {
		p.service.Stop()
		p.service.Start()
		time.Sleep(2 * time.Second)
		took, held = append(took, p.service.Ready), append(held, p.service.Memory())
	}
	slices.Sort(took)
	slices.Sort(held)
	ready, memory := took[len(took)/2], float64(held[len(held)/2])/(1<<20)
	fmt.Printf("W9    %-8s      ready after %v (must 200ms, aim 50ms), %.1f MiB idle (must 50, aim 28)\n", p.books.Engine(), ready.Round(time.Millisecond), memory)
	if ready > 200*time.Millisecond || memory > 50 {
		t.Errorf("W9 on %s: ready after %v with %.1f MiB, the bars are 200 ms and 50 MiB", p.books.Engine(), ready, memory)
	}
}
