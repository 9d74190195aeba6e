package report

import (
	"slices"

	"giaouoc/internal/award"
	"giaouoc/internal/date"
	"giaouoc/internal/period"
	"giaouoc/internal/scoring"
	"giaouoc/internal/succession"
	"giaouoc/internal/unit"
)

// Profile is a unit through the years and its reorganisations (lý lịch thi
// đua): every term it belongs to, what it won, and what those it follows won
// under their own names.
type Profile struct {
	Unit     unit.Unit
	Versions map[string][]VersionRow // of the unit and its predecessors
	Acts     []succession.Row
	Lineage  succession.Lineage
	Terms    []BelongingRow
	Awards   []ProfileAward
}

// VersionRow is a version of a unit with its parent's present name.
type VersionRow struct {
	unit.Version `gorm:"embedded"`
	ParentName   *string
}

// BelongingRow is a term a unit belongs to; Ways are member, leader, deputy,
// signatory.
type BelongingRow struct {
	TermID          string
	BlocID          string
	BlocName        string
	Period          period.Period `gorm:"embedded;embeddedPrefix:period_"`
	Status          *string
	Position        *int // in protocol order; nil for who is no member
	AgreementID     *string
	AgreementStatus *string
	BelongsAs       string
	Ways            []string        `gorm:"-"`
	Signatures      []SignatureRow  `gorm:"-"`
	Commitments     int             `gorm:"-"`
	Placed          *scoring.Placed `gorm:"-"` // nil: no ranking that one may read names it
}

// SignatureRow is what became of a unit's signature under a term's agreement.
type SignatureRow struct {
	TermID   string
	Role     *string
	Status   string
	SignedOn *date.Partial
}

// ProfileAward is an award that names the unit or a predecessor. After tells
// that it is not inherited because its merit was earned after the act.
type ProfileAward struct {
	award.UnitAward
	NameThen string
	Merit    string // own, inherited, not_inherited, unknown
	After    bool
}

// ProfileSums are a profile's awards in force by whose merit they are. Counted
// is own and inherited. Annulled awards are told beside them, drafts nowhere.
type ProfileSums struct {
	Own          award.Sums `json:"own"`
	Inherited    award.Sums `json:"inherited"`
	NotInherited award.Sums `json:"not_inherited"`
	Unknown      award.Sums `json:"unknown" doc:"of predecessors whose merit may be inherited: nobody has said"`
	Counted      award.Sums `json:"counted" doc:"own and inherited"`
	Annulled     award.Sums `json:"annulled" doc:"own and of predecessors; in no other sum"`
}

func (p *Profile) sums() ProfileSums {
	of := func(status string, merits ...string) award.Sums {
		var places []award.UnitAward
		for _, a := range p.Awards {
			if a.Status == status && slices.Contains(merits, a.Merit) {
				places = append(places, a.UnitAward)
			}
		}
		return award.CountNamed(places)
	}
	return ProfileSums{
		of(award.InForce, succession.Own), of(award.InForce, succession.Inherited), of(award.InForce, succession.NotInherited), of(award.InForce, succession.Unknown),
		of(award.InForce, succession.Own, succession.Inherited),
		of(award.Annulled, succession.Own, succession.Inherited, succession.NotInherited, succession.Unknown),
	}
}

// judge says of each award whose merit it is and what its unit was called then:
// when the period of merit ended, else on the day of the decision.
func (p *Profile) judge(places []award.UnitAward) {
	kin := map[string]succession.Kin{}
	for _, k := range p.Lineage.Predecessors {
		kin[k.ID] = k
	}
	for _, a := range places {
		one := ProfileAward{UnitAward: a, Merit: succession.Own, NameThen: p.nameOn(a)}
		if a.UnitID != p.Unit.ID {
			one.Merit, one.After = kin[a.UnitID].Inherits(a.PeriodStartsOn)
		}
		p.Awards = append(p.Awards, one)
	}
}

func (p *Profile) nameOn(a award.UnitAward) string {
	var versions []unit.Version
	for _, v := range p.Versions[a.UnitID] {
		versions = append(versions, v.Version)
	}
	switch {
	case a.PeriodEndsOn != nil:
		return unit.NameOn(versions, *a.PeriodEndsOn)
	case a.DecisionIssuedOn != nil:
		return unit.NameOn(versions, a.DecisionIssuedOn.Last())
	}
	return versions[len(versions)-1].Name
}

// gather puts the rows of belongings together by term, newest first as they come.
func gather(rows []BelongingRow) []BelongingRow {
	terms := []BelongingRow{}
	for _, r := range rows {
		if n := len(terms); n == 0 || terms[n-1].TermID != r.TermID {
			terms = append(terms, r)
		}
		last := &terms[len(terms)-1]
		last.Ways = append(last.Ways, r.BelongsAs)
	}
	return terms
}

// gaps are the years between the first and the last of some periods that none
// of them is listed under. A longer range leaves no gap in the years it covers.
func gaps(periods []period.Period) []int {
	covered := map[int]bool{}
	first, last := 0, 0
	for _, p := range periods {
		from, to := date.Partial(p.StartsOn).Year(), date.Partial(p.EndsOn).Year()
		if y, ok := p.ListingYear(); ok {
			from, to = y, y
		}
		for y := from; y <= to; y++ {
			covered[y] = true
		}
		if first == 0 || from < first {
			first = from
		}
		last = max(last, to)
	}
	out := []int{}
	for y := first; y < last; y++ {
		if !covered[y] {
			out = append(out, y)
		}
	}
	return out
}
