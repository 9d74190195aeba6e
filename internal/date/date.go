// Package date holds calendar days (ngày) without a time zone, dates known only
// to the month or the year, and the clock. Both kinds of date are their own ISO
// text, so that they store, compare and print alike everywhere.
package date

import (
	"errors"
	"time"
)

// The years a date may lie in, both included.
const (
	MinYear = 1900
	MaxYear = 2199
)

// ErrInvalid reports text that is no real calendar date in the accepted form
// and years.
var ErrInvalid = errors.New("date: not a valid date")

// invalidCode is the stable code Check answers with.
const invalidCode = "invalid_date"

// Day is a calendar day written "YYYY-MM-DD".
type Day string

// ParseDay accepts a real calendar day written "YYYY-MM-DD" and returns
// ErrInvalid for anything else.
func ParseDay(s string) (Day, error) {
	if len(s) != len(time.DateOnly) || !valid(s) {
		return "", ErrInvalid
	}
	return Day(s), nil
}

// Check returns "" for a valid day and "invalid_date" otherwise.
func (d Day) Check() string {
	if _, err := ParseDay(string(d)); err != nil {
		return invalidCode
	}
	return ""
}

// Time returns midnight UTC of the day; the zero time when d is not valid.
func (d Day) Time() time.Time {
	if d.Check() != "" {
		return time.Time{}
	}
	y, m, day := split(string(d))
	return time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC)
}

// AddDays returns the day n days later, or earlier when n is negative. It
// returns "" when d is not valid or the result leaves the accepted years.
func (d Day) AddDays(n int) Day {
	t := d.Time()
	if t.IsZero() {
		return ""
	}
	return dayOf(t.AddDate(0, 0, n))
}

// AddYears returns the same day n years later, or earlier when n is negative;
// 29 February becomes 28 February in a common year. It returns "" when d is not
// valid or the result leaves the accepted years.
func (d Day) AddYears(n int) Day {
	if d.Check() != "" {
		return ""
	}
	y, m, day := split(string(d))
	y += n
	if y < MinYear || y > MaxYear {
		return ""
	}
	return dayOf(time.Date(y, time.Month(m), min(day, daysIn(y, m)), 0, 0, 0, 0, time.UTC))
}

// dayOf returns the day t shows in its own zone, "" outside the accepted years.
func dayOf(t time.Time) Day {
	if y := t.Year(); y < MinYear || y > MaxYear {
		return ""
	}
	return Day(t.Format(time.DateOnly))
}

// valid reports whether s, cut to the precision its length gives, is a real
// date.
func valid(s string) bool {
	for i := range len(s) {
		if dash := i == 4 || i == 7; dash && s[i] != '-' || !dash && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	switch y, m, d := split(s); {
	case y < MinYear || y > MaxYear:
		return false
	case len(s) == len("2006"):
		return true
	case m < 1 || m > 12:
		return false
	case len(s) == len("2006-01"):
		return true
	default:
		return len(s) == len(time.DateOnly) && d >= 1 && d <= daysIn(y, m)
	}
}

// split reads the numbers of a date in correct form; a missing one is 0.
func split(s string) (year, month, day int) {
	if len(s) >= 4 {
		year = number(s[:4])
	}
	if len(s) >= 7 {
		month = number(s[5:7])
	}
	if len(s) >= 10 {
		day = number(s[8:10])
	}
	return year, month, day
}

func number(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
