package pages

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"giaouoc/internal/actor"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/text"
)

const (
	typeJSON = "application/json"
	typeCSV  = "text/csv"
	typeForm = "multipart/form-data"
)

// entry is an operation as it is shown.
type entry struct {
	ID, Method, Path, Summary string
	Note                      string // what the summary has no room for
	Permission                string
	Who                       string // the roles that may, in words
	Parameters                []line
	Filters                   []line
	Body, Answer              string // names of schemas
	Form                      []line // fields of a body that is a form
	Request, Response         string // examples
	Curl                      string
	Columns                   string // of the CSV
	Statuses                  []status
}

// line is one row of a table: a parameter or a member.
type line struct {
	Name, In, Type, Target, Meaning string
	Required                        bool
}

type status struct {
	Code  int
	Words string
	Codes []string
}

type group struct {
	Tag     string
	Entries []entry
}

// groups are the operations by tag, each in the order of paths and methods.
func (p page) groups(spec *contract, only string) []group {
	var out []group
	for _, tag := range spec.tags {
		if only != "" && tag != only {
			continue
		}
		g := group{Tag: tag}
		for path, item := range spec.Paths {
			for method, op := range item {
				if slices.Contains(op.Tags, tag) {
					g.Entries = append(g.Entries, p.entry(strings.ToUpper(method), path, op))
				}
			}
		}
		slices.SortFunc(g.Entries, func(a, b entry) int {
			return cmp.Or(strings.Compare(a.Path, b.Path), methodPlace(a.Method)-methodPlace(b.Method))
		})
		out = append(out, g)
	}
	return out
}

func methodPlace(method string) int {
	return slices.Index([]string{"GET", "POST", "PUT", "PATCH", "DELETE"}, method)
}

func (p page) entry(method, path string, op operation) entry {
	e := entry{ID: op.OperationID, Method: method, Path: path, Summary: op.Summary, Permission: op.Permission, Who: p.who(op.Permission)}
	if p.Lang == text.En {
		e.Summary = op.SummaryEn
	}
	if key := "op." + op.OperationID + ".note"; text.Has(key) {
		e.Note = p.T(key)
	}
	for _, q := range op.Parameters {
		l := p.line(q.Name, q.Schema, q.Description)
		l.In, l.Required = p.T("page.in."+q.In), q.Required
		if q.In == "query" && isFilter(q.Description) {
			e.Filters = append(e.Filters, l)
		} else {
			e.Parameters = append(e.Parameters, l)
		}
	}
	if op.RequestBody != nil {
		m := op.RequestBody.Content[typeJSON]
		e.Body, e.Request = m.Schema.target(), pretty(m.Example)
	}
	if form, ok := formOf(op); ok {
		e.Body = form.Schema.target()
		e.Form = p.members(p.schemas[e.Body])
	}
	for code, r := range op.Responses {
		n, _ := strconv.Atoi(code)
		e.Statuses = append(e.Statuses, status{n, p.T("page.status." + code), problemsOf(n, method, len(e.Filters) > 0, op.Codes)})
		if n >= 300 {
			continue
		}
		m := r.Content[typeJSON]
		e.Answer, e.Response = m.Schema.target(), pretty(m.Example)
		_ = json.Unmarshal(r.Content[typeCSV].Example, &e.Columns) // empty without one
	}
	slices.SortFunc(e.Statuses, func(a, b status) int { return a.Code - b.Code })
	e.Columns = strings.ReplaceAll(strings.TrimSpace(e.Columns), ",", ", ")
	e.Curl = p.curl(e, op)
	return e
}

// isFilter holds for the parameters lists make of their fields.
func isFilter(description string) bool {
	for _, op := range []string{"equals", "ne", "gt", "gte", "lt", "lte", "exists"} {
		if strings.HasPrefix(description, text.Of(text.En, "param."+op, nil)+" (") {
			return true
		}
	}
	return false
}

func (p page) line(name string, s schema, english string) line {
	l := line{Name: name, Type: s.described(), Target: s.target(), Meaning: p.describe(cmp.Or(english, s.Description))}
	if allowed := s.allowed(); allowed != "" {
		l.Meaning = strings.TrimPrefix(l.Meaning+" · "+allowed, " · ")
	}
	return l
}

// members are the members of an object, by name.
func (p page) members(s schema) []line {
	var out []line
	for _, member := range slices.Sorted(maps.Keys(s.Properties)) {
		l := p.line(member, s.Properties[member], "")
		l.Required = slices.Contains(s.Required, member)
		out = append(out, l)
	}
	return out
}

// who names the roles a permission can come from.
func (p page) who(permission string) string {
	if permission == string(actor.Public) || permission == string(actor.SignedIn) {
		return p.T("page.permission." + permission)
	}
	reach := actor.Matrix()[actor.Permission(permission)]
	var out []string
	for _, key := range text.Keys("enum.role.") {
		if role := key[strings.LastIndexByte(key, '.')+1:]; reach[actor.Role(role)] != actor.Never {
			out = append(out, p.T(key))
		}
	}
	return strings.Join(out, " · ")
}

// usual are the problem codes any operation can meet, by status.
func usual(status int) []string {
	return map[int][]string{
		400: {"bad_request", "malformed_json", "unknown_parameter", "invalid_parameter", "cursor_mismatch", "invalid_idempotency_key"},
		401: {"unauthenticated"}, 403: {"forbidden", "password_change_required"}, 404: {"not_found"}, 406: {"not_acceptable"}, 408: {"request_timeout"},
		409: {"duplicate", "in_use", "invalid_transition", "term_locked", "request_in_progress"}, 412: {"stale_version"}, 413: {"payload_too_large"},
		415: {"unsupported_media_type"}, 422: {"validation_failed", "idempotency_key_reused"}, 428: {"precondition_required"}, 429: {"rate_limited"},
		500: {"internal"}, 503: {"unavailable"},
	}[status]
}

// problemsOf are an operation's problem codes under a status: the usual ones that
// can meet it and those of its own.
func problemsOf(status int, method string, list bool, own []string) []string {
	out := slices.DeleteFunc(usual(status), func(code string) bool {
		switch code {
		case "malformed_json":
			return method == "GET" || method == "DELETE"
		case "invalid_idempotency_key", "idempotency_key_reused", "request_in_progress":
			return method != "POST"
		case "cursor_mismatch":
			return !list
		case "in_use":
			return method != "DELETE"
		case "duplicate":
			return method == "DELETE"
		}
		return false
	})
	if len(own) == 0 {
		return out
	}
	kinds := problemKinds()
	for _, code := range own {
		if kind, ok := kinds[code]; ok && !slices.Contains(out, code) && statusOf(kind, code) == status {
			out = append(out, code)
		}
	}
	return out
}

// startPage is the way in.
type startPage struct {
	page
	Groups  []group
	Token   string // what to send as a bearer
	Grammar []string
	Points  [][]span // of the contract's introduction
}

func (w *site) start(c *gin.Context) {
	p, _ := w.open(c)
	if p == nil {
		return
	}
	p.Title = p.T("page.docs")
	spec, err := w.contract()
	if err != nil {
		w.server.Refuse(c, fault.From(err))
		return
	}
	data := startPage{page: *p, Groups: p.groups(spec, ""), Token: p.describe(spec.Components.SecuritySchemes["bearer"].Description)}
	for _, key := range text.Keys("page.grammar.") {
		data.Grammar = append(data.Grammar, p.T(key))
	}
	_, points := httpx.Introduction(spec.Info.Description)
	for _, point := range points {
		data.Points = append(data.Points, spans(p.describe(point)))
	}
	w.show(c, p, "start", data)
}

// span is a piece of text that is code or is not.
type span struct {
	Text string
	Code bool
}

// spans parts a text at its backticks.
func spans(s string) []span {
	var out []span
	for i, part := range strings.Split(s, "`") {
		out = append(out, span{part, i%2 == 1})
	}
	return out
}

// tagPage is one group of operations.
type tagPage struct {
	page
	group
}

// Table is a table of parameters; where tells whether it says where each is sent.
func (p tagPage) Table(lines []line, where bool) parameters {
	return parameters{p.page, lines, where}
}

type parameters struct {
	page
	Lines []line
	Where bool
}

func (w *site) tag(c *gin.Context) {
	spec, err := w.contract()
	if err != nil {
		w.server.Refuse(c, fault.From(err))
		return
	}
	tag := c.Param("tag")
	if !slices.Contains(spec.tags, tag) {
		w.server.Refuse(c, fault.Missing())
		return
	}
	if p, _ := w.open(c); p != nil {
		p.Title = p.Group(tag)
		w.show(c, p, "tag", tagPage{*p, p.groups(spec, tag)[0]})
	}
}

// schemaPage shows every shape.
type schemaPage struct {
	page
	Schemas []shape
}

type shape struct {
	Name, Description string
	Members           []line
}

func (w *site) schemas(c *gin.Context) {
	p, _ := w.open(c)
	if p == nil {
		return
	}
	p.Title = p.T("page.schemas")
	spec, err := w.contract()
	if err != nil {
		w.server.Refuse(c, fault.From(err))
		return
	}
	data := schemaPage{page: *p}
	for _, name := range slices.Sorted(maps.Keys(spec.Components.Schemas)) {
		s := spec.Components.Schemas[name]
		data.Schemas = append(data.Schemas, shape{name, p.describe(s.Description), p.members(s)})
	}
	w.show(c, p, "schemas", data)
}
