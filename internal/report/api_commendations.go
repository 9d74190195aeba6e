package report

import "giaouoc/internal/httpx"

// CommendationsFileInput asks for the list that goes with a decision as a file.
type CommendationsFileInput struct {
	CommendationsInput
	httpx.Format
}

// CommendationsInput asks for the list that goes with a decision.
type CommendationsInput struct {
	httpx.One
	PaperInput
	Draft bool `query:"draft" doc:"as a draft, though the decision is in force: those nobody has named are counted and left blank"`
}

const commendationsNotes = "By title or form: flags, titles, certificates of merit, certificates of commendation, others; within each, collectives in protocol order, people by given name. " +
	"Of a decision that is no draft the list is refused (409 `decision.unnamed`) while somebody on it is not named, or an award's count is unknown; `draft=true` prints it as a draft all the same. " +
	"Who may read some of the decision's awards only gets these, and the list says so. `csv` is a ZIP archive of every table twice, for programs and for an office, with one row for each recipient."

const commendationsExample = `{"schema":"giaouoc.report.commendations/1","generated_at":"2021-02-10T03:00:00Z","data_as_of":"2021-02-10T03:00:00Z","locked":true,"document_status":"locked","layout":"state","wording":null,"code":null,"exported_by":"truongkhoi","program":"Giaouoc 1.0.0","filters":{"draft":false},"data":{` +
	`"decision":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","bloc":null,"document_layout":null,"kind":"award","number":"102/QĐ-UBND","issued_on":"2021-01-28","authority":{"id":null,"as_written":"Chủ tịch UBND tỉnh","name":null},"signatory":null,"signatory_position":null,"summary":null,"status":"in_force","annulled_by":null,"stated_recipient_count":1,"award_count":1,"remark":null},` +
	`"groups":[{"form":"merit","type":{"id":null,"as_written":"bằng khen","name":null,"code":null,"needs_check":null},"level":null,"sums":` + oneCollective + `,"rows":[{"award_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","recipient_kind":"collective",` +
	`"recipient":{"unit":{"id":null,"as_written":"Báo Ninh Bình","name":null},"name_then":null,"sub_unit":null,"person":null,"honoured_bloc":null,"household":null,"remark":null},"count":1,"period":null,"commendation_type":null,"authority":{"id":null,"as_written":"Chủ tịch UBND tỉnh","name":null},"citation":null,"remark":null}]}],` +
	`"totals":` + oneCollective + `,"sources":[]},"checksum":"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}`

const oneCollective = `{"collectives":1,"individuals":0,"households":0,"blocs":0,"unclassified":0,"unnamed":0,"count_unknown":0}`

func registerCommendations(s *httpx.Server, svc *Service) {
	export[Commendations](s, svc, "commendations", httpx.Op{
		ID: "getCommendationList", Path: "/decisions/{id}/reports/commendations", Tag: "reports", Faults: []string{"decision.unnamed"}, Response: commendationsExample, Notes: commendationsNotes,
	},
		func(f *CommendationsFileInput) *CommendationsInput { return &f.CommendationsInput },
		func(in *CommendationsInput) (string, Options) {
			return in.ID, Options{Layout: in.Layout, Draft: in.Draft}
		})
}
