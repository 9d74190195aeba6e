package httpx

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"sync"

	"giaouoc/internal/db"
)

// Question is embedded by inputs of lists: the parsed filters, order and page.
type Question struct{ request db.Request }

// Request is the parsed question.
func (q *Question) Request() db.Request { return q.request }

func (q *Question) ask(r db.Request) { q.request = r }

type asking interface{ ask(db.Request) }

// Listing is one page of a list on the wire.
type Listing[V any] struct {
	Data []V  `json:"data"`
	Page Page `json:"page"`
}

// Page says where the page stands and how to get the next.
type Page struct {
	Limit   int    `json:"limit"`
	HasMore bool   `json:"has_more"`
	Next    string `json:"next,omitempty" format:"uri" doc:"address of the next page; absent on the last"`
	Total   *int64 `json:"total,omitempty" doc:"only with include_total=true"`
}

type rendered struct {
	ContentType string `header:"Content-Type"`
	ETag        string `header:"ETag"`
	Link        string `header:"Link"`
	Body        []byte
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// List registers a list. The page is encoded in one pass; an unchanged one
// answers 304 to If-None-Match.
func List[I, V any](s *Server, op Op, list db.List, handle func(context.Context, *I) (db.Page[V], error)) {
	listOperation(s, op, list, reflect.TypeFor[Listing[V]]())
	register(s, op, http.MethodGet, http.StatusOK, func(ctx context.Context, c *Call, in *I) (*rendered, error) {
		r, err := list.Parse(c.query, s.cursorKey(c))
		if err != nil {
			return nil, err
		}
		any(in).(asking).ask(r)
		page, err := handle(ctx, in)
		if err != nil {
			return nil, err
		}
		l := Listing[V]{Data: page.Rows, Page: Page{Limit: page.Limit, HasMore: page.HasMore, Total: page.Total}}
		if l.Data == nil {
			l.Data = []V{}
		}
		out := &rendered{ContentType: "application/json"}
		link := `<` + s.pageURL(c, "") + `>; rel="first"`
		if page.HasMore {
			l.Page.Next = s.pageURL(c, page.Cursor)
			link += `, <` + l.Page.Next + `>; rel="next"`
		}
		out.Link = link
		if err := out.encode(l); err != nil {
			return nil, err
		}
		if noneMatch(c.ifNone, out.ETag) {
			return nil, notModified(out.ETag)
		}
		return out, nil
	})
}

// Ask registers a question that takes a list's filters and answers one thing.
func Ask[I, V any](s *Server, op Op, list db.List, handle func(context.Context, *I) (V, error)) {
	listOperation(s, op, list, reflect.TypeFor[V]())
	register(s, op, http.MethodGet, http.StatusOK, func(ctx context.Context, c *Call, in *I) (*rendered, error) {
		r, err := list.Parse(c.query, s.cursorKey(c))
		if err != nil {
			return nil, err
		}
		any(in).(asking).ask(r)
		v, err := handle(ctx, in)
		if err != nil {
			return nil, err
		}
		out := &rendered{ContentType: "application/json"}
		if err := out.encode(v); err != nil {
			return nil, err
		}
		if noneMatch(c.ifNone, out.ETag) {
			return nil, notModified(out.ETag)
		}
		return out, nil
	})
}

func (r *rendered) encode(v any) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := marshal(b, v); err != nil {
		return err
	}
	sum := sha256.Sum256(b.Bytes())
	r.ETag = `W/"` + hex.EncodeToString(sum[:12]) + `"`
	r.Body = bytes.Clone(b.Bytes())
	return nil
}

// cursorKey signs cursors of one address only, so that none works elsewhere.
func (s *Server) cursorKey(c *Call) []byte { return append(slices.Clip(s.opts.CursorKey), c.path...) }

func (s *Server) pageURL(c *Call, cursor string) string {
	q := url.Values{}
	for k, v := range c.query {
		if k != "cursor" {
			q[k] = v
		}
	}
	if cursor != "" {
		q.Set("cursor", cursor)
	}
	u := c.base + c.path
	if len(q) > 0 {
		u += "?" + q.Encode()
	}
	return u
}
