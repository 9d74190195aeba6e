package amount

import (
	"errors"
	"math"
	"strconv"
)

var (
	// ErrSyntax reports text that is not a JSON number.
	ErrSyntax = errors.New("amount: not a number")
	// ErrPrecision reports a number with more decimals than are kept.
	ErrPrecision = errors.New("amount: too many decimals")
	// ErrRange reports a number too large to keep.
	ErrRange = errors.New("amount: out of range")
)

const (
	// maxDigits is the most digits that always fit a uint64.
	maxDigits = 19
	// maxExponent stands for every larger exponent: no text is long enough to
	// make up for it.
	maxExponent = 1 << 56
)

// parse returns the value of the JSON number s in units of 10^-decimals.
func parse[T string | []byte](s T, decimals int) (int64, error) {
	negative := len(s) > 0 && s[0] == '-'
	i := 0
	if negative {
		i = 1
	}
	var m mantissa
	whole := i
	for ; i < len(s) && isDigit(s[i]); i++ {
		m.add(s[i])
	}
	if i == whole || s[whole] == '0' && i > whole+1 {
		return 0, ErrSyntax
	}
	exponent := decimals
	if i < len(s) && s[i] == '.' {
		i++
		fraction := i
		for ; i < len(s) && isDigit(s[i]); i++ {
			m.add(s[i])
		}
		if i == fraction {
			return 0, ErrSyntax
		}
		exponent -= i - fraction
	}
	if i < len(s) {
		e, ok := parseExponent(s[i:])
		if !ok {
			return 0, ErrSyntax
		}
		exponent += e
	}
	return m.scaled(exponent, negative)
}

// parseExponent reads the "e+3" at the end of a JSON number.
func parseExponent[T string | []byte](s T) (int, bool) {
	if s[0] != 'e' && s[0] != 'E' {
		return 0, false
	}
	i := 1
	negative := len(s) > 1 && s[1] == '-'
	if negative || len(s) > 1 && s[1] == '+' {
		i = 2
	}
	if i == len(s) {
		return 0, false
	}
	e := 0
	for ; i < len(s); i++ {
		if !isDigit(s[i]) {
			return 0, false
		}
		e = min(10*e+int(s[i]-'0'), maxExponent)
	}
	if negative {
		e = -e
	}
	return e, true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// mantissa gathers the digits of a number without the zeros around them. Past
// maxDigits its value is meaningless, but digits and zeros keep counting.
type mantissa struct {
	value  uint64
	digits int // in value
	zeros  int // seen since the last other digit
}

func (m *mantissa) add(c byte) {
	if c == '0' {
		if m.digits > 0 {
			m.zeros++
		}
		return
	}
	for ; m.zeros > 0; m.zeros-- {
		m.value *= 10
		m.digits++
	}
	m.value = 10*m.value + uint64(c-'0')
	m.digits++
}

// scaled returns the mantissa with its zeros times 10^exponent.
func (m *mantissa) scaled(exponent int, negative bool) (int64, error) {
	exponent += m.zeros
	switch {
	case m.digits == 0:
		return 0, nil
	case exponent < 0:
		return 0, ErrPrecision
	case m.digits+exponent > maxDigits:
		return 0, ErrRange
	}
	n := m.value
	for range exponent {
		n *= 10
	}
	switch {
	case negative && n <= -math.MinInt64:
		return -int64(n), nil // #nosec G115 -- the case holds n within the range
	case !negative && n <= math.MaxInt64:
		return int64(n), nil
	}
	return 0, ErrRange
}

// appendDecimal appends n units of 10^-decimals as the shortest plain decimal.
func appendDecimal(b []byte, n int64, decimals int) []byte {
	u := uint64(n) // #nosec G115 -- the two's complement is wanted, -u below is the amount
	if n < 0 {
		b = append(b, '-')
		u = -u
	}
	unit := uint64(1)
	for range decimals {
		unit *= 10
	}
	b = strconv.AppendUint(b, u/unit, 10)
	rest := u % unit
	if rest == 0 {
		return b
	}
	b = append(b, '.')
	for rest > 0 {
		unit /= 10
		b = append(b, '0'+byte(rest/unit)) // #nosec G115 -- one decimal digit
		rest %= unit
	}
	return b
}
