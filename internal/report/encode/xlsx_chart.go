package encode

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// colours tell series apart, also in print.
func colours() []string { return []string{"1F5FA8", "E08A00", "5B8C3A", "8B4A9C", "8A8F98"} }

// charts adds a sheet for each chart of a table, bound to the table's cells.
func (b *book) charts(t Table) error {
	for _, c := range b.d.Charts {
		if c.Table != t.Key {
			continue
		}
		if err := b.chart(c, t); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) chart(c Chart, t Table) error {
	name, err := b.sheet(c.Key)
	if err != nil {
		return err
	}
	from := "'" + strings.ReplaceAll(b.say.sheet(t.Key), "'", "''") + "'!"
	column := func(col, first, last int) string {
		n, _ := excelize.ColumnNumberToName(col + 1)
		return fmt.Sprintf("%s$%s$%d:$%s$%d", from, n, first, n, last)
	}
	var series []excelize.ChartSeries
	for i, key := range c.Series {
		col := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Key == key })
		head, _, _ := strings.Cut(column(col, headRow, headRow), ":")
		series = append(series, excelize.ChartSeries{
			Name: head, Categories: column(0, headRow+1, b.at[t.Key]), Values: column(col, headRow+1, b.at[t.Key]),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colours()[i%len(colours())]}},
		})
	}
	zero := 0.0
	text := excelize.Font{Family: fontName, Size: 12, Color: ink}
	big := text
	big.Size, big.Bold = 14, true
	err = b.AddChart(name, "A1", &excelize.Chart{
		Type: excelize.ColStacked, Series: series, Dimension: excelize.ChartDimension{Width: 960, Height: 560}, ShowBlanksAs: "gap",
		Title:  excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: b.say.say("report.chart."+c.Key, nil), Font: &big}}},
		Legend: excelize.ChartLegend{Position: "bottom", Font: &text},
		XAxis:  excelize.ChartAxis{Font: text},
		YAxis: excelize.ChartAxis{
			Font: text, Minimum: &zero, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0"},
			Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: b.say.say("report.axis."+c.Key, nil), Font: &text}}},
		},
		PlotArea: excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0;;;"}},
	})
	if err != nil {
		return err
	}
	return b.paper(name, true, 1)
}
