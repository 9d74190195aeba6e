package viet

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bad is the first character that may not stand in stored text. Rune is
// U+FFFD for bytes that are not UTF-8. Index counts code points from 0 in the
// text as it was given.
type Bad struct {
	Rune  rune
	Index int
}

// Error is for the log.
func (b *Bad) Error() string {
	return fmt.Sprintf("character %U at position %d is not allowed in text", b.Rune, b.Index)
}

// Clean returns the canonical form in which text is stored: NFC, every kind of
// space a plain one, none of them at either end. Multiline text may hold tabs
// and line ends, which become LF; outer blank lines are trimmed too.
//
// Only visible characters are accepted. Control, format (zero-width, bidi, soft
// hyphen, byte order mark), private-use and unassigned characters, line and
// paragraph separators, invalid UTF-8 and its substitute U+FFFD, which decoders
// put in silently, are refused, and the first one is named. The result is nil
// when there is none; do not assign it to an error before testing it.
//
// Clean is idempotent.
func Clean(s string, multiline bool) (string, *Bad) {
	form, bad := inspect(s, multiline)
	if bad != nil {
		return "", bad
	}
	if form.spaces {
		s = plainSpaces(s)
	}
	cut := " "
	if multiline {
		cut = " \t\n"
	}
	s = strings.Trim(s, cut)
	if form.ascii {
		return s, nil
	}
	return norm.NFC.String(s), nil
}

// textForm says what is left to do to a text that holds no bad character.
type textForm struct {
	ascii  bool // nothing to normalise
	spaces bool // has spaces or line ends to be replaced
}

func inspect(s string, multiline bool) (textForm, *Bad) {
	form := textForm{ascii: true}
	index := 0
	for i := 0; i < len(s); index++ {
		if c := s[i]; c < utf8.RuneSelf {
			switch {
			case ' ' <= c && c <= '~':
			case multiline && (c == '\n' || c == '\t'):
			case multiline && c == '\r':
				form.spaces = true
			default:
				return form, &Bad{Rune: rune(c), Index: index}
			}
			i++
			continue
		}
		form.ascii = false
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case latin(r):
		case r == utf8.RuneError, !unicode.IsGraphic(r):
			return form, &Bad{Rune: r, Index: index}
		case unicode.Is(unicode.Zs, r):
			form.spaces = true
		}
		i += size
	}
	return form, nil
}

// latin reports whether r lies in one of the blocks Vietnamese is written in,
// all of whose characters are letters or combining marks. It spares them the
// search through the Unicode tables.
func latin(r rune) bool {
	return 0x1E00 <= r && r <= 0x1EFF || 0xC0 <= r && r <= 0x36F
}

func plainSpaces(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r != ' ' && unicode.Is(unicode.Zs, r):
			return ' '
		}
		return r
	}, s)
}
