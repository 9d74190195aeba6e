package scoring

import (
	"slices"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
)

// sheetRow is a score sheet with the present names of what it points to.
type sheetRow struct {
	Sheet       `gorm:"embedded"`
	PeriodKind  string
	PeriodLabel string
	BlocName    string
	UnitName    string
	TableTitle  string
}

var sheetRows = bloc.Part{
	Read: actor.ScoreRead, Alias: "s",
	Columns:   "s.*, t.period_kind, t.period_label, b.name AS bloc_name, u.name AS unit_name, st.title AS table_title",
	From:      "score_sheets s JOIN terms t ON t.id = s.term_id JOIN blocs b ON b.id = s.bloc_id JOIN units u ON u.id = s.unit_id JOIN score_tables st ON st.id = s.table_id",
	Published: published("s") + " AND s.status = 'final'",
}

var sheetList = db.List{
	Fields: slices.Concat(bloc.TermFields("s"), []db.Field{
		{Name: "unit_id", SQL: "s.unit_id", Type: db.ID},
		{Name: "score_table_id", SQL: "s.table_id", Type: db.ID},
		{Name: "status", SQL: "s.status", Type: db.Enum, Enum: sheetStatuses},
	}),
	Default: "-period", ID: "s.id",
}

// shownSheet is one score sheet, with the table it is on and what all units were given
// that the caller may read: what one is given may depend on others.
type shownSheet struct {
	sheetRow
	table  *shownTable
	scores map[string]map[string]Score // by unit and criterion
	whole  bool                        // the scores of all units are among them
	ranked bool                        // a concluded ranking rests on them
}

func showSheet(tx *gorm.DB, id string) (*shownSheet, error) {
	row, err := bloc.ShowPart[sheetRow](tx, sheetRows, id)
	if err != nil {
		return nil, err
	}
	s := &shownSheet{sheetRow: *row}
	if s.table, err = showTable(tx, row.TableID); err != nil {
		return nil, err
	}
	sheets, err := sheetsOf(tx, row.TableID)
	if err != nil {
		return nil, err
	}
	if s.scores, err = scoresOf(tx, row.TableID, sheets); err != nil {
		return nil, err
	}
	t, err := bloc.FindTerm(tx, actor.ScoreTableRead, row.TermID)
	if err != nil {
		return nil, err
	}
	if s.ranked, err = settled(tx, row.TermID); err != nil {
		return nil, err
	}
	of, err := scoreResource(tx, t)
	s.whole = err == nil && canScore(tx, actor.ScoreRead, of, "") == nil
	return s, err
}

// units are those whose scores are there.
func (s *shownSheet) units() []string {
	if !s.whole {
		return []string{s.UnitID}
	}
	units := []string{s.UnitID}
	for id := range s.table.Members {
		if id != s.UnitID {
			units = append(units, id)
		}
	}
	return units
}

// sheetsOf reads the sheets on a table that the caller may read, by unit.
func sheetsOf(tx *gorm.DB, tableID string) (map[string]Sheet, error) {
	cond, args := sheetRows.Scope(tx)
	rows, err := db.All[Sheet](tx, "SELECT s.* FROM score_sheets s WHERE s.table_id = ? AND "+cond, append([]any{tableID}, args...)...)
	out := make(map[string]Sheet, len(rows))
	for _, r := range rows {
		out[r.UnitID] = r
	}
	return out, err
}

// scoresOf reads what is given on sheets of a table, by unit and criterion, in one
// statement.
func scoresOf(tx *gorm.DB, tableID string, sheets map[string]Sheet) (map[string]map[string]Score, error) {
	units := make(map[string]string, len(sheets))
	for unit, s := range sheets {
		units[s.ID] = unit
	}
	rows, err := db.All[Score](tx, "SELECT s.* FROM scores s JOIN score_sheets h ON h.id = s.sheet_id WHERE h.table_id = ?", tableID)
	out := make(map[string]map[string]Score, len(sheets))
	for _, r := range rows {
		unit, may := units[r.SheetID]
		if !may {
			continue
		}
		if out[unit] == nil {
			out[unit] = map[string]Score{}
		}
		out[unit][r.CriterionID] = r
	}
	return out, err
}

// holdSheet makes others wait to change a score sheet until the transaction ends:
// not_found, then term_locked.
func holdSheet(tx *gorm.DB, id string) (*Sheet, *bloc.Term, error) {
	t, err := bloc.LockTermOf(tx, actor.ScoreTableRead, "score_sheets", id)
	if err != nil {
		return nil, nil, err
	}
	s, err := bloc.StoredPart[Sheet](tx, sheetRows, id)
	return s, t, err
}

// canScore decides whether the caller may do something to the scores of a unit.
func canScore(tx *gorm.DB, p actor.Permission, of actor.Resource, unitID string) error {
	of.Owner = unitID
	return actor.From(tx.Statement.Context).Can(p, of)
}
