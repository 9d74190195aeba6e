package report

import (
	"cmp"
	"slices"

	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/record"
	"giaouoc/internal/viet"
)

// build makes what is reported of what was read.
func (r *commendationRows) build() CommendationData {
	x := r.decision
	d := CommendationData{
		Decision: CommendationDecision{
			ID: x.ID, Bloc: record.NewRef(x.BlocID, nil, x.BlocName), DocumentLayout: x.DocumentLayout, Kind: x.Kind, Number: x.Number, IssuedOn: x.IssuedOn,
			Authority: record.NewRef(x.AuthorityID, x.AuthorityAsWritten, x.AuthorityName), Signatory: record.NewRef(x.SignatoryID, x.SignatoryAsWritten, x.SignatoryName),
			SignatoryPosition: x.SignatoryPosition, Summary: x.Summary, Status: x.Status, StatedRecipientCount: x.StatedRecipientCount, AwardCount: x.AwardCount, Remark: x.Remark,
		},
		Groups: r.groups(), Sources: sourcesOf(r.provenances()),
	}
	if x.Status == award.Annulled && len(r.annulled) > 0 {
		d.Decision.AnnulledBy = &r.annulled[len(r.annulled)-1]
	}
	for _, g := range d.Groups {
		for _, row := range g.Rows {
			d.Totals.add(row)
		}
	}
	return d
}

// groups puts the awards of one title or form together, in the order of lists.
func (r *commendationRows) groups() []CommendationGroup {
	out, at := []CommendationGroup{}, map[string]int{}
	rows := [][]listed{}
	for _, a := range r.awards {
		x := a.Row
		key := words(or(x.AwardTypeID, x.TypeAsWritten))
		i, there := at[key]
		if !there {
			i = len(out)
			at[key] = i
			g := CommendationGroup{Form: formOf(a.TypeClass, a.TypeFamily, x.TypeAsWritten), Level: x.EffectiveLevel}
			g.Type = award.AwardTypeRef{Ref: record.Ref{ID: x.AwardTypeID, AsWritten: x.TypeAsWritten, Name: x.TypeName}, Code: x.TypeCode}
			if x.TypeIsVerified != nil {
				needs := !*x.TypeIsVerified
				g.Type.NeedsCheck = &needs
			}
			out, rows = append(out, g), append(rows, nil)
		}
		rows[i] = append(rows[i], r.listed(a)...)
	}
	for i := range out {
		slices.SortStableFunc(rows[i], func(a, b listed) int { return slices.Compare(a.place, b.place) })
		for _, l := range rows[i] {
			out[i].Rows = append(out[i].Rows, l.CommendationRow)
			out[i].Sums.add(l.CommendationRow)
		}
	}
	slices.SortStableFunc(out, func(a, b CommendationGroup) int {
		return cmp.Compare(slices.Index(listForms(), a.Form), slices.Index(listForms(), b.Form))
	})
	return out
}

// listed is a row with its place: kind of recipient, whether it is named, and then
// protocol order or the alphabet.
type listed struct {
	CommendationRow
	place []string
}

// listed are an award's recipients and those it does not name.
func (r *commendationRows) listed(a award.Listing) (out []listed) {
	x := a.Row
	row := CommendationRow{
		AwardID: x.ID, RecipientKind: x.RecipientKind, CommendationType: x.CommendationType,
		Authority: record.Ref{ID: x.GivenByID, AsWritten: x.GivenByAsWritten, Name: x.GivenByName}, Citation: x.Citation, Remark: x.Remark,
	}
	if x.PeriodLabel != nil {
		row.Period = &bloc.PeriodValue{Kind: *x.PeriodKind, Label: *x.PeriodLabel, StartsOn: *x.PeriodStartsOn, EndsOn: *x.PeriodEndsOn, ListingYear: x.ListingYear}
	}
	kind := "4"
	if x.RecipientKind != nil {
		kind = number(known(slices.Index([]string{award.Collective, award.Individual, award.Household, award.WholeBloc}, *x.RecipientKind)))
	}
	for _, n := range r.names {
		if n.Row.AwardID != x.ID {
			continue
		}
		g := namedRecipient(n)
		one := row
		one.Recipient, one.Count = &g, known(1)
		out = append(out, listed{one, append([]string{kind, "named"}, r.placeOf(x.RecipientKind, x.BlocName, x.ID, g)...)})
	}
	rest := x.Unnamed()
	if rest == nil || *rest > 0 {
		row.Count = rest
		out = append(out, listed{row, []string{kind, "unnamed"}})
	}
	return out
}

func known[T any](v T) *T { return &v }

// placeOf is where a recipient stands among its kind: a collective by protocol
// order where it was a member in the period of merit, the others behind by name;
// people and households by given name, then by the rest.
func (r *commendationRows) placeOf(kind, blocName *string, awardID string, g AnnualRecipient) []string {
	name, unit := g.parted()
	switch words(kind) {
	case award.Individual, award.Household:
		return []string{viet.PersonKey(name), viet.SortKey(unit)}
	case award.Collective:
		for _, p := range r.places {
			if p.AwardID == awardID && g.Unit != nil && sameUnit(p.UnitID, p.UnitAsWritten, g.Unit.ID, g.Unit.AsWritten) {
				return []string{"member", viet.SortKey(words(blocName)), viet.SortKey(number(&p.Position)), viet.SortKey(words(g.SubUnit))}
			}
		}
	}
	return []string{"other", viet.SortKey(name), viet.SortKey(unit)}
}

func (r *commendationRows) provenances() []record.Provenance {
	all := []record.Provenance{r.decision.Provenance}
	for _, x := range r.awards {
		all = append(all, x.Row.Provenance)
	}
	for _, x := range r.names {
		all = append(all, x.Row.Provenance)
	}
	return all
}
