package registration

import (
	"context"
	"time"

	"giaouoc/internal/agreement"
	"giaouoc/internal/amount"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
)

// RegistrationFields are a registration as a caller gives it. Commitments and titles
// are replaced as a whole when given.
type RegistrationFields struct {
	UnitAsWritten          httpx.Opt[string]                     `json:"unit_as_written,omitzero" maxLength:"500" doc:"the unit's name on the document"`
	HeadID                 httpx.Opt[string]                     `json:"head_id,omitzero" format:"uuid" doc:"who signs as head of the unit"`
	HeadAsWritten          httpx.Opt[string]                     `json:"head_as_written,omitzero" maxLength:"300"`
	HeadPositionAsWritten  httpx.Opt[string]                     `json:"head_position_as_written,omitzero" maxLength:"500"`
	UnionID                httpx.Opt[string]                     `json:"union_id,omitzero" format:"uuid" doc:"who signs for the trade union"`
	UnionAsWritten         httpx.Opt[string]                     `json:"union_as_written,omitzero" maxLength:"300"`
	UnionPositionAsWritten httpx.Opt[string]                     `json:"union_position_as_written,omitzero" maxLength:"500"`
	RegisteredOn           httpx.Opt[date.Partial]               `json:"registered_on,omitzero" doc:"the document's own date"`
	DocumentAsWritten      httpx.Opt[string]                     `json:"document_as_written,omitzero" maxLength:"1000"`
	Commitments            httpx.Opt[[]RegistrationPromiseInput] `json:"commitments,omitzero" maxItems:"200" doc:"in order; an item with the id of one there was stays that one"`
	Titles                 httpx.Opt[[]RegistrationTitleInput]   `json:"titles,omitzero" maxItems:"500" doc:"in order; an item with the id of one there was stays that one"`
	record.ProvenanceInput
}

// RegistrationPromiseInput is a commitment of the unit's own as a caller gives it.
type RegistrationPromiseInput struct {
	ID            httpx.Opt[string]        `json:"id,omitzero" format:"uuid" doc:"left out for a new one"`
	Text          string                   `json:"text" maxLength:"10000" multiline:"true"`
	Measure       httpx.Opt[string]        `json:"measure,omitzero" enum:"qualitative,quantity,percent,milestone"`
	Target        httpx.Opt[amount.Amount] `json:"target,omitzero"`
	UnitOfMeasure httpx.Opt[string]        `json:"unit_of_measure,omitzero" maxLength:"100"`
	DueOn         httpx.Opt[date.Partial]  `json:"due_on,omitzero"`
	MovementID    httpx.Opt[string]        `json:"movement_id,omitzero" format:"uuid" doc:"the movement it answers"`
	Note          httpx.Opt[string]        `json:"note,omitzero" maxLength:"2000" multiline:"true"`
}

// RegistrationTitleInput is a title the unit aims at as a caller gives it.
type RegistrationTitleInput struct {
	ID              httpx.Opt[string] `json:"id,omitzero" format:"uuid" doc:"left out for a new one"`
	Subject         string            `json:"subject" enum:"collective,individual,household,initiative"`
	AwardTypeID     httpx.Opt[string] `json:"award_type_id,omitzero" format:"uuid" doc:"this, the words of the document, or both; an initiative may do without"`
	TypeAsWritten   httpx.Opt[string] `json:"type_as_written,omitzero" maxLength:"500"`
	UnitID          httpx.Opt[string] `json:"unit_id,omitzero" format:"uuid" doc:"the collective, or the author of the initiative"`
	UnitAsWritten   httpx.Opt[string] `json:"unit_as_written,omitzero" maxLength:"500"`
	PersonID        httpx.Opt[string] `json:"person_id,omitzero" format:"uuid" doc:"the individual, or the author of the initiative"`
	PersonAsWritten httpx.Opt[string] `json:"person_as_written,omitzero" maxLength:"300"`
	Name            httpx.Opt[string] `json:"name,omitzero" maxLength:"1000" doc:"of the household, or title of the initiative"`
	Count           httpx.Opt[int]    `json:"count,omitzero" minimum:"1" maximum:"1000000" doc:"how many, where they are not linked"`
	Period          httpx.Opt[string] `json:"period,omitzero" maxLength:"20" pattern:"^[0-9]{4}(-([0-9]{4}|Q[1-4]|H[12]|9M))?$" doc:"label; null: that of the term"`
	PeriodKind      httpx.Opt[string] `json:"period_kind,omitzero" enum:"calendar_year,school_year,range,quarter,half,nine_months" doc:"follows from the label unless given"`
	Note            httpx.Opt[string] `json:"note,omitzero" maxLength:"2000" multiline:"true"`
}

// CreateRegistrationBody is a new registration.
type CreateRegistrationBody struct {
	TermID string            `json:"term_id" format:"uuid"`
	UnitID string            `json:"unit_id" format:"uuid" doc:"a unit that belongs to the term"`
	Status httpx.Opt[string] `json:"status,omitzero" nullable:"false" enum:"draft,submitted,accepted" doc:"draft when left out; another one records what came on paper, by who may take registrations"`
	RegistrationFields
}

// RegistrationTransitionBody is a step of a registration.
type RegistrationTransitionBody struct {
	To string `json:"to" enum:"draft,submitted,returned,accepted" doc:"submitted: send; draft: take back; returned: send back to be mended, with a reason and fields; accepted: take"`
	record.ReasonInput
	Fields httpx.Opt[[]ReopenedInput] `json:"fields,omitzero" maxItems:"500" doc:"for a return: what the unit may change"`
}

// ReopenedInput is what a return opens: a member of the registration, a whole list, a
// whole item of one, or a member of an item.
type ReopenedInput struct {
	List   httpx.Opt[string] `json:"list,omitzero" enum:"commitments,titles"`
	ID     httpx.Opt[string] `json:"id,omitzero" format:"uuid" doc:"of an item of the list; left out: the whole list"`
	Member httpx.Opt[string] `json:"member,omitzero" enum:"unit,head,head_position_as_written,union,union_position_as_written,registered_on,document_as_written,sources,basis,remark,text,measure,target,unit_of_measure,due_on,movement,note,subject,award_type,person,name,count,period" doc:"name as the registration shows it; left out: the whole item or list"`
	Remark httpx.Opt[string] `json:"remark,omitzero" maxLength:"2000" multiline:"true" doc:"what is to be mended"`
}

// RegistrationView is a registration in a list: without its parts, which the
// registration itself shows.
type RegistrationView struct {
	record.MetaView
	Term                   agreement.TermRefView `json:"term"`
	Bloc                   *record.Ref           `json:"bloc"`
	Unit                   *record.Ref           `json:"unit"`
	Status                 string                `json:"status" enum:"draft,submitted,returned,accepted"`
	StatusSince            time.Time             `json:"status_since"`
	FirstSentOn            *date.Day             `json:"first_sent_on" format:"date" doc:"null: not sent, or on a day nobody noted"`
	Head                   *record.Ref           `json:"head" doc:"who signs as head of the unit"`
	HeadPositionAsWritten  *string               `json:"head_position_as_written"`
	Union                  *record.Ref           `json:"union" doc:"who signs for the trade union"`
	UnionPositionAsWritten *string               `json:"union_position_as_written"`
	RegisteredOn           *date.Partial         `json:"registered_on"`
	DocumentAsWritten      *string               `json:"document_as_written"`
	CommitmentCount        int                   `json:"commitment_count"`
	TitleCount             int                   `json:"title_count"`
	SubmissionCount        int                   `json:"submission_count" doc:"how often it was sent"`
	RecordedBy             string                `json:"recorded_by" doc:"login name of who made the record"`
	record.ProvenanceView
}

// RegistrationDetailView is a registration on the wire.
type RegistrationDetailView struct {
	RegistrationView
	Commitments []RegistrationPromiseView `json:"commitments"`
	Titles      []RegistrationTitleView   `json:"titles"`
	Reopened    []Reopened                `json:"reopened" doc:"what the last return opened, until it is accepted; empty: nothing was returned"`
}

// RegistrationPromiseView is a commitment of the unit's own on the wire.
type RegistrationPromiseView struct {
	ID            string         `json:"id" format:"uuid"`
	Order         int            `json:"order"`
	Text          string         `json:"text"`
	Measure       *string        `json:"measure" enum:"qualitative,quantity,percent,milestone"`
	Target        *amount.Amount `json:"target"`
	UnitOfMeasure *string        `json:"unit_of_measure"`
	DueOn         *date.Partial  `json:"due_on"`
	Movement      *record.Ref    `json:"movement"`
	Note          *string        `json:"note"`
}

// RegistrationTitleView is a title the unit aims at on the wire.
type RegistrationTitleView struct {
	ID        string            `json:"id" format:"uuid"`
	Order     int               `json:"order"`
	Subject   string            `json:"subject" enum:"collective,individual,household,initiative"`
	AwardType *record.Ref       `json:"award_type"`
	Unit      *record.Ref       `json:"unit"`
	Person    *record.Ref       `json:"person"`
	Name      *string           `json:"name" doc:"of the household, or title of the initiative"`
	Count     *int              `json:"count" doc:"null: one, or unknown"`
	Period    *bloc.PeriodValue `json:"period" doc:"null: that of the term"`
	Note      *string           `json:"note"`
}

func registrationView(r registrationRow) RegistrationView {
	return RegistrationView{
		r.Meta.View(),
		agreement.TermRefView{ID: r.TermID, Period: r.PeriodLabel, PeriodKind: r.PeriodKind},
		record.NewRef(&r.BlocID, nil, &r.BlocName),
		record.NewRef(&r.UnitID, r.UnitAsWritten, r.UnitName), r.Status, r.StatusSince, r.FirstSentOn,
		record.NewRef(r.HeadID, r.HeadAsWritten, r.HeadName), r.HeadPositionAsWritten,
		record.NewRef(r.UnionID, r.UnionAsWritten, r.UnionName), r.UnionPositionAsWritten,
		r.RegisteredOn, r.DocumentAsWritten, r.CommitmentCount, r.TitleCount, r.SubmissionCount, r.RecordedBy, r.Provenance.View(),
	}
}

func registrationDetailView(r shownRegistration) RegistrationDetailView {
	v := RegistrationDetailView{registrationView(r.registrationRow), []RegistrationPromiseView{}, []RegistrationTitleView{}, append([]Reopened{}, r.Reopened.V...)}
	for _, c := range r.Commitments {
		v.Commitments = append(v.Commitments, RegistrationPromiseView{
			c.ID, c.Position, c.Text, c.Measure, c.Target, c.UnitOfMeasure, c.DueOn, record.NewRef(c.MovementID, nil, c.MovementName), c.Note,
		})
	}
	for _, t := range r.Titles {
		v.Titles = append(v.Titles, RegistrationTitleView{
			t.ID, t.Position, t.Subject, record.NewRef(t.AwardTypeID, t.TypeAsWritten, t.TypeName), record.NewRef(t.UnitID, t.UnitAsWritten, t.UnitName),
			record.NewRef(t.PersonID, t.PersonAsWritten, t.PersonName), t.Name, t.Count, t.period(), t.Note,
		})
	}
	return v
}

func (t Title) period() *bloc.PeriodValue {
	if t.PeriodLabel == nil {
		return nil
	}
	v := bloc.NewPeriodValue(period.Period{Kind: *t.PeriodKind, Label: *t.PeriodLabel, StartsOn: *t.PeriodStartsOn, EndsOn: *t.PeriodEndsOn})
	return &v
}

// RegistrationChangesView is what changed of a registration since it was sent: from
// one submission, nil where nothing was sent before, to the next, nil for as it stands
// now.
type RegistrationChangesView struct {
	From    *SubmissionView      `json:"from"`
	To      *SubmissionView      `json:"to"`
	Changes []RegistrationChange `json:"changes" doc:"in the order of the form"`
}

// SubmissionView is one sending of a registration.
type SubmissionView struct {
	Number int       `json:"number"`
	At     time.Time `json:"at"`
	By     string    `json:"by" doc:"login name"`
}

func changesView(c Comparison) RegistrationChangesView {
	of := func(s *Submission) *SubmissionView {
		if s == nil {
			return nil
		}
		return &SubmissionView{s.Number, s.At, s.ActorName}
	}
	return RegistrationChangesView{of(c.From), of(c.To), c.Changes}
}

// RegistrationBoardView is who has sent the registration for a term and who has not,
// beside the next deadline for it, or else the last.
type RegistrationBoardView struct {
	TermID   string                 `json:"term_id" format:"uuid"`
	AsOf     date.Day               `json:"as_of" format:"date" doc:"the day the deadline is compared with"`
	Deadline *RegistrationDeadline  `json:"deadline"`
	Counts   RegistrationCounts     `json:"counts"`
	Units    []RegistrationBoardRow `json:"units" doc:"every unit that belongs to the term, in protocol order"`
}

// RegistrationDeadline is the day registrations are due.
type RegistrationDeadline struct {
	ID    string   `json:"id" format:"uuid"`
	Title *string  `json:"title"`
	DueOn date.Day `json:"due_on" format:"date"`
}

// RegistrationCounts counts units by how their registration stands.
type RegistrationCounts struct {
	NotBegun  int `json:"not_begun"`
	Draft     int `json:"draft"`
	Submitted int `json:"submitted"`
	Returned  int `json:"returned"`
	Accepted  int `json:"accepted"`
	Late      int `json:"late" doc:"of all these"`
}

// RegistrationBoardRow is one unit on the board.
type RegistrationBoardRow struct {
	Unit            *record.Ref `json:"unit"`
	State           string      `json:"state" enum:"not_begun,draft,submitted,returned,accepted"`
	Since           *time.Time  `json:"since" doc:"null: not begun"`
	RegistrationID  *string     `json:"registration_id" format:"uuid"`
	CommitmentCount int         `json:"commitment_count"`
	TitleCount      int         `json:"title_count"`
	FirstSentOn     *date.Day   `json:"first_sent_on" format:"date"`
	DaysLate        *int        `json:"days_late" doc:"after the deadline, up to today or to the day it was first sent; null: no deadline, or sent on a day nobody noted"`
}

func boardView(b Board) RegistrationBoardView {
	v := RegistrationBoardView{TermID: b.TermID, AsOf: b.AsOf, Units: []RegistrationBoardRow{}}
	if d := b.Deadline; d != nil {
		v.Deadline = &RegistrationDeadline{d.ID, d.Title, d.DueOn}
	}
	counts := map[string]*int{
		NotBegun: &v.Counts.NotBegun, Draft: &v.Counts.Draft, Submitted: &v.Counts.Submitted, Returned: &v.Counts.Returned, Accepted: &v.Counts.Accepted,
	}
	for _, r := range b.Rows {
		row := RegistrationBoardRow{State: r.state(), DaysLate: r.daysLate(b.Deadline, b.AsOf)}
		if r.UnitID != nil {
			row.Unit = record.NewRef(r.UnitID, nil, &r.UnitName)
		} else {
			row.Unit = record.NewRef(nil, &r.UnitName, nil)
		}
		if s := r.Sent; s != nil {
			row.Since, row.RegistrationID, row.CommitmentCount, row.TitleCount, row.FirstSentOn = &s.StatusSince, &s.ID, s.CommitmentCount, s.TitleCount, s.FirstSentOn
		}
		*counts[row.State]++
		if row.DaysLate != nil && *row.DaysLate > 0 {
			v.Counts.Late++
		}
		v.Units = append(v.Units, row)
	}
	return v
}

const (
	metaExample = `"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system"`

	registrationExample = `{` + metaExample + `,"term":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","period":"2026","period_kind":"calendar_year"},"bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Khối các cơ quan Đảng"},"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Báo Ninh Bình"},"status":"draft","status_since":"2026-01-05T02:00:00Z","first_sent_on":null,"head":{"id":null,"as_written":"Lê Văn Cường","name":null},"head_position_as_written":"Tổng Biên tập","union":null,"union_position_as_written":null,"registered_on":"2026-02-20","document_as_written":null,"commitment_count":1,"title_count":1,"submission_count":0,"recorded_by":"vanthu","sources":[],"basis":{},"remark":null,"commitments":[{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","order":1,"text":"Xuất bản báo đúng kỳ","measure":"quantity","target":260,"unit_of_measure":"số","due_on":"2026-12-31","movement":null,"note":null}],"titles":[{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a62","order":1,"subject":"individual","award_type":{"id":null,"as_written":"Chiến sĩ thi đua cơ sở","name":null},"unit":null,"person":null,"name":null,"count":3,"period":null,"note":null}],"reopened":[]}`
	boardExample        = `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","as_of":"2026-03-02","deadline":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a63","title":null,"due_on":"2026-02-28"},"counts":{"not_begun":1,"draft":0,"submitted":0,"returned":0,"accepted":0,"late":1},"units":[{"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Báo Ninh Bình"},"state":"not_begun","since":null,"registration_id":null,"commitment_count":0,"title_count":0,"first_sent_on":null,"days_late":2}]}`
	changesExample      = `{"from":{"number":1,"at":"2026-02-20T02:00:00Z","by":"vanthu"},"to":null,"changes":[{"list":"commitments","id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","order":1,"change":"changed","member":"target","before":260,"after":300}]}`
)

// Register registers the operations on registrations.
func Register(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listRegistrations", Path: "/registrations", Tag: "registrations"}, registrationList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[RegistrationView], error) {
			p, err := svc.Registrations(ctx, in.Request())
			return db.MapPage(p, registrationView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createRegistration", Path: "/registrations", Tag: "registrations", Faults: []string{"duplicate", "registration.outside_term", "term_locked"},
		Request:  `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","head_as_written":"Lê Văn Cường","commitments":[{"text":"Xuất bản báo đúng kỳ","measure":"quantity","target":260,"unit_of_measure":"số"}],"titles":[{"subject":"individual","type_as_written":"Chiến sĩ thi đua cơ sở","count":3}]}`,
		Response: registrationExample,
	},
		func(ctx context.Context, in *httpx.Make[CreateRegistrationBody]) (RegistrationDetailView, error) {
			return httpx.Shown(registrationDetailView)(svc.CreateRegistration(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getRegistration", Path: "/registrations/{id}", Tag: "registrations", Entity: "registration", Response: registrationExample},
		func(ctx context.Context, in *httpx.One) (RegistrationDetailView, error) {
			return httpx.Shown(registrationDetailView)(svc.Registration(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{
		ID: "updateRegistration", Path: "/registrations/{id}", Tag: "registrations", Faults: []string{"registration.sent", "registration.not_reopened", "term_locked"},
		Request: `{"registered_on":"2026-02-20"}`, Response: registrationExample,
	},
		func(ctx context.Context, in *httpx.Change[RegistrationFields]) (RegistrationDetailView, error) {
			return httpx.Shown(registrationDetailView)(svc.UpdateRegistration(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteRegistration", Path: "/registrations/{id}", Tag: "registrations", Faults: []string{"in_use", "registration.sent", "registration.was_sent", "term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteRegistration(ctx, in.ID, in.Version())
		})
	registerSteps(s, svc)
}

func registerSteps(s *httpx.Server, svc *Service) {
	httpx.Act(s, httpx.Op{
		ID: "transitionRegistration", Path: "/registrations/{id}/transitions", Tag: "registrations", Faults: []string{"invalid_transition", "registration.empty", "term_locked"},
		Request:  `{"to":"returned","reason":"Chỉ tiêu chưa rõ","fields":[{"list":"commitments","id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","member":"target"}]}`,
		Response: registrationExample,
	},
		func(ctx context.Context, in *httpx.Change[RegistrationTransitionBody]) (RegistrationDetailView, error) {
			return httpx.Shown(registrationDetailView)(svc.TransitionRegistration(ctx, in.ID, in.Version(), in.Body))
		})
	record.RegisterHistory(s, httpx.Op{ID: "listRegistrationTransitions", Path: "/registrations/{id}/transitions", Tag: "registrations"}, svc.db, "registration", svc.RegistrationVisible)
	httpx.Get(s, httpx.Op{ID: "getRegistrationChanges", Path: "/registrations/{id}/changes", Tag: "registrations", Response: changesExample},
		func(ctx context.Context, in *httpx.One) (RegistrationChangesView, error) {
			return httpx.Shown(changesView)(svc.RegistrationChanges(ctx, in.ID))
		})
	httpx.Get(s, httpx.Op{ID: "getRegistrationBoard", Path: "/terms/{id}/registration-board", Tag: "registrations", Response: boardExample},
		func(ctx context.Context, in *httpx.One) (RegistrationBoardView, error) {
			return httpx.Shown(boardView)(svc.RegistrationBoard(ctx, in.ID))
		})
}
