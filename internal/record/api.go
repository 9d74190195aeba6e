package record

import (
	"context"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
)

// PersonBody is a person as a caller gives it.
type PersonBody struct {
	Name          httpx.Opt[string]          `json:"name,omitzero" nullable:"false" maxLength:"200" doc:"required for a new person"`
	UnitID        httpx.Opt[string]          `json:"unit_id,omitzero" format:"uuid"`
	UnitAsWritten httpx.Opt[string]          `json:"unit_as_written,omitzero" maxLength:"500"`
	Positions     httpx.Opt[[]PositionInput] `json:"positions,omitzero" maxItems:"50"`
	ProvenanceInput
}

// PositionInput is a position as a caller gives it.
type PositionInput struct {
	Title string                  `json:"title" maxLength:"300"`
	From  httpx.Opt[date.Partial] `json:"from,omitzero"`
	To    httpx.Opt[date.Partial] `json:"to,omitzero"`
}

// PersonView is a person on the wire.
type PersonView struct {
	MetaView
	Name      string     `json:"name"`
	Unit      *Ref       `json:"unit"`
	Positions []Position `json:"positions"`
	ProvenanceView
}

func personView(p personRow) PersonView {
	return PersonView{p.Meta.View(), p.Name, NewRef(p.UnitID, p.UnitAsWritten, p.UnitName), p.Positions.V, p.Provenance.View()}
}

const personExample = `{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system","name":"Lê Văn Cường","unit":null,"positions":[],"sources":[],"basis":{},"remark":null}`

// Register registers the operations on persons.
func Register(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listPersons", Path: "/persons", Tag: "registry"}, personList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[PersonView], error) {
			p, err := svc.Persons(ctx, in.Request())
			return db.MapPage(p, personView), err
		})
	httpx.Post(s, httpx.Op{ID: "createPerson", Path: "/persons", Tag: "registry", Request: `{"name":"Lê Văn Cường"}`, Response: personExample},
		func(ctx context.Context, in *httpx.Make[PersonBody]) (PersonView, error) {
			return httpx.Shown(personView)(svc.CreatePerson(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getPerson", Path: "/persons/{id}", Tag: "registry", Entity: "person", Response: personExample},
		func(ctx context.Context, in *httpx.One) (PersonView, error) {
			return httpx.Shown(personView)(svc.Person(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updatePerson", Path: "/persons/{id}", Tag: "registry", Request: `{"remark":"…"}`, Response: personExample},
		func(ctx context.Context, in *httpx.Change[PersonBody]) (PersonView, error) {
			return httpx.Shown(personView)(svc.UpdatePerson(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deletePerson", Path: "/persons/{id}", Tag: "registry", Faults: []string{"in_use"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeletePerson(ctx, in.ID, in.Version()) })
}
