package report

import (
	"errors"

	"gorm.io/gorm"

	"giaouoc/internal/agreement"
	"giaouoc/internal/bloc"
	"giaouoc/internal/fault"
	"giaouoc/internal/record"
)

// read says whose handbook it is; its parts come as they are read.
func (h *Handbook) read(tx *gorm.DB, termID string) error {
	var x annualTermRow
	if err := readAnnualTerm(tx, termID, &x); err != nil {
		return err
	}
	t := x.Term
	h.Data = HandbookData{
		TermID: t.ID, Bloc: record.Ref{ID: &t.BlocID, Name: &x.BlocName}, BlocNameThen: agreement.BlocNameOn(bloc.Bloc{Name: x.BlocName, Names: x.BlocNames}, t.Period.StartsOn),
		BlocCode: x.BlocCode, BlocKind: x.BlocKind, Organizer: record.NewRef(x.OrganizerID, x.OrganizerInWords, x.OrganizerName), DocumentLayout: x.DocumentLayout,
		Period: bloc.NewPeriodValue(t.Period), Status: t.Status, Parts: []HandbookPart{},
	}
	return nil
}

// handbook reads all documents of a term: its agreement, the annual report, the
// lists that go with the decisions of its awards, the statistics of its bloc and
// the profiles of its units. The list of contents is the first.
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
