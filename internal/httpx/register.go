package httpx

import (
	"context"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/text"
)

// Op declares an operation. What it asks of the caller stands in the policy
// table under its ID; its summary in the catalogue under "op."+ID.
type Op struct {
	ID     string // lowerCamel, never changed once out
	Path   string // below Prefix, e.g. /units/{id}
	At     string // for making a part: the collection it is found in later
	Tag    string
	Entity string // for the GET of one record: what its audit entries call it
	// Request and Response are the documented examples, as JSON.
	Request  string
	Response string
	// Notes follow the summary in the contract: what a reader must know besides.
	Notes string
	// Faults are problem codes this operation has beyond the usual ones.
	Faults []string
	// Secret: the answer shows something once. No cache may keep it, and a
	// repetition with the same Idempotency-Key shows the record without it.
	Secret bool
	// Derived: what is answered follows from other records too, so that it may change
	// while the version of the record stays: it is always answered whole.
	Derived bool
}

// View is an answer that has a version of its own.
type View interface{ ETagVersion() int }

// Located is an answer that has an address of its own.
type Located interface{ RecordID() string }

// Match is embedded by inputs of operations that change one record.
type Match struct {
	IfMatch string `header:"If-Match" required:"true" doc:"the ETag last read" example:"\"1\""`
	version int
}

// Version is the version the caller last read.
func (m *Match) Version() int { return m.version }

func (m *Match) setVersion(v int) { m.version = v }

type matching interface{ setVersion(int) }

// One addresses one record by its id.
type One struct {
	ID string `path:"id" format:"uuid" doc:"id of the record"`
}

type answer[V any] struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     V
}

type nothing struct{}

// Get registers reading one thing. With If-None-Match it answers 304, unless what is
// answered follows from other records too.
func Get[I, V any](s *Server, op Op, handle func(context.Context, *I) (V, error)) {
	if op.Entity != "" {
		s.entities[op.Entity] = Prefix + op.Path
	}
	register(s, op, http.MethodGet, http.StatusOK, func(ctx context.Context, c *Call, in *I) (*answer[V], error) {
		v, err := handle(ctx, in)
		if err != nil {
			return nil, err
		}
		a := &answer[V]{Body: v}
		if w, ok := any(v).(View); ok {
			a.ETag = etag(w.ETagVersion())
			if !op.Derived && noneMatch(c.ifNone, a.ETag) {
				return nil, notModified(a.ETag)
			}
		}
		return a, nil
	})
	if !op.Derived && reflect.TypeFor[V]().Implements(reflect.TypeFor[View]()) {
		s.conditional(op)
	}
}

// Post registers making a record: 201 with its address and version.
func Post[I, V any](s *Server, op Op, handle func(context.Context, *I) (V, error)) {
	register(s, op, http.MethodPost, http.StatusCreated, func(ctx context.Context, c *Call, in *I) (*answer[V], error) {
		v, err := handle(ctx, in)
		if err != nil {
			return nil, err
		}
		at := c.path
		if op.At != "" {
			at = Prefix + op.At
		}
		return answered(at, v), nil
	})
}

// Act registers a POST that makes no record of its own: a transition, a login.
func Act[I, V any](s *Server, op Op, handle func(context.Context, *I) (V, error)) {
	register(s, op, http.MethodPost, http.StatusOK, func(ctx context.Context, _ *Call, in *I) (*answer[V], error) {
		v, err := handle(ctx, in)
		if err != nil {
			return nil, err
		}
		return answered("", v), nil
	})
}

// Patch registers changing a record by merge-patch.
func Patch[I, V any](s *Server, op Op, handle func(context.Context, *I) (V, error)) {
	change(s, op, http.MethodPatch, handle)
}

// Put registers replacing a part as a whole.
func Put[I, V any](s *Server, op Op, handle func(context.Context, *I) (V, error)) {
	change(s, op, http.MethodPut, handle)
}

func change[I, V any](s *Server, op Op, method string, handle func(context.Context, *I) (V, error)) {
	register(s, op, method, http.StatusOK, func(ctx context.Context, _ *Call, in *I) (*answer[V], error) {
		v, err := handle(ctx, in)
		if err != nil {
			return nil, err
		}
		return answered("", v), nil
	})
}

// Delete registers removing a record: 204.
func Delete[I any](s *Server, op Op, handle func(context.Context, *I) error) {
	register(s, op, http.MethodDelete, http.StatusNoContent, func(ctx context.Context, _ *Call, in *I) (*nothing, error) {
		return nil, handle(ctx, in)
	})
}

func answered[V any](collection string, v V) *answer[V] {
	a := &answer[V]{Body: v}
	if w, ok := any(v).(View); ok {
		a.ETag = etag(w.ETagVersion())
	}
	if l, ok := any(v).(Located); ok && collection != "" {
		a.Location = collection + "/" + l.RecordID()
	}
	return a
}

// register is what every operation goes through: the policy table, the order
// of checks (who, may they at all, are the headers there), the parameters
// nobody documented, the stored form of texts, and faults made problems.
func register[I, O any](s *Server, op Op, method string, status int, handle func(context.Context, *Call, *I) (*O, error)) {
	permission, listed := actor.Operations()[op.ID]
	if !listed {
		panic("httpx: operation " + op.ID + " has no entry in the policy table")
	}
	s.ops[op.ID] = method + " " + Prefix + op.Path
	s.routes[strings.NewReplacer("{", ":", "}", "").Replace(s.ops[op.ID])] = op.ID
	_, needsMatch := any(new(I)).(matching)
	h := document(s, op, method, status, permission, needsMatch)
	query := queryNames(reflect.TypeFor[I]())
	if takesReason(method) {
		query = append(query, reasonName)
	}
	e := entry{
		op.ID, status, permission, needsMatch, method != http.MethodGet, op.Secret, query, bodyFields(reflect.TypeFor[I]()),
		s.offers(op.ID), collection(op.Path), takesReason(method),
	}
	h.Middlewares = huma.Middlewares{s.guard(e)}
	huma.Register(s.api, h, func(ctx context.Context, in *I) (*O, error) {
		c := CallFrom(ctx)
		if m, ok := any(in).(matching); ok {
			v, err := matchVersion(c.ifMatch)
			if err != nil {
				return nil, problem(c, fault.From(err))
			}
			m.setVersion(v)
		}
		var bad fault.Fields
		if body := reflect.ValueOf(in).Elem().FieldByName("Body"); body.IsValid() {
			clean(body, "", false, &bad)
		}
		if err := bad.Err(); err != nil {
			return nil, problem(c, fault.From(err))
		}
		if method == http.MethodGet && permission != actor.Public {
			if err := s.enter(ctx); err != nil {
				return nil, problem(c, err)
			}
			defer s.places.Release(1)
		}
		ctx, f := s.renew(ctx, c, e)
		if f != nil {
			return nil, problem(c, f)
		}
		out, err := handle(ctx, c, in)
		if err != nil {
			if unchanged, ok := err.(notModified); ok {
				return nil, unchanged
			}
			return nil, problem(c, fault.From(err))
		}
		return out, nil
	})
	s.documented(h)
}

// entry is what is checked of an operation's requests before they are read.
type entry struct {
	id         string
	status     int // of success
	permission actor.Permission
	needsMatch bool
	writes     bool
	secret     bool
	query      []string
	fields     map[string][]string
	offers     []string // media types of the answer
	collection string   // last fixed segment of the path
	reason     bool     // takes one for the record of the act
}

// guard runs before anything of the request is parsed.
func (s *Server) guard(e entry) func(huma.Context, func(huma.Context)) {
	isList := slices.Contains(e.query, "*")
	return func(ctx huma.Context, next func(huma.Context)) {
		c, who := CallFrom(ctx.Context()), actor.From(ctx.Context())
		c.Operation, c.fields, c.secret, c.collection = e.id, e.fields, e.secret, e.collection
		if e.secret {
			ctx.SetHeader("Cache-Control", "no-store")
		}
		f := admit(c, who, e)
		if len(e.offers) > 0 {
			c.media = Accepted(c.accept, e.offers...)
			if f == nil && c.media == "" {
				f = NotAcceptable(e.offers...)
			}
		}
		if f == nil && e.writes {
			f = bodyMedia(ctx)
		}
		// What is announced as too large is not read up to there.
		if f == nil && humagin.Unwrap(ctx).Request.ContentLength > bodyLimit(e.permission) {
			f = transport[http.StatusRequestEntityTooLarge]
		}
		if f == nil && !isList {
			f = unknownParameters(c, e.query)
		}
		var reason *string
		if f == nil && e.reason {
			reason, f = reasonOf(c)
		}
		if f == nil && s.opts.DB.Away() {
			f = db.Unavailable()
		}
		if f != nil {
			s.write(ctx, f)
			return
		}
		db.Answers(ctx.Context(), e.status)
		next(huma.WithContext(ctx, actor.WithCall(ctx.Context(), actor.Call{Operation: e.id, RequestID: c.ID, Reason: reason})))
	}
}

// bodyMedia refuses a body in another form than the contract names: the framework
// would read whatever ends in +json, in any charset or coding.
func bodyMedia(ctx huma.Context) *fault.Error {
	given := ctx.Header("Content-Type")
	if coding := ctx.Header("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return transport[http.StatusUnsupportedMediaType]
	}
	if given == "" && humagin.Unwrap(ctx).Request.ContentLength == 0 {
		return nil
	}
	kind, params, err := mime.ParseMediaType(given)
	charset := params["charset"]
	if err != nil || charset != "" && !strings.EqualFold(charset, "utf-8") ||
		kind != typeJSON && (kind != "application/merge-patch+json" || ctx.Method() != http.MethodPatch) {
		return transport[http.StatusUnsupportedMediaType]
	}
	return nil
}

// offers are the types an operation can answer in; nil for a file, which comes
// as what it is.
func (s *Server) offers(id string) []string {
	if s.files[id] {
		return nil
	}
	if s.lists[id].table != nil {
		return []string{typeJSON, typeCSV}
	}
	return []string{typeJSON}
}

// collection names what a path lists: members for /terms/{id}/members.
func collection(path string) string {
	parts := strings.Split(path, "/")
	for i := len(parts) - 1; i > 0; i-- {
		if !strings.HasPrefix(parts[i], "{") {
			return parts[i]
		}
	}
	return "data"
}

func (s *Server) write(ctx huma.Context, f *fault.Error) {
	p := problem(CallFrom(ctx.Context()), f)
	for k, vs := range p.header {
		ctx.SetHeader(k, vs[0])
	}
	ctx.SetHeader("Content-Type", p.ContentType(""))
	ctx.SetStatus(p.Status)
	_ = marshal(ctx.BodyWriter(), p)
}

// admit decides what the operation's entry alone can tell of a caller.
func admit(c *Call, who actor.Actor, e entry) *fault.Error {
	if err := who.Admits(e.permission, e.writes); err != nil {
		return fault.From(err)
	}
	switch {
	case e.permission == actor.Public:
	case !who.Known():
		return transport[http.StatusUnauthorized]
	case e.permission == actor.SignedIn:
	case who.MustChangePassword:
		return fault.New(fault.Forbidden, "password_change_required")
	case !who.May(e.permission):
		return fault.Denied()
	}
	if e.needsMatch && c.ifMatch == "" {
		return transport[http.StatusPreconditionRequired]
	}
	return nil
}

func unknownParameters(c *Call, known []string) *fault.Error {
	var bad []fault.Field
	for name, vs := range c.query {
		switch {
		case name == "lang" && len(vs) == 1:
		case !slices.Contains(known, name):
			if near := text.Closest(name, known); near != "" {
				bad = append(bad, fault.In(name, "unknown_parameter_suggest", "did_you_mean", near))
			} else {
				bad = append(bad, fault.In(name, "unknown_parameter"))
			}
		case len(vs) > 1:
			bad = append(bad, fault.In(name, "invalid_parameter", "expected", name+"=…"))
		}
	}
	if len(bad) == 0 {
		return nil
	}
	return fault.Query(bad...)
}

// queryNames lists the query parameters an input declares; "*" marks a list,
// whose grammar is checked by its own declaration.
func queryNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type == reflect.TypeFor[Question]() {
			names = append(names, "*")
		} else if f.Anonymous && f.Type.Kind() == reflect.Struct {
			names = append(names, queryNames(f.Type)...)
		}
		if q := f.Tag.Get("query"); q != "" {
			names = append(names, q)
		}
	}
	return names
}

// notModified answers 304: the caller has the version with this tag already.
type notModified string

func (notModified) Error() string             { return "not modified" }
func (notModified) GetStatus() int            { return http.StatusNotModified }
func (n notModified) GetHeaders() http.Header { return http.Header{"Etag": {string(n)}} }

func etag(version int) string { return `"` + strconv.Itoa(version) + `"` }

// matchVersion reads an If-Match header: one tag of ours. A proxy that packs
// answers weakens the tag on its way out; the version in it is still exact.
func matchVersion(header string) (int, error) {
	bare, ok := strings.CutPrefix(strings.TrimPrefix(strings.TrimSpace(header), "W/"), `"`)
	bare, closed := strings.CutSuffix(bare, `"`)
	v, err := strconv.Atoi(bare)
	if !ok || !closed || err != nil || v < 1 || strconv.Itoa(v) != bare {
		return 0, fault.Query(fault.In("If-Match", "invalid_parameter", "expected", `ETag "…"`))
	}
	return v, nil
}

func noneMatch(header, tag string) bool {
	if header == "" {
		return false
	}
	for _, t := range strings.Split(header, ",") {
		if t = strings.TrimSpace(t); t == "*" || strings.TrimPrefix(t, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}
