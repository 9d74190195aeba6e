package award

import (
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Recipient is one that an award names: a unit, a part of one or another
// collective; a person; a household; a whole bloc.
type Recipient struct {
	record.Meta           `gorm:"embedded"`
	AwardID               string
	BlocID                *string // the award's
	Place                 int     // in the order of the document, from 1
	UnitID                *string
	UnitAsWritten         *string
	SubUnit               *string
	PersonID              *string
	PersonAsWritten       *string
	HonouredBlocID        *string
	HonouredBlocAsWritten *string
	Household             *string
	SearchText            string
	record.Provenance     `gorm:"embedded"`
}

func (r *Recipient) fold() {
	r.SearchText = folded(r.UnitAsWritten, r.SubUnit, r.PersonAsWritten, r.HonouredBlocAsWritten, r.Household)
}

// identity is where each kind of recipient says who it is.
var identity = map[string]string{Collective: "unit_id", Individual: "person_id", Household: "household", WholeBloc: "honoured_bloc_id"}

// check notes what does not fit the kind of recipients the award has: who it is
// must be told, and only what its kind can have. While the kind is unknown any
// one kind may be told.
func (r *Recipient) check(kind *string, pointer string, bad *fault.Fields) {
	if kind == nil {
		k := r.kind()
		kind = &k
	}
	given := r.given()
	if !given[*kind] {
		bad.Add(pointer+"/"+identity[*kind], "reference_required")
	}
	for _, other := range recipientKinds {
		fits := other == *kind || other == Collective && *kind == Individual // of which unit
		if given[other] && !fits {
			bad.Add(pointer+"/"+identity[other], "conflicts_with", "other", "recipient_kind "+*kind)
		}
	}
}

// given tells which kinds of recipient are named.
func (r *Recipient) given() map[string]bool {
	return map[string]bool{
		Collective: r.UnitID != nil || r.UnitAsWritten != nil || r.SubUnit != nil,
		Individual: r.PersonID != nil || r.PersonAsWritten != nil,
		Household:  r.Household != nil,
		WholeBloc:  r.HonouredBlocID != nil || r.HonouredBlocAsWritten != nil,
	}
}

// kind is what the recipient seems to be by what is told of it.
func (r *Recipient) kind() string {
	given := r.given()
	for _, k := range []string{Individual, Household, WholeBloc} {
		if given[k] {
			return k
		}
	}
	return Collective
}

// same reports whether two recipients are certainly one: the same linked unit
// and part of it, person or bloc. Words alone prove nothing; two people may
// have one name.
func (r *Recipient) same(o *Recipient) bool {
	switch k := r.kind(); {
	case k != o.kind():
		return false
	case k == Individual:
		return linked(r.PersonID, o.PersonID)
	case k == WholeBloc:
		return linked(r.HonouredBlocID, o.HonouredBlocID)
	case k == Collective:
		return linked(r.UnitID, o.UnitID) && either(r.SubUnit) == either(o.SubUnit)
	}
	return false
}

func linked(a, b *string) bool { return a != nil && b != nil && *a == *b }
