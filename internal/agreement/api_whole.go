package agreement

import (
	"context"

	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// WholeView is an agreement with everything that makes it up.
type WholeView struct {
	Agreement  AgreementView   `json:"agreement"`
	Members    []WholeMember   `json:"members" doc:"in protocol order"`
	Signatures []SignatureView `json:"signatures" doc:"those not annulled, of the agreement and its annexes"`
	Themes     []WholeTheme    `json:"themes" doc:"commitments in the order of the text, parted where the theme changes"`
	Annexes    []AnnexView     `json:"annexes"`
}

// WholeMember is a member of the agreement's term.
type WholeMember struct {
	Order int         `json:"order" doc:"protocol order, 1 to n"`
	Unit  *record.Ref `json:"unit"`
}

// WholeTheme is a run of commitments under one theme.
type WholeTheme struct {
	Theme       *string          `json:"theme" doc:"null: none"`
	Commitments []CommitmentView `json:"commitments"`
}

func wholeView(w Whole) WholeView {
	v := WholeView{agreementView(w.Agreement), []WholeMember{}, each(w.Signatures, signatureView), []WholeTheme{}, each(w.Annexes, annexView)}
	for _, m := range w.Members {
		v.Members = append(v.Members, WholeMember{m.Position, record.NewRef(m.UnitID, m.UnitAsWritten, m.UnitName)})
	}
	for _, c := range w.chapters() {
		v.Themes = append(v.Themes, WholeTheme{c.theme, each(c.commitments, commitmentView)})
	}
	return v
}

// each shows every row.
func each[R, V any](rows []R, view func(R) V) []V {
	out := make([]V, len(rows))
	for i, r := range rows {
		out[i] = view(r)
	}
	return out
}

const wholeExample = `{"agreement":` + agreementExample + `,"members":[{"order":1,` + unitExample + `}],"signatures":[],"themes":[{"theme":"Nhiệm vụ chuyên môn","commitments":[]}],"annexes":[]}`

func registerWhole(s *httpx.Server, svc *Service) {
	httpx.Get(s, httpx.Op{ID: "getWholeAgreement", Path: "/agreements/{id}/whole", Tag: "agreements", Response: wholeExample},
		func(ctx context.Context, in *httpx.One) (WholeView, error) {
			w, err := svc.Whole(ctx, in.ID)
			if err != nil {
				return WholeView{}, err
			}
			return wholeView(w), nil
		})
}
