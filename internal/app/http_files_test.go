package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/app/demo"
)

// httpRequest is one request of an .http file, unresolved.
type httpRequest struct {
	title, name, expect string
	method, url         string
	headers             [][2]string
	body                string
}

// httpFile reads the syntax of REST clients as far as our files use it: ###
// between requests, @variable = value, # @name, and our own # → expectation.
func httpFile(t *testing.T, path string) (vars map[string]string, requests []httpRequest) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	vars = map[string]string{}
	for i, block := range regexp.MustCompile(`(?m)^###`).Split(string(b), -1) {
		title, rest, _ := strings.Cut(block, "\n")
		if i == 0 {
			rest = block
		}
		r := httpRequest{title: strings.TrimSpace(title)}
		head, body, _ := strings.Cut(strings.TrimLeft(rest, "\n"), "\n\n")
		if i == 0 {
			head = rest
		}
		for _, line := range strings.Split(head, "\n") {
			switch name, value, _ := strings.Cut(line, ":"); {
			case strings.HasPrefix(line, "@"):
				k, v, _ := strings.Cut(line[1:], "=")
				vars[strings.TrimSpace(k)] = strings.TrimSpace(v)
			case strings.HasPrefix(line, "# @name "):
				r.name = strings.TrimPrefix(line, "# @name ")
			case strings.HasPrefix(line, "# → "):
				r.expect = strings.TrimPrefix(line, "# → ")
			case strings.HasPrefix(line, "#"), line == "":
			case r.method == "":
				r.method, r.url, _ = strings.Cut(line, " ")
			default:
				r.headers = append(r.headers, [2]string{name, strings.TrimSpace(value)})
			}
		}
		if r.body = strings.TrimSpace(body); r.method != "" {
			requests = append(requests, r)
		}
	}
	return vars, requests
}

// session resolves {{…}} from variables and the answers so far.
type session struct {
	t       *testing.T
	vars    map[string]string
	answers map[string]*apptest.Answer
}

var mustache = regexp.MustCompile(`\{\{([^}]+)\}\}`)

func (s session) resolve(text string) string {
	return mustache.ReplaceAllStringFunc(text, func(m string) string {
		name := strings.TrimSpace(m[2 : len(m)-2])
		if v, ok := s.vars[name]; ok {
			return s.resolve(v)
		}
		parts := strings.SplitN(name, ".", 4)
		if len(parts) < 4 || parts[1] != "response" || s.answers[parts[0]] == nil {
			s.t.Fatalf("%s names nothing known", m)
		}
		a, out := s.answers[parts[0]], ""
		switch parts[2] {
		case "headers":
			out = a.Header.Get(parts[3])
		case "body":
			if v := a.At(strings.NewReplacer("[", ".", "]", "").Replace(parts[3])); v != nil {
				out = fmt.Sprint(v)
			}
		}
		if out == "" {
			s.t.Fatalf("%s is empty: %v %s", m, a.Header, a.Raw)
		}
		return out
	})
}

// send sends one request and holds the answer to its expectation: a status, and
// a problem code, a media type, or a header.
func (s session) send(c *apptest.Client, r httpRequest) {
	s.t.Helper()
	what := r.title + " (" + r.method + " " + r.url + ")"
	want, more, _ := strings.Cut(r.expect, " ")
	status, err := strconv.Atoi(want)
	if err != nil {
		s.t.Fatalf("%s says not what comes back: # → %q", what, r.expect)
	}
	url := s.resolve(r.url)
	if strings.HasPrefix(url, "/") {
		url = "!" + url
	}
	var headers []string
	typed, form := false, false
	for _, h := range r.headers {
		headers = append(headers, h[0], s.resolve(h[1]))
		typed = typed || h[0] == "Content-Type"
		form = form || h[0] == "Content-Type" && strings.HasPrefix(h[1], "multipart/")
	}
	var body any
	if r.body != "" {
		text := s.resolve(r.body)
		if form { // as the clients send it
			text = strings.ReplaceAll(text, "\n", "\r\n") + "\r\n"
		}
		if body = text; !typed {
			s.t.Errorf("%s has a body without Content-Type", what)
		}
	}
	a := c.Do(r.method, url, body, headers...)
	ok := a.Status == status
	switch name, value, header := strings.Cut(more, ": "); {
	case header:
		ok = ok && a.Header.Get(name) == value
	case strings.Contains(more, "/"):
		media, _, _ := strings.Cut(a.Header.Get("Content-Type"), ";")
		ok = ok && media == more
	default:
		ok = ok && a.Str("code") == more
	}
	if !ok {
		s.t.Fatalf("%s: %d %v, want %s: %.600s", what, a.Status, a.Header, r.expect, a.Raw)
	}
	if r.name != "" {
		s.answers[r.name] = a
	}
}

// The requests of api/*.http work in their order on the demo's books, and again
// on the books they leave behind.
func TestHTTPFiles(t *testing.T) {
	files, err := filepath.Glob(root + "/api/*.http")
	if err != nil || len(files) < 2 {
		t.Fatalf("%v %v", files, err)
	}
	uuid := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-`)
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		if _, err := demo.Fill(t.Context(), s.App, apptest.Password); err != nil {
			t.Fatal(err)
		}
		client := s.Nobody()
		client.Lang = ""
		for range 2 {
			for _, file := range files {
				vars, requests := httpFile(t, file)
				if vars["baseUrl"] == "" || vars["password"] == "" || len(requests) < 10 {
					t.Errorf("%s: %d requests, variables %v", file, len(requests), vars)
				}
				vars["baseUrl"], vars["password"] = "", apptest.Password
				run := session{t, vars, map[string]*apptest.Answer{}}
				for _, r := range requests {
					if raw := r.url + r.body + fmt.Sprint(r.headers); uuid.MatchString(raw) {
						t.Errorf("%s: an id is written out: %s", r.title, raw)
					}
					run.send(client, r)
				}
			}
		}
	})
}
