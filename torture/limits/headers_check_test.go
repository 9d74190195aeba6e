package limits_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"giaouoc/internal/app/apptest"
)

// ask sends a request and looks at the headers of its answer.
func (w *sweep) ask(c *apptest.Client, method, path string, body any, headers ...string) *apptest.Answer {
	a := c.Do(method, "!"+path, body, headers...)
	w.answers++
	w.statuses[a.Status]++
	what := fmt.Sprintf("%s %s %q → %d", method, path, headers, a.Status)
	w.security(what, a.Header)
	w.content(what, method, a)
	w.caching(what, path, a)
	for status, name := range map[int]string{401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After", 503: "Retry-After", 303: "Location"} {
		if a.Status == status && a.Header.Get(name) == "" {
			w.find(what, "no %s", name)
		}
	}
	return a
}

// security looks at what keeps browsers from harm.
func (w *sweep) security(what string, h http.Header) {
	w.t.Helper()
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := h.Values(name); len(got) != 1 || got[0] != want {
			w.find(what, "%s is %q", name, got)
		}
	}
	policy := h.Values("Content-Security-Policy")
	if len(policy) != 1 {
		w.find(what, "%d policies", len(policy))
	}
	directives := map[string]string{}
	for d := range strings.SplitSeq(strings.Join(policy, ""), ";") {
		name, sources, _ := strings.Cut(strings.TrimSpace(d), " ")
		directives[name] = sources
		for source := range strings.FieldsSeq(sources) {
			switch {
			case source == "'none'" || source == "'self'":
			case name == "img-src" && (source == "data:" || source == "blob:"), name == "require-trusted-types-for" && source == "'script'":
			default:
				w.find(what, "the policy lets %s be %s", name, source)
			}
		}
	}
	if directives["default-src"] != "'none'" || directives["frame-ancestors"] != "'none'" {
		w.find(what, "the policy is %q", policy)
	}
	// Where scripts run at all, on the dashboard, none may make markup of text.
	if directives["script-src"] != "" && directives["require-trusted-types-for"] != "'script'" {
		w.find(what, "the policy is %q", policy)
	}
	for name := range h {
		if strings.HasPrefix(name, "Access-Control-") || name == "Server" || name == "X-Powered-By" || name == "Via" || name == "Set-Cookie" || name == "Strict-Transport-Security" {
			w.find(what, "%s: %q", name, h[name])
		}
	}
}

// content looks at what the body is said to be.
func (w *sweep) content(what, method string, a *apptest.Answer) {
	w.t.Helper()
	kind, params, _ := strings.Cut(a.Header.Get("Content-Type"), ";")
	if len(a.Raw) == 0 {
		return
	}
	switch {
	case a.Status == http.StatusNoContent || a.Status == http.StatusNotModified || method == "HEAD":
		w.find(what, "a body")
	case kind == "":
		w.find(what, "a body of no type")
	case a.Status >= 400:
		// Whether the service is ready is a document of its own.
		if kind != "application/problem+json" && a.Body["database"] == nil {
			w.find(what, "a refusal as %s", kind)
		}
		if status, ok := a.Body["status"].(float64); ok && int(status) != a.Status {
			w.find(what, "says that it is %v", status)
		}
	case strings.HasSuffix(kind, "json") && !json.Valid(a.Raw):
		w.find(what, "no JSON: %.80q", a.Raw)
	case strings.HasPrefix(kind, "text/") && !strings.Contains(strings.ToLower(params), "charset=utf-8"):
		w.find(what, "%s without charset", kind)
	}
}

// caching looks at who may keep an answer.
func (w *sweep) caching(what, path string, a *apptest.Answer) {
	w.t.Helper()
	got := a.Header.Get("Cache-Control")
	secret := strings.HasPrefix(path, "/api/v1/auth/")
	for _, member := range []string{"access_token", "refresh_token", "token", "path", "setup_code"} {
		if v, ok := a.Body[member].(string); ok && v != "" {
			secret = true
		}
	}
	switch {
	case secret && got != "no-store":
		w.find(what, "a secret with Cache-Control %q", got)
	case strings.HasPrefix(path, "/api/") && got != "no-store" && got != "private, no-cache":
		w.find(what, "Cache-Control %q", got)
	case strings.HasPrefix(path, "/api/") && !strings.Contains(a.Header.Get("Vary"), "Authorization"):
		w.find(what, "Vary %q", a.Header.Get("Vary"))
	case !strings.HasPrefix(path, "/api/") && a.Status >= 400 && strings.Contains(got, "public"):
		w.find(what, "a refusal that anybody may keep: %q", got)
	}
}
