package report

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
)

// Report reads a report of some kind about a subject the caller may see, in one
// snapshot.
func (s *Service) Report(ctx context.Context, kindName, id string, o Options) (r Report, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		r, err = s.take(tx, kindOf(kindName), id, o)
		return err
	})
	return r, err
}

// take reads a report in a snapshot and seals it.
func (s *Service) take(tx *gorm.DB, k kind, id string, o Options) (Report, error) {
	r := k.new(o)
	if err := r.read(tx, id); err != nil {
		return nil, err
	}
	h, now, about := r.head(), s.db.Now(), r.subject()
	h.GeneratedAt, h.DataAsOf = now, now
	h.DocumentStatus, h.Locked, h.Layout = about.State, about.State == locked, layoutOf(o.Layout, about)
	h.ExportedBy, h.Program, h.program = actor.From(tx.Statement.Context).Name, s.program.String(), &s.program
	return r, seal(r)
}
