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
	"giaouoc/internal/text"
)

// Sheet reads one score sheet with all that its total rests on.
func (s *Service) Sheet(ctx context.Context, id string) (row *shownSheet, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		row, err = showSheet(tx, id)
		return err
	})
	return row, err
}

// Sheets lists score sheets.
func (s *Service) Sheets(ctx context.Context, r db.Request) (db.Page[sheetRow], error) {
	p, err := bloc.ListParts[sheetRow](s.db.Read(ctx), sheetRows, r, "")
	return p, s.db.Translate(ctx, err)
}

// SheetVisible answers not_found for a score sheet the caller may not read.
func (s *Service) SheetVisible(ctx context.Context, id string) error {
	_, err := bloc.StoredPart[Sheet](s.db.Read(ctx), sheetRows, id)
	return s.db.Translate(ctx, err)
}

// CreateSheet begins the score sheet of a unit on the table its term is scored by; a
// unit has one (duplicate). Who leads the term may begin one as submitted, for points
// that came on paper.
func (s *Service) CreateSheet(ctx context.Context, in CreateScoreSheetBody) (row *shownSheet, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		t, table, of, err := scorable(tx, in.TermID)
		if err != nil {
			return err
		}
		var bad fault.Fields
		if err := record.Known(tx, &bad, "/unit_id", "units", &in.UnitID); err != nil {
			return err
		}
		if err := bad.Err(); err != nil {
			return err
		}
		if err := canScore(tx, actor.ScoreSelf, of, in.UnitID); err != nil {
			return err
		}
		status := in.Status.Or(SheetDraft)
		if status != SheetDraft {
			if err := canScore(tx, actor.ScoreReview, of, in.UnitID); err != nil {
				return err
			}
		}
		if err := outside(t, of, in.UnitID); err != nil {
			return err
		}
		sheets, err := sheetsOf(tx, table.ID)
		if err != nil {
			return err
		}
		if err := fault.Duplicate(sheets[in.UnitID].ID); err != nil {
			return err
		}
		sheet := newSheet(tx, t, table.ID, in.UnitID, status)
		if err := db.Insert(tx, sheet); err != nil {
			return err
		}
		return s.sheetWritten(tx, sheet, nil, nil, &row)
	})
	return row, err
}

// scorable holds a term that is to be scored, and finds the table that is applied and
// what rights are decided by; not_applied where there is none, ranked where what the
// scores led to is concluded.
func scorable(tx *gorm.DB, termID string) (*bloc.Term, *Table, actor.Resource, error) {
	t, err := bloc.LockTerm(tx, actor.ScoreTableRead, termID)
	if err != nil {
		return nil, nil, actor.Resource{}, fault.Referenced(err, "/term_id")
	}
	of, err := bloc.TermResource(tx, t)
	if err != nil {
		return nil, nil, of, err
	}
	table, err := applied(tx, t.ID)
	if err == nil && table == nil {
		err = ErrNotApplied
	}
	if err == nil {
		err = unsettled(tx, t.ID)
	}
	return t, table, of, err
}

// outside refuses a unit that does not belong to the term.
func outside(t *bloc.Term, of actor.Resource, unitID string) error {
	for _, id := range of.Units {
		if id == unitID {
			return nil
		}
	}
	f := *ErrOutsideTerm
	f.Fields = fault.Fields{fault.At("/unit_id", "unit_outside_term", "term", t.Period.Label)}
	return &f
}

func newSheet(tx *gorm.DB, t *bloc.Term, tableID, unitID, status string) *Sheet {
	return &Sheet{Meta: record.NewMeta(tx), TermID: t.ID, BlocID: t.BlocID, TableID: tableID, UnitID: unitID, Status: status, StatusSince: tx.NowFunc()}
}

// DeleteSheet removes a sheet that is not sent and on which nothing is given.
func (s *Service) DeleteSheet(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		sheet, t, err := holdSheet(tx, id)
		if err != nil {
			return err
		}
		of, err := bloc.TermResource(tx, t)
		if err != nil {
			return err
		}
		if err := canScore(tx, actor.ScoreSelf, of, sheet.UnitID); err != nil {
			return err
		}
		if err := audit.Fresh(tx, "score_sheet", sheet, version); err != nil {
			return err
		}
		if err := unsettled(tx, t.ID); err != nil {
			return err
		}
		scores, err := scoresOf(tx, sheet.TableID, map[string]Sheet{sheet.UnitID: *sheet})
		if err != nil {
			return err
		}
		if sheet.Status != SheetDraft || len(scores) > 0 {
			return ErrScored
		}
		if err := db.Delete(tx, sheet); err != nil {
			return err
		}
		return s.audit.Append(tx, bloc.PartAct("score_sheet", sheet, sheet.BlocID, sheet.TermID, sheet, nil))
	})
}

// TransitionSheet takes a score sheet a step on its way. What it lacks at a step needs a
// reason; a verification may take what nobody verified as it was checked or scored.
func (s *Service) TransitionSheet(ctx context.Context, id string, version int, in ScoreSheetTransitionBody) (row *shownSheet, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		sheet, table, council, err := steppable(tx, id, version, in.To)
		if err != nil {
			return err
		}
		all, err := scoresOf(tx, sheet.TableID, map[string]Sheet{sheet.UnitID: *sheet})
		if err != nil {
			return err
		}
		scores := all[sheet.UnitID]
		if in.To == SheetDraft && reviewed(scores) {
			return ErrReviewed
		}
		if err := s.taken(tx, sheet, table, council, scores, in); err != nil {
			return err
		}
		lacks := map[string][]record.Lack{}
		for to, stage := range map[string]string{Submitted: AtSelf, Verified: AtVerified, Final: AtFinal} {
			if byUnit(sheet.Status, to) == (stage == AtSelf) {
				for _, code := range table.lacking(stage, sheet.UnitID, scores) {
					lacks[to] = append(lacks[to], record.Lack{Wire: code, Words: text.Phrase{Key: "step.lacks.criterion", Params: map[string]any{"code": code}}})
				}
			}
		}
		if err := sheetLifecycle.Check(sheet.Status, in.To, in.Reason.Or(""), lacks, true); err != nil {
			return err
		}
		before := *sheet
		if err := in.explain(sheet); err != nil {
			return err
		}
		sheet.Status, sheet.StatusSince = in.To, tx.NowFunc()
		if err := db.Update(tx, sheet); err != nil {
			return err
		}
		if err := record.Stepped(tx, "score_sheet", sheet.ID, before.Status, sheet.Status, in.Reason.Value); err != nil {
			return err
		}
		return s.sheetWritten(tx, sheet, &before, in.Reason.Value, &row)
	})
	return row, err
}

// reviewed reports whether anybody but the unit gave something.
func reviewed(scores map[string]Score) bool {
	for _, s := range scores {
		if s.CrossGiven.V != nil || s.VerifiedGiven.V != nil || s.FinalGiven.V != nil {
			return true
		}
	}
	return false
}

// steppable holds a sheet and its table for those who may take a step, while units are
// scored by it; council tells whether the caller gives what the council does.
func steppable(tx *gorm.DB, id string, version int, to string) (sheet *Sheet, w *wholeTable, council bool, err error) {
	sheet, t, err := holdSheet(tx, id)
	if err != nil {
		return nil, nil, false, err
	}
	of, err := bloc.TermResource(tx, t)
	if err != nil {
		return nil, nil, false, err
	}
	p := actor.ScoreReview
	if byUnit(sheet.Status, to) {
		p = actor.ScoreSelf
	}
	if err := canScore(tx, p, of, sheet.UnitID); err != nil {
		return nil, nil, false, err
	}
	if err := audit.Fresh(tx, "score_sheet", sheet, version); err != nil {
		return nil, nil, false, err
	}
	if err := unsettled(tx, t.ID); err != nil {
		return nil, nil, false, err
	}
	table, err := showTable(tx, sheet.TableID)
	if err == nil && table.Status != Applied {
		err = ErrNotApplied
	}
	if err != nil {
		return nil, nil, false, err
	}
	return sheet, table.stored(), canScore(tx, actor.ScoreOverride, of, sheet.UnitID) == nil, nil
}

// explain notes what the unit answers to the review, without which it has not.
func (in ScoreSheetTransitionBody) explain(sheet *Sheet) error {
	switch {
	case in.To == Explained && in.Explanation.Or("") == "":
		return fault.Validation(fault.At("/explanation", "required"))
	case in.To != Explained && in.Explanation.Set:
		return fault.Validation(fault.At("/explanation", "conflicts_with", "other", "to"))
	case in.To == Explained:
		sheet.Explanation = in.Explanation.Value
	}
	return nil
}

// taken fills in, where a verification asks for it, what nobody verified, as it was
// cross-checked or else as the unit scored itself. What the council gives only the
// council takes.
func (s *Service) taken(tx *gorm.DB, sheet *Sheet, table *wholeTable, council bool, scores map[string]Score, in ScoreSheetTransitionBody) error {
	if !in.TakeRest.Or(false) {
		return nil
	}
	if in.To != Verified {
		return fault.Validation(fault.At("/take_rest", "conflicts_with", "other", "to"))
	}
	councils := map[string]bool{}
	for _, c := range table.Criteria {
		councils[c.ID] = c.ScoredBy == ByCouncil
	}
	var filled []Score
	for id, score := range scores {
		from := score.before(AtVerified)
		if score.VerifiedGiven.V != nil || from == nil || councils[id] && !council {
			continue
		}
		g := *from
		g.Reason = nil
		signed(tx, &g)
		score.VerifiedGiven.V = &g
		score.Bump(tx.NowFunc())
		scores[id] = score
		filled = append(filled, score)
	}
	if len(filled) == 0 {
		return nil
	}
	if err := db.Replace(tx, &filled); err != nil {
		return err
	}
	return s.audit.Append(tx, sheetAct(sheet, table, AtVerified, nil, filled))
}

// signed notes who gives something, and when.
func signed(tx *gorm.DB, g *Given) {
	who := actor.From(tx.Statement.Context)
	g.ByID, g.ByName, g.At = who.ID, who.Signature(), tx.NowFunc()
}

func (s *Service) sheetWritten(tx *gorm.DB, sheet, before *Sheet, reason *string, row **shownSheet) error {
	act := bloc.PartAct("score_sheet", sheet, sheet.BlocID, sheet.TermID, nil, sheet)
	if before != nil {
		act.Before = before
	}
	act.Reason = reason
	if err := s.audit.Append(tx, act); err != nil {
		return err
	}
	var err error
	*row, err = showSheet(tx, sheet.ID)
	return err
}
