package rating

import (
	"context"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// RuleBody is a rule as a caller gives it.
type RuleBody struct {
	Kind        httpx.Opt[string]   `json:"kind,omitzero" nullable:"false" enum:"no_self_assessment,head_reprimanded,head_warned,head_dismissed,corruption,disunity,prosecuted,other" doc:"the circumstance; required for a new one"`
	Cap         httpx.Opt[string]   `json:"cap,omitzero" nullable:"false" enum:"excellent,good,completed,not_completed" doc:"the best level it leaves; required for a new one"`
	Norm        httpx.Opt[string]   `json:"norm,omitzero" nullable:"false" maxLength:"500" doc:"the text it rests on; required for a new one"`
	AuthorityID httpx.Opt[string]   `json:"authority_id,omitzero" format:"uuid" doc:"for blocs it organises, before any rule for all; null: for all"`
	ValidFrom   httpx.Opt[date.Day] `json:"valid_from,omitzero"`
	ValidTo     httpx.Opt[date.Day] `json:"valid_to,omitzero"`
	IsVerified  httpx.Opt[bool]     `json:"is_verified,omitzero" nullable:"false" doc:"somebody compared it with the text"`
	record.ProvenanceInput
}

// RuleView is a rule on the wire.
type RuleView struct {
	record.MetaView
	Kind       string      `json:"kind" enum:"no_self_assessment,head_reprimanded,head_warned,head_dismissed,corruption,disunity,prosecuted,other"`
	Cap        string      `json:"cap" enum:"excellent,good,completed,not_completed"`
	Norm       string      `json:"norm"`
	Authority  *record.Ref `json:"authority" doc:"null: for all"`
	ValidFrom  *date.Day   `json:"valid_from" format:"date" doc:"first day; null: open"`
	ValidTo    *date.Day   `json:"valid_to" format:"date" doc:"last day; null: open"`
	IsVerified bool        `json:"is_verified"`
	record.ProvenanceView
}

func ruleView(r ruleRow) RuleView {
	return RuleView{r.Meta.View(), r.Kind, r.Cap, r.Norm, record.NewRef(r.AuthorityID, nil, r.AuthorityName), r.ValidFrom, r.ValidTo, r.IsVerified, r.Provenance.View()}
}

const ruleExample = `{` + metaExample + `,"kind":"head_reprimanded","cap":"good","norm":"Khoản 5 Điều 6 Quy định chấm điểm của khối","authority":null,"valid_from":"2026-01-01","valid_to":null,"is_verified":false,"sources":[],"basis":{},"remark":null}`

func registerRules(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listRatingRules", Path: "/rating-rules", Tag: "progress"}, ruleList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[RuleView], error) {
			p, err := svc.Rules(ctx, in.Request())
			return db.MapPage(p, ruleView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createRatingRule", Path: "/rating-rules", Tag: "progress",
		Request:  `{"kind":"head_reprimanded","cap":"good","norm":"Khoản 5 Điều 6 Quy định chấm điểm của khối","valid_from":"2026-01-01"}`,
		Response: ruleExample,
	},
		func(ctx context.Context, in *httpx.Make[RuleBody]) (RuleView, error) {
			return httpx.Shown(ruleView)(svc.CreateRule(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getRatingRule", Path: "/rating-rules/{id}", Tag: "progress", Entity: "rating_rule", Response: ruleExample},
		func(ctx context.Context, in *httpx.One) (RuleView, error) {
			return httpx.Shown(ruleView)(svc.Rule(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateRatingRule", Path: "/rating-rules/{id}", Tag: "progress", Request: `{"is_verified":true}`, Response: ruleExample},
		func(ctx context.Context, in *httpx.Change[RuleBody]) (RuleView, error) {
			return httpx.Shown(ruleView)(svc.UpdateRule(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteRatingRule", Path: "/rating-rules/{id}", Tag: "progress"},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteRule(ctx, in.ID, in.Version()) })
}
