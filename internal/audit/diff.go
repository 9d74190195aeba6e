package audit

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"

	"gorm.io/gorm/schema"
)

// Change is one field before and after.
type Change struct {
	Field string          `json:"field"`
	From  json.RawMessage `json:"from"`
	To    json.RawMessage `json:"to"`
}

// Changed is a change of something outside the row an act is about; nil is
// unknown, or not there.
func Changed(field string, from, to any) Change {
	raw := func(v any) json.RawMessage {
		b, err := json.Marshal(v)
		if err != nil {
			panic(err) // texts and numbers always encode
		}
		return b
	}
	return Change{field, raw(from), raw(to)}
}

// derived columns follow from others, or from the act itself; secret ones are
// recorded as changed without their content.
var (
	derived = map[string]bool{"version": true, "updated_at": true, "created_at": true, "created_by": true, "search_text": true, "name_sort": true, "name_key": true, "canonical": true}
	secret  = map[string]bool{"password_hash": true, "token_hash": true}
)

var naming = schema.NamingStrategy{}

// Diff lists the columns in which two rows of one type differ; either may be
// nil. The result is never nil.
func Diff(before, after any) []Change {
	a, b := columns(before), columns(after)
	out := []Change{}
	for _, name := range order(before, after) {
		from, to := a[name], b[name]
		if string(from) == string(to) || derived[name] {
			continue
		}
		if secret[name] {
			from, to = hide(from), hide(to)
		}
		out = append(out, Change{name, orNull(from), orNull(to)})
	}
	return out
}

func hide(v json.RawMessage) json.RawMessage {
	if len(v) == 0 || string(v) == "null" {
		return v
	}
	return json.RawMessage(`"…"`)
}

func orNull(v json.RawMessage) json.RawMessage {
	if len(v) == 0 {
		return json.RawMessage("null")
	}
	return v
}

type column struct {
	name  string
	index []int
}

var layouts sync.Map // reflect.Type → []column

func layout(t reflect.Type) []column {
	if l, ok := layouts.Load(t); ok {
		return l.([]column)
	}
	var cols []column
	var walk func(t reflect.Type, prefix string, index []int)
	walk = func(t reflect.Type, prefix string, index []int) {
		for i := range t.NumField() {
			f := t.Field(i)
			tag := schema.ParseTagSetting(f.Tag.Get("gorm"), ";")
			if !f.IsExported() || f.Tag.Get("gorm") == "-" {
				continue
			}
			at := append(append([]int{}, index...), i)
			if _, embedded := tag["EMBEDDED"]; embedded || f.Anonymous {
				walk(f.Type, prefix+tag["EMBEDDEDPREFIX"], at)
				continue
			}
			name := tag["COLUMN"]
			if name == "" {
				name = naming.ColumnName("", f.Name)
			}
			cols = append(cols, column{prefix + name, at})
		}
	}
	walk(t, "", nil)
	layouts.Store(t, cols)
	return cols
}

func columns(row any) map[string]json.RawMessage {
	v := reflect.Indirect(reflect.ValueOf(row))
	if !v.IsValid() {
		return nil
	}
	m := map[string]json.RawMessage{}
	for _, c := range layout(v.Type()) {
		f := v.FieldByIndex(c.index)
		if isJSONColumn(f.Type()) {
			f = f.FieldByName("V")
		}
		b, err := json.Marshal(f.Interface())
		if err != nil {
			b = []byte(`"?"`)
		}
		m[c.name] = b
	}
	return m
}

func isJSONColumn(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && strings.HasPrefix(t.Name(), "JSON[")
}

func order(rows ...any) []string {
	for _, r := range rows {
		if v := reflect.Indirect(reflect.ValueOf(r)); v.IsValid() {
			var names []string
			for _, c := range layout(v.Type()) {
				names = append(names, c.name)
			}
			return names
		}
	}
	return nil
}
