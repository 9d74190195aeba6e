package races_test

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"giaouoc/torture/rig"
)

func TestMain(m *testing.M) {
	http.DefaultTransport.(*http.Transport).MaxIdleConnsPerHost = 2 * racers
	rig.Main(m)
}

// beside lets a test run beside the others of this package, unless times are
// judged.
func beside(t *testing.T) {
	if !rig.Long() {
		t.Parallel()
	}
}

const (
	racers = 8
	prefix = "/api/v1"
)

// operation is what the contract says of one.
type operation struct {
	id, method, path string
	match, keyed     bool                // takes If-Match, an Idempotency-Key
	body             map[string]property // members of the body
	once             []string            // members of the answer that a repetition leaves out
}

type property struct {
	Enum        []any
	Description string
}

// noun is what an operation is about: Term for updateTerm.
func (o operation) noun() string { return strings.TrimLeft(o.id, "abcdefghijklmnopqrstuvwxyz") }

// record is the path of the record an operation changes: /terms/{id} for
// /terms/{id}/transitions.
func (o operation) record() string {
	before, _, found := strings.Cut(o.path, "{id}")
	if !found {
		return o.path
	}
	return before + "{id}"
}

// contract reads the operations the program says it has.
func contract(t *testing.T, s *rig.Server) (ops []operation) {
	t.Helper()
	res, err := http.Get(s.URL + "/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	type content map[string]struct {
		Schema struct {
			Ref string `json:"$ref"`
		}
	}
	var doc struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
			Parameters  []struct{ Name string }
			RequestBody struct{ Content content }
			Responses   map[string]struct{ Content content }
		}
		Components struct {
			Schemas map[string]struct{ Properties map[string]property }
		}
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	members := func(c content) map[string]property {
		for _, m := range c {
			return doc.Components.Schemas[strings.TrimPrefix(m.Schema.Ref, "#/components/schemas/")].Properties
		}
		return nil
	}
	for path, item := range doc.Paths {
		for method, e := range item {
			o := operation{id: e.OperationID, method: strings.ToUpper(method), path: strings.TrimPrefix(path, prefix), body: members(e.RequestBody.Content)}
			for _, p := range e.Parameters {
				o.match = o.match || p.Name == "If-Match"
				o.keyed = o.keyed || p.Name == "Idempotency-Key"
			}
			for status, r := range e.Responses {
				for name, p := range members(r.Content) {
					if status < "300" && strings.HasPrefix(p.Description, "shown in this answer only") {
						o.once = append(o.once, name)
					}
				}
			}
			ops = append(ops, o)
		}
	}
	slices.SortFunc(ops, func(a, b operation) int { return strings.Compare(a.id, b.id) })
	return ops
}
