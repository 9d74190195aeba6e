package report

import (
	"context"

	"giaouoc/internal/amount"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
	"giaouoc/internal/succession"
)

// StandingsView is how the units of a bloc stood through the years, on the wire.
type StandingsView struct {
	BlocID   string             `json:"bloc_id" format:"uuid"`
	Terms    []StandingTermView `json:"terms" doc:"in order of time, ranked or not"`
	Units    []StandingUnitView `json:"units" doc:"the best on the whole first"`
	Rotation StandingRotation   `json:"rotation"`
}

// StandingRotation counts the flags of all terms by how they went.
type StandingRotation struct {
	ByScore int `json:"by_score" doc:"to units that rank among as many as there were flags"`
	InTurn  int `json:"in_turn" doc:"to units that rank lower"`
	Unknown int `json:"unknown" doc:"the rank or the unit is not known"`
}

// StandingTermView is a term of the bloc.
type StandingTermView struct {
	TermID       string             `json:"term_id" format:"uuid"`
	Period       bloc.PeriodValue   `json:"period"`
	RankingID    *string            `json:"ranking_id" format:"uuid" doc:"null: there is none that one may read"`
	Flags        []StandingFlagView `json:"flags" doc:"in force, for the merit of the term, with whom they name"`
	UnnamedFlags int                `json:"unnamed_flags" doc:"whose winners nobody has named"`
}

// StandingFlagView is a flag and how it went.
type StandingFlagView struct {
	AwardID string      `json:"award_id" format:"uuid"`
	Type    string      `json:"type"`
	Unit    *record.Ref `json:"unit"`
	Rank    *int        `json:"rank" doc:"null: it is not known"`
	By      *string     `json:"by" enum:"score,turn" doc:"null: it cannot be told"`
}

// StandingUnitView is a unit with its places.
type StandingUnitView struct {
	Unit     *record.Ref         `json:"unit"`
	MeanRank *amount.Points      `json:"mean_rank" doc:"null: it was never ranked"`
	Places   []StandingPlaceView `json:"places" doc:"one for each term, in their order"`
	Ended    *StandingEndView    `json:"ended" doc:"null: it still is, as far as is known"`
}

// StandingEndView is how a unit ended.
type StandingEndView struct {
	Kind       string        `json:"kind" enum:"merge,dissolve"`
	On         *date.Partial `json:"on" doc:"null: nobody knows when"`
	Successors []record.Ref  `json:"successors" doc:"units that follow it, linked ones only"`
}

func standingEndView(acts []succession.End) *StandingEndView {
	if len(acts) == 0 {
		return nil
	}
	v := &StandingEndView{acts[0].Kind, acts[0].On, []record.Ref{}}
	for _, a := range acts {
		if a.Successor != nil {
			v.Successors = append(v.Successors, record.Ref{ID: a.Successor, Name: a.Name})
		}
	}
	return v
}

// StandingPlaceView is a unit's place in one term.
type StandingPlaceView struct {
	TermID  string         `json:"term_id" format:"uuid"`
	Ranked  bool           `json:"ranked" doc:"the ranking of the term names the unit"`
	Rank    *int           `json:"rank"`
	Total   *amount.Points `json:"total"`
	Tied    bool           `json:"tied"`
	LeftOut bool           `json:"left_out"`
	Led     bool           `json:"led" doc:"it led the term"`
}

func standingsView(id string) func(Standings) StandingsView {
	return func(s Standings) StandingsView {
		v := StandingsView{BlocID: id, Terms: make([]StandingTermView, len(s.Terms)), Units: make([]StandingUnitView, len(s.Units))}
		for i, t := range s.Terms {
			term := StandingTermView{t.ID, bloc.NewPeriodValue(t.Period), orNil(t.RankingID), make([]StandingFlagView, len(t.Flags)), t.Unnamed}
			v.Rotation.Unknown += t.Unnamed
			for j, f := range t.Flags {
				term.Flags[j] = StandingFlagView{f.AwardID, f.TypeName, &record.Ref{ID: f.UnitID, Name: f.UnitName}, f.Place, orNil(f.By)}
				switch f.By {
				case ByScore:
					v.Rotation.ByScore++
				case InTurn:
					v.Rotation.InTurn++
				default:
					v.Rotation.Unknown++
				}
			}
			v.Terms[i] = term
		}
		for i, u := range s.Units {
			unit := StandingUnitView{&record.Ref{ID: u.UnitID, Name: &u.Name}, u.Mean, make([]StandingPlaceView, len(s.Terms)), standingEndView(u.Ended)}
			for j, t := range s.Terms {
				p, ranked := u.Places[t.ID]
				unit.Places[j] = StandingPlaceView{t.ID, ranked, p.Place, p.Total, p.Tied, p.LeftOut, u.Led[t.ID]}
			}
			v.Units[i] = unit
		}
		return v
	}
}

const standingsExample = `{"bloc_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","terms":[{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","period":` + yearExample + `,"ranking_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","flags":[{"award_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a64","type":"Cờ thi đua của Bộ, ban, ngành, tỉnh","unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a60","as_written":null,"name":"Văn phòng Tỉnh ủy"},"rank":1,"by":"score"}],"unnamed_flags":0}],"units":[{"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a60","as_written":null,"name":"Văn phòng Tỉnh ủy"},"mean_rank":1,"places":[{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","ranked":true,"rank":1,"total":98.5,"tied":false,"left_out":false,"led":true}],"ended":null}],"rotation":{"by_score":1,"in_turn":0,"unknown":0}}`

func registerStandings(s *httpx.Server, svc *Service) {
	httpx.Get(s, httpx.Op{ID: "getBlocStandings", Path: "/blocs/{id}/standings", Tag: "blocs", Response: standingsExample},
		func(ctx context.Context, in *httpx.One) (StandingsView, error) {
			return httpx.Shown(standingsView(in.ID))(svc.Standings(ctx, in.ID))
		})
}
