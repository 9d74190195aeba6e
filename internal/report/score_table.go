package report

import "giaouoc/internal/scoring"

// ScoreTableSchema names the shape of the JSON form.
const ScoreTableSchema = "giaouoc.report.score_table/1"

// ScoreTablePaper is a score table as the document that goes out to the units (bảng
// điểm thi đua).
type ScoreTablePaper struct {
	Head
	Data ScoreTableData `json:"data"`
}

// ScoreTableData is what is reported. What is unknown is null.
type ScoreTableData struct {
	ScoreTable scoring.ScoreTableDetailView `json:"score_table"`
	TermOfPaper
	BlocKind string `json:"bloc_kind" enum:"bloc,cluster"`
}

func (p *ScoreTablePaper) sealed() any { return p.Data }

// subject: a score table is a draft until units are scored by it.
func (p *ScoreTablePaper) subject() subject {
	t := p.Data.ScoreTable
	s := p.Data.about(t.Term.ID, words(t.Bloc.ID), t.Title)
	switch t.Status {
	case scoring.Applied:
		s.State = locked
	case scoring.Replaced:
		s.State = current
	}
	return s
}
