package httpx

import (
	"cmp"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/text"
)

// described collects what the contract says of lists before they register.
type described struct {
	list   *db.List
	schema *huma.Schema
	table  table // how its rows look as CSV; nil: they do not
}

// document writes an operation's entry in the contract: summary in both
// languages, security, examples, and the refusals it can answer with. Of a server
// that is not described it says no more than requests need.
func document(s *Server, op Op, method string, status int, permission actor.Permission, needsMatch bool) huma.Operation {
	key := "op." + op.ID
	if !text.Has(key) {
		panic("httpx: operation " + op.ID + " has no summary in the catalogue")
	}
	h := huma.Operation{
		OperationID: op.ID, Method: method, Path: Prefix + op.Path, DefaultStatus: status,
		MaxBodyBytes: bodyLimit(permission) + 1, // the framework refuses a body of exactly its limit
	}
	if !s.opts.Described {
		return h
	}
	h.Tags, h.Summary = []string{op.Tag}, text.Of(text.Vi, key, nil)
	h.Description = text.Of(text.En, key, nil) + note(key) + "\n\nPermission: `" + string(permission) + "`."
	h.Extensions = map[string]any{"x-summary-en": text.Of(text.En, key, nil), "x-permission": string(permission)}
	h.Responses = map[string]*huma.Response{}
	if op.Notes != "" {
		h.Description += "\n\n" + op.Notes
	}
	if permission != actor.Public {
		h.Security = []map[string][]string{{"bearer": {}}}
	}
	if method == http.MethodPost && !secretPath(Prefix+op.Path) { // where answers are tokens, none is kept
		h.Parameters = append(h.Parameters, &huma.Param{
			Name: "Idempotency-Key", In: "header", Description: meaning("idempotency_key"),
			Schema: &huma.Schema{Type: "string"},
		})
	}
	if takesReason(method) {
		h.Parameters = append(h.Parameters, reasonParameter())
	}
	h.Errors = refusals(op, method, permission, needsMatch)
	if len(op.Faults) > 0 {
		h.Extensions["x-problem-codes"] = op.Faults
	}
	if op.Request != "" {
		h.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Example: example(op.ID, op.Request)}}}
	}
	media := &huma.MediaType{}
	content := map[string]*huma.MediaType{typeJSON: media}
	if d, ok := s.described(op.ID); ok {
		h.Parameters = append(h.Parameters, listParameters(*d.list)...)
		media.Schema = d.schema
		if d.table != nil {
			content[typeCSV] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}, Example: strings.Join(d.table.header(), ",") + "\n"}
		}
	}
	if op.Response != "" {
		media.Example = example(op.ID, op.Response)
	}
	if status != http.StatusNoContent {
		h.Responses[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status), Content: content}
	}
	if o, ok := s.forms[op.ID]; ok {
		media.Schema = o.schema
		o.media(h.Responses[strconv.Itoa(status)].Content)
	}
	return h
}

// refusals are the statuses an operation can refuse with, in order.
func refusals(op Op, method string, permission actor.Permission, needsMatch bool) []int {
	errs := []int{400, 401, 406, 503}                                                             // a bad token is refused even where none is needed
	if permission != actor.Public && (permission != actor.SignedIn || method != http.MethodGet) { // a token is refused there
		errs = append(errs, 403)
	}
	if strings.Contains(op.Path, "{") {
		errs = append(errs, 404)
	}
	if method != http.MethodGet {
		errs = append(errs, 404, 409, 413, 415, 422)
	}
	if needsMatch {
		errs = append(errs, 412, 428)
	}
	for _, c := range op.Faults {
		switch c {
		case "rate_limited":
			errs = append(errs, 429)
		case "token_scope": // forbidden
		default: // what a reading refuses is the state of the record
			errs = append(errs, 409)
		}
	}
	slices.Sort(errs)
	return slices.Compact(errs)
}

// conditional documents that an operation answers 304 to who has the answer already.
func (s *Server) conditional(op Op) {
	s.api.OpenAPI().Paths[Prefix+op.Path].Get.Responses[strconv.Itoa(http.StatusNotModified)] = &huma.Response{Description: http.StatusText(http.StatusNotModified)}
}

// note is what an operation's summary has no room for: a paragraph of its own.
func note(key string) string {
	if !text.Has(key + ".note") {
		return ""
	}
	return "\n\n" + text.Of(text.En, key+".note", nil)
}

func example(id, src string) any {
	var v any
	if err := json.Unmarshal([]byte(src), &v); err != nil {
		panic("httpx: example of " + id + ": " + err.Error())
	}
	return v
}

func (s *Server) described(id string) (described, bool) {
	d, ok := s.lists[id]
	return d, ok
}

func listOperation(s *Server, op Op, list db.List, answer reflect.Type, t table) {
	s.lists[op.ID] = described{&list, s.answerSchema(op, answer), t}
}

// answerSchema is the schema of what an operation answers, where the framework
// does not see its type; nil where the server is not described.
func (s *Server) answerSchema(op Op, answer reflect.Type) *huma.Schema {
	if !s.opts.Described {
		return nil
	}
	return s.api.OpenAPI().Components.Schemas.Schema(answer, true, op.ID+"Answer")
}

// exemplify gives every list an example page: a row as the operation shows it
// that makes one there, or reads one.
func (s *Server) exemplify() {
	spec := s.api.OpenAPI()
	for id := range s.lists {
		_, path, _ := strings.Cut(s.ops[id], " ")
		item := spec.Paths[path]
		media := item.Get.Responses["200"].Content["application/json"]
		row := madeAt(item.Post)
		if one := spec.Paths[path+"/{id}"]; row == nil && one != nil {
			row = madeAt(one.Get)
		}
		if media.Example != nil || row == nil {
			continue
		}
		shown := map[string]any{}
		for name := range s.rowSchema(media.Schema).Properties {
			if v, ok := row[name]; ok {
				shown[name] = v
			}
		}
		media.Example = map[string]any{"data": []any{shown}, "page": map[string]any{"limit": db.DefaultLimit, "has_more": false}}
	}
}

// madeAt is the example of what an operation answers.
func madeAt(op *huma.Operation) map[string]any {
	if op == nil {
		return nil
	}
	for _, status := range []string{"200", "201"} {
		if r := op.Responses[status]; r != nil && r.Content["application/json"] != nil {
			row, _ := r.Content["application/json"].Example.(map[string]any)
			return row
		}
	}
	return nil
}

func (s *Server) rowSchema(list *huma.Schema) *huma.Schema {
	known := s.api.OpenAPI().Components.Schemas
	if list.Ref != "" {
		list = known.SchemaFromRef(list.Ref)
	}
	row := list
	if data := list.Properties["data"]; data != nil {
		row = data.Items
	}
	if row.Ref != "" {
		row = known.SchemaFromRef(row.Ref)
	}
	return row
}

func listParameters(l db.List) []*huma.Param {
	query := func(name, doc string, schema *huma.Schema) *huma.Param {
		return &huma.Param{Name: name, In: "query", Description: doc, Schema: schema}
	}
	str := func() *huma.Schema { return &huma.Schema{Type: huma.TypeString} }
	var ps []*huma.Param
	if l.Search != "" {
		ps = append(ps, query("q", meaning("q"), str()))
	}
	for _, p := range l.Parameters() {
		doc := meaning(cmp.Or(strings.TrimPrefix(p.Op, "_"), "equals"))
		schema := str()
		if p.Op == "_exists" || p.Field.Type == db.Bool {
			schema = &huma.Schema{Type: huma.TypeBoolean}
		}
		ps = append(ps, query(p.Name, doc+" ("+p.Field.Expected()+")", schema))
	}
	if l.Default != "" {
		ps = append(ps,
			query("sort", meaning("sort")+": "+strings.Join(l.Sorts(), ", ")+"; "+meaning("default")+" "+l.Default, str()),
			query("limit", meaning("limit"), &huma.Schema{Type: huma.TypeInteger, Minimum: number(1), Maximum: number(db.MaxLimit), Default: db.DefaultLimit}),
			query("cursor", meaning("cursor"), str()),
			query("include_total", meaning("include_total"), &huma.Schema{Type: huma.TypeBoolean}))
	}
	return append(ps, query("lang", meaning("lang"), &huma.Schema{Type: huma.TypeString, Enum: []any{"vi", "en"}}))
}

func number(f float64) *float64 { return &f }
