package httpx

import (
	"errors"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"giaouoc/internal/fault"
	"giaouoc/internal/text"
)

// readOnly are the members of a record that only the server writes.
func readOnly(name string) bool {
	return slices.Contains([]string{"id", "version", "created_at", "updated_at", "created_by", "etag"}, name)
}

// bodyFields lists the members each object of an input's body may have, by its
// JSON pointer without places in lists; the body itself is "".
func bodyFields(input reflect.Type) map[string][]string {
	fields := map[string][]string{}
	if body, ok := input.FieldByName("Body"); ok {
		members(body.Type, "", fields)
	}
	return fields
}

func members(t reflect.Type, pointer string, fields map[string][]string) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		members(t.Elem(), pointer, fields)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case !f.IsExported():
			case f.Anonymous || name == "" && f.Name == "Value":
				members(f.Type, pointer, fields)
			case name != "" && name != "-":
				fields[pointer] = append(fields[pointer], name)
				members(f.Type, pointer+"/"+name, fields)
			}
		}
	}
}

var places = regexp.MustCompile(`/\d+`)

// given lists the members of the objects that have one nobody knows, by the
// pointer of that one.
func given(errs []error) map[string][]string {
	out, known := map[string][]string{}, map[uintptr][]string{}
	for _, err := range errs {
		var d *huma.ErrorDetail
		if !errors.As(err, &d) {
			continue
		}
		if object, ok := d.Value.(map[string]any); ok {
			at := reflect.ValueOf(object).Pointer() // an object is looked at once, however much of it nobody knows
			if known[at] == nil {
				known[at] = slices.Collect(maps.Keys(object))
			}
			out[field(d).Pointer] = known[at]
		}
	}
	return out
}

// explain says of each member nobody knows what it was: one that only the
// server writes, or most likely another one misspelt, which is none of those
// that were sent beside it.
func (c *Call) explain(f *fault.Error, given map[string][]string) *fault.Error {
	for i, at := range f.Fields {
		if at.Code != "unknown_field" {
			continue
		}
		cut := strings.LastIndexByte(at.Pointer, '/')
		parent, name := at.Pointer[:cut], pointerTexts.Replace(at.Pointer[cut+1:])
		if parent == "" && readOnly(name) {
			f.Fields[i].Code = "read_only_field"
			continue
		}
		free := slices.DeleteFunc(slices.Clone(c.fields[places.ReplaceAllString(parent, "")]), func(m string) bool { return slices.Contains(given[at.Pointer], m) })
		if near := text.Closest(name, free); near != "" {
			f.Fields[i] = fault.At(at.Pointer, "unknown_field_suggest", "did_you_mean", near)
		}
	}
	return f
}
