package registration

import (
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

var registrationStatuses = []string{Draft, Submitted, Returned, Accepted}

// registrationRow is a registration with the present names of what it points to and
// the counts of its parts.
type registrationRow struct {
	Registration `gorm:"embedded"`
	PeriodKind   string
	PeriodLabel  string
	BlocName     string
	UnitName     *string
	HeadName     *string
	UnionName    *string
	CommitmentCount,
	TitleCount,
	SubmissionCount int
}

const (
	ownCommitments = "(SELECT count(*) FROM registration_commitments c WHERE c.registration_id = r.id)"
	ownTitles      = "(SELECT count(*) FROM registration_titles a WHERE a.registration_id = r.id)"
)

var registrationRows = bloc.Part{
	Read: actor.ProgressRead, Alias: "r",
	Columns: `r.*, t.period_kind, t.period_label, b.name AS bloc_name, u.name AS unit_name, h.name AS head_name, n.name AS union_name,
		` + ownCommitments + ` AS commitment_count, ` + ownTitles + ` AS title_count,
		(SELECT count(*) FROM registration_submissions s WHERE s.registration_id = r.id) AS submission_count`,
	From: "registrations r JOIN terms t ON t.id = r.term_id JOIN blocs b ON b.id = r.bloc_id JOIN units u ON u.id = r.unit_id LEFT JOIN persons h ON h.id = r.head_id LEFT JOIN persons n ON n.id = r.union_id",
}

var registrationList = db.List{
	Fields: slices.Concat(bloc.TermFields("r"), []db.Field{
		{Name: "unit_id", SQL: "r.unit_id", Type: db.ID},
		{Name: "status", SQL: "r.status", Type: db.Enum, Enum: registrationStatuses},
		{Name: "registered_on", SQL: "r.registered_on", Type: db.Date, Nullable: true, Sort: true},
	}),
	Search: "r.search_text", Default: "-period", ID: "r.id",
}

// ownCommitmentRow and titleRow are parts with the present names of what they point
// to.
type ownCommitmentRow struct {
	Commitment   `gorm:"embedded"`
	MovementName *string
}

type titleRow struct {
	Title      `gorm:"embedded"`
	TypeName   *string
	UnitName   *string
	PersonName *string
}

// shownRegistration is one registration with its parts as they are shown.
type shownRegistration struct {
	registrationRow
	Commitments []ownCommitmentRow
	Titles      []titleRow
}

// shown is the registration as it would be shown, but for present names.
func (w wholeRegistration) shown() shownRegistration {
	s := shownRegistration{registrationRow: registrationRow{Registration: w.Registration}}
	for _, c := range w.Commitments {
		s.Commitments = append(s.Commitments, ownCommitmentRow{Commitment: c})
	}
	for _, t := range w.Titles {
		s.Titles = append(s.Titles, titleRow{Title: t})
	}
	return s
}

// stored is the registration as it is stored.
func (s shownRegistration) stored() *wholeRegistration {
	w := &wholeRegistration{Registration: s.Registration}
	for _, c := range s.Commitments {
		w.Commitments = append(w.Commitments, c.Commitment)
	}
	for _, t := range s.Titles {
		w.Titles = append(w.Titles, t.Title)
	}
	return w
}

// showRegistration reads a registration the caller may read, with its parts.
func showRegistration(tx *gorm.DB, id string) (*shownRegistration, error) {
	row, err := bloc.ShowPart[registrationRow](tx, registrationRows, id)
	if err != nil {
		return nil, err
	}
	s := &shownRegistration{registrationRow: *row}
	if s.Commitments, err = db.All[ownCommitmentRow](tx, `SELECT c.*, m.name AS movement_name
		FROM registration_commitments c LEFT JOIN movements m ON m.id = c.movement_id
		WHERE c.registration_id = ? ORDER BY c.position, c.id`, id); err != nil {
		return nil, err
	}
	s.Titles, err = db.All[titleRow](tx, `SELECT a.*, COALESCE(y.local_name, y.vi) AS type_name, u.name AS unit_name, p.name AS person_name
		FROM registration_titles a LEFT JOIN award_types y ON y.id = a.award_type_id LEFT JOIN units u ON u.id = a.unit_id LEFT JOIN persons p ON p.id = a.person_id
		WHERE a.registration_id = ? ORDER BY a.position, a.id`, id)
	return s, err
}

// Show reads a registration the caller may read as it is shown, for what is written of
// it elsewhere.
func Show(tx *gorm.DB, id string) (*RegistrationDetailView, error) {
	s, err := showRegistration(tx, id)
	if err != nil {
		return nil, err
	}
	v := registrationDetailView(*s)
	return &v, nil
}

// holdRegistration makes others wait to change a registration until the transaction
// ends: not_found, then term_locked.
func holdRegistration(tx *gorm.DB, id string) (*wholeRegistration, *bloc.Term, error) {
	t, err := bloc.LockTermOf(tx, actor.ProgressRead, "registrations", id)
	if err != nil {
		return nil, nil, err
	}
	s, err := showRegistration(tx, id)
	if err != nil {
		return nil, nil, err
	}
	return s.stored(), t, nil
}

// canRegister decides whether the caller may write the registration of a unit.
func canRegister(tx *gorm.DB, t *bloc.Term, unitID string) error {
	r, err := bloc.TermResource(tx, t)
	if err != nil {
		return err
	}
	r.Owner = unitID
	return actor.From(tx.Statement.Context).Can(actor.RegistrationWrite, r)
}

// registered is the registration a unit has in a term; "" for none.
func registered(tx *gorm.DB, termID, unitID string) (id string, err error) {
	return id, tx.Raw("SELECT id FROM registrations WHERE term_id = ? AND unit_id = ?", termID, unitID).Scan(&id).Error
}

// writeParts makes the stored parts those of the registration, in a number of
// statements that does not grow with theirs. Items keep their ids.
func writeParts(tx *gorm.DB, w *wholeRegistration) error {
	commitments, titles := make([]string, len(w.Commitments)), make([]string, len(w.Titles))
	for i, c := range w.Commitments {
		commitments[i] = c.ID
	}
	for i, t := range w.Titles {
		titles[i] = t.ID
	}
	if err := writeList(tx, w.ID, commitments, w.Commitments, &Commitment{}); err != nil {
		return err
	}
	return writeList(tx, w.ID, titles, w.Titles, &Title{})
}

func writeList[T any](tx *gorm.DB, id string, kept []string, rows []T, model *T) error {
	gone := tx.Where("registration_id = ?", id)
	if len(kept) > 0 {
		gone = gone.Where("id NOT IN ?", kept)
	}
	if err := gone.Delete(model).Error; err != nil || len(rows) == 0 {
		return err
	}
	return db.Replace(tx, &rows)
}

// knowParts notes what a registration points to that does not exist.
func knowParts(tx *gorm.DB, bad *fault.Fields, w *wholeRegistration) error {
	if err := record.Known(tx, bad, "/head_id", "persons", w.HeadID); err != nil {
		return err
	}
	if err := record.Known(tx, bad, "/union_id", "persons", w.UnionID); err != nil {
		return err
	}
	movements := make([]*string, len(w.Commitments))
	for i, c := range w.Commitments {
		movements[i] = c.MovementID
	}
	if err := record.KnownAll(tx, bad, "/commitments", "movement_id", "movements", movements); err != nil {
		return err
	}
	types, units, persons := make([]*string, len(w.Titles)), make([]*string, len(w.Titles)), make([]*string, len(w.Titles))
	for i, t := range w.Titles {
		types[i], units[i], persons[i] = t.AwardTypeID, t.UnitID, t.PersonID
	}
	if err := record.KnownAll(tx, bad, "/titles", "award_type_id", "award_types", types); err != nil {
		return err
	}
	if err := record.KnownAll(tx, bad, "/titles", "unit_id", "units", units); err != nil {
		return err
	}
	return record.KnownAll(tx, bad, "/titles", "person_id", "persons", persons)
}

// submissions reads the last submissions of a registration, newest first.
func submissions(tx *gorm.DB, id string, last int) ([]Submission, error) {
	return db.All[Submission](tx, "SELECT * FROM registration_submissions WHERE registration_id = ? ORDER BY number DESC LIMIT ?", id, last)
}

// AcceptedOf are the registrations of a term that were accepted, by the names of the
// units, of those the caller may read.
func AcceptedOf(tx *gorm.DB, termID string) (ids []string, err error) {
	cond, args := bloc.PartScope(tx, actor.ProgressRead, "r")
	return ids, tx.Raw("SELECT r.id FROM registrations r JOIN units u ON u.id = r.unit_id WHERE r.term_id = ? AND r.status = ? AND "+cond+" ORDER BY u.name_sort, r.id",
		append([]any{termID, Accepted}, args...)...).Scan(&ids).Error
}

// readBoard reads how the registrations of a term the caller may read stand, in as
// many statements whatever the number of units.
func readBoard(tx *gorm.DB, termID string, today date.Day) (*Board, error) {
	t, err := bloc.FindTerm(tx, actor.ProgressRead, termID)
	if err != nil {
		return nil, err
	}
	there, err := bloc.Seats(tx, t.ID)
	if err != nil {
		return nil, err
	}
	rs, err := db.All[boardRegistration](tx, `SELECT r.id, r.unit_id, u.name AS unit_name, r.status, r.status_since, r.first_sent_on,
			`+ownCommitments+` AS commitment_count, `+ownTitles+` AS title_count
		FROM registrations r JOIN units u ON u.id = r.unit_id WHERE r.term_id = ? ORDER BY u.name_sort, r.id`, t.ID)
	if err != nil {
		return nil, err
	}
	ds, err := db.All[boardDeadline](tx, "SELECT id, title, due_on FROM deadlines WHERE term_id = ? AND kind = 'registration' ORDER BY due_on, id", t.ID)
	return &Board{TermID: t.ID, AsOf: today, Deadline: nearest(ds, today), Rows: seated(there, rs)}, err
}
