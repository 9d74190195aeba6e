package scoring

import (
	"context"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/audit"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/progress"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring/marks"
)

// SaveScores writes cells of one stage at once, as a range is pasted: all of them or
// none, in a number of statements that does not grow with theirs. What a cell had at
// that stage is replaced as a whole; one in which nothing is given is emptied. Units
// that score themselves for the first time get their sheets.
func (s *Service) SaveScores(ctx context.Context, in SaveScoresBody) (rows []savedScore, err error) {
	err = s.db.InTx(ctx, func(tx *gorm.DB) error {
		g, err := openGrid(tx, in)
		if err != nil {
			return err
		}
		if err := g.read(in.Data); err != nil {
			return err
		}
		if err := g.write(s.audit); err != nil {
			return err
		}
		rows = g.saved
		return nil
	})
	return rows, err
}

// savedScore is a cell as it was written.
type savedScore struct {
	Score
	UnitID, stage string
}

// grid is what is needed to write cells of a table at one stage.
type grid struct {
	tx     *gorm.DB
	stage  string
	term   *bloc.Term
	of     actor.Resource
	table  *wholeTable
	sheets map[string]Sheet
	scores map[string]map[string]Score
	// what is to be written
	made, changed []Sheet
	cells         map[string][]Score // by unit
	reasons       map[string]*string
	before        map[string][]Score
	saved         []savedScore
}

func openGrid(tx *gorm.DB, in SaveScoresBody) (*grid, error) {
	t, table, of, err := scorable(tx, in.TermID)
	if err != nil {
		return nil, err
	}
	g := &grid{tx: tx, stage: in.Stage, term: t, of: of, cells: map[string][]Score{}, reasons: map[string]*string{}, before: map[string][]Score{}}
	shown, err := showTable(tx, table.ID)
	if err != nil {
		return nil, err
	}
	g.table = shown.stored()
	if g.sheets, err = sheetsOf(tx, table.ID); err != nil {
		return nil, err
	}
	g.scores, err = scoresOf(tx, table.ID, g.sheets)
	return g, err
}

// read is what the cells make of the sheets as they stand, or what is wrong with them,
// by cell.
func (g *grid) read(data []ScoreInput) error {
	criteria := map[string]Criterion{}
	for _, c := range g.table.Criteria {
		criteria[c.ID] = c
	}
	var bad fault.Fields
	var strangers []record.Named // units that do not belong to the term
	seen := map[[2]string]bool{}
	for i, line := range data {
		if err := g.may(line.UnitID, criteria[line.CriterionID]); err != nil {
			return err
		}
		var wrong fault.Fields
		if key := [2]string{line.UnitID, line.CriterionID}; seen[key] {
			wrong.Add("/criterion_id", "duplicate_item")
		} else {
			seen[key] = true
		}
		c, there := criteria[line.CriterionID]
		switch {
		case !there:
			wrong.Add("/criterion_id", "reference_not_found")
		case !slices.Contains(g.of.Units, line.UnitID):
			strangers = append(strangers, record.Named{Pointer: "/data/" + strconv.Itoa(i) + "/unit_id", ID: line.UnitID})
		default:
			g.cell(line, c, &wrong)
		}
		bad.Under("/data/"+strconv.Itoa(i), wrong)
	}
	if err := record.KnownAt(g.tx, &bad, "units", strangers); err != nil {
		return err
	}
	for _, s := range strangers {
		if !slices.ContainsFunc(bad, func(f fault.Field) bool { return f.Pointer == s.Pointer }) {
			bad.Add(s.Pointer, "unit_outside_term", "term", g.term.Period.Label)
		}
	}
	return bad.Err()
}

// may decides whether the caller may give something at the stage: a unit what it scores
// itself, who leads the term what it finds, the council what it gives itself and what
// counts in the end.
func (g *grid) may(unitID string, c Criterion) error {
	switch {
	case g.stage == AtSelf:
		return canScore(g.tx, actor.ScoreSelf, g.of, unitID)
	case c.ScoredBy == ByCouncil:
		return canScore(g.tx, actor.ScoreOverride, g.of, unitID)
	case g.stage == AtFinal && canScore(g.tx, actor.ScoreOverride, g.of, unitID) == nil:
		return nil
	}
	return canScore(g.tx, actor.ScoreReview, g.of, unitID)
}

// cell notes one cell, or what is wrong with it.
func (g *grid) cell(line ScoreInput, c Criterion, wrong *fault.Fields) {
	sheet, there := g.sheets[line.UnitID]
	switch {
	case c.Kind == marks.Group:
		wrong.Add("/criterion_id", "group_is_a_sum")
		return
	case g.table.leaves(c, line.UnitID):
		wrong.Add("/criterion_id", "not_assigned")
	case g.stage == AtSelf && c.ScoredBy != ByUnit:
		wrong.Add("/criterion_id", "not_scored_by_unit")
	case !there && g.stage != AtSelf, there && !sheet.takes(g.stage):
		wrong.Add("/unit_id", "sheet_not_open")
	}
	score, old := g.scores[line.UnitID][c.ID]
	line.fresh(old, score, wrong)
	given := line.given()
	given.reasonCheck(c, score.before(g.stage), wrong)
	if g.stage != AtSelf && score.at(g.stage).V != nil && !given.says() && deref(given.Reason) == "" {
		wrong.Add("/reason", "reason_required")
	}
	if len(*wrong) > 0 {
		return
	}
	if !there {
		sheet = *newSheet(g.tx, g.term, g.table.ID, line.UnitID, SheetDraft)
		g.sheets[line.UnitID] = sheet
		g.made = append(g.made, sheet)
	}
	was := score
	if old {
		score.Bump(g.tx.NowFunc())
	} else {
		score = Score{Meta: record.NewMeta(g.tx), TermID: g.term.ID, BlocID: g.term.BlocID, SheetID: sheet.ID, CriterionID: c.ID, Evidence: db.NewJSON([]progress.Link{})}
	}
	score.at(g.stage).V = nil
	if given.says() {
		signed(g.tx, &given)
		score.at(g.stage).V = &given
	}
	score.Evidence.V = line.evidence(g.stage, score.Evidence.V)
	if r := given.Reason; r != nil {
		g.reasons[line.UnitID] = r
	}
	g.cells[line.UnitID], g.before[line.UnitID] = append(g.cells[line.UnitID], score), append(g.before[line.UnitID], was)
	g.saved = append(g.saved, savedScore{score, line.UnitID, g.stage})
}

// fresh notes a cell that somebody filled or changed since it was read.
func (line ScoreInput) fresh(there bool, s Score, wrong *fault.Fields) {
	version := line.Version.Value
	switch {
	case !there && version != nil:
		wrong.Add("/version", "cell_gone")
	case there && version == nil:
		wrong.Add("/version", "cell_taken", "entry_id", s.ID, "version", s.Version)
	case there && *version != s.Version:
		wrong.Add("/version", "cell_changed", "version", s.Version)
	}
}

// evidence is what a cell rests on after it is written: what the unit says of itself,
// to which others add.
func (line ScoreInput) evidence(stage string, there []progress.Link) []progress.Link {
	if !line.Evidence.Set {
		return there
	}
	out := []progress.Link{}
	if stage != AtSelf {
		out = append(out, there...)
	}
	for _, l := range line.Evidence.Or(nil) {
		if !slices.ContainsFunc(out, func(o progress.Link) bool { return o.Address == l.Address }) {
			out = append(out, progress.Link{Title: l.Title.Value, Address: l.Address})
		}
	}
	return out
}

func (line ScoreInput) given() Given {
	return Given{
		Points: line.Points.Value, Actual: line.Actual.Value, Whole: line.Whole.Value, Target: line.Target.Value,
		Count: line.Count.Value, Passed: line.Passed.Value, Met: line.Met.Value, Reason: line.Reason.Value,
	}
}

// reasonCheck notes what a criterion cannot be given, and something that differs from
// the stage before without a reason.
func (g Given) reasonCheck(c Criterion, before *Given, wrong *fault.Fields) {
	c.checkGiven(g, wrong)
	if before != nil && g.says() && !g.same(*before) && deref(g.Reason) == "" {
		wrong.Add("/reason", "reason_required")
	}
}

// write writes the cells, the sheets they are on and what the record of acts keeps.
func (g *grid) write(log *audit.Log) error {
	units := make([]string, 0, len(g.cells))
	for unit := range g.cells {
		units = append(units, unit)
	}
	slices.Sort(units)
	made := map[string]bool{}
	for _, s := range g.made {
		made[s.UnitID] = true
	}
	var acts []audit.Entry
	var cells []Score
	for _, unit := range units {
		sheet := g.sheets[unit]
		if !made[unit] {
			sheet.Bump(g.tx.NowFunc())
			g.changed = append(g.changed, sheet)
		}
		act := sheetAct(&sheet, g.table, g.stage, g.before[unit], g.cells[unit])
		act.Reason = g.reasons[unit]
		if made[unit] {
			act.Before = nil
		}
		acts, cells = append(acts, act), append(cells, g.cells[unit]...)
	}
	if len(g.made) > 0 {
		if err := db.Insert(g.tx, &g.made); err != nil {
			return err
		}
	}
	if len(g.changed) > 0 {
		if err := db.Replace(g.tx, &g.changed); err != nil {
			return err
		}
	}
	if err := db.Replace(g.tx, &cells); err != nil {
		return err
	}
	return log.Append(g.tx, acts...)
}

// sheetWithScores is a sheet beside what was given of it at a stage, by the codes of
// criteria, as the record of acts shows it.
type sheetWithScores struct {
	Sheet  `gorm:"embedded"`
	Stage  string
	Scores map[string]cellAct
}

type cellAct struct {
	Given    *Given          `json:"given"`
	Evidence []progress.Link `json:"evidence"`
}

// sheetAct is what the record of acts keeps of cells that were written.
func sheetAct(sheet *Sheet, table *wholeTable, stage string, before, after []Score) audit.Entry {
	codes := map[string]string{}
	for _, c := range table.Criteria {
		codes[c.ID] = c.Code
	}
	was, is := sheetWithScores{*sheet, stage, map[string]cellAct{}}, sheetWithScores{*sheet, stage, map[string]cellAct{}}
	for i, s := range after {
		is.Scores[codes[s.CriterionID]] = cellAct{s.at(stage).V, s.Evidence.V}
		if i < len(before) {
			was.Scores[codes[s.CriterionID]] = cellAct{before[i].at(stage).V, before[i].Evidence.V}
		}
	}
	return bloc.PartAct("score_sheet", sheet, sheet.BlocID, sheet.TermID, was, is)
}
