package report

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

var jobList = db.List{
	Fields: append(keptFields("j", append(kindNames(), handbookKind)),
		db.Field{Name: "state", SQL: "j.state", Type: db.Enum, Enum: jobStates()},
		db.Field{Name: "created_by", SQL: "j.created_by", Type: db.ID},
	),
	Default: "-created_at", ID: "j.id",
}

// jobs are the context's actor's own; whoever manages everything sees all.
func jobs(tx *gorm.DB) db.Select {
	s := db.Select{Columns: "j.*", From: "report_jobs j"}
	if e := actor.From(tx.Statement.Context).Extent(actor.ReportJob); !e.Everything {
		s.And("j.created_by = ?", e.User)
	}
	return s
}

func findJob(tx *gorm.DB, id string) (*Job, error) { return db.One[Job](tx, jobs(tx), "j.id", id) }

// room refuses a further job to a caller who has too many unfinished, or packages
// of too many bytes that are still kept.
func room(tx *gorm.DB) error {
	if err := db.Serialize(tx, "report jobs of "+actor.From(tx.Statement.Context).ID); err != nil {
		return err
	}
	var has struct{ Unfinished, Bytes int64 }
	err := tx.Raw(`SELECT count(CASE WHEN state <> ? THEN 1 END) AS unfinished, CAST(COALESCE(sum(file_size), 0) AS BIGINT) AS bytes
		FROM report_jobs WHERE created_by = ? AND state IN ?`, done, actor.From(tx.Statement.Context).ID, []string{queued, working, done}).Scan(&has).Error
	switch {
	case err != nil:
		return err
	case has.Unfinished >= mostJobs:
		return fault.New(fault.Conflict, "report.too_many_jobs").Param("max", mostJobs)
	case has.Bytes >= mostBytes:
		return fault.New(fault.Conflict, "report.packages_full").Param("megabytes", mostBytes>>20)
	}
	return nil
}

// nextJob takes the oldest that waits, or that was let go of; nil when there is
// none.
func nextJob(tx *gorm.DB, worker string) (*Job, error) {
	now := tx.NowFunc()
	rows, err := db.All[Job](tx, "SELECT j.* FROM report_jobs j WHERE j.state = ? OR (j.state = ? AND j.held_until < ?) ORDER BY j.id LIMIT 1"+db.ForUpdate(tx), queued, working, now)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], write(tx, rows[0].ID, map[string]any{"state": working, "worker": worker, "held_until": now.Add(held), "done": 0, "total": nil})
}

// setState writes what becomes of a job, which its worker holds on to by it; errLost
// where somebody else holds it.
func setState(tx *gorm.DB, j *Job, worker string, to map[string]any) error {
	if to["held_until"] == nil {
		to["held_until"] = tx.NowFunc().Add(held)
	}
	r := tx.Model(&Job{}).Where("id = ? AND state = ? AND worker = ?", j.ID, working, worker).Updates(touched(tx, to))
	if r.Error == nil && r.RowsAffected == 0 {
		return errLost
	}
	return r.Error
}

func write(tx *gorm.DB, id string, to map[string]any) error {
	return tx.Model(&Job{}).Where("id = ?", id).Updates(touched(tx, to)).Error
}

func touched(tx *gorm.DB, to map[string]any) map[string]any {
	to["updated_at"], to["version"] = tx.NowFunc(), gorm.Expr("version + 1")
	return to
}

var errLost = errors.New("report: another process took the job")

// hasPackage tells whether the package of a job may be there.
func hasPackage(tx *gorm.DB, id string) (there bool, err error) {
	return there, tx.Raw("SELECT EXISTS (SELECT 1 FROM report_jobs WHERE id = ? AND state IN ?)", id, []string{working, done}).Scan(&there).Error
}

// outlived are finished jobs whose files have had their time.
func outlived(ctx context.Context, store *db.DB, now time.Time) (ids []string, err error) {
	err = store.InTx(ctx, func(tx *gorm.DB) error {
		ids = nil
		if err := tx.Model(&Job{}).Where("state = ? AND expires_at <= ?", done, now).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
			return err
		}
		return tx.Model(&Job{}).Where("id IN ?", ids).Updates(map[string]any{"state": expired, "updated_at": now, "version": gorm.Expr("version + 1")}).Error
	})
	return ids, err
}
