package report

import (
	"errors"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/agreement"
	"giaouoc/internal/bloc"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
	"giaouoc/internal/registration"
	"giaouoc/internal/scoring"
)

// read says whose handbook it is; its parts come as they are read.
func (h *Handbook) read(tx *gorm.DB, termID string) error {
	var rows termRows
	if err := rows.readTerm(tx, actor.BlocRead, termID); err != nil {
		return err
	}
	x, t := rows.term, rows.term.Term
	h.Data = HandbookData{
		TermID: t.ID, Bloc: record.Ref{ID: &t.BlocID, Name: &x.BlocName}, BlocNameThen: agreement.BlocNameOn(bloc.Bloc{Name: x.BlocName, Names: x.BlocNames}, t.Period.StartsOn),
		BlocCode: x.BlocCode, BlocKind: x.BlocKind, Organizer: record.NewRef(x.OrganizerID, x.OrganizerInWords, x.OrganizerName), DocumentLayout: x.DocumentLayout,
		Period: bloc.NewPeriodValue(t.Period), Status: t.Status, Parts: []HandbookPart{},
	}
	return nil
}

// handbook reads all documents of a term: its agreement, the registrations that were
// accepted, the mid-year report, the table it is scored by, once they are open to
// everybody of the bloc the minutes of its votes and its ranking with those of the
// conference, the annual report, the lists that go
// with the decisions of its awards, the statistics of its bloc and the profiles of its
// units; of all that what the caller may read.
// The list of contents is the first.
func (s *Service) handbook(tx *gorm.DB, j *Job) ([]part, error) {
	h, o := newHandbook(), j.Options.V
	annual, err := s.take(tx, kindOf("annual"), j.SubjectID, o)
	if err != nil {
		return nil, err
	}
	a := annual.(*Annual)
	if err := h.read(tx, j.SubjectID); err != nil {
		return nil, err
	}
	var parts []part
	add := func(kindName, id string, o Options) error {
		k := kindOf(kindName)
		r, err := s.take(tx, k, id, o)
		if unnamed(err) {
			o.Draft = true
			r, err = s.take(tx, k, id, o)
		}
		if err == nil {
			parts = append(parts, h.add(k, r))
		}
		return err
	}
	if g := a.Data.Agreement; g != nil {
		err = add("agreement", g.ID, o)
	}
	if err != nil {
		return nil, err
	}
	registrations, err := registration.AcceptedOf(tx, j.SubjectID)
	if err != nil {
		return nil, err
	}
	for _, id := range registrations {
		if err := add("registration", id, o); err != nil {
			return nil, err
		}
	}
	if err := s.addMidYear(tx, h, j.SubjectID, o, &parts); err != nil {
		return nil, err
	}
	settled, err := scoring.SettledIn(tx, j.SubjectID)
	if err != nil {
		return nil, err
	}
	for _, of := range []struct {
		kind string
		ids  []string
	}{{"score_table", settled.Tables}, {"vote", settled.Votes}, {"ranking", settled.Rankings}, {"deliberation", settled.Rankings}} {
		for _, id := range of.ids {
			if err := add(of.kind, id, o); err != nil {
				return nil, err
			}
		}
	}
	parts = append(parts, h.add(kindOf("annual"), a))
	for _, id := range a.decisions() {
		if err := add("commendations", id, o); err != nil {
			return nil, err
		}
	}
	if err := add("award_statistics", *a.Data.Term.Bloc.ID, Options{Layout: o.Layout}); err != nil {
		return nil, err
	}
	for _, u := range a.Data.Units {
		if u.Unit != nil && u.Unit.ID != nil {
			if err := add("unit_profile", *u.Unit.ID, o); err != nil {
				return nil, err
			}
		}
	}
	s.stamp(tx, h, o)
	return append([]part{{jobKind(handbookKind), h}}, parts...), seal(h)
}

// addMidYear adds the mid-year report of a term in which anything was reported for
// it, or which closed its period.
func (s *Service) addMidYear(tx *gorm.DB, h *Handbook, termID string, o Options, to *[]part) error {
	k := kindOf("mid_year")
	r, err := s.take(tx, k, termID, o)
	if err != nil {
		return err
	}
	if p := r.(*MidYear).Data.Progress; p.Closing != nil || len(p.Reports) > 0 {
		*to = append(*to, h.add(k, r))
	}
	return nil
}

// unnamed tells that a list of those commended is refused as final.
func unnamed(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Code == "decision.unnamed"
}

// decisions are those of the awards of the term, each once.
func (a *Annual) decisions() (ids []string) {
	seen := map[string]bool{}
	for _, list := range [][]AnnualAward{a.Data.Awards, a.Data.EarlierAwards} {
		for _, x := range list {
			if x.Decision != nil && x.Decision.ID != nil && !seen[*x.Decision.ID] {
				seen[*x.Decision.ID] = true
				ids = append(ids, *x.Decision.ID)
			}
		}
	}
	return ids
}

func newHandbook() *Handbook { return &Handbook{Head: Head{Schema: HandbookSchema}} }

// jobKind is the kind of what a job makes; a handbook is had in a package only.
func jobKind(name string) kind {
	if name == handbookKind {
		return kind{handbookKind, "HoSoKhoi", func(Options) Report { return newHandbook() }}
	}
	return kindOf(name)
}
