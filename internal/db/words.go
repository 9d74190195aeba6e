package db

import (
	"strconv"
	"strings"

	"gorm.io/gorm"
)

// Match is a question to the word index, which the migrations keep in step with
// the records by triggers: FTS5 on SQLite, lexemes under GIN on PostgreSQL.
// Words are folded (viet.Key); tags are those of the view search_documents.
type Match struct {
	Kind   string     // of the records asked for; empty: told otherwise
	Words  []string   // all of them must stand in the record
	Phrase bool       // one right after the other
	Prefix bool       // the last word may go on
	Tags   [][]string // of each list at least one; an empty list finds nothing
	Better []Match    // closer ways the words may stand in the record, the closest first
}

// How many of the newest entries a quick look sees: on PostgreSQL of one kind,
// read one by one; on SQLite of all kinds, through the index.
const (
	window     = 4000
	liteWindow = 50000
)

// Hits is a derived table of the entries that match: seq, entry, id (of the record
// it opens), bloc_id, term_id, rank.
// A later record has a higher seq. With newest only the newest records are asked:
// a quick look that may miss some. The rank is the place among the better ways of
// the first that fits, their number where none does; SQLite cannot tell, NULL.
func (m Match) Hits(tx *gorm.DB, newest bool) (sql string, args []any) {
	if tx.Name() == string(SQLite) {
		sql = `(SELECT f.rowid AS seq, e.id AS entry, e.record_id AS id, e.bloc_id, e.term_id, NULL AS rank FROM search_words f JOIN search_entries e ON e.seq = f.rowid WHERE f.search_words MATCH ?`
		if newest {
			return sql + ` AND f.rowid > (SELECT max(seq) FROM search_entries) - ?)`, []any{m.fts5(), liteWindow}
		}
		return sql + `)`, []any{m.fts5()}
	}
	rank, args := m.rank()
	columns := `SELECT seq, id AS entry, record_id AS id, bloc_id, term_id, ` + rank + ` AS rank FROM `
	if newest {
		// Written out, so that the plan depends on no parameter and is kept.
		w := `(SELECT * FROM search_entries WHERE kind = '` + m.Kind + `' ORDER BY seq DESC LIMIT ` + strconv.Itoa(window) + `) w`
		m.Kind = "" // the column tells it
		return `(` + columns + w + ` WHERE words @@ CAST(? AS tsquery))`, append(args, m.tsquery())
	}
	// Materialised, so that the index is asked and not the order walked.
	return `(WITH m AS MATERIALIZED (` + columns + `search_entries WHERE words @@ CAST(? AS tsquery)) SELECT * FROM m)`, append(args, m.tsquery())
}

// rank tells on PostgreSQL which of the better ways fits.
func (m Match) rank() (sql string, args []any) {
	sql = "CASE"
	for i, b := range m.Better {
		sql, args = sql+" WHEN words @@ CAST(? AS tsquery) THEN "+strconv.Itoa(i), append(args, b.tsquery())
	}
	if len(m.Better) == 0 {
		return "0", nil
	}
	return sql + " ELSE " + strconv.Itoa(len(m.Better)) + " END", args
}

// QuickLook reports whether asking the newest records first pays. What is
// frequent is found among them, and what is not has few enough entries in the
// index to be sorted; SQLite's index yields the newest first anyway, and tags
// that part few records from many make any answer short.
func (m Match) QuickLook(tx *gorm.DB) bool {
	return tx.Name() != string(SQLite) && len(m.Tags) == 0 && len(m.Words) > 0
}

func (m Match) fts5() string {
	parts := []string{`tags : "/k` + m.Kind + `"`}
	for _, any := range m.Tags {
		parts = append(parts, `tags : (`+quoted(any, `"`, " OR ")+`)`)
	}
	if len(m.Words) > 0 {
		between := " AND "
		if m.Phrase {
			between = " + "
		}
		words := quoted(m.Words, `"`, between)
		if m.Prefix {
			words += " *"
		}
		parts = append(parts, "words : ("+words+")")
	}
	return strings.Join(parts, " AND ")
}

func (m Match) tsquery() string {
	var parts []string
	if m.Kind != "" {
		parts = append(parts, "'/k"+m.Kind+"'")
	}
	for _, any := range m.Tags {
		parts = append(parts, "("+quoted(any, "'", " | ")+")")
	}
	if len(m.Words) > 0 {
		between := " & "
		if m.Phrase {
			between = " <-> "
		}
		words := quoted(m.Words, "'", between)
		if m.Prefix {
			words += ":*"
		}
		parts = append(parts, "("+words+")")
	}
	return strings.Join(parts, " & ")
}

var unquote = strings.NewReplacer(`"`, "", "'", "", `\`, "")

// quoted joins words and tags; neither can hold a quotation mark, since both
// are letters, digits and the signs of tags, and what could is dropped.
func quoted(words []string, mark, between string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = mark + unquote.Replace(w) + mark
	}
	return strings.Join(out, between)
}
