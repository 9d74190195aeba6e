package app_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/app/demo"
)

// member is one member of a JSON object, in its place.
type member struct {
	name string
	raw  json.RawMessage
}

func members(t *testing.T, object json.RawMessage) []member {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(object))
	if tok, err := d.Token(); err != nil || tok != json.Delim('{') {
		t.Fatalf("%s: %v", object, err)
	}
	var out []member
	for d.More() {
		name, err := d.Token()
		m := member{name: name.(string)}
		if err == nil {
			err = d.Decode(&m.raw)
		}
		if err != nil {
			t.Fatalf("%s: %v", object, err)
		}
		out = append(out, m)
	}
	return out
}

// flat writes a row of JSON as the cells it should have under a header, with
// their names.
func flat(t *testing.T, object json.RawMessage, prefix string, header []string) (names, cells []string) {
	t.Helper()
	for _, m := range members(t, object) {
		name := prefix + m.name
		cell := string(m.raw)
		switch column := slices.Contains(header, name); {
		case cell == "null" && !column: // an object that is not there: its columns are
			for _, h := range header {
				if strings.HasPrefix(h, name+".") {
					names, cells = append(names, h), append(cells, "")
				}
			}
			continue
		case cell == "null":
			cell = ""
		case cell[0] == '{' && !column:
			n, c := flat(t, m.raw, name+".", header)
			names, cells = append(names, n...), append(cells, c...)
			continue
		case cell[0] == '"':
			if err := json.Unmarshal(m.raw, &cell); err != nil {
				t.Fatal(err)
			}
			if cell == "" {
				t.Errorf("%s is an empty text, which CSV cannot tell from unknown", name)
			}
		}
		names, cells = append(names, name), append(cells, cell)
	}
	return names, cells
}

// Every list says the same as CSV as it says as JSON, column by column, in the
// order of its members, on the demo's books.
func TestEveryListAsCSV(t *testing.T) {
	_, _, ops := contract(t)
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		if _, err := demo.Fill(t.Context(), s.App, apptest.Password); err != nil {
			t.Fatal(err)
		}
		admin := s.Login("quantri", apptest.Password)
		lists := 0
		for _, op := range ops {
			media := op.Responses["200"]
			if media == nil || media.Content["text/csv"] == nil {
				if strings.HasPrefix(op.OperationID, "list") {
					t.Errorf("%s cannot be had as CSV", op.OperationID)
				}
				continue
			}
			lists++
			paths := []string{strings.TrimPrefix(op.path, "/api/v1")}
			if parent, part, ok := strings.Cut(paths[0], "/{id}"); ok {
				paths = nil
				for _, id := range admin.Get(parent + "?limit=20").Must(200).Column("id") {
					paths = append(paths, parent+"/"+id.(string)+part)
				}
			}
			rows := 0
			for _, path := range paths {
				rows += sameAsJSON(t, admin, path, strings.TrimSuffix(media.Content["text/csv"].Example.(string), "\n"))
			}
			if rows == 0 {
				t.Logf("%s has no rows in the demo", op.OperationID)
			}
		}
		if lists < 25 {
			t.Errorf("only %d lists", lists)
		}
	})
}

func sameAsJSON(t *testing.T, c *apptest.Client, path, documented string) int {
	t.Helper()
	// Reading makes an audit entry of nothing, so both answers see the same rows.
	var page struct{ Data, Rows []json.RawMessage }
	a := c.Get(path + sep(path) + "lang=vi").Must(200)
	if err := json.Unmarshal(a.Raw, &page); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(c.Get(path+sep(path)+"lang=vi", "Accept", "text/csv").Must(200).Raw)).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	header, data := records[0], append(page.Data, page.Rows...)
	if strings.Join(header, ",") != documented {
		t.Errorf("%s: header %q, documented %q", path, header, documented)
	}
	if more := a.At("page.has_more") == true; len(records)-1 < len(data) || !more && len(records)-1 != len(data) {
		t.Fatalf("%s: %d rows as CSV, %d as JSON", path, len(records)-1, len(data))
	}
	for i, row := range data {
		names, cells := flat(t, row, "", header)
		if !slices.Equal(names, header) || !slices.Equal(cells, records[i+1]) {
			t.Errorf("%s, row %d:\n%q\n%q\n%q\n%q", path, i, header, names, records[i+1], cells)
		}
	}
	return len(data)
}
