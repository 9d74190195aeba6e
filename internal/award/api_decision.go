package award

import (
	"context"

	"giaouoc/internal/date"
	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// DecisionFields are the content of a decision.
type DecisionFields struct {
	BlocID               httpx.Opt[string]       `json:"bloc_id,omitzero" format:"uuid" doc:"null: outside any bloc"`
	Kind                 httpx.Opt[string]       `json:"kind,omitzero" nullable:"false" enum:"award,organisation,guidance,other" doc:"required for a new one"`
	Number               httpx.Opt[string]       `json:"number,omitzero" maxLength:"100" doc:"as written, with its symbols"`
	IssuedOn             httpx.Opt[date.Partial] `json:"issued_on,omitzero"`
	AuthorityID          httpx.Opt[string]       `json:"authority_id,omitzero" format:"uuid"`
	AuthorityAsWritten   httpx.Opt[string]       `json:"authority_as_written,omitzero" maxLength:"500"`
	SignatoryID          httpx.Opt[string]       `json:"signatory_id,omitzero" format:"uuid" doc:"a person"`
	SignatoryAsWritten   httpx.Opt[string]       `json:"signatory_as_written,omitzero" maxLength:"300"`
	SignatoryPosition    httpx.Opt[string]       `json:"signatory_position,omitzero" maxLength:"300"`
	Summary              httpx.Opt[string]       `json:"summary,omitzero" maxLength:"2000" multiline:"true"`
	StatedRecipientCount httpx.Opt[int]          `json:"stated_recipient_count,omitzero" minimum:"0" doc:"as the document says; may differ from its awards"`
	AnnulsID             httpx.Opt[string]       `json:"annuls_id,omitzero" format:"uuid" doc:"the decision this one annuls once in force"`
	RestoresID           httpx.Opt[string]       `json:"restores_id,omitzero" format:"uuid" doc:"the annulled decision this one takes back"`
}

// DecisionBody is a decision as a caller gives it.
type DecisionBody struct {
	DecisionFields
	record.ProvenanceInput
}

// CreateDecisionBody is a new decision.
type CreateDecisionBody struct {
	Status httpx.Opt[string] `json:"status,omitzero" nullable:"false" enum:"draft,in_force" doc:"draft unless given; in_force records history and needs an authority, by link or words"`
	DecisionBody
}

// DecisionTransitionBody is a step of a decision.
type DecisionTransitionBody struct {
	To string `json:"to" enum:"draft,in_force,annulled" doc:"in_force; annulling and restoring are decisions of their own"`
	record.ReasonInput
}

// DecisionView is a decision on the wire.
type DecisionView struct {
	record.MetaView
	Bloc                 *record.Ref   `json:"bloc"`
	Kind                 string        `json:"kind" enum:"award,organisation,guidance,other"`
	Number               *string       `json:"number"`
	IssuedOn             *date.Partial `json:"issued_on"`
	Authority            *record.Ref   `json:"authority"`
	Signatory            *record.Ref   `json:"signatory"`
	SignatoryPosition    *string       `json:"signatory_position"`
	Summary              *string       `json:"summary"`
	Status               string        `json:"status" enum:"draft,in_force,annulled"`
	Annuls               *record.Ref   `json:"annuls" doc:"the name is the number"`
	Restores             *record.Ref   `json:"restores" doc:"the name is the number"`
	StatedRecipientCount *int          `json:"stated_recipient_count"`
	AwardCount           int           `json:"award_count" doc:"awards recorded under it"`
	Counts               Sums          `json:"counts" doc:"of the awards recorded under it, whatever its state"`
	record.ProvenanceView
}

// DecisionDetailView is one decision with its warnings.
type DecisionDetailView struct {
	DecisionView
	Warnings []AwardWarning `json:"warnings"`
}

func decisionView(d decisionRow) DecisionView {
	return DecisionView{
		d.Meta.View(), record.NewRef(d.BlocID, nil, d.BlocName), d.Kind, d.Number, d.IssuedOn,
		record.NewRef(d.AuthorityID, d.AuthorityAsWritten, d.AuthorityName),
		record.NewRef(d.SignatoryID, d.SignatoryAsWritten, d.SignatoryName), d.SignatoryPosition, d.Summary, d.Status,
		record.NewRef(d.AnnulsID, nil, d.AnnulsNumber), record.NewRef(d.RestoresID, nil, d.RestoresNumber),
		d.StatedRecipientCount, d.Sums.Awards, d.Sums, d.Provenance.View(),
	}
}

func decisionDetailView(d shownDecision) DecisionDetailView {
	v := DecisionDetailView{decisionView(d.decisionRow), []AwardWarning{}}
	if len(d.SameNumber) > 0 {
		v.Warnings = append(v.Warnings, AwardWarning{Code: "duplicate_number", IDs: d.SameNumber, Params: map[string]int{}})
	}
	return v
}

const decisionExample = `{` + metaExample + `,"bloc":null,"kind":"award","number":"102/QĐ-UBND","issued_on":"2021-01-28","authority":{"id":null,"as_written":"Chủ tịch UBND tỉnh","name":null},"signatory":null,"signatory_position":null,"summary":"Tặng Bằng khen cho 6 tập thể và 6 cá nhân","status":"in_force","annuls":null,"restores":null,"stated_recipient_count":12,"award_count":2,"counts":{"collectives":6,"individuals":6,"households":0,"blocs":0,"unclassified":0,"awards":2,"count_unknown":0,"named":0,"unnamed":12},` + sourcesExample + `,"warnings":[]}`

func registerDecisions(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listDecisions", Path: "/decisions", Tag: "awards"}, decisionList,
		func(ctx context.Context, in *httpx.Asked) (db.Page[DecisionView], error) {
			p, err := svc.Decisions(ctx, in.Request())
			return db.MapPage(p, decisionView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createDecision", Path: "/decisions", Tag: "awards", Response: decisionExample,
		Request: `{"kind":"award","number":"102/QĐ-UBND","issued_on":"2021-01-28","authority_as_written":"Chủ tịch UBND tỉnh","status":"in_force"}`,
	},
		func(ctx context.Context, in *httpx.Make[CreateDecisionBody]) (DecisionDetailView, error) {
			return httpx.Shown(decisionDetailView)(svc.CreateDecision(ctx, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getDecision", Path: "/decisions/{id}", Tag: "awards", Entity: "decision", Response: decisionExample},
		func(ctx context.Context, in *httpx.One) (DecisionDetailView, error) {
			return httpx.Shown(decisionDetailView)(svc.Decision(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{
		ID: "updateDecision", Path: "/decisions/{id}", Tag: "awards", Faults: []string{"decision.not_draft", "term_locked"},
		Request: `{"number":"102/QĐ-UBND"}`, Response: decisionExample,
	},
		func(ctx context.Context, in *httpx.Change[DecisionBody]) (DecisionDetailView, error) {
			return httpx.Shown(decisionDetailView)(svc.UpdateDecision(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteDecision", Path: "/decisions/{id}", Tag: "awards", Faults: []string{"decision.not_draft", "in_use", "term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteDecision(ctx, in.ID, in.Version())
		})
	httpx.Act(s, httpx.Op{
		ID: "transitionDecision", Path: "/decisions/{id}/transitions", Tag: "awards", Faults: []string{"invalid_transition", "term_locked"},
		Request: `{"to":"in_force"}`, Response: decisionExample,
	},
		func(ctx context.Context, in *httpx.Change[DecisionTransitionBody]) (DecisionDetailView, error) {
			return httpx.Shown(decisionDetailView)(svc.TransitionDecision(ctx, in.ID, in.Version(), in.Body))
		})
	record.RegisterHistory(s, httpx.Op{ID: "listDecisionTransitions", Path: "/decisions/{id}/transitions", Tag: "awards"}, svc.db, "decision", svc.decisionVisible)
}
