package encode

import (
	"io"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/date"
)

// XLSX writes a workbook: the facts, a sheet for each table, a sheet for each
// chart. Cells are typed, text is never a formula, and every sheet prints on A4.
// Parts are packed as they are made and sent in one order; large sheets wait in
// a temporary file of the library, removed before it returns.
func XLSX(w io.Writer, d *Document) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	b := &book{File: f, d: d, say: newSpeaker(d.Lang), at: map[string]int{}, laid: map[string][]physical{}}
	for _, step := range []func() error{b.properties, b.styles, b.facts, b.tables} {
		if err := step(); err != nil {
			return err
		}
	}
	types := f.ContentTypes.Defaults // the library adds them in no fixed order
	sort.Slice(types, func(i, j int) bool { return types[i].Extension < types[j].Extension })
	f.ZipWriter = func(io.Writer) excelize.ZipWriter { return &orderedZip{to: w, at: d.At} }
	return f.Write(io.Discard)
}

// book is a workbook being made.
type book struct {
	*excelize.File
	d     *Document
	say   *speaker
	style look
	at    map[string]int        // table → its last row
	laid  map[string][]physical // table → its rows
}

// headRow is the row of the column names: title and subject stand above it.
const headRow = 3

func (b *book) properties() error {
	stamp := b.d.At.UTC().Format(time.RFC3339)
	if err := b.SetDocProps(&excelize.DocProperties{
		Title: b.d.Title, Subject: b.d.About, Creator: b.d.Author, LastModifiedBy: b.d.Author, Created: stamp, Modified: stamp,
		Language: map[string]string{"vi": "vi-VN", "en": "en-GB"}[string(b.d.Lang)], Identifier: b.d.Checksum, Version: b.d.Program,
	}); err != nil {
		return err
	}
	return b.SetAppProps(&excelize.AppProperties{Application: "Giaouoc", Company: b.d.About})
}

// sheet adds a sheet under a name of the catalogue; the workbook's first one is
// there already.
func (b *book) sheet(key string) (name string, err error) {
	name = b.say.sheet(key)
	if len(b.at) == 0 {
		err = b.SetSheetName(b.GetSheetName(0), name)
	} else {
		_, err = b.NewSheet(name)
	}
	b.at[key] = 0
	return name, err
}

// facts is the first sheet: what must be known of the file.
func (b *book) facts() error {
	t := Table{Key: "info", Columns: []Column{{Key: "item", Width: 34}, {Key: "value", Width: 62}}}
	add := func(key, value string) { t.Rows = append(t.Rows, []string{b.say.say("report.info."+key, nil), value}) }
	for _, f := range b.d.Facts {
		add(f.Key, b.say.fact(f))
	}
	_, long := b.say.lay(t) // what is added below is short
	var empty, aside []string
	for _, x := range b.d.Tables {
		rows, n := b.say.lay(x)
		b.laid[x.Key], long = rows, long+n
		if len(x.Rows) == 0 {
			empty = append(empty, b.say.sheet(x.Key))
		}
		var names []string
		for _, c := range x.Columns {
			if c.Aside {
				names = append(names, b.say.header(c))
			}
		}
		if len(names) > 0 && len(x.Rows) > 0 {
			aside = append(aside, b.say.sheet(x.Key)+": "+strings.Join(names, ", "))
		}
	}
	if len(empty) > 0 {
		add("empty", strings.Join(empty, "; "))
	}
	if len(aside) > 0 {
		add("aside", strings.Join(aside, "; "))
	}
	if long > 0 {
		add("continued", b.say.say("report.continued", map[string]any{"count": long}))
	}
	return b.table(t)
}

// tables writes those that have rows, each before its charts; the first sheet
// says which have none.
func (b *book) tables() error {
	for _, t := range b.d.Tables {
		if len(t.Rows) == 0 {
			continue
		}
		if err := b.table(t); err != nil {
			return err
		}
		if err := b.charts(t); err != nil {
			return err
		}
	}
	return nil
}

// table writes one table on a sheet of its own.
func (b *book) table(t Table) error {
	name, err := b.sheet(t.Key)
	if err != nil {
		return err
	}
	s := &sheet{book: b, t: t, name: name, row: headRow, laid: b.laid[t.Key]}
	if s.laid == nil {
		s.laid, _ = b.say.lay(t)
	}
	s.last = headRow + len(s.laid)
	if err := s.setUp(); err != nil {
		return err
	}
	if s.out, err = b.NewStreamWriter(name); err != nil {
		return err
	}
	for _, step := range []func() error{s.shape, s.head, s.rows, s.totals, s.note, s.signatures} {
		if err := step(); err != nil {
			return err
		}
	}
	b.at[t.Key] = s.last
	return s.out.Flush()
}

// sheet is a table being written.
type sheet struct {
	*book
	t    Table
	name string
	out  *excelize.StreamWriter
	laid []physical
	row  int // written last
	last int // of the data
}

// rows writes the data. A text longer than a cell can hold and show goes on in
// the rows below, which hold nothing else.
func (s *sheet) rows() error {
	cells := make([]any, len(s.t.Columns))
	for _, p := range s.laid {
		s.row++
		for i, c := range s.t.Columns {
			cells[i] = s.cell(c, p, i)
		}
		if err := s.put(cells, excelize.RowOpts{Height: p.high(s.t.Columns)}); err != nil {
			return err
		}
	}
	return nil
}

func (s *sheet) put(cells []any, opts ...excelize.RowOpts) error {
	return s.out.SetRow("A"+strconv.Itoa(s.row), cells, opts...)
}

// cell types a value by its column. What cannot be a number in a spreadsheet
// without losing digits stays text.
func (s *sheet) cell(c Column, p physical, i int) excelize.Cell {
	v := p.cells[i]
	if p.row != nil && c.Kind != Text {
		v = p.row[i]
	}
	cell := excelize.Cell{StyleID: s.style.of(c, v)}
	if c.Formula != nil && v != "" {
		cell.Formula = c.Formula(s.row)
	}
	switch c.Kind {
	case Integer, Ordinal:
		if n, err := strconv.ParseInt(v, 10, 64); err == nil && n > -maxExact && n < maxExact {
			cell.Value = n
			return cell
		}
	case Decimal, Percent:
		if n, err := strconv.ParseFloat(v, 64); err == nil && (digits(v) <= 15 || c.Formula != nil) {
			cell.Value = n
			return cell
		}
	case Date, Dates:
		if day := date.Day(v).Time(); !day.IsZero() {
			cell.Value = serial(day)
			return cell
		}
	}
	if p.cells[i] != "" {
		cell.Value = literal(p.cells[i])
	}
	return cell
}

// maxExact bounds the whole numbers a spreadsheet keeps digit for digit.
const maxExact = 1e15

// serial is a day as spreadsheets count them. Days before March 1900, where
// they count a 29 February that never was, are one less.
func serial(day time.Time) int {
	const secondsADay = 24 * 60 * 60
	n := int((day.Unix() - time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()) / secondsADay)
	if n < 61 {
		n--
	}
	return n
}

// totals writes the sums under the table.
func (s *sheet) totals() error {
	cells, any1 := make([]any, len(s.t.Columns)), false
	for i, c := range s.t.Columns {
		cells[i] = excelize.Cell{StyleID: s.style.total}
		if c.Total != nil && len(s.t.Rows) > 0 {
			any1 = true
			cells[i] = excelize.Cell{StyleID: s.style.total, Formula: c.Total(headRow+1, s.last), Value: s.sum(i)}
		}
	}
	if !any1 {
		return nil
	}
	s.row++
	cells[0] = excelize.Cell{StyleID: s.style.total, Value: s.say.say("report.total", nil)}
	return s.put(cells)
}

// sum is what the formula under a column of whole numbers comes to.
func (s *sheet) sum(col int) int64 {
	counts := func([]string) bool { return true }
	if only := s.t.Columns[col].Counts; only != nil {
		counts = only
	}
	var sum int64
	for _, r := range s.t.Rows {
		if n, err := strconv.ParseInt(r[col], 10, 64); err == nil && counts(r) {
			sum += n
		}
	}
	return sum
}

// note says under the table what to know when reading it.
func (s *sheet) note() error {
	if s.t.Note == "" || len(s.t.Rows) == 0 {
		return nil
	}
	s.row++
	at, text := strconv.Itoa(s.row), s.say.say(s.t.Note, nil)
	if err := s.out.MergeCell("A"+at, letter(s.printedColumns())+at); err != nil {
		return err
	}
	return s.put([]any{excelize.Cell{StyleID: s.style.note, Value: text}}, excelize.RowOpts{Height: height(text, s.printedWidth(), 1.1)})
}

// signatures leaves room for those who sign a printed list.
func (s *sheet) signatures() error {
	if !s.t.Signed {
		return nil
	}
	right := max(s.printedColumns()-4, 2)
	for i, line := range [][2]string{{"", "report.sign.place"}, {"report.sign.clerk", s.d.Chief}} {
		s.row += 2 - i
		cells := make([]any, right+1)
		for j, at := range []int{1, right} {
			if line[j] != "" {
				cells[at] = excelize.Cell{StyleID: []int{s.style.place, s.style.signer}[i], Value: s.say.say(line[j], nil)}
			}
		}
		if err := s.put(cells); err != nil {
			return err
		}
	}
	s.row += 5 // for the hands
	return s.put([]any{excelize.Cell{StyleID: s.style.signer, Value: " "}})
}
