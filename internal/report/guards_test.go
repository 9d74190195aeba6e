package report_test

import (
	"net/url"
	"strings"
	"testing"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/fault"
	"giaouoc/internal/report"
)

// Whatever somebody writes into the row of an issued report, past the program, is
// noticed by whoever verifies its code, and not mended by withdrawing it.
func TestTamperedIssuedReport(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 2, 1, 2)
		made := b.admin.Post("/issued-reports", object{"kind": "annual", "subject_id": b.term}).Must(201)
		verify := func() *apptest.Answer { return s.Nobody().Get("!/verify/" + made.Str("code")).Must(200) }
		if v := verify(); v.At("intact") != true {
			t.Fatalf("issued: %s", v.Raw)
		}
		for column, value := range map[string]string{
			"snapshot": `'{}'`, "name": `'Khối khác'`, "period": `'2022'`, "document_status": `'locked'`, "link": `'http://evil.example'`, "status": `'withdrawn'`, "kind": `'nothing'`,
			"options": `'x'`, "reader": `'x'`, "checksum": `'sha256:0'`, "created_at": `'2001-01-01 00:00:00+00:00'`, "data_as_of": `'2001-01-01 00:00:00+00:00'`, "language": `'en'`, "seal": `''`, "created_by": `'x'`, "subject_id": `'x'`,
		} {
			// The column is set, looked at and set back.
			var was string
			set := func(to string, args ...any) {
				t.Helper()
				if err := s.DB.InTx(s.System(), func(tx *gorm.DB) error {
					return tx.Exec("UPDATE issued_reports SET "+column+" = "+to, args...).Error
				}); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.DB.Read(s.System()).Raw("SELECT CAST(" + column + " AS TEXT) FROM issued_reports").Scan(&was).Error; err != nil {
				t.Fatal(err)
			}
			set(value)
			if v := verify(); v.At("intact") != false || v.At("matches") != nil {
				t.Errorf("%s: %s", column, v.Raw)
			}
			if s.DB.Engine() == "postgres" && (column == "created_at" || column == "data_as_of") {
				set("CAST(? AS timestamptz)", was)
			} else {
				set("?", was)
			}
			if v := verify(); v.At("intact") != true {
				t.Fatalf("%s was not set back: %s", column, v.Raw)
			}
		}
		if err := s.DB.InTx(s.System(), func(tx *gorm.DB) error {
			return tx.Exec("UPDATE issued_reports SET name = 'Khối khác'").Error
		}); err != nil {
			t.Fatal(err)
		}
		b.admin.Move("/issued-reports/"+made.ID(), "withdrawn", "thử").Must(200)
		if v := verify(); v.At("intact") != false {
			t.Errorf("withdrawn: %s", v.Raw)
		}
	})
}

// Strangers type anything.
func TestVerifyWhatIsNoCode(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		for _, typed := range []string{"AAAéééA", "A\x00AAAAAAAAAA", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "000000000000", "'; DROP TAB", "UUUUUUUUUUUU"} {
			s.Nobody().Get("!/verify/"+url.PathEscape(typed)).Refused(404, "not_found")
		}
		for _, one := range []string{"\x00", "\xff", "g", "é"} {
			long := ""
			for len(long) < 64 {
				long += one
			}
			s.Nobody().Get("!/verify/"+url.PathEscape(long)).Refused(404, "not_found")
		}
	})
}

// Of a number only its digits are typed: the layout adds its symbols.
func TestNumberOfADocument(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 2, 0, 0)
		for _, wrong := range []string{"05/BC", "05-BC/KTĐ", "=1+1", "", "số 5"} {
			if a := b.admin.Post("/report-wordings", object{"kind": "annual", "subject_id": b.term, "number": wrong}); a.Status != 422 || a.At("errors.0.pointer") != "/number" {
				t.Errorf("%q: %s", wrong, a.Raw)
			}
		}
		b.admin.Post("/report-wordings", object{"kind": "annual", "subject_id": b.term, "number": "05a"}).Must(201)
		preview := b.admin.Get("/terms/" + b.term + "/reports/annual/preview").Must(200)
		if preview.At("writable") != true || !strings.Contains(string(preview.Raw), "05a/BC-") {
			t.Errorf("preview: %s", preview.Raw)
		}
		reader := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: b.bloc})
		if reader.Get("/terms/"+b.term+"/reports/annual/preview").Must(200).At("writable") != false {
			t.Error("a reader is told to write")
		}
	})
}

// The address that is printed is that of the request, where none is set: one that
// cannot be printed is refused.
func TestAddressOfAnIssuedReport(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 2, 0, 0)
		in := report.IssueBody{SubjectInput: report.SubjectInput{Kind: "annual", SubjectID: b.term}}
		for base, code := range map[string]string{"http://": "report.no_address", "http://" + strings.Repeat("a", 3500): "report.no_address", "https://thidua.example:8443": ""} {
			if _, err := s.Reports.Issue(s.System(), in, base); code == "" && err != nil || code != "" && (err == nil || fault.From(err).Code != code) {
				t.Errorf("%.40s: %v", base, err)
			}
		}
	})
}

// What was issued stands on what it is about; a package of files does not.
func TestWhatReportsHoldFast(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 2, 1, 2)
		term := b.admin.Post("/terms", object{"bloc_id": b.bloc, "period": "2030", "status": "planning"}).Must(201).ID()
		draft := b.admin.Post("/agreements", object{"term_id": term, "title": "Giao ước", "basis": "original"}).Must(201).ID()
		decision := b.admin.Post("/decisions", object{"bloc_id": b.bloc, "kind": "award", "status": "draft", "authority_as_written": "Chủ tịch"}).Must(201).ID()
		b.admin.Post("/issued-reports", object{"kind": "agreement", "subject_id": draft}).Must(201)
		b.admin.Post("/report-wordings", object{"kind": "commendations", "subject_id": decision, "number": "05"}).Must(201)
		b.admin.Delete("/agreements/"+draft).Refused(409, "in_use")
		b.admin.Delete("/decisions/"+decision).Refused(409, "in_use")

		lone := b.admin.Post("/blocs", object{"kind": "bloc", "name": "Khối gõ nhầm"}).Must(201).ID()
		b.admin.Post("/report-jobs", object{"kind": "award_statistics", "subject_id": lone, "formats": []string{"json"}}).Must(201)
		b.admin.Delete("/blocs/" + lone).Must(204)
		work(t, s)
	})
}

// A stored report tells what who issued it could read: a part of it in reach is not
// enough. Whoever lost their rights reads nothing of it any more.
func TestStoredReportsKeepWithinRights(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 2, 1, 0)
		decision := b.admin.Post("/decisions", object{"bloc_id": b.bloc, "kind": "award", "status": "in_force", "authority_as_written": "Chủ tịch UBND tỉnh", "issued_on": "2021-12-28"}).Must(201).ID()
		for _, u := range b.units {
			b.admin.Post("/awards", object{"type_as_written": "bằng khen", "recipient_kind": "collective", "count": 1, "period": "2021", "decision_id": decision, "recipients": []object{{"unit_id": u}}}).Must(201)
		}
		clerk := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: b.units[1]})
		clerk.Get("/decisions/" + decision + "/reports/commendations?format=json").Must(200) // what the clerk may see of it
		for kind, id := range map[string]string{"commendations": decision, "unit_profile": b.units[1]} {
			made := b.admin.Post("/issued-reports", object{"kind": kind, "subject_id": id}).Must(201).ID()
			clerk.Get("/issued-reports/"+made).Refused(404, "not_found")
			clerk.Get("/issued-reports/"+made+"/file?format=json").Refused(404, "not_found")
		}
		annual := b.admin.Post("/issued-reports", object{"kind": "annual", "subject_id": b.term}).Must(201).ID()
		clerk.Get("/issued-reports/" + annual).Must(200)

		council := s.As(apptest.Right{Role: actor.Council, Scope: actor.OfBloc, ID: b.bloc})
		mine := council.Post("/issued-reports", object{"kind": "annual", "subject_id": b.term}).Must(201).ID()
		job := council.Post("/report-jobs", object{"kind": "annual", "subject_id": b.term, "formats": []string{"json"}}).Must(201).ID()
		work(t, s)
		council.Get("/report-jobs/" + job + "/file").Must(200)
		other := b.admin.Post("/blocs", object{"kind": "bloc", "name": "Khối khác"}).Must(201).ID()
		who := council.Get("/me").Must(200).ID()
		for _, g := range b.admin.Get("/grants?user_id=" + who).Must(200).Column("id") {
			b.admin.Delete("/grants/" + g.(string)).Must(204)
		}
		b.admin.Post("/grants", object{"user_id": who, "role": "viewer", "scope": "bloc", "scope_id": other}).Must(201)
		council.Get("/issued-reports/"+mine).Refused(404, "not_found")
		council.Get("/report-jobs/"+job+"/file").Refused(404, "not_found")
	})
}
