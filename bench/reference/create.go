package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"giaouoc/internal/viet"
)

// The statements of making a commitment, in one transaction: may this user, as
// secretary of the unit that leads the term; the row, at the end of the text; the
// agreement's version; the record of the act, chained.
const (
	mayWriteSQL = `SELECT a.term_id, a.bloc_id, t.period_label, t.period_kind FROM agreements a JOIN terms t ON t.id = a.term_id
		WHERE a.id = $1 AND a.frozen_at IS NULL AND COALESCE(t.status, '') <> 'locked' AND EXISTS (SELECT 1 FROM grants g JOIN leaderships l ON l.unit_id = g.scope_id
			WHERE g.user_id = $2 AND g.role = 'leader' AND l.term_id = a.term_id AND l.role = 'leader')`
	unitNameSQL = "SELECT name FROM units WHERE id = $1"
	insertSQL   = `INSERT INTO commitments (id, agreement_id, term_id, bloc_id, position, theme, text, search_text, scope, unit_id, measure, legal_basis, targets, sources, basis, version, created_at, updated_at, created_by)
		SELECT $1, $2, $3, $4, COALESCE(max(position), 0) + 1, $5, $6, $7, 'unit', $8, $9, '[]', '[]', '[]', '{}', 1, $10, $10, $11 FROM commitments WHERE agreement_id = $2 RETURNING position`
	touchSQL = "UPDATE agreements SET version = version + 1, updated_at = $2 WHERE id = $1"
	headSQL  = `INSERT INTO audit_heads (chain, seq, mac) VALUES ($1, 1, '') ON CONFLICT (chain) DO UPDATE SET seq = audit_heads.seq + 1 RETURNING seq, mac`
	eventSQL = `INSERT INTO audit_events (id, chain, seq, at, actor_id, actor_name, action, entity, entity_id, version, bloc_id, term_id, changes, request_id, previous, mac)
		VALUES ($1, $2, $3, $4, $5, $5, 'createCommitment', 'commitment', $6, 1, $7, $8, $9, '', $10, $11)`
	sealSQL = "UPDATE audit_heads SET mac = $2 WHERE chain = $1"
)

// chain is where the reference keeps its record of acts, apart from the service's.
const chain = "reference"

var errRefused = errors.New("refused")

// statement runs one statement in a transaction; with targets it reads one row.
type statement func(sql string, args []any, into ...any) error

func create(_ context.Context, b []byte, do statement, lock string, key []byte, user string, in newCommitment) ([]byte, error) {
	in.Text = strings.TrimSpace(in.Text)
	if in.Text == "" || len(in.Text) > 10000 || in.AgreementID == "" {
		return b, errRefused
	}
	c := commitment{meta: meta{id: uuid.Must(uuid.NewV7()).String(), version: 1, createdBy: user}, agreement: in.AgreementID, scope: "unit", text: in.Text, theme: &in.Theme, unit: &in.UnitID, measure: &in.Measure, legalBasis: "[]", targets: "[]", sources: "[]", basis: "{}"}
	c.createdAt = time.Now().UTC().Truncate(time.Microsecond)
	c.updatedAt = c.createdAt
	var bloc, name string
	if err := do(mayWriteSQL+lock, []any{in.AgreementID, user}, &c.term, &bloc, &c.label, &c.kind); err != nil {
		return b, err
	}
	if err := do(unitNameSQL, []any{in.UnitID}, &name); err != nil {
		return b, err
	}
	c.unitName = &name
	if err := do(insertSQL, []any{c.id, c.agreement, c.term, bloc, in.Theme, c.text, viet.Key(c.text), in.UnitID, in.Measure, c.createdAt, user}, &c.position); err != nil {
		return b, err
	}
	if err := do(touchSQL, []any{c.agreement, c.createdAt}); err != nil {
		return b, err
	}
	start := len(b)
	b = c.append(b)
	var seq int64
	var previous string
	if err := do(headSQL, []any{chain}, &seq, &previous); err != nil {
		return b, err
	}
	seal := hmac.New(sha256.New, key)
	seal.Write([]byte(previous))
	seal.Write(b[start:])
	mac := hex.EncodeToString(seal.Sum(nil))
	if err := do(eventSQL, []any{uuid.Must(uuid.NewV7()).String(), chain, seq, c.createdAt.Format(time.RFC3339Nano), user, c.id, bloc, c.term, string(b[start:]), previous, mac}); err != nil {
		return b, err
	}
	return b, do(sealSQL, []any{chain, mac})
}
