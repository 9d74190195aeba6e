package award

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/unit"
)

// Line is an award with whom it names, as a list of many awards shows it.
type Line struct {
	PeriodLabel       *string
	TypeClass         *string
	TypeName          *string
	TypeAsWritten     *string
	Level             *string
	RecipientKind     *string
	CommendationType  *string
	Count             *int
	Named             int
	DecisionNumber    *string
	DecisionAsWritten *string
	DecidedOn         *date.Partial
	AuthorityName     *string
	AuthorityInWords  *string
	ReportedOn        *date.Partial
	PresentedOn       *date.Partial
	Status            string
	Remark            *string
	Recipients        db.JSON[[]LineName]
}

// LineName is one whom an award names, by what is known of it.
type LineName struct {
	Person, Household, Bloc, SubUnit, Unit *string
}

// EachLine gives the awards of a bloc that the context's actor may see to a
// function, one in memory at a time and in one statement: the earliest period
// first, in one as List has them. With years only those listed in them.
func EachLine(tx *gorm.DB, blocID string, years []string, line func(*Line) error) error {
	cond, args := visible(tx)
	where := []string{cond, "a.bloc_id = ?", "COALESCE(a.bloc_state, '') <> 'outside'"}
	args = append(slices.Clone(args), blocID)
	if years != nil {
		listed, more := listedIn(years)
		where, args = append(where, listed), append(args, more...)
	}
	return db.Each(tx, line, lineSQL(tx, where), args...)
}

func lineSQL(tx *gorm.DB, where []string) string {
	names := db.Gather(tx, `recipients r LEFT JOIN units u ON u.id = r.unit_id LEFT JOIN persons p ON p.id = r.person_id
			LEFT JOIN blocs h ON h.id = r.honoured_bloc_id WHERE r.award_id = a.id`, "r.place, r.id",
		"Person", "COALESCE(r.person_as_written, p.name)", "Household", "r.household", "Bloc", "COALESCE(h.name, r.honoured_bloc_as_written)",
		"SubUnit", "r.sub_unit", "Unit", "COALESCE("+unit.NameOnSQL("r.unit_id", "a.period_ends_on")+", u.name, r.unit_as_written)")
	return `SELECT a.period_label, t.class AS type_class, COALESCE(t.local_name, t.vi) AS type_name, a.type_as_written, ` + effectiveLevel + ` AS level, a.recipient_kind,
			a.commendation_type, a.count, a.named, d.number AS decision_number, a.decision_as_written, d.issued_on AS decided_on, au.name AS authority_name,
			` + authorityInWords + ` AS authority_in_words, a.reported_on, a.presented_on, a.status, a.remark,
			CASE WHEN a.named = 0 THEN '[]' ELSE ` + names + ` END AS recipients
		FROM ` + awardFromNamed + " WHERE " + strings.Join(where, " AND ") + `
		ORDER BY COALESCE(a.period_ends_on, '9999'), a.period_label, CASE t.class WHEN 'title' THEN 0 WHEN 'form' THEN 1 ELSE 2 END,
			CASE ` + effectiveLevel + ` WHEN 'state' THEN 0 WHEN 'ministry_province' THEN 1 WHEN 'grassroots' THEN 2 ELSE 3 END,
			COALESCE(t.name_sort, a.type_as_written), a.id`
}
