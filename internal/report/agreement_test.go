package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
	"giaouoc/internal/db/dbtest"
	"giaouoc/internal/report"
	"giaouoc/internal/report/encode"
	"giaouoc/internal/report/paper/papertest"
	"giaouoc/internal/text"
)

// signed is a bloc whose members sign an original together.
type signed struct {
	admin                        *apptest.Client
	bloc, term, agreement, event string
	units, signatures            []string
}

func (b *signed) path(query string) string {
	return "/agreements/" + b.agreement + "/reports/agreement?" + query
}

// draftAgreement makes a term of so many members with a draft of so many
// commitments: of all under themes, of single units, with targets that differ.
func draftAgreement(t *testing.T, s *apptest.Service, units, commitments int) *signed {
	t.Helper()
	b := &signed{admin: s.Admin()}
	make1 := func(path string, body object) string { return b.admin.Post(path, body).Must(201).ID() }
	organizer := make1("/authorities", object{"name": "Hội đồng Thi đua <tỉnh> & \"huyện\""})
	b.bloc = make1("/blocs", object{"kind": "bloc", "code": "K7", "organizer_id": organizer, "names": []object{{"name": "Khối thi đua số 7", "kind": "current"}}})
	b.term = make1("/terms", object{"bloc_id": b.bloc, "period": "2021", "status": "signing"})
	for i := range units {
		name := fmt.Sprintf("Đơn vị thứ %02d", i+1)
		if i == 1 {
			name = payloads()[6] + strings.Repeat(" Ủy ban Kiểm tra", 12)
		}
		b.units = append(b.units, make1("/units", object{"name": name}))
		make1("/terms/"+b.term+"/members", object{"unit_id": b.units[i]})
	}
	b.admin.Patch("/terms/"+b.term, object{"members_state": "listed"}).Must(200)
	b.event = make1("/events", object{"title": "Hội nghị ký kết", "held_on": "2021-02-26", "place": "Hội trường Tỉnh ủy", "terms": []object{{"term_id": b.term, "purpose": "signing"}}})
	b.agreement = make1("/agreements", object{
		"term_id": b.term, "title": "Giao ước thi đua năm 2021", "basis": "original", "signing_event_id": b.event, "preamble": "Chúng tôi cùng nhau giao ước:\n- =1+1 thi đua",
		"legal_bases": []string{"Căn cứ Luật Thi đua, khen thưởng;", "Nghị định <số> 91 & 98", "Thực hiện Chỉ thị 34"},
	})
	for i := range commitments {
		row := object{"agreement_id": b.agreement, "text": payloads()[i%len(payloads())] + fmt.Sprintf(" nội dung %d", i+1), "theme": []any{"Tham mưu", "Xây dựng Đảng", nil}[i/2%3]}
		switch i % 4 {
		case 0:
			row["target"], row["unit_of_measure"], row["due_on"] = 98.5, "buổi", "2021-12"
		case 1:
			row["targets"] = []object{{"unit_id": b.units[0], "target": 12.5}, {"unit_id": b.units[1], "target": nil}}
		case 2:
			row["scope"], row["unit_id"] = "unit", b.units[(i/4+1)%2]
		}
		make1("/commitments", row)
	}
	return b
}

// sign takes the draft to its signing; the first units answer one way each.
func (b *signed) sign(t *testing.T) {
	t.Helper()
	for _, to := range []string{"consulting", "signing"} {
		b.admin.Move("/agreements/"+b.agreement, to, "").Must(200)
	}
	answers := []object{
		{"status": "signed", "signed_on": "2021-02-26", "role": "head", "person_as_written": "Nguyễn Thị Ễ", "position_as_written": "Chánh Văn phòng"},
		{"status": "absent"},
		{"status": "late", "person_as_written": "=HYPERLINK(\"x\")"},
	}
	for i, in := range answers {
		in["unit_id"] = b.units[i]
		b.signatures = append(b.signatures, b.admin.Post("/agreements/"+b.agreement+"/signatures", in).Must(201).ID())
	}
	b.admin.Post("/agreements/"+b.agreement+"/signatures", object{"unit_id": b.units[0], "status": "signed", "signed_on": "2021-03", "role": "union", "person_as_written": "Trần Văn Đoàn"}).Must(201)
}

// both are the letters of the document in Word and as PDF.
func both(t *testing.T, c *apptest.Client, path string) map[string]string {
	t.Helper()
	return map[string]string{
		"docx": papertest.Letters(papertest.Word(t, c.Get(path+"&format=docx").Must(200).Raw)),
		"pdf":  papertest.Letters(papertest.PDF(t, c.Get(path+"&format=pdf").Must(200).Raw)),
	}
}

// says tells of texts that are missing, or that must not stand there.
func says(t *testing.T, what string, got map[string]string, want, not []string) {
	t.Helper()
	for form, letters := range got {
		letters = strings.ToLower(letters)
		for _, w := range want {
			if !strings.Contains(letters, strings.ToLower(papertest.Letters(w))) {
				t.Errorf("%s, %s: %q is missing", what, form, w)
			}
		}
		for _, w := range not {
			if strings.Contains(letters, strings.ToLower(papertest.Letters(w))) {
				t.Errorf("%s, %s: %q stands there", what, form, w)
			}
		}
	}
}

func TestAgreementPaper(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := draftAgreement(t, s, 5, 12)
		heads := map[string]string{"": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "state": "Độc lập - Tự do - Hạnh phúc", "enterprise": "Độc lập - Tự do - Hạnh phúc", "party": "ĐẢNG CỘNG SẢN VIỆT NAM"}
		whole := []string{
			"BẢN GIAO ƯỚC THI ĐUA", "Khối thi đua số 7", "Hội đồng Thi đua <tỉnh> & \"huyện\"", "ngày 26 tháng 02 năm 2021", "Hội trường Tỉnh ủy, 26/02/2021",
			"Căn cứ Luật Thi đua, khen thưởng", "Căn cứ Nghị định <số> 91 & 98", "Thực hiện Chỉ thị 34", "Chúng tôi cùng nhau giao ước", "=1+1 thi đua",
			"Chỉ tiêu: 98,5 buổi; Hạn: 12/2021", "Đơn vị thứ 01 12,5", "NỘI DUNG GIAO ƯỚC CỦA TỪNG ĐƠN VỊ",
		}
		draft := b.admin.Get(b.path("format=json")).Must(200)
		if draft.Str("document_status") != "draft" || draft.At("data.content_hash") != nil || draft.At("locked") != false {
			t.Errorf("before anybody signed: %v, %v", draft.At("document_status"), draft.At("data.content_hash"))
		}
		says(t, "draft", both(t, b.admin, b.path("lang=vi")), append(whole, "DỰ THẢO", "nội dung chưa chốt", "Đơn vị thứ 05"), []string{"/verify/", "Đã ký", "Căn cứ Căn cứ", "Căn cứ Thực hiện"})

		b.sign(t)
		j := b.admin.Get(b.path("format=json")).Must(200)
		hash := b.admin.Get("/agreements/" + b.agreement).Must(200).Str("content_hash")
		if j.Str("document_status") != "locked" || j.Str("data.content_hash") != hash || j.At("locked") != true {
			t.Errorf("signed, yet %v", j.At("document_status"))
		}
		signed := append(whole, hash, "/verify/"+hash, "Chánh Văn phòng Nguyễn Thị Ễ (Đã ký: 26/02/2021)", "Công đoàn Trần Văn Đoàn (Đã ký: 03/2021)", "(Vắng)", "(Chậm ký)", "=HYPERLINK(\"x\")", "Đơn vị thứ 04", "Đơn vị thứ 05")
		for _, u := range j.At("data.parties").([]any) {
			signed = append(signed, u.(object)["name_then"].(string))
		}
		for _, c := range j.At("data.commitments").([]any) {
			before, _, _ := strings.Cut(c.(object)["text"].(string), "😀") // which PDF tells by its number
			signed = append(signed, fmt.Sprint(c.(object)["order"])+". "+before)
		}
		for layout, head := range heads {
			q := "lang=vi"
			if layout != "" {
				q += "&layout=" + layout
			}
			says(t, "layout "+layout, both(t, b.admin, b.path(q)), append(signed, head), []string{"DỰ THẢO", "theo nguồn"})
		}
		says(t, "in English", both(t, b.admin, b.path("lang=en")), []string{"EMULATION AGREEMENT", "For 2021", "Pursuant to Nghị định", "Target: 98.5 buổi", "(Signed: 26/02/2021)", "COMMITMENTS OF SINGLE UNITS", hash}, []string{"DRAFT"})
		if got := strings.Count(both(t, b.admin, b.path("lang=vi"))["docx"], papertest.Letters("Đơn vị thứ 01")); got < 4 { // two targets or more, two signatures
			t.Errorf("the unit with two signatories is named %d times", got)
		}
		b.sameAgreement(t, j)
	})
}

// sameAgreement compares the report with the API and its tables with its JSON.
func (b *signed) sameAgreement(t *testing.T, j *apptest.Answer) {
	t.Helper()
	w := b.admin.Get("/agreements/" + b.agreement + "/whole").Must(200)
	for _, field := range []string{"title", "preamble", "legal_bases", "basis", "status", "frozen_at", "content_hash"} {
		if got, want := j.At("data."+field), w.At("agreement."+field); !cmp.Equal(got, want) {
			t.Errorf("%s = %v, want %v", field, got, want)
		}
	}
	members := b.admin.Get("/terms/" + b.term + "/members?limit=200").Must(200).Column("name_then")
	var named []any
	for _, p := range j.At("data.parties").([]any) {
		named = append(named, p.(object)["name_then"])
	}
	if !cmp.Equal(named, members) {
		t.Errorf("parties %v, members %v", named, members)
	}
	book := readWorkbook(t, b.admin.Get(b.path("format=xlsx&lang=vi")).Must(200).Raw)
	if want := []string{"0. Thông tin", "1. Nội dung giao ước", "2. Chỉ tiêu riêng", "3. Chữ ký"}; !cmp.Equal(book.names[:4], want) {
		t.Errorf("sheets %v, want %v", book.names, want)
	}
	files := parts(t, b.admin.Get(b.path("format=csv&lang=vi")).Must(200).Raw)
	commitments, sheet := readCSV(t, files["machine/agreement_commitments.csv"], ','), book.table(t, "1. Nội dung giao ước")
	for i, c := range j.At("data.commitments").([]any) {
		c := c.(object)
		if commitments[i]["text"] != c["text"] || commitments[i]["target"] != show(c["target"]) || !cmp.Equal(number(t, sheet[i]["Chỉ tiêu"]), c["target"]) {
			t.Errorf("commitment %d: %v in the CSV, %v in the workbook, want %v", i, commitments[i], sheet[i], c)
		}
		if x := sheet[i]["Nội dung"]; x.Formula != "" || x.text() != c["text"] {
			t.Errorf("commitment %d: %+v", i, x)
		}
	}
	if rows := book.table(t, "2. Chỉ tiêu riêng"); number(t, rows[0]["Chỉ tiêu"]) != 12.5 || number(t, rows[1]["Chỉ tiêu"]) != nil {
		t.Errorf("own targets %v", rows[:2])
	}
	statuses := map[string]int{}
	for _, r := range readCSV(t, files["machine/agreement_signatures.csv"], ',') {
		statuses[r["status"]]++
	}
	for status, n := range w.At("agreement.signatures").(object) {
		if got := statuses[status]; float64(got) != n {
			t.Errorf("%d signatures %s in the CSV, want %v", got, status, n)
		}
	}
}

// What is annulled stands in the tables alone; an annex has a grid, a number and
// a hash of its own.
func TestAgreementAnnexesOnPaper(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := draftAgreement(t, s, 4, 3)
		b.sign(t)
		b.admin.Move("/signatures/"+b.signatures[0], "annulled", "nhầm người").Must(200)
		says(t, "annulled", both(t, b.admin, b.path("lang=vi")), []string{"Đơn vị thứ 01"}, []string{"Nguyễn Thị Ễ", "Đã hủy"})
		b.admin.Move("/agreements/"+b.agreement, "in_force", "còn đơn vị ký sau").Must(200)
		text1 := "Điều chỉnh chỉ tiêu thứ nhất.\n- Thành 99 %"
		annex := b.admin.Post("/agreements/"+b.agreement+"/annexes", object{"title": "Điều chỉnh <chỉ tiêu>", "text": text1}).Must(201).ID()
		says(t, "unsigned annex", both(t, b.admin, b.path("lang=vi")), []string{"PHỤ LỤC SỐ 1 Điều chỉnh <chỉ tiêu>", "Điều chỉnh chỉ tiêu thứ nhất", "phụ lục chưa có chữ ký"}, nil)
		b.admin.Post("/agreements/"+b.agreement+"/signatures", object{"annex_id": annex, "unit_id": b.units[3], "status": "signed", "signed_on": "2021-06-30", "person_as_written": "Lê Thị Phụ"}).Must(201)
		hash := b.admin.Get("/annexes/" + annex).Must(200).Str("content_hash")
		got := both(t, b.admin, b.path("lang=vi"))
		says(t, "signed annex", got, []string{hash, "/verify/" + hash, "Lê Thị Phụ (Đã ký: 30/06/2021)"}, []string{"phụ lục chưa có chữ ký"})
		for form, letters := range got {
			at := strings.Index(letters, papertest.Letters("PHỤ LỤC SỐ 1"))
			for _, u := range []string{"Đơn vị thứ 01", "Đơn vị thứ 03", "Đơn vị thứ 04"} {
				if !strings.Contains(strings.ToLower(letters[at:]), strings.ToLower(papertest.Letters(u))) {
					t.Errorf("%s: %s has no place under the annex", form, u)
				}
			}
		}
		rows := readCSV(t, parts(t, b.admin.Get(b.path("format=csv&lang=vi")).Must(200).Raw)["machine/agreement_signatures.csv"], ',')
		seen := map[string]string{}
		for _, r := range rows {
			seen[r["annex"]+" "+r["status"]+" "+r["person_as_written"]] = r["name_then"]
		}
		if seen[" annulled Nguyễn Thị Ễ"] != "Đơn vị thứ 01" || seen["1 signed Lê Thị Phụ"] != "Đơn vị thứ 04" {
			t.Errorf("signatures %v", rows)
		}
		// The unit is called otherwise today; the signed text names it as it was.
		b.admin.Post("/units/"+b.units[3]+"/versions", object{"name": "Tên mới", "valid_from": "2022-01-01"}).Must(201)
		says(t, "renamed since", both(t, b.admin, b.path("lang=vi")), []string{"Đơn vị thứ 04"}, []string{"Tên mới"})
	})
}

// A text known by report says so, is no draft and never fixed; what is not known
// is left out or blank.
func TestReportedAgreementOnPaper(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		bloc := admin.Post("/blocs", object{"name": "Cụm mới", "kind": "cluster"}).Must(201).ID()
		term := admin.Post("/terms", object{"bloc_id": bloc, "period": "2017-2018"}).Must(201).ID()
		b := &signed{admin: admin, agreement: admin.Post("/agreements", object{"term_id": term, "title": "Cùng nhau tiến bước", "basis": "reported"}).Must(201).ID()}
		j := admin.Get(b.path("format=json")).Must(200)
		if j.Str("document_status") != "current" || j.At("locked") != false || j.At("data.signing") != nil {
			t.Errorf("%v", j.At("document_status"))
		}
		says(t, "reported", both(t, admin, b.path("lang=vi")), []string{"theo nguồn, không phải bản gốc", "Cùng nhau tiến bước", "Năm học 2017-2018", "Chưa có danh sách đơn vị thành viên"}, []string{"DỰ THẢO", "/verify/", "Địa điểm, ngày", "bị hủy"})
		unit := admin.Post("/units", object{"name": "Trường số 1"}).Must(201).ID()
		admin.Post("/terms/"+term+"/members", object{"unit_id": unit}).Must(201)
		admin.Move("/agreements/"+b.agreement, "cancelled", "ghi nhầm").Must(200)
		says(t, "cancelled", both(t, admin, b.path("lang=vi")), []string{"đã bị hủy", "Trường số 1", "chưa đầy đủ"}, nil)
	})
}

// Each sees the paper of an agreement its lists show; what it costs does not grow.
func TestAgreementPaperScope(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		small, large := draftAgreement(t, s, 3, 2), draftAgreement(t, s, 12, 24)
		small.sign(t)
		large.sign(t)
		large.admin.Move("/agreements/"+large.agreement, "in_force", "đủ").Must(200)
		for range 3 {
			large.admin.Post("/agreements/"+large.agreement+"/annexes", object{"title": "Phụ lục", "text": "x"}).Must(201)
		}
		count := func(b *signed) int {
			return len(s.Statements(func() { b.admin.Get(b.path("format=pdf")).Must(200) }))
		}
		if n, m := count(small), count(large); n != m || n > 12 {
			t.Errorf("%d statements for a small agreement, %d for a large one", n, m)
		}
		s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: small.bloc}).Get(small.path("format=json")).Must(200)
		s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: small.units[2]}).Get(small.path("format=docx")).Must(200)
		for _, format := range []string{"json", "xlsx", "csv", "docx", "pdf"} {
			s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: large.bloc}).Get(small.path("format="+format)).Refused(404, "not_found")
			s.As().Get(small.path("format="+format)).Refused(403, "forbidden")
			s.Nobody().Get(small.path("format="+format)).Refused(401, "unauthenticated")
		}
	})
}

// reproducible takes a report out twice at one time, and once more from its
// stored JSON: the files are the same, byte by byte.
func reproducible(t *testing.T, s *apptest.Service, o db.Options, kind, id string, empty func() report.Report) {
	t.Helper()
	o.Clock = func() time.Time { return time.Date(2026, 4, 1, 2, 3, 4, 0, time.UTC) }
	store, err := db.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	svc := report.New(store, nil, report.Program{Version: "1.2.3"}, report.Workshop{})
	taken := func() report.Report {
		r, err := svc.Report(s.System(), kind, id, report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first, second, stored := taken(), taken(), empty()
	raw, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, stored); err != nil {
		t.Fatal(err)
	}
	for _, f := range encode.Formats() {
		var want bytes.Buffer
		if err := f.Write(&want, report.Describe(first, text.Vi)); err != nil {
			t.Fatal(err)
		}
		for what, r := range map[string]report.Report{"taken again": second, "stored and opened": stored} {
			var got bytes.Buffer
			if err := f.Write(&got, report.Describe(r, text.Vi)); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want.Bytes()) {
				t.Errorf("%s, %s: the file differs", f.Name, what)
			}
		}
	}
}

func TestAgreementPaperIsReproducible(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, o db.Options) {
		s := apptest.New(t, o)
		b := draftAgreement(t, s, 4, 5)
		b.sign(t)
		reproducible(t, s, o, "agreement", b.agreement, func() report.Report { return &report.AgreementPaper{} })
	})
}
