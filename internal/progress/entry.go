package progress

import (
	"strconv"
	"time"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
)

// Entry is what was reported of a commitment, or of an indicator known by its name
// alone, in a reporting period (báo cáo tiến độ): for one unit or for the whole
// bloc. The unit's report and the reviewer's verdict stand apart.
type Entry struct {
	record.Meta         `gorm:"embedded"`
	TermID              string
	BlocID              string
	CommitmentID        *string
	Indicator           *string
	Scope               string // bloc, unit
	UnitID              *string
	UnitAsWritten       *string
	Period              period.Period `gorm:"embedded;embeddedPrefix:period_"`
	AsOf                *date.Partial
	Planned             Figure  `gorm:"embedded;embeddedPrefix:planned_"`
	Actual              Figure  `gorm:"embedded;embeddedPrefix:actual_"`
	Share               Figure  `gorm:"embedded;embeddedPrefix:share_"`  // of the plan, as reported
	Change              Figure  `gorm:"embedded;embeddedPrefix:change_"` // against the period before, as reported
	Level               *string // good, fair, met, not_met
	CompletedOn         *date.Partial
	Results             *string
	Difficulties        *string
	Evidence            db.JSON[[]Link]
	ReportedByID        *string
	ReportedByAsWritten *string
	Verdict             `gorm:"embedded"`
	record.Provenance   `gorm:"embedded"`
}

// TableName is gorm's name for the table.
func (Entry) TableName() string { return "progress_entries" }

// Verdict is what the reviewer found of a report. VerdictVersion is the version of
// the entry that the verdict made: a later one was changed since.
type Verdict struct {
	Verdict        *string // confirmed, incomplete, not_recognised
	VerdictNote    *string
	Verified       Figure `gorm:"embedded;embeddedPrefix:verified_"`
	VerdictBy      *string
	VerdictAt      *time.Time
	VerdictVersion *int
}

// Link is evidence that lies elsewhere.
type Link struct {
	Title   *string `json:"title"`
	Address string  `json:"address"`
}

// Scopes of an entry.
const (
	OfBloc = "bloc"
	OfUnit = "unit"
)

// check notes what contradicts itself.
func (e *Entry) check(bad *fault.Fields) {
	named := e.UnitID != nil || e.UnitAsWritten != nil
	switch {
	case e.CommitmentID == nil && e.Indicator == nil:
		bad.Add("/commitment_id", "reference_required")
	case e.CommitmentID != nil && e.Indicator != nil:
		bad.Add("/indicator", "conflicts_with", "other", "commitment_id")
	}
	switch {
	case e.Scope == OfUnit && !named:
		bad.Add("/unit_id", "reference_required")
	case e.Scope == OfBloc && named:
		bad.Add("/unit_id", "conflicts_with", "other", "scope")
	}
	if e.CompletedOn != nil && e.AsOf != nil && e.CompletedOn.Floor() > e.AsOf.Ceil() {
		bad.Add("/completed_on", "later_than_as_of")
	}
}

// reports holds when anything at all was reported.
func (e *Entry) reports() bool {
	return e.Actual.told() || e.Share.told() || e.Change.told() || e.Level != nil || e.CompletedOn != nil || e.Results != nil || e.Difficulties != nil
}

// judged is the figure that counts: the reviewer's where there is one.
func (e *Entry) judged() Figure {
	if e.Verified.Value != nil {
		return e.Verified
	}
	return e.Actual
}

// outdated holds for a verdict on a report that was changed since.
func (e *Entry) outdated() bool {
	return e.Verdict.Verdict != nil && e.VerdictVersion != nil && *e.VerdictVersion < e.Version
}

// fitsTerm holds for a period one reports on in a term: the term's own, or a
// quarter, half or nine months that share a day with it.
func fitsTerm(p, term period.Period) bool {
	switch p.Kind {
	case period.Quarter, period.Half, period.NineMonths:
		return p.EndsOn >= term.StartsOn && p.StartsOn <= term.EndsOn
	}
	return p.Kind == term.Kind && p.Label == term.Label
}

// deref is the text a pointer holds, "" for none.
func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// ReportPeriods are the periods one reports on in a term, in the order in which
// they end: quarters, halves, nine months, and the term itself. A term longer than
// a year has those of each of its years.
func ReportPeriods(term period.Period) []period.Period {
	var out []period.Period
	first, last := date.Partial(term.StartsOn).Year(), date.Partial(term.EndsOn).Year()
	for year := first; year <= last && first > 0; year++ {
		for _, part := range []string{"Q1", "Q2", "H1", "Q3", "9M", "Q4", "H2"} {
			p, err := period.Parse(strconv.Itoa(year)+"-"+part, "")
			if err == nil && fitsTerm(p, term) {
				out = append(out, p)
			}
		}
	}
	return append(out, term)
}

// current is the period one asks about without naming one: of the halves and the
// term itself the first that has not ended, since it is the one that is being
// worked at; the term once all have.
func current(term period.Period, today date.Day) period.Period {
	for _, p := range ReportPeriods(term) {
		if p.Kind == period.Half && p.StartsOn >= term.StartsOn && p.EndsOn <= term.EndsOn && p.EndsOn < term.EndsOn && today <= p.EndsOn {
			return p
		}
	}
	return term
}
