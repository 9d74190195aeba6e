package bloc

import (
	"errors"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
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
	r := actor.Resource{Bloc: t.BlocID}
	rows, err := db.All[struct{ Kind, ID string }](tx, `SELECT 'organizer' AS kind, organizer_id AS id FROM blocs WHERE id = ? AND organizer_id IS NOT NULL
		UNION ALL SELECT belongs_as, unit_id FROM belongings WHERE term_id = ?`, t.BlocID, t.ID)
	for _, row := range rows {
		switch row.Kind {
		case "organizer":
			r.Organizer = row.ID
		case "leader":
			r.Leaders = append(r.Leaders, row.ID)
		case "deputy":
			r.Deputies = append(r.Deputies, row.ID)
		}
		if row.Kind != "organizer" {
			r.Units = append(r.Units, row.ID)
		}
	}
	return r, err
}

// BlocResource gathers what rights on a bloc's records outside any term are
// decided by. Who leads a term that is not locked leads for this purpose:
// awards for last year are recorded by this year's leader.
func BlocResource(tx *gorm.DB, blocID string) (actor.Resource, error) {
	rs, err := BlocResources(tx, []string{blocID})
	return rs[blocID], err
}

// BlocResources is BlocResource for several blocs, in one statement.
func BlocResources(tx *gorm.DB, blocIDs []string) (map[string]actor.Resource, error) {
	var rows []struct{ Kind, BlocID, ID string }
	err := tx.Raw(`SELECT 'organizer' AS kind, id AS bloc_id, organizer_id AS id FROM blocs WHERE id IN ? AND organizer_id IS NOT NULL
		UNION SELECT CASE WHEN t.status = 'locked' THEN 'past' ELSE b.belongs_as END, b.bloc_id, b.unit_id
		FROM belongings b JOIN terms t ON t.id = b.term_id WHERE b.bloc_id IN ?`, blocIDs, blocIDs).Scan(&rows).Error
	out := map[string]actor.Resource{}
	for _, id := range blocIDs {
		out[id] = actor.Resource{Bloc: id}
	}
	for _, row := range rows {
		r := out[row.BlocID]
		switch row.Kind {
		case "organizer":
			r.Organizer = row.ID
		case "leader":
			r.Leaders = append(r.Leaders, row.ID)
		case "deputy":
			r.Deputies = append(r.Deputies, row.ID)
		}
		if row.Kind != "organizer" {
			r.Units = append(r.Units, row.ID)
		}
		out[row.BlocID] = r
	}
	return out, err
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
