package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/agreement"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
	"giaouoc/internal/registration"
)

// registeredIn is where a registration belongs, with what its document shows of that.
type registeredIn struct {
	Period           period.Period `gorm:"embedded;embeddedPrefix:period_"`
	BlocName         string
	BlocNames        db.JSON[[]bloc.Name]
	BlocCode         *string
	DocumentLayout   *string
	OrganizerID      *string
	OrganizerInWords *string
	OrganizerName    *string
	UnitCode         *string
}

// read reads a registration the caller may read in a fixed number of statements.
func (p *RegistrationPaper) read(tx *gorm.DB, id string) error {
	r, err := registration.Show(tx, id)
	if err != nil {
		return err
	}
	in, err := db.One[registeredIn](tx, db.Select{
		Columns: `t.period_kind, t.period_label, t.period_starts_on, t.period_ends_on, b.name AS bloc_name, b.names AS bloc_names, b.code AS bloc_code, b.document_layout,
			b.organizer_id, b.organizer_as_written AS organizer_in_words, o.name AS organizer_name, u.code AS unit_code`,
		From: "registrations r JOIN terms t ON t.id = r.term_id JOIN blocs b ON b.id = r.bloc_id JOIN units u ON u.id = r.unit_id LEFT JOIN authorities o ON o.id = b.organizer_id",
	}, "r.id", id)
	if err != nil {
		return err
	}
	p.Data = RegistrationData{
		Registration: *r, Period: bloc.NewPeriodValue(in.Period), BlocNameThen: agreement.BlocNameOn(bloc.Bloc{Name: in.BlocName, Names: in.BlocNames}, in.Period.StartsOn),
		BlocCode: in.BlocCode, Organizer: record.NewRef(in.OrganizerID, in.OrganizerInWords, in.OrganizerName), DocumentLayout: in.DocumentLayout, UnitCode: in.UnitCode,
	}
	movements, err := db.All[RegisteredMovement](tx, `SELECT m.id, m.name, m.goals, m.launched_on, m.concludes_on FROM movements m
		JOIN (SELECT movement_id, MIN(position) AS place FROM registration_commitments WHERE registration_id = ? GROUP BY movement_id) c ON c.movement_id = m.id
		ORDER BY c.place`, id)
	p.Data.Movements = list(movements)
	return err
}
