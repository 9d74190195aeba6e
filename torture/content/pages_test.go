package content_test

import (
	"context"
	neturl "net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"giaouoc/torture/rig"
)

var links = regexp.MustCompile(`(?:href|src)="([^"]*)"`)

// pages walks every page for people, and sends markup where a request could put
// it into one: paths, parameters and headers.
func pages(t *testing.T, b *book, url string) {
	r := rig.Measure(t, "H4", "pages")
	made, unguarded, hosts, seen := 0, 0, 0, map[string]bool{}
	// At an address nobody knows stands the dashboard, the same to the last byte.
	dashboard := b.c.Get("!/", "Accept", "text/html").Must(200)
	var walk func(path string, headers ...string)
	walk = func(path string, headers ...string) {
		key := path + strings.Join(headers, " ")
		if seen[key] || len(seen) > 2000 {
			return
		}
		seen[key] = true
		a := b.c.Get("!"+path, append([]string{"Accept", "text/html"}, headers...)...)
		media, _, _ := strings.Cut(a.Header.Get("Content-Type"), ";")
		page := string(a.Raw)
		if media != "text/html" {
			if a.Header.Get("X-Content-Type-Options") != "nosniff" {
				unguarded++
				t.Errorf("%s: %s without nosniff", path, media)
			}
			return
		}
		if a.Status == 404 && page == string(dashboard.Raw) && a.Header.Get("Content-Security-Policy") == dashboard.Header.Get("Content-Security-Policy") {
			return
		}
		if csp := a.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "script-src") {
			unguarded++
			t.Errorf("%s: policy %q", path, csp)
		}
		if strings.Contains(page, "<torture") || strings.Contains(page, "<script") || strings.Contains(page, "torture()'>") || strings.Contains(page, `="torture()"`) || mark.MatchString(page) {
			made++
			t.Errorf("%s %v: markup of a caller, or a text of the books, stands in the page", path, headers)
		}
		for _, l := range links.FindAllStringSubmatch(page, -1) {
			switch to, _, _ := strings.Cut(strings.ReplaceAll(l[1], "&amp;", "&"), "#"); {
			case strings.HasPrefix(strings.ToLower(strings.TrimSpace(to)), "javascript:"):
				made++
				t.Errorf("%s: a link to %q", path, to)
			case strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") && !strings.HasPrefix(to, prefix):
				walk(to)
			}
		}
	}
	walk("/docs")
	walk("/problems")
	sent := append(markup(), "javascript:torture()", "//evil.example/", "'><torture-5>", "{{.}}")
	if !rig.Long() {
		sent = sent[1:4]
	}
	for _, m := range sent {
		for _, at := range []string{"/", "/docs/", "/problems/", "/verify/", "/docs/schemas/", "/docs?lang=", "/docs?x=", "/problems/not_found?lang=", "/?lang="} {
			walk(at + neturl.PathEscape(m))
			walk(at + neturl.QueryEscape(m))
		}
		for _, page := range []string{"/docs", "/docs/auth", "/docs/units", "/problems/not_found"} {
			// Pages say how to call the service at the address it is called at.
			host := strings.NewReplacer(" ", "", "\n", "").Replace(m)
			raw := speak(t, url, "GET "+page+" HTTP/1.1\r\nHost: "+host+"\r\nAccept: text/html\r\nConnection: close\r\n\r\n")
			if hosts++; strings.Contains(raw, "<torture") || strings.Contains(raw, "torture()'>") {
				made++
				t.Errorf("%s at the host %q: markup of a caller stands in the page", page, m)
			}
		}
		line := strings.ReplaceAll(m, "\n", " ")
		for _, h := range []string{"Accept-Language", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "Forwarded", "Referer", "User-Agent", "X-Request-Id", "Origin"} {
			walk("/docs/auth", h, line)
			walk("/problems/not_found", h, line)
		}
	}
	r.Saw("addresses asked", len(seen)+hosts)
	r.None("pages with an element, attribute or link of a caller's", made)
	r.None("answers without a policy or nosniff", unguarded)
}

// A browser draws the pages: nothing runs, and no element of a caller's is there.
func TestPagesInABrowser(t *testing.T) {
	r := rig.Measure(t, "H4", "headless browser")
	browser, err := exec.LookPath("chromium")
	if err != nil {
		r.NotRun("Chromium is not installed")
	}
	if !rig.Long() {
		r.NotRun("the browser is started in the long form only")
	}
	s := rig.Serve(t, rig.SQLite(t))
	made, drawn := 0, 0
	ours := regexp.MustCompile(`<script type="module" crossorigin="" src="/assets/[A-Za-z0-9._-]+"></script>`)
	for _, m := range markup() {
		for _, path := range []string{"/docs?lang=", "/problems/not_found?lang=", "/problems/", "/docs/", "/verify/"} {
			ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
			out, err := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+filepath.Join(t.TempDir(), "b"), "--dump-dom", s.URL+path+neturl.PathEscape(m)).Output()
			cancel()
			if err != nil || len(out) == 0 {
				t.Errorf("%s: %v", path, err)
				continue
			}
			drawn++
			// A mistyped address is the dashboard's, which has a script of its own.
			if dom := ours.ReplaceAllString(string(out), ""); strings.Contains(dom, "<torture") || strings.Contains(dom, "<script") {
				made++
				t.Errorf("%s%s: %s", path, m, dom)
			}
		}
	}
	r.Must("pages drawn", drawn, "> 0", drawn > 0)
	r.None("elements of a caller's in a drawn page", made)
}
