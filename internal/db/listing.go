package db

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"giaouoc/internal/actor"
	"giaouoc/internal/fault"
	"giaouoc/internal/text"
	"giaouoc/internal/viet"
)

// FieldType says what a list field holds, and so which questions it takes.
type FieldType int

// The field types.
const (
	Text    FieldType = iota // = and !=
	ID                       // a UUID: = and !=
	Enum                     // one of a closed list: = and !=
	Bool                     // =
	Int                      // = != and ranges
	Date                     // a day, or a month or year where no more is known; ranges treat it as an interval
	Instant                  // a moment: ranges
)

// Field is something a list can be filtered or sorted by. SQL is a column
// expression of the list's own statement; it never comes from a caller.
type Field struct {
	Name     string
	SQL      string
	Type     FieldType
	Enum     []string
	Nullable bool   // may be unknown, so that name_exists=false is a question
	Sort     bool   // may be sorted by
	SortSQL  string // what to sort by instead of SQL; must never be NULL
	SortOnly bool   // not a filter
	Layout   string // of an Instant that is kept as text: how time.Format writes it in UTC
	// Match, when set, answers "=" itself: a condition on the given values, in
	// their stored form, and its arguments.
	Match func(values []string) (cond string, args []any)
	// Within is Match for a question whose answer depends on what the asker may
	// read: a filter must not tell of records that no answer would show.
	Within func(who actor.Actor, values []string) (cond string, args []any)
	// Near, beside Match, is a condition that an index answers and that is true
	// wherever Match is not false; for statements that also ask where it is neither.
	Near func(values []string) (cond string, args []any)
}

// List is the declared grammar of one list: what is not in it cannot be asked.
// Without a default order it is a set of filters for one answer, not pages.
type List struct {
	Fields  []Field
	Search  string // the folded column q looks into; empty: the list takes no q
	Default string // the order when none is asked for, in sort's own grammar
	ID      string // the column that breaks ties; "id" when empty
}

// Limits of a page.
const (
	DefaultLimit = 50
	MaxLimit     = 200
	maxSorts     = 3
	maxValues    = 100
	maxSearch    = 200
)

// Request is one parsed question to a list.
type Request struct {
	Limit        int
	IncludeTotal bool
	conds        []condition
	near         []string
	nearArgs     []any
	sorts        []sorting
	after        []string
	fingerprint  string
	key          []byte
}

// condition is one filter, as it stands for whoever asks.
type condition func(actor.Actor) (string, []any)

type sorting struct {
	field Field
	sql   string
	desc  bool
}

// operators in the order they are tried; "" (equals) comes last.
var operators = []string{"_exists", "_gte", "_lte", "_gt", "_lt", "_ne", ""}

func (f Field) takes(op string) bool {
	switch op {
	case "_exists":
		return f.Nullable
	case "_ne":
		return !f.matches() && f.Type != Bool && f.Type != Instant
	case "_gt", "_gte", "_lt", "_lte":
		return !f.matches() && (f.Type == Int || f.Type == Date || f.Type == Instant)
	}
	return f.Type != Instant
}

// matches holds for a field that answers "=" itself.
func (f Field) matches() bool { return f.Match != nil || f.Within != nil }

// Parameter is a query parameter a list understands, for documentation.
type Parameter struct {
	Name  string
	Field Field
	Op    string
}

// Parameters lists every filter parameter in a stable order.
func (l List) Parameters() []Parameter {
	var ps []Parameter
	for _, f := range l.Fields {
		if f.SortOnly {
			continue
		}
		for _, op := range []string{"", "_ne", "_gt", "_gte", "_lt", "_lte", "_exists"} {
			if f.takes(op) {
				ps = append(ps, Parameter{f.Name + op, f, op})
			}
		}
	}
	return ps
}

// Sorts lists the fields one may sort by.
func (l List) Sorts() []string {
	var s []string
	for _, f := range l.Fields {
		if f.Sort {
			s = append(s, f.Name)
		}
	}
	return s
}

// names lists every parameter, for suggesting what a misspelt one meant.
func (l List) names() []string {
	n := []string{"lang"}
	if l.Default != "" {
		n = append(n, "sort", "limit", "cursor", "include_total")
	}
	if l.Search != "" {
		n = append(n, "q")
	}
	for _, p := range l.Parameters() {
		n = append(n, p.Name)
	}
	return n
}

// Parse reads a question, or says everything that is wrong with it at once.
// key signs cursors: one made up or made for other filters is refused.
func (l List) Parse(q url.Values, key []byte) (Request, error) {
	r := Request{Limit: DefaultLimit, key: key}
	var bad []fault.Field
	cursor := ""
	for _, name := range sortedKeys(q) {
		if len(q[name]) > 1 {
			bad = append(bad, fault.In(name, "invalid_parameter", "expected", name+"=…,… (one time)"))
			continue
		}
		v := q.Get(name)
		if l.Default == "" && slices.Contains([]string{"limit", "include_total", "cursor", "sort"}, name) {
			bad = append(bad, l.unknown(name)...)
			continue
		}
		switch name {
		case "lang":
		case "limit":
			n, err := strconv.Atoi(v)
			if err != nil || n < 1 || n > MaxLimit {
				bad = append(bad, fault.In(name, "out_of_range", "min", 1, "max", MaxLimit))
				continue
			}
			r.Limit = n
		case "include_total":
			b, err := parseBool(v)
			if err != nil {
				bad = append(bad, fault.In(name, "not_allowed", "allowed", []string{"true", "false"}))
				continue
			}
			r.IncludeTotal = b
		case "cursor":
			cursor = v
		case "sort":
			bad = append(bad, l.parseSort(&r, v)...)
		case "q":
			bad = append(bad, l.parseSearch(&r, v)...)
		default:
			bad = append(bad, l.parseFilter(&r, name, v)...)
		}
	}
	if len(r.sorts) == 0 && l.Default != "" {
		l.parseSort(&r, l.Default)
	}
	if len(r.sorts) > 0 {
		l.tieBreak(&r)
	}
	r.fingerprint = fingerprint(q)
	if cursor != "" && len(bad) == 0 {
		after, ok := openCursor(cursor, r.fingerprint, key)
		if !ok || len(after) != len(r.sorts) {
			return r, fault.Query(fault.In("cursor", "cursor_mismatch"))
		}
		r.after = after
	}
	if len(bad) > 0 {
		return r, fault.Query(bad...)
	}
	return r, nil
}

func (l List) parseSort(r *Request, v string) []fault.Field {
	parts := strings.Split(v, ",")
	if len(parts) > maxSorts {
		return []fault.Field{fault.In("sort", "max_items", "max", maxSorts)}
	}
	for _, p := range parts {
		name, desc := strings.CutPrefix(strings.TrimSpace(p), "-")
		i := slices.IndexFunc(l.Fields, func(f Field) bool { return f.Sort && f.Name == name })
		if i < 0 || slices.ContainsFunc(r.sorts, func(s sorting) bool { return s.field.Name == name }) {
			r.sorts = nil
			return []fault.Field{fault.In("sort", "not_allowed", "allowed", l.Sorts())}
		}
		f := l.Fields[i]
		r.sorts = append(r.sorts, sorting{f, f.sortSQL(), desc})
	}
	return nil
}

func (f Field) sortSQL() string {
	switch {
	case f.SortSQL != "":
		return f.SortSQL
	case f.Nullable && f.Type == Int:
		return "COALESCE(" + f.SQL + ", -1)"
	case f.Nullable:
		return "COALESCE(" + f.SQL + ", '')"
	}
	return f.SQL
}

func (l List) tieBreak(r *Request) {
	id := l.ID
	if id == "" {
		id = "id"
	}
	last := r.sorts[len(r.sorts)-1]
	if last.sql == id {
		return
	}
	r.sorts = append(r.sorts, sorting{Field{Name: "id", SQL: id}, id, last.desc})
}

func (l List) parseSearch(r *Request, v string) []fault.Field {
	if l.Search == "" {
		return l.unknown("q")
	}
	if strings.TrimSpace(v) == "" {
		return nil
	}
	if len([]rune(v)) > maxSearch {
		return []fault.Field{fault.In("q", "max_length", "max", maxSearch)}
	}
	folded := viet.Key(v)
	if folded == "" {
		return []fault.Field{fault.In("q", "invalid_parameter", "expected", "chữ hoặc số / letters or digits")}
	}
	for _, word := range strings.Fields(folded) {
		r.and(l.Search+` LIKE ? ESCAPE '\'`, Like(word))
	}
	return nil
}

// Conditions are the filters alone, as they stand for whoever asks.
func (r Request) Conditions(who actor.Actor) (where []string, args []any) {
	for _, c := range r.conds {
		cond, more := c(who)
		where, args = append(where, cond), append(args, more...)
	}
	return where, args
}

// Mentions reports whether the filters or the order ask about columns of an alias.
func (r Request) Mentions(alias string, who actor.Actor) bool {
	asked, _ := r.Conditions(who)
	for _, o := range r.sorts {
		asked = append(asked, o.sql)
	}
	return slices.ContainsFunc(asked, func(sql string) bool { return strings.Contains(sql, alias+".") })
}

// Near are conditions that an index answers, true wherever the filters are not
// false.
func (r Request) Near() (where []string, args []any) { return r.near, r.nearArgs }

func (r *Request) and(cond string, args ...any) {
	r.conds = append(r.conds, func(actor.Actor) (string, []any) { return cond, args })
}

func (l List) unknown(name string) []fault.Field {
	if near := text.Closest(name, l.names()); near != "" {
		return []fault.Field{fault.In(name, "unknown_parameter_suggest", "did_you_mean", near)}
	}
	return []fault.Field{fault.In(name, "unknown_parameter")}
}

func sortedKeys(q url.Values) []string {
	ks := make([]string, 0, len(q))
	for k := range q {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}

// fingerprint stands for the filters and order of a question.
func fingerprint(q url.Values) string {
	h := sha256.New()
	for _, k := range sortedKeys(q) {
		switch k {
		case "cursor", "limit", "include_total", "lang":
			continue
		}
		h.Write([]byte(k + "\x00" + strings.Join(q[k], "\x01") + "\x02"))
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}
