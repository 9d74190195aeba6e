package bloc

import (
	"errors"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

// ErrLocked refuses a change to the books of a locked term.
var ErrLocked = fault.New(fault.Conflict, "term_locked")

// The functions here are what other features ask about blocs and terms. They
// load through the caller's own extent: what may not be read is not found.

// FindBloc reads a bloc the context's actor may see; otherwise not_found.
func FindBloc(tx *gorm.DB, p actor.Permission, id string) (*Bloc, error) {
	cond, args := actor.From(tx.Statement.Context).Extent(p).BlocRows("blocs.id")
	var b Bloc
	return &b, found(tx.Where("blocs.id = ?", id).Where(cond, args...).Take(&b).Error)
}

// FindTerm reads a term the context's actor may see; otherwise not_found.
func FindTerm(tx *gorm.DB, p actor.Permission, id string) (*Term, error) {
	cond, args := actor.From(tx.Statement.Context).Extent(p).TermRows("terms.bloc_id", "terms.id")
	var t Term
	return &t, found(tx.Where("terms.id = ?", id).Where(cond, args...).Take(&t).Error)
}

// LockTerm is FindTerm that makes others wait to change the term or its parts
// until the transaction ends, and refuses a locked term.
func LockTerm(tx *gorm.DB, p actor.Permission, id string) (*Term, error) {
	t, err := holdTerm(tx, p, id)
	if err != nil {
		return nil, err
	}
	return t, t.Open()
}

// LockTermOf is LockTerm for the term that a record of another table belongs to.
func LockTermOf(tx *gorm.DB, p actor.Permission, table, id string) (*Term, error) {
	t, err := heldTerm(tx, p, belonging(table), id)
	if err != nil {
		return nil, err
	}
	return t, t.Open()
}

// holdTerm is LockTerm that takes a locked term too.
func holdTerm(tx *gorm.DB, p actor.Permission, id string) (*Term, error) {
	return heldTerm(tx, p, "terms.id = ?", id)
}

// heldTerm reads the term a condition names under its lock, as the transaction
// before left it.
func heldTerm(tx *gorm.DB, p actor.Permission, which, id string) (*Term, error) {
	cond, args := actor.From(tx.Statement.Context).Extent(p).TermRows("terms.bloc_id", "terms.id")
	rows, err := db.All[Term](tx, "SELECT terms.* FROM terms WHERE "+which+" AND "+cond+db.ForUpdate(tx), append([]any{id}, args...)...)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.Missing()
	}
	return &rows[0], nil
}

// OpenTerms refuses a change of what the terms of a query of ids keep while one
// of them is locked, whoever asks. It holds them, in one order for everybody, so
// that none is locked before the transaction ends.
func OpenTerms(tx *gorm.DB, query string, args ...any) error {
	var terms []Term
	if err := tx.Raw("SELECT id, status FROM terms WHERE id IN ("+query+") ORDER BY id"+db.ForUpdate(tx), args...).Scan(&terms).Error; err != nil {
		return err
	}
	for _, t := range terms {
		if err := t.Open(); err != nil {
			return err
		}
	}
	return nil
}

// openTerm holds a term for a change of its books that needs p: not_found for
// who may not read it, forbidden for who may not write, then term_locked.
func openTerm(tx *gorm.DB, p actor.Permission, id string) (*Term, error) {
	return opened(tx, p, "terms.id = ?", id)
}

// openTermOf is openTerm for the term that a record of another table belongs to.
// The record itself is read afterwards, under the lock.
func openTermOf(tx *gorm.DB, p actor.Permission, table, id string) (*Term, error) {
	return opened(tx, p, belonging(table), id)
}

// belonging is the condition on the term that a record of a table belongs to.
func belonging(table string) string {
	return "terms.id = (SELECT term_id FROM " + table + " WHERE id = ?)"
}

func opened(tx *gorm.DB, p actor.Permission, which, id string) (*Term, error) {
	t, err := heldTerm(tx, actor.BlocRead, which, id)
	if err != nil {
		return nil, err
	}
	if err := CanTerm(tx, p, t); err != nil {
		return nil, err
	}
	return t, t.Open()
}

// TermResource gathers what rights on a term are decided by.
func TermResource(tx *gorm.DB, t *Term) (actor.Resource, error) {
	return resource(tx, t.BlocID, "SELECT belongs_as, unit_id FROM belongings WHERE term_id = ?", t.ID)
}

// BlocResource gathers what rights on a bloc are decided by.
func BlocResource(tx *gorm.DB, blocID string) (actor.Resource, error) {
	r := actor.Resource{Bloc: blocID}
	err := tx.Raw("SELECT COALESCE(organizer_id, '') FROM blocs WHERE id = ?", blocID).Scan(&r.Organizer).Error
	return r, err
}

// BlocResourceOn is BlocResource for what a bloc has of a day outside any term,
// as decisions are: who leads a term writes what is of its period or of the year
// after, when the year's merit is decided on, until the term is locked.
func BlocResourceOn(tx *gorm.DB, blocID string, day date.Partial) (actor.Resource, error) {
	return resource(tx, blocID, `SELECT l.role, l.unit_id FROM leaderships l JOIN terms y ON y.id = l.term_id
		WHERE l.bloc_id = ? AND l.unit_id IS NOT NULL AND `+NotLocked+" AND y.period_starts_on <= ? AND y.period_ends_on >= ?",
		blocID, day.Last(), day.First().AddYears(-1))
}

// NotLocked is the condition on terms y that their books are open.
const NotLocked = "COALESCE(y.status, '') <> 'locked'"

// resource is a bloc's with the units that a query of two columns, what as and
// which, finds, in one statement.
func resource(tx *gorm.DB, blocID, units string, args ...any) (actor.Resource, error) {
	r := actor.Resource{Bloc: blocID}
	rows, err := db.All[struct{ Kind, ID string }](tx, "SELECT 'organizer' AS kind, organizer_id AS id FROM blocs WHERE id = ? AND organizer_id IS NOT NULL UNION ALL "+units,
		append([]any{blocID}, args...)...)
	for _, row := range rows {
		if row.Kind == "organizer" {
			r.Organizer = row.ID
		} else {
			r.Belong(row.ID, row.Kind)
		}
	}
	return r, err
}

// CanTerm decides whether the context's actor may do p in a term.
func CanTerm(tx *gorm.DB, p actor.Permission, t *Term) error {
	r, err := TermResource(tx, t)
	if err != nil {
		return err
	}
	return actor.From(tx.Statement.Context).Can(p, r)
}

func found(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return fault.Missing()
	}
	return err
}
