package scoring

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
)

// ScoreBoard reads how a term stands at a stage; without a table that is applied, that
// there is none. The number of statements does not grow with units and criteria.
func (s *Service) ScoreBoard(ctx context.Context, termID, stage string) (b *Board, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		b, err = readBoard(tx, termID, stage)
		return err
	})
	return b, s.db.Translate(ctx, err)
}

func readBoard(tx *gorm.DB, termID, stage string) (*Board, error) {
	t, err := bloc.FindTerm(tx, actor.ScoreTableRead, termID)
	if err != nil {
		return nil, err
	}
	table, err := applied(tx, t.ID)
	if err != nil {
		return nil, err
	}
	b := &Board{Stage: AtSelf}
	of, err := scoreResource(tx, t)
	if err != nil || table == nil {
		b.Whole = err == nil && canScore(tx, actor.ScoreRead, of, "") == nil
		return b, err
	}
	if b.Table, err = showTable(tx, table.ID); err != nil {
		return nil, err
	}
	if b.Sheets, err = sheetsOf(tx, table.ID); err != nil {
		return nil, err
	}
	if b.Scores, err = scoresOf(tx, table.ID, b.Sheets); err != nil {
		return nil, err
	}
	seats, err := bloc.Seats(tx, t.ID)
	if err != nil {
		return nil, err
	}
	if b.Ranked, err = settled(tx, t.ID); err != nil {
		return nil, err
	}
	b.Stage = stageOf(stage, b.Sheets, b.Scores)
	b.seat(tx, seats, of)
	var units []string
	for _, u := range b.Units {
		if u.UnitID != nil {
			units = append(units, *u.UnitID)
		}
	}
	b.compute(units)
	return b, nil
}

// seat keeps the units whose scores the caller may read: all of a term, or its own.
func (b *Board) seat(tx *gorm.DB, seats []bloc.Seat, of actor.Resource) {
	b.Whole = canScore(tx, actor.ScoreRead, of, "") == nil
	for _, s := range seats {
		if b.Whole || s.UnitID != nil && canScore(tx, actor.ScoreRead, of, *s.UnitID) == nil {
			b.Units = append(b.Units, s)
		}
	}
}
