package fuzz_test

import (
	"bytes"
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// schema is what the contract uses of JSON Schema. A keyword that is not here
// makes reading the contract fail.
type schema struct {
	Ref         string             `json:"$ref"`
	Type        words              `json:"type"`
	Format      string             `json:"format"`
	Enum        []any              `json:"enum"`
	Properties  map[string]*schema `json:"properties"`
	Required    []string           `json:"required"`
	Additional  extra              `json:"additionalProperties"`
	Items       *schema            `json:"items"`
	OneOf       []*schema          `json:"oneOf"`
	MinLength   *int               `json:"minLength"`
	MaxLength   *int               `json:"maxLength"`
	MinItems    *int               `json:"minItems"`
	MaxItems    *int               `json:"maxItems"`
	UniqueItems bool               `json:"uniqueItems"`
	Minimum     *float64           `json:"minimum"`
	Maximum     *float64           `json:"maximum"`
	Step        float64            `json:"x-multiple-of"`
	Pattern     string             `json:"pattern"`

	Title       string `json:"title"`
	Description string `json:"description"`
	PatternDoc  string `json:"patternDescription"`
	Media       string `json:"contentMediaType"`
	Examples    []any  `json:"examples"`
	Default     any    `json:"default"`

	pattern *regexp.Regexp
}

// words is a text or a list of them.
type words []string

func (w *words) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(b, []byte("[")) {
		return json.Unmarshal(b, (*[]string)(w))
	}
	*w = words{""}
	return json.Unmarshal(b, &(*w)[0])
}

// extra says which members an object takes beside those it names.
type extra struct {
	none bool
	of   *schema // nil: any
}

func (e *extra) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "false":
		e.none = true
	case "true", "{}":
	default:
		return strictly(b, &e.of)
	}
	return nil
}

func strictly(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

// takes reports whether a schema allows a type.
func (s *schema) takes(kind string) bool {
	return len(s.Type) == 0 || slices.Contains(s.Type, kind) || kind == "integer" && slices.Contains(s.Type, "number")
}

// checker holds values against schemas. report gets the code of what is wrong
// and where.
type checker struct {
	schemas map[string]*schema
	report  func(code, at string)
}

func (c *checker) check(v any, s *schema, at string) {
	for s != nil && s.Ref != "" {
		s = c.schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
	}
	if s == nil {
		return
	}
	if len(s.OneOf) > 0 && !c.one(v, s.OneOf) {
		c.report("F101-body", at+" is none of what it may be")
		return
	}
	if kind := kindOf(v); !s.takes(kind) {
		c.report("F101-body", at+" is "+kind)
		return
	}
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, v) {
		c.report("F101-body", at+" is not in its list")
	}
	switch v := v.(type) {
	case string:
		c.text(v, s, at)
	case float64:
		if s.Minimum != nil && v < *s.Minimum || s.Maximum != nil && v > *s.Maximum || s.Format == "int32" && math.Abs(v) > math.MaxInt32 {
			c.report("F101-body", at+" is out of range")
		}
	case []any:
		if s.MaxItems != nil && len(v) > *s.MaxItems || s.MinItems != nil && len(v) < *s.MinItems {
			c.report("F101-body", at+" has too many or too few items")
		}
		for i, x := range v {
			c.check(x, s.Items, at+"/"+strconv.Itoa(i))
		}
	case map[string]any:
		c.object(v, s, at)
	}
}

// one reports whether exactly one of several schemas takes a value.
func (c *checker) one(v any, of []*schema) bool {
	n := 0
	for _, s := range of {
		bad := false
		(&checker{c.schemas, func(code, at string) {
			bad = bad || code != "undeclared-field"
			if code == "undeclared-field" {
				c.report(code, at)
			}
		}}).check(v, s, "")
		if !bad {
			n++
		}
	}
	return n == 1
}

func (c *checker) object(v map[string]any, s *schema, at string) {
	for _, name := range s.Required {
		if _, ok := v[name]; !ok {
			c.report("F101-body", at+"/"+name+" is missing")
		}
	}
	for name, x := range v {
		switch p := s.Properties[name]; {
		case p != nil:
			c.check(x, p, at+"/"+name)
		case s.Additional.none:
			c.report("undeclared-field", at+"/"+name)
		case s.Additional.of != nil:
			c.check(x, s.Additional.of, at+"/"+name)
		}
	}
}

var uuidForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

func (c *checker) text(v string, s *schema, at string) {
	n := utf8.RuneCountInString(v)
	if s.MaxLength != nil && n > *s.MaxLength || s.MinLength != nil && n < *s.MinLength {
		c.report("F101-body", at+" is too long or too short")
	}
	if s.Pattern != "" {
		if !compiled(s).MatchString(v) {
			c.report("F101-body", at+" does not match "+s.Pattern)
		}
	}
	ok := true
	switch s.Format {
	case "uuid":
		ok = uuidForm.MatchString(v)
	case "date":
		_, err := time.Parse(time.DateOnly, v)
		ok = err == nil
	case "date-time":
		_, err := time.Parse(time.RFC3339Nano, v)
		ok = err == nil
	}
	if !ok {
		c.report("F101-body", at+" is no "+s.Format)
	}
}

func compiled(s *schema) *regexp.Regexp {
	if s.pattern == nil {
		return regexp.MustCompile(s.Pattern)
	}
	return s.pattern
}

func kindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case float64:
		if v == math.Trunc(v) {
			return "integer"
		}
		return "number"
	}
	return "object"
}

// The checker itself: it finds what is wrong, and nothing in what is right.
func TestChecker(t *testing.T) {
	const contract = `{"type":"object","required":["id"],"additionalProperties":false,"properties":{
		"id":{"type":"string","format":"uuid"},"n":{"type":["integer","null"],"maximum":9},"kind":{"type":"string","enum":["a","b"]},
		"day":{"type":"string","pattern":"^[0-9]{4}$"},"in":{"oneOf":[{"$ref":"#/components/schemas/Ref"},{"type":"null","enum":[null]}]},
		"list":{"type":"array","maxItems":1,"items":{"type":"boolean"}},"at":{"type":"string","format":"date-time"}}}`
	var s schema
	if err := strictly([]byte(contract), &s); err != nil {
		t.Fatal(err)
	}
	ref := &schema{Type: words{"object"}, Properties: map[string]*schema{"x": {Type: words{"string"}}}, Additional: extra{none: true}}
	const id = `"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"`
	for body, want := range map[string]string{
		`{` + id + `}`: "", `{` + id + `,"n":null,"kind":"a","day":"2021","in":null,"list":[true],"at":"2021-01-01T00:00:00Z"}`: "",
		`{}`: "F101-body", `{"id":"7"}`: "F101-body", `[]`: "F101-body", `{` + id + `,"n":10}`: "F101-body", `{` + id + `,"n":1.5}`: "F101-body",
		`{` + id + `,"kind":"c"}`: "F101-body", `{` + id + `,"day":"21"}`: "F101-body", `{` + id + `,"list":[1]}`: "F101-body",
		`{` + id + `,"list":[true,true]}`: "F101-body", `{` + id + `,"more":1}`: "undeclared-field", `{` + id + `,"in":{"y":1}}`: "undeclared-field",
		`{` + id + `,"in":{"x":1}}`: "F101-body", `{` + id + `,"at":"2021-01-01"}`: "F101-body",
	} {
		var v any
		if err := json.Unmarshal([]byte(body), &v); err != nil {
			t.Fatal(err)
		}
		got := ""
		(&checker{map[string]*schema{"Ref": ref}, func(code, _ string) { got = code }}).check(v, &s, "")
		if got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
	if strictly([]byte(`{"items":{"maxContains":1}}`), &schema{}) == nil {
		t.Error("a keyword the checker does not know was passed over")
	}
}
