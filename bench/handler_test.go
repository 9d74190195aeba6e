package bench_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"giaouoc/bench/books"
	"giaouoc/internal/app"
	"giaouoc/internal/config"
	"giaouoc/torture/rig"
)

// BenchmarkRequest runs the measured requests inside this process, for looking
// at profiles: go test ./bench -run '^$' -bench Request -cpuprofile cpu.out
func BenchmarkRequest(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			where := rig.SQLite(b)
			if engine == "postgres" {
				where = rig.Postgres(b)
			}
			p := open(b, where, 2*books.Years*books.PerAgreement)
			p.long(b, 50*listedFew)
			p.service.Stop()
			env := []string{"GIAOUOC_DATA=" + where.Dir, "GIAOUOC_TOKEN_KEY=" + tokenKey}
			if where.URL != "" {
				env = append(env, "GIAOUOC_DATABASE_URL="+where.URL)
			}
			cfg, err := config.Load(env, nil)
			if err != nil {
				b.Fatal(err)
			}
			a, err := app.New(context.Background(), cfg, app.Options{})
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = a.Close() })
			for _, w := range append(p.works(), p.exportOf()) {
				b.Run(w.id, func(b *testing.B) {
					b.ReportAllocs()
					for i := range b.N {
						ask(b, a.Server.Handler(), w.ask(i))
					}
				})
			}
		})
	}
}

func ask(b *testing.B, h http.Handler, r request) {
	b.Helper()
	method, body := http.MethodGet, []byte(nil)
	if r.body != nil {
		method = http.MethodPost
		body, _ = json.Marshal(r.body)
	}
	req := httptest.NewRequest(method, "/api/v1"+r.path, bytes.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+r.as.Token)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	if w.Code >= 300 {
		b.Fatalf("%s: %d %s", r.path, w.Code, w.Body)
	}
}
