package calendar

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Service holds the use cases of calendars.
type Service struct {
	db    *db.DB
	audit *audit.Log
	who   func(ctx context.Context, userID string) (actor.Actor, error)
	base  string
	uses  uses
}

// New makes the service. who is a user with the rights they have now; base is the
// address of the service as people reach it, "" where nobody told it.
func New(store *db.DB, log *audit.Log, who func(ctx context.Context, userID string) (actor.Actor, error), base string) *Service {
	return &Service{db: store, audit: log, who: who, base: base}
}

// Feed reads one feed.
func (s *Service) Feed(ctx context.Context, id string) (*FeedRow, error) {
	f, err := findFeed(s.db.Read(ctx), id)
	return f, s.db.Translate(ctx, err)
}

// Feeds lists the caller's own feeds; an administrator sees all.
func (s *Service) Feeds(ctx context.Context, r db.Request) (db.Page[FeedRow], error) {
	tx := s.db.Read(ctx)
	p, err := db.Fetch[FeedRow](tx, feeds(tx), r)
	return p, s.db.Translate(ctx, err)
}

// CreateFeed makes a feed of the caller's own. Its address is in the answer and
// nowhere else. Fault: calendar.too_many_feeds.
func (s *Service) CreateFeed(ctx context.Context, in FeedBody) (out *NewFeed, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		who := actor.From(ctx)
		if err := who.Can(actor.TokenManage, actor.Resource{User: who.ID}); err != nil {
			return err
		}
		secret, hash := newAddress()
		f := &Feed{Meta: record.NewMeta(tx), UserID: who.ID, Name: in.Name, Scope: in.Scope, BlocID: in.BlocID.Value, TokenHash: hash}
		var bad fault.Fields
		f.checkScope(&bad)
		if err := bad.Err(); err != nil {
			return err
		}
		if f.BlocID != nil {
			if _, err := bloc.FindBloc(tx, actor.BlocRead, *f.BlocID); err != nil {
				return fault.Referenced(err, "/bloc_id")
			}
		}
		if err := room(tx, who.ID); err != nil {
			return err
		}
		if err := db.Insert(tx, f); err != nil {
			return err
		}
		if err := s.audit.Append(tx, audit.Entry{Entity: "calendar_feed", EntityID: f.ID, Version: f.Version, After: f}); err != nil {
			return err
		}
		row, err := findFeed(tx, f.ID)
		if err == nil {
			out = &NewFeed{*row, secret}
		}
		return err
	})
	return out, err
}

// DeleteFeed ends a feed: its address is not found any more.
func (s *Service) DeleteFeed(ctx context.Context, id string, version int) error {
	return s.db.InTx(ctx, func(tx *gorm.DB) error {
		f, err := findFeed(tx, id)
		if err != nil {
			return err
		}
		if err := actor.From(ctx).Can(actor.TokenManage, actor.Resource{User: f.UserID}); err != nil {
			return err
		}
		if err := audit.Fresh(tx, "calendar_feed", &f.Feed, version); err != nil {
			return err
		}
		if err := db.Delete(tx, &f.Feed); err != nil {
			return err
		}
		return s.audit.Append(tx, audit.Entry{Entity: "calendar_feed", EntityID: id, Version: f.Version, Before: &f.Feed})
	})
}

// newAddress is 256 random bits, and the hash that is kept of them.
func newAddress() (secret, hash string) {
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	secret = base64.RawURLEncoding.EncodeToString(b)
	return secret, hashed(secret)
}

func hashed(secret string) string {
	h := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(h[:])
}
