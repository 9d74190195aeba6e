package award

import (
	"errors"
	"strings"

	"gorm.io/gorm"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

var (
	classes        = []string{"title", "form"}
	levels         = []string{"state", "ministry_province", "grassroots"}
	recipientKinds = []string{Collective, Individual, Household, WholeBloc}
)

var typeList = db.List{
	Fields: []db.Field{
		{Name: "code", SQL: "t.code", Type: db.Text, Sort: true},
		{Name: "name", SQL: "COALESCE(t.local_name, t.vi)", Type: db.Text, Sort: true, SortSQL: "t.name_sort"},
		{Name: "family", SQL: "t.family", Type: db.Text},
		{Name: "class", SQL: "t.class", Type: db.Enum, Enum: classes},
		{Name: "level", SQL: "t.level", Type: db.Enum, Enum: levels, Nullable: true},
		{Name: "is_official", SQL: "t.is_official", Type: db.Bool},
		{Name: "is_verified", SQL: "t.is_verified", Type: db.Bool},
		{Name: "is_retired", SQL: "t.is_retired", Type: db.Bool},
		{Name: "subject", Type: db.Enum, Enum: recipientKinds, Match: func(vs []string) (string, []any) {
			return anyOf("t.subjects LIKE ?", vs, func(v string) []any { return []any{`%"` + v + `"%`} })
		}},
		{Name: "in_force_on", Type: db.Date, Match: func(vs []string) (string, []any) {
			return anyOf("((t.valid_from IS NULL OR t.valid_from <= ?) AND (t.valid_to IS NULL OR t.valid_to >= ?))", vs, func(v string) []any {
				return []any{date.Partial(v).Ceil(), date.Partial(v).Floor()}
			})
		}},
	},
	Search: "t.search_text", Default: "name", ID: "t.id",
}

// anyOf is a condition that holds when it does for one of the values.
func anyOf(cond string, values []string, args func(string) []any) (string, []any) {
	var all []any
	for _, v := range values {
		all = append(all, args(v)...)
	}
	return "(" + strings.TrimSuffix(strings.Repeat(cond+" OR ", len(values)), " OR ") + ")", all
}

func findType(tx *gorm.DB, id string) (*Type, error) {
	var t Type
	return &t, found(tx.Where("id = ?", id).Take(&t).Error)
}

// lockTypes reads all types, by code, and makes others wait to change them.
func lockTypes(tx *gorm.DB) (map[string]*Type, error) {
	var rows []*Type
	if err := tx.Raw("SELECT * FROM award_types ORDER BY code" + db.ForUpdate(tx)).Scan(&rows).Error; err != nil {
		return nil, err
	}
	byCode := make(map[string]*Type, len(rows))
	for _, t := range rows {
		byCode[t.Code] = t
	}
	return byCode, nil
}

func typeWithCode(tx *gorm.DB, code string) (id string, err error) {
	return id, tx.Raw("SELECT id FROM award_types WHERE code = ?", code).Scan(&id).Error
}

func found(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return fault.Missing()
	}
	return err
}
