package bloc

import (
	"context"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// MemberBody is a member as a caller gives it.
type MemberBody struct {
	MemberFields
	Order httpx.Opt[int] `json:"order,omitzero" nullable:"false" minimum:"1" doc:"protocol order; the last when left out, and the others make room"`
}

// MemberFields say who a member is.
type MemberFields struct {
	UnitID        httpx.Opt[string] `json:"unit_id,omitzero" format:"uuid"`
	UnitAsWritten httpx.Opt[string] `json:"unit_as_written,omitzero" maxLength:"500"`
	record.ProvenanceInput
}

// MembersBody is a list of new members of a term.
type MembersBody struct {
	TermID string         `json:"term_id" format:"uuid"`
	Data   []MemberFields `json:"data" minItems:"1" maxItems:"200" doc:"added at the end in this order: all of them or none"`
}

// MemberView is a member on the wire.
type MemberView struct {
	record.MetaView
	TermID   string      `json:"term_id" format:"uuid"`
	BlocID   string      `json:"bloc_id" format:"uuid"`
	Order    int         `json:"order" doc:"protocol order, 1 to n"`
	Unit     *record.Ref `json:"unit"`
	NameThen *string     `json:"name_then" doc:"the unit's name on the first day of the term; null where no unit is linked"`
	record.ProvenanceView
}

func memberView(m memberRow) MemberView {
	return MemberView{
		m.Meta.View(), m.TermID, m.BlocID, m.Position, record.NewRef(m.UnitID, m.UnitAsWritten, m.UnitName), m.NameThen, m.Provenance.View(),
	}
}

// LeadershipBody is a leading or deputy unit as a caller gives it.
type LeadershipBody struct {
	Role              httpx.Opt[string]                `json:"role,omitzero" nullable:"false" enum:"leader,deputy" doc:"required for a new one"`
	RoleAsWritten     httpx.Opt[string]                `json:"role_as_written,omitzero" maxLength:"200"`
	UnitID            httpx.Opt[string]                `json:"unit_id,omitzero" format:"uuid" doc:"need not be a member"`
	UnitAsWritten     httpx.Opt[string]                `json:"unit_as_written,omitzero" maxLength:"500"`
	Chosen            httpx.Opt[string]                `json:"chosen,omitzero" enum:"elected,assigned"`
	ChosenEventID     httpx.Opt[string]                `json:"chosen_event_id,omitzero" format:"uuid"`
	ChosenByAsWritten httpx.Opt[string]                `json:"chosen_by_as_written,omitzero" maxLength:"500"`
	DocumentAsWritten httpx.Opt[string]                `json:"document_as_written,omitzero" maxLength:"500"`
	Persons           httpx.Opt[[]RepresentativeInput] `json:"persons,omitzero" maxItems:"20"`
	record.ProvenanceInput
}

// RepresentativeInput is a person who speaks for a unit as a caller gives it.
type RepresentativeInput struct {
	PersonID          httpx.Opt[string]         `json:"person_id,omitzero" format:"uuid"`
	Name              httpx.Opt[string]         `json:"name,omitzero" maxLength:"200" doc:"as written; the linked person's present name when left out"`
	PositionAsWritten httpx.Opt[string]         `json:"position_as_written,omitzero" maxLength:"500"`
	From              httpx.Opt[date.Partial]   `json:"from,omitzero"`
	To                httpx.Opt[date.Partial]   `json:"to,omitzero"`
	SeenOn            httpx.Opt[[]date.Partial] `json:"seen_on,omitzero" maxItems:"50" doc:"days a source shows the person in the role"`
}

// LeadershipView is a leading or deputy unit on the wire.
type LeadershipView struct {
	record.MetaView
	TermID            string           `json:"term_id" format:"uuid"`
	BlocID            string           `json:"bloc_id" format:"uuid"`
	Role              string           `json:"role" enum:"leader,deputy"`
	RoleAsWritten     *string          `json:"role_as_written"`
	Unit              *record.Ref      `json:"unit"`
	Chosen            *string          `json:"chosen" enum:"elected,assigned"`
	ChosenEventID     *string          `json:"chosen_event_id" format:"uuid"`
	ChosenByAsWritten *string          `json:"chosen_by_as_written"`
	DocumentAsWritten *string          `json:"document_as_written"`
	Persons           []Representative `json:"persons"`
	record.ProvenanceView
}

func leadershipView(l leadershipRow) LeadershipView {
	return LeadershipView{
		l.Meta.View(), l.TermID, l.BlocID, l.Role, l.RoleAsWritten, record.NewRef(l.UnitID, l.UnitAsWritten, l.UnitName),
		l.Chosen, l.ChosenEventID, l.ChosenByAsWritten, l.DocumentAsWritten, l.Persons.V, l.Provenance.View(),
	}
}

const (
	memberExample     = `{` + metaExample + `,` + partExample + `,"order":4,"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":"Ban Tuyên giáo Tỉnh ủy","name":"Ban Tuyên giáo và Dân vận Tỉnh ủy"},"name_then":"Ban Tuyên giáo Tỉnh ủy",` + sourcesExample + `}`
	leadershipExample = `{` + metaExample + `,` + partExample + `,"role":"leader","role_as_written":"Trưởng Khối thi đua","unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Văn phòng Tỉnh ủy"},"chosen":null,"chosen_event_id":null,"chosen_by_as_written":null,"document_as_written":null,"persons":[{"person_id":null,"name":"Lê Văn Cường","position_as_written":"TUV, Chánh Văn phòng Tỉnh ủy, Trưởng Khối thi đua","from":null,"to":null,"seen_on":["2021-02-26"]}],` + sourcesExample + `}`
)

func registerMembers(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listMembers", Path: "/members", Tag: "terms"}, memberList("-period,order"),
		func(ctx context.Context, in *httpx.Asked) (db.Page[MemberView], error) {
			p, err := svc.Members(ctx, in.Request())
			return db.MapPage(p, memberView), err
		})
	httpx.List(s, httpx.Op{ID: "listTermMembers", Path: "/terms/{id}/members", Tag: "terms"}, memberList("order"),
		func(ctx context.Context, in *httpx.AskedOf) (db.Page[MemberView], error) {
			p, err := svc.TermMembers(ctx, in.ID, in.Request())
			return db.MapPage(p, memberView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createMember", Path: "/terms/{id}/members", At: "/members", Tag: "terms", Faults: []string{"term_locked", "duplicate"},
		Request: `{"unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","order":4}`, Response: memberExample,
	},
		func(ctx context.Context, in *httpx.Child[MemberBody]) (MemberView, error) {
			return httpx.Shown(memberView)(svc.CreateMember(ctx, in.ID, in.Body))
		})
	httpx.Post(s, httpx.Op{
		ID: "createMembers", Path: "/members/bulk", Tag: "terms", Faults: []string{"term_locked"},
		Request:  `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5f","data":[{"unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e"},{"unit_as_written":"Báo Ninh Bình"}]}`,
		Response: `{"data":[` + memberExample + `]}`,
	},
		func(ctx context.Context, in *httpx.Make[MembersBody]) (httpx.Several[MemberView], error) {
			return httpx.ShownAll(memberView)(svc.CreateMembers(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getMember", Path: "/members/{id}", Tag: "terms", Entity: "member", Response: memberExample},
		func(ctx context.Context, in *httpx.One) (MemberView, error) {
			return httpx.Shown(memberView)(svc.Member(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateMember", Path: "/members/{id}", Tag: "terms", Faults: []string{"term_locked", "duplicate", "term.agreement_signed", "member.ranked"}, Request: `{"order":1}`, Response: memberExample},
		func(ctx context.Context, in *httpx.Change[MemberBody]) (MemberView, error) {
			return httpx.Shown(memberView)(svc.UpdateMember(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteMember", Path: "/members/{id}", Tag: "terms", Faults: []string{"term_locked", "term.agreement_signed", "member.ranked"}},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteMember(ctx, in.ID, in.Version())
		})
}

func registerLeadership(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listTermLeadership", Path: "/terms/{id}/leadership", Tag: "terms"}, leadershipList,
		func(ctx context.Context, in *httpx.AskedOf) (db.Page[LeadershipView], error) {
			p, err := svc.TermLeadership(ctx, in.ID, in.Request())
			return db.MapPage(p, leadershipView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createLeadership", Path: "/terms/{id}/leadership", At: "/leaderships", Tag: "terms", Faults: []string{"term_locked", "duplicate"},
		Request:  `{"role":"leader","unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","persons":[{"name":"Lê Văn Cường","seen_on":["2021-02-26"]}]}`,
		Response: leadershipExample,
	},
		func(ctx context.Context, in *httpx.Child[LeadershipBody]) (LeadershipView, error) {
			return httpx.Shown(leadershipView)(svc.CreateLeadership(ctx, in.ID, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getLeadership", Path: "/leaderships/{id}", Tag: "terms", Entity: "leadership", Response: leadershipExample},
		func(ctx context.Context, in *httpx.One) (LeadershipView, error) {
			return httpx.Shown(leadershipView)(svc.Leadership(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateLeadership", Path: "/leaderships/{id}", Tag: "terms", Faults: []string{"term_locked", "duplicate", "member.ranked"}, Request: `{"chosen":"elected"}`, Response: leadershipExample},
		func(ctx context.Context, in *httpx.Change[LeadershipBody]) (LeadershipView, error) {
			return httpx.Shown(leadershipView)(svc.UpdateLeadership(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteLeadership", Path: "/leaderships/{id}", Tag: "terms", Faults: []string{"term_locked", "member.ranked"}},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteLeadership(ctx, in.ID, in.Version())
		})
}
