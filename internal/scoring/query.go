package scoring

import (
	"slices"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// tableRow is a score table with the present names of what it points to and the count
// of its criteria.
type tableRow struct {
	Table          `gorm:"embedded"`
	PeriodKind     string
	PeriodLabel    string
	BlocName       string
	EventTitle     *string
	CriterionCount int
}

var tableRows = bloc.Part{
	Read: actor.ScoreTableRead, Alias: "s",
	Columns: `s.*, t.period_kind, t.period_label, b.name AS bloc_name, e.title AS event_title,
		(SELECT count(*) FROM criteria c WHERE c.table_id = s.id) AS criterion_count`,
	From: "score_tables s JOIN terms t ON t.id = s.term_id JOIN blocs b ON b.id = s.bloc_id LEFT JOIN events e ON e.id = s.event_id",
}

var tableList = db.List{
	Fields: slices.Concat(bloc.TermFields("s"), []db.Field{
		{Name: "status", SQL: "s.status", Type: db.Enum, Enum: []string{Draft, Applied, Replaced}},
		{Name: "mode", SQL: "s.mode", Type: db.Enum, Enum: []string{ByPoints, ByMetric}},
		{Name: "edition", SQL: "s.edition", Type: db.Int, Sort: true},
	}),
	Search: "s.search_text", Default: "-period", ID: "s.id",
}

// assigned is a unit that a criterion is assigned to, with its present name.
type assigned struct {
	UnitID   string `json:"unit_id"`
	UnitName string `json:"unit_name"`
}

// criterionRow is a criterion with the units it is assigned to.
type criterionRow struct {
	Criterion  `gorm:"embedded"`
	AssignedTo db.JSON[[]assigned]
}

// shownTable is one score table with its criteria as they are shown, and the units that
// belong to the term.
type shownTable struct {
	tableRow
	Criteria []criterionRow
	Members  map[string]bool
}

// stored is the table as it is stored.
func (s shownTable) stored() *wholeTable {
	w := &wholeTable{Table: s.Table, Criteria: make([]Criterion, len(s.Criteria))}
	for i, c := range s.Criteria {
		w.Criteria[i] = c.Criterion
		for _, u := range c.AssignedTo.V {
			w.Criteria[i].Units = append(w.Criteria[i].Units, u.UnitID)
		}
	}
	return w
}

// criteriaOf reads the criteria of a table in their order, in one statement.
func criteriaOf(tx *gorm.DB, tableID string) ([]criterionRow, error) {
	units := db.Gather(tx, "criterion_units cu JOIN units u ON u.id = cu.unit_id WHERE cu.criterion_id = c.id", "u.name_sort, u.id", "unit_id", "cu.unit_id", "unit_name", "u.name")
	return db.All[criterionRow](tx, "SELECT c.*, "+units+" AS assigned_to FROM criteria c WHERE c.table_id = ? ORDER BY c.position", tableID)
}

// showTable reads a score table the caller may read, with its criteria.
func showTable(tx *gorm.DB, id string) (*shownTable, error) {
	row, err := bloc.ShowPart[tableRow](tx, tableRows, id)
	if err != nil {
		return nil, err
	}
	s := &shownTable{tableRow: *row, Members: map[string]bool{}}
	if s.Criteria, err = criteriaOf(tx, id); err != nil {
		return nil, err
	}
	seats, err := bloc.Seats(tx, s.TermID)
	for _, seat := range seats {
		if seat.UnitID != nil {
			s.Members[*seat.UnitID] = true
		}
	}
	return s, err
}

// holdTable makes others wait to change a score table until the transaction ends:
// not_found for who may not read it, term_locked, forbidden, then stale_version.
func holdTable(tx *gorm.DB, id string) (*wholeTable, *bloc.Term, error) {
	t, err := bloc.LockTermOf(tx, actor.ScoreTableRead, "score_tables", id)
	if err != nil {
		return nil, nil, err
	}
	if err := bloc.CanTerm(tx, actor.ScoreTableWrite, t); err != nil {
		return nil, nil, err
	}
	s, err := showTable(tx, id)
	if err != nil {
		return nil, nil, err
	}
	return s.stored(), t, nil
}

// lastEdition is the highest number of an edition in a term; 0 for none.
func lastEdition(tx *gorm.DB, termID string) (n int, err error) {
	return n, tx.Raw("SELECT COALESCE(max(edition), 0) FROM score_tables WHERE term_id = ?", termID).Scan(&n).Error
}

// applied is the table a term is scored by; nil for none.
func applied(tx *gorm.DB, termID string) (*Table, error) {
	ts, err := db.All[Table](tx, "SELECT * FROM score_tables WHERE term_id = ? AND status = 'applied'", termID)
	if err != nil || len(ts) == 0 {
		return nil, err
	}
	return &ts[0], nil
}

// scoredOn reports whether some unit has a sheet on a table.
func scoredOn(tx *gorm.DB, tableID string) (there bool, err error) {
	return there, tx.Raw("SELECT EXISTS (SELECT 1 FROM score_sheets WHERE table_id = ?)", tableID).Scan(&there).Error
}

// writeCriteria writes the criteria of a table anew, and whose they are.
func writeCriteria(tx *gorm.DB, w *wholeTable) error {
	if err := removeCriteria(tx, w.ID); err != nil || len(w.Criteria) == 0 {
		return err
	}
	var units []CriterionUnit
	for _, c := range w.Criteria {
		for _, id := range c.Units {
			units = append(units, CriterionUnit{c.ID, id, w.ID})
		}
	}
	if err := db.InsertAll(tx, &w.Criteria); err != nil || len(units) == 0 {
		return err
	}
	return db.InsertAll(tx, &units)
}

func removeCriteria(tx *gorm.DB, tableID string) error {
	if err := tx.Where("table_id = ?", tableID).Delete(&CriterionUnit{}).Error; err != nil {
		return err
	}
	return tx.Where("table_id = ?", tableID).Delete(&Criterion{}).Error
}

// known notes units that do not exist.
func known(tx *gorm.DB, bad *fault.Fields, w *wholeTable) error {
	var named []record.Named
	for i, c := range w.Criteria {
		for n, id := range c.Units {
			named = append(named, record.Named{Pointer: pointer("criteria", i, "assigned_to/"+strconv.Itoa(n)+"/unit_id"), ID: id})
		}
	}
	return record.KnownAt(tx, bad, "units", named)
}
