package date_test

import (
	"errors"
	"testing"
	"time"

	"giaouoc/internal/date"
)

var validDays = []string{"1900-01-01", "2199-12-31", "2020-02-29", "2000-02-29", "2021-04-30", "2021-12-31"}

var invalidDates = []string{
	"", "2021-", "2021-1", "2021-13", "2021-00", "1899", "2200", "1899-12-31", "2200-01-01", "0000",
	"2021-02-29", "1900-02-29", "2100-02-29", "2021-04-31", "2021-06-00", "2021-01-32", "2021-1-01",
	"2021/01/01", "01-01-2021", "2021-01-01T00:00:00Z", " 2021-01-01", "2021-01-01 ", "20210101",
	"+021", "2021--1", "２０２１", "2021-01-0١", "unknown",
}

func TestParseDay(t *testing.T) {
	for _, s := range validDays {
		d, err := date.ParseDay(s)
		if err != nil || string(d) != s || d.Check() != "" {
			t.Errorf("ParseDay(%q) = %q, %v, check %q", s, d, err, d.Check())
		}
	}
	for _, s := range append([]string{"2021", "2021-05"}, invalidDates...) {
		d, err := date.ParseDay(s)
		if !errors.Is(err, date.ErrInvalid) || d != "" {
			t.Errorf("ParseDay(%q) = %q, %v", s, d, err)
		}
		if got := date.Day(s).Check(); got != "invalid_date" {
			t.Errorf("Day(%q).Check() = %q", s, got)
		}
	}
}

// Every day from the first to the last, by the calendar of package time.
func TestParseDayEveryDay(t *testing.T) {
	for at := time.Date(date.MinYear, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() <= date.MaxYear; at = at.AddDate(0, 0, 1) {
		d, err := date.ParseDay(at.Format(time.DateOnly))
		if err != nil || !d.Time().Equal(at) {
			t.Fatalf("%s: %q, %v", at, d, err)
		}
	}
}

func TestParsePartial(t *testing.T) {
	for _, s := range append([]string{"2021", "1900", "2199", "2021-01", "2021-12"}, validDays...) {
		p, err := date.ParsePartial(s)
		if err != nil || string(p) != s || p.Check() != "" {
			t.Errorf("ParsePartial(%q) = %q, %v, check %q", s, p, err, p.Check())
		}
	}
	for _, s := range invalidDates {
		p, err := date.ParsePartial(s)
		if !errors.Is(err, date.ErrInvalid) || p != "" {
			t.Errorf("ParsePartial(%q) = %q, %v", s, p, err)
		}
		bad := date.Partial(s)
		if bad.Check() != "invalid_date" || bad.Year() != 0 || bad.First() != "" || bad.Last() != "" || bad.Floor() != "" || bad.Ceil() != "" {
			t.Errorf("%q is treated as a date", s)
		}
	}
}

func TestPartialInterval(t *testing.T) {
	tests := []struct {
		in          date.Partial
		year        int
		first, last date.Day
		floor, ceil string
	}{
		{"2021", 2021, "2021-01-01", "2021-12-31", "2021-00-00", "2021-99-99"},
		{"2020-02", 2020, "2020-02-01", "2020-02-29", "2020-02-00", "2020-02-99"},
		{"2021-02", 2021, "2021-02-01", "2021-02-28", "2021-02-00", "2021-02-99"},
		{"2199-12", 2199, "2199-12-01", "2199-12-31", "2199-12-00", "2199-12-99"},
		{"2021-04-30", 2021, "2021-04-30", "2021-04-30", "2021-04-30", "2021-04-30"},
	}
	for _, tt := range tests {
		if got := tt.in.Year(); got != tt.year {
			t.Errorf("%s.Year() = %d", tt.in, got)
		}
		if got := tt.in.First(); got != tt.first {
			t.Errorf("%s.First() = %s, want %s", tt.in, got, tt.first)
		}
		if got := tt.in.Last(); got != tt.last {
			t.Errorf("%s.Last() = %s, want %s", tt.in, got, tt.last)
		}
		if got := tt.in.Floor(); got != tt.floor {
			t.Errorf("%s.Floor() = %s, want %s", tt.in, got, tt.floor)
		}
		if got := tt.in.Ceil(); got != tt.ceil {
			t.Errorf("%s.Ceil() = %s, want %s", tt.in, got, tt.ceil)
		}
	}
}

// Comparing the text bounds must agree with comparing the days themselves.
func TestBoundsCompareAsIntervals(t *testing.T) {
	dates := []date.Partial{
		"2020", "2020-12", "2020-12-31", "2021", "2021-01", "2021-01-01", "2021-01-31",
		"2021-02", "2021-02-28", "2021-12-31", "2022",
	}
	for _, a := range dates {
		for _, b := range dates {
			want := a.First() <= b.Last() && b.First() <= a.Last()
			if got := a.Floor() <= b.Ceil() && b.Floor() <= a.Ceil(); got != want {
				t.Errorf("%s and %s overlap: %t by text, %t by day", a, b, got, want)
			}
		}
	}
}

func TestDayAdd(t *testing.T) {
	tests := []struct {
		in          date.Day
		years, days int
		want        date.Day
	}{
		{"2021-12-31", 0, 1, "2022-01-01"},
		{"2020-03-01", 0, -1, "2020-02-29"},
		{"2021-05-19", 5, 0, "2026-05-19"},
		{"2020-02-29", 1, 0, "2021-02-28"},
		{"2020-02-29", -4, 0, "2016-02-29"},
		{"2199-12-31", 0, 1, ""},
		{"1900-01-01", -1, 0, ""},
		{"2021-02-30", 1, 0, ""},
		{"", 0, 1, ""},
	}
	for _, tt := range tests {
		got := tt.in.AddYears(tt.years).AddDays(tt.days)
		if got != tt.want {
			t.Errorf("%s + %d years + %d days = %q, want %q", tt.in, tt.years, tt.days, got, tt.want)
		}
	}
	if got := date.Day("nonsense").Time(); !got.IsZero() {
		t.Errorf("time of an invalid day is %s", got)
	}
}

func TestClock(t *testing.T) {
	tests := []struct {
		now  string
		want date.Day
	}{
		{"2021-12-31T16:59:59Z", "2021-12-31"},
		{"2021-12-31T17:00:00Z", "2022-01-01"},
		{"2022-01-01T00:00:00+07:00", "2022-01-01"},
		{"2021-12-31T23:30:00-05:00", "2022-01-01"},
	}
	for _, tt := range tests {
		now, err := time.Parse(time.RFC3339, tt.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := date.Today(func() time.Time { return now }); got != tt.want {
			t.Errorf("at %s today is %s, want %s", tt.now, got, tt.want)
		}
	}
	if now := date.System()(); now.Location() != time.UTC || now.Nanosecond()%1000 != 0 {
		t.Errorf("System() tells %s", now)
	}
}

func BenchmarkParsePartial(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		date.ParsePartial("2021-04-30")
	}
}
