package search

import "testing"

func TestTierOf(t *testing.T) {
	words := []string{"so", "noi", "vu"}
	for document, want := range map[string]string{
		"so noi vu":                     exact,
		"ban noi vu | so noi vu | snv":  exact,
		"so noi vu ha nam":              phrase,
		"phong | thuoc so noi vu tinh":  phrase,
		"so | noi vu":                   inWords, // a row crosses no bar
		"vu noi so":                     inWords,
		"noi vu so":                     inWords,
		"so noi vun":                    prefix,
		"so noi vung dat":               prefix,
		"vung noi so | so noi vu vuong": phrase,
	} {
		if got := tierOf(words, document, true); got != want {
			t.Errorf("%s: %s, want %s", document, got, want)
		}
	}
	if got := tierOf(words, "so noi vu", false); got != phrase {
		t.Errorf("no name: %s", got)
	}
	if m := match(prefix, "commitment", []string{"cong", "k"}); m.Prefix {
		t.Error("one letter is the beginning of too many words")
	}
}
