package succession

import (
	"context"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// SuccessionFields are an act as a caller gives it. The parties of a side are
// replaced as a whole when given.
type SuccessionFields struct {
	Kind              httpx.Opt[string]       `json:"kind,omitzero" nullable:"false" enum:"merge,split,transfer,re_established,dissolve" doc:"required for a new one. merge and re_established lead to exactly one, split takes from exactly one, dissolve leads to none"`
	From              httpx.Opt[[]PartyInput] `json:"from,omitzero" nullable:"false" maxItems:"100" doc:"who was before"`
	To                httpx.Opt[[]PartyInput] `json:"to,omitzero" nullable:"false" maxItems:"100" doc:"who is after; what absorbs another stands here only"`
	HappenedOn        httpx.Opt[date.Partial] `json:"happened_on,omitzero" doc:"as far as known; this, or earliest_on and latest_on"`
	EarliestOn        httpx.Opt[date.Partial] `json:"earliest_on,omitzero" doc:"not before"`
	LatestOn          httpx.Opt[date.Partial] `json:"latest_on,omitzero" doc:"not after"`
	DecisionID        httpx.Opt[string]       `json:"decision_id,omitzero" format:"uuid" doc:"its number is shown to whoever may see the act"`
	DecisionAsWritten httpx.Opt[string]       `json:"decision_as_written,omitzero" maxLength:"500"`
	MeritInherited    httpx.Opt[string]       `json:"merit_inherited,omitzero" nullable:"false" enum:"yes,no,unknown" doc:"whether those after count the awards of those before; unknown unless given"`
	record.ProvenanceInput
}

// CreateSuccessionBody is a new act; what it is about stays.
type CreateSuccessionBody struct {
	Subject string `json:"subject" enum:"unit,bloc" doc:"whether units or blocs follow one another"`
	SuccessionFields
}

// PartyInput is a party as a caller gives it: a link of the act's subject, the
// words of the source, or both.
type PartyInput struct {
	UnitID    httpx.Opt[string] `json:"unit_id,omitzero" format:"uuid"`
	BlocID    httpx.Opt[string] `json:"bloc_id,omitzero" format:"uuid"`
	AsWritten httpx.Opt[string] `json:"as_written,omitzero" maxLength:"500"`
}

// SuccessionView is an act on the wire.
type SuccessionView struct {
	record.MetaView
	Subject        string        `json:"subject" enum:"unit,bloc"`
	Kind           string        `json:"kind" enum:"merge,split,transfer,re_established,dissolve"`
	From           []record.Ref  `json:"from"`
	To             []record.Ref  `json:"to"`
	HappenedOn     *date.Partial `json:"happened_on"`
	EarliestOn     *date.Partial `json:"earliest_on"`
	LatestOn       *date.Partial `json:"latest_on"`
	Decision       *record.Ref   `json:"decision" doc:"the name is the number"`
	MeritInherited string        `json:"merit_inherited" enum:"yes,no,unknown"`
	record.ProvenanceView
}

// NewSuccessionView shows an act.
func NewSuccessionView(r Row) SuccessionView {
	return SuccessionView{
		r.Meta.View(), r.Subject, r.Kind, refs(r.side(From)), refs(r.side(To)), r.HappenedOn, r.EarliestOn, r.LatestOn,
		record.NewRef(r.DecisionID, r.DecisionAsWritten, r.DecisionNumber), r.MeritInherited, r.Provenance.View(),
	}
}

func refs(parties []PartyRow) []record.Ref {
	out := []record.Ref{}
	for _, p := range parties {
		out = append(out, record.Ref{ID: p.ID, AsWritten: p.AsWritten, Name: p.Name})
	}
	return out
}

// Example is an act as the contract shows it.
const Example = `{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system","subject":"unit","kind":"merge","from":[{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","as_written":null,"name":"Ban Tuyên giáo Tỉnh ủy"},{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Ban Dân vận Tỉnh ủy"}],"to":[{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Ban Tuyên giáo và Dân vận Tỉnh ủy"}],"happened_on":"2025-02","earliest_on":null,"latest_on":null,"decision":{"id":null,"as_written":"Quyết định của Ban Thường vụ Tỉnh ủy","name":null},"merit_inherited":"unknown","sources":[],"basis":{},"remark":null}`

// Register registers the operations on successions.
func Register(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listSuccessions", Path: "/successions", Tag: "registry"}, successionList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[SuccessionView], error) {
			p, err := svc.Successions(ctx, in.Request())
			return db.MapPage(p, NewSuccessionView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createSuccession", Path: "/successions", Tag: "registry", Response: Example,
		Request: `{"subject":"unit","kind":"merge","from":[{"unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c"},{"unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d"}],"to":[{"unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e"}],"happened_on":"2025-02","decision_as_written":"Quyết định của Ban Thường vụ Tỉnh ủy"}`,
	},
		func(ctx context.Context, in *httpx.Make[CreateSuccessionBody]) (SuccessionView, error) {
			return httpx.Shown(NewSuccessionView)(svc.CreateSuccession(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getSuccession", Path: "/successions/{id}", Tag: "registry", Entity: "succession", Response: Example},
		func(ctx context.Context, in *httpx.One) (SuccessionView, error) {
			return httpx.Shown(NewSuccessionView)(svc.Succession(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateSuccession", Path: "/successions/{id}", Tag: "registry", Request: `{"merit_inherited":"yes"}`, Response: Example},
		func(ctx context.Context, in *httpx.Change[SuccessionFields]) (SuccessionView, error) {
			return httpx.Shown(NewSuccessionView)(svc.UpdateSuccession(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteSuccession", Path: "/successions/{id}", Tag: "registry"},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteSuccession(ctx, in.ID, in.Version())
		})
}
