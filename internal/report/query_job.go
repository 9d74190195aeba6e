package report

import (
	"context"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
)

var jobList = db.List{
	Fields: append(keptFields("j", append(kindNames(), handbookKind)),
		db.Field{Name: "state", SQL: "j.state", Type: db.Enum, Enum: jobStates()},
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

// unfinished counts the jobs of a caller that are still to be done.
func unfinished(tx *gorm.DB) (n int64, err error) {
	return n, tx.Model(&Job{}).Where("created_by = ? AND state IN ?", actor.From(tx.Statement.Context).ID, []string{queued, working}).Count(&n).Error
}

// nextJob takes the oldest that waits; nil when none does.
func nextJob(tx *gorm.DB) (*Job, error) {
	rows, err := db.All[Job](tx, "SELECT j.* FROM report_jobs j WHERE j.state = ? ORDER BY j.id LIMIT 1"+db.ForUpdate(tx), queued)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], setState(tx, &rows[0], map[string]any{"state": working, "done": 0, "total": nil})
}

// setState writes what becomes of a job.
func setState(tx *gorm.DB, j *Job, to map[string]any) error {
	to["updated_at"], to["version"] = tx.NowFunc(), gorm.Expr("version + 1")
	return tx.Model(&Job{}).Where("id = ?", j.ID).Updates(to).Error
}

// requeue gives back what was at work when the service stopped.
func requeue(tx *gorm.DB) error {
	return tx.Model(&Job{}).Where("state = ?", working).Updates(map[string]any{"state": queued, "done": 0, "updated_at": tx.NowFunc(), "version": gorm.Expr("version + 1")}).Error
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
