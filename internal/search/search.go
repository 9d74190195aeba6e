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

// named are the kinds whose whole name puts a record first, and few enough for
// the index to look for words in a row among all of them.
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
			if slices.Contains(q.Kinds, k) {
				bad = append(bad, fault.In("types", "duplicate_item"))
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

// The ways a record matches, the best first: its whole name, the words in a row,
// all words anywhere, the last one unfinished.
const (
	exact   = "exact"
	phrase  = "phrase"
	inWords = "words"
	prefix  = "prefix"
)

var tiers = []string{exact, phrase, inWords, prefix}

// better are the tiers before the last that records of a kind can match in.
func better(kind string) []string {
	if slices.Contains(named, kind) {
		return []string{exact, phrase, inWords}
	}
	return []string{phrase, inWords}
}

// match is the question a tier asks of the index about a kind.
func match(tier, kind string, words []string) db.Match {
	switch tier {
	case exact:
		return db.Match{Tags: [][]string{{"/n" + strings.Join(words, "_")}}}
	case phrase:
		return db.Match{Words: words, Phrase: true}
	case inWords:
		return db.Match{Words: words}
	}
	// One letter begins too many words to be the beginning of one.
	m := db.Match{Words: words, Prefix: len([]rune(words[len(words)-1])) > 1}
	for _, t := range better(kind) {
		m.Better = append(m.Better, match(t, kind, words))
	}
	return m
}

// tierOf is the best way in which a document has the words, which it has in
// some. Documents part what they hold by a bar; a row of words crosses none.
func tierOf(words []string, document string, isNamed bool) string {
	row := strings.Join(words, " ")
	if isNamed && slices.Contains(strings.Split(document, " | "), row) {
		return exact
	}
	if strings.Contains(" "+document+" ", " "+row+" ") {
		return phrase
	}
	has := map[string]bool{}
	for _, w := range strings.Fields(document) {
		has[w] = true
	}
	if slices.ContainsFunc(words, func(w string) bool { return !has[w] }) {
		return prefix
	}
	return inWords
}

// Group is what was found of one kind.
type Group struct {
	Kind    string
	Hits    []Hit
	HasMore bool
	Total   *int64 // only when asked for

	known string // the last tier of which nothing is missing that would be shown
	open  bool   // there are more than are shown: the tiers decide which
}

// complete reports whether nothing more can be found than the group has.
func (g Group) complete(limit int) bool { return len(g.Hits) <= limit }

// rank puts the hits into the order of the tiers, told by the index or else by
// the documents that are known; within one the newest stays first.
func (g *Group) rank(words []string, documents map[string]string) {
	isNamed := slices.Contains(named, g.Kind)
	for i, h := range g.Hits {
		if document, known := documents[h.Entry]; known {
			g.Hits[i].Tier = tierOf(words, document, isNamed)
		}
	}
	slices.SortStableFunc(g.Hits, func(a, b Hit) int { return slices.Index(tiers, a.Tier) - slices.Index(tiers, b.Tier) })
}

// leaveOpen empties a group that the tiers decide: it has more than is shown, and
// it is not known what of all records comes first.
func (g *Group) leaveOpen(limit int) {
	if g.complete(limit) {
		return
	}
	if slices.ContainsFunc(g.Hits[:limit], func(h Hit) bool { return !h.told() || later(h.Tier, g.known) }) {
		g.Hits, g.open = nil, true
	}
}

// later reports whether one tier comes after another.
func later(one, other string) bool { return slices.Index(tiers, one) > slices.Index(tiers, other) }

// add takes in what is not there yet.
func (g *Group) add(hits []Hit) {
	there := make(map[string]bool, len(g.Hits)+len(hits))
	for _, h := range g.Hits {
		there[h.ID] = true
	}
	g.Hits = slices.Grow(g.Hits, len(hits))
	for _, h := range hits {
		if h.Kind == g.Kind && !there[h.ID] {
			there[h.ID] = true
			g.Hits = append(g.Hits, h)
		}
	}
}

func (g *Group) trim(limit int) {
	if len(g.Hits) > limit {
		g.Hits, g.HasMore = g.Hits[:limit], true
	}
}
