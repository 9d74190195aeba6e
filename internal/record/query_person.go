package record

import (
	"errors"

	"gorm.io/gorm"

	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

// personRow is a person with the present name of the unit.
type personRow struct {
	Person   `gorm:"embedded"`
	UnitName *string
}

const (
	personColumns = "p.*, u.name AS unit_name"
	personFrom    = "persons p LEFT JOIN units u ON u.id = p.unit_id"
)

var personList = db.List{
	Fields: []db.Field{
		{Name: "name", SQL: "p.name", Type: db.Text, Sort: true, SortSQL: "p.name_sort"},
		{Name: "unit_id", SQL: "p.unit_id", Type: db.ID, Nullable: true},
	},
	Search: "p.search_text", Default: "name", ID: "p.id",
}

func findPerson(tx *gorm.DB, id string) (*Person, error) {
	var p Person
	err := tx.Where("id = ?", id).Take(&p).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &p, err
}

func showPerson(tx *gorm.DB, id string) (*personRow, error) {
	return db.One[personRow](tx, db.Select{Columns: personColumns, From: personFrom}, "p.id", id)
}
