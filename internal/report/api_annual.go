package report

import "giaouoc/internal/httpx"

// AnnualFileInput asks for the annual report of a term as a file.
type AnnualFileInput struct {
	AnnualInput
	httpx.Format
}

// AnnualInput asks for the annual report of a term.
type AnnualInput struct {
	httpx.One
	PaperInput
	OnlyAwarded bool `query:"only_awarded" default:"true" doc:"leave units that no award names out of the list of awards by unit, as is done by default (true); false lists all units"`
}

const annualNotes = "`docx` and `pdf` are the official document, `xlsx` is a workbook and `json` the whole report as one document. `csv` is a ZIP archive of every table twice: " +
	"`machine/` for programs (UTF-8, comma, field names of the API, ISO dates, codes; `info.csv` tells of the report itself), and for an office " +
	"`van-phong/` with lang=vi or `office/` with lang=en (semicolon, dates as dd/mm/yyyy, file names and words in that language). " +
	"The checksum is over `data`, which a locked term keeps; `comparison` (the sheets of the overview, the tally and the awards by year) reads other periods too, and follows them. " +
	"Only members that an award names are listed in the awards by unit, unless only_awarded=false."

const annualExample = `{"schema":"giaouoc.report.annual/3","generated_at":"2022-01-10T03:00:00Z","data_as_of":"2022-01-10T03:00:00Z","locked":false,"document_status":"draft","layout":"party","wording":null,"code":null,"filters":{"only_awarded":true},"exported_by":"truongkhoi","program":"Giaouoc 1.0.0","data":{` +
	`"term":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","as_written":null,"name":"Khối các cơ quan Đảng"},"bloc_name_then":"Khối các cơ quan Đảng","bloc_code":"KCQD-NB","bloc_kind":"bloc","organizer":null,"document_layout":"party","period":{"kind":"calendar_year","label":"2021","starts_on":"2021-01-01","ends_on":"2021-12-31","listing_year":2021},"theme":null,"theme_of":null,"status":"in_force","members_state":"listed","stated_member_count":10,"deputies_state":"unknown","council_member":null,"last_year_in_words":null,"remark":null},` +
	`"units":[{"order":1,"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Văn phòng Tỉnh ủy"},"name_then":"Văn phòng Tỉnh ủy","code":null,"leadership":"leader","remark":null,"signatures":[{"role":null,"status":"signed","person":null,"position_as_written":null,"signed_on":"2021-02-26","method":null,"remark":null}]}],` +
	`"leadership":[],"events":[],"deadlines":[],"agreement":null,"commitments":[],"progress":{"period":{"kind":"calendar_year","label":"2021","starts_on":"2021-01-01","ends_on":"2021-12-31","listing_year":2021},"closing":null,"commitments":[],"units":[],"counts":` + noCounts + `,"reports":[]},"models":[],"ratings":[{"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Văn phòng Tỉnh ủy"},"count":null,"standing":"recognised","level":"excellent"}],"awards":[],"earlier_awards":[],"unit_awards":[],"sources":[]},` +
	`"comparison":{"movements":[],"overview":[{"figure":"members","last_year":null,"this_year":10,"change":null}],"tally":{"periods":["2017","2018","2019","2020","2021"],"rows":[],"by_period":[{"period":"2021","sums":null}],"totals":` + noSums + `,"unclear":` + noSums + `,"annulled":` + noSums + `,"draft":` + noSums + `}},` +
	`"checksum":"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}`

const noSums = `{"collectives":0,"individuals":0,"households":0,"blocs":0,"unclassified":0,"awards":0,"count_unknown":0,"named":0,"unnamed":0}`

func registerAnnual(s *httpx.Server, svc *Service) {
	export[Annual](s, svc, "annual", httpx.Op{ID: "getAnnualReport", Path: "/terms/{id}/reports/annual", Tag: "reports", Response: annualExample, Notes: annualNotes},
		func(f *AnnualFileInput) *AnnualInput { return &f.AnnualInput },
		func(in *AnnualInput) (string, Options) {
			return in.ID, Options{Layout: in.Layout, OnlyAwarded: in.OnlyAwarded}
		})
}
