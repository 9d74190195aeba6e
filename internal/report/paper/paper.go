// Package paper writes official documents (văn bản): a document is told once, as
// what it says and who issues it, and written as DOCX and as PDF with the same
// text. How it looks, from the margins to the words above the date, is data: a
// Layout. It knows nothing of what is reported.
package paper

import (
	"time"

	"giaouoc/internal/text"
)

// Document is a document ready to be written. Every text is in its language and
// final; what is unknown is "", and leaves room to write by hand.
type Document struct {
	Layout     *Layout
	Lang       text.Lang
	Issue      Issue
	Title      string   // of the kind of document: BÁO CÁO
	Subject    []string // what it is about (trích yếu), line by line
	To         []string // "Kính gửi"; none in a report
	Draft      bool     // says DỰ THẢO above the title
	Landscape  bool     // the body lies on its side
	Body       []Block
	Signatory  Signatory
	Recipients []string // "Nơi nhận", without the hyphens
	Appendices []Appendix
	Trace      Trace
	Sections   []Written // of the body, as far as an office may write them

	Name   string // for the properties of the file
	Author string
	At     time.Time // of the data; the file is stamped with it, so that the same data make the same bytes
}

// Issue is who issues a document, where and when.
type Issue struct {
	Parent string // the body above; "" prints no line
	Issuer string
	Number string
	Kind   string // the short form of the kind of document: BC; "" for one that bears no number
	Organ  string // and of the issuer: KTĐ
	Place  string
	Day    string // 05/02/2021, 2021 or "": what is not known is left blank

	Attached bool // to another document: it has no place and day of its own
}

// Signatory is who signs at the end.
type Signatory struct {
	Behalf   string // TM. KHỐI THI ĐUA
	Position string
	Name     string
	Note     string // what became of it, in small type below the name
}

// Written is a section of the body whose words an office may write itself.
type Written struct {
	Section string `json:"section"`
	Title   string `json:"title"`
	Text    string `json:"text" doc:"what stands there, paragraphs parted by line ends; empty: nothing yet"`
	Books   string `json:"books" doc:"what the books tell, whether or not it stands there; empty: nothing"`
	Open    bool   `json:"open" doc:"room is left there to write by hand"`
	Own     bool   `json:"own" doc:"an office wrote it; false: told from the books"`
	Omitted bool   `json:"omitted" doc:"left out of the document"`
}

// Appendix begins on a page of its own.
type Appendix struct {
	Title     string
	Landscape bool
	Body      []Block
}

// Trace tells where a file came from: lines in small type at the end, and a
// picture that leads to the page that verifies it.
type Trace struct {
	Title string
	Lines []string
	Link  string // behind the QR code; "" draws none
}

// Block is a part of the body: Heading, Para, Item, Table, Chart or Signatures.
type Block interface{ block() }

// Heading is numbered by the layout: level 1 is I., 2 is 1., 3 is a).
type Heading struct {
	Level int
	Text  string
}

// Para is a paragraph.
type Para struct {
	Text   string
	Bold   bool
	Italic bool
	Align  Align
}

// Item is a line of a list, with a hyphen before it.
type Item struct{ Text string }

// Align says where lines stand; body text is justified and its first line
// indented.
type Align int

// The alignments.
const (
	Justified Align = iota
	Left
	Center
	Right
)

// Table has a header that is repeated on every page. Its columns share the width
// by their weights.
type Table struct {
	Title   string
	Columns []Column
	Rows    []Row
	Note    string // under the table
}

// Column is a column of a table.
type Column struct {
	Title  string
	Weight float64
	Align  Align // Justified counts as Left
}

// Row is a row of a table. A group's only cell spans all columns.
type Row struct {
	Cells []string
	Group bool
	Bold  bool
}

// Chart is columns, stacked where there are several series; what it shows stands
// in words below it. Values are not negative; NaN is unknown and draws nothing.
type Chart struct {
	Title  string
	Labels []string
	Series []Series
	Says   string
}

// Series is one value for each label of a chart.
type Series struct {
	Name   string
	Values []float64
}

// Signatures is a grid of those who sign together, in rows of three; two stand on
// either side.
type Signatures struct {
	Title string
	Of    []Signatory
}

// abreast is how many stand in a row.
func (s Signatures) abreast() int {
	if len(s.Of) == 2 {
		return 2
	}
	return signedAbreast
}

func (Heading) block()    {}
func (Para) block()       {}
func (Item) block()       {}
func (Table) block()      {}
func (Chart) block()      {}
func (Signatures) block() {}
