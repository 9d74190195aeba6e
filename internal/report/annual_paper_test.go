package report_test

import (
	"fmt"
	"strings"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/internal/report/paper/papertest"
)

// The report as an official document says what its JSON says: the same units,
// texts, counts and checksum, in Word and as PDF, in every layout.
func TestAnnualReportOnPaper(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 6, 5, 24)
		j := b.admin.Get(b.path("format=json&lang=vi")).Must(200)
		want := []string{j.Str("checksum"), "Khối thi đua số 1 có 06 đơn vị thành viên", "Có 02/06 đơn vị đã ký “Giao ước 2021”"}
		for _, u := range j.At("data.units").([]any) {
			want = append(want, u.(object)["name_then"].(string))
		}
		for _, c := range j.At("data.commitments").([]any) {
			want = append(want, c.(object)["text"].(string))
		}
		kinds := map[any]string{"collective": "tập thể", "individual": "cá nhân", nil: "đối tượng chưa rõ"}
		for _, a := range j.At("data.awards").([]any) {
			a := a.(object)
			what := a["type"].(object)["as_written"].(string)
			if n, counted := a["count"].(float64); counted {
				want = append(want, fmt.Sprintf("%02.0f %s được tặng %s", n, kinds[a["recipient_kind"]], what))
			} else {
				want = append(want, fmt.Sprintf("%s (%s; chưa rõ số lượng)", what, kinds[a["recipient_kind"]]))
			}
		}
		for _, p := range j.At("comparison.tally.by_period").([]any) {
			if sums, _ := p.(object)["sums"].(object); sums != nil {
				row := []string{p.(object)["period"].(string)}
				all := 0.0
				for _, kind := range []string{"collectives", "individuals", "households", "blocs", "unclassified"} {
					row, all = append(row, fmt.Sprint(sums[kind])), all+sums[kind].(float64)
				}
				want = append(want, strings.Join(append(row, fmt.Sprint(all)), " "))
			}
		}
		heads := map[string]string{
			"": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "state": "Độc lập - Tự do - Hạnh phúc", "enterprise": "TM. Khối thi đua số 1", "party": "ĐẢNG CỘNG SẢN VIỆT NAM",
		}
		for layout, head := range heads {
			q := "lang=vi&layout=" + layout
			if layout == "" {
				q = "lang=vi"
			}
			for form, got := range map[string]string{
				"docx": papertest.Word(t, b.admin.Get(b.path(q+"&format=docx")).Must(200).Raw),
				"pdf":  papertest.PDF(t, b.admin.Get(b.path(q+"&format=pdf")).Must(200).Raw),
			} {
				letters := papertest.Letters(got)
				for _, w := range append(want, head, "DỰ THẢO") {
					if !strings.Contains(strings.ToLower(letters), strings.ToLower(papertest.Letters(w))) {
						t.Errorf("%s, layout %q: %q is missing", form, layout, w)
					}
				}
			}
		}
		b.admin.Get(b.path("format=docx&layout=letter")).Refused(400, "invalid_parameter")
		en := papertest.Letters(papertest.PDF(t, b.admin.Get(b.path("format=pdf&lang=en")).Must(200).Raw))
		for _, w := range []string{"SOCIALIST REPUBLIC OF VIET NAM", "Khối thi đua số 1 has 6 members", "About this file"} {
			if !strings.Contains(en, papertest.Letters(w)) {
				t.Errorf("in English: %q is missing", w)
			}
		}
	})
}

// What is half known is not told as known: a list that is not whole, a number that
// only a source has, an agreement that nobody's answer is on record for.
func TestHalfKnownYearOnPaper(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		bloc := admin.Post("/blocs", object{"name": "Khối mới", "kind": "bloc"}).Must(201).ID()
		term := admin.Post("/terms", object{"bloc_id": bloc, "period": "2021", "status": "signing"}).Must(201).ID()
		for _, name := range []string{"Văn phòng", "Thanh tra"} {
			unit := admin.Post("/units", object{"name": name}).Must(201).ID()
			admin.Post("/terms/"+term+"/members", object{"unit_id": unit}).Must(201)
		}
		admin.Post("/agreements", object{"term_id": term, "title": "Giao ước 2021", "basis": "reported", "status": "in_force"}).Must(201)
		shows := func(want map[string][]string) {
			t.Helper()
			for lang, texts := range want {
				got := papertest.Letters(papertest.Word(t, admin.Get("/terms/"+term+"/reports/annual?format=docx&lang="+lang).Must(200).Raw))
				for _, w := range texts {
					if !strings.Contains(got, papertest.Letters(w)) {
						t.Errorf("%s: %q is missing", lang, w)
					}
				}
			}
		}
		shows(map[string][]string{
			"vi": {"Khối mới: đã liệt kê 02 đơn vị thành viên (danh sách chưa đầy đủ)", "Chưa có ghi nhận đơn vị nào ký hay không ký “Giao ước 2021”"},
			"en": {"Khối mới: 2 members are listed so far", "No unit's answer to “Giao ước 2021” is on record"},
		})
		admin.Patch("/terms/"+term, object{"stated_member_count": 9}).Must(200)
		shows(map[string][]string{"vi": {"Khối mới có 09 đơn vị thành viên theo nguồn; 02 đơn vị đã được liệt kê"}, "en": {"Khối mới has 9 members as a source says; 2 are listed"}})
		admin.Patch("/terms/"+term, object{"stated_member_count": nil, "members_state": "listed"}).Must(200)
		shows(map[string][]string{"vi": {"Khối mới có 02 đơn vị thành viên."}, "en": {"Khối mới has 2 members."}})
	})
}

// A document of a year that nothing is known of holds no made-up word.
func TestEmptyYearOnPaper(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		bloc := admin.Post("/blocs", object{"name": "Khối mới", "kind": "cluster"}).Must(201).ID()
		term := admin.Post("/terms", object{"bloc_id": bloc, "period": "2017-2018"}).Must(201).ID()
		for _, form := range []string{"docx", "pdf"} {
			raw := admin.Get("/terms/" + term + "/reports/annual?lang=vi&format=" + form).Must(200).Raw
			text := papertest.Word
			if form == "pdf" {
				text = papertest.PDF
			}
			got := papertest.Letters(text(t, raw))
			for _, w := range []string{"Khối mới: chưa có danh sách đơn vị thành viên", "năm học 2017-2018", "Chưa có bản giao ước", "Chưa có ghi nhận khen thưởng nào", "CỤM TRƯỞNG"} {
				if !strings.Contains(got, papertest.Letters(w)) {
					t.Errorf("%s: %q is missing", form, w)
				}
			}
		}
	})
}
