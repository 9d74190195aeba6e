// Package agreement keeps what the members of a term meet for and sign: events
// (hội nghị, hoạt động), the agreement (bản giao ước) with its commitments, who
// signed it, and annexes. An original text is fixed at its first signature and
// from then on carries a hash anybody can verify.
package agreement

import (
	"slices"
	"strings"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/viet"
)

// Agreement is the joint text of a term. FrozenAt, Canonical and ContentHash
// are set together, at the first signature of an original; a reported text
// stays correctable and never has them.
type Agreement struct {
	record.Meta       `gorm:"embedded"`
	TermID            string
	BlocID            string
	Title             string
	Preamble          *string
	LegalBases        db.JSON[[]string]
	BasisOfText       string  // original, reported
	Status            *string // nil: unknown, for history no source tells
	SigningEventID    *string
	FrozenAt          *time.Time
	Canonical         *string
	ContentHash       *string
	SearchText        string
	record.Provenance `gorm:"embedded"`
}

// What the text of an agreement rests on.
const (
	Original = "original"
	Reported = "reported"
)

// States of an agreement.
const (
	Draft      = "draft"
	Consulting = "consulting"
	Signing    = "signing"
	InForce    = "in_force"
	Concluded  = "concluded"
	Cancelled  = "cancelled"
)

// The refusals of this feature.
var (
	ErrFrozen           = fault.New(fault.Conflict, "agreement.frozen")
	ErrNotSigning       = fault.New(fault.Conflict, "agreement.not_signing")
	ErrNotInForce       = fault.New(fault.Conflict, "agreement.not_in_force")
	ErrSigned           = fault.New(fault.Conflict, "signature.signed")
	ErrPreviousUnsigned = fault.New(fault.Conflict, "annex.previous_unsigned")
)

// lifecycle is the order of an agreement's states. A step back needs a reason,
// and so does taking back what is in force or naming the state of a text of
// history, whose state nobody had told.
var lifecycle = record.Lifecycle{States: "agreement_status", Steps: map[string][]record.Step{
	"": {
		{To: Draft, Reason: true},
		{To: Consulting, Reason: true},
		{To: Signing, Reason: true},
		{To: InForce, Reason: true},
		{To: Concluded, Reason: true},
		{To: Cancelled, Reason: true},
	},
	Draft:      {{To: Consulting}, {To: Cancelled}},
	Consulting: {{To: Signing}, {To: Draft, Reason: true}, {To: Cancelled}},
	Signing:    {{To: InForce}, {To: Consulting, Reason: true}, {To: Cancelled}},
	InForce:    {{To: Concluded}, {To: Cancelled, Reason: true}},
}}

// state is the status, "" for unknown.
func (a Agreement) state() string {
	if a.Status == nil {
		return ""
	}
	return *a.Status
}

// checkStep decides a step. pending are the signatures still awaited: past them
// the agreement comes into force only with a reason. Once anybody signed, the
// text does not go back to be worked on.
func (a Agreement) checkStep(to, reason string, pending []record.Lack, signed bool) error {
	steps := slices.DeleteFunc(slices.Clone(lifecycle.Steps[a.state()]), func(s record.Step) bool {
		return s.Reason && (s.To == Draft || s.To == Consulting) && (signed || a.FrozenAt != nil)
	})
	return record.Lifecycle{States: lifecycle.States, Steps: map[string][]record.Step{a.state(): steps}}.Check(a.state(), to, reason, map[string][]record.Lack{InForce: pending}, true)
}

// isOriginal tells a text in hand from one known by report.
func (a Agreement) isOriginal() bool { return a.BasisOfText == Original }

// editable refuses changes to a signed text.
func (a Agreement) editable() error {
	if a.FrozenAt != nil {
		return ErrFrozen
	}
	return nil
}

// changedFrom refuses a change of a signed text; what stands beside the text may
// change.
func (a Agreement) changedFrom(before Agreement) error {
	if a.Title == before.Title && equal(a.Preamble, before.Preamble) && slices.Equal(a.LegalBases.V, before.LegalBases.V) {
		return nil
	}
	return before.editable()
}

// takesAnswers refuses a signature in some state. What a source reports is
// recorded as it is; an original is signed from the step "signing" on, though
// its signatories may be listed before.
func (a Agreement) takesAnswers(status string) error {
	switch a.state() {
	case Signing, InForce, Concluded:
		return nil
	case Cancelled:
		return ErrNotSigning
	}
	if a.isOriginal() && status != Pending {
		return ErrNotSigning
	}
	return nil
}

// settled holds once signatures bear the agreement: its text is fixed, or it is in
// force. What was signed is no longer for each unit to take back.
func (a Agreement) settled() bool {
	return a.FrozenAt != nil || a.state() == InForce || a.state() == Concluded
}

// takesAnnex refuses an annex to a text that can still be changed itself.
func (a Agreement) takesAnnex() error {
	if a.FrozenAt == nil && a.state() != InForce {
		return ErrNotInForce
	}
	return nil
}

// freeze fixes the text with its canonical form.
func (a *Agreement) freeze(c Content, now time.Time) {
	b, hash := Canonical(c)
	text := string(b)
	a.FrozenAt, a.Canonical, a.ContentHash = &now, &text, &hash
}

// fold keeps the columns that follow from others in step.
func (a *Agreement) fold() {
	if a.LegalBases.V == nil {
		a.LegalBases.V = []string{}
	}
	a.SearchText = folded(append([]string{a.Title, deref(a.Preamble)}, a.LegalBases.V...)...)
}

func folded(texts ...string) string {
	var keys []string
	for _, t := range texts {
		if k := viet.Key(t); k != "" {
			keys = append(keys, k)
		}
	}
	return strings.Join(keys, " | ")
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func equal[T comparable](a, b *T) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }
