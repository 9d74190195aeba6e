package scoring

import (
	"context"

	"giaouoc/internal/agreement"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// CreateVoteBody is a new vote.
type CreateVoteBody struct {
	TermID    string            `json:"term_id" format:"uuid"`
	FollowsID httpx.Opt[string] `json:"follows_id,omitzero" nullable:"false" format:"uuid" doc:"the vote that this is another round of, which is counted; what is not given is taken from that, but the figures"`
	Status    httpx.Opt[string] `json:"status,omitzero" nullable:"false" enum:"draft,open,counted,closed" doc:"draft when left out; later changed by transitions"`
	VoteFields
}

// VoteFields are a vote as a caller gives it. Its nominees are replaced as a whole when
// given. What is voted on, and by which rule, is given before it is open.
type VoteFields struct {
	Title            httpx.Opt[string]          `json:"title,omitzero" nullable:"false" maxLength:"500" doc:"what is voted on; required for a vote that follows no other"`
	Body             httpx.Opt[string]          `json:"body,omitzero" maxLength:"500" doc:"who votes, as written"`
	EventID          httpx.Opt[string]          `json:"event_id,omitzero" format:"uuid" doc:"the conference it was held at"`
	HeldOn           httpx.Opt[date.Partial]    `json:"held_on,omitzero"`
	Method           httpx.Opt[string]          `json:"method,omitzero" enum:"secret,open,written" doc:"by ballot, by show of hands, by written opinions"`
	MethodAsWritten  httpx.Opt[string]          `json:"method_as_written,omitzero" maxLength:"500"`
	Threshold        httpx.Opt[string]          `json:"threshold,omitzero" maxLength:"20" doc:"the share a nominee needs, such as 90% or 2/3; null: nothing follows from the figures"`
	Over             httpx.Opt[bool]            `json:"over,omitzero" nullable:"false" doc:"more than the threshold, not as much; false when left out"`
	Base             httpx.Opt[string]          `json:"base,omitzero" nullable:"false" enum:"eligible,present,valid" doc:"what the share is of: all members, which is meant when left out; those present, or the valid ballots, each with written opinions"`
	Quorum           httpx.Opt[string]          `json:"quorum,omitzero" maxLength:"20" doc:"the share of all members that must be present"`
	Choices          httpx.Opt[int]             `json:"choices,omitzero" minimum:"1" maximum:"1000" doc:"how many nominees a ballot may name; null: each is voted on by itself"`
	Eligible         httpx.Opt[int]             `json:"eligible,omitzero" minimum:"0" maximum:"100000" doc:"all members"`
	Present          httpx.Opt[int]             `json:"present,omitzero" minimum:"0" maximum:"100000"`
	WrittenOpinions  httpx.Opt[int]             `json:"written_opinions,omitzero" minimum:"0" maximum:"100000" doc:"of absent members; they count beside the ballots"`
	Issued           httpx.Opt[int]             `json:"issued,omitzero" minimum:"0" maximum:"100000" doc:"ballots"`
	Returned         httpx.Opt[int]             `json:"returned,omitzero" minimum:"0" maximum:"100000" doc:"ballots: valid, blank and invalid ones"`
	Valid            httpx.Opt[int]             `json:"valid,omitzero" minimum:"0" maximum:"100000"`
	Blank            httpx.Opt[int]             `json:"blank,omitzero" minimum:"0" maximum:"100000"`
	Invalid          httpx.Opt[int]             `json:"invalid,omitzero" minimum:"0" maximum:"100000"`
	Items            httpx.Opt[[]VoteItemInput] `json:"items,omitzero" maxItems:"200" doc:"nominees, in their order"`
	ItemsState       httpx.Opt[string]          `json:"items_state,omitzero" nullable:"false" enum:"unknown,none,partial,listed" doc:"listed where items are given, unless something else is said"`
	OutcomeAsWritten httpx.Opt[string]          `json:"outcome_as_written,omitzero" maxLength:"2000" multiline:"true"`
	record.ProvenanceInput
}

// VoteItemInput is a nominee as a caller gives it.
type VoteItemInput struct {
	UnitID        httpx.Opt[string] `json:"unit_id,omitzero" format:"uuid" doc:"the unit, or its name as written"`
	UnitAsWritten httpx.Opt[string] `json:"unit_as_written,omitzero" maxLength:"500"`
	Subject       httpx.Opt[string] `json:"subject,omitzero" maxLength:"500" doc:"what it is nominated for"`
	Yes           httpx.Opt[int]    `json:"yes,omitzero" minimum:"0" maximum:"100000" doc:"ballots and written opinions"`
	No            httpx.Opt[int]    `json:"no,omitzero" minimum:"0" maximum:"100000"`
	Abstain       httpx.Opt[int]    `json:"abstain,omitzero" minimum:"0" maximum:"100000"`
	Stated        httpx.Opt[string] `json:"stated,omitzero" enum:"approved,rejected" doc:"the outcome as a source tells it"`
}

// VoteTransitionBody is a step of a vote.
type VoteTransitionBody struct {
	To string `json:"to" enum:"draft,open,counted,closed" doc:"open: what is voted on stands; counted: so do the figures; closed: the vote is over; a step back needs a reason"`
	record.ReasonInput
}

// VoterBody is what part a unit took in a vote.
type VoterBody struct {
	UnitID          string            `json:"unit_id" format:"uuid" doc:"a unit that belongs to the term"`
	PersonAsWritten httpx.Opt[string] `json:"person_as_written,omitzero" maxLength:"300"`
	Part            string            `json:"part" enum:"present,written,absent,recused" doc:"recused: it took none because of what was voted on, with the reason"`
	Reason          httpx.Opt[string] `json:"reason,omitzero" maxLength:"1000" multiline:"true"`
}

// VoteView is a vote on the wire.
type VoteView struct {
	record.MetaView
	Term             agreement.TermRefView `json:"term"`
	Bloc             *record.Ref           `json:"bloc"`
	Title            string                `json:"title"`
	Body             *string               `json:"body" doc:"who votes"`
	Status           string                `json:"status" enum:"draft,open,counted,closed"`
	Round            int                   `json:"round"`
	FollowsID        *string               `json:"follows_id" format:"uuid" doc:"the round before"`
	Event            *record.Ref           `json:"event" doc:"the conference it was held at"`
	HeldOn           *date.Partial         `json:"held_on"`
	Method           *string               `json:"method" enum:"secret,open,written"`
	MethodAsWritten  *string               `json:"method_as_written"`
	Threshold        *string               `json:"threshold" doc:"the share a nominee needs"`
	Over             bool                  `json:"over" doc:"more than the threshold, not as much"`
	Base             string                `json:"base" enum:"eligible,present,valid"`
	Quorum           *string               `json:"quorum"`
	Choices          *int                  `json:"choices"`
	Eligible         *int                  `json:"eligible"`
	Present          *int                  `json:"present"`
	WrittenOpinions  *int                  `json:"written_opinions"`
	Issued           *int                  `json:"issued"`
	Returned         *int                  `json:"returned"`
	Valid            *int                  `json:"valid"`
	Blank            *int                  `json:"blank"`
	Invalid          *int                  `json:"invalid"`
	ItemsState       string                `json:"items_state" enum:"unknown,none,partial,listed"`
	ItemCount        int                   `json:"item_count"`
	OutcomeAsWritten *string               `json:"outcome_as_written"`
	record.ProvenanceView
}

// VoteDetailView is a vote with its nominees, what follows from the figures, and who
// took part.
type VoteDetailView struct {
	VoteView
	Items        []VoteItemView `json:"items"`
	Needed       *int           `json:"needed" doc:"how many votes a nominee needs; null: it cannot be told"`
	Of           *int           `json:"of" doc:"how many that is of"`
	Quorate      *bool          `json:"quorate" doc:"enough members were present; null: it cannot be told"`
	Lacks        []string       `json:"lacks" enum:"items,eligible,present,written_opinions,valid,yes" doc:"what should be known when it is counted"`
	Voters       []VoterView    `json:"voters" doc:"who took part; how anybody voted is kept nowhere"`
	FollowedByID *string        `json:"followed_by_id" format:"uuid" doc:"the round after"`
	Warnings     []string       `json:"warnings" enum:"outcome_differs,voters_differ"`
}

// VoteItemView is a nominee on the wire.
type VoteItemView struct {
	Unit    *record.Ref `json:"unit"`
	Subject *string     `json:"subject"`
	Yes     *int        `json:"yes"`
	No      *int        `json:"no"`
	Abstain *int        `json:"abstain"`
	Stated  *string     `json:"stated" enum:"approved,rejected" doc:"the outcome as a source tells it"`
	Outcome *string     `json:"outcome" enum:"approved,rejected,no_quorum" doc:"what follows from the figures; null: it cannot be told"`
	Missing []string    `json:"missing" enum:"threshold,eligible,present,written_opinions,valid,yes" doc:"what is not known to tell"`
}

// VoterView is a unit's part in a vote.
type VoterView struct {
	record.MetaView
	VoteID          string      `json:"vote_id" format:"uuid"`
	Unit            *record.Ref `json:"unit"`
	PersonAsWritten *string     `json:"person_as_written"`
	Part            string      `json:"part" enum:"present,written,absent,recused"`
	Reason          *string     `json:"reason"`
}

func voteView(v voteRow) VoteView {
	return VoteView{
		v.Meta.View(),
		agreement.TermRefView{ID: v.TermID, Period: v.PeriodLabel, PeriodKind: v.PeriodKind},
		record.NewRef(&v.BlocID, nil, &v.BlocName),
		v.Title, v.Body, v.Status, v.Round, v.FollowsID, record.NewRef(v.EventID, nil, v.EventTitle), v.HeldOn, v.Method, v.MethodAsWritten,
		v.Threshold, v.ThresholdOver, v.Base, v.Quorum, v.Choices, v.Eligible, v.Present, v.WrittenOpinions, v.Issued, v.Returned, v.Valid, v.Blank, v.Invalid,
		v.ItemsState, v.ItemCount, v.OutcomeAsWritten, v.Provenance.View(),
	}
}

func voteDetailView(s shownVote) VoteDetailView {
	w := s.stored()
	count, rule := w.count(), w.rule()
	v := VoteDetailView{VoteView: voteView(s.voteRow), Items: make([]VoteItemView, len(s.Items)), Lacks: []string{}, Voters: make([]VoterView, len(s.Voters)), FollowedByID: s.FollowedBy, Warnings: w.warnings(s.Voters)}
	v.Needed, v.Of, _ = rule.Needed(count)
	if enough, missing := rule.Quorate(count); len(missing) == 0 {
		v.Quorate = &enough
	}
	v.Lacks = append(v.Lacks, w.lacking()...)
	for i, it := range s.Items {
		res := rule.Result(count, it.item())
		item := VoteItemView{record.NewRef(it.UnitID, it.AsWritten, it.UnitName), it.Subject, it.Yes, it.No, it.Abstain, it.Stated, nil, append([]string{}, res.Missing...)}
		if res.Outcome != "" {
			item.Outcome = &res.Outcome
		}
		v.Items[i] = item
	}
	for i, p := range s.Voters {
		v.Voters[i] = voterView(p)
	}
	return v
}

func voterView(w voterRow) VoterView {
	return VoterView{w.Meta.View(), w.VoteID, record.NewRef(&w.UnitID, nil, &w.UnitName), w.PersonAsWritten, w.Part, w.Reason}
}

const (
	voteFacts    = `"title":"Bỏ phiếu đề nghị tặng Cờ thi đua","body":"Hội nghị Khối thi đua","status":"counted","round":1,"follows_id":null,"event":null,"held_on":"2026-12-20","method":"secret","method_as_written":null,"threshold":"90%","over":false,"base":"eligible","quorum":null,"choices":null,"eligible":13,"present":13,"written_opinions":0,"issued":13,"returned":13,"valid":13,"blank":0,"invalid":0,"items_state":"listed","item_count":1,"outcome_as_written":null,"sources":[],"basis":{},"remark":null`
	voterExample = `{` + metaExample + `,"vote_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a64","unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Ban Tổ chức Tỉnh ủy"},"person_as_written":null,"part":"present","reason":null}`
	VoteExample  = `{` + metaExample + `,` + termExample + `,` + voteFacts + `,"items":[{"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Ban Tổ chức Tỉnh ủy"},"subject":"Cờ thi đua","yes":12,"no":1,"abstain":0,"stated":null,"outcome":"approved","missing":[]}],"needed":12,"of":13,"quorate":true,"lacks":[],"voters":[` + voterExample + `],"followed_by_id":null,"warnings":[]}`
)

func registerVotes(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listVotes", Path: "/votes", Tag: "scoring"}, voteList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[VoteView], error) {
			p, err := svc.Votes(ctx, in.Request())
			return db.MapPage(p, voteView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createVote", Path: "/votes", Tag: "scoring", Faults: []string{"duplicate", "term_locked", "vote.not_counted"},
		Request:  `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","title":"Bỏ phiếu đề nghị tặng Cờ thi đua","threshold":"90%","items":[{"unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","subject":"Cờ thi đua"}]}`,
		Response: VoteExample,
	},
		func(ctx context.Context, in *httpx.Make[CreateVoteBody]) (VoteDetailView, error) {
			return httpx.Shown(voteDetailView)(svc.CreateVote(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getVote", Derived: true, Path: "/votes/{id}", Tag: "scoring", Entity: "vote", Response: VoteExample},
		func(ctx context.Context, in *httpx.One) (VoteDetailView, error) {
			return httpx.Shown(voteDetailView)(svc.Vote(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{
		ID: "updateVote", Path: "/votes/{id}", Tag: "scoring", Faults: []string{"term_locked", "vote.counted", "vote.rules_stand"},
		Request: `{"eligible":13,"present":13,"issued":13,"returned":13,"valid":13,"blank":0,"invalid":0}`, Response: VoteExample,
	},
		func(ctx context.Context, in *httpx.Change[VoteFields]) (VoteDetailView, error) {
			return httpx.Shown(voteDetailView)(svc.UpdateVote(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteVote", Path: "/votes/{id}", Tag: "scoring", Faults: []string{"in_use", "term_locked", "vote.begun"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteVote(ctx, in.ID, in.Version()) })
	httpx.Act(s, httpx.Op{
		ID: "transitionVote", Path: "/votes/{id}/transitions", Tag: "scoring", Faults: []string{"invalid_transition", "term_locked", "vote.followed", "vote.used"},
		Request: `{"to":"counted"}`, Response: VoteExample,
	},
		func(ctx context.Context, in *httpx.Change[VoteTransitionBody]) (VoteDetailView, error) {
			return httpx.Shown(voteDetailView)(svc.TransitionVote(ctx, in.ID, in.Version(), in.Body))
		})
	record.RegisterHistory(s, httpx.Op{ID: "listVoteTransitions", Path: "/votes/{id}/transitions", Tag: "scoring"}, svc.db, "vote", svc.VoteVisible)
	httpx.Post(s, httpx.Op{
		ID: "createVoter", Path: "/votes/{id}/voters", At: "/voters", Tag: "scoring", Faults: []string{"duplicate", "term_locked", "vote.counted"},
		Request: `{"unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","part":"present"}`, Response: voterExample,
	},
		func(ctx context.Context, in *httpx.Child[VoterBody]) (VoterView, error) {
			return httpx.Shown(voterView)(svc.CreateVoter(ctx, in.ID, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getVoter", Path: "/voters/{id}", Tag: "scoring", Entity: "voter", Response: voterExample},
		func(ctx context.Context, in *httpx.One) (VoterView, error) {
			return httpx.Shown(voterView)(svc.Voter(ctx, in.ID))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteVoter", Path: "/voters/{id}", Tag: "scoring", Faults: []string{"term_locked", "vote.counted"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteVoter(ctx, in.ID, in.Version()) })
}
