package main

import (
	"context"
	"database/sql"
	"net/url"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the driver
)

type sqlite struct {
	write, read *sql.DB
	key         []byte
	mu          sync.Mutex
	prepared    map[string]*sql.Stmt
}

func openSQLite(path string, key []byte) (store, error) {
	const settings = "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)&_time_format=sqlite&_timezone=UTC"
	write, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+settings+"&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+settings+"&_pragma=query_only(1)")
	if err != nil {
		return nil, err
	}
	read.SetMaxOpenConns(4)
	read.SetMaxIdleConns(4)
	return &sqlite{write: write, read: read, key: key, prepared: map[string]*sql.Stmt{}}, nil
}

func (s *sqlite) stmt(q string) (*sql.Stmt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p, ok := s.prepared[q]; ok {
		return p, nil
	}
	p, err := s.read.Prepare(q)
	s.prepared[q] = p
	return p, err
}

func (s *sqlite) query(ctx context.Context, q string, args []any, read func(rows) error) error {
	p, err := s.stmt(q)
	if err != nil {
		return err
	}
	found, err := p.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer found.Close()
	return read(found)
}

func (s *sqlite) page(ctx context.Context, b []byte, q pageQuery) ([]byte, error) {
	statement, args := pageSQL(q)
	err := s.query(ctx, statement, args, func(r rows) (err error) { b, err = appendPage(b, r, q.limit); return err })
	return b, err
}

func (s *sqlite) search(ctx context.Context, b []byte, words []string) ([]byte, error) {
	for i, w := range words {
		words[i] = `"` + w + `"`
	}
	ask := `tags : "/kcommitment" AND words : (` + strings.Join(words, " AND ") + "*)"
	err := s.query(ctx, "SELECT "+searchColumns+" FROM (SELECT e.id, e.seq FROM search_words w JOIN search_entries e ON e.seq = w.rowid WHERE search_words MATCH $1 ORDER BY w.rowid DESC LIMIT 50) e"+searchJoins, []any{ask},
		func(r rows) (err error) { b, err = appendHits(b, r); return err })
	return b, err
}

func (s *sqlite) whole(ctx context.Context, b []byte, id string) (_ []byte, err error) {
	var termID string
	err = s.query(ctx, agreementSQL, []any{id}, func(r rows) (err error) {
		if !r.Next() {
			return sql.ErrNoRows
		}
		b, termID, err = appendAgreement(b, r.Scan)
		return err
	})
	for _, part := range parts {
		if err != nil {
			return b, err
		}
		err = s.query(ctx, part.sql, []any{part.of(id, termID)}, func(r rows) (err error) { b, err = part.append(b, r); return err })
	}
	return b, err
}

func (s *sqlite) create(ctx context.Context, b []byte, user string, in newCommitment) ([]byte, error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return b, err
	}
	b, err = create(ctx, b, func(q string, args []any, into ...any) error {
		if len(into) > 0 {
			return tx.QueryRowContext(ctx, q, args...).Scan(into...)
		}
		_, err := tx.ExecContext(ctx, q, args...)
		return err
	}, "", s.key, user, in)
	if err != nil {
		_ = tx.Rollback()
		return b, err
	}
	return b, tx.Commit()
}

func (s *sqlite) tally(ctx context.Context, b []byte, province string) ([]byte, error) {
	var t tally
	err := s.query(ctx, tallySQL, []any{tallyPattern(province)}, t.read)
	if err == nil {
		err = s.query(ctx, unclearSQL, nil, t.readUnclear)
	}
	return t.append(b), err
}
