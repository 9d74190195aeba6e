package agreement

import (
	"testing"

	"giaouoc/internal/date"
)

func TestMovementIsOver(t *testing.T) {
	for _, c := range []struct {
		concludes, day string
		over           bool
	}{
		{"", "2027-01-01", false}, // nobody knows when it ends
		{"2026-12-31", "2027-01-01", true},
		{"2027-01-01", "2027-01-01", false},
		{"2026-12", "2027-01-01", true},
		{"2027-01", "2027-01-02", false}, // perhaps in the rest of the month
		{"2027", "2027-09-01", false},
		{"2026", "2027-01-01", true},
	} {
		a := answered{}
		if c.concludes != "" {
			p := date.Partial(c.concludes)
			a.ConcludesOn = &p
		}
		if got := a.over(date.Day(c.day)); got != c.over {
			t.Errorf("one that concludes on %q is over on %s: %v", c.concludes, c.day, got)
		}
	}
}
