package pages

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"giaouoc/internal/actor"
)

// formOf is the body of an operation that takes a form.
func formOf(op operation) (media, bool) {
	if op.RequestBody == nil {
		return media{}, false
	}
	m, ok := op.RequestBody.Content[typeForm]
	return m, ok
}

// curl is the operation as a command; what stands in capitals is to be filled in.
func (p page) curl(e entry, op operation) string {
	parts := []string{"curl -s"}
	if op.answersFile() {
		parts[0] += " -OJ"
	}
	if e.Method != "GET" {
		parts[0] += " -X " + e.Method
	}
	parts[0] += " " + quoted(p.Base+strings.ReplaceAll(e.Path, "{id}", "ID")+op.query())
	if op.Permission != string(actor.Public) {
		parts = append(parts, `-H "Authorization: Bearer $TOKEN"`)
	}
	if slices.ContainsFunc(op.Parameters, func(q parameter) bool { return q.Name == "If-Match" }) {
		parts = append(parts, `-H 'If-Match: "1"'`)
	}
	if form, ok := formOf(op); ok {
		parts = append(parts, p.formFlags(form)...)
	} else if op.RequestBody != nil {
		var b json.RawMessage
		if m := op.RequestBody.Content[typeJSON]; len(m.Example) > 0 {
			b, _ = json.Marshal(m.Example)
		}
		parts = append(parts, "-H 'Content-Type: application/json'", "-d "+quoted(string(b)))
	}
	return strings.Join(parts, " \\\n  ")
}

// query are the parameters an operation cannot do without, each with its example.
func (op operation) query() string {
	var out []string
	for _, q := range op.Parameters {
		if q.In != "query" || !q.Required {
			continue
		}
		value := ""
		for _, v := range slices.Concat(q.Schema.Examples, q.Schema.Enum) {
			value = fmt.Sprint(v)
			break
		}
		out = append(out, q.Name+"="+url.QueryEscape(value))
	}
	if len(out) == 0 {
		return ""
	}
	return "?" + strings.Join(out, "&")
}

// answersFile holds for an operation whose example answer is a file to be kept.
func (op operation) answersFile() bool {
	for code, r := range op.Responses {
		for _, m := range r.Content {
			if strings.HasPrefix(code, "2") && m.Schema.isFile() {
				return true
			}
		}
	}
	return false
}

// formFlags are the fields a form cannot do without, each with its example.
func (p page) formFlags(form media) []string {
	s, values := p.schemas[form.Schema.target()], map[string]string{}
	_ = json.Unmarshal(form.Example, &values) // a form's fields are texts; a test reads the page
	var out []string
	for _, name := range s.Required {
		switch member := s.Properties[name]; {
		case member.isFile():
			out = append(out, "-F "+quoted(name+"=@"+values[name]))
		case member.Format == "uuid":
			out = append(out, "-F "+name+"=ID")
		default:
			out = append(out, "-F "+name+"="+values[name])
		}
	}
	return out
}

// quoted is a word as a shell takes it.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
