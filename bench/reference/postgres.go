package main

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

type postgres struct {
	pool *pgxpool.Pool
	key  []byte
}

func openPostgres(ctx context.Context, url string, key []byte) (store, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	cfg.MinConns, cfg.MaxConns = 8, 8
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	return &postgres{pool, key}, err
}

func (p *postgres) query(ctx context.Context, sql string, args []any, read func(rows) error) error {
	found, err := p.pool.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	defer found.Close()
	return read(found)
}

func (p *postgres) page(ctx context.Context, b []byte, q pageQuery) ([]byte, error) {
	sql, args := pageSQL(q)
	err := p.query(ctx, sql, args, func(r rows) (err error) { b, err = appendPage(b, r, q.limit); return err })
	return b, err
}

func (p *postgres) search(ctx context.Context, b []byte, words []string) ([]byte, error) {
	for i, w := range words {
		words[i] = "'" + w + "'"
	}
	words[len(words)-1] += ":*"
	ask := strings.Join(words, " & ")
	// Among the newest first: a frequent phrase fills the page from them, and the
	// word index need not be read whole.
	const newest = "SELECT id, seq FROM (SELECT id, seq, words FROM search_entries WHERE kind = 'commitment' ORDER BY seq DESC LIMIT 4000) n WHERE words @@ $1::tsquery ORDER BY seq DESC LIMIT 50"
	const all = "SELECT id, seq FROM search_entries WHERE kind = 'commitment' AND words @@ $1::tsquery ORDER BY seq DESC LIMIT 50"
	shown := b
	for _, hits := range []string{newest, all} {
		n := 0
		err := p.query(ctx, "WITH e AS MATERIALIZED ("+hits+") SELECT "+searchColumns+" FROM e"+searchJoins, []any{ask}, func(r rows) (err error) {
			shown, err = appendHits(b, counting{r, &n})
			return err
		})
		if err != nil || n == 50 {
			return shown, err
		}
	}
	return shown, nil
}

// counting counts the rows that are read.
type counting struct {
	rows
	n *int
}

func (c counting) Next() bool {
	more := c.rows.Next()
	if more {
		*c.n++
	}
	return more
}

func (p *postgres) whole(ctx context.Context, b []byte, id string) ([]byte, error) {
	b, termID, err := appendAgreement(b, p.pool.QueryRow(ctx, agreementSQL, id).Scan)
	for _, part := range parts {
		if err != nil {
			return b, err
		}
		err = p.query(ctx, part.sql, []any{part.of(id, termID)}, func(r rows) (err error) { b, err = part.append(b, r); return err })
	}
	return b, err
}

func (p *postgres) create(ctx context.Context, b []byte, user string, in newCommitment) ([]byte, error) {
	err := pgx.BeginFunc(ctx, p.pool, func(tx pgx.Tx) (err error) {
		b, err = create(ctx, b, func(sql string, args []any, into ...any) error {
			if len(into) > 0 {
				return tx.QueryRow(ctx, sql, args...).Scan(into...)
			}
			_, err := tx.Exec(ctx, sql, args...)
			return err
		}, " FOR UPDATE OF t", p.key, user, in)
		return err
	})
	return b, err
}

func (p *postgres) tally(ctx context.Context, b []byte, province string) ([]byte, error) {
	var t tally
	err := p.query(ctx, tallySQL, []any{tallyPattern(province)}, t.read)
	if err == nil {
		err = p.query(ctx, unclearSQL, nil, t.readUnclear)
	}
	return t.append(b), err
}
