package report

import (
	"context"
	"io"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
	"giaouoc/internal/text"
)

// OrderBody has a package of files made.
type OrderBody struct {
	Kind      string   `json:"kind" enum:"handbook,annual,mid_year,agreement,registration,score_table,vote,ranking,deliberation,commendations,unit_profile,award_statistics" doc:"handbook: all documents of a term, numbered, with a list of contents"`
	SubjectID string   `json:"subject_id" format:"uuid" doc:"of the term, agreement, registration, score table, vote, ranking, decision, unit or bloc it is about, as its kind wants"`
	Formats   []string `json:"formats" enum:"json,xlsx,csv,docx,pdf" minItems:"1" maxItems:"5" doc:"of every document in the package"`
	ChoiceInput
}

// JobView is a job on the wire.
type JobView struct {
	record.MetaView
	KeptView
	Name       *string     `json:"name" doc:"of what it is about, as it was called then; null: it has none"`
	Period     *string     `json:"period"`
	Language   string      `json:"language" enum:"vi,en"`
	Formats    []string    `json:"formats"`
	State      string      `json:"state" enum:"queued,running,done,failed,expired"`
	Done       int         `json:"done" doc:"files that are made"`
	Total      *int        `json:"total" doc:"files there will be; null: not known yet"`
	Failure    *JobFailure `json:"failure" doc:"why it failed; null: it did not"`
	File       *JobFile    `json:"file" doc:"the package; null: there is none, or no longer"`
	FinishedAt *time.Time  `json:"finished_at"`
}

// JobFailure says why a job failed.
type JobFailure struct {
	Code  string `json:"code" doc:"of the problem, as /problems lists it"`
	Title string `json:"title"`
}

// JobFile is the file of a finished job.
type JobFile struct {
	Name      string    `json:"name"`
	Size      int64     `json:"size" doc:"in bytes"`
	SHA256    string    `json:"sha256" doc:"of the bytes, in hexadecimal; also their ETag"`
	ExpiresAt time.Time `json:"expires_at" doc:"when it is removed"`
}

func jobView(lang text.Lang) func(Job) JobView {
	return func(j Job) JobView {
		v := JobView{
			MetaView: j.Meta.View(), KeptView: KeptView(j.Kept), Name: orNil(j.Name), Period: orNil(j.Period), Language: j.Language, Formats: list(j.Formats.V), State: j.State,
			Done: j.Done, Total: j.Total, FinishedAt: j.FinishedAt,
		}
		if j.Failure != nil {
			v.Failure = &JobFailure{*j.Failure, text.Of(lang, "problem."+*j.Failure, nil)}
		}
		if j.State == done {
			v.File = &JobFile{words(j.FileName), value(j.FileSize), words(j.SHA256), value(j.ExpiresAt)}
		}
		return v
	}
}

const jobExample = `{` + metaExample + `,"kind":"handbook","subject_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","bloc_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a62","term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","unit_id":null,"name":"Khối các cơ quan Đảng","period":"2021","language":"vi","formats":["docx","pdf"],"state":"running","done":4,"total":28,"failure":null,"file":null,"finished_at":null}`

func registerJobs(s *httpx.Server, svc *Service) {
	shown := func(ctx context.Context) func(*Job, error) (JobView, error) {
		return httpx.Shown(jobView(httpx.CallFrom(ctx).Lang))
	}
	httpx.Publish[Handbook](s, HandbookSchema) // in the package of a handbook
	httpx.List(s, httpx.Op{ID: "listReportJobs", Path: "/report-jobs", Tag: "reports"}, jobList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[JobView], error) {
			p, err := svc.Jobs(ctx, in.Request())
			return db.MapPage(p, jobView(httpx.CallFrom(ctx).Lang)), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createReportJob", Path: "/report-jobs", Tag: "reports", Faults: []string{"report.too_many_jobs", "report.packages_full"},
		Request: `{"kind":"handbook","subject_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","formats":["docx","pdf"]}`, Response: jobExample,
	},
		func(ctx context.Context, in *httpx.Make[OrderBody]) (JobView, error) {
			return shown(ctx)(svc.Order(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getReportJob", Path: "/report-jobs/{id}", Tag: "reports", Entity: "report_job", Response: jobExample},
		func(ctx context.Context, in *httpx.One) (JobView, error) {
			return shown(ctx)(svc.Job(ctx, in.ID))
		})
	httpx.Download(s, httpx.Op{ID: "getReportJobFile", Path: "/report-jobs/{id}/file", Tag: "reports", Faults: []string{"report.package_gone"}},
		func(ctx context.Context, in *httpx.One) (httpx.Content, error) {
			j, err := svc.Package(ctx, in.ID)
			if err != nil {
				return httpx.Content{}, err
			}
			return httpx.Content{
				Name: words(j.FileName), MediaType: "application/zip", Size: value(j.FileSize), Tag: words(j.SHA256),
				Open: func() (io.ReadCloser, error) { return svc.OpenPackage(j) },
			}, nil
		})
}
