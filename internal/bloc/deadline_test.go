package bloc

import (
	"testing"

	"giaouoc/internal/date"
	"giaouoc/internal/fault"
)

func TestWhatFollowsTheSigningIsNotDueBeforeIt(t *testing.T) {
	signing := date.Day("2026-03-20")
	for _, tt := range []struct {
		kind    string
		due     date.Day
		signing *date.Day
		bad     bool
	}{
		{"mid_year", "2026-03-19", &signing, true},
		{"mid_year", "2026-03-20", &signing, false},
		{"mid_year", "2026-07-01", &signing, false},
		{"progress_report", "2025-12-31", &signing, true},
		{"self_score", "2026-01-01", &signing, true},
		{"year_end", "2026-03-01", &signing, true},
		{"dossier", "2026-03-01", &signing, true},
		{"signing", "2026-03-01", &signing, false},
		{"registration", "2026-03-01", &signing, false},
		{"other", "2026-03-01", &signing, false},
		{"mid_year", "2020-01-01", nil, false},
		{"mid_year", "", &signing, false},
		{"", "2020-01-01", &signing, false},
	} {
		var bad fault.Fields
		Deadline{Kind: tt.kind, DueOn: tt.due}.checkDay(&bad, tt.signing)
		if (bad.Err() != nil) != tt.bad {
			t.Errorf("%s on %q: %v", tt.kind, tt.due, bad.Err())
		}
	}
}
