package award

import (
	"giaouoc/internal/bloc"
	"giaouoc/internal/record"
)

// CountNamed adds up places of awards as the tally of one unit does: each named
// recipient is one, whatever the count of its award.
func CountNamed(places []UnitAward) (s Sums) {
	seen := map[string]bool{}
	for _, p := range places {
		switch {
		case p.RecipientKind == nil:
			s.Unclassified++
		case *p.RecipientKind == Collective:
			s.Collectives++
		case *p.RecipientKind == Individual:
			s.Individuals++
		case *p.RecipientKind == Household:
			s.Households++
		case *p.RecipientKind == WholeBloc:
			s.Blocs++
		}
		s.Named++
		if !seen[p.ID] {
			seen[p.ID] = true
			s.Awards++
		}
	}
	return s
}

// Type points to what was given.
func (a UnitAward) Type() AwardTypeRef {
	return typeRef(a.AwardTypeID, a.TypeAsWritten, a.TypeName, a.TypeCode, a.TypeIsVerified)
}

// Period is the period of merit, nil when unknown.
func (a UnitAward) Period() *bloc.PeriodValue { return periodView(a.Award) }

// GivenBy is the award's authority, its own or its decision's.
func (a UnitAward) GivenBy() record.Ref {
	return record.Ref{ID: a.GivenByID, AsWritten: a.GivenByAsWritten, Name: a.GivenByName}
}
