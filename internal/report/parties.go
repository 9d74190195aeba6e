package report

import "giaouoc/internal/record"

// Party is a unit that an agreement awaits an answer of: a member of the term, or
// one that answered without being a member.
type Party struct {
	Order      *int              `json:"order" doc:"protocol order; null: it signed without being a member"`
	Unit       *record.Ref       `json:"unit"`
	NameThen   *string           `json:"name_then" doc:"what the unit was called when the term began"`
	Code       *string           `json:"code"`
	Signatures []AnnualSignature `json:"signatures"`

	remark *string
}

// parties are the members in protocol order, each with its answers, then those
// that signed without being members.
func parties(members []memberRow, signatures []annualSignatureRow) []Party {
	out, taken := []Party{}, make([]bool, len(signatures))
	answers := func(id, written *string) []AnnualSignature {
		found := []AnnualSignature{}
		for i, g := range signatures {
			if taken[i] || !sameUnit(g.UnitID, g.UnitAsWritten, id, written) {
				continue
			}
			taken[i] = true
			found = append(found, AnnualSignature{g.Role, g.Status, record.NewRef(g.PersonID, g.PersonAsWritten, g.PersonName), g.PositionAsWritten, g.SignedOn, g.Method, g.Remark})
		}
		return found
	}
	for _, m := range members {
		place := m.Position
		out = append(out, Party{&place, record.NewRef(m.UnitID, m.UnitAsWritten, m.UnitName), m.NameThen, m.Code, answers(m.UnitID, m.UnitAsWritten), m.Remark})
	}
	for i, g := range signatures {
		if !taken[i] {
			out = append(out, Party{nil, record.NewRef(g.UnitID, g.UnitAsWritten, g.UnitName), g.NameThen, g.Code, answers(g.UnitID, g.UnitAsWritten), nil})
		}
	}
	return out
}

// sameUnit holds for one linked unit, or for the same words where neither is
// linked; nothing is matched by guess.
func sameUnit(id, written, otherID, otherWritten *string) bool {
	if id != nil || otherID != nil {
		return id != nil && otherID != nil && *id == *otherID
	}
	return written != nil && otherWritten != nil && *written == *otherWritten
}
