package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	"golang.org/x/sync/semaphore"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// connections bounds the pool; it is kept warm, since reconnecting under load
// costs more than holding a few idle ones. writers of them may be in a
// transaction that writes: they end up waiting for one another anyway, and must
// not keep readers out.
const (
	connections = 8
	writers     = 5
)

// openPostgres opens a bounded, warm pool whose statements cannot hang for ever.
func (d *DB) openPostgres(ctx context.Context, o Options) error {
	cfg, err := pgx.ParseConfig(o.URL)
	if err != nil {
		// The parser's message quotes the URL, password and all.
		return errors.New("GIAOUOC_DATABASE_URL cannot be read; expected postgres://user:password@host:5432/database")
	}
	cfg.ConnectTimeout = 3 * time.Second
	for k, v := range map[string]string{
		"application_name":                    "giaouoc",
		"statement_timeout":                   "30s",
		"lock_timeout":                        "4s",
		"idle_in_transaction_session_timeout": "15s",
		"tcp_user_timeout":                    "5000",
		// Compiling the many conditions of a list takes seconds, running them none.
		"jit": "off",
	} {
		if _, set := cfg.RuntimeParams[k]; !set {
			cfg.RuntimeParams[k] = v
		}
	}
	pool, probe := d.openPool(cfg, connections), d.openPool(cfg, 1)
	d.gate = semaphore.NewWeighted(writers)
	var fsync, commit string
	if err := pool.QueryRowContext(ctx, "SELECT current_setting('fsync'), current_setting('synchronous_commit')").Scan(&fsync, &commit); err != nil {
		return fmt.Errorf("cannot reach PostgreSQL: %w", err)
	}
	if d.write, err = gorm.Open(postgres.New(postgres.Config{Conn: pool}), d.gormConfig(o)); err != nil {
		return err
	}
	d.read = d.write
	d.probe, err = gorm.Open(postgres.New(postgres.Config{Conn: probe}), d.gormConfig(o))
	return err
}

func (d *DB) openPool(cfg *pgx.ConnConfig, size int) *sql.DB {
	pool := stdlib.OpenDB(*cfg, stdlib.OptionAfterConnect(func(_ context.Context, c *pgx.Conn) error {
		// Instants come back in UTC, not in the server's local zone.
		c.TypeMap().RegisterType(&pgtype.Type{
			Name: "timestamptz", OID: pgtype.TimestamptzOID,
			Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
		})
		return nil
	}))
	d.pools = append(d.pools, pool)
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	pool.SetConnMaxLifetime(30 * time.Minute)
	return pool
}

// Durable reports what of the server's settings would lose an acknowledged
// commit in a crash; empty when nothing would.
func (d *DB) Durable(ctx context.Context) (string, error) {
	if d.engine != Postgres {
		return "", nil
	}
	var off []string
	for _, name := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		var v string
		if err := d.Read(ctx).Raw("SELECT current_setting(?)", name).Scan(&v).Error; err != nil {
			return "", err
		}
		if v == "off" {
			off = append(off, name+"=off")
		}
	}
	return strings.Join(off, ", "), nil
}

// retryable reports a transaction that lost against another and may win alone.
func retryable(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
}

// disconnected reports that the database is away or going away.
func disconnected(err error) bool {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return strings.HasPrefix(e.Code, "08") || strings.HasPrefix(e.Code, "57P") || e.Code == "53300"
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
}

// outOfRoom reports that the server refused for lack of room or time.
func outOfRoom(err error) bool {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return false
	}
	return strings.HasPrefix(e.Code, "53") || e.Code == "55P03" || e.Code == "57014"
}

var _ gorm.Dialector = (*postgres.Dialector)(nil)
