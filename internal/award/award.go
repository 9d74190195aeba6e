package award

import (
	"errors"

	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
)

// Award is a title or form that was given (khen thưởng), to so many recipients
// of one kind. The merit's period, the day of the decision, of the report and
// of the ceremony are four different things. Status is the decision's; an award
// whose decision is unknown is in force.
type Award struct {
	record.Meta        `gorm:"embedded"`
	BlocID             *string
	BlocAsWritten      *string
	BlocState          *string // one, several, outside; nil: unknown
	AwardTypeID        *string
	TypeAsWritten      *string
	Level              *string // its own; nil: the type's
	LevelAsWritten     *string
	RecipientKind      *string
	Count              *int // nil: unknown
	CountAsWritten     *string
	Named              int // rows of recipients
	PeriodKind         *period.Kind
	PeriodLabel        *string
	PeriodStartsOn     *date.Day
	PeriodEndsOn       *date.Day
	ListingYear        *int
	CommendationType   *string
	Citation           *string
	DecisionID         *string
	DecisionAsWritten  *string
	AuthorityID        *string // its own; unknown: the decision's
	AuthorityAsWritten *string
	ReportedOn         *date.Partial
	PresentedOn        *date.Partial
	Status             string
	SearchText         string
	record.Provenance  `gorm:"embedded"`
}

// Kinds of recipients.
const (
	Collective = "collective"
	Individual = "individual"
	Household  = "household"
	WholeBloc  = "bloc"
)

// States of an award's relation to blocs.
const (
	OneBloc     = "one"
	OutsideBloc = "outside"
)

// staysDecided refuses to take an award from under a decision that is no draft,
// unless another in the same state has it then: what was given is not taken
// back, nor an annulment undone, by changing a link.
func (a *Award) staysDecided(before Award) error {
	moved := !linked(a.DecisionID, before.DecisionID)
	if before.DecisionID == nil || before.Status == Draft || !moved || a.DecisionID != nil && a.Status == before.Status {
		return nil
	}
	return errNotDraft
}

// setPeriod gives the award a period of merit; nil makes it unknown.
func (a *Award) setPeriod(p *period.Period) {
	a.PeriodKind, a.PeriodLabel, a.PeriodStartsOn, a.PeriodEndsOn, a.ListingYear = nil, nil, nil, nil, nil
	if p == nil {
		return
	}
	a.PeriodKind, a.PeriodLabel, a.PeriodStartsOn, a.PeriodEndsOn = &p.Kind, &p.Label, &p.StartsOn, &p.EndsOn
	if y, ok := p.ListingYear(); ok {
		a.ListingYear = &y
	}
}

// parsePeriod reads a label as a period; nil for none. It notes a label that
// names none, or one that is not of the kind.
func parsePeriod(label *string, kind period.Kind, bad *fault.Fields) *period.Period {
	if label == nil {
		if kind != "" {
			bad.Add("/period", "required")
		}
		return nil
	}
	p, err := period.Parse(*label, kind)
	switch {
	case errors.Is(err, period.ErrKindMismatch):
		bad.Add("/period_kind", "conflicts_with", "other", "period")
	case err != nil:
		bad.Add("/period", "invalid_period")
	default:
		return &p
	}
	return nil
}

// check notes what no award can be.
func (a *Award) check(bad *fault.Fields) {
	if a.AwardTypeID == nil && a.TypeAsWritten == nil {
		bad.Add("/award_type_id", "reference_required")
	}
	if a.BlocID != nil && a.BlocState != nil && *a.BlocState == OutsideBloc {
		bad.Add("/bloc_state", "conflicts_with", "other", "bloc_id")
	}
}

func (a *Award) fold() {
	a.SearchText = folded(a.TypeAsWritten, a.LevelAsWritten, a.CountAsWritten, a.BlocAsWritten, a.PeriodLabel, a.Citation,
		a.DecisionAsWritten, a.AuthorityAsWritten)
}

// unnamed is how many recipients nobody has named yet; nil while the count is
// unknown.
func (a Award) unnamed() *int {
	if a.Count == nil {
		return nil
	}
	n := max(*a.Count-a.Named, 0)
	return &n
}

// full reports whether naming one more recipient would exceed the count.
func (a Award) full() bool { return a.Count != nil && a.Named >= *a.Count }

// AwardWarning is something a reader should look at; it never stops anybody.
type AwardWarning struct {
	Code   string         `json:"code" enum:"named_exceeds_count,type_not_in_force,decision_draft,duplicate_number"`
	IDs    []string       `json:"ids" doc:"records meant"`
	Params map[string]int `json:"params"`
}

// warnings of an award: more are named than counted; its type was in force
// neither on the day of the decision nor when the period of merit ended; its
// decision is a draft still, so that nothing has been given.
func (a awardRow) warnings() []AwardWarning {
	out := []AwardWarning{}
	if a.Count != nil && a.Named > *a.Count {
		out = append(out, AwardWarning{"named_exceeds_count", []string{}, map[string]int{"named": a.Named, "count": *a.Count}})
	}
	if a.AwardTypeID != nil && a.outOfForce() {
		out = append(out, AwardWarning{"type_not_in_force", []string{*a.AwardTypeID}, map[string]int{}})
	}
	if a.Status == Draft {
		out = append(out, AwardWarning{"decision_draft", []string{*a.DecisionID}, map[string]int{}})
	}
	return out
}

// outOfForce holds when dates that could govern are known and the type was in
// force on none of them.
func (a awardRow) outOfForce() bool {
	var dates []date.Partial
	if a.DecisionIssuedOn != nil {
		dates = append(dates, *a.DecisionIssuedOn)
	}
	if a.PeriodEndsOn != nil {
		dates = append(dates, date.Partial(*a.PeriodEndsOn))
	}
	for _, d := range dates {
		if covers(a.TypeValidFrom, a.TypeValidTo, d) {
			return false
		}
	}
	return len(dates) > 0
}
