package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/agreement"
	"giaouoc/internal/bloc"
	"giaouoc/internal/db"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
)

// TermOfPaper is the term a document is of, with what its head shows of the bloc.
type TermOfPaper struct {
	Period         bloc.PeriodValue `json:"period"`
	BlocNameThen   string           `json:"bloc_name_then" doc:"what the bloc was called when the term began"`
	BlocCode       *string          `json:"bloc_code"`
	Organizer      *record.Ref      `json:"organizer"`
	DocumentLayout *string          `json:"document_layout" enum:"party,state,enterprise"`
}

// read reads the term of a record the caller may read, and answers the kind of its bloc.
func (t *TermOfPaper) read(tx *gorm.DB, termID string) (blocKind string, err error) {
	in, err := db.One[struct {
		Period           period.Period `gorm:"embedded;embeddedPrefix:period_"`
		BlocKind         string
		BlocName         string
		BlocNames        db.JSON[[]bloc.Name]
		BlocCode         *string
		DocumentLayout   *string
		OrganizerID      *string
		OrganizerInWords *string
		OrganizerName    *string
	}](tx, db.Select{
		Columns: `t.period_kind, t.period_label, t.period_starts_on, t.period_ends_on, b.kind AS bloc_kind, b.name AS bloc_name, b.names AS bloc_names, b.code AS bloc_code, b.document_layout,
			b.organizer_id, b.organizer_as_written AS organizer_in_words, o.name AS organizer_name`,
		From: "terms t JOIN blocs b ON b.id = t.bloc_id LEFT JOIN authorities o ON o.id = b.organizer_id",
	}, "t.id", termID)
	if err != nil {
		return "", err
	}
	*t = TermOfPaper{
		bloc.NewPeriodValue(in.Period), agreement.BlocNameOn(bloc.Bloc{Name: in.BlocName, Names: in.BlocNames}, in.Period.StartsOn), in.BlocCode,
		record.NewRef(in.OrganizerID, in.OrganizerInWords, in.OrganizerName), in.DocumentLayout,
	}
	return in.BlocKind, nil
}
