package report

import (
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
// may read. One about many terms is for those who reach the bloc whatever the
// term; whoever made a row reads it.
func inReach(tx *gorm.DB, alias string) (string, []any) {
	who := actor.From(tx.Statement.Context)
	e := who.Extent(actor.ReportRead)
	if e.Everything {
		return "1 = 1", nil
	}
	terms, args := e.TermRows(alias+".bloc_id", alias+".term_id")
	blocs, more := actor.Extent{Authorities: e.Authorities, Blocs: e.Blocs}.BlocRows(alias + ".bloc_id")
	decisions, also := award.DecisionsInReach(tx, alias+".subject_id")
	cond := "(CASE WHEN " + alias + ".term_id IS NOT NULL THEN " + terms + " WHEN " + alias + ".unit_id IS NOT NULL THEN " + alias + ".unit_id IN ? WHEN " +
		alias + ".kind = 'commendations' THEN " + decisions + " ELSE " + blocs + " END OR " + alias + ".created_by = ?)"
	args = append(append(append(args, append([]string{""}, e.Units...)), also...), more...)
	return cond, append(args, who.ID)
}
