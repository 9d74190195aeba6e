package agreement

import (
	"context"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// SignatureFields are a signature as a caller gives it.
type SignatureFields struct {
	UnitID            httpx.Opt[string]       `json:"unit_id,omitzero" format:"uuid" doc:"the unit that signs; this, the words of the source, or both"`
	UnitAsWritten     httpx.Opt[string]       `json:"unit_as_written,omitzero" maxLength:"500"`
	Role              httpx.Opt[string]       `json:"role,omitzero" enum:"head,union,other" doc:"a unit signs once in each role"`
	PersonID          httpx.Opt[string]       `json:"person_id,omitzero" format:"uuid"`
	PersonAsWritten   httpx.Opt[string]       `json:"person_as_written,omitzero" maxLength:"300"`
	PositionAsWritten httpx.Opt[string]       `json:"position_as_written,omitzero" maxLength:"500"`
	SignedOn          httpx.Opt[date.Partial] `json:"signed_on,omitzero" doc:"of a signed one from a year before the period begins until today"`
	Method            httpx.Opt[string]       `json:"method,omitzero" enum:"in_person,circulated,on_behalf,electronic_record,other" doc:"electronic_record: somebody recorded it here; it is no digital signature"`
	record.ProvenanceInput
}

// CreateSignatureBody is a new signature.
type CreateSignatureBody struct {
	AnnexID httpx.Opt[string] `json:"annex_id,omitzero" format:"uuid" doc:"left out: under the agreement itself"`
	Status  httpx.Opt[string] `json:"status,omitzero" nullable:"false" enum:"pending,signed,absent,late" doc:"left out: pending. Any other fills in the unit's pending signature of the same or unknown role, where there is one"`
	SignatureFields
}

// AnswerBody is a step of a signature with what is known of it; a signed one is
// not edited afterwards.
type AnswerBody struct {
	To string `json:"to" enum:"pending,signed,absent,late,annulled" doc:"the state to go to"`
	record.ReasonInput
	Role              httpx.Opt[string]       `json:"role,omitzero" enum:"head,union,other"`
	PersonID          httpx.Opt[string]       `json:"person_id,omitzero" format:"uuid"`
	PersonAsWritten   httpx.Opt[string]       `json:"person_as_written,omitzero" maxLength:"300"`
	PositionAsWritten httpx.Opt[string]       `json:"position_as_written,omitzero" maxLength:"500"`
	SignedOn          httpx.Opt[date.Partial] `json:"signed_on,omitzero" doc:"of a signed one from a year before the period begins until today"`
	Method            httpx.Opt[string]       `json:"method,omitzero" enum:"in_person,circulated,on_behalf,electronic_record,other"`
}

// AnswersBody is one answer of several units under an agreement or an annex of it.
type AnswersBody struct {
	AgreementID string                  `json:"agreement_id" format:"uuid"`
	AnnexID     httpx.Opt[string]       `json:"annex_id,omitzero" format:"uuid" doc:"left out: under the agreement itself"`
	To          string                  `json:"to" enum:"signed,absent,late" doc:"the state to go to"`
	SignedOn    httpx.Opt[date.Partial] `json:"signed_on,omitzero" doc:"of a signed one from a year before the period begins until today"`
	Method      httpx.Opt[string]       `json:"method,omitzero" enum:"in_person,circulated,on_behalf,electronic_record,other"`
	Data        []AnswerOf              `json:"data" minItems:"1" maxItems:"200" doc:"whose answer it is: recorded for all of them or none"`
}

// AnswerOf is whose answer it is: a row on the board as it was last read, or a unit
// that has none.
type AnswerOf struct {
	SignatureID   httpx.Opt[string] `json:"signature_id,omitzero" format:"uuid" doc:"the row that is answered; else the unit that has none yet"`
	Version       httpx.Opt[int]    `json:"version,omitzero" minimum:"1" doc:"of the row, as last read: another refuses the list"`
	UnitID        httpx.Opt[string] `json:"unit_id,omitzero" format:"uuid"`
	UnitAsWritten httpx.Opt[string] `json:"unit_as_written,omitzero" maxLength:"500"`
}

// SignatureView is a signature on the wire.
type SignatureView struct {
	record.MetaView
	AgreementID       string        `json:"agreement_id" format:"uuid"`
	AnnexID           *string       `json:"annex_id" format:"uuid" doc:"null: under the agreement itself"`
	Term              TermRefView   `json:"term"`
	Order             int           `json:"order" doc:"place in protocol order"`
	Unit              *record.Ref   `json:"unit"`
	NameThen          *string       `json:"name_then" doc:"what the unit was called on the day of signing, else when the term began"`
	Role              *string       `json:"role" enum:"head,union,other"`
	Person            *record.Ref   `json:"person"`
	PositionAsWritten *string       `json:"position_as_written"`
	SignedOn          *date.Partial `json:"signed_on"`
	Method            *string       `json:"method" enum:"in_person,circulated,on_behalf,electronic_record,other"`
	Status            string        `json:"status" enum:"pending,signed,absent,late,annulled"`
	Reason            *string       `json:"reason" doc:"of the last step that gave one"`
	record.ProvenanceView
}

func signatureView(g signatureRow) SignatureView {
	return SignatureView{
		g.Meta.View(), g.AgreementID, g.AnnexID,
		TermRefView{g.TermID, g.PeriodLabel, g.PeriodKind},
		g.Position, record.NewRef(g.UnitID, g.UnitAsWritten, g.UnitName), g.NameThen,
		g.Role, record.NewRef(g.PersonID, g.PersonAsWritten, g.PersonName), g.PositionAsWritten, g.SignedOn, g.Method, g.Status, g.Reason, g.Provenance.View(),
	}
}

const signatureExample = `{` + metaExample + `,"agreement_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","annex_id":null,` + termExample + `,"order":9,` + unitExample + `,"name_then":"Báo Ninh Bình","role":"head","person":{"id":null,"as_written":"Nguyễn Văn A","name":null},"position_as_written":"Tổng Biên tập","signed_on":"2022-03-01","method":"in_person","status":"signed","reason":null,` + sourceExample + `}`

func registerSignatures(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listSignatures", Path: "/signatures", Tag: "agreements"}, signatureList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[SignatureView], error) {
			p, err := svc.Signatures(ctx, in.Request())
			return db.MapPage(p, signatureView), err
		})
	httpx.List(s, httpx.Op{ID: "listAgreementSignatures", Path: "/agreements/{id}/signatures", Tag: "agreements"}, signatureList,
		func(ctx context.Context, in *httpx.AskedOf) (db.Page[SignatureView], error) {
			p, err := svc.AgreementSignatures(ctx, in.ID, in.Request())
			return db.MapPage(p, signatureView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createSignature", Path: "/agreements/{id}/signatures", At: "/signatures", Tag: "agreements",
		Faults:   []string{"duplicate", "agreement.not_signing", "annex.previous_unsigned", "term_locked"},
		Request:  `{"unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","role":"head","person_as_written":"Nguyễn Văn A","signed_on":"2022-03-01","method":"in_person","status":"signed"}`,
		Response: signatureExample,
	},
		func(ctx context.Context, in *httpx.Child[CreateSignatureBody]) (SignatureView, error) {
			return httpx.Shown(signatureView)(svc.CreateSignature(ctx, in.ID, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getSignature", Path: "/signatures/{id}", Tag: "agreements", Entity: "signature", Response: signatureExample},
		func(ctx context.Context, in *httpx.One) (SignatureView, error) {
			return httpx.Shown(signatureView)(svc.Signature(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{
		ID: "updateSignature", Path: "/signatures/{id}", Tag: "agreements", Faults: []string{"duplicate", "signature.signed", "term_locked"},
		Request: `{"signed_on":"2022-03-01","method":"circulated"}`, Response: signatureExample,
	},
		func(ctx context.Context, in *httpx.Change[SignatureFields]) (SignatureView, error) {
			return httpx.Shown(signatureView)(svc.UpdateSignature(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Act(s, httpx.Op{
		ID: "transitionSignature", Path: "/signatures/{id}/transitions", Tag: "agreements",
		Faults:  []string{"invalid_transition", "agreement.not_signing", "annex.previous_unsigned", "term_locked"},
		Request: `{"to":"signed","signed_on":"2022-03-01","method":"in_person","person_as_written":"Nguyễn Văn A"}`, Response: signatureExample,
	},
		func(ctx context.Context, in *httpx.Change[AnswerBody]) (SignatureView, error) {
			return httpx.Shown(signatureView)(svc.TransitionSignature(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Act(s, httpx.Op{
		ID: "transitionSignatures", Path: "/signatures/bulk", Tag: "agreements",
		Faults:   []string{"agreement.not_signing", "annex.previous_unsigned", "term_locked"},
		Request:  `{"agreement_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","to":"signed","signed_on":"2022-03-01","method":"in_person","data":[{"signature_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1},{"unit_as_written":"Báo Ninh Bình"}]}`,
		Response: `{"data":[` + signatureExample + `]}`,
	},
		func(ctx context.Context, in *httpx.Make[AnswersBody]) (httpx.Several[SignatureView], error) {
			return httpx.ShownAll(signatureView)(svc.TransitionSignatures(ctx, in.Body))
		})
	record.RegisterHistory(s, httpx.Op{ID: "listSignatureTransitions", Path: "/signatures/{id}/transitions", Tag: "agreements"}, svc.db, "signature", svc.SignatureVisible)
}
