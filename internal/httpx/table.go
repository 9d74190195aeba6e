package httpx

import (
	"bytes"
	"encoding"
	"encoding/csv"
	"encoding/json"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// table is how a view looks as machine CSV: one column for each value of its
// JSON, in the same order. It is made of the type alone, so that a list without
// rows has its columns too.
type table []column

// column finds one value of a view.
type column struct {
	name string // dotted below nested objects: unit.name
	path []int  // of fields, each through a pointer where there is one
	omit string // the JSON option that leaves a zero value out
}

// newTable reads the columns of a view type. Nested objects become columns of
// their own; lists, maps and what has no fixed members stay JSON in one cell.
func newTable(view reflect.Type) table {
	var t table
	t.add(view, "", nil)
	names := make([]string, len(t))
	for i, c := range t {
		names[i] = c.name
	}
	slices.Sort(names)
	if len(slices.Compact(names)) != len(t) {
		panic("httpx: two members of " + view.String() + " have one name")
	}
	return t
}

func (t *table) add(view reflect.Type, prefix string, path []int) {
	for i := range view.NumField() {
		f := view.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		bare, at := f.Type, append(slices.Clip(path), i)
		if bare.Kind() == reflect.Pointer {
			bare = bare.Elem()
		}
		switch promoted := f.Anonymous && name == "" && bare.Kind() == reflect.Struct; {
		case name == "-", !f.IsExported() && !promoted:
		case promoted:
			t.add(bare, prefix, at)
		default:
			if name == "" {
				name = f.Name
			}
			if bare.Kind() == reflect.Struct && !speaks(bare) {
				t.add(bare, prefix+name+".", at)
				continue
			}
			*t = append(*t, column{prefix + name, at, options})
		}
	}
}

var (
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// speaks holds for types that write themselves.
func speaks(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(jsonMarshaler) || p.Implements(textMarshaler)
}

func (t table) header() []string {
	names := make([]string, len(t))
	for i, c := range t {
		names[i] = c.name
	}
	return names
}

// row is one view as cells.
func (t table) row(view reflect.Value) ([]string, error) {
	cells := make([]string, len(t))
	for i, c := range t {
		v, ok := c.value(view)
		if !ok {
			continue
		}
		var err error
		if cells[i], err = cell(v); err != nil {
			return nil, err
		}
	}
	return cells, nil
}

// value is what stands in the column; ok is false for what is unknown or left
// out.
func (c column) value(v reflect.Value) (_ reflect.Value, ok bool) {
	for _, i := range c.path {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return v, false
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return v, false
		}
		return v.Elem(), true
	}
	empty := v.IsZero() || (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.Len() == 0
	return v, !empty || !strings.Contains(c.omit, "omit")
}

// cell writes a value: text as it is, null as nothing, everything else as JSON
// writes it.
func cell(v reflect.Value) (string, error) {
	switch kind := v.Kind(); {
	case speaks(v.Type()):
	case kind == reflect.String:
		return v.String(), nil
	case kind == reflect.Bool:
		return strconv.FormatBool(v.Bool()), nil
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10), nil
	}
	var b bytes.Buffer
	if err := marshal(&b, v.Interface()); err != nil {
		return "", err
	}
	s := strings.TrimSuffix(b.String(), "\n")
	if s == "null" {
		return "", nil
	}
	if strings.HasPrefix(s, `"`) {
		err := json.Unmarshal([]byte(s), &s)
		return s, err
	}
	return s, nil
}

// csvWriter writes rows of a table: comma, LF, quotes where they are needed.
type csvWriter struct {
	table
	out *csv.Writer
}

func (t table) writer(w io.Writer) csvWriter { return csvWriter{t, csv.NewWriter(w)} }

func (w csvWriter) head() error { return w.out.Write(w.header()) }

// rows writes a slice of views and passes it on.
func (w csvWriter) rows(views reflect.Value) error {
	for i := range views.Len() {
		cells, err := w.row(views.Index(i))
		if err != nil {
			return err
		}
		if err := w.out.Write(cells); err != nil {
			return err
		}
	}
	w.out.Flush()
	return w.out.Error()
}
