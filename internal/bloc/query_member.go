package bloc

import (
	"slices"
	"strconv"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/unit"
)

// memberList is the grammar of lists of members, which differ in their order.
func memberList(order string) db.List {
	return db.List{
		Fields: []db.Field{
			{Name: "order", SQL: "m.position", Type: db.Int, Sort: true},
			{Name: "period", SQL: "t.period_label", Type: db.Text, Sort: true, SortSQL: "t.period_starts_on"},
			{Name: "year", SQL: "t.listing_year", Type: db.Int, Nullable: true},
			{Name: "term_id", SQL: "m.term_id", Type: db.ID},
			{Name: "bloc_id", SQL: "m.bloc_id", Type: db.ID},
			{Name: "unit_id", SQL: "m.unit_id", Type: db.ID, Nullable: true},
		},
		Default: order, ID: "m.id",
	}
}

// memberRow is a member with its unit's name today and then.
type memberRow struct {
	Member   `gorm:"embedded"`
	UnitName *string
	NameThen *string
}

// members are those the context's actor may see.
func members(tx *gorm.DB) db.Select {
	cond, args := actor.From(tx.Statement.Context).Extent(actor.BlocRead).TermRows("m.bloc_id", "m.term_id")
	return db.Select{
		Columns: "m.*, u.name AS unit_name, " + unit.NameOnSQL("m.unit_id", "t.period_starts_on") + " AS name_then",
		From:    "members m JOIN terms t ON t.id = m.term_id LEFT JOIN units u ON u.id = m.unit_id",
		Where:   []string{cond}, Args: args,
	}
}

// otherMember is the id of the term's member row of the same unit, "" for none.
func otherMember(tx *gorm.DB, m *Member) (id string, err error) {
	if m.UnitID == nil {
		return "", nil
	}
	err = tx.Raw("SELECT id FROM members WHERE term_id = ? AND unit_id = ? AND id <> ?", m.TermID, *m.UnitID, m.ID).Scan(&id).Error
	return id, err
}

// membersFrom reads a term's members from a place on, in their order.
func membersFrom(tx *gorm.DB, termID string, place int) ([]memberRow, error) {
	s := members(tx)
	s.And("m.term_id = ? AND m.position >= ?", termID, place)
	return db.Every[memberRow](tx, s, "m.position")
}

// checkUnits notes new members of one term whose unit is not there, is a member
// already, or stands in the list twice.
func checkUnits(tx *gorm.DB, bad *fault.Fields, ms []Member) error {
	ids := make([]*string, len(ms))
	var linked []string
	for i, m := range ms {
		if ids[i] = m.UnitID; m.UnitID == nil {
			continue
		}
		if slices.Contains(linked, *m.UnitID) {
			bad.Add("/data/"+strconv.Itoa(i)+"/unit_id", "duplicate_item")
		}
		linked = append(linked, *m.UnitID)
	}
	if err := record.KnownAll(tx, bad, "/data", "unit_id", "units", ids); err != nil || len(linked) == 0 {
		return err
	}
	cond, arg := db.In(tx, "unit_id", linked)
	there, err := db.All[struct{ ID, UnitID string }](tx, "SELECT id, unit_id FROM members WHERE term_id = ? AND "+cond, ms[0].TermID, arg)
	for i, m := range ms {
		for _, o := range there {
			if m.UnitID != nil && *m.UnitID == o.UnitID {
				bad.Add("/data/"+strconv.Itoa(i)+"/unit_id", "already_there", "existing_id", o.ID)
			}
		}
	}
	return err
}

// moveOthers makes room for, or closes up after, a member that moves.
func moveOthers(tx *gorm.DB, m *Member, by move) error {
	if by.by == 0 {
		return nil
	}
	return tx.Exec(`UPDATE members SET position = position + ?, version = version + 1, updated_at = ?
		WHERE term_id = ? AND position BETWEEN ? AND ? AND id <> ?`, by.by, tx.NowFunc(), m.TermID, by.lo, by.hi, m.ID).Error
}

var leadershipList = db.List{
	Fields: []db.Field{
		{
			Name: "role", SQL: "l.role", Type: db.Enum, Enum: []string{LeaderRole, DeputyRole}, Sort: true,
			SortSQL: "CASE l.role WHEN 'leader' THEN '1' ELSE '2' END",
		},
		{Name: "unit_id", SQL: "l.unit_id", Type: db.ID, Nullable: true},
		{Name: "chosen", SQL: "l.chosen", Type: db.Enum, Enum: []string{"elected", "assigned"}, Nullable: true},
	},
	Default: "role", ID: "l.id",
}

// leadershipRow is a leadership with its unit's present name.
type leadershipRow struct {
	Leadership `gorm:"embedded"`
	UnitName   *string
}

// leaderships are those the context's actor may see.
func leaderships(tx *gorm.DB) db.Select {
	cond, args := actor.From(tx.Statement.Context).Extent(actor.BlocRead).TermRows("l.bloc_id", "l.term_id")
	return db.Select{
		Columns: "l.*, u.name AS unit_name", From: "leaderships l LEFT JOIN units u ON u.id = l.unit_id",
		Where: []string{cond}, Args: args,
	}
}

// otherLeadership is the id of the term's row of the same unit in the same
// role, "" for none.
func otherLeadership(tx *gorm.DB, l *Leadership) (id string, err error) {
	if l.UnitID == nil {
		return "", nil
	}
	err = tx.Raw("SELECT id FROM leaderships WHERE term_id = ? AND role = ? AND unit_id = ? AND id <> ?", l.TermID, l.Role, *l.UnitID, l.ID).Scan(&id).Error
	return id, err
}

// eventSeen reports whether there is such an event and the context's actor may
// read it: one of a bloc in reach, or one that served a term in reach.
func eventSeen(tx *gorm.DB, id string) (bool, error) {
	extent := actor.From(tx.Statement.Context).Extent(actor.AgreementRead)
	ofBloc, args := extent.BlocRows("e.bloc_id")
	ofTerm, more := extent.TermRows("t.bloc_id", "t.id")
	var n int64
	err := tx.Raw(`SELECT count(*) FROM events e WHERE (`+ofBloc+` OR EXISTS (
			SELECT 1 FROM event_terms s JOIN terms t ON t.id = s.term_id WHERE s.event_id = e.id AND `+ofTerm+`)) AND e.id = ?`,
		append(append(args, more...), id)...).Scan(&n).Error
	return n > 0, err
}

// personNames are the names of persons by id; who is not there has none.
func personNames(tx *gorm.DB, ids []string) (map[string]string, error) {
	var rows []struct{ ID, Name string }
	names := map[string]string{}
	if len(ids) == 0 {
		return names, nil
	}
	err := tx.Raw("SELECT id, name FROM persons WHERE id IN ?", ids).Scan(&rows).Error
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, err
}
