package db

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
)

// All reads every row of a statement into T, whose fields are named by the
// columns as gorm names them. It is what Raw and Scan do, without a look at
// gorm's schema for every value, and on PostgreSQL outside transactions without
// database/sql between the wire and the fields: lists are as quick as the
// driver. A column without a field is an error, and so is NULL where the field
// cannot hold it.
func All[T any](tx *gorm.DB, query string, args ...any) ([]T, error) {
	return all[T](tx, 0, query, args...)
}

// all is All with the number of rows that are expected.
func all[T any](tx *gorm.DB, expected int, query string, args ...any) (out []T, err error) {
	out = make([]T, 0, expected)
	asked := tx.Raw(query, args...)
	if pool, ok := tx.Statement.ConnPool.(*sql.DB); ok && tx.Name() == string(Postgres) {
		err = native(asked, pool, func(found pgx.Rows) error {
			var names []string
			for _, f := range found.FieldDescriptions() {
				names = append(names, f.Name)
			}
			out, err = read(tx, out, names, found)
			return err
		})
		return out, err
	}
	found, err := asked.Rows()
	if err != nil {
		return nil, err
	}
	defer found.Close()
	names, err := found.Columns()
	if err != nil {
		return nil, err
	}
	return read(tx, out, names, found)
}

// native runs a built statement on a connection of the pool, past database/sql.
func native(asked *gorm.DB, pool *sql.DB, each func(pgx.Rows) error) error {
	began, s := time.Now(), asked.Statement
	ctx, query := s.Context, s.SQL.String()
	err := onConn(ctx, pool, query, s.Vars, each)
	if pgconn.SafeToRetry(err) { // the server was restarted since the connection was last used
		err = onConn(ctx, pool, query, s.Vars, each)
	}
	asked.Logger.Trace(ctx, began, func() (string, int64) { return asked.Dialector.Explain(query, s.Vars...), 0 }, err)
	return err
}

func onConn(ctx context.Context, pool *sql.DB, query string, vars []any, each func(pgx.Rows) error) error {
	c, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close() // back to the pool
	return c.Raw(func(driver any) error {
		found, err := driver.(*stdlib.Conn).Conn().Query(ctx, query, vars...)
		if err != nil {
			return err
		}
		defer found.Close()
		return each(found)
	})
}

// rows are what both drivers give back.
type rows interface {
	Next() bool
	Scan(into ...any) error
	Err() error
}

// Each gives every row of a statement to a function, as All reads them, one in
// memory at a time.
func Each[T any](tx *gorm.DB, row func(*T) error, query string, args ...any) error {
	found, err := tx.Raw(query, args...).Rows()
	if err != nil {
		return err
	}
	defer found.Close()
	names, err := found.Columns()
	if err != nil {
		return err
	}
	places, err := placesOf[T](tx, names)
	if err != nil {
		return err
	}
	var one, none T
	v, into := reflect.ValueOf(&one).Elem(), make([]any, len(places))
	for i, p := range places {
		into[i] = v.FieldByIndex(p).Addr().Interface()
	}
	for found.Next() {
		one = none
		if err := found.Scan(into...); err != nil {
			return err
		}
		if err := row(&one); err != nil {
			return err
		}
	}
	return found.Err()
}

// read appends the rows to out.
func read[T any](tx *gorm.DB, out []T, columns []string, found rows) ([]T, error) {
	places, err := placesOf[T](tx, columns)
	if err != nil {
		return nil, err
	}
	into := make([]any, len(places))
	for found.Next() {
		var none T
		out = append(out, none)
		row := reflect.ValueOf(&out[len(out)-1]).Elem()
		for i, p := range places {
			into[i] = row.FieldByIndex(p).Addr().Interface()
		}
		if err := found.Scan(into...); err != nil {
			return nil, err
		}
	}
	return out, found.Err()
}

// placesOf says for each column where in T it belongs.
func placesOf[T any](tx *gorm.DB, columns []string) ([][]int, error) {
	named := &gorm.Statement{DB: tx}
	if err := named.Parse(new(T)); err != nil {
		return nil, err
	}
	places := make([][]int, len(columns))
	for i, c := range columns {
		f := named.Schema.LookUpField(c)
		if f == nil {
			return nil, fmt.Errorf("db: column %s has no field in %T", c, *new(T))
		}
		places[i] = f.StructField.Index
	}
	return places, nil
}
