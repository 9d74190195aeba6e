package report

import (
	"strings"
	"time"

	"giaouoc/internal/record"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/text"
)

// Document describes the report for the encoders.
func (a *Annual) Document(lang text.Lang) *encode.Document {
	t := a.Data.Term
	chief := "report.sign.chief_bloc"
	if t.BlocKind == "cluster" {
		chief = "report.sign.chief_cluster"
	}
	d := &encode.Document{
		Lang: lang, Title: text.Of(lang, "report.annual.title", nil), About: t.BlocNameThen + " – " + t.Period.Label, Draft: !a.Locked, Chief: chief,
		Author: a.ExportedBy, Program: a.Program, At: a.DataAsOf, Checksum: a.Checksum, Payload: a,
		Facts: a.facts(lang),
		Tables: []encode.Table{
			overviewTable(a.Comparison.Overview), unitTable(a.Data.Units), leadershipTable(a.Data.Leadership), eventTable(a.Data.Events), deadlineTable(a.Data.Deadlines),
			commitmentTable(a.Data.Commitments), awardTable("awards", a.Data.Awards), awardTable("earlier_awards", a.Data.EarlierAwards),
			unitAwardTable(a.Data.UnitAwards), tallyTable(a.Comparison.Tally), periodTable(a.Comparison.Tally), sourceTable(a.Data.Sources),
		},
		Charts: []encode.Chart{{Key: "award_chart", Table: "awards_by_period", Series: []string{"collectives", "individuals", "households", "blocs", "unclassified"}}},
	}
	d.Paper = annualPaper{a, lang, d}.paper
	return d
}

// facts are what must be known of the file, and what no table holds.
func (a *Annual) facts(lang text.Lang) []encode.Fact {
	t := a.Data.Term
	fact := func(key, value string) encode.Fact { return encode.Fact{Key: key, Value: value} }
	coded := func(key, words, value string) encode.Fact {
		return encode.Fact{Key: key, Value: value, Kind: encode.Words, Words: words}
	}
	out := []encode.Fact{
		coded("document_status", "report.document_status", a.DocumentStatus),
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
	return append(out,
		encode.Fact{Key: "data_as_of", Value: a.DataAsOf.UTC().Format(time.RFC3339Nano), Kind: encode.Instant},
		coded("filters", "report.filter", filter), coded("sections_to_come", "report.sections", "4-7"), fact("exported_by", a.ExportedBy),
		encode.Fact{Key: "program", Value: a.Program, Said: a.program.said(lang)}, fact("schema", a.Schema), fact("checksum", a.Checksum))
}

// fileName is the name of the file in ASCII and in full.
func (a *Annual) fileName(lang text.Lang, suffix string) (ascii, full string) {
	t := a.Data.Term
	bloc := encode.Slug(words(t.BlocCode))
	if bloc == "" {
		bloc = encode.Slug(t.BlocNameThen)
	}
	const long = 60
	if len(bloc) > long {
		bloc = strings.TrimRight(bloc[:long], "-")
	}
	ascii = strings.Join([]string{"BaoCaoTongKet", bloc, t.Period.Label, encode.Stamp(a.DataAsOf)}, "_") + suffix
	return ascii, text.Of(lang, "report.annual.file", map[string]any{"bloc": t.BlocNameThen, "period": t.Period.Label}) + strings.TrimPrefix(suffix, "_csv")
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
