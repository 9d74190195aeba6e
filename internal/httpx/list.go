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

	"github.com/danielgtaylor/huma/v2"

	"giaouoc/internal/db"
	"giaouoc/internal/fault"
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
	Disposition string `header:"Content-Disposition"`
	ETag        string `header:"ETag"`
	Link        string `header:"Link"`
	Body        func(huma.Context)
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// List registers a list. The page is encoded in one pass; an unchanged one
// answers 304 to If-None-Match. As CSV it is every row, unless a page is asked
// for.
func List[I, V any](s *Server, op Op, list db.List, handle func(context.Context, *I) (db.Page[V], error)) {
	t := newTable(reflect.TypeFor[V]())
	listOperation(s, op, list, reflect.TypeFor[Listing[V]](), t)
	register(s, op, http.MethodGet, http.StatusOK, func(ctx context.Context, c *Call, in *I) (*rendered, error) {
		ask := func(q url.Values) (db.Page[V], error) {
			r, err := list.Parse(q, s.cursorKey(c))
			if err == nil && r.IncludeTotal && c.media == typeCSV {
				err = fault.Query(fault.In("include_total", "not_in_csv"))
			}
			if err != nil {
				return db.Page[V]{}, err
			}
			any(in).(asking).ask(r)
			return handle(ctx, in)
		}
		if c.media == typeCSV && !c.query.Has("limit") && !c.query.Has("cursor") {
			return everyRow(ctx, s, c, t, ask)
		}
		page, err := ask(c.query)
		if err != nil {
			return nil, err
		}
		l := Listing[V]{Data: page.Rows, Page: Page{Limit: page.Limit, HasMore: page.HasMore, Total: page.Total}}
		if l.Data == nil {
			l.Data = []V{}
		}
		link := `<` + s.pageURL(c, "") + `>; rel="first"`
		if page.HasMore {
			l.Page.Next = s.pageURL(c, page.Cursor)
			link += `, <` + l.Page.Next + `>; rel="next"`
		}
		out := &rendered{Link: link}
		return out, out.encode(c, l, t, reflect.ValueOf(l.Data))
	})
	s.conditional(op)
}

// Ask registers a question that takes a list's filters and answers one thing.
// Where the answer has rows, they can be had as CSV.
func Ask[I, V any](s *Server, op Op, list db.List, handle func(context.Context, *I) (V, error)) {
	var t table
	rows, tabular := reflect.TypeFor[V]().FieldByName("Rows")
	if tabular {
		t = newTable(rows.Type.Elem())
	}
	listOperation(s, op, list, reflect.TypeFor[V](), t)
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
		var views reflect.Value
		if tabular {
			views = reflect.ValueOf(v).FieldByIndex(rows.Index)
		}
		out := &rendered{}
		return out, out.encode(c, v, t, views)
	})
	s.conditional(op)
}

// encode writes an answer in the type the caller takes, as JSON or its rows as
// CSV, and tags it; the error is a 304 when the caller has it already.
func (r *rendered) encode(c *Call, v any, t table, rows reflect.Value) error {
	b := buffers.Get().(*bytes.Buffer)
	defer func() {
		if b.Cap() <= 1<<20 { // a rare large page is not kept for the next small one
			buffers.Put(b)
		}
	}()
	b.Reset()
	if err := r.write(b, c, v, t, rows); err != nil {
		return err
	}
	sum := sha256.Sum256(b.Bytes())
	r.ETag = `W/"` + hex.EncodeToString(sum[:12]) + `"`
	if noneMatch(c.ifNone, r.ETag) {
		return notModified(r.ETag)
	}
	body := bytes.Clone(b.Bytes())
	r.Body = func(hc huma.Context) {
		hc.SetStatus(http.StatusOK)
		_, _ = hc.BodyWriter().Write(body)
	}
	return nil
}

func (r *rendered) write(b *bytes.Buffer, c *Call, v any, t table, rows reflect.Value) error {
	if c.media != typeCSV {
		r.ContentType = typeJSON
		return marshal(b, v)
	}
	r.asCSV(c)
	w := t.writer(b)
	if err := w.head(); err != nil {
		return err
	}
	return w.rows(rows)
}

func (r *rendered) asCSV(c *Call) {
	r.ContentType = typeCSV + "; charset=utf-8"
	r.Disposition = `attachment; filename="` + c.collection + `.csv"`
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
