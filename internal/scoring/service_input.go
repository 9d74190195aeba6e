package scoring

import (
	"gorm.io/gorm"

	"giaouoc/internal/agreement"
	"giaouoc/internal/amount"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/scoring/marks"
)

// apply writes what was given and notes what is wrong with the result.
func (in ScoreTableFields) apply(tx *gorm.DB, w *wholeTable, t *bloc.Term) error {
	var bad fault.Fields
	httpx.Require(&bad, "/title", in.Title, &w.Title)
	in.Mode.Put(&w.Mode)
	in.Scale.Apply(&w.Scale)
	in.Rounding.Put(&w.RoundingMode)
	if in.Step.Value != nil {
		step, err := amount.ParsePoints(*in.Step.Value)
		if err != nil {
			return err
		}
		w.RoundingStep = step
	}
	in.AdoptedOn.Apply(&w.AdoptedOn)
	in.EventID.Apply(&w.EventID)
	in.DocumentAsWritten.Apply(&w.DocumentAsWritten)
	in.ProvenanceInput.Apply(&w.Provenance, &bad)
	in.lists(w)
	w.check(&bad)
	if err := agreement.KnowEvent(tx, &bad, "/event_id", w.EventID, t.ID); err != nil {
		return err
	}
	if err := known(tx, &bad, w); err != nil {
		return err
	}
	if err := bad.Err(); err != nil {
		return err
	}
	w.Criteria = inOrder(w.Criteria)
	w.fold()
	return nil
}

// lists writes the lists that were given in place of those there were.
func (in ScoreTableFields) lists(w *wholeTable) {
	if in.TieBreaks.Set {
		w.TieBreaks.V = []TieBreak{}
		for _, b := range in.TieBreaks.Or(nil) {
			w.TieBreaks.V = append(w.TieBreaks.V, TieBreak{b.By, b.Criterion.Value})
		}
	}
	if in.Classes.Set {
		w.Classes.V = []Class{}
		for _, c := range in.Classes.Or(nil) {
			w.Classes.V = append(w.Classes.V, Class{c.Name, c.From, c.NoZero.Or(false), c.Level.Value})
		}
	}
	if in.Criteria.Set {
		ids := map[string]string{}
		for _, c := range w.Criteria {
			ids[c.Code] = c.ID
		}
		w.Criteria = []Criterion{}
		for _, c := range in.Criteria.Or(nil) {
			w.Criteria = append(w.Criteria, c.criterion(w, ids[c.Code]))
		}
	}
}

// criterion is what was given of one; an id makes it the one there was.
func (in CriterionInput) criterion(w *wholeTable, id string) Criterion {
	if id == "" {
		id = db.NewID()
	}
	c := Criterion{
		ID: id, TableID: w.ID, TermID: w.TermID, BlocID: w.BlocID, Code: in.Code, ParentCode: in.Parent.Value, Text: in.Text, Kind: marks.Kind(in.Kind),
		Max: in.Max.Or(0), Each: in.Each.Value, Bands: db.NewJSON([]Band{}), Options: db.NewJSON([]Option{}), Gate: in.Gate.Value,
		EvidenceRequired: in.EvidenceRequired.Or(false), ScoredBy: in.ScoredBy.Or(ByUnit), UnitOfMeasure: in.UnitOfMeasure.Value, Guidance: in.Guidance.Value,
	}
	for _, b := range in.Bands.Or(nil) {
		c.Bands.V = append(c.Bands.V, Band(b))
	}
	for _, o := range in.Options.Or(nil) {
		c.Options.V = append(c.Options.V, Option{o.Points, o.Text.Value})
	}
	for _, u := range in.AssignedTo.Or(nil) {
		c.Units = append(c.Units, u.UnitID)
	}
	return c
}
