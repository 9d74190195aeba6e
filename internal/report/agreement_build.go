package report

import (
	"encoding/json"
	"slices"

	"giaouoc/internal/agreement"
	"giaouoc/internal/bloc"
	"giaouoc/internal/record"
)

func (a *AgreementPaper) sealed() any { return a.Data }

// subject: a text is a draft until it is fixed; one known by report never is.
func (a *AgreementPaper) subject() subject {
	d := a.Data
	s := subject{BlocID: words(d.Bloc.ID), TermID: d.TermID, Name: d.BlocNameThen, Code: words(d.BlocCode), Period: d.Period.Label, Layout: words(d.DocumentLayout), State: draft}
	switch {
	case d.ContentHash != nil:
		s.State = locked
	case d.Basis == agreement.Reported:
		s.State = current
	}
	return s
}

// build makes what is reported of what was read.
func (r *agreementPaperRows) build() (AgreementData, error) {
	x := r.agreement
	d := AgreementData{
		ID: x.ID, TermID: x.TermID, Period: bloc.NewPeriodValue(x.Period), Bloc: record.Ref{ID: &x.BlocID, Name: &x.BlocName},
		BlocNameThen: agreement.BlocNameOn(bloc.Bloc{Name: x.BlocName, Names: x.BlocNames}, x.Period.StartsOn), BlocCode: x.BlocCode,
		Organizer: record.NewRef(x.OrganizerID, x.OrganizerInWords, x.OrganizerName), DocumentLayout: x.DocumentLayout, MembersState: x.MembersState,
		Title: x.Title, Preamble: x.Preamble, LegalBases: list(x.LegalBases.V), Basis: x.BasisOfText, Status: x.Status, FrozenAt: x.FrozenAt, ContentHash: x.ContentHash,
		Remark: x.Remark, Commitments: shownCommitments(r.commitments, r.targetUnits), Annexes: []AgreementAnnex{}, Sources: sourcesOf(r.provenances()),
	}
	if x.SigningEventID != nil {
		d.Signing = &AgreementSigning{*x.SigningEventID, x.EventTitle, x.EventHeldOn, x.EventPlace}
	}
	if err := r.asFixed(&d); err != nil {
		return d, err
	}
	d.Parties = r.parties(nil)
	for _, n := range r.annexes {
		d.Annexes = append(d.Annexes, AgreementAnnex{n.Number, n.Title, n.Text, n.FrozenAt, n.PreviousHash, n.ContentHash, r.parties(&n.ID)})
	}
	return d, nil
}

// asFixed takes the names of the bloc and its members from the fixed text, whose
// hash is over them. While it stands the members cannot change, so they are those
// of the text, in its order; under a cancelled one they may have.
func (r *agreementPaperRows) asFixed(d *AgreementData) error {
	x := r.agreement
	if x.Canonical == nil {
		return nil
	}
	var fixed agreement.Content
	if err := json.Unmarshal([]byte(*x.Canonical), &fixed); err != nil {
		return err
	}
	d.BlocNameThen = fixed.Bloc
	if words(x.Status) == agreement.Cancelled || len(fixed.Members) != len(r.members) {
		return nil
	}
	for i := range r.members {
		r.members[i].NameThen = &fixed.Members[i]
	}
	return nil
}

// parties are those of the agreement itself, or of an annex, with their answers.
func (r *agreementPaperRows) parties(annexID *string) []Party {
	return parties(r.members, slices.DeleteFunc(slices.Clone(r.signatures), func(g annualSignatureRow) bool { return words(g.AnnexID) != words(annexID) }))
}

func (r *agreementPaperRows) provenances() []record.Provenance {
	all := []record.Provenance{r.agreement.Provenance}
	for _, x := range r.members {
		all = append(all, x.Provenance)
	}
	for _, x := range r.signatures {
		all = append(all, x.Provenance)
	}
	for _, x := range r.commitments {
		all = append(all, x.Provenance)
	}
	for _, x := range r.annexes {
		all = append(all, x.Provenance)
	}
	return all
}
