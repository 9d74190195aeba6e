package report_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/report/paper/papertest"
)

// unpack reads a package: its files by name, in order.
func unpack(t *testing.T, b []byte) (names []string, files map[string][]byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, f.Name)
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return names, files
}

func work(t *testing.T, s *apptest.Service) {
	t.Helper()
	for more := true; more; {
		var err error
		if more, err = s.Reports.WorkOne(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// The handbook of a term is one package: a list of contents, and every document of
// the term under the number it has there, with the checksum that is listed.
func TestHandbook(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 4, 3, 8)
		decision := b.admin.Post("/decisions", object{"bloc_id": b.bloc, "kind": "award", "number": "102/QĐ-UBND", "status": "in_force", "authority_as_written": "Chủ tịch UBND tỉnh", "issued_on": "2021-12-28"}).Must(201).ID()
		b.admin.Post("/awards", object{"bloc_id": b.bloc, "type_as_written": "bằng khen", "recipient_kind": "collective", "count": 4, "period": "2021", "decision_id": decision}).Must(201)
		job := b.admin.Post("/report-jobs", object{"kind": "handbook", "subject_id": b.term, "formats": []string{"json", "docx", "pdf"}}).Must(201)
		at := "/report-jobs/" + job.ID()
		if job.Str("state") != "queued" || job.At("total") != nil {
			t.Errorf("ordered: %s", job.Raw)
		}
		b.admin.Get(at+"/file").Refused(409, "report.package_gone")
		work(t, s)
		ready := b.admin.Get(at).Must(200)
		if ready.Str("state") != "done" || ready.At("done") != ready.At("total") {
			t.Fatalf("made: %s", ready.Raw)
		}
		names, files := unpack(t, b.admin.Get(at+"/file").Must(200).Raw)
		var contents struct {
			Data struct {
				Parts []struct {
					Number               int
					Kind, Name, Checksum string
					DocumentStatus       string `json:"document_status"`
				}
			}
		}
		if err := json.Unmarshal(files[names[0]], &contents); err != nil || !strings.HasPrefix(names[0], "00_HoSoKhoi_") {
			t.Fatalf("%s: %v", names[0], err)
		}
		kinds := map[string]int{}
		for _, p := range contents.Data.Parts {
			kinds[p.Kind]++
			var one struct{ Checksum string }
			if err := json.Unmarshal(files[names[3*p.Number]], &one); err != nil || one.Checksum != p.Checksum {
				t.Errorf("%d, %s: %s has the checksum %q, listed is %q (%v)", p.Number, p.Kind, names[3*p.Number], one.Checksum, p.Checksum, err)
			}
			if p.Kind == "commendations" && p.DocumentStatus != "draft" {
				t.Error("a list with unnamed recipients passes for final")
			}
		}
		if kinds["agreement"] != 1 || kinds["annual"] != 1 || kinds["commendations"] != 1 || kinds["award_statistics"] != 1 || kinds["unit_profile"] != 4 || len(names) != 3*(1+8) {
			t.Errorf("the package holds %v in %d files", kinds, len(names))
		}
		for i, name := range names {
			var letters string
			var one struct{ Checksum string }
			if err := json.Unmarshal(files[names[i/3*3]], &one); err != nil {
				t.Fatal(err)
			}
			switch {
			case strings.HasSuffix(name, ".docx"):
				letters = papertest.Letters(papertest.Word(t, files[name]))
			case strings.HasSuffix(name, ".pdf"):
				letters = papertest.Letters(papertest.PDF(t, files[name]))
			default:
				continue
			}
			if strings.Contains(letters, "reportcolumn") {
				t.Errorf("%s shows a key of the catalogue", name)
			}
			if !strings.Contains(letters, papertest.Letters(one.Checksum)) {
				t.Errorf("%s does not say its checksum", name)
			}
		}
	})
}

// Jobs are one's own: nobody else sees them, an unknown subject is refused, too
// many at once, too.
func TestJobsAreOnesOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 3, 1, 2)
		clerk := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: b.units[0]})
		other := s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: b.units[1]})
		order := object{"kind": "annual", "subject_id": b.term, "formats": []string{"csv"}}
		job := clerk.Post("/report-jobs", order).Must(201)
		at := "/report-jobs/" + job.ID()
		other.Get(at).Refused(404, "not_found")
		if n := len(other.Get("/report-jobs").Must(200).Data()); n != 0 {
			t.Errorf("another sees %d", n)
		}
		work(t, s)
		for range 5 {
			clerk.Post("/report-jobs", order).Must(201)
		}
		clerk.Post("/report-jobs", order).Refused(409, "report.too_many_jobs")
		elsewhere := b.admin.Post("/blocs", object{"kind": "bloc", "name": "Khối khác"}).Must(201).ID()
		foreign := b.admin.Post("/terms", object{"bloc_id": elsewhere, "period": "2021"}).Must(201).ID()
		other.Post("/report-jobs", object{"kind": "annual", "subject_id": foreign, "formats": []string{"csv"}}).Refused(422, "validation_failed")
		work(t, s)
		if state := clerk.Get("/report-jobs?state=done").Must(200).Data(); len(state) != 6 {
			t.Errorf("%d are done", len(state))
		}
	})
}

// What was at work when the service stopped is made after the next start, and
// what has had its time is removed.
func TestJobsOutliveTheService(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		b := fill(t, s, 3, 1, 2)
		job := b.admin.Post("/report-jobs", object{"kind": "annual", "subject_id": b.term, "formats": []string{"pdf"}}).Must(201)
		at := "/report-jobs/" + job.ID()
		set := func(sql string) {
			if err := s.DB.InTx(t.Context(), func(tx *gorm.DB) error { return tx.Exec(sql).Error }); err != nil {
				t.Fatal(err)
			}
		}
		set("UPDATE report_jobs SET state = 'running', done = 1, worker = 'another', held_until = '2999-01-01 00:00:00+00:00'")
		if more, err := s.Reports.WorkOne(t.Context()); more || err != nil {
			t.Errorf("took a job that another process holds (%v)", err)
		}
		set("UPDATE report_jobs SET held_until = created_at")
		run := func(until string) {
			ctx, stop := context.WithCancel(t.Context())
			finished := make(chan struct{})
			go func() { defer close(finished); s.Reports.Work(ctx) }()
			for began := time.Now(); b.admin.Get(at).Must(200).Str("state") != until; time.Sleep(20 * time.Millisecond) {
				if time.Since(began) > 20*time.Second {
					t.Fatalf("never %s", until)
				}
			}
			stop()
			<-finished
		}
		run("done")
		b.admin.Get(at + "/file").Must(200)
		set("UPDATE report_jobs SET expires_at = created_at")
		run("expired")
		b.admin.Get(at+"/file").Refused(409, "report.package_gone")
	})
}
