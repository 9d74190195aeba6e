package app

import (
	"cmp"
	"context"
	"path/filepath"

	"giaouoc/internal/config"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
)

// Schema is where a database's schema stands beside this program's.
type Schema struct {
	Engine     db.Engine
	Have, Want int64
	Migrations []db.Migration
}

// ReadSchema looks at the database and changes nothing; it answers for one that
// is older or newer than this program, too.
func ReadSchema(ctx context.Context, cfg config.Config, o Options) (s Schema, err error) {
	store, err := db.Open(ctx, db.Options{URL: cfg.DatabaseURL, Path: filepath.Join(cfg.Data, cmp.Or(o.DataFile, DataFile)), Clock: date.System()})
	if err != nil {
		return s, err
	}
	defer store.Close()
	s.Engine = store.Engine()
	if s.Have, s.Want, err = store.SchemaVersion(ctx); err != nil {
		return s, err
	}
	s.Migrations, err = store.Migrations(ctx)
	return s, err
}
