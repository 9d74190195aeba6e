// Package viet handles Vietnamese text (chữ Việt): the canonical form that is
// stored, the key that is searched, the key that is sorted by, and figures as
// clerks write them. All of it is computed in Go, so every database engine finds
// and orders alike.
package viet

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Key returns the search key of s: lower-case letters and digits without
// marks, words parted by one space. Texts that differ only in case, tone or
// its placement (hòa, hoà), Unicode form (NFC, NFD), punctuation or invisible
// format characters share a key; đ counts as d.
//
// The spellings y and i of one sound are folded to i where both are in use: in
// a word that is nothing but y, or y after one of the onsets h, k, l, m, s, t
// and qu. So kỷ and kỉ, quý and quí, công ty and công ti, y tế and i tế meet,
// while tay and tai, thúy and thúi stay apart. After qu the fold holds inside a
// word too, so that the key of "quy" begins the key of "quyết" and a name is
// found while its last word is still being typed.
//
// Key is idempotent and never fails; invalid UTF-8 parts words.
func Key(s string) string {
	k := keyBuffer{out: make([]byte, 0, len(s))}
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			k.ascii(c)
			i++
			continue
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		k.decomposed(s[i : i+size])
		i += size
	}
	k.endWord()
	if string(k.out) == s {
		return s
	}
	return string(k.out)
}

// keyBuffer collects a key word by word.
type keyBuffer struct {
	out  []byte
	word int  // where the current word begins in out
	gap  bool // a separator was seen since the last letter
}

func (k *keyBuffer) ascii(c byte) {
	switch {
	case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
	case 'A' <= c && c <= 'Z':
		c += 'a' - 'A'
	default:
		k.gap = true
		return
	}
	if k.gap {
		k.beginWord()
	}
	k.out = append(k.out, c)
}

// decomposed adds one character beyond ASCII in its NFKD form. Marks are
// dropped, so the order NFKD would give them does not matter.
func (k *keyBuffer) decomposed(char string) {
	d := norm.NFKD.PropertiesString(char).Decomposition()
	if d == nil { // none, or Hangul, which is decomposed by rule
		for _, r := range norm.NFKD.String(char) {
			k.rune(r)
		}
		return
	}
	for len(d) > 0 {
		r, size := utf8.DecodeRune(d)
		k.rune(r)
		d = d[size:]
	}
}

func (k *keyBuffer) rune(r rune) {
	switch {
	case r < utf8.RuneSelf:
		k.ascii(byte(r)) // #nosec G115 -- below 0x80
	case 0x300 <= r && r <= 0x36F: // the marks of Latin letters
	case r == 'đ', r == 'Đ', r == 'ð', r == 'Ð':
		k.ascii('d')
	case unicode.IsLetter(r), unicode.IsDigit(r):
		if k.gap {
			k.beginWord()
		}
		k.out = utf8.AppendRune(k.out, unicode.ToLower(r))
	case unicode.In(r, unicode.M, unicode.Cf):
	default:
		k.gap = true
	}
}

func (k *keyBuffer) beginWord() {
	k.gap = false
	if len(k.out) == 0 {
		return
	}
	k.endWord()
	k.out = append(k.out, ' ')
	k.word = len(k.out)
}

// endWord folds a y of the complete word to i where the two are variants.
func (k *keyBuffer) endWord() {
	word := k.out[k.word:]
	if bytes.HasPrefix(word, []byte("quy")) {
		word[2] = 'i'
		return
	}
	last := len(word) - 1
	if last < 0 || word[last] != 'y' {
		return
	}
	switch string(word[:last]) {
	case "", "h", "k", "l", "m", "s", "t":
		word[last] = 'i'
	}
}
