package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/agreement"
	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/unit"
)

// annualTermRow is the term with its bloc.
type annualTermRow struct {
	Term              bloc.Term `gorm:"embedded"`
	BlocName          string
	BlocNames         db.JSON[[]bloc.Name]
	BlocCode          *string
	BlocKind          string
	DocumentLayout    *string
	OrganizerID       *string
	OrganizerInWords  *string
	OrganizerName     *string
	ThemeOfName       *string
	CouncilMemberName *string
}

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

type annualMemberRow struct {
	bloc.Member `gorm:"embedded"`
	UnitName    *string
	NameThen    *string
	Code        *string
}

type annualSignatureRow struct {
	agreement.Signature `gorm:"embedded"`
	UnitName            *string
	NameThen            *string
	Code                *string
	PersonName          *string
}

type annualLeadingRow struct {
	bloc.Leadership `gorm:"embedded"`
	UnitName        *string
	NameThen        *string
}

type annualEventRow struct {
	agreement.Event `gorm:"embedded"`
	OrganiserName   *string
	OrganiserThen   *string
	Purpose         string
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
	term        annualTermRow
	figures     []figuresRow
	members     []annualMemberRow
	signatures  []annualSignatureRow
	leadership  []annualLeadingRow
	events      []annualEventRow
	people      []annualAttendeeRow
	deadlines   []bloc.Deadline
	agreements  []annualAgreementRow
	commitments []annualCommitmentRow
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
	if err := readAnnualTerm(tx, termID, &r.term); err != nil {
		return nil, err
	}
	for _, step := range []func(*gorm.DB, *annualRows) error{readFigures, readParts, readAnnualAwards} {
		if err := step(tx, r); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func readAnnualTerm(tx *gorm.DB, id string, into *annualTermRow) error {
	cond, args := actor.From(tx.Statement.Context).Extent(actor.BlocRead).TermRows("t.bloc_id", "t.id")
	var rows []annualTermRow
	err := tx.Raw(`SELECT t.*, b.name AS bloc_name, b.names AS bloc_names, b.code AS bloc_code, b.kind AS bloc_kind, b.document_layout,
			b.organizer_id, b.organizer_as_written AS organizer_in_words, o.name AS organizer_name, th.name AS theme_of_name, p.name AS council_member_name
		FROM terms t JOIN blocs b ON b.id = t.bloc_id LEFT JOIN authorities o ON o.id = b.organizer_id
			LEFT JOIN authorities th ON th.id = t.theme_of_id LEFT JOIN persons p ON p.id = t.council_member_id
		WHERE t.id = ? AND `+cond, append([]any{id}, args...)...).Scan(&rows).Error
	if err == nil && len(rows) == 0 {
		err = fault.Missing()
	}
	if err == nil {
		*into = rows[0]
	}
	return err
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

// termStart is the day names are told as of: when the term t began.
const termStart = "t.period_starts_on"

// What is read of a member m, of a signature s and of a commitment c with their
// unit u, and with the person p who signs.
func memberColumns() string {
	return "m.*, u.name AS unit_name, u.code, " + unit.NameOnSQL("m.unit_id", termStart) + " AS name_then"
}

func signatureColumns() string {
	return "s.*, u.name AS unit_name, u.code, p.name AS person_name, " + unit.NameOnSQL("s.unit_id", "COALESCE(s.signed_on, "+termStart+")") + " AS name_then"
}

func commitmentColumns() string {
	return "c.*, u.name AS unit_name, " + unit.NameOnSQL("c.unit_id", termStart) + " AS name_then"
}

// readParts reads the lists of the term and of its agreement.
func readParts(tx *gorm.DB, r *annualRows) error {
	who := actor.From(tx.Statement.Context)
	id, start := r.term.Term.ID, termStart
	term := func(p actor.Permission, alias string) (string, []any) {
		cond, args := who.Extent(p).TermRows("t.bloc_id", "t.id")
		return " JOIN terms t ON t.id = " + alias + ".term_id WHERE t.id = ? AND " + cond, append([]any{id}, args...)
	}
	for _, q := range []struct {
		into       any
		permission actor.Permission
		alias      string
		columns    string
		from       string
		order      string
	}{
		{&r.members, actor.BlocRead, "m", memberColumns(), "members m LEFT JOIN units u ON u.id = m.unit_id", "m.position, m.id"},
		{&r.leadership, actor.BlocRead, "l", "l.*, u.name AS unit_name, " + unit.NameOnSQL("l.unit_id", start) + " AS name_then", "leaderships l LEFT JOIN units u ON u.id = l.unit_id", "CASE l.role WHEN 'leader' THEN 0 ELSE 1 END, l.id"},
		{&r.deadlines, actor.BlocRead, "d", "d.*", "deadlines d", "d.due_on, d.id"},
		{&r.events, actor.AgreementRead, "et", "e.*, et.purpose, u.name AS organiser_name, " + unit.NameOnSQL("e.organiser_unit_id", "COALESCE(e.held_on, "+start+")") + " AS organiser_then", "event_terms et JOIN events e ON e.id = et.event_id LEFT JOIN units u ON u.id = e.organiser_unit_id", "COALESCE(e.held_on, ''), e.id, et.purpose"},
		{&r.people, actor.AgreementRead, "et", "DISTINCT ep.*, p.name AS person_name, u.name AS unit_name", "event_terms et JOIN event_people ep ON ep.event_id = et.event_id LEFT JOIN persons p ON p.id = ep.person_id LEFT JOIN units u ON u.id = ep.unit_id", "ep.event_id, ep.place, ep.id"},
		{&r.agreements, actor.AgreementRead, "a", "a.id, a.title, a.preamble, a.legal_bases, a.basis_of_text, a.status, a.content_hash, a.sources, a.remark, (SELECT count(*) FROM annexes x WHERE x.agreement_id = a.id) AS annex_count", "agreements a", "a.id"},
		{&r.signatures, actor.AgreementRead, "s", signatureColumns(), "signatures s" + of("s") + " AND s.annex_id IS NULL LEFT JOIN units u ON u.id = s.unit_id LEFT JOIN persons p ON p.id = s.person_id", "s.position, s.id"},
		{&r.commitments, actor.AgreementRead, "c", commitmentColumns(), "commitments c" + of("c") + " LEFT JOIN units u ON u.id = c.unit_id", "c.position, c.id"},
	} {
		where, args := term(q.permission, q.alias)
		if q.alias == "a" {
			where += " AND (a.status IS NULL OR a.status <> 'cancelled')"
		}
		if err := tx.Raw("SELECT "+q.columns+" FROM "+q.from+where+" ORDER BY "+q.order, args...).Scan(q.into).Error; err != nil {
			return err
		}
	}
	return readTargetUnits(tx, id, r.commitments, &r.targetUnits)
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
