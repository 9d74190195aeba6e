package bloc

import (
	"strings"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/db"
)

// Part says how one kind of record that belongs to a term is read: the permission
// that reads it, and the columns, the tables and the alias of the table that
// carries its bloc and term. A list that filters on TermFields joins the term as t.
// Published is the condition on what Read.WhenPublished reads, for the kinds that are
// open from then on.
type Part struct {
	Read                 actor.Permission
	Alias, Columns, From string
	Published            string
}

// Scope is the condition on rows of a kind that the context's actor may read.
func (p Part) Scope(tx *gorm.DB) (string, []any) {
	cond, args := PartScope(tx, p.Read, p.Alias)
	if p.Published == "" || actor.From(tx.Statement.Context).Extent(p.Read).Everything {
		return cond, args
	}
	open, more := PartScope(tx, p.Read.WhenPublished(), p.Alias)
	return "(" + cond + " OR " + p.Published + " AND " + open + ")", append(args, more...)
}

// PartScope is the condition on rows of terms that the context's actor may read.
func PartScope(tx *gorm.DB, read actor.Permission, alias string) (string, []any) {
	ofBloc := alias + ".bloc_id"
	if readsMost(tx, read) {
		ofBloc = "+" + ofBloc // keeps the index on blocs out of it
	}
	return actor.From(tx.Statement.Context).Extent(read).PartRows(ofBloc, alias+".term_id", alias+".unit_id")
}

// readsMost reports whether SQLite must be kept from sorting most of a table for a
// page: it takes the condition on an authority's blocs, which are most of the
// blocs there are, for a narrow one.
func readsMost(tx *gorm.DB, read actor.Permission) bool {
	return tx.Name() == string(db.SQLite) && len(actor.From(tx.Statement.Context).Extent(read).Authorities) > 0
}

// FindPart reads one record of a table as it is stored; what the caller may not
// read is not_found.
func FindPart[T any](tx *gorm.DB, read actor.Permission, table, id string) (*T, error) {
	cond, args := PartScope(tx, read, table)
	return db.One[T](tx, db.Select{Columns: table + ".*", From: table, Where: []string{cond}, Args: args}, table+".id", id)
}

// ShowPart is FindPart for a record as it is shown.
func ShowPart[T any](tx *gorm.DB, p Part, id string) (*T, error) {
	return db.One[T](tx, p.rows(tx), p.Alias+".id", id)
}

// StoredPart is ShowPart for a record as it is stored.
func StoredPart[T any](tx *gorm.DB, p Part, id string) (*T, error) {
	p.Columns = p.Alias + ".*"
	return ShowPart[T](tx, p, id)
}

// ListParts answers a page of the records the caller may read, narrowed to those
// that a condition holds for; "" does not narrow.
func ListParts[T any](tx *gorm.DB, p Part, q db.Request, only string, args ...any) (db.Page[T], error) {
	s := p.rows(tx)
	if readsMost(tx, p.Read) && !q.Mentions("t", actor.From(tx.Statement.Context)) {
		// Every row has its term: the same rows, but not found by way of all terms.
		s.From = strings.Replace(p.From, " JOIN terms t ", " LEFT JOIN terms t ", 1)
	}
	if only != "" {
		s.And(only, args...)
	}
	return db.Fetch[T](tx, s, q)
}

// AllParts reads all records that a condition holds for, of those the caller may
// read, in some order.
func AllParts[T any](tx *gorm.DB, p Part, order, only string, args ...any) ([]T, error) {
	s := p.rows(tx)
	s.And(only, args...)
	return db.All[T](tx, "SELECT "+s.Columns+" FROM "+s.From+" WHERE "+strings.Join(s.Where, " AND ")+" ORDER BY "+order, s.Args...)
}

func (p Part) rows(tx *gorm.DB) db.Select {
	cond, args := p.Scope(tx)
	return db.Select{Columns: p.Columns, From: p.From, Where: []string{cond}, Args: args}
}

// TermFields are the filters of everything that belongs to a term t.
func TermFields(alias string) []db.Field {
	return []db.Field{
		{Name: "term_id", SQL: alias + ".term_id", Type: db.ID},
		{Name: "bloc_id", SQL: "t.bloc_id", Type: db.ID},
		{Name: "year", SQL: "t.listing_year", Type: db.Int, Nullable: true},
		{Name: "period", SQL: "t.period_label", Type: db.Text, Sort: true, SortSQL: "t.period_starts_on"},
	}
}

// PartAct is what the record of acts keeps of a change to a part of a term; before
// or after is nil where there was or is none.
func PartAct(entity string, row db.Versioned, blocID, termID string, before, after any) audit.Entry {
	return audit.Entry{
		Entity: entity, EntityID: row.RowID(), Version: row.RowVersion(), BlocID: &blocID, TermID: &termID, Before: before, After: after,
	}
}
