package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// print writes data as JSON where asked for, else the lines for people.
func (c *cli) print(data any, lines string) error {
	if c.json {
		return c.printJSON(data)
	}
	_, err := fmt.Fprintln(c.out, lines)
	return err
}

func (c *cli) printJSON(data any) error {
	e := json.NewEncoder(c.out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(data)
}

// note tells people something beside the data.
func (c *cli) note(key string, params ...string) {
	fmt.Fprintln(c.err, c.say(key, params...))
}

// table writes data as JSON where asked for, else rows under headings; without
// rows it says so beside.
func (c *cli) table(data any, headings string, rows [][]string) error {
	if c.json {
		return c.printJSON(data)
	}
	if len(rows) == 0 {
		c.note("nothing_listed")
		return nil
	}
	_, err := fmt.Fprint(c.out, align(append([][]string{strings.Split(c.say(headings), "|")}, rows...)))
	return err
}

// align sets cells under one another, two spaces apart, by the width they have
// on a screen.
func align(rows [][]string) string {
	var widths []int
	for _, r := range rows {
		for i, cell := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], columns(cell))
		}
	}
	var b strings.Builder
	for _, r := range rows {
		line := ""
		for i, cell := range r {
			line += cell + strings.Repeat(" ", widths[i]-columns(cell)+2)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// columns is how wide a text is on a screen: a Vietnamese letter is one column
// whether its marks are part of it or follow it, an East Asian one is two.
func columns(s string) (n int) {
	for _, r := range norm.NFC.String(s) {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case wide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

func wide(r rune) bool {
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth
}

// moment is a time for people: to the minute, in the machine's zone.
func moment(t *time.Time) string {
	if t == nil {
		return "–"
	}
	return t.Local().Format("2006-01-02 15:04")
}
