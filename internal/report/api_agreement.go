package report

import "giaouoc/internal/httpx"

// AgreementPaperFileInput asks for an agreement as a file.
type AgreementPaperFileInput struct {
	AgreementPaperInput
	httpx.Format
}

// AgreementPaperInput asks for an agreement as a document.
type AgreementPaperInput struct {
	httpx.One
	PaperInput
}

const agreementNotes = "`docx` and `pdf` are the document that is signed: the text, a grid of all member units with what became of each signature, and the annexes with theirs. " +
	"It is a draft until the first signature fixes the text; then its content hash is printed, which `/verify/{hash}` tells anybody to be intact or not. A text known by report says so and is never fixed. " +
	"Annulled signatures are in the workbook, the CSV and the JSON only. `csv` is a ZIP archive of every table twice, for programs and for an office."

const agreementPaperExample = `{"schema":"giaouoc.report.agreement/1","generated_at":"2022-01-10T03:00:00Z","data_as_of":"2022-01-10T03:00:00Z","locked":true,"document_status":"locked","layout":"party","wording":null,"code":null,"exported_by":"truongkhoi","program":"Giaouoc 1.0.0","data":{` +
	`"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","period":{"kind":"calendar_year","label":"2021","starts_on":"2021-01-01","ends_on":"2021-12-31","listing_year":2021},` +
	`"bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Khối các cơ quan Đảng"},"bloc_name_then":"Khối các cơ quan Đảng","bloc_code":"KCQD-NB","organizer":null,"document_layout":"party","members_state":"listed",` +
	`"title":"Giao ước thi đua năm 2021","preamble":null,"legal_bases":["Luật Thi đua, khen thưởng"],"basis":"original","status":"in_force","frozen_at":"2021-02-26T09:00:00Z","content_hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",` +
	`"signing":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","title":null,"held_on":"2021-02-26","place":null},"remark":null,` +
	`"parties":[{"order":1,"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5f","as_written":null,"name":"Văn phòng Tỉnh ủy"},"name_then":"Văn phòng Tỉnh ủy","code":null,"signatures":[{"role":"head","status":"signed","person":null,"position_as_written":"Chánh Văn phòng","signed_on":"2021-02-26","method":null,"remark":null}]}],` +
	`"commitments":[],"annexes":[],"sources":[]},"checksum":"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}`

func registerAgreementPaper(s *httpx.Server, svc *Service) {
	export[AgreementPaper](s, svc, "agreement", httpx.Op{ID: "getAgreementPaper", Path: "/agreements/{id}/reports/agreement", Tag: "reports", Response: agreementPaperExample, Notes: agreementNotes},
		func(f *AgreementPaperFileInput) *AgreementPaperInput { return &f.AgreementPaperInput },
		func(in *AgreementPaperInput) (string, Options) { return in.ID, Options{Layout: in.Layout} })
}
