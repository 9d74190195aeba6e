// Package migrations holds the schema's history: NNNNN_name.sql for both
// engines, or a .sqlite.sql and .postgres.sql twin where they must differ.
package migrations

import "embed"

// Files are the migrations as written; package db expands them per engine.
//
//go:embed *.sql
var Files embed.FS
