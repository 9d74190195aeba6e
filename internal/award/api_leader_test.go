package award_test

import (
	"testing"

	"giaouoc/internal/actor"
	"giaouoc/internal/app/apptest"
)

// led are books of three terms more, each led by a unit of its own: 2019, of
// which nobody told how it stands, 2024 and 2025.
type led struct {
	books
	of map[string]*apptest.Client
}

func leaders(t *testing.T, s *apptest.Service) (l led) {
	t.Helper()
	admin := s.Admin()
	l.books, l.of = open(t, admin, "A"), map[string]*apptest.Client{}
	for i, term := range []object{{"period": "2019"}, {"period": "2024", "status": "concluded"}, {"period": "2025", "status": "concluded"}} {
		unit := made(t, admin, "/units", object{"name": []string{"Sở Nội vụ", "Sở Tư pháp", "Sở Y tế"}[i]})
		id := made(t, admin, "/terms", with(term, object{"bloc_id": l.bloc}))
		made(t, admin, "/terms/"+id+"/leadership", object{"role": "leader", "unit_id": unit})
		l.of[term["period"].(string)] = s.As(apptest.Right{Role: actor.Leader, Scope: actor.OfUnit, ID: unit})
	}
	return l
}

func (l led) award(more object) object {
	return with(object{"bloc_id": l.bloc, "type_as_written": "bằng khen", "recipient_kind": "collective", "count": 7}, more)
}

// Who leads a term writes the awards that stand in its report, and no other
// year's; also after the year, until the term is locked.
func TestLeaderWritesTheAwardsOfItsTerm(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin, l := s.Admin(), leaders(t, s)
		for _, c := range []struct {
			leader string
			award  object
			may    bool
		}{
			{"2024", object{"period": "2024"}, true},
			{"2024", object{"period": "2024-H1"}, true},
			{"2024", object{"period": "2023", "reported_on": "2024-02"}, true},
			{"2024", object{"presented_on": "2024-12-20"}, true},
			{"2024", object{"period": "2023"}, false},
			{"2024", object{"period": "2025"}, false},
			{"2024", object{}, false},
			{"2025", object{"period": "2024", "reported_on": "2025-02-26"}, true},
			{"2025", object{"period": "2024"}, false},
			{"2025", object{"period": "2026"}, false},
			{"2019", object{"period": "2019"}, true},
			{"2019", object{"period": "2026"}, false},
			{"2019", object{"period": "2021-2025"}, false},
		} {
			if got := l.of[c.leader].Post("/awards", l.award(c.award)); c.may {
				got.Must(201)
			} else {
				got.Refused(403, "forbidden")
			}
		}
		own, others := "/awards/"+made(t, l.of["2024"], "/awards", l.award(object{"period": "2024"})), l.of["2025"]
		l.of["2024"].Patch(own, object{"period": "2026"}).Refused(403, "forbidden")
		l.of["2024"].Patch(own, object{"count": 8}).Must(200)
		others.Patch(own, object{"period": "2025"}).Refused(403, "forbidden")
		others.Post(own+"/recipients", object{"unit_id": l.units[0]}).Refused(403, "forbidden")
		others.Delete(own).Refused(403, "forbidden")
		term := "/terms/" + admin.Get("/terms?period=2024&bloc_id="+l.bloc).Must(200).Str("data.0.id")
		admin.Move(term, "locked", "đủ số liệu").Must(200)
		l.of["2024"].Patch(own, object{"count": 9}).Refused(403, "forbidden")
		admin.Patch(own, object{"count": 9}).Refused(409, "term_locked")
	})
}

// Who leads a term writes the bloc's decisions of its period and the year after.
func TestLeaderWritesTheDecisionsOfItsTime(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		l := leaders(t, s)
		for _, c := range []struct {
			leader string
			issued any
			may    bool
		}{
			{"2024", "2024-12-20", true},
			{"2024", "2025-12-31", true},
			{"2024", "2025", true},
			{"2024", "2026-01-01", false},
			{"2024", "2023-12-31", false},
			{"2025", "2026-11-20", true},
			{"2025", nil, true},
			{"2024", nil, false}, // it is March 2026
			{"2019", "2020-03", true},
			{"2019", "2021", false},
			{"2019", nil, false},
		} {
			if got := l.of[c.leader].Post("/decisions", object{"kind": "award", "bloc_id": l.bloc, "issued_on": c.issued}); c.may {
				got.Must(201)
			} else {
				got.Refused(403, "forbidden")
			}
		}
		path := "/decisions/" + made(t, l.of["2025"], "/decisions", object{"kind": "award", "bloc_id": l.bloc, "issued_on": "2026-02"})
		l.of["2025"].Patch(path, object{"issued_on": "2028"}).Refused(403, "forbidden")
		l.of["2024"].Patch(path, object{"remark": "x"}).Refused(403, "forbidden")
		l.of["2024"].Delete(path).Refused(403, "forbidden")
	})
}

// What a linked authority decided its council undoes, also in a locked year;
// what is known in words only, who leads all the terms it gave in, while they are
// open.
func TestWhoUndoesDecisions(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Service) {
		admin, l := s.Admin(), leaders(t, s)
		leader, council := l.of["2024"], s.As(apptest.Right{Role: actor.Council, Scope: actor.OfAuthority, ID: l.organizer})
		given := func(decision object, awards ...object) string {
			t.Helper()
			d := made(t, admin, "/decisions", with(object{"kind": "award", "bloc_id": l.bloc, "number": "15/QĐ-UBND", "issued_on": "2025-01-15", "status": "in_force"}, decision))
			for _, a := range awards {
				made(t, admin, "/awards", l.award(with(a, object{"decision_id": d})))
			}
			return d
		}
		act := func(c *apptest.Client, more object) *apptest.Answer {
			return c.Post("/decisions", with(object{"kind": "award", "bloc_id": l.bloc, "number": "01/BIA", "issued_on": "2025-11-20", "authority_as_written": "Ai đó", "status": "in_force"}, more))
		}
		province, words, own := object{"authority_id": l.organizer}, object{"authority_as_written": "Chủ tịch UBND tỉnh"}, object{"period": "2024"}

		linked := given(province, own)
		act(leader, object{"annuls_id": linked}).Refused(403, "forbidden")
		act(leader, object{"annuls_id": linked, "status": "draft"}).Refused(403, "forbidden")
		act(council, object{"annuls_id": linked}).Must(201)
		act(leader, object{"restores_id": linked}).Refused(403, "forbidden")
		act(council, object{"restores_id": linked}).Must(201)
		act(leader, object{"annuls_id": given(province)}).Refused(403, "forbidden")

		act(leader, object{"annuls_id": given(words, own, object{"period": "2024-H2"})}).Must(201)
		act(leader, object{"annuls_id": given(words, own, object{"period": "2025"})}).Refused(403, "forbidden")
		closed := given(words, own, object{"period": "2024", "presented_on": "2025-02"})
		for _, year := range []string{"2025", "2024"} {
			term := "/terms/" + admin.Get("/terms?period="+year+"&bloc_id="+l.bloc).Must(200).Str("data.0.id")
			admin.Move(term, "locked", "đủ số liệu").Must(200)
			if got := act(leader, object{"annuls_id": closed}); year == "2025" {
				got.Refused(409, "term_locked")
			} else {
				got.Refused(403, "forbidden")
			}
		}
		act(council, object{"annuls_id": closed}).Must(201)
		act(council, object{"annuls_id": linked}).Must(201)
	})
}
