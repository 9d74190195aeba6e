package agreement

import (
	"context"
	"strings"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// AgreementFields are an agreement as a caller gives it. Of a signed original
// only the signing event, sources, basis_of_fields and remark may still change.
type AgreementFields struct {
	Title          httpx.Opt[string]               `json:"title,omitzero" nullable:"false" maxLength:"500" doc:"required for a new one"`
	Preamble       httpx.Opt[string]               `json:"preamble,omitzero" maxLength:"20000" multiline:"true"`
	LegalBases     httpx.Opt[[]string]             `json:"legal_bases,omitzero" maxItems:"100" multiline:"true"`
	SigningEventID httpx.Opt[string]               `json:"signing_event_id,omitzero" format:"uuid" doc:"the event at which it was signed"`
	Sources        httpx.Opt[[]record.SourceInput] `json:"sources,omitzero" maxItems:"50"`
	BasisOfFields  httpx.Opt[map[string]string]    `json:"basis_of_fields,omitzero" doc:"field → inferred or expanded"`
	Remark         httpx.Opt[string]               `json:"remark,omitzero" maxLength:"5000" multiline:"true"`
}

// CreateAgreementBody is a new agreement.
type CreateAgreementBody struct {
	TermID string            `json:"term_id" format:"uuid"`
	Basis  string            `json:"basis" enum:"original,reported" doc:"original: the text itself; reported: known from a report, never frozen"`
	Status httpx.Opt[string] `json:"status,omitzero" enum:"draft,consulting,signing,in_force,concluded,cancelled" doc:"left out: draft for an original, unknown for a reported one"`
	AgreementFields
}

// AgreementTransitionBody is a step of an agreement.
type AgreementTransitionBody struct {
	To string `json:"to" enum:"draft,consulting,signing,in_force,concluded,cancelled" doc:"the state to go to"`
	record.ReasonInput
}

// provenance writes what was given; on an agreement "basis" says what its text
// rests on, so that of single fields has another name.
func (in AgreementFields) provenance(p *record.Provenance, bad *fault.Fields) {
	var found fault.Fields
	record.ProvenanceInput{Sources: in.Sources, Basis: in.BasisOfFields, Remark: in.Remark}.Apply(p, &found)
	for _, f := range found {
		f.Pointer = "/basis_of_fields" + strings.TrimPrefix(f.Pointer, "/basis")
		*bad = append(*bad, f)
	}
}

// TermRefView is a term an agreement, or a part of one, belongs to.
type TermRefView struct {
	ID         string `json:"id" format:"uuid"`
	Period     string `json:"period" doc:"label, such as 2021 or 2017-2018"`
	PeriodKind string `json:"period_kind" enum:"calendar_year,school_year,range"`
}

// SignaturesView counts signatures by status.
type SignaturesView struct {
	Signed   int `json:"signed"`
	Pending  int `json:"pending"`
	Absent   int `json:"absent"`
	Late     int `json:"late"`
	Annulled int `json:"annulled"`
}

// AgreementView is an agreement on the wire.
type AgreementView struct {
	record.MetaView
	Term            TermRefView       `json:"term"`
	Bloc            *record.Ref       `json:"bloc"`
	Title           string            `json:"title"`
	Preamble        *string           `json:"preamble"`
	LegalBases      []string          `json:"legal_bases"`
	Basis           string            `json:"basis" enum:"original,reported"`
	Status          *string           `json:"status" enum:"draft,consulting,signing,in_force,concluded,cancelled" doc:"null: unknown"`
	SigningEvent    *record.Ref       `json:"signing_event"`
	FrozenAt        *time.Time        `json:"frozen_at" doc:"when the first signature of an original fixed its text"`
	ContentHash     *string           `json:"content_hash" doc:"SHA-256 of the fixed text as canonical JSON (RFC 8785), in hexadecimal; see /verify/{hash}"`
	Signatures      SignaturesView    `json:"signatures" doc:"of the agreement itself, without its annexes"`
	CommitmentCount int               `json:"commitment_count"`
	AnnexCount      int               `json:"annex_count"`
	Sources         []record.Source   `json:"sources"`
	BasisOfFields   map[string]string `json:"basis_of_fields" doc:"field → inferred or expanded; a field that is absent is stated"`
	Remark          *string           `json:"remark"`
}

func agreementView(a agreementRow) AgreementView {
	p := a.Provenance.View()
	return AgreementView{
		a.Meta.View(),
		TermRefView{a.TermID, a.PeriodLabel, a.PeriodKind},
		record.NewRef(&a.BlocID, nil, &a.BlocName), a.Title, a.Preamble, a.LegalBases.V,
		a.BasisOfText, a.Status, record.NewRef(a.SigningEventID, nil, a.EventTitle), a.FrozenAt, a.ContentHash,
		SignaturesView{a.SignedCount, a.PendingCount, a.AbsentCount, a.LateCount, a.AnnulledCount},
		a.CommitmentCount, a.AnnexCount,
		p.Sources, p.Basis, p.Remark,
	}
}

const (
	metaExample   = `"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system"`
	sourceExample = `"sources":[],"basis":{},"remark":null`
	termExample   = `"term":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","period":"2022","period_kind":"calendar_year"}`
	unitExample   = `"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Báo Ninh Bình"}`

	agreementExample = `{` + metaExample + `,` + termExample + `,"bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Khối các cơ quan Đảng"},"title":"Giao ước thi đua năm 2022","preamble":null,"legal_bases":[],"basis":"original","status":"draft","signing_event":null,"frozen_at":null,"content_hash":null,"signatures":{"signed":0,"pending":0,"absent":0,"late":0,"annulled":0},"commitment_count":0,"annex_count":0,"sources":[],"basis_of_fields":{},"remark":null}`
)

// Register registers the operations on events, agreements and their parts.
func Register(s *httpx.Server, svc *Service) {
	registerEvents(s, svc)
	registerMovements(s, svc)
	registerAgreements(s, svc)
	registerCommitments(s, svc)
	registerSignatures(s, svc)
	registerAnnexes(s, svc)
	registerWhole(s, svc)
	registerCopies(s, svc)
}

func registerAgreements(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listAgreements", Path: "/agreements", Tag: "agreements"}, agreementList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[AgreementView], error) {
			p, err := svc.Agreements(ctx, in.Request())
			return db.MapPage(p, agreementView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createAgreement", Path: "/agreements", Tag: "agreements", Faults: []string{"duplicate", "term_locked"},
		Request: `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","title":"Giao ước thi đua năm 2022","basis":"original"}`, Response: agreementExample,
	},
		func(ctx context.Context, in *httpx.Make[CreateAgreementBody]) (AgreementView, error) {
			return httpx.Shown(agreementView)(svc.CreateAgreement(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getAgreement", Path: "/agreements/{id}", Tag: "agreements", Entity: "agreement", Response: agreementExample},
		func(ctx context.Context, in *httpx.One) (AgreementView, error) {
			return httpx.Shown(agreementView)(svc.Agreement(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{
		ID: "updateAgreement", Path: "/agreements/{id}", Tag: "agreements", Faults: []string{"agreement.frozen", "term_locked"},
		Request: `{"legal_bases":["Luật Thi đua, khen thưởng năm 2022"]}`, Response: agreementExample,
	},
		func(ctx context.Context, in *httpx.Change[AgreementFields]) (AgreementView, error) {
			return httpx.Shown(agreementView)(svc.UpdateAgreement(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteAgreement", Path: "/agreements/{id}", Tag: "agreements", Faults: []string{"in_use", "agreement.frozen", "term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteAgreement(ctx, in.ID, in.Version())
		})
	httpx.Act(s, httpx.Op{
		ID: "transitionAgreement", Path: "/agreements/{id}/transitions", Tag: "agreements", Faults: []string{"invalid_transition", "term_locked"},
		Request: `{"to":"in_force"}`, Response: agreementExample,
	},
		func(ctx context.Context, in *httpx.Change[AgreementTransitionBody]) (AgreementView, error) {
			return httpx.Shown(agreementView)(svc.TransitionAgreement(ctx, in.ID, in.Version(), in.Body))
		})
	record.RegisterHistory(s, httpx.Op{ID: "listAgreementTransitions", Path: "/agreements/{id}/transitions", Tag: "agreements"}, svc.db, "agreement", svc.AgreementVisible)
}
