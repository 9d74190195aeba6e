package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/db"
	"giaouoc/internal/progress"
	"giaouoc/internal/registration"
	"giaouoc/internal/unit"
)

// read reads a term the caller may read the progress of, in a fixed number of
// statements.
func (m *MidYear) read(tx *gorm.DB, termID string) error {
	var r termRows
	if err := r.readTerm(tx, actor.ProgressRead, termID); err != nil {
		return err
	}
	if err := read(tx, termID, r.lists()...); err != nil {
		return err
	}
	p := progress.Midway(r.term.Term.Period)
	review, err := progress.Review(tx, &r.term.Term, p)
	if err != nil {
		return err
	}
	m.Data = MidYearData{termID, *review}
	names, err := db.All[NameThen](tx, `SELECT unit_id, name FROM (SELECT u.id AS unit_id, u.name AS now, `+unit.NameOnSQL("u.id", termStart)+` AS name
		FROM units u JOIN terms t ON t.id = ? WHERE u.id IN (SELECT unit_id FROM belongings WHERE term_id = ?)) n WHERE name <> now ORDER BY unit_id`, termID, termID)
	if err != nil {
		return err
	}
	m.Beside = MidYearBeside{
		Term: r.shownTerm(), Members: len(r.members), Leadership: r.shownLeadership(), NamesThen: list(names), Sources: sourcesOf(r.provenances()), Events: r.shownEvents(nil), Deadlines: []ReportedDeadline{},
	}
	b := &m.Beside
	for _, d := range r.shownDeadlines() {
		if d.DueOn > p.EndsOn {
			b.Deadlines = append(b.Deadlines, d)
		}
	}
	if b.Movements, b.Models, err = readExamples(tx, termID); err != nil {
		return err
	}
	return tx.Raw(`SELECT count(*) AS sent, count(CASE WHEN status = ? THEN 1 END) AS accepted, (SELECT count(DISTINCT unit_id) FROM belongings WHERE term_id = ?) AS units
		FROM registrations WHERE term_id = ? AND status <> ?`, registration.Accepted, termID, termID, registration.Draft).Scan(&b.Registrations).Error
}
