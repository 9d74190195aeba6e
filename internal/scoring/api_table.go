package scoring

import (
	"context"

	"giaouoc/internal/agreement"
	"giaouoc/internal/amount"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring/marks"
)

// ScoreTableFields are a score table as a caller gives it. Criteria, ties and classes
// are replaced as a whole when given.
type ScoreTableFields struct {
	Title             httpx.Opt[string]           `json:"title,omitzero" nullable:"false" maxLength:"500" doc:"required for a new one that is no example"`
	Mode              httpx.Opt[string]           `json:"mode,omitzero" nullable:"false" enum:"points,rank_by_metric" doc:"points when left out; rank_by_metric: units are ranked by figures"`
	Scale             httpx.Opt[amount.Points]    `json:"scale,omitzero" minimum:"0.01" maximum:"100000" doc:"the total the table declares; null: unknown"`
	Step              httpx.Opt[string]           `json:"step,omitzero" nullable:"false" enum:"0.01,0.1,0.25,0.5,1" doc:"computed points are rounded to it, once, before they are summed; 0.01 when left out"`
	Rounding          httpx.Opt[string]           `json:"rounding,omitzero" nullable:"false" enum:"half_up,down,up" doc:"half_up when left out: a half goes away from zero"`
	TieBreaks         httpx.Opt[[]TieBreakInput]  `json:"tie_breaks,omitzero" maxItems:"20" doc:"what tells units of one total apart, in order"`
	Classes           httpx.Opt[[]ClassInput]     `json:"classes,omitzero" maxItems:"20" doc:"from the highest"`
	Criteria          httpx.Opt[[]CriterionInput] `json:"criteria,omitzero" maxItems:"300" doc:"each after the group it is in, or in any order: they are put in that of the tree"`
	AdoptedOn         httpx.Opt[date.Partial]     `json:"adopted_on,omitzero"`
	EventID           httpx.Opt[string]           `json:"event_id,omitzero" format:"uuid" doc:"the conference that adopted it"`
	DocumentAsWritten httpx.Opt[string]           `json:"document_as_written,omitzero" maxLength:"500"`
	record.ProvenanceInput
}

// TieBreakInput is one key of the cascade as a caller gives it.
type TieBreakInput struct {
	By        string            `json:"by" enum:"criterion,fewest_penalties,women_70,ballot,decision"`
	Criterion httpx.Opt[string] `json:"criterion,omitzero" maxLength:"20" pattern:"^[0-9A-Za-z][0-9A-Za-z.-]*$" doc:"its code, for by criterion"`
}

// ClassInput is a class of results as a caller gives it.
type ClassInput struct {
	Name   string            `json:"name" minLength:"1" maxLength:"200"`
	From   amount.Points     `json:"from" minimum:"0" maximum:"100000" doc:"the lowest total it is given for"`
	NoZero httpx.Opt[bool]   `json:"no_zero,omitzero" nullable:"false" doc:"only where no criterion ended at nothing; false when left out"`
	Level  httpx.Opt[string] `json:"level,omitzero" enum:"excellent,good,completed,not_completed" doc:"the rating it leads to"`
}

// CriterionInput is a criterion as a caller gives it.
type CriterionInput struct {
	Code             string                     `json:"code" maxLength:"20" pattern:"^[0-9A-Za-z][0-9A-Za-z.-]*$" doc:"unique in the table, such as 5.1"`
	Parent           httpx.Opt[string]          `json:"parent,omitzero" maxLength:"20" pattern:"^[0-9A-Za-z][0-9A-Za-z.-]*$" doc:"code of the group it is in"`
	Text             string                     `json:"text" minLength:"1" maxLength:"2000" multiline:"true"`
	Kind             string                     `json:"kind" enum:"group,manual,ratio,relative_to_best,tiers,pass_fail,per_occurrence,bonus,penalty,figure"`
	Max              httpx.Opt[amount.Points]   `json:"max,omitzero" minimum:"0" maximum:"100000" doc:"the most it gives, of a penalty the most it takes off; of a group left out: no limit to its parts"`
	Each             httpx.Opt[amount.Points]   `json:"each,omitzero" minimum:"0.01" maximum:"100000" doc:"of one occurrence"`
	Bands            httpx.Opt[[]BandInput]     `json:"bands,omitzero" maxItems:"50" doc:"half open, from the lowest"`
	Options          httpx.Opt[[]OptionInput]   `json:"options,omitzero" maxItems:"50" doc:"the points that may be given, where they are not free"`
	Gate             httpx.Opt[string]          `json:"gate,omitzero" maxLength:"1000" multiline:"true" doc:"the condition without which it gives nothing"`
	EvidenceRequired httpx.Opt[bool]            `json:"evidence_required,omitzero" nullable:"false"`
	ScoredBy         httpx.Opt[string]          `json:"scored_by,omitzero" nullable:"false" enum:"unit,leader,council" doc:"who gives its points first; unit when left out"`
	UnitOfMeasure    httpx.Opt[string]          `json:"unit_of_measure,omitzero" maxLength:"100" doc:"of its figures"`
	Guidance         httpx.Opt[string]          `json:"guidance,omitzero" maxLength:"4000" multiline:"true"`
	AssignedTo       httpx.Opt[[]AssignedInput] `json:"assigned_to,omitzero" maxItems:"200" doc:"the units it is for; left out or empty: for all"`
}

// AssignedInput is a unit that a criterion is for, as a caller gives it.
type AssignedInput struct {
	UnitID string `json:"unit_id" format:"uuid"`
}

// BandInput is a band of figures as a caller gives it.
type BandInput struct {
	From   amount.Amount `json:"from"`
	Points amount.Points `json:"points" minimum:"0" maximum:"100000"`
}

// OptionInput is one of the points that may be given, as a caller gives it.
type OptionInput struct {
	Points amount.Points     `json:"points" minimum:"0" maximum:"100000"`
	Text   httpx.Opt[string] `json:"text,omitzero" maxLength:"500"`
}

// CreateScoreTableBody is a new score table.
type CreateScoreTableBody struct {
	TermID  string            `json:"term_id" format:"uuid"`
	Example httpx.Opt[string] `json:"example,omitzero" nullable:"false" enum:"can_tho_communes_2025,can_tho_providers_2025,can_tho_2579_2025,bu_dang_2015,police_clusters" doc:"the shipped example it begins as; what else is given stands in place of what that says"`
	ScoreTableFields
}

// ScoreTableCopyBody drafts a score table with what another one says.
type ScoreTableCopyBody struct {
	TermID string            `json:"term_id" format:"uuid" doc:"of the new table"`
	Title  httpx.Opt[string] `json:"title,omitzero" nullable:"false" minLength:"1" maxLength:"500" doc:"left out: the old one, with the label of the new period in place of the old"`
}

// ScoreTableTransitionBody is a step of a score table.
type ScoreTableTransitionBody struct {
	To string `json:"to" enum:"draft,applied" doc:"applied: units are scored by it from now on; draft: take it back, with a reason"`
	record.ReasonInput
}

// ScoreTableView is a score table on the wire.
type ScoreTableView struct {
	record.MetaView
	Term              agreement.TermRefView `json:"term"`
	Bloc              *record.Ref           `json:"bloc"`
	Edition           int                   `json:"edition" doc:"the first of a term is 1"`
	Title             string                `json:"title"`
	Status            string                `json:"status" enum:"draft,applied,replaced" doc:"replaced: another edition was applied in its place"`
	Mode              string                `json:"mode" enum:"points,rank_by_metric"`
	Scale             *amount.Points        `json:"scale" doc:"the total the table declares"`
	Step              string                `json:"step" enum:"0.01,0.1,0.25,0.5,1" doc:"computed points are rounded to it"`
	Rounding          string                `json:"rounding" enum:"half_up,down,up"`
	TieBreaks         []TieBreakView        `json:"tie_breaks"`
	Classes           []ClassView           `json:"classes"`
	CriterionCount    int                   `json:"criterion_count"`
	AdoptedOn         *date.Partial         `json:"adopted_on"`
	Event             *record.Ref           `json:"event" doc:"the conference that adopted it"`
	DocumentAsWritten *string               `json:"document_as_written"`
	CopiedFromID      *string               `json:"copied_from_id" format:"uuid"`
	Example           *string               `json:"example" doc:"the shipped example it began as"`
	record.ProvenanceView
}

// TieBreakView is one key of the cascade on the wire.
type TieBreakView struct {
	By        string  `json:"by" enum:"criterion,fewest_penalties,women_70,ballot,decision"`
	Criterion *string `json:"criterion" doc:"its code"`
}

// ClassView is a class of results on the wire.
type ClassView struct {
	Name   string        `json:"name"`
	From   amount.Points `json:"from"`
	NoZero bool          `json:"no_zero"`
	Level  *string       `json:"level" enum:"excellent,good,completed,not_completed"`
}

// ScoreTableDetailView is a score table with its criteria.
type ScoreTableDetailView struct {
	ScoreTableView
	Criteria []CriterionView `json:"criteria" doc:"in the order of the tree"`
	Sums     SumsView        `json:"sums"`
	Warnings []string        `json:"warnings" enum:"scale_differs,parts_differ,nobodys,no_tie_break,nothing_decides"`
}

// SumsView is what a table gives at most.
type SumsView struct {
	Full    amount.Points `json:"full" doc:"without bonuses"`
	Bonus   amount.Points `json:"bonus" doc:"what bonuses may add"`
	Penalty amount.Points `json:"penalty" doc:"what penalties may take off"`
}

// CriterionView is a criterion on the wire.
type CriterionView struct {
	ID               string         `json:"id" format:"uuid"`
	Code             string         `json:"code"`
	Parent           *string        `json:"parent" doc:"code of the group it is in"`
	Text             string         `json:"text"`
	Kind             string         `json:"kind" enum:"group,manual,ratio,relative_to_best,tiers,pass_fail,per_occurrence,bonus,penalty,figure"`
	Max              *amount.Points `json:"max" doc:"null: a group without a limit, or a figure"`
	Each             *amount.Points `json:"each"`
	Bands            []Band         `json:"bands"`
	Options          []OptionView   `json:"options"`
	Gate             *string        `json:"gate"`
	EvidenceRequired bool           `json:"evidence_required"`
	ScoredBy         string         `json:"scored_by" enum:"unit,leader,council"`
	UnitOfMeasure    *string        `json:"unit_of_measure"`
	Guidance         *string        `json:"guidance"`
	AssignedTo       []*record.Ref  `json:"assigned_to" doc:"empty: for all units"`
	Sums             *SumsView      `json:"sums" doc:"of a group: what its parts give at most, within its own"`
}

// OptionView is one of the points that may be given.
type OptionView struct {
	Points amount.Points `json:"points"`
	Text   *string       `json:"text"`
}

func tableView(t tableRow) ScoreTableView {
	v := ScoreTableView{
		MetaView: t.Meta.View(), Term: agreement.TermRefView{ID: t.TermID, Period: t.PeriodLabel, PeriodKind: t.PeriodKind}, Bloc: record.NewRef(&t.BlocID, nil, &t.BlocName),
		Edition: t.Edition, Title: t.Title, Status: t.Status, Mode: t.Mode, Scale: t.Scale, Step: t.RoundingStep.String(), Rounding: t.RoundingMode,
		TieBreaks: []TieBreakView{}, Classes: []ClassView{}, CriterionCount: t.CriterionCount,
		AdoptedOn: t.AdoptedOn, Event: record.NewRef(t.EventID, nil, t.EventTitle), DocumentAsWritten: t.DocumentAsWritten,
		CopiedFromID: t.CopiedFromID, Example: t.Example, ProvenanceView: t.Provenance.View(),
	}
	for _, b := range t.TieBreaks.V {
		v.TieBreaks = append(v.TieBreaks, TieBreakView(b))
	}
	for _, c := range t.Classes.V {
		v.Classes = append(v.Classes, ClassView(c))
	}
	return v
}

func tableDetailView(s shownTable) ScoreTableDetailView {
	w := s.stored()
	v := ScoreTableDetailView{
		ScoreTableView: tableView(s.tableRow), Criteria: make([]CriterionView, len(s.Criteria)),
		Sums: SumsView(w.sums("")), Warnings: append([]string{}, w.warnings(s.Members)...),
	}
	for i, c := range s.Criteria {
		v.Criteria[i] = criterionView(c)
		if c.Kind == marks.Group {
			sums := SumsView(w.gives(c.Criterion))
			v.Criteria[i].Sums = &sums
		}
	}
	return v
}

func criterionView(c criterionRow) CriterionView {
	v := CriterionView{
		ID: c.ID, Code: c.Code, Parent: c.ParentCode, Text: c.Text, Kind: string(c.Kind), Each: c.Each, Bands: append([]Band{}, c.Bands.V...), Options: []OptionView{},
		Gate: c.Gate, EvidenceRequired: c.EvidenceRequired, ScoredBy: c.ScoredBy, UnitOfMeasure: c.UnitOfMeasure, Guidance: c.Guidance, AssignedTo: []*record.Ref{},
	}
	if c.Max > 0 {
		v.Max = &c.Max
	}
	for _, o := range c.Options.V {
		v.Options = append(v.Options, OptionView(o))
	}
	for _, u := range c.AssignedTo.V {
		v.AssignedTo = append(v.AssignedTo, record.NewRef(&u.UnitID, nil, &u.UnitName))
	}
	return v
}

const metaExample = `"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system"`

const termExample = `"term":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","period":"2026","period_kind":"calendar_year"},"bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Khối các cơ quan Đảng"}`

const criterionExample = `{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","code":"1","parent":null,"text":"Thực hiện nhiệm vụ chuyên môn","kind":"manual","max":100,"each":null,"bands":[],"options":[],"gate":null,"evidence_required":true,"scored_by":"unit","unit_of_measure":null,"guidance":null,"assigned_to":[],"sums":null}`

const TableExample = `{` + metaExample + `,` + termExample + `,"edition":1,"title":"Bảng điểm thi đua năm 2026","status":"draft","mode":"points","scale":100,"step":"0.01","rounding":"half_up","tie_breaks":[{"by":"criterion","criterion":"1"}],"classes":[{"name":"Hoàn thành xuất sắc","from":95,"no_zero":true,"level":"excellent"}],"criterion_count":1,"adopted_on":null,"event":null,"document_as_written":null,"copied_from_id":null,"example":null,"sources":[],"basis":{},"remark":null,"criteria":[` + criterionExample + `],"sums":{"full":100,"bonus":0,"penalty":0},"warnings":[]}`

func registerTables(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listScoreTables", Path: "/score-tables", Tag: "scoring"}, tableList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[ScoreTableView], error) {
			p, err := svc.Tables(ctx, in.Request())
			return db.MapPage(p, tableView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createScoreTable", Path: "/score-tables", Tag: "scoring", Faults: []string{"term_locked"},
		Request:  `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","title":"Bảng điểm thi đua năm 2026","scale":100,"criteria":[{"code":"1","text":"Thực hiện nhiệm vụ chuyên môn","kind":"manual","max":100}]}`,
		Response: TableExample,
	},
		func(ctx context.Context, in *httpx.Make[CreateScoreTableBody]) (ScoreTableDetailView, error) {
			return httpx.Shown(tableDetailView)(svc.CreateTable(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getScoreTable", Path: "/score-tables/{id}", Tag: "scoring", Entity: "score_table", Response: TableExample},
		func(ctx context.Context, in *httpx.One) (ScoreTableDetailView, error) {
			return httpx.Shown(tableDetailView)(svc.Table(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{
		ID: "updateScoreTable", Path: "/score-tables/{id}", Tag: "scoring", Faults: []string{"score_table.applied", "term_locked"},
		Request: `{"scale":100,"tie_breaks":[{"by":"criterion","criterion":"1"},{"by":"ballot"}]}`, Response: TableExample,
	},
		func(ctx context.Context, in *httpx.Change[ScoreTableFields]) (ScoreTableDetailView, error) {
			return httpx.Shown(tableDetailView)(svc.UpdateTable(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteScoreTable", Path: "/score-tables/{id}", Tag: "scoring", Faults: []string{"in_use", "score_table.applied", "term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteTable(ctx, in.ID, in.Version()) })
	httpx.Post(s, httpx.Op{
		ID: "createScoreTableCopy", Path: "/score-tables/{id}/copies", At: "/score-tables", Tag: "scoring", Faults: []string{"term_locked"},
		Request: `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c"}`, Response: TableExample,
	},
		func(ctx context.Context, in *httpx.Child[ScoreTableCopyBody]) (ScoreTableDetailView, error) {
			return httpx.Shown(tableDetailView)(svc.CopyTable(ctx, in.ID, in.Body))
		})
	httpx.Act(s, httpx.Op{
		ID: "transitionScoreTable", Path: "/score-tables/{id}/transitions", Tag: "scoring", Faults: []string{"invalid_transition", "score_sheet.ranked", "score_table.empty", "score_table.scored", "term_locked"},
		Request: `{"to":"applied"}`, Response: TableExample,
	},
		func(ctx context.Context, in *httpx.Change[ScoreTableTransitionBody]) (ScoreTableDetailView, error) {
			return httpx.Shown(tableDetailView)(svc.TransitionTable(ctx, in.ID, in.Version(), in.Body))
		})
	record.RegisterHistory(s, httpx.Op{ID: "listScoreTableTransitions", Path: "/score-tables/{id}/transitions", Tag: "scoring"}, svc.db, "score_table", svc.TableVisible)
	httpx.Get(s, httpx.Op{ID: "getScoreTableExamples", Path: "/score-table-examples", Tag: "scoring", Response: examplesExample},
		func(context.Context, *struct{}) (ExamplesView, error) { return examplesView() })
}
