package bloc

import (
	"context"

	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// TermBody is a term as a caller gives it.
type TermBody struct {
	BlocID httpx.Opt[string] `json:"bloc_id,omitzero" nullable:"false" format:"uuid" doc:"required for a new term, fixed afterwards"`
	PeriodFields
	Theme                  httpx.Opt[string] `json:"theme,omitzero" maxLength:"1000"`
	ThemeOfID              httpx.Opt[string] `json:"theme_of_id,omitzero" format:"uuid" doc:"the authority whose theme it is"`
	ThemeOfAsWritten       httpx.Opt[string] `json:"theme_of_as_written,omitzero" maxLength:"500"`
	ArrangementID          httpx.Opt[string] `json:"arrangement_id,omitzero" format:"uuid"`
	LastYearInWords        httpx.Opt[string] `json:"last_year_in_words,omitzero" maxLength:"5000" multiline:"true"`
	DeputiesState          httpx.Opt[string] `json:"deputies_state,omitzero" nullable:"false" enum:"unknown,none,partial,listed" doc:"unknown for a new term; the first deputy makes it partial"`
	MembersState           httpx.Opt[string] `json:"members_state,omitzero" nullable:"false" enum:"unknown,none,partial,listed" doc:"unknown for a new term; the first member makes it partial"`
	StatedMemberCount      httpx.Opt[int]    `json:"stated_member_count,omitzero" minimum:"0"`
	CouncilMemberID        httpx.Opt[string] `json:"council_member_id,omitzero" format:"uuid" doc:"the member of the council in charge"`
	CouncilMemberAsWritten httpx.Opt[string] `json:"council_member_as_written,omitzero" maxLength:"300"`
	Status                 httpx.Opt[string] `json:"status,omitzero" enum:"planning,signing,in_force,reviewing,concluded,locked" doc:"for a new term; later changed by transitions"`
	record.ProvenanceInput
}

// TermTransitionBody is a step of a term.
type TermTransitionBody struct {
	To string `json:"to" enum:"planning,signing,in_force,reviewing,concluded,locked" doc:"the state to go to"`
	record.ReasonInput
	WithoutRanking httpx.Opt[bool] `json:"without_ranking,omitzero" doc:"conclude although no ranking is concluded"`
}

// TermCopyBody is a term that goes on from another of its bloc.
type TermCopyBody struct {
	PeriodFields
	Members   httpx.Opt[bool] `json:"members,omitzero" nullable:"false" doc:"the members too, in protocol order; true unless given"`
	Deadlines httpx.Opt[bool] `json:"deadlines,omitzero" nullable:"false" doc:"the deadlines too, on the same days of the new period; true unless given"`
}

// TermView is a term on the wire.
type TermView struct {
	record.MetaView
	Bloc              *record.Ref `json:"bloc"`
	Period            PeriodValue `json:"period"`
	Theme             *string     `json:"theme"`
	ThemeOf           *record.Ref `json:"theme_of"`
	ArrangementID     *string     `json:"arrangement_id" format:"uuid"`
	LastYearInWords   *string     `json:"last_year_in_words"`
	DeputiesState     string      `json:"deputies_state" enum:"unknown,none,partial,listed"`
	MembersState      string      `json:"members_state" enum:"unknown,none,partial,listed"`
	MemberCount       int         `json:"member_count" doc:"members on record"`
	StatedMemberCount *int        `json:"stated_member_count" doc:"members as a source counts them"`
	CouncilMember     *record.Ref `json:"council_member"`
	Status            *string     `json:"status" enum:"planning,signing,in_force,reviewing,concluded,locked" doc:"null: unknown"`
	WithoutRanking    bool        `json:"without_ranking" doc:"expressly concluded without a ranking"`
	record.ProvenanceView
}

// TermDetailView is one term with what is worth a look.
type TermDetailView struct {
	TermView
	Warnings []WarningView `json:"warnings"`
}

// WarningView is something to look at that is no error.
type WarningView struct {
	Code   string         `json:"code"`
	Params map[string]any `json:"params"`
}

func termView(t termRow) TermView {
	return TermView{
		t.Meta.View(), record.NewRef(&t.BlocID, nil, &t.BlocName), NewPeriodValue(t.Period),
		t.Theme, record.NewRef(t.ThemeOfID, t.ThemeOfAsWritten, t.ThemeOfName), t.ArrangementID, t.LastYearInWords,
		t.DeputiesState, t.MembersState, t.MemberCount, t.StatedMemberCount,
		record.NewRef(t.CouncilMemberID, t.CouncilMemberAsWritten, t.CouncilMemberName), t.Status, t.WithoutRanking, t.Provenance.View(),
	}
}

func termDetailView(t termRow) TermDetailView {
	v := TermDetailView{termView(t), []WarningView{}}
	for _, w := range t.warnings(t.MemberCount) {
		v.Warnings = append(v.Warnings, WarningView(w))
	}
	return v
}

const (
	termExample = `{` + metaExample + `,"bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","as_written":null,"name":"Khối các cơ quan Đảng"},` + periodExample + `,"theme":"Kỷ cương, trách nhiệm, đẩy mạnh cải cách hành chính","theme_of":{"id":null,"as_written":"Ban Chấp hành Đảng bộ tỉnh","name":null},"arrangement_id":null,"last_year_in_words":null,"deputies_state":"unknown","members_state":"listed","member_count":9,"stated_member_count":10,"council_member":null,"status":null,"without_ranking":false,` + sourcesExample + `,"warnings":[{"code":"stated_count_differs","params":{"field":"stated_member_count","stated":10,"rows":9}}]}`
	partExample = `"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","bloc_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c"`
)

func registerTerms(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listTerms", Path: "/terms", Tag: "terms"}, termList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[TermView], error) {
			p, err := svc.Terms(ctx, in.Request())
			return db.MapPage(p, termView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createTerm", Path: "/terms", Tag: "terms", Faults: []string{"duplicate"},
		Request: `{"bloc_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","period":"2021","theme_of_as_written":"Ban Chấp hành Đảng bộ tỉnh","stated_member_count":10}`, Response: termExample,
	},
		func(ctx context.Context, in *httpx.Make[TermBody]) (TermDetailView, error) {
			return httpx.Shown(termDetailView)(svc.CreateTerm(ctx, in.Body))
		})
	httpx.Post(s, httpx.Op{
		ID: "createTermCopy", Path: "/terms/{id}/copies", At: "/terms", Tag: "terms", Faults: []string{"duplicate"},
		Request: `{"period":"2022"}`, Response: termExample,
	},
		func(ctx context.Context, in *httpx.Child[TermCopyBody]) (TermDetailView, error) {
			return httpx.Shown(termDetailView)(svc.CopyTerm(ctx, in.ID, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getTerm", Path: "/terms/{id}", Tag: "terms", Entity: "term", Response: termExample},
		func(ctx context.Context, in *httpx.One) (TermDetailView, error) {
			return httpx.Shown(termDetailView)(svc.Term(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateTerm", Path: "/terms/{id}", Tag: "terms", Faults: []string{"term_locked", "duplicate", "term.agreement_signed"}, Request: `{"members_state":"listed"}`, Response: termExample},
		func(ctx context.Context, in *httpx.Change[TermBody]) (TermDetailView, error) {
			return httpx.Shown(termDetailView)(svc.UpdateTerm(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteTerm", Path: "/terms/{id}", Tag: "terms", Faults: []string{"term_locked", "in_use"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteTerm(ctx, in.ID, in.Version()) })
	httpx.Act(s, httpx.Op{
		ID: "transitionTerm", Path: "/terms/{id}/transitions", Tag: "terms", Faults: []string{"invalid_transition"},
		Request: `{"to":"concluded","without_ranking":true}`, Response: termExample,
	},
		func(ctx context.Context, in *httpx.Change[TermTransitionBody]) (TermDetailView, error) {
			return httpx.Shown(termDetailView)(svc.TransitionTerm(ctx, in.ID, in.Version(), in.Body))
		})
	record.RegisterHistory(s, httpx.Op{ID: "listTermTransitions", Path: "/terms/{id}/transitions", Tag: "terms"}, svc.db, "term", svc.seesTerm)
}
