package report

import (
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/record"
)

// ReportedTerm is the term and its bloc.
type ReportedTerm struct {
	ID                string           `json:"id" format:"uuid"`
	Bloc              record.Ref       `json:"bloc"`
	BlocNameThen      string           `json:"bloc_name_then" doc:"what the bloc was called when the term began"`
	BlocCode          *string          `json:"bloc_code"`
	BlocKind          string           `json:"bloc_kind" enum:"bloc,cluster"`
	Organizer         *record.Ref      `json:"organizer"`
	DocumentLayout    *string          `json:"document_layout" enum:"party,state,enterprise"`
	Period            bloc.PeriodValue `json:"period"`
	Theme             *string          `json:"theme"`
	ThemeOf           *record.Ref      `json:"theme_of"`
	Status            *string          `json:"status" enum:"planning,signing,in_force,reviewing,concluded,locked"`
	MembersState      string           `json:"members_state" enum:"unknown,none,partial,listed"`
	StatedMemberCount *int             `json:"stated_member_count"`
	DeputiesState     string           `json:"deputies_state" enum:"unknown,none,partial,listed"`
	CouncilMember     *record.Ref      `json:"council_member"`
	LastYearInWords   *string          `json:"last_year_in_words"`
	Remark            *string          `json:"remark"`
}

// ReportedLeading is a leading or deputy unit with who represented it.
type ReportedLeading struct {
	Role              string                `json:"role" enum:"leader,deputy"`
	RoleAsWritten     *string               `json:"role_as_written"`
	Unit              *record.Ref           `json:"unit"`
	NameThen          *string               `json:"name_then"`
	Chosen            *string               `json:"chosen" enum:"elected,assigned"`
	ChosenByAsWritten *string               `json:"chosen_by_as_written"`
	DocumentAsWritten *string               `json:"document_as_written"`
	Persons           []bloc.Representative `json:"persons"`
	Remark            *string               `json:"remark"`
}

// ReportedEvent is an event that served the term.
type ReportedEvent struct {
	ID                  string             `json:"id" format:"uuid"`
	Purposes            []string           `json:"purposes" enum:"signing,mid_year,year_end,council,congress,activity,other" doc:"in this term"`
	Title               *string            `json:"title"`
	HeldOn              *date.Partial      `json:"held_on"`
	EndedOn             *date.Partial      `json:"ended_on"`
	PartOfDay           *string            `json:"part_of_day" enum:"morning,afternoon,evening,whole_day"`
	Place               *string            `json:"place"`
	Organiser           *record.Ref        `json:"organiser"`
	OrganisedWith       *string            `json:"organised_with"`
	AttendanceAsWritten *string            `json:"attendance_as_written"`
	People              []ReportedAttendee `json:"people"`
	Papers              []string           `json:"papers"`
	PapersCount         *int               `json:"papers_count"`
	Proposals           []string           `json:"proposals"`
	Outcome             *string            `json:"outcome"`
	Remark              *string            `json:"remark"`
}

// ReportedAttendee is somebody named at an event.
type ReportedAttendee struct {
	Role              *string     `json:"role" enum:"chair,witness,guest,speaker,secretary,delegate,other"`
	Person            *record.Ref `json:"person"`
	Unit              *record.Ref `json:"unit"`
	PositionAsWritten *string     `json:"position_as_written"`
}

// ReportedDeadline is a day something is due.
type ReportedDeadline struct {
	Kind   string   `json:"kind" enum:"signing,registration,progress_report,mid_year,self_score,year_end,dossier,other"`
	Title  *string  `json:"title"`
	DueOn  date.Day `json:"due_on" format:"date"`
	Remark *string  `json:"remark"`
}

// ReportedModel is a model of the term with the units that try it or took it up.
type ReportedModel struct {
	ID      string   `json:"id" format:"uuid"`
	Title   string   `json:"title"`
	Status  string   `json:"status" enum:"proposed,piloting,reviewed,replicated,stopped"`
	Pilots  []string `json:"pilots" doc:"units that try it, as they are called"`
	TakenUp []string `json:"replicating" doc:"units that took it up"`
}

// ReportedRating is how well a unit completed its tasks, as somebody said, or how many
// units did.
type ReportedRating struct {
	Unit     *record.Ref `json:"unit" doc:"null: a count"`
	Count    *int        `json:"count"`
	Standing string      `json:"standing" enum:"self,proposed,recognised"`
	Level    string      `json:"level" enum:"excellent,good,completed,not_completed"`
}
