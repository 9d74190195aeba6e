// Package web serves the dashboard: one page and its assets, built by make web
// from web/ and carried inside the program. Everything the page shows it asks the
// public API for.
package web

import (
	"bytes"
	"embed"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"giaouoc/internal/httpx"
	"giaouoc/internal/text"
)

//go:embed all:dist
var dist embed.FS

// policy lets the page use what this service serves and nothing else; no script
// or style stands in the page itself, and no script may make markup of text.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// addresses are where the dashboard's pages live; the page itself finds out which.
var addresses = []string{
	"/", "/thiet-lap", "/khoi", "/khoi/*rest", "/don-vi", "/don-vi/*rest", "/ca-nhan", "/ca-nhan/*rest", "/co-quan", "/co-quan/*rest",
	"/phong-trao", "/phong-trao/*rest", "/mo-hinh/*rest", "/bang-diem/*rest", "/phieu-diem/*rest", "/bo-phieu/*rest", "/xep-hang/*rest", "/quy-tac-xep-loai", "/quy-tac-xep-loai/*rest", "/lich", "/to-chuc", "/to-chuc/*rest", "/danh-muc", "/danh-muc/*rest", "/giao-uoc/*rest", "/noi-dung/*rest", "/dang-ky/*rest", "/khen-thuong/*rest", "/quyet-dinh", "/quyet-dinh/*rest", "/bao-cao/*rest",
	"/tim", "/nhat-ky", "/nhat-ky/*rest", "/quan-tri/*rest", "/tai-khoan", "/tro-giup",
}

// Built reports whether the dashboard is inside this program.
func Built() bool {
	_, err := fs.Stat(dist, "dist/app/index.html")
	return err == nil
}

// Pages are what answers at the addresses of the dashboard: the page and its
// assets. In a program without a dashboard they say how to build one.
func Pages() map[string]http.Handler {
	index, err := fs.ReadFile(dist, "dist/app/index.html")
	page := http.HandlerFunc(missing)
	out := map[string]http.Handler{}
	if err == nil {
		page = func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Cache-Control", "no-cache")
			serve(w, r, "index.html", index)
		}
		out["/assets/*name"], out["/icon.svg"] = http.HandlerFunc(asset), http.HandlerFunc(asset)
	}
	for _, a := range addresses {
		out[a] = page
	}
	return out
}

// NotFound shows the dashboard at an address it does not know, for it to say so; false
// in a program without a dashboard.
func NotFound(w http.ResponseWriter) bool {
	index, err := fs.ReadFile(dist, "dist/app/index.html")
	if err != nil {
		return false
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Content-Security-Policy", policy)
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write(index)
	return true
}

// asset serves a file whose name changes with what is in it.
func asset(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	b, err := fs.ReadFile(dist, "dist/app/"+name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	if strings.HasPrefix(name, "assets/") {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if small, err := fs.ReadFile(dist, "dist/app/"+name+".gz"); err == nil {
		w.Header().Set("Vary", "Accept-Encoding")
		if takesGzip(r) {
			w.Header().Set("Content-Encoding", "gzip")
			b = small
		}
	}
	serve(w, r, name, b)
}

func takesGzip(r *http.Request) bool {
	for _, coding := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		if name, weight, _ := strings.Cut(strings.TrimSpace(coding), ";"); name == "gzip" && strings.ReplaceAll(weight, " ", "") != "q=0" {
			return true
		}
	}
	return false
}

func serve(w http.ResponseWriter, r *http.Request, name string, b []byte) {
	kind := mime.TypeByExtension(path.Ext(name))
	switch path.Ext(name) { // what the machine's own table says of these may differ
	case ".js":
		kind = "text/javascript; charset=utf-8"
	case ".woff2":
		kind = "font/woff2"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Security-Policy", policy)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
}

func missing(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	_, _ = io.WriteString(w, text.Of(httpx.CallFrom(r.Context()).Lang, "page.no_dashboard", nil)+"\n")
}
