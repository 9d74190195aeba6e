package httpx

import "testing"

func TestAccepted(t *testing.T) {
	for _, tt := range []struct {
		accept string
		want   string // of JSON and CSV
		only   string // of JSON alone
	}{
		{"", typeJSON, typeJSON},
		{"*/*", typeJSON, typeJSON},
		{"application/*", typeJSON, typeJSON},
		{"application/json", typeJSON, typeJSON},
		{"Application/JSON; charset=utf-8", typeJSON, typeJSON},
		{"text/csv", typeCSV, ""},
		{"text/csv; header=present", typeCSV, ""},
		{"text/*", typeCSV, ""},
		{"text/csv, */*", typeCSV, typeJSON},
		{"*/*, text/csv", typeCSV, typeJSON},
		{"text/csv, application/json", typeJSON, typeJSON},
		{"text/csv, application/json;q=0.9", typeCSV, typeJSON},
		{"text/csv;q=0.1, */*;q=0.2", typeJSON, typeJSON},
		{"text/csv;q=0, */*", typeJSON, typeJSON},
		{"application/json;q=0, */*;q=0.1", typeCSV, ""},
		{"text/csv, application/problem+json", typeCSV, typeJSON},
		{"application/problem+json", typeJSON, typeJSON},
		{"application/problem+json;q=0", "", ""},
		{"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", typeJSON, typeJSON},
		{"text/html", "", ""},
		{"application/xml", "", ""},
		{"application/json;q=0", "", ""},
		{"text/csv;q=2, application/json", typeJSON, typeJSON},
		{"nonsense", typeJSON, typeJSON},
	} {
		if got := Accepted([]string{tt.accept}, typeJSON, typeCSV); got != tt.want {
			t.Errorf("Accept %q of a list: %q, want %q", tt.accept, got, tt.want)
		}
		if got := Accepted([]string{tt.accept}, typeJSON); got != tt.only {
			t.Errorf("Accept %q of one record: %q, want %q", tt.accept, got, tt.only)
		}
	}
	if got := Accepted([]string{"text/html", "text/csv"}, typeJSON, typeCSV); got != typeCSV {
		t.Errorf("two headers: %q", got)
	}
}
