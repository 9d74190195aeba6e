package progress

import (
	"context"

	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// ClosingBody closes a reporting period.
type ClosingBody struct {
	TermID string `json:"term_id" format:"uuid"`
	PeriodOfReport
	ClosedOn httpx.Opt[date.Day] `json:"closed_on,omitzero" nullable:"false" doc:"today, unless given"`
	EventID  httpx.Opt[string]   `json:"event_id,omitzero" format:"uuid" doc:"the conference that reviewed the period"`
	Note     httpx.Opt[string]   `json:"note,omitzero" maxLength:"5000" multiline:"true"`
}

// ClosingTransitionBody is a step of a closing.
type ClosingTransitionBody struct {
	To string `json:"to" enum:"closed,reopened" doc:"the state to go to"`
	record.ReasonInput
}

// ClosingView is a closed or reopened period on the wire.
type ClosingView struct {
	record.MetaView
	TermID   string           `json:"term_id" format:"uuid"`
	Bloc     *record.Ref      `json:"bloc"`
	Period   bloc.PeriodValue `json:"period"`
	Status   string           `json:"status" enum:"closed,reopened"`
	ClosedOn date.Day         `json:"closed_on" format:"date"`
	Event    *record.Ref      `json:"event"`
	Note     *string          `json:"note"`
}

func closingView(c closingRow) ClosingView {
	return ClosingView{
		c.Meta.View(), c.TermID, record.NewRef(&c.BlocID, nil, &c.BlocName), bloc.NewPeriodValue(c.Period), c.Status, c.ClosedOn,
		record.NewRef(c.EventID, nil, c.EventTitle), c.Note,
	}
}

const closingExample = `{` + metaExample + `,"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Khối các cơ quan Đảng"},"period":{"kind":"half","label":"2026-H1","starts_on":"2026-01-01","ends_on":"2026-06-30","listing_year":2026},"status":"closed","closed_on":"2026-07-05","event":null,"note":null}`

func registerClosings(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listPeriodClosings", Path: "/period-closings", Tag: "progress"}, closingList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[ClosingView], error) {
			p, err := svc.Closings(ctx, in.Request())
			return db.MapPage(p, closingView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createPeriodClosing", Path: "/period-closings", Tag: "progress", Faults: []string{"term_locked", "duplicate"},
		Request: `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","period":"2026-H1","closed_on":"2026-07-05"}`, Response: closingExample,
	},
		func(ctx context.Context, in *httpx.Make[ClosingBody]) (ClosingView, error) {
			return httpx.Shown(closingView)(svc.ClosePeriod(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getPeriodClosing", Path: "/period-closings/{id}", Tag: "progress", Entity: "period_closing", Response: closingExample},
		func(ctx context.Context, in *httpx.One) (ClosingView, error) {
			return httpx.Shown(closingView)(svc.Closing(ctx, in.ID))
		})
	httpx.Act(s, httpx.Op{
		ID: "transitionPeriodClosing", Path: "/period-closings/{id}/transitions", Tag: "progress", Faults: []string{"term_locked", "invalid_transition"},
		Request: `{"to":"reopened","reason":"Ban Tổ chức gửi bổ sung"}`, Response: closingExample,
	},
		func(ctx context.Context, in *httpx.Change[ClosingTransitionBody]) (ClosingView, error) {
			return httpx.Shown(closingView)(svc.TransitionClosing(ctx, in.ID, in.Version(), in.Body))
		})
	record.RegisterHistory(s, httpx.Op{ID: "listPeriodClosingTransitions", Path: "/period-closings/{id}/transitions", Tag: "progress"}, svc.db, "period_closing", svc.ClosingVisible)
}
