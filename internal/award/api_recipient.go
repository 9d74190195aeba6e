package award

import (
	"context"

	"giaouoc/internal/db"
	"giaouoc/internal/httpx"
	"giaouoc/internal/record"
)

// RecipientBody is a recipient as a caller gives it. What may be told follows
// the award's kind of recipients: a unit or a part of one for a collective; a
// person, and of which unit; a household; a bloc.
type RecipientBody struct {
	UnitID                httpx.Opt[string] `json:"unit_id,omitzero" format:"uuid"`
	UnitAsWritten         httpx.Opt[string] `json:"unit_as_written,omitzero" maxLength:"500"`
	SubUnit               httpx.Opt[string] `json:"sub_unit,omitzero" maxLength:"500" doc:"a part of the unit, or another collective in words"`
	PersonID              httpx.Opt[string] `json:"person_id,omitzero" format:"uuid"`
	PersonAsWritten       httpx.Opt[string] `json:"person_as_written,omitzero" maxLength:"300"`
	HonouredBlocID        httpx.Opt[string] `json:"honoured_bloc_id,omitzero" format:"uuid"`
	HonouredBlocAsWritten httpx.Opt[string] `json:"honoured_bloc_as_written,omitzero" maxLength:"500"`
	Household             httpx.Opt[string] `json:"household,omitzero" maxLength:"500"`
	record.ProvenanceInput
}

// RecipientView is a recipient on the wire.
type RecipientView struct {
	record.MetaView
	AwardID      string      `json:"award_id" format:"uuid"`
	Place        int         `json:"place" doc:"in the order of the document"`
	Unit         *record.Ref `json:"unit"`
	NameThen     *string     `json:"name_then" doc:"what the unit was called at the end of the period of merit; null: no unit, or period unknown"`
	SubUnit      *string     `json:"sub_unit"`
	Person       *record.Ref `json:"person"`
	HonouredBloc *record.Ref `json:"honoured_bloc"`
	Household    *string     `json:"household"`
	record.ProvenanceView
}

func recipientView(r recipientRow) RecipientView {
	return RecipientView{
		r.Meta.View(), r.AwardID, r.Place, record.NewRef(r.UnitID, r.UnitAsWritten, r.UnitName), r.NameThen, r.SubUnit,
		record.NewRef(r.PersonID, r.PersonAsWritten, r.PersonName), record.NewRef(r.HonouredBlocID, r.HonouredBlocAsWritten, r.HonouredBlocName),
		r.Household, r.Provenance.View(),
	}
}

const recipientExample = `{` + metaExample + `,"award_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c","place":1,"unit":{"id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d","as_written":null,"name":"Văn phòng Tỉnh ủy"},"name_then":"Văn phòng Tỉnh ủy","sub_unit":null,"person":null,"honoured_bloc":null,"household":null,` + sourcesExample + `}`

func registerRecipients(s *httpx.Server, svc *Service) {
	httpx.List(s, httpx.Op{ID: "listAwardRecipients", Path: "/awards/{id}/recipients", Tag: "awards"}, recipientList,
		func(ctx context.Context, in *httpx.AskedOf) (db.Page[RecipientView], error) {
			p, err := svc.Recipients(ctx, in.ID, in.Request())
			return db.MapPage(p, recipientView), err
		})
	httpx.Post(s, httpx.Op{
		ID: "createRecipient", Path: "/awards/{id}/recipients", At: "/recipients", Tag: "awards", Faults: []string{"duplicate", "term_locked"},
		Request: `{"unit_id":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d"}`, Response: recipientExample,
	},
		func(ctx context.Context, in *httpx.Child[RecipientBody]) (RecipientView, error) {
			return httpx.Shown(recipientView)(svc.CreateRecipient(ctx, in.ID, in.Body))
		})
	httpx.Get(s, httpx.Op{ID: "getRecipient", Path: "/recipients/{id}", Tag: "awards", Entity: "recipient", Response: recipientExample},
		func(ctx context.Context, in *httpx.One) (RecipientView, error) {
			return httpx.Shown(recipientView)(svc.Recipient(ctx, in.ID))
		})
	httpx.Patch(s, httpx.Op{
		ID: "updateRecipient", Path: "/recipients/{id}", Tag: "awards", Faults: []string{"duplicate", "term_locked"},
		Request: `{"sub_unit":"Phòng Tổng hợp"}`, Response: recipientExample,
	},
		func(ctx context.Context, in *httpx.Change[RecipientBody]) (RecipientView, error) {
			return httpx.Shown(recipientView)(svc.UpdateRecipient(ctx, in.ID, in.Version(), in.Body))
		})
	httpx.Delete(s, httpx.Op{ID: "deleteRecipient", Path: "/recipients/{id}", Tag: "awards", Faults: []string{"term_locked"}},
		func(ctx context.Context, in *httpx.Removal) error {
			return svc.DeleteRecipient(ctx, in.ID, in.Version())
		})
}
