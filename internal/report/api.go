package report

import (
	"context"

	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// OverviewView is the overview of a term on the wire.
type OverviewView struct {
	TermID            string             `json:"term_id" format:"uuid"`
	Bloc              record.Ref         `json:"bloc"`
	Period            bloc.PeriodValue   `json:"period"`
	Theme             *string            `json:"theme"`
	Status            *string            `json:"status" enum:"planning,signing,in_force,reviewing,concluded,locked" doc:"null: unknown"`
	AsOf              date.Day           `json:"as_of" format:"date" doc:"the day deadlines are compared with"`
	Members           MembersView        `json:"members"`
	Leaders           []record.Ref       `json:"leaders"`
	DeputiesState     string             `json:"deputies_state" enum:"unknown,none,partial,listed"`
	Deputies          []record.Ref       `json:"deputies"`
	Agreement         *OverviewAgreement `json:"agreement" doc:"null: none on record"`
	NotSigned         []NotSignedView    `json:"not_signed" doc:"units whose answer is pending, absent or late, and members without any, in protocol order"`
	Commitments       CommitmentsView    `json:"commitments"`
	PastDeadlines     []OverviewDeadline `json:"past_deadlines"`
	UpcomingDeadlines []OverviewDeadline `json:"upcoming_deadlines"`
	Events            []OverviewEvent    `json:"events"`
	Awards            award.Sums         `json:"awards" doc:"on record for the term's own period; 0: nothing on record, which does not mean that none was given"`
	PreviousAwards    award.Sums         `json:"previous_awards" doc:"on record for the period before: what was won last year; 0: nothing on record, which does not mean that none was given"`
}

// MembersView counts members: what was stated beside what is listed.
type MembersView struct {
	State  string `json:"state" enum:"unknown,none,partial,listed"`
	Stated *int   `json:"stated"`
	Listed int    `json:"listed"`
}

// OverviewAgreement is the term's agreement and how its signing stands.
type OverviewAgreement struct {
	ID          string         `json:"id" format:"uuid"`
	Title       string         `json:"title"`
	Basis       string         `json:"basis" enum:"original,reported"`
	Status      *string        `json:"status"`
	ContentHash *string        `json:"content_hash"`
	Signatures  SignatureCount `json:"signatures"`
}

// SignatureCount counts signatures by status.
type SignatureCount struct {
	Signed   int `json:"signed"`
	Pending  int `json:"pending"`
	Absent   int `json:"absent"`
	Late     int `json:"late"`
	Annulled int `json:"annulled"`
}

// NotSignedView is a unit that has not signed.
type NotSignedView struct {
	SignatureID *string     `json:"signature_id" format:"uuid" doc:"null: no signature on record"`
	Unit        *record.Ref `json:"unit"`
	Status      *string     `json:"status" enum:"pending,absent,late" doc:"null: no signature on record"`
}

// CommitmentsView counts commitments.
type CommitmentsView struct {
	Total      int `json:"total"`
	WithTarget int `json:"with_target"`
	WithDue    int `json:"with_due_date"`
	PastDue    int `json:"past_due" doc:"due before as_of; whether they were met is reported elsewhere"`
}

// OverviewDeadline is a deadline in the overview.
type OverviewDeadline struct {
	ID    string   `json:"id" format:"uuid"`
	Kind  string   `json:"kind"`
	Title *string  `json:"title"`
	DueOn date.Day `json:"due_on" format:"date"`
}

// OverviewEvent is an event in the overview.
type OverviewEvent struct {
	ID      string        `json:"id" format:"uuid"`
	Purpose string        `json:"purpose"`
	Title   *string       `json:"title"`
	HeldOn  *date.Partial `json:"held_on"`
}

func overviewView(o *Overview, today date.Day) OverviewView {
	t := o.Term
	v := OverviewView{
		TermID: t.ID, Bloc: record.Ref{ID: &t.BlocID, Name: &t.BlocName}, Theme: t.Theme, Status: t.Status, AsOf: today,
		Period:        bloc.NewPeriodValue(t.Period),
		Members:       MembersView{t.MembersState, t.StatedMemberCount, t.MemberCount},
		DeputiesState: t.DeputiesState, Leaders: []record.Ref{}, Deputies: []record.Ref{}, NotSigned: []NotSignedView{}, Events: []OverviewEvent{},
		Commitments: CommitmentsView(o.Commitments), Awards: o.Awards, PreviousAwards: o.LastAwards,
	}
	for _, p := range o.People {
		ref := record.Ref{ID: p.UnitID, AsWritten: p.UnitAsWritten, Name: p.UnitName}
		if p.Role == "leader" {
			v.Leaders = append(v.Leaders, ref)
		} else {
			v.Deputies = append(v.Deputies, ref)
		}
	}
	if a := o.Agreement; a != nil {
		v.Agreement = &OverviewAgreement{a.ID, a.Title, a.BasisOfText, a.Status, a.ContentHash, SignatureCount{a.Signed, a.Pending, a.Absent, a.Late, a.Annulled}}
	}
	for _, u := range o.Unsigned {
		v.NotSigned = append(v.NotSigned, NotSignedView{u.SignatureID, record.NewRef(u.UnitID, u.UnitAsWritten, u.UnitName), u.Status})
	}
	for _, e := range o.Events {
		v.Events = append(v.Events, OverviewEvent(e))
	}
	past, next := split(o.Deadlines, today)
	v.PastDeadlines, v.UpcomingDeadlines = deadlineViews(past), deadlineViews(next)
	return v
}

func deadlineViews(ds []DeadlineRow) []OverviewDeadline {
	out := make([]OverviewDeadline, len(ds))
	for i, d := range ds {
		out[i] = OverviewDeadline(d)
	}
	return out
}

const overviewExample = `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","as_written":null,"name":"Khối các cơ quan Đảng"},"period":{"kind":"calendar_year","label":"2021","starts_on":"2021-01-01","ends_on":"2021-12-31","listing_year":2021},"theme":null,"status":"signing","as_of":"2021-03-01","members":{"state":"listed","stated":10,"listed":10},"leaders":[],"deputies_state":"unknown","deputies":[],"agreement":null,"not_signed":[],"commitments":{"total":14,"with_target":0,"with_due_date":0,"past_due":0},"past_deadlines":[],"upcoming_deadlines":[],"events":[],"awards":{"collectives":0,"individuals":0,"households":0,"blocs":0,"unclassified":0,"awards":0,"count_unknown":0,"named":0,"unnamed":0},"previous_awards":{"collectives":5,"individuals":0,"households":0,"blocs":0,"unclassified":0,"awards":2,"count_unknown":0,"named":0,"unnamed":5}}`

// Register registers the operations of the read models.
func Register(s *httpx.Server, svc *Service) {
	httpx.Get(s, httpx.Op{ID: "getTermOverview", Path: "/terms/{id}/overview", Tag: "terms", Response: overviewExample},
		func(ctx context.Context, in *httpx.One) (OverviewView, error) {
			o, err := svc.Overview(ctx, in.ID)
			if err != nil {
				return OverviewView{}, err
			}
			return overviewView(o, svc.Today()), nil
		})
	registerProfile(s, svc)
	registerStandings(s, svc)
	registerAnnual(s, svc)
	registerAgreementPaper(s, svc)
	registerMidYear(s, svc)
	registerRegistrationPaper(s, svc)
	registerScoring(s, svc)
	registerCommendations(s, svc)
	registerWordings(s, svc)
	registerIssued(s, svc)
	registerProfileReport(s, svc)
	registerStatistics(s, svc)
	registerJobs(s, svc)
}
