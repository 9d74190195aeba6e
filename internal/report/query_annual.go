package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/agreement"
	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/progress"
	"giaouoc/internal/unit"
)

// figuresRow counts what a term has on record.
type figuresRow struct {
	PeriodLabel       string
	MembersState      string
	StatedMemberCount *int
	Members           int
	Signed            int
	Pending           int
	Absent            int
	Late              int
	Signatures        int // answers that are not annulled
	Commitments       int
	WithTarget        int
}

type annualSignatureRow struct {
	agreement.Signature `gorm:"embedded"`
	UnitName            *string
	NameThen            *string
	Code                *string
	PersonName          *string
}

type annualAttendeeRow struct {
	agreement.Attendee `gorm:"embedded"`
	PersonName         *string
	UnitName           *string
}

type annualAgreementRow struct {
	agreement.Agreement `gorm:"embedded"`
	AnnexCount          int
}

type annualCommitmentRow struct {
	agreement.Commitment `gorm:"embedded"`
	UnitName             *string
	NameThen             *string
}

type annualTargetRow struct {
	ID   string
	Name *string
}

// annualRows is everything a report is made of, as it is stored.
type annualRows struct {
	termRows
	figures     []figuresRow
	signatures  []annualSignatureRow
	people      []annualAttendeeRow
	agreements  []annualAgreementRow
	commitments []annualCommitmentRow
	progress    *progress.ReviewView
	movements   []RegisteredMovement
	models      []ReportedModel
	ratings     []ReportedRating
	targetUnits []annualTargetRow
	awards      []award.Listing
	names       []award.Naming
	tally       award.Tally
	periods     []string
	byYear      bool
}

func (a *Annual) read(tx *gorm.DB, termID string) error {
	rows, err := readAnnual(tx, termID)
	if err != nil {
		return err
	}
	a.Data, a.Comparison = rows.build(a.Filters), rows.compare()
	return nil
}

// readAnnual reads a term's report in a fixed number of statements whatever its
// size, each through the extent its own list has.
func readAnnual(tx *gorm.DB, termID string) (*annualRows, error) {
	r := &annualRows{}
	if err := r.readTerm(tx, actor.BlocRead, termID); err != nil {
		return nil, err
	}
	for _, step := range []func(*gorm.DB, *annualRows) error{readFigures, readParts, readWork, readAnnualAwards} {
		if err := step(tx, r); err != nil {
			return nil, err
		}
	}
	return r, nil
}

const signatureCounts = `(SELECT count(*) FROM signatures s WHERE s.agreement_id = a.id AND s.annex_id IS NULL AND s.status`

// readFigures counts for the term and the one of the period before.
func readFigures(tx *gorm.DB, r *annualRows) error {
	own := r.term.Term.Period
	labels := []string{own.Label}
	if p, ok := own.Previous(); ok {
		labels = append(labels, p.Label)
	}
	who := actor.From(tx.Statement.Context)
	agreed, args := who.Extent(actor.AgreementRead).TermRows("a.bloc_id", "a.term_id")
	cond, more := who.Extent(actor.BlocRead).TermRows("t.bloc_id", "t.id")
	args = append(append(args, r.term.Term.BlocID, own.Kind, labels), more...)
	return tx.Raw(`SELECT t.period_label, t.members_state, t.stated_member_count,
			(SELECT count(*) FROM members m WHERE m.term_id = t.id) AS members,
			`+signatureCounts+` = 'signed') AS signed, `+signatureCounts+` = 'pending') AS pending, `+signatureCounts+` = 'absent') AS absent,
			`+signatureCounts+` = 'late') AS late, `+signatureCounts+` <> 'annulled') AS signatures,
			(SELECT count(*) FROM commitments c WHERE c.agreement_id = a.id) AS commitments,
			(SELECT count(c.target) FROM commitments c WHERE c.agreement_id = a.id) AS with_target
		FROM terms t LEFT JOIN agreements a ON a.term_id = t.id AND (a.status IS NULL OR a.status <> 'cancelled') AND `+agreed+`
		WHERE t.bloc_id = ? AND t.period_kind = ? AND t.period_label IN ? AND `+cond, args...).Scan(&r.figures).Error
}

// readParts reads the lists of the term and of its agreement.
func readParts(tx *gorm.DB, r *annualRows) error {
	if err := read(tx, r.term.Term.ID, append(r.lists(),
		inTerm{&r.people, actor.AgreementRead, "et", "DISTINCT ep.*, p.name AS person_name, u.name AS unit_name", "event_terms et JOIN event_people ep ON ep.event_id = et.event_id LEFT JOIN persons p ON p.id = ep.person_id LEFT JOIN units u ON u.id = ep.unit_id", "ep.event_id, ep.place, ep.id"},
		inTerm{&r.agreements, actor.AgreementRead, "a", "a.id, a.title, a.preamble, a.legal_bases, a.basis_of_text, a.status, a.content_hash, a.sources, a.remark, (SELECT count(*) FROM annexes x WHERE x.agreement_id = a.id) AS annex_count", "agreements a", "a.id"},
		inTerm{&r.signatures, actor.AgreementRead, "s", signatureColumns(), "signatures s" + of("s") + " AND s.annex_id IS NULL LEFT JOIN units u ON u.id = s.unit_id LEFT JOIN persons p ON p.id = s.person_id", "s.position, s.id"},
		inTerm{&r.commitments, actor.AgreementRead, "c", commitmentColumns(), "commitments c" + of("c") + " LEFT JOIN units u ON u.id = c.unit_id", "c.position, c.id"},
	)...); err != nil {
		return err
	}
	return readTargetUnits(tx, r.term.Term.ID, r.commitments, &r.targetUnits)
}

// readWork reads what became of the commitments, and what else the year brought.
func readWork(tx *gorm.DB, r *annualRows) (err error) {
	if r.progress, err = progress.YearReview(tx, &r.term.Term); err != nil {
		return err
	}
	if r.movements, r.models, err = readExamples(tx, r.term.Term.ID); err != nil {
		return err
	}
	r.ratings, err = readRatings(tx, r.term.Term.ID)
	return err
}

// of narrows a part of an agreement to the one that is not cancelled.
func of(alias string) string {
	return " JOIN agreements a ON a.id = " + alias + ".agreement_id AND (a.status IS NULL OR a.status <> 'cancelled')"
}

// readTargetUnits names the units that have targets of their own.
func readTargetUnits(tx *gorm.DB, termID string, commitments []annualCommitmentRow, into *[]annualTargetRow) error {
	ids := []string{""}
	for _, c := range commitments {
		for _, t := range c.Targets.V {
			ids = append(ids, t.UnitID)
		}
	}
	return tx.Raw("SELECT u.id, "+unit.NameOnSQL("u.id", termStart)+" AS name FROM units u JOIN terms t ON t.id = ? WHERE u.id IN ?",
		termID, ids).Scan(into).Error
}

// readAnnualAwards reads the awards for the term's merit and those that came
// out in it for other merit, whom they name, and the tally of five periods.
func readAnnualAwards(tx *gorm.DB, r *annualRows) error {
	t := r.term.Term
	p := t.Period
	r.periods, r.byYear = periods(bloc.NewPeriodValue(p), func() (string, bool) {
		before, ok := p.Previous()
		p = before
		return before.Label, ok
	})
	where, args := "a.bloc_id = ? AND EXISTS (SELECT 1 FROM terms y WHERE y.id = ? AND "+award.StandsIn+")", []any{t.BlocID, t.ID}
	var err error
	if r.awards, err = award.List(tx, where, args); err != nil {
		return err
	}
	if r.names, err = award.Names(tx, where, args); err != nil {
		return err
	}
	if r.byYear {
		r.tally, err = award.TallyOfYears(tx, t.BlocID, r.periods)
	} else {
		r.tally, err = award.TallyOfPeriods(tx, t.BlocID, t.Period.Kind, r.periods)
	}
	return err
}
