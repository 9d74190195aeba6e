package attachment

import (
	"context"
	"io"

	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// CreateAttachmentBody is the form of a new attachment.
type CreateAttachmentBody struct {
	httpx.FileField
	OwnerKind string            `json:"owner_kind" enum:"unit,bloc,term,event,agreement,annex,decision,award"`
	OwnerID   string            `json:"owner_id" format:"uuid" doc:"the record the file hangs on; its rights are the file's"`
	Name      httpx.Opt[string] `json:"name,omitzero" nullable:"false" doc:"what the file is called, with its extension; the name of the file part unless given"`
	Remark    httpx.Opt[string] `json:"remark,omitzero" maxLength:"5000" multiline:"true"`
}

// OwnerView is the record a file hangs on.
type OwnerView struct {
	Kind string  `json:"kind" enum:"unit,bloc,term,event,agreement,annex,decision,award"`
	ID   string  `json:"id" format:"uuid"`
	Name *string `json:"name" doc:"name, title, period or number of the record"`
}

// AttachmentView is what is known of a file.
type AttachmentView struct {
	record.MetaView
	Owner     OwnerView `json:"owner"`
	BlocID    *string   `json:"bloc_id" format:"uuid" doc:"of the owner, at present"`
	TermID    *string   `json:"term_id" format:"uuid" doc:"of the owner; null where it has none, or may have several"`
	Name      string    `json:"name"`
	MediaType string    `json:"media_type" doc:"told by the bytes"`
	Size      int64     `json:"size" doc:"in bytes"`
	SHA256    string    `json:"sha256" doc:"of the bytes, in hexadecimal; also their ETag"`
	Remark    *string   `json:"remark"`
}

func view(a attachmentRow) AttachmentView {
	return AttachmentView{
		a.Meta.View(), OwnerView{a.OwnerKind, a.OwnerID, a.OwnerName}, a.BlocID, a.TermID, a.Name, a.MediaType, a.Size, a.SHA256, a.Remark,
	}
}

const (
	requestExample  = `{"file":"giao-uoc.pdf","owner_kind":"agreement","owner_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","name":"Giao ước 2021 (đã ký).pdf"}`
	responseExample = `{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system","owner":{"kind":"agreement","id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","name":"Giao ước thi đua năm 2021"},"bloc_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","name":"Giao ước 2021 (đã ký).pdf","media_type":"application/pdf","size":482133,"sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","remark":null}`
)

// Register registers the operations on attachments.
func Register(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listAttachments", Path: "/attachments", Tag: "attachments"}, attachmentList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[AttachmentView], error) {
			p, err := svc.Attachments(ctx, in.Request())
			return db.MapPage(p, view), err
		})
	httpx.Upload(s, httpx.Op{
		ID: "createAttachment", Path: "/attachments", Tag: "attachments", Request: requestExample, Response: responseExample,
		Faults: []string{"quota_exceeded", "classified_document", "term_locked", "attachment.storage"},
	}, httpx.Intake[*Draft]{MaxBytes: svc.limits.File, Take: svc.Take},
		func(ctx context.Context, in CreateAttachmentBody, f httpx.Received[*Draft]) (AttachmentView, error) {
			return httpx.Shown(view)(svc.Create(ctx, in, f.File, f.Type))
		})
	httpx.Get(s, httpx.Op{ID: "getAttachment", Path: "/attachments/{id}", Tag: "attachments", Entity: "attachment", Response: responseExample},
		func(ctx context.Context, in *httpx.One) (AttachmentView, error) {
			return httpx.Shown(view)(svc.Attachment(ctx, in.ID))
		})
	httpx.Download(s, httpx.Op{ID: "getAttachmentContent", Path: "/attachments/{id}/content", Tag: "attachments"},
		func(ctx context.Context, in *httpx.One) (httpx.Content, error) {
			a, err := svc.Attachment(ctx, in.ID)
			if err != nil {
				return httpx.Content{}, err
			}
			return httpx.Content{
				Name: a.Name, MediaType: a.MediaType, Size: a.Size, Tag: a.SHA256,
				Open: func() (io.ReadCloser, error) { return svc.Content(ctx, a) },
			}, nil
		})
	httpx.Delete(s, httpx.Op{ID: "deleteAttachment", Path: "/attachments/{id}", Tag: "attachments", Faults: []string{"attachment.frozen", "term_locked", "attachment.storage"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.Delete(ctx, in.ID, in.Version()) })
}
