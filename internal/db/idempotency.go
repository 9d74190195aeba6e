package db

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"giaouoc/internal/fault"
)

// IdempotencyLifetime is how long the answer to a keyed request is kept.
const IdempotencyLifetime = 24 * time.Hour

// Retry is a request that carries an idempotency key: who sent what where, and
// what became of it. It travels in the context from the transport to InTx,
// which writes the record in the transaction of the work itself: a crash
// between the two cannot make a retry look new.
type Retry struct {
	ActorID     string
	Method      string
	Path        string
	Key         string
	Fingerprint string // of the body
	Status      int    // what the operation answers when it succeeds

	entity, entityID string
	Saved            bool // the record is committed
}

// IdempotencyRecord is the row that remembers a keyed request.
type IdempotencyRecord struct {
	ActorID     string `gorm:"primaryKey"`
	Method      string `gorm:"primaryKey"`
	Path        string `gorm:"primaryKey"`
	Key         string `gorm:"primaryKey"`
	Fingerprint string
	Entity      string // what the request made or changed, to render the answer again
	EntityID    string
	Status      int
	Headers     JSON[map[string]string]
	Body        *string // the rendered answer; nil until it is attached
	CreatedAt   time.Time
}

type retryKey struct{}

// WithRetry lets InTx remember the request.
func WithRetry(ctx context.Context, r *Retry) context.Context {
	return context.WithValue(ctx, retryKey{}, r)
}

func retryFrom(ctx context.Context) *Retry {
	r, _ := ctx.Value(retryKey{}).(*Retry)
	return r
}

// Touched notes which record the running request is about: the first one wins.
func Touched(tx *gorm.DB, entity, id string) {
	if r := retryFrom(tx.Statement.Context); r != nil && r.entity == "" {
		r.entity, r.entityID = entity, id
	}
}

// Answers notes what the running request's operation answers when it succeeds.
func Answers(ctx context.Context, status int) {
	if r := retryFrom(ctx); r != nil {
		r.Status = status
	}
}

func (r *Retry) begin() {
	if r != nil {
		r.entity, r.entityID = "", ""
	}
}

func (r *Retry) committed() {
	if r != nil {
		r.Saved = true
	}
}

func (r *Retry) save(tx *gorm.DB, now time.Time) error {
	if r == nil || r.Saved {
		return nil
	}
	// A record whose day is over makes room; a live one is another request's
	// with this key that committed first, whose answer is replayed to whoever
	// asks again.
	res := tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "actor_id"}, {Name: "method"}, {Name: "path"}, {Name: "key"}},
		DoUpdates: clause.AssignmentColumns([]string{"fingerprint", "entity", "entity_id", "status", "headers", "body", "created_at"}),
		Where:     clause.Where{Exprs: []clause.Expression{gorm.Expr("idempotency_records.created_at <= ?", now.Add(-IdempotencyLifetime))}},
	}).Create(r.record(now))
	if res.Error == nil && res.RowsAffected == 0 {
		f := fault.New(fault.Conflict, "request_in_progress")
		f.RetryAfter = 1
		return f
	}
	return res.Error
}

func (r *Retry) record(now time.Time) *IdempotencyRecord {
	return &IdempotencyRecord{
		ActorID: r.ActorID, Method: r.Method, Path: r.Path, Key: r.Key, Fingerprint: r.Fingerprint,
		Entity: r.entity, EntityID: r.entityID, Status: r.Status, CreatedAt: now,
	}
}

// Remembered returns the record of an earlier request with the same key, or nil.
func (d *DB) Remembered(ctx context.Context, r *Retry) (*IdempotencyRecord, error) {
	var rec IdempotencyRecord
	res := d.Read(ctx).Where("actor_id = ? AND method = ? AND path = ? AND key = ? AND created_at > ?",
		r.ActorID, r.Method, r.Path, r.Key, d.Now().Add(-IdempotencyLifetime)).Limit(1).Find(&rec)
	if res.Error != nil || res.RowsAffected == 0 {
		return nil, d.translate(ctx, res.Error)
	}
	return &rec, nil
}

// Attach keeps the rendered answer with the request. For a refusal, which left
// no record in its own rolled-back transaction, it writes one.
func (d *DB) Attach(ctx context.Context, r *Retry, status int, headers map[string]string, body string) error {
	err := d.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := r.save(tx, d.Now()); err != nil {
			return err
		}
		return tx.Model(&IdempotencyRecord{}).
			Where("actor_id = ? AND method = ? AND path = ? AND key = ?", r.ActorID, r.Method, r.Path, r.Key).
			Updates(map[string]any{"status": status, "headers": NewJSON(headers), "body": body}).Error
	})
	return d.translate(ctx, err)
}

// PurgeIdempotency forgets requests whose day is over and returns how many.
func (d *DB) PurgeIdempotency(ctx context.Context) (int64, error) {
	res := d.write.WithContext(ctx).Where("created_at <= ?", d.Now().Add(-IdempotencyLifetime)).Delete(&IdempotencyRecord{})
	return res.RowsAffected, d.translate(ctx, res.Error)
}
