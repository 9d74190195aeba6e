package limits_test

import (
	"fmt"
	"testing"
	"time"

	"giaouoc/torture/rig"
)

// Overload: twice the requests the service can answer, over many connections. It
// refuses what it cannot do in time, does the rest, and is well again at once.
func TestOverload(t *testing.T) {
	beside(t)
	rig.Each(t, func(t *testing.T, b rig.Books) {
		s := rig.Serve(t, b, "GIAOUOC_ACCESS_TOKEN_TTL=24h")
		admin := s.User("quantri", true)
		unit := ""
		for i := range 200 {
			unit = admin.Post("/units", map[string]any{"name": fmt.Sprintf("Đơn vị %d", i)}).Must(201).ID()
		}
		connections, length := 200, 5*time.Second
		if rig.Long() {
			connections, length = 500, time.Duration(rig.Times(5, 60))*time.Second
		}
		overload(t, s, newLoad(s.URL, admin.Token, unit, false, connections), "reading and writing", connections, length)
		if rig.Long() {
			overload(t, s, newLoad(s.URL, admin.Token, unit, true, connections), "long lists", connections, length)
		}
	})
}

func overload(t *testing.T, s *rig.Server, l *load, kind string, connections int, length time.Duration) {
	t.Helper()
	row := rig.Measure(t, "R11", "overload, "+kind+", "+s.Books.Engine())
	const calm = 2 * time.Second
	rate := float64(l.run(8, 0, calm).accepted()) / calm.Seconds()
	row.Saw("sustainable requests a second", int(rate))
	grown := growth(s)
	over := l.run(connections, 2*rate, length)
	row.Saw("answers by status", over.statuses)
	row.None("answers but 2xx, 429 and 503, or none", over.other())
	row.None("refusals without Retry-After", over.bare)
	row.Must("accepted", over.accepted(), "some", over.accepted() > 0)
	row.Saw("accepted a second", int(float64(over.accepted())/length.Seconds()))
	row.Saw("median of the accepted", percentile(over.took, .5))
	p99 := percentile(over.took, .99)
	row.MustTime("p99 of the accepted", p99, "2s", p99 <= 2*time.Second)
	row.Saw("longest", percentile(append(over.took, over.refusing...), 1))
	again, well := recovery(l)
	row.Must("well again", well, "true", well)
	row.MustTime("well again after", again, "5s", again <= 5*time.Second)
	mib := grown() >> 20
	rig.Measure(t, "R10", "overload, "+kind+", "+s.Books.Engine()).Must("memory grown by MiB", mib, "256", mib <= memoryLimit>>20)
	if !s.Running() {
		t.Error("the server ended")
	}
}

// recovery asks a little until all of it is answered quickly, and says how long
// that took.
func recovery(l *load) (time.Duration, bool) {
	began := time.Now()
	for time.Since(began) < 20*time.Second {
		c := l.run(4, 20, 500*time.Millisecond)
		if len(c.refusing) == 0 && percentile(c.took, 1) < 500*time.Millisecond {
			return time.Since(began).Round(time.Millisecond), true
		}
	}
	return time.Since(began), false
}
