// Package text is the one catalogue of words shown to people, in Vietnamese and
// English: problem titles and details, what is wrong with a field, labels of
// enumerated values, summaries of operations. Keys are stable, words are not.
package text

import (
	"embed"
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"sync"
)

// Lang is a language the product speaks.
type Lang string

// The languages, the default first.
const (
	Vi Lang = "vi"
	En Lang = "en"
)

// Entry is one text in both languages. {name} marks a parameter.
type Entry struct {
	Vi string `json:"vi"`
	En string `json:"en"`
}

//go:embed *.json
var files embed.FS

var load = sync.OnceValue(func() map[string]Entry {
	names, err := files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	all := map[string]Entry{}
	for _, n := range names {
		if n.Name() == docsFile {
			continue
		}
		b, err := files.ReadFile(n.Name())
		if err != nil {
			panic(err)
		}
		var part map[string]Entry
		if err := json.Unmarshal(b, &part); err != nil {
			panic(fmt.Sprintf("text: %s: %v", n.Name(), err))
		}
		for k, e := range part {
			if _, twice := all[k]; twice {
				panic("text: key stands in two files: " + k)
			}
			all[k] = e
		}
	}
	return all
})

// Has reports whether the catalogue knows the key.
func Has(key string) bool { _, ok := load()[key]; return ok }

// Of returns the words for a key in a language, its parameters filled in. An
// unknown key comes back as itself, so that nothing is ever shown blank; a test
// keeps that from happening.
func Of(lang Lang, key string, params map[string]any) string {
	e, ok := load()[key]
	if !ok {
		return key
	}
	s := e.Vi
	if lang == En {
		s = e.En
	}
	if len(params) == 0 || !strings.Contains(s, "{") {
		return s
	}
	pairs := make([]string, 0, 2*len(params))
	for k, v := range params {
		pairs = append(pairs, "{"+k+"}", show(lang, v))
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// Keys lists the keys with a prefix, in order.
func Keys(prefix string) []string {
	var ks []string
	for k := range load() {
		if strings.HasPrefix(k, prefix) {
			ks = append(ks, k)
		}
	}
	sort.Strings(ks)
	return ks
}

// Value is a value of an enumeration as a parameter: its label where people read
// it, the value itself on the wire.
type Value struct{ Enum, Of string }

// Values are values of one enumeration.
func Values(enum string, of []string) []Value {
	out := make([]Value, len(of))
	for i, v := range of {
		out[i] = Value{enum, v}
	}
	return out
}

// MarshalText is the value.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.Of), nil }

// label is what a value is called; "" is unknown. Labels have their place in the
// order between enumeration and value.
func (v Value) label(lang Lang) string {
	if v.Of == "" {
		return Of(lang, "value.unknown", nil)
	}
	for _, k := range Keys("enum." + v.Enum + ".") {
		if strings.HasSuffix(k, "."+v.Of) {
			return Of(lang, k, nil)
		}
	}
	return v.Of
}

// Count is a number of things as a parameter: as offices write it, 04 in
// Vietnamese.
type Count int

// In is the number in a language.
func (n Count) In(lang Lang) string {
	if lang == Vi {
		return fmt.Sprintf("%02d", int(n))
	}
	return strconv.Itoa(int(n))
}

// Phrase is a text of the catalogue as a parameter of another.
type Phrase struct {
	Key    string
	Params map[string]any
}

// In is the phrase in a language.
func (p Phrase) In(lang Lang) string { return Of(lang, p.Key, p.Params) }

func show(lang Lang, v any) string {
	switch x := v.(type) {
	case string:
		return x
	case interface{ In(lang Lang) string }:
		return x.In(lang)
	case []Phrase:
		phrases := make([]string, len(x))
		for i, p := range x {
			phrases[i] = p.In(lang)
		}
		return strings.Join(phrases, ", ")
	case Value:
		return x.label(lang)
	case []Value:
		if len(x) == 0 {
			return "–"
		}
		labels := make([]string, len(x))
		for i, v := range x {
			labels[i] = v.label(lang)
		}
		return strings.Join(labels, ", ")
	case []string:
		return strings.Join(x, ", ")
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// Match picks the language for an Accept-Language header: the offered language
// with the highest weight, Vietnamese when neither is asked for.
func Match(accept string) Lang {
	best, weight := Vi, 0.0
	for _, part := range strings.Split(accept, ",") {
		tag, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		w := 1.0
		if v, ok := strings.CutPrefix(strings.TrimSpace(q), "q="); ok {
			f, err := strconv.ParseFloat(v, 64)
			if err != nil {
				continue
			}
			w = f
		}
		primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		if (primary == string(Vi) || primary == string(En)) && w > weight {
			best, weight = Lang(primary), w
		}
	}
	return best
}
