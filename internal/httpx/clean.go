package httpx

import (
	"math"
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
// text that is empty, dates that never were, numbers too large. Pointers name
// JSON members.
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
			case name == "" || name == "-":
			case f.Tag.Get("nullable") == "false" && isNull(v.Field(i)):
				bad.Add(pointer+"/"+name, "required") // the framework lets null pass
			default:
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
			clean(e, pointer+"/"+pointerEscapes.Replace(k.String()), multiline, bad)
			v.SetMapIndex(k, e)
		}
	case reflect.Int: // an INTEGER column has 32 bits
		if n := v.Int(); n < math.MinInt32 || n > math.MaxInt32 {
			bad.Add(pointer, "out_of_range", "min", math.MinInt32, "max", math.MaxInt32)
		}
	case reflect.String:
		cleanText(v, pointer, multiline, bad)
	}
}

// isNull holds for an Opt that was given as null.
func isNull(v reflect.Value) bool {
	set := v.FieldByName("Set")
	return set.IsValid() && set.Bool() && v.FieldByName("Value").IsNil()
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
