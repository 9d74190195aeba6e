package calendar

import (
	"context"
	"errors"
	"sync"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/agreement"
	"giaouoc/internal/bloc"
	"giaouoc/internal/fault"
	"giaouoc/internal/text"
)

// Subscription finds the feed an address names, by the last part of its path. Of
// an address nobody made, one that was revoked, and one of a user who may do
// nothing any more, all that is told is not_found.
func (s *Service) Subscription(ctx context.Context, last string) (*Subscription, error) {
	parts := address.FindStringSubmatch(last)
	if parts == nil {
		return nil, fault.Missing()
	}
	f, err := feedAt(s.db.Read(ctx), hashed(parts[1]))
	if err != nil {
		return nil, s.db.Translate(ctx, err)
	}
	if f == nil {
		return nil, fault.Missing()
	}
	who, err := s.who(ctx, f.UserID)
	if err != nil {
		if fault.From(err).Kind == fault.Unauthenticated {
			err = fault.Missing()
		}
		return nil, err
	}
	s.uses.note(*f, s.db.Now())
	return &Subscription{*f, who}, nil
}

// Calendar writes what a feed says: every deadline and conference of terms that are
// not locked, as far as its user's rights reach now. While the books do not change
// its bytes do not.
func (s *Service) Calendar(ctx context.Context, of *Subscription) ([]byte, error) {
	lang := text.Vi
	if of.owner.Language != "" {
		lang = text.Lang(of.owner.Language)
	}
	var events []event
	err := s.db.View(actor.With(ctx, of.owner), func(tx *gorm.DB) error {
		events = nil
		deadlines, err := bloc.OpenDeadlines(tx, of.BlocID)
		if err != nil {
			return err
		}
		for _, d := range deadlines {
			events = append(events, due(d, lang, s.base))
		}
		conferences, err := agreement.OpenConferences(tx, of.BlocID)
		for _, c := range conferences {
			if e, ok := conference(c, lang, s.base); ok {
				events = append(events, e)
			}
		}
		return err
	})
	if err != nil {
		return nil, s.db.Translate(ctx, err)
	}
	return encode(of.Name, string(lang), events), nil
}

// useNotedEvery is how often it is written at most that a feed was read.
const useNotedEvery = time.Hour

// uses are the readings of feeds not yet written. They are written in the
// background, so that no reader waits for them or fails with them.
type uses struct {
	mu      sync.Mutex
	pending map[string]time.Time // by feed id
}

func (u *uses) note(f Feed, at time.Time) {
	if f.LastUsedAt != nil && at.Sub(*f.LastUsedAt) < useNotedEvery {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.pending == nil {
		u.pending = map[string]time.Time{}
	}
	u.pending[f.ID] = at
}

// FlushUses writes the readings noted since the last time; what cannot be written
// is forgotten, since the next reading is noted again.
func (s *Service) FlushUses(ctx context.Context) error {
	s.uses.mu.Lock()
	batch := s.uses.pending
	s.uses.pending = nil
	s.uses.mu.Unlock()
	if len(batch) == 0 {
		return nil
	}
	return s.db.InTx(ctx, func(tx *gorm.DB) (err error) {
		for id, at := range batch {
			err = errors.Join(err, saveUse(tx, id, at))
		}
		return err
	})
}
