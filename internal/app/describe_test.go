package app_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"giaouoc/internal/httpx"
	"giaouoc/internal/text"
)

// descriptions walks the contract and collects what it describes: English words →
// one place where they stand. Operations and answers are left to others: their
// words are keys of the catalogue (TestOperationsAreDescribed, TestPages).
func descriptions(t *testing.T) map[string]string {
	t.Helper()
	_, spec, _ := contract(t)
	raw, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	var document any
	if err := json.Unmarshal(raw, &document); err != nil {
		t.Fatal(err)
	}
	elsewhere := regexp.MustCompile(`^/paths/.*/(get|post|put|patch|delete)(/responses/[0-9]+)?$`)
	found := map[string]string{}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, member := range v {
				words, said := member.(string)
				switch {
				case name == "description" && said && !elsewhere.MatchString(at):
					found[words] = at
				case !strings.HasSuffix(at, "/properties") && (name == "example" || name == "examples"):
				default:
					walk(at+"/"+name, member)
				}
			}
		case []any:
			for _, member := range v {
				walk(at+"/…", member)
			}
		}
	}
	walk("", document)
	introduction := spec.Info.Description
	if found[introduction] != "/info" {
		t.Fatal("the walk does not find the introduction")
	}
	delete(found, introduction)
	about, points := httpx.Introduction(introduction)
	vi, en, both := strings.Cut(about, " / ")
	if !both || vi == "" || en == "" || len(points) < 2 {
		t.Errorf("the introduction is not in both languages with points below: %q", introduction)
	}
	for _, p := range points {
		found[p] = "/info"
	}
	return found
}

// Every description of the contract can be read in Vietnamese, and the catalogue
// translates nothing that is no longer said.
func TestDescriptionsAreInBothLanguages(t *testing.T) {
	found := descriptions(t)
	if len(found) < 250 {
		t.Errorf("the walk finds only %d descriptions", len(found))
	}
	for _, english := range slices.Sorted(maps.Keys(found)) {
		if words, ok := httpx.Describe(text.Vi, english); !ok {
			t.Errorf("%s: no Vietnamese. Add a line to internal/text/docs.json, the English as its key:\n  %s: \"…\",", found[english], quoted(t, english))
		} else if words == english {
			t.Errorf("%s: %q is the same in both languages", found[english], english)
		}
		if words, ok := httpx.Describe(text.En, english); !ok || words != english {
			t.Errorf("%s: in English it is %q, not %q", found[english], words, english)
		}
	}
	for _, english := range text.Descriptions() {
		if found[english] == "" {
			t.Errorf("the contract no longer says this. Change its key in internal/text/docs.json to the new English, or remove the line:\n  %s", quoted(t, english))
		}
	}
}

// quoted writes words as the catalogue does.
func quoted(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}

// The reference shows each description in the reader's language alone.
func TestReferenceSpeaksOneLanguage(t *testing.T) {
	s, spec, ops := contract(t)
	reader := s.Nobody()
	read := func(path, lang string) string {
		return plain(string(reader.Get("!" + path + "?lang=" + lang).Must(200).Raw))
	}
	check := func(at, vi, en, english string) {
		t.Helper()
		words, ok := httpx.Describe(text.Vi, english)
		if english == "" || !ok {
			return // TestDescriptionsAreInBothLanguages tells
		}
		if !strings.Contains(vi, plain(words)) || strings.Contains(vi, ">"+plain(english)+"<") {
			t.Errorf("%s?lang=vi does not show %q for %q", at, words, english)
		}
		if !strings.Contains(en, plain(english)) {
			t.Errorf("%s?lang=en does not show %q", at, english)
		}
	}
	vi, en := read("/docs/schemas", "vi"), read("/docs/schemas", "en")
	for _, schema := range spec.Components.Schemas.Map() {
		for _, member := range schema.Properties {
			check("/docs/schemas", vi, en, member.Description)
		}
	}
	pages := map[string][2]string{}
	for _, op := range ops {
		at := "/docs/" + op.Tags[0]
		if pages[at] == [2]string{} {
			pages[at] = [2]string{read(at, "vi"), read(at, "en")}
		}
		for _, p := range op.Parameters {
			check(at, pages[at][0], pages[at][1], p.Description)
		}
	}
	vi, en = read("/docs", "vi"), read("/docs", "en")
	_, points := httpx.Introduction(spec.Info.Description)
	for _, p := range points {
		check("/docs", vi, en, p)
	}
	check("/docs", vi, en, spec.Components.SecuritySchemes["bearer"].Description)
}

// plain takes away what a page adds to words: escapes and the marks of code.
func plain(s string) string {
	return strings.NewReplacer("<code>", "", "</code>", "", "`", "", "&#39;", "'", "&#34;", `"`, "&lt;", "<", "&gt;", ">", "&amp;", "&", "&#43;", "+").Replace(s)
}
