package award

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"giaouoc/internal/db"
)

// Conditions of a tally are three-valued: true for an award that belongs, false
// for one that does not, NULL where the award lacks what is asked about. What
// makes the whole of them NULL is unclear.

var tallyList = db.List{
	Fields: []db.Field{
		{Name: "bloc_id", SQL: "a.bloc_id", Type: db.ID, Nullable: true, Match: func(vs []string) (string, []any) {
			return ofBloc("a.bloc_id IN ?"), []any{vs}
		}, Near: func(vs []string) (string, []any) { return nearBlocs, []any{vs} }},
		{Name: "province", Type: db.Text, Match: inProvinces, Near: nearProvinces},
		{Name: "year", SQL: "a.listing_year", Type: db.Int, Match: listedIn},
		{Name: "overlaps_year", Type: db.Int, Match: overlapsYear},
		{Name: "period", SQL: "a.period_label", Type: db.Text, Nullable: true},
		{Name: "award_type_id", SQL: "a.award_type_id", Type: db.ID, Nullable: true},
		{Name: "family", SQL: "t.family", Type: db.Text},
		{Name: "level", SQL: effectiveLevel, Type: db.Enum, Enum: levels, Nullable: true},
		{Name: "recipient_kind", SQL: "a.recipient_kind", Type: db.Enum, Enum: recipientKinds, Nullable: true},
		{Name: "commendation_type", SQL: "a.commendation_type", Type: db.Enum, Enum: commendationTypes, Nullable: true},
		{Name: "authority_id", SQL: effectiveAuthority, Type: db.ID, Nullable: true},
		{Name: "unit_id", SQL: portionUnit, Type: db.ID},
		{Name: "decision_id", SQL: "a.decision_id", Type: db.ID, Nullable: true},
		{Name: "status", SQL: awardStatus, Type: db.Enum, Enum: statuses},
	},
}

// The columns whose questions change what is counted.
const (
	awardStatus = "a.status"
	portionUnit = "p.unit_id"
)

// portions split each award into its named recipients, one by one, and the rest
// that nobody has named: what a question about one unit counts.
const portions = ` JOIN (SELECT award_id, unit_id, 1 AS count, 1 AS named FROM recipients
	UNION ALL SELECT id, NULL, count - named, 0 FROM awards WHERE count IS NULL OR count > named) p ON p.award_id = a.id`

// ofBloc is a condition on an award's bloc, false for one outside any bloc.
func ofBloc(cond string) string { return "(" + cond + " AND COALESCE(a.bloc_state, '') <> 'outside')" }

// inProvinces asks for awards of blocs that name one of the provinces. A bloc's
// empty list is unknown.
func inProvinces(names []string) (string, []any) {
	named, args := namesProvinces(names)
	return ofBloc("CASE WHEN a.bloc_id IN (SELECT n.id FROM blocs n WHERE " + named + ") THEN TRUE WHEN b.provinces <> '[]' THEN FALSE END"), args
}

// nearProvinces holds for the awards of blocs that name one of the provinces, or
// none, and for those whose bloc is unknown.
func nearProvinces(names []string) (string, []any) {
	named, args := namesProvinces(names)
	return "(a.bloc_id IS NULL OR a.bloc_id IN (SELECT n.id FROM blocs n WHERE n.provinces = '[]' OR " + named + "))", args
}

// namesProvinces looks for names among the JSON texts of the provinces of blocs n.
// Taking a text out changes the list only where it is there.
func namesProvinces(names []string) (string, []any) {
	return anyOf("replace(n.provinces, ?, '') <> n.provinces", names, func(n string) []any {
		quoted, _ := json.Marshal(n)
		return []any{string(quoted)}
	})
}

// listedIn asks for a listing year. A period longer than a year is in none.
func listedIn(years []string) (string, []any) {
	ys := make([]int, len(years))
	for i, y := range years {
		ys[i], _ = strconv.Atoi(y)
	}
	return "(a.listing_year IN ? AND (a.listing_year IS NOT NULL OR a.period_label IS NULL))", []any{ys}
}

// measure is one of the sums of awards a.
type measure struct{ name, sql string }

// measures are the columns of Sums; count and named say where an award's
// numbers are taken from.
func measures(count, named string) []measure {
	sum := func(name, value string) measure { return measure{name, "COALESCE(SUM(" + value + "), 0)"} }
	of := func(name, kind string) measure {
		return sum(name, "CASE WHEN a.recipient_kind = '"+kind+"' THEN "+count+" END")
	}
	return []measure{
		of("collectives", Collective), of("individuals", Individual), of("households", Household), of("blocs", WholeBloc),
		sum("unclassified", "CASE WHEN a.recipient_kind IS NULL THEN "+count+" END"),
		{"awards", "COUNT(DISTINCT a.id)"},
		sum("count_unknown", "CASE WHEN "+count+" IS NULL THEN 1 END"),
		sum("named", "CASE WHEN "+count+" IS NOT NULL THEN "+named+" END"),
		sum("unnamed", "CASE WHEN "+count+" > "+named+" THEN "+count+" - "+named+" END"),
	}
}

// TallyOf tallies the awards the context's actor may see on which the
// conditions hold, on awards a, their blocs b, types t and decisions d, in one
// statement, with those on which they are unclear beside them. Conditions that an
// index answers, and that are true wherever the others are not false, may come in
// near.
func TallyOf(tx *gorm.DB, q Asking) (Tally, error) {
	asks := func(column string) bool {
		return slices.ContainsFunc(q.where, func(c string) bool { return strings.Contains(c, column) })
	}
	from, count, named, awards := awardFrom, "a.count", "a.named", "COUNT(*)"
	if asks(portionUnit) {
		from, count, named, awards = from+portions, "p.count", "p.named", "COUNT(DISTINCT a.id)"
	}
	scope, args := visible(tx)
	asked := "(" + strings.Join(append([]string{"1 = 1"}, q.where...), " AND ") + ")"
	where := append([]string{scope}, q.near...)
	args = slices.Concat(q.args, args, q.nearArgs)
	if len(q.near) < len(q.where) { // what is near leaves few to put aside below
		where, args = append(where, asked+" IS NOT FALSE"), append(args, q.args...)
	}
	groups, err := db.All[summed](tx, "SELECT g.*, COALESCE(t.local_name, t.vi) AS type_name, t.code AS type_code, t.is_verified AS type_is_verified, t.class AS type_class, t.level AS type_level FROM (SELECT "+
		groupColumns+", "+asked+" AS belongs, COALESCE(SUM("+count+"), 0) AS count, "+awards+" AS awards, COALESCE(SUM(CASE WHEN "+count+" IS NULL THEN 1 END), 0) AS count_unknown, "+
		"COALESCE(SUM(CASE WHEN "+count+" IS NOT NULL THEN "+named+" END), 0) AS named, COALESCE(SUM(CASE WHEN "+count+" > "+named+" THEN "+count+" - "+named+" END), 0) AS unnamed FROM "+
		from+" WHERE "+strings.Join(where, " AND ")+" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9) g LEFT JOIN award_types t ON t.id = g.type_id", args...)
	if err != nil {
		return Tally{}, err
	}
	return put(groups, asks(awardStatus)), nil
}

// Asking is what a tally is asked.
type Asking struct {
	where, near    []string
	args, nearArgs []any
}

func (q *Asking) and(cond string, args ...any) {
	q.where, q.args = append(q.where, cond), append(q.args, args...)
}

// of narrows the question to blocs.
func (q *Asking) of(blocIDs []string) {
	q.and(ofBloc("a.bloc_id IN ?"), blocIDs)
	q.nearTo(nearBlocs, blocIDs)
}

func (q *Asking) nearTo(cond string, args ...any) {
	q.near, q.nearArgs = append(q.near, cond), append(q.nearArgs, args...)
}

// nearBlocs holds for the awards of some blocs and those whose bloc is unknown.
const nearBlocs = "(a.bloc_id IN ? OR a.bloc_id IS NULL)"

// summed are awards alike in everything a tally tells apart, and in the kind of
// recipients and whether they belong to the question: nil where that is unclear.
type summed struct {
	Year           *int
	Period         *string
	TypeID         *string
	TypeAsWritten  *string
	TypeName       *string
	TypeCode       *string
	TypeIsVerified *bool
	TypeClass      *string
	OwnLevel       *string
	TypeLevel      *string
	HasAuthority   bool
	Status         string
	RecipientKind  *string
	Belongs        *bool
	Count          int
	Awards         int
	CountUnknown   int
	Named          int
	Unnamed        int
}

const groupColumns = `a.listing_year AS year, CASE WHEN a.listing_year IS NULL THEN a.period_label END AS period,
	a.award_type_id AS type_id, CASE WHEN a.award_type_id IS NULL THEN a.type_as_written END AS type_as_written, a.level AS own_level,
	(COALESCE(a.authority_id, a.authority_as_written, d.authority_id, d.authority_as_written) IS NOT NULL) AS has_authority, a.status AS status, a.recipient_kind AS recipient_kind`

// put makes a tally of the sums. What is unclear counts where it is in force, or
// in any of the states asked for.
func put(found []summed, anyState bool) Tally {
	groups := make([]Group, 0, len(found))
	var unclear Sums
	for _, f := range found {
		switch {
		case f.Belongs != nil && !*f.Belongs:
		case f.Belongs != nil:
			groups = append(groups, f.group())
		case anyState || f.Status == InForce:
			unclear.add(f.sums())
		}
	}
	return newTally(groups, anyState, unclear)
}

func (f summed) group() Group {
	level := f.OwnLevel
	if level == nil {
		level = f.TypeLevel
	}
	return Group{f.Year, f.Period, f.TypeID, f.TypeAsWritten, f.TypeName, f.TypeCode, f.TypeIsVerified, f.TypeClass, level, f.HasAuthority, f.Status, f.sums()}
}

func (f summed) sums() Sums {
	s := Sums{Awards: f.Awards, CountUnknown: f.CountUnknown, Named: f.Named, Unnamed: f.Unnamed}
	switch kind := f.RecipientKind; {
	case kind == nil:
		s.Unclassified = f.Count
	case *kind == Collective:
		s.Collectives = f.Count
	case *kind == Individual:
		s.Individuals = f.Count
	case *kind == Household:
		s.Households = f.Count
	case *kind == WholeBloc:
		s.Blocs = f.Count
	}
	return s
}
