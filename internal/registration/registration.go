// Package registration holds what units register for a term beside the joint text,
// how it is sent, returned, mended and accepted, and who has not sent it.
package registration

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/amount"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
	"giaouoc/internal/viet"
)

// Registration is what a unit registers for a term beside the joint text (bảng
// đăng ký giao ước thi đua, form 1a of Circular 35/2011/TT-BLĐTBXH): commitments of
// its own and the titles it aims at. A term has one of each unit.
type Registration struct {
	record.Meta            `gorm:"embedded"`
	TermID                 string
	BlocID                 string
	UnitID                 string
	UnitAsWritten          *string
	Status                 string
	StatusSince            time.Time
	FirstSentOn            *date.Day // nil: not sent, or on paper on a day nobody noted
	Reopened               db.JSON[[]Reopened]
	HeadID                 *string
	HeadAsWritten          *string
	HeadPositionAsWritten  *string
	UnionID                *string
	UnionAsWritten         *string
	UnionPositionAsWritten *string
	RegisteredOn           *date.Partial
	DocumentAsWritten      *string
	RecordedBy             string // login name of who made the record
	SearchText             string
	record.Provenance      `gorm:"embedded"`
}

// Commitment is a commitment of the unit's own (chỉ tiêu). Position is
// its order, 1 to n; nil is unknown.
type Commitment struct {
	ID             string         `json:"id"`
	RegistrationID string         `json:"-"`
	TermID         string         `json:"-"`
	BlocID         string         `json:"-"`
	Position       int            `json:"order"`
	Text           string         `json:"text"`
	Measure        *string        `json:"measure"` // qualitative, quantity, percent, milestone
	Target         *amount.Amount `json:"target"`
	UnitOfMeasure  *string        `json:"unit_of_measure"`
	DueOn          *date.Partial  `json:"due_on"`
	MovementID     *string        `json:"movement_id"`
	Note           *string        `json:"note"`
}

// TableName is gorm's name for the table.
func (Commitment) TableName() string { return "registration_commitments" }

// Title is a title or form of commendation the unit aims at (danh hiệu,
// hình thức đăng ký), for whom: linked, in words, or a mere count. Without a period
// it is that of the term.
type Title struct {
	ID              string       `json:"id"`
	RegistrationID  string       `json:"-"`
	TermID          string       `json:"-"`
	BlocID          string       `json:"-"`
	Position        int          `json:"order"`
	Subject         string       `json:"subject"` // collective, individual, household, initiative
	AwardTypeID     *string      `json:"award_type_id"`
	TypeAsWritten   *string      `json:"type_as_written"`
	UnitID          *string      `json:"unit_id"`
	UnitAsWritten   *string      `json:"unit_as_written"`
	PersonID        *string      `json:"person_id"`
	PersonAsWritten *string      `json:"person_as_written"`
	Name            *string      `json:"name"` // of a household or an initiative
	Count           *int         `json:"count"`
	PeriodKind      *period.Kind `json:"period_kind"`
	PeriodLabel     *string      `json:"period_label"`
	PeriodStartsOn  *date.Day    `json:"-"`
	PeriodEndsOn    *date.Day    `json:"-"`
	Note            *string      `json:"note"`
}

// TableName is gorm's name for the table.
func (Title) TableName() string { return "registration_titles" }

// Submission is what a registration said when it was sent.
type Submission struct {
	ID             string
	RegistrationID string
	TermID         string
	BlocID         string
	Number         int
	At             time.Time
	ActorID        string
	ActorName      string
	Content        db.JSON[content]
}

// TableName is gorm's name for the table.
func (Submission) TableName() string { return "registration_submissions" }

// wholeRegistration is a registration with its parts, as the record of acts shows
// it.
type wholeRegistration struct {
	Registration `gorm:"embedded"`
	Commitments  []Commitment
	Titles       []Title
}

// States of a registration.
const (
	Draft     = "draft"
	Submitted = "submitted"
	Returned  = "returned"
	Accepted  = "accepted"
)

// Subjects of a title.
const (
	collective = "collective"
	individual = "individual"
	household  = "household"
	initiative = "initiative"
)

// The refusals of registrations.
var (
	ErrOutsideTerm = fault.New(fault.Invalid, "registration.outside_term")
	ErrSent        = fault.New(fault.Conflict, "registration.sent")
	ErrNotReopened = fault.New(fault.Conflict, "registration.not_reopened")
	ErrEmpty       = fault.New(fault.Conflict, "registration.empty")
	ErrWasSent     = fault.New(fault.Conflict, "registration.was_sent")
)

// registrationLifecycle is the order of a registration's states. The unit takes
// back what nobody has dealt with yet (rút lại); a return needs a reason.
var registrationLifecycle = record.Lifecycle{States: "registration_status", Steps: map[string][]record.Step{
	Draft:     {{To: Submitted}},
	Submitted: {{To: Accepted}, {To: Returned, Reason: true}, {To: Draft}},
	Returned:  {{To: Submitted}},
	Accepted:  {{To: Returned, Reason: true}},
}}

// reviewed reports whether a step to a state is for who takes registrations, not for
// the unit.
func reviewed(to string) bool { return to == Returned || to == Accepted }

// editable refuses a change of what was sent.
func (r Registration) editable() error {
	if r.Status == Submitted || r.Status == Accepted {
		return ErrSent
	}
	return nil
}

// empty refuses to send a registration that registers nothing.
func (w wholeRegistration) empty() error {
	if len(w.Commitments) == 0 && len(w.Titles) == 0 {
		return ErrEmpty
	}
	return nil
}

// check notes what contradicts itself.
func (w wholeRegistration) check(bad *fault.Fields) {
	for i, c := range w.Commitments {
		if c.Text == "" {
			bad.Add(pointer("commitments", i, "text"), "required")
		}
	}
	for i, t := range w.Titles {
		t.check(func(member, code string, params ...any) { bad.Add(pointer("titles", i, member), code, params...) })
	}
}

// check notes what is wrong with a title: a recipient that its subject cannot have,
// or none at all.
func (t Title) check(note func(member, code string, params ...any)) {
	unit, person := t.UnitID != nil || t.UnitAsWritten != nil, t.PersonID != nil || t.PersonAsWritten != nil
	if t.AwardTypeID == nil && t.TypeAsWritten == nil && t.Subject != initiative {
		note("award_type_id", "reference_required")
	}
	if unit && t.Subject != collective && t.Subject != initiative {
		note("unit_id", "conflicts_with", "other", "subject")
	}
	if person && t.Subject != individual && t.Subject != initiative {
		note("person_id", "conflicts_with", "other", "subject")
	}
	if t.Name != nil && t.Subject != household && t.Subject != initiative {
		note("name", "conflicts_with", "other", "subject")
	}
	switch {
	case !unit && !person && t.Name == nil && t.Count == nil:
		note("count", "recipient_or_count")
	case t.Count != nil && (t.UnitID != nil || t.PersonID != nil):
		note("count", "conflicts_with", "other", "unit_id, person_id")
	}
}

// fold keeps the columns that follow from others in step.
func (w *wholeRegistration) fold() {
	texts := []*string{w.UnitAsWritten, w.HeadAsWritten, w.UnionAsWritten, w.DocumentAsWritten}
	for i := range w.Commitments {
		texts = append(texts, &w.Commitments[i].Text, w.Commitments[i].Note)
	}
	for i := range w.Titles {
		t := w.Titles[i]
		texts = append(texts, t.TypeAsWritten, t.UnitAsWritten, t.PersonAsWritten, t.Name, t.Note)
	}
	var keys []string
	for _, t := range texts {
		if t != nil && viet.Key(*t) != "" {
			keys = append(keys, viet.Key(*t))
		}
	}
	w.SearchText = strings.Join(keys, " | ")
	if w.Reopened.V == nil {
		w.Reopened.V = []Reopened{}
	}
}

// keep gives the items of a list, which come with the id of one there was or with
// none, their ids; it notes an id that is not of the list, or twice in it.
func keep(bad *fault.Fields, list string, there, given []string, newID func() string) []string {
	out := make([]string, len(given))
	for i, id := range given {
		switch {
		case id == "":
			out[i] = newID()
			continue
		case !slices.Contains(there, id):
			bad.Add(pointer(list, i, "id"), "reference_not_found")
		case slices.Contains(given[:i], id):
			bad.Add(pointer(list, i, "id"), "duplicate_item")
		}
		out[i] = id
	}
	return out
}

// pointer is where a member of an item of a list stands in a body.
func pointer(list string, i int, member string) string {
	p := "/" + list + "/" + strconv.Itoa(i)
	if member != "" {
		p += "/" + member
	}
	return p
}
