package report

import (
	"strings"

	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
)

// registrationText is a registration as the document that is sent.
type registrationText struct {
	*RegistrationPaper
	hand
}

// paper follows form 1a: the movements, the commitments, the titles, and who signs. An
// office words nothing of it: what the unit says stands in the registration.
func (r registrationText) paper() *paper.Document {
	d := r.Data
	period := periodWords(r.lang, d.Period)
	doc := &paper.Document{
		Issue:   paper.Issue{Issuer: shown(d.Registration.Unit), Number: words(d.Registration.DocumentAsWritten), Day: encode.Day(partial(d.Registration.RegisteredOn))},
		Title:   r.say("title", nil),
		Subject: []string{capital(period)},
		To:      r.addressees(),
		Body: []paper.Block{
			paper.Heading{Level: 1, Text: r.say("movements", nil)},
			r.table("registration_movements", "row", "movement", "goals", "launched_on", "concludes_on"),
			paper.Heading{Level: 1, Text: r.say("commitments", nil)},
			r.table("registration_commitments", "row", "text", "unit_of_measure", "target", "due_on", "note"),
			paper.Heading{Level: 1, Text: r.say("titles", nil)},
			r.table("registration_titles", "row", "registration_subject", "type", "recipient", "count", "note"),
			paper.Signatures{Of: r.signatories()},
		},
	}
	return r.dress(doc, "registration_status")
}

// addressees are who takes registrations: the body that organises the bloc, and the
// bloc.
func (r registrationText) addressees() (to []string) {
	for _, who := range []string{shown(r.Data.Organizer), r.Data.BlocNameThen} {
		if who != "" {
			to = append(to, who)
		}
	}
	return to
}

// signatories are the head of the unit and, on the left as in the form, its union.
func (r registrationText) signatories() []paper.Signatory {
	d := r.Data.Registration
	position := func(given *string, usual string) string {
		if given != nil {
			return strings.ToUpper(*given)
		}
		return usual
	}
	return []paper.Signatory{
		{Behalf: r.layout.For(r.lang, r.say("union", nil)), Position: position(d.UnionPositionAsWritten, r.say("union_head", nil)), Name: shown(d.Union)},
		{Behalf: r.say("unit", nil), Position: position(d.HeadPositionAsWritten, ""), Name: shown(d.Head)},
	}
}
