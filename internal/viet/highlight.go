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

// looked is how far into a text an excerpt is looked for, in bytes: words deep in
// a very long one are found, but not shown.
const looked = 20_000

// Excerpt is Highlight of the part of a text where the most of the words stand
// together, at most about size characters long; … marks what was left away.
func Excerpt(text string, words []string, prefix bool, size int) []Segment {
	if within(text, size) {
		return Highlight(text, words, prefix)
	}
	part := text
	if len(part) > looked {
		part = part[:cutBytes(part, looked)]
	}
	from, to := densest(part, words, prefix, size)
	segments := Highlight(part[from:to], words, prefix)
	if from > 0 {
		segments = append([]Segment{{"…", false}}, segments...)
	}
	if to < len(text) {
		segments = append(segments, Segment{"…", false})
	}
	return segments
}

// hit is a word of a text that matches: which span, and which of the words.
type hit struct {
	span int
	key  string
}

// densest finds the stretch of whole words, at most size characters long, in
// which the most different words match; it begins a few words before the first.
// One pass with two ends: what leaves the stretch is taken out of the count.
func densest(text string, words []string, prefix bool, size int) (from, to int) {
	const lead = 4 // words shown before the first match
	spans := wordSpans(text)
	if len(spans) == 0 {
		return 0, cut(text, size)
	}
	var hits []hit
	for i, s := range spans {
		if key := Key(text[s.from:s.to]); matches(key, words, prefix) {
			hits = append(hits, hit{i, key})
		}
	}
	best, start, last, counts := 0, 0, 0, map[string]int{}
	for first := range hits {
		begin := max(hits[first].span-lead, 0)
		for last < len(hits) && within(text[spans[begin].from:spans[hits[last].span].to], size) {
			counts[hits[last].key]++
			last++
		}
		if len(counts) > best {
			best, start = len(counts), begin
		}
		if key := hits[first].key; last > first {
			if counts[key]--; counts[key] == 0 {
				delete(counts, key)
			}
		} else {
			last = first + 1 // one word alone is longer than the stretch
		}
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

// cutBytes is the end of the last whole character within n bytes.
func cutBytes(s string, n int) int {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
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
		k.ascii(byte(r)) // #nosec G115 -- below 0x80
	} else {
		k.decomposed(string(r))
	}
	return k.gap
}
