package httpx

import (
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"giaouoc/internal/amount"
)

// documented completes what the framework wrote of an operation: a merge-patch
// is documented under both its media types, and what may be null says so.
func (s *Server) documented(h huma.Operation) {
	if h.Method == http.MethodPatch && h.RequestBody != nil {
		c := h.RequestBody.Content
		c["application/merge-patch+json"] = c["application/json"]
	}
	known := s.api.OpenAPI().Components.Schemas
	for name, schema := range known.Map() {
		for _, p := range schema.Properties {
			if p.Nullable && p.Enum != nil && !slices.Contains(p.Enum, nil) {
				p.Enum = append(p.Enum, nil)
			}
		}
		if t := known.TypeFromRef("#/components/schemas/" + name); t != nil && t.Kind() == reflect.Struct {
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
