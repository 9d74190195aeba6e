package award

import (
	"context"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
)

// Tally answers how much was given, of what the caller may see.
func (s *Service) Tally(ctx context.Context, r db.Request) (t Tally, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		where, args := r.Conditions(actor.From(ctx))
		t, err = TallyOf(tx, where, args)
		return err
	})
	return t, err
}
