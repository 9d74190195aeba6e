package office_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/app/demo"
	"giaouoc/internal/db/dbtest"
)

// The JSON of every report of the demo is what the published schema it names says,
// by a validator of others; and the schema says all: a member it does not know, or
// one that is missing, is refused.
func TestReportsKeepTheirSchema(t *testing.T) {
	s := apptest.New(t, dbtest.SQLite(t))
	if _, err := demo.Fill(t.Context(), s.App, apptest.Password); err != nil {
		t.Fatal(err)
	}
	admin := s.Login("quantri", apptest.Password)
	published := s.Nobody().Get("!/schemas").Must(200)
	names := published.Body
	if len(names) < 5 {
		t.Fatalf("published: %s", published.Raw)
	}
	compiled := map[string]*jsonschema.Schema{}
	for name := range names {
		raw := s.Nobody().Get("!/schemas/" + name).Must(200).Raw
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		c.AssertFormat()
		if err := c.AddResource("schema.json", doc); err != nil {
			t.Fatal(err)
		}
		if compiled[name], err = c.Compile("schema.json"); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	seen := map[string]bool{}
	check := func(at string, raw []byte) {
		var named struct{ Schema string }
		if err := json.Unmarshal(raw, &named); err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		schema := compiled[named.Schema]
		if schema == nil {
			t.Fatalf("%s names the schema %q, which is not published", at, named.Schema)
		}
		seen[named.Schema] = true
		for what, change := range map[string]func(map[string]any){
			"": func(map[string]any) {}, "a member more": func(m map[string]any) { m["more"] = 1 }, "no checksum": func(m map[string]any) { delete(m, "checksum") },
			"a member more in data": func(m map[string]any) { m["data"].(map[string]any)["more"] = 1 },
		} {
			var m map[string]any
			if err := json.Unmarshal(raw, &m); err != nil {
				t.Fatal(err)
			}
			change(m)
			if err := schema.Validate(m); (err == nil) != (what == "") {
				t.Errorf("%s, %q: %v", at, what, err)
			}
		}
	}
	for _, path := range documents(s) {
		for _, id := range subjects(t, admin, path) {
			at := strings.Replace(path, "{id}", id, 1) + "?format=json"
			a := admin.Get(at)
			if a.Status == 409 {
				a = admin.Get(at + "&draft=true")
			}
			check(at, a.Must(200).Raw)
		}
	}
	term := admin.Get("/terms?limit=1").Must(200).Str("data.0.id")
	job := admin.Post("/report-jobs", map[string]any{"kind": "handbook", "subject_id": term, "formats": []string{"json"}}).Must(201).ID()
	if _, err := s.Reports.WorkOne(t.Context()); err != nil {
		t.Fatal(err)
	}
	raw := admin.Get("/report-jobs/" + job + "/file").Must(200).Raw
	pack, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range pack.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		check(f.Name, raw)
	}
	if len(seen) != len(names) {
		t.Errorf("%d of %d schemas were used", len(seen), len(names))
	}
	s.Nobody().Get("!/schemas/giaouoc.report.annual/99").Refused(404, "not_found")
}
