package report

import (
	"context"

	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
	"gorm.io/gorm"

	"giaouoc/internal/audit"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
)

// Service answers the read models.
type Service struct {
	db       *db.DB
	audit    *audit.Log
	program  Program // named in files
	workshop Workshop
	wake     chan struct{} // of who makes packages
	worker   string        // who that is: this process, among others on the same books

	verifying *semaphore.Weighted
	flights   *singleflight.Group // of verifying, by code
}

// verifiers is how many issued reports are held against the books at once.
const verifiers = 2

// New makes the service; program is what runs.
func New(store *db.DB, log *audit.Log, program Program, w Workshop) *Service {
	return &Service{store, log, program, w, make(chan struct{}, 1), db.NewID(), semaphore.NewWeighted(verifiers), new(singleflight.Group)}
}

// Overview reads one term the caller may see, in one snapshot.
func (s *Service) Overview(ctx context.Context, termID string) (o *Overview, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		o, err = readOverview(tx, termID, s.Today())
		return err
	})
	return o, err
}

// Profile reads one unit through the years, in one snapshot.
func (s *Service) Profile(ctx context.Context, unitID string) (p *Profile, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		p, err = readProfile(tx, unitID)
		return err
	})
	return p, err
}

// History reads one bloc through the years, in one snapshot.
func (s *Service) History(ctx context.Context, blocID string) (h *History, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		h, err = readHistory(tx, blocID)
		return err
	})
	return h, err
}

// Standings reads how the units of a bloc stood through the years.
func (s *Service) Standings(ctx context.Context, blocID string) (st *Standings, err error) {
	err = s.db.View(ctx, func(tx *gorm.DB) error {
		st, err = readStandings(tx, blocID)
		return err
	})
	return st, err
}

// Today is the day deadlines are compared with, in Viet Nam.
func (s *Service) Today() date.Day { return date.Today(s.db.Now) }
