package text

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestBothLanguagesSayTheSame(t *testing.T) {
	hole := regexp.MustCompile(`\{[a-z_]+\}`)
	for _, k := range Keys("") {
		e := load()[k]
		if strings.TrimSpace(e.Vi) == "" || strings.TrimSpace(e.En) == "" {
			t.Errorf("%s: a language is missing", k)
		}
		if !norm.NFC.IsNormalString(e.Vi) {
			t.Errorf("%s: Vietnamese text is not NFC", k)
		}
		vi, en := hole.FindAllString(e.Vi, -1), hole.FindAllString(e.En, -1)
		slices.Sort(vi)
		slices.Sort(en)
		if !slices.Equal(slices.Compact(vi), slices.Compact(en)) {
			t.Errorf("%s: parameters differ: %v and %v", k, vi, en)
		}
	}
}

// Every description has Vietnamese in its stored form, once.
func TestDescriptions(t *testing.T) {
	raw, err := files.ReadFile(docsFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, english := range Descriptions() {
		vietnamese, ok := Translated(english)
		if !ok || strings.TrimSpace(vietnamese) != vietnamese || vietnamese == "" || !norm.NFC.IsNormalString(vietnamese) {
			t.Errorf("%q: its Vietnamese is missing, has space around it or is not NFC: %q", english, vietnamese)
		}
	}
	// A key that stands twice would silently lose one of its texts.
	if lines := strings.Count(string(raw), "\n") - 2; lines != len(Descriptions()) {
		t.Errorf("%s has %d lines for %d descriptions: one a line, each once", docsFile, lines, len(Descriptions()))
	}
}

func TestOf(t *testing.T) {
	if got := Of(En, "field.max_length", map[string]any{"max": 10}); !strings.Contains(got, "10") {
		t.Errorf("parameter not filled: %q", got)
	}
	if got := Of(Vi, "no.such.key", nil); got != "no.such.key" {
		t.Errorf("unknown key: %q", got)
	}
}

// A value of an enumeration is said in words; what nobody told is unknown, and
// what the catalogue lacks is said as it is.
func TestValuesAreSaidInWords(t *testing.T) {
	of := func(lang Lang, v any) string {
		return Of(lang, "field.other_state", map[string]any{"state": v, "needed": ""})
	}
	for want, v := range map[string]any{
		"Ký kết giao ước, Đã khóa số liệu": Values("term_status", []string{"signing", "locked"}),
		"Có hiệu lực": Value{"decision_status", "in_force"},
		"Chưa rõ":     Value{"term_status", ""},
		"elsewhere":   Value{"term_status", "elsewhere"},
		"–":           Values("term_status", nil),
	} {
		if got := of(Vi, v); !strings.Contains(got, want+";") {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
	if got := of(En, Value{"term_status", "locked"}); !strings.Contains(got, "Locked;") {
		t.Errorf("English: %q", got)
	}
	if wire, err := json.Marshal(Value{"term_status", "locked"}); err != nil || string(wire) != `"locked"` {
		t.Errorf("on the wire: %s, %v", wire, err)
	}
}

func TestMatch(t *testing.T) {
	for in, want := range map[string]Lang{
		"": Vi, "en": En, "en-US,vi;q=0.5": En, "fr, en;q=0.2, vi;q=0.9": Vi,
		"de": Vi, "EN-gb;q=0.1": En, "*": Vi, "en;q=x": Vi, "vi-VN,vi;q=0.9,en-US;q=0.6": Vi,
	} {
		if got := Match(in); got != want {
			t.Errorf("Match(%q) = %s, want %s", in, got, want)
		}
	}
}
