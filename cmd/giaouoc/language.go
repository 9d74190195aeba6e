package main

import (
	"strings"

	"giaouoc/internal/text"
)

// language is the operator's: what --lang says, else English where the locale
// says so, Vietnamese otherwise. Help is worded before flags are parsed.
func language(args, environ []string) text.Lang {
	for i, a := range args {
		v, ok := strings.CutPrefix(a, "--lang=")
		if a == "--lang" && i+1 < len(args) {
			v, ok = args[i+1], true
		}
		if ok && (v == string(text.Vi) || v == string(text.En)) {
			return text.Lang(v)
		}
	}
	for _, name := range []string{"LC_ALL=", "LC_MESSAGES=", "LANG="} {
		for _, e := range environ {
			if v, ok := strings.CutPrefix(e, name); ok && v != "" {
				if strings.HasPrefix(v, "en") {
					return text.En
				}
				return text.Vi
			}
		}
	}
	return text.Vi
}
