package main

import (
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"
)

// exportSQL lists a bloc's awards with the one unit each names.
const exportSQL = `SELECT a.period_label, t.class, COALESCE(t.local_name, t.vi), COALESCE(a.level, t.level), a.recipient_kind, v.name, a.count, d.number, d.issued_on, au.name, a.presented_on, a.status, a.remark
	FROM awards a JOIN award_types t ON t.id = a.award_type_id JOIN decisions d ON d.id = a.decision_id JOIN authorities au ON au.id = d.authority_id
		JOIN recipients r ON r.award_id = a.id JOIN unit_versions v ON v.unit_id = r.unit_id
	WHERE a.bloc_id = $1 ORDER BY a.period_ends_on, CASE t.class WHEN 'title' THEN 0 ELSE 1 END, CASE COALESCE(a.level, t.level) WHEN 'state' THEN 0 WHEN 'ministry_province' THEN 1 WHEN 'grassroots' THEN 2 ELSE 3 END, t.name_sort, a.id`

// said are the words of the codes that occur.
var said = map[string]string{
	"title": "Danh hiệu thi đua", "form": "Hình thức khen thưởng", "state": "Nhà nước", "ministry_province": "Cấp bộ, ngành, tỉnh", "grassroots": "Cấp cơ sở",
	"collective": "Tập thể", "individual": "Cá nhân", "in_force": "Có hiệu lực",
}

// exported is the list as a workbook of the library's stream writer: the widths
// and borders the service's sheet has, and no formula.
func exported(w io.Writer, query func(read func(rows) error) error) error {
	f := excelize.NewFile()
	defer f.Close()
	styles, err := exportStyles(f)
	if err != nil {
		return err
	}
	out, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	for i, width := range []float64{6, 11, 12, 30, 14, 11, 34, 8, 14, 12, 24, 12, 12, 18, 9, 10, 12, 16} {
		if err := out.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := query(func(r rows) error { return exportRows(r, out, styles) }); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

// exportStyles are those of text, numbers, places and days.
func exportStyles(f *excelize.File) (ids [4]int, err error) {
	number, day := "#,##0", "dd/mm/yyyy"
	var border []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "7F8790", Style: 1})
	}
	for i, s := range []struct {
		format *string
		stands string
	}{{nil, "left"}, {&number, "right"}, {&number, "center"}, {&day, "center"}} {
		if ids[i], err = f.NewStyle(&excelize.Style{Border: border, CustomNumFmt: s.format, Alignment: &excelize.Alignment{Horizontal: s.stands, Vertical: "top", WrapText: true}}); err != nil {
			return ids, err
		}
	}
	return ids, nil
}

func exportRows(r rows, out *excelize.StreamWriter, style [4]int) error {
	var period, class, name, level, kind, unit, number, issued, authority, presented, status, remark *string
	var count int64
	begin := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	day := func(s *string) any {
		t, err := time.Parse(time.DateOnly, value(s))
		if err != nil {
			return value(s)
		}
		return int(t.Sub(begin).Hours() / 24)
	}
	cells := make([]any, 18)
	for n := 1; r.Next(); n++ {
		if err := r.Scan(&period, &class, &name, &level, &kind, &unit, &count, &number, &issued, &authority, &presented, &status, &remark); err != nil {
			return err
		}
		for i, v := range []any{
			n, value(period), said[value(class)], value(name), said[value(level)], said[value(kind)], value(unit), count, value(number), day(issued), value(authority), day(presented),
			said[value(status)], value(remark), "x", 0, nil, nil,
		} {
			s := style[0]
			switch i {
			case 0:
				s = style[2]
			case 7, 15:
				s = style[1]
			case 9, 11, 16:
				s = style[3]
			}
			cells[i] = excelize.Cell{StyleID: s, Value: v}
		}
		if err := out.SetRow(fmt.Sprint("A", n+3), cells, excelize.RowOpts{Height: 21}); err != nil {
			return err
		}
	}
	return r.Err()
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
