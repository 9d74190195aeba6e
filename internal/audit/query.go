package audit

import (
	"context"
	"encoding/json"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

// Grammar is what the list of acts can be asked.
func Grammar() db.List {
	return db.List{
		Fields: []db.Field{
			{Name: "entity", SQL: "e.entity", Type: db.Text},
			{Name: "entity_id", SQL: "e.entity_id", Type: db.Text},
			{Name: "actor_id", SQL: "e.actor_id", Type: db.Text},
			{Name: "action", SQL: "e.action", Type: db.Text},
			{Name: "bloc_id", SQL: "e.bloc_id", Type: db.ID, Nullable: true},
			{Name: "term_id", SQL: "e.term_id", Type: db.ID, Nullable: true},
			{Name: "unit_id", Type: db.ID, Match: ofUnits},
			// Ids are made in order of time, so the order of ids is that of acts.
			{Name: "at", SQL: "e.at", Type: db.Instant, Layout: atLayout, Sort: true, SortSQL: "e.id"},
		},
		Default: "-at", ID: "e.id",
	}
}

// ofUnits asks for acts on units, their versions and their successions. What is
// gone is known by the links its making or removal recorded.
func ofUnits(ids []string) (string, []any) {
	gone, args := "", []any{ids, ids, ids}
	for _, id := range ids {
		gone += " OR x.changes LIKE ? OR x.changes LIKE ? OR x.changes LIKE ?"
		args = append(args, `%"unit_id":"`+id+`"%`, `%"unit_id","from":null,"to":"`+id+`"%`, `%"unit_id","from":"`+id+`"%`)
	}
	return `(e.entity = 'unit' AND e.entity_id IN ? OR e.entity IN ('unit_version', 'succession') AND e.entity_id IN (
		SELECT v.id FROM unit_versions v WHERE v.unit_id IN ?
		UNION SELECT p.succession_id FROM succession_parties p WHERE p.unit_id IN ?
		UNION SELECT x.entity_id FROM audit_events x WHERE x.entity IN ('unit_version', 'succession') AND (1 = 0` + gone + `)))`, args
}

// registry are the records outside blocs that who writes the registry corrects.
const registry = "'unit', 'unit_version', 'authority', 'person', 'arrangement', 'award_type', 'succession'"

// List answers the acts the caller may read: everything, those of blocs and
// terms in reach, or the caller's own; and, for who may correct the registry,
// those on its records.
func List(ctx context.Context, tx *gorm.DB, r db.Request) (db.Page[NamedEvent], error) {
	return db.Fetch[NamedEvent](tx, readable(actor.From(ctx)), r)
}

// Find answers one of these acts.
func Find(ctx context.Context, tx *gorm.DB, id string) (*NamedEvent, error) {
	return db.One[NamedEvent](tx, readable(actor.From(ctx)), "e.id", id)
}

// NamedEvent is an act with what its record is called now, if that may be told.
type NamedEvent struct {
	Event      `gorm:"embedded"`
	EntityName *string
}

func readable(who actor.Actor) db.Select {
	extent := who.Extent(actor.AuditRead)
	cond, args := extent.TermRows("e.bloc_id", "e.term_id")
	if who.May(actor.RegistryWrite) && !extent.Everything {
		cond = "(" + cond + " OR e.bloc_id IS NULL AND e.entity IN (" + registry + "))"
	}
	if extent.User != "" {
		cond, args = "("+cond+" OR e.actor_id = ?)", append(args, extent.User)
	}
	name, nameArgs := nameFor(who)
	return db.Select{Columns: "e.*, " + name, ColumnArgs: nameArgs, From: "audit_events e", Where: []string{cond}, Args: args}
}

// FieldsChangedSince lists the fields of a record that acts after a version
// changed, for telling a caller what its stale copy lacks.
func FieldsChangedSince(tx *gorm.DB, entity, id string, version int) ([]string, error) {
	var texts []string
	if err := tx.Raw("SELECT changes FROM audit_events WHERE entity_id = ? AND entity = ? AND version > ? ORDER BY id", id, entity, version).Scan(&texts).Error; err != nil {
		return nil, err
	}
	fields, seen := []string{}, map[string]bool{}
	for _, t := range texts {
		var cs []Change
		if err := json.Unmarshal([]byte(t), &cs); err != nil {
			return nil, err
		}
		for _, c := range cs {
			if !seen[c.Field] {
				seen[c.Field] = true
				fields = append(fields, c.Field)
			}
		}
	}
	return fields, nil
}

// Fresh compares the version a caller last read with a row's own. The fault of
// a stale copy names the present tag and the fields that changed since.
func Fresh(tx *gorm.DB, entity string, row db.Versioned, version int) error {
	if row.RowVersion() == version {
		return nil
	}
	fields, err := FieldsChangedSince(tx, entity, row.RowID(), version)
	if err != nil {
		return err
	}
	return fault.New(fault.Stale, "stale_version").With("current_etag", db.ETag(row.RowVersion())).With("changed_fields", fields)
}
