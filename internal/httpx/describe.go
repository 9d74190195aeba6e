package httpx

import (
	"strings"

	"giaouoc/internal/text"
)

// The contract describes in English. Words of the common grammar are keys of the
// catalogue ("param."); all others are written where they belong, in doc tags, and
// have their Vietnamese in docs.json under the English.

// meaning is what a parameter of the common grammar is for, in English.
func meaning(name string) string { return text.Of(text.En, "param."+name, nil) }

// Describe says a description of the contract in a language. Where the catalogue
// has no Vietnamese for it, it comes back in English and ok is false.
func Describe(lang text.Lang, english string) (words string, ok bool) {
	if lang == text.En || english == "" {
		return english, true
	}
	if words, ok = text.Translated(english); ok {
		return words, true
	}
	if words, ok = describeComposed(lang, english); ok {
		return words, true
	}
	for _, key := range text.Keys("param.") {
		if english == text.Of(text.En, key, nil) {
			return text.Of(lang, key, nil), true
		}
	}
	return english, false
}

// describeComposed takes apart what listParameters composes: a filter with the
// values it expects, the order with its fields.
func describeComposed(lang text.Lang, english string) (string, bool) {
	for _, name := range []string{"equals", "ne", "gt", "gte", "lt", "lte", "exists"} {
		if expected, ok := strings.CutPrefix(english, meaning(name)+" ("); ok {
			return text.Of(lang, "param."+name, nil) + " (" + expected, true
		}
	}
	if fields, ok := strings.CutPrefix(english, meaning("sort")+": "); ok {
		fields, order, ok := strings.Cut(fields, "; "+meaning("default")+" ")
		return text.Of(lang, "param.sort", nil) + ": " + fields + "; " + text.Of(lang, "param.default", nil) + " " + order, ok
	}
	return "", false
}

// Introduction is the introduction of the contract: what it is about, in both
// languages at once, and its points, each a description of its own.
func Introduction(description string) (about string, points []string) {
	about, rest, _ := strings.Cut(description, "\n\n- ")
	return about, strings.Split(rest, "\n- ")
}
