package report

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
)

// Annual reads the annual report of a term the caller may see, in one snapshot.
// layout is that of the official document, "" for the bloc's own.
func (s *Service) Annual(ctx context.Context, termID string, f AnnualFilters, layout string) (*Annual, error) {
	now := s.db.Now()
	a := &Annual{
		Schema: AnnualSchema, GeneratedAt: now, DataAsOf: now, DocumentStatus: "draft", Filters: f,
		ExportedBy: actor.From(ctx).Name, Program: s.program.String(), program: s.program, layout: layout,
	}
	err := s.db.View(ctx, func(tx *gorm.DB) error {
		rows, err := readAnnual(tx, termID)
		if err != nil {
			return err
		}
		a.Data, a.Comparison = rows.build(f), rows.compare()
		return nil
	})
	if err != nil {
		return nil, err
	}
	if t := a.Data.Term; t.Status != nil && *t.Status == bloc.Locked {
		a.Locked, a.DocumentStatus = true, "locked"
	}
	return a, a.seal()
}
