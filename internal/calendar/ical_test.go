package calendar

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// hostile are texts that would break out of their line, or their column.
var hostile = []string{
	"", "Sơ kết 6 tháng", "a,b;c\\d", "dòng 1\ndòng 2", "a\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:x@example.org", "\r\r\n\n", "\\n", "\\", ";;;,,,",
	"\x00\x07\x1b[31m", "\xff\xfe", "a\u0085b\u2028c", "🏅🏅🏅", "\ttab", ` "quoted": ;x=y`,
	strings.Repeat("Khối thi đua các cơ quan Đảng ", 40), strings.Repeat("ế", 500), strings.Repeat("🏅", 100), strings.Repeat("x", 74), strings.Repeat("\\", 200), strings.Repeat(" ", 300),
}

// unfolded are the content lines of a calendar, read as RFC 5545 §3.1 says and by
// none of the code that wrote them. It fails on a line that is too long, not UTF-8
// by itself, or ended otherwise.
func unfolded(t testing.TB, body string) []string {
	t.Helper()
	if !strings.HasSuffix(body, "\r\n") {
		t.Fatalf("ends in %q", body[max(0, len(body)-10):])
	}
	var lines []string
	for _, l := range strings.Split(strings.TrimSuffix(body, "\r\n"), "\r\n") {
		switch {
		case len(l) > 75:
			t.Errorf("%d octets: %q", len(l), l)
		case !utf8.ValidString(l):
			t.Errorf("a character is cut: %q", l)
		case strings.ContainsAny(l, "\r\n"):
			t.Errorf("a line within a line: %q", l)
		}
		if rest, folded := strings.CutPrefix(l, " "); folded && len(lines) > 0 {
			lines[len(lines)-1] += rest
		} else {
			lines = append(lines, l)
		}
	}
	return lines
}

// plain is a text value as a reader understands it (§3.3.11).
func plain(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		if i++; s[i] == 'n' || s[i] == 'N' {
			b.WriteByte('\n')
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// holds checks that a text comes back from a calendar as it went in, in a calendar
// of as many lines as one with any other text.
func holds(t *testing.T, s string) {
	t.Helper()
	e := event{uid: "1", from: "2026-07-15", to: "2026-07-15", summary: s, description: "x" + s, location: s, url: "https://example.org/"}
	want, lines := clean(s), unfolded(t, string(encode("x"+s, "vi", []event{e})))
	expected := 22
	if want == "" {
		expected -= 2
	}
	if len(lines) != expected {
		t.Errorf("%q: %d lines, want %d", s, len(lines), expected)
	}
	seen := map[string]int{}
	for _, l := range lines {
		name, value, _ := strings.Cut(l, ":")
		seen[name]++
		switch name {
		case "SUMMARY", "LOCATION":
			if plain(value) != want {
				t.Errorf("%s %q, want %q", name, plain(value), want)
			}
		case "DESCRIPTION", "NAME", "X-WR-CALNAME":
			if plain(value) != "x"+want {
				t.Errorf("%s %q, want %q", name, plain(value), "x"+want)
			}
		}
	}
	if seen["BEGIN"] != 2 || seen["END"] != 2 || seen["ATTENDEE"] != 0 {
		t.Errorf("%q: %v", s, seen)
	}
}

func TestTextStaysInItsLine(t *testing.T) {
	for _, s := range hostile {
		holds(t, s)
	}
	// Wherever the fold falls in a character.
	for n := range 80 {
		holds(t, strings.Repeat("x", n)+strings.Repeat("ế🏅đ,", 40))
	}
}

func FuzzText(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(holds)
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\nb\rc\nd": "a\nb\nc\nd", "\x00a\x7f\u0085b": "ab", "\t": "\t", "\xff": "\uFFFD", "ế": "ế", "": "",
	} {
		if got := clean(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestEntry(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 30, 15, 999, time.FixedZone("", 7*3600))
	body := string(encode("Lịch", "en", []event{
		{uid: "a", revision: 2, changed: at, from: "2026-12-31", to: "2026-12-31", summary: "Tổng kết", url: "https://example.org/khoi/1", alarm: beforeDue},
		{uid: "b", changed: at, from: "2026-02-27", to: "2026-02-28", summary: "Hội nghị", location: "Hội trường A, tầng 2"},
	}))
	want := []string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Giaouoc//Calendar//EN", "CALSCALE:GREGORIAN", "NAME:Lịch", "X-WR-CALNAME:Lịch",
		"REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
		"BEGIN:VEVENT", "UID:a", "DTSTAMP:20260302T023015Z", "LAST-MODIFIED:20260302T023015Z", "SEQUENCE:2",
		"DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "SUMMARY:Tổng kết", "URL:https://example.org/khoi/1", "TRANSP:TRANSPARENT",
		"BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Tổng kết", "TRIGGER:-P2DT16H", "END:VALARM", "END:VEVENT",
		"BEGIN:VEVENT", "UID:b", "DTSTAMP:20260302T023015Z", "LAST-MODIFIED:20260302T023015Z", "SEQUENCE:0",
		"DTSTART;VALUE=DATE:20260227", "DTEND;VALUE=DATE:20260301", "SUMMARY:Hội nghị", `LOCATION:Hội trường A\, tầng 2`, "TRANSP:TRANSPARENT", "END:VEVENT",
		"END:VCALENDAR",
	}
	if diff := cmp.Diff(want, unfolded(t, body)); diff != "" {
		t.Error(diff)
	}
}
