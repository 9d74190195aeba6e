package httpx_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/httpx"
)

// A file that fails before its first byte is a problem document; one that fails
// later is cut, and never passes for a whole one.
func TestExports(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		type input struct{ httpx.Format }
		forms := []httpx.Form{{Name: "whole", Media: "text/csv"}, {Name: "none", Media: "text/csv"}, {Name: "half", Media: "text/csv"}}
		server := httpx.New(httpx.Options{DB: s.DB, Log: slog.New(slog.DiscardHandler), Authenticate: s.Accounts.Authenticate})
		httpx.Export[input, m](server, httpx.Op{ID: "getMeta", Path: "/planted", Tag: "meta", Response: `{}`}, forms,
			func(_ context.Context, _ *input, format string) (*httpx.File, error) {
				return &httpx.File{Name: "a.csv", Title: `Báo cáo "1"; 2.csv`, Write: func(w io.Writer) error {
					if format != "none" {
						_, _ = io.WriteString(w, strings.Repeat("x", 100_000))
					}
					if format != "whole" {
						return errors.New("planted cause")
					}
					return nil
				}}, nil
			})
		listening := httptest.NewServer(server.Handler())
		defer listening.Close()
		c, at := s.Admin(), listening.URL+"/api/v1/planted?format="
		a := c.Get(at + "whole").Must(200)
		if got, want := a.Header.Get("Content-Disposition"), `attachment; filename="a.csv"; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20%221%22%3B%202.csv`; got != want {
			t.Errorf("offered as %s, want %s", got, want)
		}
		if a.Header.Get("Content-Type") != "text/csv" || len(a.Raw) != 100_000 {
			t.Errorf("%d bytes of %s", len(a.Raw), a.Header.Get("Content-Type"))
		}
		refused := c.Get(at+"none").Refused(500, "internal")
		isProblem(t, refused, "en")
		if refused.Header.Get("Content-Disposition") != "" || strings.Contains(string(refused.Raw), "planted cause") {
			t.Errorf("%v %s", refused.Header, refused.Raw)
		}
		req, err := http.NewRequest("GET", at+"half", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+c.Token)
		res, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if b, err := io.ReadAll(res.Body); err == nil {
			t.Errorf("%d bytes came as a whole file", len(b))
		}
	})
}
