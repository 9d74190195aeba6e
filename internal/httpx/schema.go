package httpx

import (
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"giaouoc/internal/amount"
)

// Publish gives documents that look like T a JSON Schema that needs nothing beside
// it. name is what their member "schema" says.
func Publish[T any](s *Server, name string) {
	s.published[name] = sync.OnceValue(func() Published {
		known := huma.NewMapRegistry(defs, huma.DefaultSchemaNamer)
		ref := known.Schema(reflect.TypeFor[T](), true, "")
		complete(known, defs, map[string]bool{})
		return Published{draft2020, name, ref.Ref, known.Map()}
	})
}

// Published is a JSON Schema on the wire.
type Published struct {
	Dialect string                  `json:"$schema"`
	ID      string                  `json:"$id"`
	Ref     string                  `json:"$ref"`
	Defs    map[string]*huma.Schema `json:"$defs"`
}

const (
	defs            = "#/$defs/"
	componentPrefix = "#/components/schemas/"
	// draft2020 is the dialect of JSON Schema that OpenAPI 3.1 speaks.
	draft2020 = "https://json-schema.org/draft/2020-12/schema"
)

// Published are the names of the documents that have a schema, in order.
func (s *Server) Published() []string { return slices.Sorted(maps.Keys(s.published)) }

// Schema is the schema of documents of a name, if they have one.
func (s *Server) Schema(name string) (Published, bool) {
	of, there := s.published[name]
	if !there {
		return Published{}, false
	}
	return of(), true
}

// documented completes what the framework wrote of an operation: a merge-patch
// is documented under both its media types, and what may be null says so.
func (s *Server) documented(h huma.Operation) {
	if h.Method == http.MethodPatch && h.RequestBody != nil {
		c := h.RequestBody.Content
		c["application/merge-patch+json"] = c["application/json"]
	}
	complete(s.api.OpenAPI().Components.Schemas, componentPrefix, s.complete)
}

// complete corrects schemas, whose references begin with prefix, and notes which
// ones it did.
func complete(known huma.Registry, prefix string, done map[string]bool) {
	for name, schema := range known.Map() {
		if done[name] {
			continue
		}
		done[name] = true
		for _, p := range schema.Properties {
			if p.Nullable && p.Enum != nil && !slices.Contains(p.Enum, nil) {
				p.Enum = append(p.Enum, nil)
			}
		}
		if t := known.TypeFromRef(prefix + name); t != nil && t.Kind() == reflect.Struct {
			asSent(t, schema)
		}
	}
}

// asSent documents members as they are sent where their Go type does not tell:
// figures are numbers with decimals, and a part behind a pointer may be null.
func asSent(t reflect.Type, schema *huma.Schema) {
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		p, bare := schema.Properties[name], f.Type
		pointer := bare.Kind() == reflect.Pointer
		if pointer {
			bare = bare.Elem()
		}
		switch {
		case p == nil:
		case bare == reflect.TypeFor[amount.Amount](), bare == reflect.TypeFor[amount.Points]():
			p.Type, p.Format = huma.TypeNumber, ""
		case p.Ref != "" && pointer && !strings.HasPrefix(options, "omit"):
			schema.Properties[name] = orNull(&huma.Schema{Ref: p.Ref})
		}
	}
}

// orNull is a schema or null. The framework's own validation knows the type
// null only by its one value.
func orNull(s *huma.Schema) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{s, {Type: "null", Enum: []any{nil}}}}
}
