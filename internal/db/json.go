package db

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
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
		return json.Unmarshal([]byte(s), &j.V)
	case []byte:
		return json.Unmarshal(s, &j.V)
	}
	return fmt.Errorf("db: a JSON column cannot hold %T", src)
}

// GormDataType tells gorm that this is no relation.
func (JSON[T]) GormDataType() string { return "text" }
