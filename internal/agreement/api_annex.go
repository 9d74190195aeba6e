package agreement

import (
	"context"
	"time"

	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// AnnexBody is an annex as a caller gives it; it gets the next number.
type AnnexBody struct {
	Title httpx.Opt[string] `json:"title,omitzero" nullable:"false" maxLength:"500" doc:"required for a new one"`
	Text  httpx.Opt[string] `json:"text,omitzero" nullable:"false" maxLength:"50000" multiline:"true" doc:"required for a new one"`
	record.ProvenanceInput
}

// AnnexView is an annex on the wire.
type AnnexView struct {
	record.MetaView
	AgreementID  string     `json:"agreement_id" format:"uuid"`
	Number       int        `json:"number"`
	Title        string     `json:"title"`
	Text         string     `json:"text"`
	FrozenAt     *time.Time `json:"frozen_at" doc:"when its first signature fixed its text"`
	PreviousHash *string    `json:"previous_hash" doc:"content_hash of the text before it: the agreement's, or the annex before's"`
	ContentHash  *string    `json:"content_hash" doc:"SHA-256 of number, title, text and previous as canonical JSON (RFC 8785), in hexadecimal"`
	record.ProvenanceView
}

func annexView(x annexRow) AnnexView {
	return AnnexView{x.Meta.View(), x.AgreementID, x.Number, x.Title, x.Text, x.FrozenAt, x.PreviousHash, x.ContentHash, x.Provenance.View()}
}

const annexExample = `{` + metaExample + `,"agreement_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e","number":1,"title":"Phụ lục số 1","text":"Điều chỉnh chỉ tiêu thứ nhất thành 99 %.","frozen_at":null,"previous_hash":null,"content_hash":null,` + sourceExample + `}`

func registerAnnexes(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listAgreementAnnexes", Path: "/agreements/{id}/annexes", Tag: "agreements"}, annexList,
		func(ctx context.Context, in *httpx.AskedOf) (db.Page[AnnexView], error) {
			p, err := svc.AgreementAnnexes(ctx, in.ID, in.Request())
			return db.MapPage(p, annexView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createAnnex", Path: "/agreements/{id}/annexes", At: "/annexes", Tag: "agreements", Faults: []string{"agreement.not_in_force", "term_locked"},
		Request: `{"title":"Phụ lục số 1","text":"Điều chỉnh chỉ tiêu thứ nhất thành 99 %."}`, Response: annexExample,
	},
		func(ctx context.Context, in *httpx.Child[AnnexBody]) (AnnexView, error) {
			return httpx.Shown(annexView)(svc.CreateAnnex(ctx, in.ID, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getAnnex", Path: "/annexes/{id}", Tag: "agreements", Entity: "annex", Response: annexExample},
		func(ctx context.Context, in *httpx.One) (AnnexView, error) {
			return httpx.Shown(annexView)(svc.Annex(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{
		ID: "updateAnnex", Path: "/annexes/{id}", Tag: "agreements", Faults: []string{"agreement.frozen", "term_locked"},
		Request: `{"title":"Phụ lục số 1 (sửa đổi)"}`, Response: annexExample,
	},
		func(ctx context.Context, in *httpx.Change[AnnexBody]) (AnnexView, error) {
			return httpx.Shown(annexView)(svc.UpdateAnnex(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteAnnex", Path: "/annexes/{id}", Tag: "agreements", Faults: []string{"in_use", "agreement.frozen", "term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error { return svc.DeleteAnnex(ctx, in.ID, in.Version()) })
}
