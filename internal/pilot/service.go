package pilot

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/agreement"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// Service holds the use cases of models.
type Service struct {
	db    *db.DB
	audit *audit.Log
}

// New makes the service.
func New(store *db.DB, log *audit.Log) *Service { return &Service{store, log} }

// Model reads one model.
func (s *Service) Model(ctx context.Context, id string) (*modelRow, error) {
	tx := s.db.Read(ctx)
	m, err := bloc.ShowPart[modelRow](tx, rows(tx), id)
	return m, s.db.Translate(ctx, err)
}

// Models lists models.
func (s *Service) Models(ctx context.Context, r db.Request) (db.Page[modelRow], error) {
	tx := s.db.Read(ctx)
	p, err := bloc.ListParts[modelRow](tx, rows(tx), r, "")
	return p, s.db.Translate(ctx, err)
}

// Visible answers not_found for a model the caller may not read.
func (s *Service) Visible(ctx context.Context, id string) error {
	_, err := bloc.FindPart[Model](s.db.Read(ctx), actor.ProgressRead, "models", id)
	return s.db.Translate(ctx, err)
}

// CreateModel notes a model of a term: one that was just proposed, or in the state
// a source tells.
func (s *Service) CreateModel(ctx context.Context, in CreateModelBody) (row *modelRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := bloc.LockTerm(tx, actor.ProgressRead, in.TermID)
		if err != nil {
			return fault.Referenced(err, "/term_id")
		}
		if err := bloc.CanTerm(tx, actor.ModelWrite, t); err != nil {
			return err
		}
		w := &wholeModel{Model: Model{Meta: record.NewMeta(tx), TermID: t.ID, BlocID: t.BlocID, Status: in.Status.Or(Proposed)}}
		if err := in.apply(tx, w, t); err != nil {
			return err
		}
		if err := db.Insert(tx, &w.Model); err != nil {
			return err
		}
		if err := writeUnits(tx, w); err != nil {
			return err
		}
		return s.written(tx, w, nil, nil, &row)
	})
	return row, err
}

// UpdateModel changes a model; its units are replaced as a whole when given.
func (s *Service) UpdateModel(ctx context.Context, id string, version int, in ModelBody) (row *modelRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		w, t, err := hold(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "model", w, version); err != nil {
			return err
		}
		before := *w
		if err := in.apply(tx, w, t); err != nil {
			return err
		}
		if err := db.Update(tx, &w.Model); err != nil {
			return err
		}
		if in.Units.Set {
			if err := writeUnits(tx, w); err != nil {
				return err
			}
		}
		return s.written(tx, w, &before, nil, &row)
	})
	return row, err
}

// TransitionModel takes a model a step on its way, or back with a reason.
func (s *Service) TransitionModel(ctx context.Context, id string, version int, in TransitionBody) (row *modelRow, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		w, _, err := hold(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "model", w, version); err != nil {
			return err
		}
		if err := lifecycle.Check(w.Status, in.To, in.Reason.Or(""), w.lacking(), true); err != nil {
			return err
		}
		before := *w
		w.Status = in.To
		if err := db.Update(tx, &w.Model); err != nil {
			return err
		}
		if err := record.Stepped(tx, "model", w.ID, before.Status, w.Status, in.Reason.Value); err != nil {
			return err
		}
		return s.written(tx, w, &before, in.Reason.Value, &row)
	})
	return row, err
}

// DeleteModel removes a model that none goes on from; otherwise in_use.
func (s *Service) DeleteModel(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		w, _, err := hold(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "model", w, version); err != nil {
			return err
		}
		if err := tx.Where("model_id = ?", id).Delete(&Unit{}).Error; err != nil {
			return err
		}
		if err := db.Delete(tx, &w.Model); err != nil {
			return err
		}
		return s.audit.Append(tx, bloc.PartAct("model", w, w.BlocID, w.TermID, w, nil))
	})
}

// written ends an act on a model: the record of acts, and how it is shown.
func (s *Service) written(tx *gorm.DB, w, before *wholeModel, reason *string, row **modelRow) error {
	act := bloc.PartAct("model", w, w.BlocID, w.TermID, nil, w)
	if before != nil {
		act.Before = before
	}
	act.Reason = reason
	if err := s.audit.Append(tx, act); err != nil {
		return err
	}
	var err error
	*row, err = bloc.ShowPart[modelRow](tx, rows(tx), w.ID)
	return err
}

// apply writes what was given and notes what is wrong with the result.
func (in ModelBody) apply(tx *gorm.DB, w *wholeModel, t *bloc.Term) error {
	var bad fault.Fields
	httpx.Require(&bad, "/title", in.Title, &w.Title)
	in.Description.Apply(&w.Description)
	in.ProposedOn.Apply(&w.ProposedOn)
	in.EventID.Apply(&w.EventID)
	in.ContinuesID.Apply(&w.ContinuesID)
	in.Results.Apply(&w.Results)
	in.Lessons.Apply(&w.Lessons)
	in.DocumentAsWritten.Apply(&w.DocumentAsWritten)
	in.ProvenanceInput.Apply(&w.Provenance, &bad)
	if in.Units.Set {
		given := in.Units.Or(nil)
		w.Units = make([]Unit, len(given))
		for i, u := range given {
			w.Units[i] = Unit{ModelID: w.ID, Position: i + 1, Part: u.Part, UnitID: u.UnitID.Value, UnitAsWritten: u.UnitAsWritten.Value}
		}
	}
	w.fold()
	w.check(&bad)
	if err := agreement.KnowEvent(tx, &bad, "/event_id", w.EventID, t.ID); err != nil {
		return err
	}
	if err := known(tx, &bad, w, t); err != nil {
		return err
	}
	return bad.Err()
}
