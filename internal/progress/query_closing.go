package progress

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/period"
)

// closingRow is a closing with the names of what it points to.
type closingRow struct {
	Closing    `gorm:"embedded"`
	BlocName   string
	EventTitle *string
}

var closingRows = bloc.Part{
	Read: actor.ProgressRead, Alias: "x",
	Columns: "x.*, b.name AS bloc_name, e.title AS event_title",
	From:    "period_closings x JOIN terms t ON t.id = x.term_id JOIN blocs b ON b.id = x.bloc_id LEFT JOIN events e ON e.id = x.event_id",
}

var closingList = db.List{
	Fields: []db.Field{
		{Name: "term_id", SQL: "x.term_id", Type: db.ID},
		{Name: "bloc_id", SQL: "x.bloc_id", Type: db.ID},
		{Name: "period", SQL: "x.period_label", Type: db.Text, Sort: true, SortSQL: "x.period_ends_on"},
		{Name: "status", SQL: "x.status", Type: db.Enum, Enum: []string{Closed, Reopened}},
	},
	Default: "-period", ID: "x.id",
}

// otherClosing is the closing of the same period of a term; "" for none.
func otherClosing(tx *gorm.DB, termID string, p period.Period) (id string, err error) {
	return id, tx.Raw("SELECT id FROM period_closings WHERE term_id = ? AND period_kind = ? AND period_label = ?", termID, p.Kind, p.Label).Scan(&id).Error
}
