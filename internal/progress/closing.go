package progress

import (
	"giaouoc/internal/date"
	"giaouoc/internal/fault"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
)

// Closing says that a reporting period of a term is closed (chốt kỳ báo cáo), as
// the mid-year review (sơ kết) closes the first half: nothing is reported or judged
// any more for it, nor for periods that lie within it.
type Closing struct {
	record.Meta `gorm:"embedded"`
	TermID      string
	BlocID      string
	Period      period.Period `gorm:"embedded;embeddedPrefix:period_"`
	Status      string        // closed, reopened
	ClosedOn    date.Day
	EventID     *string // the conference that closed it
	Note        *string
}

// TableName is gorm's name for the table.
func (Closing) TableName() string { return "period_closings" }

// States of a closing.
const (
	Closed   = "closed"
	Reopened = "reopened"
)

var closingLifecycle = record.Lifecycle{States: "closing_status", Steps: map[string][]record.Step{
	Closed:   {{To: Reopened, Reason: true}},
	Reopened: {{To: Closed}},
}}

// covers holds for a period within the one that is closed.
func (c Closing) covers(p period.Period) bool {
	return c.Status == Closed && c.Period.StartsOn <= p.StartsOn && p.EndsOn <= c.Period.EndsOn
}

// open refuses a period that one of the closings covers.
func open(p period.Period, closings []Closing) error {
	for _, c := range closings {
		if c.covers(p) {
			return fault.New(fault.Conflict, "progress.period_closed").
				Param("period", c.Period.Label).Param("on", c.ClosedOn).
				With("closing_id", c.ID).With("closed_on", c.ClosedOn)
		}
	}
	return nil
}
