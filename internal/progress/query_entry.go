package progress

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/agreement"
	"giaouoc/internal/amount"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/period"
)

var (
	scopes        = []string{OfBloc, OfUnit}
	levels        = []string{"good", "fair", "met", "not_met"}
	verdicts      = []string{"confirmed", "incomplete", "not_recognised"}
	reportPeriods = []string{"calendar_year", "school_year", "range", "quarter", "half", "nine_months"}
)

// entryRow is an entry with the names of what it points to and what it is judged
// by, as of a day.
type entryRow struct {
	Entry         `gorm:"embedded"`
	Term          period.Period `gorm:"embedded;embeddedPrefix:term_"`
	BlocName      string
	UnitName      *string
	ReporterName  *string
	Position      *int
	Theme         *string
	Text          *string
	Measure       *string
	Target        *amount.Amount
	Baseline      *amount.Amount
	UnitOfMeasure *string
	DueOn         *date.Partial
	Targets       *db.JSON[[]agreement.Target]
	today         date.Day
}

var entryRows = bloc.Part{
	Read: actor.ProgressRead, Alias: "e",
	Columns: `e.*, t.period_kind AS term_kind, t.period_label AS term_label, t.period_starts_on AS term_starts_on, t.period_ends_on AS term_ends_on,
		b.name AS bloc_name, u.name AS unit_name, p.name AS reporter_name,
		c.position, c.theme, c.text, c.measure, c.target, c.baseline, c.unit_of_measure, c.due_on, c.targets`,
	From: `progress_entries e JOIN terms t ON t.id = e.term_id JOIN blocs b ON b.id = e.bloc_id LEFT JOIN commitments c ON c.id = e.commitment_id
		LEFT JOIN units u ON u.id = e.unit_id LEFT JOIN persons p ON p.id = e.reported_by_id`,
}

var entryList = db.List{
	Fields: []db.Field{
		{Name: "term_id", SQL: "e.term_id", Type: db.ID},
		{Name: "bloc_id", SQL: "e.bloc_id", Type: db.ID},
		{Name: "commitment_id", SQL: "e.commitment_id", Type: db.ID, Nullable: true},
		{Name: "scope", SQL: "e.scope", Type: db.Enum, Enum: scopes},
		{Name: "unit_id", SQL: "e.unit_id", Type: db.ID, Nullable: true},
		{Name: "period", SQL: "e.period_label", Type: db.Text, Sort: true, SortSQL: "e.period_ends_on"},
		{Name: "period_kind", SQL: "e.period_kind", Type: db.Enum, Enum: reportPeriods},
		{Name: "level", SQL: "e.level", Type: db.Enum, Enum: levels, Nullable: true},
		{Name: "verdict", SQL: "e.verdict", Type: db.Enum, Enum: verdicts, Nullable: true},
		{Name: "indicator", SQL: "e.indicator", Type: db.Text, Nullable: true},
	},
	Default: "-period", ID: "e.id",
}

// twin is the entry of the same commitment, unit and period; "" for none.
func (e *Entry) twin(tx *gorm.DB) (id string, err error) {
	if e.CommitmentID == nil || e.Scope == OfUnit && e.UnitID == nil {
		return "", nil
	}
	return id, tx.Raw(`SELECT id FROM progress_entries WHERE commitment_id = ? AND scope = ? AND COALESCE(unit_id, '') = ? AND period_kind = ? AND period_label = ? AND id <> ?`,
		e.CommitmentID, e.Scope, deref(e.UnitID), e.Period.Kind, e.Period.Label, e.ID).Scan(&id).Error
}

// promise is what of a commitment decides who reports on it and how it is judged.
type promise struct {
	ID            string
	AgreementID   string
	Position      int
	Theme         *string
	Text          string
	Scope         string
	UnitID        *string
	UnitAsWritten *string
	Measure       *string
	Target        *amount.Amount
	Baseline      *amount.Amount
	UnitOfMeasure *string
	DueOn         *date.Partial
	Targets       db.JSON[[]agreement.Target]
}

// promisesOf reads the commitments of a term's agreements in order, but for those
// of cancelled ones.
func promisesOf(tx *gorm.DB, termID string) ([]promise, error) {
	return db.All[promise](tx, `SELECT c.id, c.agreement_id, c.position, c.theme, c.text, c.scope, c.unit_id, c.unit_as_written, c.measure, c.target, c.baseline,
			c.unit_of_measure, c.due_on, c.targets
		FROM commitments c JOIN agreements a ON a.id = c.agreement_id
		WHERE c.term_id = ? AND (a.status IS NULL OR a.status <> 'cancelled') ORDER BY c.position, c.id`, termID)
}

// closingsOf reads which periods of a term are closed.
func closingsOf(tx *gorm.DB, termID string) ([]Closing, error) {
	return db.All[Closing](tx, "SELECT * FROM period_closings WHERE term_id = ? AND status = 'closed' ORDER BY period_ends_on, id", termID)
}

// entriesOf reads a term's entries of one period.
func entriesOf(tx *gorm.DB, termID string, p period.Period) ([]Entry, error) {
	return db.All[Entry](tx, "SELECT * FROM progress_entries WHERE term_id = ? AND period_kind = ? AND period_label = ? ORDER BY id", termID, p.Kind, p.Label)
}

// latest is when the last period ended for which something was reported.
type latest struct {
	CommitmentID string
	UnitID       *string
	EndsOn       date.Day
}

// latestOf reads it for each commitment and unit of a term, up to a period.
func latestOf(tx *gorm.DB, termID string, p period.Period) ([]latest, error) {
	return db.All[latest](tx, `SELECT commitment_id, unit_id, max(period_ends_on) AS ends_on FROM progress_entries
		WHERE term_id = ? AND commitment_id IS NOT NULL AND (scope = 'bloc' OR unit_id IS NOT NULL) AND period_ends_on <= ?
			AND COALESCE(actual_as_written, level, completed_on, results, difficulties, CASE WHEN actual_value IS NOT NULL OR share_value IS NOT NULL OR change_value IS NOT NULL THEN '1' END) IS NOT NULL
		GROUP BY commitment_id, unit_id`, termID, p.EndsOn)
}
