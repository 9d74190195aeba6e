package report

import (
	"cmp"
	"strconv"

	"giaouoc/internal/bloc"
	"giaouoc/internal/record"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

// HandbookSchema names the shape of the JSON form.
const HandbookSchema = "giaouoc.report.handbook/1"

// handbookKind is the kind of job that makes a handbook.
const handbookKind = "handbook"

// Handbook is the list of contents of the handbook of a term (hồ sơ thi đua của
// khối): all documents of the term, numbered, in one package.
type Handbook struct {
	Head
	Data HandbookData `json:"data"`
}

// HandbookData is what the package holds.
type HandbookData struct {
	TermID         string           `json:"term_id" format:"uuid"`
	Bloc           record.Ref       `json:"bloc"`
	BlocNameThen   string           `json:"bloc_name_then"`
	BlocCode       *string          `json:"bloc_code"`
	BlocKind       string           `json:"bloc_kind" enum:"bloc,cluster"`
	Organizer      *record.Ref      `json:"organizer"`
	DocumentLayout *string          `json:"document_layout" enum:"party,state,enterprise"`
	Period         bloc.PeriodValue `json:"period"`
	Status         *string          `json:"status" enum:"planning,signing,in_force,reviewing,concluded,locked"`
	Parts          []HandbookPart   `json:"parts"`
}

// HandbookPart is one document of the package.
type HandbookPart struct {
	Number         int     `json:"number"`
	Kind           string  `json:"kind"`
	Name           string  `json:"name" doc:"of what it is about"`
	Period         *string `json:"period"`
	DocumentStatus string  `json:"document_status" enum:"draft,locked,current"`
	Checksum       string  `json:"checksum"`
}

func (h *Handbook) subject() subject {
	d := h.Data
	s := subject{BlocID: words(d.Bloc.ID), TermID: d.TermID, Name: d.BlocNameThen, Code: words(d.BlocCode), Period: d.Period.Label, Layout: words(d.DocumentLayout), State: draft}
	if words(d.Status) == bloc.Locked {
		s.State = locked
	}
	return s
}

func (h *Handbook) sealed() any { return h.Data }

func (h *Handbook) document(lang text.Lang) *encode.Document {
	d := h.Data
	out := &encode.Document{Title: text.Of(lang, "report.handbook.title", nil), About: d.BlocNameThen + " – " + d.Period.Label, Chief: chief(d.BlocKind), Tables: []encode.Table{h.contents()}}
	out.Facts = append([]encode.Fact{
		h.standing(), {Key: "bloc", Value: d.BlocNameThen}, {Key: "bloc_code", Value: words(d.BlocCode)}, {Key: "organizer", Value: shown(d.Organizer)}, {Key: "period", Value: d.Period.Label}, h.asOf(),
	}, h.traced(lang)...)
	out.Paper = func() *paper.Document {
		w := newHand(h, "handbook", lang, out)
		period := periodWords(lang, d.Period)
		return w.dress(&paper.Document{
			Issue: paper.Issue{Parent: shown(d.Organizer), Issuer: d.BlocNameThen}, Title: w.say("title", nil), Subject: []string{w.say("subject", map[string]any{"period": period})},
			Body:      []paper.Block{w.table("contents", "row", "kind", "name", "period", "document_status"), paper.Para{Text: w.say("count", map[string]any{"n": w.count(len(d.Parts))})}},
			Signatory: paper.Signatory{Behalf: w.layout.For(lang, d.BlocNameThen), Position: text.Of(lang, out.Chief, nil)},
		})
	}
	return out
}

// contents lists the documents.
func (h *Handbook) contents() encode.Table {
	t := encode.Table{Key: "contents", Columns: []encode.Column{
		{Key: "row", Kind: encode.Ordinal, Width: 6},
		{Key: "kind", Label: "document", Kind: encode.Words, Words: "enum.report_kind", Width: 30},
		{Key: "name", Label: "about", Width: 44},
		{Key: "period", Label: "of_period", Width: 12},
		{Key: "document_status", Kind: encode.Words, Words: "report.document_status", Width: 24},
		{Key: "checksum", Width: 40, Aside: true},
	}}
	for _, p := range h.Data.Parts {
		t.Rows = append(t.Rows, []string{strconv.Itoa(p.Number), p.Kind, p.Name, words(p.Period), p.DocumentStatus, p.Checksum})
	}
	return t
}

// add numbers a document and puts it into the list.
func (h *Handbook) add(k kind, r Report) part {
	s, about := r.head(), r.subject()
	h.Data.Parts = append(h.Data.Parts, HandbookPart{len(h.Data.Parts) + 1, k.name, cmp.Or(about.Name, about.Code), orNil(about.Period), s.DocumentStatus, s.Checksum})
	return part{k, r}
}
