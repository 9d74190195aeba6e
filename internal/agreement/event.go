package agreement

import (
	"slices"
	"strconv"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// Event is a conference or an activity (hội nghị, hoạt động). It may serve
// several terms: the one that closes a year may open the next. BlocID is the
// bloc of all of them, nil where they have no common one.
type Event struct {
	record.Meta         `gorm:"embedded"`
	BlocID              *string
	Title               *string
	HeldOn              *date.Partial
	EndedOn             *date.Partial
	PartOfDay           *string
	Place               *string
	OrganiserUnitID     *string
	OrganiserAsWritten  *string
	OrganisedWith       *string
	AttendanceAsWritten *string
	Papers              db.JSON[[]string]
	PapersCount         *int
	Proposals           db.JSON[[]string]
	Outcome             *string
	SearchText          string
	record.Provenance   `gorm:"embedded"`
}

// Served is what an event was for in a term.
type Served struct {
	EventID string `json:"-"`
	TermID  string `json:"term_id"`
	Purpose string `json:"purpose"`
}

// TableName is gorm's name for the table.
func (Served) TableName() string { return "event_terms" }

// Attendee is somebody named at an event, in the order of the source.
type Attendee struct {
	ID                string  `json:"-"`
	EventID           string  `json:"-"`
	Place             int     `json:"-"`
	PersonID          *string `json:"person_id"`
	PersonAsWritten   *string `json:"person_as_written"`
	UnitID            *string `json:"unit_id"`
	UnitAsWritten     *string `json:"unit_as_written"`
	PositionAsWritten *string `json:"position_as_written"`
	Role              *string `json:"role"`
}

// TableName is gorm's name for the table.
func (Attendee) TableName() string { return "event_people" }

// wholeEvent is an event with its parts, as the record of acts shows it.
type wholeEvent struct {
	Event  `gorm:"embedded"`
	Terms  []Served
	People []Attendee
}

// check notes what contradicts itself.
func (e wholeEvent) check(bad *fault.Fields) {
	if e.HeldOn != nil && e.EndedOn != nil && e.EndedOn.Ceil() < e.HeldOn.Floor() {
		bad.Add("/ended_on", "end_before_start")
	}
	for i, t := range e.Terms {
		if slices.Contains(e.Terms[:i], t) {
			bad.Add("/terms/"+strconv.Itoa(i), "duplicate_item")
		}
	}
	for i, p := range e.People {
		if p.PersonID == nil && p.PersonAsWritten == nil {
			bad.Add("/people/"+strconv.Itoa(i)+"/person_id", "reference_required")
		}
	}
}

// onlyTerm is the one term an event served, nil when there are more or none.
func (e wholeEvent) onlyTerm() *string {
	if len(e.Terms) == 0 || slices.ContainsFunc(e.Terms, func(t Served) bool { return t.TermID != e.Terms[0].TermID }) {
		return nil
	}
	return &e.Terms[0].TermID
}

// fold keeps the columns that follow from others in step.
func (e *Event) fold() {
	if e.Papers.V == nil {
		e.Papers.V = []string{}
	}
	if e.Proposals.V == nil {
		e.Proposals.V = []string{}
	}
	texts := []string{deref(e.Title), deref(e.Place), deref(e.OrganiserAsWritten), deref(e.OrganisedWith), deref(e.AttendanceAsWritten), deref(e.Outcome)}
	e.SearchText = folded(slices.Concat(texts, e.Papers.V, e.Proposals.V)...)
}
