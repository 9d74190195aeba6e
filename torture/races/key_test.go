package races_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// Eight send the same request with the same key at the same moment: one record
// is made, and all get the one answer, then and after a kill.
func TestIdempotency(t *testing.T) {
	beside(t)
	rig.Each(t, func(t *testing.T, b rig.Books) {
		s := rig.Serve(t, b, "GIAOUOC_ACCESS_TOKEN_TTL=24h")
		k := &keyed{world: newWorld(t, s)}
		var ops []operation
		for _, o := range contract(t, s) {
			if o.keyed {
				ops = append(ops, o)
			}
		}
		each := (rig.Times(30, 500) + len(ops) - 1) / len(ops)
		for _, o := range ops {
			for range each {
				k.race(o)
			}
		}
		s.Kill()
		s.Start()
		for _, f := range k.firsts {
			k.repeat(f)
		}
		k.records(b)
		row := rig.Measure(t, "D8", "idempotent POST, "+b.Engine())
		row.Must("operations that take a key", len(ops), "all of the contract", len(ops) > 0)
		row.Must("races of 8", len(k.firsts), ">= 30, 500 in full", len(k.firsts) >= rig.Times(30, 500))
		row.None("races not answered with success", k.failed)
		row.None("races with more than one answer", k.differ)
		row.None("races without exactly one first answer", k.first)
		row.None("races that did not leave one act", k.acts)
		row.None("other bodies not refused with 422", k.others)
		row.None("repetitions after a kill that got another answer", k.later)
	})
}

// first is a race and the answer it brought.
type first struct {
	op      operation
	key     string
	request request
	answer  *apptest.Answer
}

type keyed struct {
	*world
	firsts                                     []first
	failed, differ, first, acts, others, later int
}

func (k *keyed) race(o operation) {
	var r request
	if o.match {
		record := k.fresh(o)
		r = k.change(o, record, k.admin.ETag(record))
	} else {
		r = cellOf(k.world, o.id)
	}
	f := first{op: o, key: fmt.Sprintf("%s-%d", o.id, len(k.firsts)), request: r}
	requests := make([]request, racers)
	for i := range requests {
		requests[i] = f.again(fmt.Sprint(i))
	}
	answers := together(k.t, requests)
	if r.renew != nil {
		f.request.as = r.renew()
		for i, a := range answers {
			if a.Status == http.StatusUnauthorized {
				answers[i] = k.ask(f.again(fmt.Sprint(i)))
			}
		}
	}
	f.answer = answers[0]
	fresh := 0
	for _, a := range answers {
		if a.Header.Get("Idempotency-Replayed") != "true" {
			fresh++
			f.answer = a
		}
	}
	k.firsts = append(k.firsts, f)
	if f.answer.Status/100 != 2 {
		k.failed++
		k.t.Errorf("%s: %d %s", o.id, f.answer.Status, f.answer.Raw)
	}
	if fresh != 1 {
		k.first++
		k.t.Errorf("%s: %d first answers: %s", o.id, fresh, told(requests, answers))
	}
	for _, a := range answers {
		if diff := f.compare(a); diff != "" {
			k.differ++
			k.t.Errorf("%s (-first +other): %s", o.id, diff)
			break
		}
	}
	if r.other != nil {
		other := f.again("other")
		other.body = r.other
		if a := other.as.Do(other.method, other.path, other.body, other.headers...); a.Status != http.StatusUnprocessableEntity || a.Body["code"] != "idempotency_key_reused" {
			k.others++
			k.t.Errorf("%s with another body: %d %s", o.id, a.Status, a.Raw)
		}
	}
}

// again is the request with its key, under a request id of its own.
func (f first) again(id string) request {
	r := f.request
	r.headers = append([]string{"Idempotency-Key", f.key, "X-Request-Id", "race-" + f.key + "-" + id}, r.headers...)
	return r
}

// compare says in what an answer is not the first one. What is shown once is
// shown in the first one only.
func (f first) compare(a *apptest.Answer) string {
	shown := func(a *apptest.Answer) map[string]any {
		m := map[string]any{}
		if err := json.Unmarshal(a.Raw, &m); err != nil {
			m["not JSON"] = string(a.Raw)
		}
		for _, name := range f.op.once {
			if _, there := m[name]; there && a != f.answer {
				m["shown again"] = name
			}
			delete(m, name)
		}
		m["status"], m["ETag"], m["Location"] = a.Status, a.Header.Get("ETag"), a.Header.Get("Location")
		return m
	}
	return cmp.Diff(shown(f.answer), shown(a))
}

// repeat sends a race's request once more.
func (k *keyed) repeat(f first) {
	a := k.ask(f.again("later"))
	if diff := f.compare(a); diff != "" || a.Header.Get("Idempotency-Replayed") != "true" {
		k.later++
		k.t.Errorf("%s after a kill (-first +now): %s", f.op.id, diff)
	}
}

func (k *keyed) ask(r request) *apptest.Answer {
	a, err := insist(k.t.Context(), r)
	if err != nil {
		k.t.Fatal(err)
	}
	return a
}

// records counts what each race left in the record of acts.
func (k *keyed) records(b rig.Books) {
	driver, source := "sqlite", "file:"+b.DataFile()
	if b.URL != "" {
		driver, source = "pgx", b.URL
	}
	pool, err := sql.Open(driver, source)
	if err != nil {
		k.t.Fatal(err)
	}
	defer pool.Close()
	for _, f := range k.firsts {
		var n, records int
		err := pool.QueryRow("SELECT count(*), count(DISTINCT entity_id) FROM audit_events WHERE request_id LIKE 'race-"+f.key+"-%'").Scan(&n, &records)
		if err != nil {
			k.t.Fatal(err)
		}
		if n != 1 || records != 1 {
			k.acts++
			k.t.Errorf("%s: %d acts on %d records", f.op.id, n, records)
		}
	}
}

// insist sends a request until the answer is not that it should be sent again.
func insist(ctx context.Context, r request) (*apptest.Answer, error) {
	for began := time.Now(); time.Since(began) < later; time.Sleep(20 * time.Millisecond) {
		a, err := r.as.Try(ctx, r.method, r.path, r.body, r.headers...)
		if err != nil {
			return nil, err
		}
		again := a.Status == http.StatusServiceUnavailable || a.Status == http.StatusConflict && a.Body["code"] == "request_in_progress"
		if !again {
			return a, nil
		}
		if a.Header.Get("Retry-After") == "" {
			return nil, fmt.Errorf("%s %s: %d without Retry-After", r.method, r.path, a.Status)
		}
	}
	return nil, errors.New(strings.Join([]string{r.method, r.path, "is never answered"}, " "))
}
