package viet

import (
	"encoding/hex"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

type collator struct {
	rules *collate.Collator
	buf   collate.Buffer
}

// A Collator serves one goroutine at a time and is costly to make.
var collators = sync.Pool{New: func() any {
	return &collator{rules: collate.New(language.Vietnamese, collate.Numeric)}
}}

// SortKey returns a key whose plain bytewise order is the Vietnamese
// alphabetical order of s: a ă â b c d đ e ê …, then tones; runs of digits
// compare as numbers, so "Khối 2" comes before "Khối 10". Outer spaces do not
// count. The key is lower-case hexadecimal text, ordered alike by every
// database engine under a binary collation.
func SortKey(s string) string {
	c := collators.Get().(*collator)
	c.buf.Reset()
	key := hex.EncodeToString(c.rules.KeyFromString(&c.buf, norm.NFC.String(strings.TrimSpace(s))))
	collators.Put(c)
	return key
}

// PersonKey orders people as Vietnamese lists do: by given name, which is the
// last word, then by the words before it.
func PersonKey(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	last := len(words) - 1
	return SortKey(words[last]) + " " + SortKey(strings.Join(words[:last], " "))
}
