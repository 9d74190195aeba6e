package report

import (
	"giaouoc/internal/date"
	"giaouoc/internal/registration"
)

// RegistrationSchema names the shape of the JSON form.
const RegistrationSchema = "giaouoc.report.registration/1"

// RegistrationPaper is what a unit registers for a term as the document its head and
// its trade union sign (bảng đăng ký giao ước thi đua, form 1a of Circular
// 35/2011/TT-BLĐTBXH).
type RegistrationPaper struct {
	Head
	Data RegistrationData `json:"data"`
}

// RegistrationData is what is reported. What is unknown is null.
type RegistrationData struct {
	Registration registration.RegistrationDetailView `json:"registration"`
	TermOfPaper
	UnitCode  *string              `json:"unit_code"`
	Movements []RegisteredMovement `json:"movements" doc:"that its own commitments answer, in their order"`
}

// RegisteredMovement is a movement that a registration answers.
type RegisteredMovement struct {
	ID          string        `json:"id" format:"uuid"`
	Name        string        `json:"name"`
	Goals       *string       `json:"goals"`
	LaunchedOn  *date.Partial `json:"launched_on"`
	ConcludesOn *date.Partial `json:"concludes_on"`
}

func (p *RegistrationPaper) sealed() any { return p.Data }

// subject: what a unit registers is a draft until it is accepted.
func (p *RegistrationPaper) subject() subject {
	d := p.Data
	s := subject{
		BlocID: words(d.Registration.Bloc.ID), TermID: d.Registration.Term.ID, UnitID: words(d.Registration.Unit.ID), Name: shown(d.Registration.Unit),
		Code: words(d.UnitCode), Period: d.Period.Label, Layout: words(d.DocumentLayout), State: draft,
	}
	if d.Registration.Status == registration.Accepted {
		s.State = locked
	}
	return s
}
