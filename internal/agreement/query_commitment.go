package agreement

import (
	"slices"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
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

var commitmentRows = bloc.Part{
	Read: actor.AgreementRead, Alias: "c",
	Columns: "c.*, t.period_kind, t.period_label, u.name AS unit_name",
	From:    "commitments c JOIN terms t ON t.id = c.term_id LEFT JOIN units u ON u.id = c.unit_id",
}

var commitmentList = db.List{
	Fields: slices.Concat(bloc.TermFields("c"), []db.Field{
		{Name: "agreement_id", SQL: "c.agreement_id", Type: db.ID},
		{Name: "agreement_status", Type: db.Enum, Enum: statuses, Match: func(vs []string) (string, []any) {
			return "EXISTS (SELECT 1 FROM agreements g WHERE g.id = c.agreement_id AND g.status IN ?)", []any{vs}
		}},
		{Name: "unit_id", SQL: "c.unit_id", Type: db.ID, Nullable: true},
		{Name: "movement_id", Type: db.ID, Match: func(vs []string) (string, []any) {
			return "EXISTS (SELECT 1 FROM movement_commitments l WHERE l.commitment_id = c.id AND l.movement_id IN ?)", []any{vs}
		}},
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

// unitNames are the present names of the units that commitments name, by id, in
// one statement.
func unitNames(tx *gorm.DB, cs ...Commitment) (map[string]*string, error) {
	asked := []string{}
	for _, c := range cs {
		if c.UnitID != nil {
			asked = append(asked, *c.UnitID)
		}
		for _, t := range c.Targets.V {
			asked = append(asked, t.UnitID)
		}
	}
	names := map[string]*string{}
	if len(asked) == 0 {
		return names, nil
	}
	cond, arg := db.In(tx, "id", asked)
	there, err := db.All[struct{ ID, Name string }](tx, "SELECT id, name FROM units WHERE "+cond, arg)
	for i := range there {
		names[there[i].ID] = &there[i].Name
	}
	return names, err
}

// knowUnits notes units a commitment names that do not exist.
func (c Commitment) knowUnits(names map[string]*string, bad *fault.Fields) {
	if c.UnitID != nil && names[*c.UnitID] == nil {
		bad.Add("/unit_id", "reference_not_found")
	}
	for i, t := range c.Targets.V {
		if names[t.UnitID] == nil {
			bad.Add("/targets/"+strconv.Itoa(i)+"/unit_id", "reference_not_found")
		}
	}
}

// unitName is the present name of the unit that is to keep it; nil where none is linked.
func (c Commitment) unitName(names map[string]*string) *string {
	if c.UnitID == nil {
		return nil
	}
	return names[*c.UnitID]
}
