package award

import (
	"errors"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/period"
)

// What an award has when its own column is unknown: the level of its type, the
// authority of its decision.
const (
	effectiveLevel     = "COALESCE(a.level, t.level)"
	effectiveAuthority = "CASE WHEN a.authority_as_written IS NULL THEN COALESCE(a.authority_id, d.authority_id) ELSE a.authority_id END"
	authorityInWords   = "CASE WHEN a.authority_id IS NULL THEN COALESCE(a.authority_as_written, d.authority_as_written) ELSE a.authority_as_written END"
)

var (
	blocStates        = []string{OneBloc, "several", OutsideBloc}
	commendationTypes = []string{"merit", "thematic", "sudden", "career", "length_of_service", "external"}
	statuses          = []string{Draft, InForce, Annulled}
)

func periodKinds() []string {
	var kinds []string
	for _, k := range period.Kinds() {
		kinds = append(kinds, string(k))
	}
	return kinds
}

var awardList = db.List{
	Fields: []db.Field{
		{Name: "bloc_id", SQL: "a.bloc_id", Type: db.ID, Nullable: true},
		{Name: "bloc_state", SQL: "a.bloc_state", Type: db.Enum, Enum: blocStates, Nullable: true},
		{Name: "award_type_id", SQL: "a.award_type_id", Type: db.ID, Nullable: true},
		{Name: "family", SQL: "t.family", Type: db.Text, Nullable: true},
		{Name: "level", SQL: effectiveLevel, Type: db.Enum, Enum: levels, Nullable: true},
		{Name: "recipient_kind", SQL: "a.recipient_kind", Type: db.Enum, Enum: recipientKinds, Nullable: true},
		{Name: "count", SQL: "a.count", Type: db.Int, Nullable: true},
		{Name: "named", SQL: "a.named", Type: db.Int},
		{Name: "unnamed", SQL: "CASE WHEN a.count > a.named THEN a.count - a.named WHEN a.count IS NOT NULL THEN 0 END", Type: db.Int, Nullable: true},
		{Name: "has_unlinked", SQL: unlinked, Type: db.Bool},
		{Name: "period", SQL: "a.period_label", Type: db.Text, Nullable: true, Sort: true, SortSQL: "COALESCE(a.period_ends_on, '')"},
		{Name: "period_kind", SQL: "a.period_kind", Type: db.Enum, Enum: periodKinds(), Nullable: true},
		{Name: "year", SQL: "a.listing_year", Type: db.Int, Nullable: true},
		{Name: "overlaps_year", Type: db.Int, Match: overlapsYear},
		{Name: "commendation_type", SQL: "a.commendation_type", Type: db.Enum, Enum: commendationTypes, Nullable: true},
		{Name: "decision_id", SQL: "a.decision_id", Type: db.ID, Nullable: true},
		{Name: "authority_id", SQL: effectiveAuthority, Type: db.ID, Nullable: true},
		{Name: "reported_on", SQL: "a.reported_on", Type: db.Date, Nullable: true, Sort: true},
		{Name: "presented_on", SQL: "a.presented_on", Type: db.Date, Nullable: true, Sort: true},
		{Name: "status", SQL: "a.status", Type: db.Enum, Enum: statuses},
		{Name: "unit_id", Type: db.ID, Match: naming("unit_id")},
		{Name: "person_id", Type: db.ID, Match: naming("person_id")},
		{Name: "honoured_bloc_id", Type: db.ID, Match: naming("honoured_bloc_id")},
	},
	Search: "(a.search_text || ' ' || COALESCE(t.search_text, ''))", Default: "-period", ID: "a.id",
}

// unlinked holds for awards with a recipient known only as a source wrote it.
const unlinked = `EXISTS (SELECT 1 FROM recipients r WHERE r.award_id = a.id AND COALESCE(r.unit_id, r.person_id, r.honoured_bloc_id) IS NULL
	AND COALESCE(r.unit_as_written, r.person_as_written, r.honoured_bloc_as_written) IS NOT NULL)`

// naming asks for awards that name a recipient.
func naming(column string) func([]string) (string, []any) {
	return func(vs []string) (string, []any) {
		return "a.id IN (SELECT award_id FROM recipients WHERE " + column + " IN ?)", []any{vs}
	}
}

// overlapsYear asks for periods that share a day with a calendar year.
func overlapsYear(years []string) (string, []any) {
	return anyOf("(a.period_starts_on <= ? AND a.period_ends_on >= ?)", years, func(v string) []any {
		y, _ := strconv.Atoi(v)
		return []any{fmt.Sprintf("%04d-12-31", y), fmt.Sprintf("%04d-01-01", y)}
	})
}

// awardRow is an award with what is shown of the records it points to.
type awardRow struct {
	Award            `gorm:"embedded"`
	BlocName         *string
	TypeCode         *string
	TypeName         *string
	TypeIsVerified   *bool
	TypeValidFrom    *date.Day
	TypeValidTo      *date.Day
	EffectiveLevel   *string
	DecisionNumber   *string
	DecisionIssuedOn *date.Partial
	GivenByID        *string
	GivenByAsWritten *string
	GivenByName      *string
}

const (
	awardColumns = `a.*, b.name AS bloc_name, t.code AS type_code, COALESCE(t.local_name, t.vi) AS type_name, t.is_verified AS type_is_verified,
		t.valid_from AS type_valid_from, t.valid_to AS type_valid_to, ` + effectiveLevel + ` AS effective_level,
		d.number AS decision_number, d.issued_on AS decision_issued_on,
		` + effectiveAuthority + ` AS given_by_id, ` + authorityInWords + ` AS given_by_as_written, au.name AS given_by_name`
	awardFrom = `awards a LEFT JOIN blocs b ON b.id = a.bloc_id LEFT JOIN award_types t ON t.id = a.award_type_id
		LEFT JOIN decisions d ON d.id = a.decision_id`
	awardFromNamed = awardFrom + " LEFT JOIN authorities au ON au.id = " + effectiveAuthority
)

// awardsOf is the condition on awards a an extent reaches: those of its blocs,
// those its authorities gave, and those that honour its units, also outside
// blocs.
func awardsOf(e actor.Extent) (string, []any) {
	cond, args := e.BlocRows("a.bloc_id")
	if e.Everything {
		return cond, args
	}
	if len(e.Authorities) > 0 {
		cond += " OR a.authority_id IN ? OR a.decision_id IN (SELECT id FROM decisions WHERE authority_id IN ?)"
		args = append(args, e.Authorities, e.Authorities)
	}
	if len(e.Units) > 0 {
		cond, args = cond+" OR a.id IN (SELECT award_id FROM recipients WHERE unit_id IN ?)", append(args, e.Units)
	}
	return "(" + cond + ")", args
}

// visible is awardsOf for the context's actor.
func visible(tx *gorm.DB) (string, []any) {
	return awardsOf(actor.From(tx.Statement.Context).Extent(actor.AwardRead))
}

func visibleAwards(tx *gorm.DB) db.Select {
	cond, args := visible(tx)
	return db.Select{Columns: awardColumns, From: awardFromNamed, Where: []string{cond}, Args: args}
}

// lockAward reads an award the context's actor may see and makes others wait to
// change it or its recipients until the transaction ends; otherwise not_found.
func lockAward(tx *gorm.DB, id string) (*Award, error) {
	cond, args := visible(tx)
	var rows []Award
	err := tx.Raw("SELECT a.* FROM awards a WHERE a.id = ? AND "+cond+db.ForUpdate(tx), append([]any{id}, args...)...).Scan(&rows).Error
	if err == nil && len(rows) == 0 {
		err = fault.Missing()
	}
	if err != nil {
		return nil, err
	}
	return &rows[0], nil
}

// knownBloc notes at pointer a linked bloc the context's actor may not see.
func knownBloc(tx *gorm.DB, bad *fault.Fields, pointer string, id *string) error {
	if id == nil {
		return nil
	}
	_, err := bloc.FindBloc(tx, actor.AwardRead, *id)
	if isMissing(err) {
		bad.Add(pointer, "reference_not_found")
		return nil
	}
	return err
}

func isMissing(err error) bool { return errors.Is(err, fault.Missing()) }
