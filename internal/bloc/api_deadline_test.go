package bloc_test

import (
	"strings"
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

func TestDeadlinesOfAllTerms(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		a, b := open(t, admin, "A"), open(t, admin, "B")
		next := made(t, admin, "/terms", object{"bloc_id": a.bloc, "period": "2026", "status": "planning"})
		mine := made(t, admin, "/terms/"+a.term+"/deadlines", object{"kind": "mid_year", "due_on": "2025-07-15"})
		theirs := made(t, admin, "/terms/"+b.term+"/deadlines", object{"kind": "dossier", "due_on": "2025-11-30"})
		later := made(t, admin, "/terms/"+next+"/deadlines", object{"kind": "mid_year", "due_on": "2026-07-15"})
		first := admin.Get("/deadlines?limit=1").Must(200)
		if first.At("data.0.bloc_name") != "Khối thi đua A" || first.At("data.0.period") != "2025" || first.At("data.0.term_id") != a.term {
			t.Errorf("%s", first.Raw)
		}
		for q, want := range map[string][]any{
			"": {mine, theirs, later}, "sort=-due_on": {later, theirs, mine}, "due_on_lt=2025-11-30": {mine}, "due_on_gte=2025-08&due_on_lte=2025-12": {theirs},
			"term_id=" + next: {later}, "bloc_id=" + a.bloc: {mine, later}, "year=2026": {later}, "period=2025": {mine, theirs}, "kind=dossier,other": {theirs},
			"sort=-period,due_on": {later, mine, theirs}, "term_status_ne=locked": {mine, theirs, later}, "term_status=locked": nil,
		} {
			got := admin.Get("/deadlines?" + q).Must(200).Column("id")
			if len(got) != len(want) {
				t.Errorf("%q: %v, want %v", q, got, want)
				continue
			}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("%q: %v, want %v", q, got, want)
				}
			}
		}
		found(t, b.of(s, actor.Clerk, 1), "/deadlines", "id", theirs)
		found(t, s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: a.organizer}), "/deadlines?sort=-due_on", "id", later, mine)
		csv := string(admin.Get("/deadlines", "Accept", "text/csv").Must(200).Raw)
		if strings.Count(csv, "\n") != 4 {
			t.Errorf("%s", csv)
		}
	})
}

func TestDeadlineBeforeTheSigning(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin := s.Admin()
		b := open(t, admin, "A")
		list := "/terms/" + b.term + "/deadlines"
		event := made(t, admin, "/events", object{"held_on": "2025-03", "terms": []object{{"term_id": b.term, "purpose": "signing"}}})
		agreement := made(t, admin, "/agreements", object{"term_id": b.term, "title": "Giao ước", "basis": "original", "signing_event_id": event})
		early := object{"kind": "mid_year", "due_on": "2025-02-28"}
		standing := made(t, admin, list, early) // nobody knows the day of the signing
		admin.Patch("/events/"+event, object{"held_on": "2025-03-20"}).Must(200)
		refused := admin.Post(list, early)
		wrong(t, refused, "/due_on before_signing")
		if !strings.Contains(string(refused.Raw), "2025-03-20") {
			t.Errorf("the day is not named: %s", refused.Raw)
		}
		made(t, admin, list, object{"kind": "mid_year", "due_on": "2025-03-20"})
		for _, kind := range []string{"registration", "signing", "other"} {
			made(t, admin, list, object{"kind": kind, "due_on": "2025-02-28"})
		}
		// What stood there before the day was told stays, and is mended when it is touched.
		admin.Patch("/deadlines/"+standing, object{"title": "Sơ kết"}).Must(200)
		wrong(t, admin.Patch("/deadlines/"+standing, object{"due_on": "2025-03-01"}), "/due_on before_signing")
		admin.Patch("/deadlines/"+standing, object{"due_on": "2025-07-01"}).Must(200)
		admin.Patch("/events/"+event, object{"held_on": "2025-08-01"}).Must(200)
		admin.Move("/agreements/"+agreement, "cancelled", "Lập lại").Must(200)
		made(t, admin, list, early)
	})
}
