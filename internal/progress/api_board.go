package progress

import (
	"context"

	"giaouoc/internal/amount"
	"giaouoc/internal/bloc"
	"giaouoc/internal/httpx"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
)

// BoardInput asks for the board of a term.
type BoardInput struct {
	httpx.One
	Period     string `query:"period" maxLength:"20" pattern:"^[0-9]{4}(-([0-9]{4}|Q[1-4]|H[12]|9M))?$" doc:"2026-Q1, 2026-H1, 2026-9M or the label of the term; left out: the half that is being worked at, or the term"`
	PeriodKind string `query:"period_kind" enum:"calendar_year,school_year,range,quarter,half,nine_months" doc:"inferred from the label when left out"`
}

// BoardView is how a term stands in a period.
type BoardView struct {
	TermID    string             `json:"term_id" format:"uuid"`
	Bloc      *record.Ref        `json:"bloc"`
	Term      bloc.PeriodValue   `json:"term"`
	Status    *string            `json:"status" enum:"planning,signing,in_force,reviewing,concluded,locked" doc:"of the term"`
	Period    bloc.PeriodValue   `json:"period"`
	Periods   []bloc.PeriodValue `json:"periods" doc:"those one may report on, in the order in which they end"`
	Closing   *ClosingBrief      `json:"closing" doc:"what closed the period; null: it is open"`
	Units     []*record.Ref      `json:"units" doc:"in protocol order; a member no unit is linked to has no id"`
	Rows      []BoardRowView     `json:"rows" doc:"commitments in order"`
	Counts    BoardCounts        `json:"counts" doc:"of the units' cells"`
	Elsewhere int                `json:"elsewhere" doc:"reports of the period that no cell shows: of indicators, of units known only in words or that belong to the term no more"`
}

// ClosingBrief is a closing beside what it closes.
type ClosingBrief struct {
	ID       string `json:"id" format:"uuid"`
	Period   string `json:"period"`
	ClosedOn string `json:"closed_on" format:"date"`
}

// BoardRowView is one commitment beside the units that are to keep it.
type BoardRowView struct {
	Commitment CommitmentBrief `json:"commitment" doc:"with the common target"`
	Whole      BoardCellView   `json:"whole" doc:"as reported for the whole bloc"`
	Cells      []BoardCellView `json:"cells" doc:"one for each of units"`
}

// BoardCellView is what was reported of a commitment.
type BoardCellView struct {
	Applies     bool           `json:"applies" doc:"false: it is another unit's, or no unit is linked"`
	EntryID     *string        `json:"entry_id" format:"uuid" doc:"null: there is no entry"`
	Version     *int           `json:"version"`
	Target      *amount.Amount `json:"target"`
	Planned     *FigureView    `json:"planned"`
	Actual      *FigureView    `json:"actual"`
	Completion  *amount.Points `json:"completion" doc:"of the plan, in percent, computed"`
	Level       *string        `json:"level" enum:"good,fair,met,not_met"`
	CompletedOn *string        `json:"completed_on"`
	HasWords    bool           `json:"has_words" doc:"results, difficulties or evidence are told"`
	Verdict     *string        `json:"verdict" enum:"confirmed,incomplete,not_recognised"`
	Verified    *FigureView    `json:"verified"`
	Outdated    bool           `json:"outdated" doc:"the report was changed since the verdict"`
	Standing    StandingView   `json:"standing"`
	Freshness   *string        `json:"freshness" enum:"fresh,ageing,stale" doc:"of the latest report up to the period: fresh, of the period; ageing, up to half a year older; stale; null: there was none"`
}

// BoardCounts counts cells by how they stand.
type BoardCounts struct {
	NotReported int `json:"not_reported"`
	OnTrack     int `json:"on_track"`
	Late        int `json:"late"`
	AtRisk      int `json:"at_risk"`
	Done        int `json:"done"`
	Exceeded    int `json:"exceeded"`
	Untold      int `json:"untold" doc:"reported in words that cannot be compared"`
}

func boardView(b Board) BoardView {
	v := BoardView{
		TermID: b.TermID, Bloc: record.NewRef(&b.BlocID, nil, &b.Bloc), Term: bloc.NewPeriodValue(b.Term), Status: b.Status, Period: bloc.NewPeriodValue(b.Period),
		Periods: periodValues(ReportPeriods(b.Term)), Units: make([]*record.Ref, len(b.Units)), Rows: make([]BoardRowView, len(b.Rows)),
		Counts: countsView(b.counts()), Elsewhere: b.Elsewhere, Closing: closingBrief(b.Closing),
	}
	for i := range b.Units {
		v.Units[i] = seatRef(&b.Units[i])
	}
	for i, r := range b.Rows {
		v.Rows[i] = BoardRowView{r.promise.brief(r.Whole.Goal), boardCellView(r.Whole), make([]BoardCellView, len(r.Cells))}
		for j, c := range r.Cells {
			v.Rows[i].Cells[j] = boardCellView(c)
		}
	}
	return v
}

func seatRef(s *bloc.Seat) *record.Ref { return &record.Ref{ID: s.UnitID, Name: &s.UnitName} }

func closingBrief(c *Closing) *ClosingBrief {
	if c == nil {
		return nil
	}
	return &ClosingBrief{c.ID, c.Period.Label, string(c.ClosedOn)}
}

func countsView(n Counts) BoardCounts {
	return BoardCounts{n[NotReported], n[OnTrack], n[Late], n[AtRisk], n[Done], n[Exceeded], n[""]}
}

func periodValues(ps []period.Period) []bloc.PeriodValue {
	out := make([]bloc.PeriodValue, len(ps))
	for i, p := range ps {
		out[i] = bloc.NewPeriodValue(p)
	}
	return out
}

func boardCellView(c BoardCell) BoardCellView {
	v := BoardCellView{Applies: c.Applies, Target: c.Goal.Target, Standing: standingView(c.Standing), Freshness: c.Freshness}
	if !c.Applies {
		v.Standing.Rule = ruleNothingReported
	}
	e := c.Entry
	if e == nil {
		return v
	}
	v.EntryID, v.Version, v.Planned, v.Actual, v.Completion, v.Level = &e.ID, &e.Version, figureView(e.Planned), figureView(e.Actual), e.completion(), e.Level
	if e.CompletedOn != nil {
		v.CompletedOn = ptr(string(*e.CompletedOn))
	}
	v.HasWords = e.Results != nil || e.Difficulties != nil || len(e.Evidence.V) > 0
	v.Verdict, v.Verified, v.Outdated = e.Verdict.Verdict, figureView(e.Verified), e.outdated()
	return v
}

const boardExample = `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Khối các cơ quan Đảng"},"term":{"kind":"calendar_year","label":"2026","starts_on":"2026-01-01","ends_on":"2026-12-31","listing_year":2026},"status":"in_force","period":{"kind":"half","label":"2026-H1","starts_on":"2026-01-01","ends_on":"2026-06-30","listing_year":2026},"periods":[{"kind":"half","label":"2026-H1","starts_on":"2026-01-01","ends_on":"2026-06-30","listing_year":2026}],"closing":null,"units":[{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Văn phòng Tỉnh ủy"}],"rows":[{"commitment":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","order":2,"theme":null,"text":"Giải quyết hồ sơ thủ tục hành chính đúng hạn","measure":"percent","target":95,"unit_of_measure":"%","due_on":null},"whole":` + emptyCellExample + `,"cells":[{"applies":true,"entry_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"target":95,"planned":null,"actual":{"value":97.5,"unit_of_measure":"%","as_written":null,"qualifier":"exact"},"completion":null,"level":null,"completed_on":null,"has_words":false,"verdict":null,"verified":null,"outdated":false,"standing":{"status":"on_track","rule":"kept","expected":95,"due_on":null},"freshness":"fresh"}]}],"counts":{"not_reported":0,"on_track":1,"late":0,"at_risk":0,"done":0,"exceeded":0,"untold":0},"elsewhere":0}`

const emptyCellExample = `{"applies":true,"entry_id":null,"version":null,"target":95,"planned":null,"actual":null,"completion":null,"level":null,"completed_on":null,"has_words":false,"verdict":null,"verified":null,"outdated":false,"standing":{"status":"not_reported","rule":"nothing_reported","expected":null,"due_on":null},"freshness":null}`

func registerBoard(s *httpx.Server, svc *Service) {
	httpx.Get(s, httpx.Op{ID: "getProgressBoard", Path: "/terms/{id}/progress-board", Tag: "progress", Response: boardExample},
		func(ctx context.Context, in *BoardInput) (BoardView, error) {
			return httpx.Shown(boardView)(svc.Board(ctx, in.ID, in.Period, in.PeriodKind))
		})
}
