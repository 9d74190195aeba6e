// Package progress holds the working year of a term, between the signing and the
// awards: what units register, which models they try out, what became of the
// commitments period by period, and how units' completion of their tasks is rated.
package progress

import (
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
)

// Service holds the use cases of registrations, models, progress and ratings.
type Service struct {
	db    *db.DB
	audit *audit.Log
}

// New makes the service.
func New(store *db.DB, log *audit.Log) *Service { return &Service{store, log} }
