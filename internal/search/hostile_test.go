package search_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
	"giaouoc/internal/db"
)

// many adds so many recipients of an award that their different words are more
// than a megabyte.
func many(award string) func(tx *gorm.DB) error {
	return func(tx *gorm.DB) error {
		var rows []map[string]any
		now := tx.NowFunc()
		for i := range 60 {
			var words []string
			for j := range 1000 {
				words = append(words, fmt.Sprintf("tu%dx%dyyyyyyyyyyyyyyy", i, j))
			}
			rows = append(rows, map[string]any{
				"id": db.NewID(), "award_id": award, "place": i + 2, "person_as_written": "x", "search_text": strings.Join(words, " "),
				"sources": "[]", "basis": "{}", "version": 1, "created_at": now, "updated_at": now, "created_by": "test",
			})
		}
		return tx.Table("recipients").CreateInBatches(rows, 50).Error
	}
}

// However many words a record gathers, the index never refuses it, nor the
// change of what it names.
func TestTheIndexRefusesNoRecord(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		person := admin.Post("/persons", m{"name": "Lê Văn Cường"}).Must(201).ID()
		award := admin.Post("/awards", m{"type_as_written": "bằng khen", "recipient_kind": "individual", "count": 900}).Must(201).ID()
		admin.Post("/awards/"+award+"/recipients", m{"person_id": person}).Must(201)
		if err := s.DB.InTx(s.System(), many(award)); err != nil {
			t.Fatal(err)
		}
		admin.Post("/awards/"+award+"/recipients", m{"person_as_written": "Nguyễn Thị Hoa"}).Must(201)
		admin.Patch("/persons/"+person, m{"name": strings.Repeat("Cường ", 30)}).Must(200)
		if got := ask(admin, "award", "bang khen cuong"); len(got) != 1 {
			t.Errorf("%v", got)
		}
	})
}

// An award of a thousand names is recorded at once, found by each of them, and
// shown once.
func TestManyRecipientsAreOneHit(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		names := make([]any, 1000)
		for i := range names {
			names[i] = m{"unit_as_written": fmt.Sprintf("Đảng ủy xã số %d huyện Hư Cấu", i)}
		}
		award := admin.Post("/awards", m{"type_as_written": "bằng khen", "recipient_kind": "collective", "count": 1000, "recipients": names}).Must(201).ID()
		other := admin.Post("/awards", m{"type_as_written": "bằng khen của huyện Hư Cấu", "recipient_kind": "collective", "count": 1}).Must(201).ID()
		for q, want := range map[string][]any{"xa so 77 hu cau": {award}, "bang khen dang uy xa so 999": {award}, "dang uy xa": {award}, "bang khen huyen": {other, award}} {
			a := admin.Get("/search?types=award&limit=2&include_total=true&q=" + url.QueryEscape(q)).Must(200)
			if got := ask(admin, "award", q, "&limit=2"); !cmp.Equal(got, want) || a.At("groups.0.total") != float64(len(want)) || a.At("groups.0.has_more") != false {
				t.Errorf("%s: %v, %.200s", q, got, a.Raw)
			}
		}
	})
}

// A bloc that was honoured is found by the source's words only: its former names
// and its code are for those who may read it.
func TestHonouredBlocKeepsItsNames(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		own := admin.Post("/blocs", m{"kind": "bloc", "name": "Khối A"}).Must(201).ID()
		hidden := admin.Post("/blocs", m{"kind": "bloc", "code": "ZQX-9", "names": []any{m{"name": "Khối B", "kind": "current"}, m{"name": "Kryptonit", "kind": "former"}}}).Must(201).ID()
		award := admin.Post("/awards", m{"bloc_id": own, "type_as_written": "cờ", "recipient_kind": "bloc", "count": 1}).Must(201).ID()
		admin.Post("/awards/"+award+"/recipients", m{"honoured_bloc_id": hidden}).Must(201)
		viewer := s.As(apptest.Right{Role: actor.Viewer, Scope: actor.OfBloc, ID: own})
		for _, q := range []string{"kryp", "kryptonit", "zqx", "zqx 9"} {
			a := viewer.Get("/search?include_total=true&types=award&q=" + url.QueryEscape(q)).Must(200)
			if a.At("groups.0.total") != 0.0 {
				t.Errorf("%s: %s", q, a.Raw)
			}
		}
	})
}

// Texts as long as the contract allows cost no more than they show.
func TestLongTextsAreAnswered(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		bases := make([]string, 100)
		for i := range bases {
			bases[i] = strings.Repeat("zk ", 600) + "zk"
		}
		bloc := admin.Post("/blocs", m{"kind": "bloc", "name": "Khối A"}).Must(201).ID()
		term := admin.Post("/terms", m{"bloc_id": bloc, "period": "2021"}).Must(201).ID()
		id := admin.Post("/agreements", m{"term_id": term, "title": "Giao ước", "basis": "reported", "legal_bases": bases}).Must(201).ID()
		a := admin.Get("/search?types=agreement&q=" + url.QueryEscape(strings.TrimSpace(strings.Repeat("zk ", 66)))).Must(200)
		if a.At("groups.0.hits.0.id") != id || len(a.Raw) > 5000 {
			t.Errorf("%d bytes: %.300s", len(a.Raw), a.Raw)
		}
	})
}
