package races_test

import (
	"net/http"
	"testing"

	"giaouoc/internal/app/apptest"
	"giaouoc/torture/rig"
)

// Sixteen ask at the same moment for what there can be once: one is taken, and all
// others are told that it is there.
func TestOnce(t *testing.T) {
	beside(t)
	rig.Each(t, func(t *testing.T, b rig.Books) {
		s := rig.Serve(t, b, "GIAOUOC_ACCESS_TOKEN_TTL=24h")
		w := newWorld(t, s)
		kinds := []struct {
			name string
			code string
			ask  func() request
		}{
			{"a unit's part in a vote", "duplicate", func() request { return w.voter(w.made("createVote"), "absent") }},
			{"the next round of a vote", "duplicate", func() request {
				vote := w.made("createVote")
				for _, to := range []string{"open", "counted"} {
					w.admin.Move("/votes/"+vote, to, "Thử").Must(200)
				}
				term := w.admin.Get("/votes/" + vote).Must(200).Str("term.id")
				return post("/votes", fields{"term_id": term, "follows_id": vote})
			}},
			{"the ranking of a term", "duplicate", func() request { return cellOf(w, "createRanking") }},
			{"the agreement of a term", "duplicate", func() request { return cellOf(w, "createAgreement") }},
		}
		row := rig.Measure(t, "D9", "what there is once, "+b.Engine())
		races, wrong, apart := 0, 0, 0
		for _, k := range kinds {
			for range (rig.Times(12, 200) + len(kinds) - 1) / len(kinds) {
				races++
				r := k.ask()
				if r.as == nil {
					r.as = w.admin
				}
				requests := make([]request, 16)
				for i := range requests {
					requests[i] = r
				}
				answers := together(t, requests)
				if made, there := once(answers, k.code); made == "" || !there {
					wrong++
					t.Errorf("%s: %s", k.name, told(requests, answers))
				}
				if k.name == "a unit's part in a vote" && len(w.admin.Get(r.path[:len(r.path)-len("/voters")]).Must(200).Column("voters.0.id")) > 1 {
					apart++
				}
			}
		}
		row.Must("races of 16", races, ">= 12, 200 in full", races >= rig.Times(12, 200))
		row.None("races without exactly one taken and 15 refused as there", wrong)
		row.None("votes with a unit that takes part twice", apart)
	})
}

// once is the id of what one of the answers made; there holds when all others name it.
func once(answers []*apptest.Answer, code string) (made string, there bool) {
	for _, a := range answers {
		if a.Status == http.StatusCreated {
			if made != "" {
				return "", false
			}
			made = a.ID()
		}
	}
	for _, a := range answers {
		if a.Status != http.StatusCreated && (a.Status != http.StatusConflict || a.Str("code") != code || a.Str("existing_id") != made) {
			return made, false
		}
	}
	return made, true
}
