package date

import "strconv"

// Partial is a date with the precision its source gave it: "YYYY", "YYYY-MM" or
// "YYYY-MM-DD". It stands for the interval of days it may be.
type Partial string

// The text around a partial date that makes it a bound: no real day sorts
// before the one or after the other.
const (
	beforeAny = "0000-00-00"
	afterAny  = "9999-99-99"
)

// ParsePartial accepts a real calendar date to the day, the month or the year
// and returns ErrInvalid for anything else.
func ParsePartial(s string) (Partial, error) {
	if !valid(s) {
		return "", ErrInvalid
	}
	return Partial(s), nil
}

// Check returns "" for a valid date and "invalid_date" otherwise.
func (p Partial) Check() string {
	if !valid(string(p)) {
		return invalidCode
	}
	return ""
}

// Year returns the year, 0 when p is not valid.
func (p Partial) Year() int {
	if p.Check() != "" {
		return 0
	}
	y, _, _ := split(string(p))
	return y
}

// AddYears returns the same date n years later, or earlier when n is negative, as
// precise as p; 29 February becomes 28 February in a common year. It returns ""
// when p is not valid or the result leaves the accepted years.
func (p Partial) AddYears(n int) Partial {
	moved := p.First().AddYears(n)
	return Partial(moved[:min(len(p), len(moved))])
}

// First returns the earliest day p may be, "" when p is not valid.
func (p Partial) First() Day {
	if p.Check() != "" {
		return ""
	}
	return Day(string(p) + "0000-01-01"[len(p):])
}

// Last returns the latest day p may be, "" when p is not valid.
func (p Partial) Last() Day {
	if p.Check() != "" {
		return ""
	}
	switch y, m, _ := split(string(p)); len(p) {
	case len("2006"):
		return Day(string(p) + "-12-31")
	case len("2006-01"):
		return Day(string(p) + "-" + strconv.Itoa(daysIn(y, m)))
	}
	return Day(p)
}

// Day returns the day p is, nil when it is not that precise.
func (p Partial) Day() *Day {
	if len(p) != len("2006-01-02") || p.Check() != "" {
		return nil
	}
	d := Day(p)
	return &d
}

// Floor returns the lower text bound of p: "2021-00-00" for "2021", the day
// itself for a day. In plain text comparison p and q may be the same day
// exactly when p.Floor() <= q.Ceil() and q.Floor() <= p.Ceil(). A bare partial
// sorts before its own Floor, so a column of them needs its bounds stored
// beside it or padded in the query:
//
//	col || substr('-00-00', length(col) - 3)
func (p Partial) Floor() string { return p.padded(beforeAny) }

// Ceil returns the upper text bound of p: "2021-99-99" for "2021", the day
// itself for a day. See Floor.
func (p Partial) Ceil() string { return p.padded(afterAny) }

// padded completes p from template; it returns "" when p is not valid.
func (p Partial) padded(template string) string {
	if p.Check() != "" {
		return ""
	}
	return string(p) + template[len(p):]
}
