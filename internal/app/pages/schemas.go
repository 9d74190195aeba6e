package pages

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
)

// draft2020 is the dialect of JSON Schema that OpenAPI 3.1 speaks.
const draft2020 = "https://json-schema.org/draft/2020-12/schema"

// RegisterSchemas registers the JSON Schemas of the reports: GET /schemas names
// them, GET /schemas/{name}/{version} is the one a report's member "schema"
// names. They are made from the contract, and need nothing beside them.
func RegisterSchemas(s *httpx.Server, spec func() ([]byte, error)) {
	all := sync.OnceValues(func() (map[string]map[string]any, error) {
		b, err := spec()
		if err != nil {
			return nil, err
		}
		return reportSchemas(b)
	})
	answer := func(c *gin.Context, say func(map[string]map[string]any) any) {
		found, err := all()
		if err != nil {
			panic(err) // made from our own contract; a test reads it
		}
		v := say(found)
		if v == nil {
			s.Refuse(c, fault.Missing())
			return
		}
		c.Header("Cache-Control", "public, max-age=300")
		c.JSON(http.StatusOK, v)
	}
	s.Engine().GET("/schemas", func(c *gin.Context) {
		answer(c, func(found map[string]map[string]any) any {
			out := map[string]string{}
			for name := range found {
				out[name] = httpx.CallFrom(c.Request.Context()).Base() + "/schemas/" + name
			}
			return out
		})
	})
	s.Engine().GET("/schemas/:name/:version", func(c *gin.Context) {
		answer(c, func(found map[string]map[string]any) any {
			name := c.Param("name") + "/" + c.Param("version")
			one, there := found[name]
			if !there {
				return nil
			}
			return map[string]any{"$schema": draft2020, "$id": httpx.CallFrom(c.Request.Context()).Base() + "/schemas/" + name, "$ref": one["$ref"], "$defs": one["$defs"]}
		})
	})
}

const components = "#/components/schemas/"

// reportSchemas finds in the contract what each report looks like as JSON: the
// schema of the answer whose example names it.
func reportSchemas(spec []byte) (map[string]map[string]any, error) {
	var doc struct {
		Paths      map[string]map[string]operation
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(spec, &doc); err != nil {
		return nil, err
	}
	out := map[string]map[string]any{}
	for _, item := range doc.Paths {
		m := item["get"].Responses["200"].Content["application/json"]
		var example struct{ Schema string }
		if json.Unmarshal(m.Example, &example) != nil || !strings.Contains(example.Schema, "/") || m.Schema.Ref == "" {
			continue
		}
		defs := map[string]any{}
		gather(doc.Components.Schemas, strings.TrimPrefix(m.Schema.Ref, components), defs)
		out[example.Schema] = map[string]any{"$ref": "#/$defs/" + strings.TrimPrefix(m.Schema.Ref, components), "$defs": defs}
	}
	return out, nil
}

// gather copies a schema and all it refers to.
func gather(all map[string]any, name string, into map[string]any) {
	if _, there := into[name]; there {
		return
	}
	into[name] = true // it may refer to itself
	into[name] = moved(all, all[name], into)
}

// moved is a part of a schema whose references lead below $defs.
func moved(all map[string]any, part any, into map[string]any) any {
	switch part := part.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, v := range part {
			if ref, is := v.(string); is && k == "$ref" {
				name := strings.TrimPrefix(ref, components)
				gather(all, name, into)
				v = "#/$defs/" + name
			} else {
				v = moved(all, v, into)
			}
			out[k] = v
		}
		return out
	case []any:
		out := make([]any, len(part))
		for i, v := range part {
			out[i] = moved(all, v, into)
		}
		return out
	}
	return part
}
