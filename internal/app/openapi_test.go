package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"giaouoc/internal/actor"
	"giaouoc/internal/app"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/text"
)

const contractFile = root + "/api/openapi.yaml"

// The committed contract is what the code says. A change of it is reviewed like
// code; make generate writes it anew.
func TestOpenAPI(t *testing.T) {
	got, err := app.Contract()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := app.Contract(); err != nil || !bytes.Equal(got, again) {
		t.Errorf("two renderings differ (%v)", err)
	}
	if *update {
		if err := os.MkdirAll(filepath.Dir(contractFile), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(contractFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(contractFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("api/openapi.yaml is not what the code says; run make generate\n%s", firstDifference(string(want), string(got)))
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d:\n- %s\n+ %s", i+1, w[i], g[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}

// operation is a documented one, with its place.
type operation struct {
	*huma.Operation
	method, path string
}

func contract(t *testing.T) (*apptest.Service, *huma.OpenAPI, []operation) {
	t.Helper()
	s := apptest.New(t, dbtest.SQLite(t))
	spec := app.Described().Spec()
	var ops []operation
	for path, item := range spec.Paths {
		for method, op := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PATCH": item.Patch, "PUT": item.Put, "DELETE": item.Delete} {
			if op != nil {
				ops = append(ops, operation{op, method, path})
			}
		}
	}
	slices.SortFunc(ops, func(a, b operation) int { return strings.Compare(a.OperationID, b.OperationID) })
	return s, spec, ops
}

// The routes, the contract and the policy table name the same operations.
func TestRoutesContractAndPolicyAgree(t *testing.T) {
	s, spec, ops := contract(t)
	if spec.OpenAPI != "3.1.0" {
		t.Errorf("OpenAPI %s", spec.OpenAPI)
	}
	documented, policy := map[string]bool{}, actor.Operations()
	for _, op := range ops {
		documented[op.method+" "+op.path] = true
		if s.Server.Operations()[op.OperationID] != op.method+" "+op.path {
			t.Errorf("%s is registered as %q", op.OperationID, s.Server.Operations()[op.OperationID])
		}
		if policy[op.OperationID] == "" || op.Extensions["x-permission"] != string(policy[op.OperationID]) {
			t.Errorf("%s: permission %v, the policy table says %q", op.OperationID, op.Extensions["x-permission"], policy[op.OperationID])
		}
	}
	routed := map[string]bool{}
	braces := regexp.MustCompile(`:(\w+)`)
	for _, r := range s.Server.Engine().Routes() {
		if strings.HasPrefix(r.Path, "/api/") {
			at := r.Method + " " + braces.ReplaceAllString(r.Path, "{$1}")
			if routed[at] = true; !documented[at] {
				t.Errorf("%s is not documented", at)
			}
		}
	}
	for at := range documented {
		if !routed[at] {
			t.Errorf("%s is documented but not routed", at)
		}
	}
	for id := range policy {
		if _, ok := s.Server.Operations()[id]; !ok {
			t.Errorf("the policy table names %s, which is not registered", id)
		}
	}
	known := actor.Matrix()
	for id, p := range policy {
		if _, ok := known[p]; !ok && p != actor.Public && p != actor.SignedIn {
			t.Errorf("%s needs %q, which no role can have", id, p)
		}
	}
	inside := []actor.Permission{actor.TermUnlock, actor.ScoreReview, actor.ScoreOverride, actor.PublishedRead} // asked for within an operation that others may call too
	for p := range known {
		if !slices.Contains(slices.Collect(maps.Values(policy)), p) && !slices.Contains(inside, p) {
			t.Errorf("no operation needs %q", p)
		}
	}
}

func TestOperationsAreDescribed(t *testing.T) {
	_, _, ops := contract(t)
	lowerCamel, seen := regexp.MustCompile(`^[a-z]+([A-Z][a-z]+)*$`), map[string]bool{}
	for _, op := range ops {
		id := op.OperationID
		if !lowerCamel.MatchString(id) || seen[id] {
			t.Errorf("operation id %s", id)
		}
		seen[id] = true
		if op.Summary != text.Of(text.Vi, "op."+id, nil) || !strings.HasPrefix(op.Description, text.Of(text.En, "op."+id, nil)) || len(op.Tags) != 1 {
			t.Errorf("%s: summary %q, description %q, tags %v", id, op.Summary, op.Description, op.Tags)
		}
		for _, status := range statuses(op) {
			if op.Responses[fmt.Sprint(status)] == nil {
				t.Errorf("%s does not document %d", id, status)
			}
		}
		if public := actor.Operations()[id] == actor.Public; public == (len(op.Security) > 0) {
			t.Errorf("%s: security %v", id, op.Security)
		}
		for _, p := range op.Parameters {
			if p.Description == "" && p.Schema != nil && p.Schema.Description == "" {
				t.Errorf("%s: parameter %s is not explained", id, p.Name)
			}
		}
		for _, code := range codes(op) {
			if !text.Has("problem."+code) || !text.Has("problem."+code+".detail") {
				t.Errorf("%s: problem code %s has no words", id, code)
			}
		}
	}
	if len(ops) < 100 {
		t.Errorf("only %d operations", len(ops))
	}
}

// statuses are what an operation must say it can answer with besides success.
func statuses(op operation) []int {
	out := []int{400, 401, 503}
	if permission := actor.Operations()[op.OperationID]; permission != actor.Public && permission != actor.SignedIn {
		out = append(out, 403)
	}
	isList := slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.Name == "cursor" })
	derived := slices.Contains([]string{"getVote", "getRanking", "getScoreSheet"}, op.OperationID) // follow from other records too
	if op.method == "GET" && !derived && (isList || strings.HasSuffix(op.path, "/{id}") || strings.HasSuffix(op.path, "/content")) {
		out = append(out, 304)
	}
	if strings.Contains(op.path, "{") {
		out = append(out, 404)
	}
	if op.method != "GET" {
		out = append(out, 409, 415, 422)
	}
	if slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.Name == "If-Match" }) {
		out = append(out, 412, 428)
	}
	if slices.Contains(codes(op), "rate_limited") {
		out = append(out, 429)
	}
	return out
}

func codes(op operation) []string {
	list, _ := op.Extensions["x-problem-codes"].([]string)
	return list
}

// Changing or removing needs the version last read.
func TestChangesNeedIfMatch(t *testing.T) {
	_, _, ops := contract(t)
	for _, op := range ops {
		has := slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.Name == "If-Match" })
		needs := op.method == "PATCH" || op.method == "PUT" || op.method == "DELETE" || op.method == "POST" && strings.HasSuffix(op.path, "/transitions")
		if has != needs {
			t.Errorf("%s %s: If-Match is %v", op.method, op.path, has)
		}
	}
}

// Every answer and every body has an example, and the examples are valid.
func TestExamples(t *testing.T) {
	_, spec, ops := contract(t)
	registry := spec.Components.Schemas
	check := func(what string, media *huma.MediaType, mode huma.ValidateMode) {
		t.Helper()
		if media == nil || media.Example == nil {
			t.Errorf("%s has no example", what)
			return
		}
		var res huma.ValidateResult
		huma.Validate(registry, media.Schema, huma.NewPathBuffer(nil, 0), mode, media.Example, &res)
		for _, err := range res.Errors {
			t.Errorf("%s: its example is not valid: %v", what, err)
		}
		if mode == huma.ModeReadFromServer {
			whole(t, what, registry, media.Schema, media.Example)
		}
	}
	for _, op := range ops {
		for status, r := range op.Responses {
			if status == "304" || r.Content["*/*"] != nil {
				continue // nothing, or bytes
			}
			if strings.HasPrefix(status, "2") && status != "204" {
				check(op.OperationID+" "+status, r.Content["application/json"], huma.ModeReadFromServer)
			}
		}
		if op.RequestBody != nil {
			for kind, media := range op.RequestBody.Content {
				check(op.OperationID+" "+kind, media, huma.ModeWriteToServer)
			}
		}
	}
}

// whole reports members of an answer that its example leaves out.
func whole(t *testing.T, what string, registry huma.Registry, s *huma.Schema, v any) {
	t.Helper()
	if s.Ref != "" {
		s = registry.SchemaFromRef(s.Ref)
	}
	switch v := v.(type) {
	case map[string]any:
		for name, member := range s.Properties {
			if x, ok := v[name]; ok {
				whole(t, what, registry, member, x)
			} else if slices.Contains(s.Required, name) {
				t.Errorf("%s: its example leaves %s out", what, name)
			}
		}
	case []any:
		for _, x := range v {
			if s.Items != nil {
				whole(t, what, registry, s.Items, x)
			}
		}
	}
}

// A member that may be null says so, also where its values are listed.
func TestNullIsDocumented(t *testing.T) {
	_, spec, _ := contract(t)
	b, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			types, nullable := v["type"].([]any)
			enum, listed := v["enum"].([]any)
			if nullable && listed && slices.Contains(types, any("null")) && !slices.Contains(enum, nil) {
				t.Errorf("%s may be null, but its enum does not list it", at)
			}
			for k, x := range v {
				walk(at+"/"+k, x)
			}
		case []any:
			for i, x := range v {
				walk(fmt.Sprint(at, "/", i), x)
			}
		}
	}
	walk("", doc)
}

// A step is one of the states the contract lists.
func TestStepsAreListed(t *testing.T) {
	_, spec, ops := contract(t)
	n := 0
	for _, op := range ops {
		if op.method != "POST" || !strings.HasSuffix(op.path, "/transitions") {
			continue
		}
		n++
		body := op.RequestBody.Content["application/json"].Schema
		if body.Ref != "" {
			body = spec.Components.Schemas.SchemaFromRef(body.Ref)
		}
		if to := body.Properties["to"]; to == nil || len(to.Enum) == 0 {
			t.Errorf("%s: to is not one of a list", op.OperationID)
		}
	}
	if n < 4 {
		t.Errorf("only %d transitions", n)
	}
}
