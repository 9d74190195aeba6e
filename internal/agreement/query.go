package agreement

import (
	"errors"
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/unit"
)

// scope is the condition on rows the context's actor may read.
func scope(tx *gorm.DB, alias string) (string, []any) {
	return bloc.PartScope(tx, actor.AgreementRead, alias)
}

// find reads one record the caller may read, as it is stored; otherwise not_found.
func find[T any](tx *gorm.DB, table, id string) (*T, error) {
	return bloc.FindPart[T](tx, actor.AgreementRead, table, id)
}

// list answers a page of the records the caller may read. of narrows it to the
// parts of one agreement; "" does not.
func list[T any](tx *gorm.DB, p bloc.Part, of string, q db.Request) (db.Page[T], error) {
	if of == "" {
		return bloc.ListParts[T](tx, p, q, "")
	}
	return bloc.ListParts[T](tx, p, q, p.Alias+".agreement_id = ?", of)
}

var (
	bases    = []string{Original, Reported}
	statuses = []string{Draft, Consulting, Signing, InForce, Concluded, Cancelled}
)

// agreementRow is an agreement with the names of what it points to and the
// counts of its parts. Its canonical form is not read: it is as long as the text.
type agreementRow struct {
	Agreement   `gorm:"embedded"`
	PeriodKind  string
	PeriodLabel string
	BlocName    string
	EventTitle  *string
	SignedCount, PendingCount, AbsentCount, LateCount, AnnulledCount,
	CommitmentCount, AnnexCount int
}

const signatureCount = "(SELECT count(*) FROM signatures s WHERE s.agreement_id = a.id AND s.annex_id IS NULL AND s.status = "

var agreementRows = bloc.Part{
	Read: actor.AgreementRead, Alias: "a",
	Columns: `a.id, a.version, a.created_at, a.updated_at, a.created_by, a.term_id, a.bloc_id, a.title, a.preamble, a.legal_bases, a.basis_of_text,
		a.status, a.signing_event_id, a.frozen_at, a.content_hash, a.sources, a.basis, a.remark,
		t.period_kind, t.period_label, b.name AS bloc_name, e.title AS event_title,
		` + signatureCount + `'signed') AS signed_count, ` + signatureCount + `'pending') AS pending_count, ` + signatureCount + `'absent') AS absent_count,
		` + signatureCount + `'late') AS late_count, ` + signatureCount + `'annulled') AS annulled_count,
		(SELECT count(*) FROM commitments c WHERE c.agreement_id = a.id) AS commitment_count,
		(SELECT count(*) FROM annexes x WHERE x.agreement_id = a.id) AS annex_count`,
	From: "agreements a JOIN terms t ON t.id = a.term_id JOIN blocs b ON b.id = a.bloc_id LEFT JOIN events e ON e.id = a.signing_event_id",
}

var agreementList = db.List{
	Fields: slices.Concat(bloc.TermFields("a"), []db.Field{
		{Name: "basis", SQL: "a.basis_of_text", Type: db.Enum, Enum: bases},
		{Name: "status", SQL: "a.status", Type: db.Enum, Enum: statuses, Nullable: true},
		{Name: "signing_event_id", SQL: "a.signing_event_id", Type: db.ID, Nullable: true},
		{Name: "content_hash", SQL: "a.content_hash", Type: db.Text, Nullable: true},
	}),
	Search: "a.search_text", Default: "-period", ID: "a.id",
}

// openTerm makes others wait to change a term or its parts until the
// transaction ends, refuses a locked term, and asks for a right in it.
func openTerm(tx *gorm.DB, p actor.Permission, id string) (*bloc.Term, error) {
	t, err := bloc.LockTerm(tx, actor.AgreementRead, id)
	if err != nil {
		return nil, err
	}
	return t, bloc.CanTerm(tx, p, t)
}

// open reads an agreement under the lock of its term. Every change of an
// agreement or a part of it starts here, so that they come one after the other.
func open(tx *gorm.DB, id string) (*Agreement, *bloc.Term, error) {
	t, err := bloc.LockTermOf(tx, actor.AgreementRead, "agreements", id)
	if err != nil {
		return nil, nil, err
	}
	a, err := find[Agreement](tx, "agreements", id)
	return a, t, err
}

// openToWrite is open for those who may write the agreement.
func openToWrite(tx *gorm.DB, id string) (*Agreement, error) {
	a, t, err := open(tx, id)
	if err != nil {
		return nil, err
	}
	return a, bloc.CanTerm(tx, actor.AgreementWrite, t)
}

// touch raises the version of an agreement one of whose parts changed: what is
// shown of it counts them.
func touch(tx *gorm.DB, id string) error {
	return tx.Exec("UPDATE agreements SET version = version + 1, updated_at = ? WHERE id = ?", tx.NowFunc(), id).Error
}

// standing refuses a second agreement of a term while one is not cancelled.
func standing(tx *gorm.DB, termID string) error {
	var id string
	if err := tx.Raw("SELECT id FROM agreements WHERE term_id = ? AND (status IS NULL OR status <> 'cancelled')", termID).Scan(&id).Error; err != nil {
		return err
	}
	return fault.Duplicate(id)
}

// KnowEvent notes at a pointer an event that the caller may not see, or that did
// not serve a term: the term's lock would not hold it. id may be nil.
func KnowEvent(tx *gorm.DB, bad *fault.Fields, pointer string, id *string, termID string) error {
	if id == nil {
		return nil
	}
	e, err := findEvent(tx, *id)
	if errors.Is(err, fault.Missing()) {
		bad.Add(pointer, "reference_not_found")
		return nil
	}
	if err == nil && !slices.ContainsFunc(e.Terms, func(t Served) bool { return t.TermID == termID }) {
		bad.Add(pointer, "other_term")
	}
	return err
}

// contentOf gathers what the hash of an agreement is taken over.
func contentOf(tx *gorm.DB, a *Agreement, t *bloc.Term) (Content, error) {
	c := Content{Period: ContentPeriod{t.Period.Kind, t.Period.Label}, Members: []string{}}
	b, err := bloc.FindBloc(tx, actor.AgreementRead, t.BlocID)
	if err != nil {
		return c, err
	}
	c.Bloc = nameOn(*b, t.Period.StartsOn)
	members, err := membersOf(tx, t.ID)
	if err != nil {
		return c, err
	}
	var versions []unit.Version
	if err := tx.Raw(`SELECT v.* FROM unit_versions v WHERE v.unit_id IN (SELECT unit_id FROM members WHERE term_id = ?)
		ORDER BY COALESCE(v.valid_from, ''), v.id`, t.ID).Scan(&versions).Error; err != nil {
		return c, err
	}
	of := map[string][]unit.Version{}
	for _, v := range versions {
		of[v.UnitID] = append(of[v.UnitID], v)
	}
	for _, m := range members {
		if m.UnitAsWritten != nil {
			c.Members = append(c.Members, *m.UnitAsWritten)
		} else {
			c.Members = append(c.Members, unit.NameOn(of[*m.UnitID], t.Period.StartsOn))
		}
	}
	commitments, err := commitmentsOf(tx, a.ID)
	c.write(*a, commitments)
	return c, err
}

// membersOf reads the members of a term in protocol order.
func membersOf(tx *gorm.DB, termID string) ([]signatory, error) {
	var ms []signatory
	return ms, tx.Raw("SELECT unit_id, unit_as_written, position FROM members WHERE term_id = ? ORDER BY position, id", termID).Scan(&ms).Error
}
