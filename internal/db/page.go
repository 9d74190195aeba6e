package db

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"giaouoc/internal/fault"

	"giaouoc/internal/actor"
)

// Select is the statement of a list: what is shown, from where, and what the
// caller may see. The question's own conditions are added to it.
type Select struct {
	Columns    string
	ColumnArgs []any
	From       string // tables and joins
	Where      []string
	Args       []any
}

// And adds a condition.
func (s *Select) And(cond string, args ...any) {
	s.Where = append(s.Where, cond)
	s.Args = append(s.Args, args...)
}

// Every reads all rows of a statement in an order.
func Every[T any](tx *gorm.DB, s Select, order string) ([]T, error) {
	return All[T](tx, "SELECT "+s.Columns+" FROM "+s.From+whereSQL(s.Where)+" ORDER BY "+order, slices.Concat(s.ColumnArgs, s.Args)...)
}

// Page is one page of rows and how to get the next.
type Page[T any] struct {
	Rows    []T
	Limit   int
	HasMore bool
	Cursor  string // of the next page; empty on the last
	Total   *int64 // only when asked for
}

// Fetch answers one page in one statement, walking the order's own index
// (keyset); the total, when asked for, is a second one. T is a projection whose
// fields are named by the columns.
func Fetch[T any](tx *gorm.DB, s Select, r Request) (Page[T], error) {
	type keyed struct {
		Row T `gorm:"embedded"`
		// The values the order was decided by, to go on from.
		CursorK0, CursorK1, CursorK2, CursorK3 *string
	}
	asked, values := r.Conditions(actor.From(tx.Statement.Context))
	where, args := append(append([]string{}, s.Where...), asked...), append(append([]any{}, s.Args...), values...)
	page := Page[T]{Limit: r.Limit}
	if r.IncludeTotal {
		var n int64
		if err := tx.Raw("SELECT count(*) FROM "+s.From+whereSQL(where), args...).Scan(&n).Error; err != nil {
			return page, err
		}
		page.Total = &n
	}
	if r.after != nil {
		cond, more := r.keyset()
		where, args = append(where, cond), append(args, more...)
	}
	var order, keys []string
	for i, o := range r.sorts {
		dir := " ASC"
		if o.desc {
			dir = " DESC"
		}
		order = append(order, o.sql+dir)
		keys = append(keys, "CAST("+o.sql+" AS TEXT) AS cursor_k"+strconv.Itoa(i))
	}
	sql := "SELECT " + s.Columns + ", " + strings.Join(keys, ", ") + " FROM " + s.From + whereSQL(where) +
		" ORDER BY " + strings.Join(order, ", ") + " LIMIT " + strconv.Itoa(r.Limit+1)
	rows, err := all[keyed](tx, r.Limit+1, sql, append(slices.Clone(s.ColumnArgs), args...)...)
	if err != nil {
		return page, err
	}
	if len(rows) > r.Limit {
		rows = rows[:r.Limit]
		page.HasMore = true
		last := rows[len(rows)-1]
		var at []string
		for _, k := range []*string{last.CursorK0, last.CursorK1, last.CursorK2, last.CursorK3}[:len(r.sorts)] {
			at = append(at, *k)
		}
		page.Cursor = sealCursor(at, r.fingerprint, r.key)
	}
	page.Rows = make([]T, len(rows))
	for i := range rows {
		page.Rows[i] = rows[i].Row
	}
	return page, nil
}

// One reads the row of a list's own statement that has an id; otherwise
// not_found. What the caller may not read is not among the list's rows.
func One[T any](tx *gorm.DB, s Select, column, id string) (*T, error) {
	s.And(column+" = ?", id)
	rows, err := All[T](tx, "SELECT "+s.Columns+" FROM "+s.From+whereSQL(s.Where), append(slices.Clone(s.ColumnArgs), s.Args...)...)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.Missing()
	}
	return &rows[0], nil
}

// MapPage turns a page of rows into a page of what is shown of them.
func MapPage[T, V any](p Page[T], view func(T) V) Page[V] {
	out := Page[V]{Rows: make([]V, len(p.Rows)), Limit: p.Limit, HasMore: p.HasMore, Cursor: p.Cursor, Total: p.Total}
	for i, r := range p.Rows {
		out.Rows[i] = view(r)
	}
	return out
}

func whereSQL(conds []string) string {
	if len(conds) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(conds, " AND ")
}

// keyset is the condition "after the row the cursor stands on". Where all keys
// run one way it is a row comparison, which both engines answer from an index.
func (r Request) keyset() (string, []any) {
	args := make([]any, len(r.sorts))
	sqls := make([]string, len(r.sorts))
	oneWay := true
	for i, o := range r.sorts {
		args[i], sqls[i] = o.arg(r.after[i]), o.sql
		oneWay = oneWay && o.desc == r.sorts[0].desc
	}
	if oneWay {
		return "(" + strings.Join(sqls, ", ") + ")" + beyond(r.sorts[0].desc) + "(" + holes(len(args)) + ")", args
	}
	var either []string
	var all []any
	for i, o := range r.sorts {
		var and []string
		for j := range i {
			and = append(and, sqls[j]+" = ?")
			all = append(all, args[j])
		}
		either = append(either, "("+strings.Join(append(and, sqls[i]+beyond(o.desc)+"?"), " AND ")+")")
		all = append(all, args[i])
	}
	return "(" + strings.Join(either, " OR ") + ")", all
}

func beyond(desc bool) string {
	if desc {
		return " < "
	}
	return " > "
}

func (o sorting) arg(v string) any {
	if o.field.Type == Int {
		n, _ := strconv.ParseInt(v, 10, 64)
		return n
	}
	return v
}

// sealCursor writes where a page ended so that nobody can make one up or use it
// with other filters.
func sealCursor(at []string, fingerprint string, key []byte) string {
	b, _ := json.Marshal(at)
	return base64.RawURLEncoding.EncodeToString(append(cursorMAC(b, fingerprint, key), b...))
}

func openCursor(c, fingerprint string, key []byte) ([]string, bool) {
	b, err := base64.RawURLEncoding.DecodeString(c)
	if err != nil || len(b) < macSize || !hmac.Equal(b[:macSize], cursorMAC(b[macSize:], fingerprint, key)) {
		return nil, false
	}
	var at []string
	err = json.Unmarshal(b[macSize:], &at)
	return at, err == nil
}

const macSize = 12

func cursorMAC(body []byte, fingerprint string, key []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte("cursor\x00" + fingerprint + "\x00"))
	h.Write(body)
	return h.Sum(nil)[:macSize]
}
