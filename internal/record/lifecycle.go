package record

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/text"
)

// Step is one way out of a state. A step back, or past something that is
// missing, needs a reason.
type Step struct {
	To     string
	Reason bool
}

// Lifecycle lists the steps out of each state of an enumeration. The state "" is
// "unknown": a record of history whose state no source tells.
type Lifecycle struct {
	States string // the enumeration
	Steps  map[string][]Step
}

// Check decides a step. missing is what stands in the way of each target state;
// a target with something missing may still be reached with a reason if
// override says so. The fault is invalid_transition, or validation_failed when
// only the reason is lacking.
func (l Lifecycle) Check(from, to, reason string, missing map[string][]Lack, override bool) error {
	var free, withReason []string
	var lacks []Lack
	found := false
	for _, s := range l.Steps[from] {
		if s.To == to {
			lacks = missing[to]
		}
		blocked := len(missing[s.To]) > 0
		switch {
		case blocked && !override:
		case s.Reason || blocked:
			withReason = append(withReason, s.To)
			found = found || s.To == to && reason != ""
		default:
			free = append(free, s.To)
			found = found || s.To == to
		}
	}
	if found {
		return nil
	}
	return InvalidTransition(l.States, from, free, withReason, lacks)
}

// Before lists the states from which a step leads to another, without a reason.
func (l Lifecycle) Before(to string) (states []string) {
	for from, steps := range l.Steps {
		if slices.Contains(steps, Step{To: to}) {
			states = append(states, from)
		}
	}
	slices.Sort(states)
	return states
}

// InvalidTransition says that a step cannot be taken from where the thing is.
// missing lists what stands in the way; the lists may be empty, never nil.
func InvalidTransition(states, from string, allowed, withReason []string, missing []Lack) *fault.Error {
	var state any = from
	if from == "" {
		state = nil
	}
	return fault.New(fault.Conflict, "invalid_transition").
		Param("from", text.Value{Enum: states, Of: from}).Param("allowed", text.Values(states, allowed)).Param("with_reason", text.Values(states, withReason)).Param("lacks", inTheWay(missing)).
		With("from", state).With("allowed", append([]string{}, allowed...)).With("allowed_with_reason", append([]string{}, withReason...)).With("missing", append([]Lack{}, missing...))
}

// Lack is what stands in the way of a step: as programs read it, and in words.
type Lack struct {
	Wire  any
	Words text.Phrase
}

// MarshalJSON is what programs read.
func (l Lack) MarshalJSON() ([]byte, error) { return json.Marshal(l.Wire) }

// Lacking are lacks that a code of the catalogue names.
func Lacking(codes ...string) []Lack {
	out := make([]Lack, len(codes))
	for i, code := range codes {
		out[i] = Lack{code, text.Phrase{Key: "step.lacks." + code}}
	}
	return out
}

// inTheWay is what stands in the way of a step as a sentence of its own; "" for nothing.
type inTheWay []Lack

// In is the sentence in a language.
func (all inTheWay) In(lang text.Lang) string {
	words := make([]string, len(all))
	for i, l := range all {
		words[i] = strings.TrimSuffix(l.Words.In(lang), ".")
	}
	if len(words) == 0 {
		return ""
	}
	return " " + text.Of(lang, "step.lacks", map[string]any{"all": strings.Join(words, "; ")})
}

// Transition is one step that was taken.
type Transition struct {
	ID        string `gorm:"primaryKey"`
	Entity    string
	EntityID  string
	FromState *string
	ToState   string
	Reason    *string
	At        time.Time
	ActorID   string
	ActorName string
}

// Stepped records a step in the transaction that took it.
func Stepped(tx *gorm.DB, entity, id, from, to string, reason *string) error {
	return SteppedAll(tx, entity, []Taken{{id, from}}, to, reason)
}

// Taken is a record that took a step, and the state it was in.
type Taken struct{ ID, From string }

// SteppedAll is Stepped for records of one kind that went to one state at once.
func SteppedAll(tx *gorm.DB, entity string, taken []Taken, to string, reason *string) error {
	if len(taken) == 0 {
		return nil
	}
	who := actor.From(tx.Statement.Context)
	ts := make([]Transition, len(taken))
	for i, k := range taken {
		ts[i] = Transition{ID: db.NewID(), Entity: entity, EntityID: k.ID, ToState: to, Reason: reason, At: tx.NowFunc(), ActorID: who.ID, ActorName: who.Signature()}
		if k.From != "" {
			ts[i].FromState = &taken[i].From
		}
	}
	return tx.Create(&ts).Error
}

// ReasonInput is why a step is taken. A body of a step embeds it beside a member
// "to" that lists the states of its record.
type ReasonInput struct {
	Reason httpx.Opt[string] `json:"reason,omitzero" maxLength:"2000" multiline:"true"`
}

// TransitionView is a step on the wire.
type TransitionView struct {
	ID     string    `json:"id" format:"uuid"`
	From   *string   `json:"from" doc:"null: unknown, or just made"`
	To     string    `json:"to"`
	Reason *string   `json:"reason"`
	At     time.Time `json:"at"`
	By     string    `json:"by" doc:"login name"`
}

// transitionList is the grammar of a record's list of steps.
var transitionList = db.List{
	Fields:  []db.Field{{Name: "to", SQL: "t.to_state", Type: db.Text}, {Name: "at", SQL: "t.id", Type: db.Text, Sort: true, SortOnly: true}},
	Default: "at", ID: "t.id",
}

const transitionExample = `{"data":[{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","from":"planning","to":"signing","reason":null,"at":"2026-01-05T02:00:00Z","by":"vanthu"}],"page":{"limit":50,"has_more":false}}`

// RegisterHistory registers the list of steps of one kind of record. visible
// must answer not_found for a record the caller may not read.
func RegisterHistory(s *httpx.Server, op httpx.Op, store *db.DB, entity string, visible func(ctx context.Context, id string) error) {
	op.Response = transitionExample
	httpx.List(s, op, transitionList, func(ctx context.Context, in *httpx.AskedOf) (db.Page[TransitionView], error) {
		if err := visible(ctx, in.ID); err != nil {
			return db.Page[TransitionView]{}, err
		}
		page, err := db.Fetch[Transition](store.Read(ctx), db.Select{
			Columns: "t.*", From: "transitions t", Where: []string{"t.entity = ?", "t.entity_id = ?"}, Args: []any{entity, in.ID},
		}, in.Request())
		return db.MapPage(page, transitionView), store.Translate(ctx, err)
	})
}

func transitionView(t Transition) TransitionView {
	return TransitionView{t.ID, t.FromState, t.ToState, t.Reason, t.At, t.ActorName}
}
