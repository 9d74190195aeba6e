package books

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5"
	_ "modernc.org/sqlite" // the driver of the SQLite half
)

// Load fills the migrated database at an address (postgres://… or the path of a
// SQLite file) with books of a size. Indexes and triggers of the word index are
// made anew afterwards, which is many times faster than keeping them in step.
func Load(ctx context.Context, address string, size Size) error {
	return load(ctx, address, func(flag, certificate string) []table { return tables(size, flag, certificate) })
}

// LoadLong adds one more bloc with so many awards to loaded books.
func LoadLong(ctx context.Context, address string, awards int) error {
	return load(ctx, address, func(flag, certificate string) []table { return longTables(awards, flag, certificate) })
}

// filled are the tables for the ids of the award types a flag and a certificate
// have.
type filled func(flag, certificate string) []table

func load(ctx context.Context, address string, tables filled) error {
	if strings.HasPrefix(address, "postgres://") {
		return loadPostgres(ctx, address, tables)
	}
	return loadSQLite(ctx, address, tables)
}

// Codes of the catalogue's award types that the books use.
const (
	flagCode        = "SELECT id FROM award_types WHERE family = 'CO_TINH' ORDER BY code LIMIT 1"
	certificateCode = "SELECT id FROM award_types WHERE family = 'BK_TINH' ORDER BY code LIMIT 1"
)

func loadPostgres(ctx context.Context, address string, tables filled) error {
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	exec := func(sql string, args ...any) {
		if err == nil {
			if _, err = c.Exec(ctx, sql, args...); err != nil {
				err = fmt.Errorf("%s: %w", sql, err)
			}
		}
	}
	list := func(sql string) (out []string) {
		if err == nil {
			rows, _ := c.Query(ctx, sql)
			out, err = pgx.CollectRows(rows, pgx.RowTo[string])
		}
		return out
	}
	var flag, certificate string
	if err := c.QueryRow(ctx, flagCode).Scan(&flag); err != nil {
		return err
	}
	if err := c.QueryRow(ctx, certificateCode).Scan(&certificate); err != nil {
		return err
	}
	// Neither triggers nor foreign keys are asked in this session.
	exec("SET session_replication_role = replica")
	exec("SET synchronous_commit = off")
	exec("SET maintenance_work_mem = '512MB'")
	const plain = `FROM pg_indexes i WHERE schemaname = 'public' AND tablename IN ('commitments', 'search_entries')
		AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)`
	drops, creates := list("SELECT 'DROP INDEX ' || indexname "+plain), list("SELECT indexdef "+plain)
	for _, drop := range drops {
		exec(drop)
	}
	for _, t := range tables(flag, certificate) {
		if err != nil {
			return err
		}
		next, stop := pull(t)
		_, err = c.CopyFrom(ctx, pgx.Identifier{t.name}, strings.Split(t.columns, ", "), pgx.CopyFromFunc(func() ([]any, error) { return next(), nil }))
		stop()
	}
	exec(`INSERT INTO search_entries (kind, id, record_id, bloc_id, term_id, words)
		SELECT kind, id, record_id, bloc_id, term_id, search_lexemes(tags, words) FROM search_documents d
		WHERE NOT EXISTS (SELECT 1 FROM search_entries e WHERE e.id = d.id) ORDER BY id`)
	for _, create := range creates {
		exec(create)
	}
	exec("VACUUM ANALYZE")
	exec("CHECKPOINT")
	return err
}

func pull(t table) (next func() []any, stop func()) {
	rows := make(chan []any, 256)
	done := make(chan struct{})
	go func() {
		defer close(rows)
		for r := range t.rows {
			select {
			case rows <- r:
			case <-done:
				return
			}
		}
	}()
	return func() []any { return <-rows }, func() { close(done) }
}

func loadSQLite(ctx context.Context, path string, tables filled) error {
	pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_pragma=synchronous(OFF)&_pragma=journal_mode(WAL)&_pragma=cache_size(-200000)&_pragma=temp_store(MEMORY)&_time_format=sqlite&_timezone=UTC")
	if err != nil {
		return err
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	var flag, certificate string
	if err := pool.QueryRowContext(ctx, flagCode).Scan(&flag); err != nil {
		return err
	}
	if err := pool.QueryRowContext(ctx, certificateCode).Scan(&certificate); err != nil {
		return err
	}
	drops, creates, err := setAside(ctx, pool)
	if err != nil {
		return err
	}
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	for _, q := range drops {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("%s: %w", q, err)
		}
	}
	for _, t := range tables(flag, certificate) {
		if err := insert(ctx, tx, t); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	for _, q := range append([]string{
		`INSERT INTO search_entries (kind, id, record_id, bloc_id, term_id)
			SELECT kind, id, record_id, bloc_id, term_id FROM search_documents WHERE id NOT IN (SELECT id FROM search_entries) ORDER BY id`,
		`INSERT INTO search_words (rowid, tags, words) SELECT e.seq, d.tags, d.words FROM search_documents d JOIN search_entries e ON e.id = d.id
			WHERE e.seq NOT IN (SELECT rowid FROM search_words) ORDER BY e.seq`,
	}, creates...) {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("%s: %w", q, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

// setAside reads how to drop and remake the triggers of the books' tables and
// the indexes of the largest.
func setAside(ctx context.Context, pool *sql.DB) (drops, creates []string, err error) {
	rows, err := pool.QueryContext(ctx, `SELECT 'DROP ' || type || ' ' || name, sql FROM sqlite_master
		WHERE sql IS NOT NULL AND (type = 'trigger' AND tbl_name NOT LIKE 'search%' OR type = 'index' AND tbl_name = 'commitments') ORDER BY type, name`)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var drop, create string
		if err := rows.Scan(&drop, &create); err != nil {
			return nil, nil, err
		}
		drops, creates = append(drops, drop), append(creates, create)
	}
	return drops, creates, rows.Err()
}

// batch is how many rows one statement inserts.
const batch = 50

func insert(ctx context.Context, tx *sql.Tx, t table) error {
	columns := strings.Count(t.columns, ",") + 1
	one := "(" + strings.TrimSuffix(strings.Repeat("?,", columns), ",") + "),"
	head := "INSERT INTO " + t.name + " (" + t.columns + ") VALUES "
	many, err := tx.PrepareContext(ctx, head+strings.TrimSuffix(strings.Repeat(one, batch), ","))
	if err != nil {
		return err
	}
	defer many.Close()
	var held []any
	for r := range t.rows {
		if held = append(held, r...); len(held) == batch*columns {
			if _, err := many.ExecContext(ctx, held...); err != nil {
				return err
			}
			held = held[:0]
		}
	}
	if len(held) == 0 {
		return nil
	}
	_, err = tx.ExecContext(ctx, head+strings.TrimSuffix(strings.Repeat(one, len(held)/columns), ","), held...)
	return err
}
