package record

import (
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/viet"
)

// Person is somebody documents need by name (người): no identity numbers, no
// dates of birth.
type Person struct {
	Meta          `gorm:"embedded"`
	Name          string
	NameSort      string
	SearchText    string
	UnitID        *string
	UnitAsWritten *string
	Positions     db.JSON[[]Position]
	Provenance    `gorm:"embedded"`
}

// TableName is gorm's name for the table.
func (Person) TableName() string { return "persons" }

// Position is what a person is, from and to when, as far as known.
type Position struct {
	Title string        `json:"title"`
	From  *date.Partial `json:"from"`
	To    *date.Partial `json:"to"`
}

// fold keeps the columns that follow from others in step.
func (p *Person) fold() {
	p.NameSort, p.SearchText = viet.SortKey(p.Name), viet.Key(p.Name)
	if p.Positions.V == nil {
		p.Positions.V = []Position{}
	}
	p.fill()
}
