package report

import (
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
)

// Kept says of a stored row what report it is of.
type Kept struct {
	Kind      string
	SubjectID string
	BlocID    *string
	TermID    *string
	UnitID    *string
}

func keptOf(k kind, id string, s subject) Kept {
	return Kept{k.name, id, orNil(s.BlocID), orNil(s.TermID), orNil(s.UnitID)}
}

// Anchor holds what a stored row is about in its place where Kept has no member
// for it: it cannot be removed under the row.
type Anchor struct {
	AgreementID *string
	DecisionID  *string
}

func anchorOf(k kind, id string) (a Anchor) {
	switch k.name {
	case "agreement":
		a.AgreementID = &id
	case "commendations":
		a.DecisionID = &id
	}
	return a
}

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// mayWrite decides whether the context's actor may word and issue reports of a
// subject: who leads its term or organises its bloc; of a unit, who keeps the
// registry.
func (s subject) mayWrite(tx *gorm.DB) error {
	who, r := actor.From(tx.Statement.Context), actor.Resource{}
	var err error
	switch {
	case s.TermID != "":
		var t *bloc.Term
		if t, err = bloc.FindTerm(tx, actor.BlocRead, s.TermID); err == nil {
			r, err = bloc.TermResource(tx, t)
		}
	case s.BlocID != "" && s.Day != "":
		r, err = bloc.BlocResourceOn(tx, s.BlocID, s.Day)
	case s.BlocID != "":
		r, err = bloc.BlocResource(tx, s.BlocID)
	case s.UnitID != "":
		return who.Can(actor.RegistryWrite, r)
	}
	if err != nil {
		return err
	}
	return who.Can(actor.ReportWrite, r)
}

// inReach is the condition on rows of an alias whose report the context's actor
// may read. A stored report tells what who made it could read, so that a part of
// it does not do: one about a term is for those who reach the term, one about many
// for those who reach the bloc whatever the term, one about a unit for who keeps
// the registry. Who made one about a bloc or a decision reads it as long as any of
// it is in reach.
func inReach(tx *gorm.DB, alias string) (string, []any) {
	who := actor.From(tx.Statement.Context)
	e := who.Extent(actor.ReportRead)
	if e.Everything {
		return "1 = 1", nil
	}
	terms, args := e.TermRows(alias+".bloc_id", alias+".term_id")
	units := "1 = 0"
	if who.Can(actor.RegistryWrite, actor.Resource{}) == nil {
		units = "1 = 1"
	}
	blocs, more := actor.Extent{Authorities: e.Authorities, Blocs: e.Blocs}.BlocRows(alias + ".bloc_id")
	decisions, also := award.DecisionsInReach(tx, alias+".subject_id")
	years, few := e.TermRows("y.bloc_id", "y.id")
	own := "CASE WHEN " + alias + ".kind = 'commendations' THEN " + decisions + " ELSE EXISTS (SELECT 1 FROM terms y WHERE y.bloc_id = " + alias + ".bloc_id AND " + years + ") END"
	return "CASE WHEN " + alias + ".term_id IS NOT NULL THEN " + terms + " WHEN " + alias + ".unit_id IS NOT NULL THEN " + units +
		" ELSE (" + blocs + " OR (" + alias + ".created_by = ? AND " + own + ")) END", slices.Concat(args, more, []any{who.ID}, also, few)
}
