package report

import (
	"context"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
	"giaouoc/internal/report/paper"
)

// SubjectInput names a report: its kind and the record it is about.
type SubjectInput struct {
	Kind      string `json:"kind" enum:"annual,mid_year,agreement,registration,score_table,vote,ranking,deliberation,commendations,unit_profile,award_statistics"`
	SubjectID string `json:"subject_id" format:"uuid" doc:"of the term, agreement, registration, score table, vote, ranking, decision, unit or bloc it is about, as its kind wants"`
}

// CreateWordingBody is what an office writes into a report, whole: what it leaves
// out stays as the books tell it.
type CreateWordingBody struct {
	SubjectInput
	Replaces   httpx.Opt[int]            `json:"replaces,omitzero" minimum:"1" doc:"the number of the revision it is written over; null or left out for the first"`
	Parent     httpx.Opt[string]         `json:"parent,omitzero" maxLength:"300"`
	Issuer     httpx.Opt[string]         `json:"issuer,omitzero" maxLength:"300"`
	Number     httpx.Opt[string]         `json:"number,omitzero" pattern:"^[0-9]{1,6}[a-zA-ZđĐ]?$" doc:"without its symbols: 05"`
	Organ      httpx.Opt[string]         `json:"organ,omitzero" maxLength:"50" doc:"the issuer in its number: KTĐ"`
	Place      httpx.Opt[string]         `json:"place,omitzero" maxLength:"100"`
	Day        httpx.Opt[date.Partial]   `json:"day,omitzero"`
	Behalf     httpx.Opt[string]         `json:"behalf,omitzero" maxLength:"300" doc:"with the words before it: TM. KHỐI THI ĐUA"`
	Position   httpx.Opt[string]         `json:"position,omitzero" maxLength:"300"`
	Signer     httpx.Opt[string]         `json:"signer,omitzero" maxLength:"300"`
	Recipients httpx.Opt[[]string]       `json:"recipients,omitzero" maxItems:"50"`
	Sections   httpx.Opt[[]SectionInput] `json:"sections,omitzero" maxItems:"50"`
}

// SectionInput is Section as a caller gives it.
type SectionInput struct {
	Section string            `json:"section" pattern:"^[a-z_]+$" maxLength:"50" doc:"as the preview names it"`
	Text    httpx.Opt[string] `json:"text,omitzero" maxLength:"20000" multiline:"true" doc:"in place of what the books tell; a line that begins with a hyphen is an item. Null: as the books tell it"`
	Omitted httpx.Opt[bool]   `json:"omitted,omitzero" nullable:"false" doc:"leave the section out"`
}

func (in CreateWordingBody) wording() Wording {
	w := Wording{
		Parent: in.Parent.Value, Issuer: in.Issuer.Value, Number: in.Number.Value, Organ: in.Organ.Value, Place: in.Place.Value, Day: in.Day.Value,
		Behalf: in.Behalf.Value, Position: in.Position.Value, Signer: in.Signer.Value, Recipients: list(in.Recipients.Or(nil)), Sections: []Section{},
	}
	for _, s := range in.Sections.Or(nil) {
		w.Sections = append(w.Sections, Section{s.Section, s.Text.Or(""), s.Omitted.Or(false)})
	}
	return w
}

// WordingView is a revision of what an office wrote.
type WordingView struct {
	record.MetaView
	KeptView
	Revision int     `json:"revision" doc:"counted from 1; the last one stands"`
	Author   *string `json:"author" doc:"the display name of who wrote it; null: the operator of the machine"`
	Wording
}

// KeptView says what report a row is of.
type KeptView struct {
	Kind      string  `json:"kind" enum:"annual,mid_year,agreement,registration,score_table,vote,ranking,deliberation,commendations,unit_profile,award_statistics,handbook"`
	SubjectID string  `json:"subject_id" format:"uuid"`
	BlocID    *string `json:"bloc_id" format:"uuid"`
	TermID    *string `json:"term_id" format:"uuid"`
	UnitID    *string `json:"unit_id" format:"uuid"`
}

func wordingView(r revisionRow) WordingView {
	return WordingView{r.Meta.View(), KeptView(r.Kept), r.Revision, r.Author, r.Wording.V}
}

// PreviewView is an official document as a screen shows it, with what an office
// may write of it.
type PreviewView struct {
	Kind           string          `json:"kind"`
	DocumentStatus string          `json:"document_status" enum:"draft,locked,current"`
	Checksum       string          `json:"checksum"`
	Revision       *int            `json:"revision" doc:"the revision of its wording that stands; null: none"`
	Wording        *Wording        `json:"wording"`
	Writable       bool            `json:"writable" doc:"whether the caller may word it and issue it; false: the API refuses both"`
	Sections       []paper.Written `json:"sections" doc:"what an office may write, in the order of the document"`
	Paper          paper.PaperView `json:"paper"`
}

const (
	keptExample    = `"kind":"annual","subject_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","bloc_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a62","term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","unit_id":null`
	metaExample    = `"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c"`
	writtenExample = `"parent":null,"issuer":null,"number":"05","organ":"KTĐ","place":"Ninh Bình","day":"2021-12-20","behalf":null,"position":null,"signer":"Nguyễn Văn A","recipients":["Hội đồng Thi đua – Khen thưởng tỉnh"],"sections":[{"section":"strengths","text":"Phong trào thi đua có chuyển biến rõ.","omitted":false}]`
	wordingExample = `{` + metaExample + `,` + keptExample + `,"revision":1,"author":"Trần Thị B",` + writtenExample + `}`
	previewExample = `{"kind":"annual","document_status":"draft","checksum":"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","revision":null,"wording":null,"writable":true,"sections":[{"section":"strengths","title":"Ưu điểm","text":"","books":"","open":true,"own":false,"omitted":false}],"paper":{"layout":"state","rule":"Nghị định 30/2020/NĐ-CP","unsure":[],"draft":true,"left":[],"right":[],"title":"BÁO CÁO","subject":["Tổng kết công tác thi đua, khen thưởng năm 2021"],"to":[],"body":[],"signatory":{"behalf":"TM. KHỐI THI ĐUA","position":"TRƯỞNG KHỐI","name":"","note":""},"received":"Nơi nhận:","recipients":[],"appendices":[],"trace":[]}}`
)

func registerWordings(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listReportWordings", Path: "/report-wordings", Tag: "reports"}, wordingList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[WordingView], error) {
			p, err := svc.Wordings(ctx, in.Request())
			return db.MapPage(p, wordingView), err
		})
	httpx.Get(s, httpx.Op{ID: "getReportWording", Path: "/report-wordings/{id}", Tag: "reports", Response: wordingExample},
		func(ctx context.Context, in *httpx.One) (WordingView, error) {
			return httpx.Shown(wordingView)(svc.Wording(ctx, in.ID))
		})
	httpx.Post(s, httpx.Op{
		ID: "createReportWording", Path: "/report-wordings", Tag: "reports", Faults: []string{"report.not_published", "report.wording_overtaken"},
		Request: `{"kind":"annual","subject_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","replaces":null,` + writtenExample + `}`, Response: wordingExample,
	},
		func(ctx context.Context, in *httpx.Make[CreateWordingBody]) (WordingView, error) {
			return httpx.Shown(wordingView)(svc.Write(ctx, in.Body))
		})
}
