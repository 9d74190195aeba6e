package agreement

import (
	"context"

	"giaouoc/internal/httpx"
)

// AgreementCopyBody drafts an agreement with the text of another.
type AgreementCopyBody struct {
	TermID   string            `json:"term_id" format:"uuid" doc:"of the new agreement"`
	Title    httpx.Opt[string] `json:"title,omitzero" nullable:"false" minLength:"1" maxLength:"500" doc:"left out: the old one, with the label of the new period in place of the old"`
	DueDates httpx.Opt[string] `json:"due_dates,omitzero" nullable:"false" enum:"moved,blank" doc:"moved, unless given: the same days of the new period; blank: to be set anew"`
}

// ComparisonInput names what an agreement is put beside.
type ComparisonInput struct {
	httpx.One
	With string `query:"with" format:"uuid" doc:"another agreement; left out: the one most commitments come from, or else that of the bloc's term before"`
}

// ComparisonView is an agreement beside an earlier one.
type ComparisonView struct {
	Agreement ComparedAgreement  `json:"agreement"`
	Before    *ComparedAgreement `json:"before" doc:"null: there is none"`
	Counts    ComparisonCounts   `json:"counts"`
	Rows      []ComparedView     `json:"rows" doc:"in the order of the text, those that were dropped last"`
}

// ComparedAgreement is one of two agreements.
type ComparedAgreement struct {
	ID    string      `json:"id" format:"uuid"`
	Title string      `json:"title"`
	Term  TermRefView `json:"term"`
}

// ComparisonCounts counts commitments by what became of them.
type ComparisonCounts struct {
	Kept    int `json:"kept"`
	Changed int `json:"changed"`
	Added   int `json:"added"`
	Dropped int `json:"dropped"`
}

// ComparedView is a commitment beside the one it carries on: known by its origin,
// or by saying the same for the same unit.
type ComparedView struct {
	State      string          `json:"state" enum:"kept,changed,added,dropped"`
	Commitment *CommitmentView `json:"commitment" doc:"null: it was dropped"`
	Before     *CommitmentView `json:"before" doc:"null: it was added"`
	Changes    []string        `json:"changes" enum:"theme,text,scope,unit,measure,target,unit_of_measure,due_on,legal_basis,weight,targets" doc:"fields that differ; a day that moved with the period does not"`
}

func comparedAgreement(a agreementRow) ComparedAgreement {
	return ComparedAgreement{a.ID, a.Title, TermRefView{a.TermID, a.PeriodLabel, a.PeriodKind}}
}

func comparisonView(c Comparison) ComparisonView {
	v := ComparisonView{Agreement: comparedAgreement(c.Now), Rows: []ComparedView{}}
	if c.Before != nil {
		b := comparedAgreement(*c.Before)
		v.Before = &b
	}
	counts := map[string]*int{Kept: &v.Counts.Kept, Changed: &v.Counts.Changed, Added: &v.Counts.Added, Dropped: &v.Counts.Dropped}
	shown := func(c *commitmentRow) *CommitmentView {
		if c == nil {
			return nil
		}
		v := commitmentView(*c)
		return &v
	}
	for _, r := range c.Rows {
		*counts[r.State]++
		v.Rows = append(v.Rows, ComparedView{r.State, shown(r.Now), shown(r.Before), append([]string{}, r.Changes...)})
	}
	return v
}

const comparisonExample = `{"agreement":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b","title":"Giao ước thi đua năm 2022",` + termExample + `},"before":null,"counts":{"kept":0,"changed":0,"added":0,"dropped":0},"rows":[]}`

func registerCopies(s *httpx.Server, svc *Service) {
	httpx.Post(s, httpx.Op{
		ID: "createAgreementCopy", Path: "/agreements/{id}/copies", At: "/agreements", Tag: "agreements", Faults: []string{"duplicate", "term_locked"},
		Request: `{"term_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c"}`, Response: agreementExample,
	},
		func(ctx context.Context, in *httpx.Child[AgreementCopyBody]) (AgreementView, error) {
			return httpx.Shown(agreementView)(svc.CopyAgreement(ctx, in.ID, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getAgreementComparison", Path: "/agreements/{id}/comparison", Tag: "agreements", Response: comparisonExample},
		func(ctx context.Context, in *ComparisonInput) (ComparisonView, error) {
			c, err := svc.Compare(ctx, in.ID, in.With)
			if err != nil {
				return ComparisonView{}, err
			}
			return comparisonView(c), nil
		})
}
