package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"giaouoc/internal/app"
)

// client enters the sample data through the API itself, inside the process:
// what it can do, a user can do.
type client struct {
	ctx     context.Context
	handler http.Handler
	token   string
	err     error // the first refusal; later calls do nothing
}

// object is a JSON object.
type object = map[string]any

func login(ctx context.Context, a *app.App, name, password string) (*client, error) {
	c := &client{ctx: ctx, handler: a.Server.Handler()}
	c.token, _ = c.post("/auth/login", object{"username": name, "password": password})["access_token"].(string)
	return c, c.err
}

// do sends one request and returns the answer's body; the first refusal is kept.
func (c *client) do(method, path, etag string, body any) (object, string) {
	if c.err != nil {
		return nil, ""
	}
	b, err := json.Marshal(body)
	if err != nil {
		c.err = err
		return nil, ""
	}
	r := httptest.NewRequestWithContext(c.ctx, method, "http://127.0.0.1/api/v1"+path, bytes.NewReader(b))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", "en")
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if etag != "" {
		r.Header.Set("If-Match", etag)
	}
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	if w.Code >= 300 {
		c.err = fmt.Errorf("%s %s: %s", method, path, w.Body)
		return nil, ""
	}
	var out object
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		c.err = err
	}
	return out, w.Header().Get("ETag")
}

func (c *client) post(path string, body any) object {
	out, _ := c.do(http.MethodPost, path, "", body)
	return out
}

// make posts and returns the new record's id.
func (c *client) make(path string, body any) string {
	id, _ := c.post(path, body)["id"].(string)
	return id
}

func (c *client) etag(path string) string {
	_, tag := c.do(http.MethodGet, path, "", nil)
	return tag
}

func (c *client) patch(path string, body any) {
	tag := c.etag(path)
	c.do(http.MethodPatch, path, tag, body)
}

// move takes a record through its transitions, one after the other.
func (c *client) move(path string, steps ...object) {
	for _, s := range steps {
		tag := c.etag(path)
		c.do(http.MethodPost, path+"/transitions", tag, s)
	}
}

// count is how many rows a list has.
func (c *client) count(path string) int {
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	out, _ := c.do(http.MethodGet, path+sep+"limit=1&include_total=true", "", nil)
	page, _ := out["page"].(object)
	n, _ := page["total"].(float64)
	return int(n)
}
