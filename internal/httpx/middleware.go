package httpx

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/text"
)

var givenID = regexp.MustCompile(`^[A-Za-z0-9._-]{8,64}$`)

// begin opens the call: request id, language, security headers, and at the end
// one log line and one observation.
func (s *Server) begin(c *gin.Context) {
	start := time.Now()
	r := c.Request
	call := &Call{
		ID: r.Header.Get("X-Request-Id"), Lang: text.Match(r.Header.Get("Accept-Language")), langFixed: r.Header.Get("Accept-Language") != "",
		Address: c.ClientIP(), base: s.base(r), path: r.URL.Path, ifMatch: r.Header.Get("If-Match"), ifNone: r.Header.Get("If-None-Match"),
		accept: r.Header.Values("Accept"), head: isHead(r), request: r, header: c.Writer.Header(),
	}
	if !givenID.MatchString(call.ID) {
		call.ID = newRequestID()
	}
	h := c.Writer.Header()
	if len(r.TransferEncoding) > 0 {
		// There may have been a length, too, which net/http does not show: what
		// follows could be a smuggled request (RFC 9112 §6.3).
		h.Set("Connection", "close")
	}
	h.Set("X-Request-Id", call.ID)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if apiPath(r.URL.Path) {
		h.Set("Cache-Control", "private, no-cache")
		if secretPath(r.URL.Path) {
			h.Set("Cache-Control", "no-store")
		}
		h.Set("Vary", "Accept, Accept-Language, Authorization")
	}
	c.Request = r.WithContext(actor.WithCall(withCall(r.Context(), call), actor.Call{RequestID: call.ID}))

	defer func() { s.end(c, call, time.Since(start)) }()
	var err error
	if call.query, err = url.ParseQuery(r.URL.RawQuery); err != nil {
		s.Refuse(c, transport[http.StatusBadRequest])
	} else if l := call.query.Get("lang"); l == string(text.Vi) || l == string(text.En) {
		call.Lang, call.langFixed = text.Lang(l), true
	} else if call.query.Has("lang") {
		s.Refuse(c, fault.Query(fault.In("lang", "not_allowed", "allowed", []string{"vi", "en"})))
	}
	if !c.IsAborted() {
		c.Next()
	}
}

func (s *Server) end(c *gin.Context, call *Call, took time.Duration) {
	who, status, route := actor.From(c.Request.Context()), c.Writer.Status(), c.FullPath()
	if route == "" {
		route = "-"
	}
	if s.opts.Observe != nil {
		s.opts.Observe(c.Request.Method, route, status, took.Seconds())
	}
	level, attrs := slog.LevelInfo, []slog.Attr{
		slog.String("request_id", call.ID), slog.String("method", c.Request.Method), slog.String("route", route),
		slog.Int("status", status), slog.Float64("duration_ms", float64(took.Microseconds())/1000), slog.Int("bytes", max(c.Writer.Size(), 0)),
	}
	if who.Known() {
		attrs = append(attrs, slog.String("user_id", who.ID))
	}
	if f := call.refused; f != nil {
		attrs = append(attrs, slog.String("code", f.Code))
		if status >= 500 {
			level = slog.LevelError
			attrs = append(attrs, slog.String("cause", f.Error()))
		}
		write := c.Request.Method != http.MethodGet
		if s.opts.Refused != nil && (status == 401 || status == 403 || status == 404 && write) {
			s.opts.Refused(Refusal{call, who, c.Request.Method, loggedPath(c.Request.URL.Path), status, f.Code})
		}
	}
	if call.cut != nil {
		if level = slog.LevelWarn; call.ours {
			level = slog.LevelError
		}
		attrs = append(attrs, slog.String("cut", call.cut.Error()))
	}
	s.opts.Log.LogAttrs(c.Request.Context(), level, "request", attrs...)
}

// loggedPath is a path without the address of a calendar feed, which lets in
// whoever knows it: one mistyped is no business of who reads the log either.
func loggedPath(path string) string {
	const before = "/calendar/"
	if i := strings.Index(strings.ToLower(path), before); i >= 0 {
		return path[:i+len(before)] + "…"
	}
	return path
}

func newRequestID() string {
	var b [10]byte
	_, _ = rand.Read(b[:])
	return base32.StdEncoding.EncodeToString(b[:])
}

func (s *Server) base(r *http.Request) string {
	if s.opts.PublicURL != "" {
		return strings.TrimSuffix(s.opts.PublicURL, "/")
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// recover answers a panic as our own mistake and keeps serving.
func (s *Server) recover(c *gin.Context) {
	defer func() {
		if v := recover(); v != nil {
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(v)
			}
			if s.opts.Panicked != nil {
				s.opts.Panicked()
			}
			s.opts.Log.Error("panic", "request_id", CallFrom(c.Request.Context()).ID, "value", v, "stack", string(debug.Stack()))
			if !c.Writer.Written() {
				s.Refuse(c, fault.New(fault.Internal, "internal"))
			}
			c.Abort()
		}
	}()
	c.Next()
}

// attend lets a request wait for the database while it is there.
func (s *Server) attend(c *gin.Context) {
	ctx, cancel := s.opts.DB.While(c.Request.Context())
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// authenticate finds out who asks, where a token was sent. A bad token is
// refused even where none is needed. Rights are read anew for every request.
func (s *Server) authenticate(c *gin.Context) {
	given := c.Request.Header.Values("Authorization")
	if len(given) == 0 || len(given) == 1 && given[0] == "" || !apiPath(c.Request.URL.Path) {
		return
	}
	token, ok := strings.CutPrefix(given[0], "Bearer ")
	if !ok || len(given) > 1 { // of two, a proxy in front may have looked at the other
		s.Refuse(c, transport[http.StatusUnauthorized])
		return
	}
	if s.opts.DB.Away() {
		s.Refuse(c, db.Unavailable())
		return
	}
	who, err := s.opts.Authenticate(c.Request.Context(), token)
	if err != nil {
		s.Refuse(c, fault.From(err))
		return
	}
	call := CallFrom(c.Request.Context())
	if call.token, call.known = token, time.Now(); !call.langFixed && who.Language != "" {
		call.Lang = text.Lang(who.Language)
	}
	c.Request = c.Request.WithContext(actor.With(c.Request.Context(), who))
}

// lately is how long ago a caller may have been looked at when something is done
// for them: bodies can be sent, and answers read, for as long as it takes to take
// the caller's rights away.
const lately = 250 * time.Millisecond

// renew looks at a caller again who was not looked at lately.
func (s *Server) renew(ctx context.Context, c *Call, e entry) (context.Context, *fault.Error) {
	if c.token == "" || time.Since(c.known) < lately {
		return ctx, nil
	}
	who, err := s.opts.Authenticate(ctx, c.token)
	if err != nil {
		return ctx, fault.From(err)
	}
	c.known = time.Now()
	return actor.With(ctx, who), admit(c, who, e)
}
