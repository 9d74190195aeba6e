package httpx

import "github.com/danielgtaylor/huma/v2"

// Forget drops what only describes the API to readers, and keeps the schemas that
// bodies are checked against. Nothing can be registered afterwards.
func (s *Server) Forget() {
	spec := s.api.OpenAPI()
	kept := map[string]*huma.Schema{}
	for _, item := range spec.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Patch, item.Put, item.Delete} {
			if op == nil {
				continue
			}
			op.Responses = nil
			if op.RequestBody == nil {
				continue
			}
			for _, media := range op.RequestBody.Content {
				keep(kept, spec.Components.Schemas, media.Schema)
			}
		}
	}
	schemas := spec.Components.Schemas.Map()
	for name := range schemas {
		if kept[componentPrefix+name] == nil {
			delete(schemas, name)
		}
	}
	spec.Paths, s.forms = nil, nil
}

// keep notes all schemas that a schema refers to.
func keep(kept map[string]*huma.Schema, known huma.Registry, s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Ref != "" {
		if kept[s.Ref] != nil {
			return
		}
		kept[s.Ref] = known.SchemaFromRef(s.Ref)
		keep(kept, known, kept[s.Ref])
	}
	keep(kept, known, s.Items)
	keep(kept, known, s.Not)
	if more, ok := s.AdditionalProperties.(*huma.Schema); ok {
		keep(kept, known, more)
	}
	for _, p := range s.Properties {
		keep(kept, known, p)
	}
	for _, of := range [][]*huma.Schema{s.OneOf, s.AnyOf, s.AllOf} {
		for _, one := range of {
			keep(kept, known, one)
		}
	}
}
