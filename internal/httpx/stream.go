package httpx

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
)

// patience is how long a caller may take to read one page of a stream; the
// server's own limit is for a whole answer.
const patience = 60 * time.Second

// everyRow answers with all rows of a question as CSV, page by page: no more
// than one page is ever held. What fails before the first byte is a problem as
// ever; what fails later breaks the connection off, so that nobody takes the
// part for the whole.
func everyRow[V any](ctx context.Context, s *Server, c *Call, t table, ask func(url.Values) (db.Page[V], error)) (*rendered, error) {
	q := maps.Clone(c.query)
	if q == nil {
		q = url.Values{}
	}
	q.Set("limit", strconv.Itoa(db.MaxLimit))
	page, err := ask(q)
	if err != nil {
		return nil, err
	}
	out := &rendered{}
	out.asCSV(c)
	out.Body = func(hc huma.Context) {
		hc.SetStatus(http.StatusOK)
		if c.head {
			return
		}
		w := newStream(hc, t)
		w.must(c, false, w.head())
		for {
			w.must(c, false, w.page(reflect.ValueOf(page.Rows)))
			if !page.HasMore {
				return
			}
			q.Set("cursor", page.Cursor)
			if _, f := s.renew(ctx, c, entry{permission: actor.Operations()[c.Operation]}); f != nil {
				w.must(c, false, f)
			}
			page, err = ask(q)
			w.must(c, ctx.Err() == nil, err)
		}
	}
	return out, nil
}

// stream is CSV on its way to a caller.
type stream struct {
	csvWriter
	control *http.ResponseController
}

func newStream(hc huma.Context, t table) stream {
	w := hc.BodyWriter().(http.ResponseWriter)
	return stream{t.writer(w), http.NewResponseController(w)}
}

// page sends rows before more are fetched, and gives the caller new time.
func (w stream) page(rows reflect.Value) error {
	// A writer without deadlines has none to keep.
	_ = w.control.SetWriteDeadline(time.Now().Add(patience))
	if err := w.rows(rows); err != nil {
		return err
	}
	return w.control.Flush()
}

// must breaks the connection off on an error; ours tells whose fault it is.
func (stream) must(c *Call, ours bool, err error) {
	if err == nil {
		return
	}
	c.cut, c.ours = err, ours
	panic(http.ErrAbortHandler)
}
