package award

import (
	"strings"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

var decisionList = db.List{
	Fields: []db.Field{
		{Name: "bloc_id", SQL: "d.bloc_id", Type: db.ID, Nullable: true},
		{Name: "kind", SQL: "d.kind", Type: db.Enum, Enum: []string{"award", "organisation", "guidance", "other"}},
		{Name: "number", SQL: "d.number", Type: db.Text, Nullable: true, Sort: true},
		{Name: "issued_on", SQL: "d.issued_on", Type: db.Date, Nullable: true, Sort: true},
		{Name: "year", SQL: "CAST(substr(d.issued_on, 1, 4) AS INTEGER)", Type: db.Int},
		{Name: "authority_id", SQL: "d.authority_id", Type: db.ID, Nullable: true},
		{Name: "signatory_id", SQL: "d.signatory_id", Type: db.ID, Nullable: true},
		{Name: "status", SQL: "d.status", Type: db.Enum, Enum: []string{Draft, InForce, Annulled}},
		{Name: "annuls_id", SQL: "d.annuls_id", Type: db.ID, Nullable: true},
		{Name: "restores_id", SQL: "d.restores_id", Type: db.ID, Nullable: true},
	},
	Search: "d.search_text", Default: "-issued_on", ID: "d.id",
}

// decisionRow is a decision with present names of what it points to and the
// sums of its awards.
type decisionRow struct {
	Decision       `gorm:"embedded"`
	BlocName       *string
	AuthorityName  *string
	SignatoryName  *string
	AnnulsNumber   *string
	RestoresNumber *string
	Sums           Sums `gorm:"embedded"`
}

// decisionsOf is the condition on decisions d an extent reaches: those of its
// blocs and authorities, and those that gave an award it reaches.
func decisionsOf(e actor.Extent) (string, []any) {
	cond, args := e.BlocRows("d.bloc_id")
	if e.Everything {
		return cond, args
	}
	if len(e.Authorities) > 0 {
		cond, args = cond+" OR d.authority_id IN ?", append(args, e.Authorities)
	}
	awards, more := awardsOf(e)
	return "(" + cond + " OR (SELECT min(a.id) FROM awards a WHERE a.decision_id = d.id AND " + awards + ") IS NOT NULL)", append(args, more...)
}

// visibleDecisions are those the context's actor may see. The sums are facts of
// the document: they count all its awards.
func visibleDecisions(tx *gorm.DB) db.Select {
	cond, args := decisionsOf(actor.From(tx.Statement.Context).Extent(actor.AwardRead))
	columns := []string{
		"d.*", "b.name AS bloc_name", "au.name AS authority_name", "p.name AS signatory_name",
		"an.number AS annuls_number", "re.number AS restores_number",
	}
	for _, m := range measures("a.count", "a.named") {
		columns = append(columns, "(SELECT "+m.sql+" FROM awards a WHERE a.decision_id = d.id) AS "+m.name)
	}
	return db.Select{
		Columns: strings.Join(columns, ", "),
		From: `decisions d LEFT JOIN blocs b ON b.id = d.bloc_id LEFT JOIN authorities au ON au.id = d.authority_id
			LEFT JOIN persons p ON p.id = d.signatory_id LEFT JOIN decisions an ON an.id = d.annuls_id LEFT JOIN decisions re ON re.id = d.restores_id`,
		Where: []string{cond}, Args: args,
	}
}

// SeesDecision reports whether there is such a decision and the context's actor
// may see it.
func SeesDecision(tx *gorm.DB, id string) (bool, error) {
	cond, args := decisionsOf(actor.From(tx.Statement.Context).Extent(actor.AwardRead))
	var n int64
	err := tx.Raw("SELECT count(*) FROM decisions d WHERE d.id = ? AND "+cond, append([]any{id}, args...)...).Scan(&n).Error
	return n > 0, err
}

// lockDecision reads a decision the context's actor may see and makes others
// wait to change it until the transaction ends; otherwise not_found.
func lockDecision(tx *gorm.DB, id string) (*Decision, error) {
	cond, args := decisionsOf(actor.From(tx.Statement.Context).Extent(actor.AwardRead))
	var rows []Decision
	err := tx.Raw("SELECT d.* FROM decisions d WHERE d.id = ? AND "+cond+db.ForUpdate(tx), append([]any{id}, args...)...).Scan(&rows).Error
	if err == nil && len(rows) == 0 {
		err = fault.Missing()
	}
	if err != nil {
		return nil, err
	}
	return &rows[0], nil
}

// sameNumber lists other decisions with the number, year, authority and kind of
// one, for a warning: offices do repeat numbers.
func sameNumber(tx *gorm.DB, d *Decision) ([]string, error) {
	ids := []string{}
	if d.Number == nil || d.IssuedOn == nil {
		return ids, nil
	}
	cond, args := decisionsOf(actor.From(tx.Statement.Context).Extent(actor.AwardRead))
	args = append([]any{*d.Number, string(*d.IssuedOn)[:4], either(d.AuthorityID, d.AuthorityAsWritten), d.Kind, d.ID}, args...)
	return ids, tx.Raw(`SELECT d.id FROM decisions d WHERE d.number = ? AND substr(d.issued_on, 1, 4) = ?
		AND COALESCE(d.authority_id, d.authority_as_written, '') = ? AND d.kind = ? AND d.id <> ? AND `+cond+" ORDER BY d.id LIMIT 20", args...).Scan(&ids).Error
}

func either(texts ...*string) string {
	for _, t := range texts {
		if t != nil {
			return *t
		}
	}
	return ""
}

// setAwards gives the awards of a decision its state and tells how many it has.
func setAwards(tx *gorm.DB, d *Decision) (int64, error) {
	res := tx.Exec("UPDATE awards SET status = ?, version = version + 1, updated_at = ? WHERE decision_id = ?", d.Status, tx.NowFunc(), d.ID)
	return res.RowsAffected, res.Error
}

// touch raises the version of a decision whose awards changed, since what is
// shown of it has their sums.
func touch(tx *gorm.DB, id *string) error {
	if id == nil {
		return nil
	}
	return tx.Exec("UPDATE decisions SET version = version + 1, updated_at = ? WHERE id = ?", tx.NowFunc(), *id).Error
}
