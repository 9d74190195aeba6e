package attachment

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/agreement"
	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/unit"
)

// place is where a record that carries files stands: nil for a bloc or term it
// does not have. A signed record's files are not removed.
type place struct {
	BlocID, TermID *string
	frozen         bool
}

// owner is a kind of record that carries files.
type owner struct {
	kind  string
	field func(*Attachment) **string // where its id is kept
	// inReach is the condition that a column names one the context's actor may
	// read; hold loads one for those who may change it.
	inReach func(tx *gorm.DB, column string) (string, []any)
	hold    func(tx *gorm.DB, id string) (place, error)
	// What is shown of one: its own words for itself, and its present bloc and
	// term, as columns o of its table; "" where it has none.
	table, name, bloc, term string
	// Statements for the ids of those in some blocs, outside any, and in some
	// terms; "" where there can be none.
	ofBloc, outside, ofTerm string
}

func (o owner) column() string { return "at.of_" + o.kind + "_id" }

// owners is the closed list of kinds, in the order in which it is shown.
var owners = []owner{
	{
		kind: "unit", field: func(a *Attachment) **string { return &a.OfUnitID }, inReach: unitsInReach, outside: "SELECT id FROM units",
		table: "units", name: "o.name",
		hold: func(tx *gorm.DB, id string) (place, error) { return place{}, unit.Hold(tx, id) },
	},
	{
		kind: "bloc", field: func(a *Attachment) **string { return &a.OfBlocID }, inReach: blocsInReach, hold: holdBloc,
		table: "blocs", name: "o.name", bloc: "o.id",
		ofBloc: "SELECT id FROM blocs WHERE id IN ?",
	},
	{
		kind: "term", field: func(a *Attachment) **string { return &a.OfTermID }, inReach: termsInReach, hold: holdTerm,
		table: "terms", name: "o.period_label", bloc: "o.bloc_id", term: "o.id",
		ofBloc: "SELECT id FROM terms WHERE bloc_id IN ?", ofTerm: "SELECT id FROM terms WHERE id IN ?",
	},
	{
		kind: "event", field: func(a *Attachment) **string { return &a.OfEventID }, inReach: agreement.EventsInReach, hold: holdEvent,
		table: "events", name: "o.title", bloc: "o.bloc_id",
		ofBloc: "SELECT id FROM events WHERE bloc_id IN ?", outside: "SELECT id FROM events WHERE bloc_id IS NULL",
		ofTerm: "SELECT event_id FROM event_terms WHERE term_id IN ?",
	},
	{
		kind: "agreement", field: func(a *Attachment) **string { return &a.OfAgreementID }, inReach: inReach("agreements"), hold: holdAgreement,
		table: "agreements", name: "o.title", bloc: "o.bloc_id", term: "o.term_id",
		ofBloc: "SELECT id FROM agreements WHERE bloc_id IN ?", ofTerm: "SELECT id FROM agreements WHERE term_id IN ?",
	},
	{
		kind: "annex", field: func(a *Attachment) **string { return &a.OfAnnexID }, inReach: inReach("annexes"), hold: holdAnnex,
		table: "annexes", name: "o.title", bloc: "o.bloc_id", term: "o.term_id",
		ofBloc: "SELECT id FROM annexes WHERE bloc_id IN ?", ofTerm: "SELECT id FROM annexes WHERE term_id IN ?",
	},
	{
		kind: "decision", field: func(a *Attachment) **string { return &a.OfDecisionID }, inReach: award.DecisionsInReach, hold: holdDecision,
		table: "decisions", name: "o.number", bloc: "o.bloc_id",
		ofBloc: "SELECT id FROM decisions WHERE bloc_id IN ?", outside: "SELECT id FROM decisions WHERE bloc_id IS NULL",
	},
	{
		kind: "award", field: func(a *Attachment) **string { return &a.OfAwardID }, inReach: award.AwardsInReach, hold: holdAward,
		table: "awards", bloc: "o.bloc_id",
		name:   "COALESCE(o.type_as_written, (SELECT COALESCE(y.local_name, y.vi) FROM award_types y WHERE y.id = o.award_type_id))",
		ofBloc: "SELECT id FROM awards WHERE bloc_id IN ?", outside: "SELECT id FROM awards WHERE bloc_id IS NULL",
	},
}

func ownerKinds() []string {
	var kinds []string
	for _, o := range owners {
		kinds = append(kinds, o.kind)
	}
	return kinds
}

// ownerOf is the owner of a kind of the closed list.
func ownerOf(kind string) owner {
	return owners[slices.IndexFunc(owners, func(o owner) bool { return o.kind == kind })]
}

// inReachOfAll is the condition on attachments at whose record the context's
// actor may read.
func inReachOfAll(tx *gorm.DB) (string, []any) {
	who, everything := actor.From(tx.Statement.Context), true
	for _, p := range []actor.Permission{actor.RegistryRead, actor.BlocRead, actor.AgreementRead, actor.AwardRead} {
		everything = everything && who.Extent(p).Everything
	}
	if everything {
		return "1 = 1", nil
	}
	return anyOwner(func(o owner) (string, []any) { return o.inReach(tx, o.column()) })
}

// anyOwner joins a condition of each kind; "" leaves a kind out.
func anyOwner(of func(owner) (string, []any)) (string, []any) {
	var either []string
	var args []any
	for _, o := range owners {
		if cond, more := of(o); cond != "" {
			either, args = append(either, cond), append(args, more...)
		}
	}
	return "(" + strings.Join(either, " OR ") + ")", args
}

// among is anyOwner for the columns whose ids a statement of each kind gives.
func among(ids func(owner) string, args ...any) (string, []any) {
	return anyOwner(func(o owner) (string, []any) {
		sql := ids(o)
		if sql == "" {
			return "", nil
		}
		return o.column() + " IN (" + sql + ")", args
	})
}

func ofBlocs(ids []string) (string, []any) {
	return among(func(o owner) string { return o.ofBloc }, ids)
}

func ofTerms(ids []string) (string, []any) {
	return among(func(o owner) string { return o.ofTerm }, ids)
}

func outsideBlocs() (string, []any) { return among(func(o owner) string { return o.outside }) }

func unitsInReach(tx *gorm.DB, column string) (string, []any) {
	if actor.From(tx.Statement.Context).May(actor.RegistryRead) {
		return column + " IS NOT NULL", nil
	}
	return "1 = 0", nil
}

func blocsInReach(tx *gorm.DB, column string) (string, []any) {
	cond, args := actor.From(tx.Statement.Context).Extent(actor.BlocRead).BlocRows("b.id")
	return "(SELECT b.id FROM blocs b WHERE b.id = " + column + " AND " + cond + ") IS NOT NULL", args
}

func termsInReach(tx *gorm.DB, column string) (string, []any) {
	cond, args := actor.From(tx.Statement.Context).Extent(actor.BlocRead).TermRows("t.bloc_id", "t.id")
	return "(SELECT t.id FROM terms t WHERE t.id = " + column + " AND " + cond + ") IS NOT NULL", args
}

func inReach(table string) func(tx *gorm.DB, column string) (string, []any) {
	return func(tx *gorm.DB, column string) (string, []any) { return agreement.InReach(tx, table, column) }
}

func holdBloc(tx *gorm.DB, id string) (place, error) {
	_, err := bloc.HoldBloc(tx, id)
	return place{BlocID: &id}, err
}

func holdTerm(tx *gorm.DB, id string) (place, error) {
	t, err := bloc.HoldTerm(tx, id)
	if err != nil {
		return place{}, err
	}
	return place{BlocID: &t.BlocID, TermID: &id}, nil
}

func holdEvent(tx *gorm.DB, id string) (p place, err error) {
	p.BlocID, p.TermID, err = agreement.HoldEvent(tx, id)
	return p, err
}

func holdAgreement(tx *gorm.DB, id string) (place, error) {
	a, err := agreement.HoldAgreement(tx, id)
	if err != nil {
		return place{}, err
	}
	return place{&a.BlocID, &a.TermID, a.FrozenAt != nil}, nil
}

func holdAnnex(tx *gorm.DB, id string) (place, error) {
	x, err := agreement.HoldAnnex(tx, id)
	if err != nil {
		return place{}, err
	}
	return place{&x.BlocID, &x.TermID, x.FrozenAt != nil}, nil
}

func holdDecision(tx *gorm.DB, id string) (place, error) {
	d, err := award.HoldDecision(tx, id)
	if err != nil {
		return place{}, err
	}
	return place{BlocID: d.BlocID}, nil
}

func holdAward(tx *gorm.DB, id string) (place, error) {
	a, err := award.HoldAward(tx, id)
	if err != nil {
		return place{}, err
	}
	return place{BlocID: a.BlocID}, nil
}
