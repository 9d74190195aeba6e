package award

import (
	"context"

	"giaouoc/internal/httpx"
)

// TallyLine is one line of the tally on the wire.
type TallyLine struct {
	Year         *int         `json:"year" doc:"listing year; null: longer than a year, or unknown"`
	Period       *string      `json:"period" doc:"label of a period longer than a year; with year null too: unknown"`
	Type         AwardTypeRef `json:"type"`
	Level        *string      `json:"level" enum:"state,ministry_province,grassroots"`
	HasAuthority bool         `json:"has_authority" doc:"false: nobody told who gave them"`
	Sums
}

// TallyView is the tally on the wire.
type TallyView struct {
	Rows     []TallyLine `json:"rows"`
	Totals   Sums        `json:"totals" doc:"of the rows: awards on record in force, unless states are asked for; 0: nothing on record, which does not mean that none was given"`
	Unclear  Sums        `json:"unclear" doc:"up to so many more may belong: they lack what is asked about"`
	Annulled Sums        `json:"annulled" doc:"left out of the totals unless asked for"`
	Draft    Sums        `json:"draft" doc:"of decisions not in force yet; left out of the totals unless asked for"`
}

func tallyView(t Tally) TallyView {
	v := TallyView{[]TallyLine{}, t.Totals, t.Unclear, t.Annulled, t.Draft}
	for _, g := range t.Rows {
		v.Rows = append(v.Rows, TallyLine{g.Year, g.Period, g.Type(), g.Level, g.HasAuthority, g.Sums})
	}
	return v
}

const (
	noneExample  = `{"collectives":0,"individuals":0,"households":0,"blocs":0,"unclassified":0,"awards":0,"count_unknown":0,"named":0,"unnamed":0}`
	tallyExample = `{"rows":[{"year":2020,"period":null,"type":{"id":null,"as_written":"bằng khen","name":null,"code":null,"needs_check":null},"level":null,"has_authority":true,"collectives":4,"individuals":0,"households":0,"blocs":0,"unclassified":0,"awards":1,"count_unknown":0,"named":0,"unnamed":4},{"year":2020,"period":null,"type":{"id":null,"as_written":"cờ thi đua xuất sắc","name":null,"code":null,"needs_check":null},"level":null,"has_authority":false,"collectives":1,"individuals":0,"households":0,"blocs":0,"unclassified":0,"awards":1,"count_unknown":0,"named":0,"unnamed":1}],"totals":{"collectives":5,"individuals":0,"households":0,"blocs":0,"unclassified":0,"awards":2,"count_unknown":0,"named":0,"unnamed":5},"unclear":` + noneExample + `,"annulled":` + noneExample + `,"draft":` + noneExample + `}`
)

func registerTally(s *httpx.Server, svc *Service) {
	httpx.Ask(s, httpx.Op{ID: "tallyAwards", Path: "/awards/tally", Tag: "awards", Response: tallyExample}, tallyList,
		func(ctx context.Context, in *httpx.Asked) (TallyView, error) {
			t, err := svc.Tally(ctx, in.Request())
			if err != nil {
				return TallyView{}, err
			}
			return tallyView(t), nil
		})
}
