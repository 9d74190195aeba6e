package agreement

import (
	"context"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// EventBody is an event as a caller gives it. Terms and people are replaced as
// a whole when given.
type EventBody struct {
	Title               httpx.Opt[string]          `json:"title,omitzero" maxLength:"500"`
	HeldOn              httpx.Opt[date.Partial]    `json:"held_on,omitzero"`
	EndedOn             httpx.Opt[date.Partial]    `json:"ended_on,omitzero"`
	PartOfDay           httpx.Opt[string]          `json:"part_of_day,omitzero" enum:"morning,afternoon,evening,whole_day"`
	Place               httpx.Opt[string]          `json:"place,omitzero" maxLength:"500"`
	OrganiserUnitID     httpx.Opt[string]          `json:"organiser_unit_id,omitzero" format:"uuid" doc:"the unit in the lead"`
	OrganiserAsWritten  httpx.Opt[string]          `json:"organiser_as_written,omitzero" maxLength:"500"`
	OrganisedWith       httpx.Opt[string]          `json:"organised_with,omitzero" maxLength:"1000" doc:"who helped, in words"`
	AttendanceAsWritten httpx.Opt[string]          `json:"attendance_as_written,omitzero" maxLength:"2000" multiline:"true"`
	Terms               httpx.Opt[[]ServedInput]   `json:"terms,omitzero" maxItems:"20" doc:"what it was for; one event may close one term and open the next"`
	People              httpx.Opt[[]AttendeeInput] `json:"people,omitzero" maxItems:"200"`
	Papers              httpx.Opt[[]string]        `json:"papers,omitzero" maxItems:"100" multiline:"true"`
	PapersCount         httpx.Opt[int]             `json:"papers_count,omitzero" minimum:"0" doc:"as stated; may differ from the list"`
	Proposals           httpx.Opt[[]string]        `json:"proposals,omitzero" maxItems:"100" multiline:"true"`
	Outcome             httpx.Opt[string]          `json:"outcome,omitzero" maxLength:"5000" multiline:"true"`
	record.ProvenanceInput
}

// ServedInput is a term an event served, as a caller gives it.
type ServedInput struct {
	TermID  string `json:"term_id" format:"uuid"`
	Purpose string `json:"purpose" enum:"signing,mid_year,year_end,council,congress,activity,other"`
}

// AttendeeInput is somebody named at an event, as a caller gives it.
type AttendeeInput struct {
	PersonID          httpx.Opt[string] `json:"person_id,omitzero" format:"uuid" doc:"this, the words of the source, or both"`
	PersonAsWritten   httpx.Opt[string] `json:"person_as_written,omitzero" maxLength:"300"`
	UnitID            httpx.Opt[string] `json:"unit_id,omitzero" format:"uuid"`
	UnitAsWritten     httpx.Opt[string] `json:"unit_as_written,omitzero" maxLength:"500"`
	PositionAsWritten httpx.Opt[string] `json:"position_as_written,omitzero" maxLength:"500"`
	Role              httpx.Opt[string] `json:"role,omitzero" enum:"chair,secretary,speaker,witness,guest,delegate,other"`
}

// EventSummaryView is an event in a list: without the people named at it, whom
// the event itself shows.
type EventSummaryView struct {
	record.MetaView
	Bloc                *record.Ref   `json:"bloc" doc:"of all terms it served; null where they have no common one"`
	Title               *string       `json:"title"`
	HeldOn              *date.Partial `json:"held_on"`
	EndedOn             *date.Partial `json:"ended_on"`
	PartOfDay           *string       `json:"part_of_day" enum:"morning,afternoon,evening,whole_day"`
	Place               *string       `json:"place"`
	Organiser           *record.Ref   `json:"organiser"`
	OrganisedWith       *string       `json:"organised_with"`
	AttendanceAsWritten *string       `json:"attendance_as_written"`
	Papers              []string      `json:"papers"`
	PapersCount         *int          `json:"papers_count"`
	Proposals           []string      `json:"proposals"`
	Outcome             *string       `json:"outcome"`
	record.ProvenanceView
	Terms []ServedView `json:"terms" doc:"those the caller may read"`
}

// EventDetailView is an event on the wire.
type EventDetailView struct {
	EventSummaryView
	People []AttendeeView `json:"people"`
}

// ServedView is a term an event served.
type ServedView struct {
	TermID     string      `json:"term_id" format:"uuid"`
	Bloc       *record.Ref `json:"bloc"`
	Period     string      `json:"period"`
	PeriodKind string      `json:"period_kind" enum:"calendar_year,school_year,range"`
	Purpose    string      `json:"purpose" enum:"signing,mid_year,year_end,council,congress,activity,other"`
}

// AttendeeView is somebody named at an event.
type AttendeeView struct {
	Person            *record.Ref `json:"person"`
	Unit              *record.Ref `json:"unit"`
	PositionAsWritten *string     `json:"position_as_written"`
	Role              *string     `json:"role" enum:"chair,secretary,speaker,witness,guest,delegate,other"`
}

func eventSummaryView(e EventRow) EventSummaryView {
	terms := []ServedView{}
	for _, t := range e.Terms.V {
		terms = append(terms, ServedView{t.TermID, record.NewRef(&t.BlocID, nil, &t.BlocName), t.PeriodLabel, t.PeriodKind, t.Purpose})
	}
	return EventSummaryView{
		e.Meta.View(), record.NewRef(e.BlocID, nil, e.BlocName), e.Title, e.HeldOn, e.EndedOn, e.PartOfDay, e.Place,
		record.NewRef(e.OrganiserUnitID, e.OrganiserAsWritten, e.OrganiserName), e.OrganisedWith, e.AttendanceAsWritten,
		e.Papers.V, e.PapersCount, e.Proposals.V, e.Outcome, e.Provenance.View(), terms,
	}
}

func eventView(e shownEvent) EventDetailView {
	v := EventDetailView{eventSummaryView(e.EventRow), []AttendeeView{}}
	for _, p := range e.People {
		v.People = append(v.People, AttendeeView{
			record.NewRef(p.PersonID, p.PersonAsWritten, p.PersonName), record.NewRef(p.UnitID, p.UnitAsWritten, p.UnitName), p.PositionAsWritten, p.Role,
		})
	}
	return v
}

const eventExample = `{` + metaExample + `,"bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Khối các cơ quan Đảng"},"title":"Hội nghị ký kết giao ước thi đua năm 2021","held_on":"2021-02-26","ended_on":null,"part_of_day":"afternoon","place":null,"organiser":{"id":null,"as_written":"Văn phòng Tỉnh ủy","name":null},"organised_with":"các đơn vị trong Khối","attendance_as_written":"đại diện lãnh đạo các đơn vị trong Khối","papers":[],"papers_count":null,"proposals":[],"outcome":null,` + sourceExample + `,"terms":[{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Khối các cơ quan Đảng"},"period":"2021","period_kind":"calendar_year","purpose":"signing"}],"people":[{"person":{"id":null,"as_written":"Lê Văn Cường","name":null},"unit":null,"position_as_written":"TUV, Chánh Văn phòng Tỉnh ủy, Trưởng Khối thi đua","role":"chair"}]}`

func registerEvents(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listEvents", Path: "/events", Tag: "agreements"}, eventList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[EventSummaryView], error) {
			p, err := svc.Events(ctx, in.Request())
			return db.MapPage(p, eventSummaryView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createEvent", Path: "/events", Tag: "agreements", Faults: []string{"term_locked"},
		Request:  `{"title":"Hội nghị ký kết giao ước thi đua năm 2021","held_on":"2021-02-26","part_of_day":"afternoon","organiser_as_written":"Văn phòng Tỉnh ủy","terms":[{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","purpose":"signing"}],"people":[{"person_as_written":"Lê Văn Cường","role":"chair"}]}`,
		Response: eventExample,
	},
		func(ctx context.Context, in *httpx.Make[EventBody]) (EventDetailView, error) {
			return httpx.Shown(eventView)(svc.CreateEvent(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getEvent", Path: "/events/{id}", Tag: "agreements", Entity: "event", Response: eventExample},
		func(ctx context.Context, in *httpx.One) (EventDetailView, error) {
			return httpx.Shown(eventView)(svc.Event(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{
		ID: "updateEvent", Path: "/events/{id}", Tag: "agreements", Faults: []string{"term_locked"},
		Request: `{"outcome":"10 đơn vị đã ký kết giao ước"}`, Response: eventExample,
	},
		func(ctx context.Context, in *httpx.Change[EventBody]) (EventDetailView, error) {
			return httpx.Shown(eventView)(svc.UpdateEvent(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteEvent", Path: "/events/{id}", Tag: "agreements", Faults: []string{"in_use", "term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteEvent(ctx, in.ID, in.Version()) })
}
