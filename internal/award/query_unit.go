package award

import (
	"strings"

	"gorm.io/gorm"

	"giaouoc/internal/date"
)

// UnitAward is a place of an award that names a unit: the unit itself, a part of
// it, or a person of it.
type UnitAward struct {
	Award            `gorm:"embedded"`
	RecipientID      string
	UnitID           string
	SubUnit          *string
	PersonID         *string
	PersonAsWritten  *string
	PersonName       *string
	BlocName         *string
	TypeCode         *string
	TypeName         *string
	TypeIsVerified   *bool
	EffectiveLevel   *string
	DecisionNumber   *string
	DecisionIssuedOn *date.Partial
	GivenByID        *string
	GivenByAsWritten *string
	GivenByName      *string
}

// NamedUnits reads where awards the context's actor may see name any of some
// units, the latest period first, in one statement.
func NamedUnits(tx *gorm.DB, ids []string) (out []UnitAward, err error) {
	cond, args := visible(tx)
	return out, tx.Raw("SELECT "+awardColumns+`, r.id AS recipient_id, r.unit_id AS unit_id, r.sub_unit AS sub_unit,
			r.person_id AS person_id, r.person_as_written AS person_as_written, p.name AS person_name
		FROM `+awardFromNamed+" JOIN recipients r ON r.award_id = a.id LEFT JOIN persons p ON p.id = r.person_id WHERE r.unit_id IN ? AND "+cond+`
		ORDER BY COALESCE(a.period_ends_on, '') DESC, a.id DESC, r.place, r.id`, append([]any{ids}, args...)...).Scan(&out).Error
}

// PeriodOf is a period by its kind and label.
type PeriodOf struct{ Kind, Label string }

// SumsByPeriod adds up the awards in force of a bloc that the context's actor
// may see, for each period of merit, in one statement.
func SumsByPeriod(tx *gorm.DB, blocID string) (map[PeriodOf]Sums, error) {
	cond, args := visible(tx)
	var sums []string
	for _, m := range measures("a.count", "a.named") {
		sums = append(sums, m.sql+" AS "+m.name)
	}
	var groups []struct {
		PeriodKind, PeriodLabel string
		Sums                    Sums `gorm:"embedded"`
	}
	err := tx.Raw("SELECT a.period_kind, a.period_label, "+strings.Join(sums, ", ")+` FROM awards a
		WHERE a.bloc_id = ? AND a.status = 'in_force' AND a.period_label IS NOT NULL AND `+cond+" GROUP BY a.period_kind, a.period_label",
		append([]any{blocID}, args...)...).Scan(&groups).Error
	out := map[PeriodOf]Sums{}
	for _, g := range groups {
		out[PeriodOf{g.PeriodKind, g.PeriodLabel}] = g.Sums
	}
	return out, err
}
