package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/agreement"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/pilot"
	"giaouoc/internal/record"
	"giaouoc/internal/unit"
)

// termRow is the term with its bloc.
type termRow struct {
	Term              bloc.Term `gorm:"embedded"`
	BlocName          string
	BlocNames         db.JSON[[]bloc.Name]
	BlocCode          *string
	BlocKind          string
	DocumentLayout    *string
	OrganizerID       *string
	OrganizerInWords  *string
	OrganizerName     *string
	ThemeOfName       *string
	CouncilMemberName *string
}

type memberRow struct {
	bloc.Member `gorm:"embedded"`
	UnitName    *string
	NameThen    *string
	Code        *string
}

type leadingRow struct {
	bloc.Leadership `gorm:"embedded"`
	UnitName        *string
	NameThen        *string
}

type eventRow struct {
	agreement.Event `gorm:"embedded"`
	OrganiserName   *string
	OrganiserThen   *string
	Purpose         string
}

// termRows are what all reports of a term begin with, as it is stored.
type termRows struct {
	term       termRow
	members    []memberRow
	leadership []leadingRow
	events     []eventRow
	deadlines  []bloc.Deadline
}

// readTerm reads the term with its bloc, for who may read it by a permission.
func (r *termRows) readTerm(tx *gorm.DB, p actor.Permission, id string) error {
	cond, args := actor.From(tx.Statement.Context).Extent(p).TermRows("t.bloc_id", "t.id")
	var rows []termRow
	err := tx.Raw(`SELECT t.*, b.name AS bloc_name, b.names AS bloc_names, b.code AS bloc_code, b.kind AS bloc_kind, b.document_layout,
			b.organizer_id, b.organizer_as_written AS organizer_in_words, o.name AS organizer_name, th.name AS theme_of_name, p.name AS council_member_name
		FROM terms t JOIN blocs b ON b.id = t.bloc_id LEFT JOIN authorities o ON o.id = b.organizer_id
			LEFT JOIN authorities th ON th.id = t.theme_of_id LEFT JOIN persons p ON p.id = t.council_member_id
		WHERE t.id = ? AND `+cond, append([]any{id}, args...)...).Scan(&rows).Error
	if err == nil && len(rows) == 0 {
		err = fault.Missing()
	}
	if err == nil {
		r.term = rows[0]
	}
	return err
}

// termStart is the day names are told as of: when the term t began.
const termStart = "t.period_starts_on"

// What is read of a member m, of a signature s and of a commitment c with their
// unit u, and with the person p who signs.
func memberColumns() string {
	return "m.*, u.name AS unit_name, u.code, " + unit.NameOnSQL("m.unit_id", termStart) + " AS name_then"
}

func signatureColumns() string {
	return "s.*, u.name AS unit_name, u.code, p.name AS person_name, " + unit.NameOnSQL("s.unit_id", "COALESCE(s.signed_on, "+termStart+")") + " AS name_then"
}

func commitmentColumns() string {
	return "c.*, u.name AS unit_name, " + unit.NameOnSQL("c.unit_id", termStart) + " AS name_then"
}

// inTerm is a list of a term: what is read of an alias, by which permission, from
// where and in which order.
type inTerm struct {
	into                 any
	permission           actor.Permission
	alias, columns, from string
	order                string
}

// lists are those every report of a term has.
func (r *termRows) lists() []inTerm {
	return []inTerm{
		{&r.members, actor.BlocRead, "m", memberColumns(), "members m LEFT JOIN units u ON u.id = m.unit_id", "m.position, m.id"},
		{&r.leadership, actor.BlocRead, "l", "l.*, u.name AS unit_name, " + unit.NameOnSQL("l.unit_id", termStart) + " AS name_then", "leaderships l LEFT JOIN units u ON u.id = l.unit_id", "CASE l.role WHEN 'leader' THEN 0 ELSE 1 END, l.id"},
		{&r.deadlines, actor.BlocRead, "d", "d.*", "deadlines d", "d.due_on, d.id"},
		{&r.events, actor.AgreementRead, "et", "e.*, et.purpose, u.name AS organiser_name, " + unit.NameOnSQL("e.organiser_unit_id", "COALESCE(e.held_on, "+termStart+")") + " AS organiser_then", "event_terms et JOIN events e ON e.id = et.event_id LEFT JOIN units u ON u.id = e.organiser_unit_id", "COALESCE(e.held_on, ''), e.id, et.purpose"},
	}
}

// read reads lists of a term, each through the extent it has.
func read(tx *gorm.DB, termID string, lists ...inTerm) error {
	who := actor.From(tx.Statement.Context)
	for _, q := range lists {
		cond, args := who.Extent(q.permission).TermRows("t.bloc_id", "t.id")
		where := " JOIN terms t ON t.id = " + q.alias + ".term_id WHERE t.id = ? AND " + cond
		if q.alias == "a" {
			where += " AND (a.status IS NULL OR a.status <> 'cancelled')"
		}
		if err := tx.Raw("SELECT "+q.columns+" FROM "+q.from+where+" ORDER BY "+q.order, append([]any{termID}, args...)...).Scan(q.into).Error; err != nil {
			return err
		}
	}
	return nil
}

// modelRow is a model with what its units are called.
type modelRow struct {
	ID, Title, Status string
	Units             db.JSON[[]struct {
		Part string `json:"part"`
		Name string `json:"name"`
	}]
}

// readExamples reads the movements that commitments of a term answer, and its models.
func readExamples(tx *gorm.DB, termID string) ([]RegisteredMovement, []ReportedModel, error) {
	movements, err := db.All[RegisteredMovement](tx, `SELECT m.id, m.name, m.goals, m.launched_on, m.concludes_on FROM movements m
		WHERE m.id IN (SELECT movement_id FROM movement_commitments WHERE term_id = ?) ORDER BY m.name_sort, m.id`, termID)
	if err != nil {
		return nil, nil, err
	}
	rows, err := db.All[modelRow](tx, "SELECT m.id, m.title, m.status, "+
		db.Gather(tx, "model_units mu LEFT JOIN units u ON u.id = mu.unit_id WHERE mu.model_id = m.id", "mu.position", "part", "mu.part", "name", "COALESCE(u.name, mu.unit_as_written)")+
		" AS units FROM models m WHERE m.term_id = ? ORDER BY m.id", termID)
	models := []ReportedModel{}
	for _, x := range rows {
		m := ReportedModel{x.ID, x.Title, x.Status, []string{}, []string{}}
		for _, u := range x.Units.V {
			if u.Part == pilot.Trying {
				m.Pilots = append(m.Pilots, u.Name)
			} else {
				m.TakenUp = append(m.TakenUp, u.Name)
			}
		}
		models = append(models, m)
	}
	return list(movements), models, err
}

// readRatings reads the ratings of a term, by unit, then counts that name nobody.
func readRatings(tx *gorm.DB, termID string) ([]ReportedRating, error) {
	rows, err := db.All[ratingRow](tx, `SELECT r.unit_id, r.unit_as_written, u.name AS unit_name, r.count, r.standing, r.level FROM ratings r LEFT JOIN units u ON u.id = r.unit_id
		WHERE r.term_id = ? ORDER BY CASE WHEN r.unit_id IS NULL THEN 1 ELSE 0 END, u.name_sort, r.unit_id, CASE r.standing WHEN 'self' THEN 0 WHEN 'proposed' THEN 1 ELSE 2 END, r.level, r.id`, termID)
	out := []ReportedRating{}
	for _, r := range rows {
		out = append(out, ReportedRating{record.NewRef(r.UnitID, r.UnitAsWritten, r.UnitName), r.Count, r.Standing, r.Level})
	}
	return out, err
}

type ratingRow struct {
	UnitID, UnitAsWritten, UnitName *string
	Count                           *int
	Standing, Level                 string
}
