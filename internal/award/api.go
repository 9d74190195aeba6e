package award

import (
	"context"

	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// AwardBody is an award as a caller gives it.
type AwardBody struct {
	BlocID             httpx.Opt[string]       `json:"bloc_id,omitzero" format:"uuid"`
	BlocAsWritten      httpx.Opt[string]       `json:"bloc_as_written,omitzero" maxLength:"500"`
	BlocState          httpx.Opt[string]       `json:"bloc_state,omitzero" enum:"one,several,outside" doc:"null: unknown; one unless given, where a bloc is linked"`
	AwardTypeID        httpx.Opt[string]       `json:"award_type_id,omitzero" format:"uuid" doc:"this or the words are needed"`
	TypeAsWritten      httpx.Opt[string]       `json:"type_as_written,omitzero" maxLength:"500"`
	Level              httpx.Opt[string]       `json:"level,omitzero" enum:"state,ministry_province,grassroots" doc:"null: that of the linked type"`
	LevelAsWritten     httpx.Opt[string]       `json:"level_as_written,omitzero" maxLength:"200"`
	RecipientKind      httpx.Opt[string]       `json:"recipient_kind,omitzero" enum:"collective,individual,household,bloc"`
	Count              httpx.Opt[int]          `json:"count,omitzero" minimum:"1" doc:"recipients, named or not; null: unknown"`
	CountAsWritten     httpx.Opt[string]       `json:"count_as_written,omitzero" maxLength:"200"`
	Period             httpx.Opt[string]       `json:"period,omitzero" maxLength:"20" doc:"label of the period of merit; null: unknown"`
	PeriodKind         httpx.Opt[string]       `json:"period_kind,omitzero" enum:"calendar_year,school_year,range,quarter,half,nine_months" doc:"follows from the label unless given"`
	CommendationType   httpx.Opt[string]       `json:"commendation_type,omitzero" enum:"merit,thematic,sudden,career,length_of_service,external"`
	Citation           httpx.Opt[string]       `json:"citation,omitzero" maxLength:"2000" multiline:"true"`
	DecisionID         httpx.Opt[string]       `json:"decision_id,omitzero" format:"uuid"`
	DecisionAsWritten  httpx.Opt[string]       `json:"decision_as_written,omitzero" maxLength:"500"`
	AuthorityID        httpx.Opt[string]       `json:"authority_id,omitzero" format:"uuid" doc:"null, and no words: that of the linked decision"`
	AuthorityAsWritten httpx.Opt[string]       `json:"authority_as_written,omitzero" maxLength:"500"`
	ReportedOn         httpx.Opt[date.Partial] `json:"reported_on,omitzero"`
	PresentedOn        httpx.Opt[date.Partial] `json:"presented_on,omitzero"`
	record.ProvenanceInput
}

// CreateAwardBody is a new award with those its source names.
type CreateAwardBody struct {
	AwardBody
	Recipients httpx.Opt[[]RecipientBody] `json:"recipients,omitzero" nullable:"false" maxItems:"1000"`
}

// AwardTypeRef points to an award type.
type AwardTypeRef struct {
	record.Ref
	Code       *string `json:"code"`
	NeedsCheck *bool   `json:"needs_check" doc:"the linked type's norm needs checking"`
}

// AwardView is an award on the wire.
type AwardView struct {
	record.MetaView
	Bloc             *record.Ref       `json:"bloc"`
	BlocState        *string           `json:"bloc_state" enum:"one,several,outside"`
	Type             AwardTypeRef      `json:"type"`
	Level            *string           `json:"level" enum:"state,ministry_province,grassroots" doc:"its own, else its type's"`
	LevelAsWritten   *string           `json:"level_as_written"`
	RecipientKind    *string           `json:"recipient_kind" enum:"collective,individual,household,bloc"`
	Count            *int              `json:"count" doc:"null: unknown"`
	CountAsWritten   *string           `json:"count_as_written"`
	Named            int               `json:"named" doc:"recipients named"`
	Unnamed          *int              `json:"unnamed" doc:"null: the count is unknown"`
	Period           *bloc.PeriodValue `json:"period" doc:"of the merit"`
	CommendationType *string           `json:"commendation_type" enum:"merit,thematic,sudden,career,length_of_service,external"`
	Citation         *string           `json:"citation"`
	DecisionID       *string           `json:"decision_id" format:"uuid"`
	Decision         *record.Ref       `json:"decision" doc:"the name is the number"`
	Authority        record.Ref        `json:"authority" doc:"its own, else its decision's"`
	ReportedOn       *date.Partial     `json:"reported_on"`
	PresentedOn      *date.Partial     `json:"presented_on"`
	Status           string            `json:"status" enum:"draft,in_force,annulled" doc:"the decision's; in_force where none is linked"`
	record.ProvenanceView
}

// AwardDetailView is one award with everybody it names and its warnings.
type AwardDetailView struct {
	AwardView
	Recipients []RecipientView `json:"recipients"`
	Warnings   []AwardWarning  `json:"warnings"`
}

func awardView(a awardRow) AwardView {
	return AwardView{
		a.Meta.View(), record.NewRef(a.BlocID, a.BlocAsWritten, a.BlocName), a.BlocState, typeRef(a.AwardTypeID, a.TypeAsWritten, a.TypeName, a.TypeCode, a.TypeIsVerified),
		a.EffectiveLevel, a.LevelAsWritten, a.RecipientKind, a.Count, a.CountAsWritten, a.Named, a.unnamed(), periodView(a.Award),
		a.CommendationType, a.Citation, a.DecisionID, record.NewRef(a.DecisionID, a.DecisionAsWritten, a.DecisionNumber),
		record.Ref{ID: a.GivenByID, AsWritten: a.GivenByAsWritten, Name: a.GivenByName},
		a.ReportedOn, a.PresentedOn, a.Status, a.Provenance.View(),
	}
}

func awardDetailView(a shownAward) AwardDetailView {
	v := AwardDetailView{awardView(a.awardRow), []RecipientView{}, a.warnings()}
	for _, r := range a.Recipients {
		v.Recipients = append(v.Recipients, recipientView(r))
	}
	return v
}

func typeRef(id, asWritten, name, code *string, verified *bool) AwardTypeRef {
	ref := AwardTypeRef{record.Ref{ID: id, AsWritten: asWritten, Name: name}, code, nil}
	if verified != nil {
		needs := !*verified
		ref.NeedsCheck = &needs
	}
	return ref
}

func periodView(a Award) *bloc.PeriodValue {
	if a.PeriodLabel == nil {
		return nil
	}
	return &bloc.PeriodValue{Kind: *a.PeriodKind, Label: *a.PeriodLabel, StartsOn: *a.PeriodStartsOn, EndsOn: *a.PeriodEndsOn, ListingYear: a.ListingYear}
}

const awardExample = `{` + metaExample + `,"bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","as_written":null,"name":"Khối các cơ quan Đảng"},"bloc_state":"one","type":{"id":null,"as_written":"bằng khen","name":null,"code":null,"needs_check":null},"level":null,"level_as_written":null,"recipient_kind":"collective","count":4,"count_as_written":"04 tập thể","named":0,"unnamed":4,"period":{"kind":"calendar_year","label":"2020","starts_on":"2020-01-01","ends_on":"2020-12-31","listing_year":2020},"commendation_type":null,"citation":"có thành tích xuất sắc trong phong trào thi đua năm 2020","decision_id":null,"decision":null,"authority":{"id":null,"as_written":"Chủ tịch UBND tỉnh","name":null},"reported_on":"2021-02-26","presented_on":null,"status":"in_force",` + sourcesExample + `,"recipients":[],"warnings":[]}`

// Register registers the operations on award types, decisions, awards and
// recipients.
func Register(s *httpx.Server, svc *Service) {
	registerTypes(s, svc)
	registerDecisions(s, svc)
	registerAwards(s, svc)
	registerRecipients(s, svc)
	registerTally(s, svc)
}

func registerAwards(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listAwards", Path: "/awards", Tag: "awards"}, awardList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[AwardView], error) {
			p, err := svc.Awards(ctx, in.Request())
			return db.MapPage(p, awardView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createAward", Path: "/awards", Tag: "awards", Faults: []string{"term_locked"}, Response: awardExample,
		Request: `{"bloc_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","type_as_written":"bằng khen","recipient_kind":"collective","count":4,"period":"2020","authority_as_written":"Chủ tịch UBND tỉnh","reported_on":"2021-02-26"}`,
	},
		func(ctx context.Context, in *httpx.Make[CreateAwardBody]) (AwardDetailView, error) {
			return httpx.Shown(awardDetailView)(svc.CreateAward(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getAward", Path: "/awards/{id}", Tag: "awards", Entity: "award", Response: awardExample},
		func(ctx context.Context, in *httpx.One) (AwardDetailView, error) {
			return httpx.Shown(awardDetailView)(svc.Award(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateAward", Path: "/awards/{id}", Tag: "awards", Faults: []string{"decision.not_draft", "term_locked"}, Request: `{"presented_on":"2021-03-15"}`, Response: awardExample},
		func(ctx context.Context, in *httpx.Change[AwardBody]) (AwardDetailView, error) {
			return httpx.Shown(awardDetailView)(svc.UpdateAward(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteAward", Path: "/awards/{id}", Tag: "awards", Faults: []string{"decision.not_draft", "term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteAward(ctx, in.ID, in.Version()) })
}
