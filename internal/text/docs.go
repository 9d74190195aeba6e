package text

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
)

// docsFile holds the Vietnamese of the contract's descriptions under their
// English words, which stand where they are used: in doc tags and beside
// parameters. One English text has one Vietnamese: where two places need different
// Vietnamese, the English says more.
const docsFile = "docs.json"

var loadDocs = sync.OnceValue(func() map[string]string {
	b, err := files.ReadFile(docsFile)
	if err != nil {
		panic(err)
	}
	var docs map[string]string
	if err := json.Unmarshal(b, &docs); err != nil {
		panic("text: " + docsFile + ": " + err.Error())
	}
	return docs
})

// Translated is the Vietnamese of an English description in the contract; ok is
// false where the catalogue has none.
func Translated(english string) (vietnamese string, ok bool) {
	vietnamese, ok = loadDocs()[english]
	return vietnamese, ok
}

// Descriptions lists the English descriptions that have Vietnamese, in order.
func Descriptions() []string { return slices.Sorted(maps.Keys(loadDocs())) }
