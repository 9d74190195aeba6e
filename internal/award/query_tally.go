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
		}},
		{Name: "province", Type: db.Text, Match: inProvinces},
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

// inProvinces looks for names among the JSON texts of the bloc's provinces; an
// empty list is unknown. Taking a text out changes the list only where it is
// there.
func inProvinces(names []string) (string, []any) {
	cond, args := anyOf("replace(b.provinces, ?, '') <> NULLIF(b.provinces, '[]')", names, func(n string) []any {
		quoted, _ := json.Marshal(n)
		return []any{string(quoted)}
	})
	return ofBloc(cond), args
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
// conditions hold, on awards a, their blocs b, types t and decisions d. It takes
// one statement, and one more for what is unclear where anything is asked.
func TallyOf(tx *gorm.DB, where []string, args []any) (Tally, error) {
	asks := func(column string) bool {
		return slices.ContainsFunc(where, func(c string) bool { return strings.Contains(c, column) })
	}
	from, count, named := awardFrom, "a.count", "a.named"
	if asks(portionUnit) {
		from, count, named = from+portions, "p.count", "p.named"
	}
	var sums []string
	for _, m := range measures(count, named) {
		sums = append(sums, m.sql+" AS "+m.name)
	}
	scope, scopeArgs := visible(tx)
	asked := "(" + strings.Join(append([]string{"1 = 1"}, where...), " AND ") + ")"
	args = append(scopeArgs, args...)

	var groups []Group
	if err := tx.Raw("SELECT "+groupColumns+", "+strings.Join(sums, ", ")+" FROM "+from+" WHERE "+scope+" AND "+asked+
		" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10", args...).Scan(&groups).Error; err != nil {
		return Tally{}, err
	}
	var unclear Sums
	if len(where) > 0 {
		if !asks(awardStatus) {
			scope += " AND a.status = 'in_force'"
		}
		if err := tx.Raw("SELECT "+strings.Join(sums, ", ")+" FROM "+from+" WHERE "+scope+" AND "+asked+" IS NULL", args...).Scan(&unclear).Error; err != nil {
			return Tally{}, err
		}
	}
	return newTally(groups, asks(awardStatus), unclear), nil
}

const groupColumns = `a.listing_year AS year, CASE WHEN a.listing_year IS NULL THEN a.period_label END AS period,
	a.award_type_id AS type_id, CASE WHEN a.award_type_id IS NULL THEN a.type_as_written END AS type_as_written,
	COALESCE(t.local_name, t.vi) AS type_name, t.code AS type_code, t.is_verified AS type_is_verified, ` + effectiveLevel + ` AS level,
	(COALESCE(a.authority_id, a.authority_as_written, d.authority_id, d.authority_as_written) IS NOT NULL) AS has_authority, a.status AS status`
