// Package search is the one box over the books (tìm kiếm): units, blocs,
// agreements, commitments, decisions, awards and persons, found by words
// whatever their case, tones or spelling, ranked, and only what the caller may
// read. It reads the other features' tables and writes none.
package search

import (
	"slices"
	"strings"

	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/text"
	"giaouoc/internal/viet"
)

// Bounds of a question.
const (
	maxQuery   = 200 // characters
	minLetters = 2   // of all words together
)

// kinds are what can be found, in the order the groups are shown.
var kinds = []string{"unit", "bloc", "agreement", "commitment", "decision", "award", "person"}

// named are the kinds whose whole name puts a record first.
var named = []string{"unit", "bloc", "person"}

// Question is what was asked.
type Question struct {
	Text         string
	Words        []string // folded
	Kinds        []string
	Limit        int
	Tags         [][]string // what every hit must have: a year, a bloc
	IncludeTotal bool
}

// Asked is a question as the caller put it.
type Asked struct {
	Q      string
	Types  string // names, parted by commas; empty: all
	Limit  int    // hits a group
	Year   int    // 0: any
	BlocID string // empty: any
	Total  bool
}

// Parse reads a question. The faults name the parameter.
func Parse(in Asked) (Question, error) {
	q := Question{Text: strings.TrimSpace(in.Q), Words: strings.Fields(viet.Key(in.Q)), Kinds: kinds, Limit: in.Limit, IncludeTotal: in.Total}
	var bad []fault.Field
	bad = append(bad, checkWords(in.Q, q.Words)...)
	if in.Types != "" {
		q.Kinds = nil
		for _, k := range strings.Split(in.Types, ",") {
			if !slices.Contains(kinds, k) {
				bad = append(bad, unknownKind(k))
				break
			}
			q.Kinds = append(q.Kinds, k)
		}
	}
	if in.Year != 0 {
		q.Tags = append(q.Tags, []string{"/y" + number(in.Year)})
	}
	if in.BlocID != "" {
		q.Tags = append(q.Tags, []string{blocTag(in.BlocID)})
	}
	if len(bad) > 0 {
		return q, fault.Query(bad...)
	}
	return q, nil
}

// checkWords refuses what would find everything or nothing.
func checkWords(q string, words []string) []fault.Field {
	switch {
	case len([]rune(q)) > maxQuery:
		return []fault.Field{fault.In("q", "max_length", "max", maxQuery)}
	case strings.TrimSpace(q) == "":
		return []fault.Field{fault.In("q", "required")}
	case len([]rune(strings.Join(words, ""))) < minLetters:
		return []fault.Field{fault.In("q", "query_too_short", "min", minLetters)}
	}
	return nil
}

func unknownKind(k string) fault.Field {
	if near := text.Closest(k, kinds); near != "" {
		return fault.In("types", "not_allowed", "allowed", kinds, "did_you_mean", near)
	}
	return fault.In("types", "not_allowed", "allowed", kinds)
}

// tier is one way to match, the best first: a whole name, the words in a row,
// the words anywhere, the last one still being typed.
type tier struct {
	Name  string
	match func(words []string) db.Match
	kinds []string // nil: all
}

// tiers are the ways a question is asked until enough is found.
func tiers(words []string) []tier {
	all := []tier{
		{"exact", func(w []string) db.Match { return db.Match{Tags: [][]string{{"/n" + strings.Join(w, "_")}}} }, named},
		{"phrase", func(w []string) db.Match { return db.Match{Words: w, Phrase: true} }, nil},
		{"words", func(w []string) db.Match { return db.Match{Words: w} }, nil},
		{"prefix", func(w []string) db.Match { return db.Match{Words: w, Prefix: true} }, nil},
	}
	if len(words) == 1 {
		return slices.Delete(all, 1, 2) // one word is always in a row
	}
	return all
}

// Group is what was found of one kind.
type Group struct {
	Kind    string
	Hits    []Hit
	HasMore bool
	Total   *int64 // only when asked for
}

// short reports whether the group has room for more, and one beyond to know
// whether there are more.
func (g Group) short(limit int) bool { return len(g.Hits) <= limit }

// add takes in what is not there yet.
func (g *Group) add(hits []Hit, tier string) {
	for _, h := range hits {
		if !slices.ContainsFunc(g.Hits, func(o Hit) bool { return o.ID == h.ID }) {
			h.Tier = tier
			g.Hits = append(g.Hits, h)
		}
	}
}

func (g *Group) trim(limit int) {
	if len(g.Hits) > limit {
		g.Hits, g.HasMore = g.Hits[:limit], true
	}
}
