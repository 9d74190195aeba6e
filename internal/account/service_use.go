package account

import (
	"context"
	"sync"
	"time"

	"gorm.io/gorm"
)

// use is when and from where a token was used.
type use struct {
	at      time.Time
	address string
}

// uses are the uses of tokens not yet written. They are written in the
// background, so that no request waits for them or fails with them.
type uses struct {
	mu      sync.Mutex
	pending map[string]use // by token id
}

// noteUse remembers a use, unless one of the last minute is written already.
func (s *Service) noteUse(t APIToken, u use) {
	if t.LastUsedAt != nil && u.at.Sub(*t.LastUsedAt) < useNotedEvery {
		return
	}
	s.uses.mu.Lock()
	defer s.uses.mu.Unlock()
	if _, noted := s.uses.pending[t.ID]; !noted {
		s.uses.pending[t.ID] = u
	}
}

// FlushUses writes the uses noted since the last time; what cannot be written
// is kept for the next.
func (s *Service) FlushUses(ctx context.Context) error {
	s.uses.mu.Lock()
	batch := s.uses.pending
	s.uses.pending = map[string]use{}
	s.uses.mu.Unlock()
	if len(batch) == 0 {
		return nil
	}
	err := s.db.InTx(ctx, func(tx *gorm.DB) error {
		for id, u := range batch {
			if err := saveUse(tx, id, u); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.uses.mu.Lock()
		defer s.uses.mu.Unlock()
		for id, u := range batch {
			s.uses.pending[id] = u
		}
	}
	return err
}
