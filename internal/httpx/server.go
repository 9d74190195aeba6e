// Package httpx is the transport: the gin engine and the API framework on it,
// middleware, the rendering of faults as problem documents, and the wrappers
// every operation is registered through. It is the only place that knows how a
// kind of refusal looks on the wire.
package httpx

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"golang.org/x/sync/semaphore"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

// Prefix is where the API lives.
const Prefix = "/api/v1"

// maxBody bounds a JSON body, in bytes, strangersBody that of who need not be
// signed in; maxDepth the nesting of both.
const (
	maxBody       = 1 << 20
	strangersBody = 16 << 10
	maxDepth      = 64
)

// bodyLimit is how large a body of an operation may be.
func bodyLimit(p actor.Permission) int64 {
	if p == actor.Public {
		return strangersBody
	}
	return maxBody
}

// Refusal is a refused attempt, for the security log.
type Refusal struct {
	Call   *Call
	Actor  actor.Actor
	Method string
	Path   string
	Status int
	Code   string
}

// Options are what the transport needs from the rest.
type Options struct {
	DB             *db.DB
	Log            *slog.Logger
	CursorKey      []byte
	PublicURL      string
	TrustedProxies []netip.Prefix
	// Authenticate turns a bearer token into an actor with today's rights. The
	// error is a fault: Unauthenticated, or Unavailable.
	Authenticate func(ctx context.Context, token string) (actor.Actor, error)
	// Refused is told of every 401, 403 and of 404 on writes.
	Refused func(Refusal)
	// Observe is told of every answer, for metrics.
	Observe func(method, route string, status int, seconds float64)
	// Described makes the server one that Spec describes. One that answers requests
	// does without: the description is a third of what an idle service holds.
	Described bool
	// Panicked is told of every panic in a request, for metrics; nil: nobody.
	Panicked func()
}

// Server holds the router and the API being built on it.
type Server struct {
	opts     Options
	engine   *gin.Engine
	api      huma.API
	inflight inflight
	places   *semaphore.Weighted // of requests that read
	workshop workshop
	entities map[string]string // entity → path of its GET operation
	ops      map[string]string // operation id → method and path
	routes   map[string]string // method and path as the router has it → operation id
	lists    map[string]described
	uploads  map[string]intake  // path → how its file is taken in
	files    map[string]bool    // operation ids that answer a file
	forms    map[string]offered // of exports, by operation id
	complete map[string]bool    // names of schemas that were completed

	published map[string]func() Published // name → its schema
}

// New makes a server without operations.
func New(o Options) *Server {
	installHooks()
	gin.SetMode(gin.ReleaseMode)
	s := &Server{
		opts: o, engine: gin.New(), places: semaphore.NewWeighted(atOnce),
		workshop: workshop{places: semaphore.NewWeighted(filesAtOnce), of: map[string]int{}}, entities: map[string]string{}, ops: map[string]string{}, routes: map[string]string{}, lists: map[string]described{},
		uploads: map[string]intake{}, files: map[string]bool{}, forms: map[string]offered{}, complete: map[string]bool{}, published: map[string]func() Published{},
	}
	s.engine.HandleMethodNotAllowed = true
	s.engine.RedirectTrailingSlash = false
	s.engine.RedirectFixedPath = false
	proxies := make([]string, len(o.TrustedProxies))
	for i, p := range o.TrustedProxies {
		proxies[i] = p.String()
	}
	_ = s.engine.SetTrustedProxies(proxies) // netip.Prefix always prints what gin parses
	s.engine.Use(s.begin, s.recover, s.attend, s.authenticate, s.receive, s.remember)
	s.engine.NoRoute(func(c *gin.Context) { s.Refuse(c, fault.Missing()) })
	s.engine.NoMethod(func(c *gin.Context) {
		if allow := c.Writer.Header().Get("Allow"); strings.Contains(allow, http.MethodGet) {
			c.Header("Allow", allow+", "+http.MethodHead)
		}
		s.Refuse(c, transport[http.StatusMethodNotAllowed])
	})
	s.api = humagin.New(s.engine, apiConfig())
	return s
}

// Engine gives the composition root the router, for what is not an operation:
// health, pages, the contract itself.
func (s *Server) Engine() *gin.Engine { return s.engine }

// Spec is the contract as registered so far, of a server that is Described.
func (s *Server) Spec() *huma.OpenAPI {
	s.exemplify()
	return s.api.OpenAPI()
}

// Operations lists operation ids with their method and path.
func (s *Server) Operations() map[string]string { return s.ops }

// Handler answers requests. HEAD is GET without the body.
func (s *Server) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			r = r.Clone(context.WithValue(r.Context(), headKey{}, true))
			r.Method = http.MethodGet
			w = bodiless{w}
		}
		s.engine.ServeHTTP(w, r)
	})
}

type headKey struct{}

// isHead holds for a GET that was a HEAD.
func isHead(r *http.Request) bool { return r.Context().Value(headKey{}) != nil }

type bodiless struct{ http.ResponseWriter }

func (b bodiless) Write(p []byte) (int, error) { return len(p), nil }

// WriteString keeps io.WriteString from finding the writer underneath.
func (b bodiless) WriteString(p string) (int, error) { return len(p), nil }

func apiConfig() huma.Config {
	format := huma.Format{Marshal: marshal, Unmarshal: unmarshal}
	cfg := huma.DefaultConfig("Giaouoc", "1.0.0")
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath = "", "", ""
	cfg.CreateHooks, cfg.Transformers = nil, nil
	cfg.Formats = map[string]huma.Format{"application/json": format, "json": format}
	cfg.DefaultFormat = "application/json"
	cfg.Info.Description = apiDescription
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer": {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "access_token of POST /api/v1/auth/login, or an API token (gu_…) of POST /api/v1/tokens"},
	}
	return cfg
}

func marshal(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

const apiDescription = `Sổ sách của khối thi đua: đơn vị, giao ước, chữ ký, khen thưởng. / The books of an emulation bloc: units, agreements, signatures, awards.

- Lists take filters (` + "`field=a,b`, `field_gte=`, `field_exists=false`" + `), ` + "`sort=-a,b`, `limit`, `cursor`, `include_total`" + ` and mostly ` + "`q`" + `. What is not documented is refused with a suggestion.
- ` + "`null`" + ` means unknown; "none" is always a value of its own.
- PATCH, PUT, DELETE and transitions need ` + "`If-Match`" + ` with the ETag last read; POST, but for signing in and out, takes an ` + "`Idempotency-Key`" + `. PATCH, PUT and DELETE take a ` + "`reason`" + ` for the record of acts.
- Any list is CSV for ` + "`Accept: text/csv`" + `: UTF-8, commas, LF, member names as header (` + "`unit.name`" + ` below objects), lists as JSON in one cell, an empty cell for null (no text is ever empty), no guard against formulas. Every row comes, unless ` + "`limit` or `cursor`" + ` asks for a page; a cut connection means a cut file.
- An API token (` + "`gu_…`" + `) of scope ` + "`read`" + ` calls GET only, ` + "`write`" + ` everything its user may do but users and grants, ` + "`admin`" + ` these too, though grants are made in a session. Signing in and out, the password, ` + "`PATCH /me`" + `, tokens themselves and calendar feeds need a session.
- A calendar feed is read at ` + "`/calendar/<address>.ics`" + ` by whoever has its address, in iCalendar (RFC 5545) and as its user may read at that moment.
- Refusals are problem documents (RFC 9457) in Vietnamese or English (` + "`Accept-Language`" + `); ` + "`code`" + ` never changes.`

// Refuse answers a fault outside the API framework.
func (s *Server) Refuse(c *gin.Context, f *fault.Error) {
	p := problem(CallFrom(c.Request.Context()), f)
	for k, vs := range p.header {
		c.Header(k, vs[0])
	}
	var b bytes.Buffer
	_ = marshal(&b, p)
	c.Abort()
	c.Data(p.Status, p.ContentType(""), b.Bytes())
}

func apiPath(path string) bool { return strings.HasPrefix(path, "/api/") }

// secretPath holds for the routes whose answers are tokens: nothing may keep them.
func secretPath(path string) bool { return strings.HasPrefix(path, Prefix+"/auth/") }
