package report

import (
	"errors"

	"gorm.io/gorm"

	"giaouoc/internal/db"
	"giaouoc/internal/record"
)

// Written is what an office wrote into a report at some time. The last one
// stands; those before it are its history.
type Written struct {
	record.Meta `gorm:"embedded"`
	Kept        `gorm:"embedded"`
	Anchor      `gorm:"embedded"`
	Revision    int
	Wording     db.JSON[Wording]
}

// TableName is gorm's name for the table.
func (Written) TableName() string { return "report_wordings" }

// revisionRow is a revision with who wrote it.
type revisionRow struct {
	Written `gorm:"embedded"`
	Author  *string
}

func keptFields(alias string, kinds []string) []db.Field {
	return []db.Field{
		{Name: "kind", SQL: alias + ".kind", Type: db.Enum, Enum: kinds},
		{Name: "subject_id", SQL: alias + ".subject_id", Type: db.ID},
		{Name: "bloc_id", SQL: alias + ".bloc_id", Type: db.ID, Nullable: true},
		{Name: "term_id", SQL: alias + ".term_id", Type: db.ID, Nullable: true},
		// Ids are made in order of time, so the order of ids is that of making.
		{Name: "created_at", SQL: alias + ".id", Sort: true, SortOnly: true},
	}
}

var wordingList = db.List{Fields: keptFields("w", kindNames()), Default: "-created_at", ID: "w.id"}

func wordings(tx *gorm.DB) db.Select {
	cond, args := inReach(tx, "w")
	return db.Select{Columns: "w.*, u.display_name AS author", From: "report_wordings w LEFT JOIN users u ON u.id = w.created_by", Where: []string{cond}, Args: args}
}

func findWording(tx *gorm.DB, id string) (*revisionRow, error) {
	return db.One[revisionRow](tx, wordings(tx), "w.id", id)
}

// standingWording is the last revision for a report; nil for none.
func standingWording(tx *gorm.DB, kindName, id string) (*Written, error) {
	var r Written
	err := tx.Where("kind = ? AND subject_id = ?", kindName, id).Order("revision DESC").Take(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	return &r, err
}
