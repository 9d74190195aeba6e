package report

import (
	"slices"

	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/record"
)

// termFigure and awardFigure are lines of the overview and where they come from.
type (
	termFigure struct {
		name string
		of   func(figuresRow) *int
	}
	awardFigure struct {
		name string
		of   func(award.Sums) int
	}
)

// figures are the lines of the overview. What has no rows and no word that
// there are none is unknown, not zero.
func figures() []termFigure {
	known := func(n int, is bool) *int {
		if !is {
			return nil
		}
		return &n
	}
	answer := func(n func(figuresRow) int) func(figuresRow) *int {
		return func(f figuresRow) *int { return known(n(f), f.Signatures > 0) }
	}
	return []termFigure{
		{"members", func(f figuresRow) *int { return known(f.Members, f.MembersState != bloc.Unknown) }},
		{"stated_members", func(f figuresRow) *int { return f.StatedMemberCount }},
		{"signed", answer(func(f figuresRow) int { return f.Signed })},
		{"pending", answer(func(f figuresRow) int { return f.Pending })},
		{"absent", answer(func(f figuresRow) int { return f.Absent })},
		{"late", answer(func(f figuresRow) int { return f.Late })},
		{"commitments", func(f figuresRow) *int { return known(f.Commitments, f.Commitments > 0) }},
		{"with_target", func(f figuresRow) *int { return known(f.WithTarget, f.Commitments > 0) }},
	}
}

// awardFigures are those of awards in force.
func awardFigures() []awardFigure {
	return []awardFigure{
		{"collectives", func(s award.Sums) int { return s.Collectives }},
		{"individuals", func(s award.Sums) int { return s.Individuals }},
		{"households", func(s award.Sums) int { return s.Households }},
		{"blocs", func(s award.Sums) int { return s.Blocs }},
		{"unclassified", func(s award.Sums) int { return s.Unclassified }},
		{"all_awards", award.Sums.All},
		{"count_unknown", func(s award.Sums) int { return s.CountUnknown }},
		{"unnamed", func(s award.Sums) int { return s.Unnamed }},
	}
}

// unrecorded holds for a figure of awards with a year nothing is on record of.
func unrecorded(f AnnualFigure) bool {
	ofAwards := slices.ContainsFunc(awardFigures(), func(a awardFigure) bool { return a.name == f.Figure })
	return ofAwards && (f.LastYear == nil || f.ThisYear == nil)
}

// overview compares the term with the one before.
func (r *annualRows) overview(t AnnualTally) []AnnualFigure {
	out := []AnnualFigure{}
	own := r.term.Term.Period.Label
	add := func(name string, last, this *int) {
		f := AnnualFigure{name, last, this, nil}
		if last != nil && this != nil {
			change := *this - *last
			f.Change = &change
		}
		out = append(out, f)
	}
	for _, line := range figures() {
		var last, this *int
		for _, f := range r.figures {
			if f.PeriodLabel == own {
				this = line.of(f)
			} else {
				last = line.of(f)
			}
		}
		add(line.name, last, this)
	}
	n := len(t.ByPeriod)
	for _, line := range awardFigures() {
		given := func(at int) *int {
			if at < 0 || t.ByPeriod[at].Sums == nil {
				return nil
			}
			v := line.of(*t.ByPeriod[at].Sums)
			return &v
		}
		add(line.name, given(n-2), given(n-1))
	}
	return out
}

// unitAwards counts what awards in force name of each unit. While recipients
// are without a name, a unit nobody named may still be among them: its figure
// is unknown, not zero.
func unitAwards(units []AnnualUnit, awards []AnnualAward, onlyAwarded bool) []AnnualUnitAwards {
	lines := []*counting{}
	for _, u := range units {
		lines = append(lines, &counting{order: u.Order, unit: u.Unit, name: u.NameThen, code: u.Code})
	}
	rest, open := &counting{}, false
	for _, a := range awards {
		if a.Status != award.InForce {
			continue
		}
		title := words(or(a.Type.Name, a.Type.AsWritten))
		if a.Unnamed == nil || *a.Unnamed > 0 {
			open = true
			rest.add(a.RecipientKind, value(a.Unnamed), title)
		}
		for _, g := range a.Recipients {
			at := slices.IndexFunc(lines, func(l *counting) bool { return g.Unit != nil && names(*l.unit, *g.Unit) })
			switch {
			case at >= 0:
				lines[at].add(a.RecipientKind, 1, title)
			case g.Unit != nil:
				l := &counting{unit: g.Unit, name: g.NameThen}
				l.add(a.RecipientKind, 1, title)
				lines = append(lines, l)
			default:
				rest.add(a.RecipientKind, 1, title)
			}
		}
	}
	out := []AnnualUnitAwards{}
	for _, l := range append(lines, rest) {
		if len(l.types) > 0 || l != rest && !onlyAwarded {
			out = append(out, l.shown(open))
		}
	}
	return out
}

func names(a, b record.Ref) bool { return sameUnit(a.ID, a.AsWritten, b.ID, b.AsWritten) }

// counting gathers one line.
type counting struct {
	order                            *int
	unit                             *record.Ref
	name, code                       *string
	collectives, individuals, others int
	types                            []string
}

func (c *counting) add(kind *string, n int, title string) {
	switch words(kind) {
	case award.Collective:
		c.collectives += n
	case award.Individual:
		c.individuals += n
	default:
		c.others += n
	}
	if !slices.Contains(c.types, title) {
		c.types = append(c.types, title)
	}
}

func (c *counting) shown(open bool) AnnualUnitAwards {
	figure := func(n int) *int {
		if n == 0 && open {
			return nil
		}
		return &n
	}
	return AnnualUnitAwards{c.order, c.unit, c.name, c.code, figure(c.collectives), figure(c.individuals), figure(c.others), list(c.types)}
}
