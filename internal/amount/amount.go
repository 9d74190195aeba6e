// Package amount holds exact decimal figures: the amount (số lượng) of a target
// or a result and the points (điểm) of a score. They are whole numbers of their
// smallest part and are written as plain JSON numbers; no float is involved.
package amount

// The number of decimals each figure keeps.
const (
	amountDecimals = 6
	pointsDecimals = 2
)

// Amount is a planned or reached figure in millionths: 1_500_000 is 1.5.
type Amount int64

// Parse reads a JSON number, with or without an exponent, exactly. It returns
// ErrSyntax when s is no JSON number, ErrPrecision when its value needs more
// than six decimals and ErrRange when it is too large.
func Parse(s string) (Amount, error) {
	n, err := parse(s, amountDecimals)
	return Amount(n), err
}

// String returns the shortest plain decimal, without an exponent.
func (a Amount) String() string { return string(a.append(nil)) }

// MarshalJSON writes a as a JSON number.
func (a Amount) MarshalJSON() ([]byte, error) { return a.append(nil), nil }

// UnmarshalJSON reads a JSON number and nothing else; a string or null is
// ErrSyntax. The other errors are those of Parse; a is unchanged on any of
// them.
func (a *Amount) UnmarshalJSON(b []byte) error {
	n, err := parse(b, amountDecimals)
	if err == nil {
		*a = Amount(n)
	}
	return err
}

func (a Amount) append(b []byte) []byte { return appendDecimal(b, int64(a), amountDecimals) }

// Points is a score in hundredths: 950 is 9.5.
type Points int64

// ParsePoints is Parse for two decimals.
func ParsePoints(s string) (Points, error) {
	n, err := parse(s, pointsDecimals)
	return Points(n), err
}

// String returns the shortest plain decimal, without an exponent.
func (p Points) String() string { return string(p.append(nil)) }

// MarshalJSON writes p as a JSON number.
func (p Points) MarshalJSON() ([]byte, error) { return p.append(nil), nil }

// UnmarshalJSON reads a JSON number and nothing else; a string or null is
// ErrSyntax. The other errors are those of ParsePoints; p is unchanged on any
// of them.
func (p *Points) UnmarshalJSON(b []byte) error {
	n, err := parse(b, pointsDecimals)
	if err == nil {
		*p = Points(n)
	}
	return err
}

func (p Points) append(b []byte) []byte { return appendDecimal(b, int64(p), pointsDecimals) }
