package report

import (
	"giaouoc/internal/httpx"
	"giaouoc/internal/scoring"
)

// ScoringPaperInput asks for a document of how units are scored, ranked and voted on.
type ScoringPaperInput struct {
	httpx.One
	PaperInput
}

// ScoringPaperFileInput asks for it as a file.
type ScoringPaperFileInput struct {
	ScoringPaperInput
	httpx.Format
}

const (
	paperHeadExample = `"generated_at":"2026-12-28T03:00:00Z","data_as_of":"2026-12-28T03:00:00Z","locked":false,"document_status":"draft","layout":"party","wording":null,"code":null,"exported_by":"vanthu","program":"Giaouoc 1.0.0"`
	paperTermExample = `"period":{"kind":"calendar_year","label":"2026","starts_on":"2026-01-01","ends_on":"2026-12-31","listing_year":2026},"bloc_name_then":"Khối các cơ quan Đảng","bloc_code":null,"organizer":null,"document_layout":"party"`
	paperSumExample  = `"checksum":"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
)

func registerScoring(s *httpx.Server, svc *Service) {
	file := func(f *ScoringPaperFileInput) *ScoringPaperInput { return &f.ScoringPaperInput }
	asked := func(in *ScoringPaperInput) (string, Options) { return in.ID, Options{Layout: in.Layout} }
	example := func(schema, data string) string {
		return `{"schema":"` + schema + `",` + paperHeadExample + `,"data":{` + data + `},` + paperSumExample + `}`
	}
	export[ScoreTablePaper](s, svc, "score_table", httpx.Op{
		ID: "getScoreTablePaper", Path: "/score-tables/{id}/reports/score-table", Tag: "reports", Notes: "Criteria in the order of the tree, what decides their points, the rule for equal totals and the classes. It is a draft until it is applied.",
		Response: example(ScoreTableSchema, `"score_table":`+scoring.TableExample+`,`+paperTermExample+`,"bloc_kind":"bloc"`),
	}, file, asked)
	export[VoteMinutes](s, svc, "vote", httpx.Op{
		ID: "getVoteMinutes", Path: "/votes/{id}/reports/minutes", Tag: "reports", Notes: "The minutes of the counting: the figures, what each nominee was given, how many were needed, who took no part, and room for what was said. How anybody voted is kept nowhere. It is a draft until the vote is closed, and is issued once the ranking of the term is published.",
		Response: example(VoteSchema, `"vote":`+scoring.VoteExample+`,`+paperTermExample),
	}, file, asked)
	export[RankingPaper](s, svc, "ranking", httpx.Op{
		ID: "getRankingPaper", Path: "/rankings/{id}/reports/ranking", Tag: "reports", Notes: "The table of places that is signed; in files for programs also what each criterion gave. It is a draft, and is not issued, until the ranking is published.",
		Response: example(RankingSchema, `"ranking":`+scoring.RankingExample+`,`+paperTermExample+`,"bloc_kind":"bloc"`),
	}, file, asked)
	export[Deliberation](s, svc, "deliberation", httpx.Op{
		ID: "getDeliberationMinutes", Path: "/rankings/{id}/reports/minutes", Tag: "reports", Notes: "The minutes of the conference that ranked the units: the ranking, the votes of the term that were counted, and room for who was there and what was said. It is a draft, and is not issued, until the ranking is published.",
		Response: example(DeliberationSchema, `"ranking":`+scoring.RankingExample+`,`+paperTermExample+`,"bloc_kind":"bloc","votes":[]`),
	}, file, asked)
}
