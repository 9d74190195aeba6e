package calendar

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"giaouoc/internal/date"
)

// event is one entry of a calendar. It lasts whole days: the hours are known to
// nobody. All but the id, the days and the time of change may be empty.
type event struct {
	uid         string
	revision    int // 0 for the first
	changed     time.Time
	from, to    date.Day // both inclusive
	summary     string
	description string
	location    string
	url         string
	alarm       string // how long before the beginning, as a duration
}

// lineLength is how many octets a content line may have (RFC 5545 §3.1).
const lineLength = 75

const stamp = "20060102T150405Z"

// ical writes a calendar: lines of one form, nothing that changes from one request
// to the next while the books do not.
type ical struct{ b bytes.Buffer }

// encode writes a whole calendar.
func encode(name, lang string, events []event) []byte {
	w := &ical{}
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//Giaouoc//Calendar//"+strings.ToUpper(lang))
	w.line("CALSCALE", "GREGORIAN")
	w.text("NAME", name)
	w.text("X-WR-CALNAME", name)
	w.line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H")
	w.line("X-PUBLISHED-TTL", "PT6H")
	for _, e := range events {
		w.event(e)
	}
	w.line("END", "VCALENDAR")
	return w.b.Bytes()
}

func (w *ical) event(e event) {
	changed := e.changed.UTC().Format(stamp)
	w.line("BEGIN", "VEVENT")
	w.line("UID", e.uid)
	w.line("DTSTAMP", changed) // without METHOD, when it was last revised (§3.8.7.2)
	w.line("LAST-MODIFIED", changed)
	w.line("SEQUENCE", strconv.Itoa(e.revision))
	w.line("DTSTART;VALUE=DATE", compact(e.from))
	w.line("DTEND;VALUE=DATE", compact(e.to.AddDays(1))) // the first day no longer of it
	w.text("SUMMARY", e.summary)
	w.text("DESCRIPTION", e.description)
	w.text("LOCATION", e.location)
	if e.url != "" {
		w.line("URL", e.url)
	}
	w.line("TRANSP", "TRANSPARENT")
	if e.alarm != "" {
		w.line("BEGIN", "VALARM")
		w.line("ACTION", "DISPLAY")
		w.text("DESCRIPTION", e.summary)
		w.line("TRIGGER", "-"+e.alarm)
		w.line("END", "VALARM")
	}
	w.line("END", "VEVENT")
}

func compact(d date.Day) string { return strings.ReplaceAll(string(d), "-", "") }

// text writes a property whose value is text of people's; one without is left out.
func (w *ical) text(name, value string) {
	if value = clean(value); value != "" {
		w.line(name, escaper.Replace(value))
	}
}

// escaper writes what has a meaning in text as itself (§3.3.11).
var escaper = strings.NewReplacer(`\`, `\\`, `;`, `\;`, `,`, `\,`, "\n", `\n`)

// clean is text as a calendar can hold it: UTF-8, lines ended by LF, no other
// control characters.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// line writes a content line, folded where it is too long: a character is never
// cut, since programs that unfold late would show its halves.
func (w *ical) line(name, value string) {
	rest, room := name+":"+value, lineLength
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		w.b.WriteString(rest[:cut])
		w.b.WriteString("\r\n ")
		rest, room = rest[cut:], lineLength-1
	}
	w.b.WriteString(rest)
	w.b.WriteString("\r\n")
}
