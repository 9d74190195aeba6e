package encode

import (
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"giaouoc/internal/date"
	"giaouoc/internal/fault"
)

// XLSX writes a workbook: the facts, a sheet for each table, a sheet for each
// chart. Cells are typed, text is never a formula, and every sheet prints on A4.
// Rows are written as they are sent, so that their number takes no memory.
func XLSX(w io.Writer, d *Document) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	b := &book{File: f, d: d, say: newSpeaker(d.Lang), at: map[string]int{}, tall: map[string]int{}, rows: map[string]func(io.Writer) error{}}
	for _, step := range []func() error{b.properties, b.styles, b.facts, b.tables} {
		if err := step(); err != nil {
			return err
		}
	}
	types := f.ContentTypes.Defaults // the library adds them in no fixed order
	sort.Slice(types, func(i, j int) bool { return types[i].Extension < types[j].Extension })
	f.ZipWriter = func(io.Writer) excelize.ZipWriter { return &orderedZip{to: w, at: d.At, rows: b.rows} }
	return f.Write(io.Discard)
}

// book is a workbook being made. The library makes everything but the rows of its
// sheets, which are written while the file is sent.
type book struct {
	*excelize.File
	d     *Document
	say   *speaker
	style look
	at    map[string]int                   // table → its last row
	tall  map[string]int                   // table → how many rows it takes
	rows  map[string]func(io.Writer) error // part of the file → what writes its rows
}

// headRow is the row of the column names: title and subject stand above it.
// tallestSheet is how many rows a spreadsheet holds, less what stands around them.
const (
	headRow      = 3
	tallestSheet = 1<<20 - 20
)

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
	_, long, err := b.say.survey(t) // what is added below is short
	if err != nil {
		return err
	}
	var empty, aside []string
	for _, x := range b.d.Tables {
		rows, n, err := b.say.survey(x)
		if err != nil {
			return err
		}
		if rows > tallestSheet {
			return fault.Query(fault.In("format", "too_many_rows", "count", rows))
		}
		b.tall[x.Key], long = rows, long+n
		if x.Len() == 0 {
			empty = append(empty, b.say.sheet(x.Key))
		}
		var names []string
		for _, c := range x.Columns {
			if c.Aside {
				names = append(names, b.say.header(c))
			}
		}
		if len(names) > 0 && x.Len() > 0 {
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
	if b.tall[t.Key], _, err = b.say.survey(t); err != nil {
		return err
	}
	return b.table(t)
}

// tables writes those that have rows, each before its charts; the first sheet
// says which have none.
func (b *book) tables() error {
	for _, t := range b.d.Tables {
		if t.Len() == 0 {
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

// table makes a sheet of its own for a table; its rows are written later.
func (b *book) table(t Table) error {
	name, err := b.sheet(t.Key)
	if err != nil {
		return err
	}
	s := &sheet{book: b, t: t, name: name, last: headRow + b.tall[t.Key]}
	if err := s.setUp(); err != nil {
		return err
	}
	if s.shell, err = b.NewStreamWriter(name); err != nil {
		return err
	}
	if err := s.shape(); err != nil {
		return err
	}
	b.at[t.Key] = s.last
	b.rows["xl/worksheets/sheet"+strconv.Itoa(len(b.at))+".xml"] = s.write
	return s.shell.Flush()
}

// sheet is a table being written.
type sheet struct {
	*book
	t     Table
	name  string
	shell *excelize.StreamWriter // the sheet without its rows
	last  int                    // row of the data
	out   *rowWriter
	sums  []int64 // under the columns
}

// write writes all rows of the sheet.
func (s *sheet) write(w io.Writer) error {
	s.out, s.sums = newRowWriter(w, len(s.t.Columns)), make([]int64, len(s.t.Columns))
	s.head()
	if err := s.data(); err != nil {
		return err
	}
	s.totals()
	s.note()
	s.signatures()
	return s.out.Flush()
}

// data writes the table. A text longer than a cell can hold and show goes on in
// the rows below, which hold nothing else.
func (s *sheet) data() error {
	p := physical{make([]string, len(s.t.Columns)), nil}
	for row, err := range s.t.all() {
		if err != nil {
			return err
		}
		s.t.add(s.sums, row)
		rest := s.say.lay(s.t, row, &p)
		s.put(p)
		for _, more := range leftOver(rest) {
			s.put(more)
		}
	}
	return nil
}

func (s *sheet) put(p physical) {
	s.out.begin(p.high(s.t.Columns))
	for i, c := range s.t.Columns {
		s.cell(c, p, i)
	}
	s.out.end()
}

// cell types a value by its column. What cannot be a number in a spreadsheet
// without losing digits stays text.
func (s *sheet) cell(c Column, p physical, i int) {
	v := p.cells[i]
	if p.row != nil && c.Kind != Text {
		v = p.row[i]
	}
	style, formula := s.style.of(c, v), ""
	if c.Formula != nil && v != "" {
		formula = c.Formula(s.out.row)
	}
	switch n, is := numeric(c, v); {
	case is:
		s.out.number(i, style, formula, n)
	case p.cells[i] != "":
		s.out.text(i, style, p.cells[i])
	default:
		s.out.blank(i, style)
	}
}

// numeric is a value as a spreadsheet holds it, if it can be a number there.
func numeric(c Column, v string) (string, bool) {
	switch c.Kind {
	case Integer, Ordinal:
		n, err := strconv.ParseInt(v, 10, 64)
		return strconv.FormatInt(n, 10), err == nil && n > -maxExact && n < maxExact
	case Decimal, Percent:
		n, err := strconv.ParseFloat(v, 64)
		return strconv.FormatFloat(n, 'f', -1, 64), err == nil && (digits(v) <= 15 || c.Formula != nil)
	case Date, Dates:
		if day := date.Day(v).Time(); !day.IsZero() {
			return strconv.Itoa(serial(day)), true
		}
	}
	return "", false
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
func (s *sheet) totals() {
	if !s.t.totalled() {
		return
	}
	s.out.begin(0)
	s.out.text(0, s.style.total, s.say.say("report.total", nil))
	for i, c := range s.t.Columns[1:] {
		if c.Total == nil {
			s.out.blank(i+1, s.style.total)
		} else {
			s.out.number(i+1, s.style.total, c.Total(headRow+1, s.last), strconv.FormatInt(s.sums[i+1], 10))
		}
	}
	s.out.end()
}

// totalled holds for a table with sums under it.
func (t Table) totalled() bool {
	return t.Len() > 0 && slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Total != nil })
}

// note says under the table what to know when reading it.
func (s *sheet) note() {
	if s.t.noted() {
		text := s.say.say(s.t.Note, nil)
		s.out.begin(height(text, s.printedWidth(), 1.1))
		s.out.text(0, s.style.note, text)
		s.out.end()
	}
}

// noted holds for a table with a note under it.
func (t Table) noted() bool { return t.Note != "" && t.Len() > 0 }

// noteRow is the row of the note.
func (s *sheet) noteRow() string {
	if s.t.totalled() {
		return strconv.Itoa(s.last + 2)
	}
	return strconv.Itoa(s.last + 1)
}

// signatures leaves room for those who sign a printed list.
func (s *sheet) signatures() {
	if !s.t.Signed {
		return
	}
	right := max(s.printedColumns()-4, 2)
	for i, line := range [][2]string{{"", "report.sign.place"}, {"report.sign.clerk", s.d.Chief}} {
		s.out.row += 1 - i
		s.out.begin(0)
		for j, at := range []int{1, right} {
			if line[j] != "" {
				s.out.text(at, []int{s.style.place, s.style.signer}[i], s.say.say(line[j], nil))
			}
		}
		s.out.end()
	}
	s.out.row += 4 // for the hands
	s.out.begin(0)
	s.out.text(0, s.style.signer, " ")
	s.out.end()
}
