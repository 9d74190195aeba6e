// Package progress holds the working year of a term, between the signing and the
// awards: what became of the commitments period by period, what reviewers found of
// it, and which periods are closed.
package progress

import (
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
)

// Service holds the use cases of progress.
type Service struct {
	db    *db.DB
	audit *audit.Log
}

// New makes the service.
func New(store *db.DB, log *audit.Log) *Service { return &Service{store, log} }
