package account

import (
	"context"
	"encoding/json"

	"giaouoc/internal/audit"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
)

// EventView is an act on the wire.
type EventView struct {
	ID        string       `json:"id" format:"uuid"`
	Chain     string       `json:"chain"`
	Seq       int64        `json:"seq"`
	At        string       `json:"at" format:"date-time"`
	ActorID   string       `json:"actor_id"`
	ActorName string       `json:"actor_name"`
	Action    string       `json:"action" doc:"operation id"`
	Entity    string       `json:"entity"`
	EntityID  string       `json:"entity_id"`
	Name      *string      `json:"entity_name" doc:"what the record is called now; null: it has no name, is gone, or is out of reach"`
	Version   int          `json:"entity_version" doc:"of the record, after the act"`
	BlocID    *string      `json:"bloc_id" format:"uuid"`
	TermID    *string      `json:"term_id" format:"uuid"`
	Changes   []ChangeView `json:"changes"`
	Reason    *string      `json:"reason"`
	RequestID string       `json:"request_id"`
}

// ChangeView is one field before and after.
type ChangeView struct {
	Field string `json:"field"`
	From  any    `json:"from" doc:"null: unknown, or not there"`
	To    any    `json:"to" doc:"null: unknown, or gone"`
}

func eventView(e audit.NamedEvent) EventView {
	v := EventView{e.ID, e.Chain, e.Seq, e.At, e.ActorID, e.ActorName, e.Action, e.Entity, e.EntityID, e.EntityName, e.Version, e.BlocID, e.TermID, []ChangeView{}, e.Reason, e.RequestID}
	_ = json.Unmarshal([]byte(e.Changes), &v.Changes) // written by us; verified by its MAC
	return v
}

// VerificationView is what came of a check of the whole record.
type VerificationView struct {
	Intact     bool             `json:"intact"`
	Events     int64            `json:"events" doc:"how many were read"`
	Chains     int              `json:"chains" doc:"one for each bloc with events, one for all else"`
	FirstAt    *string          `json:"first_at" format:"date-time" doc:"the earliest event; null: there is none"`
	LastAt     *string          `json:"last_at" format:"date-time" doc:"the latest event; null: there is none"`
	Findings   []FindingView    `json:"findings" doc:"the first thing wrong in each chain"`
	Checkpoint audit.Checkpoint `json:"checkpoint" doc:"where the chains stood at that moment"`
}

// FindingView is the first thing wrong in a chain.
type FindingView struct {
	Chain string `json:"chain" doc:"general, or bloc: and the id of a bloc"`
	Seq   int64  `json:"seq" doc:"place in the chain"`
	Code  string `json:"code" enum:"gap,unlinked,changed,tail,headless"`
}

func verificationView(v audit.Verified, c audit.Checkpoint) VerificationView {
	out := VerificationView{Intact: len(v.Findings) == 0, Events: v.Events, Chains: v.Chains, Findings: make([]FindingView, len(v.Findings)), Checkpoint: c}
	if v.Events > 0 {
		out.FirstAt, out.LastAt = &v.First, &v.Last
	}
	for i, f := range v.Findings {
		out.Findings[i] = FindingView{f.Chain, f.Seq, f.Code}
	}
	return out
}

// SecurityView is a refused attempt on the wire.
type SecurityView struct {
	ID        string `json:"id" format:"uuid"`
	At        string `json:"at" format:"date-time"`
	Kind      string `json:"kind"`
	ActorID   string `json:"actor_id"`
	Username  string `json:"username"`
	Address   string `json:"address"`
	Method    string `json:"method"`
	Path      string `json:"path"`
	Status    int    `json:"status"`
	Code      string `json:"code"`
	Count     int    `json:"count"`
	RequestID string `json:"request_id"`
}

const eventExample = `{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","chain":"general","seq":7,"at":"2026-01-05T02:00:00.000000Z","actor_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","actor_name":"vanthu","action":"updateUnit","entity":"unit","entity_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","entity_name":"Văn phòng Tỉnh ủy","entity_version":2,"bloc_id":null,"term_id":null,"changes":[{"field":"code","from":null,"to":"VPTU"}],"reason":null,"request_id":"01JCZ8Q4T2K6XXXX"}`

const securityExample = `{"data":[{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","at":"2026-01-05T02:00:00Z","kind":"login","actor_id":"","username":"vanthu","address":"192.0.2.7","method":"POST","path":"/api/v1/auth/login","status":401,"code":"wrong_credentials","count":1,"request_id":"01JCZ8Q4T2K6XXXX"}],"page":{"limit":50,"has_more":false}}`

func registerAudit(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listAuditEvents", Path: "/audit-events", Tag: "audit", Response: `{"data":[` + eventExample + `],"page":{"limit":50,"has_more":false}}`}, audit.Grammar(),
		func(ctx context.Context, in *httpx.Asked) (db.Page[EventView], error) {
			p, err := audit.List(ctx, svc.db.Read(ctx), in.Request())
			return db.MapPage(p, eventView), svc.db.Translate(ctx, err)
		})
	// An act stays as it was written, but the name of its record may change: tagged by its content.
	httpx.Ask(s, httpx.Op{ID: "getAuditEvent", Path: "/audit-events/{id}", Tag: "audit", Response: eventExample}, db.List{},
		func(ctx context.Context, in *httpx.AskedOf) (EventView, error) {
			return httpx.Shown(eventView)(svc.AuditEvent(ctx, in.ID))
		})
	httpx.Get(s, httpx.Op{
		ID: "getAuditCheckpoint", Path: "/audit-checkpoint", Tag: "audit",
		Response: `{"at":"2026-01-05T02:00:00.000000Z","events":1,"heads":[{"chain":"general","seq":1,"mac":"9f…"}],"mac":"a1…"}`,
	},
		func(ctx context.Context, _ *empty) (audit.Checkpoint, error) { return svc.Checkpoint(ctx) })
	httpx.Get(s, httpx.Op{
		ID: "verifyAudit", Path: "/audit-verification", Tag: "audit", Faults: []string{"record_too_long"},
		Notes:    "Reads every event. One check runs at a time, for 45 seconds at the most. A tail that was cut off together with its head is found by `giaouoc audit verify --checkpoint` alone, with a checkpoint kept elsewhere.",
		Response: `{"intact":false,"events":7,"chains":1,"first_at":"2026-01-05T02:00:00.000000Z","last_at":"2026-03-02T01:00:00.000000Z","findings":[{"chain":"general","seq":5,"code":"changed"}],"checkpoint":{"at":"2026-03-02T01:30:00.000000Z","events":7,"heads":[{"chain":"general","seq":7,"mac":"9f…"}],"mac":"a1…"}}`,
	},
		func(ctx context.Context, _ *empty) (VerificationView, error) {
			ctx, cancel := context.WithTimeout(ctx, checking)
			defer cancel()
			v, c, err := svc.VerifyAudit(ctx, nil, nil)
			return verificationView(v, c), err
		})
	httpx.List(s, httpx.Op{ID: "listSecurityEvents", Path: "/security-events", Tag: "audit", Response: securityExample}, audit.SecurityGrammar(),
		func(ctx context.Context, in *httpx.Asked) (db.Page[SecurityView], error) {
			p, err := db.Fetch[audit.SecurityEvent](svc.db.Read(ctx), db.Select{Columns: "e.*", From: "security_events e"}, in.Request())
			return db.MapPage(p, func(e audit.SecurityEvent) SecurityView { return SecurityView(e) }), svc.db.Translate(ctx, err)
		})
}
