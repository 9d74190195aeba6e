package bloc

import (
	"context"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// DeadlineBody is a deadline as a caller gives it.
type DeadlineBody struct {
	Kind  httpx.Opt[string]   `json:"kind,omitzero" nullable:"false" enum:"signing,registration,progress_report,mid_year,self_score,year_end,dossier,other" doc:"required for a new one"`
	Title httpx.Opt[string]   `json:"title,omitzero" maxLength:"300"`
	DueOn httpx.Opt[date.Day] `json:"due_on,omitzero" nullable:"false" doc:"required for a new one"`
	record.ProvenanceInput
}

// DeadlineView is a deadline on the wire.
type DeadlineView struct {
	record.MetaView
	TermID   string   `json:"term_id" format:"uuid"`
	BlocID   string   `json:"bloc_id" format:"uuid"`
	BlocName string   `json:"bloc_name"`
	Period   string   `json:"period" doc:"label, such as 2021 or 2017-2018"`
	Kind     string   `json:"kind" enum:"signing,registration,progress_report,mid_year,self_score,year_end,dossier,other"`
	Title    *string  `json:"title"`
	DueOn    date.Day `json:"due_on" format:"date"`
	record.ProvenanceView
}

func deadlineView(d DeadlineRow) DeadlineView {
	return DeadlineView{d.Meta.View(), d.TermID, d.BlocID, d.BlocName, d.PeriodLabel, d.Kind, d.Title, d.DueOn, d.Provenance.View()}
}

const deadlineExample = `{` + metaExample + `,` + partExample + `,"bloc_name":"Khối các cơ quan Đảng","period":"2021","kind":"mid_year","title":null,"due_on":"2021-07-15",` + sourcesExample + `}`

func registerDeadlines(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listDeadlines", Path: "/deadlines", Tag: "terms"}, deadlineList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[DeadlineView], error) {
			p, err := svc.Deadlines(ctx, in.Request())
			return db.MapPage(p, deadlineView), err
		})
	httpx.List(s, httpx.Op{ID: "listTermDeadlines", Path: "/terms/{id}/deadlines", Tag: "terms"}, termDeadlineList,
		func(ctx context.Context, in *httpx.AskedOf) (db.Page[DeadlineView], error) {
			p, err := svc.TermDeadlines(ctx, in.ID, in.Request())
			return db.MapPage(p, deadlineView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createDeadline", Path: "/terms/{id}/deadlines", At: "/deadlines", Tag: "terms", Faults: []string{"term_locked"},
		Request: `{"kind":"mid_year","due_on":"2021-07-15"}`, Response: deadlineExample,
	},
		func(ctx context.Context, in *httpx.Child[DeadlineBody]) (DeadlineView, error) {
			return httpx.Shown(deadlineView)(svc.CreateDeadline(ctx, in.ID, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getDeadline", Path: "/deadlines/{id}", Tag: "terms", Entity: "deadline", Response: deadlineExample},
		func(ctx context.Context, in *httpx.One) (DeadlineView, error) {
			return httpx.Shown(deadlineView)(svc.Deadline(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateDeadline", Path: "/deadlines/{id}", Tag: "terms", Faults: []string{"term_locked"}, Request: `{"due_on":"2021-07-20"}`, Response: deadlineExample},
		func(ctx context.Context, in *httpx.Change[DeadlineBody]) (DeadlineView, error) {
			return httpx.Shown(deadlineView)(svc.UpdateDeadline(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteDeadline", Path: "/deadlines/{id}", Tag: "terms", Faults: []string{"term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteDeadline(ctx, in.ID, in.Version())
		})
}
