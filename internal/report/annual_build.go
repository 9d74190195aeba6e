package report

import (
	"strconv"

	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/record"
)

// build makes what is reported of what was read.
func (r *annualRows) build(f AnnualFilters) AnnualData {
	d := AnnualData{
		Term: r.shownTerm(), Units: r.units(), Leadership: r.shownLeadership(), Events: r.shownEvents(r.people), Deadlines: r.shownDeadlines(),
		Commitments: shownCommitments(r.commitments, r.targetUnits), Progress: *r.progress, Models: r.models, Ratings: r.ratings,
		Awards: []AnnualAward{}, EarlierAwards: []AnnualAward{}, Sources: sourcesOf(r.provenances()),
	}
	if len(r.agreements) > 0 {
		a := r.agreements[0]
		d.Agreement = &AnnualAgreement{a.ID, a.Title, a.Preamble, list(a.LegalBases.V), a.BasisOfText, a.Status, a.ContentHash, a.AnnexCount, a.Remark}
	}
	for _, a := range r.awards {
		if r.merited(a) {
			d.Awards = append(d.Awards, r.shownAward(a))
		} else {
			d.EarlierAwards = append(d.EarlierAwards, r.shownAward(a))
		}
	}
	d.UnitAwards = unitAwards(d.Units, d.Awards, f.OnlyAwarded)
	return d
}

// compare makes what sets the term against other periods.
func (r *annualRows) compare() AnnualComparison {
	t := r.shownTally()
	return AnnualComparison{r.movements, r.overview(t), t}
}

func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

// units are the parties of the term's agreement, with who of them leads.
func (r *annualRows) units() []AnnualUnit {
	out := []AnnualUnit{}
	for _, p := range parties(r.members, r.signatures) {
		out = append(out, AnnualUnit{p.Order, p.Unit, p.NameThen, p.Code, r.leads(p.Unit), p.remark, p.Signatures})
	}
	return out
}

func or[T any](a, b *T) *T {
	if a != nil {
		return a
	}
	return b
}

func shownCommitments(rows []annualCommitmentRow, units []annualTargetRow) []AnnualCommitment {
	names := map[string]*string{}
	for _, u := range units {
		names[u.ID] = u.Name
	}
	out := []AnnualCommitment{}
	for _, c := range rows {
		targets := []AnnualTarget{}
		for _, t := range c.Targets.V {
			targets = append(targets, AnnualTarget{t.UnitID, names[t.UnitID], t.Target})
		}
		out = append(out, AnnualCommitment{
			c.ID, c.Position, c.Theme, c.Text, c.Scope, record.NewRef(c.UnitID, c.UnitAsWritten, c.UnitName), c.NameThen, c.Measure, c.Target, c.UnitOfMeasure,
			c.Baseline, c.DueOn, list(c.LegalBasis.V), c.Weight, targets, c.Remark,
		})
	}
	return out
}

// merited holds for an award for merit in the term.
func (r *annualRows) merited(a award.Listing) bool {
	t, x := r.term.Term, a.Row
	if t.ListingYear != nil {
		return x.ListingYear != nil && *x.ListingYear == *t.ListingYear
	}
	return x.PeriodKind != nil && *x.PeriodKind == t.Period.Kind && *x.PeriodLabel == t.Period.Label
}

func (r *annualRows) shownAward(a award.Listing) AnnualAward {
	x := a.Row
	out := AnnualAward{
		ID: x.ID, Class: a.TypeClass, Type: award.AwardTypeRef{Ref: record.Ref{ID: x.AwardTypeID, AsWritten: x.TypeAsWritten, Name: x.TypeName}, Code: x.TypeCode},
		Level: x.EffectiveLevel, LevelAsWritten: x.LevelAsWritten, RecipientKind: x.RecipientKind, CommendationType: x.CommendationType,
		Count: x.Count, CountAsWritten: x.CountAsWritten, Named: x.Named, Unnamed: x.Unnamed(), Recipients: []AnnualRecipient{},
		Decision: record.NewRef(x.DecisionID, x.DecisionAsWritten, x.DecisionNumber), DecidedOn: x.DecisionIssuedOn,
		Authority:  record.Ref{ID: x.GivenByID, AsWritten: x.GivenByAsWritten, Name: x.GivenByName},
		ReportedOn: x.ReportedOn, PresentedOn: x.PresentedOn, Status: x.Status, Citation: x.Citation, Remark: x.Remark,
	}
	if x.TypeIsVerified != nil {
		needs := !*x.TypeIsVerified
		out.Type.NeedsCheck = &needs
	}
	if x.PeriodLabel != nil {
		out.Period = &bloc.PeriodValue{Kind: *x.PeriodKind, Label: *x.PeriodLabel, StartsOn: *x.PeriodStartsOn, EndsOn: *x.PeriodEndsOn, ListingYear: x.ListingYear}
	}
	for _, n := range r.names {
		if n.Row.AwardID == x.ID {
			out.Recipients = append(out.Recipients, namedRecipient(n))
		}
	}
	return out
}

func namedRecipient(n award.Naming) AnnualRecipient {
	g := n.Row
	return AnnualRecipient{
		record.NewRef(g.UnitID, g.UnitAsWritten, g.UnitName), g.NameThen, g.SubUnit, record.NewRef(g.PersonID, g.PersonAsWritten, g.PersonName),
		record.NewRef(g.HonouredBlocID, g.HonouredBlocAsWritten, g.HonouredBlocName), g.Household, g.Remark,
	}
}

func (r *annualRows) shownTally() AnnualTally {
	out := AnnualTally{
		Periods: r.periods, Rows: []AnnualTallyRow{}, ByPeriod: []AnnualPeriodSums{},
		Totals: r.tally.Totals, Unclear: r.tally.Unclear, Annulled: r.tally.Annulled, Draft: r.tally.Draft,
	}
	sums := map[string]*award.Sums{}
	for _, g := range r.tally.Rows {
		label := words(g.Period)
		if g.Year != nil {
			label = strconv.Itoa(*g.Year)
		}
		out.Rows = append(out.Rows, AnnualTallyRow{label, record.NewRef(g.TypeID, g.TypeAsWritten, g.TypeName), g.Level, g.HasAuthority, g.Sums})
		total := value(sums[label]).Plus(g.Sums)
		sums[label] = &total
	}
	for _, p := range r.periods {
		out.ByPeriod = append(out.ByPeriod, AnnualPeriodSums{p, sums[p]})
	}
	return out
}
