package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db/dbtest"
)

// Every address a page of web/src/pages/index.ts has leads to the dashboard, so
// that it can be opened, sent to others and read again.
func TestAddressesOfPages(t *testing.T) {
	s := apptest.New(t, dbtest.SQLite(t))
	index, err := os.ReadFile("../../web/src/pages/index.ts")
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{"/", "/thiet-lap", "/khoi/KCQ/nam/2026/tong-quan", "/khoi/KCQ/nam/2017-2018/giao-uoc?tab=chu-ky"}
	for _, m := range regexp.MustCompile(`"(/[^"]*)":`).FindAllSubmatch(index, -1) {
		paths = append(paths, strings.ReplaceAll(string(m[1]), ":id", "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"))
	}
	if len(paths) < 20 {
		t.Fatalf("only %d addresses were found", len(paths))
	}
	for _, path := range paths {
		a := s.Nobody().Get("!" + path).Must(200)
		if kind := a.Header.Get("Content-Type"); kind != "text/html; charset=utf-8" {
			t.Errorf("%s is %s", path, kind)
		}
		csp := a.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none'; script-src 'self';") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %s", path, csp)
		}
		if a.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: a page that leads to new assets is kept: %s", path, a.Header.Get("Cache-Control"))
		}
		if regexp.MustCompile(`(?i)<script(?: [^>]*)?>[^<]|style=|<style|https?://`).Match(a.Raw) {
			t.Errorf("%s holds a script, a style or an address: %s", path, a.Raw)
		}
	}
	s.Nobody().Get("!/khong-co-trang-nay").Refused(404, "not_found")
}

// What the page loads may be kept for ever, since its name changes with it, and
// comes packed to who unpacks it.
func TestAssets(t *testing.T) {
	s := apptest.New(t, dbtest.SQLite(t))
	nobody := s.Nobody()
	page := string(nobody.Get("!/").Must(200).Raw)
	names := regexp.MustCompile(`"(/assets/[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(names) == 0 {
		t.Fatalf("nothing is loaded by %s", page)
	}
	for _, m := range names {
		plain := nobody.Get("!"+m[1], "Accept-Encoding", "identity").Must(200)
		small := nobody.Get("!"+m[1], "Accept-Encoding", "br, gzip;q=0.8").Must(200)
		if plain.Header.Get("Content-Encoding") != "" || small.Header.Get("Content-Encoding") != "gzip" || small.Header.Get("Vary") == "" {
			t.Errorf("%s: encodings %q and %q", m[1], plain.Header.Get("Content-Encoding"), small.Header.Get("Content-Encoding"))
		}
		unpacked, err := gzip.NewReader(bytes.NewReader(small.Raw))
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(unpacked); err != nil || !bytes.Equal(b, plain.Raw) {
			t.Errorf("%s: unpacked it is another file (%v)", m[1], err)
		}
		if c := plain.Header.Get("Cache-Control"); c != "public, max-age=31536000, immutable" {
			t.Errorf("%s: %s", m[1], c)
		}
	}
	for _, path := range []string{"/assets/none.js", "/assets/", "/assets/../index.html", "/assets/%2e%2e/index.html"} {
		if a := nobody.Get("!" + path); a.Status != 404 {
			t.Errorf("%s: %d %.80s", path, a.Status, a.Raw)
		}
	}
}

// A mistyped address shows people the dashboard, which says so, and programs a
// problem.
func TestMistypedAddress(t *testing.T) {
	s := apptest.New(t, dbtest.SQLite(t))
	page := s.Nobody().Get("!/khong-co-trang-nay", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8").Must(404)
	if kind := page.Header.Get("Content-Type"); kind != "text/html; charset=utf-8" || !strings.Contains(string(page.Raw), "<script") {
		t.Errorf("%s: %.200s", kind, page.Raw)
	}
	for _, accept := range []string{"*/*", "application/json"} {
		s.Nobody().Get("!/khong-co-trang-nay", "Accept", accept).Refused(404, "not_found")
	}
	s.Nobody().Get("/khong-co", "Accept", "text/html").Must(404)
	if kind := s.Nobody().Get("/khong-co", "Accept", "text/html").Header.Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("the API answers %s", kind)
	}
}
