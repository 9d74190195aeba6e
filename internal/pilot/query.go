package pilot

import (
	"errors"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

var statuses = []string{Proposed, Piloting, Reviewed, Replicated, Stopped}

// modelRow is a model with its units and the present names of what it points to.
type modelRow struct {
	Model       `gorm:"embedded"`
	PeriodKind  string
	PeriodLabel string
	BlocName    string
	EventTitle  *string
	Units       db.JSON[[]unitRow]
}

// unitRow is a unit of a model with its present name.
type unitRow struct {
	Unit
	UnitName *string `json:"unit_name"`
}

// rows are models with their units, a page in one statement.
func rows(tx *gorm.DB) bloc.Part {
	return bloc.Part{
		Read: actor.ProgressRead, Alias: "m",
		Columns: "m.*, t.period_kind, t.period_label, b.name AS bloc_name, e.title AS event_title, " +
			db.Gather(tx, "model_units mu LEFT JOIN units u ON u.id = mu.unit_id WHERE mu.model_id = m.id", "mu.position",
				"part", "mu.part", "unit_id", "mu.unit_id", "unit_as_written", "mu.unit_as_written", "unit_name", "u.name") + " AS units",
		From: "models m JOIN terms t ON t.id = m.term_id JOIN blocs b ON b.id = m.bloc_id LEFT JOIN events e ON e.id = m.event_id",
	}
}

var list = db.List{
	Fields: slices.Concat(bloc.TermFields("m"), []db.Field{
		{Name: "status", SQL: "m.status", Type: db.Enum, Enum: statuses},
		{Name: "unit_id", Type: db.ID, Within: func(_ actor.Actor, ids []string) (string, []any) {
			return "m.id IN (SELECT model_id FROM model_units WHERE unit_id IN ?)", []any{ids}
		}},
		{Name: "continues_id", SQL: "m.continues_id", Type: db.ID, Nullable: true},
		{Name: "proposed_on", SQL: "m.proposed_on", Type: db.Date, Nullable: true, Sort: true},
	}),
	Search: "m.search_text", Default: "-period", ID: "m.id",
}

// hold makes others wait to change a model until the transaction ends: not_found for
// who may not read it, term_locked, then forbidden.
func hold(tx *gorm.DB, id string) (*wholeModel, *bloc.Term, error) {
	t, err := bloc.LockTermOf(tx, actor.ProgressRead, "models", id)
	if err != nil {
		return nil, nil, err
	}
	if err := bloc.CanTerm(tx, actor.ModelWrite, t); err != nil {
		return nil, nil, err
	}
	m, err := bloc.FindPart[Model](tx, actor.ProgressRead, "models", id)
	if err != nil {
		return nil, nil, err
	}
	w := &wholeModel{Model: *m}
	w.Units, err = db.All[Unit](tx, "SELECT * FROM model_units WHERE model_id = ? ORDER BY position", id)
	return w, t, err
}

// writeUnits writes anew who tries a model or took it up.
func writeUnits(tx *gorm.DB, w *wholeModel) error {
	if err := tx.Where("model_id = ?", w.ID).Delete(&Unit{}).Error; err != nil || len(w.Units) == 0 {
		return err
	}
	return tx.Create(w.Units).Error
}

// known notes what a model points to that is not there, or cannot be what it is
// named as.
func known(tx *gorm.DB, bad *fault.Fields, w *wholeModel, t *bloc.Term) error {
	ids := make([]*string, len(w.Units))
	for i, u := range w.Units {
		ids[i] = u.UnitID
	}
	return errors.Join(record.KnownAll(tx, bad, "/units", "unit_id", "units", ids), knownEarlier(tx, bad, w.Model, t))
}

// knownEarlier notes a model to go on from that is not of an earlier term of the
// same bloc, so that none goes on from itself.
func knownEarlier(tx *gorm.DB, bad *fault.Fields, m Model, t *bloc.Term) error {
	if m.ContinuesID == nil {
		return nil
	}
	earlier, err := bloc.FindPart[Model](tx, actor.ProgressRead, "models", *m.ContinuesID)
	if errors.Is(err, fault.Missing()) {
		bad.Add("/continues_id", "reference_not_found")
		return nil
	}
	if err != nil {
		return err
	}
	of, err := bloc.FindTerm(tx, actor.ProgressRead, earlier.TermID)
	if err == nil && (of.BlocID != t.BlocID || of.Period.EndsOn >= t.Period.StartsOn) {
		bad.Add("/continues_id", "not_earlier")
	}
	return err
}

func pointer(i int) string { return "/units/" + strconv.Itoa(i) }
