package bench_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"giaouoc/bench/books"
	"giaouoc/internal/viet"
)

// work is one kind of request that is measured.
type work struct {
	id, what string
	must     float64 // most its ratio may be, of one engine to its reference
	mustLite float64 // the same on SQLite, where it differs
	aim      float64
	growth   float64 // most that L may cost, in S; 0: not judged
	turn     int     // requests of a turn; 0: as many as take the right time
	ask      func(i int) request
	// same tells whether two answers say the same; nil where only the status is
	// compared.
	same func(service, reference []byte) error
}

func (w work) bar(engine, _ string) float64 {
	if engine == "sqlite" && w.mustLite > 0 {
		return w.mustLite
	}
	return w.must
}

// works are the workloads of the table in docs/performance.md.
func (p *pair) works() []work {
	nBlocs := p.size.Blocs()
	page := func(i int) request {
		bloc, year := i%nBlocs, books.FirstYear+i/nBlocs%(books.Years/2)*2
		return request{as: p.council, path: fmt.Sprintf("/commitments?bloc_id=%s&year=%d&agreement_status=in_force", books.Bloc(bloc), year)}
	}
	whole := func(i int) request {
		return request{as: p.council, path: "/agreements/" + books.Agreement(i%nBlocs, books.FirstYear+i/nBlocs%books.Years) + "/whole"}
	}
	create := func(i int) request {
		bloc := i % min(nBlocs, 5)
		return request{as: p.leader, path: "/commitments", body: map[string]any{
			"agreement_id": books.Agreement(bloc, lastYear), "theme": "Chuyển đổi số", "text": fmt.Sprintf("Xử lý hồ sơ công việc trên môi trường mạng, đợt %d", i),
			"unit_id": books.Unit(bloc, i%books.UnitsPerBloc), "measure": "qualitative",
		}}
	}
	ws := []work{
		{id: "W0", what: "what every request costs: who asks, and what they may do", ask: func(int) request { return request{as: p.council, path: "/meta"} }},
		{id: "W1", what: "a page of a bloc's year", must: 2, aim: 1.3, ask: page, same: samePage},
		{id: "W2", what: "search", must: 1.3, mustLite: 2, growth: 12, ask: func(i int) request {
			q := phrases[i%len(phrases)]
			return request{as: p.everybody, path: "/search?types=commitment&limit=50&q=" + url.QueryEscape(q)}
		}},
		{id: "W3", what: "a whole agreement", must: 2.8, aim: 1.5, ask: whole, same: sameJSON},
		{id: "W4", what: "a new commitment", must: 1.8, mustLite: 2, aim: 1.25, ask: create, same: sameMade},
		{id: "W5", what: "80 % W1, 10 % W3, 10 % W4", must: 2, aim: 1.3, ask: func(i int) request {
			switch i % 10 {
			case 3:
				return whole(i / 10)
			case 7:
				return create(i / 10)
			}
			return page(i)
		}},
		{id: "W6", what: "a province's awards by year and type", must: 1.25, mustLite: 2, ask: func(i int) request {
			return request{as: p.council, path: "/awards/tally?province=" + url.QueryEscape(books.Province(i%min(nBlocs, books.Provinces)))}
		}, same: sameJSON},
	}
	return ws
}

// pages are the first page of all commitments and a deep one.
func (p *pair) pages(t *testing.T) []work {
	cursor, place := p.deep(t)
	return []work{
		{id: "W10a", what: "the first page", ask: func(int) request { return request{as: p.council, path: "/commitments"} }, same: samePage},
		{id: "W10b", what: "a deep page", ask: func(int) request {
			return request{as: p.council, path: "/commitments?cursor=" + cursor, other: "/commitments?after=" + url.QueryEscape(place)}
		}, same: samePage},
	}
}

// phrases are looked for in turn: frequent, rare and missing ones, half of them
// with tones.
var phrases = []string{books.Frequent, "thu tuc hanh chinh", books.Rare, "phong chong dich covid", books.Missing, "khung long bao chua", "Ủy ban Kiểm tra", "so hieu 4711"}

// compare asks both programs the same and fails where the answers differ.
func (p *pair) compare(t *testing.T) {
	t.Helper()
	// Before anything is made whose text the books do not know.
	for _, q := range phrases {
		p.compareSearch(t, q)
	}
	for _, w := range append(p.works(), p.pages(t)...) {
		p.compareWork(t, w, 12)
	}
}

// compareWork asks both programs the same so many times.
func (p *pair) compareWork(t *testing.T, w work, times int) {
	t.Helper()
	if w.same != nil {
		for i := range times {
			r := w.ask(i)
			service, err := p.send(p.service.URL, r)
			if err != nil {
				t.Fatal(err)
			}
			reference, err := p.send(p.reference, r)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.same(service, reference); err != nil {
				t.Fatalf("%s, request %d (%s): %v", w.id, i, r.path, err)
			}
		}
	}
}

// compareSearch fails unless both find the same number, and the same records
// where all fit on the page; where they do not, each hit must hold the words: the
// service puts words in a row first, the reference only the newest.
func (p *pair) compareSearch(t *testing.T, q string) {
	t.Helper()
	r := request{as: p.everybody, path: "/search?types=commitment&limit=50&q=" + url.QueryEscape(q)}
	service, err := p.send(p.service.URL, r)
	if err != nil {
		t.Fatal(err)
	}
	reference, err := p.send(p.reference, r)
	if err != nil {
		t.Fatal(err)
	}
	var a struct {
		Groups []struct{ Hits []struct{ ID string } }
	}
	var b struct{ Hits []struct{ ID string } }
	if err := json.Unmarshal(service, &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(reference, &b); err != nil {
		t.Fatal(err)
	}
	var ours, theirs []string
	for _, h := range a.Groups[0].Hits {
		ours = append(ours, h.ID)
	}
	for _, h := range b.Hits {
		theirs = append(theirs, h.ID)
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	if len(ours) != len(theirs) || len(ours) < 50 && !slices.Equal(ours, theirs) {
		t.Errorf("search for %q: the service finds %d, the reference %d", q, len(ours), len(theirs))
	}
	for _, id := range slices.Concat(ours, theirs) {
		for _, word := range strings.Fields(viet.Key(q)) {
			if !strings.Contains(" "+viet.Key(books.Text(id)), " "+word) {
				t.Errorf("search for %q finds %s, which has no %q", q, id, word)
			}
		}
	}
}

func decoded(a, b []byte) (x, y map[string]any, err error) {
	if err := json.Unmarshal(a, &x); err != nil {
		return nil, nil, err
	}
	return x, y, json.Unmarshal(b, &y)
}

func sameJSON(a, b []byte) error {
	x, y, err := decoded(a, b)
	if err == nil && !reflect.DeepEqual(x, y) {
		err = fmt.Errorf("the service answers\n%.3000s\nthe reference\n%.3000s", a, b)
	}
	return err
}

// samePage compares rows and whether there are more; addresses of pages differ.
func samePage(a, b []byte) error {
	x, y, err := decoded(a, b)
	if err != nil {
		return err
	}
	more := func(m map[string]any) any { return m["page"].(map[string]any)["has_more"] }
	if !reflect.DeepEqual(x["data"], y["data"]) || more(x) != more(y) || len(x["data"].([]any)) == 0 {
		return fmt.Errorf("the service answers\n%.2000s\nthe reference\n%.2000s", a, b)
	}
	return nil
}

// sameMade compares two new commitments but for what differs by nature.
func sameMade(a, b []byte) error {
	x, y, err := decoded(a, b)
	if err != nil {
		return err
	}
	for _, name := range []string{"id", "created_at", "updated_at", "order", "checklist"} {
		delete(x, name)
		delete(y, name)
	}
	if !reflect.DeepEqual(x, y) {
		return fmt.Errorf("the service makes\n%s\nthe reference\n%s", a, b)
	}
	return nil
}
