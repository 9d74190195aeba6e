package unit

import (
	"errors"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/viet"
)

var unitKinds = []string{"party", "state", "front", "union", "enterprise", "public_service", "school", "armed_forces", "other"}

var unitList = db.List{
	Fields: []db.Field{
		{Name: "code", SQL: "u.code", Type: db.Text, Nullable: true, Sort: true},
		{Name: "name", SQL: "u.name", Type: db.Text, Sort: true, SortSQL: "u.name_sort"},
		{Name: "kind", SQL: "u.kind", Type: db.Enum, Enum: unitKinds, Nullable: true},
		{Name: "is_enterprise", SQL: "u.is_enterprise", Type: db.Bool, Nullable: true},
		{Name: "province", SQL: "u.province", Type: db.Text, Nullable: true},
		{Name: "parent_id", Type: db.ID, Match: under},
		{Name: "bloc_id", Type: db.ID, Within: belonging("g.bloc_id")},
		{Name: "term_id", Type: db.ID, Within: belonging("g.term_id")},
	},
	Search: "u.search_text", Default: "name", ID: "u.id",
}

// belonging asks for units that belong to a bloc or a term, as far as the asker
// may read who does: the registry of units is everybody's, membership is not.
func belonging(column string) func(actor.Actor, []string) (string, []any) {
	return func(who actor.Actor, vs []string) (string, []any) {
		cond, args := who.Extent(actor.BlocRead).TermRows("g.bloc_id", "g.term_id")
		return "u.id IN (SELECT g.unit_id FROM belongings g WHERE " + column + " IN ? AND " + cond + ")", append([]any{vs}, args...)
	}
}

// under asks for units that stand under others at present, by their last version.
func under(parents []string) (string, []any) {
	return `u.id IN (SELECT v.unit_id FROM unit_versions v WHERE v.parent_id IN ? AND NOT EXISTS (SELECT 1 FROM unit_versions w
		WHERE w.unit_id = v.unit_id AND (COALESCE(w.valid_from, ''), w.id) > (COALESCE(v.valid_from, ''), v.id)))`, []any{parents}
}

// Find reads one unit. A missing one is not_found.
func Find(tx *gorm.DB, id string) (*Unit, error) {
	var u Unit
	return &u, found(tx.Where("id = ?", id).Take(&u).Error)
}

func found(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return fault.Missing()
	}
	return err
}

// Versions reads a unit's versions in order of their beginning, an unknown
// beginning first.
func Versions(tx *gorm.DB, unitID string) ([]Version, error) {
	var vs []Version
	return vs, tx.Raw("SELECT * FROM unit_versions WHERE unit_id = ? ORDER BY COALESCE(valid_from, ''), id", unitID).Scan(&vs).Error
}

// lock makes others wait to change a unit or its versions until the
// transaction ends. A missing one is not_found.
func lock(tx *gorm.DB, id string) error {
	var there string
	if err := tx.Raw("SELECT id FROM units WHERE id = ?"+db.ForUpdate(tx), id).Scan(&there).Error; err != nil {
		return err
	}
	if there == "" {
		return fault.Missing()
	}
	return nil
}

func findVersion(tx *gorm.DB, id string) (*Version, error) {
	var v Version
	return &v, found(tx.Where("id = ?", id).Take(&v).Error)
}

// lockVersion reads a version under the lock of its unit.
func lockVersion(tx *gorm.DB, id string) (*Version, error) {
	v, err := findVersion(tx, id)
	if err != nil {
		return nil, err
	}
	if err := lock(tx, v.UnitID); err != nil {
		return nil, err
	}
	return findVersion(tx, id)
}

// versionRow is a version with its parent's present name.
type versionRow struct {
	Version    `gorm:"embedded"`
	ParentName *string
}

const (
	versionColumns = "v.*, p.name AS parent_name"
	versionFrom    = "unit_versions v LEFT JOIN units p ON p.id = v.parent_id"
)

var versionList = db.List{
	Fields: []db.Field{
		{Name: "valid_from", SQL: "v.valid_from", Type: db.Date, Nullable: true, Sort: true},
		{Name: "valid_to", SQL: "v.valid_to", Type: db.Date, Nullable: true},
	},
	Default: "valid_from", ID: "v.id",
}

func showVersion(tx *gorm.DB, id string) (*versionRow, error) {
	return db.One[versionRow](tx, db.Select{Columns: versionColumns, From: versionFrom}, "v.id", id)
}

// Namesakes lists other units that have or had a name, for a warning: two
// provinces each have a "Thanh tra tỉnh", so it is never an error.
func namesakes(tx *gorm.DB, name, except string) ([]string, error) {
	ids := []string{}
	return ids, tx.Raw("SELECT DISTINCT unit_id FROM unit_versions WHERE name_key = ? AND unit_id <> ? ORDER BY unit_id LIMIT 20", viet.Key(name), except).Scan(&ids).Error
}

var authorityList = db.List{
	Fields: []db.Field{
		{Name: "name", SQL: "a.name", Type: db.Text, Sort: true, SortSQL: "a.name_sort"},
		{Name: "system", SQL: "a.system", Type: db.Enum, Enum: []string{"state", "party", "front", "union", "other"}, Nullable: true},
		{Name: "level", SQL: "a.level", Type: db.Enum, Enum: []string{"national", "ministry_province", "grassroots"}, Nullable: true},
		{Name: "province", SQL: "a.province", Type: db.Text, Nullable: true},
		{Name: "unit_id", SQL: "a.unit_id", Type: db.ID, Nullable: true},
	},
	Search: "a.search_text", Default: "name", ID: "a.id",
}

// authorityRow is an authority with the name of the unit it is.
type authorityRow struct {
	Authority `gorm:"embedded"`
	UnitName  *string
}

const (
	authorityColumns = "a.*, u.name AS unit_name"
	authorityFrom    = "authorities a LEFT JOIN units u ON u.id = a.unit_id"
)

func findAuthority(tx *gorm.DB, id string) (*Authority, error) {
	var a Authority
	return &a, found(tx.Where("id = ?", id).Take(&a).Error)
}

func showAuthority(tx *gorm.DB, id string) (*authorityRow, error) {
	return db.One[authorityRow](tx, db.Select{Columns: authorityColumns, From: authorityFrom}, "a.id", id)
}

// NameOnSQL is NameOn as an SQL expression, so that a page of rows stays one
// statement: the name of the unit in a column on the day of another expression
// (YYYY-MM-DD, or less of it); NULL where the day is.
func NameOnSQL(unitColumn, day string) string {
	return `CASE WHEN ` + day + ` IS NOT NULL THEN COALESCE(
	(SELECT v.name FROM unit_versions v WHERE v.unit_id = ` + unitColumn + `
		AND (v.valid_from IS NULL OR substr(v.valid_from || '-00-00', 1, 10) <= substr(` + day + ` || '-99-99', 1, 10))
		ORDER BY COALESCE(v.valid_from, '') DESC, v.id DESC LIMIT 1),
	(SELECT v.name FROM unit_versions v WHERE v.unit_id = ` + unitColumn + ` ORDER BY COALESCE(v.valid_from, ''), v.id LIMIT 1)) END`
}
