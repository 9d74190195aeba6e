package report

import (
	"strings"

	"giaouoc/internal/httpx"
)

// ProfileFileInput asks for the profile of a unit as a file.
type ProfileFileInput struct {
	ProfileInput
	httpx.Format
}

// ProfileInput asks for the profile of a unit as a document.
type ProfileInput struct {
	httpx.One
	PaperInput
}

// headExample begins the example of a report that nothing locks.
const headExample = `"generated_at":"2022-01-10T03:00:00Z","data_as_of":"2022-01-10T03:00:00Z","locked":false,"document_status":"current","layout":"state","wording":null,"code":null,"exported_by":"truongkhoi","program":"Giaouoc 1.0.0","checksum":"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`

const profileNotes = "The figures are those of `getUnitProfile`, with what the parties of each act were called then and a line for each year. " +
	"`docx` and `pdf` are the document of one unit, `xlsx` is a workbook, `json` the whole report and `csv` a ZIP archive of every table twice, as in the annual report."

func registerProfileReport(s *httpx.Server, svc *Service) {
	example := `{"schema":"` + ProfileSchema + `",` + headExample + `,"data":` + strings.TrimSuffix(profileExample, "}") +
		`,"act_names":[{"from":["Ban Tuyên giáo Tỉnh ủy"],"to":["Ban Tuyên giáo và Dân vận Tỉnh ủy"]}],"awards_by_year":[{"period":"2021","own":1,"inherited":0}]}}`
	export[ProfileReport](s, svc, "unit_profile", httpx.Op{ID: "getProfileReport", Path: "/units/{id}/reports/profile", Tag: "reports", Response: example, Notes: profileNotes},
		func(f *ProfileFileInput) *ProfileInput { return &f.ProfileInput },
		func(in *ProfileInput) (string, Options) { return in.ID, Options{Layout: in.Layout} })
}
