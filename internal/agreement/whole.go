package agreement

// Whole is an agreement with everything that makes it up, read at one moment:
// members in protocol order, signatures that were not annulled, commitments in
// the order of the text, annexes by number.
type Whole struct {
	Agreement   agreementRow
	Members     []memberRow
	Signatures  []signatureRow
	Commitments []commitmentRow
	Annexes     []annexRow
}

// memberRow is a member of the agreement's term with the unit's present name.
type memberRow struct {
	UnitID        *string
	UnitAsWritten *string
	UnitName      *string
	Position      int
}

// chapter is a run of commitments under one theme; nil is none.
type chapter struct {
	theme       *string
	commitments []commitmentRow
}

// chapters parts the commitments where the theme changes, as the text does.
func (w Whole) chapters() []chapter {
	var out []chapter
	for _, c := range w.Commitments {
		if len(out) == 0 || !equal(out[len(out)-1].theme, c.Theme) {
			out = append(out, chapter{theme: c.Theme})
		}
		last := &out[len(out)-1]
		last.commitments = append(last.commitments, c)
	}
	return out
}
