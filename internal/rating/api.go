package rating

import (
	"context"

	"giaouoc/internal/agreement"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// RatingBody is what a caller says of a rating.
type RatingBody struct {
	Level             httpx.Opt[string]              `json:"level,omitzero" nullable:"false" enum:"excellent,good,completed,not_completed" doc:"required for a new one"`
	RatedOn           httpx.Opt[date.Partial]        `json:"rated_on,omitzero"`
	RatedByID         httpx.Opt[string]              `json:"rated_by_id,omitzero" format:"uuid" doc:"the authority that recognised it"`
	RatedByAsWritten  httpx.Opt[string]              `json:"rated_by_as_written,omitzero" maxLength:"500"`
	DocumentAsWritten httpx.Opt[string]              `json:"document_as_written,omitzero" maxLength:"500"`
	Circumstances     httpx.Opt[[]CircumstanceInput] `json:"circumstances,omitzero" maxItems:"20" doc:"what may cap the level; those of all ratings of the unit in the term count"`
	record.ProvenanceInput
}

// CreateRatingBody is a new rating. What it is of stays.
type CreateRatingBody struct {
	TermID        string            `json:"term_id" format:"uuid"`
	Standing      string            `json:"standing" enum:"self,proposed,recognised" doc:"who says so: the unit of itself, who leads the term, the authority"`
	UnitID        httpx.Opt[string] `json:"unit_id,omitzero" format:"uuid" doc:"a unit that belongs to the term"`
	UnitAsWritten httpx.Opt[string] `json:"unit_as_written,omitzero" maxLength:"500"`
	Count         httpx.Opt[int]    `json:"count,omitzero" minimum:"1" maximum:"10000" doc:"in place of a unit: how many reached the level, where nobody names them"`
	RatingBody
}

// CircumstanceInput is a circumstance as a caller gives it; it names no person.
type CircumstanceInput struct {
	Kind string                  `json:"kind" enum:"no_self_assessment,head_reprimanded,head_warned,head_dismissed,corruption,disunity,prosecuted,other"`
	On   httpx.Opt[date.Partial] `json:"on,omitzero"`
	Note httpx.Opt[string]       `json:"note,omitzero" maxLength:"1000" multiline:"true"`
}

// RatingView is a rating in a list.
type RatingView struct {
	record.MetaView
	Term              agreement.TermRefView `json:"term"`
	Bloc              *record.Ref           `json:"bloc"`
	Standing          string                `json:"standing" enum:"self,proposed,recognised"`
	Unit              *record.Ref           `json:"unit" doc:"null: a count"`
	Count             *int                  `json:"count" doc:"units of this level that nobody names; null: one unit"`
	Level             string                `json:"level" enum:"excellent,good,completed,not_completed"`
	RatedOn           *date.Partial         `json:"rated_on"`
	RatedBy           *record.Ref           `json:"rated_by"`
	DocumentAsWritten *string               `json:"document_as_written"`
	Circumstances     []CircumstanceView    `json:"circumstances"`
	record.ProvenanceView
}

// RatingDetailView is a rating with what caps it.
type RatingDetailView struct {
	RatingView
	Cap     *CapView `json:"cap" doc:"the best level the rules leave; null: none caps it"`
	OverCap bool     `json:"over_cap" doc:"the level is better than that"`
}

// CircumstanceView is a circumstance on the wire.
type CircumstanceView struct {
	Kind string        `json:"kind" enum:"no_self_assessment,head_reprimanded,head_warned,head_dismissed,corruption,disunity,prosecuted,other"`
	On   *date.Partial `json:"on"`
	Note *string       `json:"note"`
}

// CapView is the best level the rules leave a unit, and by which.
type CapView struct {
	Level   string       `json:"level" enum:"excellent,good,completed,not_completed"`
	Because []ReasonView `json:"because"`
}

// ReasonView is a circumstance and the rule that applies to it.
type ReasonView struct {
	Kind       string `json:"kind" enum:"no_self_assessment,head_reprimanded,head_warned,head_dismissed,corruption,disunity,prosecuted,other"`
	RuleID     string `json:"rule_id" format:"uuid"`
	Norm       string `json:"norm" doc:"the text the rule rests on"`
	IsVerified bool   `json:"is_verified" doc:"somebody compared the rule with the text"`
}

// RatingBoardView is how the units of a term are rated.
type RatingBoardView struct {
	TermID  string            `json:"term_id" format:"uuid"`
	Unrated int               `json:"unrated" doc:"units that belong to the term of which no recognised rating is on record"`
	Counts  []LevelCount      `json:"counts" doc:"of recognised ratings, the best level first"`
	Units   []RatingBoardRow  `json:"units" doc:"every unit that belongs to the term, in protocol order"`
	Others  []RatingOtherView `json:"others" doc:"of units without a link, and of mere counts"`
}

// LevelCount counts recognised ratings of a level.
type LevelCount struct {
	Level string `json:"level" enum:"excellent,good,completed,not_completed"`
	Units int    `json:"units" doc:"named ones and those only counted"`
}

// RatingBoardRow is one unit on the board; a standing of null says nothing yet.
type RatingBoardRow struct {
	Unit          *record.Ref        `json:"unit"`
	Self          *GivenView         `json:"self"`
	Proposed      *GivenView         `json:"proposed"`
	Recognised    *GivenView         `json:"recognised"`
	Circumstances []CircumstanceView `json:"circumstances"`
	Cap           *CapView           `json:"cap"`
}

// GivenView is a rating on the board.
type GivenView struct {
	ID      string `json:"id" format:"uuid"`
	Version int    `json:"version"`
	Level   string `json:"level" enum:"excellent,good,completed,not_completed"`
	OverCap bool   `json:"over_cap"`
}

// RatingOtherView is a rating of what has no seat on the board.
type RatingOtherView struct {
	ID            string  `json:"id" format:"uuid"`
	Standing      string  `json:"standing" enum:"self,proposed,recognised"`
	UnitAsWritten *string `json:"unit_as_written"`
	Count         *int    `json:"count"`
	Level         string  `json:"level" enum:"excellent,good,completed,not_completed"`
}

func ratingView(r ratingRow) RatingView {
	return RatingView{
		r.Meta.View(),
		agreement.TermRefView{ID: r.TermID, Period: r.PeriodLabel, PeriodKind: r.PeriodKind},
		record.NewRef(&r.BlocID, nil, &r.BlocName),
		r.Standing, record.NewRef(r.UnitID, r.UnitAsWritten, r.UnitName), r.Count, r.Level, r.RatedOn, record.NewRef(r.RatedByID, r.RatedByAsWritten, r.RatedByName),
		r.DocumentAsWritten, circumstanceViews(r.Circumstances.V), r.Provenance.View(),
	}
}

func detailView(s shown) RatingDetailView {
	return RatingDetailView{ratingView(s.ratingRow), capView(s.Cap), s.Cap.exceeded(s.Level)}
}

func circumstanceViews(cs []Circumstance) []CircumstanceView {
	out := []CircumstanceView{}
	for _, c := range cs {
		out = append(out, CircumstanceView(c))
	}
	return out
}

func capView(c *Cap) *CapView {
	if c == nil {
		return nil
	}
	v := &CapView{Level: c.Level}
	for _, b := range c.Because {
		v.Because = append(v.Because, ReasonView{b.Circumstance.Kind, b.Rule.ID, b.Rule.Norm, b.Rule.IsVerified})
	}
	return v
}

func boardView(b Board) RatingBoardView {
	v := RatingBoardView{TermID: b.TermID, Counts: make([]LevelCount, len(levels)), Units: []RatingBoardRow{}, Others: []RatingOtherView{}}
	of := map[string]*LevelCount{}
	for i, l := range levels {
		v.Counts[i].Level = l
		of[l] = &v.Counts[i]
	}
	for _, r := range b.Rows {
		given := func(standing string) *GivenView {
			g, ok := r.Ratings[standing]
			if !ok {
				return nil
			}
			return &GivenView{g.ID, g.Version, g.Level, r.Cap.exceeded(g.Level)}
		}
		row := RatingBoardRow{record.NewRef(r.UnitID, nil, &r.UnitName), given(BySelf), given(Proposed), given(Recognised), circumstanceViews(r.Circumstances), capView(r.Cap)}
		if r.UnitID == nil {
			row.Unit = record.NewRef(nil, &r.UnitName, nil)
		}
		if row.Recognised != nil {
			of[row.Recognised.Level].Units++
		} else {
			v.Unrated++
		}
		v.Units = append(v.Units, row)
	}
	for _, r := range b.Others {
		v.Others = append(v.Others, RatingOtherView{r.ID, r.Standing, r.UnitAsWritten, r.Count, r.Level})
		switch {
		case r.Standing != Recognised:
		case r.Count != nil:
			of[r.Level].Units += *r.Count
		default:
			of[r.Level].Units++
		}
	}
	return v
}

const (
	metaExample   = `"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system"`
	capExample    = `{"level":"good","because":[{"kind":"head_reprimanded","rule_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5f","norm":"Khoản 5 Điều 6 Quy định chấm điểm của khối","is_verified":false}]}`
	ratingExample = `{` + metaExample + `,"term":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","period":"2026","period_kind":"calendar_year"},"bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Khối các cơ quan Đảng"},"standing":"proposed","unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Báo Ninh Bình"},"count":null,"level":"good","rated_on":"2026-12","rated_by":null,"document_as_written":null,"circumstances":[{"kind":"head_reprimanded","on":"2026-05","note":null}],"sources":[],"basis":{},"remark":null,"cap":` + capExample + `,"over_cap":false}`
	boardExample  = `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","unrated":1,"counts":[{"level":"excellent","units":0},{"level":"good","units":0},{"level":"completed","units":0},{"level":"not_completed","units":0}],"units":[{"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Báo Ninh Bình"},"self":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5a","version":1,"level":"excellent","over_cap":true},"proposed":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"level":"good","over_cap":false},"recognised":null,"circumstances":[{"kind":"head_reprimanded","on":"2026-05","note":null}],"cap":` + capExample + `}],"others":[]}`
)

// Register registers the operations on ratings and their rules.
func Register(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listRatings", Path: "/ratings", Tag: "progress"}, ratingList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[RatingView], error) {
			p, err := svc.Ratings(ctx, in.Request())
			return db.MapPage(p, ratingView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createRating", Path: "/ratings", Tag: "progress", Faults: []string{"duplicate", "term_locked"},
		Request:  `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","standing":"proposed","unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","level":"good","circumstances":[{"kind":"head_reprimanded","on":"2026-05"}]}`,
		Response: ratingExample,
	},
		func(ctx context.Context, in *httpx.Make[CreateRatingBody]) (RatingDetailView, error) {
			return httpx.Shown(detailView)(svc.CreateRating(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getRating", Path: "/ratings/{id}", Tag: "progress", Entity: "rating", Response: ratingExample},
		func(ctx context.Context, in *httpx.One) (RatingDetailView, error) {
			return httpx.Shown(detailView)(svc.Rating(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{ID: "updateRating", Path: "/ratings/{id}", Tag: "progress", Faults: []string{"term_locked"}, Request: `{"level":"completed"}`, Response: ratingExample},
		func(ctx context.Context, in *httpx.Change[RatingBody]) (RatingDetailView, error) {
			return httpx.Shown(detailView)(svc.UpdateRating(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteRating", Path: "/ratings/{id}", Tag: "progress", Faults: []string{"term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteRating(ctx, in.ID, in.Version()) })
	httpx.Get(s, httpx.Op{ID: "getRatingBoard", Path: "/terms/{id}/rating-board", Tag: "progress", Response: boardExample},
		func(ctx context.Context, in *httpx.One) (RatingBoardView, error) {
			return httpx.Shown(boardView)(svc.Board(ctx, in.ID))
		})
	registerRules(s, svc)
}
