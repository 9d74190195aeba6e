package report

import "giaouoc/internal/httpx"

// RegistrationPaperFileInput asks for a registration as a file.
type RegistrationPaperFileInput struct {
	RegistrationPaperInput
	httpx.Format
}

// RegistrationPaperInput asks for a registration as a document.
type RegistrationPaperInput struct {
	httpx.One
	PaperInput
}

const registrationNotes = "`docx` and `pdf` follow form 1a of Circular 35/2011/TT-BLĐTBXH: the movements its commitments answer, the commitments, the titles, and room for the head of the unit and its trade union. " +
	"It is a draft until the registration is accepted. `csv` is a ZIP archive of every table twice, for programs and for an office."

const registrationPaperExample = `{"schema":"giaouoc.report.registration/1","generated_at":"2026-02-10T03:00:00Z","data_as_of":"2026-02-10T03:00:00Z","locked":false,"document_status":"draft","layout":"party","wording":null,"code":null,"exported_by":"vanthu","program":"Giaouoc 1.0.0","data":{"registration":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system","term":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","period":"2026","period_kind":"calendar_year"},"bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Khối các cơ quan Đảng"},"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Báo Ninh Bình"},"status":"draft","status_since":"2026-01-05T02:00:00Z","first_sent_on":null,"head":{"id":null,"as_written":"Lê Văn Cường","name":null},"head_position_as_written":"Tổng Biên tập","union":null,"union_position_as_written":null,"registered_on":"2026-02-20","document_as_written":null,"commitment_count":1,"title_count":1,"submission_count":0,"recorded_by":"vanthu","sources":[],"basis":{},"remark":null,"commitments":[{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","order":1,"text":"Xuất bản báo đúng kỳ","measure":"quantity","target":260,"unit_of_measure":"số","due_on":"2026-12-31","movement":null,"note":null}],"titles":[{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a62","order":1,"subject":"individual","award_type":{"id":null,"as_written":"Chiến sĩ thi đua cơ sở","name":null},"unit":null,"person":null,"name":null,"count":3,"period":null,"note":null}],"reopened":[]},"period":{"kind":"calendar_year","label":"2026","starts_on":"2026-01-01","ends_on":"2026-12-31","listing_year":2026},"bloc_name_then":"Khối các cơ quan Đảng","bloc_code":null,"organizer":null,"document_layout":"party","unit_code":null,"movements":[]},"checksum":"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}`

func registerRegistrationPaper(s *httpx.Server, svc *Service) {
	export[RegistrationPaper](s, svc, "registration", httpx.Op{ID: "getRegistrationPaper", Path: "/registrations/{id}/reports/registration", Tag: "reports", Response: registrationPaperExample, Notes: registrationNotes},
		func(f *RegistrationPaperFileInput) *RegistrationPaperInput { return &f.RegistrationPaperInput },
		func(in *RegistrationPaperInput) (string, Options) { return in.ID, Options{Layout: in.Layout} })
}
