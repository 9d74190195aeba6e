package httpx

import (
	"math"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"giaouoc/internal/amount"
	"giaouoc/internal/date"
)

// Secret is a password or code: taken letter for letter, never shown.
type Secret string

// String keeps a secret out of logs.
func (Secret) String() string { return "…" }

// maxItem bounds each text of a list, in characters.
const maxItem = 2000

// schemaOf documents the types of ours whose wire form reflection cannot see.
func schemaOf(r huma.Registry, t reflect.Type) *huma.Schema {
	zero, six, two := 0.0, 0.000001, 0.01
	least, most, item := float64(math.MinInt32), float64(math.MaxInt32), maxItem
	switch t {
	case reflect.TypeFor[int](): // an INTEGER column has 32 bits
		return &huma.Schema{Type: huma.TypeInteger, Format: "int32", Minimum: &least, Maximum: &most}
	case reflect.TypeFor[[]string]():
		return &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString, MaxLength: &item}}
	case reflect.TypeFor[amount.Amount]():
		return &huma.Schema{Type: huma.TypeNumber, MultipleOf: nil, Description: "at most six decimals", Extensions: map[string]any{"x-multiple-of": six}}
	case reflect.TypeFor[amount.Points]():
		return &huma.Schema{Type: huma.TypeNumber, Minimum: &zero, Extensions: map[string]any{"x-multiple-of": two}}
	case reflect.TypeFor[date.Partial]():
		return &huma.Schema{Type: huma.TypeString, Pattern: `^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$`, PatternDescription: "YYYY, YYYY-MM, YYYY-MM-DD", Examples: []any{"2021-02-26"}}
	case reflect.TypeFor[date.Day]():
		return &huma.Schema{Type: huma.TypeString, Format: "date", Examples: []any{"2021-02-26"}}
	case reflect.TypeFor[Secret]():
		return &huma.Schema{Type: huma.TypeString, Format: "password"}
	}
	return r.Schema(t, true, t.Name())
}
