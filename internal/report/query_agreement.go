package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/agreement"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/period"
)

// agreementPaperRow is an agreement with its term, bloc and signing event.
type agreementPaperRow struct {
	agreement.Agreement `gorm:"embedded"`
	Period              period.Period `gorm:"embedded;embeddedPrefix:period_"`
	MembersState        string
	BlocName            string
	BlocNames           db.JSON[[]bloc.Name]
	BlocCode            *string
	DocumentLayout      *string
	OrganizerID         *string
	OrganizerInWords    *string
	OrganizerName       *string
	EventTitle          *string
	EventHeldOn         *date.Partial
	EventPlace          *string
}

// agreementPaperRows is everything the document is made of, as it is stored.
type agreementPaperRows struct {
	agreement   agreementPaperRow
	members     []memberRow
	signatures  []annualSignatureRow // of the agreement and its annexes
	commitments []annualCommitmentRow
	targetUnits []annualTargetRow
	annexes     []agreement.Annex
}

func (a *AgreementPaper) read(tx *gorm.DB, id string) error {
	rows, err := readAgreementPaper(tx, id)
	if err != nil {
		return err
	}
	a.Data, err = rows.build()
	return err
}

// readAgreementPaper reads an agreement the caller may read in a fixed number of
// statements whatever its size.
func readAgreementPaper(tx *gorm.DB, id string) (*agreementPaperRows, error) {
	r := &agreementPaperRows{}
	cond, args := actor.From(tx.Statement.Context).Extent(actor.AgreementRead).TermRows("a.bloc_id", "a.term_id")
	a, err := db.One[agreementPaperRow](tx, db.Select{
		Columns: `a.*, t.period_kind, t.period_label, t.period_starts_on, t.period_ends_on, t.members_state,
			b.name AS bloc_name, b.names AS bloc_names, b.code AS bloc_code, b.document_layout,
			b.organizer_id, b.organizer_as_written AS organizer_in_words, o.name AS organizer_name,
			e.title AS event_title, e.held_on AS event_held_on, e.place AS event_place`,
		From: `agreements a JOIN terms t ON t.id = a.term_id JOIN blocs b ON b.id = a.bloc_id
			LEFT JOIN authorities o ON o.id = b.organizer_id LEFT JOIN events e ON e.id = a.signing_event_id`,
		Where: []string{cond}, Args: args,
	}, "a.id", id)
	if err != nil {
		return nil, err
	}
	r.agreement = *a
	for _, q := range []struct {
		into             any
		columns, from    string
		of, where, order string
	}{
		{&r.members, memberColumns(), "members m LEFT JOIN units u ON u.id = m.unit_id JOIN terms t ON t.id = m.term_id", a.TermID, "m.term_id", "m.position, m.id"},
		{&r.signatures, signatureColumns(), "signatures s LEFT JOIN units u ON u.id = s.unit_id LEFT JOIN persons p ON p.id = s.person_id JOIN terms t ON t.id = s.term_id", id, "s.agreement_id", "s.position, s.id"},
		{&r.commitments, commitmentColumns(), "commitments c LEFT JOIN units u ON u.id = c.unit_id JOIN terms t ON t.id = c.term_id", id, "c.agreement_id", "c.position, c.id"},
		{&r.annexes, "x.*", "annexes x", id, "x.agreement_id", "x.number"},
	} {
		if err := tx.Raw("SELECT "+q.columns+" FROM "+q.from+" WHERE "+q.where+" = ? ORDER BY "+q.order, q.of).Scan(q.into).Error; err != nil {
			return nil, err
		}
	}
	return r, readTargetUnits(tx, a.TermID, r.commitments, &r.targetUnits)
}
