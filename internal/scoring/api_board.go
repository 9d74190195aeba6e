package scoring

import (
	"context"

	"giaouoc/internal/amount"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/progress"
	"giaouoc/internal/record"
)

// ScoreBoardInput asks for the scores of a term.
type ScoreBoardInput struct {
	httpx.One
	Stage string `query:"stage" enum:"self,cross,verified,final" doc:"left out: the last one a sheet has come to"`
}

// ScoreBoardView is how the units of a term stand at a stage: all of them, or those the
// caller may read before their ranking is published.
type ScoreBoardView struct {
	Table  *ScoreTableDetailView `json:"table"` // null: none is applied
	Stage  string                `json:"stage" enum:"self,cross,verified,final"`
	Whole  bool                  `json:"whole" doc:"all units of the term are on it"`
	Ranked bool                  `json:"ranked" doc:"a concluded ranking rests on it: nothing is scored until that is drawn up anew"`
	Units  []ScoreUnitView       `json:"units" doc:"in protocol order"`
	Counts ScoreCountsView       `json:"counts"`
}

// ScoreCountsView counts units by how far their sheets are.
type ScoreCountsView struct {
	None      int `json:"none" doc:"without a sheet"`
	Draft     int `json:"draft"`
	Submitted int `json:"submitted"`
	Returned  int `json:"returned"`
	Verified  int `json:"verified"`
	Explained int `json:"explained"`
	Final     int `json:"final"`
}

// ScoreUnitView is one unit on the board.
type ScoreUnitView struct {
	Unit    *record.Ref     `json:"unit"`
	SheetID *string         `json:"sheet_id" format:"uuid" doc:"null: it has no sheet"`
	Status  *string         `json:"status" enum:"draft,submitted,returned,verified,explained,final"`
	Totals  TotalsView      `json:"totals"`
	Gap     GapView         `json:"gap"`
	Cells   []ScoreCellView `json:"cells" doc:"one for each criterion of the table, in its order"`
}

// GapView is by how much the review differs from what a unit said of itself.
type GapView struct {
	Points *amount.Points `json:"points" doc:"below zero: the review gives less; null: a total cannot be told"`
	Cells  int            `json:"cells" doc:"criteria that differ"`
}

// ScoreCellView is what one criterion gives a unit at the stage.
type ScoreCellView struct {
	Assigned bool            `json:"assigned"`
	Version  *int            `json:"version" doc:"null: nothing was given at any stage"`
	Given    *ScoreGivenView `json:"given" doc:"at the stage, in the end what was verified where nothing was decided"`
	Mark     MarkView        `json:"mark"`
	Self     *amount.Points  `json:"self" doc:"what it gave by what the unit said of itself"`
	Evidence []progress.Link `json:"evidence"`
}

func boardView(b Board) ScoreBoardView {
	v := ScoreBoardView{Stage: b.Stage, Whole: b.Whole, Ranked: b.Ranked, Units: make([]ScoreUnitView, len(b.Units))}
	if b.Table == nil {
		return v
	}
	table, w := tableDetailView(*b.Table), b.whole
	v.Table = &table
	counts := map[string]*int{
		SheetDraft: &v.Counts.Draft, Submitted: &v.Counts.Submitted, Returned: &v.Counts.Returned,
		Verified: &v.Counts.Verified, Explained: &v.Counts.Explained, Final: &v.Counts.Final,
	}
	for i, seat := range b.Units {
		unit := deref(seat.UnitID)
		u := ScoreUnitView{Unit: &record.Ref{ID: seat.UnitID, Name: &seat.UnitName}, Cells: make([]ScoreCellView, len(w.Criteria))}
		if sheet, there := b.Sheets[unit]; there {
			u.SheetID, u.Status = &sheet.ID, &sheet.Status
			*counts[sheet.Status]++
		} else {
			v.Counts.None++
		}
		u.Totals = TotalsView{b.totalView(AtSelf, unit), b.totalView(AtCross, unit), b.totalView(AtVerified, unit), b.totalView(AtFinal, unit)}
		u.Gap = GapView(b.gap(unit))
		for j, c := range w.Criteria {
			u.Cells[j] = b.cellView(c, unit, seat.UnitID != nil && !w.leaves(c, unit))
		}
		v.Units[i] = u
	}
	return v
}

func (b *Board) cellView(c Criterion, unit string, assigned bool) ScoreCellView {
	v := ScoreCellView{Assigned: assigned, Mark: b.markView(b.Stage, unit, c), Self: b.marks[AtSelf][unit].Marks[c.Code].Points, Evidence: []progress.Link{}}
	if s, there := b.Scores[unit][c.ID]; there {
		v.Version, v.Given, v.Evidence = &s.Version, givenView(s.counts(b.Stage)), append(v.Evidence, s.Evidence.V...)
	}
	return v
}

const (
	markExample   = `{"points":9.5,"rule":"given","missing":null,"exact":null,"best":null,"cut":false,"provisional":false}`
	noMarkExample = `{"points":null,"rule":"lacking","missing":"points","exact":null,"best":null,"cut":false,"provisional":false}`
	givenExample  = `{"points":9.5,"actual":null,"whole":null,"target":null,"count":null,"passed":null,"met":null,"reason":null,"by":"vanthu","at":"2026-11-20T02:00:00Z"}`
	totalExample  = `{"points":9.5,"known":9.5,"full":100,"share":9.5,"provisional":false,"class":null}`
	noneExample   = `{"points":null,"known":0,"full":100,"share":null,"provisional":false,"class":null}`
	totalsExample = `{"self":` + totalExample + `,"cross":` + noneExample + `,"verified":` + noneExample + `,"final":` + noneExample + `}`
	sheetHead     = metaExample + `,` + termExample + `,"score_table":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a62","as_written":null,"name":"Bảng điểm thi đua năm 2026"},"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Ban Tổ chức Tỉnh ủy"},"status":"draft","status_since":"2026-11-20T02:00:00Z","explanation":null`
	sheetExample  = `{` + sheetHead + `,"totals":` + totalsExample + `,"rows":[{"criterion":` + criterionExample + `,"assigned":true,"version":1,"self":` + givenExample + `,"cross":null,"verified":null,"final":null,"marks":{"self":` + markExample + `,"cross":` + noMarkExample + `,"verified":` + noMarkExample + `,"final":` + noMarkExample + `},"evidence":[]}],"lacks":{"self":[],"verified":["1"],"final":["1"]},"ranked":false}`
	boardExample  = `{"table":` + TableExample + `,"stage":"self","whole":true,"ranked":false,"units":[{"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Ban Tổ chức Tỉnh ủy"},"sheet_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a63","status":"draft","totals":` + totalsExample + `,"gap":{"points":null,"cells":0},"cells":[{"assigned":true,"version":1,"given":` + givenExample + `,"mark":` + markExample + `,"self":9.5,"evidence":[]}]}],"counts":{"none":0,"draft":1,"submitted":0,"returned":0,"verified":0,"explained":0,"final":0}}`
	savedExample  = `{"data":[{"unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","criterion_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","sheet_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a63","version":1,"given":` + givenExample + `,"evidence":[]}]}`
)

func registerSheets(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listScoreSheets", Path: "/score-sheets", Tag: "scoring"}, sheetList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[ScoreSheetView], error) {
			p, err := svc.Sheets(ctx, in.Request())
			return db.MapPage(p, sheetView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createScoreSheet", Path: "/score-sheets", Tag: "scoring", Faults: []string{"duplicate", "score_sheet.outside_term", "score_sheet.ranked", "score_table.not_applied", "term_locked"},
		Request: `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d"}`, Response: sheetExample,
	},
		func(ctx context.Context, in *httpx.Make[CreateScoreSheetBody]) (ScoreSheetDetailView, error) {
			return httpx.Shown(sheetDetailView)(svc.CreateSheet(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getScoreSheet", Derived: true, Path: "/score-sheets/{id}", Tag: "scoring", Entity: "score_sheet", Response: sheetExample},
		func(ctx context.Context, in *httpx.One) (ScoreSheetDetailView, error) {
			return httpx.Shown(sheetDetailView)(svc.Sheet(ctx, in.ID))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteScoreSheet", Path: "/score-sheets/{id}", Tag: "scoring", Faults: []string{"score_sheet.ranked", "score_sheet.scored", "term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteSheet(ctx, in.ID, in.Version()) })
	httpx.Act(s, httpx.Op{
		ID: "transitionScoreSheet", Path: "/score-sheets/{id}/transitions", Tag: "scoring", Faults: []string{"invalid_transition", "score_sheet.ranked", "score_sheet.reviewed", "score_table.not_applied", "term_locked"},
		Request: `{"to":"submitted"}`, Response: sheetExample,
	},
		func(ctx context.Context, in *httpx.Change[ScoreSheetTransitionBody]) (ScoreSheetDetailView, error) {
			return httpx.Shown(sheetDetailView)(svc.TransitionSheet(ctx, in.ID, in.Version(), in.Body))
		})
	record.RegisterHistory(s, httpx.Op{ID: "listScoreSheetTransitions", Path: "/score-sheets/{id}/transitions", Tag: "scoring"}, svc.db, "score_sheet", svc.SheetVisible)
	httpx.Get(s, httpx.Op{ID: "getScoreBoard", Path: "/terms/{id}/score-board", Tag: "scoring", Response: boardExample},
		func(ctx context.Context, in *ScoreBoardInput) (ScoreBoardView, error) {
			return httpx.Shown(boardView)(svc.ScoreBoard(ctx, in.ID, in.Stage))
		})
	httpx.Act(s, httpx.Op{
		ID: "saveScores", Path: "/scores/cells", Tag: "scoring", Faults: []string{"score_sheet.ranked", "score_table.not_applied", "term_locked"},
		Request:  `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","stage":"self","data":[{"unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","criterion_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","points":9.5}]}`,
		Response: savedExample,
	},
		func(ctx context.Context, in *httpx.Make[SaveScoresBody]) (httpx.Several[SavedScoreView], error) {
			return httpx.ShownAll(savedView)(svc.SaveScores(ctx, in.Body))
		})
}
