package report

import (
	"context"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
	"giaouoc/internal/text"
)

// IssueBody issues a report as it stands.
type IssueBody struct {
	SubjectInput
	ChoiceInput
}

// ChoiceInput is what may be chosen of a report that is kept.
type ChoiceInput struct {
	Language    httpx.Opt[string] `json:"language,omitzero" nullable:"false" enum:"vi,en" doc:"of the files, unless another is asked for; vi unless given"`
	Layout      httpx.Opt[string] `json:"layout,omitzero" enum:"party,state,enterprise" doc:"by default as documents of the bloc look"`
	OnlyAwarded httpx.Opt[bool]   `json:"only_awarded,omitzero" nullable:"false" doc:"of the annual report; true unless given"`
	FromYear    httpx.Opt[int]    `json:"from_year,omitzero" minimum:"1900" maximum:"2200" doc:"of statistics; null: the first on record"`
	ToYear      httpx.Opt[int]    `json:"to_year,omitzero" minimum:"1900" maximum:"2200" doc:"of statistics; null: the last on record"`
}

// fits refuses a choice that a kind of report does not know.
func (in ChoiceInput) fits(kind string) error {
	var bad fault.Fields
	if in.OnlyAwarded.Set && kind != "annual" && kind != handbookKind {
		bad.Add("/only_awarded", "conflicts_with", "other", "kind")
	}
	if in.FromYear.Value != nil && kind != "award_statistics" {
		bad.Add("/from_year", "conflicts_with", "other", "kind")
	}
	if in.ToYear.Value != nil && kind != "award_statistics" {
		bad.Add("/to_year", "conflicts_with", "other", "kind")
	}
	return bad.Err()
}

func (in ChoiceInput) options() Options {
	return Options{Layout: in.Layout.Or(""), OnlyAwarded: in.OnlyAwarded.Or(true), FromYear: in.FromYear.Or(0), ToYear: in.ToYear.Or(0)}
}

// IssuedTransitionBody is a step of an issued report.
type IssuedTransitionBody struct {
	To string `json:"to" enum:"withdrawn"`
	record.ReasonInput
}

// IssuedView is an issued report on the wire.
type IssuedView struct {
	record.MetaView
	KeptView
	Code           string    `json:"code" doc:"printed on every file, and verified at /verify/{code}"`
	Name           *string   `json:"name" doc:"of what it is about, as it was called then; null: it has none"`
	Period         *string   `json:"period"`
	Language       string    `json:"language" enum:"vi,en"`
	Layout         *string   `json:"layout" enum:"party,state,enterprise" doc:"that was asked for; null: the bloc's own"`
	Status         string    `json:"status" enum:"issued,withdrawn"`
	Reason         *string   `json:"reason" doc:"why it was withdrawn"`
	DocumentStatus string    `json:"document_status" enum:"draft,locked,current"`
	DataAsOf       time.Time `json:"data_as_of"`
	Checksum       string    `json:"checksum"`
	Author         *string   `json:"author" doc:"the display name of who issued it; null: the operator of the machine"`
}

func issuedView(i issuedRow) IssuedView {
	return IssuedView{
		i.Meta.View(), KeptView(i.Kept), i.Code, orNil(i.Name), orNil(i.Period), i.Language, orNil(i.Options.V.Layout), i.Status, i.Reason, i.DocumentStatus, i.DataAsOf, i.Checksum, i.Author,
	}
}

// IssuedFileInput asks for a file of an issued report.
type IssuedFileInput struct {
	httpx.One
	httpx.Format
}

const issuedExample = `{` + metaExample + `,` + keptExample + `,"code":"7K3M-9QXC-41TR","name":"Khối các cơ quan Đảng","period":"2021","language":"vi","layout":null,"status":"issued","reason":null,"document_status":"locked","data_as_of":"2026-01-05T02:00:00Z","checksum":"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","author":"Trần Thị B"}`

func registerIssued(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listIssuedReports", Path: "/issued-reports", Tag: "reports"}, issuedList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[IssuedView], error) {
			p, err := svc.IssuedReports(ctx, in.Request())
			return db.MapPage(p, issuedView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createIssuedReport", Path: "/issued-reports", Tag: "reports", Faults: []string{"report.too_large_to_issue", "report.no_address", "report.not_published", "decision.unnamed"},
		Request: `{"kind":"annual","subject_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61"}`, Response: issuedExample,
	},
		func(ctx context.Context, in *httpx.Make[IssueBody]) (IssuedView, error) {
			return httpx.Shown(issuedView)(svc.Issue(ctx, in.Body, httpx.CallFrom(ctx).Base()))
		})
	httpx.Get(s, httpx.Op{ID: "getIssuedReport", Path: "/issued-reports/{id}", Tag: "reports", Entity: "issued_report", Response: issuedExample},
		func(ctx context.Context, in *httpx.One) (IssuedView, error) {
			return httpx.Shown(issuedView)(svc.IssuedReport(ctx, in.ID))
		})
	httpx.Act(s, httpx.Op{
		ID: "transitionIssuedReport", Path: "/issued-reports/{id}/transitions", Tag: "reports", Faults: []string{"invalid_transition"},
		Request: `{"to":"withdrawn","reason":"Phát hành nhầm"}`, Response: issuedExample,
	},
		func(ctx context.Context, in *httpx.Change[IssuedTransitionBody]) (IssuedView, error) {
			return httpx.Shown(issuedView)(svc.TransitionIssued(ctx, in.ID, in.Version(), in.Body))
		})
	record.RegisterHistory(s, httpx.Op{ID: "listIssuedReportTransitions", Path: "/issued-reports/{id}/transitions", Tag: "reports"}, svc.db, "issued_report",
		func(ctx context.Context, id string) error {
			_, err := svc.IssuedReport(ctx, id)
			return err
		})
	httpx.Export[IssuedFileInput, map[string]any](s, httpx.Op{ID: "getIssuedReportFile", Path: "/issued-reports/{id}/file", Tag: "reports", Response: `{}`, Notes: issuedFileNotes}, forms(),
		func(ctx context.Context, in *IssuedFileInput, format string) (*httpx.File, error) {
			i, r, err := svc.OpenIssued(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return fileOf(kindOf(i.Kind), r, httpx.CallFrom(ctx).AskedLang(text.Lang(i.Language)), format), nil
		})
}

const issuedFileNotes = "Every form is made of the snapshot that was issued: asked for again, it has the same bytes. `json` is the report as its own kind tells it."
