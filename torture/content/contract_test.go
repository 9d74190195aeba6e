package content_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }

type object = map[string]any

const prefix = "/api/v1"

// schema is what the contract says of a value.
type schema struct {
	Ref        string `json:"$ref"`
	Type       any
	Format     string
	Pattern    string
	Enum       []any
	MaxLength  int
	Properties map[string]*schema
	Additional any `json:"additionalProperties"`
	Items      *schema
}

type operation struct {
	OperationID string
	Parameters  []struct {
		Name, In string
		Required bool
		Schema   schema
	}
	RequestBody struct {
		Content map[string]struct{ Schema *schema }
	}
	Responses map[string]struct {
		Content map[string]any
	}
	method, path string
}

type contract struct {
	Paths      map[string]map[string]*operation
	Components struct{ Schemas map[string]*schema }
	ops        []*operation
}

// readContract asks the program for its contract.
func readContract(t testing.TB, c *apptest.Client) *contract {
	t.Helper()
	var k contract
	if err := json.Unmarshal(c.Get("!/openapi.json").Must(200).Raw, &k); err != nil {
		t.Fatal(err)
	}
	for _, path := range slices.Sorted(maps.Keys(k.Paths)) {
		for _, method := range slices.Sorted(maps.Keys(k.Paths[path])) {
			op := k.Paths[path][method]
			op.method, op.path = strings.ToUpper(method), strings.TrimPrefix(path, prefix)
			k.ops = append(k.ops, op)
		}
	}
	if len(k.ops) < 100 {
		t.Fatalf("the contract has %d operations", len(k.ops))
	}
	return &k
}

func (k *contract) resolve(s *schema) *schema {
	for s.Ref != "" {
		s = k.Components.Schemas[s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]]
	}
	return s
}

// body is the schema of what an operation takes, and its media type.
func (k *contract) body(op *operation) (*schema, string) {
	for _, media := range []string{"application/json", "multipart/form-data"} {
		if b, ok := op.RequestBody.Content[media]; ok {
			return k.resolve(b.Schema), media
		}
	}
	return nil, ""
}

func (s *schema) is(kind string) bool {
	switch t := s.Type.(type) {
	case string:
		return t == kind
	case []any:
		return slices.Contains(t, any(kind))
	}
	return false
}

// free holds for text people may write as they like, as far as the contract tells.
func (s *schema) free() bool {
	return s.is("string") && s.Format == "" && s.Pattern == "" && s.Enum == nil
}

// texts lists the pointers of all free text in a schema; elements of arrays are
// named 0.
func (k *contract) texts(s *schema, at string) (out []string) {
	s = k.resolve(s)
	if s.free() {
		return []string{at}
	}
	if s.Items != nil {
		return k.texts(s.Items, at+"/0")
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		out = append(out, k.texts(s.Properties[name], at+"/"+name)...)
	}
	return out
}

// makers are the operations that make a record, or move one on, from a body with
// text in it.
func (k *contract) makers() (out []*operation) {
	for _, op := range k.ops {
		if s, _ := k.body(op); op.method == "POST" && s != nil && len(k.texts(s, "")) > 0 && noRecord[op.OperationID] == "" {
			out = append(out, op)
		}
	}
	return out
}

// noRecord are operations that take text and make no record of it.
var noRecord = map[string]string{
	"login":         "a name and a password, compared",
	"refreshTokens": "a token, looked up",
	"createMembers": "several bodies of createMember", "createCommitments": "several bodies of createCommitment",
	"transitionSignatures": "several bodies of createSignature", "saveProgressEntries": "several bodies of createProgressEntry",
	"setUp": "answers only while there is no account; its texts are those of createUser",
}

// unmade lists the texts of changes that no making takes.
func (k *contract) unmade() (out []string) {
	made := map[string]bool{}
	for _, op := range k.makers() {
		s, _ := k.body(op)
		for _, at := range k.texts(s, "") {
			made[at] = true
		}
	}
	for _, op := range k.ops {
		if s, _ := k.body(op); op.method == "PATCH" || op.method == "PUT" {
			for _, at := range k.texts(s, "") {
				if !made[at] {
					out = append(out, op.OperationID+" "+at)
				}
			}
		}
	}
	return out
}

// exports are the operations that answer with something people open in an office
// program, with the media types they do so in.
func (k *contract) exports() map[*operation][]string {
	out := map[*operation][]string{}
	for _, op := range k.ops {
		for media := range op.Responses["200"].Content {
			// What is kept as it came is no export.
			if op.method == "GET" && media != "application/json" && media != "application/octet-stream" && media != "*/*" {
				out[op] = append(out[op], media)
			}
		}
		slices.Sort(out[op])
	}
	return out
}
