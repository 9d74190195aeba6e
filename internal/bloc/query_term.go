package bloc

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
)

var (
	listStates   = []string{Unknown, None, Partial, Listed}
	termStatuses = []string{Planning, Signing, InForce, Reviewing, Concluded, Locked}
)

var termList = db.List{
	Fields: append(yearFields("t"),
		db.Field{Name: "bloc_id", SQL: "t.bloc_id", Type: db.ID},
		db.Field{Name: "status", SQL: "t.status", Type: db.Enum, Enum: termStatuses, Nullable: true},
		db.Field{Name: "members_state", SQL: "t.members_state", Type: db.Enum, Enum: listStates},
		db.Field{Name: "deputies_state", SQL: "t.deputies_state", Type: db.Enum, Enum: listStates},
		db.Field{Name: "unit_id", Type: db.ID, Match: func(vs []string) (string, []any) {
			return "t.id IN (SELECT term_id FROM belongings WHERE unit_id IN ?)", []any{vs}
		}},
	),
	Search: "b.search_text", Default: "-period", ID: "t.id",
}

// termRow is a term with present names of what it points to and the number of
// its member rows.
type termRow struct {
	Term              `gorm:"embedded"`
	BlocName          string
	ThemeOfName       *string
	CouncilMemberName *string
	MemberCount       int
}

// terms are those the context's actor may see.
func terms(tx *gorm.DB) db.Select {
	cond, args := actor.From(tx.Statement.Context).Extent(actor.BlocRead).TermRows("t.bloc_id", "t.id")
	return db.Select{
		Columns: `t.*, b.name AS bloc_name, a.name AS theme_of_name, p.name AS council_member_name,
			(SELECT count(*) FROM members m WHERE m.term_id = t.id) AS member_count`,
		From: `terms t JOIN blocs b ON b.id = t.bloc_id LEFT JOIN authorities a ON a.id = t.theme_of_id
			LEFT JOIN persons p ON p.id = t.council_member_id`,
		Where: []string{cond}, Args: args,
	}
}

// otherTerm is the id of the bloc's term in the same period, "" for none.
func otherTerm(tx *gorm.DB, t *Term) (id string, err error) {
	err = tx.Raw("SELECT id FROM terms WHERE bloc_id = ? AND period_kind = ? AND period_label = ? AND id <> ?",
		t.BlocID, t.Period.Kind, t.Period.Label, t.ID).Scan(&id).Error
	return id, err
}

// errAgreementSigned refuses a change of what the signed text of a term names.
var errAgreementSigned = fault.New(fault.Conflict, "term.agreement_signed")

// ErrMemberRanked refuses to take a unit out of a term whose ranking rests on its scores.
var ErrMemberRanked = fault.New(fault.Conflict, "member.ranked")

// unsigned refuses to change what the hash of a signed original is taken over, a
// term's period and members, while that agreement stands. The term is held:
// who signs first waits for it too.
func unsigned(tx *gorm.DB, termID string) error {
	var signed bool
	err := tx.Raw(`SELECT EXISTS (SELECT 1 FROM agreements WHERE term_id = ? AND basis_of_text = 'original' AND frozen_at IS NOT NULL
		AND (status IS NULL OR status <> 'cancelled'))`, termID).Scan(&signed).Error
	if err == nil && signed {
		return errAgreementSigned
	}
	return err
}

// rowCounts are how many rows the lists of a term have.
type rowCounts struct{ Members, Deputies int }

func countRows(tx *gorm.DB, termID string) (n rowCounts, err error) {
	err = tx.Raw(`SELECT (SELECT count(*) FROM members WHERE term_id = ?) AS members,
		(SELECT count(*) FROM leaderships WHERE term_id = ? AND role = 'deputy') AS deputies`, termID, termID).Scan(&n).Error
	return n, err
}
