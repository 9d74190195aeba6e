package bloc

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
)

// partsOf answers a page of a term's parts in one statement; only an empty page
// makes it ask whether the caller may see the term at all.
func partsOf[T any](tx *gorm.DB, s db.Select, column, termID string, r db.Request) (db.Page[T], error) {
	s.And(column+" = ?", termID)
	page, err := db.Fetch[T](tx, s, r)
	if err == nil && len(page.Rows) == 0 {
		_, err = FindTerm(tx, actor.BlocRead, termID)
	}
	return page, err
}

// yearFields are how lists of what has a period are asked for it.
func yearFields(alias string) []db.Field {
	return []db.Field{
		{Name: "period", SQL: alias + ".period_label", Type: db.Text, Sort: true, SortSQL: alias + ".period_starts_on"},
		{Name: "period_kind", SQL: alias + ".period_kind", Type: db.Enum, Enum: termKinds},
		{Name: "year", SQL: alias + ".listing_year", Type: db.Int, Nullable: true},
		{Name: "overlaps_year", Type: db.Int, Match: func(vs []string) (string, []any) {
			var either []string
			var args []any
			for _, v := range vs {
				y, _ := strconv.Atoi(v)
				either = append(either, "("+alias+".period_starts_on <= ? AND "+alias+".period_ends_on >= ?)")
				args = append(args, fmt.Sprintf("%04d-12-31", y), fmt.Sprintf("%04d-01-01", y))
			}
			return "(" + strings.Join(either, " OR ") + ")", args
		}},
	}
}

var documentLayouts = []string{"party", "state", "enterprise"}

var blocList = db.List{
	Fields: []db.Field{
		{Name: "code", SQL: "b.code", Type: db.Text, Nullable: true, Sort: true},
		{Name: "name", SQL: "b.name", Type: db.Text, Sort: true, SortSQL: "b.name_sort"},
		{Name: "kind", SQL: "b.kind", Type: db.Enum, Enum: []string{"bloc", "cluster"}},
		{Name: "organizer_id", SQL: "b.organizer_id", Type: db.ID, Nullable: true},
		{Name: "province", Type: db.Text, Match: inProvinces},
		{Name: "document_layout", SQL: "b.document_layout", Type: db.Enum, Enum: documentLayouts, Nullable: true},
		{Name: "unit_id", Type: db.ID, Within: func(who actor.Actor, vs []string) (string, []any) {
			// A bloc may be in reach for one term, and the unit belong to another.
			cond, args := who.Extent(actor.BlocRead).TermRows("g.bloc_id", "g.term_id")
			return "b.id IN (SELECT g.bloc_id FROM belongings g WHERE g.unit_id IN ? AND " + cond + ")", append([]any{vs}, args...)
		}},
	},
	Search: "b.search_text", Default: "name", ID: "b.id",
}

// inProvinces looks for names among the JSON texts of a list. Taking a text out
// changes the column only where it is there; unlike LIKE that tells upper from
// lower case alike on both engines.
func inProvinces(names []string) (string, []any) {
	var either []string
	var args []any
	for _, n := range names {
		quoted, _ := json.Marshal(n)
		either = append(either, "replace(b.provinces, ?, '') <> b.provinces")
		args = append(args, string(quoted))
	}
	return "(" + strings.Join(either, " OR ") + ")", args
}

// blocRow is a bloc with its organizer's present name.
type blocRow struct {
	Bloc          `gorm:"embedded"`
	OrganizerName *string
}

// blocs are those the context's actor may see.
func blocs(tx *gorm.DB) db.Select {
	cond, args := actor.From(tx.Statement.Context).Extent(actor.BlocRead).BlocRows("b.id")
	return db.Select{
		Columns: "b.*, a.name AS organizer_name", From: "blocs b LEFT JOIN authorities a ON a.id = b.organizer_id",
		Where: []string{cond}, Args: args,
	}
}

var arrangementList = db.List{
	Fields: append(yearFields("g"),
		db.Field{Name: "organizer_id", SQL: "g.organizer_id", Type: db.ID, Nullable: true},
	),
	Default: "-period", ID: "g.id",
}

// arrangementRow is an arrangement with its organizer's present name.
type arrangementRow struct {
	Arrangement   `gorm:"embedded"`
	OrganizerName *string
}

// arrangements are all of them: the registry is read by everybody.
func arrangements() db.Select {
	return db.Select{
		Columns: "g.*, a.name AS organizer_name", From: "arrangements g LEFT JOIN authorities a ON a.id = g.organizer_id",
	}
}

func findArrangement(tx *gorm.DB, id string) (*Arrangement, error) {
	var a Arrangement
	return &a, found(tx.Where("id = ?", id).Take(&a).Error)
}
