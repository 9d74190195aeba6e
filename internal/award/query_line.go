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
	ID                string
	PeriodLabel       *string
	PeriodEndsOn      *date.Day
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
	Names             []LineName `gorm:"-"`
}

// LineName is one whom an award names, in the words of the source or as it was
// called when the period of merit ended.
type LineName struct {
	Person, Household, HonouredBloc, SubUnit, Unit *string
}

// lineRow is an award with one of those it names, or nobody.
type lineRow struct {
	Line         `gorm:"embedded"`
	RecipientID  *string
	Person       *string
	Household    *string
	HonouredBloc *string
	SubUnit      *string
	UnitID       *string
	UnitName     *string
}

// EachLine gives the awards of a bloc that the context's actor may see to a
// function, one in memory at a time and in a fixed number of statements: the
// earliest period first, in one as List has them. With years only those listed in
// them.
func EachLine(tx *gorm.DB, blocID string, years []string, line func(*Line) error) error {
	names, err := unitNames(tx)
	if err != nil {
		return err
	}
	cond, args := visible(tx)
	where := []string{cond, "a.bloc_id = ?", "COALESCE(a.bloc_state, '') <> 'outside'"}
	args = append(slices.Clone(args), blocID)
	if years != nil {
		listed, more := listedIn(years)
		where, args = append(where, listed), append(args, more...)
	}
	var one Line
	err = db.Each(tx, func(r *lineRow) error {
		if r.ID != one.ID {
			if one.ID != "" {
				if err := line(&one); err != nil {
					return err
				}
			}
			kept := one.Names[:0]
			one = r.Line
			one.Names = kept
		}
		if r.RecipientID != nil {
			one.Names = append(one.Names, LineName{r.Person, r.Household, r.HonouredBloc, r.SubUnit, names.on(r)})
		}
		return nil
	}, linesSQL+strings.Join(where, " AND ")+linesOrder, args...)
	if err == nil && one.ID != "" {
		err = line(&one)
	}
	return err
}

const (
	linesSQL = `SELECT a.id, a.period_label, a.period_ends_on, t.class AS type_class, COALESCE(t.local_name, t.vi) AS type_name, a.type_as_written, ` + effectiveLevel + ` AS level,
			a.recipient_kind, a.commendation_type, a.count, a.named, d.number AS decision_number, a.decision_as_written, d.issued_on AS decided_on, au.name AS authority_name,
			` + authorityInWords + ` AS authority_in_words, a.reported_on, a.presented_on, a.status, a.remark,
			r.id AS recipient_id, COALESCE(r.person_as_written, p.name) AS person, r.household, COALESCE(h.name, r.honoured_bloc_as_written) AS honoured_bloc, r.sub_unit,
			r.unit_id, COALESCE(u.name, r.unit_as_written) AS unit_name
		FROM ` + awardFromNamed + ` LEFT JOIN recipients r ON r.award_id = a.id LEFT JOIN units u ON u.id = r.unit_id LEFT JOIN persons p ON p.id = r.person_id
			LEFT JOIN blocs h ON h.id = r.honoured_bloc_id
		WHERE `
	linesOrder = ` ORDER BY COALESCE(a.period_ends_on, '9999'), a.period_label, CASE t.class WHEN 'title' THEN 0 WHEN 'form' THEN 1 ELSE 2 END,
			CASE ` + effectiveLevel + ` WHEN 'state' THEN 0 WHEN 'ministry_province' THEN 1 WHEN 'grassroots' THEN 2 ELSE 3 END,
			COALESCE(t.name_sort, a.type_as_written), a.id, r.place, r.id`
)

// namesOf are the versions of units by their ids.
type namesOf map[string][]unit.Version

// unitNames reads the versions of all units that were ever renamed or moved: few
// beside a hundred thousand awards. What a unit of one version is called stands
// with it.
func unitNames(tx *gorm.DB) (namesOf, error) {
	versions, err := db.All[unit.Version](tx, `SELECT v.unit_id, v.name, v.valid_from FROM unit_versions v
		WHERE v.unit_id IN (SELECT unit_id FROM unit_versions GROUP BY unit_id HAVING COUNT(*) > 1) ORDER BY v.unit_id, COALESCE(v.valid_from, ''), v.id`)
	names := namesOf{}
	for _, v := range versions {
		names[v.UnitID] = append(names[v.UnitID], v)
	}
	return names, err
}

// on is what a named unit was called when the period of merit ended; today's name
// where that is unknown.
func (n namesOf) on(r *lineRow) *string {
	if r.UnitID == nil || r.PeriodEndsOn == nil || len(n[*r.UnitID]) == 0 {
		return r.UnitName
	}
	name := unit.NameOn(n[*r.UnitID], *r.PeriodEndsOn)
	return &name
}
