package httpx

import (
	"reflect"
	"strconv"
	"strings"

	"giaouoc/internal/fault"
	"giaouoc/internal/viet"
)

// checker is a value that can tell what is wrong with itself: "" or a code.
type checker interface{ Check() string }

var secretType = reflect.TypeFor[Secret]()

// clean puts every text of an input into its stored form (NFC, trimmed, plain
// spaces) and notes what cannot be stored: control and invisible characters,
// text that is empty, dates that never were. Pointers name JSON members.
func clean(v reflect.Value, pointer string, multiline bool, bad *fault.Fields) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			clean(v.Elem(), pointer, multiline, bad)
		}
	case reflect.Struct:
		t := v.Type()
		for i := range t.NumField() {
			f := t.Field(i)
			if !f.IsExported() {
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case f.Anonymous || name == "" && f.Name == "Value":
				clean(v.Field(i), pointer, multiline || f.Tag.Get("multiline") == "true", bad)
			case name != "" && name != "-":
				clean(v.Field(i), pointer+"/"+name, f.Tag.Get("multiline") == "true", bad)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			clean(v.Index(i), pointer+"/"+strconv.Itoa(i), multiline, bad)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			e := reflect.New(v.Type().Elem()).Elem()
			e.Set(v.MapIndex(k))
			clean(e, pointer+"/"+k.String(), multiline, bad)
			v.SetMapIndex(k, e)
		}
	case reflect.String:
		cleanText(v, pointer, multiline, bad)
	}
}

func cleanText(v reflect.Value, pointer string, multiline bool, bad *fault.Fields) {
	if v.Type() == secretType {
		return
	}
	s, wrong := viet.Clean(v.String(), multiline)
	switch {
	case wrong != nil:
		bad.Add(pointer, "forbidden_character", "character", strconv.QuoteRuneToASCII(wrong.Rune), "position", wrong.Index+1)
		return
	case s == "":
		bad.Add(pointer, "blank")
		return
	}
	v.SetString(s)
	if c, ok := v.Interface().(checker); ok {
		if code := c.Check(); code != "" {
			bad.Add(pointer, code)
		}
	}
}
