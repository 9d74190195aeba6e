package viet

import (
	"strings"
	"unicode/utf8"
)

// Segment is a piece of a text; Match is set where the words asked for stand.
type Segment struct {
	Text  string `json:"text"`
	Match bool   `json:"match"`
}

// Highlight parts a text into what matches one of the folded words and what
// lies between. With prefix the last of them also matches the beginning of a
// word. Put together the segments are the text again.
func Highlight(text string, words []string, prefix bool) []Segment {
	var out []Segment
	add := func(s string, match bool) {
		switch {
		case s == "":
		case len(out) > 0 && out[len(out)-1].Match == match:
			out[len(out)-1].Text += s
		default:
			out = append(out, Segment{s, match})
		}
	}
	at, last := 0, -1 // last is where the last match ended
	for _, w := range wordSpans(text) {
		if !matches(Key(text[w.from:w.to]), words, prefix) {
			continue
		}
		// A space between two words that match belongs to the match.
		add(text[at:w.from], last == at && strings.TrimSpace(text[at:w.from]) == "")
		add(text[w.from:w.to], true)
		at, last = w.to, w.to
	}
	add(text[at:], false)
	return out
}

// Excerpt is Highlight of the part of a text where the most of the words stand
// together, at most about size characters long; … marks what was left away.
func Excerpt(text string, words []string, prefix bool, size int) []Segment {
	if utf8.RuneCountInString(text) <= size {
		return Highlight(text, words, prefix)
	}
	spans := wordSpans(text)
	from, to := densest(text, spans, words, prefix, size)
	segments := Highlight(text[from:to], words, prefix)
	if from > 0 {
		segments = append([]Segment{{"…", false}}, segments...)
	}
	if to < len(text) {
		segments = append(segments, Segment{"…", false})
	}
	return segments
}

// densest finds the stretch of whole words, at most size characters long, in
// which the most different words match; it begins a few words before the first.
func densest(text string, spans []span, words []string, prefix bool, size int) (from, to int) {
	const lead = 4 // words shown before the first match
	best, start := -1, 0
	keys := make([]string, len(spans))
	for i, s := range spans {
		keys[i] = Key(text[s.from:s.to])
	}
	for i := range spans {
		if !matches(keys[i], words, prefix) {
			continue
		}
		begin := max(i-lead, 0)
		seen := map[string]bool{}
		for j := i; j < len(spans) && within(text[spans[begin].from:spans[j].to], size); j++ {
			if matches(keys[j], words, prefix) {
				seen[keys[j]] = true
			}
		}
		if len(seen) > best {
			best, start = len(seen), begin
		}
	}
	if len(spans) == 0 {
		return 0, cut(text, size)
	}
	from = spans[start].from
	if start == 0 {
		from = 0
	}
	to = from + cut(text[from:spans[start].to], size)
	for j := start; j < len(spans) && within(text[from:spans[j].to], size); j++ {
		to = spans[j].to
	}
	return from, to
}

// within reports whether s has at most size characters. A character has at most
// four bytes, so that most answers need no counting.
func within(s string, size int) bool {
	return len(s) <= size || len(s) <= 4*size && utf8.RuneCountInString(s) <= size
}

// cut is how many bytes the first size characters take.
func cut(s string, size int) int {
	for i := range s {
		if size == 0 {
			return i
		}
		size--
	}
	return len(s)
}

func matches(key string, words []string, prefix bool) bool {
	for i, w := range words {
		if key == w || prefix && i == len(words)-1 && strings.HasPrefix(key, w) {
			return true
		}
	}
	return false
}

type span struct{ from, to int }

// wordSpans finds where the words of a text stand: runs of what Key keeps.
func wordSpans(text string) []span {
	var out []span
	begin := -1
	for i, r := range text {
		switch parts := separates(r); {
		case parts && begin >= 0:
			out, begin = append(out, span{begin, i}), -1
		case !parts && begin < 0:
			begin = i
		}
	}
	if begin >= 0 {
		out = append(out, span{begin, len(text)})
	}
	return out
}

// separates reports whether Key parts words at r.
func separates(r rune) bool {
	var k keyBuffer
	if r < utf8.RuneSelf {
		k.ascii(byte(r))
	} else {
		k.decomposed(string(r))
	}
	return k.gap
}
