package encode

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"giaouoc/internal/text"
	"giaouoc/internal/viet"
)

// speaker says values in the words of one language.
type speaker struct {
	lang  text.Lang
	known map[string]map[string]string // prefix → code → words
}

func newSpeaker(lang text.Lang) *speaker { return &speaker{lang, map[string]map[string]string{}} }

func (s *speaker) say(key string, params map[string]any) string { return text.Of(s.lang, key, params) }

func (s *speaker) header(c Column) string {
	if c.Title != "" {
		return c.Title
	}
	if c.Label != "" {
		return s.say("report.column."+c.Label, nil)
	}
	return s.say("report.column."+c.Key, nil)
}

func (s *speaker) sheet(key string) string { return s.say("report.sheet."+key, nil) }

// code is what a code means. Enumerations have their place in the order
// between prefix and code, other words have not.
func (s *speaker) code(prefix, code string) string {
	if s.known[prefix] == nil {
		s.known[prefix] = map[string]string{}
		for _, k := range text.Keys(prefix + ".") {
			s.known[prefix][k[strings.LastIndexByte(k, '.')+1:]] = s.say(k, nil)
		}
	}
	if w, ok := s.known[prefix][code]; ok {
		return w
	}
	return code
}

// shown is a cell of a row as an office reads it.
func (s *speaker) shown(c Column, row []string, v string) string {
	if v == "" && c.Instead != nil {
		if key, params := c.Instead(row); key != "" {
			return s.say(key, params)
		}
	}
	return s.people(c.Kind, c.Words, v)
}

// people is a value as an office reads it.
func (s *speaker) people(kind Kind, words, v string) string {
	if v == "" {
		return ""
	}
	switch kind {
	case Words:
		if !strings.Contains(v, ", ") {
			return s.code(words, v)
		}
		codes := strings.Split(v, ", ")
		for i, c := range codes {
			codes[i] = s.code(words, c)
		}
		return strings.Join(codes, ", ")
	case Decimal:
		return s.decimal(v)
	case Percent:
		return s.decimal(shiftPoint(v)) + "%"
	case Instant:
		if at, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return Shown(at)
		}
	case Date:
		return day(v)
	case Dates:
		days := strings.Split(v, ", ")
		for i, d := range days {
			days[i] = day(d)
		}
		return strings.Join(days, ", ")
	}
	return v
}

// day is a day, or as much of it as is known, the way people write it.
func day(v string) string {
	parts := strings.Split(v, "-")
	slices.Reverse(parts)
	return strings.Join(parts, "/")
}

// fact is the value of a fact as an office reads it.
func (s *speaker) fact(f Fact) string {
	if f.Said != "" {
		return f.Said
	}
	return s.people(f.Kind, f.Words, f.Value)
}

// notes are what must be known of tables, under the names of their sheets.
func (s *speaker) notes(tables []Table) (out []string) {
	for _, t := range tables {
		if t.Note != "" && t.Len() > 0 {
			out = append(out, s.sheet(t.Key)+": "+s.say(t.Note, nil))
		}
	}
	return out
}

// decimal writes the decimal mark of the language.
func (s *speaker) decimal(v string) string {
	f := viet.Plain
	if s.lang == text.Vi {
		f = viet.VN
	}
	return viet.WriteNumber(v, f)
}

// shiftPoint multiplies a plain decimal by a hundred.
func shiftPoint(v string) string {
	whole, part, _ := strings.Cut(v, ".")
	part += "00"
	whole, part = strings.TrimLeft(whole+part[:2], "0"), strings.TrimRight(part[2:], "0")
	if whole == "" {
		whole = "0"
	}
	if part == "" {
		return whole
	}
	return whole + "." + part
}

// Slug is a text as part of a file's name: ASCII letters and digits, what is
// between them a hyphen.
func Slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case r == 'đ':
			r = 'd'
		case r == 'Đ':
			r = 'D'
		}
		switch {
		case unicode.Is(unicode.Mn, r):
		case r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	return b.String()
}
