package viet

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ASCII writes s in printable ASCII for programs that know no more: marks are
// dropped, đ is d, and what is left becomes an underscore. Case stays.
func ASCII(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'đ':
			return 'd'
		case r == 'Đ':
			return 'D'
		case r < ' ' || r > '~':
			return '_'
		}
		return r
	}, norm.NFD.String(s))
}
