package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"giaouoc/internal/viet"
)

var buffers = sync.Pool{New: func() any { return new([]byte) }}

// routes are the measured requests at the addresses the service has them.
func routes(s store, key []byte) http.Handler {
	mux := http.NewServeMux()
	answer := func(status int, do func(r *http.Request, b []byte) ([]byte, error)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if _, ok := user(r, key); !ok {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			held := buffers.Get().(*[]byte)
			defer buffers.Put(held)
			b, err := do(r, (*held)[:0])
			*held = b[:0:cap(b)]
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = w.Write(b)
		}
	}
	get := func(path string, do func(ctx context.Context, r *http.Request, b []byte) ([]byte, error)) {
		mux.HandleFunc("GET "+path, answer(http.StatusOK, func(r *http.Request, b []byte) ([]byte, error) { return do(r.Context(), r, b) }))
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	get("/api/v1/meta", func(_ context.Context, _ *http.Request, b []byte) ([]byte, error) { return append(b, "{}"...), nil })
	get("/api/v1/commitments", func(ctx context.Context, r *http.Request, b []byte) ([]byte, error) {
		q := r.URL.Query()
		p := pageQuery{bloc: q.Get("bloc_id"), year: q.Get("year"), status: q.Get("agreement_status"), limit: 50}
		if at, id, ok := strings.Cut(q.Get("after"), ","); ok {
			p.afterPosition, _ = strconv.Atoi(at)
			p.afterID = id
		}
		return s.page(ctx, b, p)
	})
	get("/api/v1/search", func(ctx context.Context, r *http.Request, b []byte) ([]byte, error) {
		return s.search(ctx, b, strings.Fields(viet.Key(r.URL.Query().Get("q"))))
	})
	get("/api/v1/agreements/{id}/whole", func(ctx context.Context, r *http.Request, b []byte) ([]byte, error) {
		return s.whole(ctx, b, r.PathValue("id"))
	})
	get("/api/v1/awards/tally", func(ctx context.Context, r *http.Request, b []byte) ([]byte, error) {
		return s.tally(ctx, b, r.URL.Query().Get("province"))
	})
	mux.HandleFunc("GET /api/v1/blocs/{id}/reports/awards", func(w http.ResponseWriter, r *http.Request) {
		if _, ok := user(r, key); !ok {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if err := exported(w, func(read func(rows) error) error {
			return s.query(r.Context(), exportSQL, []any{r.PathValue("id")}, read)
		}); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	mux.HandleFunc("POST /api/v1/commitments", answer(http.StatusCreated, func(r *http.Request, b []byte) ([]byte, error) {
		body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		if err != nil {
			return b, err
		}
		var in newCommitment
		if err := json.Unmarshal(body, &in); err != nil {
			return b, err
		}
		who, _ := user(r, key)
		return s.create(r.Context(), b, who, in)
	}))
	return mux
}
