package agreement

import (
	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Signature is a unit's representative under an agreement or one of its annexes
// (đại diện ký). Position is the place in the block of signatures, as a rule the
// unit's in protocol order.
type Signature struct {
	record.Meta       `gorm:"embedded"`
	AgreementID       string
	AnnexID           *string // nil: the agreement itself
	TermID            string
	BlocID            string
	Position          int
	UnitID            *string
	UnitAsWritten     *string
	Role              *string // head, union, other
	PersonID          *string
	PersonAsWritten   *string
	PositionAsWritten *string
	SignedOn          *date.Partial
	Method            *string
	Status            string
	Reason            *string // of the last step that gave one
	record.Provenance `gorm:"embedded"`
}

// States of a signature. Absent and late are answers: nobody waits for them
// before the agreement comes into force.
const (
	Pending  = "pending"
	Signed   = "signed"
	Absent   = "absent"
	Late     = "late"
	Annulled = "annulled"
)

// signatureLifecycle: a signed one is never edited; annulled with a reason, it
// makes room for another.
var signatureLifecycle = record.Lifecycle{States: "signature_status", Steps: map[string][]record.Step{
	Pending: {{To: Signed}, {To: Absent}, {To: Late}},
	Absent:  {{To: Signed}},
	Late:    {{To: Signed}},
	Signed:  {{To: Annulled, Reason: true}},
}}

// editable refuses changes to a signature that was given under an original. The
// rows of a reported agreement are statements of a source and stay correctable.
func (g Signature) editable(a Agreement) error {
	if a.isOriginal() && (g.Status == Signed || g.Status == Annulled) {
		return ErrSigned
	}
	return nil
}

// checkDay notes a signature given on a day that cannot be: after today, or more
// than a year before the period begins, as agreements are signed around its
// beginning. A day known in part passes when it may lie between.
func (g Signature) checkDay(begins, today date.Day, bad *fault.Fields) {
	if g.Status != Signed || g.SignedOn == nil {
		return
	}
	if first := begins.AddYears(-1); g.SignedOn.Last() < first || g.SignedOn.First() > today {
		bad.Add("/signed_on", "signing_day", "min", first, "max", today)
	}
}

// awaits holds for a unit's open row that a new answer of the unit fulfils: the
// row made when signing began says nothing of the role.
func (g Signature) awaits(answer Signature) bool {
	return g.Status == Pending && answer.Status != Pending && (g.Role == nil || equal(g.Role, answer.Role))
}

// whose says whose signature it is: the unit's, else that of the words.
func (g Signature) whose() string {
	if g.UnitID != nil {
		return *g.UnitID
	}
	return "written " + deref(g.UnitAsWritten)
}

// absentees lists the members of a term that have no signature yet, in their
// order, as pending signatures of the agreement.
func absentees(a Agreement, members []signatory, there []Signature) []Signature {
	var out []Signature
	for _, m := range members {
		found := false
		for _, g := range there {
			found = found || m.whose() == g.whose()
		}
		if !found {
			out = append(out, Signature{
				AgreementID: a.ID, TermID: a.TermID, BlocID: a.BlocID, Position: m.Position,
				UnitID: m.UnitID, UnitAsWritten: m.UnitAsWritten, Status: Pending,
			})
		}
	}
	return out
}

func (m signatory) whose() string {
	return Signature{UnitID: m.UnitID, UnitAsWritten: m.UnitAsWritten}.whose()
}

// signatory is a member of the term as it stands in protocol order.
type signatory struct {
	UnitID        *string
	UnitAsWritten *string
	Position      int
}
