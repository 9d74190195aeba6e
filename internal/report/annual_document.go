package report

import (
	"strings"

	"giaouoc/internal/bloc"
	"giaouoc/internal/record"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

func (a *Annual) document(lang text.Lang) *encode.Document {
	t := a.Data.Term
	d := &encode.Document{
		Title: text.Of(lang, "report.annual.title", nil), About: t.BlocNameThen + " – " + t.Period.Label, Chief: chief(t.BlocKind),
		Facts: a.facts(lang),
		Tables: []encode.Table{
			overviewTable(a.Comparison.Overview), unitTable(a.Data.Units), leadershipTable(a.Data.Leadership), eventTable(a.Data.Events), deadlineTable(a.Data.Deadlines),
			became(commitmentTable(a.Data.Commitments), a.Data.Commitments, a.Data.Progress), reportTable(a.Data.Progress.Reports, a.unit), a.unitProgress(),
			as("movements", movementTable(a.Comparison.Movements)), modelTable(a.Data.Models), ratingTable(a.Data.Ratings), awardTable("awards", a.Data.Awards), awardTable("earlier_awards", a.Data.EarlierAwards),
			unitAwardTable(a.Data.UnitAwards), tallyTable(a.Comparison.Tally), periodTable(a.Comparison.Tally), sourceTable(a.Data.Sources),
		},
		Charts: []encode.Chart{{Key: "award_chart", Table: "awards_by_period", Series: []string{"collectives", "individuals", "households", "blocs", "unclassified"}}},
	}
	d.Paper = func() *paper.Document { return annualPaper{a, newHand(a, "annual", lang, d)}.paper() }
	return d
}

// chief is who heads a bloc of some kind, as a key of the catalogue.
func chief(blocKind string) string {
	if blocKind == "cluster" {
		return "report.sign.chief_cluster"
	}
	return "report.sign.chief_bloc"
}

// unitProgress is empty in a term nobody reported on.
func (a *Annual) unitProgress() encode.Table {
	of := a.Data.Progress
	if len(of.Reports) == 0 {
		of.Units = nil
	}
	return unitProgressTable(of, a.unit)
}

// unit is what a unit was called when the term began.
func (a *Annual) unit(u *record.Ref) string {
	for _, x := range a.Data.Units {
		if u != nil && u.ID != nil && x.Unit != nil && x.Unit.ID != nil && *x.Unit.ID == *u.ID {
			return shown(x.Unit, x.NameThen)
		}
	}
	return shown(u)
}

func (a *Annual) subject() subject {
	t := a.Data.Term
	s := subject{BlocID: words(t.Bloc.ID), TermID: t.ID, Name: t.BlocNameThen, Code: words(t.BlocCode), Period: t.Period.Label, Layout: words(t.DocumentLayout), State: draft}
	if words(t.Status) == bloc.Locked {
		s.State = locked
	}
	return s
}

func (a *Annual) sealed() any { return a.Data }

// facts are what must be known of the file, and what no table holds.
func (a *Annual) facts(lang text.Lang) []encode.Fact {
	t := a.Data.Term
	fact := func(key, value string) encode.Fact { return encode.Fact{Key: key, Value: value} }
	coded := func(key, words, value string) encode.Fact {
		return encode.Fact{Key: key, Value: value, Kind: encode.Words, Words: words}
	}
	out := []encode.Fact{
		a.standing(),
		fact("bloc", t.BlocNameThen), fact("bloc_code", words(t.BlocCode)), fact("organizer", shown(t.Organizer)), fact("period", t.Period.Label),
		coded("status", "enum.term_status", words(t.Status)), coded("document_layout", "enum.document_layout", words(t.DocumentLayout)),
		fact("theme", words(t.Theme)), fact("theme_of", shown(t.ThemeOf)), fact("council_member", shown(t.CouncilMember)),
		coded("members_state", "enum.members_state", t.MembersState),
		{Key: "stated_member_count", Value: number(t.StatedMemberCount), Kind: encode.Integer},
		coded("deputies_state", "enum.deputies_state", t.DeputiesState), fact("last_year_in_words", words(t.LastYearInWords)), fact("remark", words(t.Remark)),
	}
	if g := a.Data.Agreement; g != nil {
		out = append(out, fact("agreement", g.Title), fact("preamble", words(g.Preamble)), fact("legal_bases", strings.Join(g.LegalBases, "\n")),
			coded("agreement_basis", "enum.agreement_basis", g.Basis), coded("agreement_status", "enum.agreement_status", words(g.Status)), fact("content_hash", words(g.ContentHash)))
	}
	filter := map[bool]string{true: "only_awarded", false: "all_units"}[a.Filters.OnlyAwarded]
	out = append(out, a.asOf(), coded("filters", "report.filter", filter), coded("sections_to_come", "report.sections", "5-7"))
	return append(out, a.traced(lang)...)
}

// shown is what a reference is called; then is a name of its own time that goes
// before.
func shown(r *record.Ref, then ...*string) string {
	for _, n := range then {
		if n != nil {
			return *n
		}
	}
	if r == nil {
		return ""
	}
	return words(or(r.Name, r.AsWritten))
}

// written is a reference in the words of its source, else by its name.
func written(r *record.Ref) string {
	if r == nil {
		return ""
	}
	return words(or(r.AsWritten, r.Name))
}
