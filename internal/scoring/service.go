package scoring

import (
	"cmp"
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/agreement"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Service holds the use cases of scoring.
type Service struct {
	db    *db.DB
	audit *audit.Log
}

// New makes the service.
func New(store *db.DB, log *audit.Log) *Service { return &Service{store, log} }

// Table reads one score table with its criteria.
func (s *Service) Table(ctx context.Context, id string) (row *shownTable, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		row, err = showTable(tx, id)
		return err
	})
	return row, err
}

// Tables lists score tables, without their criteria.
func (s *Service) Tables(ctx context.Context, r db.Request) (db.Page[tableRow], error) {
	p, err := bloc.ListParts[tableRow](s.db.Read(ctx), tableRows, r, "")
	return p, s.db.Translate(ctx, err)
}

// TableVisible answers not_found for a score table the caller may not read.
func (s *Service) TableVisible(ctx context.Context, id string) error {
	_, err := bloc.FindPart[Table](s.db.Read(ctx), actor.ScoreTableRead, "score_tables", id)
	return s.db.Translate(ctx, err)
}

// CreateTable drafts the next edition of a term's score table: empty, or as a shipped
// example, with what is given in place of what that says.
func (s *Service) CreateTable(ctx context.Context, in CreateScoreTableBody) (row *shownTable, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		w, t, err := draft(tx, in.TermID)
		if err != nil {
			return err
		}
		if in.Example.Value != nil {
			e, err := exampleOf(*in.Example.Value)
			if err != nil {
				return err
			}
			w.Example = &e.Code
			if err := e.Table.apply(tx, w, t); err != nil {
				return err
			}
		}
		if err := in.apply(tx, w, t); err != nil {
			return err
		}
		return s.made(tx, w, &row)
	})
	return row, err
}

// CopyTable drafts the next edition of a term's score table with what another one says
// that the caller may read. Its sources, and when it was adopted, stay with the old one.
func (s *Service) CopyTable(ctx context.Context, id string, in ScoreTableCopyBody) (row *shownTable, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		from, err := showTable(tx, id)
		if err != nil {
			return err
		}
		w, t, err := draft(tx, in.TermID)
		if err != nil {
			return err
		}
		old := from.stored()
		w.Title = in.Title.Or(agreement.TitleFor(old.Title, from.PeriodLabel, t.Period.Label))
		w.Mode, w.Scale, w.RoundingStep, w.RoundingMode = old.Mode, old.Scale, old.RoundingStep, old.RoundingMode
		w.TieBreaks, w.Classes, w.CopiedFromID = old.TieBreaks, old.Classes, &old.ID
		for _, c := range old.Criteria {
			c.ID, c.TableID, c.TermID, c.BlocID = db.NewID(), w.ID, w.TermID, w.BlocID
			w.Criteria = append(w.Criteria, c)
		}
		w.fold()
		return s.made(tx, w, &row)
	})
	return row, err
}

// draft begins the next edition of a term's score table.
func draft(tx *gorm.DB, termID string) (*wholeTable, *bloc.Term, error) {
	t, err := bloc.LockTerm(tx, actor.ScoreTableRead, termID)
	if err != nil {
		return nil, nil, fault.Referenced(err, "/term_id")
	}
	if err := bloc.CanTerm(tx, actor.ScoreTableWrite, t); err != nil {
		return nil, nil, err
	}
	last, err := lastEdition(tx, t.ID)
	return &wholeTable{Table: Table{
		Meta: record.NewMeta(tx), TermID: t.ID, BlocID: t.BlocID, Edition: last + 1, Status: Draft, Mode: ByPoints, RoundingStep: 1, RoundingMode: "half_up",
		TieBreaks: db.NewJSON([]TieBreak{}), Classes: db.NewJSON([]Class{}), Provenance: record.NoProvenance(),
	}}, t, err
}

func (s *Service) made(tx *gorm.DB, w *wholeTable, row **shownTable) error {
	if err := db.Insert(tx, &w.Table); err != nil {
		return err
	}
	if err := writeCriteria(tx, w); err != nil {
		return err
	}
	return s.wrote(tx, w, nil, nil, row)
}

// UpdateTable changes a draft; its criteria, ties and classes are replaced as a whole
// when given. A criterion is the same one while it keeps its code.
func (s *Service) UpdateTable(ctx context.Context, id string, version int, in ScoreTableFields) (row *shownTable, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		w, t, err := openTable(tx, id, version)
		if err != nil {
			return err
		}
		before := *w
		if err := in.apply(tx, w, t); err != nil {
			return err
		}
		if err := db.Update(tx, &w.Table); err != nil {
			return err
		}
		if in.Criteria.Set {
			if err := writeCriteria(tx, w); err != nil {
				return err
			}
		}
		return s.wrote(tx, w, &before, nil, &row)
	})
	return row, err
}

// DeleteTable removes a draft.
func (s *Service) DeleteTable(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		w, _, err := openTable(tx, id, version)
		if err != nil {
			return err
		}
		if err := removeCriteria(tx, id); err != nil {
			return err
		}
		if err := db.Delete(tx, &w.Table); err != nil {
			return err
		}
		return s.audit.Append(tx, bloc.PartAct("score_table", w, w.BlocID, w.TermID, w, nil))
	})
}

// openTable holds a draft that is about to change.
func openTable(tx *gorm.DB, id string, version int) (*wholeTable, *bloc.Term, error) {
	w, t, err := holdTable(tx, id)
	if err != nil {
		return nil, nil, err
	}
	if err := audit.Fresh(tx, "score_table", w, version); err != nil {
		return nil, nil, err
	}
	return w, t, w.editable()
}

// TransitionTable applies a draft, from when units are scored by it, or takes it back
// with a reason. One that is applied in the place of another one replaces that, which
// needs a reason too.
func (s *Service) TransitionTable(ctx context.Context, id string, version int, in ScoreTableTransitionBody) (row *shownTable, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		w, _, err := holdTable(tx, id)
		if err != nil {
			return err
		}
		if err := audit.Fresh(tx, "score_table", w, version); err != nil {
			return err
		}
		now, err := applied(tx, w.TermID)
		if err != nil {
			return err
		}
		lacks := map[string][]record.Lack{}
		if now != nil && now.ID != w.ID {
			lacks[Applied] = record.Lacking("another_applied")
			if there, err := scoredOn(tx, now.ID); err != nil {
				return err
			} else if there {
				lacks[Applied] = append(lacks[Applied], record.Lacking("scored_by_another")...)
			}
		}
		if err := tableLifecycle.Check(w.Status, in.To, in.Reason.Or(""), lacks, true); err != nil {
			return err
		}
		if err := unsettled(tx, w.TermID); err != nil {
			return err
		}
		if in.To == Draft {
			if there, err := scoredOn(tx, w.ID); err != nil || there {
				return cmp.Or(err, error(ErrHasSheets))
			}
		}
		if in.To == Applied {
			if err := w.empty(); err != nil {
				return err
			}
			if err := s.replace(tx, now, in.Reason.Value); err != nil {
				return err
			}
		}
		return s.step(tx, w, in.To, in.Reason.Value, &row)
	})
	return row, err
}

// replace ends the time of the table that another one takes the place of; nil is none.
func (s *Service) replace(tx *gorm.DB, t *Table, reason *string) error {
	if t == nil {
		return nil
	}
	var row *shownTable
	old, err := showTable(tx, t.ID)
	if err != nil {
		return err
	}
	return s.step(tx, old.stored(), Replaced, reason, &row)
}

// step takes a table to a state.
func (s *Service) step(tx *gorm.DB, w *wholeTable, to string, reason *string, row **shownTable) error {
	before := *w
	w.Status = to
	if err := db.Update(tx, &w.Table); err != nil {
		return err
	}
	if err := record.Stepped(tx, "score_table", w.ID, before.Status, to, reason); err != nil {
		return err
	}
	return s.wrote(tx, w, &before, reason, row)
}

// wrote ends an act on a score table: the record of acts, and how it is shown.
func (s *Service) wrote(tx *gorm.DB, w, before *wholeTable, reason *string, row **shownTable) error {
	act := bloc.PartAct("score_table", w, w.BlocID, w.TermID, nil, w)
	if before != nil {
		act.Before = before
	}
	act.Reason = reason
	if err := s.audit.Append(tx, act); err != nil {
		return err
	}
	var err error
	*row, err = showTable(tx, w.ID)
	return err
}
