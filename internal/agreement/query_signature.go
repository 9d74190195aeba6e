package agreement

import (
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/text"
	"giaouoc/internal/unit"
)

var (
	signatureStatuses = []string{Pending, Signed, Absent, Late, Annulled}
	signatureRoles    = []string{"head", "union", "other"}
)

// signatureRow is a signature with its period and the present names of unit and
// person.
type signatureRow struct {
	Signature   `gorm:"embedded"`
	PeriodKind  string
	PeriodLabel string
	UnitName    *string
	NameThen    *string
	PersonName  *string
}

var signatureRows = bloc.Part{
	Read: actor.AgreementRead, Alias: "s",
	Columns: "s.*, t.period_kind, t.period_label, u.name AS unit_name, p.name AS person_name, " +
		unit.NameOnSQL("s.unit_id", "COALESCE(s.signed_on, t.period_starts_on)") + " AS name_then",
	From: `signatures s JOIN terms t ON t.id = s.term_id JOIN agreements a ON a.id = s.agreement_id
		LEFT JOIN units u ON u.id = s.unit_id LEFT JOIN persons p ON p.id = s.person_id`,
}

var signatureList = db.List{
	Fields: slices.Concat(bloc.TermFields("s"), []db.Field{
		{Name: "agreement_id", SQL: "s.agreement_id", Type: db.ID},
		{Name: "agreement_status", SQL: "a.status", Type: db.Enum, Enum: statuses, Nullable: true},
		{Name: "annex_id", SQL: "s.annex_id", Type: db.ID, Nullable: true},
		{Name: "unit_id", SQL: "s.unit_id", Type: db.ID, Nullable: true},
		{Name: "person_id", SQL: "s.person_id", Type: db.ID, Nullable: true},
		{Name: "status", SQL: "s.status", Type: db.Enum, Enum: signatureStatuses},
		{Name: "role", SQL: "s.role", Type: db.Enum, Enum: signatureRoles, Nullable: true},
		{Name: "signed_on", SQL: "s.signed_on", Type: db.Date, Nullable: true, Sort: true},
		{Name: "order", SQL: "s.position", Type: db.Int, Sort: true, SortOnly: true},
	}),
	Default: "order", ID: "s.id",
}

// canSign decides whether the caller may write the row of a unit.
func canSign(tx *gorm.DB, t *bloc.Term, unitID *string) error {
	r, err := bloc.TermResource(tx, t)
	if err != nil {
		return err
	}
	r.Owner = deref(unitID)
	return actor.From(tx.Statement.Context).Can(actor.SignatureWrite, r)
}

// signaturesOf reads the signatures of an agreement or of one of its annexes
// that are not annulled.
func signaturesOf(tx *gorm.DB, agreementID string, annexID *string) ([]Signature, error) {
	var gs []Signature
	return gs, tx.Raw("SELECT * FROM signatures WHERE agreement_id = ? AND COALESCE(annex_id, '') = ? AND status <> 'annulled' ORDER BY position, id",
		agreementID, deref(annexID)).Scan(&gs).Error
}

// boardOf reads the rows of an agreement's board or of one of its annexes', with
// those that were annulled, by their ids.
func boardOf(tx *gorm.DB, agreementID string, annexID *string) (map[string]signatureRow, error) {
	rows, err := db.All[signatureRow](tx, "SELECT "+signatureRows.Columns+" FROM "+signatureRows.From+
		" WHERE s.agreement_id = ? AND COALESCE(s.annex_id, '') = ?", agreementID, deref(annexID))
	board := make(map[string]signatureRow, len(rows))
	for _, r := range rows {
		board[r.ID] = r
	}
	return board, err
}

// awaited lists the signatures an agreement still waits for.
func awaited(tx *gorm.DB, agreementID string) ([]record.Lack, error) {
	var found []struct{ UnitID, UnitAsWritten, UnitName *string }
	err := tx.Raw(`SELECT s.unit_id, s.unit_as_written, u.name AS unit_name FROM signatures s LEFT JOIN units u ON u.id = s.unit_id
		WHERE s.agreement_id = ? AND s.annex_id IS NULL AND s.status = 'pending' ORDER BY s.position, s.id`, agreementID).Scan(&found).Error
	var out []record.Lack
	for _, f := range found {
		name := f.UnitName
		if name == nil {
			name = f.UnitAsWritten
		}
		out = append(out, record.Lack{
			Wire:  map[string]any{"unit_id": f.UnitID, "name": name},
			Words: text.Phrase{Key: "step.lacks.signature", Params: map[string]any{"unit": deref(name)}},
		})
	}
	return out, err
}

// anySigned tells whether anybody signed an agreement.
func anySigned(tx *gorm.DB, agreementID string) (signed bool, err error) {
	return signed, tx.Raw("SELECT EXISTS (SELECT 1 FROM signatures WHERE agreement_id = ? AND annex_id IS NULL AND status = 'signed')", agreementID).Scan(&signed).Error
}

// placeOf is where a unit's signature stands: its place in protocol order, or
// after all others when it is no member.
func placeOf(tx *gorm.DB, g Signature, there []Signature) (int, error) {
	var place int
	if g.UnitID != nil {
		if err := tx.Raw("SELECT position FROM members WHERE term_id = ? AND unit_id = ?", g.TermID, *g.UnitID).Scan(&place).Error; err != nil || place > 0 {
			return place, err
		}
	}
	for _, o := range there {
		place = max(place, o.Position)
	}
	return place + 1, nil
}

// canWrite decides whether the caller may do with signatures what is the
// agreement's own matter: who leads the term, not each unit.
func canWrite(tx *gorm.DB, t *bloc.Term) error { return bloc.CanTerm(tx, actor.AgreementWrite, t) }

// checkSignature notes what is wrong with a signature that is to be written.
func checkSignature(tx *gorm.DB, bad *fault.Fields, t *bloc.Term, g Signature) error {
	g.checkDay(t.Period.StartsOn, date.Today(tx.NowFunc), bad)
	if g.UnitID == nil && g.UnitAsWritten == nil {
		bad.Add("/unit_id", "reference_required")
	}
	if err := record.Known(tx, bad, "/unit_id", "units", g.UnitID); err != nil {
		return err
	}
	if err := record.Known(tx, bad, "/person_id", "persons", g.PersonID); err != nil {
		return err
	}
	return bad.Err()
}

// twin is the id of the signature that a unit already has in the same role.
func twin(g Signature, there []Signature) string {
	for _, o := range there {
		if o.ID != g.ID && g.UnitID != nil && equal(o.UnitID, g.UnitID) && equal(o.Role, g.Role) {
			return o.ID
		}
	}
	return ""
}
