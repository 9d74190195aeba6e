package ballot

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
)

// Share is a part of a whole, as rules write it: in percent with up to two decimals, or
// as a fraction. A percentage of two thirds does not exist, so it is never rounded.
type Share struct {
	written  string
	num, den int64
}

// SharePattern is the grammar of a share: 90%, 66.5%, 2/3.
const SharePattern = `^(100|[1-9]?[0-9](\.[0-9]{1,2})?)%$|^[1-9][0-9]?/[1-9][0-9]?$`

// ErrShare refuses what is no share above nothing and of at most the whole.
var ErrShare = errors.New("ballot: no share")

var sharePattern = regexp.MustCompile(SharePattern)

// ParseShare reads a share.
func ParseShare(s string) (Share, error) {
	if !sharePattern.MatchString(s) {
		return Share{}, ErrShare
	}
	share := Share{written: s}
	if percent, yes := strings.CutSuffix(s, "%"); yes {
		whole, part, _ := strings.Cut(percent, ".")
		share.num, share.den = number(whole+(part + "00")[:2]), 100_00
	} else {
		num, den, _ := strings.Cut(s, "/")
		share.num, share.den = number(num), number(den)
	}
	if share.num <= 0 || share.num > share.den {
		return Share{}, ErrShare
	}
	return share, nil
}

// number reads digits that the pattern found.
func number(digits string) int64 {
	n, _ := strconv.ParseInt(digits, 10, 64) // at most five of them
	return n
}

// String is the share as it was written.
func (s Share) String() string { return s.written }

// Of is the least whole number that makes the share of a base, or with over the least
// that is more than it: 90% of 13 is 12, 80% of 15 is 12, over 50% of 10 is 6.
func (s Share) Of(base int, over bool) int {
	n := int64(base) * s.num
	if over {
		return int(n/s.den) + 1
	}
	return int((n + s.den - 1) / s.den)
}
