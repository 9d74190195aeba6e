// Package period holds the emulation period (kỳ thi đua): the year, school year
// or longer range a bloc competes over, and the parts of a year it reports on.
package period

import (
	"errors"

	"giaouoc/internal/date"
)

// Kind says what a period is; its values are stored and sent as they stand.
type Kind string

// The kinds of period, each with an example of its label.
const (
	CalendarYear Kind = "calendar_year" // 2021
	SchoolYear   Kind = "school_year"   // 2017-2018
	Range        Kind = "range"         // 2011-2015
	Quarter      Kind = "quarter"       // 2021-Q2
	Half         Kind = "half"          // 2021-H1
	NineMonths   Kind = "nine_months"   // 2021-9M
)

// Kinds returns every kind, those of terms before those of reports.
func Kinds() []Kind {
	return []Kind{CalendarYear, SchoolYear, Range, Quarter, Half, NineMonths}
}

var (
	// ErrLabel reports a label that names no period.
	ErrLabel = errors.New("period: not a valid label")
	// ErrKindMismatch reports a kind that is unknown or cannot carry its label.
	ErrKindMismatch = errors.New("period: the label is not of this kind")
)

// Period is a span of whole months, both days included. Label and Kind
// together determine the days. Embed it with the column prefix "period_".
type Period struct {
	Kind     Kind     `gorm:"column:kind"`
	Label    string   `gorm:"column:label"`
	StartsOn date.Day `gorm:"column:starts_on"`
	EndsOn   date.Day `gorm:"column:ends_on"`
}

// Months returns the number of months in p, 0 for the zero Period.
func (p Period) Months() int {
	start, end := p.StartsOn.Time(), p.EndsOn.Time()
	if start.IsZero() || end.IsZero() {
		return 0
	}
	return 12*(end.Year()-start.Year()) + int(end.Month()-start.Month()) + 1
}

// ListingYear returns the one year p is listed under: the year it ends in. A
// period longer than twelve months is listed under its own label only, and
// reports false.
func (p Period) ListingYear() (int, bool) {
	if n := p.Months(); n < 1 || n > 12 {
		return 0, false
	}
	return date.Partial(p.EndsOn).Year(), true
}

// Overlaps reports whether any day of p lies in the calendar year.
func (p Period) Overlaps(year int) bool {
	first, last := date.Partial(p.StartsOn).Year(), date.Partial(p.EndsOn).Year()
	return first != 0 && first <= year && year <= last
}

// Next is the period of the same kind and length that follows; false at the end
// of the years that can be told.
func (p Period) Next() (Period, bool) { return p.shift(1) }

// Previous is the period of the same kind and length that came before.
func (p Period) Previous() (Period, bool) { return p.shift(-1) }

// YearsTo is how many years a period begins after p, by the calendar years they
// begin in; less than 0 where it begins before.
func (p Period) YearsTo(other Period) int {
	return date.Partial(other.StartsOn).Year() - date.Partial(p.StartsOn).Year()
}

// shift moves by one period; parts of a year turn over into the next or the
// last year.
func (p Period) shift(by int) (Period, bool) {
	l, err := read(p.Label)
	if err != nil {
		return Period{}, false
	}
	years, parts := by, map[Kind]int{Quarter: 4, Half: 2}[p.Kind]
	switch {
	case p.Kind == Range:
		years = by * (l.last - l.first + 1)
	case parts > 0:
		l.part, years = l.part+by, 0
		if l.part < 1 || l.part > parts {
			l.part, years = l.part-by*parts, by
		}
	}
	l.first, l.last = l.first+years, l.last+years
	moved, err := Parse(l.String(), p.Kind)
	return moved, err == nil
}
