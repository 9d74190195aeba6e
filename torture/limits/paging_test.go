package limits_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"gorm.io/gorm"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/unit"
	"giaouoc/internal/viet"
	"giaouoc/torture/rig"
)

// steady is how the names of rows begin that are there throughout; rows of the
// writers stand between them.
const steady = "Đơn vị "

func TestPages(t *testing.T) {
	beside(t)
	rig.Each(t, func(t *testing.T, b rig.Books) {
		s := rig.Serve(t, b, "GIAOUOC_ACCESS_TOKEN_TTL=24h")
		admin := s.User("quantri", true)
		t.Run("while rows come and go", func(t *testing.T) { pagesUnderWriters(t, b, admin) })
		t.Run("tampered cursors", func(t *testing.T) { tamperedCursors(t, b, admin) })
	})
}

// A walk from page to page while rows are inserted and deleted all around shows
// each row that was there throughout exactly once, in order.
func pagesUnderWriters(t *testing.T, b rig.Books, admin *apptest.Client) {
	row := rig.Measure(t, "R8", "pages while rows come and go, "+b.Engine())
	want := fill(t, b, rig.Times(2000, 10000))
	churn := startChurn(admin)
	t.Cleanup(churn.end)
	var missing, twice, unordered, refused int
	walks := []string{"name", "-name", "code", "-code", "-code,name", ""}
	for n := 0; n < len(walks) || n < 100 && churn.done.Load() < 100; n++ {
		sort := walks[n%len(walks)]
		w := walk(admin, sort)
		refused += w.refused
		seen := map[string]int{}
		for _, name := range w.names {
			seen[name]++
			if seen[name] == 2 && strings.HasPrefix(name, steady) {
				twice++
			}
		}
		for _, name := range want {
			if seen[name] == 0 {
				missing++
			}
		}
		unordered += disorder(w.names, "name", sort) + disorder(w.codes, "code", sort)
		if len(w.names) < len(want) {
			t.Errorf("sort=%s: %d rows", sort, len(w.names))
		}
	}
	churn.end()
	row.Saw("rows there throughout", len(want))
	row.Must("rows inserted and deleted meanwhile", churn.done.Load(), "at least 100", churn.done.Load() >= 100)
	row.None("rows missing", missing)
	row.None("rows shown twice", twice)
	row.None("rows out of order", unordered)
	row.None("pages refused", refused)
	row.None("writes refused", int(churn.refused.Load()))
}

// fill puts rows into the books, past the server, which has none of them in
// memory, and returns their names.
func fill(t *testing.T, b rig.Books, n int) (names []string) {
	t.Helper()
	d, err := db.Open(context.Background(), db.Options{URL: b.URL, Path: b.DataFile(), Clock: date.System()})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	now := d.Now()
	rows := make([]map[string]any, n)
	for i := range rows {
		name := fmt.Sprintf("%s%05d", steady, (i*7919)%n) // not in the order of the ids
		names = append(names, name)
		rows[i] = map[string]any{
			"id": db.NewID(), "version": 1, "created_at": now, "updated_at": now, "created_by": "test", "sources": "[]", "basis": "{}",
			"name": name, "name_sort": viet.SortKey(name), "search_text": "don vi", "aliases": "[]",
		}
		if rows[i]["code"] = fmt.Sprintf("M%05d", (i*4729)%n); i%3 == 0 {
			rows[i]["code"] = nil
		}
	}
	for part := range slices.Chunk(rows, 500) {
		if err := d.InTx(context.Background(), func(tx *gorm.DB) error { return tx.Model(&unit.Unit{}).Create(part).Error }); err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// churn inserts and deletes rows between the others.
type churn struct {
	stop          chan struct{}
	wg            sync.WaitGroup
	once          sync.Once
	done, refused atomic.Int64
}

func startChurn(admin *apptest.Client) *churn {
	c := &churn{stop: make(chan struct{})}
	ctx := context.Background()
	for w := range 4 {
		c.wg.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-c.stop:
					return
				default:
				}
				made, err := admin.Try(ctx, http.MethodPost, "/units", map[string]any{"name": fmt.Sprintf("%s%05d khách %d %d", steady, n*37%9999, w, n)})
				if err != nil || made.Status != http.StatusCreated {
					c.refused.Add(1)
					continue
				}
				gone, err := admin.Try(ctx, http.MethodDelete, "/units/"+made.ID(), nil, "If-Match", made.Header.Get("ETag"))
				if err != nil || gone.Status != http.StatusNoContent {
					c.refused.Add(1)
				}
				c.done.Add(1)
			}
		})
	}
	return c
}

func (c *churn) end() {
	c.once.Do(func() { close(c.stop) })
	c.wg.Wait()
}

// walked is what a walk over all pages showed.
type walked struct {
	names   []string
	codes   []string // of those that have one
	refused int
}

func walk(admin *apptest.Client, sort string) (w walked) {
	q := url.Values{"limit": {"100"}}
	if sort != "" {
		q.Set("sort", sort)
	}
	for path := "/units?" + q.Encode(); path != ""; {
		a, err := admin.Try(context.Background(), http.MethodGet, path, nil)
		if err != nil || a.Status != http.StatusOK {
			w.refused++
			return w
		}
		for _, name := range a.Column("name") {
			w.names = append(w.names, name.(string))
		}
		for _, code := range a.Column("code") {
			if code, ok := code.(string); ok {
				w.codes = append(w.codes, code)
			}
		}
		path = a.Str("page.next")
	}
	return w
}

// disorder counts neighbours in the wrong order, where the order is by a field.
func disorder(values []string, field, sort string) (n int) {
	first, _, _ := strings.Cut(sort, ",")
	for i := 1; i < len(values); i++ {
		c := strings.Compare(viet.SortKey(values[i-1]), viet.SortKey(values[i]))
		if first == field && c > 0 || first == "-"+field && c < 0 {
			n++
		}
	}
	return n
}

// A cursor works where it was given and as it was given, nowhere else.
func tamperedCursors(t *testing.T, b rig.Books, admin *apptest.Client) {
	row := rig.Measure(t, "R8", "tampered cursors, "+b.Engine())
	for i := range 3 {
		admin.Post("/persons", map[string]any{"name": fmt.Sprintf("Người %d", i)}).Must(201)
		admin.Post("/units", map[string]any{"name": fmt.Sprintf("Đơn vị %d", i)}).Must(201)
	}
	cursor := func(path string) string {
		next, err := url.Parse(admin.Get(path).Must(200).Str("page.next"))
		if err != nil || next.Query().Get("cursor") == "" {
			t.Fatalf("%s has no next page: %v", path, err)
		}
		return next.Query().Get("cursor")
	}
	const list = "/persons?limit=1&sort=name"
	good := cursor(list)
	tried, taken := 0, 0
	bad := func(path, c string) {
		tried++
		if a := admin.Get(path + "&cursor=" + url.QueryEscape(c)); a.Status != http.StatusBadRequest {
			taken++
			t.Errorf("%s with %q: %d", path, c, a.Status)
		}
	}
	admin.Get(list + "&cursor=" + good).Must(200)
	raw, err := base64.RawURLEncoding.DecodeString(good)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw { // every byte of what is encoded
		changed := slices.Clone(raw)
		changed[i] ^= 1
		bad(list, base64.RawURLEncoding.EncodeToString(changed))
	}
	for i := range good { // every character, cut at every length
		other := byte('A')
		if good[i] == other {
			other = 'B'
		}
		if i < len(good)-1 { // the last one may hold bits that mean nothing
			bad(list, good[:i]+string(other)+good[i+1:])
		}
		if i > 0 {
			bad(list, good[:i])
		}
	}
	at, _ := json.Marshal([]string{"a", "b"})
	for _, c := range []string{good + "A", good + good, "=" + good, "0", "-1", "null", "' OR 1=1 --", "\x00", "ĐĐ", strings.Repeat("A", 8000), base64.RawURLEncoding.EncodeToString(at)} {
		bad(list, c)
	}
	bad(list, cursor("/units?limit=1&sort=name"))
	for _, other := range []string{"/persons?limit=1", "/persons?limit=1&sort=-name", "/persons?limit=1&sort=name&q=nguoi", "/persons?limit=1&sort=name&name=Người", "/units?limit=1&sort=name"} {
		bad(other, good)
	}
	row.Saw("cursors", tried)
	row.None("taken", taken)
}
