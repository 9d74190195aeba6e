package report

import (
	"cmp"
	"slices"

	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
	"giaouoc/internal/succession"
)

// HistoryView is the history of a bloc on the wire.
type HistoryView struct {
	ID           string                      `json:"id" format:"uuid"`
	Code         *string                     `json:"code"`
	Kind         string                      `json:"kind" enum:"bloc,cluster"`
	Name         string                      `json:"name"`
	Names        []bloc.Name                 `json:"names" doc:"over time, the oldest first"`
	ValidFrom    *date.Partial               `json:"valid_from"`
	ValidTo      *date.Partial               `json:"valid_to"`
	Terms        []HistoryTermView           `json:"terms" doc:"the newest first"`
	Gaps         []int                       `json:"gaps" doc:"listing years between the first and the last term without one"`
	Predecessors []KinView                   `json:"predecessors" doc:"their terms and awards are theirs; nearest first"`
	Successors   []KinView                   `json:"successors" doc:"nearest first"`
	Acts         []succession.SuccessionView `json:"acts" doc:"every act in reach that leads here or on from here, in order of time"`
}

// HistoryTermView is a term of the bloc.
type HistoryTermView struct {
	TermID          string           `json:"term_id" format:"uuid"`
	Period          bloc.PeriodValue `json:"period"`
	Theme           *string          `json:"theme"`
	Status          *string          `json:"status" enum:"planning,signing,in_force,reviewing,concluded,locked" doc:"null: unknown"`
	Leaders         []record.Ref     `json:"leaders"`
	DeputiesState   string           `json:"deputies_state" enum:"unknown,none,partial,listed"`
	Deputies        []record.Ref     `json:"deputies"`
	Members         MembersView      `json:"members"`
	AgreementID     *string          `json:"agreement_id" format:"uuid" doc:"null: none on record"`
	AgreementStatus *string          `json:"agreement_status" enum:"draft,consulting,signing,in_force,concluded" doc:"null: unknown, or none on record"`
	Awards          award.Sums       `json:"awards" doc:"on record in force, for the term's own period; 0: nothing on record, which does not mean that none was given"`
}

func historyView(h History) HistoryView {
	b := h.Bloc
	v := HistoryView{
		ID: b.ID, Code: b.Code, Kind: b.Kind, Name: b.Name, Names: slices.Clone(b.Names.V), ValidFrom: b.ValidFrom, ValidTo: b.ValidTo,
		Terms: []HistoryTermView{}, Acts: actViews(h.Acts),
		Predecessors: kinViews(h.Lineage.Predecessors, h.Acts), Successors: kinViews(h.Lineage.Successors, h.Acts),
	}
	slices.SortStableFunc(v.Names, func(a, b bloc.Name) int { return cmp.Compare(floor(a.ValidFrom), floor(b.ValidFrom)) })
	var periods []period.Period
	for _, t := range h.Terms {
		periods = append(periods, t.Period)
		one := HistoryTermView{
			t.ID, bloc.NewPeriodValue(t.Period), t.Theme, t.Status,
			[]record.Ref{},
			t.DeputiesState,
			[]record.Ref{},
			MembersView{t.MembersState, t.StatedMemberCount, t.MemberCount},
			t.AgreementID, t.AgreementStatus, t.Awards,
		}
		for _, p := range t.People {
			ref := record.Ref{ID: p.UnitID, AsWritten: p.UnitAsWritten, Name: p.UnitName}
			if p.Role == bloc.LeaderRole {
				one.Leaders = append(one.Leaders, ref)
			} else {
				one.Deputies = append(one.Deputies, ref)
			}
		}
		v.Terms = append(v.Terms, one)
	}
	v.Gaps = gaps(periods)
	return v
}

// floor puts an unknown beginning first.
func floor(p *date.Partial) string {
	if p == nil {
		return ""
	}
	return p.Floor()
}

const (
	sumsExample    = `{"collectives":1,"individuals":0,"households":0,"blocs":0,"unclassified":0,"awards":1,"count_unknown":0,"named":1,"unnamed":0}`
	noneExample    = `{"collectives":0,"individuals":0,"households":0,"blocs":0,"unclassified":0,"awards":0,"count_unknown":0,"named":0,"unnamed":0}`
	yearExample    = `{"kind":"calendar_year","label":"2021","starts_on":"2021-01-01","ends_on":"2021-12-31","listing_year":2021}`
	kinExample     = `{"party":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","as_written":null,"name":"Ban Tuyên giáo Tỉnh ủy"},"distance":1,"acts":["0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"],"merit_inherited":"unknown","merit_until":"2025-02-28"}`
	profileExample = `{"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","version":1,"created_at":"2026-01-05T02:00:00Z","updated_at":"2026-01-05T02:00:00Z","created_by":"system","code":null,"kind":"party","is_enterprise":false,"name":"Ban Tuyên giáo và Dân vận Tỉnh ủy","short_name":null,"province":"Ninh Bình","aliases":[],"sources":[],"basis":{},"remark":null},` +
		`"versions":[{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a60","name":"Ban Tuyên giáo và Dân vận Tỉnh ủy","short_name":null,"parent":null,"province":"Ninh Bình","legal_form":null,"valid_from":"2025-02","valid_to":null}],` +
		`"predecessors":[` + kinExample + `],"successors":[],"acts":[` + succession.Example + `],` +
		`"terms":[{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","bloc":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a62","as_written":null,"name":"Khối các cơ quan Đảng"},"period":` + yearExample + `,"status":"concluded","belongs_as":["member","signatory"],"order":2,"name_then":"Ban Tuyên giáo và Dân vận Tỉnh ủy","agreement_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a63","agreement_status":"concluded","signatures":[{"role":"head","status":"signed","signed_on":"2021-02-26"}],"own_commitments":0,"ranking":{"ranking_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a66","rank":2,"among":10,"total":96.5,"scale":100,"tied":false,"left_out":false}}],"gaps":[],` +
		`"awards":[{"award_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a64","recipient_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a65","unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","name_then":"Ban Tuyên giáo Tỉnh ủy","sub_unit":null,"person":null,"recipient_kind":"collective","type":{"id":null,"as_written":"bằng khen","name":null,"code":null,"needs_check":null},"level":null,"period":` + yearExample + `,"bloc":null,"decision":null,"decided_on":null,"authority":{"id":null,"as_written":"Chủ tịch UBND tỉnh","name":null},"status":"in_force","merit":"unknown","earned_after_act":false}],` +
		`"sums":{"own":` + noneExample + `,"inherited":` + noneExample + `,"not_inherited":` + noneExample + `,"unknown":` + sumsExample + `,"counted":` + noneExample + `,"annulled":` + noneExample + `},` +
		`"counts":{"terms":1,"gaps":0,"predecessors":{"yes":0,"no":0,"unknown":1},"predecessors_in_words":0,"successors":{"yes":0,"no":0,"unknown":0},"awards":{"own":0,"inherited":0,"not_inherited":0,"unknown":1,"earned_after_act":0,"annulled":0,"draft":0}}}`
	historyExample = `{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a62","code":"5","kind":"bloc","name":"Khối các cơ quan Đảng","names":[{"name":"Khối các cơ quan Đảng","kind":"current","valid_from":null,"valid_to":null}],"valid_from":null,"valid_to":null,` +
		`"terms":[{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a61","period":` + yearExample + `,"theme":null,"status":"concluded","leaders":[{"id":null,"as_written":"Văn phòng Tỉnh ủy","name":null}],"deputies_state":"unknown","deputies":[],"members":{"state":"listed","stated":10,"listed":10},"agreement_id":null,"agreement_status":null,"awards":` + sumsExample + `}],` +
		`"gaps":[],"predecessors":[],"successors":[],"acts":[]}`
)
