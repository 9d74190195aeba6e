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

// columns are the list's; which kind an owner is follows from which column is set.
// What is shown of a record is looked up by its key, for the rows of a page only:
// joined, eight kinds of record would be planned for before the page is known.
func columns() string {
	of := func(value func(owner) string) string {
		cases := "CASE"
		for _, o := range owners {
			if v := value(o); v != "" {
				cases += " WHEN " + o.column() + " IS NOT NULL THEN " + v
			}
		}
		return cases + " END"
	}
	shown := func(member func(owner) string) string {
		return of(func(o owner) string {
			if member(o) == "" {
				return ""
			}
			return "(SELECT " + member(o) + " FROM " + o.table + " o WHERE o.id = " + o.column() + ")"
		})
	}
	return "at.*, " + of(func(o owner) string { return "'" + o.kind + "'" }) + " AS owner_kind, " + of(owner.column) + " AS owner_id, " +
		shown(func(o owner) string { return o.name }) + " AS owner_name, " +
		shown(func(o owner) string { return o.bloc }) + " AS bloc_id, " + shown(func(o owner) string { return o.term }) + " AS term_id"
}

// visible are the attachments whose record the context's actor may read.
func visible(tx *gorm.DB) db.Select {
	cond, args := inReachOfAll(tx)
	return db.Select{Columns: columns(), From: "attachments at", Where: []string{cond}, Args: args}
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
