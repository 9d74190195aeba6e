package paper

import "giaouoc/internal/text"

// PaperView is a document as a program shows it on a screen: what DOCX and PDF say,
// in their order, with numbers and capitals in place.
type PaperView struct {
	Layout     string          `json:"layout" enum:"party,state,enterprise"`
	Rule       string          `json:"rule" doc:"the rule the layout follows"`
	Unsure     []string        `json:"unsure" doc:"what its sources do not agree on, with what was chosen"`
	Draft      bool            `json:"draft"`
	Left       []PaperLine     `json:"left" doc:"of the head"`
	Right      []PaperLine     `json:"right"`
	Title      string          `json:"title"`
	Subject    []string        `json:"subject"`
	To         []string        `json:"to"`
	Body       []PaperBlock    `json:"body"`
	Signatory  PaperSignatory  `json:"signatory"`
	Received   string          `json:"received" doc:"what stands above recipients: Nơi nhận"`
	Recipients []string        `json:"recipients"`
	Appendices []PaperAppendix `json:"appendices"`
	Trace      []string        `json:"trace" doc:"where the file comes from"`
}

// PaperLine is a line of the head.
type PaperLine struct {
	Text   string `json:"text"`
	Bold   bool   `json:"bold"`
	Italic bool   `json:"italic"`
	Ruled  bool   `json:"ruled" doc:"a rule stands under it"`
}

// PaperBlock is a part of the text; which members say something follows from kind.
type PaperBlock struct {
	Kind        string           `json:"kind" enum:"heading,paragraph,item,table,chart,signatures"`
	Level       int              `json:"level" doc:"of a heading; 0: of none"`
	Text        string           `json:"text" doc:"of a heading with its number, a paragraph or an item; the title of a table, chart or grid of signatures"`
	Bold        bool             `json:"bold"`
	Italic      bool             `json:"italic"`
	Align       string           `json:"align" enum:"justified,left,center,right"`
	Columns     []PaperColumn    `json:"columns" doc:"of a table"`
	Rows        []PaperRow       `json:"rows" doc:"of a table"`
	Labels      []string         `json:"labels" doc:"of a chart"`
	Series      []PaperSeries    `json:"series" doc:"of a chart"`
	Note        string           `json:"note" doc:"under a table or chart"`
	Signatories []PaperSignatory `json:"signatories"`
}

// PaperColumn is the head of a column.
type PaperColumn struct {
	Title string `json:"title"`
	Align string `json:"align" enum:"justified,left,center,right"`
}

// PaperRow is a row of a table; a group's one cell spans it.
type PaperRow struct {
	Cells []string `json:"cells"`
	Group bool     `json:"group"`
	Bold  bool     `json:"bold"`
}

// PaperSeries is one series of a chart.
type PaperSeries struct {
	Name   string     `json:"name"`
	Values []*float64 `json:"values" doc:"null: unknown"`
}

// PaperSignatory is who signs.
type PaperSignatory struct {
	Behalf   string `json:"behalf"`
	Position string `json:"position"`
	Name     string `json:"name"`
	Note     string `json:"note" doc:"what became of the signature"`
}

// PaperAppendix is an appendix.
type PaperAppendix struct {
	Title     string       `json:"title"`
	Landscape bool         `json:"landscape"`
	Body      []PaperBlock `json:"body"`
}

// View shows the document.
func (d *Document) View() PaperView {
	l := d.Layout
	unsure := []string{}
	for _, key := range l.Unsure {
		unsure = append(unsure, d.say(key))
	}
	v := PaperView{
		Layout: l.Name, Rule: d.rule(), Unsure: unsure, Draft: d.Draft, Left: lineViews(d.left()), Right: lineViews(d.head(l.Right)),
		Title: l.Title.cased(d.Title), Subject: list(d.Subject), To: list(d.To), Body: d.blockViews(d.body()), Signatory: d.signatoryView(d.Signatory),
		Received: d.say("paper.recipients"), Recipients: list(d.recipients()), Appendices: []PaperAppendix{}, Trace: list(d.Trace.Lines),
	}
	for _, a := range d.Appendices {
		v.Appendices = append(v.Appendices, PaperAppendix{a.Title, a.Landscape, d.blockViews(a.Body)})
	}
	return v
}

// rule is the rule a layout follows: its name, or words where there is none.
func (d *Document) rule() string {
	if text.Has(d.Layout.Rule) {
		return d.say(d.Layout.Rule)
	}
	return d.Layout.Rule
}

func list[T any](of []T) []T {
	if of == nil {
		return []T{}
	}
	return of
}

func lineViews(all []styled) []PaperLine {
	out := []PaperLine{}
	for _, s := range all {
		out = append(out, PaperLine{s.text, s.Bold, s.Italic, s.Line > 0})
		if s.Below != "" {
			out = append(out, PaperLine{Text: s.Below})
		}
	}
	return out
}

func (d *Document) signatoryView(s Signatory) PaperSignatory {
	l := d.Layout
	return PaperSignatory{l.Behalf.cased(s.Behalf), l.Position.cased(s.Position), s.Name, s.Note}
}

func (d *Document) blockViews(all []Block) []PaperBlock {
	out, numbers := []PaperBlock{}, counter{}
	for _, one := range all {
		v := PaperBlock{Align: alignNames[Justified], Columns: []PaperColumn{}, Rows: []PaperRow{}, Labels: []string{}, Series: []PaperSeries{}, Signatories: []PaperSignatory{}}
		switch x := one.(type) {
		case Heading:
			n := d.Layout.Headings[x.Level-1]
			v.Kind, v.Level, v.Bold, v.Italic, v.Text = "heading", x.Level, n.Bold, n.Italic, n.number(numbers.next(x.Level))+" "+n.cased(x.Text)
		case Para:
			v.Kind, v.Text, v.Bold, v.Italic, v.Align = "paragraph", x.Text, x.Bold, x.Italic, alignNames[x.Align]
		case Item:
			v.Kind, v.Text = "item", x.Text
		case Table:
			v.Kind, v.Text, v.Note = "table", x.Title, x.Note
			for _, c := range x.Columns {
				v.Columns = append(v.Columns, PaperColumn{c.Title, alignNames[c.Align]})
			}
			for _, r := range x.Rows {
				v.Rows = append(v.Rows, PaperRow(r))
			}
		case Chart:
			v.Kind, v.Text, v.Note, v.Labels = "chart", x.Title, x.Says, list(x.Labels)
			for _, s := range x.Series {
				v.Series = append(v.Series, PaperSeries{s.Name, knownValues(s.Values)})
			}
		case Signatures:
			v.Kind, v.Text = "signatures", x.Title
			for _, s := range x.Of {
				v.Signatories = append(v.Signatories, d.signatoryView(s))
			}
		}
		out = append(out, v)
	}
	return out
}

var alignNames = map[Align]string{Justified: "justified", Left: "left", Center: "center", Right: "right"}

func knownValues(all []float64) []*float64 {
	out := make([]*float64, len(all))
	for i, f := range all {
		if f == f { // NaN is unknown
			out[i] = &f
		}
	}
	return out
}
