package bloc

import (
	"context"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
)

// PeriodFields name a period.
type PeriodFields struct {
	Period     httpx.Opt[string] `json:"period,omitzero" nullable:"false" maxLength:"20" doc:"label: 2021, 2017-2018, 2011-2015; required for a new one"`
	PeriodKind httpx.Opt[string] `json:"period_kind,omitzero" enum:"calendar_year,school_year,range" doc:"inferred from the label when left out"`
}

// PeriodValue is a period on the wire.
type PeriodValue struct {
	Kind        period.Kind `json:"kind" enum:"calendar_year,school_year,range,quarter,half,nine_months"`
	Label       string      `json:"label"`
	StartsOn    date.Day    `json:"starts_on" format:"date"`
	EndsOn      date.Day    `json:"ends_on" format:"date"`
	ListingYear *int        `json:"listing_year" doc:"null: a range, listed under its own label"`
}

// NewPeriodValue shows a period.
func NewPeriodValue(p period.Period) PeriodValue {
	return PeriodValue{p.Kind, p.Label, p.StartsOn, p.EndsOn, listed(p)}
}

// ArrangementBody is an arrangement as a caller gives it.
type ArrangementBody struct {
	OrganizerID        httpx.Opt[string] `json:"organizer_id,omitzero" format:"uuid"`
	OrganizerAsWritten httpx.Opt[string] `json:"organizer_as_written,omitzero" maxLength:"500"`
	PeriodFields
	DocumentAsWritten httpx.Opt[string] `json:"document_as_written,omitzero" maxLength:"500"`
	StatedBlocCount   httpx.Opt[int]    `json:"stated_bloc_count,omitzero" minimum:"0"`
	StatedUnitCount   httpx.Opt[int]    `json:"stated_unit_count,omitzero" minimum:"0"`
	record.ProvenanceInput
}

// ArrangementView is an arrangement on the wire.
type ArrangementView struct {
	record.MetaView
	Organizer         *record.Ref `json:"organizer"`
	Period            PeriodValue `json:"period"`
	DocumentAsWritten *string     `json:"document_as_written"`
	StatedBlocCount   *int        `json:"stated_bloc_count"`
	StatedUnitCount   *int        `json:"stated_unit_count"`
	record.ProvenanceView
}

func arrangementView(a arrangementRow) ArrangementView {
	return ArrangementView{
		a.Meta.View(), record.NewRef(a.OrganizerID, a.OrganizerAsWritten, a.OrganizerName), NewPeriodValue(a.Period),
		a.DocumentAsWritten, a.StatedBlocCount, a.StatedUnitCount, a.Provenance.View(),
	}
}

// BlocBody is a bloc as a caller gives it.
type BlocBody struct {
	Code               httpx.Opt[string]       `json:"code,omitzero" maxLength:"50" doc:"number or code as written; two blocs may have the same"`
	Kind               httpx.Opt[string]       `json:"kind,omitzero" nullable:"false" enum:"bloc,cluster" doc:"khối, cụm; required for a new one"`
	Name               httpx.Opt[string]       `json:"name,omitzero" nullable:"false" maxLength:"500" doc:"for a new one with one name; otherwise names"`
	Names              httpx.Opt[[]NameInput]  `json:"names,omitzero" nullable:"false" minItems:"1" maxItems:"50" doc:"every name it has and had, exactly one of them current"`
	OrganizerID        httpx.Opt[string]       `json:"organizer_id,omitzero" format:"uuid"`
	OrganizerAsWritten httpx.Opt[string]       `json:"organizer_as_written,omitzero" maxLength:"500"`
	Provinces          httpx.Opt[[]string]     `json:"provinces,omitzero" maxItems:"70"`
	Sector             httpx.Opt[string]       `json:"sector,omitzero" maxLength:"300"`
	DocumentLayout     httpx.Opt[string]       `json:"document_layout,omitzero" enum:"party,state,enterprise"`
	ValidFrom          httpx.Opt[date.Partial] `json:"valid_from,omitzero"`
	ValidTo            httpx.Opt[date.Partial] `json:"valid_to,omitzero"`
	record.ProvenanceInput
}

// NameInput is a name as a caller gives it.
type NameInput struct {
	Name      string                  `json:"name" maxLength:"500"`
	Kind      string                  `json:"kind" enum:"current,former,variant"`
	ValidFrom httpx.Opt[date.Partial] `json:"valid_from,omitzero"`
	ValidTo   httpx.Opt[date.Partial] `json:"valid_to,omitzero"`
}

// BlocView is a bloc on the wire.
type BlocView struct {
	record.MetaView
	Code           *string       `json:"code"`
	Kind           string        `json:"kind" enum:"bloc,cluster"`
	Name           string        `json:"name" doc:"the current one of names"`
	Names          []Name        `json:"names"`
	Organizer      *record.Ref   `json:"organizer"`
	Provinces      []string      `json:"provinces"`
	Sector         *string       `json:"sector"`
	DocumentLayout *string       `json:"document_layout" enum:"party,state,enterprise"`
	ValidFrom      *date.Partial `json:"valid_from"`
	ValidTo        *date.Partial `json:"valid_to"`
	record.ProvenanceView
}

func blocView(b blocRow) BlocView {
	return BlocView{
		b.Meta.View(), b.Code, b.Kind, b.Name, b.Names.V, record.NewRef(b.OrganizerID, b.OrganizerAsWritten, b.OrganizerName),
		b.Provinces.V, b.Sector, b.DocumentLayout, b.ValidFrom, b.ValidTo, b.Provenance.View(),
	}
}

const (
	metaExample    = `"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system"`
	sourcesExample = `"sources":[],"basis":{},"remark":null`
	periodExample  = `"period":{"kind":"calendar_year","label":"2021","starts_on":"2021-01-01","ends_on":"2021-12-31","listing_year":2021}`

	arrangementExample = `{` + metaExample + `,"organizer":{"id":null,"as_written":"UBND tỉnh","name":null},` + periodExample + `,"document_as_written":"Quyết định số 123/QĐ-UBND","stated_bloc_count":18,"stated_unit_count":147,` + sourcesExample + `}`
	blocExample        = `{` + metaExample + `,"code":"5","kind":"bloc","name":"Khối các cơ quan Đảng","names":[{"name":"Khối các cơ quan Đảng","kind":"current","valid_from":"2019","valid_to":null},{"name":"Khối cơ quan Đảng","kind":"former","valid_from":null,"valid_to":"2018"}],"organizer":null,"provinces":["Ninh Bình"],"sector":null,"document_layout":"party","valid_from":null,"valid_to":null,` + sourcesExample + `}`
)

// Register registers the operations on arrangements, blocs, terms and their parts.
func Register(s *httpx.Server, svc *Service) {
	registerArrangements(s, svc)
	httpx.List(s, httpx.Op{ID: "listBlocs", Path: "/blocs", Tag: "blocs"}, blocList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[BlocView], error) {
			p, err := svc.Blocs(ctx, in.Request())
			return db.MapPage(p, blocView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createBloc", Path: "/blocs", Tag: "blocs",
		Request: `{"code":"5","kind":"bloc","name":"Khối các cơ quan Đảng","provinces":["Ninh Bình"],"document_layout":"party"}`, Response: blocExample,
	},
		func(ctx context.Context, in *httpx.Make[BlocBody]) (BlocView, error) {
			return httpx.Shown(blocView)(svc.CreateBloc(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getBloc", Path: "/blocs/{id}", Tag: "blocs", Entity: "bloc", Response: blocExample},
		func(ctx context.Context, in *httpx.One) (BlocView, error) {
			return httpx.Shown(blocView)(svc.Bloc(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{
		ID: "updateBloc", Path: "/blocs/{id}", Tag: "blocs",
		Request:  `{"names":[{"name":"Khối các cơ quan Đảng","kind":"current","valid_from":"2019"},{"name":"Khối cơ quan Đảng","kind":"former","valid_to":"2018"}]}`,
		Response: blocExample,
	},
		func(ctx context.Context, in *httpx.Change[BlocBody]) (BlocView, error) {
			return httpx.Shown(blocView)(svc.UpdateBloc(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteBloc", Path: "/blocs/{id}", Tag: "blocs", Faults: []string{"in_use"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteBloc(ctx, in.ID, in.Version()) })
	registerTerms(s, svc)
	registerDeadlines(s, svc)
	registerMembers(s, svc)
	registerLeadership(s, svc)
}

func registerArrangements(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listArrangements", Path: "/arrangements", Tag: "blocs"}, arrangementList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[ArrangementView], error) {
			p, err := svc.Arrangements(ctx, in.Request())
			return db.MapPage(p, arrangementView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createArrangement", Path: "/arrangements", Tag: "blocs",
		Request: `{"organizer_as_written":"UBND tỉnh","period":"2021","stated_bloc_count":18,"stated_unit_count":147}`, Response: arrangementExample,
	},
		func(ctx context.Context, in *httpx.Make[ArrangementBody]) (ArrangementView, error) {
			return httpx.Shown(arrangementView)(svc.CreateArrangement(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getArrangement", Path: "/arrangements/{id}", Tag: "blocs", Entity: "arrangement", Response: arrangementExample},
		func(ctx context.Context, in *httpx.One) (ArrangementView, error) {
			return httpx.Shown(arrangementView)(svc.Arrangement(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateArrangement", Path: "/arrangements/{id}", Tag: "blocs", Request: `{"document_as_written":"Quyết định số 123/QĐ-UBND"}`, Response: arrangementExample},
		func(ctx context.Context, in *httpx.Change[ArrangementBody]) (ArrangementView, error) {
			return httpx.Shown(arrangementView)(svc.UpdateArrangement(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteArrangement", Path: "/arrangements/{id}", Tag: "blocs", Faults: []string{"in_use"}},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteArrangement(ctx, in.ID, in.Version())
		})
}
