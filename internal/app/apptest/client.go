package apptest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// Client sends requests as one user to a service, in this process or another.
type Client struct {
	t       testing.TB
	url     string
	Token   string
	Refresh string
	UserID  string
	Lang    string
}

// Dial is a client without a token of the service at a base address.
func Dial(t testing.TB, url string) *Client { return &Client{t: t, url: url, Lang: "en"} }

// Login returns a client that signed in over HTTP at the same service.
func (c *Client) Login(name, password string) *Client {
	c.t.Helper()
	in := Dial(c.t, c.url)
	a := in.Post("/auth/login", map[string]any{"username": name, "password": password}).Must(200)
	in.Token, in.Refresh = a.Str("access_token"), a.Str("refresh_token")
	in.UserID = in.Get("/me").Must(200).Str("id")
	return in
}

// Answer is what came back.
type Answer struct {
	t      testing.TB
	Status int
	Header http.Header
	Raw    []byte
	Body   map[string]any
	what   string
}

// Do sends a request below /api/v1 (or anywhere, for a path with a dot or one
// outside the API given with "!" in front). body is marshalled unless it is a
// string or a reader. Headers come in name, value pairs. No answer ends the test.
func (c *Client) Do(method, path string, body any, headers ...string) *Answer {
	c.t.Helper()
	a, err := c.Try(context.Background(), method, path, body, headers...)
	if err != nil {
		c.t.Fatal(err)
	}
	return a
}

// Try is Do for a service that may not answer. It may be called from any
// goroutine.
func (c *Client) Try(ctx context.Context, method, path string, body any, headers ...string) (*Answer, error) {
	url := c.url + "/api/v1" + path
	if outside, ok := strings.CutPrefix(path, "!"); ok {
		url = c.url + outside
	}
	if strings.HasPrefix(path, "http") {
		url = path
	}
	var r io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		r = strings.NewReader(b)
	case io.Reader: // sent in chunks, its length untold
		r = b
	default:
		j, err := json.Marshal(b)
		if err != nil {
			return nil, err
		}
		r = bytes.NewReader(j)
	}
	req, err := http.NewRequestWithContext(ctx, method, url, r)
	if err != nil {
		return nil, err
	}
	if c.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.Token)
	}
	if c.Lang != "" {
		req.Header.Set("Accept-Language", c.Lang)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	a := &Answer{t: c.t, Status: res.StatusCode, Header: res.Header, Raw: raw, what: method + " " + path}
	_ = json.Unmarshal(raw, &a.Body)
	return a, nil
}

// Get reads.
func (c *Client) Get(path string, headers ...string) *Answer {
	c.t.Helper()
	return c.Do("GET", path, nil, headers...)
}

// Post makes or acts.
func (c *Client) Post(path string, body any, headers ...string) *Answer {
	c.t.Helper()
	return c.Do("POST", path, body, headers...)
}

// Patch changes a record at the version just read.
func (c *Client) Patch(path string, body any) *Answer {
	c.t.Helper()
	return c.Do("PATCH", path, body, "If-Match", c.ETag(path))
}

// Delete removes a record at the version just read.
func (c *Client) Delete(path string) *Answer {
	c.t.Helper()
	return c.Do("DELETE", path, nil, "If-Match", c.ETag(path))
}

// Move takes a transition of a record at the version just read.
func (c *Client) Move(path, to, reason string) *Answer {
	c.t.Helper()
	body := map[string]any{"to": to}
	if reason != "" {
		body["reason"] = reason
	}
	return c.Do("POST", path+"/transitions", body, "If-Match", c.ETag(path))
}

// ETag reads a record's present tag; `"1"` where it cannot be read.
func (c *Client) ETag(path string) string {
	c.t.Helper()
	if tag := c.Get(path).Header.Get("ETag"); tag != "" {
		return tag
	}
	return `"1"`
}

// Must ends the test unless the status is the wanted one.
func (a *Answer) Must(status int) *Answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("%s: status %d, want %d: %s", a.what, a.Status, status, a.Raw)
	}
	return a
}

// Refused ends the test unless the answer is a problem with a status and code.
func (a *Answer) Refused(status int, code string) *Answer {
	a.t.Helper()
	a.Must(status)
	if ct := a.Header.Get("Content-Type"); ct != "application/problem+json" {
		a.t.Fatalf("%s: a refusal came as %q: %s", a.what, ct, a.Raw)
	}
	if a.Body["code"] != code {
		a.t.Fatalf("%s: code %v, want %s: %s", a.what, a.Body["code"], code, a.Raw)
	}
	return a
}

// Fields are "pointer code" (or "parameter code") of a problem's errors.
func (a *Answer) Fields() []string {
	var out []string
	for _, e := range a.list("errors") {
		m := e.(map[string]any)
		at, _ := m["pointer"].(string)
		if p, ok := m["parameter"].(string); ok {
			at = p
		}
		out = append(out, at+" "+m["code"].(string))
	}
	return out
}

// Str is a text at a dotted path of the body; "" for null.
func (a *Answer) Str(path string) string {
	s, _ := a.At(path).(string)
	return s
}

// ID is the body's id.
func (a *Answer) ID() string { return a.Str("id") }

// At is the value at a dotted path of the body.
func (a *Answer) At(path string) any {
	var v any = a.Body
	for _, p := range strings.Split(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[p]
		case []any:
			var i int
			if _, err := fmt.Sscan(p, &i); err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

// Data are the rows of a list.
func (a *Answer) Data() []any { return a.list("data") }

// Column collects one dotted path from every row of a list.
func (a *Answer) Column(path string) []any { return a.Pluck("data", path) }

// Pluck is Column for the list at a dotted path of the body.
func (a *Answer) Pluck(list, path string) []any {
	var out []any
	rows, _ := a.At(list).([]any)
	for i := range rows {
		out = append(out, a.At(fmt.Sprintf("%s.%d.%s", list, i, path)))
	}
	return out
}

func (a *Answer) list(name string) []any {
	l, _ := a.Body[name].([]any)
	return l
}
