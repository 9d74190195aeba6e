package report

import "giaouoc/internal/httpx"

// MidYearFileInput asks for the mid-year report of a term as a file.
type MidYearFileInput struct {
	MidYearInput
	httpx.Format
}

// MidYearInput asks for the mid-year report of a term.
type MidYearInput struct {
	httpx.One
	PaperInput
}

const midYearNotes = "It looks back on the half that ends nearest to the middle of the term: the first half of a year, the first term of a school year. It is a draft until that period is closed. " +
	"`docx` and `pdf` are the official document, `xlsx`, `csv` (a ZIP archive of every table twice, for programs and for an office) and `json` hold every report. " +
	"The checksum is over `data`; `beside` (the term and its leadership, events, movements, models, deadlines) goes on after the close."

const midYearExample = `{"schema":"giaouoc.report.mid_year/1","generated_at":"2026-07-10T03:00:00Z","data_as_of":"2026-07-10T03:00:00Z","locked":true,"document_status":"locked","layout":"party","wording":null,"code":null,"exported_by":"truongkhoi","program":"Giaouoc 1.0.0","data":{` +
	`"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","progress":{"period":{"kind":"half","label":"2026-H1","starts_on":"2026-01-01","ends_on":"2026-06-30","listing_year":2026},"closing":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","period":"2026-H1","closed_on":"2026-07-09"},` +
	`"commitments":[],"units":[{"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","as_written":null,"name":"Văn phòng Tỉnh ủy"},"counts":` + noCounts + `}],"counts":` + noCounts + `,"reports":[]}},` +
	`"beside":{` + `"term":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","as_written":null,"name":"Khối các cơ quan Đảng"},"bloc_name_then":"Khối các cơ quan Đảng","bloc_code":"KCQD-NB","bloc_kind":"bloc","organizer":null,"document_layout":"party","period":{"kind":"calendar_year","label":"2026","starts_on":"2026-01-01","ends_on":"2026-12-31","listing_year":2026},"theme":null,"theme_of":null,"status":"in_force","members_state":"listed","stated_member_count":null,"deputies_state":"unknown","council_member":null,"last_year_in_words":null,"remark":null},` + `"members":1,"leadership":[],"names_then":[],"sources":[],"registrations":{"units":1,"sent":1,"accepted":0},"events":[],"movements":[],"models":[{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5f","title":"Công sở không giấy","status":"piloting","pilots":["Văn phòng Tỉnh ủy"],"replicating":[]}],"deadlines":[]},` +
	`"checksum":"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}`

const noCounts = `{"not_reported":0,"on_track":0,"late":0,"at_risk":0,"done":0,"exceeded":0,"untold":0}`

func registerMidYear(s *httpx.Server, svc *Service) {
	export[MidYear](s, svc, "mid_year", httpx.Op{ID: "getMidYearReport", Path: "/terms/{id}/reports/mid-year", Tag: "reports", Response: midYearExample, Notes: midYearNotes},
		func(f *MidYearFileInput) *MidYearInput { return &f.MidYearInput },
		func(in *MidYearInput) (string, Options) { return in.ID, Options{Layout: in.Layout} })
}
