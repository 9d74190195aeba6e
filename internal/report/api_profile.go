package report

import (
	"context"

	"giaouoc/internal/amount"
	"giaouoc/internal/award"
	"giaouoc/internal/bloc"
	"giaouoc/internal/date"
	"giaouoc/internal/httpx"
	"giaouoc/internal/period"
	"giaouoc/internal/record"
	"giaouoc/internal/scoring"
	"giaouoc/internal/succession"
	"giaouoc/internal/unit"
)

// ProfileView is the profile of a unit on the wire. Every part holds what the
// caller may see of it.
type ProfileView struct {
	Unit         unit.View                   `json:"unit"`
	Versions     []ProfileVersion            `json:"versions" doc:"names, parents and provinces, the oldest first"`
	Predecessors []KinView                   `json:"predecessors" doc:"linked ones, nearest first; those in words stand in acts"`
	Successors   []KinView                   `json:"successors" doc:"linked ones, nearest first"`
	Acts         []succession.SuccessionView `json:"acts" doc:"every act that leads here or on from here, in order of time"`
	Terms        []BelongingView             `json:"terms" doc:"every term it belongs to in any way, the newest first"`
	Gaps         []int                       `json:"gaps" doc:"listing years between the first and the last term without one"`
	Awards       []ProfileAwardView          `json:"awards" doc:"its own and those of its predecessors, the latest period first"`
	Sums         ProfileSums                 `json:"sums"`
	Counts       ProfileCounts               `json:"counts"`
}

// ProfileVersion is a version of the unit.
type ProfileVersion struct {
	ID        string        `json:"id" format:"uuid"`
	Name      string        `json:"name"`
	ShortName *string       `json:"short_name"`
	Parent    *record.Ref   `json:"parent"`
	Province  *string       `json:"province"`
	LegalForm *string       `json:"legal_form"`
	ValidFrom *date.Partial `json:"valid_from"`
	ValidTo   *date.Partial `json:"valid_to" doc:"null: not ended, or unknown"`
}

// KinView is a predecessor or successor.
type KinView struct {
	Party          record.Ref `json:"party"`
	Distance       int        `json:"distance" doc:"fewest acts between the two"`
	Acts           []string   `json:"acts" doc:"ids of the acts on the way, nearest first; they stand in acts"`
	MeritInherited string     `json:"merit_inherited" enum:"yes,no,unknown" doc:"yes: every act of some way says so; no: every way has one that says no"`
	MeritUntil     *date.Day  `json:"merit_until" format:"date" doc:"merit of periods that begin later stays where it was earned; null: no day is known"`
}

// BelongingView is a term the unit belongs to.
type BelongingView struct {
	TermID          string             `json:"term_id" format:"uuid"`
	Bloc            record.Ref         `json:"bloc"`
	Period          bloc.PeriodValue   `json:"period"`
	Status          *string            `json:"status" enum:"planning,signing,in_force,reviewing,concluded,locked" doc:"null: unknown"`
	BelongsAs       []string           `json:"belongs_as" enum:"member,leader,deputy,signatory"`
	Order           *int               `json:"order" doc:"protocol order; null: no member row"`
	NameThen        string             `json:"name_then" doc:"what the unit was called when the period ended"`
	AgreementID     *string            `json:"agreement_id" format:"uuid" doc:"null: none on record"`
	AgreementStatus *string            `json:"agreement_status" enum:"draft,consulting,signing,in_force,concluded" doc:"null: unknown, or none on record"`
	Signatures      []ProfileSignature `json:"signatures" doc:"its signatures under the agreement; empty: none on record"`
	Commitments     int                `json:"own_commitments" doc:"commitments of the agreement that are this unit's"`
	Ranking         *ProfileRanking    `json:"ranking" doc:"null: no ranking that one may read names it"`
}

// ProfileRanking is how the unit ranked in a term.
type ProfileRanking struct {
	RankingID string         `json:"ranking_id" format:"uuid"`
	Rank      *int           `json:"rank" doc:"null: unknown, or left out"`
	Among     int            `json:"among" doc:"units that have a rank"`
	Total     *amount.Points `json:"total"`
	Scale     *amount.Points `json:"scale" doc:"the full total"`
	Tied      bool           `json:"tied"`
	LeftOut   bool           `json:"left_out"`
}

func profileRanking(p *scoring.Placed) *ProfileRanking {
	if p == nil {
		return nil
	}
	return &ProfileRanking{p.RankingID, p.Place, p.Among, p.Total, p.Scale, p.Tied, p.LeftOut}
}

// ProfileSignature is what became of a signature.
type ProfileSignature struct {
	Role     *string       `json:"role" enum:"head,union,other"`
	Status   string        `json:"status" enum:"pending,signed,absent,late"`
	SignedOn *date.Partial `json:"signed_on"`
}

// ProfileAwardView is an award that names the unit or a predecessor.
type ProfileAwardView struct {
	AwardID         string             `json:"award_id" format:"uuid"`
	RecipientID     string             `json:"recipient_id" format:"uuid"`
	UnitID          string             `json:"unit_id" format:"uuid" doc:"who won it: the unit, or a predecessor"`
	NameThen        string             `json:"name_then" doc:"what that unit was called then"`
	SubUnit         *string            `json:"sub_unit"`
	Person          *record.Ref        `json:"person"`
	RecipientKind   *string            `json:"recipient_kind" enum:"collective,individual,household,bloc"`
	Type            award.AwardTypeRef `json:"type"`
	Level           *string            `json:"level" enum:"state,ministry_province,grassroots"`
	Period          *bloc.PeriodValue  `json:"period"`
	Bloc            *record.Ref        `json:"bloc"`
	Decision        *record.Ref        `json:"decision" doc:"the name is the number"`
	DecidedOn       *date.Partial      `json:"decided_on"`
	Authority       record.Ref         `json:"authority"`
	Status          string             `json:"status" enum:"draft,in_force,annulled"`
	Merit           string             `json:"merit" enum:"own,inherited,not_inherited,unknown" doc:"whether it counts for the unit: own and inherited do"`
	EarnedAfterward bool               `json:"earned_after_act" doc:"not inherited because its period begins after the act"`
}

// ProfileCounts are what a sentence about the profile needs. Awards are counted
// by the places that name the unit or a predecessor.
type ProfileCounts struct {
	Terms        int           `json:"terms"`
	Gaps         int           `json:"gaps"`
	Predecessors KinCounts     `json:"predecessors"`
	InWords      int           `json:"predecessors_in_words" doc:"not linked: their awards are not looked for"`
	Successors   KinCounts     `json:"successors"`
	Awards       ProfilePlaces `json:"awards"`
}

// KinCounts count predecessors or successors by whether merit is inherited.
type KinCounts struct {
	Yes     int `json:"yes"`
	No      int `json:"no"`
	Unknown int `json:"unknown"`
}

// ProfilePlaces count awards in force by whose merit they are, and the others.
type ProfilePlaces struct {
	Own          int `json:"own"`
	Inherited    int `json:"inherited"`
	NotInherited int `json:"not_inherited"`
	Unknown      int `json:"unknown"`
	After        int `json:"earned_after_act" doc:"among those not inherited"`
	Annulled     int `json:"annulled"`
	Draft        int `json:"draft"`
}

func profileView(p Profile) ProfileView {
	v := ProfileView{
		Unit: unit.NewView(p.Unit), Versions: []ProfileVersion{}, Terms: []BelongingView{}, Awards: []ProfileAwardView{}, Sums: p.sums(),
		Predecessors: kinViews(p.Lineage.Predecessors, p.Acts), Successors: kinViews(p.Lineage.Successors, p.Acts), Acts: actViews(p.Acts),
	}
	var versions []unit.Version
	for _, r := range p.Versions[p.Unit.ID] {
		versions = append(versions, r.Version)
		v.Versions = append(v.Versions, ProfileVersion{
			r.ID, r.Name, r.ShortName, record.NewRef(r.ParentID, r.ParentAsWritten, r.ParentName), r.Province, r.LegalForm, r.ValidFrom, r.ValidTo,
		})
	}
	var periods []period.Period
	for _, t := range p.Terms {
		periods = append(periods, t.Period)
		one := BelongingView{
			t.TermID,
			record.Ref{ID: &t.BlocID, Name: &t.BlocName},
			bloc.NewPeriodValue(t.Period), t.Status, t.Ways, t.Position,
			unit.NameOn(versions, t.Period.EndsOn), t.AgreementID, t.AgreementStatus,
			[]ProfileSignature{},
			t.Commitments, profileRanking(t.Placed),
		}
		for _, s := range t.Signatures {
			one.Signatures = append(one.Signatures, ProfileSignature{s.Role, s.Status, s.SignedOn})
		}
		v.Terms = append(v.Terms, one)
	}
	v.Gaps = gaps(periods)
	for _, a := range p.Awards {
		v.Awards = append(v.Awards, profileAwardView(a))
	}
	v.Counts = p.counts(len(v.Gaps))
	return v
}

func profileAwardView(a ProfileAward) ProfileAwardView {
	return ProfileAwardView{
		a.ID, a.RecipientID, a.UnitID, a.NameThen, a.SubUnit, record.NewRef(a.PersonID, a.PersonAsWritten, a.PersonName), a.RecipientKind,
		a.Type(), a.EffectiveLevel, a.Period(), record.NewRef(a.BlocID, a.BlocAsWritten, a.BlocName),
		record.NewRef(a.DecisionID, a.DecisionAsWritten, a.DecisionNumber), a.DecisionIssuedOn, a.GivenBy(), a.Status, a.Merit, a.After,
	}
}

func kinViews(kin []succession.Kin, acts []succession.Row) []KinView {
	names := map[string]*string{}
	for _, a := range acts {
		for _, p := range a.Parties.V {
			if p.ID != nil {
				names[*p.ID] = p.Name
			}
		}
	}
	out := []KinView{}
	for _, k := range kin {
		out = append(out, KinView{record.Ref{ID: &k.ID, Name: names[k.ID]}, k.Distance, k.Acts, k.Merit(), k.Until()})
	}
	return out
}

func actViews(acts []succession.Row) []succession.SuccessionView {
	out := []succession.SuccessionView{}
	for _, a := range acts {
		out = append(out, succession.NewSuccessionView(a))
	}
	return out
}

func (p *Profile) counts(gaps int) ProfileCounts {
	c := ProfileCounts{
		Terms: len(p.Terms), Gaps: gaps, Predecessors: kinCounts(p.Lineage.Predecessors), Successors: kinCounts(p.Lineage.Successors),
		InWords: p.Lineage.InWords(p.Acts, p.Unit.ID),
	}
	for _, a := range p.Awards {
		switch {
		case a.Status == award.Draft:
			c.Awards.Draft++
			continue
		case a.Status == award.Annulled:
			c.Awards.Annulled++
			continue
		case a.After:
			c.Awards.After++
		}
		switch a.Merit {
		case succession.Own:
			c.Awards.Own++
		case succession.Inherited:
			c.Awards.Inherited++
		case succession.NotInherited:
			c.Awards.NotInherited++
		default:
			c.Awards.Unknown++
		}
	}
	return c
}

func kinCounts(kin []succession.Kin) (c KinCounts) {
	for _, k := range kin {
		switch k.Merit() {
		case succession.Yes:
			c.Yes++
		case succession.No:
			c.No++
		default:
			c.Unknown++
		}
	}
	return c
}

func registerProfile(s *httpx.Server, svc *Service) {
	httpx.Get(s, httpx.Op{ID: "getUnitProfile", Path: "/units/{id}/profile", Tag: "registry", Response: profileExample},
		func(ctx context.Context, in *httpx.One) (ProfileView, error) {
			return httpx.Shown(profileView)(svc.Profile(ctx, in.ID))
		})
	httpx.Get(s, httpx.Op{ID: "getBlocHistory", Path: "/blocs/{id}/history", Tag: "blocs", Response: historyExample},
		func(ctx context.Context, in *httpx.One) (HistoryView, error) {
			return httpx.Shown(historyView)(svc.History(ctx, in.ID))
		})
}
