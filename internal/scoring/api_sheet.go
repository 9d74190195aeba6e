package scoring

import (
	"time"

	"giaouoc/internal/agreement"
	"giaouoc/internal/amount"
	"giaouoc/internal/httpx"
	"giaouoc/internal/progress"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring/marks"
)

// CreateScoreSheetBody is a new score sheet, on the table the term is scored by.
type CreateScoreSheetBody struct {
	TermID string            `json:"term_id" format:"uuid"`
	UnitID string            `json:"unit_id" format:"uuid" doc:"a unit that belongs to the term"`
	Status httpx.Opt[string] `json:"status,omitzero" nullable:"false" enum:"draft,submitted" doc:"draft when left out; submitted: points that came on paper, by who leads the term"`
}

// ScoreSheetTransitionBody is a step of a score sheet.
type ScoreSheetTransitionBody struct {
	To          string            `json:"to" enum:"draft,submitted,returned,verified,explained,final" doc:"submitted: send; draft: take back; returned: send back with a reason; verified: the review is done; explained: the unit answers it; final: it counts"`
	Explanation httpx.Opt[string] `json:"explanation,omitzero" maxLength:"10000" multiline:"true" doc:"what the unit answers, for explained"`
	TakeRest    httpx.Opt[bool]   `json:"take_rest,omitzero" nullable:"false" doc:"for verified: what nobody verified is taken as it was cross-checked, or else as the unit scored itself"`
	record.ReasonInput
}

// SaveScoresBody are the cells of one stage that are to be written.
type SaveScoresBody struct {
	TermID string       `json:"term_id" format:"uuid" doc:"on the table it is scored by"`
	Stage  string       `json:"stage" enum:"self,cross,verified,final"`
	Data   []ScoreInput `json:"data" minItems:"1" maxItems:"2000" doc:"all of them are written or none"`
}

// ScoreInput is what a unit is given by one criterion. What the cell had at the stage is
// replaced as a whole.
type ScoreInput struct {
	UnitID      string                          `json:"unit_id" format:"uuid"`
	CriterionID string                          `json:"criterion_id" format:"uuid"`
	Version     httpx.Opt[int]                  `json:"version,omitzero" doc:"of the cell as last read; left out where there was none"`
	Points      httpx.Opt[amount.Points]        `json:"points,omitzero" maximum:"100000" doc:"for points that are given"`
	Actual      httpx.Opt[amount.Amount]        `json:"actual,omitzero" doc:"the figure that was reached"`
	Whole       httpx.Opt[amount.Amount]        `json:"whole,omitzero" doc:"of a ratio: all there is"`
	Target      httpx.Opt[amount.Amount]        `json:"target,omitzero" doc:"against the best unit: its target; null: it has none"`
	Count       httpx.Opt[int]                  `json:"count,omitzero" doc:"per occurrence: how often"`
	Passed      httpx.Opt[bool]                 `json:"passed,omitzero"`
	Met         httpx.Opt[bool]                 `json:"met,omitzero" doc:"whether the condition of the criterion is met"`
	Reason      httpx.Opt[string]               `json:"reason,omitzero" maxLength:"2000" multiline:"true" doc:"required where it differs from the stage before, or empties what was given"`
	Evidence    httpx.Opt[[]progress.LinkInput] `json:"evidence,omitzero" maxItems:"50" doc:"what lies elsewhere; left out: as it was; after the self-score it is added to"`
}

// ScoreSheetView is a score sheet on the wire.
type ScoreSheetView struct {
	record.MetaView
	Term        agreement.TermRefView `json:"term"`
	Bloc        *record.Ref           `json:"bloc"`
	ScoreTable  *record.Ref           `json:"score_table"`
	Unit        *record.Ref           `json:"unit"`
	Status      string                `json:"status" enum:"draft,submitted,returned,verified,explained,final"`
	StatusSince time.Time             `json:"status_since"`
	Explanation *string               `json:"explanation"`
}

// ScoreSheetDetailView is a score sheet with all that its totals rest on.
type ScoreSheetDetailView struct {
	ScoreSheetView
	Totals TotalsView     `json:"totals"`
	Rows   []ScoreRowView `json:"rows" doc:"criteria in the order of the tree"`
	Lacks  ScoreLacksView `json:"lacks" doc:"codes of criteria that still want something"`
	Ranked bool           `json:"ranked" doc:"a concluded ranking rests on it: nothing is scored until that is drawn up anew"`
}

// ScoreLacksView lists what a sheet still lacks.
type ScoreLacksView struct {
	Self     []string `json:"self" doc:"points or evidence, before it is sent"`
	Verified []string `json:"verified" doc:"points, before the review is done, or the reason for what differs"`
	Final    []string `json:"final" doc:"the same, before it counts"`
}

// TotalsView are the totals of a sheet at each stage.
type TotalsView struct {
	Self     TotalView `json:"self"`
	Cross    TotalView `json:"cross"`
	Verified TotalView `json:"verified"`
	Final    TotalView `json:"final" doc:"what was decided, and what was verified where nothing was"`
}

// TotalView is a total at a stage.
type TotalView struct {
	Points      *amount.Points `json:"points" doc:"null: something it rests on is not given yet, or units are ranked by figures"`
	Known       amount.Points  `json:"known" doc:"the sum of what is"`
	Full        amount.Points  `json:"full" doc:"the most the unit can reach, without bonuses and what is not assigned to it"`
	Share       *amount.Points `json:"share" doc:"points of full, in percent"`
	Provisional bool           `json:"provisional" doc:"it may change as other units are scored"`
	Class       *string        `json:"class"`
}

// ScoreRowView is a criterion on a unit's sheet.
type ScoreRowView struct {
	Criterion CriterionView   `json:"criterion"`
	Assigned  bool            `json:"assigned" doc:"false: it is not this unit's"`
	Version   *int            `json:"version" doc:"of the cell; null: nothing was given"`
	Self      *ScoreGivenView `json:"self"`
	Cross     *ScoreGivenView `json:"cross"`
	Verified  *ScoreGivenView `json:"verified"`
	Final     *ScoreGivenView `json:"final"`
	Marks     MarksView       `json:"marks" doc:"what it gives at each stage, and how that was found"`
	Evidence  []progress.Link `json:"evidence"`
}

// ScoreGivenView is what somebody gave.
type ScoreGivenView struct {
	Points *amount.Points `json:"points"`
	Actual *amount.Amount `json:"actual"`
	Whole  *amount.Amount `json:"whole"`
	Target *amount.Amount `json:"target"`
	Count  *int           `json:"count"`
	Passed *bool          `json:"passed"`
	Met    *bool          `json:"met"`
	Reason *string        `json:"reason"`
	By     string         `json:"by" doc:"login name"`
	At     time.Time      `json:"at"`
}

// MarksView is what a criterion gives at each stage.
type MarksView struct {
	Self     MarkView `json:"self"`
	Cross    MarkView `json:"cross"`
	Verified MarkView `json:"verified"`
	Final    MarkView `json:"final"`
}

// MarkView is what a criterion gives, and how that was found.
type MarkView struct {
	Points      *amount.Points `json:"points" doc:"null: it cannot be told yet, or it is a figure"`
	Rule        string         `json:"rule" enum:"sum,given,none_given,ratio,band,under_bands,passed,failed,counted,gate_closed,short,met,best,exceeds,no_target,nothing_done,not_assigned,figure,lacking"`
	Missing     *string        `json:"missing" enum:"points,actual,whole,target,count,passed,met" doc:"what is not given"`
	Exact       *string        `json:"exact" doc:"hundredths of a point before rounding, as a fraction"`
	Best        *string        `json:"best" doc:"what it is measured by: the greatest excess over a target, as a fraction of it, or the most of those without one in millionths"`
	Cut         bool           `json:"cut" doc:"a maximum was met"`
	Provisional bool           `json:"provisional"`
}

// SavedScoreView is a cell as it was written.
type SavedScoreView struct {
	UnitID      string          `json:"unit_id" format:"uuid"`
	CriterionID string          `json:"criterion_id" format:"uuid"`
	SheetID     string          `json:"sheet_id" format:"uuid"`
	Version     int             `json:"version"`
	Given       *ScoreGivenView `json:"given" doc:"at the stage; null: nothing"`
	Evidence    []progress.Link `json:"evidence"`
}

func sheetView(s sheetRow) ScoreSheetView {
	return ScoreSheetView{
		s.Meta.View(),
		agreement.TermRefView{ID: s.TermID, Period: s.PeriodLabel, PeriodKind: s.PeriodKind},
		record.NewRef(&s.BlocID, nil, &s.BlocName),
		record.NewRef(&s.TableID, nil, &s.TableTitle), record.NewRef(&s.UnitID, nil, &s.UnitName), s.Status, s.StatusSince, s.Explanation,
	}
}

func sheetDetailView(s shownSheet) ScoreSheetDetailView {
	b := &Board{Table: s.table, Scores: s.scores, Whole: s.whole}
	b.compute(s.units())
	w, own := b.whole, s.scores[s.UnitID]
	v := ScoreSheetDetailView{
		ScoreSheetView: sheetView(s.sheetRow), Ranked: s.ranked, Rows: make([]ScoreRowView, len(s.table.Criteria)),
		Totals: TotalsView{b.totalView(AtSelf, s.UnitID), b.totalView(AtCross, s.UnitID), b.totalView(AtVerified, s.UnitID), b.totalView(AtFinal, s.UnitID)},
		Lacks:  ScoreLacksView{append([]string{}, w.lacking(AtSelf, s.UnitID, own)...), append([]string{}, w.lacking(AtVerified, s.UnitID, own)...), append([]string{}, w.lacking(AtFinal, s.UnitID, own)...)},
	}
	for i, c := range s.table.Criteria {
		row := ScoreRowView{Criterion: criterionView(c), Assigned: !w.leaves(w.Criteria[i], s.UnitID), Evidence: []progress.Link{}}
		if score, there := own[c.ID]; there {
			row.Version, row.Evidence = &score.Version, append(row.Evidence, score.Evidence.V...)
			row.Self, row.Cross, row.Verified, row.Final = givenView(score.SelfGiven.V), givenView(score.CrossGiven.V), givenView(score.VerifiedGiven.V), givenView(score.FinalGiven.V)
		}
		of := func(stage string) MarkView { return b.markView(stage, s.UnitID, c.Criterion) }
		row.Marks = MarksView{of(AtSelf), of(AtCross), of(AtVerified), of(AtFinal)}
		v.Rows[i] = row
	}
	return v
}

func givenView(g *Given) *ScoreGivenView {
	if g == nil {
		return nil
	}
	return &ScoreGivenView{g.Points, g.Actual, g.Whole, g.Target, g.Count, g.Passed, g.Met, g.Reason, g.ByName, g.At}
}

func (b *Board) totalView(stage, unit string) TotalView {
	return TotalView(b.total(stage, unit))
}

func (b *Board) markView(stage, unit string, c Criterion) MarkView {
	m, found := b.marks[stage][unit].Marks[c.Code]
	v := MarkView{Points: m.Points, Rule: m.Rule, Cut: m.Cut, Provisional: m.Provisional || !b.Whole && c.Kind == marks.RelativeToBest}
	switch {
	case !found:
		v.Rule = marks.RuleLeft // within a group that is not the unit's
	case m.Rule == marks.RuleFigure:
		v.Points = nil // it gives none, which is not nothing
	case m.Rule == "":
		v.Rule = "lacking"
	}
	if m.Missing != "" {
		v.Missing = &m.Missing
	}
	if m.Exact != nil {
		exact := m.Exact.RatString()
		v.Exact = &exact
	}
	if m.Best != nil {
		best := m.Best.RatString()
		v.Best = &best
	}
	return v
}

func savedView(r savedScore) SavedScoreView {
	return SavedScoreView{r.UnitID, r.CriterionID, r.SheetID, r.Version, givenView(r.at(r.stage).V), append([]progress.Link{}, r.Evidence.V...)}
}
