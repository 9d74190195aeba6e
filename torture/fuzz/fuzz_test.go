package fuzz_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"giaouoc/torture/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }

// clients is how many send at once.
const clients = 6

// The fuzz of both engines. In the long form SQLite is asked with three seeds.
func TestFuzz(t *testing.T) {
	seeds := []uint64{1}
	if rig.Long() {
		seeds = []uint64{1, 2, 3}
	}
	for _, seed := range seeds {
		t.Run(fmt.Sprint("sqlite/", seed), func(t *testing.T) { run(t, rig.SQLite(t), seed, rig.Times(20_000, 1_000_000)) })
	}
	t.Run("postgres/4", func(t *testing.T) { run(t, rig.Postgres(t), 4, rig.Times(10_000, 1_000_000)) })
}

func run(t *testing.T, b rig.Books, seed uint64, total int) {
	canary := listen(t)
	metrics := free(t)
	s := rig.Serve(t, b, "GIAOUOC_METRICS_ADDR="+metrics, "GIAOUOC_ACCESS_TOKEN_TTL=24h", "GIAOUOC_TRUSTED_PROXY=127.0.0.1")
	f := newFuzz(t, s, seed)
	f.canary, f.total = canary.address, total
	before := goroutines(t, metrics)
	banner := len(s.Log())
	first := f.worker(0)
	first.fill(code(s))
	began := time.Now()
	f.all(s)
	t.Logf("%d requests in %v, %d MiB resident", f.sent, time.Since(began).Round(time.Second), s.Memory()>>20)
	first.wire.close()

	what := fmt.Sprintf("fuzz, %s, seed %d", b.Engine(), seed)
	f.rows(t, what)
	after(t, s, f, what, banner, metrics, before, canary)
}

// all sends the requests of the run from several clients at once.
func (f *fuzz) all(s *rig.Server) {
	done := make(chan struct{})
	for n := 1; n <= clients; n++ {
		go func() {
			defer func() { done <- struct{}{} }()
			w := f.worker(n)
			defer w.wire.close()
			for s.Running() && f.more() {
				w.next()
			}
		}()
	}
	for range clients {
		<-done
	}
	w := f.worker(clients + 1)
	defer w.wire.close()
	for _, op := range f.contract.ops { // those that had no turn yet
		for n := 0; n < 8 && op.id != "setUp" && f.ok(op.id) == 0; n++ {
			w.valid(op)
		}
	}
}

// more reports whether the run goes on, and says now and then how far it is.
func (f *fuzz) more() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.sent/100_000 > f.told {
		f.told = f.sent / 100_000
		f.t.Logf("%d of %d requests", f.sent, f.total)
	}
	return f.sent < f.total
}

// next sends one request, good or bad, and what it needs before.
func (w *worker) next() {
	op := w.contract.ops[w.r.IntN(len(w.contract.ops))]
	if w.r.IntN(w.rarity(op)) > 0 {
		return
	}
	switch w.r.IntN(10) {
	case 0, 1, 2, 3:
		if op.id != "setUp" {
			w.valid(op)
		}
	case 4:
		d := w.ready(op)
		if !d.own {
			d.as, d.how = any1(w.r, w.callers), "valid, as another"
			d.valid = false
		}
		if a := w.send(d); a != nil && d.after != nil {
			d.after(a)
		}
		if d.returns != nil {
			d.returns()
		}
	default:
		w.hostile(op)
	}
}

// rarity is one in how many times an operation gets its turn: what hashes
// passwords or makes files costs a hundred times as much as the rest.
func (w *worker) rarity(op *operation) int {
	if op.files() {
		return 4
	}
	if s := w.contract.schemaOf(op.body); s != nil {
		for _, name := range s.Required {
			if s.Properties[name].Format == "password" || name == "refresh_token" {
				return 40
			}
		}
	}
	if op.id == "logout" {
		return 40
	}
	return 1
}

// canaryListener hears who asks an address nobody may ask.
type canaryListener struct {
	address string
	heard   atomic.Int64
}

func listen(t *testing.T) *canaryListener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	c := &canaryListener{address: l.Addr().String()}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			c.heard.Add(1)
			_ = conn.Close()
		}
	}()
	return c
}

func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// jkuToken is a token that offers a key to be fetched.
func jkuToken(canary string) string {
	e := base64.RawURLEncoding.EncodeToString
	return e([]byte(`{"alg":"RS256","jku":"http://`+canary+`/jwks","x5u":"http://`+canary+`/x5u","kid":"http://`+canary+`/kid"}`)) + "." + e([]byte(`{"sub":"x"}`)) + ".AAAA"
}

// docx is a small document whose picture is elsewhere.
func (w *worker) docx() []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"word/document.xml":   `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>`,
		"word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" TargetMode="External" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="http://` +
			w.canary + `/x.png"/></Relationships>`,
	} {
		if p, err := z.Create(name); err == nil {
			_, _ = p.Write([]byte(text))
		}
	}
	_ = z.Close()
	return b.Bytes()
}
