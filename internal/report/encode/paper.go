package encode

import (
	"io"
	"slices"
	"strconv"

	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

// DOCX writes the official document for Word.
func DOCX(w io.Writer, d *Document) error { return paper.DOCX(w, d.Paper()) }

// PDF writes the official document as it is printed.
func PDF(w io.Writer, d *Document) error { return paper.PDF(w, d.Paper()) }

// Extract is a table as it stands in an official document: the columns of some
// keys, all of them without any, as far as something stands in them.
func Extract(lang text.Lang, t Table, keys ...string) paper.Table {
	s := newSpeaker(lang)
	var out paper.Table
	var at []int
	for i, c := range t.Columns {
		if !wanted(c, keys) || !slices.ContainsFunc(t.Rows, func(r []string) bool { return s.shown(c, r, r[i]) != "" }) {
			continue
		}
		at = append(at, i)
		out.Columns = append(out.Columns, paper.Column{Title: s.header(c), Weight: c.Width, Align: aligned(c.Kind)})
	}
	for _, r := range t.Rows {
		row := paper.Row{}
		for _, i := range at {
			row.Cells = append(row.Cells, s.shown(t.Columns[i], r, r[i]))
		}
		out.Rows = append(out.Rows, row)
	}
	if t.Note != "" && len(t.Rows) > 0 {
		out.Note = s.say(t.Note, nil)
	}
	return out
}

// Totalled is Extract with the totals of its columns as the last row; the first
// of them says so.
func Totalled(lang text.Lang, t Table, keys ...string) paper.Table {
	sums := make([]int64, len(t.Columns))
	for _, r := range t.Rows {
		t.add(sums, r)
	}
	last := slices.Clone(t.Rows[0])
	for i, c := range t.Columns {
		if last[i] = ""; c.Total != nil {
			last[i] = strconv.FormatInt(sums[i], 10)
		}
	}
	t.Rows = append(slices.Clone(t.Rows), last)
	out := Extract(lang, t, keys...)
	end := &out.Rows[len(out.Rows)-1]
	end.Bold, end.Cells[0] = true, newSpeaker(lang).say("report.total", nil)
	return out
}

func wanted(c Column, keys []string) bool {
	if len(keys) == 0 {
		return !c.Aside
	}
	return slices.Contains(keys, c.Key)
}

func aligned(k Kind) paper.Align {
	switch k {
	case Integer, Decimal, Percent:
		return paper.Right
	case Ordinal, Date, Dates, Instant:
		return paper.Center
	}
	return paper.Left
}

// Said is what a code means, under a prefix of the catalogue.
func Said(lang text.Lang, prefix, code string) string { return newSpeaker(lang).code(prefix, code) }

// Day is a day, or as much of it as is known, the way people write it.
func Day(v string) string { return day(v) }

// Figure is a plain decimal the way people write it.
func Figure(lang text.Lang, v string) string { return newSpeaker(lang).decimal(v) }

// Traced are the facts of the file as lines at the end of an official document.
func Traced(lang text.Lang, facts []Fact, keys ...string) (lines []string) {
	s := newSpeaker(lang)
	for _, k := range keys {
		for _, f := range facts {
			if v := s.fact(f); f.Key == k && v != "" {
				lines = append(lines, s.say("report.info."+k, nil)+": "+v)
			}
		}
	}
	return lines
}
