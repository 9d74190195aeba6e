package agreement

import (
	"errors"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

var (
	purposes   = []string{"signing", "mid_year", "year_end", "council", "congress", "activity", "other"}
	partsOfDay = []string{"morning", "afternoon", "evening", "whole_day"}
)

// EventRow is an event with the names of what it points to.
type EventRow struct {
	Event         `gorm:"embedded"`
	BlocName      *string
	OrganiserName *string
	Terms         db.JSON[[]ServedRow] // those in the caller's reach
}

// eventRows are the events the caller may read, with the terms they served.
func eventRows(tx *gorm.DB) db.Select {
	reach, reachArgs := actor.From(tx.Statement.Context).Extent(actor.AgreementRead).TermRows("t.bloc_id", "t.id")
	terms := db.Gather(tx, "event_terms et JOIN terms t ON t.id = et.term_id JOIN blocs tb ON tb.id = t.bloc_id WHERE et.event_id = e.id AND "+reach,
		"t.period_starts_on, t.id, et.purpose",
		"term_id", "et.term_id", "purpose", "et.purpose", "bloc_id", "t.bloc_id", "bloc_name", "tb.name", "period_kind", "t.period_kind", "period_label", "t.period_label")
	cond, args := eventScope(tx)
	return db.Select{
		Columns: "e.*, b.name AS bloc_name, u.name AS organiser_name, " + terms + " AS terms", ColumnArgs: reachArgs,
		From:  "events e LEFT JOIN blocs b ON b.id = e.bloc_id LEFT JOIN units u ON u.id = e.organiser_unit_id",
		Where: []string{cond}, Args: args,
	}
}

var eventList = db.List{
	Fields: []db.Field{
		{Name: "bloc_id", SQL: "e.bloc_id", Type: db.ID, Nullable: true},
		{Name: "term_id", Type: db.ID, Within: serving("et.term_id")},
		{Name: "purpose", Type: db.Enum, Enum: purposes, Within: serving("et.purpose")},
		{Name: "held_on", SQL: "e.held_on", Type: db.Date, Nullable: true, Sort: true},
		{Name: "part_of_day", SQL: "e.part_of_day", Type: db.Enum, Enum: partsOfDay, Nullable: true},
		{Name: "place", SQL: "e.place", Type: db.Text, Nullable: true},
		{Name: "organiser_unit_id", SQL: "e.organiser_unit_id", Type: db.ID, Nullable: true},
	},
	Search: "e.search_text", Default: "-held_on", ID: "e.id",
}

// serving asks for events by what they were for, in terms the asker may read.
func serving(column string) func(actor.Actor, []string) (string, []any) {
	return func(who actor.Actor, vs []string) (string, []any) {
		cond, args := who.Extent(actor.AgreementRead).TermRows("t.bloc_id", "t.id")
		return "e.id IN (SELECT et.event_id FROM event_terms et JOIN terms t ON t.id = et.term_id WHERE " + column + " IN ? AND " + cond + ")", append([]any{vs}, args...)
	}
}

// eventScope is the condition on events the caller may read: those that served
// a term in reach, and one's own that served none.
func eventScope(tx *gorm.DB) (string, []any) {
	who := actor.From(tx.Statement.Context)
	extent := who.Extent(actor.AgreementRead)
	cond, args := extent.TermRows("t.bloc_id", "t.id")
	if extent.Everything {
		return cond, args
	}
	return `(e.id IN (SELECT et.event_id FROM event_terms et JOIN terms t ON t.id = et.term_id WHERE ` + cond + `)
		OR e.created_by = ? AND NOT EXISTS (SELECT 1 FROM event_terms et WHERE et.event_id = e.id))`, append(args, who.ID)
}

// OpenConferences are the events whose day is known that serve a term in the
// caller's reach that is not locked and, unless blocID is nil, is of one bloc, the
// earliest first.
func OpenConferences(tx *gorm.DB, blocID *string) ([]EventRow, error) {
	s := eventRows(tx)
	cond, args := actor.From(tx.Statement.Context).Extent(actor.AgreementRead).TermRows("t.bloc_id", "t.id")
	if blocID != nil {
		cond, args = cond+" AND t.bloc_id = ?", append(slices.Clip(args), *blocID)
	}
	s.And("length(e.held_on) = 10")
	s.And("e.id IN (SELECT et.event_id FROM event_terms et JOIN terms t ON t.id = et.term_id WHERE (t.status IS NULL OR t.status <> 'locked') AND "+cond+")", args...)
	return db.Every[EventRow](tx, s, "e.held_on, e.id")
}

// findEvent reads an event the caller may see, with its parts.
func findEvent(tx *gorm.DB, id string) (*wholeEvent, error) {
	cond, args := eventScope(tx)
	var e wholeEvent
	err := tx.Table("events e").Where("e.id = ?", id).Where(cond, args...).Take(&e.Event).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	if err != nil {
		return nil, err
	}
	if err := tx.Raw("SELECT * FROM event_terms WHERE event_id = ? ORDER BY term_id, purpose", id).Scan(&e.Terms).Error; err != nil {
		return nil, err
	}
	return &e, tx.Raw("SELECT * FROM event_people WHERE event_id = ? ORDER BY place, id", id).Scan(&e.People).Error
}

// shownEvent is one event with its parts as they are shown.
type shownEvent struct {
	EventRow
	People []attendeeRow
}

// ServedRow is what an event was for, with the term and bloc it was for.
type ServedRow struct {
	Served
	BlocID      string `json:"bloc_id"`
	BlocName    string `json:"bloc_name"`
	PeriodKind  string `json:"period_kind"`
	PeriodLabel string `json:"period_label"`
}

type attendeeRow struct {
	Attendee   `gorm:"embedded"`
	PersonName *string
	UnitName   *string
}

// showEvent reads an event the caller may see; of the terms it served only those
// in the caller's reach are shown.
func showEvent(tx *gorm.DB, id string) (*shownEvent, error) {
	row, err := db.One[EventRow](tx, eventRows(tx), "e.id", id)
	if err != nil {
		return nil, err
	}
	e := shownEvent{EventRow: *row}
	return &e, tx.Raw(`SELECT ep.*, p.name AS person_name, u.name AS unit_name
		FROM event_people ep LEFT JOIN persons p ON p.id = ep.person_id LEFT JOIN units u ON u.id = ep.unit_id
		WHERE ep.event_id = ? ORDER BY ep.place, ep.id`, id).Scan(&e.People).Error
}

// openServed asks for the right to write an event in every term it serves and
// locks them; what serves none is for those who may write everything. It notes
// a term that the caller may not see, and returns the bloc the terms share.
func openServed(tx *gorm.DB, bad *fault.Fields, served []Served) (*string, error) {
	if len(served) == 0 {
		return nil, actor.From(tx.Statement.Context).Can(actor.EventWrite, actor.Resource{})
	}
	var shared *string
	for i, s := range served {
		t, err := openTerm(tx, actor.EventWrite, s.TermID)
		switch {
		case errors.Is(err, fault.Missing()):
			bad.Add("/terms/"+strconv.Itoa(i)+"/term_id", "reference_not_found")
			continue
		case err != nil:
			return nil, err
		case i == 0:
			shared = &t.BlocID
		case shared != nil && t.BlocID != *shared:
			shared = nil
		}
	}
	return shared, nil
}

// keepSigned notes that an event no longer serves the term of an agreement that
// was signed at it.
func keepSigned(tx *gorm.DB, bad *fault.Fields, e *wholeEvent) error {
	var terms []string
	if err := tx.Raw("SELECT DISTINCT term_id FROM agreements WHERE signing_event_id = ?", e.ID).Scan(&terms).Error; err != nil {
		return err
	}
	for _, id := range terms {
		if !slices.ContainsFunc(e.Terms, func(t Served) bool { return t.TermID == id }) {
			bad.Add("/terms", "signed_there", "term_id", id)
		}
	}
	return nil
}

// replaceTerms writes anew which terms an event serves.
func replaceTerms(tx *gorm.DB, e *wholeEvent) error {
	if err := tx.Where("event_id = ?", e.ID).Delete(&Served{}).Error; err != nil || len(e.Terms) == 0 {
		return err
	}
	return tx.Create(e.Terms).Error
}

// replacePeople writes anew who is named at an event.
func replacePeople(tx *gorm.DB, e *wholeEvent) error {
	if err := tx.Where("event_id = ?", e.ID).Delete(&Attendee{}).Error; err != nil || len(e.People) == 0 {
		return err
	}
	return tx.Create(e.People).Error
}

// knowNamed notes persons and units an event names that do not exist.
func knowNamed(tx *gorm.DB, bad *fault.Fields, e *wholeEvent) error {
	if err := record.Known(tx, bad, "/organiser_unit_id", "units", e.OrganiserUnitID); err != nil {
		return err
	}
	persons, units := make([]*string, len(e.People)), make([]*string, len(e.People))
	for i, p := range e.People {
		persons[i], units[i] = p.PersonID, p.UnitID
	}
	if err := record.KnownAll(tx, bad, "/people", "person_id", "persons", persons); err != nil {
		return err
	}
	return record.KnownAll(tx, bad, "/people", "unit_id", "units", units)
}
