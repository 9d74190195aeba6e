package bloc

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
)

var deadlineKinds = []string{"signing", "registration", "progress_report", "mid_year", "self_score", "year_end", "dossier", "other"}

var termDeadlineList = db.List{
	Fields: []db.Field{
		{Name: "due_on", SQL: "d.due_on", Type: db.Date, Sort: true},
		{Name: "kind", SQL: "d.kind", Type: db.Enum, Enum: deadlineKinds},
	},
	Default: "due_on", ID: "d.id",
}

var deadlineList = db.List{
	Fields: append(append(TermFields("d"), termDeadlineList.Fields...),
		db.Field{Name: "term_status", SQL: "t.status", Type: db.Enum, Enum: termStatuses, Nullable: true}),
	Default: "due_on", ID: "d.id",
}

// DeadlineRow is a deadline with the present name of its bloc and its period.
type DeadlineRow struct {
	Deadline    `gorm:"embedded"`
	BlocName    string
	PeriodLabel string
}

var deadlineRows = Part{
	Read: actor.BlocRead, Alias: "d",
	Columns: "d.*, b.name AS bloc_name, t.period_label",
	From:    "deadlines d JOIN terms t ON t.id = d.term_id JOIN blocs b ON b.id = d.bloc_id",
}

// signingDay is the day a term's agreement is signed on; nil where no event is
// named, or nobody knows its day.
func signingDay(tx *gorm.DB, termID string) (*date.Day, error) {
	var held []date.Partial
	err := tx.Raw(`SELECT e.held_on FROM agreements a JOIN events e ON e.id = a.signing_event_id
		WHERE a.term_id = ? AND (a.status IS NULL OR a.status <> 'cancelled') AND e.held_on IS NOT NULL`, termID).Scan(&held).Error
	if err != nil || len(held) == 0 {
		return nil, err
	}
	return held[0].Day(), nil
}

// OpenDeadlines are the deadlines of terms that are not locked, within the caller's
// reach and, unless blocID is nil, of one bloc, the next first.
func OpenDeadlines(tx *gorm.DB, blocID *string) ([]DeadlineRow, error) {
	s := deadlineRows.rows(tx)
	s.And("(t.status IS NULL OR t.status <> 'locked')")
	if blocID != nil {
		s.And("d.bloc_id = ?", *blocID)
	}
	return db.Every[DeadlineRow](tx, s, "d.due_on, d.id")
}
