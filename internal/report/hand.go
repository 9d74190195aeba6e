package report

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"giaouoc/internal/date"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

// blank stands where an office has to write something itself.
const blank = "…"

// hand writes an official document of a report: what all kinds have alike. Its
// words stand in the catalogue under "report.paper."+kind.
type hand struct {
	head     *Head
	kind     string
	lang     text.Lang
	docs     *encode.Document
	layout   *paper.Layout
	sections *[]paper.Written
}

func newHand(r Report, kind string, lang text.Lang, docs *encode.Document) hand {
	h := r.head()
	day := date.Today(func() time.Time { return h.DataAsOf })
	return hand{h, kind, lang, docs, paper.LayoutOn(h.Layout, day), &[]paper.Written{}}
}

func (h hand) say(key string, params map[string]any) string {
	return text.Of(h.lang, "report.paper."+h.kind+"."+key, params)
}

// common is a word that all kinds of documents share.
func (h hand) common(key string, params map[string]any) string {
	return text.Of(h.lang, "report.paper."+key, params)
}

// dress gives a document its head, its end and what the office wrote of
// both; the kind gives what it says.
func (h hand) dress(d *paper.Document, facts ...string) *paper.Document {
	d.Layout, d.Lang, d.Draft, d.At, d.Author = h.layout, h.lang, h.docs.Draft, h.head.DataAsOf, h.docs.Author
	d.Name, d.Sections = h.docs.Title+" – "+h.docs.About, *h.sections
	d.Trace = paper.Trace{
		Title: h.common("trace", nil), Link: h.head.link,
		Lines: encode.Traced(h.lang, h.docs.Facts, append(append([]string{"document_status", "data_as_of"}, facts...), "exported_by", "program", "checksum", "code", "code_at")...),
	}
	if w := h.head.Wording; w != nil {
		w.fill(d)
	}
	if key := "report.paper." + h.kind + ".annexed"; text.Has(key) {
		for i, a := range d.Appendices {
			d.Appendices[i].Body = append([]paper.Block{paper.Para{Text: text.Of(h.lang, key, d.Cited()), Italic: true, Align: paper.Center}}, a.Body...)
		}
	}
	return d
}

// section is a part of a document: its heading, what the office wrote there, or
// else what the books say and room for the rest, then tables that stand either
// way. open tells that the books cannot say it all.
func (h hand) section(level int, key string, told []paper.Block, open bool, tables ...paper.Block) []paper.Block {
	books := asLines(told)
	w := paper.Written{Section: key, Title: h.say(key, nil), Text: books, Books: books}
	own, omitted := h.head.Wording.section(key)
	switch {
	case omitted:
		w.Omitted = true
		*h.sections = append(*h.sections, w)
		return nil
	case own != "":
		w.Own, w.Text, told = true, own, paragraphs(own)
	case open && (len(told) > 0 || len(tables) == 0): // a table says what there is
		w.Open, told = true, append(slices.Clone(told), paper.Para{Text: blank})
	}
	*h.sections = append(*h.sections, w)
	out := []paper.Block{paper.Heading{Level: level, Text: w.Title}}
	return append(append(out, told...), tables...)
}

// asLines is what paragraphs and items say, line by line.
func asLines(told []paper.Block) string {
	var lines []string
	for _, b := range told {
		switch b := b.(type) {
		case paper.Para:
			lines = append(lines, b.Text)
		case paper.Item:
			lines = append(lines, "- "+b.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// paragraphs are the lines of a text that an office wrote; one that begins with a
// hyphen is an item.
func paragraphs(own string) (out []paper.Block) {
	for _, line := range strings.Split(own, "\n") {
		line = strings.TrimSpace(line)
		if item, is := strings.CutPrefix(line, "- "); is {
			out = append(out, paper.Item{Text: item})
		} else if line != "" {
			out = append(out, paper.Para{Text: line})
		}
	}
	return out
}

// table is a table of the report with some of its columns; where nothing is on
// record it says so.
func (h hand) table(key string, columns ...string) paper.Block {
	for _, t := range h.docs.Tables {
		if t.Key == key && len(t.Rows) > 0 {
			return encode.Extract(h.lang, t, columns...)
		}
	}
	return h.empty()
}

// empty says that nothing is on record.
func (h hand) empty() paper.Block {
	return paper.Para{Text: text.Of(h.lang, "report.info.empty", nil), Italic: true, Align: paper.Left}
}

// bar is one place of a chart with the parts that are stacked there; without any
// nothing is on record.
type bar struct {
	label string
	parts []int
}

// stacked draws bars whose parts are called as columns of the report are; a part
// of which there is nothing has no place in it, and what is not on record no
// column.
func (h hand) stacked(key string, parts []string, bars []bar) paper.Block {
	c := paper.Chart{Title: text.Of(h.lang, "report.chart."+key, nil)}
	var empty []string
	for _, b := range bars {
		c.Labels = append(c.Labels, b.label)
		if b.parts == nil {
			empty = append(empty, b.label)
		}
	}
	for i, part := range parts {
		s, seen := paper.Series{Name: text.Of(h.lang, "report.column."+part, nil)}, false
		for _, b := range bars {
			v := math.NaN()
			if b.parts != nil {
				v, seen = float64(b.parts[i]), seen || b.parts[i] > 0
			}
			s.Values = append(s.Values, v)
		}
		if seen {
			c.Series = append(c.Series, s)
		}
	}
	if len(c.Series) == 0 {
		return h.empty()
	}
	if len(empty) > 0 {
		c.Says = h.common("unrecorded", map[string]any{"periods": strings.Join(empty, ", ")})
	}
	return c
}

func (h hand) appendix(n int, key string, wide bool, body ...paper.Block) paper.Appendix {
	return paper.Appendix{Title: h.common("appendix", map[string]any{"n": paper.Roman(n), "title": h.common("appendix."+key, nil)}), Landscape: wide, Body: body}
}

func (h hand) count(n int) string { return text.Count(n).In(h.lang) }

// layoutOf is the layout a report's documents have: the one that is asked for,
// that of the bloc, or that of State bodies.
func layoutOf(asked string, s subject) string { return cmp.Or(asked, s.Layout, "state") }
