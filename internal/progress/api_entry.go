package progress

import (
	"context"
	"time"

	"giaouoc/internal/amount"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// EntryFields are what is reported, as a caller gives it.
type EntryFields struct {
	AsOf                httpx.Opt[date.Partial] `json:"as_of,omitzero" doc:"the day the figures stand at"`
	Planned             httpx.Opt[FigureInput]  `json:"planned,omitzero" doc:"for the period, counted from the beginning of the term"`
	Actual              httpx.Opt[FigureInput]  `json:"actual,omitzero" doc:"counted from the beginning of the term"`
	Share               httpx.Opt[FigureInput]  `json:"share,omitzero" doc:"of the plan, where the report tells it"`
	Change              httpx.Opt[FigureInput]  `json:"change,omitzero" doc:"against the same period before, where the report tells it"`
	Level               httpx.Opt[string]       `json:"level,omitzero" enum:"good,fair,met,not_met"`
	CompletedOn         httpx.Opt[date.Partial] `json:"completed_on,omitzero"`
	Results             httpx.Opt[string]       `json:"results,omitzero" maxLength:"5000" multiline:"true"`
	Difficulties        httpx.Opt[string]       `json:"difficulties,omitzero" maxLength:"5000" multiline:"true" doc:"and their causes"`
	Evidence            httpx.Opt[[]LinkInput]  `json:"evidence,omitzero" maxItems:"50" doc:"what lies elsewhere; files are attachments"`
	ReportedByID        httpx.Opt[string]       `json:"reported_by_id,omitzero" format:"uuid" doc:"a person"`
	ReportedByAsWritten httpx.Opt[string]       `json:"reported_by_as_written,omitzero" maxLength:"300"`
	record.ProvenanceInput
}

// LinkInput is evidence that lies elsewhere, as a caller gives it.
type LinkInput struct {
	Title   httpx.Opt[string] `json:"title,omitzero" maxLength:"500"`
	Address string            `json:"address" minLength:"1" maxLength:"1000" doc:"where it can be read"`
}

// CreateEntryBody is a new report on a commitment, or on an indicator that is none.
type CreateEntryBody struct {
	TermID        string            `json:"term_id" format:"uuid"`
	CommitmentID  httpx.Opt[string] `json:"commitment_id,omitzero" format:"uuid" doc:"this or indicator"`
	Indicator     httpx.Opt[string] `json:"indicator,omitzero" maxLength:"500"`
	Scope         httpx.Opt[string] `json:"scope,omitzero" nullable:"false" enum:"bloc,unit" doc:"left out: unit where one is named, else bloc"`
	UnitID        httpx.Opt[string] `json:"unit_id,omitzero" format:"uuid" doc:"for scope unit only; it belongs to the term"`
	UnitAsWritten httpx.Opt[string] `json:"unit_as_written,omitzero" maxLength:"500"`
	PeriodOfReport
	EntryFields
}

// PeriodOfReport names a reporting period.
type PeriodOfReport struct {
	Period     string            `json:"period" maxLength:"20" pattern:"^[0-9]{4}(-([0-9]{4}|Q[1-4]|H[12]|9M))?$" doc:"2026-Q1, 2026-H1, 2026-9M, or the label of the term"`
	PeriodKind httpx.Opt[string] `json:"period_kind,omitzero" enum:"calendar_year,school_year,range,quarter,half,nine_months" doc:"inferred from the label when left out"`
}

// SaveEntriesBody are the cells of one period that are to be written.
type SaveEntriesBody struct {
	TermID string `json:"term_id" format:"uuid"`
	PeriodOfReport
	Data []CellInput `json:"data" minItems:"1" maxItems:"1000" doc:"all of them are written or none"`
}

// CellInput is the report of one unit, or of the bloc, on one commitment.
type CellInput struct {
	CommitmentID string            `json:"commitment_id" format:"uuid"`
	UnitID       httpx.Opt[string] `json:"unit_id,omitzero" format:"uuid" doc:"left out or null: the bloc"`
	Version      httpx.Opt[int]    `json:"version,omitzero" doc:"of the entry as last read; left out where there was none"`
	EntryFields
}

// VerdictBody is what a reviewer found.
type VerdictBody struct {
	Verdict  httpx.Opt[string]      `json:"verdict,omitzero" enum:"confirmed,incomplete,not_recognised" doc:"left out or null: the verdict is taken back"`
	Note     httpx.Opt[string]      `json:"note,omitzero" maxLength:"5000" multiline:"true" doc:"required unless confirmed"`
	Verified httpx.Opt[FigureInput] `json:"verified,omitzero" doc:"the figure the reviewer holds to be right; it counts in place of the reported one"`
}

// EntryView is a report on the wire.
type EntryView struct {
	record.MetaView
	TermID       string           `json:"term_id" format:"uuid"`
	Bloc         *record.Ref      `json:"bloc"`
	Commitment   *CommitmentBrief `json:"commitment" doc:"null: an indicator"`
	Indicator    *string          `json:"indicator"`
	Scope        string           `json:"scope" enum:"bloc,unit"`
	Unit         *record.Ref      `json:"unit"`
	Period       bloc.PeriodValue `json:"period"`
	AsOf         *date.Partial    `json:"as_of"`
	Planned      *FigureView      `json:"planned"`
	Actual       *FigureView      `json:"actual"`
	Share        *FigureView      `json:"share" doc:"of the plan, as reported"`
	Completion   *amount.Points   `json:"completion" doc:"of the plan, in percent, computed: the figure that counts over the planned one; null where they cannot be divided"`
	Change       *FigureView      `json:"change"`
	Level        *string          `json:"level" enum:"good,fair,met,not_met"`
	CompletedOn  *date.Partial    `json:"completed_on"`
	Results      *string          `json:"results"`
	Difficulties *string          `json:"difficulties"`
	Evidence     []Link           `json:"evidence"`
	ReportedBy   *record.Ref      `json:"reported_by"`
	Verdict      *VerdictView     `json:"verdict" doc:"null: nobody has judged it"`
	Standing     StandingView     `json:"standing"`
	record.ProvenanceView
}

// CommitmentBrief is a commitment beside what was reported of it.
type CommitmentBrief struct {
	ID            string         `json:"id" format:"uuid"`
	Order         int            `json:"order"`
	Theme         *string        `json:"theme"`
	Text          string         `json:"text"`
	Measure       *string        `json:"measure" enum:"qualitative,quantity,percent,milestone"`
	Target        *amount.Amount `json:"target" doc:"the unit's own where it has one"`
	UnitOfMeasure *string        `json:"unit_of_measure"`
	DueOn         *date.Partial  `json:"due_on"`
}

// VerdictView is a reviewer's verdict.
type VerdictView struct {
	Verdict  string      `json:"verdict" enum:"confirmed,incomplete,not_recognised"`
	Note     *string     `json:"note"`
	Verified *FigureView `json:"verified"`
	By       string      `json:"by" doc:"id of the user"`
	At       time.Time   `json:"at"`
	Outdated bool        `json:"outdated" doc:"the report was changed since"`
}

// StandingView is how a commitment stands, and by which rule.
type StandingView struct {
	Status   *string        `json:"status" enum:"not_reported,on_track,late,at_risk,done,exceeded" doc:"derived; null: what was reported cannot be compared with anything"`
	Rule     string         `json:"rule" enum:"nothing_reported,completed,target,kept,plan,linear,rate,due_passed,level,other_measure,nothing_to_judge,not_recognised" doc:"how the status was found"`
	Expected *amount.Amount `json:"expected" doc:"what the figure was compared with"`
	DueOn    *date.Partial  `json:"due_on"`
}

func standingView(s Standing) StandingView {
	return StandingView(s)
}

func (e entryRow) promise() promise {
	p := promise{Theme: e.Theme, Measure: e.Measure, Target: e.Target, Baseline: e.Baseline, UnitOfMeasure: e.UnitOfMeasure, DueOn: e.DueOn, Text: deref(e.Text)}
	if e.CommitmentID != nil {
		p.ID, p.Position = *e.CommitmentID, *e.Position
	}
	if e.Targets != nil {
		p.Targets = *e.Targets
	}
	return p
}

// brief shows what a commitment promises for a unit.
func (p promise) brief(g Goal) CommitmentBrief {
	return CommitmentBrief{p.ID, p.Position, p.Theme, p.Text, p.Measure, g.Target, p.UnitOfMeasure, p.DueOn}
}

func entryView(e entryRow) EntryView {
	p := e.promise()
	goal := p.goal(deref(e.UnitID))
	v := EntryView{
		MetaView: e.Meta.View(), TermID: e.TermID, Bloc: record.NewRef(&e.BlocID, nil, &e.BlocName), Indicator: e.Indicator, Scope: e.Scope,
		Unit: record.NewRef(e.UnitID, e.UnitAsWritten, e.UnitName), Period: bloc.NewPeriodValue(e.Entry.Period), AsOf: e.AsOf,
		Planned: figureView(e.Planned), Actual: figureView(e.Actual), Share: figureView(e.Share), Completion: e.completion(), Change: figureView(e.Change),
		Level: e.Level, CompletedOn: e.CompletedOn, Results: e.Results, Difficulties: e.Difficulties, Evidence: e.Evidence.V,
		ReportedBy: record.NewRef(e.ReportedByID, e.ReportedByAsWritten, e.ReporterName), Verdict: e.verdictView(),
		Standing: standingView(Judge(goal, &e.Entry, e.Entry.Period, e.Term, e.today)), ProvenanceView: e.Provenance.View(),
	}
	if e.CommitmentID != nil {
		c := p.brief(goal)
		v.Commitment = &c
	}
	return v
}

func (e *Entry) verdictView() *VerdictView {
	v := e.Verdict
	if v.Verdict == nil {
		return nil
	}
	return &VerdictView{*v.Verdict, v.VerdictNote, figureView(v.Verified), deref(v.VerdictBy), *v.VerdictAt, e.outdated()}
}

const entryExample = `{` + metaExample + `,"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Khối các cơ quan Đảng"},"commitment":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","order":2,"theme":null,"text":"Giải quyết hồ sơ thủ tục hành chính đúng hạn","measure":"percent","target":95,"unit_of_measure":"%","due_on":null},"indicator":null,"scope":"unit","unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Văn phòng Tỉnh ủy"},"period":{"kind":"half","label":"2026-H1","starts_on":"2026-01-01","ends_on":"2026-06-30","listing_year":2026},"as_of":"2026-06-15","planned":null,"actual":{"value":97.5,"unit_of_measure":"%","as_written":null,"qualifier":"exact"},"share":null,"completion":null,"change":null,"level":"good","completed_on":null,"results":null,"difficulties":null,"evidence":[],"reported_by":null,"verdict":null,"standing":{"status":"on_track","rule":"kept","expected":95,"due_on":null},"sources":[],"basis":{},"remark":null}`

func registerEntries(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listProgressEntries", Path: "/progress-entries", Tag: "progress"}, entryList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[EntryView], error) {
			p, err := svc.Entries(ctx, in.Request())
			return db.MapPage(p, entryView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createProgressEntry", Path: "/progress-entries", Tag: "progress", Faults: []string{"term_locked", "duplicate", "progress.period_closed"},
		Request:  `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","commitment_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","period":"2026-H1","actual":{"as_written":"97,5 %"},"level":"good"}`,
		Response: entryExample,
	},
		func(ctx context.Context, in *httpx.Make[CreateEntryBody]) (EntryView, error) {
			return httpx.Shown(entryView)(svc.CreateEntry(ctx, in.Body))
		})
	httpx.Act(s, httpx.Op{
		ID: "saveProgressEntries", Path: "/progress-entries/cells", Tag: "progress", Faults: []string{"term_locked", "progress.period_closed"},
		Request:  `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","period":"2026-H1","data":[{"commitment_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","actual":{"as_written":"97,5"}}]}`,
		Response: `{"data":[` + entryExample + `]}`,
	},
		func(ctx context.Context, in *httpx.Make[SaveEntriesBody]) (httpx.Several[EntryView], error) {
			return httpx.ShownAll(entryView)(svc.SaveEntries(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getProgressEntry", Path: "/progress-entries/{id}", Tag: "progress", Entity: "progress_entry", Response: entryExample},
		func(ctx context.Context, in *httpx.One) (EntryView, error) {
			return httpx.Shown(entryView)(svc.Entry(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{
		ID: "updateProgressEntry", Path: "/progress-entries/{id}", Tag: "progress", Faults: []string{"term_locked", "progress.period_closed"},
		Request: `{"actual":{"value":98}}`, Response: entryExample,
	},
		func(ctx context.Context, in *httpx.Change[EntryFields]) (EntryView, error) {
			return httpx.Shown(entryView)(svc.UpdateEntry(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteProgressEntry", Path: "/progress-entries/{id}", Tag: "progress", Faults: []string{"term_locked", "progress.period_closed", "progress.judged"}},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteEntry(ctx, in.ID, in.Version())
		})
	httpx.Put(s, httpx.Op{
		ID: "judgeProgressEntry", Path: "/progress-entries/{id}/verdict", Tag: "progress", Faults: []string{"term_locked", "progress.period_closed"},
		Request: `{"verdict":"confirmed"}`, Response: entryExample,
	},
		func(ctx context.Context, in *httpx.Change[VerdictBody]) (EntryView, error) {
			return httpx.Shown(entryView)(svc.JudgeEntry(ctx, in.ID, in.Version(), in.Body))
		})
}
