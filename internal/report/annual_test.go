package report_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gowebpki/jcs"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/report"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/text"
)

type object = map[string]any

// books are a bloc with last year's term and this year's.
type books struct {
	admin                       *apptest.Client
	bloc, term, last, agreement string
	units                       []string
}

// payloads begin as formulas do, or break what is careless with markup.
func payloads() []string {
	return []string{"=1+1", "+1", "-1", "@x", "=cmd|' /C calc'!A0", "＝1", "]]>&<b>", "_x0041_ 😀", "- Hoàn thành", "\"; DROP", "x,=1+1"}
}

// fill makes a term of so many units, commitments and awards: named, partly
// named, counted and of unknown count in turn, some for merit of other years.
func fill(t *testing.T, s *apptest.Service, units, commitments, awards int) *books {
	t.Helper()
	b := &books{admin: s.Admin()}
	make1 := func(path string, body object) string { return b.admin.Post(path, body).Must(201).ID() }
	b.bloc = make1("/blocs", object{"kind": "bloc", "code": "K/1 Đ", "names": []object{{"name": "Khối thi đua số 1", "kind": "current"}}})
	for i := range units {
		b.units = append(b.units, make1("/units", object{"name": fmt.Sprintf("Đơn vị %02d", i+1), "code": fmt.Sprintf("%d-%02d", units, i+1)}))
	}
	open := func(year string, n int) (string, string) {
		term := make1("/terms", object{"bloc_id": b.bloc, "period": year, "status": "signing", "theme": "=1+1 chủ đề"})
		for _, u := range b.units[:n] {
			make1("/terms/"+term+"/members", object{"unit_id": u})
		}
		b.admin.Patch("/terms/"+term, object{"members_state": "listed"}).Must(200)
		return term, make1("/agreements", object{"term_id": term, "title": "Giao ước " + year, "basis": "reported", "status": "in_force"})
	}
	var lastAgreement string
	b.last, lastAgreement = open("2020", units-1)
	make1("/agreements/"+lastAgreement+"/signatures", object{"unit_id": b.units[0], "status": "signed", "signed_on": "2020-02-01"})
	b.term, b.agreement = open("2021", units)
	for i, u := range b.units[:units-1] {
		status := []string{"signed", "signed", "absent", "late", "pending"}[i%5]
		row := object{"unit_id": u, "status": status, "person_as_written": payloads()[i%len(payloads())]}
		if status == "signed" {
			row["signed_on"] = []string{"2021-02-26", "2021-02", "2021"}[i%3]
		}
		make1("/agreements/"+b.agreement+"/signatures", row)
	}
	for i := range commitments {
		row := object{"agreement_id": b.agreement, "text": payloads()[i%len(payloads())] + fmt.Sprintf(" nội dung %d", i+1), "due_on": []any{"2021-12-31", "2021-12", nil}[i%3], "measure": []any{"quantity", "percent", nil}[i%3]}
		if i%2 == 0 {
			row["target"], row["unit_of_measure"] = []any{98.5, -3, 120, 0}[i/2%4], "%"
		}
		make1("/commitments", row)
	}
	for i := range awards {
		row := object{"bloc_id": b.bloc, "type_as_written": []string{"bằng khen", "cờ thi đua", "giấy khen"}[i%3], "recipient_kind": []any{"collective", "individual", nil}[i/3%3], "period": "2021", "citation": payloads()[i%len(payloads())]}
		switch i % 4 {
		case 0:
			row["count"], row["recipient_kind"] = 2, "collective"
			row["recipients"] = []object{{"unit_id": b.units[0]}, {"unit_as_written": "=Tập thể ngoài"}}
		case 1:
			row["count"], row["recipient_kind"] = 5, "individual"
			row["recipients"] = []object{{"person_as_written": "@Nguyễn Văn A", "unit_id": b.units[1]}}
		case 2:
			row["count"] = 4
		}
		switch {
		case i%10 == 7:
			row["period"], row["reported_on"] = "2019", "2021-03-01"
		case i%10 == 9:
			row["period"] = "2020"
		}
		make1("/awards", row)
	}
	return b
}

func (b *books) path(query string) string { return "/terms/" + b.term + "/reports/annual?" + query }

func TestAnnualReport(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 25, 20, 40)
		j := b.admin.Get(b.path("format=json&lang=vi")).Must(200)
		if got := j.Header.Get("Content-Disposition"); !strings.Contains(got, `filename="BaoCaoTongKet_K-1-D_2021_20260302-`) || !strings.Contains(got, "filename*=UTF-8''B%C3%A1o%20c%C3%A1o") {
			t.Errorf("the file is called %s", got)
		}
		t.Run("json equals the API", func(t *testing.T) { b.sameAsAPI(t, j) })
		t.Run("xlsx equals json", func(t *testing.T) {
			a := b.admin.Get(b.path("format=xlsx&lang=vi")).Must(200)
			if got := a.Header.Get("Content-Type"); got != "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" {
				t.Errorf("it comes as %s", got)
			}
			b.sheets(t, j, readWorkbook(t, a.Raw))
		})
		t.Run("csv equals json", func(t *testing.T) { b.files(t, j, b.admin.Get(b.path("format=csv&lang=vi")).Must(200).Raw) })
		t.Run("a draft until it is locked", func(t *testing.T) { b.locking(t) })
	})
}

// sameAsAPI compares what the report says with what the lists say.
func (b *books) sameAsAPI(t *testing.T, j *apptest.Answer) {
	members := b.admin.Get("/terms/" + b.term + "/members?limit=200").Must(200)
	var names, places []any
	for _, u := range j.At("data.units").([]any) {
		names, places = append(names, u.(object)["name_then"]), append(places, u.(object)["order"])
	}
	if !cmp.Equal(names, members.Column("name_then")) || !cmp.Equal(places, members.Column("order")) {
		t.Errorf("units %v, members %v", names, members.Column("name_then"))
	}
	commitments := b.admin.Get("/commitments?agreement_id=" + b.agreement + "&limit=200").Must(200)
	for i, c := range j.At("data.commitments").([]any) {
		for _, field := range []string{"order", "text", "target", "due_on", "measure", "unit_of_measure", "scope"} {
			if want := commitments.At(fmt.Sprintf("data.%d.%s", i, field)); !cmp.Equal(c.(object)[field], want) {
				t.Errorf("commitment %d: %s = %v, want %v", i, field, c.(object)[field], want)
			}
		}
	}
	tally := b.admin.Get("/awards/tally?bloc_id=" + b.bloc + "&year=2017,2018,2019,2020,2021").Must(200)
	for _, part := range []string{"totals", "unclear", "annulled", "draft"} {
		if got, want := j.At("comparison.tally."+part), tally.At(part); !cmp.Equal(got, want) {
			t.Errorf("tally: %s\n%v, want\n%v", part, got, want)
		}
	}
	if got, want := len(j.At("comparison.tally.rows").([]any)), len(tally.At("rows").([]any)); got != want || got == 0 {
		t.Errorf("the tally has %d rows, want %d", got, want)
	}
	overview := b.admin.Get("/terms/" + b.term + "/overview").Must(200)
	for figure, path := range map[string]string{
		"members": "members.listed", "signed": "agreement.signatures.signed", "absent": "agreement.signatures.absent", "pending": "agreement.signatures.pending", "late": "agreement.signatures.late",
		"commitments": "commitments.total", "with_target": "commitments.with_target",
		"collectives": "awards.collectives", "individuals": "awards.individuals", "unclassified": "awards.unclassified", "count_unknown": "awards.count_unknown", "unnamed": "awards.unnamed",
	} {
		if got, want := b.figure(j, figure)["this_year"], overview.At(path); !cmp.Equal(got, want) {
			t.Errorf("%s = %v, the overview says %v", figure, got, want)
		}
	}
	if got := b.figure(j, "members"); got["last_year"] != 24.0 || got["change"] != 1.0 {
		t.Errorf("members of last year: %v", got)
	}
	if got := b.figure(j, "commitments"); got["last_year"] != nil || got["change"] != nil {
		t.Errorf("last year's commitments are unknown, not %v", got)
	}
	if n := len(j.At("data.awards").([]any)) + len(j.At("data.earlier_awards").([]any)); n != 36 || len(j.At("data.earlier_awards").([]any)) != 4 {
		t.Errorf("%d awards, of them %d earlier", n, len(j.At("data.earlier_awards").([]any)))
	}
	data, err := json.Marshal(j.At("data"))
	if err != nil {
		t.Fatal(err)
	}
	canonical, err := jcs.Transform(data)
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(canonical); j.Str("checksum") != "sha256:"+hex.EncodeToString(sum[:]) {
		t.Errorf("the checksum is not that of the data")
	}
}

func (b *books) figure(j *apptest.Answer, name string) object {
	for _, f := range j.At("comparison.overview").([]any) {
		if f.(object)["figure"] == name {
			return f.(object)
		}
	}
	return nil
}

// sheets compares the workbook with the JSON, cell by cell.
func (b *books) sheets(t *testing.T, j *apptest.Answer, w *workbook) {
	want := []string{"0. Thông tin", "1. Tổng quan", "2. Đơn vị, chữ ký", "3. Nội dung giao ước", "8. Khen thưởng", "8.1 Khen thưởng kỳ khác", "8.2 Khen thưởng theo đơn vị", "9. Thống kê khen thưởng", "9.1 Khen thưởng theo năm", "10. Biểu đồ"}
	if !cmp.Equal(w.names, want) {
		t.Errorf("sheets %v, want %v", w.names, want)
	}
	for name, x := range w.sheets {
		if x.Setup.Paper != "9" || x.Setup.Wide != "1" || x.Fit.On == "" || !strings.Contains(x.Footer, "&P/&N") || strings.Contains(x.Footer, "&D") || !strings.Contains(x.Header, "DỰ THẢO") {
			t.Errorf("%s prints as %+v %q %q", name, x.Setup, x.Header, x.Footer)
		}
		if name != "10. Biểu đồ" && (x.Pane.State != "frozen" || x.Filter.Ref == "" || x.Rows[2].High == 0) {
			t.Errorf("%s: head not frozen, filtered or tall enough: %+v", name, x.Pane)
		}
		for _, r := range x.Rows {
			for _, c := range r.Cells {
				if c.Formula != "" && strings.ContainsAny(c.Formula, "|@＝") {
					t.Errorf("%s %s runs %s", name, c.Ref, c.Formula)
				}
			}
		}
	}
	if !slices.ContainsFunc(w.table(t, "0. Thông tin"), func(r map[string]cell) bool { return r["Giá trị"].text() == j.Str("checksum") }) {
		t.Error("the workbook carries another checksum")
	}
	figures := w.table(t, "1. Tổng quan")
	for i, f := range j.At("comparison.overview").([]any) {
		f := f.(object)
		for column, field := range map[string]string{"Năm trước": "last_year", "Năm nay": "this_year", "Tăng/giảm": "change"} {
			if got := number(t, figures[i][column]); !cmp.Equal(got, f[field]) {
				t.Errorf("%s, %s: %v, want %v", f["figure"], column, got, f[field])
			}
		}
		if c := figures[i]["Tăng/giảm"]; (f["change"] != nil) != (c.Formula != "") {
			t.Errorf("%s: the change %v is computed by %q", f["figure"], f["change"], c.Formula)
		}
	}
	rows := w.table(t, "2. Đơn vị, chữ ký")
	for i, u := range j.At("data.units").([]any) {
		u := u.(object)
		if number(t, rows[i]["STT"]) != float64(i+1) || number(t, rows[i]["Thứ tự lễ tân"]) != u["order"] || rows[i]["Tên đơn vị"].text() != u["name_then"] {
			t.Errorf("unit %d: %v", i, rows[i])
		}
		signatures := u["signatures"].([]any)
		if len(signatures) == 0 {
			if got := rows[i]["Trạng thái"].text(); got != "" {
				t.Errorf("unit %d has no answer, yet %q", i, got)
			}
			continue
		}
		g := signatures[0].(object)
		if c := rows[i]["Người ký"]; c.Type != "inlineStr" || c.Formula != "" || c.text() != g["person"].(object)["as_written"] {
			t.Errorf("signatory %d: %+v, want %v", i, c, g["person"])
		}
		switch c, day := rows[i]["Ngày ký"], show(g["signed_on"]); {
		case len(day) == 10:
			at, _ := time.Parse(time.DateOnly, day)
			if got := number(t, c); got != at.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours()/24 {
				t.Errorf("%s is %v", day, got)
			}
		case day != "" && (c.Type != "inlineStr" || !strings.HasSuffix(c.text(), "2021")):
			t.Errorf("%s is %+v", day, c)
		case day == "" && c.text() != "":
			t.Errorf("an unknown day is %+v", c)
		}
	}
	rows = w.table(t, "3. Nội dung giao ước")
	for i, c := range j.At("data.commitments").([]any) {
		c := c.(object)
		if got := number(t, rows[i]["Chỉ tiêu"]); !cmp.Equal(got, c["target"]) {
			t.Errorf("target %d: %v, want %v", i, got, c["target"])
		}
		if x := rows[i]["Nội dung"]; x.Type != "inlineStr" || x.Formula != "" || x.text() != c["text"] {
			t.Errorf("text %d: %+v, want %v", i, x, c["text"])
		}
	}
	b.awardSheets(t, j, w)
}

// awardSheets checks the sums: what the cells add up to is what the API counts.
func (b *books) awardSheets(t *testing.T, j *apptest.Answer, w *workbook) {
	all := b.figure(j, "all_awards")["this_year"]
	for sheet, column := range map[string]string{"8. Khen thưởng": "Số lượng", "8.2 Khen thưởng theo đơn vị": "Cộng"} {
		rows, sum := w.table(t, sheet), 0.0
		for _, r := range rows {
			c := r[column]
			if strings.HasPrefix(c.Formula, "SUM") && r["STT"].text() == "Cộng" {
				if got := number(t, c); got != all || sum != all {
					t.Errorf("%s: total %v, the rows make %v, want %v", sheet, got, sum, all)
				}
				break
			}
			if n, ok := number(t, c).(float64); ok {
				sum += n
			}
		}
	}
	rows := w.table(t, "9. Thống kê khen thưởng")
	columns := map[string]string{"Tập thể": "collectives", "Cá nhân": "individuals", "Hộ gia đình": "households", "Cụm, khối": "blocs", "Chưa rõ đối tượng": "unclassified", "Số bản ghi": "awards", "Chưa rõ số lượng": "count_unknown", "Đã nêu tên": "named", "Chưa nêu tên": "unnamed"}
	lines := append(j.At("comparison.tally.rows").([]any), j.At("comparison.tally.unclear"), j.At("comparison.tally.annulled"), j.At("comparison.tally.draft"), j.At("comparison.tally.totals"))
	for i, l := range lines {
		for column, field := range columns {
			if got := number(t, rows[i][column]); got != l.(object)[field] {
				t.Errorf("tally line %d: %s = %v, want %v", i, column, got, l.(object)[field])
			}
		}
	}
	chart := html.UnescapeString(string(w.parts["xl/charts/chart1.xml"]))
	for _, want := range []string{"'9.1 Khen thưởng theo năm'!$B$4:$B$8", `<min val="0">`, "Times New Roman", "1A1D21", "năm thành tích"} {
		if !strings.Contains(chart, want) {
			t.Errorf("the chart lacks %s", want)
		}
	}
}

// files compares both sets of tables with the JSON.
func (b *books) files(t *testing.T, j *apptest.Answer, raw []byte) {
	files := parts(t, raw)
	if got, want := len(files), 36; got != want {
		t.Errorf("%d files, want %d: %v", got, want, slices.Sorted(maps.Keys(files)))
	}
	machine, office := readCSV(t, files["machine/commitments.csv"], ','), files["van-phong/3-Noi-dung-giao-uoc.csv"]
	if !bytes.HasPrefix(office, []byte("\ufeffSTT;")) || bytes.Count(office, []byte("\r\n")) != 21 || bytes.Contains(files["machine/commitments.csv"], []byte("\r")) {
		t.Errorf("the office file begins %.20q", office)
	}
	read := readCSV(t, bytes.TrimPrefix(office, []byte("\ufeff")), ';')
	for i, c := range j.At("data.commitments").([]any) {
		c := c.(object)
		for _, field := range []string{"order", "text", "target", "due_on", "measure"} {
			if got, want := machine[i][field], show(c[field]); got != want {
				t.Errorf("commitment %d: %s = %q, want %q", i, field, got, want)
			}
		}
		guarded, written := read[i]["Nội dung"], c["text"].(string)
		if dangerous := strings.ContainsAny(written[:1], "=+-@") || strings.HasPrefix(written, "＝"); dangerous && guarded != "'"+written || !dangerous && guarded != written {
			t.Errorf("the office file says %q of %q", guarded, written)
		}
		if got, want := read[i]["Chỉ tiêu"], strings.Replace(show(c["target"]), ".", ",", 1); got != want {
			t.Errorf("target %d is %q in the office file, want %q", i, got, want)
		}
	}
	for i, r := range readCSV(t, files["machine/overview.csv"], ',') {
		f := j.At(fmt.Sprintf("comparison.overview.%d", i)).(object)
		if r["this_year"] != show(f["this_year"]) || r["last_year"] != show(f["last_year"]) || r["change"] != show(f["change"]) {
			t.Errorf("%v, want %v", r, f)
		}
	}
	if !bytes.Contains(files["machine/info.csv"], []byte(j.Str("checksum"))) || !bytes.Contains(files["machine/info.csv"], []byte("document_status,draft")) || !bytes.Contains(files["van-phong/0-Thong-tin.csv"], []byte("DỰ THẢO")) {
		t.Errorf("the set says of itself\n%s", files["machine/info.csv"])
	}
	awards := readCSV(t, files["machine/awards.csv"], ',')
	for _, r := range awards {
		if r["named"] != "named" && r["recipient"] != "" {
			t.Errorf("nobody is named, yet %v", r)
		}
	}
}

func (b *books) locking(t *testing.T) {
	for _, step := range []string{"in_force", "reviewing"} {
		b.admin.Move("/terms/"+b.term, step, "").Must(200)
	}
	path := "/terms/" + b.term
	b.admin.Do("POST", path+"/transitions", object{"to": "concluded", "without_ranking": true}, "If-Match", b.admin.ETag(path)).Must(200)
	before := b.admin.Get(b.path("format=json")).Must(200)
	b.admin.Move(path, "locked", "").Must(200)
	after := b.admin.Get(b.path("format=json")).Must(200)
	if before.At("locked") != false || before.Str("document_status") != "draft" || after.At("locked") != true || after.Str("document_status") != "locked" {
		t.Errorf("locked %v, then %v", before.At("locked"), after.At("locked"))
	}
	for name, x := range readWorkbook(t, b.admin.Get(b.path("format=xlsx&lang=en")).Must(200).Raw).sheets {
		if x.Header != "" || strings.Contains(x.Rows1(), "DRAFT") {
			t.Errorf("%s is marked as a draft", name)
		}
	}
}

// Rows1 is the line under the title.
func (x sheetXML) Rows1() string {
	if len(x.Rows) < 2 {
		return ""
	}
	return x.Rows[1].Cells[0].text()
}

// Each sees the report of what its lists show, and no other.
func TestAnnualReportScope(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 3, 1, 2)
		other := b.admin.Post("/blocs", object{"kind": "bloc", "names": []object{{"name": "Khối khác", "kind": "current"}}}).Must(201).ID()
		for _, format := range []string{"json", "xlsx", "csv"} {
			s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: other}).Get(b.path("format="+format)).Refused(404, "not_found")
			s.As().Get(b.path("format="+format)).Refused(403, "forbidden")
			s.Nobody().Get(b.path("format="+format)).Refused(401, "unauthenticated")
		}
		// The last unit was no member last year: that term is not its to read.
		clerk := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: b.units[2]})
		j := clerk.Get(b.path("format=json")).Must(200)
		if got := b.figure(j, "members"); got["this_year"] != 3.0 || got["last_year"] != nil {
			t.Errorf("a clerk of this year reads %v", got)
		}
		if got := b.admin.Get(b.path("lang=en")).Refused(400, "invalid_parameter").At("errors.0.params.allowed"); !cmp.Equal(got, []any{"json", "xlsx", "csv", "docx", "pdf"}) {
			t.Errorf("allowed: %v", got)
		}
		b.admin.Get(b.path("format=odt")).Refused(400, "invalid_parameter")
		b.admin.Get(b.path("format=json&only_awarded=x")).Refused(400, "invalid_parameter")
		b.admin.Get(b.path("format=json&onlyawarded=true")).Refused(400, "unknown_parameter")
		some, all := b.admin.Get(b.path("format=json")).Must(200), b.admin.Get(b.path("format=json&only_awarded=false")).Must(200)
		if n, m := len(some.At("data.unit_awards").([]any)), len(all.At("data.unit_awards").([]any)); n >= m || all.At("filters.only_awarded") != false {
			t.Errorf("%d of %d units", n, m)
		}
		head := b.admin.Do("HEAD", b.path("format=xlsx"), nil).Must(200)
		if len(head.Raw) != 0 || head.Header.Get("Content-Disposition") == "" {
			t.Errorf("HEAD answers %d bytes, %v", len(head.Raw), head.Header)
		}
	})
}

func TestAnnualReportStatements(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		small, large := fill(t, s, 2, 0, 0), fill(t, s, 12, 15, 20)
		count := func(b *books) int {
			return len(s.Statements(func() { b.admin.Get(b.path("format=xlsx")).Must(200) }))
		}
		if n, m := count(small), count(large); n != m || n > 25 {
			t.Errorf("%d statements for a small term, %d for a large one", n, m)
		}
	})
}

// One snapshot of a locked term makes the same bytes every time.
func TestAnnualReportIsReproducible(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		s := apptest.New(t, o)
		b := fill(t, s, 4, 3, 6)
		o.Clock = func() time.Time { return time.Date(2026, 4, 1, 2, 3, 4, 0, time.UTC) }
		store, err := db.Open(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		svc := report.New(store, nil, report.Program{Version: "1.2.3"}, report.Workshop{})
		for _, f := range encode.Formats() {
			var first, second bytes.Buffer
			for _, to := range []*bytes.Buffer{&first, &second} {
				a, err := svc.Report(s.System(), "annual", b.term, report.Options{OnlyAwarded: true})
				if err != nil {
					t.Fatal(err)
				}
				if err := f.Write(to, report.Describe(a, text.Vi)); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(first.Bytes(), second.Bytes()) {
				t.Errorf("%s: two files of one snapshot differ", f.Name)
			}
		}
	})
}

// Every text column of every table is text in a workbook and guarded in the
// office's CSV, whatever it begins with.
func TestFormulasNeverRun(t *testing.T) {
	for lang, folder := range map[text.Lang]string{text.Vi: "van-phong/", text.En: "office/"} {
		t.Run(string(lang), func(t *testing.T) { formulasNeverRun(t, lang, folder) })
	}
}

func formulasNeverRun(t *testing.T, lang text.Lang, folder string) {
	d := report.Describe(&report.Annual{Head: report.Head{Checksum: "sha256:0123456789abcdef"}}, lang)
	samples := map[encode.Kind]string{encode.Integer: "-5", encode.Decimal: "-5.5", encode.Percent: "0.5", encode.Date: "2021-02-26"}
	columns := 0
	for i := range d.Tables {
		d.Tables[i].Rows = nil
		for _, p := range payloads() {
			var row []string
			for _, c := range d.Tables[i].Columns {
				if c.Kind == encode.Text {
					columns++
					row = append(row, p)
				} else {
					row = append(row, samples[c.Kind])
				}
			}
			d.Tables[i].Rows = append(d.Tables[i].Rows, row)
		}
	}
	for i := range d.Facts {
		if d.Facts[i].Kind == encode.Text {
			d.Facts[i].Value, d.Facts[i].Said = payloads()[i%len(payloads())], ""
		}
	}
	var book, set bytes.Buffer
	if err := encode.XLSX(&book, d); err != nil {
		t.Fatal(err)
	}
	if err := encode.CSV(&set, d); err != nil {
		t.Fatal(err)
	}
	w, files, seen := readWorkbook(t, book.Bytes()), parts(t, set.Bytes()), 0
	for _, tb := range d.Tables {
		name := text.Of(lang, "report.sheet."+tb.Key, nil)
		rows, office := w.table(t, name), readCSV(t, bytes.TrimPrefix(files[folder+encode.Slug(name)+".csv"], []byte("\ufeff")), ';')
		machine := readCSV(t, files["machine/"+tb.Key+".csv"], ',')
		for r, p := range payloads() {
			for _, c := range tb.Columns {
				if c.Kind != encode.Text {
					continue
				}
				head := text.Of(lang, "report.column."+either(c.Label, c.Key), nil)
				if x := rows[r][head]; x.Type != "inlineStr" || x.Formula != "" || x.text() != p {
					t.Errorf("%s, %s: %+v, want the text %q", name, c.Key, x, p)
				}
				want := p
				if strings.ContainsAny(p[:1], "=+-@") || strings.HasPrefix(p, "＝") {
					want = "'" + p
				}
				if office[r][head] != want || machine[r][c.Key] != p {
					t.Errorf("%s, %s: %q in the office file, %q in the machine's, of %q", name, c.Key, office[r][head], machine[r][c.Key], p)
				}
				seen++
			}
		}
	}
	if seen != columns || seen < 300 {
		t.Errorf("%d cells compared, of %d", seen, columns)
	}
	info := text.Of(lang, "report.sheet.info", nil)
	facts := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(files[folder+encode.Slug(info)+".csv"], []byte("\ufeff"))))
	facts.Comma = ';'
	lines, err := facts.ReadAll()
	if err != nil || len(lines) < len(d.Facts) {
		t.Fatalf("%d facts (%v)", len(lines), err)
	}
	for i, l := range lines {
		if strings.ContainsAny(l[1][:min(1, len(l[1]))], "=+-@") || strings.HasPrefix(l[1], "＝") {
			t.Errorf("the office file's fact %d runs: %q", i, l[1])
		}
	}
	for _, r := range w.table(t, info) {
		if c := r[text.Of(lang, "report.column.value", nil)]; c.Formula != "" || c.Value != "" {
			t.Errorf("%s is no text: %+v", c.Ref, c)
		}
	}
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// A term longer than a year takes the awards of its own label; a source that
// names more than it counts is reported as it says, and counted as it counts.
func TestAnnualReportOfARange(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := &books{admin: s.Admin()}
		b.bloc = b.admin.Post("/blocs", object{"kind": "cluster", "names": []object{
			{"name": "Cụm thi đua cũ", "kind": "former", "valid_from": "2010", "valid_to": "2015"}, {"name": "Cụm thi đua mới", "kind": "current", "valid_from": "2016"},
		}}).Must(201).ID()
		b.term = b.admin.Post("/terms", object{"bloc_id": b.bloc, "period": "2011-2015", "period_kind": "range", "status": "planning"}).Must(201).ID()
		for _, label := range []string{"2011-2015", "2006-2010", "2015"} {
			b.admin.Post("/awards", object{"bloc_id": b.bloc, "type_as_written": "huân chương", "recipient_kind": "individual", "count": 1, "period": label, "recipients": []object{{"person_as_written": "A"}, {"person_as_written": "B"}}}).Must(201)
		}
		j := b.admin.Get(b.path("format=json")).Must(200)
		if got, want := j.At("comparison.tally.periods"), []any{"1991-1995", "1996-2000", "2001-2005", "2006-2010", "2011-2015"}; !cmp.Equal(got, want) {
			t.Errorf("periods %v, want %v", got, want)
		}
		if got := j.Str("data.term.bloc_name_then"); got != "Cụm thi đua cũ" {
			t.Errorf("the bloc was called %s", got)
		}
		if got := b.figure(j, "individuals"); got["this_year"] != 1.0 || got["last_year"] != 1.0 || len(j.At("data.awards").([]any)) != 1 {
			t.Errorf("individuals %v of %v", got, j.At("data.awards"))
		}
		rows := readWorkbook(t, b.admin.Get(b.path("format=xlsx&lang=en")).Must(200).Raw).table(t, "8. Awards")
		if len(rows) < 3 || number(t, rows[0]["Count"]) != 1.0 || number(t, rows[1]["Count"]) != nil || number(t, rows[2]["Count"]) != 1.0 || rows[1]["Recipient"].text() != "B" {
			t.Errorf("rows %v", rows)
		}
		if got := b.figure(j, "members"); got["this_year"] != nil {
			t.Errorf("nobody told who the members are, yet %v", got)
		}
	})
}
