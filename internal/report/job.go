package report

import (
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Job makes a package of files in the background, for who asked for it: a report
// in several forms, or the handbook of a term. What was read is read in one
// snapshot. Whoever makes it holds it for a while at a time; one that nobody holds
// any more, after a restart, is read anew and made from the beginning.
type Job struct {
	record.Meta `gorm:"embedded"`
	Kept        `gorm:"embedded"`
	Name        string // of the subject, then
	Period      string // "" for none
	Language    string
	Options     db.JSON[Options]
	Formats     db.JSON[[]string]
	State       string
	Worker      *string // who makes it, and until when nobody else may
	HeldUntil   *time.Time
	Done        int  // files that are made
	Total       *int // nil until it is known
	Failure     *string
	FileName    *string
	FileSize    *int64
	SHA256      *string `gorm:"column:sha256"`
	FinishedAt  *time.Time
	ExpiresAt   *time.Time
}

// TableName is gorm's name for the table.
func (Job) TableName() string { return "report_jobs" }

// The states of a job.
const (
	queued  = "queued"
	working = "running"
	done    = "done"
	failed  = "failed"
	expired = "expired"
)

func jobStates() []string { return []string{queued, working, done, failed, expired} }

// ready refuses a job whose package is not there, or has had its time.
func (j *Job) ready(now time.Time) error {
	if j.State != done || j.ExpiresAt == nil || !now.Before(*j.ExpiresAt) {
		return fault.New(fault.Conflict, "report.package_gone")
	}
	return nil
}

const (
	held      = time.Minute    // before somebody else takes it up
	keptFor   = 24 * time.Hour // a finished package
	mostJobs  = 5              // unfinished ones of one caller
	mostBytes = 512 << 20      // of all packages of one caller that are kept
)
