package pages

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
)

// contract is the OpenAPI document as far as the pages show it.
type contract struct {
	Paths      map[string]map[string]operation
	Info       struct{ Description string }
	Components struct {
		Schemas         map[string]schema
		SecuritySchemes map[string]struct{ Description string }
	}
	tags []string
}

type operation struct {
	OperationID string
	Tags        []string
	Summary     string
	SummaryEn   string   `json:"x-summary-en"`
	Permission  string   `json:"x-permission"`
	Codes       []string `json:"x-problem-codes"`
	Parameters  []parameter
	RequestBody *content
	Responses   map[string]content
}

type parameter struct {
	Name, In, Description string
	Required              bool
	Schema                schema
}

type content struct {
	Content map[string]media
}

type media struct {
	Schema  schema
	Example json.RawMessage
}

type schema struct {
	Ref                  string `json:"$ref"`
	Type                 any
	Format, Description  string
	Enum                 []any
	Examples             []any
	Items                *schema
	OneOf                []schema
	Properties           map[string]schema
	Required             []string
	AdditionalProperties json.RawMessage
}

// reading parses the contract once.
func reading(spec func() ([]byte, error)) func() (*contract, error) {
	return sync.OnceValues(func() (*contract, error) {
		b, err := spec()
		if err != nil {
			return nil, err
		}
		c := &contract{}
		if err := json.Unmarshal(b, c); err != nil {
			return nil, err
		}
		seen := map[string]bool{}
		for _, item := range c.Paths {
			for _, op := range item {
				for _, t := range op.Tags {
					seen[t] = true
				}
			}
		}
		c.tags = slices.SortedFunc(maps.Keys(seen), byPlace)
		return c, nil
	})
}

// byPlace orders groups as a newcomer meets them; those that came later follow
// in the order of the alphabet.
func byPlace(a, b string) int {
	order := []string{"auth", "registry", "blocs", "terms", "agreements", "registrations", "progress", "awards"}
	place := func(tag string) int {
		if i := slices.Index(order, tag); i >= 0 {
			return i
		}
		if tag == "meta" {
			return len(order) + 1
		}
		return len(order)
	}
	if d := place(a) - place(b); d != 0 {
		return d
	}
	return strings.Compare(a, b)
}

// described is how a type is written: string (date), [UnitView], string | null.
func (s schema) described() string {
	switch {
	case s.Ref != "":
		return s.name()
	case len(s.OneOf) > 0:
		var parts []string
		for _, o := range s.OneOf {
			parts = append(parts, o.described())
		}
		return strings.Join(parts, " | ")
	}
	var out []string
	types, many := s.Type.([]any)
	if !many {
		types = []any{s.Type}
	}
	if s.isFile() {
		return "file"
	}
	for _, t := range types {
		switch name, _ := t.(string); {
		case name == "array" && s.Items != nil:
			out = append(out, "["+s.Items.described()+"]")
		case name == "object" && s.values() != nil:
			out = append(out, "{… : "+s.values().described()+"}")
		case name != "null" && s.Format != "" && s.Format != "int64":
			out = append(out, name+" ("+s.Format+")")
		case name != "":
			out = append(out, name)
		}
	}
	return strings.Join(out, " | ")
}

// values is the schema of a map's values.
func (s schema) values() *schema {
	v := &schema{}
	if len(s.AdditionalProperties) == 0 || s.AdditionalProperties[0] != '{' || json.Unmarshal(s.AdditionalProperties, v) != nil {
		return nil
	}
	return v
}

// isFile holds for bytes, as opposed to a value written in JSON.
func (s schema) isFile() bool { return s.Format == "binary" }

func (s schema) name() string { return s.Ref[strings.LastIndexByte(s.Ref, '/')+1:] }

// target is the schema one finds more about, "" for a plain value.
func (s schema) target() string {
	switch {
	case s.Ref != "":
		return s.name()
	case s.Items != nil:
		return s.Items.target()
	case s.values() != nil:
		return s.values().target()
	}
	for _, o := range s.OneOf {
		if t := o.target(); t != "" {
			return t
		}
	}
	return ""
}

// allowed are the values of an enumeration, null left to the type.
func (s schema) allowed() string {
	var out []string
	for _, v := range s.Enum {
		if t, ok := v.(string); ok {
			out = append(out, t)
		}
	}
	return strings.Join(out, " · ")
}

func pretty(raw json.RawMessage) string {
	var b bytes.Buffer
	if len(raw) == 0 || json.Indent(&b, raw, "", "  ") != nil {
		return ""
	}
	return b.String()
}
