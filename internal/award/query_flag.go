package award

import (
	"gorm.io/gorm"

	"giaouoc/internal/db"
)

// flags are the families of award types that are emulation flags (cờ thi đua): of the
// Government, of a ministry or province, of a Party committee, of the Fatherland Front
// and of the trade unions (Law on Emulation and Commendation 2022, Articles 25 and 26). A
// rotating pennant is none.
const flags = "('CO_CP', 'CO_TINH', 'PARTY_CO', 'MTTQ_CO', 'TLD_CO')"

// Flag is a flag that a unit won for the merit of a year, or that nobody has named the
// winners of.
type Flag struct {
	AwardID     string
	ListingYear *int
	PeriodKind  string
	PeriodLabel string
	TypeName    string
	UnitID      *string // nil: not named, only in words, or a part of a unit
	UnitName    *string
	Counted     bool // how many there were is known
	Unnamed     int  // of the award: how many nobody has named
}

// FlagsOf reads the flags in force of a bloc that the context's actor may see, each as
// often as it names somebody, in one statement.
func FlagsOf(tx *gorm.DB, blocID string) ([]Flag, error) {
	cond, args := visible(tx)
	return db.All[Flag](tx, `SELECT a.id AS award_id, a.listing_year, a.period_kind, a.period_label, COALESCE(at.local_name, at.vi) AS type_name,
			CASE WHEN r.sub_unit IS NULL THEN r.unit_id END AS unit_id, COALESCE(r.sub_unit || ', ', '') || COALESCE(u.name, r.unit_as_written) AS unit_name,
			a.count IS NOT NULL AS counted, CASE WHEN a.count > a.named THEN a.count - a.named ELSE 0 END AS unnamed
		FROM awards a JOIN award_types at ON at.id = a.award_type_id LEFT JOIN recipients r ON r.award_id = a.id LEFT JOIN units u ON u.id = r.unit_id
		WHERE a.bloc_id = ? AND a.status = 'in_force' AND a.period_label IS NOT NULL AND at.family IN `+flags+" AND "+cond+`
		ORDER BY a.period_starts_on, a.id, r.place`, append([]any{blocID}, args...)...)
}
