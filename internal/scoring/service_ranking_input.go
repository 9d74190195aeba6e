package scoring

import (
	"gorm.io/gorm"

	"giaouoc/internal/agreement"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// apply writes what was given and notes what is wrong with the result. stands tells
// whether a ranking is published that this one corrects.
func (in RankingFields) apply(tx *gorm.DB, w *wholeRanking, t *bloc.Term, stands bool) error {
	var bad fault.Fields
	in.VoteID.Apply(&w.VoteID)
	in.EventID.Apply(&w.EventID)
	in.DecidedOn.Apply(&w.DecidedOn)
	in.Correction.Apply(&w.Correction)
	in.DecisionReason.Apply(&w.DecisionReason)
	in.ProvenanceInput.Apply(&w.Provenance, &bad)
	if w.Origin == Computed && len(in.Rows.Or(nil)) > 0 {
		bad.Add("/rows", "conflicts_with", "other", "origin")
	}
	if w.Origin == Computed && in.Scale.Set {
		bad.Add("/scale", "conflicts_with", "other", "origin")
	}
	in.Scale.Apply(&w.Scale)
	in.lists(w)
	w.check(&bad, stands)
	if err := agreement.KnowEvent(tx, &bad, "/event_id", w.EventID, w.TermID); err != nil {
		return err
	}
	if err := knowVote(tx, &bad, w); err != nil {
		return err
	}
	if err := in.knowUnits(tx, &bad, w, t); err != nil {
		return err
	}
	if err := bad.Err(); err != nil {
		return err
	}
	w.tie()
	return nil
}

// lists writes the lists that were given in place of those there were.
func (in RankingFields) lists(w *wholeRanking) {
	if in.Facts.Set {
		w.Facts.V = []Fact{}
		for _, f := range in.Facts.Or(nil) {
			w.Facts.V = append(w.Facts.V, Fact{f.UnitID, f.Women70.Value, f.Decided.Value, f.LeftOut.Or(false), f.Note.Value})
		}
	}
	if in.Rows.Set && w.Origin == Stated {
		w.Rows = []RankingRow{}
		for i, r := range in.Rows.Or(nil) {
			w.Rows = append(w.Rows, RankingRow{
				ID: db.NewID(), RankingID: w.ID, TermID: w.TermID, BlocID: w.BlocID, Position: i + 1, UnitID: r.UnitID.Value, AsWritten: r.UnitAsWritten.Value, UnitName: r.UnitAsWritten.Or(""),
				Place: r.Rank.Value, Total: r.Total.Value, LeftOut: r.LeftOut.Or(false), Note: r.Note.Value, Class: r.Class.Value,
				BrokenBy: db.NewJSON[*TieBreak](nil), Marks: db.NewJSON([]RankMark{}),
			})
		}
	}
}

// knowVote notes a ballot that is not one of the term.
func knowVote(tx *gorm.DB, bad *fault.Fields, w *wholeRanking) error {
	if w.VoteID == nil {
		return nil
	}
	v, err := bloc.StoredPart[Vote](tx, voteRows, *w.VoteID)
	switch {
	case err != nil && fault.From(err).Kind == fault.NotFound:
		bad.Add("/vote_id", "reference_not_found")
		return nil
	case err == nil && v.TermID != w.TermID:
		bad.Add("/vote_id", "other_term")
	}
	return err
}

// knowUnits notes units of what was given that do not exist, or that facts are told of
// though they do not belong to the term, and gives rows the names of those they link to.
// Rows that were not given keep the names they have.
func (in RankingFields) knowUnits(tx *gorm.DB, bad *fault.Fields, w *wholeRanking, t *bloc.Term) error {
	if !in.Facts.Set && !in.Rows.Set {
		return nil
	}
	seats, err := bloc.Seats(tx, w.TermID)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, s := range seats {
		names[deref(s.UnitID)] = s.UnitName
	}
	var strangers []record.Named
	for i, f := range w.Facts.V {
		if in.Facts.Set && names[f.UnitID] == "" {
			strangers = append(strangers, record.Named{Pointer: pointer("facts", i, "unit_id"), ID: f.UnitID})
		}
	}
	var linked []record.Named
	for i := range w.Rows {
		r := &w.Rows[i]
		if !in.Rows.Set || r.UnitID == nil {
			continue
		}
		r.UnitName = names[*r.UnitID]
		if names[*r.UnitID] == "" {
			linked = append(linked, record.Named{Pointer: pointer("rows", i, "unit_id"), ID: *r.UnitID})
		}
	}
	before := len(*bad)
	if err := record.KnownAt(tx, bad, "units", append(strangers, linked...)); err != nil {
		return err
	}
	if len(*bad) > before {
		return nil
	}
	for _, s := range strangers {
		bad.Add(s.Pointer, "unit_outside_term", "term", t.Period.Label)
	}
	return nameRows(tx, w, linked)
}

// nameRows gives rows whose unit is none of the term's its present name.
func nameRows(tx *gorm.DB, w *wholeRanking, linked []record.Named) error {
	if len(linked) == 0 {
		return nil
	}
	names, err := unitNames(tx, linked)
	for i := range w.Rows {
		if r := &w.Rows[i]; r.UnitID != nil && r.UnitName == "" {
			r.UnitName = names[*r.UnitID]
		}
	}
	return err
}
