package report

import (
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/record"
	"giaouoc/internal/report/encode"
)

func (s *AwardStatistics) read(tx *gorm.DB, id string) error {
	b, err := bloc.FindBloc(tx, actor.BlocRead, id)
	if err != nil {
		return err
	}
	tally, err := award.TallyOfBloc(tx, id)
	if err != nil {
		return err
	}
	years, err := s.Filters.years(tally)
	if err != nil {
		return err
	}
	var only []string
	if s.Filters != (StatisticsFilters{}) {
		only = years
		if tally, err = award.TallyOfYears(tx, id, append([]string{}, years...)); err != nil {
			return err
		}
	}
	s.Data = StatisticsData{
		Bloc: record.Ref{ID: &b.ID, Name: &b.Name}, BlocCode: b.Code, BlocKind: b.Kind, DocumentLayout: b.DocumentLayout,
		Totals: tally.Totals, Unclear: tally.Unclear, Annulled: tally.Annulled, Draft: tally.Draft,
	}
	s.Data.tabulate(tally, years)
	if s.brief {
		return nil
	}
	return s.list(tx, id, only)
}

// list reads the awards, one at a time.
func (s *AwardStatistics) list(tx *gorm.DB, blocID string, years []string) error {
	s.awards = encode.NewRows()
	row := make([]string, len(listTable(nil).Columns))
	if err := award.EachLine(tx, blocID, years, func(l *award.Line) error {
		fillLine(row, s.awards.Len()+1, l)
		return s.awards.Add(row)
	}); err != nil {
		return err
	}
	sum, err := encode.Sum(listTable(s.awards))
	s.Data.List = StatisticsList{s.awards.Len(), sum}
	return err
}
