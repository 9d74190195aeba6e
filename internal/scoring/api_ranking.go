package scoring

import (
	"context"
	"slices"

	"giaouoc/internal/agreement"
	"giaouoc/internal/amount"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// CreateRankingBody is a new ranking.
type CreateRankingBody struct {
	TermID string            `json:"term_id" format:"uuid"`
	Origin httpx.Opt[string] `json:"origin,omitzero" nullable:"false" enum:"computed,stated" doc:"computed from the scores, which is meant when left out; stated: as a source tells it"`
	Status httpx.Opt[string] `json:"status,omitzero" nullable:"false" enum:"draft,concluded,published" doc:"draft when left out; a stated one may be added as it is known to be"`
	RankingFields
}

// RankingFields are a ranking as a caller gives it. Facts and rows are replaced as a
// whole when given.
type RankingFields struct {
	VoteID         httpx.Opt[string]         `json:"vote_id,omitzero" format:"uuid" doc:"the ballot that tells units of one total apart"`
	EventID        httpx.Opt[string]         `json:"event_id,omitzero" format:"uuid" doc:"the conference it was settled at"`
	DecidedOn      httpx.Opt[date.Partial]   `json:"decided_on,omitzero"`
	Correction     httpx.Opt[string]         `json:"correction,omitzero" maxLength:"2000" multiline:"true" doc:"why the published one is drawn up anew; required beside one"`
	DecisionReason httpx.Opt[string]         `json:"decision_reason,omitzero" maxLength:"2000" multiline:"true" doc:"of the order that was decided; required where one is given"`
	Facts          httpx.Opt[[]FactInput]    `json:"facts,omitzero" maxItems:"200" doc:"what a computed one needs to know beside the scores"`
	Rows           httpx.Opt[[]RankRowInput] `json:"rows,omitzero" maxItems:"500" doc:"of a stated one"`
	Scale          httpx.Opt[amount.Points]  `json:"scale,omitzero" minimum:"0.01" maximum:"100000" doc:"of a stated one: what totals are of"`
	record.ProvenanceInput
}

// FactInput is what is known of a unit, as a caller gives it.
type FactInput struct {
	UnitID  string            `json:"unit_id" format:"uuid" doc:"a unit that belongs to the term"`
	Women70 httpx.Opt[bool]   `json:"women_70,omitzero" doc:"at least 70 % of its people are women"`
	Decided httpx.Opt[int]    `json:"decided,omitzero" minimum:"1" maximum:"500" doc:"its place among those of one total, as decided"`
	LeftOut httpx.Opt[bool]   `json:"left_out,omitzero" nullable:"false" doc:"it is not ranked, for the reason in note"`
	Note    httpx.Opt[string] `json:"note,omitzero" maxLength:"1000" multiline:"true"`
}

// RankRowInput is a place in a stated ranking, as a caller gives it.
type RankRowInput struct {
	UnitID        httpx.Opt[string]        `json:"unit_id,omitzero" format:"uuid" doc:"the unit, or its name as written, or both"`
	UnitAsWritten httpx.Opt[string]        `json:"unit_as_written,omitzero" maxLength:"500"`
	Rank          httpx.Opt[int]           `json:"rank,omitzero" minimum:"1" maximum:"500"`
	Total         httpx.Opt[amount.Points] `json:"total,omitzero" minimum:"-100000" maximum:"100000"`
	Class         httpx.Opt[string]        `json:"class,omitzero" maxLength:"200"`
	LeftOut       httpx.Opt[bool]          `json:"left_out,omitzero" nullable:"false"`
	Note          httpx.Opt[string]        `json:"note,omitzero" maxLength:"1000" multiline:"true"`
}

// RankingTransitionBody is a step of a ranking.
type RankingTransitionBody struct {
	To string `json:"to" enum:"draft,concluded,published,replaced" doc:"concluded: its rows stay; published: everybody of the bloc reads it, and the scores; draft: back, with a reason; replaced: by publishing another edition only"`
	record.ReasonInput
}

// RankingView is a ranking on the wire.
type RankingView struct {
	record.MetaView
	Term           agreement.TermRefView `json:"term"`
	Bloc           *record.Ref           `json:"bloc"`
	Edition        int                   `json:"edition" doc:"the first of a term is 1"`
	Status         string                `json:"status" enum:"draft,concluded,published,replaced"`
	Origin         string                `json:"origin" enum:"computed,stated"`
	ScoreTable     *record.Ref           `json:"score_table" doc:"what it was computed by, once it is concluded"`
	Vote           *record.Ref           `json:"vote" doc:"the ballot that tells units of one total apart"`
	Event          *record.Ref           `json:"event"`
	DecidedOn      *date.Partial         `json:"decided_on"`
	Correction     *string               `json:"correction" doc:"why it was drawn up anew"`
	DecisionReason *string               `json:"decision_reason"`
	Scale          *amount.Points        `json:"scale"`
	record.ProvenanceView
}

// RankingDetailView is a ranking with its rows: of a computed draft as the scores give
// them now, otherwise as they are kept.
type RankingDetailView struct {
	RankingView
	Mode     *string        `json:"mode" enum:"points,rank_by_metric" doc:"of the score table; null: there is none"`
	TieKeys  []TieBreakView `json:"tie_keys" doc:"what tells units of one total apart, in order"`
	Facts    []RankFactView `json:"facts"`
	Rows     []RankRowView  `json:"rows"`
	Waits    []RankWaitView `json:"waits" doc:"ties of a draft that something would break that is not known yet"`
	NotFinal []record.Ref   `json:"not_final" doc:"units of a draft that are not scored to the end"`
	Warnings []string       `json:"warnings" enum:"vote_not_counted,vote_no_quorum,vote_ambiguous,vote_followed,no_former"`
}

// RankFactView is what is known of a unit beside its scores.
type RankFactView struct {
	UnitID  string  `json:"unit_id" format:"uuid"`
	Women70 *bool   `json:"women_70"`
	Decided *int    `json:"decided"`
	LeftOut bool    `json:"left_out"`
	Note    *string `json:"note"`
}

// RankRowView is a unit's place.
type RankRowView struct {
	Unit       *record.Ref    `json:"unit"`
	Rank       *int           `json:"rank" doc:"null: it is left out, or its rank is not known"`
	Total      *amount.Points `json:"total"`
	Full       *amount.Points `json:"full" doc:"the most it could reach, without bonuses"`
	Behind     *amount.Points `json:"behind" doc:"by how much the total is under that of the unit before it"`
	Tied       bool           `json:"tied"`
	BrokenBy   *TieBreakView  `json:"broken_by" doc:"what tells it from others of its total"`
	Class      *string        `json:"class"`
	LeftOut    bool           `json:"left_out"`
	Note       *string        `json:"note"`
	FormerRank *int           `json:"former_rank" doc:"in the period before"`
	Change     *int           `json:"change" doc:"above zero: places won since then"`
	Marks      []RankMarkView `json:"marks"`
}

// RankMarkView is what one criterion gave a unit.
type RankMarkView struct {
	Code   string         `json:"code"`
	Points *amount.Points `json:"points"`
	Figure *amount.Amount `json:"figure"`
	Rule   string         `json:"rule" enum:"sum,given,none_given,ratio,band,under_bands,passed,failed,counted,gate_closed,short,met,best,exceeds,no_target,nothing_done,not_assigned,figure,lacking"`
}

// RankWaitView is a tie that something not known yet would break.
type RankWaitView struct {
	Rank  int          `json:"rank"`
	By    TieBreakView `json:"by" doc:"what comes next in telling them apart"`
	Units []record.Ref `json:"units"`
}

// Alone is the ranking without what follows from the one before it: that may be corrected
// later, and not everybody may read it.
func (v RankingDetailView) Alone() RankingDetailView {
	v.Rows = slices.Clone(v.Rows)
	for i := range v.Rows {
		v.Rows[i].FormerRank, v.Rows[i].Change = nil, nil
	}
	return v
}

func rankingView(r rankingRow) RankingView {
	return RankingView{
		r.Meta.View(),
		agreement.TermRefView{ID: r.TermID, Period: r.PeriodLabel, PeriodKind: r.PeriodKind},
		record.NewRef(&r.BlocID, nil, &r.BlocName),
		r.Edition, r.Status, r.Origin, record.NewRef(r.TableID, nil, r.TableTitle), record.NewRef(r.VoteID, nil, r.VoteTitle), record.NewRef(r.EventID, nil, r.EventTitle),
		r.DecidedOn, r.Correction, r.DecisionReason, r.Scale, r.Provenance.View(),
	}
}

func rankingDetailView(s shownRanking) RankingDetailView {
	v := RankingDetailView{
		RankingView: rankingView(s.rankingRow), TieKeys: []TieBreakView{}, Facts: make([]RankFactView, len(s.Facts.V)), Rows: make([]RankRowView, len(s.Rows)),
		Waits: make([]RankWaitView, len(s.order.Waits)), NotFinal: make([]record.Ref, len(s.order.NotFinal)), Warnings: []string{},
	}
	if s.table != nil {
		v.Mode = &s.table.Mode
		for _, b := range s.keys(s.table.TieBreaks.V) {
			v.TieKeys = append(v.TieKeys, TieBreakView(b))
		}
	}
	for i, f := range s.Facts.V {
		v.Facts[i] = RankFactView(f)
	}
	names := map[string]string{}
	for i, r := range s.Rows {
		names[deref(r.UnitID)] = r.UnitName
		v.Rows[i] = rankRowView(r, s.Former)
		if i > 0 && r.Place != nil && r.Total != nil && s.Rows[i-1].Total != nil {
			behind := *s.Rows[i-1].Total - *r.Total
			v.Rows[i].Behind = &behind
		}
	}
	for i, w := range s.order.Waits {
		wait := RankWaitView{w.Place, TieBreakView(w.By), make([]record.Ref, len(w.Units))}
		for j, id := range w.Units {
			wait.Units[j] = unitRef(bloc.Seat{UnitID: &id, UnitName: names[id]})
		}
		v.Waits[i] = wait
	}
	for i, seat := range s.order.NotFinal {
		v.NotFinal[i] = unitRef(seat)
	}
	if s.vote != nil {
		if why := s.vote.stored().breaks(); why != "" {
			v.Warnings = append(v.Warnings, why)
		}
		if s.vote.FollowedBy != nil {
			v.Warnings = append(v.Warnings, "vote_followed")
		}
	}
	if len(s.Former) == 0 {
		v.Warnings = append(v.Warnings, "no_former")
	}
	return v
}

func unitRef(s bloc.Seat) record.Ref { return record.Ref{ID: s.UnitID, Name: &s.UnitName} }

func rankRowView(r RankingRow, former map[string]int) RankRowView {
	v := RankRowView{
		Unit: record.NewRef(r.UnitID, r.AsWritten, nil), Rank: r.Place, Total: r.Total, Full: r.FullTotal, Tied: r.Tied, Class: r.Class, LeftOut: r.LeftOut, Note: r.Note, Marks: make([]RankMarkView, len(r.Marks.V)),
	}
	if r.UnitID != nil || r.AsWritten == nil {
		ref := unitRef(bloc.Seat{UnitID: r.UnitID, UnitName: r.UnitName})
		ref.AsWritten = r.AsWritten
		v.Unit = &ref
	}
	if r.BrokenBy.V != nil {
		by := TieBreakView(*r.BrokenBy.V)
		v.BrokenBy = &by
	}
	if was, known := former[deref(r.UnitID)]; known {
		v.FormerRank = &was
		if r.Place != nil {
			change := was - *r.Place
			v.Change = &change
		}
	}
	for i, m := range r.Marks.V {
		v.Marks[i] = RankMarkView(m)
	}
	return v
}

const (
	rankingFacts   = `"edition":1,"status":"draft","origin":"computed","score_table":null,"vote":null,"event":null,"decided_on":null,"correction":null,"decision_reason":null,"scale":null,"sources":[],"basis":{},"remark":null`
	rankRowExample = `{"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Ban Tổ chức Tỉnh ủy"},"rank":1,"total":98,"full":100,"behind":null,"tied":false,"broken_by":null,"class":"Hoàn thành xuất sắc","left_out":false,"note":null,"former_rank":2,"change":1,"marks":[{"code":"1","points":98,"figure":null,"rule":"given"}]}`
	RankingExample = `{` + metaExample + `,` + termExample + `,` + rankingFacts + `,"mode":"points","tie_keys":[{"by":"criterion","criterion":"1"}],"facts":[],"rows":[` + rankRowExample + `],"waits":[],"not_final":[],"warnings":[]}`
)

func registerRankings(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listRankings", Path: "/rankings", Tag: "scoring"}, rankingList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[RankingView], error) {
			p, err := svc.Rankings(ctx, in.Request())
			return db.MapPage(p, rankingView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createRanking", Path: "/rankings", Tag: "scoring", Faults: []string{"duplicate", "ranking.empty", "ranking.term_without", "score_table.not_applied", "term_locked"},
		Request: `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c"}`, Response: RankingExample,
	},
		func(ctx context.Context, in *httpx.Make[CreateRankingBody]) (RankingDetailView, error) {
			return httpx.Shown(rankingDetailView)(svc.CreateRanking(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getRanking", Derived: true, Path: "/rankings/{id}", Tag: "scoring", Entity: "ranking", Response: RankingExample},
		func(ctx context.Context, in *httpx.One) (RankingDetailView, error) {
			return httpx.Shown(rankingDetailView)(svc.Ranking(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{
		ID: "updateRanking", Path: "/rankings/{id}", Tag: "scoring", Faults: []string{"ranking.concluded", "term_locked"},
		Request: `{"facts":[{"unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","women_70":true}]}`, Response: RankingExample,
	},
		func(ctx context.Context, in *httpx.Change[RankingFields]) (RankingDetailView, error) {
			return httpx.Shown(rankingDetailView)(svc.UpdateRanking(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteRanking", Path: "/rankings/{id}", Tag: "scoring", Faults: []string{"ranking.concluded", "ranking.scores_changed", "term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteRanking(ctx, in.ID, in.Version()) })
	httpx.Act(s, httpx.Op{
		ID: "transitionRanking", Path: "/rankings/{id}/transitions", Tag: "scoring", Faults: []string{"invalid_transition", "ranking.empty", "ranking.not_final", "ranking.relied_on", "ranking.term_without", "term_locked"},
		Request: `{"to":"concluded"}`, Response: RankingExample,
	},
		func(ctx context.Context, in *httpx.Change[RankingTransitionBody]) (RankingDetailView, error) {
			return httpx.Shown(rankingDetailView)(svc.TransitionRanking(ctx, in.ID, in.Version(), in.Body))
		})
	record.RegisterHistory(s, httpx.Op{ID: "listRankingTransitions", Path: "/rankings/{id}/transitions", Tag: "scoring"}, svc.db, "ranking", svc.RankingVisible)
}
