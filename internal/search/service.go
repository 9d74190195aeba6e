package search

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/db"
)

// Service answers questions.
type Service struct{ db *db.DB }

// New makes the service.
func New(store *db.DB) *Service { return &Service{store} }

// Search finds records the caller may read, grouped by kind: those whose whole
// name was asked for, then those with the words in a row, then with all of them
// anywhere, then with the last word unfinished; within each, the newest first.
func (s *Service) Search(ctx context.Context, q Question) (groups []Group, err error) {
	a, err := newAsking(s.db.Read(ctx), q)
	if err == nil {
		err = a.ask()
	}
	if err == nil {
		err = a.explain()
	}
	return a.groups, s.db.Translate(ctx, err)
}

// asking is one question on its way through the tiers.
type asking struct {
	tx     *gorm.DB
	q      Question
	groups []Group
	reach  []string // tags of the caller's terms and blocs
	narrow bool     // whether they are few enough to be named
}

func newAsking(tx *gorm.DB, q Question) (*asking, error) {
	a := &asking{tx: tx, q: q}
	for _, k := range q.Kinds {
		a.groups = append(a.groups, Group{Kind: k, Hits: []Hit{}})
	}
	var err error
	a.reach, a.narrow, err = reachTags(tx)
	return a, err
}

// ask puts the widest question to every kind. Where that finds no more than is
// shown, or the index has told which of it comes first, nothing is left to ask;
// the other kinds are asked for tier by tier.
func (a *asking) ask() error {
	if err := a.put(prefix); err != nil {
		return err
	}
	if err := a.sort(); err != nil {
		return err
	}
	widest := slices.Clone(a.groups)
	for i := range a.groups {
		a.groups[i].leaveOpen(a.q.Limit)
	}
	for _, t := range tiers[:len(tiers)-1] {
		if err := a.put(t); err != nil {
			return err
		}
	}
	for i := range a.groups {
		if a.groups[i].open {
			a.groups[i].add(widest[i].Hits)
		}
	}
	return a.total()
}

// sort puts the groups in order. Where the index cannot tell how a record
// matches, the words of those that are complete do.
func (a *asking) sort() error {
	var untold []Hit
	for _, g := range a.groups {
		if g.complete(a.q.Limit) {
			untold = append(untold, slices.DeleteFunc(slices.Clone(g.Hits), Hit.told)...)
		}
	}
	found, err := documents(a.tx, untold)
	for i := range a.groups {
		a.groups[i].rank(a.q.Words, found)
	}
	return err
}

// put asks the kinds that have room what a tier finds.
func (a *asking) put(tier string) error {
	quick, full := a.plan(tier)
	if err := a.take(quick, true, tier); err != nil {
		return err
	}
	full = slices.DeleteFunc(full, func(m db.Match) bool { return !a.group(m.Kind).complete(a.q.Limit) })
	return a.take(full, false, tier)
}

// plan tells what of a tier is asked of the newest records first and what of
// all of them. Words in a row are looked for among all names, but only among the
// newest of what is long and many: there the index would have to read every
// record that has the words anywhere.
func (a *asking) plan(tier string) (quick, full []db.Match) {
	for _, m := range a.matches(tier) {
		few := slices.Contains(named, m.Kind) || len(m.Tags) > 0
		if !few && (m.Phrase || m.QuickLook(a.tx)) {
			quick = append(quick, m)
		}
		if !m.Phrase || few {
			full = append(full, m)
		}
	}
	return quick, full
}

// matches is a tier's question to each kind that it concerns.
func (a *asking) matches(tier string) []db.Match {
	var out []db.Match
	for _, g := range a.groups {
		asked := tier == prefix || g.open && g.complete(a.q.Limit)
		if asked && (tier != exact || slices.Contains(named, g.Kind)) && (tier != phrase || len(a.q.Words) > 1) {
			out = append(out, a.scoped(g.Kind, match(tier, g.Kind, a.q.Words))...)
		}
	}
	return out
}

// scoped puts a match to the entries of a kind, narrowed to what the question and
// the caller's reach allow; none where nothing can be found.
func (a *asking) scoped(kind string, m db.Match) []db.Match {
	m.Kind = kind
	m.Tags = slices.Concat(m.Tags, a.q.Tags)
	if a.narrow && (kind == "agreement" || kind == "commitment") {
		if len(a.reach) == 0 {
			return nil
		}
		m.Tags = append(m.Tags, a.reach)
	}
	if kind != "award" {
		return []db.Match{m}
	}
	named := m
	named.Kind = "recipient"
	return []db.Match{m, named}
}

// take adds what the matches find. One more than is shown tells that there are
// more, and is enough in every tier: what is found again stands in the group
// already. Of the newest that match anyhow, several times as many are looked at,
// so that enough of them match well where that is frequent.
func (a *asking) take(matches []db.Match, newest bool, tier string) error {
	if len(matches) == 0 {
		return nil
	}
	limit := a.q.Limit + 1
	if newest && tier == prefix {
		limit *= 4
	}
	found, err := find(a.tx, matches, newest, limit)
	some := map[string]int{} // hits by kind
	for i, h := range found {
		some[h.Kind]++
		found[i].Tier = tier
		if tier == prefix && h.told() {
			found[i].Tier = append(better(h.Kind), prefix)[*h.Rank]
		}
	}
	for _, m := range matches {
		g := a.group(m.Kind)
		switch g.known = tier; {
		case newest && some[g.Kind] >= limit:
			g.known = phrase
		case newest:
			g.known = inWords
		}
	}
	for i := range a.groups {
		a.groups[i].add(found)
	}
	return err
}

// group is that in which entries of a kind are shown.
func (a *asking) group(kind string) *Group { return &a.groups[a.place(shownAs(kind))] }

// place is where the group of a kind stands.
func (a *asking) place(kind string) int {
	return slices.IndexFunc(a.groups, func(g Group) bool { return g.Kind == kind })
}

// total counts, where asked for, everything the widest tier finds.
func (a *asking) total() error {
	if !a.q.IncludeTotal {
		return nil
	}
	var matches []db.Match
	for _, g := range a.groups {
		matches = append(matches, a.scoped(g.Kind, match(prefix, g.Kind, a.q.Words))...)
	}
	totals, err := count(a.tx, matches)
	for i := range a.groups {
		n := totals[a.groups[i].Kind]
		a.groups[i].Total = &n
	}
	return err
}

// explain trims the groups to what is shown, and reads that and why awards were
// found.
func (a *asking) explain() error {
	var hits []Hit
	var awards []string
	for i := range a.groups {
		a.groups[i].trim(a.q.Limit)
		hits = append(hits, a.groups[i].Hits...)
		a.groups[i].Hits = []Hit{}
	}
	shown, err := show(a.tx, hits)
	if err != nil {
		return err
	}
	for _, h := range shown {
		g := a.group(h.Kind)
		g.Hits = append(g.Hits, h)
		if h.Kind == "award" {
			awards = append(awards, h.ID)
		}
	}
	names, err := recipients(a.tx, awards, a.q.Words)
	for i := range a.groups {
		for j := range a.groups[i].Hits {
			h := &a.groups[i].Hits[j]
			h.Recipients = names[h.ID]
		}
	}
	return err
}
