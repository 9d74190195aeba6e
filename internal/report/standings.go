package report

import (
	"cmp"
	"slices"

	"giaouoc/internal/amount"
	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/period"
	"giaouoc/internal/scoring"
	"giaouoc/internal/succession"
)

// Standings are how the units of a bloc stood through the years: their ranks, who led,
// and whether the flags went by score or in turn (luân phiên).
type Standings struct {
	Terms []StandingTerm
	Units []StandingUnit // the best on the whole first
}

// StandingTerm is a term of the bloc, ranked or not.
type StandingTerm struct {
	ID        string
	Period    period.Period  `gorm:"embedded;embeddedPrefix:period_"`
	RankingID string         `gorm:"-"` // "": no ranking that one may read
	Flags     []StandingFlag `gorm:"-"`
	Unnamed   int            `gorm:"-"` // flags whose winners nobody has named
}

// StandingFlag is a flag for the merit of a term. By is how it went: by score to a unit
// that ranks among as many as there were flags, else in turn; "" where that cannot be
// told.
type StandingFlag struct {
	award.Flag
	Place *int
	By    string
}

// How a flag went.
const (
	ByScore = "score"
	InTurn  = "turn"
)

// StandingUnit is a unit with its places, by term.
type StandingUnit struct {
	UnitID *string
	Name   string
	Places map[string]scoring.Placed
	Led    map[string]bool  // terms it led
	Mean   *amount.Points   // of its ranks, in hundredths; nil for none
	Ended  []succession.End // the act that ended it, by each unit that follows it; nil while it is
}

// stand puts together what was read of a bloc.
func stand(terms []StandingTerm, placed []scoring.Placed, flags []award.Flag, led []LedRow) Standings {
	s := Standings{Terms: terms}
	at := map[string]int{}
	for i, t := range terms {
		at[t.ID] = i
	}
	units := map[string]*StandingUnit{}
	unit := func(id *string, name string) *StandingUnit {
		key := cmp.Or(words(id), name)
		if units[key] == nil {
			units[key] = &StandingUnit{UnitID: id, Name: name, Places: map[string]scoring.Placed{}, Led: map[string]bool{}}
		}
		return units[key]
	}
	slices.SortStableFunc(placed, func(a, b scoring.Placed) int { return at[a.TermID] - at[b.TermID] })
	for _, p := range placed {
		if i, there := at[p.TermID]; there {
			s.Terms[i].RankingID = p.RankingID
			u := unit(p.UnitID, p.UnitName)
			u.Name, u.Places[p.TermID] = p.UnitName, p // the last name stays
		}
	}
	for _, l := range led {
		if u := units[words(l.UnitID)]; u != nil && l.Role == bloc.LeaderRole {
			u.Led[l.TermID] = true
		}
	}
	for i := range s.Terms {
		s.Terms[i].won(flags, units)
	}
	for _, u := range units {
		s.Units = append(s.Units, u.averaged())
	}
	slices.SortFunc(s.Units, func(a, b StandingUnit) int {
		switch {
		case a.Mean != nil && b.Mean == nil: // who was never ranked comes last
			return -1
		case a.Mean == nil && b.Mean != nil:
			return 1
		case a.Mean != nil && *a.Mean != *b.Mean:
			return cmp.Compare(*a.Mean, *b.Mean)
		}
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(words(a.UnitID), words(b.UnitID)))
	})
	return s
}

// ended notes what became of units.
func (s *Standings) ended(ends []succession.End) {
	of := map[string][]succession.End{}
	for _, e := range ends {
		of[e.UnitID] = append(of[e.UnitID], e)
	}
	for i := range s.Units {
		s.Units[i].Ended = of[words(s.Units[i].UnitID)]
	}
}

// ids are those of the units that are linked.
func (s *Standings) ids() (ids []string) {
	for _, u := range s.Units {
		if u.UnitID != nil {
			ids = append(ids, *u.UnitID)
		}
	}
	return ids
}

// won gives a term the flags for its merit.
func (t *StandingTerm) won(flags []award.Flag, units map[string]*StandingUnit) {
	unnamed, given, counted := map[string]int{}, 0, true
	for _, f := range flags {
		if !t.holds(f) {
			continue
		}
		unnamed[f.AwardID], counted = f.Unnamed, counted && f.Counted
		if f.UnitID == nil && f.UnitName == nil {
			continue
		}
		given++
		won := StandingFlag{Flag: f}
		if u := units[words(f.UnitID)]; u != nil {
			won.Place = u.Places[t.ID].Place
		}
		t.Flags = append(t.Flags, won)
	}
	for _, n := range unnamed {
		t.Unnamed += n
	}
	for i := range t.Flags {
		f := &t.Flags[i]
		switch {
		case f.Place == nil:
		case *f.Place <= given+t.Unnamed:
			f.By = ByScore
		case counted: // else there may have been more of them
			f.By = InTurn
		}
	}
}

// holds reports whether a flag is for the merit of the term's year, or of its own period
// where that is longer than one.
func (t *StandingTerm) holds(f award.Flag) bool {
	if year, single := t.Period.ListingYear(); single {
		return f.ListingYear != nil && *f.ListingYear == year
	}
	return f.PeriodKind == string(t.Period.Kind) && f.PeriodLabel == t.Period.Label
}

// averaged is the unit with the mean of its ranks.
func (u *StandingUnit) averaged() StandingUnit {
	sum, n := 0, 0
	for _, p := range u.Places {
		if p.Place != nil {
			sum, n = sum+*p.Place, n+1
		}
	}
	if n > 0 {
		mean := amount.Points((200*sum + n) / (2 * n)) // a half goes up
		u.Mean = &mean
	}
	return *u
}
