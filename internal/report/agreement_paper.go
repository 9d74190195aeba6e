package report

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"giaouoc/internal/agreement"
	"giaouoc/internal/bloc"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
	"giaouoc/internal/viet"
)

// agreementText is an agreement as the document that is signed.
type agreementText struct {
	*AgreementPaper
	hand
}

// paper says what was agreed, as it is fixed: an office words nothing of it.
func (a agreementText) paper() *paper.Document {
	d := a.Data
	doc := &paper.Document{
		Issue: paper.Issue{Parent: shown(d.Organizer), Issuer: d.BlocNameThen},
		Title: a.say("title", nil), Subject: a.subjectLines(),
		Body: slices.Concat(a.standingNotes(), a.opening(), a.commitments(), a.signing(d.Parties)),
	}
	if d.Signing != nil {
		doc.Issue.Day = encode.Day(partial(d.Signing.HeldOn))
	}
	for _, x := range d.Annexes {
		doc.Appendices = append(doc.Appendices, a.annex(x))
	}
	return a.dress(doc, "agreement_status", "agreement_basis", "content_hash", "verify_at")
}

// subjectLines are the agreement's own title, where it says more than that of
// the document with its period, and the period.
func (a agreementText) subjectLines() []string {
	period := periodWords(a.lang, a.Data.Period)
	all := []string{capital(period)}
	own := viet.Key(a.Data.Title)
	for _, usual := range []string{a.say("title", nil), strings.TrimPrefix(text.Of(text.Vi, "report.paper.agreement.title", nil), "BẢN ")} {
		if k := viet.Key(usual); own == k || own == k+" "+viet.Key(period) {
			return all
		}
	}
	return append([]string{a.Data.Title}, all...)
}

// standingNotes say what the reader must not overlook.
func (a agreementText) standingNotes() (out []paper.Block) {
	note := func(key string) {
		out = append(out, paper.Para{Text: a.say(key, nil), Italic: true, Align: paper.Center})
	}
	if words(a.Data.Status) == agreement.Cancelled {
		note("cancelled")
	}
	if a.Data.Basis == agreement.Reported {
		note("reported")
	}
	return out
}

// opening is what stands before the commitments: what the agreement rests on,
// each in a paragraph of its own, and its preamble.
func (a agreementText) opening() (out []paper.Block) {
	for i, b := range a.Data.LegalBases {
		if b = strings.TrimSpace(b); b == "" {
			continue
		}
		if !basisOpens(b) {
			b = a.say("basis", map[string]any{"basis": b})
		}
		if !strings.ContainsAny(b[len(b)-1:], ".,;:") {
			b += map[bool]string{true: ".", false: ";"}[i == len(a.Data.LegalBases)-1]
		}
		out = append(out, paper.Para{Text: b, Italic: true})
	}
	return append(out, paragraphs(words(a.Data.Preamble))...)
}

// basisOpens tells a legal basis that has its opening words already.
func basisOpens(b string) bool {
	k := viet.Key(b) + " "
	return slices.ContainsFunc([]string{"can cu ", "theo ", "thuc hien ", "xet ", "tren co so ", "quan triet ", "huong ung "}, func(w string) bool { return strings.HasPrefix(k, w) })
}

// commitments are those of all, part by part as their theme changes, then those
// of single units under the unit's name.
func (a agreementText) commitments() (out []paper.Block) {
	var common []AnnualCommitment
	own := map[string][]AnnualCommitment{}
	for _, c := range a.Data.Commitments {
		if c.Scope == agreement.Common {
			common = append(common, c)
		} else {
			own[shown(c.Unit, c.NameThen)] = append(own[shown(c.Unit, c.NameThen)], c)
		}
	}
	if len(own) == 0 {
		return a.chapters(1, common)
	}
	if len(common) > 0 {
		out = append(out, paper.Heading{Level: 1, Text: a.say("common", nil)})
		out = append(out, a.chapters(2, common)...)
	}
	out = append(out, paper.Heading{Level: 1, Text: a.say("own", nil)})
	for _, name := range a.ownersInOrder() {
		out = append(out, paper.Heading{Level: 2, Text: name})
		out = append(out, a.chapters(3, own[name])...)
	}
	return out
}

// ownersInOrder names the units that have commitments of their own, in protocol
// order, then those that are no members.
func (a agreementText) ownersInOrder() (out []string) {
	add := func(c AnnualCommitment) {
		if n := shown(c.Unit, c.NameThen); c.Scope != agreement.Common && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	for _, p := range a.Data.Parties {
		for _, c := range a.Data.Commitments {
			if c.Unit != nil && p.Unit != nil && names(*c.Unit, *p.Unit) {
				add(c)
			}
		}
	}
	for _, c := range a.Data.Commitments {
		add(c)
	}
	return out
}

// chapters writes commitments with a heading where the theme changes.
func (a agreementText) chapters(level int, all []AnnualCommitment) (out []paper.Block) {
	for i, c := range all {
		if theme := words(c.Theme); theme != "" && (i == 0 || words(all[i-1].Theme) != theme) {
			out = append(out, paper.Heading{Level: level, Text: theme})
		}
		out = append(out, a.commitment(c)...)
	}
	return out
}

// commitment is one promise under its number, with what it is measured by.
func (a agreementText) commitment(c AnnualCommitment) (out []paper.Block) {
	for i, line := range strings.Split(c.Text, "\n") {
		if i == 0 {
			line = strconv.Itoa(c.Order) + ". " + line
		}
		if strings.TrimSpace(line) != "" {
			out = append(out, paper.Para{Text: line})
		}
	}
	figure := func(key, n string) string {
		if n == "" {
			return ""
		}
		unit := words(c.UnitOfMeasure)
		if unit == "" && words(c.Measure) == "percent" {
			unit = "%"
		}
		return a.detail(key, joined(" ", encode.Figure(a.lang, n), unit))
	}
	due := ""
	if c.DueOn != nil {
		due = a.detail("due_on", encode.Day(string(*c.DueOn)))
	}
	if told := joined("; ", figure("target", decimal(c.Target)), figure("baseline", decimal(c.Baseline)), due, a.detail("weight", encode.Figure(a.lang, decimal(c.Weight))), a.detail("legal_basis", joined(", ", c.LegalBasis...))); told != "" {
		out = append(out, paper.Item{Text: told + "."})
	}
	if t := targetTable([]AnnualCommitment{c}); len(t.Rows) > 0 {
		out = append(out, encode.Extract(a.lang, t, "name_then", "target", "unit_of_measure"))
	}
	return out
}

// detail is a value with its name before it, "" for an unknown one.
func (a agreementText) detail(column, v string) string {
	if v == "" {
		return ""
	}
	return text.Of(a.lang, "report.column."+column, nil) + ": " + v
}

// signing is where and when it was signed and the grid of who signs.
func (a agreementText) signing(all []Party) (out []paper.Block) {
	if s := a.Data.Signing; s != nil {
		if at := joined(", ", words(s.Place), encode.Day(partial(s.HeldOn))); at != "" {
			out = append(out, paper.Para{Text: a.say("signed_at", map[string]any{"at": at})})
		}
	}
	if a.Data.ContentHash == nil && a.Data.MembersState != bloc.Listed && len(all) > 0 {
		out = append(out, paper.Para{Text: a.say("parties_partial", nil), Italic: true})
	}
	return append(out, a.grid(all)...)
}

// grid has a place for each signature on record that is not annulled, and a
// blank one for a unit without any.
func (a agreementText) grid(all []Party) []paper.Block {
	if len(all) == 0 {
		return []paper.Block{paper.Para{Text: a.say("parties_unknown", nil), Italic: true}}
	}
	var of []paper.Signatory
	for _, p := range all {
		unit, given := shown(p.Unit, p.NameThen), 0
		for _, s := range p.Signatures {
			if s.Status != agreement.Annulled {
				given++
				of = append(of, paper.Signatory{Behalf: unit, Position: a.position(s), Name: written(s.Person), Note: a.became(s)})
			}
		}
		if given == 0 && p.Order != nil {
			of = append(of, paper.Signatory{Behalf: unit})
		}
	}
	return []paper.Block{paper.Signatures{Title: a.say("parties", nil), Of: of}}
}

// position is that of who signs, or else for which body of the unit.
func (a agreementText) position(s AnnualSignature) string {
	if s.PositionAsWritten == nil && words(s.Role) == "union" {
		return encode.Said(a.lang, "enum.signature_role", *s.Role)
	}
	return words(s.PositionAsWritten)
}

// became says what became of a signature; a pending one leaves room.
func (a agreementText) became(s AnnualSignature) string {
	if s.Status == agreement.Pending {
		return ""
	}
	what := encode.Said(a.lang, "enum.signature_status", s.Status)
	if s.SignedOn != nil {
		what = joined(": ", what, encode.Day(string(*s.SignedOn)))
	}
	return "(" + what + ")"
}

// annex is an annex with its own grid and hash.
func (a agreementText) annex(x AgreementAnnex) paper.Appendix {
	var body []paper.Block
	line := func(t string) { body = append(body, paper.Para{Text: t, Italic: true, Align: paper.Left}) }
	if x.ContentHash == nil && a.Data.Basis == agreement.Original {
		line(a.say("annex_draft", nil))
	}
	body = append(body, paragraphs(x.Text)...)
	body = append(body, a.grid(x.Parties)...)
	if x.ContentHash != nil {
		line(a.say("annex_hash", map[string]any{"hash": *x.ContentHash}))
		line(text.Of(a.lang, "report.info.verify_at", nil) + ": " + verifyAt(x.ContentHash))
	}
	return paper.Appendix{Title: a.say("annex", map[string]any{"n": strconv.Itoa(x.Number), "title": x.Title}), Body: body}
}

// capital begins a text with a capital letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
