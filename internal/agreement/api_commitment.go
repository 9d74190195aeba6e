package agreement

import (
	"context"

	"giaouoc/internal/amount"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// CommitmentFields are a commitment as a caller gives it. Most commitments are
// prose: only the text is required.
type CommitmentFields struct {
	Order httpx.Opt[int] `json:"order,omitzero" nullable:"false" minimum:"1" doc:"place in the text; the last by default, and those after it move on"`
	CommitmentText
}

// CommitmentText is what a commitment says.
type CommitmentText struct {
	Theme         httpx.Opt[string]        `json:"theme,omitzero" maxLength:"500"`
	Text          httpx.Opt[string]        `json:"text,omitzero" nullable:"false" maxLength:"10000" multiline:"true" doc:"required for a new one"`
	Scope         httpx.Opt[string]        `json:"scope,omitzero" nullable:"false" enum:"common,unit" doc:"left out: unit where one is named, else common"`
	UnitID        httpx.Opt[string]        `json:"unit_id,omitzero" format:"uuid" doc:"for scope unit only"`
	UnitAsWritten httpx.Opt[string]        `json:"unit_as_written,omitzero" maxLength:"500"`
	Measure       httpx.Opt[string]        `json:"measure,omitzero" enum:"qualitative,quantity,percent,milestone"`
	Target        httpx.Opt[amount.Amount] `json:"target,omitzero"`
	UnitOfMeasure httpx.Opt[string]        `json:"unit_of_measure,omitzero" maxLength:"100"`
	Baseline      httpx.Opt[amount.Amount] `json:"baseline,omitzero"`
	DueOn         httpx.Opt[date.Partial]  `json:"due_on,omitzero"`
	LegalBasis    httpx.Opt[[]string]      `json:"legal_basis,omitzero" maxItems:"50" multiline:"true"`
	Weight        httpx.Opt[amount.Points] `json:"weight,omitzero"`
	Targets       httpx.Opt[[]TargetInput] `json:"targets,omitzero" maxItems:"500" doc:"of units whose targets differ"`
	record.ProvenanceInput
}

// TargetInput is one unit's own target as a caller gives it.
type TargetInput struct {
	UnitID string                   `json:"unit_id" format:"uuid"`
	Target httpx.Opt[amount.Amount] `json:"target,omitzero"`
}

// CreateCommitmentBody is a new commitment.
type CreateCommitmentBody struct {
	AgreementID string `json:"agreement_id" format:"uuid"`
	CommitmentFields
}

// CreateCommitmentsBody is a list of new commitments of an agreement.
type CreateCommitmentsBody struct {
	AgreementID string           `json:"agreement_id" format:"uuid"`
	Data        []CommitmentText `json:"data" minItems:"1" maxItems:"200" doc:"added at the end in this order: all of them or none"`
}

// CommitmentView is a commitment on the wire.
type CommitmentView struct {
	record.MetaView
	AgreementID   string         `json:"agreement_id" format:"uuid"`
	Term          TermRefView    `json:"term"`
	Order         int            `json:"order"`
	Theme         *string        `json:"theme"`
	Text          string         `json:"text"`
	Scope         string         `json:"scope" enum:"common,unit"`
	Unit          *record.Ref    `json:"unit"`
	Measure       *string        `json:"measure" enum:"qualitative,quantity,percent,milestone"`
	Target        *amount.Amount `json:"target"`
	UnitOfMeasure *string        `json:"unit_of_measure"`
	Baseline      *amount.Amount `json:"baseline"`
	DueOn         *date.Partial  `json:"due_on"`
	LegalBasis    []string       `json:"legal_basis"`
	Weight        *amount.Points `json:"weight"`
	Targets       []Target       `json:"targets"`
	record.ProvenanceView
}

// CommitmentDetailView is one commitment with what would make it hard to judge
// later.
type CommitmentDetailView struct {
	CommitmentView
	Checklist []string `json:"checklist" enum:"no_measure,no_unit_of_measure,no_due_date,no_owner" doc:"warnings; they never block"`
}

func commitmentView(c commitmentRow) CommitmentView {
	return CommitmentView{
		c.Meta.View(), c.AgreementID,
		TermRefView{c.TermID, c.PeriodLabel, c.PeriodKind},
		c.Position, c.Theme, c.Text, c.Scope,
		record.NewRef(c.UnitID, c.UnitAsWritten, c.UnitName), c.Measure, c.Target, c.UnitOfMeasure, c.Baseline, c.DueOn, c.LegalBasis.V, c.Weight, c.Targets.V,
		c.Provenance.View(),
	}
}

func commitmentDetailView(c commitmentRow) CommitmentDetailView {
	return CommitmentDetailView{commitmentView(c), c.checklist()}
}

const commitmentExample = `{` + metaExample + `,"agreement_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e",` + termExample + `,"order":1,"theme":"Nhiệm vụ chuyên môn","text":"Giải quyết hồ sơ thủ tục hành chính đúng hạn","scope":"common","unit":null,"measure":"percent","target":98.5,"unit_of_measure":"%","baseline":null,"due_on":"2022-12-31","legal_basis":[],"weight":null,"targets":[],` + sourceExample + `,"checklist":["no_owner"]}`

func registerCommitments(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listCommitments", Path: "/commitments", Tag: "agreements"}, commitmentList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[CommitmentView], error) {
			p, err := svc.Commitments(ctx, in.Request())
			return db.MapPage(p, commitmentView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createCommitment", Path: "/commitments", Tag: "agreements", Faults: []string{"agreement.frozen", "term_locked"},
		Request:  `{"agreement_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","theme":"Nhiệm vụ chuyên môn","text":"Giải quyết hồ sơ thủ tục hành chính đúng hạn","scope":"common","measure":"percent","target":98.5,"unit_of_measure":"%","due_on":"2022-12-31"}`,
		Response: commitmentExample,
	},
		func(ctx context.Context, in *httpx.Make[CreateCommitmentBody]) (CommitmentDetailView, error) {
			return httpx.Shown(commitmentDetailView)(svc.CreateCommitment(ctx, in.Body))
		})
	httpx.Post(s, httpx.Op{
		ID: "createCommitments", Path: "/commitments/bulk", Tag: "agreements", Faults: []string{"agreement.frozen", "term_locked"},
		Request:  `{"agreement_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","data":[{"theme":"Nhiệm vụ chuyên môn","text":"Giải quyết hồ sơ thủ tục hành chính đúng hạn"}]}`,
		Response: `{"data":[` + commitmentExample + `]}`,
	},
		func(ctx context.Context, in *httpx.Make[CreateCommitmentsBody]) (httpx.Several[CommitmentDetailView], error) {
			return httpx.ShownAll(commitmentDetailView)(svc.CreateCommitments(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getCommitment", Path: "/commitments/{id}", Tag: "agreements", Entity: "commitment", Response: commitmentExample},
		func(ctx context.Context, in *httpx.One) (CommitmentDetailView, error) {
			return httpx.Shown(commitmentDetailView)(svc.Commitment(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{
		ID: "updateCommitment", Path: "/commitments/{id}", Tag: "agreements", Faults: []string{"agreement.frozen", "term_locked"},
		Request: `{"target":95}`, Response: commitmentExample,
	},
		func(ctx context.Context, in *httpx.Change[CommitmentFields]) (CommitmentDetailView, error) {
			return httpx.Shown(commitmentDetailView)(svc.UpdateCommitment(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteCommitment", Path: "/commitments/{id}", Tag: "agreements", Faults: []string{"in_use", "agreement.frozen", "term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteCommitment(ctx, in.ID, in.Version())
		})
}
