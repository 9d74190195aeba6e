package report

import (
	"slices"

	"giaouoc/internal/date"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
)

// Wording is what an office writes for a document that the books cannot tell:
// its number, place and day, who signs, who receives it, and sections of its
// text. What is null stays as the books tell it, or blank.
type Wording struct {
	Parent     *string       `json:"parent" doc:"the body above the one that issues it"`
	Issuer     *string       `json:"issuer" doc:"who issues it"`
	Number     *string       `json:"number" doc:"without its symbols: 05"`
	Organ      *string       `json:"organ" doc:"the issuer in its number: KTĐ"`
	Place      *string       `json:"place" doc:"before the day: Ninh Bình"`
	Day        *date.Partial `json:"day" doc:"of the document"`
	Behalf     *string       `json:"behalf" doc:"on whose behalf it is signed, with the words before it: TM. KHỐI THI ĐUA"`
	Position   *string       `json:"position" doc:"of who signs"`
	Signer     *string       `json:"signer" doc:"who signs"`
	Recipients []string      `json:"recipients" doc:"Nơi nhận, line by line"`
	Sections   []Section     `json:"sections" doc:"of its text; those that are not named stay as the books tell them"`
}

// Section is what an office does with one section of a document.
type Section struct {
	Section string `json:"section" doc:"as the preview names it"`
	Text    string `json:"text" doc:"in place of what the books tell; a line that begins with a hyphen is an item. Empty: as the books tell it"`
	Omitted bool   `json:"omitted" doc:"leave the section out"`
}

// section is what an office wrote for a section, "" for nothing, and whether it
// is left out.
func (w *Wording) section(key string) (own string, omitted bool) {
	if w == nil {
		return "", false
	}
	i := slices.IndexFunc(w.Sections, func(s Section) bool { return s.Section == key })
	if i < 0 {
		return "", false
	}
	return w.Sections[i].Text, w.Sections[i].Omitted
}

// fill puts the head and the end of a document as the office wrote them.
func (w *Wording) fill(d *paper.Document) {
	for _, f := range []struct {
		from *string
		to   *string
	}{
		{w.Parent, &d.Issue.Parent},
		{w.Issuer, &d.Issue.Issuer},
		{w.Number, &d.Issue.Number},
		{w.Organ, &d.Issue.Organ},
		{w.Place, &d.Issue.Place},
		{w.Behalf, &d.Signatory.Behalf},
		{w.Position, &d.Signatory.Position},
		{w.Signer, &d.Signatory.Name},
	} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	if w.Day != nil {
		d.Issue.Day = encode.Day(string(*w.Day))
	}
	if len(w.Recipients) > 0 {
		d.Recipients = w.Recipients
	}
}
