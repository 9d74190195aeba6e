package attachment

import (
	"strings"

	"gorm.io/gorm"

	"giaouoc/internal/db"
)

var attachmentList = db.List{
	Fields: []db.Field{
		{Name: "owner_kind", Type: db.Enum, Enum: ownerKinds(), Match: ofKinds},
		{Name: "owner_id", Type: db.ID, Match: func(ids []string) (string, []any) {
			return anyOwner(func(o owner) (string, []any) { return o.column() + " IN ?", []any{ids} })
		}},
		{Name: "bloc_id", Type: db.ID, Match: ofBlocs},
		{Name: "term_id", Type: db.ID, Match: ofTerms},
		{Name: "media_type", SQL: "at.media_type", Type: db.Enum, Enum: MediaTypes()},
		{Name: "sha256", SQL: "at.sha256", Type: db.Text},
		{Name: "name", SQL: "at.name", Type: db.Text, Sort: true, SortSQL: "at.name_sort"},
		{Name: "size", SQL: "at.size", Type: db.Int, Sort: true},
		// Ids are made in order of time, so the order of ids is that of uploads.
		{Name: "created_at", SQL: "at.id", Sort: true, SortOnly: true},
	},
	Search: "at.search_text", Default: "-created_at", ID: "at.id",
}

func ofKinds(kinds []string) (string, []any) {
	var either []string
	for _, k := range kinds {
		either = append(either, ownerOf(k).column()+" IS NOT NULL")
	}
	return "(" + strings.Join(either, " OR ") + ")", nil
}

// attachmentRow is an attachment with what is shown of its record: the record's
// own words for itself, and its present bloc and term.
type attachmentRow struct {
	Attachment `gorm:"embedded"`
	OwnerKind  string
	OwnerID    string
	OwnerName  *string
	BlocID     *string
	TermID     *string
}

const attachmentFrom = `attachments at LEFT JOIN units u ON u.id = at.of_unit_id LEFT JOIN blocs b ON b.id = at.of_bloc_id
	LEFT JOIN terms t ON t.id = at.of_term_id LEFT JOIN events e ON e.id = at.of_event_id
	LEFT JOIN agreements g ON g.id = at.of_agreement_id LEFT JOIN annexes x ON x.id = at.of_annex_id
	LEFT JOIN decisions d ON d.id = at.of_decision_id LEFT JOIN awards a ON a.id = at.of_award_id
	LEFT JOIN award_types wt ON wt.id = a.award_type_id`

// columns are the list's; which kind an owner is follows from which column is set.
func columns() string {
	kind, ids := "CASE", []string{}
	for _, o := range owners {
		kind += " WHEN " + o.column() + " IS NOT NULL THEN '" + o.kind + "'"
		ids = append(ids, o.column())
	}
	return "at.*, " + kind + " END AS owner_kind, COALESCE(" + strings.Join(ids, ", ") + `) AS owner_id,
		COALESCE(u.name, b.name, t.period_label, e.title, g.title, x.title, d.number, a.type_as_written, wt.local_name, wt.vi) AS owner_name,
		COALESCE(at.of_bloc_id, t.bloc_id, e.bloc_id, g.bloc_id, x.bloc_id, d.bloc_id, a.bloc_id) AS bloc_id,
		COALESCE(at.of_term_id, g.term_id, x.term_id) AS term_id`
}

// visible are the attachments whose record the context's actor may read.
func visible(tx *gorm.DB) db.Select {
	cond, args := inReachOfAll(tx)
	return db.Select{Columns: columns(), From: attachmentFrom, Where: []string{cond}, Args: args}
}

// find reads an attachment the context's actor may read; otherwise not_found.
func find(tx *gorm.DB, id string) (*attachmentRow, error) {
	return db.One[attachmentRow](tx, visible(tx), "at.id", id)
}

// used is how many bytes the files of a bloc have, or those outside any.
func used(tx *gorm.DB, blocID *string) (n int64, err error) {
	cond, args := outsideBlocs()
	if blocID != nil {
		cond, args = ofBlocs([]string{*blocID})
	}
	return n, tx.Raw("SELECT CAST(COALESCE(sum(at.size), 0) AS BIGINT) FROM attachments at WHERE "+cond, args...).Scan(&n).Error
}

// known are those of some storage keys that the books have.
func known(tx *gorm.DB, keys []string) (there []string, err error) {
	return there, tx.Raw("SELECT storage_key FROM attachments WHERE storage_key IN ?", keys).Scan(&there).Error
}
