package period

import (
	"fmt"
	"slices"
	"strconv"

	"giaouoc/internal/date"
)

// Pattern is the form of every label, as a regular expression.
const Pattern = `^[0-9]{4}(-([0-9]{4}|Q[1-4]|H[12]|9M))?$`

// maxYears is the longest range accepted, in calendar years.
const maxYears = 50

// Parse returns the period that label names. With kind "" the kind is inferred;
// two consecutive years then mean a school year, which only kind Range
// overrides. A school year runs from 1 September to 31 August, a convention for
// listing only: the year it ends in lists it. A range runs over whole calendar
// years, at least two and at most 50.
//
// It returns ErrLabel for a label that names no period of any kind and
// ErrKindMismatch for one that is not of the kind asked for.
func Parse(label string, kind Kind) (Period, error) {
	l, err := read(label)
	if err != nil {
		return Period{}, err
	}
	kinds := l.kinds()
	if kind == "" {
		kind = kinds[0]
	}
	if !slices.Contains(kinds, kind) {
		return Period{}, ErrKindMismatch
	}
	return l.period(label, kind), nil
}

// A reading is a label taken apart. form is 'Y' for one year, 'R' for two
// years, 'Q' and 'H' for a part of the year first, 'M' for its nine months.
type reading struct {
	form        byte
	first, last int // years
	part        int // of the year, from 1; 0 when the form has none
}

func read(label string) (reading, error) {
	if len(label) < 4 {
		return reading{}, ErrLabel
	}
	l := reading{form: 'Y', first: year(label[:4])}
	l.last = l.first
	switch rest := label[4:]; {
	case rest == "":
	case rest == "-9M":
		l.form = 'M'
	case len(rest) == 3 && rest[:2] == "-Q" && '1' <= rest[2] && rest[2] <= '4',
		len(rest) == 3 && rest[:2] == "-H" && '1' <= rest[2] && rest[2] <= '2':
		l.form, l.part = rest[1], int(rest[2]-'0')
	case len(rest) == 5 && rest[0] == '-':
		l.form, l.last = 'R', year(rest[1:])
		if l.last <= l.first || l.last-l.first >= maxYears {
			return reading{}, ErrLabel
		}
	default:
		return reading{}, ErrLabel
	}
	if l.first == 0 || l.last == 0 {
		return reading{}, ErrLabel
	}
	return l, nil
}

// year returns the year s names, 0 when it names none.
func year(s string) int { return date.Partial(s).Year() }

// kinds returns the kinds the label fits, the one to infer first.
func (l reading) kinds() []Kind {
	switch l.form {
	case 'Q':
		return []Kind{Quarter}
	case 'H':
		return []Kind{Half}
	case 'M':
		return []Kind{NineMonths}
	case 'R':
		if l.last == l.first+1 {
			return []Kind{SchoolYear, Range}
		}
		return []Kind{Range}
	}
	return []Kind{CalendarYear}
}

// String returns the label.
func (l reading) String() string {
	switch l.form {
	case 'Q', 'H':
		return fmt.Sprintf("%d-%c%d", l.first, l.form, l.part)
	case 'M':
		return fmt.Sprintf("%d-9M", l.first)
	case 'R':
		return fmt.Sprintf("%d-%d", l.first, l.last)
	}
	return strconv.Itoa(l.first)
}

// period gives the reading its days as a period of kind, which it must fit.
func (l reading) period(label string, kind Kind) Period {
	from, to := 1, 12 // months
	switch kind {
	case SchoolYear:
		from, to = 9, 8
	case Quarter:
		from, to = 3*l.part-2, 3*l.part
	case Half:
		from, to = 6*l.part-5, 6*l.part
	case NineMonths:
		to = 9
	}
	return Period{
		Kind:     kind,
		Label:    label,
		StartsOn: month(l.first, from).First(),
		EndsOn:   month(l.last, to).Last(),
	}
}

func month(year, month int) date.Partial {
	return date.Partial(strconv.Itoa(year) + "-" + strconv.Itoa(100 + month)[1:])
}
