package rating

import (
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
)

var (
	standings = []string{BySelf, Proposed, Recognised}
	kinds     = []string{"no_self_assessment", "head_reprimanded", "head_warned", "head_dismissed", "corruption", "disunity", "prosecuted", "other"}
)

// ratingRow is a rating with the present names of what it points to.
type ratingRow struct {
	Rating      `gorm:"embedded"`
	PeriodKind  string
	PeriodLabel string
	BlocName    string
	UnitName    *string
	RatedByName *string
}

var ratingRows = bloc.Part{
	Read: actor.ProgressRead, Alias: "r",
	Columns: "r.*, t.period_kind, t.period_label, b.name AS bloc_name, u.name AS unit_name, a.name AS rated_by_name",
	From:    "ratings r JOIN terms t ON t.id = r.term_id JOIN blocs b ON b.id = r.bloc_id LEFT JOIN units u ON u.id = r.unit_id LEFT JOIN authorities a ON a.id = r.rated_by_id",
}

var ratingList = db.List{
	Fields: slices.Concat(bloc.TermFields("r"), []db.Field{
		{Name: "unit_id", SQL: "r.unit_id", Type: db.ID, Nullable: true},
		{Name: "standing", SQL: "r.standing", Type: db.Enum, Enum: standings},
		{Name: "level", SQL: "r.level", Type: db.Enum, Enum: levels},
		{Name: "rated_on", SQL: "r.rated_on", Type: db.Date, Nullable: true, Sort: true},
	}),
	Default: "-period", ID: "r.id",
}

// ruleRow is a rule with the present name of whose blocs it is for.
type ruleRow struct {
	Rule          `gorm:"embedded"`
	AuthorityName *string
}

// ruleRows are all rules: everybody may know what they are held to.
func ruleRows() db.Select {
	return db.Select{Columns: "r.*, a.name AS authority_name", From: "rating_rules r LEFT JOIN authorities a ON a.id = r.authority_id"}
}

var ruleList = db.List{
	Fields: []db.Field{
		{Name: "kind", SQL: "r.kind", Type: db.Enum, Enum: kinds, Sort: true},
		{Name: "cap", SQL: "r.cap", Type: db.Enum, Enum: levels},
		{Name: "authority_id", SQL: "r.authority_id", Type: db.ID, Nullable: true},
		{Name: "is_verified", SQL: "r.is_verified", Type: db.Bool},
	},
	Default: "kind", ID: "r.id",
}

// ofUnit are the ratings of a unit in a term.
func ofUnit(tx *gorm.DB, termID, unitID string) ([]Rating, error) {
	return db.All[Rating](tx, "SELECT * FROM ratings WHERE term_id = ? AND unit_id = ? ORDER BY id", termID, unitID)
}

// ofTerm are the ratings of a term with names, in order of their making.
func ofTerm(tx *gorm.DB, termID string) ([]ratingRow, error) {
	return db.All[ratingRow](tx, "SELECT "+ratingRows.Columns+" FROM "+ratingRows.From+" WHERE r.term_id = ? ORDER BY r.id", termID)
}

// limiter is how circumstances of units of a term are capped: by the rules of who
// organises its bloc, or for all, that hold when its period ends.
func limiter(tx *gorm.DB, t *bloc.Term) (func([]Circumstance) *Cap, error) {
	of, err := bloc.BlocResource(tx, t.BlocID)
	if err != nil {
		return nil, err
	}
	rules, err := db.All[Rule](tx, "SELECT * FROM rating_rules WHERE authority_id IS NULL OR authority_id = ? ORDER BY id", of.Organizer)
	if err != nil {
		return nil, err
	}
	return func(cs []Circumstance) *Cap { return ceiling(cs, rules, of.Organizer, t.Period.EndsOn) }, nil
}
