package agreement

import (
	"slices"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

var (
	commitmentScopes = []string{Common, OfUnit}
	measures         = []string{"qualitative", "quantity", "percent", "milestone"}
)

// commitmentRow is a commitment with its period and the unit's present name.
type commitmentRow struct {
	Commitment  `gorm:"embedded"`
	PeriodKind  string
	PeriodLabel string
	UnitName    *string
}

var commitmentRows = rows{
	alias:   "c",
	columns: "c.*, t.period_kind, t.period_label, u.name AS unit_name",
	from:    "commitments c JOIN terms t ON t.id = c.term_id LEFT JOIN units u ON u.id = c.unit_id",
}

var commitmentList = db.List{
	Fields: slices.Concat(termFields("c"), []db.Field{
		{Name: "agreement_id", SQL: "c.agreement_id", Type: db.ID},
		{Name: "agreement_status", Type: db.Enum, Enum: statuses, Match: func(vs []string) (string, []any) {
			return "EXISTS (SELECT 1 FROM agreements g WHERE g.id = c.agreement_id AND g.status IN ?)", []any{vs}
		}},
		{Name: "unit_id", SQL: "c.unit_id", Type: db.ID, Nullable: true},
		{Name: "scope", SQL: "c.scope", Type: db.Enum, Enum: commitmentScopes},
		{Name: "measure", SQL: "c.measure", Type: db.Enum, Enum: measures, Nullable: true},
		{Name: "target_exists", SQL: "(c.target IS NOT NULL)", Type: db.Bool},
		{Name: "due_on", SQL: "c.due_on", Type: db.Date, Nullable: true, Sort: true},
		{Name: "theme", SQL: "c.theme", Type: db.Text, Nullable: true},
		{Name: "order", SQL: "c.position", Type: db.Int, Sort: true},
	}),
	Search: "c.search_text", Default: "order", ID: "c.id",
}

// commitmentsOf reads an agreement's commitments in order.
func commitmentsOf(tx *gorm.DB, agreementID string) ([]Commitment, error) {
	var cs []Commitment
	return cs, tx.Raw("SELECT * FROM commitments WHERE agreement_id = ? ORDER BY position, id", agreementID).Scan(&cs).Error
}

// places is how many commitments an agreement has.
func places(tx *gorm.DB, agreementID string) (n int, err error) {
	return n, tx.Raw("SELECT COALESCE(max(position), 0) FROM commitments WHERE agreement_id = ?", agreementID).Scan(&n).Error
}

// shift moves the commitments from lo to hi by one place.
func shift(tx *gorm.DB, agreementID string, lo, hi, by int) error {
	if lo > hi {
		return nil
	}
	return tx.Exec("UPDATE commitments SET position = position + ?, version = version + 1, updated_at = ? WHERE agreement_id = ? AND position BETWEEN ? AND ?",
		by, tx.NowFunc(), agreementID, lo, hi).Error
}

// knowUnits notes units a commitment names that do not exist, in one statement. It
// returns the present name of the unit that is to keep it, nil where none is linked.
func knowUnits(tx *gorm.DB, bad *fault.Fields, c Commitment) (name *string, err error) {
	asked := []string{}
	if c.UnitID != nil {
		asked = append(asked, *c.UnitID)
	}
	for _, t := range c.Targets.V {
		asked = append(asked, t.UnitID)
	}
	if len(asked) == 0 {
		return nil, nil
	}
	there, err := db.All[struct{ ID, Name string }](tx, "SELECT id, name FROM units WHERE id IN ?", asked)
	names := map[string]*string{}
	for i := range there {
		names[there[i].ID] = &there[i].Name
	}
	if c.UnitID != nil {
		if name = names[*c.UnitID]; name == nil {
			bad.Add("/unit_id", "reference_not_found")
		}
	}
	for i, t := range c.Targets.V {
		if names[t.UnitID] == nil {
			bad.Add("/targets/"+strconv.Itoa(i)+"/unit_id", "reference_not_found")
		}
	}
	return name, err
}
