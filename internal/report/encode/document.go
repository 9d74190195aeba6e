// Package encode writes a report as a file. A report is described once, as
// facts and tables of typed columns; every format is one file of this folder
// and one line of Formats. It knows nothing of what is reported.
package encode

import (
	"io"
	"iter"
	"strconv"
	"time"

	"giaouoc/internal/report/paper"
	"giaouoc/internal/text"
)

// Kind says what a column's values are. Values are text in the form machines
// read; "" is unknown and stays an empty cell in every format.
type Kind int

// The kinds.
const (
	Text    Kind = iota
	Words        // a code, or several with comma and space between them, shown to people in the words of the catalogue
	Integer      // 12
	Decimal      // 98.5
	Percent      // 0.985
	Date         // 2021-03-15, or 2021-03 or 2021 where no more is known
	Instant      // RFC 3339; shown as it was in Viet Nam
	Dates        // several of Date, comma and space between them
	Ordinal      // a place in a list: 3 is the third, not three
)

// Column is one column of a table. Key is its name in machine files; people
// read the catalogue's words under "report.column."+Label, Key when empty.
type Column struct {
	Key   string
	Label string
	Title string // what people read where the catalogue has no word for it: a year
	Kind  Kind
	Words string  // for Words: the catalogue's prefix
	Width float64 // characters
	// Instead is what people read where the value is empty, as a key of the
	// catalogue with its parameters; "" for nothing.
	Instead func(row []string) (string, map[string]any)
	// Aside stands beside the printed columns of a sheet, after all of them:
	// what a page has no room for.
	Aside bool
	// Formula computes the value in a spreadsheet; the row holds its result.
	Formula func(row int) string
	// Total is the formula under the column, "" for none; first and last are
	// the rows of the table.
	Total func(first, last int) string
	// Counts says which rows the total adds up; nil: all.
	Counts func(row []string) bool
}

// Table is a list of rows alike. Its words stand in the catalogue: the number
// and name of its sheet under "report.sheet."+Key.
type Table struct {
	Key       string
	Landscape bool
	Signed    bool // whoever drew it up and the head of the bloc sign under it
	Columns   []Column
	Rows      [][]string
	Long      *Rows  // in place of Rows where they may be too many to hold
	Note      string // what to know when reading it, as a key of the catalogue; "" for nothing
}

// Len is how many rows the table has.
func (t Table) Len() int {
	if t.Long != nil {
		return t.Long.Len()
	}
	return len(t.Rows)
}

// all gives each row in turn; it is good until the next.
func (t Table) all() iter.Seq2[[]string, error] {
	if t.Long != nil {
		return t.Long.all(len(t.Columns))
	}
	return func(yield func([]string, error) bool) {
		for _, r := range t.Rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// add adds a row to the sums under columns of whole numbers.
func (t Table) add(sums []int64, row []string) {
	for i, c := range t.Columns {
		if c.Total == nil || c.Counts != nil && !c.Counts(row) {
			continue
		}
		if n, err := strconv.ParseInt(row[i], 10, 64); err == nil {
			sums[i] += n
		}
	}
}

// Fact is one line of what must be known of the file itself; its words stand
// under "report.info."+Key.
type Fact struct {
	Key   string
	Value string
	Said  string // what people read where the kind of the value cannot tell it
	Kind  Kind
	Words string
}

// Chart shows columns of a table, stacked, by its first column; its sheet
// follows the table's.
type Chart struct {
	Key    string // "report.sheet."+Key names its sheet, "report.chart."+Key says what is measured
	Table  string
	Series []string // keys of columns
}

// Document is a report ready to be written.
type Document struct {
	Lang     text.Lang
	Title    string
	About    string // whose report, of when
	Draft    bool
	Chief    string // who signs at the right: a key of the catalogue
	Author   string
	Program  string
	At       time.Time // of the data; every file is stamped with it, so that the same data make the same bytes
	Checksum string
	Facts    []Fact
	Tables   []Table
	Charts   []Chart
	Payload  any                    // what the form json says
	Paper    func() *paper.Document // what DOCX and PDF say; nil where there is no such document
}

// Format is a form a report can be had in.
type Format struct {
	Name   string // the value of format=
	Media  string
	Suffix string // of the file's name
	Write  func(io.Writer, *Document) error
}

// Formats are the forms there are.
func Formats() []Format {
	return []Format{
		{"json", "application/json", ".json", JSON},
		{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", XLSX},
		{"csv", "application/zip", "_csv.zip", CSV},
		{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", DOCX},
		{"pdf", "application/pdf", ".pdf", PDF},
	}
}

// vietnam is the zone times are shown in.
var vietnam = time.FixedZone("+07", 7*60*60)

// Shown is an instant as people in Viet Nam read it.
func Shown(t time.Time) string { return t.In(vietnam).Format("02/01/2006 15:04:05") }

// Stamp is an instant as part of a file's name.
func Stamp(t time.Time) string { return t.In(vietnam).Format("20060102-1504") }
