package races_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// Whoever changes a record says which version he read. Of eight who read the
// same, one succeeds, and all others are told that they are late.
func TestLostUpdates(t *testing.T) {
	beside(t)
	rig.Each(t, func(t *testing.T, b rig.Books) {
		s := rig.Serve(t, b, "GIAOUOC_ACCESS_TOKEN_TTL=24h")
		m := &matching{world: newWorld(t, s)}
		kinds := map[string][]operation{} // path of the record → what changes it
		for _, o := range contract(t, s) {
			if o.match {
				kinds[o.record()] = append(kinds[o.record()], o)
			}
		}
		// Each operation against itself, and all of a record against each other.
		var fields [][]operation
		for _, ops := range kinds {
			for _, o := range ops {
				m.bare(o)
				fields = append(fields, []operation{o})
			}
			if len(ops) > 1 {
				fields = append(fields, ops)
			}
		}
		each := (rig.Times(40, 500) + len(fields) - 1) / len(fields)
		for _, ops := range fields {
			for range each {
				m.race(ops)
			}
		}
		row := rig.Measure(t, "D7", "lost updates, "+b.Engine())
		row.Must("kinds of records", len(kinds), "all of the contract", len(kinds) > 0)
		row.Saw("operations that change one", m.ops)
		row.Must("races of 8", m.races, ">= 40, 500 in full", m.races >= rig.Times(40, 500))
		row.None("races without exactly one winner", m.winners)
		row.None("losers told something else than that they are late", m.losers)
		row.None("records other than the winner left them", m.states)
		row.None("accepted without If-Match, or refused otherwise than by 428", m.unasked)
		row.None("records read without an ETag", m.untagged)
	})
}

type matching struct {
	*world
	ops, races, winners, losers, states, unasked, untagged int
}

// bare asks for a change without saying what was read.
func (m *matching) bare(o operation) {
	m.ops++
	record := m.fresh(o)
	before := m.admin.Get(record)
	tag := before.Header.Get("ETag")
	if before.Status != http.StatusOK || !strings.HasPrefix(tag, `"`) {
		m.untagged++
		m.t.Errorf("GET %s: %d, ETag %q", record, before.Status, tag)
	}
	r := m.change(o, record, "")
	a := r.as.Do(r.method, r.path, r.body)
	if after := m.admin.Get(record); a.Status != http.StatusPreconditionRequired || after.Header.Get("ETag") != tag {
		m.unasked++
		m.t.Errorf("%s without If-Match: %d; the record is at %s, then at %s", o.id, a.Status, tag, after.Header.Get("ETag"))
	}
}

// race lets eight change one record at the version all of them read.
func (m *matching) race(ops []operation) {
	m.races++
	record := m.fresh(ops[0])
	tag := m.admin.ETag(record)
	var requests []request
	for i := range racers {
		requests = append(requests, m.change(ops[i%len(ops)], record, tag))
	}
	answers := together(m.t, requests)
	won := -1
	for i, a := range answers {
		if a.Status/100 == 2 {
			if won >= 0 {
				won = racers // more than one
				break
			}
			won = i
		}
	}
	if won < 0 || won == racers {
		m.winners++
		m.t.Errorf("%s at %s: %s", record, tag, told(requests, answers))
		return
	}
	removed := requests[won].method == http.MethodDelete
	for i, a := range answers {
		// What was removed is not there any more; that is as true as being late.
		if i != won && a.Status != http.StatusPreconditionFailed && (!removed || a.Status != http.StatusNotFound) {
			m.losers++
			m.t.Errorf("%s at %s: %s", record, tag, told(requests, answers))
			break
		}
	}
	if !m.left(record, tag, requests[won], answers[won]) {
		m.states++
	}
}

// left compares a record with what the winner made of it.
func (m *matching) left(record, tag string, r request, winner *apptest.Answer) bool {
	now := m.admin.Get(record)
	if r.method == http.MethodDelete {
		// A token that was revoked is still shown, as revoked.
		if now.Status != http.StatusNotFound && (now.Status != http.StatusOK || now.Header.Get("ETag") == tag) {
			m.t.Errorf("%s was removed and is %d %s", record, now.Status, now.Raw)
			return false
		}
		return true
	}
	ok := now.Header.Get("ETag") != tag && now.Header.Get("ETag") == winner.Header.Get("ETag")
	for name, v := range r.body.(fields) {
		if name == "reason" { // stands in the record of acts
			continue
		}
		if name == "to" {
			name = "status"
		}
		if strings.HasSuffix(r.path, "/verdict") {
			name = "verdict." + name
		}
		ok = ok && now.At(name) == v
	}
	if !ok {
		m.t.Errorf("%s: won with %v and %s; is at %s: %s", record, r.body, winner.Header.Get("ETag"), now.Header.Get("ETag"), now.Raw)
	}
	return ok
}

// together sends requests at the same moment. Who is told to try again later
// does, for as long as it takes.
func together(t *testing.T, requests []request) []*apptest.Answer {
	t.Helper()
	answers, errs := make([]*apptest.Answer, len(requests)), make([]error, len(requests))
	start, ended := make(chan struct{}), make(chan struct{})
	for i, r := range requests {
		go func() {
			defer func() { ended <- struct{}{} }()
			<-start
			answers[i], errs[i] = insist(t.Context(), r)
		}()
	}
	close(start)
	for range requests {
		<-ended
	}
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	return answers
}

// told is what everybody was answered.
func told(requests []request, answers []*apptest.Answer) string {
	var all []string
	for i, a := range answers {
		all = append(all, fmt.Sprintf("%s %s %v: %d %.200s", requests[i].method, requests[i].path, requests[i].body, a.Status, a.Raw))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// later is when who insists gives up.
const later = 60 * time.Second
