package agreement

import (
	"context"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// MovementBody is a movement as a caller gives it.
type MovementBody struct {
	Name                httpx.Opt[string]       `json:"name,omitzero" nullable:"false" maxLength:"500" doc:"required for a new one"`
	LaunchedByID        httpx.Opt[string]       `json:"launched_by_id,omitzero" format:"uuid" doc:"an authority"`
	LaunchedByAsWritten httpx.Opt[string]       `json:"launched_by_as_written,omitzero" maxLength:"500"`
	Scope               httpx.Opt[string]       `json:"scope,omitzero" enum:"national,ministry_province,bloc,grassroots" doc:"who is to take part"`
	Form                httpx.Opt[string]       `json:"form,omitzero" enum:"regular,thematic"`
	LaunchedOn          httpx.Opt[date.Partial] `json:"launched_on,omitzero"`
	ConcludesOn         httpx.Opt[date.Partial] `json:"concludes_on,omitzero" doc:"when it is, or was, reviewed for the last time"`
	Goals               httpx.Opt[string]       `json:"goals,omitzero" maxLength:"5000" multiline:"true"`
	DocumentAsWritten   httpx.Opt[string]       `json:"document_as_written,omitzero" maxLength:"500"`
	record.ProvenanceInput
}

// MovementView is a movement on the wire.
type MovementView struct {
	record.MetaView
	Name              string        `json:"name"`
	LaunchedBy        *record.Ref   `json:"launched_by"`
	Scope             *string       `json:"scope" enum:"national,ministry_province,bloc,grassroots"`
	Form              *string       `json:"form" enum:"regular,thematic"`
	LaunchedOn        *date.Partial `json:"launched_on"`
	ConcludesOn       *date.Partial `json:"concludes_on"`
	Goals             *string       `json:"goals"`
	DocumentAsWritten *string       `json:"document_as_written"`
	record.ProvenanceView
}

func movementView(m movementRow) MovementView {
	return MovementView{
		m.Meta.View(), m.Name, record.NewRef(m.LaunchedByID, m.LaunchedByAsWritten, m.LaunchedByName), m.Scope, m.Form,
		m.LaunchedOn, m.ConcludesOn, m.Goals, m.DocumentAsWritten, m.Provenance.View(),
	}
}

// MovementCommitmentBody names a movement and a commitment that answers it.
type MovementCommitmentBody struct {
	MovementID   string `json:"movement_id" format:"uuid"`
	CommitmentID string `json:"commitment_id" format:"uuid"`
}

// MovementCommitmentView is a commitment that answers a movement.
type MovementCommitmentView struct {
	record.MetaView
	Movement     *record.Ref `json:"movement"`
	CommitmentID string      `json:"commitment_id" format:"uuid"`
	Order        int         `json:"order"`
	Theme        *string     `json:"theme"`
	Text         string      `json:"text"`
	AgreementID  string      `json:"agreement_id" format:"uuid"`
	TermID       string      `json:"term_id" format:"uuid"`
	Bloc         *record.Ref `json:"bloc"`
	Period       string      `json:"period"`
	PeriodKind   string      `json:"period_kind" enum:"calendar_year,school_year,range"`
}

func movementCommitmentView(l movementCommitmentRow) MovementCommitmentView {
	return MovementCommitmentView{
		l.Meta.View(), record.NewRef(&l.MovementID, nil, &l.MovementName), l.CommitmentID, l.Position, l.Theme, l.Text,
		l.AgreementID, l.TermID, record.NewRef(&l.BlocID, nil, &l.BlocName), l.PeriodLabel, l.PeriodKind,
	}
}

const (
	movementExample           = `{` + metaExample + `,"name":"Cả nước thi đua xây dựng nông thôn mới","launched_by":{"id":null,"as_written":"Thủ tướng Chính phủ","name":null},"scope":"national","form":"thematic","launched_on":"2021","concludes_on":"2025","goals":null,"document_as_written":null,` + sourceExample + `}`
	movementCommitmentExample = `{` + metaExample + `,"movement":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a60","as_written":null,"name":"Cả nước thi đua xây dựng nông thôn mới"},"commitment_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","order":3,"theme":null,"text":"Giúp đỡ xã về đích nông thôn mới","agreement_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a62","term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Khối các cơ quan Đảng"},"period":"2021","period_kind":"calendar_year"}`
)

func registerMovements(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listMovements", Path: "/movements", Tag: "agreements"}, movementList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[MovementView], error) {
			p, err := svc.Movements(ctx, in.Request())
			return db.MapPage(p, movementView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createMovement", Path: "/movements", Tag: "agreements",
		Request:  `{"name":"Cả nước thi đua xây dựng nông thôn mới","launched_by_as_written":"Thủ tướng Chính phủ","scope":"national","form":"thematic","launched_on":"2021","concludes_on":"2025"}`,
		Response: movementExample,
	},
		func(ctx context.Context, in *httpx.Make[MovementBody]) (MovementView, error) {
			return httpx.Shown(movementView)(svc.CreateMovement(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getMovement", Path: "/movements/{id}", Tag: "agreements", Entity: "movement", Response: movementExample},
		func(ctx context.Context, in *httpx.One) (MovementView, error) {
			return httpx.Shown(movementView)(svc.Movement(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateMovement", Path: "/movements/{id}", Tag: "agreements", Request: `{"concludes_on":"2025-12"}`, Response: movementExample},
		func(ctx context.Context, in *httpx.Change[MovementBody]) (MovementView, error) {
			return httpx.Shown(movementView)(svc.UpdateMovement(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteMovement", Path: "/movements/{id}", Tag: "agreements", Faults: []string{"in_use"}},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteMovement(ctx, in.ID, in.Version())
		})

	httpx.List(s, httpx.Op{ID: "listMovementCommitments", Path: "/movement-commitments", Tag: "agreements"}, movementCommitmentList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[MovementCommitmentView], error) {
			p, err := svc.MovementCommitments(ctx, in.Request())
			return db.MapPage(p, movementCommitmentView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createMovementCommitment", Path: "/movement-commitments", Tag: "agreements", Faults: []string{"term_locked", "duplicate"},
		Request:  `{"movement_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a60","commitment_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61"}`,
		Response: movementCommitmentExample,
	},
		func(ctx context.Context, in *httpx.Make[MovementCommitmentBody]) (MovementCommitmentView, error) {
			return httpx.Shown(movementCommitmentView)(svc.CreateMovementCommitment(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getMovementCommitment", Path: "/movement-commitments/{id}", Tag: "agreements", Entity: "movement_commitment", Response: movementCommitmentExample},
		func(ctx context.Context, in *httpx.One) (MovementCommitmentView, error) {
			return httpx.Shown(movementCommitmentView)(svc.MovementCommitment(ctx, in.ID))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteMovementCommitment", Path: "/movement-commitments/{id}", Tag: "agreements", Faults: []string{"term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteMovementCommitment(ctx, in.ID, in.Version())
		})
}
