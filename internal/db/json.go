package db

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
)

// JSON is a column that holds a value as JSON text.
type JSON[T any] struct{ V T }

// NewJSON wraps a value for a column.
func NewJSON[T any](v T) JSON[T] { return JSON[T]{v} }

// Value is what the column stores.
func (j JSON[T]) Value() (driver.Value, error) {
	b, err := json.Marshal(j.V)
	return string(b), err
}

// Scan reads what the column stores; NULL leaves the zero value.
func (j *JSON[T]) Scan(src any) error {
	switch s := src.(type) {
	case nil:
		return nil
	case string:
		if s == "[]" || s == "{}" { // most are
			return j.empty(s)
		}
		return json.Unmarshal([]byte(s), &j.V)
	case []byte:
		return json.Unmarshal(s, &j.V)
	}
	return fmt.Errorf("db: a JSON column cannot hold %T", src)
}

// empty sets an empty list or map without reading it as JSON, which would cost
// more than all else of a row.
func (j *JSON[T]) empty(s string) error {
	v := reflect.ValueOf(&j.V).Elem()
	switch {
	case v.Kind() == reflect.Slice && s == "[]":
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	case v.Kind() == reflect.Map && s == "{}":
		v.Set(reflect.MakeMap(v.Type()))
	default:
		return json.Unmarshal([]byte(s), &j.V)
	}
	return nil
}

// GormDataType tells gorm that this is no relation.
func (JSON[T]) GormDataType() string { return "text" }
