package period_test

import (
	"errors"
	"reflect"
	"testing"

	"giaouoc/internal/date"
	"giaouoc/internal/period"
)

func TestParse(t *testing.T) {
	tests := []struct {
		label    string
		kind     period.Kind // asked for
		want     period.Kind
		from, to date.Day
		months   int
		listed   int // 0: in no year
		next     string
	}{
		{"2021", "", period.CalendarYear, "2021-01-01", "2021-12-31", 12, 2021, "2022"},
		{"2021", period.CalendarYear, period.CalendarYear, "2021-01-01", "2021-12-31", 12, 2021, "2022"},
		{"2017-2018", "", period.SchoolYear, "2017-09-01", "2018-08-31", 12, 2018, "2018-2019"},
		{"2017-2018", period.SchoolYear, period.SchoolYear, "2017-09-01", "2018-08-31", 12, 2018, "2018-2019"},
		{"2017-2018", period.Range, period.Range, "2017-01-01", "2018-12-31", 24, 0, "2019-2020"},
		{"2011-2015", "", period.Range, "2011-01-01", "2015-12-31", 60, 0, "2016-2020"},
		{"1951-2000", period.Range, period.Range, "1951-01-01", "2000-12-31", 600, 0, "2001-2050"},
		{"2021-Q1", "", period.Quarter, "2021-01-01", "2021-03-31", 3, 2021, "2021-Q2"},
		{"2021-Q2", period.Quarter, period.Quarter, "2021-04-01", "2021-06-30", 3, 2021, "2021-Q3"},
		{"2021-Q4", "", period.Quarter, "2021-10-01", "2021-12-31", 3, 2021, "2022-Q1"},
		{"2021-H1", "", period.Half, "2021-01-01", "2021-06-30", 6, 2021, "2021-H2"},
		{"2021-H2", period.Half, period.Half, "2021-07-01", "2021-12-31", 6, 2021, "2022-H1"},
		{"2021-9M", "", period.NineMonths, "2021-01-01", "2021-09-30", 9, 2021, "2022-9M"},
		{"2199", "", period.CalendarYear, "2199-01-01", "2199-12-31", 12, 2199, ""},
		{"2198-2199", "", period.SchoolYear, "2198-09-01", "2199-08-31", 12, 2199, ""},
		{"2151-2199", "", period.Range, "2151-01-01", "2199-12-31", 588, 0, ""},
	}
	for _, tt := range tests {
		p, err := period.Parse(tt.label, tt.kind)
		if want := (period.Period{Kind: tt.want, Label: tt.label, StartsOn: tt.from, EndsOn: tt.to}); err != nil || p != want {
			t.Errorf("Parse(%q, %q) = %v, %v, want %v", tt.label, tt.kind, p, err, want)
			continue
		}
		if got := p.Months(); got != tt.months {
			t.Errorf("%s %s has %d months, want %d", p.Kind, p.Label, got, tt.months)
		}
		if year, ok := p.ListingYear(); year != tt.listed || ok != (tt.listed != 0) {
			t.Errorf("%s %s is listed in %d, %t, want %d", p.Kind, p.Label, year, ok, tt.listed)
		}
		next, ok := p.Next()
		if next.Label != tt.next || ok != (tt.next != "") || ok && next.Kind != p.Kind {
			t.Errorf("after %s %s comes %v, %t, want %q", p.Kind, p.Label, next, ok, tt.next)
		}
		if back, there := next.Previous(); ok && (!there || back != p) {
			t.Errorf("before %s %s comes %v, want %s", next.Kind, next.Label, back, p.Label)
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct {
		label string
		kind  period.Kind
		want  error
	}{
		{"", "", period.ErrLabel},
		{"21", "", period.ErrLabel},
		{"2021 ", "", period.ErrLabel},
		{"1899", "", period.ErrLabel},
		{"2200", "", period.ErrLabel},
		{"2199-2200", "", period.ErrLabel},
		{"2018-2017", "", period.ErrLabel},
		{"2018-2018", period.Range, period.ErrLabel},
		{"1950-2000", period.Range, period.ErrLabel},
		{"2017–2018", "", period.ErrLabel},
		{"2017/2018", "", period.ErrLabel},
		{"2017-18", "", period.ErrLabel},
		{"2021-05", "", period.ErrLabel},
		{"2021-Q0", "", period.ErrLabel},
		{"2021-Q5", "", period.ErrLabel},
		{"2021-q1", "", period.ErrLabel},
		{"2021-H3", "", period.ErrLabel},
		{"2021-6M", "", period.ErrLabel},
		{"2021-9M ", "", period.ErrLabel},
		{"năm 2021", "", period.ErrLabel},
		{"2021", period.SchoolYear, period.ErrKindMismatch},
		{"2021", period.Range, period.ErrKindMismatch},
		{"2011-2015", period.SchoolYear, period.ErrKindMismatch},
		{"2017-2018", period.CalendarYear, period.ErrKindMismatch},
		{"2021-Q1", period.Half, period.ErrKindMismatch},
		{"2021-H1", period.Quarter, period.ErrKindMismatch},
		{"2021-9M", period.CalendarYear, period.ErrKindMismatch},
		{"2021", "year", period.ErrKindMismatch},
	}
	for _, tt := range tests {
		p, err := period.Parse(tt.label, tt.kind)
		if !errors.Is(err, tt.want) || p != (period.Period{}) {
			t.Errorf("Parse(%q, %q) = %v, %v, want %v", tt.label, tt.kind, p, err, tt.want)
		}
	}
}

func TestOverlaps(t *testing.T) {
	tests := []struct {
		label string
		kind  period.Kind
		first int
		last  int
	}{
		{"2021", "", 2021, 2021},
		{"2017-2018", "", 2017, 2018},
		{"2017-2018", period.Range, 2017, 2018},
		{"2011-2015", "", 2011, 2015},
		{"2021-Q4", "", 2021, 2021},
	}
	for _, tt := range tests {
		p, err := period.Parse(tt.label, tt.kind)
		if err != nil {
			t.Fatal(err)
		}
		for year := tt.first - 2; year <= tt.last+2; year++ {
			if got, want := p.Overlaps(year), tt.first <= year && year <= tt.last; got != want {
				t.Errorf("%s overlaps %d: %t", tt.label, year, got)
			}
		}
	}
}

func TestZeroPeriod(t *testing.T) {
	var p period.Period
	year, listed := p.ListingYear()
	_, hasNext := p.Next()
	if year != 0 || listed || hasNext || p.Months() != 0 || p.Overlaps(0) {
		t.Error("the zero Period is treated as a period")
	}
}

// Each kind is what one of the labels means when no kind is given.
func TestKindsAreInferred(t *testing.T) {
	var got []period.Kind
	for _, label := range []string{"2021", "2017-2018", "2011-2015", "2021-Q2", "2021-H1", "2021-9M"} {
		p, err := period.Parse(label, "")
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p.Kind)
	}
	if !reflect.DeepEqual(got, period.Kinds()) {
		t.Errorf("inferred %v, Kinds() = %v", got, period.Kinds())
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		period.Parse("2017-2018", "")
	}
}
