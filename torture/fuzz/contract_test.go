package fuzz_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"giaouoc/torture/rig"
)

// prefix is where the API lives.
const prefix = "/api/v1"

// contract is what the running server says of itself.
type contract struct {
	ops     []*operation
	methods map[string][]string // path → declared methods
	schemas map[string]*schema
}

// operation is one entry of the contract.
type operation struct {
	id, method, path string
	params           []*param
	media            []string // of the body, the usual one first
	body             *schema
	example          any
	answers          map[int]map[string]*schema // status → media type → schema
	public, match    bool
}

// files holds for what makes a file for its answer, or a page of one for the screen.
func (o *operation) files() bool {
	return strings.HasSuffix(o.path, "/preview") || slices.ContainsFunc(o.params, func(p *param) bool { return p.Name == "format" && p.Required })
}

type param struct {
	Name, In, Description string
	Required              bool
	Schema                *schema
}

type mediaType struct {
	Schema  *schema
	Example any
}

type entry struct {
	OperationID string `json:"operationId"`
	Parameters  []*param
	Security    []any
	RequestBody *struct{ Content map[string]mediaType } `json:"requestBody"`
	Responses   map[string]struct{ Content map[string]mediaType }
}

// readContract reads /openapi.json and compares /openapi.yaml with the file in
// the repository.
func readContract(t *testing.T, s *rig.Server) *contract {
	t.Helper()
	committed, err := os.ReadFile("../../api/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if string(fetch(t, s, "/openapi.yaml")) != string(committed) {
		t.Fatal("the server's contract is not api/openapi.yaml; run make generate")
	}
	raw := fetch(t, s, "/openapi.json")
	var doc struct {
		Paths      map[string]map[string]entry
		Components struct{ Schemas map[string]json.RawMessage }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	c := &contract{methods: map[string][]string{}, schemas: map[string]*schema{}}
	for name, b := range doc.Components.Schemas {
		s := &schema{}
		if err := strictly(b, s); err != nil {
			t.Fatalf("schema %s: %v", name, err)
		}
		compile(s)
		c.schemas[name] = s
	}
	for path, item := range doc.Paths {
		for method, e := range item {
			c.ops = append(c.ops, read(t, strings.ToUpper(method), path, e))
			c.methods[path] = append(c.methods[path], strings.ToUpper(method))
		}
	}
	slices.SortFunc(c.ops, func(a, b *operation) int { return strings.Compare(a.id, b.id) })
	if n := len(regexp.MustCompile(`(?m)^ +operationId: `).FindAll(committed, -1)); n != len(c.ops) || n == 0 {
		t.Fatalf("%d operations are served, api/openapi.yaml has %d", len(c.ops), n)
	}
	return c
}

func read(t *testing.T, method, path string, e entry) *operation {
	op := &operation{id: e.OperationID, method: method, path: path, params: e.Parameters, answers: map[int]map[string]*schema{}, public: len(e.Security) == 0}
	for _, p := range e.Parameters {
		op.match = op.match || p.Name == "If-Match"
	}
	if e.RequestBody != nil {
		for kind, m := range e.RequestBody.Content {
			op.media, op.body, op.example = append(op.media, kind), m.Schema, m.Example
		}
		slices.Sort(op.media)
	}
	for status, r := range e.Responses {
		n, err := strconv.Atoi(status)
		if err != nil {
			t.Fatalf("%s answers with status %q", op.id, status)
		}
		op.answers[n] = map[string]*schema{}
		for kind, m := range r.Content {
			op.answers[n][kind] = m.Schema
		}
	}
	return op
}

func compile(s *schema) {
	if s == nil {
		return
	}
	if s.Pattern != "" {
		s.pattern = regexp.MustCompile(s.Pattern)
	}
	for _, p := range s.Properties {
		compile(p)
	}
	for _, o := range s.OneOf {
		compile(o)
	}
	compile(s.Items)
	compile(s.Additional.of)
}

// schemaOf follows references.
func (c *contract) schemaOf(s *schema) *schema {
	for s != nil && s.Ref != "" {
		s = c.schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
	}
	if s != nil && len(s.OneOf) > 0 {
		return c.schemaOf(s.OneOf[0])
	}
	return s
}

// takes tells whether a schema, or one of those it is one of, has a kind of value.
func (c *contract) takes(s *schema, kind string) bool {
	for s != nil && s.Ref != "" {
		s = c.schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
	}
	if s == nil {
		return true
	}
	if len(s.OneOf) > 0 {
		return slices.ContainsFunc(s.OneOf, func(o *schema) bool { return c.takes(o, kind) })
	}
	return s.takes(kind)
}

func (c *contract) op(id string) *operation {
	i := slices.IndexFunc(c.ops, func(o *operation) bool { return o.id == id })
	if i < 0 {
		return nil
	}
	return c.ops[i]
}

// kind is the collection an operation's {id} is found in: terms for
// /terms/{id}/members.
func (o *operation) kind() string {
	first, _, _ := strings.Cut(strings.TrimPrefix(o.path, prefix+"/"), "/")
	return first
}

// makes reports whether an operation makes a record.
func (o *operation) makes() bool { return o.method == http.MethodPost && o.answers[201] != nil }

// named reports whether the path names a record.
func (o *operation) named() bool { return strings.Contains(o.path, "{id}") }

func (o *operation) isList() bool {
	return slices.ContainsFunc(o.params, func(p *param) bool { return p.Name == "cursor" })
}

func fetch(t *testing.T, s *rig.Server, path string) []byte {
	t.Helper()
	res, err := http.Get(s.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v", path, res.StatusCode, err)
	}
	return b
}
