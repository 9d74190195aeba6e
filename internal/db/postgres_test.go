package db_test

import (
	"context"
	"testing"

	"giaouoc/internal/db/dbtest"
)

// The settings we rely on hold on PostgreSQL's connections.
func TestPostgresIsSetUp(t *testing.T) {
	d := open(t, dbtest.Postgres(t))
	for name, want := range map[string]string{"jit": "off", "statement_timeout": "30s", "lock_timeout": "4s", "idle_in_transaction_session_timeout": "15s"} {
		var got string
		if err := d.Read(context.Background()).Raw("SELECT current_setting(?)", name).Scan(&got).Error; err != nil || got != want {
			t.Errorf("%s is %s, want %s (%v)", name, got, want, err)
		}
	}
}
