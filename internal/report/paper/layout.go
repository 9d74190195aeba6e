package paper

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"giaouoc/internal/date"
	"giaouoc/internal/text"
)

// Layout is how the documents of a kind of office look. Sizes are points,
// lengths millimetres. Words are keys of the catalogue.
type Layout struct {
	Name   string   `json:"name"`   // party, state, enterprise
	From   date.Day `json:"from"`   // the first day it holds for
	Rule   string   `json:"rule"`   // the rule it follows
	Unsure []string `json:"unsure"` // what its sources do not agree on, with what was chosen: words

	Font    string  `json:"font"`
	Margins Margins `json:"margins"`
	Left    []Line  `json:"left"` // of the head, top down
	Right   []Line  `json:"right"`
	Title   Style   `json:"title"`
	Subject Style   `json:"subject"`
	To      Style   `json:"to"`
	Body    Body    `json:"body"`

	Headings []Numbering `json:"headings"` // by level
	End      string      `json:"end"`      // closes the last sentence: "./." or "."

	OnBehalf   string `json:"on_behalf"` // words before the name of who is signed for
	Behalf     Style  `json:"behalf"`
	Position   Style  `json:"position"`
	Signer     Style  `json:"signer"`
	Recipients Style  `json:"recipients"`
	Recipient  Style  `json:"recipient"`
	Archive    string `json:"archive"` // the last of the recipients

	RecipientEnd string `json:"recipient_end"` // closes each of the others

	PageNumber Style `json:"page_number"`
}

// Margins are the margins of an upright page.
type Margins struct {
	Top    float64 `json:"top"`
	Bottom float64 `json:"bottom"`
	Left   float64 `json:"left"`
	Right  float64 `json:"right"`
}

// Style is how a text is set.
type Style struct {
	Size      float64 `json:"size"`
	Bold      bool    `json:"bold"`
	Italic    bool    `json:"italic"`
	Underline bool    `json:"underline"`
	Capitals  bool    `json:"capitals"`
	// Line is the share of the text's width of the rule under it, 0 for none.
	Line float64 `json:"line"`
	// Below is a text set under it, as Party documents have: "-----".
	Below string `json:"below"`
}

// Line is a line of the head.
type Line struct {
	Style
	Slot  string `json:"slot"`  // parent, issuer, number, date; "" for fixed words
	Words string `json:"words"` // of the catalogue; with {…} where a slot has parts
}

// Body is the setting of running text.
type Body struct {
	Size    float64 `json:"size"`
	Indent  float64 `json:"indent"`  // of the first line, millimetres
	Between float64 `json:"between"` // paragraphs, points
	// Spacing of lines: a multiple of single, or, where Exact, points.
	Spacing float64 `json:"spacing"`
	Exact   bool    `json:"exact"`
}

// Numbering is how the headings of a level are numbered.
type Numbering struct {
	Style
	Format string `json:"format"` // roman, arabic, letter
	After  string `json:"after"`  // "." or ")" or "-"
}

//go:embed layouts.json
var layoutsFile []byte

var layouts = sync.OnceValue(func() []*Layout {
	var all []*Layout
	if err := json.Unmarshal(layoutsFile, &all); err != nil {
		panic(fmt.Sprintf("paper: layouts.json: %v", err))
	}
	return all
})

// Layouts are all layouts there are.
func Layouts() []*Layout { return layouts() }

// LayoutOn is the layout of a name that holds on a day, "" for the last; nil
// where there is none of that name. One before the first has the first.
func LayoutOn(name string, day date.Day) *Layout {
	var held *Layout
	for _, l := range layouts() {
		if l.Name == name && (held == nil || day == "" || l.From <= day) {
			held = l
		}
	}
	return held
}

// For says on whose behalf a document is signed.
func (l *Layout) For(lang text.Lang, name string) string {
	return text.Of(lang, l.OnBehalf, map[string]any{"name": name})
}

// head are the lines of one side of the head as they are printed.
func (d *Document) head(lines []Line) (out []styled) {
	for _, l := range lines {
		var s string
		switch l.Slot {
		case "parent":
			s = d.Issue.Parent
		case "issuer":
			s = d.Issue.Issuer
		case "number":
			if d.Issue.Kind == "" {
				continue
			}
			s = text.Of(d.Lang, l.Words, map[string]any{"number": blank(d.Issue.Number, 6), "kind": d.Issue.Kind, "organ": blank(d.Issue.Organ, 10)})
		case "date":
			if d.Issue.Attached {
				continue
			}
			s = d.placeAndDay(l.Words)
		default:
			s = text.Of(d.Lang, l.Words, nil)
		}
		if s != "" {
			out = append(out, styled{l.Style, l.cased(s)})
		}
	}
	return out
}

// placeAndDay says where and when: "Ninh Bình, ngày 05 tháng 02 năm 2021".
func (d *Document) placeAndDay(key string) string {
	day, month, year := DayParts(d.Issue.Day)
	return text.Of(d.Lang, key, map[string]any{"place": blank(d.Issue.Place, 12), "day": blank(day, 5), "month": blank(month, 5), "year": blank(year, 7)})
}

// Cited is how running text names the document: its number with symbols, its day
// and who issues it, with room for what is not known.
func (d *Document) Cited() map[string]any {
	number := ""
	for _, l := range d.Layout.Left {
		if l.Slot == "number" {
			number = text.Of(d.Lang, l.Words, map[string]any{"number": blank(d.Issue.Number, 6), "kind": d.Issue.Kind, "organ": blank(d.Issue.Organ, 10)})
		}
	}
	_, number, _ = strings.Cut(number, " ") // after the word for it
	day, month, year := DayParts(d.Issue.Day)
	return map[string]any{"number": number, "day": blank(day, 5), "month": blank(month, 5), "year": blank(year, 7), "issuer": d.Issue.Issuer}
}

// DayParts are the parts of 05/02/2021, 02/2021 or 2021 as running text has them,
// "" for what is not known: days below ten and the first two months have a zero
// before them, other months have none.
func DayParts(v string) (day, month, year string) {
	parts := strings.Split(v, "/")
	slices.Reverse(parts)
	for i, to := range []*string{&year, &month, &day} {
		if i < len(parts) {
			*to = parts[i]
		}
	}
	if month >= "03" && month <= "09" {
		month = month[1:]
	}
	return day, month, year
}

// blank leaves room to write by hand where nothing is known.
func blank(s string, room int) string {
	if s == "" {
		return strings.Repeat("\u00a0", room)
	}
	return s
}

type styled struct {
	Style
	text string
}

func (s Style) cased(t string) string {
	if s.Capitals {
		return strings.ToUpper(t)
	}
	return t
}

// number is the n-th number of a heading's level.
func (n Numbering) number(at int) string {
	switch n.Format {
	case "roman":
		return Roman(at) + n.After
	case "letter":
		return letter(at) + n.After
	}
	return fmt.Sprint(at) + n.After
}

// Roman is a number in Roman numerals.
func Roman(n int) (out string) {
	for _, d := range []struct {
		value int
		sign  string
	}{{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			out += d.sign
		}
	}
	return out
}

// letter is one of a … z, aa, ab …, as Word counts.
func letter(n int) string {
	return strings.Repeat(string(rune('a'+(n-1)%26)), (n-1)/26+1)
}

// counter numbers headings.
type counter struct{ at [3]int }

func (c *counter) next(level int) int {
	c.at[level-1]++
	for i := level; i < len(c.at); i++ {
		c.at[i] = 0
	}
	return c.at[level-1]
}
