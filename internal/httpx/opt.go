package httpx

import (
	"bytes"
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"giaouoc/internal/fault"
)

// Opt is an input field that tells three things apart: left out (Set is
// false), null (Set, Value nil: unknown), and a value. It is the only wrapper
// that carries them.
type Opt[T any] struct {
	Set   bool
	Value *T
}

// Some is a given value; Null says "unknown" outright.
func Some[T any](v T) Opt[T] { return Opt[T]{Set: true, Value: &v} }

// Null is an explicit unknown.
func Null[T any]() Opt[T] { return Opt[T]{Set: true} }

// Maybe is a value, or null for nil.
func Maybe[T any](v *T) Opt[T] { return Opt[T]{Set: true, Value: v} }

// Apply writes the field to a column that may be unknown, if it was given.
func (o Opt[T]) Apply(to **T) {
	if o.Set {
		*to = o.Value
	}
}

// Put writes the field to a column that is never unknown; null leaves it.
func (o Opt[T]) Put(to *T) {
	if o.Value != nil {
		*to = *o.Value
	}
}

// Require writes a field that is never unknown; it notes null, and a new record
// without it.
func Require[T comparable](bad *fault.Fields, pointer string, in Opt[T], to *T) {
	var none T
	if in.Put(to); *to == none || in.Set && in.Value == nil {
		bad.Add(pointer, "required")
	}
}

// Or is the value, or what to take without one.
func (o Opt[T]) Or(otherwise T) T {
	if o.Value != nil {
		return *o.Value
	}
	return otherwise
}

// IsZero lets encoding/json leave the field out (omitzero).
func (o Opt[T]) IsZero() bool { return !o.Set }

// UnmarshalJSON reads null or a value.
func (o *Opt[T]) UnmarshalJSON(b []byte) error {
	o.Set = true
	if bytes.Equal(b, []byte("null")) {
		o.Value = nil
		return nil
	}
	o.Value = new(T)
	return json.Unmarshal(b, o.Value)
}

// MarshalJSON writes null or the value.
func (o Opt[T]) MarshalJSON() ([]byte, error) { return json.Marshal(o.Value) }

// Schema documents the field as its value's type, or null.
func (Opt[T]) Schema(r huma.Registry) *huma.Schema {
	s := schemaOf(r, reflect.TypeFor[T]())
	if s.Ref != "" {
		return orNull(s)
	}
	c := *s
	c.Nullable = true
	return &c
}
