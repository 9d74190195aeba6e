package agreement

import (
	"context"

	"gorm.io/gorm"
)

// Whole reads an agreement with all its parts.
func (s *Service) Whole(ctx context.Context, id string) (w Whole, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		w, err = wholeOf(tx, id)
		return err
	})
	return w, err
}
