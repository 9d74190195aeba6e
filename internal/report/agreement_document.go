package report

import (
	"strconv"
	"strings"
	"time"

	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

func (a *AgreementPaper) document(lang text.Lang) *encode.Document {
	commitments, sources := commitmentTable(a.Data.Commitments), sourceTable(a.Data.Sources)
	commitments.Key, sources.Key = "agreement_commitments", "agreement_sources"
	d := &encode.Document{
		Title: text.Of(lang, "report.agreement.title", nil), About: a.Data.BlocNameThen + " – " + a.Data.Period.Label,
		Facts:  a.facts(lang),
		Tables: []encode.Table{commitments, targetTable(a.Data.Commitments), signatureTable(a.Data), annexTable(a.Data.Annexes), sources},
	}
	d.Paper = func() *paper.Document { return agreementText{a, newHand(a, "agreement", lang, d)}.paper() }
	return d
}

// facts are what must be known of the file, and what no table holds.
func (a *AgreementPaper) facts(lang text.Lang) []encode.Fact {
	d := a.Data
	fact := func(key, value string) encode.Fact { return encode.Fact{Key: key, Value: value} }
	coded := func(key, words, value string) encode.Fact {
		return encode.Fact{Key: key, Value: value, Kind: encode.Words, Words: words}
	}
	standing := a.standing()
	standing.Words = "report.agreement.document_status"
	out := []encode.Fact{
		standing, fact("bloc", d.BlocNameThen), fact("bloc_code", words(d.BlocCode)), fact("organizer", shown(d.Organizer)), fact("period", d.Period.Label),
		coded("document_layout", "enum.document_layout", words(d.DocumentLayout)), coded("members_state", "enum.members_state", d.MembersState),
		fact("agreement", d.Title), fact("preamble", words(d.Preamble)), fact("legal_bases", strings.Join(d.LegalBases, "\n")),
		coded("agreement_basis", "enum.agreement_basis", d.Basis), coded("agreement_status", "enum.agreement_status", words(d.Status)),
		{Key: "frozen_at", Value: instant(d.FrozenAt), Kind: encode.Instant},
		fact("content_hash", words(d.ContentHash)), fact("verify_at", verifyAt(d.ContentHash)),
	}
	if s := d.Signing; s != nil {
		out = append(out, fact("signing_event", words(s.Title)), encode.Fact{Key: "signing_day", Value: partial(s.HeldOn), Kind: encode.Date}, fact("signing_place", words(s.Place)))
	}
	out = append(out, fact("remark", words(d.Remark)), a.asOf())
	return append(out, a.traced(lang)...)
}

func instant(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339Nano)
}

// verifyAt is where whoever holds the hash of a fixed text asks whether it is
// intact.
func verifyAt(hash *string) string {
	if hash == nil {
		return ""
	}
	return "/verify/" + *hash
}

// targetTable has one row for each unit whose target differs.
func targetTable(commitments []AnnualCommitment) encode.Table {
	t := encode.Table{Key: "agreement_targets", Columns: []encode.Column{
		place("order_in_agreement"), plain("text", 54), plain("name_then", 34), typed("target", encode.Decimal, 12), plain("unit_of_measure", 12),
	}}
	for _, c := range commitments {
		for _, x := range c.Targets {
			t.Rows = append(t.Rows, []string{strconv.Itoa(c.Order), c.Text, words(or(x.UnitName, &x.UnitID)), decimal(x.Target), words(c.UnitOfMeasure)})
		}
	}
	return t
}

// signatureTable has every signature on record, the annulled ones too, and the
// units nobody has an answer of, under the agreement and then under each annex.
func signatureTable(d AgreementData) encode.Table {
	annex := plain("annex", 10)
	annex.Instead = func([]string) (string, map[string]any) { return "report.agreement.itself", nil }
	t := encode.Table{Key: "agreement_signatures", Landscape: true, Columns: []encode.Column{
		running(), annex, place("protocol_order"), plain("code", 9), plain("name_then", 30), coded("role", "enum.signature_role", 11), coded("status", "enum.signature_status", 10),
		plain("person_as_written", 20), plain("position_as_written", 20), typed("signed_on", encode.Date, 12), coded("method", "enum.signature_method", 13), plain("remark", 20),
		aside(plain("unit_as_written", 30)),
	}}
	add := func(annex string, parties []Party) {
		for _, p := range parties {
			answers := p.Signatures
			if len(answers) == 0 {
				answers = []AnnualSignature{{}}
			}
			for _, s := range answers {
				t.Rows = append(t.Rows, []string{
					next(t), annex, number(p.Order), words(p.Code), shown(p.Unit, p.NameThen), words(s.Role), s.Status, written(s.Person),
					words(s.PositionAsWritten), partial(s.SignedOn), words(s.Method), words(s.Remark), asWritten(p.Unit),
				})
			}
		}
	}
	add("", d.Parties)
	for _, x := range d.Annexes {
		add(strconv.Itoa(x.Number), x.Parties)
	}
	return t
}

func annexTable(annexes []AgreementAnnex) encode.Table {
	t := encode.Table{Key: "agreement_annexes", Landscape: true, Columns: []encode.Column{
		typed("number", encode.Ordinal, 8), plain("title", 30), plain("text", 60), typed("frozen_at", encode.Instant, 20), plain("content_hash", 34), plain("previous_hash", 34),
	}}
	for _, x := range annexes {
		t.Rows = append(t.Rows, []string{strconv.Itoa(x.Number), x.Title, x.Text, instant(x.FrozenAt), words(x.ContentHash), words(x.PreviousHash)})
	}
	return t
}
