package bench_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"giaouoc/bench/books"
	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

var tokenKey = strings.Repeat("5b", 32)

// pair is the service and the reference on the same books.
type pair struct {
	size      books.Size
	books     rig.Books
	address   string // of the database
	service   *rig.Server
	reference string // address
	refPid    int
	everybody *apptest.Client // sees everything
	council   *apptest.Client // of the authority that organises all blocs
	leader    *apptest.Client // secretary of the units that lead in the last year
	clerk     *apptest.Client // of one unit
	http      *http.Client
}

// open loads books of a size and starts both programs on them.
func open(t testing.TB, b rig.Books, size books.Size) *pair {
	t.Helper()
	settings := []string{"GIAOUOC_TOKEN_KEY=" + tokenKey, "GIAOUOC_ACCESS_TOKEN_TTL=12h", "GIAOUOC_AUDIT_KEY=" + strings.Repeat("a7", 32)}
	s := rig.Serve(t, b, settings...)
	s.User("quantri", true)
	s.Stop()
	address := b.DataFile()
	if b.URL != "" {
		address = b.URL
	}
	began := time.Now()
	if err := books.Load(context.Background(), address, size); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d commitments loaded in %v", size, time.Since(began).Round(time.Second))
	s.Start()
	p := &pair{size: size, books: b, address: address, service: s, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8}, Timeout: 60 * time.Second}}
	t.Cleanup(p.http.CloseIdleConnections)
	p.people(t)
	p.startReference(t, address)
	return p
}

// people makes those who ask.
func (p *pair) people(t testing.TB) {
	t.Helper()
	admin := p.service.Nobody().Login("quantri", rig.Password)
	as := func(name string, grants ...map[string]any) *apptest.Client {
		u := admin.Post("/users", map[string]any{"username": name, "password": rig.Password}).Must(201).ID()
		for _, g := range grants {
			g["user_id"] = u
			admin.Post("/grants", g).Must(201)
		}
		return p.service.Nobody().Login(name, rig.Password)
	}
	p.everybody = as("nguoixem", map[string]any{"role": "viewer", "scope": "all"})
	p.council = as("hoidong", map[string]any{"role": "council", "scope": "authority", "scope_id": books.Organizer()})
	p.clerk = as("vanthu", map[string]any{"role": "clerk", "scope": "unit", "scope_id": books.Unit(0, 3)})
	var leads []map[string]any
	for bloc := range min(p.size.Blocs(), 5) {
		leads = append(leads, map[string]any{"role": "leader", "scope": "unit", "scope_id": books.Unit(bloc, books.LeadingUnit(lastYear))})
	}
	p.leader = as("thuky", leads...)
}

const lastYear = books.FirstYear + books.Years - 1

// startReference builds and starts the reference on the books.
func (p *pair) startReference(t testing.TB, database string) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "reference")
	if out, err := exec.Command("go", "build", "-o", program, "giaouoc/bench/reference").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	cmd := exec.Command(program, address, database, tokenKey)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	p.reference, p.refPid = "http://"+address, cmd.Process.Pid
	for range 500 {
		if res, err := p.http.Get(p.reference + "/healthz"); err == nil {
			_ = res.Body.Close()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the reference did not start")
}

// request is one question, as both programs are asked it.
type request struct {
	as    *apptest.Client
	path  string // below /api/v1
	other string // for the reference where it differs
	body  any    // a POST
}

// send asks one program and returns its answer.
func (p *pair) send(base string, r request) ([]byte, error) {
	method, path, want := http.MethodGet, r.path, http.StatusOK
	if base == p.reference && r.other != "" {
		path = r.other
	}
	var body io.Reader
	if r.body != nil {
		b, err := json.Marshal(r.body)
		if err != nil {
			return nil, err
		}
		method, body, want = http.MethodPost, strings.NewReader(string(b)), http.StatusCreated
	}
	req, err := http.NewRequest(method, base+"/api/v1"+path, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+r.as.Token)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := p.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != want {
		return nil, &refused{r, base, res.StatusCode, b}
	}
	return b, err
}

type refused struct {
	request
	base   string
	status int
	body   []byte
}

func (e *refused) Error() string {
	return e.base + e.path + ": " + http.StatusText(e.status) + ": " + string(e.body)
}

// deep is where page 10,000 of all commitments begins, or the last page of
// smaller books: the service's cursor and the reference's place.
func (p *pair) deep(t *testing.T) (cursor, place string) {
	t.Helper()
	target := min(10_000*50, int(p.size)) - 50
	path := "/commitments?limit=200"
	for seen := 0; ; {
		limit := min(200, target-seen)
		u, _ := url.Parse(path)
		q := u.Query()
		q.Set("limit", "200")
		if limit < 200 {
			q.Set("limit", "50")
			limit = min(50, target-seen)
		}
		a := p.council.Get("/commitments?" + q.Encode()).Must(200)
		seen += limit
		next := a.Str("page.next")
		n, _ := url.Parse(next)
		if seen >= target {
			rows := a.Data()
			last := rows[len(rows)-1].(map[string]any)
			return n.Query().Get("cursor"), jsonNumber(last["order"]) + "," + last["id"].(string)
		}
		path = "/commitments?" + n.RawQuery
	}
}

func jsonNumber(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}
