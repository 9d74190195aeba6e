package award

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/unit"
)

var recipientList = db.List{
	Fields: []db.Field{
		{Name: "place", SQL: "r.place", Type: db.Int, Sort: true},
		{Name: "unit_id", SQL: "r.unit_id", Type: db.ID, Nullable: true},
		{Name: "person_id", SQL: "r.person_id", Type: db.ID, Nullable: true},
		{Name: "honoured_bloc_id", SQL: "r.honoured_bloc_id", Type: db.ID, Nullable: true},
	},
	Search: "r.search_text", Default: "place", ID: "r.id",
}

// recipientRow is a recipient with present names of what it points to.
type recipientRow struct {
	Recipient        `gorm:"embedded"`
	UnitName         *string
	NameThen         *string
	PersonName       *string
	HonouredBlocName *string
}

// visibleRecipients are those of awards the context's actor may see.
func visibleRecipients(tx *gorm.DB) db.Select {
	cond, args := visible(tx)
	return db.Select{
		Columns: "r.*, u.name AS unit_name, p.name AS person_name, h.name AS honoured_bloc_name, " +
			unit.NameOnSQL("r.unit_id", "a.period_ends_on") + " AS name_then",
		From: `recipients r JOIN awards a ON a.id = r.award_id LEFT JOIN units u ON u.id = r.unit_id
			LEFT JOIN persons p ON p.id = r.person_id LEFT JOIN blocs h ON h.id = r.honoured_bloc_id`,
		Where: []string{cond}, Args: args,
	}
}

// shownRecipients are all that one award names, in order.
func shownRecipients(tx *gorm.DB, awardID string) ([]recipientRow, error) {
	s := visibleRecipients(tx)
	s.And("r.award_id = ?", awardID)
	var rows []recipientRow
	return rows, tx.Raw("SELECT "+s.Columns+" FROM "+s.From+" WHERE "+s.Where[0]+" AND "+s.Where[1]+" ORDER BY r.place, r.id", s.Args...).Scan(&rows).Error
}

// recipientsOf reads the rows of one award, in order.
func recipientsOf(tx *gorm.DB, awardID string) ([]Recipient, error) {
	var rows []Recipient
	return rows, tx.Raw("SELECT * FROM recipients WHERE award_id = ? ORDER BY place, id", awardID).Scan(&rows).Error
}

// linksOf notes links of recipients to units, persons and blocs that are not
// there for the context's actor, in one statement for each.
func linksOf(tx *gorm.DB, recipients []Recipient, pointer func(i int) string, bad *fault.Fields) error {
	cond, args := actor.From(tx.Statement.Context).Extent(actor.AwardRead).BlocRows("id")
	for _, link := range []struct {
		name, table, cond string
		args              []any
		of                func(Recipient) *string
	}{
		{"unit_id", "units", "1 = 1", nil, func(r Recipient) *string { return r.UnitID }},
		{"person_id", "persons", "1 = 1", nil, func(r Recipient) *string { return r.PersonID }},
		{"honoured_bloc_id", "blocs", cond, args, func(r Recipient) *string { return r.HonouredBlocID }},
	} {
		var ids []string
		for _, r := range recipients {
			if id := link.of(r); id != nil {
				ids = append(ids, *id)
			}
		}
		if len(ids) == 0 {
			continue
		}
		var there []string
		if err := tx.Raw("SELECT id FROM "+link.table+" WHERE id IN ? AND "+link.cond, append([]any{ids}, link.args...)...).Scan(&there).Error; err != nil {
			return err
		}
		noteAbsent(recipients, link.of, there, func(i int) { bad.Add(pointer(i)+"/"+link.name, "reference_not_found") })
	}
	return nil
}

func noteAbsent(recipients []Recipient, of func(Recipient) *string, there []string, note func(i int)) {
	known := make(map[string]bool, len(there))
	for _, id := range there {
		known[id] = true
	}
	for i, r := range recipients {
		if id := of(r); id != nil && !known[*id] {
			note(i)
		}
	}
}
