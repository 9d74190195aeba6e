package award

import (
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/period"
)

// The functions here are what read models ask of awards. They load through the
// caller's own extent.

// Listing is an award with what is shown of the records it points to.
type Listing struct {
	Row        awardRow `gorm:"embedded"`
	TypeClass  *string  // title, form; nil: no type is linked
	TypeFamily *string  // the award across generations of the law
}

// Naming is a recipient with the names it had then and has now.
type Naming struct {
	Row recipientRow `gorm:"embedded"`
}

// List reads the awards the context's actor may see on which a condition on
// awards a holds: titles before forms, higher levels first, then by name.
func List(tx *gorm.DB, where string, args []any) ([]Listing, error) {
	cond, scope := visible(tx)
	var rows []Listing
	return rows, tx.Raw("SELECT "+awardColumns+", t.class AS type_class, t.family AS type_family FROM "+awardFromNamed+" WHERE "+cond+" AND ("+where+`)
		ORDER BY CASE t.class WHEN 'title' THEN 0 WHEN 'form' THEN 1 ELSE 2 END,
			CASE `+effectiveLevel+` WHEN 'state' THEN 0 WHEN 'ministry_province' THEN 1 WHEN 'grassroots' THEN 2 ELSE 3 END,
			COALESCE(t.name_sort, a.type_as_written), a.id`, slices.Concat(scope, args)...).Scan(&rows).Error
}

// Names reads the recipients of the awards List answers with, in the order of
// their documents.
func Names(tx *gorm.DB, where string, args []any) ([]Naming, error) {
	s := visibleRecipients(tx)
	s.And("("+where+")", args...)
	var rows []Naming
	return rows, tx.Raw("SELECT "+s.Columns+" FROM "+s.From+" WHERE "+s.Where[0]+" AND "+s.Where[1]+" ORDER BY r.award_id, r.place, r.id", s.Args...).Scan(&rows).Error
}

// TallyOfYears is the tally of a bloc in listing years, as bloc_id= and year=
// ask for it.
func TallyOfYears(tx *gorm.DB, blocID string, years []string) (Tally, error) {
	var q Asking
	q.of([]string{blocID})
	cond, args := listedIn(years)
	q.and(cond, args...)
	return TallyOf(tx, q)
}

// TallyOfBloc is the tally of a bloc over all periods, as bloc_id= alone asks
// for it.
func TallyOfBloc(tx *gorm.DB, blocID string) (Tally, error) {
	var q Asking
	q.of([]string{blocID})
	return TallyOf(tx, q)
}

// TallyOfPeriods is the tally of a bloc in periods of one kind.
func TallyOfPeriods(tx *gorm.DB, blocID string, kind period.Kind, labels []string) (Tally, error) {
	var q Asking
	q.of([]string{blocID})
	q.and("a.period_kind = ?", kind)
	q.and("a.period_label IN ?", labels)
	return TallyOf(tx, q)
}

// All is how many an award of known count went to, by whatever kind.
func (s Sums) All() int {
	return s.Collectives + s.Individuals + s.Households + s.Blocs + s.Unclassified
}

// Plus is the sum of both.
func (s Sums) Plus(o Sums) Sums {
	s.add(o)
	return s
}

// Unnamed is how many recipients nobody has named yet; nil while the count is
// unknown.
func (a Award) Unnamed() *int { return a.unnamed() }

// Type points to what a line of the tally counts.
func (g Group) Type() AwardTypeRef {
	return typeRef(g.TypeID, g.TypeAsWritten, g.TypeName, g.TypeCode, g.TypeIsVerified)
}
