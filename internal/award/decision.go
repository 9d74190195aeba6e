package award

import (
	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/text"
)

// Decision is a document of an authority (quyết định). Once in force it is
// changed only by another decision that annuls it or takes the annulment back
// (Luật Thi đua, khen thưởng 2022, Điều 93); nothing is deleted.
type Decision struct {
	record.Meta          `gorm:"embedded"`
	BlocID               *string // outside any bloc is normal
	Kind                 string
	Number               *string
	IssuedOn             *date.Partial
	AuthorityID          *string
	AuthorityAsWritten   *string
	SignatoryID          *string
	SignatoryAsWritten   *string
	SignatoryPosition    *string
	Summary              *string
	SearchText           string
	Status               string
	AnnulsID             *string
	RestoresID           *string
	StatedRecipientCount *int
	record.Provenance    `gorm:"embedded"`
}

// States of decisions, and of awards: an award has its decision's.
const (
	Draft    = "draft"
	InForce  = "in_force"
	Annulled = "annulled"
)

// decisionSteps are the steps one may ask for: what is annulled or restored is
// so by another decision.
var decisionSteps = record.Lifecycle{States: "decision_status", Steps: map[string][]record.Step{Draft: {{To: InForce}}}}

func (d *Decision) fold() {
	d.SearchText = folded(d.Number, d.Summary, d.AuthorityAsWritten, d.SignatoryAsWritten, d.SignatoryPosition)
}

// act is what a decision does to another: which, and the states it leads it
// from and to. The id is nil for a decision that does nothing of the kind.
func (d *Decision) act() (id *string, pointer, from, to string) {
	if d.AnnulsID != nil {
		return d.AnnulsID, "/annuls_id", InForce, Annulled
	}
	return d.RestoresID, "/restores_id", Annulled, InForce
}

// effect is the field under which the record of acts tells what a decision did
// to another.
func (d *Decision) effect() string {
	if d.AnnulsID != nil {
		return "annuls"
	}
	return "restores"
}

// acts holds for a decision that annuls or restores another. It is no target
// itself, as what it did would stay done: one acts on the original decision.
func (d *Decision) acts() bool { return d.AnnulsID != nil || d.RestoresID != nil }

// check notes what no decision can be.
func (d *Decision) check(bad *fault.Fields) {
	if d.Kind == "" {
		bad.Add("/kind", "required")
	}
	if d.AnnulsID != nil && d.RestoresID != nil {
		bad.Add("/restores_id", "conflicts_with", "other", "annuls_id")
	}
	if id, pointer, _, _ := d.act(); id != nil && *id == d.ID {
		bad.Add(pointer, "invalid_value")
	}
}

// lacking is what keeps a decision from being in force: whose it is must be
// known, and the decision it acts on, if any, must be in the state for it.
func (d *Decision) lacking(target *Decision) (missing fault.Fields) {
	if d.AuthorityID == nil && d.AuthorityAsWritten == nil {
		missing.Add("/authority_id", "reference_required")
	}
	if _, pointer, from, _ := d.act(); target != nil && target.Status != from {
		missing.Add(pointer, "other_state", "state", text.Value{Enum: decisionSteps.States, Of: target.Status}, "needed", text.Value{Enum: decisionSteps.States, Of: from})
	}
	if _, pointer, _, _ := d.act(); target != nil && target.acts() {
		missing.Add(pointer, "acts_itself")
	}
	return missing
}
