package agreement

import (
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
)

var (
	movementScopes = []string{"national", "ministry_province", "bloc", "grassroots"}
	movementForms  = []string{"regular", "thematic"}
)

// movementRow is a movement with the present name of who launched it.
type movementRow struct {
	Movement       `gorm:"embedded"`
	LaunchedByName *string
}

// movements are all of them: they are read by everybody.
func movements() db.Select {
	return db.Select{
		Columns: "m.*, a.name AS launched_by_name", From: "movements m LEFT JOIN authorities a ON a.id = m.launched_by_id",
	}
}

var movementList = db.List{
	Fields: []db.Field{
		{Name: "name", SQL: "m.name", Type: db.Text, Sort: true, SortSQL: "m.name_sort"},
		{Name: "launched_by_id", SQL: "m.launched_by_id", Type: db.ID, Nullable: true},
		{Name: "scope", SQL: "m.scope", Type: db.Enum, Enum: movementScopes, Nullable: true},
		{Name: "form", SQL: "m.form", Type: db.Enum, Enum: movementForms, Nullable: true},
		{Name: "launched_on", SQL: "m.launched_on", Type: db.Date, Nullable: true, Sort: true},
		{Name: "concludes_on", SQL: "m.concludes_on", Type: db.Date, Nullable: true, Sort: true},
	},
	Search: "m.search_text", Default: "name", ID: "m.id",
}

func findMovement(tx *gorm.DB, id string) (*Movement, error) {
	return db.One[Movement](tx, db.Select{Columns: "m.*", From: "movements m"}, "m.id", id)
}

func showMovement(tx *gorm.DB, id string) (*movementRow, error) {
	return db.One[movementRow](tx, movements(), "m.id", id)
}

// movementCommitmentRow is a commitment beside the movement it answers.
type movementCommitmentRow struct {
	MovementCommitment `gorm:"embedded"`
	MovementName       string
	AgreementID        string
	Position           int
	Theme              *string
	Text               string
	PeriodKind         string
	PeriodLabel        string
	BlocName           string
}

var movementCommitmentRows = bloc.Part{
	Read: actor.AgreementRead, Alias: "l",
	Columns: `l.*, m.name AS movement_name, c.agreement_id, c.position, c.theme, c.text,
		t.period_kind, t.period_label, b.name AS bloc_name`,
	From: "movement_commitments l JOIN movements m ON m.id = l.movement_id JOIN commitments c ON c.id = l.commitment_id JOIN terms t ON t.id = l.term_id JOIN blocs b ON b.id = l.bloc_id",
}

var movementCommitmentList = db.List{
	Fields: slices.Concat(bloc.TermFields("l"), []db.Field{
		{Name: "movement_id", SQL: "l.movement_id", Type: db.ID},
		{Name: "commitment_id", SQL: "l.commitment_id", Type: db.ID},
		{Name: "agreement_id", SQL: "c.agreement_id", Type: db.ID},
		{Name: "order", SQL: "c.position", Type: db.Int, Sort: true},
	}),
	Default: "-period,order", ID: "l.id",
}

// answering is the record that a commitment answers a movement; "" for none.
func answering(tx *gorm.DB, movementID, commitmentID string) (id string, err error) {
	return id, tx.Raw("SELECT id FROM movement_commitments WHERE movement_id = ? AND commitment_id = ?", movementID, commitmentID).Scan(&id).Error
}

// answersOf are the movements that an agreement's commitments answer, in order.
func answersOf(tx *gorm.DB, agreementID string) ([]answered, error) {
	return db.All[answered](tx, `SELECT l.movement_id, l.commitment_id, m.concludes_on
		FROM movement_commitments l JOIN commitments c ON c.id = l.commitment_id JOIN movements m ON m.id = l.movement_id
		WHERE c.agreement_id = ? ORDER BY c.position, l.id`, agreementID)
}
