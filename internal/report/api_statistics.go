package report

import (
	"giaouoc/internal/httpx"
)

// StatisticsFileInput asks for the awards of a bloc over the years as a file.
type StatisticsFileInput struct {
	StatisticsInput
	httpx.Format
}

// StatisticsInput asks for the awards of a bloc over the years.
type StatisticsInput struct {
	httpx.One
	PaperInput
	FromYear int `query:"from_year" minimum:"1900" maximum:"2200" doc:"first listing year; by default the first on record"`
	ToYear   int `query:"to_year" minimum:"1900" maximum:"2200" doc:"last listing year, at most 49 after the first; by default the last on record"`
}

// AwardStatisticsView is the report as JSON, with the list.
type AwardStatisticsView struct {
	StatisticsFigures
	Awards []StatisticsAward `json:"awards" doc:"the earliest period first"`
}

// StatisticsAward is one award as the list shows it.
type StatisticsAward struct {
	Row              int     `json:"row"`
	Period           *string `json:"period" doc:"label of the period of merit; null: unknown"`
	Class            *string `json:"class" enum:"title,form" doc:"null: no type is linked"`
	Type             *string `json:"type" doc:"name and words of the source"`
	Level            *string `json:"level" enum:"state,ministry_province,grassroots"`
	RecipientKind    *string `json:"recipient_kind" enum:"collective,individual,household,bloc"`
	Recipient        *string `json:"recipient" doc:"all that are named; null: nobody yet"`
	Count            *int    `json:"count" doc:"null: unknown"`
	Decision         *string `json:"decision"`
	DecidedOn        *string `json:"decided_on"`
	Authority        *string `json:"authority"`
	PresentedOn      *string `json:"presented_on"`
	Status           string  `json:"status" enum:"draft,in_force,annulled"`
	Remark           *string `json:"remark"`
	Counted          *string `json:"counted" enum:"yes" doc:"whether it is in the totals; null: it is not"`
	Unnamed          *int    `json:"unnamed" doc:"null: the count is unknown"`
	ReportedOn       *string `json:"reported_on"`
	CommendationType *string `json:"commendation_type" enum:"merit,thematic,sudden,career,length_of_service,external"`
}

const statisticsNotes = "The figures are those of `tallyAwards` for the bloc, in the years that are asked for. Without years, periods longer than one and awards of unknown period have columns of their own. " +
	"At most 50 years side by side. `docx` and `pdf` hold the figures and not the list of awards, which may have any length; the checksum covers it by the SHA-256 of `machine/award_list.csv`."

func registerStatistics(s *httpx.Server, svc *Service) {
	example := `{"schema":"` + StatisticsSchema + `",` + headExample + `,"filters":{"from_year":2020,"to_year":2020},"data":{"bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a62","as_written":null,"name":"Khối các cơ quan Đảng"},"bloc_code":"5","bloc_kind":"bloc","document_layout":"party",` +
		`"periods":[{"period":"2020","sums":` + sumsExample + `}],"rows":[{"type":{"id":null,"as_written":"bằng khen","name":null,"code":null,"needs_check":null},"class":null,"level":null,"recipients":"collectives","counts":[1],"total":1}],` +
		`"totals":` + sumsExample + `,"unclear":` + noneExample + `,"annulled":` + noneExample + `,"draft":` + noneExample + `,"list":{"awards":1,"sha256":"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}},` +
		`"awards":[{"row":1,"period":"2020","class":null,"type":"bằng khen","level":null,"recipient_kind":"collective","recipient":"Văn phòng Tỉnh ủy","count":1,"decision":null,"decided_on":null,"authority":"Chủ tịch UBND tỉnh","presented_on":null,"status":"in_force","remark":null,"counted":"yes","unnamed":0,"reported_on":null,"commendation_type":null}]}`
	export[AwardStatisticsView](s, svc, "award_statistics", httpx.Op{ID: "getAwardStatistics", Path: "/blocs/{id}/reports/awards", Tag: "reports", Response: example, Notes: statisticsNotes},
		func(f *StatisticsFileInput) *StatisticsInput { return &f.StatisticsInput },
		func(in *StatisticsInput) (string, Options) {
			return in.ID, Options{Layout: in.Layout, FromYear: in.FromYear, ToYear: in.ToYear}
		})
}
