package httpx

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

// inflight knows the keyed requests this process is answering right now.
type inflight struct{ m sync.Map }

func (i *inflight) enter(key string) bool {
	_, busy := i.m.LoadOrStore(key, struct{}{})
	return !busy
}

func (i *inflight) leave(key string) { i.m.Delete(key) }

// replayed are the headers kept with an answer.
var replayed = []string{"Content-Type", "Content-Language", "ETag", "Location"}

// remember answers a POST with an Idempotency-Key once: a repetition gets the
// first answer again. Answers that a repetition might mend are not kept. The
// log-in routes are left out: their answers are secrets.
func (s *Server) remember(c *gin.Context) {
	key := strings.Trim(c.GetHeader("Idempotency-Key"), `"`)
	who := actor.From(c.Request.Context())
	if len(c.Request.Header.Values("Idempotency-Key")) == 0 || c.Request.Method != http.MethodPost || !who.Known() || secretPath(c.Request.URL.Path) {
		return
	}
	if len(key) < 1 || len(key) > 255 || strings.ContainsFunc(key, func(r rune) bool { return r < 0x20 || r > 0x7e }) {
		s.Refuse(c, fault.New(fault.Malformed, "invalid_idempotency_key"))
		return
	}
	body, f := readBody(c)
	if f != nil {
		s.Refuse(c, f)
		return
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	sum := hmac.New(sha256.New, s.opts.CursorKey) // a plain hash would let passwords be guessed from it
	sum.Write([]byte("idempotency\x00"))          // the key signs cursors, too
	sum.Write(body)
	if f := CallFrom(c.Request.Context()).file; f != nil {
		sum.Write([]byte("\x00" + f.kind + "\x00" + f.taken.Digest()))
	}
	retry := &db.Retry{ActorID: who.Principal(), Method: http.MethodPost, Path: c.Request.URL.RequestURI(), Key: key, Fingerprint: hex.EncodeToString(sum.Sum(nil))}

	slot := strings.Join([]string{retry.ActorID, retry.Path, key}, "\x00")
	if !s.inflight.enter(slot) {
		s.Refuse(c, busy())
		return
	}
	defer s.inflight.leave(slot)
	rec, err := s.opts.DB.Remembered(c.Request.Context(), retry)
	switch {
	case err != nil:
		s.Refuse(c, fault.From(err))
		return
	case rec != nil && rec.Fingerprint != retry.Fingerprint:
		s.Refuse(c, fault.New(fault.Invalid, "idempotency_key_reused"))
		return
	case rec != nil:
		s.replay(c, rec)
		return
	}
	w := &recorder{ResponseWriter: c.Writer}
	c.Writer = w
	c.Request = c.Request.WithContext(db.WithRetry(c.Request.Context(), retry))
	c.Next()
	s.keep(c, retry, w)
}

// bodyTime is how long a JSON body may take to arrive.
const bodyTime = 5 * time.Second

// readBody reads a body ahead of the operation, within its bounds of size and
// time.
func readBody(c *gin.Context) ([]byte, *fault.Error) {
	if c.Request.ContentLength > maxBody {
		return nil, transport[http.StatusRequestEntityTooLarge]
	}
	_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(bodyTime))
	body, err := io.ReadAll(io.LimitReader(c.Request.Body, maxBody+1))
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, transport[http.StatusRequestTimeout]
	case err != nil:
		return nil, transport[http.StatusBadRequest].Because(err)
	case len(body) > maxBody:
		return nil, transport[http.StatusRequestEntityTooLarge]
	}
	return body, nil
}

func busy() *fault.Error {
	f := fault.New(fault.Conflict, "request_in_progress")
	f.RetryAfter = 1
	return f
}

// keep stores the answer, unless asking again might bring another one.
func (s *Server) keep(c *gin.Context, retry *db.Retry, w *recorder) {
	status := w.Status()
	code, call := "", CallFrom(c.Request.Context())
	if call.refused != nil {
		code = call.refused.Code
	}
	switch {
	case call.secret && status < 400:
		return // what is shown once is not kept; the record answers a repetition
	case status >= 500, status == 401, status == 403, status == 404, status == 406, status == 408, status == 412, status == 428, status == 429, code == "request_in_progress":
		return
	case !retry.Saved && status < 400:
		return // nothing was written, so nothing can be doubled
	}
	headers := map[string]string{}
	for _, h := range replayed {
		if v := w.Header().Get(h); v != "" {
			headers[h] = v
		}
	}
	// The client may have gone; its retry must still find the answer.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), 5*time.Second)
	defer cancel()
	ctx, leave := s.opts.DB.While(ctx)
	defer leave()
	if err := s.opts.DB.Attach(ctx, retry, status, headers, w.body.String()); err != nil {
		s.opts.Log.Warn("answer not kept with its idempotency key", "request_id", CallFrom(ctx).ID, "cause", err)
	}
}

// replay gives the first answer again, to a caller who may still do what was
// done and still read the record it made; otherwise the refusal. If the process
// died between the commit and the answer, it is rendered anew from that record.
func (s *Server) replay(c *gin.Context, rec *db.IdempotencyRecord) {
	var shown *recorder
	if rec.Body == nil || rec.Status < 300 {
		who, call := actor.From(c.Request.Context()), CallFrom(c.Request.Context())
		permission := actor.Operations()[s.routes[c.Request.Method+" "+c.FullPath()]]
		if f := admit(call, who, entry{permission: permission, writes: true}); f != nil {
			s.Refuse(c, f)
			return
		}
		path, ok := s.entities[rec.Entity]
		if !ok && rec.Body == nil {
			s.Refuse(c, busy())
			return
		}
		// What everybody signed in may do is done to one's own account.
		if ok && (rec.Body == nil || permission != actor.SignedIn) {
			shown = s.show(c, strings.Replace(path, "{id}", rec.EntityID, 1))
		}
	}
	c.Abort()
	if shown != nil && (shown.held >= 300 || rec.Body == nil) {
		s.rerender(c, rec, shown)
		return
	}
	c.Header("Idempotency-Replayed", "true")
	for k, v := range rec.Headers.V {
		c.Header(k, v)
	}
	c.Data(rec.Status, rec.Headers.V["Content-Type"], []byte(*rec.Body))
}

// show asks for a record as the caller would, and holds the answer.
func (s *Server) show(c *gin.Context, location string) *recorder {
	r := c.Request.Clone(c.Request.Context())
	r.Method, r.URL.Path, r.URL.RawQuery, r.Body = http.MethodGet, location, "", http.NoBody
	r.Header.Del("Idempotency-Key")
	r.Header.Del("If-None-Match")
	r.Header.Set("X-Request-Id", CallFrom(c.Request.Context()).ID)
	w := &recorder{ResponseWriter: c.Writer, hold: true, header: http.Header{}}
	s.engine.ServeHTTP(w, r)
	return w
}

// rerender answers with the record as it is shown now, or with the refusal to
// show it.
func (s *Server) rerender(c *gin.Context, rec *db.IdempotencyRecord, shown *recorder) {
	for k, v := range shown.header {
		c.Writer.Header()[k] = v
	}
	status := shown.held
	if status < 300 {
		c.Header("Idempotency-Replayed", "true")
		if status = rec.Status; status == http.StatusCreated {
			c.Header("Location", strings.Replace(s.entities[rec.Entity], "{id}", rec.EntityID, 1))
		}
	}
	c.Data(status, shown.header.Get("Content-Type"), shown.body.Bytes())
}

// recorder keeps what is written; with hold it does not pass it on.
type recorder struct {
	gin.ResponseWriter
	body   bytes.Buffer
	hold   bool
	held   int
	header http.Header // of a held answer
}

func (w *recorder) Header() http.Header {
	if w.hold {
		return w.header
	}
	return w.ResponseWriter.Header()
}

func (w *recorder) WriteHeader(status int) {
	w.held = status
	if !w.hold {
		w.ResponseWriter.WriteHeader(status)
	}
}

func (w *recorder) Write(p []byte) (int, error) {
	w.body.Write(p)
	if w.hold {
		if w.held == 0 {
			w.held = http.StatusOK
		}
		return len(p), nil
	}
	return w.ResponseWriter.Write(p)
}

func (w *recorder) WriteString(p string) (int, error) { return w.Write([]byte(p)) }
