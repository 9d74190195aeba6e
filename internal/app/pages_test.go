package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/fault"
	"giaouoc/internal/text"
)

const kindsFile = "pages/kinds.json"

// kindsOf reads from the code what kind of refusal each problem code is.
func kindsOf(t *testing.T) map[string]fault.Kind {
	t.Helper()
	kinds := []fault.Kind{
		fault.Invalid, fault.Malformed, fault.Unauthenticated, fault.Forbidden, fault.NotFound, fault.Conflict, fault.Stale,
		fault.Throttled, fault.Unavailable, fault.Internal,
	}
	// The codes fault.Query chooses from are no literals of a call.
	out := map[string]fault.Kind{"unknown_parameter": fault.Malformed, "invalid_parameter": fault.Malformed, "cursor_mismatch": fault.Malformed}
	note := func(kind, code ast.Expr) {
		name := ""
		switch k := kind.(type) {
		case *ast.SelectorExpr:
			name = k.Sel.Name
		case *ast.Ident:
			name = k.Name
		}
		lit, ok := code.(*ast.BasicLit)
		i := slices.IndexFunc(kinds, func(k fault.Kind) bool { return strings.EqualFold(strings.ReplaceAll(string(k), "_", ""), name) })
		if !ok || lit.Kind != token.STRING || i < 0 {
			return
		}
		c, _ := strconv.Unquote(lit.Value)
		if was, ok := out[c]; ok && was != kinds[i] {
			t.Errorf("%s is %s in one place and %s in another", c, was, kinds[i])
		}
		out[c] = kinds[i]
	}
	for _, s := range sources(t) {
		if s.pkg == "app/pages" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if len(n.Args) == 2 {
					note(n.Args[0], n.Args[1])
				}
			case *ast.CompositeLit:
				members := map[string]ast.Expr{}
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						if k, ok := kv.Key.(*ast.Ident); ok {
							members[k.Name] = kv.Value
						}
					}
				}
				note(members["Kind"], members["Code"])
			}
			return true
		})
	}
	return out
}

// Every problem code has words, and the pages know its status.
func TestProblemKinds(t *testing.T) {
	want, err := json.MarshalIndent(kindsOf(t), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile(kindsFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(kindsFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("internal/app/%s is not what the code says; run make generate\n%s", kindsFile, firstDifference(string(got), string(want)))
	}
	for code := range kindsOf(t) {
		if !text.Has("problem."+code) || !text.Has("problem."+code+".detail") {
			t.Errorf("problem code %s has no words", code)
		}
	}
}

var (
	link     = regexp.MustCompile(` (?:href|src)="([^"]*)"`)
	anchor   = regexp.MustCompile(` id="([^"]*)"`)
	unfilled = regexp.MustCompile(`(?:^|[^/{$"])\{[a-z_]+\}`)
)

// site walks every page from /docs and /problems, both languages.
func site(t *testing.T, s *apptest.Service) map[string]*apptest.Answer {
	t.Helper()
	reader := s.Nobody()
	pages, todo := map[string]*apptest.Answer{}, []string{"/docs", "/problems", "/docs?lang=en", "/docs?lang=vi"}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		if pages[at] != nil {
			continue
		}
		a := reader.Get("!" + at).Must(200)
		pages[at] = a
		if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(string(a.Raw), -1) {
			if path, _, _ := strings.Cut(m[1], "#"); strings.HasPrefix(path, "/") {
				todo = append(todo, path)
			}
		}
	}
	return pages
}

func TestPages(t *testing.T) {
	s, _, ops := contract(t)
	pages := site(t, s)
	for at, a := range pages {
		if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
			continue
		}
		page := string(a.Raw)
		csp := a.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'; style-src 'self'") || strings.Contains(csp, "unsafe") || a.Header.Get("Vary") != "Accept, Accept-Language" {
			t.Errorf("%s: %v", at, a.Header)
		}
		for _, forbidden := range []string{"<script", "<style", " style=", " onclick=", "<iframe", "<img"} {
			if strings.Contains(page, forbidden) {
				t.Errorf("%s has %s", at, forbidden)
			}
		}
		if len(page) > 600_000 {
			t.Errorf("%s has %d bytes", at, len(page))
		}
		lang := a.Header.Get("Content-Language")
		if !strings.Contains(page, `<html lang="`+lang+`">`) || strings.HasSuffix(at, "lang=vi") && lang != "vi" {
			t.Errorf("%s is in %q", at, lang)
		}
		for _, m := range regexp.MustCompile(`\b(page|tag|param|problem|field|op|enum)\.[a-z_]+[.<"]`).FindAllString(page, -1) {
			if !strings.HasPrefix(m, "page.next") && !strings.HasPrefix(m, "field.") {
				t.Errorf("%s shows the bare key %s", at, m)
			}
		}
		for _, m := range link.FindAllStringSubmatch(page, -1) {
			path, place, _ := strings.Cut(m[1], "#")
			switch {
			case strings.HasPrefix(m[1], "data:,"):
			case path != "" && !strings.HasPrefix(path, "/"):
				t.Errorf("%s leads elsewhere: %s", at, m[1])
			case place != "" && place != "main":
				if path == "" {
					path = at
				}
				if target := pages[path]; target == nil || !slices.ContainsFunc(anchor.FindAllStringSubmatch(string(target.Raw), -1), func(a []string) bool { return a[1] == place }) {
					t.Errorf("%s leads to %s, which is not there", at, m[1])
				}
			}
		}
	}
	for _, op := range ops {
		page := string(pages["/docs/"+op.Tags[0]+"?lang=vi"].Raw)
		_, section, _ := strings.Cut(page, `<section id="`+op.OperationID+`">`)
		section, _, _ = strings.Cut(section, "</section>")
		for _, want := range []string{op.path, op.Summary, fmt.Sprint(op.Extensions["x-permission"]), "curl -s"} {
			if !strings.Contains(section, want) {
				t.Errorf("%s does not show %s", op.OperationID, want)
			}
		}
		for _, p := range op.Parameters {
			if !strings.Contains(section, "<code>"+p.Name+"</code>") {
				t.Errorf("%s does not show parameter %s", op.OperationID, p.Name)
			}
		}
		for status := range op.Responses {
			_, row, ok := strings.Cut(section, "<tr><td>"+status+"</td>")
			row, _, _ = strings.Cut(row, "</tr>")
			if n, _ := strconv.Atoi(status); !ok || n >= 400 && !strings.Contains(row, "/problems/") {
				t.Errorf("%s: status %s is not explained: %s", op.OperationID, status, row)
			}
		}
		if !text.Has("tag." + op.Tags[0]) {
			t.Errorf("tag %s has no words: add tag.%s to internal/text/pages.json", op.Tags[0], op.Tags[0])
		}
	}
}

// Every code of the catalogue has a page, in both languages, the reader's first,
// and an example that is what the service sends.
func TestProblemPages(t *testing.T) {
	s := apptest.New(t, dbtest.SQLite(t))
	reader, kinds, list := s.Nobody(), kindsOf(t), map[string]string{}
	for _, lang := range []string{"vi", "en"} {
		list[lang] = string(reader.Get("!/problems?lang=" + lang).Must(200).Raw)
	}
	codes := 0
	for _, key := range text.Keys("problem.") {
		code := strings.TrimPrefix(key, "problem.")
		if strings.HasSuffix(code, ".detail") {
			continue
		}
		codes++
		if kinds[code] == "" {
			t.Errorf("the catalogue has words for %s, which nothing answers with", code)
		}
		for lang, other := range map[string]string{"vi": "en", "en": "vi"} {
			a := reader.Get("!/problems/"+code, "Accept-Language", lang, "Accept", "text/html").Must(200)
			page := string(a.Raw)
			first, second := strings.Index(page, `<section lang="`+lang+`">`), strings.Index(page, `<section lang="`+other+`">`)
			if first < 0 || second < first || a.Header.Get("Content-Language") != lang {
				t.Errorf("%s: %s is not before %s", code, lang, other)
			}
			plain := reader.Get("!/problems/"+code, "Accept-Language", lang, "Accept", "text/plain").Must(200)
			if plain.Header.Get("Content-Type") != "text/plain; charset=utf-8" || !strings.HasPrefix(string(plain.Raw), code+"\n") || unfilled.Match(plain.Raw) {
				t.Errorf("%s as text: %v %s", code, plain.Header, plain.Raw)
			}
			_, document, _ := strings.Cut(string(plain.Raw), "{")
			var p map[string]any
			if err := json.NewDecoder(strings.NewReader("{" + document)).Decode(&p); err != nil || p["code"] != code || !strings.HasSuffix(p["type"].(string), "/problems/"+code) {
				t.Errorf("%s: example %s (%v)", code, document, err)
			}
			if !strings.Contains(list[lang], ` id="`+code+`"`) {
				t.Errorf("%s is not in the list", code)
			}
		}
	}
	for _, key := range text.Keys("field.") {
		if !strings.Contains(list["vi"], ` id="`+strings.TrimSuffix(key, "_suggest")+`"`) {
			t.Errorf("%s is not in the list", key)
		}
	}
	if codes < 30 {
		t.Errorf("only %d codes", codes)
	}
	reader.Get("!/problems/nothing").Refused(404, "not_found")
	reader.Get("!/problems/not_found.detail").Refused(404, "not_found")
	reader.Get("!/docs/nothing").Refused(404, "not_found")
	reader.Get("!/docs", "Accept", "application/json").Refused(406, "not_acceptable")
	if a := reader.Do("HEAD", "!/docs", nil).Must(200); len(a.Raw) != 0 {
		t.Errorf("HEAD: %s", a.Raw)
	}
	if a := reader.Get("!/problems", "Accept", "text/plain").Must(200); !strings.Contains(string(a.Raw), "stale_version · 412") {
		t.Errorf("%s", a.Raw)
	}
	// What the service sends leads to the page of its code.
	real := reader.Get("/units").Refused(401, "unauthenticated")
	reader.Get(real.Str("type")).Must(200)
}
