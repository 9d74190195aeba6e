package award

import (
	"context"

	"giaouoc/internal/amount"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// AwardTypeBody is an award type as a caller gives it.
type AwardTypeBody struct {
	LocalName httpx.Opt[string] `json:"local_name,omitzero" maxLength:"300" doc:"what the office calls it"`
	IsRetired httpx.Opt[bool]   `json:"is_retired,omitzero" nullable:"false" doc:"no longer offered for new awards"`
	StandardFields
}

// StandardFields are what a norm says of an award type. Those of official ones
// follow the catalogue and cannot be given.
type StandardFields struct {
	Family           httpx.Opt[string]        `json:"family,omitzero" nullable:"false" maxLength:"50" doc:"the code itself unless given"`
	Class            httpx.Opt[string]        `json:"class,omitzero" nullable:"false" enum:"title,form" doc:"required for a new one"`
	Vi               httpx.Opt[string]        `json:"vi,omitzero" nullable:"false" maxLength:"300" doc:"required for a new one"`
	En               httpx.Opt[string]        `json:"en,omitzero" maxLength:"300"`
	ShortVi          httpx.Opt[string]        `json:"short_vi,omitzero" maxLength:"100"`
	Subjects         httpx.Opt[[]string]      `json:"subjects,omitzero" maxItems:"4" uniqueItems:"true" enum:"collective,individual,household,bloc"`
	Level            httpx.Opt[string]        `json:"level,omitzero" enum:"state,ministry_province,grassroots"`
	AuthorityVi      httpx.Opt[string]        `json:"authority_vi,omitzero" maxLength:"300"`
	Article          httpx.Opt[string]        `json:"article,omitzero" maxLength:"500"`
	ValidFrom        httpx.Opt[date.Day]      `json:"valid_from,omitzero"`
	ValidTo          httpx.Opt[date.Day]      `json:"valid_to,omitzero"`
	PrerequisitesVi  httpx.Opt[string]        `json:"prerequisites_vi,omitzero" maxLength:"2000" multiline:"true"`
	PrerequisitesEn  httpx.Opt[string]        `json:"prerequisites_en,omitzero" maxLength:"2000" multiline:"true"`
	VoteThresholdPct httpx.Opt[int]           `json:"vote_threshold_pct,omitzero" minimum:"1" maximum:"100"`
	VoteBase         httpx.Opt[string]        `json:"vote_base,omitzero" maxLength:"50"`
	QuotaVi          httpx.Opt[string]        `json:"quota_vi,omitzero" maxLength:"1000"`
	MoneyFactor      httpx.Opt[amount.Points] `json:"money_factor,omitzero"`
	CheckVi          httpx.Opt[string]        `json:"check_vi,omitzero" maxLength:"1000"`
	CheckEn          httpx.Opt[string]        `json:"check_en,omitzero" maxLength:"1000"`
}

// CreateAwardTypeBody is a new award type of the office's own.
type CreateAwardTypeBody struct {
	Code string `json:"code" minLength:"1" maxLength:"50" doc:"unique; never changed"`
	AwardTypeBody
}

// AwardTypeView is an award type on the wire.
type AwardTypeView struct {
	record.MetaView
	Code string `json:"code"`
	Name string `json:"name" doc:"the office's own name, else the official one"`
	Standard
	Subjects   []string `json:"subjects" enum:"collective,individual,household,bloc" doc:"who can receive it"`
	NeedsCheck bool     `json:"needs_check" doc:"say so wherever it is used"`
	IsOfficial bool     `json:"is_official" doc:"from the catalogue; false: the office's own"`
	LocalName  *string  `json:"local_name"`
	IsRetired  bool     `json:"is_retired"`
}

func typeView(t Type) AwardTypeView {
	return AwardTypeView{
		t.Meta.View(), t.Code, t.Name(), t.Standard, t.Subjects.V, !t.IsVerified, t.IsOfficial, t.LocalName, t.IsRetired,
	}
}

const (
	metaExample    = `"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system"`
	sourcesExample = `"sources":[],"basis":{},"remark":null`
	typeExample    = `{` + metaExample + `,"code":"BK_TINH_22","name":"Bằng khen của Bộ, ban, ngành, tỉnh","family":"BK_TINH","class":"form","vi":"Bằng khen của Bộ, ban, ngành, tỉnh","en":"Certificate of merit of a ministry or province","short_vi":"Bằng khen tỉnh","level":"ministry_province","authority_vi":"Chủ tịch UBND tỉnh","article":"Luật Thi đua, khen thưởng 2022, Điều 74","valid_from":"2024-01-01","valid_to":null,"prerequisites_vi":null,"prerequisites_en":null,"vote_threshold_pct":null,"vote_base":null,"quota_vi":null,"money_factor":null,"is_verified":true,"check_vi":null,"check_en":null,"subjects":["collective","individual","household"],"needs_check":false,"is_official":true,"local_name":null,"is_retired":false}`
)

func registerTypes(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listAwardTypes", Path: "/award-types", Tag: "awards"}, typeList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[AwardTypeView], error) {
			p, err := svc.Types(ctx, in.Request())
			return db.MapPage(p, typeView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createAwardType", Path: "/award-types", Tag: "awards", Faults: []string{"duplicate"},
		Request: `{"code":"GK_NOI_BO","class":"form","vi":"Giấy khen nội bộ","subjects":["collective"]}`, Response: typeExample,
	},
		func(ctx context.Context, in *httpx.Make[CreateAwardTypeBody]) (AwardTypeView, error) {
			return httpx.Shown(typeView)(svc.CreateType(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getAwardType", Path: "/award-types/{id}", Tag: "awards", Entity: "award_type", Response: typeExample},
		func(ctx context.Context, in *httpx.One) (AwardTypeView, error) {
			return httpx.Shown(typeView)(svc.Type(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{
		ID: "updateAwardType", Path: "/award-types/{id}", Tag: "awards",
		Request: `{"local_name":"Bằng khen của Chủ tịch tỉnh"}`, Response: typeExample,
	},
		func(ctx context.Context, in *httpx.Change[AwardTypeBody]) (AwardTypeView, error) {
			return httpx.Shown(typeView)(svc.UpdateType(ctx, in.ID, in.Version(), in.Body))
		})
}
