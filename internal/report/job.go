package report

import (
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Job makes a package of files in the background, for who asked for it: a report
// in several forms, or the handbook of a term. What was read is read in one
// snapshot; after a restart it is read anew and made from the beginning.
type Job struct {
	record.Meta `gorm:"embedded"`
	Kept        `gorm:"embedded"`
	Name        string // of the subject, then
	Period      string // "" for none
	Language    string
	Options     db.JSON[Options]
	Formats     db.JSON[[]string]
	State       string
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

// ready refuses a job whose package is not there.
func (j *Job) ready() error {
	if j.State != done {
		return fault.New(fault.Conflict, "report.package_gone")
	}
	return nil
}

const (
	keptFor   = 24 * time.Hour // a finished package
	mostJobs  = 5              // unfinished ones of one caller
	mostBytes = 512 << 20      // of all packages of one caller that are kept
)
