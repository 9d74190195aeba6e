package scoring

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Ranking reads one ranking with its rows.
func (s *Service) Ranking(ctx context.Context, id string) (row *shownRanking, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		row, err = showRanking(tx, id)
		return err
	})
	return row, err
}

// Rankings lists rankings, without their rows.
func (s *Service) Rankings(ctx context.Context, r db.Request) (db.Page[rankingRow], error) {
	p, err := bloc.ListParts[rankingRow](s.db.Read(ctx), rankingRows, r, "")
	return p, s.db.Translate(ctx, err)
}

// RankingVisible answers not_found for a ranking the caller may not read.
func (s *Service) RankingVisible(ctx context.Context, id string) error {
	_, err := bloc.StoredPart[Ranking](s.db.Read(ctx), rankingRows, id)
	return s.db.Translate(ctx, err)
}

// CreateRanking drafts the ranking of a term, computed from its scores or as a source
// states it; a stated one may be added in the state it is known to be in. One is worked
// on at a time (duplicate). Beside one that is published it is a correction of that,
// with what the published one was told of its units.
func (s *Service) CreateRanking(ctx context.Context, in CreateRankingBody) (row *shownRanking, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, err := bloc.LockTerm(tx, actor.BlocRead, in.TermID)
		if err != nil {
			return fault.Referenced(err, "/term_id")
		}
		if err := bloc.CanTerm(tx, actor.RankingWrite, t); err != nil {
			return err
		}
		if t.WithoutRanking {
			return ErrWithout
		}
		there, err := standingOf(tx, t.ID)
		if err != nil {
			return err
		}
		if err := fault.Duplicate(there.Worked); err != nil {
			return err
		}
		w := &wholeRanking{Ranking: Ranking{
			Meta: record.NewMeta(tx), TermID: t.ID, BlocID: t.BlocID, Edition: there.Last + 1, Status: in.Status.Or(Draft), Origin: in.Origin.Or(Computed),
			Facts: db.NewJSON([]Fact{}), Provenance: record.NoProvenance(),
		}}
		if err := w.begin(tx, there.Published); err != nil {
			return err
		}
		if err := in.apply(tx, w, t, there.Published != ""); err != nil {
			return err
		}
		if w.Status != Draft {
			if err := s.settle(tx, w, there.Published, in.Correction.Value); err != nil {
				return err
			}
		}
		if err := db.Insert(tx, &w.Ranking); err != nil {
			return err
		}
		if err := writeRows(tx, w); err != nil {
			return err
		}
		return s.rankingWritten(tx, w, nil, nil, &row)
	})
	return row, err
}

// begin fills in what a new ranking starts from: a computed one needs scores to be
// found from, and a correction begins with what was known of its units.
func (w *wholeRanking) begin(tx *gorm.DB, published string) error {
	if w.Origin == Stated {
		return w.again(tx, published)
	}
	if w.Status != Draft {
		return fault.Validation(fault.At("/status", "conflicts_with", "other", "origin"))
	}
	table, err := applied(tx, w.TermID)
	if err != nil {
		return err
	}
	if table == nil {
		return ErrNotApplied
	}
	if published == "" {
		return nil
	}
	last, err := bloc.StoredPart[Ranking](tx, rankingRows, published)
	if err != nil {
		return err
	}
	w.Facts, w.VoteID, w.DecisionReason = last.Facts, last.VoteID, last.DecisionReason
	return nil
}

// again lets the correction of a stated ranking begin with its rows.
func (w *wholeRanking) again(tx *gorm.DB, published string) error {
	if published == "" {
		return nil
	}
	last, err := showRanking(tx, published)
	if err != nil || last.Origin != Stated {
		return err
	}
	w.Scale = last.Scale
	for _, r := range last.Rows {
		r.ID, r.RankingID = db.NewID(), w.ID
		w.Rows = append(w.Rows, r)
	}
	return nil
}

// settle ends the drawing up of a stated ranking that is added as concluded or
// published, in place of the one that was.
func (s *Service) settle(tx *gorm.DB, w *wholeRanking, published string, why *string) error {
	if len(w.Rows) == 0 {
		return ErrNobody
	}
	if w.Status != Published {
		return nil
	}
	return s.retire(tx, published, why)
}

// UpdateRanking changes a draft; its facts, and the rows of a stated one, are replaced
// as a whole when given.
func (s *Service) UpdateRanking(ctx context.Context, id string, version int, in RankingFields) (row *shownRanking, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		shown, t, err := openRanking(tx, id, version)
		if err != nil {
			return err
		}
		w := shown.stored()
		there, err := standingOf(tx, t.ID)
		if err != nil {
			return err
		}
		before := *w
		if err := in.apply(tx, w, t, there.Published != ""); err != nil {
			return err
		}
		if err := db.Update(tx, &w.Ranking); err != nil {
			return err
		}
		if in.Rows.Set {
			if err := writeRows(tx, w); err != nil {
				return err
			}
		}
		return s.rankingWritten(tx, w, &before, nil, &row)
	})
	return row, err
}

// openRanking holds a draft that is about to change.
func openRanking(tx *gorm.DB, id string, version int) (*shownRanking, *bloc.Term, error) {
	shown, t, err := holdRanking(tx, id)
	if err != nil {
		return nil, nil, err
	}
	if err := audit.Fresh(tx, "ranking", shown.stored(), version); err != nil {
		return nil, nil, err
	}
	if shown.Status != Draft {
		return nil, nil, ErrConcluded
	}
	return shown, t, nil
}

// unmoved refuses to give up a correction after what the published ranking rests on was
// changed: nothing would tell any more why they differ.
func unmoved(tx *gorm.DB, termID string) error {
	there, err := standingOf(tx, termID)
	if err != nil || there.Published == "" {
		return err
	}
	last, err := showRanking(tx, there.Published)
	if err != nil || last.Origin != Computed {
		return err
	}
	anew := shownRanking{rankingRow: last.rankingRow}
	if err := anew.compute(tx); err != nil {
		return err
	}
	recount := anew.vote != nil && anew.vote.Status != Counted && anew.vote.Status != Closed
	if recount || anew.table == nil || anew.table.ID != deref(last.TableID) || !same(last.Rows, anew.Rows) {
		return ErrMoved
	}
	return nil
}

// DeleteRanking removes a draft. A correction is not given up after what
// the published one rests on was changed.
func (s *Service) DeleteRanking(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		shown, _, err := openRanking(tx, id, version)
		if err != nil {
			return err
		}
		if err := unmoved(tx, shown.TermID); err != nil {
			return err
		}
		w := shown.stored()
		if err := removeRows(tx, id); err != nil {
			return err
		}
		if err := db.Delete(tx, &w.Ranking); err != nil {
			return err
		}
		return s.audit.Append(tx, bloc.PartAct("ranking", w, w.BlocID, w.TermID, w, nil))
	})
}

// TransitionRanking concludes a draft, whose rows stay from then on what they are;
// publishes it, in place of the one that was; or takes it back with a reason. A draft is
// not concluded before all units it ranks are scored to the end; with ties that
// something would break it needs a reason.
func (s *Service) TransitionRanking(ctx context.Context, id string, version int, in RankingTransitionBody) (row *shownRanking, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		shown, t, err := holdRanking(tx, id)
		if err != nil {
			return err
		}
		w := shown.stored()
		if err := audit.Fresh(tx, "ranking", w, version); err != nil {
			return err
		}
		lacks := map[string][]record.Lack{}
		if len(shown.order.Waits) > 0 {
			lacks[Concluded] = record.Lacking("ties")
		}
		if err := rankingLifecycle.Check(w.Status, in.To, in.Reason.Or(""), lacks, true); err != nil {
			return err
		}
		before := *w
		if err := s.take(tx, w, shown, t, in); err != nil {
			return err
		}
		w.Status = in.To
		if err := db.Update(tx, &w.Ranking); err != nil {
			return err
		}
		if err := record.Stepped(tx, "ranking", id, before.Status, w.Status, in.Reason.Value); err != nil {
			return err
		}
		return s.rankingWritten(tx, w, &before, in.Reason.Value, &row)
	})
	return row, err
}

// take does what a step brings with it.
func (s *Service) take(tx *gorm.DB, w *wholeRanking, shown *shownRanking, t *bloc.Term, in RankingTransitionBody) error {
	switch in.To {
	case Concluded:
		if t.WithoutRanking {
			return ErrWithout
		}
		if w.Rows = shown.Rows; len(w.Rows) == 0 {
			return ErrNobody
		}
		if len(shown.order.NotFinal) > 0 {
			return ErrNotFinal
		}
		if w.Origin == Computed {
			w.TableID, w.Scale = &shown.table.ID, shown.table.Scale
			return writeRows(tx, w)
		}
		return nil
	case Published:
		there, err := standingOf(tx, w.TermID)
		if err != nil {
			return err
		}
		return s.retire(tx, there.Published, w.Correction)
	}
	if err := relied(tx, t); err != nil {
		return err
	}
	if w.Origin == Computed {
		w.Rows, w.TableID, w.Scale = nil, nil, nil
		return removeRows(tx, w.ID)
	}
	return nil
}

// relied refuses to take back the only ranking a concluded term rests on.
func relied(tx *gorm.DB, t *bloc.Term) error {
	there, err := standingOf(tx, t.ID)
	if err == nil && there.Published == "" && t.Status != nil && *t.Status == bloc.Concluded && !t.WithoutRanking {
		err = ErrReliedOn
	}
	return err
}

// retire ends the time of the ranking that another one takes the place of; "" is none.
func (s *Service) retire(tx *gorm.DB, id string, why *string) error {
	if id == "" {
		return nil
	}
	var row *shownRanking
	old, err := showRanking(tx, id)
	if err != nil {
		return err
	}
	w := old.stored()
	before := *w
	w.Status = Replaced
	if err := db.Update(tx, &w.Ranking); err != nil {
		return err
	}
	if err := record.Stepped(tx, "ranking", id, before.Status, Replaced, why); err != nil {
		return err
	}
	return s.rankingWritten(tx, w, &before, why, &row)
}

func (s *Service) rankingWritten(tx *gorm.DB, w, before *wholeRanking, reason *string, row **shownRanking) error {
	act := bloc.PartAct("ranking", w, w.BlocID, w.TermID, nil, w)
	if before != nil {
		act.Before = before
	}
	act.Reason = reason
	if err := s.audit.Append(tx, act); err != nil {
		return err
	}
	var err error
	*row, err = showRanking(tx, w.ID)
	return err
}
