package agreement_test

import (
	"reflect"
	"slices"
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

// The whole agreement is what its parts' own lists show, in the order of the
// text, in as many statements whatever its length; who may not read it does not
// find it.
func TestWholeAgreement(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		type m = map[string]any
		admin := s.Admin()
		unit, other := admin.Post("/units", m{"name": "Văn phòng"}).Must(201).ID(), admin.Post("/units", m{"name": "Ban Tổ chức"}).Must(201).ID()
		bloc := admin.Post("/blocs", m{"kind": "bloc", "names": []any{m{"name": "Khối", "kind": "current"}}}).Must(201).ID()
		term := admin.Post("/terms", m{"bloc_id": bloc, "period": "2026"}).Must(201).ID()
		admin.Post("/terms/"+term+"/members", m{"unit_id": unit}).Must(201)
		admin.Post("/terms/"+term+"/members", m{"unit_as_written": "Báo Ninh Bình"}).Must(201)
		agreement := admin.Post("/agreements", m{"term_id": term, "title": "Giao ước", "basis": "reported", "status": "in_force"}).Must(201).ID()
		path := "/agreements/" + agreement + "/whole"
		commit := func(theme any, text string) {
			admin.Post("/commitments", m{"agreement_id": agreement, "theme": theme, "text": text, "unit_id": unit}).Must(201)
		}
		commit("Chuyên môn", "Một")
		var few, many int
		few = len(s.Statements(func() { admin.Get(path).Must(200) }))
		commit("Chuyên môn", "Hai")
		commit(nil, "Ba")
		commit("Chuyên môn", "Bốn")
		admin.Post("/agreements/"+agreement+"/signatures", m{"unit_id": unit, "status": "signed"}).Must(201)
		admin.Post("/agreements/"+agreement+"/annexes", m{"title": "Phụ lục số 1", "text": "Sửa."}).Must(201)

		var w *apptest.Answer
		many = len(s.Statements(func() { w = admin.Get(path).Must(200) }))
		if few != many {
			t.Errorf("%d statements for one commitment, %d for four", few, many)
		}
		if w.Str("agreement.id") != agreement || w.Str("agreement.bloc.name") != "Khối" || w.Str("annexes.0.title") != "Phụ lục số 1" {
			t.Errorf("%s", w.Raw)
		}
		if got := []string{w.Str("members.0.unit.name"), w.Str("members.1.unit.as_written"), w.Str("signatures.0.status")}; !slices.Equal(got, []string{"Văn phòng", "Báo Ninh Bình", "signed"}) {
			t.Error(got)
		}
		themes := w.At("themes").([]any)
		if len(themes) != 3 || w.At("themes.1.theme") != nil || w.Str("themes.0.commitments.1.text") != "Hai" || w.Str("themes.2.commitments.0.text") != "Bốn" {
			t.Errorf("%s", w.Raw)
		}
		list := admin.Get("/commitments?agreement_id=" + agreement).Must(200)
		if got, want := w.At("themes.0.commitments.0"), list.At("data.0"); !reflect.DeepEqual(got, want) {
			t.Errorf("a commitment of the whole is\n%v\nand of the list\n%v", got, want)
		}
		if got, want := w.At("signatures.0"), admin.Get("/agreements/"+agreement+"/signatures").At("data.0"); !reflect.DeepEqual(got, want) {
			t.Errorf("a signature of the whole is\n%v\nand of the list\n%v", got, want)
		}
		s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: unit}).Get(path).Must(200)
		s.As(apptest.Right{Role: actor.Clerk, Scope: actor.OfUnit, ID: other}).Get(path).Refused(404, "not_found")
		s.Nobody().Get(path).Refused(401, "unauthenticated")
	})
}
