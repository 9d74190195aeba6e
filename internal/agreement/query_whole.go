package agreement

import (
	"gorm.io/gorm"

	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
)

// wholeOf reads an agreement the caller may read with all its parts, in one
// statement a kind of part.
func wholeOf(tx *gorm.DB, id string) (w Whole, err error) {
	a, err := bloc.ShowPart[agreementRow](tx, agreementRows, id)
	if err != nil {
		return w, err
	}
	w.Agreement = *a
	if w.Members, err = db.All[memberRow](tx, `SELECT m.unit_id, m.unit_as_written, m.position, u.name AS unit_name FROM members m LEFT JOIN units u ON u.id = m.unit_id
		WHERE m.term_id = ? ORDER BY m.position, m.id`, a.TermID); err != nil {
		return w, err
	}
	if w.Signatures, err = parts[signatureRow](tx, signatureRows, id, "s.status <> 'annulled'", "s.position, s.id"); err != nil {
		return w, err
	}
	if w.Commitments, err = parts[commitmentRow](tx, commitmentRows, id, "1 = 1", "c.position, c.id"); err != nil {
		return w, err
	}
	w.Annexes, err = parts[annexRow](tx, annexRows, id, "1 = 1", "x.number")
	return w, err
}

// parts reads all parts of one kind of an agreement that the caller was found to
// read.
func parts[T any](tx *gorm.DB, r bloc.Part, agreementID, cond, order string) ([]T, error) {
	return db.All[T](tx, "SELECT "+r.Columns+" FROM "+r.From+" WHERE "+r.Alias+".agreement_id = ? AND "+cond+" ORDER BY "+order, agreementID)
}
