package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/report"
	"giaouoc/internal/report/paper/papertest"
)

// What an office writes stands in the preview, in Word and in PDF; what it does
// not write stays as the books tell it. Every revision is kept.
func TestOfficeWordsAReport(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 4, 3, 8)
		preview := func() *apptest.Answer {
			return b.admin.Get("/terms/" + b.term + "/reports/annual/preview?lang=vi").Must(200)
		}
		before := preview()
		if before.At("revision") != nil || before.At("wording") != nil {
			t.Fatalf("there is a wording already: %s", before.Raw)
		}
		told := ""
		for _, x := range before.At("sections").([]any) {
			if x := x.(object); x["section"] == "situation" {
				told = x["text"].(string)
			}
		}
		if !strings.Contains(told, "04 đơn vị thành viên") {
			t.Fatalf("the books tell of the situation %q", told)
		}
		words := object{
			"kind": "annual", "subject_id": b.term, "number": "05", "organ": "KTĐ", "place": "Ninh Bình", "day": "2022-01-05", "signer": "Nguyễn Văn Ký",
			"recipients": []string{"Hội đồng Thi đua – Khen thưởng tỉnh", "Các đơn vị thành viên"},
			"sections": []object{
				{"section": "strengths", "text": "Phong trào có chuyển biến.\n- Ý thứ nhất"},
				{"section": "situation", "text": "Khối do cơ quan tự giới thiệu."},
				{"section": "proposals", "omitted": true},
			},
		}
		first := b.admin.Post("/report-wordings", words).Must(201)
		if first.At("revision") != 1.0 {
			t.Errorf("the first revision is %v", first.At("revision"))
		}
		b.admin.Post("/report-wordings", words).Refused(409, "report.wording_overtaken")
		after := preview()
		if after.At("revision") != 1.0 || after.At("wording.signer") != "Nguyễn Văn Ký" {
			t.Errorf("the preview does not know the wording: %v %v", after.At("revision"), after.At("wording"))
		}
		want := []string{"05/BC-KTĐ", "Ninh Bình, ngày 05 tháng 01 năm 2022", "Nguyễn Văn Ký", "Hội đồng Thi đua – Khen thưởng tỉnh", "Phong trào có chuyển biến.", "Ý thứ nhất", "Khối do cơ quan tự giới thiệu."}
		gone := []string{"04 đơn vị thành viên.", "ĐỀ XUẤT, KIẾN NGHỊ"}
		for form, read := range map[string]func(testing.TB, []byte) string{"docx": papertest.Word, "pdf": papertest.PDF} {
			letters := papertest.Letters(read(t, b.admin.Get(b.path("lang=vi&format="+form)).Must(200).Raw))
			for _, w := range want {
				if !strings.Contains(letters, papertest.Letters(w)) {
					t.Errorf("%s: %q is missing", form, w)
				}
			}
			for _, w := range gone {
				if strings.Contains(letters, papertest.Letters(w)) {
					t.Errorf("%s: %q stands there", form, w)
				}
			}
		}
		delete(words, "sections")
		words["replaces"] = 1
		second := b.admin.Post("/report-wordings", words).Must(201)
		if second.At("revision") != 2.0 || len(b.admin.Get("/report-wordings?kind=annual&subject_id="+b.term).Must(200).Data()) != 2 {
			t.Errorf("the history is not whole")
		}
		if b.admin.Get("/report-wordings/"+first.ID()).Must(200).At("sections.0.section") != "strengths" {
			t.Error("the first revision was changed")
		}
		words["replaces"], words["sections"] = 2, []object{{"section": "nowhere", "text": "x"}}
		if f := b.admin.Post("/report-wordings", words).Refused(422, "validation_failed").Fields(); len(f) != 1 || !strings.Contains(f[0], "/sections/0/section") {
			t.Errorf("refused for %v", f)
		}
	})
}

// An issued report is kept: every form of it has the same bytes for ever, its
// code stands on it, and whoever holds the code learns whether the books still
// say the same, and no name of a person.
func TestIssuedReport(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 4, 3, 8)
		issued := b.admin.Post("/issued-reports", object{"kind": "annual", "subject_id": b.term, "layout": "party"}).Must(201)
		code, file := issued.Str("code"), "/issued-reports/"+issued.ID()+"/file?format="
		if len(code) != 14 || issued.Str("checksum") == "" {
			t.Fatalf("issued: %s", issued.Raw)
		}
		kept := map[string][]byte{}
		for _, form := range []string{"json", "xlsx", "csv", "docx", "pdf"} {
			kept[form] = b.admin.Get(file + form).Must(200).Raw
		}
		for form, text := range map[string]string{"docx": papertest.Word(t, kept["docx"]), "pdf": papertest.PDF(t, kept["pdf"])} {
			for _, w := range []string{code, issued.Str("checksum"), "ĐẢNG CỘNG SẢN VIỆT NAM"} {
				if !strings.Contains(papertest.Letters(text), papertest.Letters(w)) {
					t.Errorf("%s does not say %q", form, w)
				}
			}
		}
		verify := func(code string) *apptest.Answer { return s.Nobody().Get("!/verify/" + code) }
		if v := verify(strings.ToLower(strings.ReplaceAll(code, "-", ""))).Must(200); v.At("intact") != true || v.At("matches") != true || v.Str("code") != code {
			t.Errorf("verified: %s", v.Raw)
		}
		s.Advance(10 * time.Minute)
		b.admin.Post("/awards", object{"bloc_id": b.bloc, "type_as_written": "giấy khen", "recipient_kind": "collective", "count": 3, "period": "2021"}).Must(201)
		for form, was := range kept {
			if is := b.admin.Get(file + form).Must(200).Raw; !bytes.Equal(is, was) {
				t.Errorf("%s has other bytes now", form)
			}
		}
		if v := verify(code).Must(200); v.At("intact") != true || v.At("matches") != false {
			t.Errorf("after a change: %s", v.Raw)
		}
		page := string(s.Nobody().Get("!/verify/"+code+"?lang=vi", "Accept", "text/html").Must(200).Raw)
		for _, w := range []string{"Báo cáo tổng kết năm", "Khối thi đua số 1", "số liệu trong sổ đã thay đổi"} {
			if !strings.Contains(page, w) {
				t.Errorf("the page does not say %q", w)
			}
		}
		if strings.Contains(page, "Nguyễn Văn A") || strings.Contains(page, issued.Str("author")) {
			t.Error("the page names a person")
		}
		at := "/issued-reports/" + issued.ID()
		b.admin.Move(at, "withdrawn", "").Refused(409, "invalid_transition")
		b.admin.Move(at, "withdrawn", "Phát hành nhầm").Must(200)
		b.admin.Move(at, "withdrawn", "Phát hành nhầm").Refused(409, "invalid_transition")
		if v := verify(code).Must(200); v.Str("status") != "withdrawn" {
			t.Errorf("withdrawn: %s", v.Raw)
		}
		for _, wrong := range []string{"0000-0000-0000", "x", strings.Repeat("0", 64)} {
			verify(wrong).Refused(404, "not_found")
		}
		s.Nobody().Get("!/verify/0000-0000-0000", "Accept", "text/html").Must(404)
	})
}

// A list that the books would refuse today, since somebody is not named any more,
// is one that has changed: whoever asks by its code is told so, not refused.
func TestIssuedReportTheBooksWouldRefuse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 3, 1, 0)
		decision := b.admin.Post("/decisions", object{"bloc_id": b.bloc, "kind": "award", "status": "in_force", "authority_as_written": "Chủ tịch UBND tỉnh", "issued_on": "2021-12-28"}).Must(201).ID()
		award := object{"bloc_id": b.bloc, "type_as_written": "bằng khen", "recipient_kind": "collective", "count": 1, "period": "2021", "decision_id": decision, "recipients": []object{{"unit_id": b.units[0]}}}
		b.admin.Post("/awards", award).Must(201)
		issued := b.admin.Post("/issued-reports", object{"kind": "commendations", "subject_id": decision}).Must(201)
		if issued.At("name") != nil {
			t.Errorf("a decision without a number has the name %v", issued.At("name"))
		}
		verify := func() *apptest.Answer { return s.Nobody().Get("!/verify/" + issued.Str("code")).Must(200) }
		if v := verify(); v.At("matches") != true {
			t.Errorf("issued: %s", v.Raw)
		}
		award["count"] = 3
		b.admin.Post("/awards", award).Must(201)
		b.admin.Get("/decisions/"+decision+"/reports/commendations?format=json").Refused(409, "decision.unnamed")
		if v := verify(); v.At("matches") != false || v.At("intact") != true {
			t.Errorf("after two more who are not named: %s", v.Raw)
		}
	})
}

// What one kind of report does not know is refused, not overlooked.
func TestChoicesOfAnotherKind(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 2, 0, 0)
		for _, x := range []struct {
			path string
			body object
			want string
		}{
			{"/issued-reports", object{"kind": "annual", "subject_id": b.term, "from_year": 2020}, "/from_year conflicts_with"},
			{"/issued-reports", object{"kind": "unit_profile", "subject_id": b.units[0], "only_awarded": false}, "/only_awarded conflicts_with"},
			{"/report-jobs", object{"kind": "handbook", "subject_id": b.term, "to_year": 2020, "formats": []string{"pdf"}}, "/to_year conflicts_with"},
		} {
			if f := b.admin.Post(x.path, x.body).Refused(422, "validation_failed").Fields(); len(f) != 1 || f[0] != x.want {
				t.Errorf("%s %v: refused for %v", x.path, x.body, f)
			}
		}
		b.admin.Post("/issued-reports", object{"kind": "award_statistics", "subject_id": b.bloc, "from_year": 2020, "to_year": 2021}).Must(201)
		b.admin.Post("/report-jobs", object{"kind": "handbook", "subject_id": b.term, "only_awarded": false, "formats": []string{"pdf"}}).Must(201)
	})
}

// A report that was issued when its kind told less is not said to differ from the
// books: it cannot be held against them.
func TestIssuedUnderAnotherSchema(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 2, 2, 2)
		issued := b.admin.Post("/issued-reports", object{"kind": "annual", "subject_id": b.term}).Must(201)
		var x report.Sealed
		if err := s.DB.InTx(s.System(), func(tx *gorm.DB) error {
			if err := tx.Raw("SELECT * FROM issued_reports WHERE id = ?", issued.ID()).Scan(&x).Error; err != nil {
				return err
			}
			x.CreatedAt, x.DataAsOf = x.CreatedAt.UTC(), x.DataAsOf.UTC()
			x.Snapshot = strings.Replace(x.Snapshot, report.AnnualSchema, "giaouoc.report.annual/1", 1)
			sealed, err := json.Marshal(x)
			if err != nil {
				return err
			}
			return tx.Exec("UPDATE issued_reports SET snapshot = ?, seal = ? WHERE id = ?", x.Snapshot, s.Audit.Seal("issued report", sealed), issued.ID()).Error
		}); err != nil {
			t.Fatal(err)
		}
		if v := s.Nobody().Get("!/verify/" + issued.Str("code")).Must(200); v.At("intact") != true || v.At("matches") != nil {
			t.Errorf("%s", v.Raw)
		}
		b.admin.Get("/issued-reports/" + issued.ID() + "/file?format=pdf").Must(200)
	})
}
