package succession

import (
	"slices"
	"strings"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

// when orders acts by the latest that is known of their time.
const when = "COALESCE(s.happened_on, s.latest_on, s.earliest_on, '')"

var (
	kinds  = []string{Merge, Split, Transfer, ReEstablished, Dissolve}
	merits = []string{Yes, No, Unknown}
)

var successionList = db.List{
	Fields: []db.Field{
		{Name: "subject", SQL: "s.subject", Type: db.Enum, Enum: []string{OfUnits, OfBlocs}},
		{Name: "kind", SQL: "s.kind", Type: db.Enum, Enum: kinds},
		{Name: "merit_inherited", SQL: "s.merit_inherited", Type: db.Enum, Enum: merits},
		{Name: "unit_id", Type: db.ID, Match: naming("unit_id")},
		{Name: "bloc_id", Type: db.ID, Match: naming("bloc_id")},
		{Name: "happened_on", SQL: "s.happened_on", Type: db.Date, Nullable: true, Sort: true, SortSQL: when},
		{Name: "earliest_on", SQL: "s.earliest_on", Type: db.Date, Nullable: true},
		{Name: "latest_on", SQL: "s.latest_on", Type: db.Date, Nullable: true},
		{Name: "decision_id", SQL: "s.decision_id", Type: db.ID, Nullable: true},
	},
	Search: "s.search_text", Default: "-happened_on", ID: "s.id",
}

// naming asks for acts with a party on either side.
func naming(column string) func([]string) (string, []any) {
	return func(vs []string) (string, []any) {
		return "s.id IN (SELECT succession_id FROM succession_parties WHERE " + column + " IN ?)", []any{vs}
	}
}

// Row is an act with its parties and the present names of what it points to.
type Row struct {
	Succession     `gorm:"embedded"`
	DecisionNumber *string
	Parties        db.JSON[[]PartyRow]
}

// PartyRow is a party as a row shows it.
type PartyRow struct {
	Side      string  `json:"side"`
	ID        *string `json:"id"`
	AsWritten *string `json:"as_written"`
	Name      *string `json:"name"`
}

// visible is the condition on acts s the context's actor may see: those on units
// are the registry's, those on blocs are for who reads one of the blocs.
func visible(tx *gorm.DB) (string, []any) {
	cond, args := actor.From(tx.Statement.Context).Extent(actor.BlocRead).BlocRows("sp.bloc_id")
	return "(s.subject = 'unit' OR s.id IN (SELECT sp.succession_id FROM succession_parties sp WHERE sp.bloc_id IS NOT NULL AND " + cond + "))", args
}

// successions are the acts the context's actor may see. An act shows all its
// parties: it is one document.
func successions(tx *gorm.DB) db.Select {
	cond, args := visible(tx)
	parties := db.Gather(tx, `succession_parties p LEFT JOIN units pu ON pu.id = p.unit_id LEFT JOIN blocs pb ON pb.id = p.bloc_id
		WHERE p.succession_id = s.id`, "p.side, p.place",
		"side", "p.side", "id", "COALESCE(p.unit_id, p.bloc_id)", "as_written", "p.as_written", "name", "COALESCE(pu.name, pb.name)")
	return db.Select{
		Columns: "s.*, d.number AS decision_number, " + parties + " AS parties",
		From:    "successions s LEFT JOIN decisions d ON d.id = s.decision_id",
		Where:   []string{cond}, Args: args,
	}
}

// rows reads the acts the caller may see on which a condition holds, in order of
// their time.
func rows(tx *gorm.DB, cond string, args ...any) (out []Row, err error) {
	s := successions(tx)
	s.And(cond, args...)
	err = tx.Raw("SELECT "+s.Columns+" FROM "+s.From+" WHERE "+strings.Join(s.Where, " AND ")+" ORDER BY "+when+", s.id", s.Args...).Scan(&out).Error
	return out, err
}

func show(tx *gorm.DB, id string) (*Row, error) {
	found, err := rows(tx, "s.id = ?", id)
	if err == nil && len(found) == 0 {
		err = fault.Missing()
	}
	if err != nil {
		return nil, err
	}
	return &found[0], nil
}

// hold reads an act the caller may see, with its parties, and makes others wait
// to change it until the transaction ends; otherwise not_found.
func hold(tx *gorm.DB, id string) (*whole, error) {
	cond, args := visible(tx)
	var found []Succession
	if err := tx.Raw("SELECT s.* FROM successions s WHERE s.id = ? AND "+cond+db.ForUpdate(tx), append([]any{id}, args...)...).Scan(&found).Error; err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.Missing()
	}
	w := &whole{Succession: found[0]}
	var parties []Party
	err := tx.Raw("SELECT * FROM succession_parties WHERE succession_id = ? ORDER BY side, place", id).Scan(&parties).Error
	for _, p := range parties {
		if p.Side == From {
			w.From = append(w.From, p)
		} else {
			w.To = append(w.To, p)
		}
	}
	return w, err
}

// replaceParties writes the parties of an act anew.
func replaceParties(tx *gorm.DB, w *whole) error {
	if err := tx.Where("succession_id = ?", w.ID).Delete(&Party{}).Error; err != nil || len(w.parties()) == 0 {
		return err
	}
	return tx.Create(w.parties()).Error
}

// column is where parties of a subject keep their link.
func column(subject string) string {
	if subject == OfBlocs {
		return "bloc_id"
	}
	return "unit_id"
}

func table(subject string) string {
	if subject == OfBlocs {
		return "blocs"
	}
	return "units"
}

// lockParties makes others wait to change the linked units or blocs, in order of
// their ids, and notes those that are not there for the caller.
func (w *whole) lockParties(tx *gorm.DB, bad *fault.Fields) error {
	cond, args := "1 = 1", []any(nil)
	if w.Subject == OfBlocs {
		cond, args = actor.From(tx.Statement.Context).Extent(actor.BlocRead).BlocRows("id")
	}
	linked := func(p Party) *string {
		if w.Subject == OfBlocs {
			return p.BlocID
		}
		return p.UnitID
	}
	var ids, there []string
	for _, p := range w.parties() {
		if id := linked(p); id != nil {
			ids = append(ids, *id)
		}
	}
	if len(ids) > 0 {
		sql := "SELECT id FROM " + table(w.Subject) + " WHERE id IN ? AND " + cond + " ORDER BY id" + db.ForUpdate(tx)
		if err := tx.Raw(sql, append([]any{ids}, args...)...).Scan(&there).Error; err != nil {
			return err
		}
	}
	for _, side := range [][]Party{w.From, w.To} {
		for i, p := range side {
			if id := linked(p); id != nil && !slices.Contains(there, *id) {
				bad.Add(at(p.Side, i)+"/"+column(w.Subject), "reference_not_found")
			}
		}
	}
	return nil
}

// mayWriteBlocs asks for the right to write every one of some blocs.
func mayWriteBlocs(tx *gorm.DB, ids []string) error {
	var blocs []struct {
		ID          string
		OrganizerID *string
	}
	if len(ids) == 0 {
		return nil
	}
	if err := tx.Raw("SELECT id, organizer_id FROM blocs WHERE id IN ?", ids).Scan(&blocs).Error; err != nil {
		return err
	}
	for _, b := range blocs {
		if err := actor.From(tx.Statement.Context).Can(actor.BlocWrite, actor.Resource{Bloc: b.ID, Organizer: deref(b.OrganizerID)}); err != nil {
			return err
		}
	}
	return nil
}

// livesOf reads when the linked parties are known to begin and end.
func livesOf(tx *gorm.DB, subject string, ids []string) (map[string]life, error) {
	var found []struct {
		ID           string
		Begins, Ends *date.Partial
	}
	sql := "SELECT id, valid_from AS begins, valid_to AS ends FROM blocs WHERE id IN ?"
	if subject == OfUnits {
		// A unit begins with its first version, and ends with its last.
		sql = `SELECT u.id, (SELECT v.valid_from FROM unit_versions v WHERE v.unit_id = u.id ORDER BY COALESCE(v.valid_from, ''), v.id LIMIT 1) AS begins,
			(SELECT v.valid_to FROM unit_versions v WHERE v.unit_id = u.id ORDER BY COALESCE(v.valid_from, '') DESC, v.id DESC LIMIT 1) AS ends
			FROM units u WHERE u.id IN ?`
	}
	lives := map[string]life{}
	if len(ids) == 0 {
		return lives, nil
	}
	err := tx.Raw(sql, ids).Scan(&found).Error
	for _, f := range found {
		lives[f.ID] = life{f.Begins, f.Ends}
	}
	return lives, err
}

// touching reads the parties other acts have among some records.
func touching(tx *gorm.DB, w *whole) (out []touch, err error) {
	ids := links(w.parties())
	if len(ids) == 0 {
		return nil, nil
	}
	c := "p." + column(w.Subject)
	return out, tx.Raw("SELECT s.*, "+c+" AS party_id, p.side FROM succession_parties p JOIN successions s ON s.id = p.succession_id WHERE "+
		c+" IN ? AND s.id <> ? ORDER BY s.id", ids, w.ID).Scan(&out).Error
}

// ahead reads the linked parties of every act recorded onward from what an act
// leads to, but for its own: a row a party, never one for each pair of an act.
func ahead(tx *gorm.DB, w *whole) (out []deed, err error) {
	ids := links(w.To)
	if len(ids) == 0 {
		return nil, nil
	}
	c := column(w.Subject)
	var parties []struct{ Act, Side, ID string }
	err = tx.Raw("WITH RECURSIVE "+closure("ahead", w.Subject, From, To)+" SELECT p.succession_id AS act, p.side, p."+c+` AS id FROM succession_parties p
		WHERE p.succession_id IN (SELECT id FROM ahead) AND p.succession_id <> ? AND p.`+c+" IS NOT NULL ORDER BY p.succession_id, p.side, p.place", ids, w.ID).Scan(&parties).Error
	for _, p := range parties {
		if len(out) == 0 || out[len(out)-1].ID != p.Act {
			out = append(out, deed{ID: p.Act})
		}
		d := &out[len(out)-1]
		if p.Side == From {
			d.From = append(d.From, p.ID)
		} else {
			d.To = append(d.To, p.ID)
		}
	}
	return out, err
}

// closure is a recursive table: some records (one hole, for their ids), the acts
// that have them on the side out, the records on these acts' side into, and so
// on. An act is a row of its own, so that the work grows with the parties and
// not with the pairs of an act.
func closure(name, subject, out, into string) string {
	c := column(subject)
	return name + " (id) AS (SELECT id FROM " + table(subject) + " WHERE id IN ? UNION SELECT CASE p.side WHEN '" + out + "' THEN p.succession_id ELSE p." + c +
		" END FROM " + name + " r JOIN succession_parties p ON p.side = '" + out + "' AND p." + c + " = r.id OR p.side = '" + into +
		"' AND p.succession_id = r.id AND p." + c + " IS NOT NULL)"
}

// readable are those of some acts the caller may see.
func readable(tx *gorm.DB, acts []string) (ids []string, err error) {
	cond, args := visible(tx)
	return ids, tx.Raw("SELECT s.id FROM successions s WHERE s.id IN ? AND "+cond, append([]any{acts}, args...)...).Scan(&ids).Error
}

// LineageOf reads the acts that lead to and from a unit or bloc as far as the
// caller may see them, in order of their time, and traces them. It takes one
// statement however long the line is. What lies beyond an act out of reach is no
// part of it, though it may be read itself: it would tell of that act.
func LineageOf(tx *gorm.DB, subject, id string) ([]Row, Lineage, error) {
	acts, err := rows(tx, "s.id IN (WITH RECURSIVE "+closure("back", subject, To, From)+", "+closure("ahead", subject, From, To)+
		" SELECT id FROM back UNION SELECT id FROM ahead)", []string{id}, []string{id})
	line := Trace(edgesOf(acts), id)
	return line.connected(acts, id), line, err
}

// connected are the acts that lead to or on from a record without a gap.
func (l Lineage) connected(acts []Row, of string) []Row {
	before, after := map[string]bool{of: true}, map[string]bool{of: true}
	for _, k := range l.Predecessors {
		before[k.ID] = true
	}
	for _, k := range l.Successors {
		after[k.ID] = true
	}
	return slices.DeleteFunc(acts, func(a Row) bool {
		return !slices.ContainsFunc(a.Parties.V, func(p PartyRow) bool {
			return p.ID != nil && (p.Side == To && before[*p.ID] || p.Side == From && after[*p.ID])
		})
	})
}

// InWords counts those the acts that lead to a record take from in words only.
func (l Lineage) InWords(acts []Row, of string) (n int) {
	line := map[string]bool{of: true}
	for _, k := range l.Predecessors {
		line[k.ID] = true
	}
	for _, a := range acts {
		if slices.ContainsFunc(a.side(To), func(p PartyRow) bool { return p.ID != nil && line[*p.ID] }) {
			for _, p := range a.side(From) {
				if p.ID == nil {
					n++
				}
			}
		}
	}
	return n
}

// edgesOf are the linked steps of some acts.
func edgesOf(acts []Row) (edges []Edge) {
	for _, a := range acts {
		for _, f := range a.side(From) {
			for _, t := range a.side(To) {
				if f.ID != nil && t.ID != nil {
					edges = append(edges, Edge{a.ID, *f.ID, *t.ID, a.MeritInherited, a.span().last})
				}
			}
		}
	}
	return edges
}

// side are the parties of one side.
func (r Row) side(side string) (out []PartyRow) {
	for _, p := range r.Parties.V {
		if p.Side == side {
			out = append(out, p)
		}
	}
	return out
}
