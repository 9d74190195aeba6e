// Package succession keeps how units and blocs follow one another through
// reorganisations (sáp nhập, chia tách, chuyển giao, lập lại, giải thể), and
// traces from them whose merit is whose.
package succession

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/viet"
)

// Succession is one act of reorganisation. Subject says whether units or blocs
// follow one another. It happened on a day as far as known, or between two, or
// nobody knows when. Whether merit passes on is decided case by case by the
// authority, so it is told and never inferred.
type Succession struct {
	record.Meta       `gorm:"embedded"`
	Subject           string
	Kind              string
	HappenedOn        *date.Partial
	EarliestOn        *date.Partial
	LatestOn          *date.Partial
	DecisionID        *string
	DecisionAsWritten *string
	MeritInherited    string
	SearchText        string
	record.Provenance `gorm:"embedded"`
}

// Party is one that an act takes from or leads to, in the order of the source.
type Party struct {
	SuccessionID string  `json:"-"`
	Side         string  `json:"-"`
	Place        int     `json:"-"` // from 1
	UnitID       *string `json:"unit_id"`
	BlocID       *string `json:"bloc_id"`
	AsWritten    *string `json:"as_written"`
}

// TableName is gorm's name for the table.
func (Party) TableName() string { return "succession_parties" }

// What may follow one another.
const (
	OfUnits = "unit"
	OfBlocs = "bloc"
)

// The kinds of act.
const (
	Merge         = "merge"
	Split         = "split"
	Transfer      = "transfer"
	ReEstablished = "re_established"
	Dissolve      = "dissolve"
)

// The sides of an act.
const (
	From = "from"
	To   = "to"
)

// Whether merit passes on.
const (
	Yes     = "yes"
	No      = "no"
	Unknown = "unknown"
)

// whole is an act with its parties, as the record of acts shows it.
type whole struct {
	Succession `gorm:"embedded"`
	From       []Party
	To         []Party
}

// link is the record a party points to, nil for words alone.
func (p Party) link() *string {
	if p.UnitID != nil {
		return p.UnitID
	}
	return p.BlocID
}

// links are the linked records of some parties, in order.
func links(parties []Party) (ids []string) {
	for _, p := range parties {
		if id := p.link(); id != nil {
			ids = append(ids, *id)
		}
	}
	return ids
}

// parties are those of both sides.
func (w whole) parties() []Party { return slices.Concat(w.From, w.To) }

// bloc is the bloc an act on blocs is recorded under: the first one linked.
func (w whole) bloc() *string {
	for _, p := range w.parties() {
		if p.BlocID != nil {
			return p.BlocID
		}
	}
	return nil
}

// ends reports whether the act ends the life of what it takes from.
func ends(kind string) bool { return kind == Merge || kind == Dissolve }

// span is when the act was.
func (s Succession) span() span {
	if s.HappenedOn != nil {
		return between(s.HappenedOn, s.HappenedOn)
	}
	return between(s.EarliestOn, s.LatestOn)
}

// span is the days something may have been on; an end that is "" is unknown.
type span struct{ first, last date.Day }

func between(from, to *date.Partial) (s span) {
	if from != nil {
		s.first = from.First()
	}
	if to != nil {
		s.last = to.Last()
	}
	return s
}

// before holds when every day of a is certainly before every day of b.
func (a span) before(b span) bool { return a.last != "" && b.first != "" && a.last < b.first }

// arity is how many parties a side has, at least and at most.
type arity struct{ least, most int }

const many = math.MaxInt

var shapes = map[string]struct{ from, to arity }{
	Merge:         {arity{1, many}, arity{1, 1}},
	Split:         {arity{1, 1}, arity{1, many}},
	Transfer:      {arity{1, many}, arity{1, many}},
	ReEstablished: {arity{1, many}, arity{1, 1}},
	Dissolve:      {arity{1, many}, arity{0, 0}},
}

func (a arity) check(bad *fault.Fields, pointer string, n int) {
	switch {
	case a.most == 0 && n > 0:
		bad.Add(pointer, "no_party")
	case a.most == 1 && n != 1:
		bad.Add(pointer, "one_party", "count", n)
	case n < a.least:
		bad.Add(pointer, "party_required")
	}
}

// check notes what contradicts itself in the act alone.
func (w whole) check(bad *fault.Fields) {
	if w.HappenedOn != nil && (w.EarliestOn != nil || w.LatestOn != nil) {
		bad.Add("/happened_on", "conflicts_with", "other", "earliest_on, latest_on")
	}
	if w.EarliestOn != nil && w.LatestOn != nil && w.LatestOn.Ceil() < w.EarliestOn.Floor() {
		bad.Add("/latest_on", "end_before_start")
	}
	shape, ok := shapes[w.Kind]
	if !ok {
		bad.Add("/kind", "required")
		return
	}
	shape.from.check(bad, "/"+From, len(w.From))
	shape.to.check(bad, "/"+To, len(w.To))
	w.checkParties(bad, From, w.From)
	w.checkParties(bad, To, w.To)
	if w.Subject == OfBlocs && len(w.parties()) > 0 && w.bloc() == nil {
		bad.Add("/"+From, "linked_bloc_required")
	}
}

// checkParties notes parties of a side that are nobody, of the other subject,
// or there twice. Words alone never make two parties one.
func (w whole) checkParties(bad *fault.Fields, side string, parties []Party) {
	for i, p := range parties {
		other, wrong := p.BlocID, "/bloc_id"
		if w.Subject == OfBlocs {
			other, wrong = p.UnitID, "/unit_id"
		}
		switch id := p.link(); {
		case other != nil:
			bad.Add(at(side, i)+wrong, "other_subject", "subject", w.Subject)
		case id == nil && p.AsWritten == nil:
			bad.Add(w.pointer(side, i), "reference_required")
		case id == nil:
		case slices.Contains(links(parties[:i]), *id):
			bad.Add(w.pointer(side, i), "duplicate_item")
		case side == To && slices.Contains(links(w.From), *id):
			bad.Add(w.pointer(side, i), "both_sides")
		}
	}
}

// fold keeps the column that follows from others in step.
func (w *whole) fold() {
	var keys []string
	if w.DecisionAsWritten != nil {
		keys = append(keys, viet.Key(*w.DecisionAsWritten))
	}
	for _, p := range w.parties() {
		if p.AsWritten != nil {
			keys = append(keys, viet.Key(*p.AsWritten))
		}
	}
	w.SearchText = strings.Join(keys, " | ")
}

func at(side string, i int) string { return "/" + side + "/" + strconv.Itoa(i) }

// pointer is where a party says whom it links to.
func (w whole) pointer(side string, i int) string { return at(side, i) + "/" + w.Subject + "_id" }
