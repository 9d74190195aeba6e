// Package audit keeps the record of every act (nhật ký): who changed what, from
// what to what, written in the same transaction as the change. Records form a
// chain per bloc, and one for what lies outside blocs; each carries a MAC over
// itself and the one before, with a key that is not in the database.
package audit

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
)

// General is the chain of acts outside any bloc.
const General = "general"

// atLayout is how an event's moment is written: as long for every moment, so
// that texts compare as moments do.
const atLayout = "2006-01-02T15:04:05.000000Z"

// Event is one act. At is RFC 3339 in UTC with microseconds, as text, so that
// the MAC is over the very bytes that are stored.
type Event struct {
	ID        string `gorm:"primaryKey"`
	Chain     string
	Seq       int64
	At        string
	ActorID   string
	ActorName string
	Action    string // operation id, or "cli …"
	Entity    string
	EntityID  string
	Version   int // of the record, after the act
	BlocID    *string
	TermID    *string
	Changes   string // JSON: [{"field","from","to"}]
	Reason    *string
	RequestID string
	Previous  string
	MAC       string `gorm:"column:mac"`
}

// TableName is gorm's name for the table.
func (Event) TableName() string { return "audit_events" }

// Entry is what a service says of an act.
type Entry struct {
	Entity   string
	EntityID string
	Version  int
	BlocID   *string
	TermID   *string
	Before   any     // the row as it was; nil for a new one
	After    any     // the row as it is; nil for a removed one
	Reason   *string // nil: the one given with the call, if any
	// Also are changes the act brought about in other records.
	Also []Change
}

// Log writes the record. Its key signs each event.
type Log struct{ key []byte }

// New makes a log that signs with key.
func New(key []byte) *Log { return &Log{key} }

// Append records an act in the transaction that did it, or what it did to several
// records of one bloc. It is written when all other work of the transaction is
// done, since the chain's head stays locked until the commit.
func (l *Log) Append(tx *gorm.DB, entries ...Entry) error {
	events := make([]Event, len(entries))
	for i, e := range entries {
		var err error
		if events[i], err = event(tx, e); err != nil {
			return err
		}
		db.Touched(tx, e.Entity, e.EntityID)
	}
	return db.AtEnd(tx, func(tx *gorm.DB) error { return l.chain(tx, events) })
}

// event is an entry with who did it, when and by which request.
func event(tx *gorm.DB, e Entry) (Event, error) {
	ctx := tx.Statement.Context
	who, call := actor.From(ctx), actor.CallFrom(ctx)
	if e.Reason == nil {
		e.Reason = call.Reason
	}
	changes, err := json.Marshal(append(Diff(e.Before, e.After), e.Also...))
	return Event{
		ID: db.NewID(), Chain: chainOf(e.BlocID), At: tx.NowFunc().UTC().Format(atLayout),
		ActorID: who.ID, ActorName: who.Signature(), Action: call.Operation, Entity: e.Entity, EntityID: e.EntityID, Version: e.Version,
		BlocID: e.BlocID, TermID: e.TermID, Changes: string(changes), Reason: e.Reason, RequestID: call.RequestID,
	}, err
}

// chain writes events of one chain behind the last one there, in three statements
// however many they are.
func (l *Log) chain(tx *gorm.DB, events []Event) error {
	var head struct {
		Seq int64
		MAC string `gorm:"column:mac"`
	}
	chain, n := events[0].Chain, int64(len(events))
	if err := tx.Raw(`INSERT INTO audit_heads (chain, seq, mac) VALUES (?, ?, '')
		ON CONFLICT (chain) DO UPDATE SET seq = audit_heads.seq + ? RETURNING seq, mac`, chain, n, n).Scan(&head).Error; err != nil {
		return err
	}
	mac := head.MAC
	for i := range events {
		ev := &events[i]
		ev.Seq, ev.Previous = head.Seq-n+int64(i)+1, mac
		ev.MAC = l.sign(*ev)
		mac = ev.MAC
	}
	if err := tx.Create(&events).Error; err != nil {
		return err
	}
	return tx.Exec("UPDATE audit_heads SET mac = ? WHERE chain = ?", mac, chain).Error
}

func chainOf(bloc *string) string {
	if bloc == nil {
		return General
	}
	return "bloc:" + *bloc
}

// sign is the MAC over everything in the event but the MAC itself.
func (l *Log) sign(e Event) string {
	e.MAC = ""
	b, err := json.Marshal(e)
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	return l.mac("event", b)
}

// Seal is a MAC of a feature over what may not change unseen, by the key that is
// kept outside the database. of keeps the seals of one purpose apart from others.
func (l *Log) Seal(of string, b []byte) string { return l.mac("seal of "+of, b) }

func (l *Log) mac(purpose string, b []byte) string {
	h := hmac.New(sha256.New, l.key)
	h.Write([]byte("giaouoc audit " + purpose + "\x00"))
	h.Write(b)
	return hex.EncodeToString(h.Sum(nil))
}

// Time reads the event's moment.
func (e Event) Time() time.Time {
	t, _ := time.Parse(time.RFC3339Nano, e.At)
	return t
}
