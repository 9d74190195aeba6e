package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/db"
	"giaouoc/internal/registration"
)

// read reads a registration the caller may read in a fixed number of statements.
func (p *RegistrationPaper) read(tx *gorm.DB, id string) error {
	r, err := registration.Show(tx, id)
	if err != nil {
		return err
	}
	p.Data.Registration = *r
	if _, err := p.Data.TermOfPaper.read(tx, r.Term.ID); err != nil {
		return err
	}
	if err := tx.Raw("SELECT u.code FROM units u WHERE u.id = ?", words(r.Unit.ID)).Scan(&p.Data.UnitCode).Error; err != nil {
		return err
	}
	movements, err := db.All[RegisteredMovement](tx, `SELECT m.id, m.name, m.goals, m.launched_on, m.concludes_on FROM movements m
		JOIN (SELECT movement_id, MIN(position) AS place FROM registration_commitments WHERE registration_id = ? GROUP BY movement_id) c ON c.movement_id = m.id
		ORDER BY c.place`, id)
	p.Data.Movements = list(movements)
	return err
}
