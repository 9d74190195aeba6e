package award

import (
	"cmp"
	"slices"

	"giaouoc/internal/viet"
)

// Sums add up awards by kind of recipients; a kind nobody told is unclassified.
// An award of unknown count is in no sum but count_unknown and awards, so that
// named and unnamed make up the total of all kinds, unless a source names more
// than it counts.
type Sums struct {
	Collectives  int `json:"collectives"`
	Individuals  int `json:"individuals"`
	Households   int `json:"households"`
	Blocs        int `json:"blocs"`
	Unclassified int `json:"unclassified" doc:"of unknown kind"`
	Awards       int `json:"awards" doc:"records, whatever their count"`
	CountUnknown int `json:"count_unknown" doc:"awards whose count is unknown"`
	Named        int `json:"named"`
	Unnamed      int `json:"unnamed"`
}

func (s *Sums) add(o Sums) {
	s.Collectives += o.Collectives
	s.Individuals += o.Individuals
	s.Households += o.Households
	s.Blocs += o.Blocs
	s.Unclassified += o.Unclassified
	s.Awards += o.Awards
	s.CountUnknown += o.CountUnknown
	s.Named += o.Named
	s.Unnamed += o.Unnamed
}

// Group are awards alike in everything a line of the tally tells apart. Year is
// the listing year; a period listed under its own label has Period instead;
// with neither the period is unknown. The type is the linked one, else the
// words.
type Group struct {
	Year           *int
	Period         *string
	TypeID         *string
	TypeAsWritten  *string
	TypeName       *string
	TypeCode       *string
	TypeIsVerified *bool
	TypeClass      *string // title, form; nil: no type is linked
	Level          *string
	HasAuthority   bool
	Status         string
	Sums           Sums `gorm:"embedded"`
}

// Tally answers how much was given. Rows and Totals count awards in force, or
// of the states asked for. Annulled awards and those of draft decisions are
// told beside them. Unclear are awards that may belong to a narrowed question
// but lack what it asks about: known Totals, and up to Unclear more.
type Tally struct {
	Rows     []Group
	Totals   Sums
	Annulled Sums
	Draft    Sums
	Unclear  Sums
}

// newTally puts groups together. With any state counted, not only those in
// force, groups that differ in nothing else become one row.
func newTally(groups []Group, anyState bool, unclear Sums) Tally {
	t, rows := Tally{Rows: make([]Group, 0, len(groups)), Unclear: unclear}, make(map[lineKey]int, len(groups))
	for _, g := range groups {
		switch g.Status {
		case Annulled:
			t.Annulled.add(g.Sums)
		case Draft:
			t.Draft.add(g.Sums)
		}
		if anyState || g.Status == InForce {
			t.Totals.add(g.Sums)
			t.line(g, rows)
		}
	}
	t.Rows = ordered(t.Rows)
	return t
}

// line adds a group to the row it belongs to, at the place known for that.
func (t *Tally) line(g Group, rows map[lineKey]int) {
	id := lineKeyOf(g)
	i, there := rows[id]
	if there {
		t.Rows[i].Sums.add(g.Sums)
		return
	}
	rows[id] = len(t.Rows)
	t.Rows = append(t.Rows, g)
}

// lineKey is what tells rows apart.
type lineKey struct {
	year                            int
	period, typeID, asWritten, name string
	level                           int
	hasAuthority                    bool
}

func lineKeyOf(g Group) lineKey {
	return lineKey{number(g.Year), either(g.Period), either(g.TypeID), either(g.TypeAsWritten), either(g.TypeName, g.TypeAsWritten), rank(g.Level), g.HasAuthority}
}

// ordered puts the latest year first, longer periods after years and the unknown
// last; within one, types by name, then the highest level. A name's place in the
// alphabet is dear to find out, and is found out once.
func ordered(rows []Group) []Group {
	places := map[string]string{}
	for _, g := range rows {
		name := either(g.TypeName, g.TypeAsWritten)
		if _, known := places[name]; !known {
			places[name] = viet.SortKey(name)
		}
	}
	slices.SortStableFunc(rows, func(x, y Group) int {
		a, b := lineKeyOf(x), lineKeyOf(y)
		return cmp.Or(
			-cmp.Compare(a.year, b.year), -cmp.Compare(a.period, b.period),
			cmp.Compare(places[a.name], places[b.name]), cmp.Compare(a.typeID, b.typeID), cmp.Compare(a.asWritten, b.asWritten),
			cmp.Compare(a.level, b.level), cmp.Compare(truth(b.hasAuthority), truth(a.hasAuthority)),
		)
	})
	return rows
}

func number(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

func rank(level *string) int {
	if level == nil {
		return len(levels)
	}
	return slices.Index(levels, *level)
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}
