package pilot

import (
	"context"

	"giaouoc/internal/agreement"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// ModelBody is a model as a caller gives it. Units are replaced as a whole when given.
type ModelBody struct {
	Title             httpx.Opt[string]           `json:"title,omitzero" nullable:"false" maxLength:"500" doc:"required for a new one"`
	Description       httpx.Opt[string]           `json:"description,omitzero" maxLength:"10000" multiline:"true" doc:"what is to be tried, and how"`
	ProposedOn        httpx.Opt[date.Partial]     `json:"proposed_on,omitzero"`
	EventID           httpx.Opt[string]           `json:"event_id,omitzero" format:"uuid" doc:"the conference that proposed it"`
	ContinuesID       httpx.Opt[string]           `json:"continues_id,omitzero" format:"uuid" doc:"the model of an earlier term of the bloc that it goes on from"`
	Units             httpx.Opt[[]ModelUnitInput] `json:"units,omitzero" maxItems:"200" doc:"in order"`
	Results           httpx.Opt[string]           `json:"results,omitzero" maxLength:"10000" multiline:"true"`
	Lessons           httpx.Opt[string]           `json:"lessons,omitzero" maxLength:"10000" multiline:"true" doc:"what was learnt from trying it"`
	DocumentAsWritten httpx.Opt[string]           `json:"document_as_written,omitzero" maxLength:"500"`
	record.ProvenanceInput
}

// ModelUnitInput is a unit of a model as a caller gives it.
type ModelUnitInput struct {
	Part          string            `json:"part" enum:"pilot,replicating" doc:"pilot: tries it; replicating: took it up"`
	UnitID        httpx.Opt[string] `json:"unit_id,omitzero" format:"uuid" doc:"this, the words of the source, or both"`
	UnitAsWritten httpx.Opt[string] `json:"unit_as_written,omitzero" maxLength:"500"`
}

// CreateModelBody is a new model.
type CreateModelBody struct {
	TermID string            `json:"term_id" format:"uuid"`
	Status httpx.Opt[string] `json:"status,omitzero" nullable:"false" enum:"proposed,piloting,reviewed,replicated,stopped" doc:"proposed when left out; another one records what a source tells"`
	ModelBody
}

// TransitionBody is a step of a model.
type TransitionBody struct {
	To string `json:"to" enum:"proposed,piloting,reviewed,replicated,stopped" doc:"the state to go to"`
	record.ReasonInput
}

// ModelView is a model on the wire.
type ModelView struct {
	record.MetaView
	Term              agreement.TermRefView `json:"term"`
	Bloc              *record.Ref           `json:"bloc"`
	Title             string                `json:"title"`
	Description       *string               `json:"description"`
	Status            string                `json:"status" enum:"proposed,piloting,reviewed,replicated,stopped"`
	ProposedOn        *date.Partial         `json:"proposed_on"`
	Event             *record.Ref           `json:"event" doc:"the conference that proposed it"`
	ContinuesID       *string               `json:"continues_id" format:"uuid" doc:"the model of an earlier term of the bloc that it goes on from"`
	Units             []ModelUnitView       `json:"units"`
	Results           *string               `json:"results"`
	Lessons           *string               `json:"lessons"`
	DocumentAsWritten *string               `json:"document_as_written"`
	record.ProvenanceView
}

// ModelUnitView is a unit of a model on the wire.
type ModelUnitView struct {
	Part string      `json:"part" enum:"pilot,replicating"`
	Unit *record.Ref `json:"unit"`
}

func view(m modelRow) ModelView {
	v := ModelView{
		MetaView: m.Meta.View(), Term: agreement.TermRefView{ID: m.TermID, Period: m.PeriodLabel, PeriodKind: m.PeriodKind}, Bloc: record.NewRef(&m.BlocID, nil, &m.BlocName),
		Title: m.Title, Description: m.Description, Status: m.Status, ProposedOn: m.ProposedOn, Event: record.NewRef(m.EventID, nil, m.EventTitle),
		ContinuesID: m.ContinuesID, Units: []ModelUnitView{}, Results: m.Results, Lessons: m.Lessons, DocumentAsWritten: m.DocumentAsWritten, ProvenanceView: m.Provenance.View(),
	}
	for _, u := range m.Units.V {
		v.Units = append(v.Units, ModelUnitView{u.Part, record.NewRef(u.UnitID, u.UnitAsWritten, u.UnitName)})
	}
	return v
}

const example = `{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system","term":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","period":"2026","period_kind":"calendar_year"},"bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Khối các cơ quan Đảng"},"title":"Chi bộ bốn tốt","description":null,"status":"piloting","proposed_on":"2026-01","event":null,"continues_id":null,"units":[{"part":"pilot","unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Báo Ninh Bình"}}],"results":null,"lessons":null,"document_as_written":null,"sources":[],"basis":{},"remark":null}`

// Register registers the operations on models.
func Register(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listModels", Path: "/models", Tag: "progress"}, list,
		func(ctx context.Context, in *httpx.Asked) (db.Page[ModelView], error) {
			p, err := svc.Models(ctx, in.Request())
			return db.MapPage(p, view), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createModel", Path: "/models", Tag: "progress", Faults: []string{"term_locked"},
		Request:  `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","title":"Chi bộ bốn tốt","proposed_on":"2026-01","units":[{"part":"pilot","unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d"}]}`,
		Response: example,
	},
		func(ctx context.Context, in *httpx.Make[CreateModelBody]) (ModelView, error) {
			return httpx.Shown(view)(svc.CreateModel(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getModel", Path: "/models/{id}", Tag: "progress", Entity: "model", Response: example},
		func(ctx context.Context, in *httpx.One) (ModelView, error) {
			return httpx.Shown(view)(svc.Model(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateModel", Path: "/models/{id}", Tag: "progress", Faults: []string{"term_locked"}, Request: `{"lessons":"Chọn việc nhỏ, đo được"}`, Response: example},
		func(ctx context.Context, in *httpx.Change[ModelBody]) (ModelView, error) {
			return httpx.Shown(view)(svc.UpdateModel(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteModel", Path: "/models/{id}", Tag: "progress", Faults: []string{"in_use", "term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteModel(ctx, in.ID, in.Version()) })
	httpx.Act(s, httpx.Op{
		ID: "transitionModel", Path: "/models/{id}/transitions", Tag: "progress", Faults: []string{"invalid_transition", "term_locked"},
		Request: `{"to":"piloting"}`, Response: example,
	},
		func(ctx context.Context, in *httpx.Change[TransitionBody]) (ModelView, error) {
			return httpx.Shown(view)(svc.TransitionModel(ctx, in.ID, in.Version(), in.Body))
		})
	record.RegisterHistory(s, httpx.Op{ID: "listModelTransitions", Path: "/models/{id}/transitions", Tag: "progress"}, svc.db, "model", svc.Visible)
}
